"""Tables as read become a checked log: the road that files, frames and imports all take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from mobility_analysis.log.check.account import ALONE, assembled, check_drafts, problems_of
from mobility_analysis.log.check.columns import draft_table
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.check.draft import Draft, Stated
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.rules import check_far_dates, with_early_dates_pointed_out
from mobility_analysis.log.findings import problem_sentence
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.read.cells import RawTable
from mobility_analysis.log.schema import TABLES

OnProblem = Literal["raise", "set aside"]


def checked_log(
    tables: Mapping[str, RawTable],
    *,
    as_of: str | pd.Timestamp | None,
    on_problem: OnProblem,
    stated: Stated,
    alone: str = ALONE,
) -> MobilityLog:
    """Make a log from tables as read; the road that files, frames and imports all take.

    ``alone`` is the client where no table names one.
    """
    drafts = drafts_of(tables, stated)
    catalogue, tests = check_drafts(drafts, alone=alone)
    day = day_of(as_of)
    if day is None:
        check_far_dates(drafts)
    if on_problem == "raise":
        raise_problems(problems_of(drafts, only_unsettled=True))
    log = assembled(drafts, catalogue.rows, tests=tests.rows, as_of=day)
    return with_like_clients_pointed_out(with_early_dates_pointed_out(log))


def day_of(as_of: str | pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the day on which a log is looked at; None where none is stated."""
    return None if as_of is None else read_day(as_of, name="as_of")


def drafts_of(tables: Mapping[str, RawTable], stated: Stated) -> list[Draft]:
    """Type the tables of a log, in the schema's order."""
    return [draft_table(tables[name], TABLES[name], stated) for name in TABLES if name in tables]


def summary(problems: pd.DataFrame) -> str:
    """Say how many problems there are, and the first; nothing where there is none."""
    if not len(problems):
        return ""
    n = len(problems)
    count = "1 problem" if n == 1 else f"{n:,} problems, the first of them"
    return f"{count}: {problem_sentence(problems.iloc[0])}"


def raise_problems(problems: pd.DataFrame) -> None:
    """Raise all problems of a log as one ``DataError``, if there are any."""
    if len(problems):
        raise DataError(summary(problems), problems)
