"""Sheets that a recipe turns, as Parquet files of the rows that it makes of them.

A sheet with a column a day is read several times, a row at a time: what all of it decides, where
its notes stand, and its boxes. Notes under dates are one client's, and are in memory together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from mobility_analysis.log.exports.recipes import Recipe
from mobility_analysis.log.exports.road import StatedRecipe
from mobility_analysis.log.exports.shapes.across.turning import Rows, Turning
from mobility_analysis.log.exports.source import sheet_by, turning_of
from mobility_analysis.log.parts.books import TYPED, typed_texts
from mobility_analysis.log.parts.texts import Piece, Spooled, spooled_pieces, texts_of
from mobility_analysis.log.read.cells import Sheet
from mobility_analysis.log.read.sheets import Others, table_of_sheet

BOXES_A_PIECE = 20_000
MOST_NOTES = 200_000
"""Notes under days across that are in memory together: each waits for the score of its day."""


def is_turned(recipe: Recipe) -> bool:
    """Tell whether a recipe turns the sheet before it is read."""
    return recipe.days_across is not None or recipe.dated_lines is not None


def is_turned_twice(recipe: Recipe) -> bool:
    """Tell whether it makes days of columns, and then lines under dates of them."""
    return recipe.days_across is not None and recipe.dated_lines is not None


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
            If it cannot be turned, or has too many notes to look at together.
        """
        recipe = self.stated.recipe
        if is_turned_twice(recipe) or not self.stated.fits_turned(self.sheet, self.rows):
            return None
        turning = turning_of(self.sheet, self.rows, recipe)
        turned = at_once(self.sheet, self.rows, recipe) if turning is None else turning
        return spooled_turned(self.sheet, turned, path)


def at_once(sheet: Sheet, rows: Rows, recipe: Recipe) -> Iterator[Piece]:
    """Yield all that a recipe makes of the notes of a sheet, whose rows are in memory together."""
    whole = replace(sheet, rows=[[*row] for row in rows()])
    yield table_of_sheet(sheet_by(whole, recipe)), 0, Others([], [])


def spooled_turned(sheet: Sheet, turned: Turning | Iterable[Piece], path: Path) -> Spooled | None:
    """Write what a sheet is turned into, or was, into a Parquet file.

    Raises
    ------
    ValueError
        If it has too many notes to look at together.
    """
    pieces = _pieces(turned) if isinstance(turned, Turning) else turned
    as_texts, marks = (texts_of, None) if sheet.is_text else (typed_texts, TYPED)
    made = spooled_pieces(pieces, 1, path, as_texts, marks)
    return made and replace(made, remarks=[*sheet.remarks])


def _pieces(turning: Turning) -> Iterator[Piece]:
    """Yield some boxes at a time, each piece as a turned sheet."""
    boxes, is_first = replace(turning, most_notes=MOST_NOTES).boxes(), True
    while (piece := [*islice(boxes, BOXES_A_PIECE)]) or is_first:
        is_first = False
        yield table_of_sheet(turning.sheet_of(piece)), 0, Others([], [])
