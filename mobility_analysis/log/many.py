"""One log or many, one a client: each is checked by itself, and a bad one stops no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from mobility_analysis.log.account import clients_of, problems_of
from mobility_analysis.log.assemble import ALONE, check_drafts
from mobility_analysis.log.catalogue import Catalogue, catalogue_frame
from mobility_analysis.log.cells import RawTable, used_codes
from mobility_analysis.log.columns import draft_table
from mobility_analysis.log.draft import Draft, Stated
from mobility_analysis.log.files import LogFiles
from mobility_analysis.log.messages import problem_sentence
from mobility_analysis.log.model import DataError, MobilityLog, no_problems, no_unreadable
from mobility_analysis.log.schema import TABLES

__all__ = ["Caseload", "CheckedLog", "check_logs", "drafts_of", "file_remarks", "raise_problems"]

Row = Mapping[str, str]


@dataclass
class CheckedLog:
    """One log of several: its tables with what was found in them."""

    files: LogFiles
    drafts: list[Draft]
    catalogue: Catalogue

    @property
    def client(self) -> str | None:
        """Whose log it is, where it is one person's."""
        found = clients_of(self.drafts)
        return found[0] if len(found) == 1 else None

    @property
    def exercises(self) -> set[str]:
        """Ids of the exercises that any row of the log names."""
        return {
            draft.exercises.values[code]
            for draft in self.drafts
            if draft.exercises is not None
            for code in used_codes(draft.exercises)
        }

    def reason(self, on_problem: str) -> str:
        """Say why the log cannot be used, or nothing where it can."""
        dated = [d for d in self.drafts if d.table.name in ("sessions", "stiffness")]
        if not dated:
            return (
                "There is no table sessions and no table stiffness; one of them is needed. "
                "Name the file or sheet so."
            )
        if on_problem == "set aside" and not all(draft.is_unusable for draft in dated):
            return ""
        return summary(problems_of(self.drafts, only_unsettled=True))


@dataclass
class Caseload:
    """Several logs on their way to becoming one."""

    logs: list[CheckedLog]
    shared: list[Draft]
    has_names: bool
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def drafts(self) -> list[Draft]:
        """Return the tables of all logs that can be read."""
        drafts = [*self.shared, *(draft for log in self.logs for draft in log.drafts)]
        order = {name: place for place, name in enumerate(TABLES)}
        return sorted(drafts, key=lambda draft: order[draft.table.name])

    @property
    def exercises(self) -> list[Row]:
        """Return the exercises of all logs, sorted by id; as defined by a log that uses them."""
        rows: dict[str, Row] = {}
        used: dict[str, Row] = {}
        for log in self.logs:
            own = {row["exercise"]: row for row in log.catalogue.rows}
            rows |= own
            used |= {exercise: own[exercise] for exercise in log.exercises}
        rows |= used
        return [rows[exercise] for exercise in sorted(rows)]

    @property
    def exercises_by_client(self) -> dict[str, pd.DataFrame]:
        """Return the exercises of each client's own log; nothing where all logs have the same."""
        frames: dict[tuple[tuple[str, ...], ...], pd.DataFrame] = {}
        found: dict[str, pd.DataFrame] = {}
        for log in self.logs:
            key = tuple(tuple(row.values()) for row in log.catalogue.rows)
            if key not in frames:
                frames[key] = catalogue_frame(log.catalogue.rows)
            found |= dict.fromkeys(clients_of(log.drafts), frames[key])
        return found if len(frames) > 1 else {}

    def leave_out_unreadable(self, on_problem: str) -> None:
        """Leave out each log that cannot be used; if that leaves none, raise.

        Raises
        ------
        DataError
            If no log can be used: with all their problems.
        """
        reasons = {id(log): log.reason(on_problem) for log in self.logs}
        if not self.has_names or all(reasons.values()):
            self._raise(reasons)
        if not self.has_names:
            return
        seen: dict[str, str] = {}
        rows: dict[str, Row] = {}
        kept = []
        for log in self.logs:
            own = [row for row in log.catalogue.rows if row["exercise"] in log.exercises]
            reason = reasons[id(log)] or _same_client(log, seen) or _other_exercise(own, rows)
            if reason:
                file = log.drafts[0].raw.file.split("/")[0] if log.drafts else log.files.name
                self.unreadable.append((log.files.name, file, reason))
                continue
            kept.append(log)
            seen |= {client.casefold(): log.files.name for client in clients_of(log.drafts)}
            rows |= {row["exercise"]: row for row in own}
        self.logs = kept

    def _raise(self, reasons: Mapping[int, str]) -> None:
        frames = [problems_of(log.drafts, only_unsettled=True) for log in self.logs]
        found = pd.concat([no_problems(), *frames], ignore_index=True)
        for log in self.logs:
            if reasons[id(log)] and not len(found):
                raise DataError(f"{log.files.name}: {reasons[id(log)]}", found)
        if any(reasons.values()):
            raise_problems(found)

    def with_files(self, log: MobilityLog, left: Sequence[tuple[str, str]]) -> MobilityLog:
        """Return a log with what is to be said about its files and about unreadable logs.

        Parameters
        ----------
        log : MobilityLog
            The checked tables of all logs.
        left : sequence of (file, sentence)
            What was left unread beside the logs.
        """
        said: list[tuple[str, str, str | None]] = [(file, text, None) for file, text in left]
        said += [(*remark, own.client) for own in self.logs for remark in own.files.remarks]
        remarks = file_remarks(said)
        unreadable = pd.DataFrame(self.unreadable, columns=list(no_unreadable().columns))
        log = replace(
            log,
            remarks=pd.concat([log.remarks, remarks], ignore_index=True),
            unreadable=unreadable.astype(no_unreadable().dtypes.to_dict()),
            exercises_by_client=self.exercises_by_client if self.has_names else {},
        )
        return _told_apart(log, self.logs) if self.has_names else log


