"""What was logged outside the programme, in a sentence beside the figures that leave it out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mobility_analysis.words.counted import areas_named
from mobility_analysis.words.numbers import (
    RECENT_NAME,
    count_words,
    how_many_words,
    list_words,
    number_words,
)

_CALLED = {"done": "done", "partial": "in part", "skipped": "skipped"}


def outside_words(unprescribed: pd.DataFrame, first: pd.Timestamp | None) -> str:
    """Say how many sessions stand outside the programme, why, and how many of them lately.

    ``first`` is the first day of the last 4 weeks, None where these are the whole time. Empty where
    no session stands outside.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "date": pd.to_datetime(["2026-10-01", "2026-11-20"]), "status": "done",
    ...     "reason": "paused"})
    >>> outside_words(table, pd.Timestamp("2026-10-26"))
    'Outside the programme and in no other figure: 2 sessions done, paused; 1 of them in the last 4
    weeks.'
    """
    if unprescribed.empty:
        return ""
    reasons = list_words(sorted(set(unprescribed["reason"].astype("str"))), last="or")
    recent = [] if first is None else [_lately(unprescribed, first)]
    said = "; ".join([f"{_counts(unprescribed)}, {reasons}", *recent])
    return f"Outside the programme and in no other figure: {said}."


def _lately(whole: pd.DataFrame, first: pd.Timestamp) -> str:
    """Say how many of the sessions, and how many of those done, are of the last 4 weeks."""
    lately, when = whole[whole["date"] >= first], f"in the {RECENT_NAME}"
    n_done, n_all = int((lately["status"] == "done").sum()), len(lately)
    if len(whole) == 1:
        return when if n_all else f"not {when}"
    said = how_many_words(n_all, len(whole))
    is_plain = n_all in (0, len(whole), n_done)
    return f"{said if is_plain else f'{said} ({number_words(n_done)} done)'} of them {when}"


def _counts(table: pd.DataFrame) -> str:
    """Count the sessions by their status: "3 sessions done", "3 sessions (2 done, 1 skipped)"."""
    counts = {words: int((table["status"] == status).sum()) for status, words in _CALLED.items()}
    there = {words: n for words, n in counts.items() if n}
    sessions = count_words(len(table), "session")
    if len(there) == 1:
        return f"{sessions} {next(iter(there))}"
    return f"{sessions} ({', '.join(f'{number_words(n)} {words}' for words, n in there.items())})"


def areas_of_done(unprescribed: pd.DataFrame, areas: pd.DataFrame) -> list[str]:
    """Return the focus areas that sessions done outside the programme train."""
    done = _done(unprescribed)
    is_trained = areas["exercise"].astype("str").isin(done.unique())
    return [*areas.loc[is_trained, "focus_area"].astype("str").unique()]


def outside_areas_words(
    unprescribed: pd.DataFrame | None,
    areas: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    when: str = "",
) -> str:
    """Name the areas that were trained outside the programme, and by what where it is one exercise.

    ``areas`` are the pairs of exercise and focus_area, ``when`` names the days of the sessions.
    Empty where none was done.

    Examples
    --------
    >>> outside_areas_words(
    ...     pd.DataFrame({"exercise": ["bear-rolls"], "status": ["done"]}),
    ...     pd.DataFrame({"exercise": ["bear-rolls"], "focus_area": ["thoracic rotation"]}),
    ...     when="last 4 weeks")
    'Outside the programme, last 4 weeks: 1 session (bear-rolls) for thoracic rotation.'
    """
    if unprescribed is None or (done := _done(unprescribed)).empty:
        return ""
    ids = [*done.unique()]
    by = f" ({(names or {}).get(ids[0], ids[0])})" if len(ids) == 1 else ""
    trained = areas_named(areas_of_done(unprescribed, areas))
    head = ", ".join(filter(None, ["Outside the programme", when]))
    return f"{head}: {count_words(len(done), 'session')}{by} for {trained}."


def _done(unprescribed: pd.DataFrame) -> pd.Series[str]:
    """Return the exercise of each session done."""
    return unprescribed.loc[unprescribed["status"] == "done", "exercise"].astype("str")
