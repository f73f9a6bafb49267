"""A table on its way to being typed and checked, and what every column of it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.check.values import is_no_value
from mobility_analysis.log.findings import Fault, Findings
from mobility_analysis.log.read.cells import Coded, RawColumn, RawTable, cell_text, distinct
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import Column, Table, allowed_values


class Stated(NamedTuple):
    """What the user stated about a log."""

    date_order: str | None = None
    scale: Scale | None = None


NOTHING_STATED = Stated()


@dataclass(eq=False, repr=False)
class Draft:
    """A table on its way to being typed and checked."""

    table: Table
    raw: RawTable
    findings: Findings
    stated: Stated = NOTHING_STATED
    cells: dict[str, RawColumn] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    clients: Coded | None = None
    """Codes into ids of clients; None where the table has no such column, or an empty one."""
    exercises: Coded | None = None
    looked_at: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    """The different scores by which their scale is told, where none was stated."""
    left_out: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    """Rows that hold nothing for any figure though nothing is amiss, by the reason."""

    @property
    def n_rows(self) -> int:
        """Number of data rows."""
        return self.raw.n_rows

    @property
    def is_unusable(self) -> bool:
        """Whether the table as a whole had to be set aside."""
        return any(not len(f.rows) for f in self.findings.problems)

    @property
    def is_of_checks(self) -> bool:
        """Whether its rows are movement checks."""
        return self.table.name == "checks"

    def coded(self, name: str) -> Coded:
        """Return a column as codes into its distinct values; an absent one is empty."""
        if name not in self.cells:
            return Coded(np.full(self.n_rows, -1, dtype=np.int32), [])
        return distinct(self.cells[name])


def empty_draft(table: Table) -> Draft:
    """Return a table that no file has."""
    return Draft(table, RawTable("", "", (), (), range(0)), Findings(0))


class Texts(Sequence[str]):
    """Distinct values as text, made only when asked for."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, place: Any) -> Any:
        return cell_text(self.values[place])


def require(draft: Draft, column: Column, is_empty: NDArray[np.bool_]) -> None:
    """Make each empty cell of a required column a problem."""
    if column.is_required and is_empty.any():
        fault = Fault(allowed_values(column), "Fill in the cell, or delete the row.")
        draft.findings.rows(column.name, np.flatnonzero(is_empty), "", fault)


def without_no_values(draft: Draft, column: Column, coded: Coded) -> Coded:
    """Read NA, n/a and a dash as an empty cell where that cannot lose anything, and say so."""
    if column.is_required or column.default or column.kind in ("text", "list", "client"):
        return coded  # an empty status means done, which a dash does not
    codes = [code for code, value in enumerate(coded.values) if is_no_value(value)]
    rows = np.flatnonzero(np.isin(coded.codes, codes)) if codes else np.empty(0, dtype=np.intp)
    if not len(rows):
        return coded
    shown = cell_text(coded.values[codes[0]])
    draft.findings.count(column.name, shown, allowed_values(column), _no_values, rows=rows)
    kept = coded.codes.copy()
    kept[rows] = -1
    values = list(coded.values)
    for code in codes:
        values[code] = ""
    return Coded(kept, values, coded.decided)


def _no_values(shown: str, n: int) -> tuple[str, str]:
    return shown, f"Read as an empty cell, in {n} row{'s' if n > 1 else ''}."


def parse_distinct(
    draft: Draft, column: Column, parse: Callable[[Any], Any]
) -> tuple[NDArray[np.integer[Any]], list[Any]]:
    """Parse each distinct value once; faulty ones and empty required ones are problems."""
    coded = without_no_values(draft, column, draft.coded(column.name))
    results = [parse(value) for value in coded.values]
    faults = {code: r for code, r in enumerate(results) if isinstance(r, Fault)}
    draft.findings.cells(column.name, coded.codes, Texts(coded.values), faults)
    if coded.has_empty:
        require(draft, column, coded.codes == -1)
    return coded.codes, [
        None if isinstance(r, Fault) else r for r in results
    ] if faults else results
