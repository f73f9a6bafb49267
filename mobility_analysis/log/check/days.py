"""The diary, a row a day with a column an exercise, is checked and becomes sessions and ratings.

Its own columns are typed as those of any table. A tick or a rating that cannot be read costs no
other of its day: such a row counts as set aside, in part, and so rows read = rows used + rows set
aside holds of days, too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import day_numbers, taken
from mobility_analysis.log.catalogue import NO_AREA, Catalogue, exercise_key
from mobility_analysis.log.check.bearing import (
    SHOWN,
    Tally,
    Told,
    bearing_of,
    may_name_an_exercise,
    tally_of,
    told_by,
)
from mobility_analysis.log.check.columns import (
    holds_anything,
    remark_on_column,
    remark_on_file,
    type_columns,
)
from mobility_analysis.log.check.dates import order_of_column
from mobility_analysis.log.check.draft import Draft, Stated, Texts
from mobility_analysis.log.check.rules import alike
from mobility_analysis.log.check.values import (
    CROSS,
    crosses_among,
    marks_of,
    mixed_crosses,
    read_number,
    tick_status,
    word_key,
)
from mobility_analysis.log.findings import Fault, Findings, shortened
from mobility_analysis.log.read.cells import (
    Coded,
    Decided,
    Native,
    RawColumn,
    RawTable,
    cell_text,
    distinct,
)
from mobility_analysis.log.read.headers import NO_COLUMN, MatchedHeader, match_header
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import (
    A_TICK,
    DIARY,
    MOST_SETS_A_DAY,
    SETS,
    STATUSES,
    TABLES,
)

NEAR = 0.8
"""From how like an exercise a header is a slip of the pen, whatever stands under it. *Ours.*"""
_OF_RATING = frozenset({"stiffness", "moment", "stated_scale"})
"""Columns of which a fault costs the rating of a day, and not its ticks."""
LONE_NOTE = "a note alone"
NOTHING = -1
_SETS = re.compile(r"(\d+)\s*(?:sets?|x|×)|[x×]\s*(\d+)")
_LETTERS = {"p": "partial", "s": "skipped"}
_UNTICKED = frozenset({"false", "☐"})
"""A box that a spreadsheet draws before anybody ticks it: no more than an empty cell."""
_IF_AN_EXERCISE = (
    " If it is an exercise, write x where it was done, or add a row for it to the table exercises; "
    f"if not, put {NO_COLUMN} before its header."
)
_NO_SETS = "Write the number of sets here; repetitions, seconds and kilograms go into sessions."

Codes = NDArray[np.integer[Any]]


class Tick(NamedTuple):
    """What a cell under an exercise says: its status as a place in ``STATUSES``, and the sets."""

    status: int
    sets: float


NO_TICK_THERE = Tick(NOTHING, np.nan)


def read_tick(value: object) -> Tick | Fault:
    """Read what was done of an exercise that day: a tick, a number of sets, partly, skipped.

    >>> read_tick("x"), read_tick(3), read_tick("skipped"), read_tick("no")
    (Tick(status=0, sets=nan), Tick(status=0, sets=3.0), Tick(status=2, sets=nan), \
Tick(status=-1, sets=nan))
    >>> read_tick("30 s").repair
    'Write the number of sets here; repetitions, seconds and kilograms go into sessions.'
    """
    written = word_key(value)
    found = _SETS.fullmatch(written)
    sets = read_number(found[1] or found[2] if found else value, SETS.between(0, MOST_SETS_A_DAY))
    if isinstance(sets, float):
        return Tick(STATUSES.index("done"), sets) if sets else NO_TICK_THERE
    status = _LETTERS.get(written, tick_status(value))
    if status in STATUSES:
        return Tick(STATUSES.index(status), np.nan)
    return Fault(A_TICK, _NO_SETS) if status else NO_TICK_THERE


def untyped_diary(raw: RawTable, stated: Stated) -> Draft:
    """Return a diary as it was read: only the exercises of its log tell its columns apart."""
    return Draft(TABLES[DIARY], raw, Findings(raw.n_rows), stated=stated)


def type_diary(draft: Draft, catalogue: Catalogue) -> None:
    """Match the header of a diary, and type its own columns and those of exercises."""
    if draft.raw.fault is not None:
        draft.findings.table("", *draft.raw.fault)
        return
    diary = match_diary(draft.raw.header, catalogue, draft.stated.scale)
    exercises, matched = diary.exercises, diary.own
    whole = draft.raw
    _pass_over_unfilled(draft, diary.holding)
    ticked = {shortened(whole.header[place].strip()) for place in exercises}
    draft.findings.parts = frozenset({*_OF_RATING, *ticked})
    orders = dict(matched.orders)
    if "date" in matched.places and "date" not in orders:
        # days that wait to be filled in may tell how those before them are meant
        orders["date"] = order_of_column(whole.columns[matched.places["date"]]) or ""
    for column, written, fault in matched.faults:
        draft.findings.table(column, written, fault)
    for written, fault in diary.twice:
        draft.findings.table("exercise", written, fault)
    draft.cells |= {name: draft.raw.columns[place] for name, place in matched.places.items()}
    type_columns(draft, {name: order for name, order in orders.items() if order}, draft.stated)
    for place, exercise in exercises.items():
        _type_ticks(draft, place, exercise)
    # after the cells, so that their problems are told together with those of columns
    left_out = [
        unknown for unknown in matched.unknown if not _is_refused(draft, *unknown[:2], catalogue)
    ]
    for place, written, near in left_out:
        _tell_left_out(draft, place, written, near, catalogue)
    remark_on_file(draft)
    if not exercises and "stiffness" not in matched.places and not draft.is_unusable:
        fault = Fault(
            "a column an exercise, or a column 'stiffness'",
            "Head a column with the name of each exercise.",
        )
        draft.findings.table("", ", ".join(filter(None, draft.raw.header)), fault)
    _leave_out_lone_notes(draft)


class MatchedDiary(NamedTuple):
    """Which columns of a diary are exercises, and which are its own."""

    exercises: dict[int, str]
    twice: list[tuple[str, Fault]]
    """What stands above two columns of one exercise."""
    own: MatchedHeader

    @property
    def holding(self) -> list[int]:
        """Places of the columns that fill a row: with the others alone it waits for its day."""
        own = [self.own.places[n] for n in ("stiffness", "note") if n in self.own.places]
        return [*self.exercises, *own]


def match_diary(header: Sequence[str], catalogue: Catalogue, scale: Scale | None) -> MatchedDiary:
    """Find the exercises and the own columns of a diary in its header.

    Those without a header are unknown, too: any of them may be one of ticks or of scores, but for
    the first, which numbers the rows.
    """
    exercises, twice = _exercise_places(header, catalogue)
    own = ["" if place in exercises else text for place, text in enumerate(header)]
    own = ["" if text.strip().startswith(NO_COLUMN) else text for text in own]
    matched = match_header(own, TABLES[DIARY], scale=scale)
    matched.unknown += [(n, "", "") for n, text in enumerate(header) if n and not text.strip()]
    return MatchedDiary(exercises, twice, matched)


def own_exercises(draft: Draft, catalogue: Catalogue) -> list[dict[str, str]]:
    """Return a row of the table exercises for each new column of ticks that nobody defines.

    One nearly spelled as a known exercise is none, and of numbers alone nobody knows what they are.
    """
    if draft.raw.fault is not None:
        return []
    diary = match_diary(draft.raw.header, catalogue, draft.stated.scale)
    if not diary.exercises and "stiffness" not in diary.own.places:
        return []
    return [
        {"exercise": written.strip(), "focus_areas": NO_AREA}
        for place, written, _ in diary.own.unknown
        if written
        and not _is_nearly_an_exercise(written, catalogue)
        and may_name_an_exercise(written)
        and _is_of_ticks(distinct(draft.raw.columns[place]))
    ]


def _is_of_ticks(column: Coded) -> bool:
    if column.decided is not None and column.decided.are_ticks is not None:
        return column.decided.are_ticks
    return are_ticks(told_by(column))


def are_ticks(values: Told) -> bool:
    """Tell whether all cells of a column are ticks or numbers of sets, and not numbers alone."""
    marks = values.marks if isinstance(values, Tally) else marks_of(values)
    return not are_numbers(values) and not crosses_among(marks) and _all_are("a tick", values)


def are_numbers(values: Told) -> bool:
    """Tell whether all cells of a column are numbers, of which nobody knows what they count."""
    return _all_are("a number", values)


IN_A_DIARY: Mapping[str, Callable[[Any], bool]] = {
    "a tick": lambda value: not isinstance(read_tick(value), Fault),
    "a number": lambda value: isinstance(read_number(value, SETS), float),
}
"""What all cells of a column may be that is none of a diary's own."""


