"""Colours by what they mean: one palette, and the same in greys; pages without a chart use it too.

Blue is better, orange is worse, grey is unclear; practice is green-blue and stands in no
contrast with red. Each colour has a second cue (a marker, a hatch, a word) beside it.
"""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours by what they mean."""

    ink: str = "#1f2328"
    quiet: str = "#57606a"
    rule: str = "#c4cad0"
    paper: str = "#ffffff"
    excused: str = "#eceef0"
    practice: str = "#12676b"
    practice_pale: str = "#c3dcdc"
    day_dot: str = "#8fa3b5"
    better: str = "#0b5fa5"
    worse: str = "#b85000"
    unclear: str = "#6e7781"
    band: str = "#dfe9f3"


COLOUR = Palette()
GREY = Palette(
    ink="#000000",
    quiet="#4a4a4a",
    rule="#bdbdbd",
    excused="#eeeeee",
    practice="#3a3a3a",
    practice_pale="#d2d2d2",
    day_dot="#9a9a9a",
    better="#1c1c1c",
    worse="#6b6b6b",
    unclear="#5e5e5e",
    band="#e2e2e2",
)
