"""Many files in other columns of which something is not remembered, with the rows of one at a time.

All of them are looked at, and asked about, together, as who holds all of their rows does: of each
is kept what was seen in it. Its rows are read anew where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.reshape import Reshaped, reshape
from mobility_analysis.log.exports.road import Reader
from mobility_analysis.log.read.cells import Cell, Sheet
from mobility_analysis.log.read.files import filled_sheets


class _Kept(list[list[Cell]]):
    """The first row of a sheet, and the file in which all of them stand."""

    def __init__(self, rows: Sequence[list[Cell]], path: Path) -> None:
        super().__init__(rows[:1])
        self.path = path


@dataclass
class Anew:
    """Reads files, and keeps those rows alone that were read last."""

    _path: Path | None = None
    _sheets: tuple[list[Sheet], list[str]] = field(default_factory=lambda: ([], []))

    @property
    def reader(self) -> Reader:
        """How files are looked at so."""
        return Reader(self.read, self.reshaped, kept, self.whole)

    def read(self, path: Path) -> tuple[list[Sheet], list[str]]:
        """Return the sheets of a file; say which are left out."""
        if path != self._path:
            self._path, self._sheets = None, ([], [])  # let go of before others are read
            self._path, self._sheets = path, filled_sheets(path)
        return self._sheets

    def whole(self, sheet: Sheet) -> Sheet:
        """Return a sheet with all its rows, read anew where they are not there."""
        if not isinstance(sheet.rows, _Kept):
            return sheet
        sheets, _ = self.read(sheet.rows.path)
        own = next(own for own in sheets if own.name == sheet.name)
        return replace(own, file=sheet.file)

    def reshaped(
        self, sheet: Sheet, recipe: Recipe, own_exercises: Sequence[Mapping[str, str]]
    ) -> Iterator[Reshaped]:
        """Yield what a recipe makes of a sheet."""
        yield reshape(self.whole(sheet), recipe, own_exercises=own_exercises)


def kept(sheet: Sheet, path: Path) -> Sheet:
    """Return what is held of a sheet of a file."""
    return replace(sheet, rows=_Kept(sheet.rows, path))