def _all_are(what: str, values: Told) -> bool:
    if isinstance(values, Tally):
        return what in values.passed
    return all(map(IN_A_DIARY[what], values))


def tell_own_exercises(draft: Draft, own: Collection[str]) -> None:
    """Point out the columns that were taken for exercises of one's own."""
    for written in draft.raw.header:
        if written.strip() in own:
            draft.findings.remark(
                shortened(written), "", "",
                "Read as an exercise of your own. What it trains is not stated: add a row for it "
                f"to the table exercises. If it means something else, put {NO_COLUMN} before its "
                "header.",
            )  # fmt: skip


def _exercise_places(
    header: Sequence[str], catalogue: Catalogue
) -> tuple[dict[int, str], list[tuple[str, Fault]]]:
    """Return the exercise of each column that is one, and what stands above two columns."""
    found: dict[int, str] = {}
    twice = []
    for place, written in enumerate(header):
        exercise = catalogue.spellings.get(exercise_key(written))
        if exercise is None or match_header([written], TABLES[DIARY]).places:
            continue
        if exercise in found.values():
            repair = "Keep one of the two columns, and give a day that has more another row."
            twice.append((written, Fault(f"one column for {exercise!r}", repair)))
        found[place] = exercise
    return found, twice


_NO_HEADER = Fault(
    "a header above ticks or numbers",
    "Head the column with the name of an exercise, or with what it holds. If it is not to be read, "
    f"begin its header with {NO_COLUMN}, or take it out.",
)


