"""The one road for sheets that are no log in our tables: look, understand, ask, remember, read.

Nothing is written here, and nobody is asked: a command or a form puts the questions and keeps what
was answered (``write.remember``). A sheet is then read by what is remembered of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from mobility_analysis.log.catalogue import Catalogue, exercise_key, merged_catalogue
from mobility_analysis.log.check.bearing import may_bear
from mobility_analysis.log.check.values import means_no_exercise
from mobility_analysis.log.exports import asked
from mobility_analysis.log.exports.names import names_question
from mobility_analysis.log.exports.questions import (
    Answers,
    Detected,
    Question,
    Taken,
    Understanding,
    added,
    likely,
    number_of,
    recipe_with,
    still_open,
)
from mobility_analysis.log.exports.recipes import (
    BUILT_IN_RECIPES,
    Recipe,
    built_in_recipe,
    recipe_from_data,
    scale_of_all,
)
from mobility_analysis.log.exports.recognise.sheet import head_of, header_of, shape_of, understand
from mobility_analysis.log.exports.recognise.who import (
    are_surely_one,
    are_surely_several,
    may_be_several,
    person_over,
)
from mobility_analysis.log.exports.reshape import Reshaped, reshape
from mobility_analysis.log.exports.shapes import days_across
from mobility_analysis.log.exports.shapes.across.blocks import filled_rows, run_of_days
from mobility_analysis.log.exports.shapes.across.turning import Rows
from mobility_analysis.log.exports.shapes.header_line import PEOPLE, header_place
from mobility_analysis.log.exports.shapes.header_line import detect as detect_header_line
from mobility_analysis.log.exports.sheets import (
    ShapedFile,
    Wanted,
    rows_of_table,
    shaped_sheets,
    without_file,
)
from mobility_analysis.log.languages.ends import scale_named
from mobility_analysis.log.languages.who import without_more
from mobility_analysis.log.model import DataError
from mobility_analysis.log.read.apps import OWN_FIGURES, app_of, are_own_figures
from mobility_analysis.log.read.cells import RawTable, Sheet, cell_text, distinct
from mobility_analysis.log.read.files import (
    WORKBOOK_SUFFIXES,
    Found,
    LogFiles,
    filled_sheets,
    find_logs,
)
from mobility_analysis.log.read.headers import header_key, match_header, nearest_table
from mobility_analysis.log.read.many_sheets import (
    EACH,
    NOT_DATA,
    ONE_PERSON,
    are_parts,
    may_be_of_fewer,
    may_be_people,
)
from mobility_analysis.log.read.settings_file import (
    BUILT_IN,
    FOR_FILE,
    FOR_SHEET,
    HEADER,
    settings_in,
)
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.schema import TABLES
from mobility_analysis.log.settings import SETTINGS_FILE, Settings
from mobility_analysis.log.write.remember import settings_lines

CHOICES_NAMED = 4
_OF_ENTRY = (FOR_FILE, FOR_SHEET, HEADER)


def _reshaped(
    sheet: Sheet, recipe: Recipe, own_exercises: Sequence[Mapping[str, str]]
) -> Iterator[Reshaped]:
    yield reshape(sheet, recipe, own_exercises=own_exercises)


class Reader(NamedTuple):
    """How files are read that are looked at: whole, where nothing else is stated."""

    sheets: Callable[[Path], tuple[list[Sheet], list[str]]] = filled_sheets
    """The sheets of a file, and what is said of those that are left out."""
    reshaped: Callable[[Sheet, Recipe, Sequence[Mapping[str, str]]], Iterable[Reshaped]] = _reshaped
    """What a recipe makes of a sheet: of all its rows, or of some of them at a time."""
    kept: Callable[[Sheet, Path], Sheet] = lambda sheet, _: sheet
    """What is held of a sheet of a file once it was looked at."""
    whole: Callable[[Sheet], Sheet] = lambda sheet: sheet
    """All of a sheet of which that is held."""


WHOLE = Reader()


@dataclass(frozen=True)
class SeenSheet:
    """One sheet of a file, and what is known of it: a recipe, an understanding, or neither."""

    sheet: Sheet
    recipe: Mapping[str, Any] | None = None
    """What is remembered, as TOML."""
    understanding: Understanding | None = None
    """What it seems to hold, where nothing is remembered, or new columns came since."""
    header: tuple[str, ...] = ()
    why: str = ""
    """Why it was not understood."""
    person: str = ""
    """Who a line over its header names."""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.recipe is not None or self.understanding is not None

    def settled(self, answers: Answers) -> Mapping[str, Any] | None:
        """Return its recipe; None where questions are open, or nothing is known."""
        if self.understanding is None:
            return self.recipe
        if still_open(self.understanding.questions, answers):
            return None
        whole = recipe_with(self.understanding.draft, self.understanding.questions, answers)
        return whole if {"sessions", "ratings", BUILT_IN} & whole.keys() else None


@dataclass(frozen=True)
class SeenFile:
    """One file without a table of a log."""

    path: Path
    shown: str
    """As ``mobility.toml`` and messages name it: ``ann.csv``, ``ann/diary.csv``."""
    log: LogFiles
    sheets: tuple[SeenSheet, ...] = ()
    said: tuple[str, ...] = ()
    why: str = ""
    """Why it could not be opened."""

    @property
    def left_beside(self) -> list[tuple[str, str]]:
        """What lies beside it in the folder of its log and is no part of that: file, sentence."""
        own = {path.name for path in (self.path, *self.log.foreign)}
        return [said for said in self.log.remarks if said[0].rpartition("/")[2] not in own]

    @property
    def is_understood(self) -> bool:
        """Whether anything is known of any sheet."""
        return self.n_understood > 0

    @property
    def n_understood(self) -> int:
        """Of how many sheets anything is known."""
        return sum(seen.is_known for seen in self.sheets)

    @property
    def reason(self) -> str:
        """Say why nothing is known of any sheet."""
        found = [self.why, *(sheet.why for sheet in self.sheets)]
        return " ".join(dict.fromkeys(without_file(why, self.shown) for why in found if why))


@dataclass(frozen=True)
class Looked:
    """What there is at a path: logs in our tables, and sheets in other columns."""

    path: Path
    settings: Settings
    found: Found
    files: tuple[SeenFile, ...] = ()
    own_exercises: tuple[Mapping[str, str], ...] = field(default=())
    """The rows of a table exercises that lies beside many logs."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """What somebody says that columns of new sheets are, by their headers."""
    names_of: dict[object, Mapping[str, int]] = field(default_factory=dict, compare=False)
    """The names that are not known, by sheet and recipe, so that each is shaped once."""
    is_shown: bool = False
    """Whether somebody saw how its sheets were understood, so that no remark need say it."""
    reader: Reader = field(default=WHOLE, compare=False)

    @property
    def sheets(self) -> Iterator[SeenSheet]:
        """All sheets in other columns."""
        return (sheet for file in self.files for sheet in file.sheets)

    @property
    def understandings(self) -> tuple[Understanding, ...]:
        """What is new: sheets of which nothing is remembered, or which have new columns."""
        return tuple(s.understanding for s in self.sheets if s.understanding is not None)

    @property
    def remembered(self) -> tuple[str, ...]:
        """The files that are read by what is remembered."""
        return tuple(
            file.shown for file in self.files
            if any(s.recipe is not None and s.understanding is None for s in file.sheets)
        )  # fmt: skip

    @property
    def folder(self) -> Path:
        """Where answers are kept."""
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def place(self) -> str:
        """The file of settings as messages name it."""
        return f"{self.folder.resolve().name}/{SETTINGS_FILE}"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The exercises that are known: built in, of a table beside the logs, and remembered."""
        return merged_catalogue(self._rows(self.settings.exercises))[0]

    def _rows(self, exercises: Mapping[str, str]) -> list[Mapping[str, str]]:
        own = {exercise_key(row["exercise"]) for row in self.own_exercises}
        stated = [
            {"exercise": name, "focus_areas": areas}
            for name, areas in exercises.items()
            if exercise_key(name) not in own
        ]
        columns = TABLES["exercises"].column_names
        return [{c: str(row.get(c, "")) for c in columns} for row in [*self.own_exercises, *stated]]

    def again(self, settings: Settings, roles: Mapping[str, str] = MappingProxyType({})) -> Looked:
        """Look at the same once more, by other settings or roles of columns."""
        return look(self.path, settings, self.found, roles=roles, reader=self.reader)

    def questions(self, answers: Answers) -> list[Question]:
        """Return what is still to be asked, each question once for all files.

        First what columns mean; when all of that is answered, what exercises are that nobody knows.
        """
        all_of_them = [q for own in self.understandings for q in own.questions]
        left = still_open(all_of_them, answers)
        return left or still_open(self._about_names(answers), answers)

    def _about_names(self, answers: Answers) -> list[Question]:
        unknown: Counter[str] = Counter()
        headers: set[str] = set()
        for seen in self.sheets:
            own = self._unknown(seen, answers)
            unknown.update(own)
            headers |= _over_ticks(seen.settled(answers), own) if own else set()
        question = names_question(unknown, self.catalogue, headers)
        return [] if question is None else [question]

    def _unknown(self, seen: SeenSheet, answers: Answers) -> Mapping[str, int]:
        """Return the names of exercises in a sheet that are not known, with how often each is."""
        data = seen.settled(answers)
        if data is None:
            return {}
        key = (id(seen), str(data))
        if key not in self.names_of:
            self.names_of[key] = self._unknown_by(seen, data)
        return self.names_of[key]

    def _unknown_by(self, seen: SeenSheet, data: Mapping[str, Any]) -> Mapping[str, int]:
        recipe = self.recipe_of(seen, data)
        if recipe.adds_exercises:
            return {}
        found: Counter[str] = Counter()
        try:
            for shaped in self.reader.reshaped(seen.sheet, recipe, self.own_exercises):
                found.update(_names_in(shaped))
        except DataError:
            return {}  # what reads the sheet says it
        known = {*self.catalogue.spellings, *map(exercise_key, (*recipe.names, *recipe.exercises))}
        return {name: n for name, n in found.items() if exercise_key(name) not in known}

    def recipe_of(self, seen: SeenSheet, data: Mapping[str, Any]) -> Recipe:
        """Return the recipe of a sheet, with the names of exercises that hold for all of them."""
        recipe = recipe_of_data(data, f"for {seen.sheet.file} in {self.place}")
        typed = self.settings.date_order if "date-order" in self.settings.typed else None
        return replace(
            recipe,
            date_order=typed or recipe.date_order or self.settings.date_order,
            names={**self.settings.names, **recipe.names},
            exercises={**self.settings.exercises, **recipe.exercises},
        )

    def answered(self, answers: Answers) -> dict[str, Any]:
        """Return what is to be remembered: recipes by file, and names of exercises.

        They stand as ``mobility.toml`` holds them. A sheet with an open question is not in it.
        """
        entries: list[dict[str, Any]] = []
        for file in self.files:
            entries += _entries_of(file, answers)
        whole: dict[str, Any] = {"recipe": _alike_together(entries)} if entries else {}
        names = recipe_with({}, self._about_names(answers), answers)
        return added(whole, names)

    def likely_answers(self) -> dict[str, str]:
        """Return the likely answer to each question, those about names too."""
        answers: dict[str, str] = {}
        while left := self.questions(answers):
            answers |= likely([q for q in left if q.key not in answers])
        return answers

    @property
    def open_files(self) -> tuple[str, ...]:
        """The files that cannot be read, or not whole, until something is answered."""
        return tuple(
            file.shown for file in self.files
            if self._open_in(file) or any(self._unknown(seen, {}) for seen in file.sheets)
        )  # fmt: skip

    @property
    def is_remembered(self) -> bool:
        """Whether all sheets are read by what is remembered, and nothing is to be asked of them."""
        is_each = all(
            file.sheets and all(s.recipe is not None and s.understanding is None
                                for s in file.sheets)
            for file in self.files
        )  # fmt: skip
        return is_each and not self.open_files

    @property
    def may_go_together(self) -> bool:
        """Whether files that do not lie in a sub-folder may be one log with others beside them."""
        return any(
            s.recipe is not None and "client" in s.recipe
            for file in self.files if file.log.folder is None
            for s in file.sheets
        )  # fmt: skip

    def _open_in(self, file: SeenFile) -> list[Question]:
        return _once([q for s in file.sheets if s.understanding for q in s.understanding.questions])

    def lines(self, files: Sequence[str] | None = None) -> str:
        """Return the lines of ``mobility.toml`` that answer each question in the likely way.

        ``files`` are those that they are for, all where not given. What else may be answered stands
        above them in comments.
        """
        mine = replace(
            self, files=tuple(f for f in self.files if files is None or f.shown in files)
        )
        answers = mine.likely_answers()
        said = [
            *(q for file in mine.files for q in mine._open_in(file)),
            *mine._about_names(answers),
        ]
        return settings_lines(mine.answered(answers), [_comment(q) for q in _once(said)])

    def logs(self) -> list[LogFiles]:
        """Return all logs at the path, sheets in other columns read as far as is certain.

        One that cannot be read without an answer says in ``fault`` which lines would answer it.
        """
        placed = (self.in_place(log) for log in self.found.logs)
        return [*(log for log in placed if log is not None), *self.understood_logs()]

    def in_place(self, log: LogFiles) -> LogFiles | None:
        """Return one of the logs that were found as it is read, where its sheets say no more.

        None where any of its sheets is understood, or it is left out, as ``left`` says.
        """
        own = self._by_log.get(id(log), [])
        if any(file.is_understood for file in own) or (own and self._is_left(own)):
            return None
        if own and not _says_more(log, own):
            return replace(log, tables={}, fault=" ".join(file.reason for file in own))
        return log

    def is_in_our_columns(self, log: LogFiles) -> bool:
        """Tell whether one of the logs that were found is read as it is."""
        return id(log) not in self._by_log

    def understood_logs(self) -> Iterator[LogFiles]:
        """Read the logs in other columns of which anything is understood, one after the other."""
        for group in self.groups:
            yield from self.read(group)

    @property
    def groups(self) -> list[list[SeenFile]]:
        """The files of the logs in other columns of which anything is understood, by log."""
        own = (self._by_log.get(id(log), []) for log in self.found.logs)
        foreign = [file for files in own if any(f.is_understood for f in files) for file in files]
        return self._grouped(foreign)

    @property
    def is_one_group(self) -> bool:
        """Whether all that there is, but for tables for all, are several files that are one log."""
        files = [file for group in self.groups for file in group]
        is_all = {id(log) for log in self.found.logs if log.name} == {id(f.log) for f in files}
        return is_all and len(files) > 1 and len(self.groups) == 1

    @cached_property
    def _by_log(self) -> Mapping[int, Sequence[SeenFile]]:
        found: dict[int, list[SeenFile]] = {}
        for file in self.files:
            found.setdefault(id(file.log), []).append(file)
        return found

    @property
    def left(self) -> list[tuple[str, str]]:
        """What is left unread beside the logs: file, sentence."""
        of_text = [file for file in self.files if self._is_left([file])]
        said = [(f.shown, f"This file was left out: {f.reason}") for f in of_text]
        return [*self.found.left, *said]

    def _is_left(self, files: Sequence[SeenFile]) -> bool:
        """Tell whether files beside logs are texts of another kind, which are nobody's log."""
        is_left = all(not f.is_understood and _is_of_another_kind(f) for f in files)
        return is_left and len(self.found.logs) > 1

    def _grouped(self, files: Sequence[SeenFile]) -> list[list[SeenFile]]:
        """Put the files together that are one log: parts of one diary, or of several people's."""
        groups: dict[object, list[SeenFile]] = {}
        names: dict[Path, list[str]] = {}
        for file in files:
            names.setdefault(file.path.parent, []).append(file.path.stem)
        of_parts = {folder for folder, own in names.items() if len(own) > 1 and are_parts(own)}
        for file in files:
            is_part = file.path.parent in of_parts
            recipes = [r for s in file.sheets if (r := s.settled({})) is not None]
            named = {str(r["client"]) for r in recipes if r.get("client")}
            key: object = file.path
            is_part &= not any(r.get("sheets") == EACH for r in recipes)
            if is_part or any(isinstance(r.get("client"), dict) for r in recipes):
                key = file.path.parent
            elif named:
                key = (file.path.parent, *sorted(named))
            groups.setdefault(key, []).append(file)
        return list(groups.values())

    def read(self, files: Sequence[SeenFile]) -> Iterator[LogFiles]:
        """Yield the log that some files are together; or one for each that cannot be read."""
        can_read, unread = self.told_apart(files)
        yield from unread
        if can_read:
            try:
                yield self._shaped(can_read)
            except DataError as error:
                yield refused(can_read, error)

    def told_apart(self, files: Sequence[SeenFile]) -> tuple[list[SeenFile], list[LogFiles]]:
        """Return the files that can be read, and a log for each other, which says why it cannot."""
        faults = [self.fault_of(file) for file in files]
        pairs = [*zip(files, faults, strict=True)]
        can_read = [file for file, fault in pairs if not fault]
        return can_read, [_faulty(file, fault) for file, fault in pairs if fault]

    def fault_of(self, file: SeenFile) -> str:
        """Say why a file cannot be read yet; nothing where it can."""
        if not file.is_understood:
            return file.reason
        own = self._open_in(file)
        if not own:
            return ""
        words = " ".join(question.words for question in own)
        if len(self.files) > 1:
            return (
                f"{words} Run the command in a terminal to be asked; 'mobility-analysis check "
                f'"{self.path}"\' names the lines that answer it in {self.place}.'
            )
        return (
            f"{words} Run the command in a terminal to be asked, or add these lines to "
            f"{self.place}:\n\n{self.lines()}"
        )

    def _shaped(self, files: Sequence[SeenFile]) -> LogFiles:
        """Return the log that one file is, or several are together."""
        first = files[0]
        is_one = len(files) == 1
        name = _name_of(first) if is_one else _file_of(files)
        named = [
            (_named(seen.sheet, file, is_one, name), seen) for file in files for seen in file.sheets
        ]
        recipes = {
            sheet.name: self.recipe_of(seen, data)
            for sheet, seen in named
            if (data := seen.settled({})) is not None
        }
        clients = {recipe.client for recipe in recipes.values()} - {""}
        held = {sheet.name: seen.sheet for sheet, seen in named}

        def whole(sheet: Sheet) -> Sheet:
            own = self.reader.whole(held[sheet.name])
            return replace(own, file=sheet.file, name=sheet.name)

        shaped = shaped_sheets(
            [sheet for sheet, _ in named if sheet.name in recipes],
            [said for file in files for said in file.said],
            Wanted(recipes, is_one_person=None if is_one else True, whole=whole),
            alone=clients.pop() if len(clients) == 1 else name,
            own_exercises=self.own_exercises,
        )
        if not shaped.tables:
            raise nothing_in(shaped.rows_read, shaped.left_out)
        shaped = self._without_unused(shaped)
        said = [(shaped.file, words) for words in [*shaped.remarks, *self.said_of(named)]]
        return replace(
            first.log,
            name=name,
            tables=dict(shaped.tables),
            remarks=[*said, *first.left_beside],
            shaped=shaped,
            stated=stated_by(list(recipes.values()), self.settings.scale),
            is_table=first.log.is_table and is_one,
        )

    def said_of(self, named: Sequence[tuple[Sheet, SeenSheet]]) -> list[str]:
        """Say how sheets were understood where nothing is remembered, and which were left out."""
        said: dict[str, None] = {}
        for sheet, seen in named:
            if seen.understanding is not None:
                words = "" if self.is_shown else understood_words(seen.understanding)
                said |= {words: None} if words else {}
            elif seen.recipe is None and header_key(sheet.name) not in NOT_DATA:
                why = without_file(seen.why, seen.sheet.file)
                said[f"The sheet {sheet.name!r} was left out: {why}"] = None
        return list(said)

    def _without_unused(self, shaped: ShapedFile) -> ShapedFile:
        """Leave out exercises that only other sheets name, or that a table beside defines."""
        table = shaped.tables.get("exercises")
        if table is None:
            return shaped
        used: set[str] = set()
        for own in shaped.sheets.values():
            used |= {exercise_key(name) for name in _names_in(own)}
        there = {exercise_key(row["exercise"]) for row in self.own_exercises}
        tables = {name: own for name, own in shaped.tables.items() if name != "exercises"}
        kept = exercises_kept(table, used - there)
        return replace(shaped, tables=tables if kept is None else {**tables, "exercises": kept})


