"""One problem or remark as a sentence; where the rows of an account stand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

__all__ = ["account_places", "account_sentences", "problem_sentence"]


def problem_sentence(problem: pd.Series[Any]) -> str:
    """Say one problem or remark: where, what was found, what was expected, what to do.

    Parameters
    ----------
    problem : Series
        A row of ``MobilityLog.problems``, ``MobilityLog.remarks`` or ``DataError.problems``.

    Examples
    --------
    >>> from mobility_analysis.log import DataError, log_from_tables
    >>> try:
    ...     log_from_tables(stiffness=[{"date": "2026-01-05", "score": 14}])
    ... except DataError as error:
    ...     print(problem_sentence(error.problems.iloc[0]))
    stiffness, line 1, column score: found '14'; expected a number from 0 to 10. Correct the score.
    If all scores are on another scale, state that scale (--scale 1-5); none is changed unasked.
    """
    sheet = f", sheet {problem['sheet']}" if problem["sheet"] else ""
    line = "" if pd.isna(problem["line"]) else f", line {problem['line']}"
    column = f", column {problem['column']}" if problem["column"] else ""
    found = f"found {problem['value']!r}" if problem["value"] else ""
    if not found and problem["expected"]:
        found = "found nothing"
    expected = f"expected {problem['expected']}" if problem["expected"] else ""
    facts = "; ".join(part for part in (found, expected) if part)
    where = f"{problem['file']}{sheet}{line}{column}"
    return f"{where}: {facts}. {problem['repair']}" if facts else f"{where}: {problem['repair']}"


def account_sentences(account: pd.DataFrame, left_out: pd.DataFrame) -> list[str]:
    """Say of each row of an account what became of its rows, and why some were left out.

    Parameters
    ----------
    account, left_out : DataFrame
        ``MobilityLog.account`` and ``MobilityLog.left_out``.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(stiffness=[{"date": "2026-01-05", "score": 4}])
    >>> account_sentences(log.account, log.left_out)
    ['stiffness: 1 rows read = 1 used + 0 set aside']
    """
    said = []
    for place, row in zip(account_places(account), account.itertuples(index=False), strict=True):
        is_here = (left_out["file"] == row.file) & (left_out["sheet"] == row.sheet)
        counts: Counter[str] = Counter()
        for reason, n in left_out.loc[is_here, ["reason", "rows"]].to_numpy().tolist():
            counts[reason] += n
        why = ", ".join(f"{n:,} {reason}" for reason, n in counts.items())
        more = f" + {sum(counts.values()):,} left out ({why})" if counts else ""
        said.append(
            f"{place}: {row.rows_read:,} rows read = {row.rows_used:,} used "
            f"+ {row.rows_set_aside:,} set aside{more}"
        )
    return said


def account_places(account: pd.DataFrame) -> list[str]:
    """Say of each row of an account where it stands: the file, and of a workbook table or sheet.

    Parameters
    ----------
    account : DataFrame
        ``MobilityLog.account``.

    Examples
    --------
    >>> tables = ["sessions", "stiffness", "events"]
    >>> files = ["log.xlsx", "log.xlsx", "events.csv"]
    >>> account_places(pd.DataFrame({"table": tables, "file": files}))
    ['log.xlsx, table sessions', 'log.xlsx, table stiffness', 'events.csv']
    """
    has_several = account["file"].duplicated(keep=False)
    with_table = account["file"] + ", table " + account["table"]
    places = account["file"].where(~has_several, with_table)
    if "sheet" in account:
        is_shared = places.duplicated(keep=False) & (account["sheet"] != "")
        places = places.where(~is_shared, account["file"] + ", sheet " + account["sheet"])
    return places.tolist()
