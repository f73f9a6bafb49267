"""The ``mobility.toml`` of a log's folder: found, read, and each of its faults named with its line.

It is opened for reading only. What a threshold may be is said where thresholds are
(``measures.caseload.thresholds``).
"""

from __future__ import annotations

import difflib
import math
import re
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, get_args

from mobility_analysis.log.findings import shortened
from mobility_analysis.log.model import DataError
from mobility_analysis.log.scales import Scale, scale_from_text
from mobility_analysis.log.schema import DATE_ORDERS, MOST_DAYS_PER_WEEK, MOST_TIMES_PER_WEEK
from mobility_analysis.log.settings import SETTINGS_FILE, CsvForm, Settings, TablesForm

KEYS = (
    "date-order", "scale", "scale-reversed", "target-per-week", "compared-with", "tables", "csv",
    "targets", "thresholds", "recipe", "names", "exercises",
)  # fmt: skip
MOST_BYTES = 1_000_000

FOR_FILE, FOR_SHEET, HEADER, BUILT_IN = "file", "sheet", "header", "built-in"
"""Keys of a ``[[recipe]]`` beside those of any recipe: what it is for, and a built-in one."""

TEMPLATE = """\
# Settings of this log, so that nothing needs to be typed again. Take away the # in front of a line
# to make it hold. What is typed on the command line goes before what stands here.

# How 03/04/26 is meant: dmy is 3 April 2026, mdy 4 March 2026, ymd 26 April 2003.
# date-order = "dmy"

# All scores were given on this scale, not from 0 to 10. Reversed: the high end is the best score.
# scale = "1-5"
# scale-reversed = true

# Practice days a week that are planned, for clients without a programme.
# target-per-week = 3

# What new reasons to look first are compared with: "a week ago" or "the last appointment".
# compared-with = "the last appointment"

# CSV as Excel opens it: "excel", or in German "excel-de". For workbooks: tables, and "xlsx".
# csv = "excel-de"

# How often a week an exercise is planned, where it is not prescribed.
# [targets]
# down-dog = 5

# From where on a client comes first; mobility-analysis report --help names all of them.
# [thresholds]
# silent-days = 10
# low-adherence = "60%"

# How a sheet in other columns is read ([[recipe]]), and exercises by the names used there
# ([names], [exercises]), is added below when you answer what is asked about it.
"""


def settings_at(path: Path) -> Settings:
    """Return what is stated for a log: in its folder, or where its file lies.

    Nothing is stated where there is no such file; a fault in it is a ``DataError``.
    """
    if not path.exists():
        return Settings()
    folder = path if path.is_dir() else path.parent
    return settings_in(folder, shown=folder.resolve().name)


def settings_in(folder: Path, *, shown: str) -> Settings:
    """Return what the settings file of a folder states; ``shown`` is how messages name it."""
    try:
        found = sorted(x for x in folder.iterdir() if is_settings_file(x))
    except OSError:
        return Settings()  # what reads the log says that the folder cannot be opened
    if not found:
        return Settings()
    place = f"{shown}/{found[0].name}"
    if len(found) > 1:
        names = " and ".join(file.name for file in found)
        raise DataError(f"{shown}: found {names}; expected one {SETTINGS_FILE}. Keep one of them.")
    if found[0].name.lower() != SETTINGS_FILE:
        raise DataError(f"{place}: the name ends in .txt. Rename the file to {SETTINGS_FILE}.")
    return settings_from_text(_text(found[0], place), place)


def is_settings_file(path: Path) -> bool:
    """Tell whether a file is one of settings, by its name; some programs add ``.txt`` to it."""
    return path.name.lower() in (SETTINGS_FILE, f"{SETTINGS_FILE}.txt")


def _text(file: Path, place: str) -> str:
    try:
        status = file.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{place}: found no ordinary file. Put the file itself there.")
        if status.st_size > MOST_BYTES:
            raise DataError(
                f"{place}: found {status.st_size / 1e6:,.1f} MB; expected a few lines of settings."
            )
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{place}: not a text file in UTF-8; save it as UTF-8.") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DataError(f"{place} cannot be opened ({why}). Check its permissions.") from error


