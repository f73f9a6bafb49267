"""Tables in, matplotlib Axes out. Nothing here computes a statistic."""

from mobility_analysis.charts.adherence import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
)
from mobility_analysis.charts.grid import plot_weekly_grid
from mobility_analysis.charts.stiffness import plot_stiffness
from mobility_analysis.charts.theme import style
from mobility_analysis.charts.together import plot_practice_and_stiffness

__all__ = [
    "plot_adherence_by_exercise",
    "plot_adherence_by_focus_area",
    "plot_practice_and_stiffness",
    "plot_stiffness",
    "plot_weekly_grid",
    "style",
]
