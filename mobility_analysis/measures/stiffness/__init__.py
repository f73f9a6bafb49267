"""Measures of self-rated stiffness, 0 (none) to 10 (worst imaginable): lower is better.

Each subject has a module of this folder; they are gathered here.
"""

from mobility_analysis.measures.stiffness.before_after import (
    before_after_pairs,
    before_after_sessions,
)
from mobility_analysis.measures.stiffness.change import (
    BENCHMARKS,
    VERDICTS,
    Benchmark,
    stiffness_change,
)
from mobility_analysis.measures.stiffness.days import (
    UNSTATED_MOMENT,
    USUAL_MOMENTS,
    daily_stiffness,
    weekly_stiffness,
)
from mobility_analysis.measures.stiffness.estimates import nap_interval, nap_parts
from mobility_analysis.measures.stiffness.flags import high_scores, sharp_rise
from mobility_analysis.measures.stiffness.run_chart import stiffness_run_chart

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
    "nap_interval",
    "nap_parts",
    "sharp_rise",
    "stiffness_change",
    "stiffness_run_chart",
    "weekly_stiffness",
]
