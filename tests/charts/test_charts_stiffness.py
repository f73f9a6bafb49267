"""Stiffness over time: what stands where, where the line breaks, and what is not drawn."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
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
    shows_the_whole_scale,
    weekly_scores,
    words,
)
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import mobility_analysis as ma
from mobility_analysis.charts import plot_run_chart, plot_stiffness, plot_stiffness_history, style
from mobility_analysis.charts.parts.dates import day_number
from mobility_analysis.charts.parts.palette import COLOUR
from mobility_analysis.charts.parts.text import UNPRINTABLE_NOTE
from mobility_analysis.charts.parts.theme import root_figure
from mobility_analysis.charts.stiffness import set_means_apart
from mobility_analysis.words.numbers import window_words

EIGHT_WEEKS = daily([5.0] * 56)  # Monday 1 June to Sunday 26 July 2026
WEEKS = weekly_scores(
    {
        "2026-06-01": (7, 6.0),
        "2026-06-08": (5, 5.5),
        "2026-06-15": (3, NAN),  # too few days: no mean
        "2026-06-22": (7, 5.0),
        # no row at all for the week of 29 June
        "2026-07-06": (4, 4.5),
        "2026-07-13": (7, 4.0),
        "2026-07-20": (7, 3.5),
    }
)


def chart(**more: Any) -> Axes:
    return plot_stiffness(EIGHT_WEEKS, WEEKS, change(), as_of="2026-07-26", **more)


def test_each_day_is_a_dot_at_its_noon() -> None:
    scores = daily({"2026-06-01": 4.0, "2026-06-03": 6.5})
    (dots,) = drawn(plot_stiffness(scores, weekly_scores({})), "days")
    noon = day_number(day("2026-06-01")) + 0.5
    assert dots.get_xdata().tolist() == [noon, noon + 2]
    assert dots.get_ydata().tolist() == [4.0, 6.5]
    assert dots.get_linestyle() == "None"


def test_the_line_is_broken_at_a_week_without_a_mean_and_at_one_without_a_row() -> None:
    (line,) = drawn(chart(), "weekly means")
    means = line.get_ydata()
    np.testing.assert_array_equal(means, [6.0, 5.5, NAN, 5.0, NAN, 4.5, 4.0, 3.5])
    first = day_number(day("2026-06-01")) + 3.5
    np.testing.assert_array_equal(line.get_xdata(), first + 7 * np.arange(8))


def test_the_days_behind_every_week_are_written_and_zero_is_written_too() -> None:
    assert words(chart(), "days rated") == ["7", "5", "3", "7", "0", "4", "7", "7"]


def test_days_rated_become_bars_where_weeks_have_no_room_for_a_number() -> None:
    long = daily([5.0] * 2000)
    ax = plot_stiffness(long, weekly_scores({"2026-06-01": (7, 5.0)}))
    bars = drawn(ax, "days rated")
    assert len(bars) == 286  # 2,000 days from a Monday: 285 whole weeks and a part
    assert bars[0].get_height() > 0
    assert bars[1].get_height() == 0


@pytest.mark.parametrize("score", [0.0, 10.0, 4.2])
def test_the_axis_is_always_the_whole_scale_and_hides_no_dot(score: float) -> None:
    ax = plot_stiffness(daily([score] * 56), weekly_scores({}), change())
    assert shows_the_whole_scale(ax.get_ylim())
    assert [ax.get_yticks()[0], ax.get_yticks()[-1]] == [0, 10]
    assert not ax.yaxis_inverted()
    assert "lower is better" in ax.get_ylabel()


def test_the_two_windows_are_bars_over_their_own_days_with_means_and_days() -> None:
    ax = chart()
    first, last = drawn(ax, "window")
    assert first.get_xdata().tolist() == [
        day_number(day("2026-06-01")),
        day_number(day("2026-06-29")),
    ]
    assert first.get_ydata().tolist() == [6.0, 6.0]
    assert last.get_xdata().tolist() == [
        day_number(day("2026-06-29")),
        day_number(day("2026-07-27")),
    ]
    assert last.get_ydata().tolist() == [3.5, 3.5]
    assert sorted(words(ax, "window label")) == [
        "3.5 last 4 weeks ▼\n20 days rated",
        "6.0 first 4 weeks\n22 days rated",
    ]


def test_the_windows_of_a_short_diary_are_named_by_their_days() -> None:
    short = change(
        baseline_end="2026-06-15", baseline_days=11, recent_start="2026-06-16",
        recent_end="2026-06-30", recent_days=14,
    )  # fmt: skip
    ax = plot_stiffness(daily([5.0] * 30), WEEKS.iloc[:4], short, as_of="2026-06-30")
    assert sorted(words(ax, "window label")) == [
        "3.5 last 15 days ▼\n14 days rated",
        "6.0 first 15 days\n11 days rated",
    ]
    assert any("mean of the first 15 days, and around it" in text for text in legend_words(ax))


# --- the band of own ups and downs


@pytest.mark.parametrize(
    ("mean", "own", "low", "high"),
    [(6.0, 1.25, 4.75, 7.25), (1.0, 1.5, 0.0, 2.5), (9.5, 0.75, 8.75, 10.0)],
)  # mean less own, mean plus own, within 0 to 10
def test_the_band_is_the_first_mean_with_own_ups_and_downs_about_it(
    mean: float, own: float, low: float, high: float
) -> None:
    row = change(
        baseline_mean=mean,
        own_variation_points=own,
        recent_mean=5.0,
        verdict="within own variation",
    )
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, row, as_of="2026-07-26")
    (band,) = drawn(ax, "own variation")
    assert (band.get_y(), band.get_y() + band.get_height()) == (low, high)
    assert band.get_x() == day_number(day("2026-06-01"))
    assert band.get_x() + band.get_width() == day_number(day("2026-07-27"))
    assert [edge.get_ydata()[0] for edge in drawn(ax, "own variation edge")] == [low, high]


def test_the_band_is_explained_in_plain_words_and_its_limits_in_the_small_print() -> None:
    ax = chart()
    assert (
        "mean of the first 4 weeks, and around it this diary's own ups and downs"
    ) in legend_words(ax)
    said = all_words(ax.figure)
    assert "single days and weeks lie outside it more often" in said
    assert "A change under 1 point is never called lower or higher." in said


@pytest.mark.parametrize(
    "cells",
    [
        {"verdict": "not enough ratings"},
        {"verdict": "not comparable", "baseline_mean": NAN, "recent_mean": NAN,
         "own_variation_points": NAN},
    ],
)  # fmt: skip
def test_without_a_verdict_there_is_no_band_and_nothing_is_said_of_one(
    cells: dict[str, Any],
) -> None:
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, change(**cells))
    assert drawn(ax, "own variation") == drawn(ax, "own variation edge") == []
    assert "ups and downs" not in all_words(ax.figure)
    assert "band" not in all_words(ax.figure)


def test_in_grey_the_band_is_darker_than_the_paper_and_lighter_than_the_dots() -> None:
    with style(greyscale=True) as chosen:
        (band,) = drawn(chart(), "own variation")
    red, green, blue = (int(to_hex(band.get_facecolor())[at : at + 2], 16) for at in (1, 3, 5))
    assert red == green == blue
    assert int(chosen.palette.day_dot[1:3], 16) + 0x30 < red < 0xF0


# --- weeks of different moments


def halves(first: str, last: str, *, between: str = "") -> pd.DataFrame:
    """Eight weeks from 1 June: three at 6, the fourth at 5, four at 2, by moment."""
    mondays = [str(d.date()) for d in pd.date_range("2026-06-01", periods=8, freq="7D")]
    means = [6.0, 6.0, 6.0, 5.0, 2.0, 2.0, 2.0, 2.0]
    return weekly_scores(
        {monday: (7, mean) for monday, mean in zip(mondays, means, strict=True)},
        moments=[first] * 3 + [between or first] + [last] * 4,
    )


def test_the_line_is_not_joined_where_the_moments_change_and_the_legend_says_so() -> None:
    row = change(verdict="not comparable", baseline_mean=NAN, recent_mean=NAN)
    ax = plot_stiffness(EIGHT_WEEKS, halves("waking", "evening"), row)
    (line,) = drawn(ax, "weekly means")
    np.testing.assert_array_equal(line.get_ydata(), [6, 6, 6, 5, NAN, 2, 2, 2, 2])
    assert np.all(np.diff(line.get_xdata()) > 0)
    (mark,) = drawn(ax, "moments change")
    assert mark.get_xdata()[0] == day_number(day("2026-06-29"))
    assert "rated on waking until 28 Jun 2026, in the evening since: not joined" in legend_words(ax)


def test_a_week_in_which_one_moment_gives_way_stands_alone() -> None:
    row = change(verdict="not comparable", baseline_mean=NAN, recent_mean=NAN)
    weeks = halves("waking", "evening", between="waking; evening")
    ax = plot_stiffness(EIGHT_WEEKS, weeks, row)
    (line,) = drawn(ax, "weekly means")
    np.testing.assert_array_equal(line.get_ydata(), [6, 6, 6, NAN, 5, NAN, 2, 2, 2, 2])
    assert "rated on waking until 21 Jun 2026, in the evening from 29 Jun 2026: not joined" in (
        legend_words(ax)
    )


def test_held_to_one_moment_its_weeks_are_solid_and_the_others_dashed() -> None:
    row = change(is_held_to_one_moment=True, moments="waking", verdict="within own variation",
                 recent_mean=6.0)  # fmt: skip
    ax = plot_stiffness(EIGHT_WEEKS, halves("waking", "waking; evening"), row)
    (own,), (others,) = drawn(ax, "weekly means"), drawn(ax, "weekly means, other moments")
    assert [value for value in own.get_ydata() if value == value] == [6, 6, 6, 5]  # noqa: PLR0124
    assert [value for value in others.get_ydata() if value == value] == [2] * 4  # noqa: PLR0124
    assert (own.get_linestyle(), others.get_linestyle()) == ("-", "--")
    assert to_hex(others.get_markerfacecolor()) == COLOUR.paper
    assert "a week not rated on waking alone" in legend_words(ax)


def test_moments_that_are_alike_at_both_ends_leave_the_line_whole() -> None:
    ax = plot_stiffness(EIGHT_WEEKS, halves("waking", "evening"), change())
    (line,) = drawn(ax, "weekly means")
    np.testing.assert_array_equal(line.get_ydata(), [6, 6, 6, 5, 2, 2, 2, 2])
    assert "not joined" not in all_words(ax.figure)


def test_moments_that_come_and_go_are_said_without_dates() -> None:
    weeks = halves("waking", "evening")
    weeks["moments"] = ["waking", "waking", "evening", "evening", "waking", "waking"] + [
        "evening"
    ] * 2
    row = change(verdict="not comparable", baseline_mean=NAN, recent_mean=NAN)
    ax = plot_stiffness(EIGHT_WEEKS, weeks, row)
    assert "weeks rated at different moments of the day are not joined" in legend_words(ax)
    assert len(drawn(ax, "moments change")) == 3


@pytest.mark.parametrize(
    ("verdict", "recent", "colour", "cue"),
    [("lower", 3.5, COLOUR.better, "▼"), ("higher", 8.5, COLOUR.worse, "▲"),
     ("within own variation", 5.0, COLOUR.unclear, ""),
     ("not enough ratings", 1.0, COLOUR.unclear, "")],
)  # fmt: skip
def test_a_verdict_has_a_colour_and_a_cue_that_is_not_colour(
    verdict: str, recent: float, colour: str, cue: str
) -> None:
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, change(verdict=verdict, recent_mean=recent))
    assert to_hex(drawn(ax, "window")[1].get_color()) == colour
    (said,) = [text for text in words(ax, "window label") if "last" in text]
    assert said.split("\n")[0] == f"{recent:.1f} last 4 weeks {cue}".rstrip()


@pytest.mark.parametrize("more_days", [0, 12, 15, 40])
@pytest.mark.parametrize("text_pt", [9.0, 18.0])  # as wide, and as a phone shows it
def test_dates_stand_apart_beside_the_words_of_means(text_pt: float, more_days: int) -> None:
    as_of = EIGHT_WEEKS["date"].max() + pd.Timedelta(days=more_days)
    with style(text_pt=text_pt):
        ax = plot_stiffness(EIGHT_WEEKS, WEEKS, change(), as_of=as_of)
        root_figure(ax).draw_without_rendering()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()]
    assert len(boxes) > 1
    assert all(right.x0 - left.x1 > 2 for left, right in pairwise(boxes))


def test_windows_that_cannot_be_compared_have_no_bar_and_say_so() -> None:
    row = change(verdict="not comparable", baseline_mean=NAN, recent_mean=NAN)
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, row)
    root_figure(ax).draw_without_rendering()
    labels = sorted(drawn(ax, "window label"), key=lambda text: -text.get_window_extent().y0)
    assert [text.get_text() for text in labels] == [
        "first 4 weeks\n22 days rated",
        "last 4 weeks\nnot comparable",
    ]
    assert drawn(ax, "window") == drawn(ax, "window on") == []


@pytest.mark.parametrize(("height_pt", "at_its_mean"), [(120, True), (60, False)])
def test_the_words_of_a_mean_stand_at_it_where_the_height_lets_them(
    height_pt: float, *, at_its_mean: bool
) -> None:
    # Two lines each: 21 points of 8. Means of 3 and 6 are 34 points apart in 120, 17 in 60.
    figure = Figure(figsize=(7, 4))
    ax = figure.add_axes((0.1, 0.3, 0.6, height_pt / (4 * 72)))
    plot_stiffness(EIGHT_WEEKS, WEEKS, change(verdict="lower", recent_mean=3.0), ax=ax, title="")
    set_means_apart(ax, height_pt)
    figure.draw_without_rendering()
    lower, upper = (text.get_window_extent() for text in drawn(ax, "window label"))
    line = ax.transData.transform((0, 6.0))[1]
    assert (abs((upper.y0 + upper.y1) / 2 - line) < 2 * figure.dpi / 72) == at_its_mean
    assert upper.y0 >= lower.y1 - 0.5


def test_a_recent_window_with_too_few_days_has_no_bar_and_says_so() -> None:
    thin = change(
        verdict="not enough ratings", recent_days=2, recent_mean=NAN, last_heard_mean=6.75,
        last_heard_start="2026-06-22", last_heard_end="2026-07-05", is_worse_when_last_heard=True,
    )  # fmt: skip
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, thin)
    said = words(ax, "window label")
    assert "last 4 weeks\n2 days rated: too few" in said
    assert "6.0 first 4 weeks\n22 days rated" in said
    assert "6.8 when last heard ▲\nto 5 Jul 2026" in said
    assert [bar.get_ydata()[0] for bar in drawn(ax, "window")] == [6.0, 6.75]
    assert to_hex(drawn(ax, "window")[1].get_color()) == COLOUR.worse


def test_means_of_one_moment_only_say_which() -> None:
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, change(is_held_to_one_moment=True, moments="evening"))
    assert "6.0 first 4 weeks\n22 days, evening only" in words(ax, "window label")


def test_a_window_with_a_mean_but_too_few_days_for_a_verdict_says_so() -> None:
    thin = change(verdict="not enough ratings", baseline_days=6, own_variation_points=1.5)
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, thin)
    assert sorted(words(ax, "window label")) == [
        "3.5 last 4 weeks\n20 days rated",
        "6.0 first 4 weeks\n6 days rated: too few",
    ]


def test_a_baseline_that_does_not_begin_the_diary_names_its_first_day() -> None:
    ax = plot_stiffness(
        EIGHT_WEEKS, WEEKS, change(baseline_start="2026-05-31", baseline_end="2026-06-27")
    )
    assert "6.0 4 weeks from 31 May\n22 days rated" in words(ax, "window label")
    ax = plot_stiffness(
        EIGHT_WEEKS, WEEKS, change(baseline_start="2025-06-08", baseline_end="2025-07-05")
    )
    assert "6.0 from 8 Jun 2025\n22 days rated" in words(ax, "window label")


def test_nine_days_are_dots_without_means() -> None:
    nine = daily([6, 5, 6, 4, 5, 5, 6, 4, 5], start="2026-11-14")
    weeks = weekly_scores({"2026-11-09": (2, NAN), "2026-11-16": (7, 5.0)})
    without = change(
        baseline_start=None, baseline_end=None, recent_start=None, recent_end=None,
        baseline_mean=NAN, recent_mean=NAN, own_variation_points=NAN,
        verdict="not enough ratings",
    )  # fmt: skip
    ax = plot_stiffness(nine, weeks, without, as_of="2026-11-22")
    assert len(drawn(ax, "days")[0].get_xdata()) == 9
    assert drawn(ax, "weekly means") == drawn(ax, "window") == drawn(ax, "days rated") == []
    assert legend_words(ax) == ["a day"]


def test_silence_up_to_the_day_of_looking_is_seen() -> None:
    ax = plot_stiffness(EIGHT_WEEKS, WEEKS, change(), as_of="2026-09-30")
    assert ax.get_xlim()[1] == day_number(day("2026-10-01"))


def test_events_are_lines_with_a_marker_by_kind_and_their_label() -> None:
    marks = events(
        ("2026-06-10", "appointment", "first visit"), ("2026-07-01", "flare", ""),
        ("2026-07-20", "other", "new desk"), ("2025-01-01", "other", "long ago"),
    )  # fmt: skip
    ax = chart(events=marks)
    at = [line.get_xdata()[0] for line in drawn(ax, "event")]
    assert at == [day_number(day(d)) + 0.5 for d in ("2026-06-10", "2026-07-01", "2026-07-20")]
    assert sorted(words(ax, "mark label")) == ["first visit", "flare", "new desk"]
    markers = [
        drawn(ax, f"event {kind}")[0].get_marker() for kind in ("appointment", "flare", "other")
    ]
    assert len(set(markers)) == 3
    assert {"appointment", "flare", "other"} <= set(legend_words(ax))


def test_a_pause_is_shaded_with_a_hatch_to_its_last_day_and_an_open_one_to_the_end() -> None:
    ax = chart(pauses=pauses(("2026-06-08", "2026-06-14", "flu"), ("2026-07-20", None, "")))
    closed, still = drawn(ax, "pause")
    assert (closed.get_x(), closed.get_width()) == (day_number(day("2026-06-08")), 7)
    assert (still.get_x(), still.get_width()) == (day_number(day("2026-07-20")), 7)
    assert closed.get_hatch()
    assert words(ax, "mark label") == ["paused", "paused: flu"]


def test_more_marks_than_have_room_keep_their_lines_and_are_counted() -> None:
    many = events(*[(f"2026-06-{n:02d}", "other", f"a label of some length, number {n}")
                    for n in range(1, 13)])  # fmt: skip
    ax = chart(events=many)
    shown = len(words(ax, "mark label"))
    assert len(drawn(ax, "event")) == 12
    assert 3 <= shown < 12
    assert f"{12 - shown} more marked without a label" in all_words(ax.figure)


def test_no_ratings_is_a_plain_sentence() -> None:
    ax = plot_stiffness(daily([]), weekly_scores({}))
    assert "No ratings yet." in all_words(ax.figure)
    assert drawn(ax, "days") == []


def test_ratings_straight_after_sessions_alone_are_not_called_none() -> None:
    log = ma.log_from_tables(
        stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4, "moment": "after"}]
    )
    tables = ma.daily_stiffness(log), ma.weekly_stiffness(log), ma.stiffness_change(log)
    _, lower = ma.plot_practice_and_stiffness(ma.weekly_practice(log), *tables)
    for ax in (plot_stiffness(*tables), lower):
        said = " ".join(all_words(ax.figure).split())
        assert "straight after sessions only" in said
        assert "No ratings yet" not in said


def test_tables_of_two_people_are_refused_by_name() -> None:
    both = pd.concat([EIGHT_WEEKS, EIGHT_WEEKS.assign(client="ben")])
    with pytest.raises(ValueError, match="one client, but these tables hold ana and ben"):
        plot_stiffness(both, WEEKS)
    with pytest.raises(ValueError, match="ana and ben"):
        plot_stiffness(EIGHT_WEEKS, WEEKS.assign(client="ben"))


def test_a_given_axes_is_drawn_on_and_gets_no_footer() -> None:
    figure = Figure(figsize=(6, 3))
    mine = figure.add_subplot()
    assert chart(ax=mine, title="") is mine
    assert drawn(mine, "heading") == []
    assert "Self-reported" not in all_words(figure)


def test_a_figure_by_itself_names_definition_window_and_day() -> None:
    said = all_words(chart().figure)
    assert "Self-reported" in said
    assert "a week has a mean from 4 rated days" in said
    assert "1 Jun to 26 Jul 2026. As of 26 Jul 2026." in said


def test_the_tables_stay_as_they_were() -> None:
    tables = [EIGHT_WEEKS, WEEKS, change(), events(("2026-06-10", "other", "x"))]
    copies = [table.copy() for table in tables]
    plot_stiffness(*tables[:3], events=tables[3])
    for table, copy in zip(tables, copies, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_a_later_start_leaves_out_earlier_days_but_keeps_what_they_are_compared_with() -> None:
    ax = chart(start="2026-07-06")
    assert len(drawn(ax, "days")[0].get_xdata()) == 21
    assert len(drawn(ax, "window")) == 1  # the first window's days are not shown
    assert len(words(ax, "window label")) == 2


def test_in_greyscale_the_cues_stay() -> None:
    with style(greyscale=True):
        ax = chart()
    assert any("▼" in text for text in words(ax, "window label"))


# --- months


def monthly(rows: dict[str, tuple[int, float]]) -> pd.DataFrame:
    return weekly_scores(rows).rename(columns={"week_start": "month_start"})


def test_months_are_broken_where_one_has_no_mean_and_the_window_is_framed() -> None:
    table = monthly({"2026-01-01": (20, 5.0), "2026-02-01": (3, NAN), "2026-04-01": (30, 4.0)})
    ax = plot_stiffness_history(table, window=("2026-04-01", "2026-04-30"), as_of="2026-04-30")
    (line,) = drawn(ax, "monthly means")
    np.testing.assert_array_equal(line.get_ydata(), [5.0, NAN, NAN, 4.0])
    assert line.get_xdata()[0] == day_number(day("2026-01-01")) + 15.5
    (frame,) = drawn(ax, "window")
    assert (frame.get_x(), frame.get_width()) == (day_number(day("2026-04-01")), 30)
    assert shows_the_whole_scale(ax.get_ylim())


def test_no_months_is_a_plain_sentence() -> None:
    assert "No ratings yet." in all_words(plot_stiffness_history(monthly({})).figure)


# --- the run chart


def run_chart(**cells: Any) -> pd.DataFrame:
    table = WEEKS.dropna()[["client", "week_start", "score_mean"]]
    usual = {"median": 4.75, "longest_run": 3.0, "longest_run_limit": 6.0, "crossings": 1.0,
             "crossings_limit": 2.0, "signal": True, "signal_direction": "lower",
             "points_off_median": 8}  # fmt: skip
    return table.assign(**usual | cells).astype({"signal": "boolean"})


def test_the_run_chart_draws_its_median_and_breaks_at_missing_weeks() -> None:
    ax = plot_run_chart(run_chart())
    (line,) = drawn(ax, "weekly means")
    assert np.isnan(line.get_ydata()).tolist() == [
        False,
        False,
        True,
        False,
        True,
        False,
        False,
        False,
    ]
    assert drawn(ax, "median")[0].get_ydata()[0] == 4.75
    assert shows_the_whole_scale(ax.get_ylim())


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {},
            "3 weeks (limit 6) and it is crossed 1 time (at least 2 expected). That is a signal, "
            "towards lower scores.",
        ),
        ({"signal_direction": "mixed"}, "That is a signal, in both directions."),
        ({"signal": False, "signal_direction": ""}, "Neither rule signals, which does not show"),
        ({"signal": pd.NA, "longest_run": math.nan}, "8 weekly means off the median, at least 10"),
    ],
)
def test_the_run_chart_says_its_signals_with_their_limits(
    cells: dict[str, Any], sentence: str
) -> None:
    assert sentence in all_words(plot_run_chart(run_chart(**cells)).figure)


def test_a_run_chart_without_weeks_is_a_plain_sentence() -> None:
    ax = plot_run_chart(run_chart().iloc[:0])
    assert "No week has 4 rated days yet." in all_words(ax.figure)


def test_the_small_print_says_that_a_label_holds_letters_that_the_font_lacks() -> None:
    marked = events(("2026-06-10", "other", "\u0e1b\u0e27\u0e14"))
    assert UNPRINTABLE_NOTE in all_words(chart(events=marked).figure)
    assert UNPRINTABLE_NOTE not in all_words(chart(events=marked.assign(label="flare")).figure)


def test_a_band_around_days_that_are_not_shown_says_which_they_are() -> None:
    (*_, said) = legend_words(chart(start="2026-07-06"))
    row = change().iloc[0]
    days = window_words(row["baseline_start"], row["baseline_end"])
    assert row["baseline_end"] < day("2026-07-06")
    assert f"({days}), and around it this diary's own ups and downs" in said
    (*_, near) = legend_words(chart(start="2026-06-10"))
    assert "(" not in near
