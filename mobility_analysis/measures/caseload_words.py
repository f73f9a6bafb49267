"""What a row of the caseload says in a few words, for its chart and its page alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.periods import TOLERANCE

__all__ = ["Reason", "listed", "not_read_words", "practice_words", "reasons_of", "stiffness_words"]

Row = Mapping[Any, Any]
FOUR_WEEKS = 28


class Reason(NamedTuple):
    """A reason to look first, what is needed to read it, and whether it did not hold before."""

    name: str
    note: str
    is_new: bool

    @property
    def words(self) -> str:
        """The reason with its note, and whether it is new."""
        return f"{self.name}{self.note}{' (new)' if self.is_new else ''}"


def listed(cell: object) -> list[str]:
    """Return the parts of a cell with "; " between; none of a missing one.

    Examples
    --------
    >>> listed("stiffness worse; paused now"), listed("")
    (['stiffness worse', 'paused now'], [])
    """
    return [part for part in cell.split("; ") if part] if isinstance(cell, str) else []


def reasons_of(row: Row) -> list[Reason]:
    """Return the reasons of a row, each with what is needed to read it rightly.

    Parameters
    ----------
    row : mapping
        A row of ``caseload_review``.

    Returns
    -------
    list of Reason
        A pause has its reason, high scores say where they are usual for the client, and few
        ratings say how long ago a client began who has rated for less than 4 weeks.

    Examples
    --------
    >>> row = {"reasons": "paused now; low adherence", "pause_reason": "flu", "new_reasons": ""}
    >>> [reason.words for reason in reasons_of(row)]
    ['paused now: flu', 'low adherence']
    """
    new = listed(row["new_reasons"])
    return [Reason(name, _note(name, row), name in new) for name in listed(row["reasons"])]


def _note(reason: str, row: Row) -> str:
    if reason == "paused now" and isinstance(row["pause_reason"], str) and row["pause_reason"]:
        return f": {' '.join(row['pause_reason'].split())}"
    if reason == "high scores" and pd.notna(row["is_usually_high"]) and row["is_usually_high"]:
        return " (usual)"
    if reason == "few ratings":
        days = _days_of_rating(row)
        return f": began {days:.0f} days ago" if days < FOUR_WEEKS else ""
    return ""


def _days_of_rating(row: Row) -> float:
    """Return the days from the first rating to the day of looking."""
    if pd.isna(row["first_rating"]) or pd.isna(row["last_entry"]):
        return float("inf")
    return float((row["last_entry"] - row["first_rating"]).days + row["days_since_entry"])


def practice_words(row: Row, done: str, prescribed: str) -> str:
    """Say why there is no done of prescribed to show; empty where there is one.

    Parameters
    ----------
    row : mapping
        A row of ``caseload_review``.
    done, prescribed : str
        The columns of one window.

    Returns
    -------
    str
        ``not read``, ``no set number`` (nothing, or only "as needed", was prescribed), ``paused``
        or ``none due`` (in the whole window), ``never logged`` (practice is unknown; ``not read``
        where rows were set aside), or empty.

    Examples
    --------
    >>> practice_words({"reasons": "", "done": float("nan"), "due": 12.0}, "done", "due")
    'never logged'
    """
    if listed(row["reasons"])[:1] == ["log unreadable"]:
        return "not read"
    if pd.isna(row[prescribed]):
        return "no set number"
    if row[prescribed] <= TOLERANCE:
        return "paused" if isinstance(row["pause_reason"], str) else "none due"
    if pd.notna(row[done]):
        return ""
    return "not read" if _is_missing_rows(row, "practice_rows_not_read") else "never logged"


def not_read_words(row: Row, column: str) -> str:
    """Say how many rows of a figure were not read; nothing where all were.

    Examples
    --------
    >>> not_read_words({"practice_rows_not_read": 32}, "practice_rows_not_read")
    '32 rows not read'
    """
    number = row[column]
    if pd.isna(number) or not number:
        return ""
    return "1 row not read" if number == 1 else f"{number:,} rows not read"


def stiffness_words(row: Row) -> str:
    """Say why there are no two means to show; empty where there are.

    Examples
    --------
    >>> stiffness_words({"change_points": 1.0})
    ''
    """
    if pd.notna(row["change_points"]):
        return ""
    if listed(row["reasons"])[:1] == ["log unreadable"]:
        return "not read"
    if pd.notna(row["first_rating"]):
        return str(row["verdict"])
    return "not read" if _is_missing_rows(row, "rating_rows_not_read") else "no ratings"


def _is_missing_rows(row: Row, column: str) -> bool:
    number = row.get(column, 0)
    return bool(pd.notna(number) and number > 0)
