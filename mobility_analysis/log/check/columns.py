"""One table as read becomes typed columns; every cell that breaks a rule is a problem.

Numbers are held to their limits; scores are turned into 0 to 10 where a scale was stated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import blocks, lie_within, taken
from mobility_analysis.log.check.bearing import (
    NOT_SAID,
    are_units,
    bearing_of,
    is_named_as_status,
    is_named_for,
    is_of_scores,
    says_more_than_status,
    status_meanings,
    status_said,
    told_by,
)
from mobility_analysis.log.check.dates import type_dates
from mobility_analysis.log.check.draft import Draft, Stated, parse_distinct, require
from mobility_analysis.log.check.units import COUNTED, coded_in_kg, read_amount
from mobility_analysis.log.check.values import (
    CROSS,
    Frequency,
    are_tidy_ids,
    crosses_in,
    expected_number,
    has_decimal_comma,
    means_no_exercise,
    read_client,
    read_frequency,
    read_number,
    read_stated_scale,
    read_text,
    read_weekdays,
    read_word,
    word_key,
)
from mobility_analysis.log.findings import Fault, Finding, Findings, shortened
from mobility_analysis.log.languages.done import says_plainly_not_done
from mobility_analysis.log.languages.headers import is_of_notes
from mobility_analysis.log.languages.plans import says_planned
from mobility_analysis.log.read.cells import (
    Coded,
    Native,
    RawColumn,
    RawTable,
    cell_text,
    distinct,
    moved,
)
from mobility_analysis.log.read.headers import NO_COLUMN, MatchedHeader, match_header
from mobility_analysis.log.scales import Scale, StatedScale
from mobility_analysis.log.schema import Column, Table


def draft_table(raw: RawTable, table: Table, stated: Stated) -> Draft:
    """Match the header of a table and type its columns.

    Exercise and client come later, since they need the other tables.
    """
    draft = Draft(table, raw, Findings(raw.n_rows))
    if raw.fault is not None:
        draft.findings.table("", *raw.fault)
        return draft
    orders, unknown = _match(draft, stated.scale)
    type_columns(draft, orders, stated)
    if are_no_sets_none(written for _, written, _ in unknown):
        _set_no_sets_aside(draft)
    _point_out_not_done(draft, [place for place, text, _ in unknown if is_of_notes(text)])
    # after the cells, so that their problems are told together with those of columns
    for place, written, near in unknown:
        if not _refuse_bearing(draft, written, draft.raw.columns[place]):
            remark_on_column(draft, written, near)
    remark_on_file(draft)
    return draft


def type_columns(draft: Draft, orders: Mapping[str, str], stated: Stated) -> None:
    """Type the columns that were found in a header, some with the order of dates it says."""
    is_usable = not draft.findings.is_set_aside.all()
    _check_rows_of_cells(draft)
    for column in sorted(draft.table.columns, key=lambda column: column.kind != "scale"):
        if column.name in draft.cells and (is_usable or column.kind == "client"):
            order = stated.date_order or orders.get(column.name)
            _type_column(draft, column, order, stated.scale)
    if stated.scale is not None and {"score", "stiffness"} & draft.typed.keys():
        name_scale(draft, stated.scale)


def _match(draft: Draft, scale: Scale | None) -> tuple[dict[str, str], list[tuple[int, str, str]]]:
    """Find the columns of a table in its header; return orders of dates, and unknown columns."""
    matched = match_header(draft.raw.header, draft.table, scale=scale)
    status = _take_status(draft, matched)
    units = _take_units(draft, matched)
    for column, written, fault in matched.faults:
        draft.findings.table(column, written, fault)
    unknown = [
        (place, written, near)
        for place, written, near in matched.unknown
        if place not in (status, units) and holds_anything(draft.raw.columns[place])
    ]
    draft.cells |= {name: draft.raw.columns[place] for name, place in matched.places.items()}
    if "load_kg" in matched.places and (units is not None or _may_have_units(draft, matched)):
        _turn_pounds(draft, matched, units)
    return matched.orders, unknown


def remark_on_column(draft: Draft, written: str, near: str, repair: str = "") -> None:
    """Name a column that is left out, and the one that it may be meant for, or what else to do."""
    hint = f" If it is meant for {near!r}, rename it." if near else repair
    said = f"This column is no part of the table and was left out.{hint}"
    draft.findings.remark(shortened(written), "", "", said)


def remark_on_file(draft: Draft) -> None:
    """Name columns without a header, and what had to be worked out about the file."""
    for place, written in enumerate(draft.raw.header):
        if not written.strip() and holds_anything(draft.raw.columns[place]):
            draft.findings.remark(
                f"(column {place + 1})", "", "",
                "This column has no header and was left out: give it one if it is needed.",
            )  # fmt: skip
    for found, expected, repair in draft.raw.remarks:
        draft.findings.remark("", found, expected, repair)


def _take_status(draft: Draft, matched: MatchedHeader) -> int | None:
    """Take a column such as Completed, of yes and no, for the status of each session."""
    if draft.table.name != "sessions" or "status" in matched.places:
        return None
    for place, written in enumerate(draft.raw.header):
        if place in matched.places.values() or not is_named_as_status(written):
            continue
        coded = distinct(draft.raw.columns[place])
        told = told_by(coded)
        meanings = status_meanings(written, told)
        if meanings is None:
            continue
        matched.faults = [fault for fault in matched.faults if fault[1] != written]
        read = [status_said(written, value) for value in coded.values]
        words = [said[0] if said else cell_text(value)
                 for said, value in zip(read, coded.values, strict=True)]  # fmt: skip
        # beside a yes or a no, an empty cell says neither, and is no session that was done
        codes = np.where(coded.codes < 0, len(words), coded.codes)
        draft.cells["status"] = Coded(codes, [*words, NOT_SAID])
        said = ", ".join(f"{value} is {word}" for value, word in meanings.items())
        is_more = says_more_than_status(written, told)
        more = " What stands beside it is not kept." if is_more else ""
        draft.findings.remark(
            shortened(written), "", "", f"Read as the status of each session: {said}.{more}"
        )
        return place
    return None


def _take_units(draft: Draft, matched: MatchedHeader) -> int | None:
    """Find the column that says in which unit each weight is written."""
    if "load_kg" not in matched.places:
        return None
    for place, written, _ in matched.unknown:
        if are_units(written, told_by(distinct(draft.raw.columns[place]))):
            return place
    return None


def _may_have_units(draft: Draft, matched: MatchedHeader) -> bool:
    """Tell whether weights may be anything but plain numbers of kilograms."""
    return "load_kg" in matched.in_pounds or not isinstance(draft.cells["load_kg"], Native)


def _turn_pounds(draft: Draft, matched: MatchedHeader, units: int | None) -> None:
    """Turn weights in pounds into kilograms, and say how many there are."""
    coded, rows = coded_in_kg(
        draft.coded("load_kg"),
        None if units is None else distinct(draft.raw.columns[units]),
        "lb" if "load_kg" in matched.in_pounds else "",
    )
    draft.cells["load_kg"] = coded
    if len(rows):
        draft.findings.count("load_kg", "", "", _pounds, rows=rows)


def _pounds(_: str, n: int) -> tuple[str, str]:
    said = f"{n:,} weight{'' if n == 1 else 's'} in pounds"
    return said, "Turned into kilograms (1 lb is 0.454 kg)."


def _refuse_bearing(draft: Draft, written: str, column: RawColumn) -> bool:
    """Refuse a table with an unknown column that may change what its rows mean."""
    if draft.table.name not in ("sessions", "stiffness") or written.strip().startswith(NO_COLUMN):
        return False
    bearing = bearing_of(written, told_by(distinct(column)))
    if bearing is None:
        return False
    kind = "status" if bearing.kind == "done" else bearing.kind
    expected, repair = {
        "site": (
            "rows of one body site",
            "Keep the rows of one site, or read the file by a recipe of yours with "
            f"{bearing.lines[0]}.",
        ),
        "status": (
            "one column that says what was done, named status",
            "Rename it to status if it says whether the session was done.",
        ),
        "score": (
            "scores in the column score of the table stiffness",
            "Put stiffness scores there, each with its date.",
        ),
    }[kind]
    is_sure = kind == "site" and is_named_for(bearing)
    is_status = kind == "status" and draft.table.name == "sessions" and "status" not in draft.cells
    if not (is_sure or is_status or (kind == "score" and is_of_scores(written))):
        return False
    fault = Fault(
        expected, f"{repair} If it means something else, put {NO_COLUMN} before its header."
    )
    draft.findings.table(shortened(written), bearing.found, fault)
    return True


def holds_anything(column: RawColumn) -> bool:
    """Tell whether any cell of a column is filled."""
    coded = distinct(column)
    known = coded.decided
    is_of_whole = known is not None and (bool(known.values) or known.told is not None)
    return is_of_whole or bool((coded.codes >= 0).any())


def _check_rows_of_cells(draft: Draft) -> None:
    """Set aside rows with more cells than the header, or with rows inside one cell."""
    n = len(draft.raw.header)
    for row, text in draft.raw.too_long.items():
        fault = Fault(
            f"at most {n} cell{'' if n == 1 else 's'}, as in the header",
            "Put quotation marks around a text that holds the delimiter, or take out the "
            "extra cell.",
        )
        draft.findings.rows("", np.array([row]), shortened(text), fault)
    for row, text in draft.raw.swallowed.items():
        fault = Fault(
            "one row, not several in one cell",
            "A quotation mark was opened and not closed: close it, or take it out.",
        )
        draft.findings.rows("", np.array([row]), shortened(text), fault)


def _type_column(draft: Draft, column: Column, order: str | None, scale: Scale | None) -> None:
    cells = draft.cells[column.name]
    if column.kind in ("text", "list"):
        draft.typed[column.name] = _texts(draft, column, cells)
    elif column.kind == "score":
        draft.typed[column.name] = read_scores(draft, column, cells, scale)
    elif column.kind in ("number", "count"):
        draft.typed[column.name] = read_numbers(draft, column, cells)
    elif column.kind in ("date", "timestamp"):
        type_dates(draft, column, cells, order)
    elif column.kind == "word":
        draft.typed[column.name] = _words(draft, column)
    elif column.kind == "frequency":
        _frequencies(draft, column)
    elif column.kind == "weekdays":
        draft.typed[column.name] = _take_texts(*parse_distinct(draft, column, read_weekdays))
    elif column.kind == "scale":
        draft.typed[column.name] = _take_texts(*parse_distinct(draft, column, read_stated_scale))
    elif column.kind == "client":
        _clients(draft, column)


def _words(draft: Draft, column: Column) -> Any:
    crosses = crosses_in(draft.coded(column.name)) if column.default else ()
    codes, parsed = parse_distinct(
        draft, column,
        lambda v: CROSS if word_key(v) in crosses else read_word(v, column.words, column.spellings),
    )  # fmt: skip
    default = column.words.index(column.default) if column.default in column.words else -1
    places = [column.words.index(w) if w in column.words else default for w in parsed]
    words = moved(codes, places, len(column.words), empty=default)
    return pd.Categorical.from_codes(words, categories=pd.Index(list(column.words)))


def _texts(draft: Draft, column: Column, cells: RawColumn) -> Any:
    if isinstance(cells, Native) and isinstance(cells.values.dtype, pd.StringDtype):
        texts = cells.values.fillna("")
        if column.is_required:
            require(draft, column, (texts == "").to_numpy())
        return texts.array
    read = _listed if column.kind == "list" else read_text
    return _take_texts(*parse_distinct(draft, column, read))


def _listed(value: object) -> str:
    """Return the list in a cell, written as ``a; b`` whatever stood between."""
    parts = [" ".join(part.split()) for part in read_text(value).split(";")]
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _take_texts(codes: NDArray[np.integer[Any]], values: Sequence[str | None]) -> Any:
    texts = pd.array([*(value or "" for value in values), ""], dtype="str")
    return texts.take(np.where(codes < 0, len(values), codes))


def _frequencies(draft: Draft, column: Column) -> None:
    codes, parsed = parse_distinct(draft, column, lambda v: read_frequency(v, column))
    nothing = Frequency(math.nan, False, "")
    found = [value or nothing for value in [*parsed, None]]
    draft.typed[column.name] = np.array([f.times_per_week for f in found], dtype="float64")[codes]
    draft.typed["is_planned"] = np.zeros(len(codes), dtype=bool)  # only a stated target is
    draft.typed["is_as_needed"] = np.array([f.is_as_needed for f in found], dtype=bool)[codes]
    draft.typed["times_per_week_written"] = _take_texts(codes, [f.written for f in found[:-1]])


def _clients(draft: Draft, column: Column) -> None:
    coded = draft.coded(column.name)
    if not len(coded.codes) or coded.codes.max() < 0:
        return  # an empty column is a column left out
    read = str if are_tidy_ids(coded.values) else read_client
    codes, parsed = parse_distinct(draft, column, read)
    ids = encoded_ids(parsed)
    draft.clients = Coded(moved(codes, ids.codes.tolist(), len(ids.values)), ids.values)


def encoded_ids(parsed: Sequence[str | None]) -> Coded:
    """Return ids as codes into the sorted distinct ones; None is -1."""
    # in the order in which they stand, which is mostly theirs: then there is nothing to sort
    names = sorted(dict.fromkeys(name for name in parsed if name is not None))
    if names == parsed:
        return Coded(np.arange(len(names), dtype=np.int32), names)
    places = {name: place for place, name in enumerate(names)}
    codes = [-1 if name is None else places[name] for name in parsed]
    return Coded(np.array(codes, dtype=np.int32), names)


def type_exercises(draft: Draft, read: Callable[[str], str | Fault]) -> None:
    """Read the exercises of a table by a log's catalogue."""
    column = draft.table["exercise"]
    is_practice = draft.table.name in ("sessions", "stiffness")
    days_off = set()

    def exercise_of(value: Any) -> str | Fault | None:
        found = read(cell_text(value))
        if not (is_practice and isinstance(found, Fault) and means_no_exercise(value)):
            return found
        days_off.add(cell_text(value))
        return None

    codes, parsed = parse_distinct(draft, column, exercise_of)
    ids = encoded_ids(parsed)
    draft.exercises = Coded(moved(codes, ids.codes.tolist(), len(ids.values)), ids.values)
    if days_off and column.is_required:
        _set_days_off_aside(draft, days_off)


