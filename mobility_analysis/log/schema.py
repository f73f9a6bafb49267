"""What each table of a log holds: every rule of a column, declared once.

Checking, typing and the codebook (``data/README.md``) all read these declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from mobility_analysis.log.languages.answers import MOMENT_WORDS, SIDE_WORDS, STATUS_WORDS

Kind = Literal[
    "client", "exercise", "date", "timestamp", "number", "count", "word", "text", "list",
    "frequency", "weekdays", "scale", "test", "score",
]  # fmt: skip

STATUSES = ("done", "partial", "skipped")
SIDES = ("left", "right", "")
_IN_OTHER_WORDS = {
    "done": "yes y true 1 x ✓ ✔ ☑ ✅ complete completed did finished ticked checked yes_manual "
    "completed_manually completed_auto 100% 100_%",
    "partial": "partly partially part half ½ in_part partly_done partially_done part_done "
    "half_done done_partly done_partially done_in_part",
    "skipped": "no n false 0 - – — ✗ ✘ ❌ ☐ □ ⬜ skip missed not_done not_completed "
    "skipped_manually skipped_auto missed_manually missed_auto yes_auto 0% 0_%",
}
STATUS_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        written: status
        for status, words in _IN_OTHER_WORDS.items()
        for word in (status, *words.split())
        for written in (word, word.replace("_", " "))
    }
    | {word: status for status, words in STATUS_WORDS.items() for word in words}
)
"""What people write for a status, and which one it is. *Our choice.*"""
SIDE_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {"l": "left", "r": "right", "left side": "left", "right side": "right", "both": "",
     "both sides": "", "l+r": "", "r+l": "", "l/r": "", "r/l": "", "l&r": "", "l + r": "",
     "l & r": "", "l and r": "", "left and right": "", "left + right": "", "left/right": ""}
    | {word: side for side, words in SIDE_WORDS.items() for word in words}
)  # fmt: skip
HAS_SIDES_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}
)
MOMENTS = ("waking", "before", "after", "evening", "")
_WHEN_IN_OTHER_WORDS = {
    "waking": "on_waking waking_up on_waking_up wake_up woke_up getting_up morning mornings "
    "in_the_morning this_morning am a.m a.m.",
    "before": "before_session before_exercise before_exercises before_exercising before_practice "
    "before_stretching beforehand pre",
    "after": "after_session after_exercise after_exercises after_exercising after_practice "
    "after_stretching afterwards post",
    "evening": "evenings in_the_evening this_evening night at_night tonight bedtime at_bedtime "
    "before_bed pm p.m p.m.",
    "": "afternoon in_the_afternoon this_afternoon midday noon lunchtime at_lunch",
}
MOMENT_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        written.replace("_", " "): moment
        for moment, words in _WHEN_IN_OTHER_WORDS.items()
        for written in words.split()
    }
    | {word: moment for moment, words in MOMENT_WORDS.items() for word in words}
)
"""What people write for a moment of the day, and which one it is. *Our choice.*"""
_WHEN_RATED = (
    "When in the day it was rated; may be empty. Morning and am are read as waking; night, bedtime "
    "and pm as evening; afternoon as empty."
)
EVENT_KINDS = ("appointment", "flare", "other")
EVENT_KIND_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {"appt": "appointment", "visit": "appointment", "review": "appointment",
     "flare-up": "flare", "flare up": "flare", "flareup": "flare"}
)  # fmt: skip
MOST_TIMES_PER_WEEK = 70
MOST_DAYS_PER_WEEK = 7
DATE_ORDERS = ("dmy", "mdy", "ymd", "excel-1900", "excel-1904")
"""How the figures of a date, or a spreadsheet's plain count of days, can be meant."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EXAMPLE_MARK = "# example"
"""A row whose first cell begins with this is an example, and is not read as data."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, what it may hold, and what it means."""

    name: str
    kind: Kind
    meaning: str
    is_required: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Other spellings of its words, in small letters."""
    default: str = ""
    has_time: bool = False
    lookalikes: tuple[str, ...] = ()
    """Headers that are not this column but may be meant for it: named in the message."""
    is_filled_in: bool = True
    """Whether people fill it in; else the program writes it, and no template has it."""

    def between(self, low: float, high: float) -> Column:
        """Return the column with other limits."""
        return replace(self, low=low, high=high)


@dataclass(frozen=True)
class Table:
    """One table of a log: its columns in order, and by which of them it is sorted."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    sort_by: tuple[str, ...]
    derived: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns a file may hold, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def columns_to_fill_in(self) -> tuple[Column, ...]:
        """Columns that people fill in, in order."""
        return tuple(column for column in self.columns if column.is_filled_in)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


