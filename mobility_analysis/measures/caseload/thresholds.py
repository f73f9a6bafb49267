"""From where on a reason to look first holds: named numbers, what each means, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

#: What the new reasons of a caseload are compared with.
Comparison = Literal["a week ago", "the last appointment"]


class Limit(NamedTuple):
    """What a threshold means, ``{}`` where its number stands, and the numbers it may be."""

    usual: float
    words: str
    least: float
    most: float

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.usual, int)

    def holds(self, value: object) -> bool:
        """Say whether a value is a number that the threshold may be."""
        kinds = int if self.is_whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        return is_number and self.least <= value <= self.most  # type: ignore[operator]

    def said(self, value: float) -> str:
        """Say the threshold with a value."""
        return self.words.format(f"{100 * value:g} %" if self.most == 1 else f"{value:g}")


def _limit(usual: Any, words: str, least: float, most: float) -> Any:
    return field(default=usual, metadata={"limit": Limit(usual, words, least, most)})


@dataclass(frozen=True)
class Thresholds:
    """From where on a reason holds. All are *our choice*.

    Attributes
    ----------
    high_mean : float
        Mean of the last 14 days, in points, from which on it is ``high scores``.
    high_worst : float
        Worst rating of a day, in points, from which on the day is a high one.
    high_days : int
        High days of the last 7 that make ``high scores``.
    rise_points : float
        Rise of the last 3 rated days over the 28 days before, in points, that makes
        ``sharp rise``.
    straight_after_points : float
        Rise from a before to an after rating, in points, that counts for ``worse straight after``.
    straight_after_pairs : int
        How many of the last pairs of one exercise must rise so.
    straight_after_of : int
        How many of the last pairs are looked at.
    silent_days : int
        Eligible days without any entry that make ``stopped logging``.
    low_adherence : float
        Share of the last 28 days, 0 to 1, below which it is ``low adherence``.
    low_adherence_days : int
        Eligible days in those 28 from which on ``low adherence`` is judged.
    rated_days : int
        Rated days below which a week counts for ``few ratings``.
    thin_weeks : int
        How many of the last 4 weeks must be so.

    Raises
    ------
    ValueError
        If a threshold is no number that it may be; the message names it and what it may be.

    Examples
    --------
    >>> Thresholds(silent_days=21).silent_days
    21
    """

    high_mean: float = _limit(8.0, "high scores: a recent mean of {} or more", 0.5, 10)
    high_worst: float = _limit(9.0, "high scores: a worst rating of {} or more", 0.5, 10)
    high_days: int = _limit(2, "high scores: such a worst on {} of the last 7 days", 1, 7)
    rise_points: float = _limit(2.5, "sharp rise: {} points or more", 0.5, 10)
    straight_after_points: float = _limit(
        2.0, "worse straight after: up by {} points or more", 0.5, 10
    )
    straight_after_pairs: int = _limit(3, "worse straight after: in {} of the last pairs", 1, 50)
    straight_after_of: int = _limit(5, "worse straight after: of the last {} pairs", 1, 50)
    silent_days: int = _limit(14, "stopped logging: {} eligible days without an entry", 1, 366)
    low_adherence: float = _limit(0.5, "low adherence: under {} of the last 28 days", 0.01, 1)
    low_adherence_days: int = _limit(
        14, "low adherence: judged from {} eligible days of the last 28 on", 1, 28
    )
    rated_days: int = _limit(4, "few ratings: under {} rated days in a week", 1, 7)
    thin_weeks: int = _limit(3, "few ratings: in {} of the last 4 weeks", 1, 4)

    def __post_init__(self) -> None:
        """Refuse a number that a threshold cannot be."""
        for name, limit in threshold_limits().items():
            value = getattr(self, name)
            if not limit.holds(value):
                kind = "a whole number" if limit.is_whole else "a number"
                raise ValueError(
                    f"{name} is {value!r}; it must be {kind} from {limit.least:g} to "
                    f"{limit.most:g} ({limit.words.format('N')})"
                )
        if self.straight_after_pairs > self.straight_after_of:
            raise ValueError(
                f"straight_after_pairs is {self.straight_after_pairs}, of the last "
                f"{self.straight_after_of} pairs (straight_after_of): it cannot be more than those"
            )


def threshold_limits() -> dict[str, Limit]:
    """Return what each threshold means, and the numbers it may be, by its name."""
    return {part.name: part.metadata["limit"] for part in fields(Thresholds)}


def changed_thresholds(thresholds: Thresholds) -> str:
    """Say which thresholds are not the usual ones, "; " between; empty where all are.

    Examples
    --------
    >>> changed_thresholds(Thresholds(silent_days=21))
    'stopped logging: 21 eligible days without an entry (usually 14)'
    >>> changed_thresholds(Thresholds())
    ''
    """
    said = []
    for name, limit in threshold_limits().items():
        value = getattr(thresholds, name)
        if value != limit.usual:
            usual = f"{100 * limit.usual:g} %" if limit.most == 1 else f"{limit.usual:g}"
            said.append(f"{limit.said(value)} (usually {usual})")
    return "; ".join(said)


def rules_of(reason: str, changed: str = "") -> str:
    """Say from where on a reason holds, ", " between its thresholds; empty for one without any.

    Parameters
    ----------
    reason : str
        Its name.
    changed : str
        What ``changed_thresholds`` says.

    Examples
    --------
    >>> rules_of("few ratings")
    'under 4 rated days in a week, in 3 of the last 4 weeks'
    >>> rules_of("stopped logging", changed_thresholds(Thresholds(silent_days=21)))
    '21 eligible days without an entry (usually 14)'
    """
    said = []
    for limit in threshold_limits().values():
        name = limit.words.split(": ")[0]
        if name == reason:
            begins = limit.words.split("{}")[0]
            usual = limit.said(limit.usual)
            own = next((part for part in changed.split("; ") if part.startswith(begins)), usual)
            said.append(own.split(": ", 1)[1])
    return ", ".join(said)
