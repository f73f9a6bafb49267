"""From where on a reason to look first holds: named numbers, what each means, and its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

from mobility_analysis.measures.keys import joined
from mobility_analysis.measures.limits import (
    DAYS_A_WEEK,
    FOUR_WEEKS,
    HIGH_DAYS,
    HIGH_MEAN,
    HIGH_WORST,
    LOW_SHARE,
    MIN_DAYS_A_WEEK,
    RISE_POINTS,
)

#: What the new reasons of a caseload are compared with.
Comparison = Literal["a week ago", "the last appointment"]


class Limit(NamedTuple):
    """The reason a threshold belongs to, its words with ``{}`` for its number, and its range."""

    reason: str
    usual: float
    words: str
    least: float
    most: float

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.usual, int)

    @property
    def is_share(self) -> bool:
        """Whether the number is a share, 0 to 1, which people write in percent."""
        return self.most == 1

    def holds(self, value: object) -> bool:
        """Say whether a value is a number that the threshold may be."""
        kinds = int if self.is_whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        return is_number and self.least <= value <= self.most  # type: ignore[operator]

    def with_letter(self, letter: str) -> str:
        """Say what the threshold means, a letter for its number."""
        return f"{self.reason}: {self.words.format(letter)}"

    def rule(self, value: float) -> str:
        """Say from where on the reason holds; where that is not usual, what is."""
        said = self.words.format(self._number(value))
        return said if value == self.usual else f"{said} (usually {self._number(self.usual)})"

    def _number(self, value: float) -> str:
        return f"{100 * value:g} %" if self.is_share else f"{value:g}"


def share_in(written: object) -> float:
    """Return the share, 0 to 1, that is written in percent; anything else is a ``ValueError``.

    >>> share_in("60%"), share_in(60)
    (0.6, 0.6)
    """
    try:
        percent = float(str(written).strip().removesuffix("%"))
    except ValueError:
        percent = 0.0
    if not 1 <= percent <= 100:
        raise ValueError(f"{written!r} is not a percentage; write it as 50%, from 1% to 100%.")
    return percent / 100


def _limit(reason: str, usual: Any, words: str, least: float, most: float) -> Any:
    return field(default=usual, metadata={"limit": Limit(reason, usual, words, least, most)})


@dataclass(frozen=True)
class Thresholds:
    """From where on a reason holds. All are *our choice*.

    Attributes
    ----------
    high_mean : float
        Recent mean, in points, from which on it is ``high scores``.
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
    worse_points : float
        Rise above the baseline, in points, that makes ``stiffness worse`` whatever the verdict.
    up_from_best_points : float
        Rise above the best weeks, in points, that makes ``up from best weeks``.
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

    high_mean: float = _limit("high scores", HIGH_MEAN, "a recent mean of {} or more", 0.5, 10)
    high_worst: float = _limit("high scores", HIGH_WORST, "a worst rating of {} or more", 0.5, 10)
    high_days: int = _limit(
        "high scores",
        HIGH_DAYS,
        f"such a worst on {{}} of the last {DAYS_A_WEEK} days",
        1,
        DAYS_A_WEEK,
    )
    rise_points: float = _limit("sharp rise", RISE_POINTS, "{} points or more", 0.5, 10)
    worse_points: float = _limit(
        "stiffness worse", 2.0, "{} points or more above the first weeks", 0.5, 10
    )
    up_from_best_points: float = _limit(
        "up from best weeks", 2.0, "{} points or more above the best four weeks", 0.5, 10
    )
    straight_after_points: float = _limit(
        "worse straight after", 2.0, "up by {} points or more", 0.5, 10
    )
    straight_after_pairs: int = _limit("worse straight after", 3, "in {} of the last pairs", 1, 50)
    straight_after_of: int = _limit("worse straight after", 5, "of the last {} pairs", 1, 50)
    silent_days: int = _limit("stopped logging", 14, "{} eligible days without an entry", 1, 366)
    low_adherence: float = _limit(
        "low adherence", LOW_SHARE, f"under {{}} of the last {FOUR_WEEKS} days", 0.01, 1
    )
    low_adherence_days: int = _limit(
        "low adherence", 14, f"judged from {{}} eligible days of the last {FOUR_WEEKS} on", 1,
        FOUR_WEEKS,
    )  # fmt: skip
    rated_days: int = _limit(
        "few ratings", MIN_DAYS_A_WEEK, "under {} rated days in a week", 1, DAYS_A_WEEK
    )
    thin_weeks: int = _limit("few ratings", 3, "in {} of the last 4 weeks", 1, 4)

    def __post_init__(self) -> None:
        """Refuse a number that a threshold cannot be."""
        wrong = wrong_threshold(vars(self))
        if wrong:
            raise ValueError(wrong)


def wrong_threshold(values: Mapping[str, Any], *, named: Callable[[str], str] = str) -> str:
    """Say which threshold has a number that it cannot be; empty where none has.

    ``named`` makes of a threshold's name what the user knows it by, such as an option.
    """
    for name, limit in threshold_limits().items():
        if not limit.holds(values[name]):
            kind = "a whole number" if limit.is_whole else "a number"
            return (
                f"{named(name)} is {values[name]!r}; it must be {kind} from {limit.least:g} to "
                f"{limit.most:g} ({limit.with_letter('N')})"
            )
    pairs, of = values["straight_after_pairs"], values["straight_after_of"]
    if pairs > of:
        return (
            f"{named('straight_after_pairs')} is {pairs}, of the last {of} pairs "
            f"({named('straight_after_of')}): it cannot be more than those"
        )
    return ""


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
    changed = _chosen(thresholds, lambda limit, value: value != limit.usual)
    return joined(f"{limit.reason}: {limit.rule(value)}" for limit, value in changed)


def rules_of(reason: str, thresholds: Thresholds) -> str:
    """Say from where on a reason holds, ", " between its thresholds; empty for one without any.

    Examples
    --------
    >>> rules_of("few ratings", Thresholds())
    'under 4 rated days in a week, in 3 of the last 4 weeks'
    >>> rules_of("stopped logging", Thresholds(silent_days=21))
    '21 eligible days without an entry (usually 14)'
    """
    own = _chosen(thresholds, lambda limit, _: limit.reason == reason)
    return ", ".join(limit.rule(value) for limit, value in own)


def is_usual(reason: str, thresholds: Thresholds) -> bool:
    """Whether a reason holds from where it usually does.

    Examples
    --------
    >>> is_usual("sharp rise", Thresholds(silent_days=21))
    True
    >>> is_usual("sharp rise", Thresholds(rise_points=3))
    False
    """
    own = _chosen(thresholds, lambda limit, _: limit.reason == reason)
    return all(value == limit.usual for limit, value in own)


def _chosen(
    thresholds: Thresholds, is_chosen: Callable[[Limit, float], bool]
) -> list[tuple[Limit, float]]:
    """Return some of the thresholds, each with its value, in their order."""
    values = [(limit, getattr(thresholds, name)) for name, limit in threshold_limits().items()]
    return [(limit, value) for limit, value in values if is_chosen(limit, value)]
