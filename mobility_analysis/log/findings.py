"""Problems and remarks, as they are found while a log is read: as tables, and as sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.model import no_problems
from mobility_analysis.log.schema import DIARY, columns_like

Rows = NDArray[np.intp]
NO_ROWS: Rows = np.empty(0, dtype=np.intp)
NO_LINE = -1
LONGEST_VALUE = 120
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Fault(NamedTuple):
    """Why a cell cannot be used: what was expected there, and what to do."""

    expected: str
    repair: str


Counted = Callable[[str, int], tuple[str, str]]
"""From what a remark shows, and a number of rows, to its value and its repair."""


class Finding(NamedTuple):
    """One fault, in the rows that have it; texts are one for all rows, or one a row."""

    column: str
    value: str | NDArray[np.object_]
    expected: str | NDArray[np.object_]
    repair: str | NDArray[np.object_]
    rows: Rows = NO_ROWS
    is_told_once: bool = False
    client: str | None = None
    is_settled: bool = False
    """Whether setting the rows aside is all that needs doing, so that nothing is raised."""
    counted: Counted | None = None
    """How it counts its rows, where it does: of some rows of a larger table they are fewer."""
    shown: str = ""
    """What the counted remark shows of its first row."""


@dataclass(eq=False, repr=False)
class Findings:
    """All that was found in one table: problems set rows aside, remarks do not."""

    n_rows: int
    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    parts: frozenset[str] = frozenset()
    """Columns of which a fault costs what stands there, and not the row."""
    is_set_aside: NDArray[np.bool_] = field(init=False)
    """Which rows are set aside, in whole or in part."""
    is_lost: NDArray[np.bool_] = field(init=False)
    """Which rows are set aside as a whole."""

    def __post_init__(self) -> None:
        self.is_set_aside = np.zeros(self.n_rows, dtype=bool)
        self.is_lost = np.zeros(self.n_rows, dtype=bool)

    @property
    def used(self) -> Rows | None:
        """The rows that are not set aside; None for all, which saves a list of millions."""
        return np.flatnonzero(~self.is_lost) if self.is_lost.any() else None

    def _set_aside(self, finding: Finding, rows: Rows | slice) -> None:
        self.problems.append(finding)
        self.is_set_aside[rows] = True
        if finding.column not in self.parts:
            self.is_lost[rows] = True

    def rows(self, column: str, rows: Rows, value: Any, fault: Fault) -> None:
        """Set rows aside, with a problem for each."""
        if len(rows):
            self._set_aside(Finding(column, value, fault.expected, fault.repair, rows), rows)

    def cells(
        self, column: str, codes: NDArray[Any], values: Sequence[str], faults: dict[int, Fault]
    ) -> None:
        """Set aside each row whose cell is one of the faulty distinct values."""
        if not faults:
            return
        texts = np.full((3, len(values)), "", dtype=object)
        is_faulty = np.zeros(len(values) + 1, dtype=bool)  # the last place is for code -1
        for code, fault in faults.items():
            texts[:, code] = (shortened(values[code]), *fault)
            is_faulty[code] = True
        rows = np.flatnonzero(is_faulty[codes])
        if not len(rows):
            return
        value, expected, repair = texts[:, codes[rows]]
        self._set_aside(Finding(column, value, expected, repair, rows), rows)

    def each(self, finding: Finding) -> None:
        """Set aside the rows of a finding that has its own texts for each row."""
        if len(finding.rows):
            self._set_aside(finding, finding.rows)

    def once(self, column: str, rows: Rows, value: str, fault: Fault) -> None:
        """Set rows aside for one reason that needs one repair."""
        told = Finding(column, value, fault.expected, fault.repair, rows, is_told_once=True)
        self._set_aside(told, rows)

    def table(self, column: str, value: str, fault: Fault) -> None:
        """Set all rows aside: the table as a whole cannot be used."""
        self.problems.append(Finding(column, shortened(value), fault.expected, fault.repair))
        self.is_set_aside[:] = self.is_lost[:] = True

    def remark(
        self,
        column: str,
        value: str,
        expected: str,
        repair: str,
        *,
        rows: Rows = NO_ROWS,
        client: str | None = None,
    ) -> None:
        """Point something out that sets nothing aside."""
        self.remarks.append(Finding(column, shortened(value), expected, repair, rows, True, client))

    def count(
        self, column: str, shown: str, expected: str, counted: Counted, *, rows: Rows
    ) -> None:
        """Point out how many rows have something."""
        value, repair = counted(shown, len(rows))
        self.remarks.append(
            Finding(column, shortened(value), expected, repair, rows, True, counted=counted,
                    shown=shown)
        )  # fmt: skip


def printable(text: str) -> str:
    r"""Return a text with the replacement mark in place of what no page can show.

    >>> printable("fine\x00 today")
    'fine� today'
    """
    return _UNSAFE.sub("\ufffd", text)


def shortened(text: str) -> str:
    r"""Return a cell's text for a message: on one line, and cut where it is long.

    >>> shortened("a\nb")
    'a b'
    """
    line = " ".join(printable(text[: 2 * LONGEST_VALUE]).split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 3] + "..."


class Where(NamedTuple):
    """Where the rows of a table stand in a file."""

    sheet: str
    sheet_of: Callable[[Rows], Any]
    """From rows to their sheets."""
    line: Callable[[Rows], NDArray[np.int64]]
    """From rows to their lines as a spreadsheet shows them."""
    column_of: Callable[[str, Rows], Any]
    """From a column and rows to how these name it."""


def problem_frame(
    findings: Sequence[Finding],
    *,
    table: str,
    file: str,
    where: Where,
    clients: NDArray[np.object_],
) -> pd.DataFrame:
    """Return the findings of one table as rows of ``no_problems``, in order of lines.

    What concerns the table as a whole names its sheet, no ``line`` and an empty ``client``; a row
    whose client is not known has a missing ``client``.
    """
    parts = [_rows_of(finding, where, clients) for finding in findings]
    if not parts:
        return no_problems()
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(whole["line"], kind="stable")
    columns: dict[str, Any] = {name: values[order] for name, values in whole.items()}
    lines = columns["line"]
    columns["line"] = pd.arrays.IntegerArray(lines, lines == NO_LINE)
    for name, text in {"table": table, "file": file}.items():
        columns[name] = np.full(len(lines), text, dtype=object)
    return columns_like(no_problems(), columns)


def _rows_of(
    finding: Finding, where: Where, clients: NDArray[np.object_]
) -> dict[str, NDArray[Any]]:
    """Return the columns of one finding, a row for each row of the file that it names."""
    rows = finding.rows[:1] if finding.is_told_once else finding.rows
    named = {name: getattr(finding, name) for name in ("column", "value", "expected", "repair")}
    if not len(rows):
        named |= {"sheet": where.sheet, "client": finding.client or ""}
        return {**_texts(1, named), "line": np.array([NO_LINE])}
    named |= {"sheet": where.sheet_of(rows), "client": clients[rows]}
    if finding.is_told_once and len(set(clients[finding.rows])) > 1:
        named["client"] = ""
    if finding.client is not None:
        named["client"] = finding.client
    named["column"] = where.column_of(finding.column, rows)
    return {**_texts(len(rows), named), "line": where.line(rows)}


def _texts(n_rows: int, texts: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return each text, one for all rows or one a row, as a column."""
    return {name: np.full(n_rows, text, dtype=object) for name, text in texts.items()}


