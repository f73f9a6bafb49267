"""Which moments of the day were rated in the first days of a comparison, and in the last."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import MOMENTS
from mobility_analysis.measures.stiffness import UNSTATED_MOMENT, USUAL_MOMENTS
from mobility_analysis.report.words import count_words, list_words, number_words

__all__ = ["NO_MOMENTS", "Moments", "counts_words", "moment_name", "window_moments"]

Moments = tuple[Mapping[str, int], Mapping[str, int]]  # ratings by moment: first days, last days
NO_MOMENTS: Moments = (MappingProxyType({}), MappingProxyType({}))


def window_moments(log: MobilityLog, change: pd.DataFrame) -> Moments:
    """Count the ratings of each window of a change by their moment.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    change : DataFrame
        ``stiffness_change`` of that client, of the usual moments.

    Returns
    -------
    tuple of two mappings of str to int
        Of the baseline, then of the recent window: ratings by moment, in the order of the day;
        the empty moment is called ``unstated``. Both empty where there is no change to look at.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> from mobility_analysis.measures.stiffness import stiffness_change
    >>> log = log_from_tables(stiffness=[
    ...     {"client": "ann", "date": "2026-10-01", "score": 5, "moment": "waking"},
    ...     {"client": "ann", "date": "2026-11-22", "score": 3, "moment": "evening"}])
    >>> window_moments(log, stiffness_change(log))
    ({'waking': 1}, {'evening': 1})
    """
    if change.empty:
        return {}, {}
    row = change.iloc[0]
    ratings = log.stiffness[log.stiffness["moment"].isin(USUAL_MOMENTS)]
    first, last = (
        ratings.loc[
            ratings["date"].between(row[f"{window}_start"], row[f"{window}_end"]), "moment"
        ].astype("str")
        for window in ("baseline", "recent")
    )
    return _counts(first), _counts(last)


def _counts(moments: pd.Series[str]) -> dict[str, int]:
    counts = {moment or UNSTATED_MOMENT: int((moments == moment).sum()) for moment in MOMENTS}
    return {moment: n for moment, n in counts.items() if n}


def moment_name(moment: str) -> str:
    """Return the name of a moment within a sentence.

    Examples
    --------
    >>> moment_name("waking"), moment_name("unstated")
    ('waking', 'unstated moment')
    """
    return f"{moment} moment" if moment == UNSTATED_MOMENT else moment


def counts_words(window: Mapping[str, int]) -> str:
    """Write the ratings of a window by moment; of one moment only, that it is all of them.

    Examples
    --------
    >>> counts_words({"waking": 12}), counts_words({"waking": 10, "evening": 4})
    ('all waking', '10 ratings waking and 4 evening')
    """
    if len(window) == 1:
        return f"all {moment_name(next(iter(window)))}"
    (first, n), *others = window.items()
    rest = [f"{number_words(count)} {moment_name(moment)}" for moment, count in others]
    return list_words([f"{count_words(n, 'rating')} {moment_name(first)}", *rest])
