"""What became of every row: the account, the problems, the remarks, the rows set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import counts_of
from mobility_analysis.log.cells import Coded, cell_text, distinct, moved, used_codes
from mobility_analysis.log.draft import Draft
from mobility_analysis.log.findings import Finding, problem_frame, shortened
from mobility_analysis.log.model import (
    no_account,
    no_client_account,
    no_problems,
    no_set_aside,
)

__all__ = [
    "account_by_client", "account_of", "clients_of", "problems_of", "recoded", "remarks_of",
    "rows_set_aside",
]  # fmt: skip


def clients_of(drafts: Sequence[Draft]) -> list[str]:
    """Return the ids of all clients that any row names, sorted."""
    found = set()
    for draft in drafts:
        if draft.clients is not None and draft.table.name != "exercises":
            found |= {draft.clients.values[code] for code in used_codes(draft.clients)}
    return sorted(found)


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
    """Return whose each row is; None where that is not known."""
    if draft.clients is None or draft.table.name == "exercises":
        return np.full(draft.n_rows, "", dtype=object)
    names = np.array([*draft.clients.values, None], dtype=object)
    found: NDArray[np.object_] = names[draft.clients.codes]
    return found


def problems_of(drafts: Sequence[Draft], *, only_unsettled: bool = False) -> pd.DataFrame:
    """Return the problems of all tables.

    Parameters
    ----------
    drafts : sequence of Draft
        Checked tables.
    only_unsettled : bool, default False
        Whether to leave out those that setting the row aside has settled, as for a repeated row.
    """
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
    frames = [
        problem_frame(
            findings[id(draft)],
            table=draft.table.name,
            file=draft.raw.file,
            sheet=draft.raw.sheet,
            sheet_of=draft.raw.sheet_of,
            line=draft.raw.line,
            clients=_names_of_rows(draft),
        )
        for draft in drafts
        if findings[id(draft)]
    ]
    return pd.concat(frames, ignore_index=True) if frames else no_problems()


def remarks_of(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Return what is pointed out in all tables and sets nothing aside."""
    return finding_frames(drafts, {id(draft): draft.findings.remarks for draft in drafts})


def account_of(drafts: Sequence[Draft]) -> pd.DataFrame:
    """Count the rows of each table: read, used, set aside."""
    rows = []
    for draft in drafts:
        aside = int(draft.findings.is_set_aside.sum())
        used = draft.n_rows - aside
        place = (draft.table.name, draft.raw.file)
        rows.append((*place, draft.n_rows, used, aside, 0, draft.raw.sheet))
    empty = no_account()
    return pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())


def account_by_client(drafts: Sequence[Draft], clients: list[str]) -> pd.DataFrame:
    """Count each client's rows; those of a table ``exercises`` are everybody's."""
    parts = []
    for draft in drafts:
        is_everybodys = draft.table.name == "exercises"
        names = [""] if is_everybodys else clients
        whose = draft.clients or Coded(np.zeros(draft.n_rows, dtype=np.int8), [""])
        read = _by_name(whose.counts, whose.values, names)
        own = counts_of(whose.codes[draft.findings.is_set_aside], len(whose.values))
        aside = _by_name(own, whose.values, names)
        counts = pd.DataFrame(
            {
                "table": draft.table.name,
                "file": draft.raw.file,
                "rows_read": read,
                "rows_used": read - aside,
                "rows_set_aside": aside,
                "rows_left_out": 0,
                "sheet": draft.raw.sheet,
                "client": names,
            }
        )
        parts.append(counts[read > 0])
    empty = no_client_account()
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype(empty.dtypes.to_dict())


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
        rows = np.flatnonzero(draft.findings.is_set_aside)
        if len(rows):
            texts = [_row_texts(draft, place, rows) for place in range(len(draft.raw.columns))]
            parts.append(
                pd.DataFrame(
                    {
                        "table": draft.table.name,
                        "file": draft.raw.file,
                        "sheet": draft.raw.sheet_of(rows),
                        "line": draft.raw.line(rows),
                        "row": ["; ".join(filter(None, row)) for row in zip(*texts, strict=True)],
                        "client": _names_of_rows(draft)[rows],
                        "is_repeat": ~_is_lost(draft)[rows],
                    }
                )
            )
    empty = no_set_aside()
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype(empty.dtypes.to_dict())


def _is_lost(draft: Draft) -> NDArray[np.bool_]:
    """Tell of each row whether a problem sets it aside that is not settled by that."""
    is_lost = np.zeros(draft.n_rows, dtype=bool)
    for finding in draft.findings.problems:
        if not finding.is_settled:
            is_lost[finding.rows if len(finding.rows) else slice(None)] = True
    return is_lost


def _row_texts(draft: Draft, place: int, rows: NDArray[np.intp]) -> list[str]:
    coded = distinct(draft.raw.columns[place])
    header = draft.raw.header[place].strip() or f"(column {place + 1})"
    return [
        "" if code < 0 else f"{header}={shortened(cell_text(coded.values[code]))}"
        for code in coded.codes[rows]
    ]
