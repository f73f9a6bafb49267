"""Which focus areas the exercises of a matrix train, and what its title says of them."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from mobility_analysis.log.catalogue import NO_AREA
from mobility_analysis.words.counted import areas_named
from mobility_analysis.words.numbers import (
    area_words,
    count_words,
    in_order,
    list_words,
)
from mobility_analysis.words.titles.parts import MOST_NAMED, capital

#: Where an exercise is looked for: among some, in what was prescribed, in what the user planned.
HERE, IN_THE_PROGRAMME, PLANNED = "here", "in the programme", "planned"


class Matrix(NamedTuple):
    """The exercises and focus areas of a matrix, and the areas that none of them trains.

    Without a programme the areas are those practised, and ``is_practised`` is true. ``of`` says
    what an area that nothing trains is looked for in.
    """

    exercises: list[str]
    areas: list[str]
    untrained: list[str]
    is_practised: bool = False
    of: str = HERE

    @property
    def nothing(self) -> str:
        """What is said of an area before "trains it"."""
        return f"nothing {self.of}"


def shown_areas(
    areas: pd.DataFrame, overall: pd.DataFrame | None, overall_area: pd.DataFrame | None
) -> Matrix:
    """Return what a matrix of exercises and focus areas shows, and which areas nothing trains.

    ``areas`` are the pairs, the others tables of ``overall_adherence``. Without a programme only
    the areas that are practised are shown.
    """
    source = areas if overall is None else overall
    exercises = in_order(source["exercise"].unique())
    mine = areas[areas["exercise"].astype("str").isin(exercises)]
    bands = set() if overall_area is None else set(overall_area["band"].astype("str"))
    is_practised = bands == {"no programme"}
    chosen = mine if is_practised else areas
    trained = set(mine["focus_area"].astype("str"))
    named = set(chosen["focus_area"].astype("str"))
    columns = sorted(named - ({NO_AREA} - trained))  # what nobody stated lacks no exercise
    untrained = [area for area in columns if area not in trained]
    return Matrix(exercises, columns, untrained, is_practised, _looked_for_in(overall))


def _looked_for_in(overall: pd.DataFrame | None) -> str:
    if overall is None or overall.empty or (overall["band"] == "no programme").all():
        return HERE
    kinds = set(overall.get("held_to", pd.Series(dtype="str"))) - {""}
    return PLANNED if kinds == {"planned"} else IN_THE_PROGRAMME


def matrix_title(matrix: Matrix, when: str = "") -> str:
    """Say which focus areas no exercise of a programme trains; without one, which were practised.

    ``when`` names the days that the matrix is about.
    """
    if matrix.is_practised and matrix.areas:
        said = f"{areas_named(matrix.areas)} practised"
        return f"{capital(when)}: {said}" if when else capital(said)
    n_areas, n_exercises = len(matrix.areas), len(matrix.exercises)
    untrained = matrix.untrained
    if not untrained:
        if n_areas > 1:
            return f"Each of the {n_areas} focus areas has an exercise"
        return f"{count_words(n_exercises, 'exercise')} for {count_words(n_areas, 'focus area')}"
    if len(untrained) <= MOST_NAMED:
        areas = list_words([*map(area_words, untrained)], last="or")
        return f"{capital(matrix.nothing)} trains {areas}"
    of_all = f"{len(untrained)} of {count_words(n_areas, 'focus area')}"
    return f"{capital(matrix.nothing)} trains {of_all}"