CLIENT = Column(
    "client", "client",
    "Who practises: one id in every table. A log of one person may leave the column out.",
    is_required=True,
    lookalikes=("patient", "person", "participant", "subject", "user", "name", "id"),
)  # fmt: skip
EXERCISE = Column(
    "exercise", "exercise", "What was practised: an id, name or alias.", is_required=True,
    lookalikes=("activity", "movement", "stretch", "drill"),
)  # fmt: skip
SETS = Column("sets", "count", "Sets.", unit="sets", low=0, high=1000)
REPS = Column(
    "reps", "number", "Repetitions in a set; the mean where sets differ.",
    unit="repetitions", low=0, high=10_000, lookalikes=("repetitions",),
)  # fmt: skip
HOLD = Column("hold_s", "number", "How long each repetition is held.", unit="s", low=0, high=86_400)
LOAD = Column("load_kg", "number", "Weight used.", unit="kg", low=0, high=1000)
FIRST_DAYS = ("from", "begin", "begins", "first_day")
LAST_DAYS = ("to", "until", "till", "finish", "stop", "last_day")
NOTE = Column("note", "text", "Anything in the client's own words.")
LOGGED_AT = Column("logged_at", "timestamp", "When the row was written down.")

SESSIONS = Table(
    "sessions",
    "One row is one exercise, logged by one client on one date.",
    (
        CLIENT,
        Column(
            "date", "date", "Day of the session, or day and time.", True, has_time=True,
            lookalikes=("day", "when"),
        ),
        EXERCISE,
        Column(
            "status", "word",
            "Whether it was done; empty means done. Yes and no, true and false, ticks and crosses "
            "are read as done and skipped.",
            words=STATUSES, spellings=STATUS_SPELLINGS, default="done",
            lookalikes=("done", "completed", "skipped", "state"),
        ),
        Column(
            "side", "word",
            "Which side it was done on, where each side has its own row; empty means both, or not "
            "said. Left and right of one exercise on one day (and at one time) are one session.",
            words=SIDES, spellings=SIDE_SPELLINGS,
        ),
        SETS,
        REPS,
        HOLD,
        Column(
            "duration_min", "number", "How long it took.", unit="min", low=0, high=1440,
            lookalikes=("minutes",),
        ),
        LOAD,
        NOTE,
        LOGGED_AT,
    ),
    sort_by=("client", "date"),
    derived=("time",),
)  # fmt: skip

STIFFNESS = Table(
    "stiffness",
    "One row is one self-rated stiffness score.",
    (
        CLIENT,
        Column(
            "date", "date", "Day of the rating, or day and time.", True, has_time=True,
            lookalikes=("day", "when"),
        ),
        Column(
            "score", "score",
            "Self-rated stiffness: 0 is none, 10 the worst imaginable. Lower is better.",
            True, unit="points", low=0, high=10,
            lookalikes=("stiffness", "rating", "pain", "value", "level", "intensity"),
        ),
        Column(
            "moment", "word", _WHEN_RATED, words=MOMENTS, spellings=MOMENT_SPELLINGS,
            lookalikes=("time_of_day", "when"),
        ),
        Column("exercise", "exercise", "The exercise it was rated before or after, if any."),
        NOTE,
        LOGGED_AT,
        Column(
            "stated_scale", "scale",
            "Written by the program beside a score that it turned into 0 to 10: the scale that was "
            "stated, and the file. Leave it empty in rows that you type.",
            is_filled_in=False,
        ),
    ),
    sort_by=("client", "date"),
    derived=("time",),
)  # fmt: skip