def settings_from_text(text: str, place: str) -> Settings:
    """Read settings from TOML; all faults are named at once.

    >>> settings_from_text('date-order = "dmy"', "my-log/mobility.toml").date_order
    'dmy'
    >>> settings_from_text('date_order = "dmy"', "my-log/mobility.toml")
    Traceback (most recent call last):
    mobility_analysis.log.model.DataError: my-log/mobility.toml, line 1, date_order: expected one \
of date-order, scale, scale-reversed, target-per-week, compared-with, tables, csv, targets, \
thresholds, recipe, names, exercises. Did you mean date-order?
    """
    import tomllib  # most logs state nothing

    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(
            f"{place}: not in TOML, the form of settings: {error}. Write each as: "
            'date-order = "dmy"'
        ) from error
    reader = _Reader(place, _lines(text))
    settings = reader.settings(given)
    if reader.faults:
        raise DataError("\n".join(said for _, said in sorted(reader.faults)))
    return settings


def wrong_setting(
    place: str, key: str, *, lines: Mapping[str, int], found: object = None, wanted: str
) -> str:
    """Say what is wrong with a setting: file, line, key, what was found and what was expected.

    >>> wrong_setting("a/mobility.toml", "scale", lines={"scale": 3}, found=5, wanted="text.")
    'a/mobility.toml, line 3, scale: found 5; expected text.'
    """
    line = f", line {lines[key]}" if key in lines else ""
    seen = "" if found is None else f"found {shortened(repr(found))}; "
    return f"{place}{line}, {shortened(key)}: {seen}expected {wanted}"


def one_of(written: object, words: Collection[str]) -> str:
    """Say which words there are, and which of them may be meant.

    >>> one_of("DMY", ["dmy", "mdy"])
    'one of dmy, mdy. Did you mean dmy?'
    """
    near = difflib.get_close_matches(str(written).lower(), list(words), n=1, cutoff=0.5)
    return f"one of {', '.join(words)}." + (f" Did you mean {near[0]}?" if near else "")


_TIMES = "times a week"
# Compiled when first asked for: most logs have no such file.
_HEAD = r"\[{1,2}\s*[\"']?(?P<table>[^\]\"']+?)[\"']?\s*\]"
_KEY = r"(?:\"(?P<a>[^\"]+)\"|'(?P<b>[^']+)'|(?P<c>[\w.-]+))\s*="


