"""What a checked log is, in memory, and the error that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from mobility_analysis.log.schema import empty_table

__all__ = ["ACCOUNT_COLUMNS", "PROBLEM_COLUMNS", "DataError", "MobilityLog"]

PROBLEM_COLUMNS = ("table", "file", "sheet", "line", "column", "value", "expected", "repair")
ACCOUNT_COLUMNS = ("table", "file", "rows_read", "rows_used", "rows_set_aside")


def no_problems() -> pd.DataFrame:
    """Return a problem table without rows."""
    frame = pd.DataFrame({name: pd.Series([], dtype="str") for name in PROBLEM_COLUMNS})
    return frame.astype({"line": "Int64"})


def no_account() -> pd.DataFrame:
    """Return an account without rows."""
    dtypes = {"table": "str", "file": "str"}
    return pd.DataFrame(
        {name: pd.Series([], dtype=dtypes.get(name, "int64")) for name in ACCOUNT_COLUMNS}
    )


class DataError(ValueError):
    """The log cannot be read as it is; ``problems`` names every fault with its repair.

    Parameters
    ----------
    message : str
        One sentence: where, what was found, what was expected, what to do.
    problems : DataFrame, optional
        One row a fault: table, file, sheet, line, column, value, expected, repair.
    """

    def __init__(self, message: str, problems: pd.DataFrame | None = None) -> None:
        super().__init__(message)
        self.problems = no_problems() if problems is None else problems


@dataclass(frozen=True, eq=False)
class MobilityLog:
    """A checked log: typed tables, the day it is looked at, and the account of its rows.

    Attributes
    ----------
    sessions, stiffness, programme, pauses, events, exercises : DataFrame
        The tables of ``log.schema``, sorted, with all columns. ``client`` and ``exercise`` are
        categories, the same in every table of one log.
    as_of : Timestamp
        The day on which the log is looked at: the latest date of any session or rating of any
        client, unless stated. ``NaT`` when the log holds no date.
    account : DataFrame
        table, file, rows_read, rows_used, rows_set_aside.
    problems : DataFrame
        The rows set aside, each with its reason and repair.
    remarks : DataFrame
        What is pointed out and sets nothing aside; the columns of ``problems``.
    assumptions : tuple of str
        What the user stated (a scale, a target), one sentence each, for every output.
    """

    sessions: pd.DataFrame = field(default_factory=lambda: empty_table("sessions"))
    stiffness: pd.DataFrame = field(default_factory=lambda: empty_table("stiffness"))
    programme: pd.DataFrame = field(default_factory=lambda: empty_table("programme"))
    pauses: pd.DataFrame = field(default_factory=lambda: empty_table("pauses"))
    events: pd.DataFrame = field(default_factory=lambda: empty_table("events"))
    exercises: pd.DataFrame = field(default_factory=lambda: empty_table("exercises"))
    as_of: pd.Timestamp = pd.NaT  # type: ignore[assignment]
    account: pd.DataFrame = field(default_factory=no_account)
    problems: pd.DataFrame = field(default_factory=no_problems)
    remarks: pd.DataFrame = field(default_factory=no_problems)
    assumptions: tuple[str, ...] = ()

    @property
    def clients(self) -> tuple[str, ...]:
        """Ids of all clients, sorted."""
        return tuple(self.sessions["client"].cat.categories)

    def for_client(self, client: str) -> MobilityLog:
        """Return the log of one client; ``as_of`` stays that of the whole log.

        Parameters
        ----------
        client : str
            The id of a client of this log.

        Raises
        ------
        ValueError
            If the log has no such client.
        """
        if client not in self.clients:
            raise ValueError(f"no client {client!r} in this log; it has {', '.join(self.clients)}")
        dtype = pd.CategoricalDtype([client])
        tables = {
            name: table[table["client"] == client].reset_index(drop=True).astype({"client": dtype})
            for name in ("sessions", "stiffness", "programme", "pauses", "events")
            for table in [getattr(self, name)]
        }
        return replace(self, **tables)
