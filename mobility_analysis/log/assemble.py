"""Checked drafts of all tables become one MobilityLog, with the account of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import Catalogue, merged_catalogue
from mobility_analysis.log.cells import Coded, cell_text, distinct
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
    MobilityLog,
    no_account,
    no_client_account,
    no_problems,
    no_set_aside,
)
from mobility_analysis.log.schema import TABLES, Column, column_dtype, derived_dtype, empty_table

__all__ = ["assembled", "check_drafts", "problems_of", "raised_problems"]

ALONE = "me"
Drafts = Mapping[str, Draft]


def check_drafts(drafts: Drafts, *, alone: str = ALONE) -> Catalogue:
    """Read exercises and clients over all tables of a log, then hold its rows to their rules.

    Parameters
    ----------
    drafts : mapping
        From name of a table to its draft; what is found goes into the drafts' findings.
    alone : str, default "me"
        The client where no table names one.

    Returns
    -------
    Catalogue
        The exercises of the log.
    """
    catalogue = _own_catalogue(drafts.get("exercises"))
    for draft in drafts.values():
        if "exercise" in draft.cells and draft.table.name != "exercises":
            type_exercises(draft, catalogue.read)
    people = [draft for draft in drafts.values() if draft.table.name != "exercises"]
    _name_clients(people, alone)
    check_spellings_of_clients(people)
    for draft in people:
        check_ends(draft)
    if "programme" in drafts:
        check_frequencies(drafts["programme"])
        check_overlaps(drafts["programme"])
    for name in ("sessions", "stiffness"):
        if name in drafts:
            check_repeats(drafts[name])
    return catalogue


def _own_catalogue(draft: Draft | None) -> Catalogue:
    """Merge a log's own exercises into the catalogue; rows that clash are set aside."""
    if draft is None:
        return merged_catalogue([])[0]
    rows = np.flatnonzero(~draft.findings.is_set_aside)
    columns = {name: list(texts) for name, texts in draft.typed.items()}
    own = [{name: str(texts[row]) for name, texts in columns.items()} for row in rows]
    catalogue, faults = merged_catalogue(own)
    for place, fault in faults.items():
        draft.findings.rows("exercise", rows[[place]], own[place]["exercise"], fault)
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
    drafts: Drafts, catalogue: Catalogue, *, as_of: pd.Timestamp | None, assumptions: Sequence[str]
) -> MobilityLog:
    """Make a log of checked drafts; the rows that were set aside are left out and kept beside."""
    clients = sorted(
        {
            draft.clients.values[code]
            for draft in drafts.values()
            if draft.clients is not None and draft.table.name != "exercises"
            for code in np.unique(draft.clients.codes)
            if code >= 0
        }
    )
    tables = {
        name: _typed_table(drafts[name], clients, catalogue)
        if name in drafts
        else _empty(name, clients, catalogue)
        for name in TABLES
        if name != "exercises"
    }
    days = [table["date"].max() for name, table in tables.items() if name in ("sessions", "stiffness")]
    latest = pd.Series([*days], dtype="datetime64[us]").max()
    return MobilityLog(
        **tables,
        exercises=catalogue.frame(),
        as_of=latest if as_of is None else as_of,
        account=_account(drafts),
        problems=problems_of(drafts),
        remarks=_remarks_of(drafts),
        assumptions=tuple(assumptions),
        set_aside=_set_aside(drafts),
        account_by_client=_account_by_client(drafts, clients),
    )


def _empty(name: str, clients: list[str], catalogue: Catalogue) -> pd.DataFrame:
    table = empty_table(name)
    dtypes = {"client": pd.CategoricalDtype(pd.Index(clients, dtype="str"))}
    if "exercise" in table:
        dtypes["exercise"] = pd.CategoricalDtype(pd.Index(catalogue.ids, dtype="str"))
    return table.astype(dtypes)


def _typed_table(draft: Draft, clients: list[str], catalogue: Catalogue) -> pd.DataFrame:
    """Return the used rows of a draft, sorted, with all columns of the schema."""
    columns: dict[str, Any] = {}
    kept = np.flatnonzero(~draft.findings.is_set_aside)
    codes = {
        "client": _recoded(draft.clients, clients)[kept],
        "exercise": _recoded(draft.exercises, catalogue.ids, draft.n_rows)[kept],
    }
    order = _order(draft, kept, codes)
    for column in draft.table.columns:
        if column.kind in codes:
            names = clients if column.kind == "client" else list(catalogue.ids)
            columns[column.name] = pd.Categorical.from_codes(
                codes[column.kind][order], categories=pd.Index(names, dtype="str")
            )
        else:
            columns[column.name] = _taken(draft, column, kept[order])
    for name in draft.table.derived:
        values = draft.typed.get(name)
        columns[name] = (
            _absent(derived_dtype(name), len(order)) if values is None else values[kept[order]]
        )
    return pd.DataFrame(columns)


