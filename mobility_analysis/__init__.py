"""Adherence and self-rated stiffness from logs of upper-back mobility practice at home.

Data flows one way: ``load_log`` reads a log, measures make tables of it, ``plot_*`` draws a
table, ``describe_*`` says it in words, ``write_report`` writes pages, plots and tables.

The public names stand in ``__init__.pyi``; each is loaded when it is first used, so that
``import mobility_analysis`` stays light.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
