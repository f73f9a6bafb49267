"""Notes in the order in which they were written: which one is the newest, by one rule."""

from __future__ import annotations

import pandas as pd


def notes_in_order(
    checks: pd.DataFrame, ratings: pd.DataFrame, sessions: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of three tables that have a note, the oldest first, as of all clients.

    Of one day, a row without a time comes first, and of equals the later row last; a session's
    note is taken to be later than a rating's, and that later than a movement check's, which has
    no time of day.
    """
    checks = checks.assign(time=pd.Series(pd.NaT, checks.index, dtype=sessions["time"].dtype))
    written = [table[table["note"] != ""] for table in (checks, ratings, sessions)]
    noted = pd.concat(written, ignore_index=True)
    noted = noted[noted["note"].str.strip() != ""]
    return noted.sort_values(["date", "time"], kind="stable", na_position="first")
