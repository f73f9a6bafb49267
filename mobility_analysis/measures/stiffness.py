"""Measures of self-rated stiffness, 0 (none) to 10 (worst imaginable): lower is better.

Each subject has a module of its own beside this one; they are gathered here.
"""

from mobility_analysis.measures.change import (
    BENCHMARKS,
    UNSTATED_MOMENT,
    VERDICTS,
    Benchmark,
    stiffness_change,
)
from mobility_analysis.measures.day_values import daily_stiffness, weekly_stiffness
from mobility_analysis.measures.nap import nap, nap_interval
from mobility_analysis.measures.ratings import USUAL_MOMENTS

__all__ = [
    "BENCHMARKS",
    "UNSTATED_MOMENT",
    "USUAL_MOMENTS",
    "VERDICTS",
    "Benchmark",
    "daily_stiffness",
    "nap",
    "nap_interval",
    "stiffness_change",
    "weekly_stiffness",
]
