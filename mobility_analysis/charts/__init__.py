"""Tables in, matplotlib Axes out. Nothing here computes a statistic.

Each ``plot_*`` takes the tables of one client (``plot_caseload`` those of several), draws on the
axes it is given or on a new figure, and returns the axes. ``style`` is the look of all of them, as
a context.
"""

from mobility_analysis.charts.adherence import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
)
from mobility_analysis.charts.before_after import plot_before_after
from mobility_analysis.charts.calendar import plot_practice_calendar
from mobility_analysis.charts.caseload import plot_caseload
from mobility_analysis.charts.definitions import plot_adherence_definitions
from mobility_analysis.charts.focus_areas import plot_focus_area_matrix
from mobility_analysis.charts.movement.checks import plot_movement_checks
from mobility_analysis.charts.parts.theme import style
from mobility_analysis.charts.practice_and_stiffness import plot_practice_and_stiffness
from mobility_analysis.charts.run_chart import plot_run_chart
from mobility_analysis.charts.stiffness import plot_stiffness
from mobility_analysis.charts.stiffness_by_month import plot_stiffness_history
from mobility_analysis.charts.stiffness_by_practice import plot_stiffness_by_practice
from mobility_analysis.charts.weeks_grid import plot_weekly_grid

__all__ = [
    "plot_adherence_by_exercise",
    "plot_adherence_by_focus_area",
    "plot_adherence_definitions",
    "plot_before_after",
    "plot_caseload",
    "plot_focus_area_matrix",
    "plot_movement_checks",
    "plot_practice_and_stiffness",
    "plot_practice_calendar",
    "plot_run_chart",
    "plot_stiffness",
    "plot_stiffness_by_practice",
    "plot_stiffness_history",
    "plot_weekly_grid",
    "style",
]
