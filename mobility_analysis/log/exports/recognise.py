"""What a sheet of unknown shape seems to hold: said column by column, and drafted as a recipe.

What is certain stands in the draft; what bears on the meaning and is not certain is a question
(``asked``). Nothing is taken on this ground alone where somebody can be asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import bearing_of, is_named_as_status, status_meanings
from mobility_analysis.log.check.dates import Open, chosen_order, read_moment
from mobility_analysis.log.check.units import is_column_of_units, read_amount, unit_of, unit_place
from mobility_analysis.log.check.values import (
    NO_TICK,
    means_no_exercise,
    read_number,
    tick_status,
    word_key,
)
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.questions import (
    FIRST_ROWS,
    ROLES,
    SAMPLES,
    Detected,
    Question,
    Taken,
    Understanding,
    added,
)
from mobility_analysis.log.exports.shapes.every import DETECTORS, SEPARATORS, own_columns
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.languages.answers import moment_pattern
from mobility_analysis.log.languages.headers import columns_named
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.apps import app_of
from mobility_analysis.log.read.cells import Coded, RawTable, Sheet, cell_text, is_blank
from mobility_analysis.log.read.headers import header_key, match_header, speaks_of_stiffness
from mobility_analysis.log.read.numbered_sets import numbers_sets
from mobility_analysis.log.read.settings_file import BUILT_IN
from mobility_analysis.log.read.sheets import table_of_sheet
from mobility_analysis.log.scales import Scale, checked_scale
from mobility_analysis.log.schema import STATUS_SPELLINGS, TABLES

MOST = 0.8
"""Share of a column's cells that must fit what it is taken for. *Our choice.*"""
NOT_USED = "not used"
HEAD_ROWS = 100
"""Rows under the header by which a sheet is refused, so that a long one is refused at once."""

_MOMENTS = (
    # am is German, too: am Abend is in the evening
    (
        "waking",
        re.compile(
            moment_pattern("waking", r"morning|waking|wake|woke|am(?! +(?:\w*abend|\w*tag|ende))"),
            re.I,
        ),
        "on waking",
    ),
    (
        "evening",
        re.compile(moment_pattern("evening", "evening|night|bed|bedtime|pm"), re.I),
        "in the evening",
    ),
    ("before", re.compile(moment_pattern("before", "before"), re.I), "before a session"),
    ("after", re.compile(moment_pattern("after", "after"), re.I), "after a session"),
)
_SCORE = re.compile(r"\b(score|rating)\b", re.I)
_NOTE = re.compile(
    r"\b(notes?|comments?|remarks?|feedback|thoughts|observations|anything (?:else|to add)|"
    r"how (?:did it feel|it felt))\b",
    re.I,
)
_CLIENT = re.compile(r"\b(name|client|patient|who)\b", re.I)
_DATE = re.compile(r"\b(date|day|timestamp|when)\b", re.I)
_WRITTEN = re.compile(r"time ?stamp|logged|submitted|submission|entered|created|recorded at", re.I)
_EXERCISES = re.compile(
    r"\b(exercises?|activity|activities|movements?|moves?|stretch|stretches|drills?|"
    r"what (?:did you|i|we) (?:do|did))\b",
    re.I,
)
_LOAD = re.compile(r"\b(weight|load)\b", re.I)
_WHEN_WORDS = frozenset({
    "morning", "waking", "wake", "woke", "up", "am", "evening", "night", "bed", "bedtime", "pm",
    "before", "after", "on", "in", "at", "the", "a", "my", "of", "to", "this", "today", "session",
    "sessions", "exercise", "exercises", "practice", "practising", "score", "rating", "level",
    "out", "self", "rated", "how", "was", "it",
})  # fmt: skip
"""Words of a header that names no other thing that might be scored."""
_SCALE = re.compile(
    r"(?P<low>\d{1,3})\s*(?:-|–|to)\s*(?P<high>\d{1,3})(?!\d)|(?:/|out of)\s*(?P<of>\d{1,3})"
)
_SESSION_NUMBERS = ("sets", "reps", "hold_s", "duration_min", "load_kg")