def exercises_kept(table: RawTable, keys: Collection[str]) -> RawTable | None:
    """Return the rows of a table of exercises that have one of some keys; None where none has."""
    own = [exercise_key(row["exercise"]) for row in rows_of_table(table)]
    kept = [place for place, key in enumerate(own) if key in keys]
    columns = tuple(
        replace(coded, codes=coded.codes[kept]) for coded in map(distinct, table.columns)
    )
    return replace(table, columns=columns, lines=table.line(kept)) if kept else None


class StatedRecipe(NamedTuple):
    """The recipe that is stated for a sheet, by the names of file and sheet alone."""

    recipe: Recipe
    header: tuple[str, ...] | None
    """The columns that were there when somebody answered for it; None where it was written."""
    has_clients: bool
    """Whether it names a column of clients, so that several files are one log."""
    looked: Looked
    """Where it is stated, with the exercises that are known there."""
    entry: Mapping[str, Any]
    """As it is stated."""

    def fits(self, head: Sheet, filled: Collection[str]) -> bool:
        """Tell whether the sheet is read by it for sure, whatever else it holds.

        ``head`` are its first rows (``ROWS_OF_HEAD`` that are filled), ``filled`` the headers of
        the columns that hold anything.
        """
        if self.header is None:
            return True
        if any(map(run_of_days, head.rows[: days_across.MOST_LINES])):
            return False  # which may be turned
        below = detect_header_line(head, merged_catalogue([])[0])
        line = None if below is None else below.adds["header_line"]
        is_there = header_place(head) is not None and line == self.recipe.header_line
        return is_there and _keys(filled) <= _keys(self.header)

    def fits_turned(self, sheet: Sheet, rows: Rows) -> bool:
        """Tell the same of a sheet that it turns, of which the rows are read anew each time.

        Notes under dates are looked at together: they are one client's.
        """
        if self.header is None:
            return True
        if self.recipe.dated_lines is None:
            first = next(filled_rows(rows()), (0, []))[1]
            is_app = app_of([cell_text(cell) for cell in first if cell is not None])
            seen = None if is_app else days_across.headers_seen(sheet, rows, self.looked.catalogue)
            return seen is not None and _keys(seen) <= _keys(self.header)
        whole = replace(sheet, rows=[[*row] for row in rows()])
        own = _by_entry(self.looked, whole, self.entry)
        return own.recipe is not None and own.understanding is None


