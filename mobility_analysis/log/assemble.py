"""Checked drafts of all tables become one MobilityLog, with the account of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue, catalogue_frame, merged_catalogue
from mobility_analysis.log.cells import Coded, cell_text, distinct, used_codes
from mobility_analysis.log.arrays import MICROSECONDS_A_DAY, absent, joint_key
from mobility_analysis.log.checks import (
    check_ends,
    check_frequencies,
    check_overlaps,
    check_repeats,
    check_spellings_of_clients,
)
from mobility_analysis.log.columns import Draft, type_exercises
from mobility_analysis.log.findings import Fault, Finding, problem_frame, shortened
from mobility_analysis.log.model import (
    PEOPLE_TABLES,
    MobilityLog,
    no_account,
    no_client_account,
    no_problems,
    no_set_aside,
)
from mobility_analysis.log.schema import Column, column_dtype, derived_dtype, empty_table

__all__ = ["assembled", "check_drafts", "problems_of"]

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
        The client where no table names one.
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
    assumptions: Sequence[str],
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
    assumptions : sequence of str
        What the user stated.
    """
    ids = [row["exercise"] for row in exercises]
    clients = clients_of(drafts)
    tables = {
        name: _whole_table([d for d in drafts if d.table.name == name], name, clients, ids)
        for name in PEOPLE_TABLES
    }
    days = [tables[name]["date"].max() for name in ("sessions", "stiffness")]
    return MobilityLog(
        **tables,
        exercises=catalogue_frame(exercises),
        as_of=pd.Series(days, dtype="datetime64[us]").max() if as_of is None else as_of,
        account=_account(drafts),
        problems=problems_of(drafts),
        remarks=_frames(drafts, {id(d): d.findings.remarks for d in drafts}),
        assumptions=tuple(assumptions),
        set_aside=_set_aside(drafts),
        account_by_client=_account_by_client(drafts, clients),
    )


def clients_of(drafts: Sequence[Draft]) -> list[str]:
    """Return the ids of all clients that any row names, sorted."""
    found = set()
    for draft in drafts:
        if draft.clients is not None and draft.table.name != "exercises":
            found |= {draft.clients.values[code] for code in used_codes(draft.clients)}
    return sorted(found)


def _whole_table(
    drafts: Sequence[Draft], name: str, clients: list[str], ids: list[str]
) -> pd.DataFrame:
    """Return a table of the log: of one file, or of several with different clients."""
    parts = [_typed_table(draft, clients, ids) for draft in drafts]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _empty(name, clients, ids)
    whole = pd.concat(parts, ignore_index=True)
    return whole.iloc[np.argsort(whole["client"].cat.codes, kind="stable")].reset_index(drop=True)


def _empty(name: str, clients: list[str], ids: list[str]) -> pd.DataFrame:
    table = empty_table(name)
    dtypes = {"client": pd.CategoricalDtype(pd.Index(clients, dtype="str"))}
    if "exercise" in table:
        dtypes["exercise"] = pd.CategoricalDtype(pd.Index(ids, dtype="str"))
    return table.astype(dtypes)