def _set_days_off_aside(draft: Draft, days_off: Collection[str]) -> None:
    """Set aside rows that say there was no exercise that day: nothing is amiss with them."""
    coded = draft.coded("exercise")
    texts = np.array([*map(cell_text, coded.values), ""], dtype=object)
    rows = np.flatnonzero(np.isin(texts, list(days_off))[coded.codes])
    expected = np.full(len(rows), "an exercise", dtype=object)
    said = "Nothing needs doing: it was read as a day without a session."
    value = texts[coded.codes[rows]]
    draft.findings.each(Finding("exercise", value, expected, said, rows, is_settled=True))


MAY_BE_NONE = ("reps", "duration_min")
"""Amounts of which 0 and nothing else may be no session: many write it where nobody counted."""


def are_no_sets_none(unused: Iterable[str]) -> bool:
    """Tell whether 0 sets and nothing else are no session: a column not used may say how much.

    ``unused`` are the columns of the sheet that are not used. Where there are any but of what was
    planned, and those marked as none of the table, such a session counts as done.

    >>> [are_no_sets_none(unused) for unused in ([], ["Time (min)"], ["Target sets", "#Room"])]
    [True, False, True]
    """
    return all(says_planned(text) or text.strip().startswith(NO_COLUMN) for text in unused)