def may_be_one_log(files: Sequence[Path], settings: Settings) -> bool:
    """Tell whether a file, or several, may be one log by recipes that are stated for each of them.

    Several are where they are parts of one by their names, or a column of each says the client.
    """
    stated = [[e for e in settings.recipes if _is_for(e[FOR_FILE], path.name)] for path in files]
    is_part = len(files) == 1 or (
        are_parts([path.stem for path in files])
        and not any(entry.get("sheets") == EACH for own in stated for entry in own)
    )
    return all(
        bool(own) and (is_part or any(isinstance(e.get("client"), dict) for e in own))
        for own in stated
    )


def stated_recipe(path: Path, settings: Settings, file: str, sheet: str) -> StatedRecipe | None:
    """Return the recipe that is stated for a sheet; None where none is, by its names."""
    _check_recipes(settings)
    looked = Looked(path, settings, Found([], [], are_many=False))
    for entry in reversed(settings.recipes):
        if _is_for(entry[FOR_FILE], file) and _is_for(entry.get(FOR_SHEET, "*"), sheet):
            seen, data = SeenSheet(Sheet(file, sheet, [])), _data_of(entry)
            header = tuple(entry[HEADER]) if HEADER in entry else None
            is_dict = isinstance(data.get("client"), dict)
            return StatedRecipe(looked.recipe_of(seen, data), header, is_dict, looked, entry)
    return None


