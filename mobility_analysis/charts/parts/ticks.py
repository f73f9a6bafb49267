"""Ticks of one look: made as copies of the first, in a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from matplotlib.axis import Axis, Tick

# What matplotlib makes of each tick anew, and most of which is never seen.
_PARTS = ("tick1line", "tick2line", "gridline", "label1", "label2")


def tick_at(axis: Axis, places: Sequence[float], labels: Sequence[str] | None = None) -> None:
    """Set the ticks of an axis, with their labels where they are not its numbers.

    What is to hold for all of them is said by ``tick_params`` before.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> tick_at(ax.xaxis, [0, 1, 2], ["Jan", "Feb", "Mar"])
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['Jan', 'Feb', 'Mar']
    """
    (first,) = axis.get_major_ticks(1)
    while len(axis.majorTicks) < len(places):
        axis.majorTicks.append(_copied(first))
    axis.set_ticks(places, labels)


def _copied(tick: Tick) -> Tick:
    """Return a tick that looks like another, of which nothing changes with this one."""
    made = copy(tick)
    for name in _PARTS:
        setattr(made, name, copy(getattr(tick, name)))
    for label in (made.label1, made.label2):
        label.set_fontproperties(label.get_fontproperties())  # which takes a copy
    return made