def _is_refused(draft: Draft, place: int, written: str, catalogue: Catalogue) -> bool:
    """Refuse a diary for a column that is none of its own and may be an exercise."""
    values = told_by(distinct(draft.raw.columns[place]))
    if not may_be_an_exercise(written, values, catalogue):
        return False
    bearing = bearing_of(written, values)
    found = bearing.found if bearing else written
    if written:
        _refuse(draft, written, found, catalogue)
    else:
        draft.findings.table(f"(column {place + 1})", found, _NO_HEADER)
    return True


def _refuse(draft: Draft, written: str, found: str, catalogue: Catalogue) -> None:
    fault = catalogue.read(written)
    repair = fault.repair if isinstance(fault, Fault) else ""
    meant = Fault(
        "the name of an exercise above a column of ticks or numbers",
        f"{repair} If it means something else, put {NO_COLUMN} before its header.",
    )
    draft.findings.table(shortened(written), found, meant)


def _tell_left_out(draft: Draft, place: int, written: str, near: str, catalogue: Catalogue) -> None:
    """Name a column that is left out; one of numbers may be an exercise, and says what to do.

    Where the header is to be mended anyway, that is told with the rest.
    """
    if not written:
        return  # which is told of the file
    column = draft.raw.columns[place]
    values = told_by(distinct(column))
    is_of_numbers = bool(values) and are_numbers(values)
    if is_of_numbers and draft.is_unusable:
        first = (cell_text(value) for _, value in tally_of(written, values).first[:SHOWN])
        _refuse(draft, written, ", ".join(first), catalogue)
    elif holds_anything(column):
        remark_on_column(draft, written, near, _IF_AN_EXERCISE if is_of_numbers else "")


def may_be_an_exercise(written: str, values: Told, catalogue: Catalogue) -> bool:
    """Tell whether a column that is none of a diary's may be one of ticks or of scores."""
    bearing = bearing_of(written, values)
    are_ticks_or_scores = bearing is not None and not bearing.is_mixed
    return are_ticks_or_scores or _is_nearly_an_exercise(written, catalogue)


def _is_nearly_an_exercise(written: str, catalogue: Catalogue) -> bool:
    key = exercise_key(written)
    return bool(difflib.get_close_matches(key, list(catalogue.spellings), n=1, cutoff=NEAR))