def look(
    path: Path,
    settings: Settings,
    found: Found | None = None,
    *,
    roles: Mapping[str, str] = MappingProxyType({}),
    reader: Reader = WHOLE,
) -> Looked:
    """Look at all that lies at a path: logs in our tables, and sheets in other columns.

    A recipe of the settings that cannot be one is an error, whichever sheet it is for. ``found`` is
    what was found there, so that it need not be read again; ``roles`` what somebody says that
    columns of new sheets are (``questions.ROLES``), by their headers; ``reader`` reads the sheets.
    """
    _check_recipes(settings)
    found = found or find_logs(path)
    shared = [log for log in found.logs if not log.name and "exercises" in log.tables]
    own = [row for log in shared for row in exercise_rows(log.tables["exercises"])]
    looked = Looked(path, settings, found, own_exercises=tuple(own), roles=roles, reader=reader)
    each = [_looked_at(looked, log) for log in found.logs]
    found = found._replace(logs=[log for log, _ in each])
    files = tuple(file for _, own in each for file in own)
    files = tuple(_with_whose(file, files) for file in files)
    files = tuple(_with_scales(file, files) for file in files)
    return replace(looked, found=found, files=files)


def _looked_at(looked: Looked, log: LogFiles) -> tuple[LogFiles, tuple[SeenFile, ...]]:
    """Look at the sheets of a log; one in our columns goes this road if something is open in it.

    So it is where another column may bear on the meaning of its rows and is asked about, or was.
    One that is foreign and askable is such a log, of which no row is held.
    """
    is_known = bool(log.foreign and log.askable)
    asked_about = replace(log, askable=()) if is_known else as_asked_about(log)
    if asked_about is None:
        return log, tuple(_seen_file(looked, log, file) for file in log.foreign)
    file = _seen_file(looked, asked_about, asked_about.foreign[0])
    sheets = [seen for seen in file.sheets if header_key(seen.sheet.name) not in NOT_DATA]
    is_sure = all(s.recipe is not None or s.understanding is not None for s in sheets)
    is_open = any(
        s.recipe is not None or (s.understanding and _says_more_than_ours(s.understanding))
        for s in sheets
    )
    return (asked_about, (file,)) if is_sure and is_open else (log, ())


