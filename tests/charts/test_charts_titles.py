"""Titles of charts: a short finding, made from the tables that the chart is drawn from."""

from __future__ import annotations

import pandas as pd
import pytest
from chart_tables import NAN, change, daily, overall, practice, weekly_scores, words
from matplotlib.axes import Axes

from mobility_analysis.charts import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
    plot_before_after,
    plot_focus_area_matrix,
    plot_practice_and_stiffness,
    plot_practice_calendar,
    plot_stiffness,
    plot_stiffness_by_practice,
    plot_weekly_grid,
)
from mobility_analysis.charts.parts.frame import legends_of
from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.adherence import daily_practice, weekly_adherence
from mobility_analysis.measures.adherence.weekly import monthly_adherence
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.figures import client_figures, figure_alt
from mobility_analysis.sample.make import make_sample_log
from mobility_analysis.words.counted import counted_words
from mobility_analysis.words.titles.practice import practice_title
from tests.page_logs import VARIANTS, contents_of_variant

SCORES, WEEKS = daily([5.0] * 56), weekly_scores({"2026-06-01": (7, 5.0)})


def title_of(ax: Axes) -> str:
    """Return the words over a chart that are as large as a title."""
    headings = [text for text in ax.texts if text.get_gid() == "heading"]
    assert headings[-1].get_fontweight() == "bold"
    return " ".join(headings[-1].get_text().split())


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({}, "Self-rated stiffness: 2.5 points lower than in the first 4 weeks"),
        ({"recent_mean": 8.0, "verdict": "higher"},
         "Self-rated stiffness: 2.0 points higher than in the first 4 weeks"),
        ({"recent_mean": 5.5, "verdict": "within own variation"},
         "Self-rated stiffness: no clear change, 0.5 points lower than in the first 4 weeks"),
        ({"verdict": "within own variation", "own_variation_points": 7.0},
         "Self-rated stiffness: this diary's own ups and downs are too large to tell a change"),
        ({"verdict": "not enough ratings"},
         "Self-rated stiffness: too few ratings to compare the first 4 weeks with the last "
         "4 weeks"),
        ({"verdict": "not enough ratings", "baseline_start": None, "rated_days": 7},
         "Self-rated stiffness: 7 days rated, too early to compare"),
        ({"verdict": "not comparable"},
         "Self-rated stiffness: not comparable, rated at other moments of the day"),
    ],
)  # fmt: skip
def test_stiffness_is_titled_by_its_verdict_and_says_where_there_is_none(
    cells: dict[str, object], title: str
) -> None:
    assert title_of(plot_stiffness(SCORES, WEEKS, change(**cells))) == title


def test_the_title_of_two_panels_says_of_which_the_points_are() -> None:
    done = practice({"2026-06-01": {"done": 6, "counted": 6.0}})
    upper, _ = plot_practice_and_stiffness(done, SCORES, WEEKS, change())
    said = "2.5 points lower than in the first 4 weeks"
    assert title_of(upper) == f"Practice by week; self-rated stiffness: {said}"
    alone, _ = plot_practice_and_stiffness(done, SCORES, WEEKS, None)
    assert title_of(alone) == "Practice, and self-rated stiffness"


def test_a_title_that_is_stated_stays_and_an_empty_one_is_none() -> None:
    assert title_of(plot_stiffness(SCORES, WEEKS, change(), title="Mine")) == "Mine"
    assert words(plot_stiffness(SCORES, WEEKS, change(), title=""), "heading") == []


def test_what_could_not_be_read_stands_in_the_title_too() -> None:
    ax = plot_stiffness(SCORES, WEEKS, change(), not_read="32 rows not read")
    assert title_of(ax).endswith("than in the first 4 weeks (32 rows not read)")


RECENT = overall(
    {
        "a": {"done": 9, "prescribed": 12.0},
        "b": {"done": 5, "prescribed": 36.0},
        "c": {"done": 7, "band": "as needed"},
    }
)


def test_practice_is_the_sum_of_what_has_a_number() -> None:
    # 9 + 5 of 12 + 36; what is taken as needed has no share
    ax = plot_adherence_by_exercise(RECENT, RECENT)
    assert title_of(ax) == "Last 4 weeks: 14 of 48 prescribed sessions counted"
    whole = plot_adherence_by_exercise(RECENT)
    assert title_of(whole) == "Whole time: 14 of 48 prescribed sessions counted"


def test_practice_never_logged_is_unknown_and_not_0() -> None:
    never = overall({"a": {"prescribed": 12.0, "counted": NAN, "band": "unknown"}})
    title = title_of(plot_adherence_by_exercise(never, never))
    assert title == "Last 4 weeks: sessions were never logged: practice is unknown"


SAMPLE = log_from_tables(**make_sample_log())


