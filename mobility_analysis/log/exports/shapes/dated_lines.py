"""Notes typed on a phone: a line with a date, and under it lines of what was done that day.

The text of a line may also follow its date: "2 March: bear rolls x10". So do messages of a chat,
each with who wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.dates import read_moment
from mobility_analysis.log.exports.asked import LEAVE_OUT
from mobility_analysis.log.exports.names import MAY_BE_SCORE, NO_EXERCISE, known_exercise
from mobility_analysis.log.exports.questions import Choice, Detected, Question, Taken, number_of
from mobility_analysis.log.exports.shapes.day_questions import (
    AskedOfDays,
    asked_of_days,
    order_question,
)
from mobility_analysis.log.exports.shapes.days import (
    day_number,
    lacks_year,
    month_in,
    settled_days,
)
from mobility_analysis.log.exports.shapes.free_text import (
    bare_scores_question,
    has_number,
    read_text_cell,
)
from mobility_analysis.log.exports.shapes.header_line import header_place, is_day
from mobility_analysis.log.findings import Fault, shortened
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.cells import Cell, Sheet, cell_text, is_blank
from mobility_analysis.log.read.headers import match_header, speaks_of_stiffness
from mobility_analysis.log.read.sheets import each_row, line_of
from mobility_analysis.log.schema import TABLES

DATE, TEXT = "date", "text"
"""The columns of the turned sheet."""
RATED: Mapping[str, Any] = {"text": TEXT}
"""What a recipe says where the lines hold scores."""
FEWEST_DATES = 2
FEWEST_COLUMNS, FEWEST_KNOWN = 3, 2
"""Columns of a line that is a header, and those of them that a log has. *Our choice.*"""
LONGEST_DATE = 40
MOST_WORDS = 6
"""Words that a date at the start of a line has at most: Monday the 2nd of March 2026."""
SOME_KNOWN = 0.3
"""Share of the days in which some exercise or score is understood. *Our choice.*"""

_MARKS = re.compile(r"^[\s#*•·>_–—-]+|[\s:*_–—-]+$")
_AFTER_DATE = re.compile(r"\s*(?::|\s[–—-]\s|[–—])\s*")
_CHAT = re.compile(
    r"[\u200e\u200f\ufeff]*(?P<open>\[)?(?P<when>\d{1,4}([./-])\d{1,2}\3\d{1,4},?\s+\d{1,2}:\d\d(?::\d\d)?"
    r"(?:\s*[ap]\.?\s?m\.?)?)(?(open)\]|\s+[–—-])\s+(?P<said>.*)",
    re.I | re.S,
)
"""A message of a chat: 12/11/2026, 08:15 - Anna: bear rolls, or [12/11/2026, 08:15:03] Anna: ..."""
_SENDER = re.compile(r"(?P<name>[^:]{1,40}):\s+(?P<text>[^\s\u200e].*)", re.S)
"""What somebody wrote; after a mark of its own the app speaks."""
SCORE = "stiffness"
ALONE = (SCORE, DATE, LEAVE_OUT)
"""What a recipe may say of lines such as 3/10 alone."""


@dataclass(frozen=True)
class DatedLines:
    """What a recipe says of notes under dates."""

    year: int | None = None
    """The year of the first day, where the dates have none."""
    alone: str = ""
    """What lines such as 3/10 alone are, where other dates are written in another way."""
    sender: str = ""
    """Who wrote all messages of a chat; what the app says between them is left out."""


@dataclass(frozen=True)
class _Line:
    place: int
    date: Cell
    """The date that the line begins with; None for a line under a date."""
    text: str
    is_message: bool = False
    """Whether it is of a chat, and says who wrote it."""


def turned(sheet: Sheet, wanted: DatedLines, *, order: str | None) -> Sheet:
    """Return a sheet with a row for each line of text, and the date above it.

    >>> rows = [["2 March 2026"], ["bear rolls x10"], ["4 March 2026: down dog"]]
    >>> found = turned(Sheet("notes.txt", "", rows, delimiter=","), DatedLines(), order=None)
    >>> found.rows, found.lines
    ([['date', 'text'], ['2026-03-02', 'bear rolls x10'], ['2026-03-04', 'down dog']], (1, 2, 3))
    """
    if sheet.unclosed is not None:
        raise DataError(
            f"{sheet.file}, line {sheet.unclosed + 1}: found a quotation mark that is opened and "
            "not closed, so that the lines after it cannot be told apart. Take it out."
        )
    lines = _lines(sheet)
    alone = _alone(lines)
    if alone and not wanted.alone:
        raise _score_or_date(sheet, alone[0])
    if wanted.alone != DATE:
        lines = [_as_text(line, wanted.alone) if line in alone else line for line in lines]
    if wanted.sender:
        _refuse_several(sheet, {wanted.sender, *(found["name"] for found in _messages(lines))})
        lines = [_without_sender(line) for line in lines]
    dated = [line for line in lines if line.date is not None]
    if not dated:
        raise DataError(f"{sheet.file}: expected lines that begin with a date, and found none.")
    year = wanted.year or _year_of(sheet)
    read = settled_days([line.date for line in dated], order=order, year=year, epoch=sheet.epoch)
    days = dict(zip((line.place for line in dated), read, strict=True))
    faults = [_fault_words(sheet, line, days[line.place]) for line in dated
              if not isinstance(days[line.place], date)]  # fmt: skip
    if faults:
        more = f" ({len(faults) - 1} more lines like it.)" if len(faults) > 1 else ""
        raise DataError(faults[0] + more)
    rows: list[list[Cell]] = [[DATE, TEXT]]
    places = [dated[0].place]
    now: Any = None
    for line in lines:
        now = days.get(line.place, now)
        if line.text and now is not None:
            rows.append([now.isoformat(), line.text])
            places.append(line.place)
    stood = tuple(line_of(sheet, place) for place in places)
    return replace(sheet, rows=rows, lines=stood, delimiter="", unclosed=None)


def _lines(sheet: Sheet) -> list[_Line]:
    """Return the lines that are filled, each with the date that it begins with, if any."""
    return [*_each_line(sheet, sheet.rows)]


def _each_line(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> Iterator[_Line]:
    between = f"{sheet.delimiter} " if sheet.delimiter == "," else sheet.delimiter or " "
    for place, row in enumerate(rows):
        cells = [cell for cell in row if not is_blank(cell)]
        if cells and isinstance(cells[0], date):
            text = between.join(cell_text(cell).strip() for cell in cells[1:])
            yield _Line(place, cells[0], text)
        elif cells:
            text = between.join(cell_text(cell).strip() for cell in cells)
            written, rest = _split(text)
            yield _Line(place, written or None, rest, bool(_CHAT.fullmatch(text)))


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, str]:
    """Return the date that a line begins with, as written, and what follows it.

    A day of numbers without a year must stand alone, or before a colon or a dash: 3/10 may be a
    score.
    """
    message = _CHAT.fullmatch(text)
    if message and _is_day(when := " ".join(message["when"].split())):
        return when, message["said"]
    plain = _MARKS.sub("", text)
    head = _AFTER_DATE.split(plain, maxsplit=1)
    if _is_day(head[0]):
        return head[0], head[1] if len(head) > 1 else ""
    words = plain.split()
    for n in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        start = " ".join(words[:n]).rstrip(",;:")
        if _is_day(start) and (_has_letters(start) or not lacks_year(start)):
            return start, " ".join(words[n:]).lstrip("–—-: ")
    return "", plain


def _sender(sheet: Sheet, lines: Sequence[_Line], catalogue: Catalogue) -> str:
    """Return who wrote the messages of a chat; nobody where names before a colon are exercises.

    Behind some of the names stands what was done, or a score. Of several nobody knows whose it is.
    """
    said = _messages(lines)
    names = {found["name"] for found in said}
    if any(known_exercise(name, catalogue) or speaks_of_stiffness(name) for name in names):
        return ""
    read = (read_text_cell(found["text"], catalogue, {}) for found in said)
    if not any(own.sessions or own.ratings for own in read):
        return ""
    _refuse_several(sheet, names)
    return next(iter(names))


def _messages(lines: Sequence[_Line]) -> list[re.Match[str]]:
    return [found for line in lines if line.is_message and (found := _SENDER.fullmatch(line.text))]


def _refuse_several(sheet: Sheet, names: set[str]) -> None:
    """Refuse a chat of several: what one tells another to do was not done."""
    if len(names) > 1:
        shown = " and ".join(map(repr, sorted(names)[:3]))
        raise DataError(
            f"{sheet.file}: found messages of {shown}; expected those of one person. Keep only the "
            "lines of the one who practised, in a copy of it."
        )


def _without_sender(line: _Line) -> _Line:
    """Return a message without who wrote it; one of nobody is the app's, and says nothing."""
    found = _SENDER.fullmatch(line.text)
    return replace(line, text=found["text"] if found else "") if line.is_message else line


