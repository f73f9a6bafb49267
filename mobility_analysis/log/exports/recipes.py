"""Recipes: how another program's export maps to the tables of a log, read from TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from mobility_analysis.log.catalogue import NO_AREA
from mobility_analysis.log.check.units import COUNTED
from mobility_analysis.log.check.values import word_key
from mobility_analysis.log.exports.shapes.across.dates import DaysAcross
from mobility_analysis.log.exports.shapes.dated_lines import ALONE, DatedLines
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.many_sheets import WHOSE_SHEETS
from mobility_analysis.log.scales import Scale, checked_scale
from mobility_analysis.log.schema import DATE_ORDERS, MOMENTS, TABLES

#: Each ``.toml`` beside this file is one.
BUILT_IN_RECIPES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.toml")))

CATALOGUE = "catalogue"
"""Stands for "every column whose header is an exercise of the catalogue"."""

Names = tuple[str, ...]
"""Headers of which the first that the sheet has is meant."""

_SESSION_COLUMNS = tuple(
    c for c in TABLES["sessions"].column_names if c not in ("client", "date", "exercise", "status")
)
_SESSION_PARTS = (
    "exercise", "columns", "values", "status", "one_a_day", "workout", "load_unit", "marks",
    "numbers", "words",
)  # fmt: skip
_RATING_COLUMNS = ("moment", "exercise", "note", "logged_at")


@dataclass(frozen=True)
class RowRule:
    """Rows to leave out, or the only ones to keep, by what stands in one column.

    ``name`` is how the command line turns the rule off, so that these rows are taken after all.
    """

    column: Names
    values: frozenset[str]
    keeps: bool
    reason: str
    name: str = ""


@dataclass(frozen=True)
class ExerciseFrom:
    """Where a row says which exercises were done; exactly one of the first five is given."""

    column: Names = ()
    """A column that names one exercise."""
    value: str = ""
    """One exercise for every row."""
    columns: Mapping[str, str] | str = ""
    """A column an exercise, with a tick where it was done: exercise by header."""
    listed: Names = ()
    """A column with several exercises in one cell, ``separator`` between."""
    text: Names = ()
    """A column that says in words what was done, with amounts and scores."""
    separator: str = ","


@dataclass(frozen=True)
class SessionsFrom:
    """How rows become sessions."""

    exercise: ExerciseFrom
    columns: Mapping[str, Names] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    status_column: Names = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    is_one_a_day: bool = False
    workout: Names = ()
    """The column that tells two workouts of one day apart, whose sets are then not combined."""
    load_unit: str = ""
    """The unit of ``load_kg`` where neither header, cell nor a column of units says it."""
    marks: Names = ()
    """A column with a tick or an amount, where another one names the exercise."""
    numbers: str = ""
    """What a plain number in place of a tick counts: sets, reps, hold_s, duration_min, load_kg."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What words in place of a tick mean: done, partial or skipped."""


@dataclass(frozen=True)
class Ratings:
    """How rows become self-rated stiffness scores."""

    score: Names = ()
    columns: Mapping[str, Names] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    is_optional: bool = False
    text: Names = ()
    """Instead of ``score``, a column of words in which scores are said, such as 3/10 stiff."""
    has_bare_scores: bool = False
    """Whether 3/10 there without a word is a score, too."""