def _pass_over_unfilled(draft: Draft, places: Iterable[int]) -> None:
    """Pass over rows in which nothing but the date is filled in: they wait for their day.

    As blank rows, they are no rows of the table.
    """
    raw = draft.raw
    is_filled = np.zeros(raw.n_rows, dtype=bool)
    is_filled[[*raw.too_long, *raw.swallowed]] = True
    for place in places:
        coded = distinct(raw.columns[place])
        says = [*map(fills_row, coded.values)]
        is_filled |= np.array([*says, False])[coded.codes]
    if not is_filled.all():
        draft.raw = _rows_of(raw, np.flatnonzero(is_filled))
        draft.findings = Findings(draft.raw.n_rows)


def fills_row(value: object) -> bool:
    """Tell whether a cell that holds something fills its row: an unticked box does not.

    >>> fills_row("x"), fills_row("no"), fills_row(False)
    (True, True, False)
    """
    return word_key(value) not in _UNTICKED


def _rows_of(raw: RawTable, rows: NDArray[np.intp]) -> RawTable:
    """Return some rows of a table, each with its line and sheet."""
    new = {int(row): place for place, row in enumerate(rows)}
    return replace(
        raw,
        columns=tuple(_cells_of(column, rows) for column in raw.columns),
        lines=np.asarray(raw.line(rows)),
        too_long={new[row]: text for row, text in raw.too_long.items()},
        swallowed={new[row]: text for row, text in raw.swallowed.items()},
        sheets=None if raw.sheets is None else raw.sheets[rows],
    )


def _cells_of(column: RawColumn, rows: NDArray[np.intp]) -> RawColumn:
    if isinstance(column, Native):
        return column._replace(values=column.values.iloc[rows].reset_index(drop=True))
    some = replace(column, codes=column.codes[rows])
    used = [code for code in np.unique(some.codes).tolist() if code >= 0]
    places = np.full(len(column.values) + 1, -1, dtype=some.codes.dtype)  # the last is of code -1
    places[used] = np.arange(len(used))
    return replace(some, codes=places[some.codes], values=[column.values[code] for code in used])


def _type_ticks(draft: Draft, place: int, exercise: str) -> None:
    """Read a column of ticks; each different cell once."""
    header, coded = draft.raw.header[place].strip(), distinct(draft.raw.columns[place])
    decided = coded.decided or decided_of_ticks(zip(coded.values, coded.counts, strict=True))
    crosses = decided.crosses
    read = [CROSS if word_key(v) in crosses else read_tick(v) for v in coded.values]
    faults = {code: tick for code, tick in enumerate(read) if isinstance(tick, Fault)}
    draft.findings.cells(shortened(header), coded.codes, Texts(coded.values), faults)
    ticks = [NO_TICK_THERE if isinstance(t, Fault) else t for t in [*read, NO_TICK_THERE]]
    statuses = np.array([tick.status for tick in ticks], dtype=np.int8)
    draft.typed[_status_of(exercise)] = taken(statuses, coded.codes)
    draft.typed[_sets_of(exercise)] = taken(np.array([tick.sets for tick in ticks]), coded.codes)
    rows = np.flatnonzero(draft.typed[_sets_of(exercise)] == 1)
    if len(rows) and decided.is_of_ones:
        draft.findings.count(shortened(header), "1", "", _ones, rows=rows)


def _ones(shown: str, n: int) -> tuple[str, str]:
    return shown, (
        f"Read as one set, in {n:,} rows: no other number stands in this column. If 1 means done, "
        "write a tick."
    )


def decided_of_ticks(cells: Iterable[tuple[Any, int]]) -> Decided:
    """Return what all different cells under an exercise, with how often each is there, decide.

    >>> cells = [("1", 2), ("x", 1)], [("1", 2), ("2", 1)]
    >>> [decided_of_ticks(own).is_of_ones for own in cells]
    [True, False]
    """
    n_ones, has_others, marks = 0, False, set()
    for value, n in cells:
        if not n:
            continue
        tick = read_tick(value)
        sets = tick.sets if isinstance(tick, Tick) else np.nan
        n_ones += n if sets == 1 else 0
        has_others |= sets > 0 and sets != 1
        marks.add(word_key(value))
    return Decided(crosses=mixed_crosses(marks), is_of_ones=n_ones > 1 and not has_others)


def _status_of(exercise: str) -> str:
    return f"status of {exercise}"


def _sets_of(exercise: str) -> str:
    return f"sets of {exercise}"


