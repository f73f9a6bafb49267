"""Scales of scores other than 0 to 10: stated by the user, never guessed, named on every output.

A score that was turned into 0 to 10 says so in its own row, in the column ``stated_scale``. So the
statement stays with the score wherever the row goes: into another file form, into the log of one
client, beside rows that were typed by hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

LARGEST_END = 1_000_000
LEAST_SPAN = 0.001
MOST_FILES_NAMED = 3

_END = r"[+-]?\d{1,7}(?:\.\d{1,6})?"
# Compiled when first asked for: most logs state no scale.
_ENDS = rf"(?i:(?P<low>{_END})\s*(?:-|–|to)\s*(?P<high>{_END})(?P<reversed>[\s,]+reversed)?)"
_STATED = rf"from (?P<scale>{_END} to {_END}(?:, reversed)?), in (?P<file>.+)"


class Scale(NamedTuple):
    """A scale of scores other than 0 to 10, stated by the user.

    Parameters
    ----------
    low, high : float
        Its ends as written in the log.
    reversed : bool, default False
        Whether ``high`` is the best score, so that 10 must mean ``low``.

    Examples
    --------
    >>> Scale(1, 5).on_ten(4.0)
    7.5
    >>> Scale(1, 5, reversed=True).on_ten(5.0), Scale(0, 10, reversed=True).on_ten(7.0)
    (0.0, 3.0)
    """

    low: float
    high: float
    reversed: bool = False

    def on_ten(self, score: Any) -> Any:
        """Return a score of this scale as one from 0 (none) to 10 (worst)."""
        from_none = self.high - score if self.reversed else score - self.low
        return 10 * from_none / (self.high - self.low)  # in this order whole scores stay whole

    def text(self) -> str:
        """Return the scale as ``scale_from_text`` reads it.

        >>> Scale(1, 5, reversed=True).text()
        '1 to 5, reversed'
        """
        is_reversed = ", reversed" if self.reversed else ""
        return f"{_plain(self.low)} to {_plain(self.high)}{is_reversed}"

    def as_written(self, score: float) -> float:
        """Return a score from 0 to 10 as it was written on this scale, to six decimals."""
        share = 1 - score / 10 if self.reversed else score / 10
        return round(self.low + share * (self.high - self.low), 6)


class StatedScale(NamedTuple):
    """The scale on which the user said that a score of a file was written."""

    scale: Scale
    file: str

    def text(self) -> str:
        """Return it as it stands beside the score.

        >>> StatedScale(Scale(1, 5, reversed=True), "form.csv").text()
        'from 1 to 5, reversed, in form.csv'
        """
        return f"from {self.scale.text()}, in {self.file}"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def stated_scale_from_text(text: str) -> StatedScale | None:
    """Read what ``StatedScale.text`` wrote; None where it is anything else.

    >>> stated_scale_from_text("from 1 to 5, in form.csv")
    StatedScale(scale=Scale(low=1.0, high=5.0, reversed=False), file='form.csv')
    >>> stated_scale_from_text("1-5") is None
    True
    """
    found = re.fullmatch(_STATED, text)
    try:
        return (
            None if found is None else StatedScale(scale_from_text(found["scale"]), found["file"])
        )
    except ValueError:
        return None


def checked_scale(scale: Scale) -> Scale:
    """Return a scale whose low end is below its high end, neither beyond what can be written.

    >>> checked_scale(Scale(5, 1))
    Traceback (most recent call last):
    ValueError: the low end of a scale must be below its high end, not 5 to 1
    """
    low, high = scale.low, scale.high
    if not all(math.isfinite(end) and abs(end) <= LARGEST_END for end in (low, high)):
        raise ValueError(
            f"the ends of a scale must lie within a million of 0, not {low:g} to {high:g}"
        )
    if not high - low >= LEAST_SPAN:
        raise ValueError(
            f"the low end of a scale must be below its high end, not {low:g} to {high:g}"
        )
    return scale


def scale_from_text(text: str) -> Scale:
    """Read a scale as people type it: ``1-5``, ``1 to 5``, ``-3 to 3`` or ``1-5 reversed``.

    Anything else is a ``ValueError``. Reversed means that the high end is the best.

    >>> scale_from_text("1-5 reversed")
    Scale(low=1.0, high=5.0, reversed=True)
    """
    found = re.fullmatch(_ENDS, text.strip())
    if found is None:
        raise ValueError(
            f"{text!r} is not a scale; write its two ends as 1-5: the lowest and the highest score "
            "that can be given, the lower one first."
        )
    low, high = float(found["low"]), float(found["high"])
    try:
        return checked_scale(Scale(low, high, found["reversed"] is not None))
    except ValueError as error:
        better = (
            f"Write it as {_plain(high)}-{_plain(low)}; where the high score is the best one, "
            "state that it is reversed."
            if high < low
            else "Write it as 1-5."
        )
        raise ValueError(f"{text!r} is not a scale: {error}. {better}") from error


def scale_sentences(stiffness: pd.DataFrame) -> tuple[str, ...]:
    """Say which scores of a table were written on another scale, a sentence for each scale.

    >>> stated = ["from 1 to 5, in form.csv", "from 1 to 5, in form.csv", ""]
    >>> print(*scale_sentences(pd.DataFrame({"stated_scale": stated})))
    2 stiffness scores in form.csv were written on a scale from 1 to 5, as stated; \
here they stand from 0 to 10: 1 as 0, 5 as 10.
    """
    return sentences_of_scales(counts_of_scales(stiffness))


def counts_of_scales(stiffness: pd.DataFrame) -> dict[str, int]:
    """Return how many scores have each text of ``stated_scale``."""
    stated = stiffness["stated_scale"]
    counts = stated[stated != ""].value_counts(sort=False)
    return {str(text): int(n) for text, n in counts.items()}


def sentences_of_scales(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Say the same of how many scores have each text of ``stated_scale``."""
    by_scale: dict[Scale, list[tuple[str, int]]] = {}
    for text in sorted(counts):
        found = stated_scale_from_text(text)
        if found is not None and found.scale != Scale(0, 10):  # there nothing is turned
            by_scale.setdefault(found.scale, []).append((found.file, counts[text]))
    return tuple(_sentence(scale, files) for scale, files in by_scale.items())


def _sentence(scale: Scale, files: Sequence[tuple[str, int]]) -> str:
    """Say of one scale how many scores of which files were written on it."""
    total = sum(n for _, n in files)
    where = [f"{n:,} in {file}" for file, n in files[:MOST_FILES_NAMED]]
    others = files[MOST_FILES_NAMED:]
    if others:
        kind = "another file" if len(others) == 1 else f"{len(others):,} other files"
        where.append(f"{sum(n for _, n in others):,} in {kind}")
    if len(files) == 1:
        which = f"in {files[0][0]} "
    else:
        which = f"({', '.join(where[:-1])} and {where[-1]}) "
    scores, were, they_stand = (
        ("score", "was", "it stands") if total == 1 else ("scores", "were", "they stand")
    )
    none, worst = (scale.high, scale.low) if scale.reversed else (scale.low, scale.high)
    return (
        f"{total:,} stiffness {scores} {which}{were} written on a scale from {_plain(scale.low)} "
        f"to {_plain(scale.high)}, as stated; here {they_stand} from 0 to 10: "
        f"{_plain(none)} as 0, {_plain(worst)} as 10."
    )