def _set_no_sets_aside(draft: Draft) -> None:
    """Set aside sessions of 0 sets of which nothing else says otherwise: none was done.

    One side of an exercise may be of none where the other is of three.
    """
    sets = draft.typed.get("sets")
    if draft.table.name != "sessions" or sets is None or not len(sets) or np.fmin.reduce(sets) > 0:
        return
    rows = np.flatnonzero((sets == 0) & ~draft.findings.is_set_aside)
    rows = rows[draft.coded("status").codes[rows] < 0]
    for other in {*COUNTED} & draft.typed.keys():
        rows = rows[np.nan_to_num(draft.typed[other][rows]) == 0]
    if "side" in draft.typed:
        rows = rows[np.asarray(draft.typed["side"][rows] == "")]
    if len(rows):
        said = "Nothing needs doing: 0 sets and nothing else were read as no session."
        texts = np.full(len(rows), "0", dtype=object), np.full(len(rows), "a set", dtype=object)
        draft.findings.each(Finding("sets", *texts, said, rows, is_settled=True))


def _point_out_not_done(draft: Draft, places: Sequence[int]) -> None:
    """Point out amounts of 0, and notes, by which a session was not done that counts as such.

    No status says so. Notes stand in those of the table, or in other ones (``places``), which are
    left out.
    """
    if draft.table.name != "sessions":
        return
    is_open = ~draft.findings.is_set_aside & (draft.coded("status").codes < 0)
    for amount in {*COUNTED} & draft.typed.keys():
        is_open &= np.nan_to_num(draft.typed[amount]) == 0
    for name in [name for name in MAY_BE_NONE if name in draft.typed]:
        rows = np.flatnonzero(is_open & (draft.typed[name] == 0))
        if len(rows):
            draft.findings.count(name, "0", "", _counted_as_done, rows=rows)
    noted = {"note": draft.cells["note"]} if "note" in draft.cells else {}
    noted |= {shortened(draft.raw.header[place]): draft.raw.columns[place] for place in places}
    for name, column in noted.items() if is_open.any() else ():
        coded = distinct(column)
        own = np.unique(coded.codes[is_open & (coded.codes >= 0)]).tolist()
        said = [code for code in own if _says_not_done(coded.values[code])]
        if said:
            rows = np.flatnonzero(is_open & np.isin(coded.codes, said))
            shown = cell_text(coded.values[coded.codes[rows[0]]])
            draft.findings.count(name, shown, "", _counted_as_done, rows=rows)