def _says_more_than_ours(own: Understanding) -> bool:
    """Tell whether something is asked of a sheet in our columns, or others name several people."""
    client = own.draft.get("client", {})
    is_ours = not isinstance(client, dict) or (
        "client" in match_header([client.get("column", "")], TABLES["sessions"]).places
    )
    names = set() if is_ours and "surname" not in client else {*client.values()}
    return bool(own.questions) or any(len(c.samples) > 1 for c in own.columns if c.header in names)


def as_asked_about(log: LogFiles) -> LogFiles | None:
    """Return a log in our columns as one in others where something may be open in it; else None."""
    if not (log.askable and any(map(may_bear, log.tables.values()))):
        return None
    path = log.askable[0]
    name = path.stem if log.folder is None else log.name
    return replace(
        log, name=name, tables={}, remarks=[], foreign=(path,), askable=(), is_table=False
    )


def _with_whose(file: SeenFile, files: Sequence[SeenFile]) -> SeenFile:
    """Say or ask whose the sheets of a file are, or the files of a folder, if nothing says it."""
    tabs = [seen for seen in file.sheets if seen.is_known]
    if len(tabs) > 1:
        names = [seen.sheet.name for seen in tabs]
        if not are_parts(names):
            return _with_clients(file, tabs, names)
        return _with_people(file, tabs, names, file.shown, {"sheets": ONE_PERSON})
    folder = file.path.parent
    beside = [f for f in files if f.path.parent == folder and f.is_understood]
    sheets = [seen for own in beside for seen in own.sheets if seen.is_known]
    names = [own.path.stem for own in beside]
    if len(sheets) == len(beside):
        name = folder.resolve().name
        file = _with_people(file, sheets, names, name, {"client": name})
    drafts = [seen.understanding.draft for seen in sheets if seen.understanding]
    is_said = any("client" in draft for draft in drafts) or are_parts(names)
    if file.log.folder is None or len(beside) < 2 or is_said:
        return file
    return _asking(file, asked.files_question(folder.name, [own.path.name for own in beside]))


def _with_scales(file: SeenFile, files: Sequence[SeenFile]) -> SeenFile:
    """Ask on which scale the scores of sheets are that name none, beside others that do.

    They are the sheets of one log: tabs of a file, or files of a folder.
    """
    beside = _of_one_log(file, files)
    together = [seen for own in beside for seen in own.sheets]
    new = [own for seen in together if (own := seen.understanding)]
    data = [*(own.draft for own in new), *(s.recipe for s in together if s.recipe is not None)]
    data += [choice.adds for own in new for q in own.questions for choice in q.choices]
    ends = [(*own["scale"], own.get("reversed", False)) for own in data if "scale" in own]
    stated = [Scale(low, high, is_reversed) for low, high, is_reversed in ends]
    if len(together) < 2 or not stated:
        return file
    spans = [own.span for own in new if _names_no_scale(own)]
    known = [span for span in spans if span is not None]
    span = (min(low for low, _ in known), max(high for _, high in known)) if known else None
    of = file.shown if len(beside) == 1 else file.path.parent.resolve().name
    ask = partial(
        asked.scale_beside_question,
        file=of,
        scales=list(dict.fromkeys(stated)),
        span=span if len(known) == len(spans) else None,
    )
    return replace(file, sheets=tuple(_asking_for_scale(seen, ask) for seen in file.sheets))


