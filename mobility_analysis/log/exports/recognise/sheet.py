"""What a sheet of unknown shape seems to hold: said column by column, and drafted as a recipe.

What is certain stands in the draft; what bears on the meaning and is not certain is a question
(``asked``). Nothing is taken on this ground alone where somebody can be asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from mobility_analysis.log.catalogue import Catalogue, merged_catalogue
from mobility_analysis.log.check.units import plans_of_amounts, unit_place
from mobility_analysis.log.exports.questions import (
    FIRST_ROWS,
    Detected,
    Question,
    Taken,
    Understanding,
    added,
)
from mobility_analysis.log.exports.recognise.columns import WAYS, take_as
from mobility_analysis.log.exports.recognise.dates import (
    days_below_first,
    refuse_weeks,
    settle_dates,
    too_few_dates,
)
from mobility_analysis.log.exports.recognise.draft import (
    Column,
    Draft,
    samples_of,
    toml_of,
)
from mobility_analysis.log.exports.recognise.exercises import way_of_names
from mobility_analysis.log.exports.recognise.left import settle_left
from mobility_analysis.log.exports.recognise.planned import held_back
from mobility_analysis.log.exports.recognise.scores import (
    name_legend,
    scale_of,
    settle_moment,
    settle_ratings,
    span_of,
)
from mobility_analysis.log.exports.recognise.several import (
    may_be_joined,
    only_done,
    settle_amounts,
)
from mobility_analysis.log.exports.recognise.who import settle_who
from mobility_analysis.log.exports.shapes.every import DETECTORS, own_columns
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.languages.plans import says_planned
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.apps import app_of
from mobility_analysis.log.read.cells import (
    Coded,
    RawTable,
    Sheet,
    cell_text,
    distinct,
    filled_values,
    is_blank,
)
from mobility_analysis.log.read.headers import header_key, match_header
from mobility_analysis.log.read.numbered_sets import NUMBERS_SETS, numbers_sets
from mobility_analysis.log.read.settings_file import BUILT_IN
from mobility_analysis.log.read.sheets import header_of_sheet, table_of_sheet, with_row
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import TABLES

HEAD_ROWS = 100
"""Rows under the header by which a sheet is refused, so that a long one is refused at once."""


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
    numbers from 0 to 10, or of a stated scale, which the draft then states too; for the moment of
    the scores beside it, when each of its cells is one. Anything else is
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
    own = _understood(sheet, whole, stated, known or shape)
    return own if known else held_back(own, roles)


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
    app, first_rows = app_of(header_of_sheet(sheet)), _first_rows(sheet)
    if app:
        return Understanding(sheet.file, sheet.name, {BUILT_IN: app}, (), first_rows=first_rows)
    shape = shape_of(sheet, catalogue, stated.roles) if known is None else known
    turned = shape.sheet or sheet
    raw = table_of_sheet(turned)
    if raw.fault is not None:
        found, fault = raw.fault
        raise DataError(f"{sheet.file}: found {found}; expected {fault.expected}. {fault.repair}")
    if not raw.n_rows:
        raise DataError(f"{sheet.file}: found a header and no row; expected rows. Fill it in.")
    draft = _drafted(raw, catalogue, stated, shape)
    if not ("date" in draft.given or draft.dates or "date" in shape.adds) or not (
        draft.has_sessions or draft.has_ratings or any(_gives_rows(q) for q in draft.questions)
    ):
        raise DataError(_not_understood(raw, draft))
    return Understanding(
        sheet.file,
        sheet.name,
        toml_of(draft),
        _in_order((*shape.taken, *_taken(raw, draft)), raw.header),
        (*shape.questions, *draft.questions),
        shape.unknown,
        first_rows,
        span_of(draft.ratings, raw),
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
    row = [None if cell_text(c or "") in headers else c for c in sheet.rows[first]]
    return with_row(sheet, first, row)


def _shape_of(sheet: Sheet, catalogue: Catalogue) -> Detected:
    whole = Detected()
    if app_of(header_of_sheet(sheet)):
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
    filled = islice((row for row in sheet.rows if not all(map(is_blank, row))), FIRST_ROWS + 1)
    return tuple(
        tuple("" if is_blank(cell) else shortened(cell_text(cell)) for cell in row)
        for row in filled
    )


def _taken(raw: RawTable, draft: Draft) -> tuple[Taken, ...]:
    """Return what each column was taken for, in the order of the sheet, with some values."""
    values = {
        header: samples_of(Column.of(header, column).values)
        for header, column in zip(raw.header, raw.columns, strict=True)
        if isinstance(column, Coded)
    }
    said = {**draft.unused, **draft.said}
    return tuple(
        Taken(header, said[header], values.get(header, ()), is_used=header in draft.said)
        for header in dict.fromkeys(raw.header)
        if header in said
    )


def _in_order(taken: Sequence[Taken], header: Sequence[str]) -> tuple[Taken, ...]:
    """Return what columns were taken for in the order of the sheet, what it lacks first."""
    places = {text: place for place, text in reversed([*enumerate(header)])}
    return tuple(sorted(taken, key=lambda own: places.get(own.header, -1)))


def _drafted(
    raw: RawTable,
    catalogue: Catalogue,
    stated: _Stated,
    shape: Detected,
) -> Draft:
    kept = _scale_kept(shape.adds)
    scale = kept or stated.scale or scale_of(raw.header)
    draft = Draft(raw.file, raw.sheet, scale or Scale(0, 10), shape.adds)
    draft.is_scale_stated = bool(kept or stated.scale)
    draft.has_units = unit_place(raw.header) is not None
    draft.has_sets = bool(
        {"sets", "reps"} & match_header(raw.header, TABLES["sessions"]).places.keys()
    )
    draft.may_be_joined = may_be_joined(raw)
    if scale is not None and not kept:
        draft.given |= {"scale": [scale.low, scale.high], "reversed": scale.reversed}
    settled = {header_key(taken.header) for taken in shape.taken}
    columns = []
    for header, coded in zip(raw.header, raw.columns, strict=True):
        assert isinstance(coded, Coded)  # noqa: S101 (a sheet's columns are)
        if numbers_sets(header, coded) and header not in stated.roles:
            draft.set_column = header
            draft.said[header] = NUMBERS_SETS
        elif header.strip() and header_key(header) not in settled:
            columns.append(Column.of(header, coded))
    draft.days_below_first = days_below_first(columns, raw.n_rows)
    draft.planned = plans_of_amounts(raw.header) | _planned(columns, catalogue)
    for column in columns:
        if column.header in stated.roles:
            take_as(draft, column, stated.roles[column.header], catalogue)
    left = [
        c
        for c in columns
        if c.header in (*draft.to_turn, *draft.to_scale)
        or (c.header in draft.planned and c.header not in stated.roles)
        or (c.header not in stated.roles and not any(take(draft, c, catalogue) for take in WAYS))
    ]
    by_header = {column.header: column for column in columns}
    settle_dates(draft, by_header, stated.date_order)
    name_legend(draft, by_header)
    settle_ratings(draft, by_header)
    if "client" not in stated.roles.values():
        left = settle_who(draft, by_header, left)
    settle_left(draft, left, catalogue)
    refuse_weeks(draft, by_header, stated.date_order)
    settle_moment(draft)
    settle_amounts(draft)
    _refuse_two_of_one_name(draft, raw, settled)
    return draft


def _planned(columns: Sequence[Column], catalogue: Catalogue) -> set[str]:
    """Return the columns of exercises that were planned, beside others of what was done."""
    if not any(says_planned(column.header) for column in columns):
        return set()
    named = {c.header for c in columns if way_of_names(c, catalogue, at_a_glance=True)}
    return named - only_done(named)


def _scale_kept(known: Mapping[str, Any]) -> Scale | None:
    """Return the scale that a recipe states already: an answer may have turned it round."""
    if "scale" not in known:
        return None
    low, high = known["scale"]
    return Scale(low, high, known.get("reversed", False))


def _refuse_two_of_one_name(draft: Draft, raw: RawTable, settled: Collection[str]) -> None:
    """Refuse a sheet in which two columns that are used have one header."""
    columns = zip(raw.header, raw.columns, strict=True)
    filled = [h for h, column in columns if h.strip() and filled_values(distinct(column))]
    keys = Counter(map(header_key, filled))
    for header in filled:
        key = header_key(header)
        if keys[key] > 1 and (header in draft.said or key in settled):
            raise DataError(
                f"{draft.file}: found two columns {header!r}; expected another header for "
                "each. Rename one of them, so that it is known which is which."
            )


def _not_understood(raw: RawTable, draft: Draft) -> str:
    lacks = []
    if not draft.dates:
        others = " and ".join(map(repr, draft.other_days))
        since = f" on which it was done ({others} may say other days)" if others else ""
        lacks.append(f"a column of dates{since}")
    if not (draft.has_sessions or draft.has_ratings):
        lacks.append("a column of an exercise, or of scores from 0 to 10")
    is_short = raw.n_rows <= HEAD_ROWS  # of a longer one the lines may not be in memory
    if lacks == ["a column of dates"] and (odd := too_few_dates(raw, with_lines=is_short)):
        return odd
    columns = ", ".join(repr(text) for text in raw.header if text)
    return (
        f"{raw.file}: found the columns {columns}; expected {' and '.join(lacks)}. Name the "
        "columns as the codebook does (mobility-analysis new FOLDER writes it, with empty tables), "
        "or write a recipe and give it with --recipe."
    )