def _says_not_done(value: object) -> bool:
    return isinstance(value, str) and says_plainly_not_done(value)


def _counted_as_done(shown: str, n: int) -> tuple[str, str]:
    rows = "1 row says" if n == 1 else f"{n:,} rows say"
    return shown, (
        f"{rows} so beside a session that counts as done, as an empty status does. If it was not "
        "done, write skipped in the column status."
    )


def read_numbers(draft: Draft, column: Column, cells: RawColumn) -> NDArray[np.float64]:
    """Read a column of numbers; a cell that holds none, or one beyond the limits, is a problem."""
    if isinstance(cells, Native) and cells.values.dtype.kind in "fiu":
        own = cells.values
        is_plain = isinstance(own.dtype, np.dtype)
        numbers = (
            own.to_numpy("float64") if is_plain else own.to_numpy("float64", na_value=math.nan)
        )
        if column.is_required:
            require(draft, column, np.isnan(numbers))
        _hold_to_limits(draft, column, numbers)
        return numbers
    comma = has_decimal_comma(distinct(cells))
    codes, parsed = parse_distinct(
        draft, column, lambda v: read_amount(v, column, has_decimal_comma=comma)
    )
    values = np.array([math.nan if v is None else v for v in [*parsed, None]], dtype="float64")
    return taken(values, codes)