def _lines(text: str) -> dict[str, int]:
    """Return in which line each key stands: ``scale``, ``targets.down-dog``."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(_HEAD, line.strip()):
            table = head["table"]
            lines.setdefault(table, number)
        elif key := re.match(_KEY, line.strip()):
            name = key["a"] or key["b"] or key["c"]
            lines.setdefault(f"{table}.{name}" if table else name, number)
    return lines


class _Reader:
    """Takes settings out of parsed TOML, and gathers every fault instead of stopping at one."""

    def __init__(self, place: str, lines: Mapping[str, int]) -> None:
        self.place = place
        self.lines = lines
        self.faults: list[tuple[int, str]] = []

    def fault(self, key: str, found: object, wanted: str) -> None:
        said = wrong_setting(self.place, key, lines=self.lines, found=found, wanted=wanted)
        self.faults.append((self.lines.get(key, 0), said))

    def settings(self, given: Mapping[str, Any]) -> Settings:
        for key in given:
            if key not in KEYS:
                self.fault(key, None, one_of(key, KEYS))
        thresholds = self.table(given, "thresholds", "silent-days = 10")
        targets = self.table(given, "targets", "down-dog = 5")
        return Settings(
            place=self.place,
            date_order=self.word(given, "date-order", DATE_ORDERS),
            scale=self.scale(given),
            target_per_week=self.number(
                given, "target-per-week", MOST_DAYS_PER_WEEK, "practice days a week"
            ),
            targets={
                name: times
                for name in targets
                if (times := self.number(targets, name, MOST_TIMES_PER_WEEK, _TIMES, "targets."))
            },
            compared_with=self.text(given, "compared-with"),
            **self.form(given),
            thresholds=thresholds,
            recipes=self.recipes(given),
            names=self.texts(given, "names", '"bear rollers" = "bear-rolls"'),
            exercises=self.texts(given, "exercises", '"Cat cow" = "thoracic flexion"'),
            lines=self.lines,
        )

    def recipes(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
        """Return how sheets are read, each recipe with the files that it is for."""
        value = given.get("recipe", [])
        if isinstance(value, str):  # one built-in recipe for all files
            return ({"file": "*", BUILT_IN: value},)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            wanted = '[[recipe]], and below it file = "ann.csv" and how that file is read.'
            self.fault("recipe", value, wanted)
            return ()
        for entry in value:
            for key in (FOR_FILE, FOR_SHEET, HEADER):
                named = entry.get(key, "" if key == FOR_FILE else "*")
                names = named if isinstance(named, list) else [named]
                if not names or not all(isinstance(name, str) and name for name in names):
                    self.fault("recipe", named or None, f'{key} = "..." under each [[recipe]].')
        return tuple(value)

    def texts(self, given: Mapping[str, Any], key: str, example: str) -> Mapping[str, str]:
        value = self.table(given, key, example)
        for name, text in value.items():
            if not isinstance(text, str):
                self.fault(f"{key}.{name}", text, f"a text between quotation marks: {example}.")
        return {name: text for name, text in value.items() if isinstance(text, str)}

    def table(self, given: Mapping[str, Any], key: str, example: str) -> Mapping[str, Any]:
        value = given.get(key, {})
        if isinstance(value, dict):
            return value
        self.fault(key, value, f"a line [{key}], and below it lines such as {example}.")
        return {}

    def text(self, given: Mapping[str, Any], key: str) -> str:
        value = given.get(key, "")
        if isinstance(value, str):
            return value
        self.fault(key, value, "a text between quotation marks.")
        return ""

    def word(self, given: Mapping[str, Any], key: str, words: Collection[str]) -> str | None:
        value = given.get(key)
        if value is not None and value not in words:
            self.fault(key, value, one_of(value, words))
        return value if isinstance(value, str) else None

    def form(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return in which form tables are to be written; CSV and workbooks exclude each other."""
        tables = self.word(given, "tables", get_args(TablesForm))
        csv = self.word(given, "csv", get_args(CsvForm))
        if tables == "xlsx" and csv in get_args(CsvForm)[1:]:
            wanted = 'one of the lines tables = "xlsx" and csv: take the other out.'
            self.fault("csv", csv, wanted)
        return {"tables": tables, "csv": csv}

    def number(
        self, given: Mapping[str, Any], key: str, most: int, what: str, table: str = ""
    ) -> float | None:
        value = given.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and math.isfinite(value) and 0 < value <= most:
            return float(value)
        self.fault(
            f"{table}{key}",
            value,
            f"a number above 0, at most {most}: {what}, without quotation marks.",
        )
        return None

    def scale(self, given: Mapping[str, Any]) -> Scale | None:
        """Return the stated scale, with its high end as the best score where that is stated."""
        written, is_reversed = given.get("scale"), given.get("scale-reversed", False)
        if not isinstance(is_reversed, bool):
            self.fault("scale-reversed", is_reversed, "true or false, without quotation marks.")
        elif is_reversed and written is None:
            self.fault("scale-reversed", True, 'the scale beside it: scale = "1-5".')
        if written is None:
            return None
        try:
            if not isinstance(written, str):
                raise TypeError
            scale = scale_from_text(written)
            return scale._replace(reversed=True) if is_reversed is True else scale
        except (TypeError, ValueError):
            self.fault("scale", written, 'its two ends, the lower one first, such as "1-5".')
        return None