PROGRAMME = Table(
    "programme",
    "One row is one prescription: what, from when to when, how often.",
    (
        CLIENT,
        EXERCISE,
        Column("start", "date", "First day of the prescription.", True, lookalikes=FIRST_DAYS),
        Column(
            "end", "date", "Last day of the prescription; empty while it runs.",
            lookalikes=LAST_DAYS,
        ),
        Column(
            "times_per_week", "frequency",
            "How often: 3, 2.5, 3-4 (the lower end counts), 'every other day', 'every 3 days' (7 / "
            "days a week) or 'as needed'. Twice a day is 14.",
            unit="times per week", low=0, high=MOST_TIMES_PER_WEEK,
            lookalikes=("frequency", "times", "per_week"),
        ),
        Column(
            "weekdays", "weekdays", "On which weekdays, instead of times_per_week: Mon Wed Fri.",
            lookalikes=("days", "days_of_week"),
        ),
        SETS,
        REPS,
        HOLD,
        LOAD,
    ),
    sort_by=("client", "exercise", "start"),
    derived=("is_as_needed", "is_planned", "times_per_week_written"),
)  # fmt: skip

PAUSES = Table(
    "pauses",
    "One row is one span of days on which a client was excused.",
    (
        CLIENT,
        Column("start", "date", "First excused day.", True, lookalikes=FIRST_DAYS),
        Column("end", "date", "Last excused day; empty while still paused.", lookalikes=LAST_DAYS),
        Column("reason", "text", "Why: illness, travel, flare."),
    ),
    sort_by=("client", "start"),
)

EVENTS = Table(
    "events",
    "One row is one dated mark of a client.",
    (
        CLIENT,
        Column("date", "date", "Day of the event.", True),
        Column(
            "kind",
            "word",
            "What kind of event.",
            True,
            words=EVENT_KINDS,
            spellings=EVENT_KIND_SPELLINGS,
        ),
        Column("label", "text", "A short label, shown on charts."),
    ),
    sort_by=("client", "date"),
)

EXERCISES = Table(
    "exercises",
    "One row is one exercise, added to the built-in catalogue or replacing a row of it.",
    (
        Column("exercise", "text", "The exercise's id.", True),
        Column("name", "text", "The name people read; the id when empty."),
        Column("focus_areas", "list", "What it trains, ';' between.", True),
        Column("aliases", "list", "Other spellings that mean it, ';' between."),
        Column("key_action", "text", "What to do, in a line."),
        Column("caution", "text", "A caution printed with the exercise."),
        Column("source", "text", "Where the row, and its caution, comes from."),
    ),
    sort_by=("exercise",),
)

CHECKS = Table(
    "checks",
    "One row is one movement check: a movement measured on one day. Several values of one test and "
    "side on one day are averaged.",
    (
        CLIENT,
        Column("date", "date", "Day of the check.", True, lookalikes=("day", "when")),
        Column(
            "test", "test", "Which movement test: an id or name of the table tests.", True,
            lookalikes=("movement", "measure"),
        ),
        Column(
            "value", "number",
            "What was measured, in the unit of the test and between its lowest and highest value.",
            True, lookalikes=("result", "degrees", "score"),
        ),
        Column(
            "side", "word",
            "To which side, where the test has sides; empty where it has none.",
            words=SIDES, spellings=SIDE_SPELLINGS,
        ),
        Column(
            "activity", "text",
            "For named-activity: what the client named, written alike each time.",
        ),
        NOTE,
        LOGGED_AT,
    ),
    sort_by=("client", "date"),
)  # fmt: skip

TESTS = Table(
    "tests",
    "One row is one movement test, added to the built-in ones or replacing one of them.",
    (
        Column("test", "text", "The test's id.", True),
        Column("name", "text", "The name people read; the id when empty."),
        Column("unit", "text", "The unit of its values: degrees, cm, points."),
        Column(
            "better", "word", "Whether a higher or a lower value is better.", True,
            words=("higher", "lower"),
        ),
        Column("lowest", "number", "The lowest value there can be; empty for no limit."),
        Column("highest", "number", "The highest value there can be; empty for no limit."),
        Column(
            "has_sides", "word",
            "Whether left and right are measured apart; empty means no, or as the built-in test.",
            words=("yes", "no", ""), spellings=HAS_SIDES_SPELLINGS,
        ),
        Column("how", "text", "How it is done, in a line."),
        Column(
            "detectable_change", "number",
            "The published change that is more than measuring alone can give, in the test's unit; "
            "empty where none is published.",
        ),
        Column(
            "change_means", "text",
            "What the detectable change is, in words that follow its number; empty for 'that "
            "measuring alone can give'.",
        ),
        Column("source", "text", "Where the row, and its detectable change, comes from."),
    ),
    sort_by=("test",),
)  # fmt: skip