def _typed_table(draft: Draft, clients: list[str], ids: list[str]) -> pd.DataFrame:
    """Return the used rows of a draft, sorted, with all columns of the schema."""
    codes = {
        "client": _recoded(draft.clients, clients),
        "exercise": _recoded(draft.exercises, ids, draft.n_rows),
    }
    rows = _sorted_rows(draft, codes)
    n = draft.n_rows if rows is None else len(rows)
    columns: dict[str, Any] = {}
    for column in draft.table.columns:
        if column.kind in codes:
            names = clients if column.kind == "client" else ids
            own = codes[column.kind]
            columns[column.name] = pd.Categorical.from_codes(
                own if rows is None else own[rows], categories=pd.Index(names, dtype="str")
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


def _recoded(coded: Coded | None, names: Sequence[str], n_rows: int = 0) -> NDArray[np.int32]:
    """Return codes into the sorted names of the whole log."""
    if coded is None:
        return np.full(n_rows, -1, dtype=np.int32)
    places = {name: place for place, name in enumerate(names)}
    moved = np.array([*(places.get(name, -1) for name in coded.values), -1], dtype=np.int32)
    return moved[coded.codes]


def _sorted_rows(draft: Draft, codes: Mapping[str, NDArray[np.int32]]) -> NDArray[np.intp] | None:
    """Return the used rows in order: by the table's sort columns, then as in the file.

    None stands for all rows as they are, which saves moving a million of them.
    """
    is_kept = ~draft.findings.is_set_aside
    kept = None if is_kept.all() else np.flatnonzero(is_kept)
    names = [name for name in draft.table.sort_by if name in codes or name in draft.typed]
    keys = [codes[n] if n in codes else _day_numbers(draft.typed[n]) for n in names]
    if kept is not None:
        keys = [key[kept] for key in keys]
    if not keys or not len(keys[0]):
        return kept
    key = joint_key(keys)
    if key is None:
        order = np.lexsort(keys[::-1])
    elif (key[1:] >= key[:-1]).all():
        return kept
    else:
        order = np.argsort(key, kind="stable")
    return order if kept is None else kept[order]


def _day_numbers(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return days as numbers; a missing one comes first."""
    numbers = days.view(np.int64) // MICROSECONDS_A_DAY
    return np.where(np.isnat(days), -1_000_000, numbers)


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


def _names_of_rows(draft: Draft) -> NDArray[np.object_]:
    """Return whose each row is; None where that is not known."""
    if draft.clients is None or draft.table.name == "exercises":
        return np.full(draft.n_rows, "", dtype=object)
    return np.array([*draft.clients.values, None], dtype=object)[draft.clients.codes]


def _frames(
    drafts: Sequence[Draft], findings: Mapping[int, Sequence[Finding]]
) -> pd.DataFrame:
    frames = [
        problem_frame(
            findings[id(draft)],
            table=draft.table.name,
            file=draft.raw.file,
            sheet=draft.raw.sheet,
            line=draft.raw.line,
            clients=_names_of_rows(draft),
        )
        for draft in drafts
        if findings[id(draft)]
    ]
    return pd.concat(frames, ignore_index=True) if frames else no_problems()


def problems_of(drafts: Sequence[Draft], *, only_unsettled: bool = False) -> pd.DataFrame:
    """Return the problems of all tables.

    Parameters
    ----------
    drafts : sequence of Draft
        Checked tables.
    only_unsettled : bool, default False
        Whether to leave out those that setting the row aside has settled, as for a repeated row.
    """
    return _frames(
        drafts,
        {
            id(draft): [
                f for f in draft.findings.problems if not (only_unsettled and f.is_settled)
            ]
            for draft in drafts
        },
    )


def _account(drafts: Sequence[Draft]) -> pd.DataFrame:
    rows = []
    for draft in drafts:
        aside = int(draft.findings.is_set_aside.sum())
        rows.append(
            (draft.table.name, draft.raw.file, draft.n_rows, draft.n_rows - aside, aside)
        )
    empty = no_account()
    return pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())


def _account_by_client(drafts: Sequence[Draft], clients: list[str]) -> pd.DataFrame:
    """Count each client's rows; those of a table ``exercises`` are everybody's."""
    parts = []
    for draft in drafts:
        names = [""] if draft.table.name == "exercises" else clients
        codes = (
            np.zeros(draft.n_rows, dtype=np.int32)
            if names == [""]
            else _recoded(draft.clients, clients)
        )
        n = len(names)
        read = np.bincount(codes + 1, minlength=n + 1)[1:]
        aside = np.bincount(codes[draft.findings.is_set_aside] + 1, minlength=n + 1)[1:]
        counts = pd.DataFrame(
            {
                "table": draft.table.name,
                "file": draft.raw.file,
                "rows_read": read,
                "rows_used": read - aside,
                "rows_set_aside": aside,
                "client": names,
            }
        )
        parts.append(counts[read > 0])
    empty = no_client_account()
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype(empty.dtypes.to_dict())


def _set_aside(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Return the rows set aside as they were read."""
    parts = []
    for draft in drafts:
        rows = np.flatnonzero(draft.findings.is_set_aside)
        if len(rows):
            texts = [_row_texts(draft, place, rows) for place in range(len(draft.raw.columns))]
            parts.append(
                pd.DataFrame(
                    {
                        "table": draft.table.name,
                        "file": draft.raw.file,
                        "sheet": draft.raw.sheet,
                        "line": draft.raw.line(rows),
                        "row": ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)],
                        "client": _names_of_rows(draft)[rows],
                    }
                )
            )
    empty = no_set_aside()
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype(empty.dtypes.to_dict())


def _row_texts(draft: Draft, place: int, rows: NDArray[np.intp]) -> list[str]:
    coded = distinct(draft.raw.columns[place])
    header = draft.raw.header[place].strip() or f"(column {place + 1})"
    return [
        "" if code < 0 else f"{header}={shortened(cell_text(coded.values[code]))}"
        for code in coded.codes[rows]
    ]