def _of_one_log(file: SeenFile, files: Sequence[SeenFile]) -> Sequence[SeenFile]:
    """Return the files of a folder that are one log with a file, itself among them."""
    beside = [f for f in files if f.path.parent == file.path.parent and f.is_understood]
    drafts = [s.understanding.draft for f in beside for s in f.sheets if s.understanding]
    has_clients = bool(drafts) and all(isinstance(own.get("client"), dict) for own in drafts)
    is_one = len(beside) > 1 and (has_clients or are_parts([f.path.stem for f in beside]))
    return beside if is_one and file in beside else [file]


def _names_no_scale(own: Understanding) -> bool:
    """Tell whether a new sheet has scores and says nowhere on which scale; not from 0 to 10."""
    ratings = own.draft.get("ratings", ())
    is_named = any(scale_named(str(rating.get("score", ""))) for rating in ratings)
    return bool(ratings) and "scale" not in own.draft and not is_named


def _asking_for_scale(seen: SeenSheet, ask: Callable[..., Question]) -> SeenSheet:
    """Return a new sheet whose scores wait for their scale, if it has any and names none."""
    own = seen.understanding
    if own is None or not _names_no_scale(own):
        return seen
    draft = {key: value for key, value in own.draft.items() if key != "ratings"}
    question = ask(own.draft["ratings"], may_leave="sessions" in draft)
    return replace(
        seen, understanding=replace(own, draft=draft, questions=(*own.questions, question))
    )


def _with_people(
    file: SeenFile,
    together: Sequence[SeenSheet],
    names: Sequence[str],
    of: str,
    one: Mapping[str, Any],
) -> SeenFile:
    """Say or ask whose the sheets of a file are that are parts of one table by their names.

    They are several people's where a line over each names somebody, surely not the same; one
    person's where all lines name the same. Where lines may name several, or names count something
    that may be people, it is asked.
    """
    drafts = [seen.understanding.draft for seen in together if seen.understanding]
    if any("client" in draft for draft in drafts) or len(names) < 2 or not are_parts(names):
        return file
    people = {seen.person.casefold(): seen.person for seen in together}
    if are_surely_several([*people.values()]):
        return _of_those_named(file, people)
    if len(drafts) < len(together) or are_surely_one([*people.values()]):
        return file
    named = [who for who in people.values() if who]
    is_when = all(who.casefold() in name.casefold() for who, name in _named_over(together, names))
    if may_be_several(named) and not is_when:
        ask = partial(asked.people_question, of, named, one=one)
        return _asking_each(file, lambda seen: ask(own=seen.person))
    is_open = may_be_people(names)
    return _asking(file, asked.numbered_question(of, names, one)) if is_open else file


