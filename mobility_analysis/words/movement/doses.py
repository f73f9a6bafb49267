"""How load, hold and repetitions of exercises went, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.movement import SIZES
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.numbers import count_words, number_words, rows_in_order
from mobility_analysis.words.practice import with_not_read

Row = Mapping[Any, Any] | pd.Series
_DOSE = {"load_kg": "{} kg", "hold_s": "hold {} s", "sets": "sets {}", "reps": "repetitions {}"}


@takes(doses="dose_changes")
def describe_dose_changes(
    doses: pd.DataFrame, *, names: Mapping[str, str] | None = None, not_read: str = ""
) -> str:
    """Say how load, hold and repetitions went from the first to the last weeks of each exercise.

    Parameters
    ----------
    doses : DataFrame
        ``dose_changes`` of one client.
    names : mapping of str to str, optional
        Names by exercise id; the ids unless stated.
    not_read : str, optional
        What of the sessions could not be read, such as "32 rows not read".

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(sessions=[
    ...     {"client": "Ann", "date": f"2026-{month:02}-{day:02}", "exercise": "down-dog",
    ...      "hold_s": 20 + 5 * month}
    ...     for month in (5, 6, 7) for day in (4, 11, 18)
    ... ])
    >>> print(ma.describe_dose_changes(ma.dose_changes(log), names=ma.exercise_names(log)))
    As logged, from the first to the last weeks of each exercise: Down Dog hold 45 to 55 s.
    """
    names = names or {}
    said, n_same = [], 0
    for row in rows_in_order(doses).to_dict("records"):
        known = [size for size in SIZES if _is_known(row, size)]
        changes = [_size_words(row, size) for size in _DOSE if size in known and _moved(row, size)]
        name = names.get(str(row["exercise"]), str(row["exercise"]))
        said += [f"{name} {', '.join(changes)}"] if changes else []
        n_same += bool(known and not changes)
    return with_not_read(_dose_sentence(said, n_same), not_read)


def _dose_sentence(said: Sequence[str], n_same: int) -> str:
    if not said and not n_same:
        return (
            "How load, hold and repetitions went cannot be told: too few sessions say them in "
            "their first and last weeks."
        )
    if not said:
        exercises = count_words(n_same, "exercise")
        return (
            f"As logged, load, hold and repetitions of {exercises} are the same in the first and "
            "the last weeks."
        )
    others = f"; the same in {count_words(n_same, 'other')}" if n_same else ""
    return (
        f"As logged, from the first to the last weeks of each exercise: {'; '.join(said)}{others}."
    )


def _is_known(row: Row, size: str) -> bool:
    return pd.notna(row[f"{size}_first"]) and pd.notna(row[f"{size}_last"])


def _moved(row: Row, size: str) -> bool:
    return bool(abs(row[f"{size}_last"] - row[f"{size}_first"]) > TOLERANCE)


def _size_words(row: Row, size: str) -> str:
    """Write a size of the first and the last weeks: "2 to 4 kg"."""
    return _DOSE[size].format(
        f"{number_words(row[f'{size}_first'])} to {number_words(row[f'{size}_last'])}"
    )
