"""Every measure of practice, by name; each is worked out in a module of this folder."""

from mobility_analysis.measures.adherence.calendar import DAY_STATES, daily_practice
from mobility_analysis.measures.adherence.coverage import (
    REASONS,
    focus_area_coverage,
    unprescribed_sessions,
)
from mobility_analysis.measures.adherence.definitions import adherence_definitions
from mobility_analysis.measures.adherence.overall import (
    BANDS,
    overall_adherence,
    recent_adherence,
)
from mobility_analysis.measures.adherence.together import weekly_and_overall_adherence
from mobility_analysis.measures.adherence.weekly import STATES, weekly_adherence

__all__ = [
    "BANDS",
    "DAY_STATES",
    "REASONS",
    "STATES",
    "adherence_definitions",
    "daily_practice",
    "focus_area_coverage",
    "overall_adherence",
    "recent_adherence",
    "unprescribed_sessions",
    "weekly_adherence",
    "weekly_and_overall_adherence",
]