def _hold_to_limits(
    draft: Draft,
    column: Column,
    numbers: NDArray[np.float64],
    among: NDArray[np.bool_] | None = None,
) -> None:
    """Check numbers that are numbers already, without looking at each one by itself."""
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    is_whole = column.kind != "count" or _are_whole(numbers)
    if is_whole and lie_within(numbers, low, high):
        return
    is_bad = (numbers < low) | (numbers > high)
    if not is_whole:
        is_bad |= numbers > np.floor(numbers)
    for row in np.flatnonzero(is_bad if among is None else is_bad & among):
        value = float(numbers[row])
        fault = read_number(value, column)
        draft.findings.rows(
            column.name, np.array([row]), cell_text(value),
            fault if isinstance(fault, Fault) else Fault(expected_number(column), ""),
        )  # fmt: skip


def _are_whole(numbers: NDArray[np.float64]) -> bool:
    """Tell whether no number has a fraction."""
    return not any(
        (numbers[block] > np.floor(numbers[block])).any() for block in blocks(len(numbers))
    )


def read_scores(
    draft: Draft, column: Column, cells: RawColumn, scale: Scale | None
) -> NDArray[np.float64]:
    """Read scores; those on a stated scale are turned into 0 to 10.

    A row that names its scale was turned when it was imported: it is held to 0 to 10, and stays.
    """
    is_turned = _is_turned(draft)
    if scale is None:
        numbers = read_numbers(draft, column, cells)
        _point_out_scale(draft, column, np.where(is_turned, math.nan, numbers))
        return numbers
    own = column.between(scale.low, scale.high)
    if not is_turned.any():
        return np.asarray(scale.on_ten(read_numbers(draft, own, cells)))
    either = column.between(min(scale.low, 0), max(scale.high, 10))
    numbers = read_numbers(draft, either, cells)
    is_told = draft.findings.is_set_aside.copy()
    _hold_to_limits(draft, column, numbers, is_turned & ~is_told)
    _hold_to_limits(draft, own, numbers, ~is_turned & ~is_told)
    return np.where(is_turned, numbers, scale.on_ten(numbers))


