"""Checked drafts of all tables become one MobilityLog, with the account of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import absent, counts_of, order_of
from mobility_analysis.log.built_in import built_in_ids
from mobility_analysis.log.catalogue import Catalogue, catalogue_frame, merged_catalogue
from mobility_analysis.log.check.columns import draft_table, type_exercises
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.check.days import (
    own_exercises,
    point_out_twice,
    tables_lacking,
    tell_own_exercises,
    type_diary,
    untyped_diary,
    with_parts,
)
from mobility_analysis.log.check.draft import Draft, Stated, empty_draft
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.check.movement import check_movement
from mobility_analysis.log.check.rules import (
    check_ends,
    check_far_dates,
    check_frequencies,
    check_overlaps,
    check_repeats,
    check_slips_of_dates,
    check_spellings_of_clients,
    with_dates_pointed_out,
)
from mobility_analysis.log.check.sides import joined_sides
from mobility_analysis.log.findings import (
    NO_ROWS,
    Fault,
    Finding,
    Where,
    problem_frame,
    problem_sentence,
    shortened,
)
from mobility_analysis.log.model import (
    PEOPLE_TABLES,
    DataError,
    MobilityLog,
    no_account,
    no_client_account,
    no_left_out,
    no_problems,
    no_set_aside,
)
from mobility_analysis.log.movement_tests import MovementTests, movement_tests_frame
from mobility_analysis.log.read.cells import Coded, RawTable, cell_text, distinct, moved, used_codes
from mobility_analysis.log.schema import (
    CATALOGUES,
    DATED_TABLES,
    DIARY,
    LOG_TABLES,
    TABLES,
    Column,
    column_dtype,
    columns_like,
    derived_dtype,
    rows_like,
)

OnProblem = Literal["raise", "set aside"]
ALONE = "me"


def clients_of(drafts: Sequence[Draft]) -> list[str]:
    """Return the ids of all clients that any row names, sorted."""
    found: dict[str, None] = {}  # in the order in which they stand, which is mostly theirs
    for draft in drafts:
        if draft.clients is not None and draft.table.name not in CATALOGUES:
            found |= dict.fromkeys(draft.clients.values[code] for code in used_codes(draft.clients))
    return sorted(found)


def are_of_several(drafts: Sequence[Draft]) -> bool:
    """Tell whether the rows name more than one client."""
    own = (draft.clients for draft in drafts if draft.clients is not None)
    return len({coded.values[code] for coded in own for code in used_codes(coded)[:2]}) > 1


def recoded(
    coded: Coded | None, names: Sequence[str], n_rows: int = 0
) -> NDArray[np.signedinteger[Any]]:
    """Return codes into the sorted names of the whole log."""
    if coded is None:
        return np.full(n_rows, -1, dtype=np.int8)
    return moved(coded.codes, _places(coded.values, names), len(names))


def _places(values: Sequence[str], names: Sequence[str]) -> Sequence[int]:
    """Return the place of each value among the names, -1 where it is none of them."""
    if list(values) == list(names):
        return range(len(names))
    places = {name: place for place, name in enumerate(names)}
    return [places.get(value, -1) for value in values]


def _names_of_rows(draft: Draft) -> NDArray[np.object_]:
    """Return the client of each row; None where that is not known."""
    if draft.clients is None or draft.table.name in CATALOGUES:
        return np.full(draft.n_rows, "", dtype=object)
    names = np.array([*draft.clients.values, None], dtype=object)
    found: NDArray[np.object_] = names[draft.clients.codes]
    return found


def problems_of(drafts: Sequence[Draft], *, only_unsettled: bool = False) -> pd.DataFrame:
    """Return the problems of all tables, or only those that setting the row aside leaves open."""
    return finding_frames(
        drafts,
        {
            id(draft): [f for f in draft.findings.problems if not (only_unsettled and f.is_settled)]
            for draft in drafts
        },
    )


def finding_frames(
    drafts: Sequence[Draft], findings: Mapping[int, Sequence[Finding]]
) -> pd.DataFrame:
    """Return the findings of all drafts as one table."""
    frames = [
        problem_frame(
            findings[id(draft)],
            table=draft.table.name,
            file=draft.raw.file,
            where=Where(draft.raw.sheet, draft.raw.sheet_of, draft.raw.line, draft.raw.column_of),
            clients=_names_of_rows(draft),
        )
        for draft in drafts
        if findings[id(draft)]
    ]
    return pd.concat(frames, ignore_index=True) if frames else no_problems()


def remarks_of(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Return what is pointed out in all tables and sets nothing aside."""
    return finding_frames(drafts, {id(draft): draft.findings.remarks for draft in drafts})