def problem_sentence(problem: pd.Series[Any]) -> str:
    """Say one problem or remark: where, what was found, what was expected, what to do.

    Parameters
    ----------
    problem : Series
        A row of ``MobilityLog.problems``, ``MobilityLog.remarks`` or ``DataError.problems``.

    Returns
    -------
    str
        The sentence; a part that the problem does not have is left out.

    Examples
    --------
    >>> from mobility_analysis.log.model import DataError
    >>> from mobility_analysis.log.load import log_from_tables
    >>> try:
    ...     log_from_tables(stiffness=[{"date": "2026-01-05", "score": 14}])
    ... except DataError as error:
    ...     print(problem_sentence(error.problems.iloc[0]))
    stiffness, line 1, column score: found '14'; expected a number from 0 to 10. Correct the score.
    If all scores are on another scale, state that scale (--scale 1-5); none is changed unasked.
    """
    sheet = f", sheet {problem['sheet']}" if problem["sheet"] else ""
    line = "" if pd.isna(problem["line"]) else f", line {problem['line']}"
    column = f", column {problem['column']}" if problem["column"] else ""
    found = f"found {problem['value']!r}" if problem["value"] else ""
    if not found and problem["expected"]:
        found = "found nothing"
    expected = f"expected {problem['expected']}" if problem["expected"] else ""
    facts = "; ".join(part for part in (found, expected) if part)
    where = f"{problem['file']}{sheet}{line}{column}"
    return f"{where}: {facts}. {problem['repair']}" if facts else f"{where}: {problem['repair']}"


