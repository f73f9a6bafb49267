"""Sheets that a recipe turns, as Parquet files of the rows that it makes of them.

A sheet with a column a day is read several times, a row at a time: what all of it decides, where
its notes stand, which is found on the disk, and its boxes. Notes under dates are one client's, also
where they are found under days across, and are in memory together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.road import StatedRecipe
from mobility_analysis.log.exports.shapes.across.turning import Box, Rows, Turning
from mobility_analysis.log.exports.source import sheet_by, turning_of
from mobility_analysis.log.parts.books import TYPED, typed_texts
from mobility_analysis.log.parts.by_recipe.notes import placed_on_disk
from mobility_analysis.log.parts.texts import ROWS_KNOWN, Piece, Spooled, spooled_pieces, texts_of
from mobility_analysis.log.read.cells import Sheet
from mobility_analysis.log.read.sheets import Others, table_of_sheet

BOXES_A_PIECE = 20_000


def is_turned(recipe: Recipe) -> bool:
    """Tell whether a recipe turns the sheet before it is read."""
    return recipe.days_across is not None or recipe.dated_lines is not None


@dataclass(frozen=True)
class Turned:
    """A sheet whose rows are read as often as they are needed, and the recipe that turns it."""

    sheet: Sheet
    """Without its rows."""
    rows: Rows
    stated: StatedRecipe

    def spooled(self, path: Path) -> Spooled | None:
        """Turn the sheet into a Parquet file; None where only who reads all of it can.

        Raises
        ------
        ValueError
            If it cannot be turned.
        """
        if not self.stated.fits_turned(self.sheet, self.rows):
            return None
        return spooled_turned(self.sheet, self.rows, self.stated.recipe, path)


def spooled_turned(sheet: Sheet, rows: Rows, recipe: Recipe, path: Path) -> Spooled | None:
    """Write what a recipe makes of a sheet, whose rows are read anew, into a Parquet file."""
    if recipe.dated_lines is not None:
        return _spooled(sheet, _at_once(sheet, rows, recipe), path)
    turning = turning_of(sheet, rows, recipe)
    if turning is None:
        return None
    return spooled_boxes(turning, boxes_of(turning, path.parent), path)


def _at_once(sheet: Sheet, rows: Rows, recipe: Recipe) -> Iterator[Piece]:
    """Yield all that a recipe makes of the notes of a sheet, whose rows are in memory together."""
    whole = replace(sheet, rows=[[*row] for row in rows()])
    yield table_of_sheet(sheet_by(whole, recipe)), 0, Others([], [])


def boxes_of(turning: Turning, folder: Path) -> Iterator[Box]:
    """Yield the boxes of a sheet with a column a day; where notes stand is found in a folder."""
    n_lines = turning.blocks[-1].last + 1
    return turning.boxes(partial(placed_on_disk, n_lines=n_lines, folder=folder))


def spooled_boxes(turning: Turning, boxes: Iterable[Box], path: Path) -> Spooled | None:
    """Write the boxes of a sheet with a column a day into a Parquet file."""
    return _spooled(turning.sheet, _pieces(turning, iter(boxes)), path)


def _spooled(sheet: Sheet, pieces: Iterable[Piece], path: Path) -> Spooled | None:
    """Write what a sheet was turned into into a Parquet file."""
    as_texts, marks = (texts_of, ROWS_KNOWN) if sheet.is_text else (typed_texts, TYPED)
    made = spooled_pieces(pieces, 1, path, as_texts, marks)
    return made and replace(made, remarks=[*sheet.remarks])


def _pieces(turning: Turning, boxes: Iterator[Box]) -> Iterator[Piece]:
    """Yield some boxes at a time, each piece as a turned sheet."""
    is_first = True
    while (piece := [*islice(boxes, BOXES_A_PIECE)]) or is_first:
        is_first = False
        yield table_of_sheet(turning.sheet_of(piece)), 0, Others([], [])