@dataclass(frozen=True)
class _Column:
    """A column of a sheet: its header, and its distinct cells with how often each occurs."""

    header: str
    values: list[Any]
    counts: list[int]

    @classmethod
    def of(cls, header: str, coded: Coded) -> _Column:
        """Return a column without the empty text that may stand among its values."""
        pairs = zip(coded.values, coded.counts.tolist(), strict=True)
        found = [(value, n) for value, n in pairs if n]
        return cls(header, [value for value, _ in found], [n for _, n in found])

    @property
    def n_cells(self) -> int:
        """How many cells are not empty."""
        return sum(self.counts)

    def n(self, fits: Callable[[Any], bool]) -> int:
        """Count the cells that fit, each different one looked at once."""
        return sum(n for value, n in zip(self.values, self.counts, strict=True) if fits(value))

    def share(self, fits: Callable[[Any], bool]) -> float:
        return self.n(fits) / self.n_cells if self.n_cells else 0.0


@dataclass
class _Draft:
    """A recipe in the making, as TOML would hold it."""

    file: str
    sheet: str
    scale: Scale
    known: Mapping[str, Any]
    """What the shape of the sheet, or a recipe that is there already, says of it."""
    has_units: bool = False
    has_sets: bool = False
    given: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    listed: tuple[str, str] | None = None
    status: tuple[str, dict[str, str]] | None = None
    ratings: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Columns of sessions alone: sets, repetitions, side."""
    set_column: str = ""
    """The column that numbers the sets, where each row is one."""
    said: dict[str, str] = field(default_factory=dict)
    """What each column is read as, by its header."""
    dates: list[str] = field(default_factory=list)
    """Columns of dates."""
    is_day_stated: bool = False
    questions: list[Question] = field(default_factory=list)

    @property
    def has_sessions(self) -> bool:
        return bool(self.ticks or self.listed or self.known.get("sessions"))

    @property
    def has_status(self) -> bool:
        return self.status is not None or any("status" in part for part in _known_sessions(self))

    @property
    def has_ratings(self) -> bool:
        return bool(self.ratings or self.known.get("ratings"))

    def ask(self, question: Question | None) -> None:
        if question is not None:
            self.questions.append(replace(question, file=self.file, sheet=self.sheet))


def head_of(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet: the header and some rows under it that are not blank.

    >>> rows = [["date"], [], *[["2026-01-05"]] * 200]
    >>> len(head_of(Sheet("s.csv", "", rows)).rows) - HEAD_ROWS
    2
    """
    n_filled = 0
    for place, row in enumerate(sheet.rows):
        n_filled += not all(map(is_blank, row))
        if n_filled > HEAD_ROWS:
            return replace(sheet, rows=sheet.rows[: place + 1])
    return sheet


def understand(
    sheet: Sheet,
    *,
    scale: Scale | None = None,
    date_order: str | None = None,
    catalogue: Catalogue | None = None,
    known: Detected | None = None,
    shape: Detected | None = None,
    roles: Mapping[str, str] = MappingProxyType({}),
) -> Understanding:
    """Say what a sheet of unknown shape seems to hold, draft a recipe, and ask what is not certain.

    First each shape that is known looks at the sheet (``shapes``), and may turn it. Then a column
    is taken for dates when four in five of its cells are dates; for an exercise, when its cells are
    ticks and its header is one of the catalogue; for the exercises done, when its cells name
    exercises, or its header says so; for what was done, when its header says so and its cells are
    yes and no; for scores, when its header speaks of stiffness or a time of day and its cells are
    numbers from 0 to 10, or of a stated scale, which the draft then states too. Anything else is
    named as not used; what may change the meaning all the same is asked about. A sheet without a
    column of dates, or with neither an exercise nor a score, is refused by its first rows.

    ``known`` is what is known of some of its columns, which are not looked at again; ``shape`` what
    its shape is, where that was seen already; ``roles`` what somebody says that columns are
    (``questions.ROLES``), by their headers.
    """
    whole = catalogue or merged_catalogue([])[0]
    stated = _Stated(scale, date_order, roles)
    head = head_of(sheet)
    if head is not sheet and shape is None:
        _understood(head, whole, stated, known)  # refused at once where it is of another kind
    return _understood(sheet, whole, stated, known or shape)