def name_scale(draft: Draft, scale: Scale) -> None:
    """Write the stated scale, and the file, beside each score that was turned into 0 to 10."""
    stated = StatedScale(scale, shortened(draft.raw.file)).text()
    there = draft.typed.get("stated_scale", np.full(draft.n_rows, "", dtype=object))
    texts = np.where(_is_turned(draft), np.asarray(there, dtype=object), stated)
    draft.typed["stated_scale"] = pd.array(texts, dtype="str")


def _is_turned(draft: Draft) -> NDArray[np.bool_]:
    """Tell of each score whether its row says that it was turned into 0 to 10 already."""
    stated = draft.typed.get("stated_scale")
    return np.zeros(draft.n_rows, dtype=bool) if stated is None else np.asarray(stated != "")


ONLY_TWO, ONLY_FIVE = OTHER_SCALES = ("only 0 and 1", "only whole numbers from 1 to 5")
"""What scores may look like that were given on another scale than 0 to 10."""

ON_TEN = (
    "a number from 0 to 10",
    "Read as scores from 0 to 10. If they were given on another scale, state that scale "
    "(--scale 1-5).",
)
"""What is said of such scores: what was expected, and the repair."""


def other_scale(scores: NDArray[np.float64]) -> str:
    """Return which other scale than 0 to 10 all scores of a column look like; nothing for none.

    >>> other_scale(np.array([1.0, 5.0, 4.0])), other_scale(np.array([1.0, 6.0]))
    ('only whole numbers from 1 to 5', '')
    """
    found = np.unique(scores)
    if len(found) < 2:
        return ""
    if set(found) == {0.0, 1.0}:
        return ONLY_TWO
    is_five = found.min() >= 1 and found.max() <= 5 and (found == np.floor(found)).all()
    return ONLY_FIVE if is_five else ""


def _point_out_scale(draft: Draft, column: Column, scores: NDArray[np.float64]) -> None:
    """Point out a column of scores that looks like another scale than 0 to 10."""
    draft.looked_at = np.unique(scores[~np.isnan(scores) & ~draft.findings.is_set_aside])
    looks = other_scale(draft.looked_at)
    if looks:
        draft.findings.remark(column.name, looks, *ON_TEN)
