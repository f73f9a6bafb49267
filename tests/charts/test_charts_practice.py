"""Practice above stiffness: two panels, two axes, and no week drawn as what it is not."""

from __future__ import annotations

from typing import Any

import pytest
from chart_tables import (
    NAN,
    all_words,
    change,
    daily,
    day,
    drawn,
    events,
    legend_words,
    pauses,
    practice,
    weekly_scores,
    words,
)
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts import plot_practice_and_stiffness, style
from mobility_analysis.charts.parts.dates import day_number
from mobility_analysis.charts.parts.theme import Surroundings

SCORES = daily([5.0] * 56)
WEEKS = weekly_scores({"2026-06-01": (7, 5.0), "2026-06-08": (7, 5.0)})
EVERY_STATE = practice(
    {
        "2026-06-01": {"done": 6, "counted": 6.0},
        "2026-06-08": {"done": 12, "counted": 10.0, "state": "all done"},
        "2026-06-15": {"done": 0, "counted": 0.0, "state": "none done"},
        "2026-06-22": {"done": 0, "counted": 0.0, "state": "nothing logged"},
        "2026-06-29": {"prescribed": 0.0, "done": 0, "counted": 0.0, "state": "paused"},
        "2026-07-06": {"done": 0, "counted": 0.0, "state": "ratings only"},
        "2026-07-13": {"prescribed": 0.0, "done": 0, "counted": 0.0, "state": "not prescribed"},
        "2026-07-20": {"prescribed": 5.0, "done": 2, "counted": 2.0, "is_partial": True},
    }
)


def panels(table: Any = EVERY_STATE, **more: Any) -> tuple[Axes, Axes]:
    return plot_practice_and_stiffness(table, SCORES, WEEKS, change(), as_of="2026-07-26", **more)


def at(monday: str) -> float:
    return day_number(day(monday)) + 0.5


def test_a_bar_is_what_was_counted_of_what_was_prescribed_in_its_own_week() -> None:
    upper, _ = panels()
    bars = [(bar.get_x(), bar.get_y(), bar.get_height()) for bar in drawn(upper, "week")]
    assert bars == [(at("2026-06-01"), 0, 0.6), (at("2026-06-08"), 0, 1.0)]
    (part,) = drawn(upper, "part week")
    assert (part.get_x(), part.get_height()) == (at("2026-07-20"), 0.4)


def test_a_week_counted_in_whole_sessions_is_no_more_than_all_of_it() -> None:
    table = practice({"2026-06-01": {"prescribed": 3.5, "done": 4, "counted": 4.0}})
    upper, _ = panels(table)
    (bar,) = drawn(upper, "week")
    assert bar.get_height() == 1.0  # 4 of 3.5


@pytest.mark.parametrize(
    ("held", "label", "small_print"),
    [
        ("prescribed", "Counted of prescribed", "sessions counted of those prescribed in a week"),
        ("planned", "Counted of planned", "sessions counted of those planned in a week"),
        ("planned days", "Counted of planned days",
         "practice days counted of those planned in a week"),
    ],
)  # fmt: skip
def test_the_label_and_the_small_print_say_what_the_bars_are_held_against(
    held: str, label: str, small_print: str
) -> None:
    upper, _ = panels(EVERY_STATE.assign(held_to=held))
    assert " ".join(upper.get_ylabel().split()) == label
    assert small_print in all_words(upper.figure)


def test_no_two_states_of_a_week_look_alike_without_colour() -> None:
    with style(greyscale=True):
        upper, _ = panels()
    (week, _), (part,) = drawn(upper, "week"), drawn(upper, "part week")
    (silent,), (paused,) = drawn(upper, "nothing logged"), drawn(upper, "paused")
    (none,), (rated,) = drawn(upper, "none done"), drawn(upper, "ratings only")
    hatches = [box.get_hatch() for box in (week, part, silent, paused)]
    assert hatches[0] is None
    assert len(set(hatches)) == 4
    assert none.get_xdata()[0] == at("2026-06-15")  # a mark on the axis, since 0 % has no bar
    assert list(none.get_ydata()) == [0, 0]
    assert rated.get_xdata()[0] == at("2026-07-06")
    assert len(drawn(upper, "ring")) == 1  # which the week with none done does not have
    assert not any(box.get_x() == at("2026-07-13") for box in upper.patches)


def test_an_entry_of_the_legend_knows_the_marks_that_it_explains() -> None:
    around = Surroundings(is_drawn=True)
    with style(around=around):
        upper, lower = panels()
    found = [(gid, entry.get_label()) for entry in around.key if (gid := entry.get_gid())]
    assert [gid for gid, _ in found] == ["week", "part week", "days", "weekly means"]
    assert [words for gid, words in found][:3] == [
        "practice in a week", "in part of a week", "stiffness on a day",
    ]  # fmt: skip
    assert all(drawn(upper, gid) or drawn(lower, gid) for gid, _ in found)


OF_STIFFNESS = ["stiffness on a day", "weekly mean (4+ days rated)"]


def test_the_legend_names_what_is_drawn_and_nothing_else() -> None:
    upper, lower = panels()
    *short, last = legend_words(upper)
    assert set(short) - set(OF_STIFFNESS) == {
        "practice in a week", "in part of a week", "none done", "ratings only", "nothing logged",
    }  # fmt: skip
    # What is too long for columns has a line of its own, below the others.
    assert last == "mean of the first 4 weeks, and around it this diary's own ups and downs"
    assert legend_words(lower) == []
    upper, _ = panels(EVERY_STATE.iloc[:2])
    assert legend_words(upper) == ["practice in a week", *OF_STIFFNESS, last]


