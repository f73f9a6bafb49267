"""The parts of the page that are words: who and when, key figures, what to talk about, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mobility_analysis.charts.parts.text import (
    MM_PER_POINT,
    Lines,
    printable,
    width_mm,
    wrapped,
)
from mobility_analysis.report.a4.sheet import (
    BODY,
    FIGURE,
    HEAD,
    LEAD,
    LEFT,
    QUIET,
    SMALL,
    STRONG,
    WIDTH,
    Letters,
    Sheet,
    n_lines,
)
from mobility_analysis.report.summary import KeyFigure
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY, number_words

GUTTER = 3.6
NAME_SIZES = (18, 16, 14, 12)
PAD = 2.6
FIGURES = (FIGURE, *(Letters(size, "bold") for size in (15, 12, 10)))
MORE = "more on the HTML page"
IN_FULL = "In full on the HTML page."
NOTE_LINES = 4
MAX_WIDE = 3  # boxes that have the usual width
MAX_LABEL_LINES, MAX_DETAIL_LINES = 2, 3
MORE_LINES = 2  # of four boxes, which are narrower, than of three
MAX_STATEMENT_LINES = 6
MAX_BESIDE, MAX_POINT_LINES = 3, 4
HELP_PAD, HELP_SHARES = 1.4, (0.56, 0.44)
BETWEEN_NOTES = 0.8
TO_WRITE = ("Agreed today", "Programme", "Next review")
WRITING = 8.5  # from one ruled line to the next


class Block(NamedTuple):
    """A part of the page: the millimetres it is high, and how it is put at a height."""

    height: float
    put: Callable[[Sheet, float], None]


class Note(NamedTuple):
    """One note: the day and what it was written beside, and the words as written."""

    heading: str
    words: str


def _fits(words: str, letters: Letters, width: float) -> bool:
    return width_mm(printable(words), size=letters.size, weight=letters.weight) <= width


def heading_line(sheet: Sheet, words: str, y: float, *, x: float = LEFT, aside: str = "",
                 width: float = WIDTH) -> float:  # fmt: skip
    """Put the heading of a part, quiet words after it on the same line; return the line below."""
    sheet.put(words, x, y, HEAD)
    taken = width_mm(printable(words), size=HEAD.size, weight=HEAD.weight) + 2.5
    if aside:
        sheet.short(aside, x + taken, y + (HEAD.line - QUIET.line) * 0.75, width - taken, QUIET)
    return y + HEAD.line + 0.6


def masthead(kind: str, name: str, period: str) -> Block:
    """Say whose page it is, what it is about, and over which days.

    ``kind`` stands right of the name where both have room.
    """
    candidates = [Letters(size, "bold") for size in NAME_SIZES]
    letters = next((c for c in candidates if _fits(name, c, WIDTH)), candidates[-1])
    name_height = letters.line * min(2, n_lines(name, WIDTH, letters))
    taken = width_mm(printable(name), size=letters.size, weight=letters.weight)
    has_room = taken + 8 + width_mm(printable(kind), size=QUIET.size) <= WIDTH
    period_height = BODY.line * n_lines(period, WIDTH, BODY)

    def put(sheet: Sheet, y: float) -> None:
        if not has_room:
            sheet.put(kind, LEFT, y, QUIET)
            y += QUIET.line
        below = sheet.words(name, LEFT, y, WIDTH, letters, max_lines=2)
        if has_room:
            base = y + (letters.size - QUIET.size) * 1.02 * MM_PER_POINT
            sheet.put(kind, LEFT + WIDTH, base, QUIET, align="right")
        sheet.words(period, LEFT, below, WIDTH, BODY)

    return Block((0 if has_room else QUIET.line) + name_height + period_height, put)


def key_figures(figures: Sequence[KeyFigure]) -> Block:
    """Put the key figures side by side, each on its own band.

    There are three, or four.
    """
    widths = _box_widths(figures)
    more = MORE_LINES if len(figures) > MAX_WIDE else 0
    under = max(
        min(MAX_LABEL_LINES + more, n_lines(f.label, width, SMALL)) * SMALL.line
        + min(MAX_DETAIL_LINES + more, n_lines(f.detail, width, QUIET)) * QUIET.line
        for f, width in zip(figures, widths, strict=True)
    )
    height = PAD * 0.8 + FIGURE.line + under + PAD * 0.8

    def put(sheet: Sheet, y: float) -> None:
        x = LEFT
        for figure, width in zip(figures, widths, strict=True):
            sheet.box(x, y, width + 2 * PAD, height)
            letters = next((c for c in FIGURES if _fits(figure.figure, c, width)), FIGURES[-1])
            top = y + PAD * 0.8 + (FIGURE.line - letters.line) * 0.7
            sheet.short(figure.figure, x + PAD, top, width, letters)
            below = y + PAD * 0.8 + FIGURE.line
            below = sheet.words(
                figure.label, x + PAD, below, width, SMALL, max_lines=MAX_LABEL_LINES + more
            )
            sheet.words(
                figure.detail, x + PAD, below, width, QUIET, max_lines=MAX_DETAIL_LINES + more
            )
            x += width + 2 * PAD + GUTTER

    return Block(height, put)


def _box_widths(figures: Sequence[KeyFigure]) -> list[float]:
    """Return the width inside each box: enough for one line each where that is possible."""
    n = len(figures)
    room = WIDTH - (n - 1) * GUTTER - 2 * PAD * n
    needs = [
        max(width_mm(printable(words), size=SMALL.size) for words in (f.label, f.detail)) + 0.5
        for f in figures
    ]
    if sum(needs) > room:
        return [room / n] * n
    return [max(need, 0.0) + (room - sum(needs)) / n for need in needs]


def statement(words: str) -> Block:
    """Put the sentence that says it all, a little larger than the rest."""
    height = LEAD.line * min(MAX_STATEMENT_LINES, n_lines(words, WIDTH, LEAD))

    def put(sheet: Sheet, y: float) -> None:
        sheet.words(words, LEFT, y, WIDTH, LEAD, max_lines=MAX_STATEMENT_LINES)

    return Block(height, put)


def to_talk_about(points: Sequence[str]) -> Block:
    """Put what to talk about, numbered: up to three side by side, four in two rows."""
    if not points:
        return Block(0.0, lambda _sheet, _y: None)
    indent, n_columns = 4.5, 2 if len(points) > MAX_BESIDE else len(points)
    column = (WIDTH - (n_columns - 1) * GUTTER) / n_columns
    rows = [points[first : first + n_columns] for first in range(0, len(points), n_columns)]
    heights = [
        max(min(MAX_POINT_LINES, n_lines(p, column - indent, BODY)) for p in row) * BODY.line
        for row in rows
    ]

    def put(sheet: Sheet, y: float) -> None:
        y = heading_line(sheet, "To talk about", y)
        for n_row, (row, height) in enumerate(zip(rows, heights, strict=True)):
            for place, point in enumerate(row):
                x = LEFT + place * (column + GUTTER)
                number = str(n_row * n_columns + place + 1)
                sheet.put(number, x, y, Letters(BODY.size, "bold"))
                sheet.words(point, x + indent, y, column - indent, BODY, max_lines=MAX_POINT_LINES)
            y += height

    return Block(HEAD.line + 0.6 + sum(heights), put)


def get_help() -> Block:
    """Put when to get help in its two tiers, side by side in a frame of its own."""
    columns = [share * (WIDTH - GUTTER - 2 * HELP_PAD) for share in HELP_SHARES]
    tiers = list(zip(GET_HELP, columns, strict=True))
    lines = max(n_lines(tier.signs, column, SMALL) for tier, column in tiers)
    height = STRONG.line + lines * SMALL.line + 2 * HELP_PAD

    def put(sheet: Sheet, y: float) -> None:
        sheet.frame(LEFT, y, WIDTH, height)
        x = LEFT + HELP_PAD
        for tier, column in tiers:
            sheet.put(tier.how_soon, x, y + HELP_PAD, STRONG)
            sheet.words(tier.signs, x, y + HELP_PAD + STRONG.line, column, SMALL)
            x += column + GUTTER

    return Block(height, put)


def notes_in_their_words(
    notes: Sequence[Note], height: float, *, x: float, width: float,
) -> Block:  # fmt: skip
    """Put the newest notes as they were written, as many as there is room for.

    ``notes`` are the newest first. The part takes less than ``height`` where they are short.
    """
    placed = _notes_that_fit(notes, height - HEAD.line - 0.6, width)
    used = HEAD.line + 0.6 + sum(_note_height(fitted) for _, fitted in placed)
    n_left = len(notes) - len(placed)
    is_cut = any(fitted.is_cut for _, fitted in placed)
    more = f"{number_words(n_left)} {MORE}" if n_left else IN_FULL if is_cut else ""

    def put(sheet: Sheet, y: float) -> None:
        aside = "" if notes else "no notes in this log"
        y = heading_line(sheet, "In their words", y, x=x, width=width, aside=aside)
        for heading, fitted in placed:
            sheet.short(heading, x, y, width, QUIET, keeps_end=True)
            y += QUIET.line
            for line in fitted.lines:
                sheet.put(line, x, y, BODY)
                y += BODY.line
            y += BETWEEN_NOTES
        if more:
            sheet.short(more, x, y, width, QUIET)

    return Block(used + (QUIET.line if more else 0.0), put)


def _note_height(fitted: Lines) -> float:
    return QUIET.line + len(fitted.lines) * BODY.line + BETWEEN_NOTES


def _notes_that_fit(notes: Sequence[Note], room: float, width: float) -> list[tuple[str, Lines]]:
    """Return the headings and lines of the notes that fit a room.

    Unless all of them stand there whole, a line of the room is kept to say that there is more.
    """
    placed: list[tuple[str, Lines]] = []
    for number, note in enumerate(notes):
        whole = wrapped(note.words, width=width, size=BODY.size, max_lines=NOTE_LINES)
        is_all = number == len(notes) - 1 and not any(f.is_cut for _, f in [*placed, ("", whole)])
        kept = 0.0 if is_all else QUIET.line
        free = room - kept - QUIET.line - BETWEEN_NOTES
        n_fitting = min(NOTE_LINES, int((free + 0.01) / BODY.line))
        if is_all and n_fitting < len(whole.lines):  # cut after all, so that this must be said
            n_fitting = int((free - QUIET.line + 0.01) / BODY.line)
        if n_fitting < 1:
            break
        fitted = wrapped(note.words, width=width, size=BODY.size, max_lines=n_fitting)
        placed.append((note.heading, fitted))
        room -= _note_height(fitted)
    return placed


def place_to_write(height: float) -> Block:
    """Leave room for a pen: ruled lines under each label, as many as there is room for."""
    shares = (0.46, 0.32, 0.22)
    n_rules = max(1, int(height / WRITING))

    def put(sheet: Sheet, y: float) -> None:
        x = LEFT
        for label, share in zip(TO_WRITE, shares, strict=True):
            width = share * (WIDTH - 2 * GUTTER)
            sheet.put(label, x, y, QUIET)
            for number in range(n_rules):
                sheet.rule(x, y + height - number * WRITING, width)
            x += width + GUTTER

    return Block(height, put)


def small_print(paragraphs: Sequence[str]) -> Block:
    """Put the words that every page must carry, and what the figures rest on."""
    carried = len(MUST_CARRY)
    parts = [(" ".join(paragraphs[:carried]), SMALL), (" ".join(paragraphs[carried:]), QUIET)]
    gap = 0.8
    height = sum(n_lines(w, WIDTH, s) * s.line for w, s in parts if w) + gap * (len(parts) - 1)

    def put(sheet: Sheet, y: float) -> None:
        for words, letters in parts:
            y = sheet.words(words, LEFT, y, WIDTH, letters) + gap

    return Block(height, put)
