"""The caseload in words: how many to look at first, what is new, and what chance alone gives."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.report.words import count_words, date_words, list_words, number_words

__all__ = ["describe_caseload", "describe_chance", "listed_reasons"]

# False sharp rises a week among 40 unchanged clients, and the share of unchanged diaries that are
# called improved or worse, both simulated at lag-1 autocorrelation 0 and 0.6.
SHARP_RISES_OF_40 = (0.05, 0.6)
FALSE_VERDICTS = (0.0, 0.03)


def listed_reasons(cell: object) -> list[str]:
    """Return the reasons of one cell of a caseload review.

    Examples
    --------
    >>> listed_reasons("stiffness worse; paused now"), listed_reasons("")
    (['stiffness worse', 'paused now'], [])
    """
    return [part for part in str(cell).split("; ") if part] if isinstance(cell, str) else []


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
    first = [listed_reasons(cell)[0] for cell in review["reasons"] if listed_reasons(cell)]
    said = [
        f"{count_words(len(review), 'client')}{day}, all figures self-reported: "
        f"{number_words(len(first))} to look at first, {number_words(len(review) - len(first))} "
        "without a reason to."
    ]
    if first:
        counts = pd.Series(first).value_counts(sort=False)
        parts = [f"{reason} {number_words(n)}" for reason, n in counts.items()]
        said.append(f"By first reason: {', '.join(parts)}.")
    new = [str(c) for c, cell in _cells(review, "new_reasons") if listed_reasons(cell)]
    gone = sum(len(listed_reasons(cell)) for _, cell in _cells(review, "gone_reasons"))
    if new:
        said.append(f"New since the time before: {list_words(new)}.")
    if gone:
        said.append(f"{count_words(gone, 'reason')} of then no longer held.")
    return " ".join(said)


def _cells(review: pd.DataFrame, column: str) -> list[tuple[object, object]]:
    return list(zip(review["client"].tolist(), review[column].tolist(), strict=True))


def describe_chance(review: pd.DataFrame) -> str:
    """Say how many sharp rises and verdicts chance alone would give among so many clients.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``; clients with a stiffness baseline are counted.

    Returns
    -------
    str
    """
    n_clients = int(review["baseline_mean"].notna().sum())
    low, high = (n_clients * rises / 40 for rises in SHARP_RISES_OF_40)
    least, most = (n_clients * share for share in FALSE_VERDICTS)
    return (
        f"By chance alone, of {count_words(n_clients, 'client')} whose stiffness did not move, "
        f"{low:.1f} to {high:.1f} would show a sharp rise in a week, and {least:.1f} to "
        f"{most:.1f} would be called improved or worse (simulated diaries)."
    )
