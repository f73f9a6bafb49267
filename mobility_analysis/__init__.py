"""Adherence and self-rated stiffness from logs of upper-back mobility practice at home.

Data flows one way: ``load_log`` reads a log, measures make tables of it, ``plot_*`` draws a
table, ``describe_*`` says it in words, ``write_report`` writes pages, plots and tables.

The public names stand in ``__init__.pyi``; each is loaded when it is first used, so that
``import mobility_analysis`` stays light.
"""

import gc

import lazy_loader

__version__ = "0.1.0"

_loaded, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    """Load a public name, without looking for rubbish among modules, all of which stay."""
    is_looking = gc.isenabled()
    gc.disable()
    try:
        return _loaded(name)
    finally:
        if is_looking:
            gc.enable()
