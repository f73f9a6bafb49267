"""What a report is asked to go by: one object from the command to the measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload.thresholds import Comparison, Thresholds

#: Name of the mark that a change of stiffness is held against; None for no mark.
BenchmarkName = Literal["pain-nrs", "asas"] | None


@dataclass(frozen=True)
class ReportOptions:
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
    thresholds: Thresholds = Thresholds()  # noqa: RUF009 (frozen)


def options_for(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    baseline_start: str | pd.Timestamp | None = None,
    benchmark: BenchmarkName = "pain-nrs",
    compared_with: Comparison = "a week ago",
    thresholds: Thresholds | None = None,
) -> ReportOptions:
    """Return the options that a public function was given, with its days read.

    Raises
    ------
    ValueError
        If a day cannot be read.
    """
    return ReportOptions(
        as_of=log.as_of if as_of is None else read_day(as_of, name="as_of"),
        start=None if start is None else read_day(start, name="start"),
        baseline_start=None
        if baseline_start is None
        else read_day(baseline_start, name="baseline_start"),
        benchmark=benchmark,
        compared_with=compared_with,
        thresholds=thresholds or Thresholds(),
    )