DAYS_TABLE = Table(
    "days",
    "The diary as people keep it: one row is one day, with a column for each exercise. It is read "
    "as sessions and ratings, alone or beside the tables of these.",
    (
        CLIENT,
        Column(
            "date", "date", "The day, or day and time; a day may have several rows.", True,
            has_time=True, lookalikes=("day", "when"),
        ),
        Column(
            "stiffness", "score",
            "Self-rated stiffness of that day: 0 is none, 10 the worst imaginable.",
            unit="points", low=0, high=10,
            lookalikes=("score", "rating", "pain", "value", "level", "intensity"),
        ),
        Column(
            "moment", "word", _WHEN_RATED, words=MOMENTS, spellings=MOMENT_SPELLINGS,
            lookalikes=("time_of_day",),
        ),
        Column("note", "text", "Anything in the client's own words; it goes with the rating of "
               "its row, or else with the first exercise."),
    ),
    sort_by=("client", "date"),
)  # fmt: skip
TICK = "✓"
MOST_SETS_A_DAY = 9
"""In a cell of the diary; larger numbers are more likely repetitions or seconds. *Our choice.*"""
A_TICK = (
    f"a tick ({TICK}, x, yes, done), a number of sets from 1 to {MOST_SETS_A_DAY}, partly, "
    "skipped, or nothing"
)
"""What a cell of the diary may hold in the column of an exercise."""
A_COLUMN_AN_EXERCISE = (
    "Every other column is an exercise: its header is the id, the name or an alias of one of the "
    "catalogue, or of the table exercises. `p` and `s` may stand for partly and skipped; a number "
    "is that of sets. An empty cell, a dash, no, 0, rest, sick and holiday mean that nothing was "
    "logged. A row with nothing but its date is no row. A header that begins with `#` is the "
    "user's own."
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            DAYS_TABLE, SESSIONS, STIFFNESS, PROGRAMME, PAUSES, EVENTS, EXERCISES, CHECKS, TESTS,
        )
    }
)  # fmt: skip
DIARY = DAYS_TABLE.name
LOG_TABLES = tuple(name for name in TABLES if name != DIARY)
"""The tables of a log in memory: a diary has become sessions and ratings."""
DATED_TABLES = (DIARY, "sessions", "stiffness")
"""What a client logs: one of these must be there."""
CATALOGUES = ("exercises", "tests")
"""The tables that hold for all clients of a log: no row of them is anybody's."""

_DERIVED_DTYPES = {
    "time": "timedelta64[us]",
    "is_as_needed": "bool",
    "is_planned": "bool",
    "times_per_week_written": "str",
}
_KIND_DTYPES = {
    "date": "datetime64[us]",
    "timestamp": "datetime64[us]",
    "number": "float64",
    "score": "float64",
    "count": "float64",
    "frequency": "float64",
    "text": "str",
    "list": "str",
    "weekdays": "str",
    "scale": "str",
    "test": "str",
}


def column_dtype(column: Column) -> str | pd.CategoricalDtype:
    """Dtype of a declared column in memory; client and exercise are categories."""
    if column.kind == "word":
        return pd.CategoricalDtype(list(column.words))
    if column.kind in ("client", "exercise"):
        return pd.CategoricalDtype(pd.Index([], dtype="str"))
    return _KIND_DTYPES[column.kind]


def derived_dtype(name: str) -> str:
    """Dtype in memory of a column that is worked out from others."""
    return _DERIVED_DTYPES[name]


def empty_table(name: str) -> pd.DataFrame:
    """Return a table of a log without rows: its declared columns in order, then the derived ones.

    >>> list(empty_table("pauses").columns)
    ['client', 'start', 'end', 'reason']
    """
    return _empty_once(name).copy()


