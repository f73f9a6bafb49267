"""The numbers that each figure shows: which tables stand beside it as files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from mobility_analysis.report.contents import ClientContents

__all__ = ["FIGURE_NAMES", "figure_numbers"]

_NUMBERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "01-practice-and-stiffness": {
            "": "practice_weekly",
            "-days-rated": "stiffness_daily",
            "-weeks-rated": "stiffness_weekly",
            "-first-and-last-days": "stiffness_change",
        },
        "02-stiffness": {
            "": "stiffness_daily",
            "-weeks-rated": "stiffness_weekly",
            "-first-and-last-days": "stiffness_change",
        },
        "03-stiffness-by-month": {"": "stiffness_monthly"},
        "04-practice-calendar": {"": "practice_calendar"},
        "05-adherence-by-exercise": {
            "": "adherence_by_exercise",
            "-last-28-days": "recent_by_exercise",
        },
        "06-weeks": {"": "adherence_weekly", "-last-28-days": "recent_by_exercise"},
        "07-months": {"": "adherence_monthly"},
        "08-adherence-by-focus-area": {
            "": "adherence_by_focus_area",
            "-last-28-days": "recent_by_focus_area",
        },
        "09-exercises-by-area": {
            "": "own_areas",
            "-by-exercise": "recent_by_exercise",
            "-by-area": "recent_by_focus_area",
        },
        "10-before-after": {"": "before_after"},
        "11-stiffness-by-practice": {"": "practice_and_stiffness_weeks"},
    }
)
FIGURE_NAMES = tuple(_NUMBERS)


def figure_numbers(contents: ClientContents, name: str) -> dict[str, pd.DataFrame]:
    """Return the tables that a figure is drawn from, by the name of each file.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.
    name : str
        Name of a figure.

    Returns
    -------
    dict of str to DataFrame
        The first has the name of the figure; further ones say what else is drawn.
    """
    tables = _NUMBERS[name].items()
    return {f"{name}{part}.csv": getattr(contents, table) for part, table in tables}
