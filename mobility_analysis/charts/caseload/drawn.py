"""How a client's figures in a caseload are drawn: one rule for the picture and for paper.

The picture of ``plot_caseload`` is one page, for notebooks. The sheet of paper has as many pages as
there are clients to name, rows that are read aloud, and links, so that its rows are a table of
Typst's; ``report --only caseload`` makes it, and index.html, without loading matplotlib, which
alone would take longer than 40 clients do. So each draws two rectangles of its own, and what they
are stands here: how long, in which colour, and open or full. On index.html the same figures stand
as text, in the same order.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from mobility_analysis.measures.days import TOLERANCE

#: Roles in the palette of a verdict that says which way; all else is unclear.
ROLES = {"lower": "better", "higher": "worse"}
UNCLEAR = "unclear"
LEAST_SHARE = 0.03  # of a scale: none done is an open mark as long as that, at its start


class Drawn(NamedTuple):
    """A row as drawn: shares of the whole scale, None for none, and roles in the palette.

    Attributes
    ----------
    bar, before : float or None
        How long the bar of the last days is, and where the line of those before them stands.
    is_open : bool
        Whether the bar is an outline, since none was done.
    practice, change : str
        Colours of the bar and of the change of stiffness; the line, which may cross a bar of any
        colour, is in ink.
    """

    bar: float | None
    is_open: bool
    before: float | None
    practice: str
    change: str


def drawn_as(shares: tuple[float, float], role: str, *, is_first: bool) -> Drawn:
    """Return how a row is drawn; whoever has no reason to be looked at first is in grey.

    Examples
    --------
    >>> drawn_as((0.0, float("nan")), "better", is_first=False)[:3]
    (0.03, True, None)
    >>> drawn_as((0.5, 1.0), "worse", is_first=True)[3:]
    ('practice', 'worse')
    """
    now, before = (None if math.isnan(share) else min(float(share), 1.0) for share in shares)
    colours = ("practice", role or UNCLEAR) if is_first else (UNCLEAR, UNCLEAR)
    bar = None if now is None else max(now, LEAST_SHARE)
    return Drawn(bar, now is not None and now <= TOLERANCE, before, *colours)