@cache
def _empty_once(name: str) -> pd.DataFrame:
    """Return the same; made once, since all logs need it."""
    table = TABLES[name]
    dtypes = {column.name: column_dtype(column) for column in table.columns}
    dtypes |= {derived: derived_dtype(derived) for derived in table.derived}
    return no_rows(dtypes)


def no_rows(dtypes: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table without rows, its columns of these types.

    >>> no_rows({"rows": "int64"}).dtypes.to_dict()
    {'rows': dtype('int64')}
    """
    empty = {dtype: pd.array([], dtype=dtype) for dtype in set(dtypes.values())}
    return pd.DataFrame({name: empty[dtype] for name, dtype in dtypes.items()})


def rows_like(empty: pd.DataFrame, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return rows as a table with the columns of another one, in their order and of their types.

    >>> rows_like(no_rows({"file": "str", "rows": "int64"}), [("log.csv", 3)])
          file  rows
    0  log.csv     3
    """
    return columns_like(empty, dict(zip(empty.columns, zip(*rows, strict=True), strict=False)))


def columns_like(empty: pd.DataFrame, columns: Mapping[str, Any] | pd.DataFrame) -> pd.DataFrame:
    """Return columns as a table of the types of another one, which is faster than casting it.

    >>> columns_like(no_rows({"rows": "int64"}), {"rows": [3]}).dtypes.to_dict()
    {'rows': dtype('int64')}
    """
    dtypes = empty.dtypes.items()
    return pd.DataFrame(
        {name: pd.array(columns.get(str(name), ()), dtype=dtype) for name, dtype in dtypes},
        copy=False,
    )


def allowed_values(column: Column) -> str:
    """Say in words what a cell of a column may hold, and what an empty cell means.

    >>> from mobility_analysis.log.schema import TABLES
    >>> allowed_values(TABLES["stiffness"]["score"])
    'a number from 0 to 10'
    >>> allowed_values(TABLES["sessions"]["status"])
    'done, partial, skipped; empty means done'
    """
    if column.words:
        words = ", ".join(word for word in column.words if word)
        empty = f"empty means {column.default}" if column.default else "may be empty"
        return words if column.is_required else f"{words}; {empty}"
    if column.low is not None and column.high is not None:
        number = "a whole number" if column.kind == "count" else "a number"
        limits = f"{number} from {column.low:g} to {column.high:g}"
        in_words = ", a span (3-4), 'every other day', or 'as needed'"
        return f"{limits}{in_words}" if column.kind == "frequency" else limits
    forms = {
        "client": "a name or number, the same in every table",
        "exercise": "an exercise of the catalogue: its id, name or an alias",
        "date": "a day: 2026-11-22" + (", or 2026-11-22 07:30" if column.has_time else ""),
        "timestamp": "a day and time: 2026-11-22 07:30",
        "number": "a number",
        "test": "a movement test of the table tests: its id or name",
        "weekdays": "names of days: Mon Wed Fri",
        "list": "one or more, with ; between",
        "text": "text",
        "scale": "as the program writes it: from 1 to 5, reversed, in form.csv; may be empty",
    }
    return forms[column.kind]


def codebook_markdown() -> str:
    """Return the codebook of all tables as Markdown, from the schema's declarations.

    >>> codebook_markdown().splitlines()[0]
    '### `days`'
    """
    return "\n".join(_table_markdown(table) for table in TABLES.values())


def _table_markdown(table: Table) -> str:
    rows = [
        f"| `{c.name}` | {'yes' if c.is_required else ''} | {c.unit} | {allowed_values(c)} | "
        f"{c.meaning} |"
        for c in table.columns
    ]
    head = ["| column | required | unit | what a cell may hold | meaning |", "| --- " * 5 + "|"]
    if table.name == DIARY:
        rows.append(f"| an exercise |  |  | {A_TICK} | What was done of it that day. |")
        rows += ["", A_COLUMN_AN_EXERCISE]
    return "\n".join([f"### `{table.name}`", "", table.meaning, "", *head, *rows, ""])
