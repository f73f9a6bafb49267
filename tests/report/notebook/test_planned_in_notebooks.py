"""What the user planned is "planned" in a notebook's tables and sums, and never "prescribed"."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.adherence import (
    adherence_definitions,
    focus_area_coverage,
    overall_adherence,
    recent_adherence,
)
from mobility_analysis.measures.adherence.weekly import weekly_practice
from mobility_analysis.measures.together import weekly_practice_and_stiffness
from mobility_analysis.report.notebook.cells import show_coverage, show_table
from mobility_analysis.report.notebook.why import describe_week
from mobility_analysis.words.practice import describe_definitions
from mobility_analysis.words.titles.practice import grid_title
from tests.diaries import practised, prescribed, run_of

DAYS = [str(d.date()) for d in pd.date_range("2026-10-26", "2026-11-22", freq="2D")]
LOG = log_from_tables(
    sessions=practised(DAYS), stiffness=run_of("2026-10-26", [5] * 28), as_of="2026-11-22"
)


def headings(table: pd.DataFrame) -> str:
    return str(show_table(table)).splitlines()[0]


def of_days() -> MobilityLog:
    return with_targets(LOG, per_week=3)


def of_an_exercise() -> MobilityLog:
    return with_targets(LOG, per_exercise={"down-dog": 3})


def test_tables_head_what_is_planned_as_planned() -> None:
    for log in (of_days(), of_an_exercise()):
        for table in (
            overall_adherence(log, by="client"),
            recent_adherence(log, by="client"),
            weekly_practice(log),
            weekly_practice_and_stiffness(log),
        ):
            columns = ["week_start"] if "week_start" in table else ["client"]
            shown = table[[*columns, "prescribed", "counted", "held_to"]]
            assert "planned" in headings(shown)
            assert "prescribed" not in headings(shown)
    assert "planned" in headings(overall_adherence(of_an_exercise())[["exercise", "prescribed",
                                                                      "held_to"]])  # fmt: skip


def test_what_is_prescribed_is_headed_so_and_both_together_as_both() -> None:
    # Ben's programme stands beside Ana's plan.
    rows = [prescribed(client="ben")]
    log = log_from_tables(sessions=practised(DAYS), programme=rows, as_of="2026-11-22")
    assert " prescribed" in headings(overall_adherence(log["ben"], by="client"))
    both = overall_adherence(with_targets(log, per_week=3), by="client")
    assert "prescribed or planned" in headings(both[["client", "prescribed", "held_to"]])


def test_areas_and_definitions_of_a_plan_are_planned() -> None:
    log = of_an_exercise()
    said = str(show_coverage(focus_area_coverage(log), names={}))
    assert "planned" in said.splitlines()[0]
    assert "prescribed" not in said.replace("not prescribed", "")
    said = describe_definitions(adherence_definitions(log))
    assert "Sessions done of those planned, where extra sessions" in said
    assert "prescribed" not in said
    said = describe_definitions(adherence_definitions(of_days()))
    assert "Practice days done of those planned, where extra practice days in a week" in said
    assert "at least 80 % of the practice days planned were done" in said
    assert "sessions" not in said.replace("The same self-reported sessions", "")


def test_the_sum_of_a_week_and_the_title_of_weeks_call_nothing_planned_prescribed() -> None:
    log = of_an_exercise()
    assert "Planned: 3 a week on 7 of 7 days, so 3. Done: 4." in describe_week(
        log, "down-dog", "2026-10-26"
    )
    assert "Not planned in this week." in describe_week(log, "down-dog", "2026-10-19")
    title = grid_title(weekly_practice(log), "week_start", "week")
    assert title == "All that was due was done in 4 of 4 weeks"