class CountedRemark(NamedTuple):
    """A remark that counts its rows, of which a larger table may have more."""

    table: str
    file: str
    sheet: str
    finding: Finding
    line: int
    """That of the first row, as is the sheet."""
    n: int
    clients: frozenset[str | None]


def counted_remarks(drafts: Sequence[Draft]) -> list[CountedRemark]:
    """Take out of the drafts, and return, the remarks that count their rows."""
    taken = []
    for draft in drafts:
        raw, remarks = draft.raw, draft.findings.remarks
        for found in (found for found in remarks if found.counted is not None):
            whose = frozenset(_names_of_rows(draft)[found.rows])
            line = int(raw.line(found.rows[0]))
            sheet = raw.sheet if raw.sheets is None else raw.sheets[found.rows[0]]
            place = (draft.table.name, raw.file, sheet)
            said = found._replace(rows=NO_ROWS)
            taken.append(CountedRemark(*place, said, line, len(found.rows), whose))
        draft.findings.remarks = [found for found in remarks if found.counted is None]
    return taken


def account_of(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Count the rows of each table: read, used, set aside, left out."""
    rows = []
    for draft in drafts:
        aside, left = len(_rows_aside(draft)), len(_rows_left(draft))
        used = draft.n_rows - aside - left
        place = (draft.table.name, draft.raw.file)
        rows.append((*place, draft.n_rows, used, aside, left, draft.raw.sheet))
    return rows_like(no_account(), rows)


def account_by_client(drafts: Sequence[Draft], clients: list[str]) -> pd.DataFrame:
    """Count each client's rows; those of ``exercises`` and ``tests`` are everybody's."""
    empty = no_client_account()
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in empty.columns}
    for draft in drafts:
        is_everybodys = draft.table.name in CATALOGUES
        names = [""] if is_everybodys else clients
        whose = draft.clients or Coded(np.zeros(draft.n_rows, dtype=np.int8), [""])
        read = _by_name(whose.counts, whose.values, names)
        aside, left = (
            _by_name(counts_of(whose.codes[rows], len(whose.values)), whose.values, names)
            for rows in (_rows_aside(draft), _rows_left(draft))
        )
        own_columns = {
            "table": np.full(len(names), draft.table.name, dtype=object),
            "file": np.full(len(names), draft.raw.file, dtype=object),
            "rows_read": read,
            "rows_used": read - aside - left,
            "rows_set_aside": aside,
            "rows_left_out": left,
            "sheet": np.full(len(names), draft.raw.sheet, dtype=object),
            "client": np.array(names, dtype=object),
        }
        for name, values in own_columns.items():
            parts[name].append(values[read > 0])
    if not drafts:
        return empty
    return columns_like(empty, {name: np.concatenate(values) for name, values in parts.items()})


def _rows_aside(draft: Draft) -> NDArray[np.intp]:
    """Return the rows that are set aside, in whole or in part."""
    found = draft.findings
    return np.flatnonzero(found.is_set_aside) if found.problems else NO_ROWS


def _rows_left(draft: Draft) -> NDArray[np.intp]:
    """Return the rows that are left out; one that a later rule set aside counts there alone."""
    if not draft.left_out:
        return NO_ROWS
    rows: NDArray[np.intp] = np.unique(np.concatenate([*draft.left_out.values()]))
    return rows[~draft.findings.is_set_aside[rows]]


def rows_left_out(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Count the rows that are left out: by file, sheet, reason and client."""
    parts = []
    for draft in drafts:
        for reason, rows in draft.left_out.items():
            kept = rows[~draft.findings.is_set_aside[rows]]
            places = pd.DataFrame(
                {
                    "file": draft.raw.file,
                    "sheet": draft.raw.sheet_of(kept),
                    "reason": reason,
                    "client": _names_of_rows(draft)[kept],
                }
            )
            groups = places.groupby([*places.columns], sort=False, dropna=False)
            parts.append(groups.size().rename("rows").reset_index())
    empty = no_left_out()
    found = [part for part in parts if len(part)]
    if not found:
        return empty
    whole = pd.concat(found, ignore_index=True)[list(empty.columns)]
    return whole.astype(empty.dtypes.to_dict())


def _by_name(
    counts: NDArray[np.int64], values: Sequence[str], names: Sequence[str]
) -> NDArray[np.int64]:
    """Return the counts of values in the order of names, 0 for a name that is no value."""
    places = np.array(_places(values, names), dtype=np.intp)
    found = np.zeros(len(names), dtype=np.int64)
    found[places[places >= 0]] = counts[places >= 0]
    return found


def rows_set_aside(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Return the rows set aside as they were read."""
    parts = []
    for draft in drafts:
        rows = _rows_aside(draft)
        if len(rows):
            texts = [_row_texts(draft, place, rows) for place in range(len(draft.raw.columns))]
            parts.append(
                pd.DataFrame(
                    {
                        "table": _tables(draft)[rows],
                        "file": draft.raw.file,
                        "sheet": draft.raw.sheet_of(rows),
                        "line": draft.raw.line(rows),
                        "row": ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)],
                        "client": _names_of_rows(draft)[rows],
                        "is_repeat": ~_is_unsettled(draft)[rows],
                        "date": _dates(draft)[rows],
                    }
                )
            )
    empty = no_set_aside()
    if not parts:
        return empty
    return pd.concat(parts, ignore_index=True).astype(empty.dtypes.to_dict())


def _tables(draft: Draft) -> NDArray[np.object_]:
    """Return the table whose figures lack each row that is set aside."""
    if draft.table.name == DIARY:
        return tables_lacking(draft)
    return np.full(draft.n_rows, draft.table.name, dtype=object)


def _dates(draft: Draft) -> NDArray[np.datetime64]:
    """Return the day of each row of a table of days; missing where that is not certain."""
    unknown = np.full(draft.n_rows, np.datetime64("NaT"), dtype="datetime64[us]")
    dates = np.array(draft.typed.get("date", unknown), dtype="datetime64[us]")
    for finding in draft.findings.problems:
        if finding.column == "date":
            dates[finding.rows if len(finding.rows) else slice(None)] = np.datetime64("NaT")
    return dates


def _is_unsettled(draft: Draft) -> NDArray[np.bool_]:
    """Tell which rows are set aside by a problem that is not settled by that."""
    is_unsettled = np.zeros(draft.n_rows, dtype=bool)
    for finding in draft.findings.problems:
        if not finding.is_settled:
            is_unsettled[finding.rows if len(finding.rows) else slice(None)] = True
    return is_unsettled


def _row_texts(draft: Draft, place: int, rows: NDArray[np.intp]) -> list[str]:
    coded = distinct(draft.raw.columns[place])
    header = draft.raw.header[place].strip() or f"(column {place + 1})"
    return [
        "" if code < 0 else f"{header}={shortened(cell_text(coded.values[code]))}"
        for code in coded.codes[rows]
    ]


def check_drafts(
    drafts: Sequence[Draft],
    *,
    alone: str,
    shared: Sequence[Draft] = (),
    is_of_several: bool = False,
) -> tuple[Catalogue, MovementTests]:
    """Read exercises and clients over all tables of one log, then hold its rows to their rules.

    What is found goes into the drafts. ``alone`` is the client where no table names one: the name
    of the log's file or folder. ``shared`` are tables of exercises or of movement tests that hold
    for several logs. ``is_of_several`` says that the log is a part of one of more clients.
    """
    catalogue, own = catalogue_of([*shared, *drafts])
    for draft in drafts:
        if draft.table.name == DIARY:
            type_diary(draft, catalogue)
            tell_own_exercises(draft, own)
    people = [draft for draft in drafts if draft.table.name not in CATALOGUES]
    for draft in people:
        if "exercise" in draft.cells:
            type_exercises(draft, catalogue.read)
    _name_clients(people, alone, is_of_several=is_of_several)
    if is_of_several or are_of_several(people):
        _name_own_exercises(people, catalogue)
    check_spellings_of_clients(people)
    for draft in people:
        check_ends(draft)
        if draft.table.name == "programme":
            check_frequencies(draft)
            check_overlaps(draft)
        elif draft.table.name in DATED_TABLES:
            check_repeats(draft)
            check_slips_of_dates(draft)
    point_out_twice(people)
    return catalogue, check_movement([*shared, *drafts])


def catalogue_of(drafts: Sequence[Draft]) -> tuple[Catalogue, list[str]]:
    """Merge the exercises of a log into the catalogue; rows that clash are set aside.

    With it come the exercises that only a column of a diary names.
    """
    rows: list[tuple[Draft, int, dict[str, str]]] = []
    for draft in drafts:
        if draft.table.name == "exercises":
            columns = {name: list(texts) for name, texts in draft.typed.items()}
            rows += [
                (draft, int(row), {name: str(texts[row]) for name, texts in columns.items()})
                for row in np.flatnonzero(~draft.findings.is_set_aside)
            ]
    catalogue, faults = merged_catalogue([own for _, _, own in rows])
    for place, fault in faults.items():
        draft, row, own = rows[place]
        draft.findings.rows("exercise", np.array([row]), own["exercise"], fault)
    new = [
        dict.fromkeys(TABLES["exercises"].column_names, "") | row
        for draft in drafts
        if draft.table.name == DIARY
        for row in own_exercises(draft, catalogue)
    ]
    if new:
        catalogue, _ = merged_catalogue([*(own for _, _, own in rows), *new])
    return catalogue, [row["exercise"] for row in new]


def _name_own_exercises(drafts: Sequence[Draft], catalogue: Catalogue) -> None:
    """Let no repair in a log of several people name an exercise that only others of them have."""
    everybodys = built_in_ids() | catalogue.further
    if everybodys.issuperset(catalogue.ids):
        return
    used = _used_exercises(drafts)
    known: dict[tuple[str | None, str], str] = {}

    def repair(client: str | None, written: str) -> str:
        if (client, written) not in known:
            own = catalogue.of_one(used.get(client, frozenset()))
            fault = own.read(written)
            known[client, written] = fault.repair if isinstance(fault, Fault) else ""
        return known[client, written]

    for draft in drafts:
        problems = draft.findings.problems
        for place, found in enumerate(problems):
            if found.column == "exercise" and isinstance(found.repair, np.ndarray):
                rows = zip(_whose(draft, found.rows), found.value, found.repair, strict=True)
                repairs = [repair(client, text) or usual for client, text, usual in rows]
                problems[place] = found._replace(repair=np.array(repairs, dtype=object))


def _used_exercises(drafts: Sequence[Draft]) -> dict[str | None, frozenset[str]]:
    """Return the exercises that each client's rows name."""
    found: dict[str | None, frozenset[str]] = {}
    for draft in with_parts(drafts):
        if draft.exercises is None:
            continue
        codes = -1 if draft.clients is None else draft.clients.codes
        pairs = pd.DataFrame({"client": codes, "exercise": draft.exercises.codes})
        pairs = pairs[(pairs >= 0).all(axis="columns")].drop_duplicates()
        for code, own in pairs.groupby("client")["exercise"]:
            client = draft.clients.values[int(str(code))] if draft.clients else ""
            names = frozenset(draft.exercises.values[exercise] for exercise in own)
            found[client] = found.get(client, frozenset()) | names
    return found


def _whose(draft: Draft, rows: NDArray[np.intp]) -> list[str | None]:
    """Return the clients of some rows; None where one is not known."""
    if draft.clients is None:
        return [None] * len(rows)
    names = [*draft.clients.values, None]
    return [names[code] for code in draft.clients.codes[rows]]


def _name_clients(drafts: Sequence[Draft], alone: str, *, is_of_several: bool) -> None:
    """Give the tables without a column client the one client whose log it is."""
    nameless = [draft for draft in drafts if draft.clients is None]
    if not nameless:
        return
    named = sorted({name for d in drafts if d.clients is not None for name in d.clients.values})
    is_of_several |= len(named) > 1
    for draft in nameless:
        if is_of_several and draft.n_rows:
            fault = Fault(
                "a column 'client', as in the other tables",
                "Add the column 'client' and say whose each row is.",
            )
            draft.findings.table("client", "", fault)
        only = named[0] if len(named) == 1 and not is_of_several else alone
        draft.clients = Coded(
            np.full(draft.n_rows, -1 if is_of_several else 0, dtype=np.int32), [only]
        )


def assembled(
    drafts: Sequence[Draft],
    exercises: Sequence[Mapping[str, str]],
    *,
    tests: Sequence[Mapping[str, Any]],
    as_of: pd.Timestamp | None,
    without_rows: Sequence[str] = (),
) -> MobilityLog:
    """Make a log of checked drafts; the rows that were set aside are left out and kept beside.

    The drafts are of one log, or of several with different clients. ``without_rows`` are clients of
    whom they have no row.
    """
    clients = sorted({*clients_of(drafts), *without_rows})
    names = {"client": clients, "exercise": [row["exercise"] for row in exercises]}
    dtypes = {kind: pd.CategoricalDtype(pd.Index(own, dtype="str")) for kind, own in names.items()}
    parts = with_parts(drafts)
    tables: dict[str, Any] = {
        name: _whole_table([d for d in parts if d.table.name == name], name, names, dtypes)
        for name in PEOPLE_TABLES
    }
    dates = [tables[name]["date"].to_numpy() for name in ("sessions", "stiffness")]
    logged, tables["sessions"] = tables["sessions"], joined_sides(tables["sessions"])
    return MobilityLog(
        **tables,
        rows_of_sides=None if tables["sessions"] is logged else logged,
        exercises=catalogue_frame(exercises),
        tests=movement_tests_frame(tests),
        as_of=_latest(dates) if as_of is None else as_of,
        account=account_of(drafts),
        problems=problems_of(drafts),
        remarks=remarks_of(drafts),
        set_aside=rows_set_aside(drafts),
        account_by_client=account_by_client(drafts, clients),
        left_out=rows_left_out(drafts),
    )


def _latest(columns: Sequence[NDArray[np.datetime64]]) -> pd.Timestamp:
    """Return the latest of all dates, none of which is missing; NaT where there is none."""
    # as whole numbers, since pandas' own maximum of dates is slow
    latest = [int(dates.view(np.int64).max()) for dates in columns if len(dates)]
    return pd.Timestamp(np.datetime64(max(latest), "us") if latest else "NaT")


def _whole_table(
    drafts: Sequence[Draft],
    name: str,
    names: Mapping[str, list[str]],
    dtypes: Mapping[str, pd.CategoricalDtype[Any]],
) -> pd.DataFrame:
    """Return a table of the log: of one file, or of several, which may be of the same client."""
    drafts = drafts or [empty_draft(TABLES[name])]
    parts = [_typed_table(draft, names, dtypes) for draft in drafts]
    if len(parts) == 1:
        return parts[0]
    whole = pd.concat(parts, ignore_index=True)
    by = [whole[key] for key in TABLES[name].sort_by]
    order = order_of([k.cat.codes.to_numpy() if key in names else k.to_numpy()
                      for key, k in zip(TABLES[name].sort_by, by, strict=True)])  # fmt: skip
    return whole if order is None else whole.iloc[order].reset_index(drop=True)


def _typed_table(
    draft: Draft,
    names: Mapping[str, list[str]],
    dtypes: Mapping[str, pd.CategoricalDtype[Any]],
) -> pd.DataFrame:
    """Return the used rows of a draft, sorted, with all columns of the schema."""
    codes = {
        "client": recoded(draft.clients, names["client"]),
        "exercise": recoded(draft.exercises, names["exercise"], draft.n_rows),
    }
    rows = _sorted_rows(draft, codes)
    n = draft.n_rows if rows is None else len(rows)
    columns: dict[str, Any] = {}
    for column in draft.table.columns:
        if column.kind in codes:
            own = codes[column.kind]
            columns[column.name] = pd.Categorical.from_codes(
                own if rows is None else own[rows], dtype=dtypes[column.kind]
            )
        else:
            columns[column.name] = _taken(draft, column, rows, n)
    for name in draft.table.derived:
        values = draft.typed.get(name)
        if values is None:
            columns[name] = absent(derived_dtype(name), n)
        else:
            columns[name] = values if rows is None else values[rows]
    return pd.DataFrame(columns, copy=False)


def _sorted_rows(draft: Draft, codes: Mapping[str, NDArray[Any]]) -> NDArray[np.intp] | None:
    """Return the used rows in order: by the table's sort columns, then as in the file.

    None stands for all rows as they are, which saves moving a million of them.
    """
    kept = draft.findings.used
    names = [name for name in draft.table.sort_by if name in codes or name in draft.typed]
    keys = [codes[n] if n in codes else draft.typed[n] for n in names]
    if kept is not None:
        keys = [key[kept] for key in keys]
    order = order_of(keys) if keys and len(keys[0]) else None
    if order is None:
        return kept
    return order if kept is None else kept[order]


def _taken(draft: Draft, column: Column, rows: NDArray[np.intp] | None, n: int) -> Any:
    values = draft.typed.get(column.name)
    if values is not None:
        return values if rows is None else values[rows]
    dtype = column_dtype(column)
    if isinstance(dtype, pd.CategoricalDtype):
        words = column.words
        code = words.index(column.default) if column.default in words else -1
        return pd.Categorical.from_codes(np.full(n, code, dtype=np.int8), dtype=dtype)
    return absent(dtype, n)


def checked_log(
    tables: Mapping[str, RawTable],
    *,
    as_of: str | pd.Timestamp | None,
    on_problem: OnProblem,
    stated: Stated,
    alone: str = ALONE,
) -> MobilityLog:
    """Make a log from tables as read; the road that files, frames and imports all take.

    ``alone`` is the client where no table names one.
    """
    drafts = drafts_of(tables, stated)
    catalogue, tests = check_drafts(drafts, alone=alone)
    day = day_of(as_of)
    if day is None:
        check_far_dates(drafts)
    if on_problem == "raise":
        raise_problems(problems_of(drafts, only_unsettled=True))
    rows = catalogue.rows_where(exercises_in(drafts))
    log = assembled(drafts, rows, tests=tests.rows, as_of=day)
    return with_like_clients_pointed_out(with_dates_pointed_out(log))


def day_of(as_of: str | pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the day on which a log is looked at; None where none is stated."""
    return None if as_of is None else read_day(as_of, name="as_of")


def drafts_of(tables: Mapping[str, RawTable], stated: Stated) -> list[Draft]:
    """Type the tables of a log, in the schema's order; a diary waits for their exercises."""
    drafts = [draft_table(tables[n], TABLES[n], stated) for n in LOG_TABLES if n in tables]
    diary = [untyped_diary(tables[DIARY], stated)] if DIARY in tables else []
    return [*diary, *drafts]


def exercises_in(drafts: Sequence[Draft]) -> set[str]:
    """Return the ids of the exercises that any row of some tables names."""
    return {
        draft.exercises.values[code]
        for draft in with_parts(drafts)
        if draft.exercises is not None
        for code in used_codes(draft.exercises)
    }


def summary(problems: pd.DataFrame) -> str:
    """Say how many problems there are, and the first; nothing where there is none."""
    if not len(problems):
        return ""
    n = len(problems)
    count = "1 problem" if n == 1 else f"{n:,} problems, the first of them"
    return f"{count}: {problem_sentence(problems.iloc[0])}"


def raise_problems(problems: pd.DataFrame) -> None:
    """Raise all problems of a log as one ``DataError``, if there are any."""
    if len(problems):
        raise DataError(summary(problems), problems)