def _ticked(draft: Draft) -> list[str]:
    """Return the exercises that a diary has a column for, in order."""
    return [name.removeprefix(_status_of("")) for name in draft.typed
            if name.startswith(_status_of(""))]  # fmt: skip


def _leave_out_lone_notes(draft: Draft) -> None:
    """Leave out rows with a note and nothing else: no page has a place for it, which is said.

    A row that says no, or a dash, is used: on that day there was no session.
    """
    if "note" not in draft.typed:
        return
    is_lone = ~draft.findings.is_set_aside & np.asarray(draft.typed["note"] != "", dtype=bool)
    for exercise in _ticked(draft):
        is_lone &= draft.typed[_status_of(exercise)] < 0
    if "stiffness" in draft.typed:
        is_lone &= np.isnan(draft.typed["stiffness"])
    rows = np.flatnonzero(is_lone)
    if not len(rows):
        return
    draft.left_out[LONE_NOTE] = rows
    whose = np.full(len(rows), NOTHING) if draft.clients is None else draft.clients.codes[rows]
    for code in np.unique(whose):  # nobody is told another one's note
        own = rows[whose == code]
        first = str(draft.typed["note"][own[0]])
        if draft.clients is None:
            draft.findings.count("note", first, "", _lone_notes, rows=own)
            continue
        value, repair = _lone_notes(first, len(own))
        draft.findings.remark("note", value, "", repair, rows=own)


def _lone_notes(shown: str, n: int) -> tuple[str, str]:
    stands = "1 note stands" if n == 1 else f"{n:,} notes stand"
    return shown, (
        f"{stands} alone in a row and {'is' if n == 1 else 'are'} on no page: tick an exercise or "
        "write a score beside a note that is to be read."
    )