LINES_NAMED = 10


def problem_sentences(problems: pd.DataFrame) -> list[str]:
    """Write each problem as one sentence; the same one in several lines is said once.

    >>> import pandas as pd
    >>> found = {"file": "a.csv", "sheet": "", "column": "score", "value": "14", "expected": "",
    ...          "repair": "Correct the score."}
    >>> print(*problem_sentences(pd.DataFrame([{**found, "line": n} for n in (3, 5, 9)])))
    a.csv, line 3, column score: found '14'. Correct the score. The same in 2 more lines: 5, 9.
    """
    alike: dict[tuple[str, ...], list[pd.Series[Any]]] = {}
    names = ("file", "sheet", "column", "value", "expected", "repair")
    for place, problem in enumerate(problem for _, problem in problems.iterrows()):
        is_of_table = pd.isna(problem["line"])
        key = (*(str(problem[name]) for name in names), str(place) if is_of_table else "")
        alike.setdefault(key, []).append(problem)
    return [problem_sentence(own[0]) + _in_more_lines(own[0], own) for own in alike.values()]


def _in_more_lines(first: pd.Series[Any], alike: Sequence[pd.Series[Any]]) -> str:
    """Say in which other lines something is; a line may hold it several times."""
    lines = list(dict.fromkeys(str(own["line"]) for own in alike if not pd.isna(own["line"])))
    lines = [line for line in lines if line != str(first["line"])]
    if not lines:
        return ""
    left = len(lines) - LINES_NAMED
    more = f" and {left:,} more" if left > 0 else ""
    n = f"{len(lines):,} more line{'' if len(lines) == 1 else 's'}"
    return f" The same in {n}: {', '.join(lines[:LINES_NAMED])}{more}."


def unreadable_sentences(unreadable: pd.DataFrame) -> list[str]:
    """Name each log of a folder of many that could not be read, and say why.

    >>> import pandas as pd
    >>> unreadable_sentences(pd.DataFrame(
    ...     [{"client": "ben", "file": "ben.csv", "reason": "Fill in the file."}]))
    ['ben (ben.csv) could not be read: Fill in the file.']
    """
    return [
        f"{row['client']} ({row['file']}) could not be read: {row['reason']}"
        for row in unreadable.to_dict("records")
    ]


PLACES_NAMED = 4
FEWEST_ALIKE = 3
"""Files with the same account that are said together, and not each."""


def remark_sentences(remarks: pd.DataFrame) -> list[str]:
    """Write each remark as one sentence; what is pointed out in several places alike is said once.

    >>> said = [(f"{name}.csv", "Not used: the column 'a'.", None) for name in ("ann", "ben")]
    >>> remark_sentences(file_remarks(said))
    ["ann.csv: Not used: the column 'a'. The same in ben.csv."]
    """
    alike: dict[tuple[str, ...], list[pd.Series[Any]]] = {}
    for _, remark in remarks.iterrows():
        column = "" if remark["value"] else str(remark["column"])  # the column is all that is said
        key = (column, *(str(remark[name]) for name in ("value", "expected", "repair")))
        alike.setdefault(key, []).append(remark)
    said = []
    for first, *others in alike.values():
        said.append(problem_sentence(first) + _in_more_places(first, others))
    return said


def _in_more_places(first: pd.Series[Any], others: Sequence[pd.Series[Any]]) -> str:
    """Say in which other files something is, or in which sheets or lines of the same file."""
    for name, nouns in (("file", ""), ("sheet", "the sheets ")):
        found = list(dict.fromkeys(str(own[name]) for own in others if own[name] != first[name]))
        if found:
            noun = nouns.replace("sheets", "sheet") if len(found) == 1 else nouns
            more = ", ..." if found[PLACES_NAMED:] else ""
            return f" The same in {noun}{', '.join(found[:PLACES_NAMED])}{more}."
    return _in_more_lines(first, others)