class _Stated(NamedTuple):
    """What the user stated of a sheet."""

    scale: Scale | None
    date_order: str | None
    roles: Mapping[str, str]


def _understood(
    sheet: Sheet,
    catalogue: Catalogue,
    stated: _Stated,
    known: Detected | None,
) -> Understanding:
    app = app_of(table_of_sheet(sheet).header)
    if app:
        first_rows = _first_rows(sheet)
        return Understanding(sheet.file, sheet.name, {BUILT_IN: app}, (), first_rows=first_rows)
    shape = shape_of(sheet, catalogue, stated.roles) if known is None else known
    turned = shape.sheet or sheet
    raw = table_of_sheet(turned)
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{sheet.file}: found {found}; expected {fault.expected}. {fault.repair}")
    if not raw.n_rows:
        raise DataError(f"{sheet.file}: found a header and no row; expected rows. Fill it in.")
    first_rows = _first_rows(sheet)
    draft = _drafted(raw, catalogue, stated, shape)
    if not ("date" in draft.given or draft.dates or "date" in shape.adds) or not (
        draft.has_sessions or draft.has_ratings or any(_gives_rows(q) for q in draft.questions)
    ):
        raise DataError(_not_understood(raw, draft))
    return Understanding(
        sheet.file,
        sheet.name,
        _toml(draft),
        _in_order((*shape.taken, *_taken(raw, draft)), raw.header),
        (*shape.questions, *draft.questions),
        shape.unknown,
        _first_rows(sheet),
    )


def shape_of(
    sheet: Sheet, catalogue: Catalogue, roles: Mapping[str, str] = MappingProxyType({})
) -> Detected:
    """Let each shape look at a sheet, one after the other; return what all of them say.

    Columns of which somebody said what they are do not count, unless the sheet must be turned.
    """
    if roles:
        without = _shape_of(_without_headers(sheet, roles), catalogue)
        if without.sheet is None:
            return without
    return _shape_of(sheet, catalogue)


def _without_headers(sheet: Sheet, headers: Collection[str]) -> Sheet:
    """Return a sheet in which some columns have no header, so that no shape takes them."""
    first = next((n for n, row in enumerate(sheet.rows) if not all(map(is_blank, row))), 0)
    rows = list(sheet.rows)
    rows[first] = [None if cell_text(c or "") in headers else c for c in rows[first]]
    return replace(sheet, rows=rows)


def _shape_of(sheet: Sheet, catalogue: Catalogue) -> Detected:
    whole = Detected()
    if app_of(table_of_sheet(sheet).header):
        return whole
    for detect in DETECTORS:
        found = detect(whole.sheet or sheet, catalogue)
        if found is not None:
            whole = Detected(
                added(whole.adds, found.adds),
                (*whole.taken, *found.taken),
                Counter(whole.unknown) + Counter(found.unknown),
                (*whole.questions, *found.questions),
                found.sheet or whole.sheet,
            )
    settled = {header_key(taken.header) for taken in whole.taken}
    own = None if _known_rows(whole.adds) else own_columns(whole.sheet or sheet, catalogue, settled)
    if own is None:
        return whole
    return replace(whole, adds=added(whole.adds, own.adds), taken=(*whole.taken, *own.taken))


def _known_rows(adds: Mapping[str, Any]) -> bool:
    return bool({"sessions", "ratings"} & adds.keys())


def header_of(sheet: Sheet, shape: Detected) -> dict[str, bool]:
    """Return the headers of a sheet, as its shape turns it, and whether any cell stands below."""
    raw = table_of_sheet(shape.sheet or sheet)
    return {
        text: isinstance(column, Coded) and bool(column.counts.sum())
        for text, column in zip(raw.header, raw.columns, strict=True)
        if text.strip()
    }


def _gives_rows(question: Question) -> bool:
    """Tell whether some answer to a question makes sessions or ratings."""
    return any({"sessions", "ratings"} & set(choice.adds) for choice in question.choices)


