"""Checked drafts of all tables become one MobilityLog, with the account of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.account import (
    account_by_client,
    account_of,
    clients_of,
    problems_of,
    recoded,
    remarks_of,
    rows_set_aside,
)
from mobility_analysis.log.arrays import absent, order_of
from mobility_analysis.log.built_in import built_in_ids
from mobility_analysis.log.catalogue import Catalogue, catalogue_frame, merged_catalogue
from mobility_analysis.log.cells import Coded
from mobility_analysis.log.checks import (
    check_ends,
    check_frequencies,
    check_overlaps,
    check_repeats,
    check_spellings_of_clients,
)
from mobility_analysis.log.columns import type_exercises
from mobility_analysis.log.draft import Draft, empty_draft
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.log.scales import scale_sentences
from mobility_analysis.log.schema import TABLES, Column, column_dtype, derived_dtype
from mobility_analysis.log.sides import joined_sides

__all__ = ["ALONE", "assembled", "check_drafts"]

ALONE = "me"


def check_drafts(
    drafts: Sequence[Draft], *, alone: str = ALONE, shared: Sequence[Draft] = ()
) -> Catalogue:
    """Read exercises and clients over all tables of one log, then hold its rows to their rules.

    Parameters
    ----------
    drafts : sequence of Draft
        The tables of the log; what is found goes into the drafts' findings.
    alone : str, default "me"
        The client where no table names one: the name of the log's file or folder.
    shared : sequence of Draft
        A table ``exercises`` that holds for several logs.

    Returns
    -------
    Catalogue
        The exercises of the log.
    """
    catalogue = _catalogue_of([*shared, *drafts])
    people = [draft for draft in drafts if draft.table.name != "exercises"]
    for draft in people:
        if "exercise" in draft.cells:
            type_exercises(draft, catalogue.read)
    _name_clients(people, alone)
    _name_own_exercises(people, catalogue)
    check_spellings_of_clients(people)
    for draft in people:
        check_ends(draft)
        if draft.table.name == "programme":
            check_frequencies(draft)
            check_overlaps(draft)
        elif draft.table.name in ("sessions", "stiffness"):
            check_repeats(draft)
    return catalogue


def _catalogue_of(drafts: Sequence[Draft]) -> Catalogue:
    """Merge the exercises of a log into the catalogue; rows that clash are set aside."""
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
    return catalogue


def _name_own_exercises(drafts: Sequence[Draft], catalogue: Catalogue) -> None:
    """Let a repair in a log of several people name no exercise that only others of them have."""
    if len(clients_of(drafts)) < 2 or built_in_ids().issuperset(catalogue.ids):
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
                problems[place] = replace(found, repair=np.array(repairs, dtype=object))


def _used_exercises(drafts: Sequence[Draft]) -> dict[str | None, frozenset[str]]:
    """Return the exercises that each client's rows name."""
    found: dict[str | None, frozenset[str]] = {}
    for draft in drafts:
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
    """Return whose some rows are; None where that is not known."""
    if draft.clients is None:
        return [None] * len(rows)
    names = [*draft.clients.values, None]
    return [names[code] for code in draft.clients.codes[rows]]


def _name_clients(drafts: Sequence[Draft], alone: str) -> None:
    """Give the tables without a column client the one client that the log is of."""
    named = sorted({name for d in drafts if d.clients is not None for name in d.clients.values})
    for draft in drafts:
        if draft.clients is not None:
            continue
        if len(named) > 1 and draft.n_rows:
            fault = Fault(
                "a column 'client', as in the other tables",
                "Add the column 'client' and say whose each row is.",
            )
            draft.findings.table("client", "", fault)
        only = named[0] if len(named) == 1 else alone
        draft.clients = Coded(
            np.full(draft.n_rows, 0 if len(named) < 2 else -1, dtype=np.int32), [only]
        )


def assembled(
    drafts: Sequence[Draft],
    exercises: Sequence[Mapping[str, str]],
    *,
    as_of: pd.Timestamp | None,
) -> MobilityLog:
    """Make a log of checked drafts; the rows that were set aside are left out and kept beside.

    Parameters
    ----------
    drafts : sequence of Draft
        Checked tables, of one log or of several with different clients.
    exercises : sequence of mapping
        All exercises, sorted by id.
    as_of : Timestamp or None
        The stated day, if any.
    """
    clients = clients_of(drafts)
    names = {"client": clients, "exercise": [row["exercise"] for row in exercises]}
    dtypes = {kind: pd.CategoricalDtype(pd.Index(own, dtype="str")) for kind, own in names.items()}
    tables: dict[str, Any] = {
        name: _whole_table([d for d in drafts if d.table.name == name], name, names, dtypes)
        for name in PEOPLE_TABLES
    }
    dates = [tables[name]["date"].to_numpy() for name in ("sessions", "stiffness")]
    logged, tables["sessions"] = tables["sessions"], joined_sides(tables["sessions"])
    return MobilityLog(
        **tables,
        rows_of_sides=None if tables["sessions"] is logged else logged,
        exercises=catalogue_frame(exercises),
        as_of=_latest(dates) if as_of is None else as_of,
        account=account_of(drafts),
        problems=problems_of(drafts),
        remarks=remarks_of(drafts),
        assumptions=scale_sentences(tables["stiffness"]),
        set_aside=rows_set_aside(drafts),
        account_by_client=account_by_client(drafts, clients),
    )


def _latest(columns: Sequence[NDArray[np.datetime64]]) -> pd.Timestamp:
    """Return the latest of all dates, none of which is missing; NaT where there is none.

    As whole numbers they take a quarter of the time of pandas' own maximum.
    """
    latest = [int(dates.view(np.int64).max()) for dates in columns if len(dates)]
    return pd.Timestamp(np.datetime64(max(latest), "us") if latest else "NaT")


def _whole_table(
    drafts: Sequence[Draft],
    name: str,
    names: Mapping[str, list[str]],
    dtypes: Mapping[str, pd.CategoricalDtype[Any]],
) -> pd.DataFrame:
    """Return a table of the log: of one file, or of several with different clients."""
    drafts = drafts or [empty_draft(TABLES[name])]
    parts = [_typed_table(draft, names, dtypes) for draft in drafts]
    if len(parts) == 1:
        return parts[0]
    whole = pd.concat(parts, ignore_index=True)
    return whole.iloc[np.argsort(whole["client"].cat.codes, kind="stable")].reset_index(drop=True)


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
