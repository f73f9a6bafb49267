"""Rows that were set aside and so are missing in a figure: how many, and of whom."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.schema import DATED_TABLES, DIARY

PRACTICE_TABLES = (DIARY, "sessions", "programme", "pauses")
"""What the figures of practice are counted from."""
RATING_TABLES = (DIARY, "stiffness")
CHECK_TABLES = ("checks",)
PROGRAMME_TABLES = ("programme",)
LOGGED_TABLES = ("sessions", "stiffness")
"""Those that a client logs, a diary among them once it was read."""
NOTE_TABLES = (DIARY, "sessions", "stiffness", "checks")
"""Those whose rows may hold a note."""


def rows_not_read(
    log: MobilityLog,
    tables: Collection[str],
    days: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> pd.Series[int]:
    """Count, for every client, the rows of some tables that are missing in the figures.

    A row set aside because it repeats another one is not missing. Of some ``days``, the first and
    the last of them, those rows that may belong to them: of one of these days, or of none known.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> rows = [{"date": "2026-01-05", "score": score} for score in (4, 14, "many")]
    >>> log = log_from_tables(stiffness=rows, on_problem="set aside")
    >>> rows_not_read(log, RATING_TABLES).to_dict()
    {'me': 2}
    """
    rows = log.set_aside
    if rows.empty:
        return pd.Series(0, index=pd.Index(log.clients, dtype="str"), dtype="Int64")
    lost = rows[rows["table"].isin(list(tables)) & ~rows["is_repeat"]]
    if days is not None:
        lost = lost[lost["date"].isna() | lost["date"].dt.normalize().between(*days)]
    counts = _each_once(lost).groupby("client").size().reindex(log.clients, fill_value=0)
    return counts.astype("Int64")


def _each_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows without those of a sheet that lack in a second table, too: they count once."""
    if rows.empty:  # of nearly every client
        return rows
    place = ["file", "sheet", "line"]
    nth = rows.groupby([*place, "table"]).cumcount()
    return rows[~rows.assign(nth=nth).duplicated([*place, "nth"])]


def n_rows_not_read(
    log: MobilityLog,
    tables: Collection[str],
    days: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> int:
    """Count such rows of all clients; where no row has a client that is known, of anybody."""
    rows = log.set_aside
    if rows.empty:
        return 0
    if log.clients:
        return int(rows_not_read(log, tables, days).sum())
    return len(_each_once(rows[rows["table"].isin(list(tables)) & ~rows["is_repeat"]]))


def is_unread(log: MobilityLog, table: str) -> bool:
    """Tell whether a table of one client was there, and nothing of it could be read.

    A diary holds sessions and ratings: where some of it was read, neither was lost as a whole.
    """
    if len(getattr(log, table)):
        return False
    is_diary = log.account["table"] == DIARY
    is_diary_read = bool(log.account.loc[is_diary, "rows_used"].any())
    tables = [table, DIARY] if table in DATED_TABLES and not is_diary_read else [table]
    return is_lost(log, tables) or n_rows_not_read(log, tables) > 0


def tables_unread(log: MobilityLog) -> dict[str, list[str]]:
    """Return, by client, the tables of sessions and ratings of which all rows were set aside.

    Not those with a fault as a whole, which is nobody's alone.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> done = {"client": "ann", "date": "2026-01-05", "exercise": "down-dog"}
    >>> scores = [{"client": name, "date": "2026-01-05", "score": 14} for name in ("ann", "ben")]
    >>> tables_unread(log_from_tables(sessions=[done], stiffness=scores, on_problem="set aside"))
    {'ann': ['stiffness'], 'ben': ['stiffness']}
    """
    lost = {*log.set_aside["client"]}
    whose = {
        client: [
            table
            for table in LOGGED_TABLES
            if is_unread(own, table) and not is_lost(own, [table, DIARY])
        ]
        for client, own in log.by_client([name for name in log.clients if name in lost])
    }
    return {client: tables for client, tables in whose.items() if tables}


def is_lost(log: MobilityLog, tables: Collection[str]) -> bool:
    """Tell whether any of some tables of a log has a fault as a whole: no row of it is used."""
    problems = log.problems
    return bool((problems["table"].isin(list(tables)) & problems["line"].isna()).any())


def tables_lost(log: MobilityLog) -> pd.DataFrame:
    """Return the rows of the account of tables with a fault as a whole, of which no row is used.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> rows = [{"date": "2026-01-05", "score": 4}], [{"begin": "2026-01-05"}]
    >>> log = log_from_tables(stiffness=rows[0], pauses=rows[1], on_problem="set aside")
    >>> tables_lost(log)["table"].tolist()
    ['pauses']
    """
    places = ["table", "file", "sheet"]
    whole = log.problems.loc[log.problems["line"].isna(), places]
    is_whole = pd.MultiIndex.from_frame(log.account[places]).isin(pd.MultiIndex.from_frame(whole))
    return log.account[is_whole & (log.account["rows_used"] == 0)]