def check_logs(logs: Sequence[LogFiles], stated: Stated, *, has_names: bool) -> Caseload:
    """Check each log by itself.

    Parameters
    ----------
    logs : sequence of LogFiles
        Their tables as read; one without a name is a table ``exercises`` for all.
    stated : Stated
        What the user stated.
    has_names : bool
        Whether they are many, so that one that cannot be read stops no other. Where no column
        says the client, it is called as its log is; one bare table is ``me``.
    """
    nameless = [log for log in logs if has_names and not log.name]
    shared = [draft for log in nameless for draft in drafts_of(log.tables, stated)]
    caseload = Caseload([], shared, has_names)
    for log in logs:
        if log not in nameless:
            drafts = drafts_of(log.tables, stated)
            is_nobodys = log.is_table and not has_names
            alone = ALONE if is_nobodys or not log.name else log.name
            catalogue = check_drafts(drafts, shared=shared, alone=alone)
            caseload.logs.append(CheckedLog(log, drafts, catalogue))
    return caseload


def drafts_of(tables: Mapping[str, RawTable], stated: Stated) -> list[Draft]:
    """Type the tables of a log, in the schema's order."""
    return [draft_table(tables[name], TABLES[name], stated) for name in TABLES if name in tables]


def summary(problems: pd.DataFrame) -> str:
    """Say how many problems there are, and the first; nothing where there is none."""
    if not len(problems):
        return ""
    n = len(problems)
    count = "1 problem" if n == 1 else f"{n:,} problems, the first of them"
    return f"{count}: {problem_sentence(problems.iloc[0])}"


def raise_problems(problems: pd.DataFrame) -> None:
    """Raise all problems of a log as one error, if there are any.

    Raises
    ------
    DataError
        With the problems.
    """
    if len(problems):
        raise DataError(summary(problems), problems)


def _same_client(log: CheckedLog, seen: Mapping[str, str]) -> str:
    for client in clients_of(log.drafts):
        if client.casefold() in seen:
            return (
                f"Its client {client!r} is also in the log {seen[client.casefold()]!r}. Put one "
                "client's tables into one log, or give one of them another id."
            )
    return ""


def _other_exercise(own: Sequence[Row], rows: Mapping[str, Row]) -> str:
    for row in own:
        if rows.get(row["exercise"], row) != row:
            return (
                f"Its exercise {row['exercise']!r} is defined in another way than in another log. "
                "Define it alike, or put one table exercises beside the logs for all of them."
            )
    return ""


def file_remarks(said: Sequence[tuple[str, str, str | None]]) -> pd.DataFrame:
    """Return remarks on whole files: file, a sentence, and the client whom it concerns."""
    empty = no_problems()
    records = [
        {**dict.fromkeys(empty.columns, ""), "line": pd.NA, "file": file, "repair": text}
        | {"client": client}
        for file, text, client in said
    ]
    return pd.DataFrame(records, columns=list(empty.columns)).astype(empty.dtypes.to_dict())


def _told_apart(log: MobilityLog, logs: Sequence[CheckedLog]) -> MobilityLog:
    """Give what concerns a whole table of one log to that log's client, and to no other."""
    whose: dict[tuple[str, str], str | None] = {}
    files: dict[str, set[str | None]] = {}
    for client, raw in ((own.client, draft.raw) for own in logs for draft in own.drafts):
        whose[raw.file, raw.sheet] = client
        files.setdefault(raw.file, set()).add(client)
    frames = {}
    for name in ("problems", "remarks", "account_by_client", "set_aside"):
        frame = getattr(log, name)
        sheets = frame["sheet"] if "sheet" in frame else [None] * len(frame)
        frames[name] = frame.assign(
            client=[
                whose.get((file, sheet), _only(files.get(file, {client}), client))
                if client == ""
                else client
                for client, file, sheet in zip(frame["client"], frame["file"], sheets, strict=True)
            ]
        ).astype({"client": "str"})
    return replace(log, **frames)


def _only(clients: set[str | None], client: str) -> str | None:
    """Return the client of a file that is one client's; else leave it as it is."""
    return next(iter(clients)) if len(clients) == 1 else client
