"""The caseload in words: how many to look at first, what is new, and what chance alone gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mobility_analysis.measures.caseload_words import listed, reasons_of
from mobility_analysis.measures.reasons import REASONS
from mobility_analysis.measures.stiffness import BENCHMARKS
from mobility_analysis.measures.thresholds import rules_of
from mobility_analysis.report.words import count_words, date_words, list_words, number_words

__all__ = [
    "benchmark_of", "describe_caseload", "describe_chance", "describe_comparison",
    "describe_reasons", "describe_thresholds",
]  # fmt: skip

# False sharp rises a week among 40 unchanged clients, and the share of unchanged diaries that are
# called improved or worse, both simulated at lag-1 autocorrelation 0 and 0.6.
SHARP_RISES_OF_40 = (0.05, 0.6)
FALSE_VERDICTS = {"pain-nrs": (0.0, 0.03), "asas": (0.05, 0.21)}
#: Of one client no number of clients is to be expected.
LEAST_BY_CHANCE = 2
MAX_NAMED = 12


def describe_caseload(review: pd.DataFrame, *, as_of: pd.Timestamp | None = None) -> str:
    """Say how many clients there are to look at first, and what is new.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.
    as_of : Timestamp, optional
        The day on which the log is looked at, to be named.

    Returns
    -------
    str
    """
    if review.empty:
        return "No clients in this log."
    day = "" if as_of is None else f" as of {date_words(as_of)}"
    rows = [row for row in review.to_dict("records") if listed(row["reasons"])]
    said = [
        f"{count_words(len(review), 'client')}{day}, all figures self-reported: "
        f"{number_words(len(rows))} to look at first, {number_words(len(review) - len(rows))} "
        "without a reason to."
    ]
    if rows:
        said.append(f"In this order: {_in_order(rows)}.")
    said += [_not_read(review), describe_comparison(review), describe_thresholds(review)]
    return " ".join(sentence for sentence in said if sentence)


def _not_read(review: pd.DataFrame) -> str:
    """Name the clients of whose figures rows were not read; empty where there are none."""
    sums = review[["practice_rows_not_read", "rating_rows_not_read"]].fillna(0).sum(axis=1)
    lost = [(str(c), n) for c, n in zip(review["client"], sums.astype("int64"), strict=True) if n]
    if not lost:
        return ""
    named = [f"{client} ({number_words(n)})" for client, n in lost[:MAX_NAMED]]
    more = len(lost) - len(named)
    names = list_words([*named, f"{number_words(more)} more"] if more else named)
    return f"Rows not read, so that figures lack them: {names}."


def _in_order(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Name those to look at first with their first reason, and count the others."""
    reasons = [reasons_of(row)[0] for row in rows[:MAX_NAMED]]
    named = [
        f"{row['client']} ({reason.name}{reason.note})"
        for row, reason in zip(rows, reasons, strict=False)
    ]
    more = len(rows) - len(named)
    return list_words([*named, f"{number_words(more)} more"] if more else named)


def describe_comparison(review: pd.DataFrame) -> str:
    """Say whose reasons are new, and how many reasons are gone, since what; empty for none.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.

    Returns
    -------
    str
    """
    since = sorted({text for text in review["compared_with"] if text}, reverse=True)
    cells = zip(review["client"], review["new_reasons"], strict=True)
    new = [f"{client} ({', '.join(listed(cell))})" for client, cell in cells if listed(cell)]
    gone = sum(len(listed(cell)) for cell in review["gone_reasons"])
    said = []
    if new:
        more = len(new) - MAX_NAMED
        names = [*new[:MAX_NAMED], f"{number_words(more)} more"] if more > 0 else new
        said.append(f"New since {' or '.join(since)}: {list_words(names)}.")
    if gone:
        is_one = gone == 1
        said.append(
            f"{count_words(gone, 'reason')} of then {'does' if is_one else 'do'} not hold any more."
        )
    return " ".join(said)


def describe_thresholds(review: pd.DataFrame) -> str:
    """Name the thresholds that are not the usual ones; empty where all are.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.

    Returns
    -------
    str
    """
    changed = next((text for text in review["thresholds"] if text), "")
    return f"Not the usual thresholds: {changed}." if changed else ""


def describe_reasons(review: pd.DataFrame) -> str:
    """Say from where on each reason holds that any client has, in their order; empty for none.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.

    Returns
    -------
    str
    """
    found = {reason for cell in review["reasons"] for reason in listed(cell)}
    changed = next((text for text in review["thresholds"] if text), "")
    rules = {reason: _rule(reason, review, changed) for reason in REASONS if reason in found}
    said = "; ".join(f"{reason} – {rule}" for reason, rule in rules.items() if rule)
    return f"Reasons: {said}." if said else ""


def _rule(reason: str, review: pd.DataFrame, changed: str) -> str:
    mark = BENCHMARKS.get(benchmark_of(review))
    if reason == "stiffness worse" and mark:
        return f"{count_words(mark.points, 'point')} or more above the first 14 days"
    if reason == "worse when last heard":
        return "the same of the 14 days to the last rating, where the last 14 have too few"
    return rules_of(reason, changed)


def describe_chance(review: pd.DataFrame) -> str:
    """Say how many sharp rises and verdicts chance alone would give among so many clients.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``; clients with a stiffness baseline are counted. Sharp rises are left
        out where their threshold is not the one that was simulated, verdicts without a mark.

    Returns
    -------
    str
    """
    n_clients = int(review["baseline_mean"].notna().sum())
    said = []
    if "sharp rise" not in describe_thresholds(review):
        rises = (n_clients * rises / 40 for rises in SHARP_RISES_OF_40)
        said.append(f"{_by_chance(*rises)} would show a sharp rise in a week")
    if benchmark_of(review):
        verdicts = (n_clients * share for share in FALSE_VERDICTS[benchmark_of(review)])
        said.append(f"{_by_chance(*verdicts)} would be called improved or worse")
    if n_clients < LEAST_BY_CHANCE or not said:
        return ""
    return (
        f"By chance alone, of {count_words(n_clients, 'client')} whose stiffness did not move, "
        f"{', and '.join(said)} (simulated diaries)."
    )


def _by_chance(low: float, high: float) -> str:
    """Write from how many to how many; never a 0 that would say that there can be none."""
    if high < 0.05:
        return "fewer than 0.1"
    return f"up to {high:.1f}" if low < 0.05 else f"{low:.1f} to {high:.1f}"


def benchmark_of(review: pd.DataFrame) -> str:
    """Return the name of the mark that a review goes by; empty for none."""
    return next((name for name in review["benchmark"] if name), "")
