"""Measures of self-rated stiffness, 0 (none) to 10 (worst imaginable): lower is better.

Each subject has a module of its own beside this one; they are gathered here.
"""

from mobility_analysis.measures.before_after import before_after_pairs, before_after_sessions
from mobility_analysis.measures.change import (
    BENCHMARKS,
    VERDICTS,
    Benchmark,
    stiffness_change,
)
from mobility_analysis.measures.day_values import daily_stiffness, weekly_stiffness
from mobility_analysis.measures.flags import high_scores, sharp_rise
from mobility_analysis.measures.nap import nap, nap_interval
from mobility_analysis.measures.ratings import USUAL_MOMENTS
from mobility_analysis.measures.run_chart import stiffness_run_chart
from mobility_analysis.measures.windows import UNSTATED_MOMENT

__all__ = [
    "BENCHMARKS",
    "UNSTATED_MOMENT",
    "USUAL_MOMENTS",
    "VERDICTS",
    "Benchmark",
    "before_after_pairs",
    "before_after_sessions",
    "daily_stiffness",
    "high_scores",
    "nap",
    "nap_interval",
    "sharp_rise",
    "stiffness_change",
    "stiffness_run_chart",
    "weekly_stiffness",
]
