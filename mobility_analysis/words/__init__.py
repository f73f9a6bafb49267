"""Sentences made from the tables of one client; each is also the alt text of its chart.

Each subject has a module of this folder; they are gathered here.
"""

from mobility_analysis.words.caseload import describe_caseload, describe_chance
from mobility_analysis.words.log import describe_facts, describe_log
from mobility_analysis.words.practice import (
    describe_adherence,
    describe_definitions,
    describe_exercises,
    describe_focus_areas,
    describe_practice_calendar,
    describe_recent_practice,
    describe_unprescribed,
    describe_weekly_grid,
)
from mobility_analysis.words.signals import (
    describe_before_after,
    describe_practice_and_stiffness,
    describe_run_chart,
    describe_trend,
)
from mobility_analysis.words.stiffness import describe_stiffness, describe_stiffness_change

__all__ = [
    "describe_adherence",
    "describe_before_after",
    "describe_caseload",
    "describe_chance",
    "describe_definitions",
    "describe_exercises",
    "describe_facts",
    "describe_focus_areas",
    "describe_log",
    "describe_practice_and_stiffness",
    "describe_practice_calendar",
    "describe_recent_practice",
    "describe_run_chart",
    "describe_stiffness",
    "describe_stiffness_change",
    "describe_trend",
    "describe_unprescribed",
    "describe_weekly_grid",
]
