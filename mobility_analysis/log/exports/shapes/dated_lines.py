"""Notes typed on a phone: a line with a date, and under it lines of what was done that day.

The text of a line may also follow its date: "2 March: bear rolls x10". So do messages of a chat,
each with who wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import islice, pairwise
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
from mobility_analysis.log.exports.shapes.days import Days, day_number, lacks_year, month_in
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
from mobility_analysis.log.read.sheets import FirstRows, each_row, line_of
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
LINES_A_PIECE = 10_000
SOME_KNOWN = 0.3
"""Share of the days in which some exercise or score is understood. *Our choice.*"""

_WHOLE = re.compile(r"(?<![\w.,:/-])\d{1,3}$")
_DECIMALS = re.compile(r"\d{1,2}(?:/10)?(?=\s*(?:$|[.;)!]\s*(?:\D|$)))")
"""What stands before and after a decimal comma: no time, no date, and no amount of anything."""
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
    lines: Sequence[_Line] = _lines(sheet)
    alone = _alone(lines)
    if alone and not wanted.alone:
        raise _score_or_date(sheet, alone[0])
    if wanted.sender:
        _refuse_several(sheet, {wanted.sender, *(found["name"] for found in _messages(lines))})
    lines = [*_as_meant(lines, wanted)]
    if not any(line.date is not None for line in lines):
        raise DataError(f"{sheet.file}: expected lines that begin with a date, and found none.")
    rows: list[list[Cell]] = [[DATE, TEXT]]
    places = [next(line.place for line in lines if line.date is not None)]
    for line, day in _with_days(sheet, lines, order=order, year=wanted.year or _year_of(sheet)):
        if line.text:
            rows.append([day.isoformat(), line.text])
            places.append(line.place)
    stood = tuple(line_of(sheet, place) for place in places)
    return replace(sheet, rows=rows, lines=stood, delimiter="", unclosed=None)


def _as_meant(lines: Iterable[_Line], wanted: DatedLines) -> Iterator[_Line]:
    """Yield lines with those such as 3/10 alone, and who wrote them, taken as a recipe says."""
    are_text = wanted.alone != DATE and not _are_of_numbers(lines)
    for line in lines:
        own = _as_text(line, wanted.alone) if are_text and _may_be_score(line) else line
        yield _without_sender(own) if wanted.sender else own


def _with_days(
    sheet: Sheet, lines: Iterable[_Line], *, order: str | None, year: int | None
) -> Iterator[tuple[_Line, date]]:
    """Yield each line from the first that begins with a date, with the day that it is of.

    All of their days are read before the first is there, so that one that cannot be is refused.
    """
    days = Days(order, year, sheet.epoch)
    days.look(line.date for line in lines if line.date is not None)
    n_faults, first = 0, ""
    for line, day in _each_day(lines, days):
        if line.date is not None and not isinstance(day, date):
            first, n_faults = first or _fault_words(sheet, line, day), n_faults + 1
    if n_faults:
        more = f" ({n_faults - 1} more lines like it.)" if n_faults > 1 else ""
        raise DataError(first + more)
    yield from _each_day(lines, replace(days, before=None))


def _each_day(lines: Iterable[_Line], days: Days) -> Iterator[tuple[_Line, Any]]:
    now: Any = None
    left = iter(lines)
    while piece := [*islice(left, LINES_A_PIECE)]:
        read = iter(days.read(line.date for line in piece if line.date is not None))
        for line in piece:
            now = now if line.date is None else next(read)
            if now is not None:
                yield line, now


@dataclass(frozen=True)
class _Anew:
    """Lines that are not in memory, read each time that they are needed."""

    read: Callable[[], Iterator[_Line]]

    def __iter__(self) -> Iterator[_Line]:
        """Yield the lines."""
        return self.read()


def _lines(sheet: Sheet) -> list[_Line]:
    """Return the lines that are filled, each with the date that it begins with, if any."""
    return [*_each_line(sheet, sheet.rows)]


def _each_line(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> Iterator[_Line]:
    for place, row in enumerate(rows):
        cells = [cell for cell in row if not is_blank(cell)]
        if cells and isinstance(cells[0], date):
            text = _joined(cells[1:], sheet.delimiter)
            yield _Line(place, cells[0], text)
        elif cells:
            text = _joined(cells, sheet.delimiter)
            written, rest = _split(text)
            yield _Line(place, written or None, rest, bool(_CHAT.fullmatch(text)))


def _joined(cells: Sequence[Cell], delimiter: str) -> str:
    """Return the text of a line that was cut at each delimiter; 4,5 stays one number."""
    texts = [*map(cell_text, cells)]
    between = f"{delimiter} " if delimiter == "," else delimiter or " "
    whole = "".join(texts[:1]).strip()
    for before, text in pairwise(texts):
        is_number = delimiter == "," and _WHOLE.search(before) and _DECIMALS.match(text)
        whole += (delimiter if is_number else between) + text.strip()
    return whole


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


def _sender(sheet: Sheet, lines: Iterable[_Line], catalogue: Catalogue) -> str:
    """Return who wrote the messages of a chat; nobody where names before a colon are exercises.

    Behind some of the names stands what was done, or a score. Of several nobody knows whose it is.
    """
    names = {found["name"] for found in _messages(lines)}
    if any(known_exercise(name, catalogue) or speaks_of_stiffness(name) for name in names):
        return ""
    if not any(_says_any(found["text"], catalogue) for found in _messages(lines)):
        return ""
    _refuse_several(sheet, names)
    return next(iter(names))


def _says_any(text: str, catalogue: Catalogue) -> bool:
    """Tell whether an exercise or a score is understood in a text."""
    read = read_text_cell(text, catalogue, {})
    return bool(read.sessions or read.ratings)


def _messages(lines: Iterable[_Line]) -> Iterator[re.Match[str]]:
    for line in lines:
        if line.is_message and (found := _SENDER.fullmatch(line.text)):
            yield found


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


def _alone(lines: Iterable[_Line]) -> list[_Line]:
    """Return lines such as 3/10 alone, where all other dates are written in another way."""
    return [] if _are_of_numbers(lines) else [*filter(_may_be_score, lines)]


def _may_be_score(line: _Line) -> bool:
    return line.date is not None and bool(MAY_BE_SCORE.fullmatch(cell_text(line.date)))


def _are_of_numbers(lines: Iterable[_Line]) -> bool:
    """Tell whether any date is written in numbers alone, without its year, and is no score."""
    return any(
        not _has_letters(cell_text(line.date)) and lacks_year(line.date) and not _may_be_score(line)
        for line in lines if line.date is not None
    )  # fmt: skip


def _dates(lines: Iterable[_Line]) -> list[Cell]:
    """Return the dates with which lines begin, but for such as ``_alone`` returns."""
    dated = _as_meant(lines, DatedLines(alone=LEAVE_OUT))
    kept: dict[Cell, Cell] = {}  # each that is written alike once, since there may be many
    return [kept.setdefault(line.date, line.date) for line in dated if line.date is not None]


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
    named = (year for text in (sheet.name, sheet.file) if (year := month_in(text)[0]) is not None)
    found = next(named, None)
    for line in _each_line(sheet, each_row(sheet)):
        if isinstance(line.date, date):
            return line.date.year
        if line.date is not None:
            own = month_in(cell_text(line.date))[0]
            return found if own is None else own
        found = month_in(line.text)[0] if found is None else found
    return found


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
    is_long = isinstance(sheet.rows, FirstRows)
    lines: Iterable[_Line] = (
        _Anew(lambda: _each_line(sheet, each_row(sheet))) if is_long else _lines(sheet)
    )
    dates = _dates(lines)
    if len(dates) < FEWEST_DATES:
        return None
    asked = asked_of_days(sheet, dates, "dated_lines", year=_year_of(sheet))
    sender = _sender(sheet, lines, catalogue)
    wanted = DatedLines(asked.year, LEAVE_OUT, sender)
    if is_long:  # which is held only if it is of notes: then it is one client's
        meant = _Anew(partial(_as_meant, lines, wanted))
        year = wanted.year or _year_of(sheet)
        under = _with_days(sheet, meant, order=asked.order, year=year)
        if not _are_enough(sum(_says_any(o.text, catalogue) for o, _ in under if o.text), dates):
            return None
        return detect(replace(sheet, rows=[[*row] for row in each_row(sheet)]), catalogue)
    alone = _alone(lines)
    questions = asked.questions + ((_alone_question(sheet, alone, asked),) if alone else ())
    found = turned(sheet, wanted, order=asked.order)
    texts = [cell_text(row[1]) for row in found.rows[1:]]
    read = [read_text_cell(text, catalogue, {}) for text in texts]
    if not _are_enough(sum(bool(r.sessions or r.ratings) for r in read), dates):
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


def _are_enough(n_known: int, dates: Sequence[Cell]) -> bool:
    """Tell whether so many lines in which something is understood make notes of a sheet."""
    return n_known >= SOME_KNOWN * len(dates)


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
