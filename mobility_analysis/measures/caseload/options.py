"""What a report is asked to go by: one object from the command to the measures."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

import pandas as pd

from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.read.settings_file import one_of, wrong_setting
from mobility_analysis.log.settings import Settings, key_of
from mobility_analysis.measures.caseload.thresholds import (
    Comparison,
    Limit,
    Thresholds,
    share_in,
    threshold_limits,
    wrong_threshold,
)

#: Name of the mark that a change of stiffness is held against; None for no mark.
BenchmarkName = Literal["pain-nrs", "asas"] | None


class ReportOptions(NamedTuple):
    """What a report measures by, the same for every client of it.

    Attributes
    ----------
    as_of : Timestamp
        The day on which the log is looked at; NaT for a log without a date.
    start : Timestamp or None
        First day of adherence sums and charts, where stated.
    baseline_start : Timestamp or None
        First day of the stiffness baseline, where stated.
    benchmark : {"pain-nrs", "asas"} or None
        Mark of the verdict on stiffness.
    compared_with : {"a week ago", "the last appointment"}
        What the new reasons to look first are compared with.
    thresholds : Thresholds
        From where on each of these reasons holds.
    """

    as_of: pd.Timestamp
    start: pd.Timestamp | None = None
    baseline_start: pd.Timestamp | None = None
    benchmark: BenchmarkName = "pain-nrs"
    compared_with: Comparison = "a week ago"
    thresholds: Thresholds = Thresholds()


def options_for(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    baseline_start: str | pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    compared_with: Comparison | None = None,
    thresholds: Thresholds | None = None,
) -> ReportOptions:
    """Return the options that a public function was given, with its days read.

    What is not given is taken from the settings of the log, where they state it.

    Raises
    ------
    ValueError
        If a day cannot be read, or a setting cannot be.
    """
    return ReportOptions(
        as_of=log.as_of if as_of is None else read_day(as_of, name="as_of"),
        start=None if start is None else read_day(start, name="start"),
        baseline_start=None
        if baseline_start is None
        else read_day(baseline_start, name="baseline_start"),
        benchmark=benchmark,
        compared_with=compared_with or stated_comparison(log.settings),
        thresholds=thresholds or stated_thresholds(log.settings),
    )


def stated_comparison(settings: Settings) -> Comparison:
    """Return what new reasons are compared with by a log's settings."""
    words: tuple[Comparison, ...] = get_args(Comparison)
    for word in words:
        if settings.compared_with in ("", word):
            return word
    wanted = one_of(settings.compared_with, words)
    raise DataError(_wrong(settings, "compared-with", settings.compared_with, wanted))


def stated_thresholds(settings: Settings) -> Thresholds:
    """Return the thresholds of a log's settings, and the usual ones where none is stated.

    >>> stated_thresholds(Settings(thresholds={"low-adherence": "60%"})).low_adherence
    0.6
    """
    values = threshold_values(settings)
    wrong = wrong_threshold(values, named=key_of)
    if wrong:
        raise DataError(f"{settings.place}: {wrong}.")
    return Thresholds(**values)


def threshold_values(settings: Settings) -> dict[str, Any]:
    """Return each threshold by its name; all that cannot be as stated are told at once."""
    names = {key_of(name): name for name in threshold_limits()}
    values: dict[str, Any] = {name: limit.usual for name, limit in threshold_limits().items()}
    faults = []
    for key, written in settings.thresholds.items():
        if key not in names:
            faults.append(_wrong(settings, f"thresholds.{key}", None, one_of(key, names)))
            continue
        limit = threshold_limits()[names[key]]
        value = _number_in(written, limit)
        if value is None:
            faults.append(_wrong(settings, f"thresholds.{key}", written, _may_be(limit)))
        else:
            values[names[key]] = value
    if faults:
        raise DataError("\n".join(faults))
    return values


def _wrong(settings: Settings, key: str, found: object, wanted: str) -> str:
    return wrong_setting(settings.place, key, lines=settings.lines, found=found, wanted=wanted)


def _number_in(written: Any, limit: Limit) -> float | None:
    """Return the number of a threshold as it is written in settings; None where it is none."""
    if not limit.is_share:
        return written if limit.holds(written) else None
    try:
        return None if isinstance(written, bool) else share_in(written)
    except ValueError:
        return None


def _may_be(limit: Limit) -> str:
    if limit.is_share:
        return f'a percentage, such as "60%", from 1% to 100% ({limit.with_letter("N%")}).'
    kind = "a whole number" if limit.is_whole else "a number"
    ends = f"from {limit.least:g} to {limit.most:g}"
    return f"{kind} {ends}, without quotation marks ({limit.with_letter('N')})."
