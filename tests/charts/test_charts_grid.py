"""Weeks by exercises, and days by weekdays: every state looks different, in grey too."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from chart_tables import NAN, all_words, calendar, day, drawn, legend_words, weekly, words
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from mobility_analysis.charts import plot_practice_calendar, plot_weekly_grid, style
from mobility_analysis.charts.parts.dates import day_number

SILENT = {"done": 0, "counted": 0.0}
EVERY_STATE = weekly(
    [
        {"week_start": "2026-06-01", "state": "all done", "done": 3, "counted": 3.0},
        {"week_start": "2026-06-08"},
        {"week_start": "2026-06-15", "state": "none done", **SILENT},
        {"week_start": "2026-06-22", "state": "nothing logged", **SILENT},
        {"week_start": "2026-06-29", "state": "paused", "prescribed": 0.0, **SILENT},
        {"week_start": "2026-07-06", "state": "ratings only", **SILENT},
        {"week_start": "2026-07-13", "state": "not prescribed", "prescribed": 0.0, **SILENT},
        {"week_start": "2026-07-20", "prescribed": 2.0, "done": 1, "counted": 1.0,
         "is_partial": True},
    ]
)  # fmt: skip
DRAWN = ("all done", "some done", "none done", "nothing logged", "paused", "ratings only")


def cells(ax: Axes, state: str) -> PolyCollection:
    (found,) = drawn(ax, state)
    return found


def place(collection: PolyCollection, number: int = 0) -> tuple[float, float]:
    """Middle of a cell: its day, and its row."""
    x, y = collection.get_paths()[number].vertices[:-1].T
    return round((x.min() + x.max()) / 2, 6), round((y.min() + y.max()) / 2, 6)


def test_each_cell_stands_in_its_own_week_to_scale() -> None:
    ax = plot_weekly_grid(EVERY_STATE)
    for state, monday in zip(
        DRAWN, pd.date_range("2026-06-01", periods=6, freq="7D"), strict=False
    ):
        order = {
            "nothing logged": "2026-06-22",
            "paused": "2026-06-29",
            "ratings only": "2026-07-06",
        }
        week = day(order.get(state, str(monday.date())))
        assert place(cells(ax, state)) == (day_number(week) + 3.5, 0), state


def looks(ax: Axes, state: str) -> tuple[Any, ...]:
    collection = cells(ax, state)
    face = round(float(collection.get_facecolor()[0][:3].mean()), 2)
    edge = round(float(collection.get_edgecolor()[0][:3].mean()), 2)
    has_ring = state == "ratings only" and bool(drawn(ax, "ring"))
    return face, collection.get_hatch(), edge, has_ring


def test_no_two_states_look_alike_in_greyscale() -> None:
    with style(greyscale=True):
        ax = plot_weekly_grid(EVERY_STATE)
        for one, other in combinations(DRAWN, 2):
            first, second = looks(ax, one), looks(ax, other)
            told_apart = abs(first[0] - second[0]) > 0.15 or first[1:] != second[1:]
            assert told_apart, (one, other)


def test_what_was_not_prescribed_is_left_blank_and_the_note_says_so() -> None:
    ax = plot_weekly_grid(EVERY_STATE)
    assert drawn(ax, "not prescribed") == []
    assert "Blank: not prescribed." in all_words(ax.figure)
    assert legend_words(ax) == [
        "all done", "some done: the stronger, the more", "none done", "ratings only",
        "nothing logged", "paused",
    ]  # fmt: skip


def test_the_more_is_done_the_darker_the_cell() -> None:
    done = {"2026-06-01": 1, "2026-06-08": 3, "2026-06-15": 6, "2026-06-22": 9}
    table = weekly(
        {"week_start": week, "prescribed": 10.0, "done": n, "counted": float(n)}
        for week, n in done.items()
    )
    drawn_cells = cells(plot_weekly_grid(table), "some done")
    by_week = np.argsort([path.vertices[:, 0].min() for path in drawn_cells.get_paths()])
    lightness = drawn_cells.get_facecolor()[by_week, :3].mean(axis=1)
    assert lightness.tolist() == sorted(lightness, reverse=True)
    assert lightness[0] - lightness[-1] > 0.2


def test_extra_sessions_of_a_week_do_not_darken_it() -> None:
    table = weekly(
        [
            {"week_start": "2026-06-01", "prescribed": 10.0, "done": 5, "counted": 5.0},
            {"week_start": "2026-06-08", "prescribed": 10.0, "done": 9, "counted": 5.0},
        ]
    )
    faces = cells(plot_weekly_grid(table), "some done").get_facecolor()
    assert faces[0].tolist() == faces[1].tolist()


def test_a_part_week_has_a_corner_cut_off_which_the_note_explains() -> None:
    ax = plot_weekly_grid(EVERY_STATE)
    assert len(cells(ax, "some done").get_paths()[0].vertices) == 5  # four corners, and closed
    assert len(cells(ax, "some done, part").get_paths()[0].vertices) == 6
    assert "Corner cut off: part of a week." in all_words(ax.figure)
    assert "Corner" not in all_words(plot_weekly_grid(EVERY_STATE.iloc[:2]).figure)


def test_the_sessions_done_are_written_in_the_cells_and_nought_only_where_known() -> None:
    assert words(plot_weekly_grid(EVERY_STATE), "count") == ["3", "2", "0", "1"]


def test_as_needed_has_its_count_and_no_shade() -> None:
    table = weekly(
        [{"week_start": "2026-06-01", "prescribed": NAN, "counted": NAN, "done": 4,
          "state": "not prescribed"},
         {"week_start": "2026-06-08", "prescribed": NAN, "counted": NAN, "done": 0,
          "state": "not prescribed"}]
    )  # fmt: skip
    ax = plot_weekly_grid(table)
    assert legend_words(ax) == ["done, as needed"]
    assert words(ax, "count") == ["4"]
    assert len(cells(ax, "as needed").get_paths()) == 2
    assert "Shade" not in all_words(ax.figure)
    assert "Blank: none logged as done." in all_words(ax.figure)
    assert "not prescribed" not in all_words(ax.figure)


def test_without_a_programme_the_legend_does_not_speak_of_as_needed() -> None:
    table = weekly(
        [{"week_start": "2026-06-01", "eligible_days": 0, "prescribed": NAN, "counted": NAN,
          "done": 1543, "state": "not prescribed"}]
    )  # fmt: skip
    ax = plot_weekly_grid(table)
    assert legend_words(ax) == ["done; nothing prescribed"]
    assert "as needed" not in all_words(ax.figure)


def test_beside_a_number_prescribed_blank_is_told_for_both() -> None:
    as_needed = weekly(
        [{"week_start": "2026-06-01", "exercise": "bear-rolls", "prescribed": NAN, "counted": NAN,
          "done": 0, "state": "not prescribed"}]
    )  # fmt: skip
    ax = plot_weekly_grid(pd.concat([EVERY_STATE, as_needed], ignore_index=True))
    assert "Blank: not prescribed; as needed: none logged as done." in all_words(ax.figure)


def test_only_the_last_weeks_are_shown_unless_asked_for() -> None:
    mondays = pd.date_range("2025-01-06", periods=60, freq="7D")
    table = weekly([{"week_start": monday} for monday in mondays])
    for start, shown in ((None, 26), ("2025-01-06", 60)):
        ax = plot_weekly_grid(table, start=start)
        assert len(cells(ax, "some done").get_paths()) == shown
    ax = plot_weekly_grid(table, start="2025-12-31", end="2026-01-14")
    assert len(cells(ax, "some done").get_paths()) == 3


def test_weeks_of_silence_after_the_last_row_are_seen() -> None:
    ax = plot_weekly_grid(EVERY_STATE, as_of="2026-11-22")
    assert ax.get_xlim()[1] == day_number(day("2026-11-23"))


def test_rows_follow_the_order_asked_for_with_names_and_words_beside() -> None:
    table = weekly(
        [{"week_start": "2026-06-01", "exercise": exercise} for exercise in ("a", "b", "c")]
    )
    ax = plot_weekly_grid(
        table, order=["c", "gone", "a"], names={"c": "Cat Stretch"}, beside={"a": "10 of 12"}
    )
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Cat Stretch", "a"]
    assert ax.yaxis_inverted()  # the first row is the top one
    assert words(ax, "beside") == ["10 of 12"]
    assert drawn(ax, "beside")[0].xy == (1, 1)


def test_months_are_as_long_as_they_are() -> None:
    table = weekly(
        [{"month_start": "2026-02-01"}, {"month_start": "2026-03-01"}], period="month_start"
    )
    ax = plot_weekly_grid(table)
    middles = [place(cells(ax, "some done"), n)[0] for n in (0, 1)]
    assert middles == [day_number(day("2026-02-15")), day_number(day("2026-03-16")) + 0.5]
    assert "All that was due was done in 0 of 2 months" in all_words(ax.figure)
    said = " ".join(all_words(ax.figure).split())
    assert "those due in the weeks of that month" in said
    assert "A week, Monday to Sunday, stands whole in the month of its Monday" in said
    assert "of its Monday" not in all_words(plot_weekly_grid(EVERY_STATE).figure)


def test_an_empty_grid_is_a_plain_sentence() -> None:
    ax = plot_weekly_grid(EVERY_STATE.iloc[:0])
    assert "Nothing prescribed in these weeks." in all_words(ax.figure)


def test_tables_of_two_people_are_refused_by_name() -> None:
    both = pd.concat([EVERY_STATE, EVERY_STATE.assign(client="ben")])
    with pytest.raises(ValueError, match="is about one client, but these tables hold ana and ben"):
        plot_weekly_grid(both)


def test_a_given_axes_is_drawn_on_without_title() -> None:
    mine = Figure(figsize=(6, 2)).add_subplot()
    assert plot_weekly_grid(EVERY_STATE, ax=mine, title="") is mine
    assert "Practice by week" not in all_words(mine.figure)


# --- the calendar

DAYS = calendar(
    {
        "down-dog": {
            "2026-06-01": "done", "2026-06-02": "partial", "2026-06-03": "skipped",
            "2026-06-04": "not done", "2026-06-05": "nothing logged", "2026-06-06": "paused+",
            "2026-06-07": "not prescribed",
        },
        "bear-rolls": {
            "2026-06-01": "done", "2026-06-02": "not done", "2026-06-03": "done",
            "2026-06-04": "not done", "2026-06-05": "nothing logged", "2026-06-06": "paused",
            "2026-06-07": "not prescribed+",
        },
    }
)  # fmt: skip
WEEK = day_number(day("2026-06-01")) + 3.5


def test_a_day_stands_in_its_week_and_weekday() -> None:
    ax = plot_practice_calendar(DAYS, exercise="down-dog")
    found = {state: place(cells(ax, state)) for state in
             ("done", "partial", "skipped", "not done", "nothing logged", "paused")}  # fmt: skip
    assert found == {
        "done": (WEEK, 0), "partial": (WEEK, 1), "skipped": (WEEK, 2), "not done": (WEEK, 3),
        "nothing logged": (WEEK, 4), "paused": (WEEK, 5),
    }  # fmt: skip
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Mon", "Tue"]


def test_days_are_told_apart_without_colour_by_hatch_or_mark() -> None:
    with style(greyscale=True):
        ax = plot_practice_calendar(DAYS, exercise="down-dog")
    half, cross = drawn(ax, "half")[0], drawn(ax, "cross")[0]
    assert place(half) == (WEEK, 1.225)  # the lower half of Tuesday
    assert (cross.get_xdata(), cross.get_ydata()) == ([WEEK], [2])
    hatches = [cells(ax, state).get_hatch() for state in ("not done", "nothing logged", "paused")]
    assert hatches[0] is None
    assert len(set(hatches)) == 3
    assert cells(ax, "done").get_facecolor()[0][:3].mean() < 0.5


def test_exercises_together_show_the_most_that_was_logged_and_how_many_were_done() -> None:
    ax = plot_practice_calendar(DAYS)
    assert [place(cells(ax, "done"), n) for n in (0, 1)] == [(WEEK, 0), (WEEK, 2)]
    assert words(ax, "count") == ["2", "1"]
    assert drawn(ax, "skipped") == []
    assert "The most that was logged of any exercise that day." in all_words(ax.figure)


def test_without_a_programme_a_blank_day_is_one_without_a_session() -> None:
    days = {"down-dog": {"2026-06-01": "done", "2026-06-02": "not prescribed"}}
    ax = plot_practice_calendar(calendar(days))
    assert "Blank: no session logged." in all_words(ax.figure)
    assert "outside the programme" not in all_words(ax.figure)
    assert "Blank: nothing was due." in all_words(plot_practice_calendar(DAYS).figure)


def test_sessions_outside_the_programme_are_marked() -> None:
    (mark,) = drawn(plot_practice_calendar(DAYS), "outside")
    assert sorted(mark.get_ydata()) == [5, 6]  # Saturday in a pause, Sunday outside
    assert "outside the programme" in legend_words(plot_practice_calendar(DAYS))


def test_whatever_was_done_outside_the_programme_counts_in_the_title_and_is_marked() -> None:
    # Prescribed: down-dog on Monday and Tuesday. Bear rolls are no part of any programme.
    days = calendar({"down-dog": {"2026-06-01": "done", "2026-06-02": "not done",
                                  "2026-06-03": "not prescribed"}})  # fmt: skip
    outside = pd.DataFrame(
        [("ana", "bear-rolls", pd.Timestamp(f"2026-06-0{n}"), status, "never prescribed")
         for n, status in ((1, "done"), (2, "done"), (3, "skipped"), (9, "done"))],
        columns=["client", "exercise", "date", "status", "reason"],
    )  # fmt: skip
    ax = plot_practice_calendar(days, unprescribed=outside)
    title = "A session was done on 2 of 3 days, 1 of them outside the programme only"
    assert title in all_words(ax.figure)
    (mark,) = drawn(ax, "outside")
    assert list(mark.get_ydata()) == [1]  # of Monday it is known already; nothing on Wednesday
    one = plot_practice_calendar(days, unprescribed=outside, exercise="down-dog")
    assert "down-dog: done on 1 of 3 days" in all_words(one.figure)
    flagged = all_words(plot_practice_calendar(DAYS).figure)
    assert "A session of the programme was done on 2 of 7 days" in flagged


def test_a_day_has_one_sign_by_the_most_that_was_logged() -> None:
    # In the programme skipped, in part, not done, paused; outside it something was done each day.
    states = ("skipped", "partial", "not done", "paused", "skipped")
    days = calendar({"down-dog": {f"2026-06-0{n}": state for n, state in enumerate(states, 1)}})
    outside = pd.DataFrame(
        [("ana", "bear-rolls", pd.Timestamp(f"2026-06-0{n}"), "done", "never prescribed")
         for n in (1, 2, 3, 4)],
        columns=["client", "exercise", "date", "status", "reason"],
    )  # fmt: skip
    ax = plot_practice_calendar(days, unprescribed=outside)
    (mark,) = drawn(ax, "outside")
    assert list(mark.get_ydata()) == [0, 1, 2, 3]
    (cross,) = drawn(ax, "cross")
    assert list(cross.get_ydata()) == [4]  # the one day without anything done
    assert drawn(ax, "half") == []
    assert [place(cells(ax, "not done"), n)[1] for n in range(3)] == [0, 1, 2]
    assert "partial" not in legend_words(ax)


def test_days_done_as_needed_alone_are_named_where_others_have_a_number() -> None:
    def title(state: str, **outside: Any) -> str:
        days = calendar(
            {"bear-rolls": {"2026-06-01": "done", "2026-06-02": state, "2026-06-03": state},
             "down-dog": {"2026-06-01": "done", "2026-06-02": "done"}}
        )  # fmt: skip
        days["is_as_needed"] = days["exercise"] == "down-dog"
        return all_words(plot_practice_calendar(days, **outside).figure)

    # Bear rolls have a number: done on the first day, when down dog was, too.
    assert "done on 2 of 3 days, 1 of them as needed alone" in title("not done")
    outside = pd.DataFrame(
        [("ana", "plank", pd.Timestamp("2026-06-03"), "done", "never prescribed")],
        columns=["client", "exercise", "date", "status", "reason"],
    )
    assert (
        "done on 3 of 3 days, 1 of them as needed alone and 1 outside the programme only"
    ) in " ".join(title("not done", unprescribed=outside).split())
    only = calendar({"down-dog": {"2026-06-01": "done", "2026-06-02": "not prescribed"}})
    words_said = all_words(plot_practice_calendar(only.assign(is_as_needed=True)).figure)
    assert "done on 1 of 2 days" in words_said
    assert "as needed" not in words_said


def test_a_day_with_a_session_of_the_programme_has_no_second_mark() -> None:
    both = calendar(
        {"down-dog": {"2026-06-01": "done"}, "bear-rolls": {"2026-06-01": "not prescribed+"}}
    )
    assert drawn(plot_practice_calendar(both), "outside") == []


def test_an_exercise_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(
        ValueError, match="no exercise 'yoga' in this table; it has bear-rolls, down-dog"
    ):
        plot_practice_calendar(DAYS, exercise="yoga")


def test_an_empty_calendar_is_a_plain_sentence() -> None:
    ax = plot_practice_calendar(DAYS.iloc[:0])
    assert "Nothing prescribed and no sessions in these weeks." in all_words(ax.figure)