def _is_day(text: str) -> bool:
    if not text or len(text) > LONGEST_DATE or day_number(text) is not None or text.isdigit():
        return False
    return not isinstance(read_moment(text), Fault) or lacks_year(text)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _alone(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines such as 3/10 alone, where all other dates are written in another way."""
    dated = [line for line in lines if line.date is not None]
    return [] if any(map(_is_numbers, dated)) else [line for line in dated if _may_be_score(line)]


def _may_be_score(line: _Line) -> bool:
    return bool(MAY_BE_SCORE.fullmatch(cell_text(line.date)))


def _is_numbers(line: _Line) -> bool:
    """Tell whether a date is written in numbers alone, without its year, and is no score."""
    is_plain = not _has_letters(cell_text(line.date)) and lacks_year(line.date)
    return is_plain and not _may_be_score(line)


def _n_dates(lines: Iterable[_Line]) -> int:
    """Count the lines that begin with a date, but for such as ``_alone`` returns."""
    n_scores, n_others, is_of_numbers = 0, 0, False
    for line in lines:
        if line.date is not None:
            is_score = _may_be_score(line)
            n_scores, n_others = n_scores + is_score, n_others + (not is_score)
            is_of_numbers = is_of_numbers or _is_numbers(line)
    return n_others + (n_scores if is_of_numbers else 0)


def _as_text(line: _Line, alone: str) -> _Line:
    """Return a line such as 3/10 as words of the day above it; of a score they say whose."""
    found = cell_text(line.date)
    words = f"{found} stiff" if alone == SCORE else found
    return replace(line, date=None, text=f"{words}, {line.text}" if line.text else words)


def _score_or_date(sheet: Sheet, line: _Line) -> DataError:
    found = cell_text(line.date)
    return DataError(
        f"{sheet.file}, line {line.place + 1}: found {found!r}, which may be a date or a score. "
        f"Write {found.split('/')[0].strip()} October for the date, or {found} stiff for the score."
    )


def _alone_question(sheet: Sheet, alone: Sequence[_Line], asked: AskedOfDays) -> Question:
    """Ask what lines such as 3/10 alone are; the likely answer makes no score of them."""
    cells = [line.date for line in alone]
    texts = tuple(dict.fromkeys(map(cell_text, cells)))
    key = "dated_lines"
    none = {"names": dict.fromkeys(texts, NO_EXERCISE)}
    order = order_question(sheet, cells, asked.year)
    opens = (order,) if asked.order is None and len(order.choices) > 1 else ()
    choices = (
        Choice(LEAVE_OUT, "something else: it is left out", {key: {"alone": LEAVE_OUT}, **none}),
        Choice(SCORE, "a score of stiffness", {key: {"alone": SCORE}, "ratings": [RATED]}),
        Choice(DATE, "a date", {key: {"alone": DATE}}, opens),
    )
    more = f" (and {len(alone) - 1} more like it)" if len(alone) > 1 else ""
    return Question(
        f"alone:{key}",
        f"Line {alone[0].place + 1}{more} holds {texts[0]!r} and nothing else. What is it?",
        choices,
        samples=texts[:3],
        file=sheet.file,
        sheet=sheet.name,
    )


def _year_of(sheet: Sheet) -> int | None:
    """Return the year of the first date, of the file or sheet's name, or a line before it."""
    texts = [sheet.name, sheet.file]
    for line in _lines(sheet):
        if isinstance(line.date, date):
            return line.date.year
        if line.date is not None:
            texts.insert(0, cell_text(line.date))
            break
        texts.append(line.text)
    return next((year for text in texts if (year := month_in(text)[0]) is not None), None)


def _fault_words(sheet: Sheet, line: _Line, fault: Any) -> str:
    found = f"{sheet.file}, line {line.place + 1}: found {shortened(cell_text(line.date))!r}"
    if lacks_year(line.date):
        return f"{found}; expected a year with it. State year = 2026 under [dated_lines]."
    if isinstance(fault, Fault):
        return f"{found}; expected {fault.expected}. {fault.repair}"
    return f"{found}; expected a day."


def detect(sheet: Sheet, catalogue: Catalogue) -> Detected | None:
    """See notes under dates: lines that begin with one, and exercises or scores in the others."""
    if header_place(sheet) is not None or _has_header(sheet) or _is_without_header(sheet):
        return None
    if _n_dates(_each_line(sheet, each_row(sheet))) < FEWEST_DATES:
        return None
    lines = _lines(sheet)
    alone = _alone(lines)
    dates = [line.date for line in lines if line.date is not None and line not in alone]
    asked = asked_of_days(sheet, dates, "dated_lines", year=_year_of(sheet))
    questions = asked.questions + ((_alone_question(sheet, alone, asked),) if alone else ())
    sender = _sender(sheet, lines, catalogue)
    found = turned(sheet, DatedLines(asked.year, LEAVE_OUT, sender), order=asked.order)
    texts = [cell_text(row[1]) for row in found.rows[1:]]
    read = [read_text_cell(text, catalogue, {}) for text in texts]
    if sum(bool(r.sessions or r.ratings) for r in read) < SOME_KNOWN * len(dates):
        return None
    adds: dict[str, Any] = {
        "dated_lines": {"sender": sender} if sender else True,
        "date": {"column": DATE},
        "sessions": [{"exercise": {"text": TEXT}}],
    }
    n_sessions = sum(len(r.sessions) for r in read)
    ratings = [rating for r in read for rating in r.ratings]
    n_scores = sum(map(has_number, ratings))
    if ratings:
        adds["ratings"] = [RATED]
    counts = f"{number_of(n_sessions, 'exercise')}, {number_of(n_scores, 'score')} of stiffness"
    said = f"what {sender} wrote: {counts}" if sender else f"what was done, in words: {counts}"
    taken = (
        Taken(DATE, f"{len(dates):,} lines begin with a date", tuple(map(cell_text, dates[:3]))),
        Taken(TEXT, said, tuple(texts[:3])),
    )
    unknown = Counter(piece for r in read for piece in r.unknown)
    unknown -= Counter(cell_text(line.date) for line in alone)  # asked about already
    bare = bare_scores_question(sheet, TEXT, unknown, has_scores=bool(ratings))
    questions += (bare,) if bare else ()
    return Detected(adds, taken, dict(unknown), questions, found)


def _has_header(sheet: Sheet) -> bool:
    """Tell whether the first line names several columns that a log has: it is a table's header."""
    first = next((row for row in sheet.rows if not all(map(is_blank, row))), [])
    cells = [cell_text(cell) for cell in first if not is_blank(cell)]
    known = {
        place
        for name in ("sessions", "stiffness")
        for place in match_header(cells, TABLES[name]).places.values()
    }
    return len(cells) >= FEWEST_COLUMNS and len(known) >= FEWEST_KNOWN


def _is_without_header(sheet: Sheet) -> bool:
    """Tell whether a sheet is a table that lacks its header: a date first, numbers in a column."""
    numbers: dict[int, bool] = {}
    for row in each_row(sheet):
        if all(map(is_blank, row)):
            continue
        if not is_day(row[0]):
            return False
        for place, cell in enumerate(row[1:]):
            if not is_blank(cell):
                numbers[place] = numbers.get(place, True) and _is_number(cell)
    return any(numbers.values())


def _is_number(cell: Cell) -> bool:
    return cell_text(cell).strip().replace(",", ".", 1).replace(".", "", 1).isdigit()
