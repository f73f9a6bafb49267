"""Files of many logs in other columns, of which a large one is looked at by its columns.

All are looked at, and asked about, together. Of a small one all rows are there while it is looked
at; a large one is then cut by its recipe, if it is several people's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import Reshaped
from mobility_analysis.log.exports.road import Looked, Reader, SeenFile, as_asked_about
from mobility_analysis.log.model import DataError
from mobility_analysis.log.parts.by_recipe.anew import Anew, kept
from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
from mobility_analysis.log.parts.by_recipe.shaped import Shaped, shaped_by_its_recipes
from mobility_analysis.log.read.cells import RawTable, Sheet
from mobility_analysis.log.read.files import LogFiles, logs_of_file
from mobility_analysis.log.read.sheets import FirstRows, NeedsAllRowsError
from mobility_analysis.log.read.text import CannotReadError

NEEDED_WHOLE = (CannotReadError, NeedsAllRowsError, OSError, ValueError)
"""What is raised where a file cannot be looked at by its columns: who reads all of it says why."""


@dataclass
class InOtherColumns:
    """How the files of many logs in other columns are read."""

    columns: ByColumns
    is_large: Callable[[Path], bool]
    anew: Anew = field(default_factory=Anew)
    _paths: dict[int, Path] = field(default_factory=dict)
    """The files of sheets of which the first rows are held, by these."""
    _whole_ones: set[Path] = field(default_factory=set)
    """Large files of which only all rows together say how they are meant."""
    _last: Path | None = None
    """The large file that was looked at last."""

    @property
    def reader(self) -> Reader:
        """How they are looked at."""
        return Reader(self._sheets, self._reshaped, self._kept, self._whole)

    @property
    def has_large(self) -> bool:
        """Whether any is looked at by its columns."""
        return bool(self._paths)

    def read_last_whole(self) -> None:
        """Look at the large file that was looked at last by all its rows from now on."""
        if self._last is None or self._last in self._whole_ones:
            raise NeedsAllRowsError
        self._whole_ones.add(self._last)

    def logs(self, path: Path) -> list[LogFiles]:
        """Return the logs that a file is; of a large one in other columns no row is read."""
        if not self.is_large(path):
            return logs_of_file(path)
        try:
            logs = self.columns.logs(path)
            if all(log.foreign or as_asked_about(log) is not None for log in logs):
                return logs
        except NEEDED_WHOLE:
            pass
        return logs_of_file(path)

    def shaped(
        self, looked: Looked, files: Sequence[SeenFile], folder: Path,
        for_all: Mapping[str, RawTable],
    ) -> Shaped | None:  # fmt: skip
        """Make the tables of the files of a log in a folder; None where they are needed whole.

        Raises
        ------
        DataError
            If their recipes refuse them.
        """
        try:
            seen = replace(looked, files=tuple(map(self._by_columns, files)))
            made = shaped_by_its_recipes(self.columns.log(seen, folder), folder, for_all)
        except DataError:
            raise
        except NEEDED_WHOLE:
            return None
        if made is None or len(files) > 1 or files[0].log.folder is None:
            return made
        name = files[0].log.name if len(files[0].log.foreign) == 1 else made.name
        is_named = made.words.client == made.name  # as long as no recipe says the client
        words = replace(made.words, client=name) if is_named else made.words
        return replace(made, name=name, words=words)

    def _by_columns(self, file: SeenFile) -> SeenFile:
        """Return a file of which each sheet is seen by its columns."""
        sheets = {own.name: own for own in self.columns.read(file.path)[0]}
        found = (
            replace(own, sheet=replace(sheets[own.sheet.name], file=own.sheet.file))
            for own in file.sheets
        )
        return replace(file, sheets=tuple(found))

    def _sheets(self, path: Path) -> tuple[list[Sheet], list[str]]:
        if self.is_large(path) and path not in self._whole_ones:
            self._last = path
            try:
                sheets, said = self.columns.read(path)
                self._paths |= {id(own.rows): path for own in sheets}
                return sheets, said
            except DataError:
                raise
            except NEEDED_WHOLE:
                pass
        return self.anew.read(path)

    def _reshaped(
        self, sheet: Sheet, recipe: Recipe, own_exercises: Sequence[Mapping[str, str]]
    ) -> Iterator[Reshaped]:
        is_first = isinstance(sheet.rows, FirstRows)
        self._last = self._paths.get(id(sheet.rows), self._last)
        return (self.columns if is_first else self.anew).reshaped(sheet, recipe, own_exercises)

    def _kept(self, sheet: Sheet, path: Path) -> Sheet:
        return sheet if id(sheet.rows) in self._paths else kept(sheet, path)

    def _whole(self, sheet: Sheet) -> Sheet:
        rows = sheet.rows
        if isinstance(rows, FirstRows):
            sheet = kept(replace(sheet, rows=rows.held), self._paths[id(rows)])
        return self.anew.whole(sheet)