def _named_over(together: Sequence[SeenSheet], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield who is named over each sheet, and what that is called."""
    return ((seen.person, name) for seen, name in zip(together, names, strict=True) if seen.person)


def _with_clients(file: SeenFile, tabs: Sequence[SeenSheet], names: Sequence[str]) -> SeenFile:
    """Say or ask of how many people the sheets of a workbook are that are a client's each.

    Lines over the headers say it where they name fewer people; else it is asked if names differ in
    what may be a number of a sheet, or of somebody.
    """
    drafts = [seen.understanding.draft for seen in tabs if seen.understanding]
    if len(drafts) < len(tabs) or any("client" in draft for draft in drafts):
        return file
    people = {without_more(seen.person): seen.person for seen in tabs}
    is_said = are_surely_several([*people.values()]) or (len(people) == 1 and all(people))
    if is_said and len(people) < len(names):
        return _of_those_named(file, people, without_more)
    question = asked.names_of_sheets_question(file.shown, names)
    return _asking(file, question) if may_be_of_fewer(names) else file


def _of_those_named(
    file: SeenFile, people: Mapping[str, str], key: Callable[[str], str] = str.casefold
) -> SeenFile:
    """Return a file with each sheet of the client whom a line over its header names."""
    sheets = tuple(
        _of_client(seen, people[key(seen.person)]) if seen.is_known else seen
        for seen in file.sheets
    )
    return replace(file, sheets=sheets)


def _of_client(seen: SeenSheet, client: str) -> SeenSheet:
    """Return a sheet as of one client, if it is new."""
    own = seen.understanding
    if own is None:
        return seen
    return replace(seen, understanding=replace(own, draft={**own.draft, "client": client}))


def _asking(file: SeenFile, question: Question) -> SeenFile:
    """Return a file with one more question, asked first of each sheet that is new."""
    return _asking_each(file, lambda _: question)


def _asking_each(file: SeenFile, question: Callable[[SeenSheet], Question]) -> SeenFile:
    """Return a file with one more question, which holds other answers for each sheet."""
    sheets = tuple(
        replace(seen, understanding=replace(own, questions=(question(seen), *own.questions)))
        if (own := seen.understanding)
        else seen
        for seen in file.sheets
    )
    return replace(file, sheets=sheets)


def exercise_rows(table: RawTable) -> list[dict[str, str]]:
    """Return the rows of a table exercises that lies beside sheets."""
    if table.fault is not None:
        return []
    rows = [{header_key(k): v for k, v in row.items()} for row in rows_of_table(table)]
    return [row for row in rows if row.get("exercise")]


def _seen_file(looked: Looked, log: LogFiles, path: Path) -> SeenFile:
    shown = path.name if log.folder is None else f"{log.folder.name}/{path.name}"
    entries = [(entry, shown) for entry in looked.settings.recipes]
    if log.folder is not None:
        entries += [(entry, path.name) for entry in _own_recipes(log.folder)]
    try:
        sheets, said = looked.reader.sheets(path)
    except DataError as error:
        return SeenFile(path, shown, log, why=str(error))
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC).year
    named = [replace(sheet, file=shown, saved_in=saved) for sheet in sheets]
    seen = (_seen_sheet(looked, sheet, entries) for sheet in named)
    kept = tuple(
        replace(own, sheet=looked.reader.kept(own.sheet, path), person=person_over(own.sheet))
        for own in seen
    )
    return SeenFile(path, shown, log, kept, tuple(said))


def _own_recipes(folder: Path) -> tuple[Mapping[str, Any], ...]:
    try:
        return settings_in(folder, shown=folder.name).recipes
    except DataError:
        return ()  # what reads the log says it


def _seen_sheet(
    looked: Looked, sheet: Sheet, entries: Sequence[tuple[Mapping[str, Any], str]]
) -> SeenSheet:
    if any(map(are_own_figures, sheet.rows[:1])):
        return SeenSheet(sheet, why=OWN_FIGURES)
    for entry, shown in reversed(entries):
        if _is_for(entry[FOR_FILE], shown) and _is_for(entry.get(FOR_SHEET, "*"), sheet.name):
            return _by_entry(looked, sheet, entry)
    if any(HEADER in entry for entry, _ in entries):
        try:
            shape = shape_of(sheet, looked.catalogue)
            header = header_of(sheet, shape)
        except DataError as error:
            return SeenSheet(sheet, why=str(error))
        for entry, _ in reversed(entries):
            if _looks_the_same(entry, header, shape) and _is_of(entry, person_over(sheet)):
                return SeenSheet(sheet, recipe=_data_of(entry), header=tuple(header))
    return _understood(looked, sheet)


def _by_entry(looked: Looked, sheet: Sheet, entry: Mapping[str, Any]) -> SeenSheet:
    """Return a sheet with the recipe that is kept for it, if that still fits it."""
    data = _data_of(entry)
    seen = SeenSheet(sheet, recipe=data, header=tuple(entry.get(HEADER, ())))
    if HEADER not in entry:
        return seen  # written by hand: what reads the sheet says what does not fit
    shape = shape_of(sheet, looked.catalogue)
    new = _keys(h for h, is_filled in header_of(sheet, shape).items() if is_filled)
    new -= _keys(entry[HEADER])
    try:
        for _ in looked.reader.reshaped(sheet, looked.recipe_of(seen, data), ()):
            pass  # one that it does not fit is refused
        if not new:
            return seen
        taken = tuple(Taken(header, "") for header in entry[HEADER])
        own = _understand(looked, sheet, Detected(data, taken, sheet=shape.sheet))
    except DataError:
        return _understood(looked, sheet)  # a column that it needs is gone
    own = replace(own, columns=tuple(c for c in own.columns if c.meaning))
    if own.draft == data and not own.questions:
        return seen
    return replace(seen, understanding=own, header=(*entry[HEADER], *_header_kept(own)))


def _keys(headers: Iterable[object]) -> set[str]:
    return {header_key(text) for text in headers if isinstance(text, str)}


def _header_kept(own: Understanding) -> tuple[str, ...]:
    """Return the columns that were seen: one that is filled in only later is new then."""
    seen = [c.header for c in own.columns if c.is_used or any(c.samples)]
    return tuple(seen)


def _understood(looked: Looked, sheet: Sheet) -> SeenSheet:
    try:
        if head_of(sheet) is not sheet:
            _understand(looked, head_of(sheet), None)  # another kind is refused at once
        shape = shape_of(sheet, looked.catalogue, looked.roles)
        own = _understand(looked, sheet, None, shape)
        header = _header_kept(own) or tuple(header_of(sheet, shape))
        return SeenSheet(sheet, understanding=own, header=header)
    except DataError as error:
        return SeenSheet(sheet, why=str(error))


def _understand(
    looked: Looked, sheet: Sheet, known: Detected | None, shape: Detected | None = None
) -> Understanding:
    settings = looked.settings
    return understand(
        sheet,
        scale=settings.scale,
        date_order=settings.date_order,
        catalogue=looked.catalogue,
        known=known,
        shape=shape,
        roles=looked.roles,
    )


def _check_recipes(settings: Settings) -> None:
    for entry in settings.recipes:
        recipe_of_data(_data_of(entry), f"{settings.place}, [[recipe]] for {entry[FOR_FILE]!r}")


def _is_for(pattern: Any, name: str) -> bool:
    patterns = pattern if isinstance(pattern, list) else [pattern]
    folded = name.casefold()
    return any(p.casefold() == folded or fnmatchcase(folded, p.casefold()) for p in patterns)


def _looks_the_same(entry: Mapping[str, Any], header: Mapping[str, bool], shape: Detected) -> bool:
    """Tell whether a sheet has the columns of another one, in the same shape, and none beside."""
    kept = _keys(entry.get(HEADER, ()))
    filled = _keys(text for text, is_filled in header.items() if is_filled)
    if not kept or not filled <= kept <= _keys(header):
        return False
    data = _data_of(entry)
    may_be_people = any(question.key.startswith(PEOPLE) for question in shape.questions)
    if may_be_people and data.get("sheets") != ONE_PERSON:
        return False
    own = {key: value for key, value in shape.adds.items() if key not in ("sessions", "ratings")}
    return all(data.get(key) == value for key, value in own.items())


def _is_of(entry: Mapping[str, Any], person: str) -> bool:
    """Tell whether what is stated for a sheet is not of somebody else.

    What is stated for some sheets of one person alone is of nobody who is not named.
    """
    client = entry.get("client")
    if not isinstance(client, str) or not (person or FOR_SHEET in entry):
        return True
    return without_more(client) == without_more(person)


def _data_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in _OF_ENTRY}


def recipe_of_data(data: Mapping[str, Any], name: str) -> Recipe:
    """Return a recipe from TOML that may start from a built-in one."""
    base = data.get(BUILT_IN)
    if base is None:
        return recipe_from_data(data, name)
    if base not in BUILT_IN_RECIPES:
        known = ", ".join(BUILT_IN_RECIPES)
        raise DataError(f"{name}: {BUILT_IN} is {base!r}; expected one of {known}.")
    own = {key: value for key, value in data.items() if key != BUILT_IN}
    return recipe_from_data(added(built_in_recipe(base), own), base)


def _names_in(shaped: Reshaped) -> Counter[str]:
    """Count the exercises that the sessions of a sheet name, and pieces that may be of some."""
    found: Counter[str] = Counter()
    table = shaped.tables.get("sessions")
    if table is not None and "exercise" in table.header:
        coded = distinct(table.columns[table.header.index("exercise")])
        for value, n in zip(coded.values, coded.counts.tolist(), strict=True):
            if not means_no_exercise(value):
                found[str(value)] += n
    return found


def _over_ticks(data: Mapping[str, Any] | None, names: Iterable[str]) -> set[str]:
    """Return the names that stand over ticks as headers, or beside them as lines of a sheet."""
    found: set[str] = set()
    for part in (data or {}).get("sessions", ()):
        columns = part["exercise"].get("columns", {})
        found |= {*columns.values()} if isinstance(columns, dict) else set()
        found |= {*names} if "marks" in part else set()
    return found


def _entries_of(file: SeenFile, answers: Answers) -> list[dict[str, Any]]:
    """Return the entries of a file: one for sheets that are alike, by name where they differ."""
    groups: list[tuple[dict[str, Any], list[SeenSheet]]] = []
    for seen in file.sheets:
        data = seen.settled(answers) if seen.understanding is not None else None
        if data is None:
            continue
        whole = {HEADER: list(seen.header), **data}
        for other, alike in groups:
            if other == whole:
                alike.append(seen)
                break
        else:
            groups.append((whole, [seen]))
    entries = []
    for whole, alike in groups:
        is_all = len(alike) == file.n_understood
        names = {} if is_all else {FOR_SHEET: [seen.sheet.name for seen in alike]}
        entries.append({FOR_FILE: file.shown, **names, **whole})
    return entries


def _alike_together(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put entries together that differ only in their file."""
    whole: list[dict[str, Any]] = []
    for entry in entries:
        rest = {key: value for key, value in entry.items() if key != FOR_FILE}
        for other in whole:
            if {key: value for key, value in other.items() if key != FOR_FILE} == rest:
                files = other[FOR_FILE]
                other[FOR_FILE] = [
                    *(files if isinstance(files, list) else [files]),
                    entry[FOR_FILE],
                ]
                break
        else:
            whole.append(dict(entry))
    return whole


def _once(questions: Sequence[Question]) -> list[Question]:
    return list({question.key: question for question in questions}.values())


def _comment(question: Question) -> str:
    """Say in one line what was asked, how the line below answers it, and what else it may be."""
    first, *others = question.choices
    more = [choice.words for choice in others if not choice.opens][:CHOICES_NAMED]
    said = f"{question.words} Here: {first.words}."
    return said + (f" Or: {'; or: '.join(more)}." if more else "")


def app_words(own: Understanding) -> str:
    """Say which app a sheet is the export of, which was known by its header."""
    return f"an export of the app {own.draft.get(BUILT_IN, '')}"


def understood_words(own: Understanding) -> str:
    """Say in one sentence how a sheet was understood."""
    if not own.columns:
        return f"This is {app_words(own)}, and was read as such."
    columns = "; ".join(f"{taken.header!r} = {taken.meaning}" for taken in own.columns)
    return f"It is no table of a log, and was read as it was understood: {columns}."


def _is_of_another_kind(file: SeenFile) -> bool:
    """Tell whether a file is a plain text, or a workbook of figures that this program wrote."""
    are_figures = any(are_own_figures(row) for s in file.sheets for row in s.sheet.rows[:1])
    return are_figures or file.path.suffix.lower() == ".txt"


def _name_of(file: SeenFile) -> str:
    """Return how a log of one file is called: as its folder, if it lies there alone."""
    return file.log.name if len(file.log.foreign) == 1 else file.path.stem


def _file_of(files: Sequence[SeenFile]) -> str:
    """Return what messages call one file, or several that are one log: after their folder."""
    return files[0].shown if len(files) == 1 else files[0].path.parent.resolve().name


def refused(files: Sequence[SeenFile], error: DataError) -> LogFiles:
    """Return the log that some files are together, which cannot be read, as an error says."""
    return _faulty(files[0], without_file(str(error), _file_of(files)))


def nothing_in(rows_read: int, left_out: Mapping[str, int]) -> DataError:
    """Return what is said of a file without a session or a score."""
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in left_out.items())
    return DataError(
        f"none of its {number_of(rows_read, 'row')} holds a session or a score"
        f"{f' ({reasons})' if reasons else ''}. Fill it in, or look at how it is read."
    )