def test_panels_on_axes_of_a_caller_have_a_legend_each() -> None:
    with style():
        figure = Figure(figsize=(7, 5))
        own = figure.subplots(2, 1)
        upper, lower = panels(axes=tuple(own))
    assert legend_words(upper)[0] == "a week"
    assert legend_words(lower)[0] == "a day"


def test_the_axis_begins_at_nothing_and_the_threshold_is_dashed() -> None:
    upper, _ = panels(threshold=0.7)
    assert upper.get_ylim()[0] == 0
    assert upper.get_ylim()[1] >= 1
    (line,) = drawn(upper, "threshold")
    assert line.get_ydata()[0] == 0.7
    assert line.get_linestyle() not in {"-", "None"}
    assert "70 %" in [label.get_text() for label in upper.get_yticklabels()]


def test_two_panels_share_their_dates_and_never_an_axis() -> None:
    upper, lower = panels()
    assert upper.get_xlim() == lower.get_xlim()
    assert len(upper.figure.axes) == 2  # no second y axis over either
    upper.figure.canvas.draw()
    assert lower.get_position().y1 < upper.get_position().y0
    assert lower.get_position().x0 == pytest.approx(upper.get_position().x0)
    assert not lower.yaxis_inverted()
    assert not upper.yaxis_inverted()
    assert "lower is better" in " ".join(lower.get_ylabel().split())


def test_events_and_pauses_run_through_both_panels() -> None:
    marks = events(("2026-06-10", "appointment", "first visit"))
    off = pauses(("2026-06-29", "2026-07-05", "flare"))
    upper, lower = panels(events=marks, pauses=off)
    for ax in (upper, lower):
        assert [line.get_xdata()[0] for line in drawn(ax, "event")] == [at("2026-06-10")]
        assert [box.get_width() for box in drawn(ax, "pause")] == [7]
    assert sorted(words(upper, "mark label")) == ["first visit", "paused: flare"]
    assert words(lower, "mark label") == []
    assert drawn(upper, "paused") == []  # shaded once, not twice


def test_who_never_logged_a_session_has_no_bars_of_nought() -> None:
    silent = practice(
        {week: {"done": 0, "counted": 0.0, "state": "ratings only"}
         for week in ("2026-06-01", "2026-06-08")}
    )  # fmt: skip
    upper, _ = panels(silent)
    assert words(upper, "instead") == ["Sessions were never logged: practice is unknown."]
    assert drawn(upper, "ratings only") == drawn(upper, "none done") == []


def test_without_a_programme_the_bars_are_sessions_and_the_running_week_is_hatched() -> None:
    free = practice(
        {week: {"prescribed": NAN, "counted": NAN, "done": n, "is_partial": True,
                "state": "not prescribed"}
         for week, n in (("2026-07-13", 7), ("2026-07-20", 3))}
    )  # fmt: skip
    upper, _ = plot_practice_and_stiffness(free, SCORES, WEEKS, as_of="2026-07-23")
    (whole,), (running,) = drawn(upper, "week"), drawn(upper, "part week")
    assert (whole.get_height(), running.get_height()) == (7, 3)
    assert running.get_x() == at("2026-07-20")
    assert " ".join(upper.get_ylabel().split()) == "Sessions done a week"
    assert drawn(upper, "threshold") == []


def test_no_ratings_leaves_the_practice_and_says_so() -> None:
    upper, lower = plot_practice_and_stiffness(EVERY_STATE, SCORES.iloc[:0], WEEKS.iloc[:0])
    assert len(drawn(upper, "week")) == 2
    assert words(lower, "instead") == ["No ratings yet."]
    assert words(lower, "days rated") == []


def test_nothing_at_all_is_two_plain_sentences() -> None:
    upper, _ = plot_practice_and_stiffness(practice({}), SCORES.iloc[:0], WEEKS.iloc[:0])
    assert {"No sessions yet.", "No ratings yet."} <= set(all_words(upper.figure).split(" | "))


def test_the_year_is_left_out_of_the_dates_where_it_stands_elsewhere() -> None:
    with_year, without = panels()[1], panels(years=False)[1]
    assert list(without.get_xticks()) == list(with_year.get_xticks())
    labels = [[label.get_text() for label in ax.get_xticklabels()] for ax in (with_year, without)]
    assert labels[0][0] == f"{labels[1][0]}\n2026"
    assert labels[0][1:] == labels[1][1:]
    assert not any("2026" in label for label in labels[1])


def test_two_given_axes_are_drawn_on() -> None:
    mine = Figure(figsize=(6, 4)).subplots(2, 1)
    upper, lower = panels(axes=(mine[0], mine[1]), title="")
    assert (upper, lower) == (mine[0], mine[1])
    assert "cause" not in all_words(upper.figure)


def test_a_figure_by_itself_does_not_claim_a_cause() -> None:
    assert "This does not show cause" in all_words(panels()[0].figure)


def test_tables_of_two_people_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="is about one client, but these tables hold ana and ben"):
        panels(EVERY_STATE.assign(client="ben"))