@pytest.mark.parametrize("client", SAMPLE.clients)
def test_the_sum_in_the_title_is_the_one_of_the_page(client: str) -> None:
    contents = client_contents(SAMPLE, client)
    row = contents.recent_overall.iloc[0]
    title = practice_title(contents.recent_by_exercise, "last 4 weeks")
    if row["band"] == "unknown":
        assert title.endswith("practice is unknown")
    elif pd.isna(row["prescribed"]):
        assert title.startswith(f"Last 4 weeks: {row['done']:.0f} session")
    else:
        assert title == f"Last 4 weeks: {counted_words(row)}"


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({"overhead": 6, "rotation": 1}, "Last 4 weeks: least done in rotation, 1 of 12"),
        ({"overhead": 1, "rotation": 1}, "Last 4 weeks: 1 of 12 in every focus area"),
        ({"overhead": 9, "neck": 1, "rotation": 1},
         "Last 4 weeks: least done in neck and rotation, 1 of 12"),
        ({"a": 9, "b": 1, "c": 1, "d": 1}, "Last 4 weeks: least done in 3 focus areas, 1 of 12"),
        ({"overhead": 12, "rotation": 12}, "Last 4 weeks: all counted in every focus area"),
    ],
)  # fmt: skip
def test_areas_are_titled_by_the_one_of_which_the_least_was_done(
    cells: dict[str, int], title: str
) -> None:
    table = overall(
        {area: {"done": done, "prescribed": 12.0} for area, done in cells.items()}, "focus_area"
    )
    assert title_of(plot_adherence_by_focus_area(table, table)) == title


def test_areas_of_the_same_share_are_named_together_whatever_their_numbers() -> None:
    due = {"prescribed": 12.0, "done": 9}
    table = overall(
        {"a": {**due, "partial": 2}, "b": due, "c": {"prescribed": 4.0, "done": 4}}, "focus_area"
    )
    title = title_of(plot_adherence_by_focus_area(table, table))
    assert title == "Last 4 weeks: least done in a and b, 9 of 12"
    none = {
        "a": {"prescribed": 24.0},
        "b": {"prescribed": 8.0},
        "c": {"prescribed": 4.0, "done": 2},
    }
    table = overall(none, "focus_area")
    title = title_of(plot_adherence_by_focus_area(table, table))
    assert title == "Last 4 weeks: least done in a and b, 0 of 8 to 24"


def test_where_no_session_was_ever_logged_no_title_counts_weeks_or_days_as_not_done() -> None:
    log = SAMPLE["Grace O"]
    grid = title_of(plot_weekly_grid(weekly_adherence(log)))
    assert grid == "No session logged in 26 weeks"
    calendar = plot_practice_calendar(daily_practice(log))
    assert title_of(calendar) == "A session was logged on none of 182 days"
    key = [text.get_text() for legend in legends_of(calendar) for text in legend.get_texts()]
    assert key == ["ratings only", "nothing logged"]


def test_areas_without_a_number_are_titled_by_the_one_done_most() -> None:
    free = {area: {"done": n, "band": "no programme"} for area, n in (("a", 3), ("b", 5))}
    table = overall(free, "focus_area")
    title = title_of(plot_adherence_by_focus_area(table, table))
    assert title == "Last 4 weeks: most done in b, 5 times"


# an area that nobody stated is none to name where another was trained
@pytest.mark.parametrize(
    ("done", "said"),
    [
        ({"neck": 2, "not stated": 9}, "neck, 2 times"),
        ({"not stated": 9}, "exercises of no stated area, 9 times"),
    ],
)
def test_an_area_that_nobody_stated_is_not_called_the_one_done_most(
    done: dict[str, int], said: str
) -> None:
    free = {area: {"done": n, "band": "no programme"} for area, n in done.items()}
    table = overall(free, "focus_area")
    title = title_of(plot_adherence_by_focus_area(table, table))
    assert title == f"Last 4 weeks: most done in {said}"


def test_the_matrix_is_titled_by_what_nothing_trains() -> None:
    areas = pd.DataFrame([("x", "neck"), ("y", "legs")], columns=["exercise", "focus_area"])
    mine = overall({"x": {"done": 1, "prescribed": 4.0}})
    assert title_of(plot_focus_area_matrix(areas, mine)) == "Nothing in the programme trains legs"
    planned = mine.assign(held_to="planned")
    assert title_of(plot_focus_area_matrix(areas, planned)) == "Nothing planned trains legs"
    assert title_of(plot_focus_area_matrix(areas)) == "Each of the 2 focus areas has an exercise"
    assert title_of(plot_focus_area_matrix(areas[:1])) == "1 exercise for 1 focus area"