def _faulty(file: SeenFile, fault: str) -> LogFiles:
    """Return the log of a file that cannot be read."""
    return replace(file.log, name=_name_of(file), tables={}, fault=fault, foreign=(file.path,))


def _named(sheet: Sheet, file: SeenFile, is_one: bool, folder: str) -> Sheet:
    """Return a sheet called after its file, where several files are one log."""
    if is_one:
        return sheet
    name = f"{file.path.name}: {sheet.name}" if sheet.name else file.path.name
    return replace(sheet, file=folder, name=name)


def _says_more(log: LogFiles, files: Sequence[SeenFile]) -> bool:
    """Tell whether the tables of a log say better than its sheets why it cannot be read.

    So it is where a file or sheet is named as a table, or nearly so, or could not be opened.
    """
    is_named = len(files) == 1 and header_key(files[0].path.stem) in TABLES
    is_near = any(table.fault and nearest_table(table.sheet) for table in log.tables.values())
    is_shut = any(file.path.suffix.lower() in WORKBOOK_SUFFIXES and file.why for file in files)
    return is_named or is_near or is_shut


def stated_by(recipes: Sequence[Recipe], scale: Scale | None) -> Settings:
    """Return what recipes state of dates and scores; one thing, since they are of one log.

    ``scale`` is that which is stated for the whole log.
    """
    orders = {recipe.date_order for recipe in recipes} - {None}
    if len(orders) > 1:
        found = ", ".join(sorted(map(str, orders)))
        raise DataError(f"The sheets of one log state different things as date_order: {found}.")
    return Settings(date_order=next(iter(orders), None), scale=scale_of_all(recipes, beside=scale))