def _recoded(coded: Coded | None, names: Sequence[str], n_rows: int = 0) -> NDArray[np.int32]:
    """Return codes into the sorted names of the whole log."""
    if coded is None:
        return np.full(n_rows, -1, dtype=np.int32)
    places = {name: place for place, name in enumerate(names)}
    moved = np.array([*(places.get(name, -1) for name in coded.values), -1], dtype=np.int32)
    return moved[coded.codes]


def _order(
    draft: Draft, kept: NDArray[np.intp], codes: Mapping[str, NDArray[np.int32]]
) -> NDArray[np.intp]:
    """Return the order of the kept rows: by the table's sort columns, then as in the file."""
    keys = [
        codes[name] if name in codes else draft.typed[name][kept]
        for name in draft.table.sort_by
        if name in codes or name in draft.typed
    ]
    return np.lexsort(keys[::-1]) if keys else np.arange(len(kept))


def _taken(draft: Draft, column: Column, rows: NDArray[np.intp]) -> Any:
    if column.name in draft.typed:
        return draft.typed[column.name][rows]
    dtype = column_dtype(column)
    if isinstance(dtype, pd.CategoricalDtype):
        words = column.words
        code = words.index(column.default) if column.default in words else -1
        return pd.Categorical.from_codes(np.full(len(rows), code, dtype=np.int8), dtype=dtype)
    return _absent(dtype, len(rows))


def _absent(dtype: str, n: int) -> Any:
    """Return a column that the file does not have: nothing in every row."""
    nothing = {"str": "", "bool": False}.get(dtype)
    return pd.Series([nothing], dtype=dtype).repeat(n).array


def _names_of_rows(draft: Draft) -> NDArray[np.object_]:
    """Return whose each row is; None where that is not known."""
    if draft.clients is None or draft.table.name == "exercises":
        return np.full(draft.n_rows, "", dtype=object)
    return np.array([*draft.clients.values, None], dtype=object)[draft.clients.codes]


def _frames(drafts: Drafts, findings: Mapping[str, Sequence[Finding]]) -> pd.DataFrame:
    frames = [
        problem_frame(
            findings[name],
            table=name,
            file=draft.raw.file,
            sheet=draft.raw.sheet,
            lines=draft.raw.lines,
            clients=_names_of_rows(draft),
        )
        for name, draft in drafts.items()
        if findings[name]
    ]
    return pd.concat(frames, ignore_index=True) if frames else no_problems()


def problems_of(drafts: Drafts, *, only_unsettled: bool = False) -> pd.DataFrame:
    """Return the problems of all tables; without those that need no repair, on request."""
    return _frames(
        drafts,
        {
            name: [f for f in draft.findings.problems if not (only_unsettled and f.is_settled)]
            for name, draft in drafts.items()
        },
    )


def raised_problems(drafts: Drafts) -> pd.DataFrame:
    """Return the problems for which ``on_problem="raise"`` raises."""
    return problems_of(drafts, only_unsettled=True)


def _remarks_of(drafts: Drafts) -> pd.DataFrame:
    return _frames(drafts, {name: draft.findings.remarks for name, draft in drafts.items()})


def _account(drafts: Drafts) -> pd.DataFrame:
    aside = {name: int(draft.findings.is_set_aside.sum()) for name, draft in drafts.items()}
    rows = [
        (name, draft.raw.file, draft.n_rows, draft.n_rows - aside[name], aside[name])
        for name, draft in drafts.items()
    ]
    empty = no_account()
    return pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())


def _account_by_client(drafts: Drafts, clients: list[str]) -> pd.DataFrame:
    parts = []
    for name, draft in drafts.items():
        if name == "exercises":
            continue
        codes = _recoded(draft.clients, clients)
        is_known = codes >= 0
        n = len(clients)
        read = np.bincount(codes[is_known], minlength=n)
        aside = np.bincount(codes[is_known & draft.findings.is_set_aside], minlength=n)
        parts.append(
            pd.DataFrame(
                {
                    "table": name,
                    "file": draft.raw.file,
                    "rows_read": read,
                    "rows_used": read - aside,
                    "rows_set_aside": aside,
                    "client": clients,
                }
            )[read > 0]
        )
    empty = no_client_account()
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype(empty.dtypes.to_dict())


def _set_aside(drafts: Drafts) -> pd.DataFrame:
    """Return the rows set aside as they were read."""
    parts = []
    for name, draft in drafts.items():
        rows = np.flatnonzero(draft.findings.is_set_aside)
        if len(rows):
            texts = [_row_texts(draft, place, rows) for place in range(len(draft.raw.columns))]
            shown = ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)]
            parts.append(
                pd.DataFrame(
                    {
                        "table": name,
                        "file": draft.raw.file,
                        "sheet": draft.raw.sheet,
                        "line": draft.raw.lines[rows],
                        "row": shown or [""] * len(rows),
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
