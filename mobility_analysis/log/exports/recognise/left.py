"""Columns that nothing took: what is asked of them where they may change what a log means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.check.bearing import (
    bearing_of,
    is_named_as_status,
    likely_meanings,
    may_name_an_exercise,
    status_meanings,
    status_said,
)
from mobility_analysis.log.check.units import is_column_of_units, unit_of
from mobility_analysis.log.check.values import is_in_percent, read_number, tick_status
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.names import is_no_name, known_exercise
from mobility_analysis.log.exports.questions import SAMPLES, number_of
from mobility_analysis.log.exports.recognise.draft import (
    LOAD,
    MOST,
    NOT_USED,
    Column,
    Draft,
    beside_score,
    known_sessions,
    may_rate,
    most_used,
    samples_of,
)
from mobility_analysis.log.exports.recognise.exercises import way_of_names
from mobility_analysis.log.exports.recognise.scores import (
    is_of_stiffness,
    moment_of,
    open_scales,
    turned_scales,
)
from mobility_analysis.log.exports.recognise.several import is_of_else, may_go_on
from mobility_analysis.log.exports.shapes.boxes import is_mark
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.counts import compares_stiffness
from mobility_analysis.log.languages.done import asks_how_much, asks_if_done, is_of_marks
from mobility_analysis.log.languages.plans import says_not_done
from mobility_analysis.log.read.cells import cell_text
from mobility_analysis.log.read.headers import speaks_of_exercises, speaks_of_stiffness
from mobility_analysis.log.schema import TABLES


def settle_left(draft: Draft, left: Sequence[Column], catalogue: Catalogue) -> None:
    """Ask about the columns that nothing took, where they may change what the log means."""
    _settle_status(draft)
    scores: list[tuple[str, tuple[str, ...]]] = []
    statuses: dict[str, list[Column]] = {"status": [], "done": []}
    names: list[tuple[Column, dict[str, str]]] = []
    words: list[tuple[Column, str]] = []
    for column in _not_planned(draft, left):
        bearing = bearing_of(column.header, column.values)
        may_be_names = bearing is None or bearing.kind == "done" or says_not_done(column.header)
        exercise = known_exercise(column.header, catalogue)
        if column.header in draft.to_turn:
            scores.append((column.header, samples_of(column.values)))
        elif column.header in draft.to_scale:
            _ask_of_scale(draft, column)
        elif may_be_names and exercise and _may_count(draft, column):
            draft.ticks[column.header] = exercise  # each cell that says nothing of it is named
            draft.said[column.header] = f"{exercise}, {number_of(column.n_cells, 'cell')} filled"
        elif may_be_names and (way := _further(column, catalogue)):
            names.append((column, way))
        elif may_be_names and exercise and column.n_cells and not _is_named(draft):
            words.append((column, exercise))
        elif bearing is None or is_column_of_units(column.header, column.values):
            _ask_of_numbers(draft, column)
        elif bearing.kind == "site":
            draft.ask(asked.site_question(column.header, [cell_text(v) for v in column.values]))
        elif bearing.kind == "score":
            scores.append((column.header, samples_of(column.values)))
        else:
            statuses[bearing.kind].append(column)
    _settle_words(draft, words)
    for column, way in names:  # no amount that was asked about is theirs; a status is
        _ask_of_names(draft, column, way)
    _settle_ticks(draft, statuses["status"])
    _ask_if_done(draft, statuses["done"])
    if scores:
        has_ratings = draft.has_ratings
        own = [({"score": header, **moment_of(header), **beside_score(draft)}, samples)
               for header, samples in scores]  # fmt: skip
        may_turn = not (has_ratings or may_rate(draft))
        turned = {header: found for header, _ in scores if (found := turned_scales(draft, header))}
        question = asked.scores_question(
            own, has_ratings=has_ratings, turned=turned, sure=draft.to_turn, may_turn=may_turn,
            on=draft.scale,
        )  # fmt: skip
        draft.ask(question)


def _settle_status(draft: Draft) -> None:
    """Ask what a column of yes and no is of, where no column names the exercises of the rows."""
    if draft.status is not None and not draft.listed and not draft.known.get("sessions"):
        header, meanings = draft.status
        draft.status = None
        samples = tuple(meanings)[:SAMPLES]
        ask = asked.status_question if draft.has_sessions else asked.practice_question
        draft.ask(ask(header, samples, meanings))
        draft.said[header] = "whether it was done"


def _not_planned(draft: Draft, left: Sequence[Column]) -> list[Column]:
    """Say why columns are not used, and return those that are of no plan and no change."""
    for column in left:
        draft.leave(column.header, _why_not_used(draft, column))
    changes = [column.header for column in left if _is_of_a_change(column)]
    for header in changes:
        draft.given.setdefault("ignore", []).append(header)
    return [column for column in left if column.header not in {*draft.planned, *changes}]


def _is_of_a_change(column: Column) -> bool:
    """Tell whether a column of stiffness compares it with another day: no score is below 0."""
    score = TABLES["checks"]["value"]
    numbers = [read_number(value, score) for value in column.values]
    is_below = any(not isinstance(number, Fault) and number < 0 for number in numbers)
    return is_below and speaks_of_stiffness(column.header) and compares_stiffness(column.header)


def _may_count(draft: Draft, column: Column) -> bool:
    """Tell whether cells under an exercise are of its sessions: some a time or a number, not words.

    Where another column names the exercises done, they are of these, or of the thing.
    """
    return not _is_named(draft) and bool(column.n(lambda cell: is_no_name(cell_text(cell))))


def _is_named(draft: Draft) -> bool:
    """Tell whether another column names the exercises done."""
    return bool(draft.listed) or any(
        "columns" not in part["exercise"] for part in known_sessions(draft)
    )


def _settle_words(draft: Draft, columns: Sequence[tuple[Column, str]]) -> None:
    """Take columns of exercises that hold other cells than ticks; ask what they say if none is one.

    Beside ticks or amounts, in the column or another, each such cell is named.
    """
    ticked = [(column, exercise) for column, exercise in columns if column.n(is_mark)]
    if has_ticks(draft):
        ticked = [*columns]
    for column, exercise in ticked:
        draft.ticks[column.header] = exercise
        draft.said[column.header] = f"{exercise}, {number_of(column.n_cells, 'cell')} filled"
    if has_ticks(draft) or not columns:
        return
    written = dict.fromkeys(cell_text(v).strip() for column, _ in columns for v in column.values)
    exercises = {column.header: exercise for column, exercise in columns}
    draft.in_words = list(exercises)
    draft.ask(asked.words_question(exercises, [*written]))


def has_ticks(draft: Draft) -> bool:
    """Tell whether a column of an exercise is read."""
    return bool(draft.ticks) or any("columns" in part["exercise"] for part in known_sessions(draft))


def _further(column: Column, catalogue: Catalogue) -> dict[str, str]:
    """Return how the names of a column are read whose header may go on with another; else nothing.

    Another column of names may say what was planned, or which hurt; else it is asked about.
    """
    if may_go_on(column.header) or says_not_done(column.header):
        return way_of_names(column, catalogue)
    return {} if is_of_else(column.header) else way_of_names(column, catalogue, at_a_glance=True)


def _ask_of_names(draft: Draft, column: Column, way: Mapping[str, str]) -> None:
    """Ask what a further column of names of exercises says, by a status for all, if one is known.

    What counts sets or minutes may be of the first column alone, and is not used for this one.
    """
    known = [part["status"] for part in known_sessions(draft) if "status" in part]
    if draft.status is not None:
        header, meanings = draft.status
        known.append({"column": header, "meanings": meanings})
    part: dict[str, Any] = {"exercise": dict(way)} | ({"status": known[0]} if known else {})
    part |= {"one_a_day": True} if draft.set_column else {}
    samples = samples_of(column.values)
    if says_not_done(column.header):
        part = {key: value for key, value in part.items() if key != "status"}
        draft.ask(asked.skipped_question(column.header, samples, part))
        return
    is_likely = draft.may_be_joined and speaks_of_exercises(column.header)
    draft.ask(asked.names_question(column.header, samples, part, is_likely=is_likely))


def _why_not_used(draft: Draft, column: Column) -> str:
    """Say that a column is not used; of stiffness in words alone what to write instead."""
    if column.header in draft.planned:
        return f"{NOT_USED}: what was planned"
    if _is_of_a_change(column):
        return f"{NOT_USED}: how it was beside another day, which is no score"
    if not (column.n_cells and is_of_stiffness(column.header)):
        return NOT_USED
    score = TABLES["checks"]["value"]
    in_words = column.n(lambda cell: isinstance(read_number(cell, score), Fault))
    if in_words != column.n_cells:
        return NOT_USED
    low, high = draft.scale.low, draft.scale.high
    kind = "percent" if all(map(is_in_percent, column.values)) else "words"
    return f"{NOT_USED}: {kind}; write a number from {low:g} to {high:g} for each"


def _settle_ticks(draft: Draft, ticks: Sequence[Column]) -> None:
    """Take columns of ticks for exercises beside such of known ones; ask about others."""
    are_exercises = has_ticks(draft) or (len(ticks) > 1 and not draft.has_sessions)
    for column in ticks:
        header = column.header
        if not (draft.has_sessions or draft.has_ratings or are_exercises):
            continue  # it says nothing of anything
        if are_exercises and not (is_named_as_status(header) or asks_if_done(header)):
            draft.ticks[header] = header
            n_ticks = column.n(lambda cell: tick_status(cell) == "done")
            draft.said[header] = f"an exercise that is not known, {number_of(n_ticks, 'tick')}"
            continue
        meanings = status_meanings(header, column.values)
        is_exercise = not draft.has_sessions and may_name_an_exercise(header)
        samples = samples_of(column.values)
        question = asked.status_question(
            header, samples, meanings, is_exercise=is_exercise, is_plain=is_plain_status(column),
            is_likely=(asks_how_much(header) or is_of_marks(header)) and not _are_ticks(draft),
        )  # fmt: skip
        # another column says already what was done, or nothing says of which exercise
        if draft.has_status or not (draft.has_sessions or _may_have_sessions(draft)):
            left = tuple(choice for choice in question.choices if choice.value != "status")
            question = replace(question, choices=left)
        draft.ask(question)


def _ask_if_done(draft: Draft, columns: Sequence[Column]) -> None:
    """Ask about columns that may say in other words whether the exercises of a row were done.

    Where ticks alone are sessions these say what was done: another column does so only by its name.
    """
    named = [column for column in columns if is_named_as_status(column.header)]
    if draft.has_status or not (draft.has_sessions or _may_have_sessions(draft)):
        for column in named if not draft.has_status else ():
            _ask_of_practice(draft, column)
        return
    for column in named if _are_ticks(draft) else columns:
        is_first = not any(q.choices[0].value == "status" for q in draft.questions)
        meanings = likely_meanings(column.header, column.values)
        samples, is_likely = samples_of(column.values), is_first and not _are_ticks(draft)
        draft.ask(asked.done_question(column.header, samples, meanings, is_likely=is_likely))


def _ask_of_practice(draft: Draft, column: Column) -> None:
    """Ask what was done, where nothing names an exercise."""
    if not any(q.choices[0].value == asked.PRACTICE for q in draft.questions):
        meanings = likely_meanings(column.header, column.values)
        samples = samples_of(column.values)
        draft.ask(asked.practice_question(column.header, samples, meanings, is_plain=False))


def _are_ticks(draft: Draft) -> bool:
    """Tell whether all sessions are ticks under the names of exercises."""
    return not draft.listed and all("columns" in p["exercise"] for p in known_sessions(draft))


def _may_have_sessions(draft: Draft) -> bool:
    """Tell whether some answer to what is asked gives sessions, of which a status may tell."""
    return any(
        isinstance(choice.adds.get("sessions"), list)
        for q in draft.questions
        for choice in q.choices
    )


def is_plain_status(column: Column) -> bool:
    """Tell whether each cell of a column says yes or no."""
    return all(status_said(column.header, value) for value in column.values)


def _ask_of_scale(draft: Draft, column: Column) -> None:
    """Ask for the scale of a column whose header does not say for sure which: a recipe has one."""
    header, samples = column.header, samples_of(column.values)
    if draft.has_ratings:
        draft.ask(asked.other_scale_question(header, samples))
        return
    read = (read_number(value, TABLES["checks"]["value"]) for value in column.values)
    highest = max((number for number in read if not isinstance(number, Fault)), default=0)
    more = {**moment_of(header), **beside_score(draft)}
    scales = [scale for scale in open_scales(draft, header) if highest <= scale.high]
    draft.ask(asked.scale_question(header, samples, highest, more=more, scales=scales))


def _ask_of_numbers(draft: Draft, column: Column) -> None:
    """Ask about scores on a scale that nothing names, and weights in a unit that nothing names."""
    numbers = [read_number(value, TABLES["checks"]["value"]) for value in column.values]
    found = [number for number in numbers if not isinstance(number, Fault)]
    header, samples = column.header, samples_of(column.values)
    if found and is_of_stiffness(header) and not draft.has_ratings:
        turned, more = bool(turned_scales(draft, header)), beside_score(draft)
        draft.ask(
            asked.scale_question(header, samples, max(found), more=more, may_be_turned=turned)
        )
    elif len(found) < max(1, MOST * len(numbers)):
        return
    elif LOAD.search(header) and draft.has_sessions and "load_kg" not in draft.numbers:
        if not unit_of(header):
            draft.ask(asked.unit_question(header, samples))
            return
        used = {"sessions": {"columns": {"load_kg": header}}}
        is_likely = min(found) <= most_used(header)  # from there on it may as well be a body's
        draft.ask(asked.weight_question(header, samples, used, is_likely=is_likely))