def test_days_and_weeks_are_titled_by_how_many_had_it_all() -> None:
    # Three a week; 3 in the first week, 2 in the second, of 14 days
    log = log_from_tables(
        programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
                    "times_per_week": "3"}],
        sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
                  for day in (2, 4, 6, 9, 11)],
        as_of="2026-11-15",
    )  # fmt: skip
    days = daily_practice(log)
    assert title_of(plot_practice_calendar(days)) == "A session was done on 5 of 14 days"
    one = plot_practice_calendar(days, exercise="down-dog", names={"down-dog": "Down Dog"})
    assert title_of(one) == "Down Dog: done on 5 of 14 days"
    grid = title_of(plot_weekly_grid(weekly_adherence(log)))
    assert grid == "All that was due was done in 1 of 2 weeks, something in every week"


def pairs(*rows: tuple[str | None, int, int, int]) -> pd.DataFrame:
    names = ["exercise", "n_better", "n_same", "n_worse"]
    table = pd.DataFrame(rows, columns=names).assign(client="ana")
    return table.assign(n_pairs=table[names[1:]].sum(axis=1))


def test_pairs_are_titled_by_both_ways_and_say_where_they_are_few() -> None:
    ax = plot_before_after(pairs((None, 18, 3, 0)))
    assert (
        title_of(ax) == "Straight after a session: lower in 18 of 21 pairs of ratings, higher in 0"
    )
    few = title_of(plot_before_after(pairs((None, 2, 1, 2))))
    assert few.endswith("lower in 2 of 5 pairs of ratings, higher in 2: too few to go by")


def test_strips_are_titled_by_their_weeks_and_claim_nothing_of_one() -> None:
    paired = pd.DataFrame({"client": "ana", "n_days": 5,
                           "week_start": pd.Timestamp("2026-06-01"), "is_met": [True, False, False],
                           "score_mean": [2.0, 3.0, 4.0]})  # fmt: skip
    both = title_of(plot_stiffness_by_practice(paired))
    assert both == "Stiffness after 1 week with 80 % or more done, and 2 with less"
    one = title_of(plot_stiffness_by_practice(paired[1:]))
    assert one == "Nothing to compare: no week with 80 % or more done"


@pytest.mark.parametrize("name", VARIANTS)
def test_alt_text_is_short_enough_to_be_read_aloud(name: str) -> None:
    alts = [figure.alt for figure in client_figures(contents_of_variant(name))]
    assert all(0 < len(alt) <= 250 and alt.endswith(".") for alt in alts), alts
    assert not any(".." in alt for alt in alts), alts


def test_without_a_programme_the_matrix_is_titled_by_what_was_practised_and_when() -> None:
    areas = pd.DataFrame([("x", "neck"), ("x", "hip"), ("y", "legs")],
                         columns=["exercise", "focus_area"])  # fmt: skip
    free = overall({"x": {"done": 3, "band": "no programme"}})
    by_area = overall({area: {"done": 3, "band": "no programme"} for area in ("neck", "hip")},
                      "focus_area")  # fmt: skip
    title = title_of(plot_focus_area_matrix(areas, free, by_area, when="last 4 weeks"))
    assert title == "Last 4 weeks: hip and neck practised"
    both = overall({name: {"done": 3, "band": "no programme"} for name in ("x", "y")})
    assert title_of(plot_focus_area_matrix(areas, both, by_area)) == "3 focus areas practised"


def test_weeks_without_a_number_are_titled_by_how_many_of_those_shown() -> None:
    # Done in the weeks of 2 and 16 Nov; looked at on 29 Nov, so of 4 weeks, and of 1 month.
    sessions = [{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
                for day in (2, 4, 16)]  # fmt: skip
    log = log_from_tables(sessions=sessions, as_of="2026-11-29")
    title = "A session was done in 2 of 4 weeks"
    ax = plot_weekly_grid(weekly_adherence(log), as_of=log.as_of)
    assert title_of(ax) == title
    assert title_of(plot_weekly_grid(weekly_adherence(log))) == "A session was done in 2 of 3 weeks"
    contents = client_contents(log, "Ann")
    assert f"{title}." in figure_alt(contents, "06-weeks")
    months = plot_weekly_grid(monthly_adherence(log), as_of=log.as_of)
    assert title_of(months) == "A session was done in 1 of 1 month"
    assert "in 1 of 1 month." in figure_alt(contents, "07-months")


def test_areas_of_what_is_all_as_needed_are_counted_and_said_so() -> None:
    log = log_from_tables(
        programme=[{"client": "ana", "exercise": "bear-rolls", "times_per_week": "as needed",
                    "start": "2026-11-02"}],
        sessions=[{"client": "ana", "date": f"2026-11-{day:02}", "exercise": "bear-rolls"}
                  for day in (2, 4, 6)],
    )  # fmt: skip
    ax = plot_adherence_by_focus_area(client_contents(log, "ana").adherence_by_focus_area)
    said = " ".join(text.get_text() for text in (*ax.texts, *ax.figure.texts))
    assert "Sessions done; all are prescribed as needed, without a number." in said
    assert "Sessions counted of those prescribed" not in said
    names = [label.get_text().partition("\n")[0] for label in ax.get_yticklabels()]
    assert sorted(names) == ["spinal articulation", "thoracic rotation"]
