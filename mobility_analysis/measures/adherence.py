"""Every measure of practice, by name; each is worked out in a module beside this one."""

from mobility_analysis.measures.basic import BasicAdherence, basic_adherence
from mobility_analysis.measures.coverage import focus_area_coverage
from mobility_analysis.measures.daily import DAY_STATES, daily_practice
from mobility_analysis.measures.definitions import adherence_definitions
from mobility_analysis.measures.overall import BANDS, overall_adherence
from mobility_analysis.measures.recent import recent_adherence
from mobility_analysis.measures.unprescribed import REASONS, unprescribed_sessions
from mobility_analysis.measures.weekly import STATES, weekly_adherence

__all__ = [
    "BANDS",
    "DAY_STATES",
    "REASONS",
    "STATES",
    "BasicAdherence",
    "adherence_definitions",
    "basic_adherence",
    "daily_practice",
    "focus_area_coverage",
    "overall_adherence",
    "recent_adherence",
    "unprescribed_sessions",
    "weekly_adherence",
]