def _first_rows(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    filled = [row for row in sheet.rows if not all(map(is_blank, row))][: FIRST_ROWS + 1]
    return tuple(
        tuple("" if is_blank(cell) else shortened(cell_text(cell)) for cell in row)
        for row in filled
    )


def _taken(raw: RawTable, draft: _Draft) -> tuple[Taken, ...]:
    """Return what each column was taken for, in the order of the sheet, with some values."""
    values = {
        header: _samples(_Column.of(header, column).values)
        for header, column in zip(raw.header, raw.columns, strict=True)
        if isinstance(column, Coded)
    }
    return tuple(
        Taken(header, draft.said[header], values.get(header, ()))
        for header in dict.fromkeys(raw.header)
        if header in draft.said
    )


def _in_order(taken: Sequence[Taken], header: Sequence[str]) -> tuple[Taken, ...]:
    """Return what columns were taken for in the order of the sheet, what it lacks first."""
    places = {text: place for place, text in reversed([*enumerate(header)])}
    return tuple(sorted(taken, key=lambda own: places.get(own.header, -1)))


def _samples(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(shortened(cell_text(value)) for value in values[:SAMPLES])


def _drafted(
    raw: RawTable,
    catalogue: Catalogue,
    stated: _Stated,
    shape: Detected,
) -> _Draft:
    scale = stated.scale or _scale_of(raw.header)
    draft = _Draft(raw.file, raw.sheet, scale or Scale(0, 10), shape.adds)
    draft.has_units = unit_place(raw.header) is not None
    draft.has_sets = bool(
        {"sets", "reps"} & match_header(raw.header, TABLES["sessions"]).places.keys()
    )
    if scale is not None:
        draft.given |= {"scale": [scale.low, scale.high], "reversed": scale.reversed}
    settled = {header_key(taken.header) for taken in shape.taken}
    columns = []
    for header, coded in zip(raw.header, raw.columns, strict=True):
        assert isinstance(coded, Coded)  # noqa: S101 (a sheet's columns are)
        if numbers_sets(header, coded) and header not in stated.roles:
            draft.set_column = header
            draft.said[header] = "the number of a set: the sets of a day are one session"
        elif header.strip() and header_key(header) not in settled:
            columns.append(_Column.of(header, coded))
    for column in columns:
        if column.header in stated.roles:
            _take_as(draft, column, stated.roles[column.header], catalogue)
    left = [
        c
        for c in columns
        if c.header not in stated.roles and not any(take(draft, c, catalogue) for take in _WAYS)
    ]
    by_header = {column.header: column for column in columns}
    _settle_dates(draft, by_header, stated.date_order)
    _settle_ratings(draft, by_header)
    _settle_left(draft, left)
    _refuse_two_of_one_name(draft, columns)
    return draft


def _refuse_two_of_one_name(draft: _Draft, columns: Sequence[_Column]) -> None:
    """Refuse a sheet in which two columns that are used have one header."""
    keys = Counter(header_key(column.header) for column in columns if column.values)
    for column in columns:
        said = draft.said.get(column.header, NOT_USED)
        if keys[header_key(column.header)] > 1 and said != NOT_USED:
            raise DataError(
                f"{draft.file}: found two columns {column.header!r}; expected another header for "
                "each. Rename one of them, so that it is known which is which."
            )


def _scale_of(header: Sequence[str]) -> Scale | None:
    """Return the scale that headers of stiffness name, where they name one that is not 0 to 10."""
    found = set()
    for text in header:
        match = _SCALE.search(text) if _is_of_stiffness(text) else None
        if match:
            high = int(match["of"] or match["high"])
            found.add((int(match["low"] or 0), high))
    if len(found) != 1 or found == {(0, 10)}:
        return None
    try:
        return checked_scale(Scale(*found.pop()))
    except ValueError:
        return None


def _is_of_stiffness(header: str) -> bool:
    """Tell whether a header speaks of stiffness, or of a score and of nothing else.

    >>> [_is_of_stiffness(text) for text in ("How stiff?", "Score (0-10)", "Pain score", "Sleep")]
    [True, True, False, False]
    """
    is_score = bool(_SCORE.search(header)) and _words_of(header) <= _WHEN_WORDS
    return is_score or speaks_of_stiffness(header)


def _words_of(header: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", header.lower()))


def _settle_dates(draft: _Draft, columns: Mapping[str, _Column], date_order: str | None) -> None:
    """Choose the day of practice among columns of dates; when a row was written is another."""
    if not draft.dates:
        return
    written = [header for header in draft.dates if _is_when_written(header)]
    days = [header for header in draft.dates if header not in written] or written
    full = max(columns[header].n_cells for header in draft.dates)
    if len(days) == 1 and columns[days[0]].n_cells >= MOST * full:
        _take_day(draft, days[0])
    else:
        order = sorted(
            draft.dates, key=lambda header: (header in written, draft.dates.index(header))
        )
        draft.ask(asked.day_question([(h, _samples(columns[h].values)) for h in order]))
    for header in written:
        is_read = _order(columns[header], date_order)[0]
        if days != written and is_read and len(days) == 1:
            draft.notes["logged_at"] = header
            draft.said[header] = "when the row was written"
    for header in days:
        is_read, fits = _order(columns[header], date_order)
        if is_read and date_order and not _order(columns[header], None)[0]:
            draft.given["date_order"] = date_order  # next week it need not be typed
        elif is_read and not date_order and len(fits) == 1 and "date_order" not in draft.known:
            draft.given["date_order"] = fits[0]  # rows with no session settle it for sessions too
        if not is_read and "date_order" not in draft.known:
            draft.ask(asked.order_question(header, _samples(columns[header].values), fits))


def _is_when_written(header: str) -> bool:
    return bool(_WRITTEN.search(header)) or columns_named(header) == {"logged_at"}


def _take_day(draft: _Draft, header: str) -> None:
    by_cells = "" if _is_named_as_day(header) else " (by what its cells hold)"
    draft.given["date"] = {"column": header}
    draft.said[header] = f"date{by_cells}"


def _is_named_as_day(header: str) -> bool:
    return bool(_DATE.search(header)) or "date" in columns_named(header)


def _order(column: _Column, stated: str | None) -> tuple[bool, tuple[str, ...]]:
    """Tell whether the order of the numbers in a column of dates is settled, and which ones fit."""
    read = [(read_moment(value), n) for value, n in zip(column.values, column.counts, strict=True)]
    in_numbers = [(found, n) for found, n in read if isinstance(found, Open)]
    if not in_numbers:
        return True, ()
    moments, counts = zip(*in_numbers, strict=True)
    fits = [set(found.fits) for found in moments]
    both = tuple(o for o in ("dmy", "mdy", "ymd") if all(o in orders for orders in fits))
    order = chosen_order(list(moments), np.array(counts, dtype=np.int64), stated)
    return order is not None or len(both) < 2, both


def _settle_ratings(draft: _Draft, columns: Mapping[str, _Column]) -> None:
    """Ask which scores are charted where several columns are of different parts of the body."""
    moments = [rating.get("moment", "") for rating in draft.ratings]
    if len(moments) == len(set(moments)):
        return
    shown = [
        ({**rating, **_notes(draft)}, _samples(columns[str(rating["score"])].values))
        for rating in draft.ratings
    ]
    draft.ask(asked.sites_question(shown))
    draft.ratings = []


def _settle_left(draft: _Draft, left: Sequence[_Column]) -> None:
    """Ask about the columns that nothing took, where they may change what the log means."""
    if draft.status is not None and draft.listed is None and not draft.known.get("sessions"):
        header, meanings = draft.status
        draft.status = None
        samples = tuple(meanings)[:SAMPLES]
        ask = asked.status_question if draft.has_sessions else asked.practice_question
        draft.ask(ask(header, samples, meanings))
        draft.said[header] = "whether it was done"
    scores: list[tuple[str, tuple[str, ...]]] = []
    ticks: list[_Column] = []
    for column in left:
        draft.said[column.header] = NOT_USED
        bearing = bearing_of(column.header, column.values)
        if bearing is None or is_column_of_units(column.header, column.values):
            _ask_of_numbers(draft, column)
        elif bearing.kind == "site":
            draft.ask(asked.site_question(column.header, [cell_text(v) for v in column.values]))
        elif bearing.kind == "score":
            scores.append((column.header, _samples(column.values)))
        else:
            ticks.append(column)
    _settle_ticks(draft, ticks)
    if scores:
        has_ratings = draft.has_ratings
        own = [({"score": header, **_moment_of(header), **_notes(draft)}, samples)
               for header, samples in scores]  # fmt: skip
        draft.ask(asked.scores_question(own, has_ratings=has_ratings))


def _notes(draft: _Draft) -> dict[str, Any]:
    return {"columns": dict(draft.notes)} if draft.notes else {}


def _settle_ticks(draft: _Draft, ticks: Sequence[_Column]) -> None:
    """Take columns of ticks for exercises beside such of known ones; ask about others."""
    beside = draft.ticks or any("columns" in part["exercise"] for part in _known_sessions(draft))
    are_exercises = bool(beside) or (len(ticks) > 1 and not draft.has_sessions)
    for column in ticks:
        header = column.header
        if not (draft.has_sessions or draft.has_ratings or are_exercises):
            continue  # it says nothing of anything
        if are_exercises and not is_named_as_status(header):
            draft.ticks[header] = header
            n_ticks = column.n(lambda cell: tick_status(cell) == "done")
            draft.said[header] = f"an exercise that is not known, {_counted(n_ticks, 'tick')}"
            continue
        meanings = status_meanings(header, column.values)
        question = asked.status_question(header, _samples(column.values), meanings)
        if draft.has_status:  # another column says already what was done
            left = tuple(choice for choice in question.choices if choice.value != "status")
            question = replace(question, choices=left)
        draft.ask(question)


def _known_sessions(draft: _Draft) -> Sequence[Mapping[str, Any]]:
    parts: Sequence[Mapping[str, Any]] = draft.known.get("sessions", ())
    return parts


def _ask_of_numbers(draft: _Draft, column: _Column) -> None:
    """Ask about scores on a scale that nothing names, and weights in a unit that nothing names."""
    numbers = [read_number(value, TABLES["checks"]["value"]) for value in column.values]
    found = [number for number in numbers if not isinstance(number, Fault)]
    if not column.values or len(found) < MOST * len(column.values):
        return
    header, samples = column.header, _samples(column.values)
    if _is_of_stiffness(header) and not draft.has_ratings:
        draft.ask(asked.scale_question(header, samples, max(found), more=_notes(draft)))
    elif _LOAD.search(header) and draft.has_sessions and "load_kg" not in draft.numbers:
        draft.ask(asked.unit_question(header, samples))


def _take_as(draft: _Draft, column: _Column, role: str, catalogue: Catalogue) -> None:
    """Take a column for what somebody says that it is."""
    header = column.header
    draft.said[header] = ROLES[role]
    if role == "date":
        draft.dates, draft.is_day_stated = [header], True
    elif role == "client":
        draft.given["client"] = {"column": header}
    elif role == "stiffness":
        draft.ratings.append({"score": header, **_moment_of(header)})
    elif role == "exercises":
        separators = [s for s in SEPARATORS if len(_parts(column, s)) > len(column.values)]
        draft.listed = (header, separators[0] if separators else SEPARATORS[0])
    elif role == "tick":
        draft.ticks[header] = catalogue.spellings.get(exercise_key(header), header)
    elif role == "status":
        draft.status = (header, status_meanings(header, column.values) or {})
    elif role in ("note", "logged_at"):
        draft.notes[role] = header
    elif role == "load_kg" and not (draft.has_units or unit_of(header)):
        draft.ask(asked.unit_question(header, _samples(column.values)))
    elif role == "leave out":
        draft.given.setdefault("ignore", []).append(header)
    else:
        draft.numbers[role] = header


def _take_date(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    def is_day(cell: Any) -> bool:
        is_number = isinstance(cell, int | float) or cell_text(cell).isdigit()
        return not is_number and not isinstance(read_moment(cell), Fault)

    if "date" in draft.known or draft.is_day_stated or column.share(is_day) < MOST:
        return False
    draft.dates.append(column.header)
    draft.said[column.header] = "a date"
    return True


def _take_ticks(draft: _Draft, column: _Column, catalogue: Catalogue) -> bool:
    exercise = catalogue.spellings.get(exercise_key(column.header))
    if exercise is None:
        return False

    def is_tick(cell: Any) -> bool:
        return word_key(cell) in NO_TICK or word_key(cell) in STATUS_SPELLINGS

    if column.n_cells and column.share(is_tick) < MOST:
        return False
    n_ticks = column.n(lambda cell: tick_status(cell) == "done")
    draft.ticks[column.header] = exercise
    said = f"{_name(catalogue, exercise)}, {_counted(n_ticks, 'tick')}"
    draft.said[column.header] = said
    return True


def _name(catalogue: Catalogue, exercise: str) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _take_list(draft: _Draft, column: _Column, catalogue: Catalogue) -> bool:
    """Take a column whose cells name exercises; those that are not known are named, all of them."""
    if draft.listed is not None or draft.known.get("sessions") or not column.n_cells:
        return False
    is_named = bool(_EXERCISES.search(column.header)) or "exercise" in columns_named(column.header)
    best: tuple[float, str, Counter[str], list[str]] | None = None
    for separator in SEPARATORS:
        parts = _parts(column, separator)
        unknown = [part for part in parts if exercise_key(part) not in catalogue.spellings]
        fits = 1 - sum(parts[part] for part in unknown) / (parts.total() or 1)
        if parts and (best is None or fits > best[0]):
            best = (fits, separator, parts, unknown)
    if best is None:
        return False
    fits, separator, parts, unknown = best
    is_text = column.share(lambda v: isinstance(read_number(v, TABLES["sessions"]["sets"]), Fault))
    if not (fits >= MOST or (is_named and is_text >= MOST)):
        return False
    draft.listed = (column.header, separator)
    said = f"the exercises done, {parts.total():,} named"
    n_none = column.n(means_no_exercise)
    said += f"; {_counted(n_none, 'cell')} without an exercise" if n_none else ""
    said += f"; not in the catalogue: {', '.join(unknown)}" if unknown else ""
    draft.said[column.header] = said
    return True


def _parts(column: _Column, separator: str) -> Counter[str]:
    """Count the names in the cells of a column, without those that say there was no exercise."""
    found: Counter[str] = Counter()
    for value, n in zip(column.values, column.counts, strict=True):
        for part in map(str.strip, cell_text(value).split(separator)):
            if part and not means_no_exercise(part):
                found[part] += n
    return found


def _take_status(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    meanings = status_meanings(column.header, column.values)
    if draft.has_status or not is_named_as_status(column.header) or meanings is None:
        return False
    draft.status = (column.header, meanings)
    words = column.n(lambda cell: meanings[word_key(cell)] == "done")
    draft.said[column.header] = f"whether it was done: {words:,} of {column.n_cells:,} done"
    return True


def _take_number(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    """Take a column of sets, repetitions, hold, minutes, load or side, by its header."""
    header = column.header
    found = list(match_header([header], TABLES["sessions"]).places)
    has_unit = draft.has_units or (draft.has_sets and bool(unit_of(header)))
    if not found and _LOAD.search(header) and has_unit:
        found = ["load_kg"]
    name = found[0] if found else ""
    if name == "side" and name not in draft.numbers:
        draft.numbers[name] = header
        draft.said[header] = "side"
        return True
    if name not in _SESSION_NUMBERS or name in draft.numbers or is_blank(header):
        return False
    own = TABLES["sessions"][name]
    is_load = name == "load_kg"
    if not is_load and column.share(lambda v: not isinstance(read_amount(v, own), Fault)) < MOST:
        return False
    draft.numbers[name] = header
    pounds = " in pounds" if is_load and unit_of(header) == "lb" else ""
    meaning = own.meaning.rstrip(".").split(";")[0].lower()
    draft.said[header] = f"{meaning}{pounds}"
    return True


def _moment_of(header: str) -> dict[str, str]:
    """Return the moment of the day that a header names, as a rating has it."""
    found = [moment for moment, pattern, _ in _MOMENTS if pattern.search(header)]
    return {"moment": found[0]} if found else {}


def _only_says_when(header: str) -> bool:
    """Tell whether a header names a moment, and nothing else that might be scored.

    >>> [_only_says_when(text) for text in ("Morning", "On waking (0-10)", "Pain after", "Sleep")]
    [True, True, False, False]
    """
    return bool(_moment_of(header)) and _words_of(header) <= _WHEN_WORDS


def _take_score(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    header = column.header
    found = [(m, words) for m, pattern, words in _MOMENTS if pattern.search(header)]
    if draft.known.get("ratings"):
        return False
    score = TABLES["stiffness"]["score"].between(draft.scale.low, draft.scale.high)
    fits = column.share(lambda cell: not isinstance(read_amount(cell, score), Fault))
    if not (_only_says_when(header) or _is_of_stiffness(header)) or fits < MOST:
        return False
    moment, words = found[0] if found else ("", "")
    draft.ratings.append({"score": header} | ({"moment": moment} if moment else {}))
    said = f"stiffness {words}".strip()
    scores = _counted(column.n_cells, "score")
    draft.said[header] = f"{said}, self-rated from {draft.scale.text()}, {scores}"
    return True


def _take_named(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    header = column.header
    if (_NOTE.search(header) or "note" in columns_named(header)) and "note" not in draft.notes:
        draft.notes["note"] = header
        draft.said[header] = "notes"
        return True
    is_named = _CLIENT.search(header) or "client" in columns_named(header)
    if is_named and not {"client"} & {*draft.given, *draft.known} and column.n_cells:
        draft.given["client"] = {"column": header}
        draft.said[header] = f"client, {len(column.values)} different"
        return True
    return False


def _take_units(draft: _Draft, column: _Column, _: Catalogue) -> bool:
    if not draft.has_units or unit_place([column.header]) is None:
        return False
    draft.said[column.header] = "unit of the weights"
    return True


_WAYS = (
    _take_date, _take_ticks, _take_list, _take_status, _take_units, _take_number, _take_score,
    _take_named,
)  # fmt: skip


def _toml(draft: _Draft) -> dict[str, Any]:
    """Return the draft as the tables of a recipe."""
    sessions: list[dict[str, Any]] = []
    if draft.ticks:
        sessions.append({"exercise": {"columns": draft.ticks}})
    if draft.listed:
        column, separator = draft.listed
        sessions.append({"exercise": {"list": column, "separator": separator}})
    own = {"sessions": sessions, "ratings": draft.ratings}
    whole = added({"sessions": [], "ratings": [], **draft.known}, draft.given)
    whole = added(whole, {key: value for key, value in own.items() if value})
    if draft.status:
        header, meanings = draft.status
        whole = added(whole, {"sessions": {"status": {"column": header, "meanings": meanings}}})
    if draft.set_column and not draft.known.get("sessions"):
        whole = added(whole, {"sessions": {"one_a_day": True}})
    if draft.notes or draft.numbers:
        whole = added(whole, {"sessions": {"columns": {**draft.notes, **draft.numbers}}})
    if draft.notes:
        whole = added(whole, {"ratings": {"columns": draft.notes}})
    return {key: value for key, value in whole.items() if value or value is False}


def _not_understood(raw: RawTable, draft: _Draft) -> str:
    lacks = []
    if not draft.dates:
        lacks.append("a column of dates")
    if not (draft.has_sessions or draft.has_ratings):
        lacks.append("a column of an exercise, or of scores from 0 to 10")
    columns = ", ".join(repr(text) for text in raw.header if text)
    return (
        f"{raw.file}: found the columns {columns}; expected {' and '.join(lacks)}. Name the "
        "columns as the codebook does (mobility-analysis new FOLDER writes it, with empty tables), "
        "or write a recipe and give it with --recipe."
    )
