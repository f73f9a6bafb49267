"""Names on one line of paper: cut in their middle, and never so that two look the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from mobility_analysis.report.page_text import ELLIPSIS, printable, shortened, width_mm

__all__ = ["shortened_in_middle", "told_apart"]


def shortened_in_middle(words: str, *, width: float, size: float, weight: str = "normal") -> str:
    """Return words cut to one line of a width, their first and last ones kept where they fit.

    Names of exercises that begin alike mostly differ at their ends.

    Parameters
    ----------
    words : str
        What to write.
    width : float
        Millimetres it may take.
    size : float
        Size of the letters in points.
    weight : {"normal", "bold"}
        Weight of the letters.

    Returns
    -------
    str
        Printable words no wider than ``width``.

    Examples
    --------
    >>> shortened_in_middle("Foam Roller with Overpressure", width=42, size=8)
    'Foam Roller … Overpressure'
    >>> shortened_in_middle("Down Dog", width=40, size=8)
    'Down Dog'
    """
    in_middle = _cut_in_middle(words, [], width=width, size=size, weight=weight)
    return in_middle or shortened(words, width=width, size=size, weight=weight)


class _Cut(NamedTuple):
    """What is kept of a name at its start and at its end."""

    first: str
    last: str

    @property
    def words(self) -> str:
        return f"{self.first} {ELLIPSIS} {self.last}"

    def is_of(self, name: str) -> bool:
        """Whether a reader could take it for that name."""
        return name.startswith(self.first) and name.endswith(self.last)


def _cuts(words: str) -> list[_Cut]:
    """Return the ways to leave whole words out of the middle, the most of the start first.

    Of one start, that which keeps more of the end is the first.
    """
    parts = words.split(" ")
    return [
        _Cut(" ".join(parts[:n_first]), " ".join(parts[-n_last:]))
        for n_first in range(len(parts) - 2, 0, -1)
        for n_last in range(len(parts) - n_first - 1, 0, -1)
    ]


def _cut_in_middle(
    name: str, others: Sequence[str], *, width: float, size: float, weight: str
) -> str:
    """Return the first cut that fits and could be of no other name; empty where there is none."""
    words = printable(name)
    if width_mm(words, size=size, weight=weight) <= width:
        return words
    fitting = (c for c in _cuts(words) if width_mm(c.words, size=size, weight=weight) <= width)
    return next((c.words for c in fitting if not any(c.is_of(other) for other in others)), "")


def told_apart(
    names: Sequence[str], *, width: float, size: float, weight: str = "normal"
) -> dict[str, str]:
    """Return the short form of each name of a list; no two different ones have the same.

    Parameters
    ----------
    names : sequence of str
        Names that stand in one list; one may stand there more than once.
    width : float
        Millimetres each may take.
    size : float
        Size of the letters in points.
    weight : {"normal", "bold"}
        Weight of the letters.

    Returns
    -------
    dict of str to str
        By name: cut in the middle, so that what is left could be of no other name; where there is
        no such cut, from where it differs from the others; where that is no help, with a number
        before it.

    Examples
    --------
    >>> names = ["Seated Thoracic Rotation with a band, left", "Seated Thoracic Rotation"]
    >>> list(told_apart(names, width=40, size=8).values())
    ['Seated Thoracic … left', 'Seated Thoracic Rotation']
    """
    in_middle = partial(_cut_in_middle, width=width, size=size, weight=weight)
    at_end = partial(shortened, width=width, size=size, weight=weight)
    found: dict[str, str] = {}
    for name in names:
        others = [printable(other) for other in names if other != name]
        short = in_middle(name, others)
        found[name] = short or at_end(_from_where_it_differs(printable(name), others))
    for number, name in enumerate(_alike(found), start=1):
        found[name] = at_end(f"{number}: {name}")
    return found


def _alike(found: dict[str, str]) -> list[str]:
    """Return the names whose short form another one has, too."""
    counts = Counter(found.values())
    return [name for name, short in found.items() if counts[short] > 1]


def _n_shared(name: str, other: str) -> int:
    """Return how many letters two names share from their start on."""
    same = (one == two for one, two in zip(name, other, strict=False))
    return next((n for n, is_same in enumerate(same) if not is_same), min(len(name), len(other)))


def _from_where_it_differs(name: str, others: Sequence[str]) -> str:
    """Return the first word of a name, and what follows the longest start it shares."""
    shared = max((_n_shared(name, other) for other in others), default=0)
    start = name.rfind(" ", 0, shared) + 1
    first = name.split(" ", 1)[0]
    return name if start <= len(first) + 1 else f"{first} {ELLIPSIS} {name[start:]}"
