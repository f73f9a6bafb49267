"""Sentences made from the tables of one client; each is also the alt text of its chart.

Each subject has a module of its own beside this one; they are gathered here.
"""

from mobility_analysis.report.describe_caseload import describe_caseload, describe_chance
from mobility_analysis.report.describe_change import describe_stiffness_change
from mobility_analysis.report.describe_log import describe_facts, describe_log
from mobility_analysis.report.describe_practice import (
    describe_adherence,
    describe_exercises,
    describe_focus_areas,
    describe_recent_practice,
)
from mobility_analysis.report.describe_signals import (
    describe_before_after,
    describe_run_chart,
    describe_trend,
)
from mobility_analysis.report.describe_stiffness import describe_stiffness
from mobility_analysis.report.describe_together import describe_practice_and_stiffness
from mobility_analysis.report.describe_weeks import (
    describe_definitions,
    describe_practice_calendar,
    describe_unprescribed,
    describe_weekly_grid,
)
from mobility_analysis.report.topics import topics_to_talk_about

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
    "topics_to_talk_about",
]