def accounts_together(account: pd.DataFrame, sentences: Sequence[str]) -> list[str]:
    """Say once what is alike of one table in many files of which every row was used.

    >>> account = pd.DataFrame({"table": "days", "file": ["a.csv", "b.csv", "c.csv"]})
    >>> account = account.assign(rows_read=2, rows_used=2)
    >>> accounts_together(account, [f"{name}: 2 rows read" for name in account["file"]])
    ['a.csv and 2 more files, each: 2 rows read']
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    is_whole = (account["rows_read"] == account["rows_used"]).tolist()
    rows = zip(account["table"], account["file"], is_whole, sentences, strict=True)
    for table, file, is_used, said in rows:
        key = table, said.removeprefix(file), "" if is_used else file
        alike.setdefault(key, []).append(file)
    together = []
    for (_, rest, _), files in alike.items():
        if len(files) < FEWEST_ALIKE:
            together += [file + rest for file in files]
        else:
            place, _, counts = rest.rpartition(": ")
            together.append(f"{files[0]} and {len(files) - 1:,} more files{place}, each: {counts}")
    return together


def account_sentences(account: pd.DataFrame, left_out: pd.DataFrame) -> list[str]:
    """Say of each row of an account what became of its rows, and why some were left out.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> log = log_from_tables(stiffness=[{"date": "2026-01-05", "score": 4}])
    >>> account_sentences(log.account, log.left_out)
    ['stiffness: 1 row read = 1 used + 0 set aside']
    """
    said = []
    for place, row in zip(account_places(account), account.itertuples(index=False), strict=True):
        is_here = (left_out["file"] == row.file) & (left_out["sheet"] == row.sheet)
        counts: Counter[str] = Counter()
        for reason, n in left_out.loc[is_here, ["reason", "rows"]].to_numpy().tolist():
            counts[reason] += n
        why = "; ".join(f"{n:,}: {reason}" for reason, n in counts.items())
        more = f" + {sum(counts.values()):,} left out ({why})" if counts else ""
        is_of_both = row.table == DIARY or ", " in str(row.table)
        is_in_part = row.rows_set_aside and is_of_both  # a row may be of both tables
        aside = "set aside in whole or in part" if is_in_part else "set aside"
        said.append(
            f"{place}: {row.rows_read:,} row{'' if row.rows_read == 1 else 's'} read = "
            f"{row.rows_used:,} used "
            f"+ {row.rows_set_aside:,} {aside}{more}"
        )
    return said


def account_places(account: pd.DataFrame) -> list[str]:
    """Say of each row of an account where it stands: the file, and of a workbook table or sheet.

    >>> tables = ["sessions", "stiffness", "events"]
    >>> files = ["log.xlsx", "log.xlsx", "events.csv"]
    >>> account_places(pd.DataFrame({"table": tables, "file": files}))
    ['log.xlsx, table sessions', 'log.xlsx, table stiffness', 'events.csv']
    >>> tables, sheets = ["sessions, stiffness"] * 2 + ["sessions"], ["Ann", "Ben", "Cleo"]
    >>> account_places(pd.DataFrame({"table": tables, "file": "all.xlsx", "sheet": sheets}))
    ['all.xlsx, sheet Ann', 'all.xlsx, sheet Ben', 'all.xlsx, sheet Cleo']
    """
    has_several = account["file"].duplicated(keep=False)
    with_table = account["file"] + ", table " + account["table"]
    places = account["file"].where(~has_several, with_table)
    if "sheet" in account:
        with_sheet = account["file"] + ", sheet " + account["sheet"]
        is_shared = places.duplicated(keep=False) & (account["sheet"] != "")
        is_beside = account["file"].isin(account["file"][is_shared])  # said in the same way
        is_beside &= (account["sheet"] != "") & ~with_sheet.duplicated(keep=False)
        places = places.where(~(is_shared | is_beside), with_sheet)
    return places.tolist()


def file_remarks(said: Sequence[tuple[str, str, str | None]]) -> pd.DataFrame:
    """Return remarks on whole files: file, a sentence, and the client whom it concerns."""
    empty = no_problems()
    if not said:
        return empty
    blank = dict.fromkeys(empty.columns, [""] * len(said))
    files, texts, clients = zip(*said, strict=True)
    own = {"line": [pd.NA] * len(said), "file": files, "repair": texts, "client": clients}
    return columns_like(empty, blank | own)
