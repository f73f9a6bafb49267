"""Tables in, matplotlib Axes out. Nothing here computes a statistic.

Each ``plot_*`` takes the tables of one client (``plot_caseload`` those of several), draws on the
axes it is given or on a new figure, and returns the axes. ``style`` is the look of all of them, as
a context.

The public names stand in ``__init__.pyi``; each is loaded when it is first used: what draws no
chart does not wait for matplotlib.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
