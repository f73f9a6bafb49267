"""Scales of scores other than 0 to 10: stated by the user, never guessed, named on every output."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

__all__ = ["Scale", "scale_from_text"]

_END = r"[+-]?\d{1,9}(?:\.\d{1,9})?"
_ENDS = re.compile(
    rf"(?P<low>{_END})\s*(?:-|–|to)\s*(?P<high>{_END})(?P<reversed>[\s,]+reversed)?", re.IGNORECASE
)


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
    >>> Scale(1, 5, reversed=True).on_ten(5.0)
    0.0
    """

    low: float
    high: float
    reversed: bool = False

    def on_ten(self, score: Any) -> Any:
        """Return a score of this scale as one from 0 (none) to 10 (worst)."""
        share = (score - self.low) / (self.high - self.low)
        return 10 * (1 - share if self.reversed else share)

    def sentence(self) -> str:
        """Say what was stated, for every output."""
        none, worst = (self.high, self.low) if self.reversed else (self.low, self.high)
        return (
            f"Stiffness scores were written on a scale from {self.low:g} to {self.high:g}, as "
            f"stated by the user; here they stand from 0 to 10: {none:g} as 0, {worst:g} as 10."
        )


def scale_from_text(text: str) -> Scale:
    """Read a scale as people type it: its ends, and ``reversed`` where the high end is the best.

    Parameters
    ----------
    text : str
        ``1-5``, ``1 to 5``, ``0-100``, ``-3 to 3`` or ``1-5 reversed``.

    Raises
    ------
    ValueError
        If it is no scale, or its low end does not come first.

    Examples
    --------
    >>> scale_from_text("1-5 reversed")
    Scale(low=1.0, high=5.0, reversed=True)
    """
    found = _ENDS.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"{text!r} is not a scale; write its two ends as 1-5: the lowest and the highest score "
            "that can be given, the lower one first."
        )
    low, high = float(found["low"]), float(found["high"])
    if not low < high:
        raise ValueError(
            f"{text!r} is not a scale: its first end must be below its second. Write it as "
            f"{high:g}-{low:g}; where the high score is the best one, state that it is reversed."
            if high < low
            else f"{text!r} is not a scale: its two ends are the same. Write it as 1-5."
        )
    return Scale(low, high, found["reversed"] is not None)