@dataclass(frozen=True)
class Recipe:
    """How one kind of sheet becomes the tables of a log."""

    name: str
    date: Mapping[str, Names | int | date]
    """Where the day of a row stands, by ``DATE_WAYS``; a number or a day holds for all rows."""
    about: str = ""
    client_column: Names = ()
    """Names the client; empty where ``client`` is given, or for one person."""
    client_surname: Names = ()
    """Names what stands after it, where that is a first name."""
    is_client_optional: bool = False
    """Whether a sheet without that column is one person's: else it is not the recipe's sheet."""
    client: str = ""
    header_line: int | None = None
    """The first line that is not blank when not given."""
    fill_down: Names = ()
    """Columns whose empty cells mean what stands above."""
    ignore: Names = ()
    """Columns that change nothing for this log, though they look as if they might."""
    rows: tuple[RowRule, ...] = ()
    sessions: tuple[SessionsFrom, ...] = ()
    ratings: tuple[Ratings, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Exercises by the names that the sheet uses for them."""
    exercises: Mapping[str, str] = field(default_factory=dict)
    """Focus areas of exercises that the catalogue lacks, by id."""
    adds_exercises: bool = False
    """Whether a name that the catalogue lacks becomes an exercise of the log."""
    focus_areas: str = NO_AREA
    """The focus areas of such an exercise."""
    amounts: Names = ()
    """Columns of amounts with their units, all of them, which say more of a row's sessions."""
    date_order: str | None = None
    scale: Scale | None = None
    days_across: DaysAcross | None = None
    """Given where the days stand beside each other: the sheet is turned first."""
    dated_lines: DatedLines | None = None
    """Given for notes under dates: the sheet is turned first."""
    sheets: str = ""
    """Whose the sheets are, where no column says it (``WHOSE_SHEETS``); by their names if empty."""

    @property
    def rule_names(self) -> tuple[str, ...]:
        """Names of the rules for rows that can be turned off."""
        return tuple(rule.name for rule in self.rows if rule.name)

    @property
    def is_built_in(self) -> bool:
        """Whether the recipe is for any sheet of a kind, whose other columns it cannot know."""
        return self.name in BUILT_IN_RECIPES

    @property
    def is_one_a_day(self) -> bool:
        """Whether sets are combined into one session a day, or workout, and exercise."""
        return any(part.is_one_a_day or part.workout for part in self.sessions)

    @property
    def has_workouts(self) -> bool:
        """Whether two workouts on one day are told apart."""
        return any(part.workout for part in self.sessions)


def scale_of_all(recipes: Sequence[Recipe], *, beside: Scale | None = None) -> Scale | None:
    """Return the scale that the recipes of one log state, on which all its scores are.

    One that states none leaves it to what is stated ``beside`` it, else from 0 to 10. What one
    sheet states is said of no other.

    Raises
    ------
    DataError
        If scores of several sheets are on several scales, as a log has one.
    """
    own = [recipe.scale for recipe in recipes if recipe.ratings]
    scales = {scale or beside or Scale(0, 10) for scale in own}
    if len(scales) > 1:
        raise DataError(
            f"found scores {' and '.join(sorted(f'from {scale.text()}' for scale in scales))}; "
            "expected one scale for all sheets of a log, and what one of them states is said of no "
            "other. If the others are on it too, name it in their header, as Stiffness (1-5), or "
            "state it for each in mobility.toml (scale = [1, 5] in its [[recipe]], and reversed = "
            "true where the high end is the best); if not, keep them in a folder of their own."
        )
    return next((scale for scale in own if scale is not None), None)


def load_recipe(recipe: str | Path) -> Recipe:
    """Read a recipe, a built-in one by its name or a TOML file; all its faults are named at once.

    >>> load_recipe("hevy").about
    'Hevy app: the workout export as CSV'
    """
    if str(recipe) in BUILT_IN_RECIPES:
        return recipe_from_data(built_in_recipe(str(recipe)), str(recipe))
    path = Path(recipe)
    if not path.is_file():
        raise DataError(
            f"{path.absolute()}: no such recipe. Give the path of a TOML file, or one of "
            f"{', '.join(BUILT_IN_RECIPES)}."
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: not a text file in UTF-8; save it as UTF-8.") from error
    return recipe_from_text(text, path.name)


def recipe_data(recipe: str | Path) -> dict[str, Any]:
    """Return what a recipe says as parsed TOML, after it was read once for its faults."""
    load_recipe(recipe)
    if str(recipe) in BUILT_IN_RECIPES:
        return built_in_recipe(str(recipe))
    return tomllib.loads(Path(recipe).read_text(encoding="utf-8-sig"))


def built_in_recipe(name: str) -> dict[str, Any]:
    """Return a built-in recipe as parsed TOML."""
    file = resources.files("mobility_analysis.log.exports") / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def recipe_from_text(text: str, name: str) -> Recipe:
    """Read a recipe from TOML; its name is for messages, which name all its faults at once."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not a recipe in TOML: {error}.") from error
    return recipe_from_data(given, name)


def recipe_from_data(given: Mapping[str, Any], name: str) -> Recipe:
    """Read a recipe from parsed TOML, as ``recipe_from_text`` does."""
    reader = _Reader(name)
    recipe = _recipe(reader, given)
    if reader.faults:
        raise DataError(f"{name}: " + " ".join(reader.faults))
    return recipe


class _Reader:
    """Takes values out of parsed TOML, and gathers every fault instead of stopping at one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[str] = []

    def fault(self, where: str, expected: str) -> None:
        self.faults.append(f"{where}: expected {expected}.")

    def table(self, value: Any, where: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        """Return a TOML table, after a look at its keys."""
        if not isinstance(value, dict):
            self.fault(where, "a table")
            return {}
        for key in value:
            if key not in allowed:
                self.fault(f"{where}.{key}" if where else key, f"one of {', '.join(allowed)}")
        return value

    def names(self, value: Any, where: str) -> Names:
        """Return headers: a text, or a list of texts of which the first found is meant."""
        found = [value] if isinstance(value, str) else value
        if isinstance(found, list) and found and all(isinstance(x, str) and x for x in found):
            return tuple(found)
        self.fault(where, "the name of a column, or a list of names")
        return ()

    def text(self, value: Any, where: str) -> str:
        if isinstance(value, str):
            return value
        self.fault(where, "a text")
        return ""

    def flag(self, table: Mapping[str, Any], key: str, where: str) -> bool:
        """Return whether a table says that something holds; nothing says that it does not."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.fault(f"{where}.{key}", "true or false, without quotation marks")
        return value is True

    def texts(self, value: Any, where: str) -> Mapping[str, str]:
        """Return a TOML table from text to text."""
        if isinstance(value, dict) and all(isinstance(x, str) for x in value.values()):
            return value
        self.fault(where, 'a table of texts, such as { "Foam roll" = "foam-roller-overpressure" }')
        return {}

    def many(self, value: Any, where: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.fault(where, f"[[{where}]]")
        return []


_TOP = (
    "about", "amounts", "client", "date", "date_order", "dated_lines", "days_across", "exercises",
    "fill_down", "focus_areas", "header_line", "ignore", "names", "ratings", "reversed", "rows",
    "scale", "sessions", "sheets", "unknown_exercises",
)  # fmt: skip


def _recipe(r: _Reader, given: Mapping[str, Any]) -> Recipe:
    r.table(given, "", _TOP)
    sessions = [_sessions(r, part) for part in r.many(given.get("sessions", []), "sessions")]
    ratings = [_ratings(r, part) for part in r.many(given.get("ratings", []), "ratings")]
    if not sessions and not ratings:
        r.fault("sessions, ratings", "at least one [[sessions]] or [[ratings]]")
    client = given.get("client", "")
    has_column = isinstance(client, dict)
    line = given.get("header_line")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool) or line < 1):
        r.fault("header_line", "a line number from 1")
    unknown = given.get("unknown_exercises", "problem")
    if unknown not in ("problem", "add"):
        r.fault("unknown_exercises", '"problem" or "add"')
    return Recipe(
        name=r.name,
        about=r.text(given.get("about", ""), "about"),
        date=_date(r, given.get("date")),
        client_column=_client_column(r, client) if has_column else (),
        client_surname=r.names(client["surname"], "client.surname")
        if has_column and "surname" in client
        else (),
        is_client_optional=has_column and r.flag(client, "optional", "client"),
        client="" if has_column else r.text(client, "client"),
        header_line=line,
        fill_down=r.names(given["fill_down"], "fill_down") if "fill_down" in given else (),
        ignore=r.names(given["ignore"], "ignore") if "ignore" in given else (),
        rows=tuple(_row_rule(r, rule) for rule in r.many(given.get("rows", []), "rows")),
        sessions=tuple(sessions),
        ratings=tuple(ratings),
        names=r.texts(given.get("names", {}), "names"),
        exercises=r.texts(given.get("exercises", {}), "exercises"),
        adds_exercises=unknown == "add",
        focus_areas=r.text(given.get("focus_areas", NO_AREA), "focus_areas"),
        amounts=r.names(given["amounts"], "amounts") if "amounts" in given else (),
        date_order=_date_order(r, given.get("date_order")),
        sheets=_sheets(r, given.get("sheets", "")),
        days_across=_days_across(r, given["days_across"]) if "days_across" in given else None,
        dated_lines=_dated_lines(r, given["dated_lines"]) if "dated_lines" in given else None,
        scale=_scale(r, given),
    )


def _client_column(r: _Reader, client: Any) -> Names:
    table = r.table(client, "client", ("column", "surname", "optional"))
    return r.names(table.get("column"), "client.column")


DATE_WAYS = (
    {"column"}, {"column", "year"}, {"year", "month", "day"}, {"month", "day"}, {"week", "weekday"},
    {"week", "weekday", "year"}, {"week", "weekday", "first_week"},
)  # fmt: skip
"""Which columns together say the day: month and day with the year in the month's own cell."""


def _date(r: _Reader, given: Any) -> Mapping[str, Names | int | date]:
    if isinstance(given, dict) and set(given) in DATE_WAYS:
        return {part: _date_part(r, part, value) for part, value in given.items()}
    r.fault(
        "date",
        '{ column = "Date" }, with year = 2026 where the dates have none, or '
        '{ year = ..., month = ..., day = ... }, or { week = "Week of", weekday = "Day" }',
    )
    return {}


def _date_part(r: _Reader, part: str, value: Any) -> Names | int | date:
    """Return the column of a part of dates, or what it is in all rows."""
    where = f"date.{part}"
    if part == "first_week":
        return _day(r, value, where) or ()
    if part in ("year", "month") and isinstance(value, int):
        return _number(r, value, where, *_LIMITS[part]) or ()
    return r.names(value, where)


_LIMITS = {"year": (1900, 2100), "month": (1, 12)}


def _number(r: _Reader, value: Any, where: str, low: int, high: int) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    r.fault(where, f"a whole number from {low} to {high}")
    return None


def _day(r: _Reader, value: Any, where: str) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    r.fault(where, "a day without quotation marks, such as 2026-03-02")
    return None


def _days_across(r: _Reader, given: Any) -> DaysAcross:
    where = "days_across"
    keys = ("exercise", "columns", "notes", "year", "month", "first_day")
    table = {} if given is True else r.table(given, where, keys)
    many = {
        key: r.names(table[key], f"{where}.{key}") if table.get(key) else ()
        for key in ("columns", "notes")
    }
    numbers = {
        key: _number(r, table[key], f"{where}.{key}", *_LIMITS[key])
        for key in ("year", "month")
        if key in table
    }
    first = table.get("first_day")
    return DaysAcross(
        exercise=r.text(table.get("exercise", ""), f"{where}.exercise"),
        columns=many["columns"],
        notes=many["notes"],
        first_day=None if first is None else _day(r, first, f"{where}.first_day"),
        **numbers,
    )


def _dated_lines(r: _Reader, given: Any) -> DatedLines:
    table = {} if given is True else r.table(given, "dated_lines", ("year", "alone", "sender"))
    year = table.get("year")
    alone = table.get("alone", "")
    if alone not in ("", *ALONE):
        r.fault("dated_lines.alone", " or ".join(f'"{what}"' for what in ALONE))
    return DatedLines(
        None if year is None else _number(r, year, "dated_lines.year", *_LIMITS["year"]),
        alone,
        r.text(table["sender"], "dated_lines.sender") if "sender" in table else "",
    )


def _sheets(r: _Reader, given: Any) -> str:
    if given not in ("", *WHOSE_SHEETS):
        r.fault("sheets", " or ".join(f'"{whose}"' for whose in WHOSE_SHEETS))
    return given if isinstance(given, str) else ""


def _date_order(r: _Reader, given: Any) -> str | None:
    if given is not None and given not in DATE_ORDERS:
        r.fault("date_order", " or ".join(f'"{order}"' for order in DATE_ORDERS))
    return given if isinstance(given, str) else None


def _scale(r: _Reader, given: Mapping[str, Any]) -> Scale | None:
    """Return the stated scale: its ends, and whether the high end is the best score."""
    ends, is_reversed = given.get("scale"), given.get("reversed", False)
    if ends is None and "reversed" not in given:
        return None
    numbers = ends if isinstance(ends, list) else []
    is_pair = len(numbers) == 2 and all(
        isinstance(x, int | float) and not isinstance(x, bool) for x in numbers
    )
    try:
        if is_pair and isinstance(is_reversed, bool):
            return checked_scale(Scale(numbers[0], numbers[1], is_reversed))
    except ValueError:
        pass
    r.fault("scale", "[1, 5], the low end first, and reversed = true or false beside it")
    return None


def _row_rule(r: _Reader, given: Any) -> RowRule:
    table = r.table(given, "rows", ("column", "leave_out", "keep", "reason", "name"))
    keeps = "keep" in table
    if keeps == ("leave_out" in table):
        r.fault("rows", "exactly one of leave_out and keep")
    values = r.many(table.get("keep", table.get("leave_out", [])), "rows.keep")
    return RowRule(
        column=r.names(table.get("column"), "rows.column"),
        values=frozenset(str(value).strip().casefold() for value in values),
        keeps=keeps,
        reason=r.text(table.get("reason", ""), "rows.reason"),
        name=r.text(table.get("name", ""), "rows.name"),
    )


def _columns(r: _Reader, given: Any, where: str, known: tuple[str, ...]) -> Mapping[str, Names]:
    table = r.table(given, where, known)
    return {column: r.names(value, f"{where}.{column}") for column, value in table.items()}


def _sessions(r: _Reader, given: Any) -> SessionsFrom:
    table = r.table(given, "sessions", _SESSION_PARTS)
    status = r.table(table.get("status", {}), "sessions.status", ("column", "meanings"))
    meanings = r.texts(status.get("meanings", {}), "sessions.status.meanings")
    words = r.texts(table.get("words", {}), "sessions.words")
    for where, said in (("status.meanings", meanings), ("words", words)):
        if any(one not in TABLES["sessions"]["status"].words for one in said.values()):
            r.fault(f"sessions.{where}", "done, partial or skipped")
    return SessionsFrom(
        exercise=_exercise(r, table.get("exercise")),
        columns=_columns(r, table.get("columns", {}), "sessions.columns", _SESSION_COLUMNS),
        values=r.texts(table.get("values", {}), "sessions.values"),
        status_column=r.names(status["column"], "sessions.status.column") if status else (),
        statuses={word_key(written): word for written, word in meanings.items()},
        is_one_a_day=r.flag(table, "one_a_day", "sessions"),
        workout=r.names(table["workout"], "sessions.workout") if "workout" in table else (),
        load_unit=_load_unit(r, table.get("load_unit", "")),
        marks=_marks(r, table),
        numbers=_numbers(r, table.get("numbers", "")),
        words={word_key(written): word for written, word in words.items()},
    )


def _marks(r: _Reader, table: Mapping[str, Any]) -> Names:
    if "marks" not in table:
        return ()
    if "column" not in table.get("exercise", {}):
        r.fault("sessions.marks", 'exercise = { column = "..." } beside it, which names it')
    return r.names(table["marks"], "sessions.marks")


def _numbers(r: _Reader, given: Any) -> str:
    if given not in ("", *COUNTED):
        r.fault("sessions.numbers", f"one of {', '.join(COUNTED)}")
        return ""
    return str(given)


def _load_unit(r: _Reader, given: Any) -> str:
    if given not in ("", "kg", "lb"):
        r.fault("sessions.load_unit", '"kg" or "lb"')
        return ""
    return str(given)


def _exercise(r: _Reader, given: Any) -> ExerciseFrom:
    where = "sessions.exercise"
    table = r.table(given, where, ("column", "value", "columns", "list", "separator", "text"))
    ways = [way for way in ("column", "value", "columns", "list", "text") if way in table]
    if len(ways) != 1:
        r.fault(where, "exactly one of column, value, columns, list and text")
        return ExerciseFrom()
    columns = table.get("columns", "")
    if columns and columns != CATALOGUE:
        columns = r.texts(columns, f"{where}.columns")
    take: Callable[[str], Names] = lambda way: (  # noqa: E731
        r.names(table[way], f"{where}.{way}") if way in table else ()
    )
    return ExerciseFrom(
        column=take("column"),
        value=r.text(table.get("value", ""), f"{where}.value"),
        columns=columns,
        listed=take("list"),
        text=take("text"),
        separator=r.text(table.get("separator", ","), f"{where}.separator") or ",",
    )


def _ratings(r: _Reader, given: Any) -> Ratings:
    table = r.table(
        given, "ratings", ("score", "columns", "moment", "exercise", "optional", "text", "bare")
    )
    if ("score" in table) == ("text" in table):
        r.fault("ratings", "exactly one of score and text")
    moment = r.text(table.get("moment", ""), "ratings.moment")
    if moment not in MOMENTS:
        r.fault("ratings.moment", f"one of {', '.join(MOMENTS[:-1])}, or none")
    values = {"moment": moment, "exercise": r.text(table.get("exercise", ""), "ratings.exercise")}
    return Ratings(
        score=r.names(table["score"], "ratings.score") if "score" in table else (),
        text=r.names(table["text"], "ratings.text") if "text" in table else (),
        columns=_columns(r, table.get("columns", {}), "ratings.columns", _RATING_COLUMNS),
        values={column: value for column, value in values.items() if value},
        is_optional=r.flag(table, "optional", "ratings"),
        has_bare_scores=r.flag(table, "bare", "ratings"),
    )
