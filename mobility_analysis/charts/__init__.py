"""Tables in, matplotlib Axes out. Nothing here computes a statistic."""

from mobility_analysis.charts.adherence import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
)
from mobility_analysis.charts.stiffness import plot_stiffness
from mobility_analysis.charts.theme import style

__all__ = [
    "plot_adherence_by_exercise",
    "plot_adherence_by_focus_area",
    "plot_stiffness",
    "style",
]