def with_parts(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the tables of a log, each diary among them as the sessions and ratings it holds."""
    return [
        part
        for draft in drafts
        for part in (parts_of(draft) if draft.table.name == DIARY else [draft])
    ]


def parts_of(draft: Draft) -> list[Draft]:
    """Return the sessions and ratings of the rows of a diary that are used, each with its line.

    A row's note goes with its rating or, without one, with its first session. A rating of which the
    score or the moment cannot be read is none.
    """
    if draft.clients is None or "date" not in draft.typed:
        return []
    is_used = ~draft.findings.is_lost
    exercises = _ticked(draft)
    statuses = np.array([draft.typed[_status_of(exercise)] for exercise in exercises])
    statuses = statuses.reshape(len(exercises), draft.n_rows)
    rows, ticked = np.nonzero(((statuses >= 0) & is_used).T)
    scores = draft.typed.get("stiffness", np.full(draft.n_rows, np.nan))
    scores = np.where(faulty_in(draft, _OF_RATING), np.nan, scores)
    rated = np.flatnonzero(is_used & ~np.isnan(scores))
    is_first = np.diff(rows, prepend=-1) != 0
    has_note = is_first & np.isnan(scores[rows])
    sets = np.array([draft.typed[_sets_of(exercise)] for exercise in exercises])
    sets = sets.reshape(len(exercises), draft.n_rows)
    sessions = _part(draft, "sessions", rows, has_note)
    sessions.exercises = Coded(ticked.astype(np.int32), exercises)
    codes = statuses[ticked, rows].astype(np.int8)
    words = pd.Index(list(STATUSES))
    sessions.typed |= {
        "status": pd.Categorical.from_codes(codes, categories=words),
        "sets": sets[ticked, rows],
    }
    ratings = _part(draft, "stiffness", rated, np.ones(len(rated), dtype=bool))
    ratings.typed["score"] = scores[rated]
    for name in ("moment", "stated_scale"):
        if name in draft.typed:
            ratings.typed[name] = draft.typed[name][rated]
    return [sessions, ratings]


def faulty_in(draft: Draft, columns: Collection[str]) -> NDArray[np.bool_]:
    """Tell which rows have a problem in one of some columns."""
    is_faulty = np.zeros(draft.n_rows, dtype=bool)
    for finding in draft.findings.problems:
        if finding.column in columns:
            is_faulty[finding.rows] = True
    return is_faulty


def tables_lacking(draft: Draft) -> NDArray[np.object_]:
    """Return which table each row that is set aside lacks in: the diary where in both."""
    is_of_rating = faulty_in(draft, _OF_RATING)
    is_of_ticks = faulty_in(draft, draft.findings.parts - _OF_RATING)
    is_of_one = ~draft.findings.is_lost & (is_of_rating != is_of_ticks)
    one = np.where(is_of_rating, "stiffness", "sessions")
    return np.where(is_of_one, one, DIARY).astype(object)


def _part(draft: Draft, name: str, rows: NDArray[np.intp], has_note: NDArray[np.bool_]) -> Draft:
    """Return a table of some rows of a diary, with what a session and a rating share."""
    raw = draft.raw
    sheets = None if raw.sheets is None else raw.sheets[rows]
    whole = RawTable(raw.file, raw.sheet, (), (), np.asarray(raw.line(rows)), sheets=sheets)
    part = Draft(TABLES[name], whole, Findings(len(rows)))
    if draft.clients is not None:
        part.clients = Coded(draft.clients.codes[rows], draft.clients.values)
    part.typed = {key: draft.typed[key][rows] for key in ("date", "time") if key in draft.typed}
    if "note" in draft.typed:
        notes = np.asarray(draft.typed["note"][rows], dtype=object)
        part.typed["note"] = pd.array(np.where(has_note, notes, ""), dtype="str")
    return part


def point_out_twice(drafts: Sequence[Draft]) -> None:
    """Point out the days of each client with an exercise twice in a diary, or there and beside it.

    Each was counted as a session.
    """
    diaries = [draft for draft in drafts if draft.table.name == DIARY]
    for diary in diaries:
        parts = [part for part in parts_of(diary) if part.table.name == "sessions"]
        beside = [
            d
            for d in drafts
            if d.table.name == "sessions" and "date" in d.typed and d.exercises is not None
        ]
        keys = [_days_and_exercises([*parts, *beside], name) for name in ("client", "exercise")]
        days = [day_numbers(d.typed["date"][_used_rows(d)]) for d in [*parts, *beside]]
        if not parts or not len(rows := alike([*keys, np.concatenate(days)])):
            continue
        n_own = parts[0].n_rows
        found = pd.DataFrame({"row": rows, "client": keys[0][rows], "exercise": keys[1][rows]})
        found["day"] = np.concatenate(days)[rows]
        found["is_own"] = found["row"] < n_own
        groups = found.groupby(["client", "exercise", "day"])["is_own"]
        found = found[groups.transform("any") & (keys[0][rows] >= 0) & (keys[1][rows] >= 0)]
        for _, twice in found.groupby("client"):
            _point_out(diary, parts[0], beside, twice)


def _used_rows(draft: Draft) -> NDArray[np.intp]:
    used = draft.findings.used
    return np.arange(draft.n_rows) if used is None else used


def _days_and_exercises(drafts: Sequence[Draft], name: str) -> NDArray[np.int64]:
    """Return the clients, or exercises, of the used rows of some tables as codes of one list."""
    places: dict[str, int] = {}
    found = [np.empty(0, dtype=np.int64)]
    for draft in drafts:
        coded = draft.clients if name == "client" else draft.exercises
        if coded is not None:
            own = [places.setdefault(value, len(places)) for value in coded.values]
            found.append(np.array([*own, NOTHING], dtype=np.int64)[coded.codes[_used_rows(draft)]])
    return np.concatenate(found)


def _point_out(diary: Draft, part: Draft, beside: Sequence[Draft], twice: pd.DataFrame) -> None:
    """Point out one client's days, and where the first of them stands."""
    n = twice["day"].nunique()
    own, others = twice.loc[twice["is_own"], "row"], twice.loc[~twice["is_own"], "row"]
    also = ""
    if len(others):
        place = int(others.iloc[0]) - part.n_rows
        for draft in beside:
            rows = _used_rows(draft)
            if place < len(rows):
                also = f" and {draft.raw.file}, line {int(draft.raw.line(rows[place]))}"
                break
            place -= len(rows)
    first = int(own.iloc[0])
    assert part.clients is not None  # noqa: S101 (a diary without clients has no parts)
    diary.findings.remark(
        "exercise", f"same exercise twice on {n} day{'' if n == 1 else 's'}", "",
        f"The first of them is {diary.raw.file}, line {int(part.raw.line(first))}{also}. Each was "
        "counted as a session: delete what was entered twice.",
        client=part.clients.values[part.clients.codes[first]],
    )  # fmt: skip
