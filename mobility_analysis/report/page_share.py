"""How the parts of the page that can give way share the room that the others leave."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["LEAST", "Heights", "share_out"]

MIN_PITCH, MAX_PITCH = 3.4, 4.6  # of a row of the grid; letters of 8 points are 2.8 high
MIN_ROWS, WANTED_ROWS = 3, 7
MIN_PLOTS, FEWEST_PLOTS = 34.0, 28.0
MIN_LISTS, FEWEST_LISTS = 26.0, 17.2  # the fewest hold a note and how many more there are
MIN_WRITING = 11.0
LINE = 3.8
# What is left is given in this order, each part up to a height.
STEPS = (
    ("pitch", 3.75),
    ("lists", 40.0),
    ("plots", 46.0),
    ("pitch", MAX_PITCH),
    ("plots", 66.0),
    ("lists", 60.0),
    ("writing", 40.0),
)


class Heights(NamedTuple):
    """Millimetres for both plots together, the lists, the place to write; and the grid's rows."""

    plots: float
    n_rows: int
    pitch: float
    lists: float
    writing: float


LEAST = Heights(FEWEST_PLOTS, 0, MIN_PITCH, FEWEST_LISTS, MIN_WRITING)


def share_out(room: float, *, n_exercises: int, lists: float, has_plots: bool) -> Heights | None:
    """Share a room out.

    Parameters
    ----------
    room : float
        Millimetres for all of it.
    n_exercises : int
        Rows that the grid would like to have; of more than fit, the rest is left out.
    lists : float
        Millimetres that the areas and notes would like to have.
    has_plots : bool
        Whether there are plots.

    Returns
    -------
    Heights or None
        Together no more than the room; nothing where it does not hold the least of each.

    Examples
    --------
    >>> share_out(100, n_exercises=22, lists=60, has_plots=True)
    Heights(plots=34.0, n_rows=7, pitch=3.6, lists=26.0, writing=11.0)
    >>> share_out(150, n_exercises=6, lists=30, has_plots=True)
    Heights(plots=66.0, n_rows=6, pitch=4.6, lists=30.0, writing=26.4)
    """
    wanted = min(n_exercises, WANTED_ROWS)
    for plots, least in ((MIN_PLOTS, MIN_LISTS), (FEWEST_PLOTS, FEWEST_LISTS)):
        taken = {
            "plots": plots if has_plots else 0.0,
            "pitch": MIN_PITCH,
            "lists": min(lists, least),
            "writing": MIN_WRITING,
        }
        spare = room - taken["plots"] - taken["lists"] - taken["writing"]
        n_rows = _n_rows(spare, n_exercises)
        spare -= n_rows * MIN_PITCH + (LINE if n_rows < n_exercises else 0.0)
        is_least = plots == FEWEST_PLOTS
        if spare >= 0 and (is_least or n_rows >= wanted):
            return _grown(taken, spare, n_rows=n_rows, limits={"lists": lists})
    return None


def _n_rows(spare: float, n_exercises: int) -> int:
    """Return how many rows fit, with a line that says how many do not; never under the least."""
    if n_exercises * MIN_PITCH <= spare:
        return n_exercises
    return min(n_exercises, max(MIN_ROWS, int((spare - LINE) / MIN_PITCH)))


def _grown(
    taken: dict[str, float], spare: float, *, n_rows: int, limits: dict[str, float]
) -> Heights:
    """Give what is spare to the parts, step by step."""
    for part, most in STEPS:
        each = n_rows if part == "pitch" else 1
        if not each or not taken[part]:
            continue
        gain = min(spare / each, min(most, limits.get(part, most)) - taken[part])
        if gain > 0:
            taken[part] += gain
            spare -= gain * each
    shared = {part: round(height, 3) for part, height in taken.items()}
    return Heights(n_rows=n_rows, **shared)
