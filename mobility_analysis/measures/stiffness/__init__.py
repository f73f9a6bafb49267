"""Measures of self-rated stiffness, 0 (none) to 10 (worst imaginable): lower is better.

Each subject has a module of this folder. Their public names stand in ``__init__.pyi``; each is
loaded when it is first used: who counts practice alone does not wait for them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
