"""What a designer asks of every chart: a slide's shape, no label turned, one mark one meaning."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations, pairwise

import matplotlib as mpl
import pandas as pd
import pytest
from chart_tables import (
    all_words,
    calendar,
    change,
    daily,
    drawn,
    faults,
    legend_words,
    overall,
    practice,
    weekly_scores,
    words,
)
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import mobility_analysis as ma
from mobility_analysis.charts import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
    plot_before_after,
    plot_focus_area_matrix,
    plot_practice_and_stiffness,
    plot_practice_calendar,
    plot_stiffness,
    plot_weekly_grid,
    style,
)
from mobility_analysis.charts.parts import marks
from mobility_analysis.charts.parts.dark import in_the_dark, with_dark_mode
from mobility_analysis.charts.parts.palette import COLOUR, GREY
from mobility_analysis.charts.parts.theme import root_figure, shade, words_on
from mobility_analysis.log import MobilityLog
from mobility_analysis.report.figure_files import drawn as drawn_figure
from mobility_analysis.report.figures import client_figures
from mobility_analysis.report.folder.pages import FIGURE_SIZES
from mobility_analysis.report.svg import svg_of
from mobility_analysis.sample.bundled import bundled_sample
from tests.page_logs import contents_of_variant

SLIDE = FIGURE_SIZES["slide"]
MANY = {f"x{n:02}": {"done": n, "prescribed": 22.0} for n in range(22)}
VARIANTS = ["nine days", "26 weeks", "no programme", "all at once"]


def figures_of(name: str, **look: float | None) -> Iterator[tuple[str, Figure]]:
    """Draw every figure of a log."""
    for figure in client_figures(contents_of_variant(name)):
        with drawn_figure(figure, **look) as sheet:  # type: ignore[arg-type]
            yield figure.name, sheet


# --- a slide


@pytest.mark.parametrize("name", VARIANTS)
def test_every_slide_is_sixteen_to_nine(name: str) -> None:
    look = {"text_pt": SLIDE.text_pt, "width_in": SLIDE.width_in, "height_in": SLIDE.fixed_in}
    for figure, sheet in figures_of(name, **look):
        wide, high = sheet.get_size_inches()
        assert wide / high == pytest.approx(16 / 9), figure


def test_a_slide_leaves_out_the_least_done_and_says_how_many_and_which() -> None:
    table = overall(MANY)
    with style(text_pt=14, width_in=12, height_in=6.75):
        ax = plot_adherence_by_exercise(table, table)
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert 5 <= len(shown) < 22
    # all have 22 prescribed, so that the most done stay, in the order of the table
    assert shown == [f"x{n:02}" for n in range(22 - len(shown), 22)]
    said = " ".join(all_words(root_figure(ax)).split())
    left = f"And {22 - len(shown)} more exercises, those with the fewest sessions prescribed"
    assert left in said
    assert "see the table" in said


def test_without_a_stated_height_nothing_is_left_out() -> None:
    ax = plot_adherence_by_exercise(overall(MANY))
    assert len(ax.get_yticklabels()) == 22
    assert "see the table" not in all_words(root_figure(ax))


# --- no label turned, none lost


@pytest.mark.parametrize("name", VARIANTS)
def test_no_words_are_turned_but_along_an_axis_of_values(name: str) -> None:
    for figure, sheet in figures_of(name, text_pt=18.0):
        for ax in sheet.axes:
            along = {ax.yaxis.label}
            texts = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
            turned = [t.get_text() for t in texts if t not in along and t.get_rotation() % 180]
            assert turned == [], figure


LONG = "an area of the body whose name has sixty letters or a few more"


def matrix(*areas: str) -> Axes:
    pairs = pd.DataFrame([("x", area) for area in areas], columns=["exercise", "focus_area"])
    by_area = overall({area: {"done": 10, "prescribed": 12.0} for area in areas}, "focus_area")
    return plot_focus_area_matrix(pairs, overall({"x": {"done": 1, "prescribed": 4.0}}), by_area)


def test_one_long_name_is_cut_alone_and_stands_whole_in_the_note() -> None:
    short = [f"rather long area {n}" for n in range(9)]
    ax = matrix(LONG, *short)
    names = [" ".join(text.split()) for text in words(ax, "area")]
    assert [name for name in names if name.endswith("…")] == [names[0]]
    assert names[1:] == short
    assert LONG in " ".join(all_words(root_figure(ax)).split())
    assert faults(root_figure(ax)) == []


def test_columns_too_narrow_for_words_are_numbered_and_named_in_the_note() -> None:
    ax = matrix(*[f"area-{n:02}" for n in range(30)])
    assert words(ax, "area") == [str(n) for n in range(1, 31)]
    assert "1 area-00, 2 area-01" in " ".join(all_words(root_figure(ax)).split())


def test_areas_with_room_stand_on_one_level() -> None:
    ax = matrix("neck", "legs")
    rises = {text.xyann[1] for text in ax.texts if text.get_gid() == "area"}
    assert len(rises) == 1


# --- one mark, one meaning; none without use


def test_a_hatch_has_one_meaning() -> None:
    hatches = [value for name, value in vars(marks).items() if name.endswith("_HATCH")]
    assert len(hatches) >= 5
    for one, other in combinations(hatches, 2):
        assert set(one) != set(other)


def test_every_hatch_of_a_chart_is_one_of_them() -> None:
    known = {value for name, value in vars(marks).items() if name.endswith("_HATCH")}
    for name in VARIANTS:
        for figure, sheet in figures_of(name):
            for ax in sheet.axes:
                found = {patch.get_hatch() for patch in [*ax.patches, *ax.collections]} - {None}
                assert found <= known, figure


def pairs_of(*rows: tuple[str | None, int, int, int]) -> pd.DataFrame:
    names = ["exercise", "n_better", "n_same", "n_worse"]
    table = pd.DataFrame(rows, columns=names).assign(client="ana")
    return table.assign(n_pairs=table[names[1:]].sum(axis=1))


def test_what_no_bar_has_stands_in_no_legend() -> None:
    assert legend_words(plot_before_after(pairs_of((None, 3, 2, 0)))) == ["lower after", "the same"]
    assert legend_words(plot_before_after(pairs_of((None, 0, 0, 2)))) == ["higher after"]


def test_unknown_is_explained_only_where_something_is() -> None:
    areas = pd.DataFrame([("x", "neck")], columns=["exercise", "focus_area"])
    known = plot_focus_area_matrix(areas, overall({"x": {"done": 1, "prescribed": 4.0}}))
    assert "nknown" not in all_words(root_figure(known))
    never = overall({"x": {"prescribed": 4.0, "counted": math.nan, "band": "unknown"}})
    unknown = all_words(root_figure(plot_focus_area_matrix(areas, never)))
    assert "Unknown: sessions were never logged." in unknown


def test_no_weekly_mean_stands_in_the_legend_where_no_week_has_one() -> None:
    two = daily([5.0, math.nan, math.nan, 4.0] * 14)
    none = weekly_scores({"2026-06-01": (2, math.nan), "2026-06-08": (2, math.nan)})
    assert not any("mean of a week" in text for text in legend_words(plot_stiffness(two, none)))
    some = weekly_scores({"2026-06-01": (7, 5.0), "2026-06-08": (2, math.nan)})
    assert any("mean of a week" in text for text in legend_words(plot_stiffness(two, some)))


def test_small_print_of_the_calendar_explains_only_states_that_are_drawn() -> None:
    all_done = calendar({"a": {"2026-06-01": "done", "2026-06-02": "done"}})
    said = all_words(root_figure(plot_practice_calendar(all_done)))
    assert "Not done:" not in said
    assert "Nothing logged:" not in said
    silent = calendar({"a": {"2026-06-01": "done", "2026-06-02": "nothing logged"}})
    assert "Nothing logged:" in all_words(root_figure(plot_practice_calendar(silent)))


# --- the same said once


def test_pairs_of_a_single_exercise_are_drawn_once_by_its_name() -> None:
    ax = plot_before_after(pairs_of((None, 3, 2, 1), ("roller", 3, 2, 1)))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["roller"]
    assert words(ax, "counts") == ["3 lower, 2 same, 1 higher"]


def test_all_pairs_stay_where_some_name_no_exercise_or_several_have_pairs() -> None:
    some = plot_before_after(pairs_of((None, 4, 2, 1), ("roller", 3, 2, 1)))
    assert [label.get_text() for label in some.get_yticklabels()] == ["All pairs", "roller"]
    two = plot_before_after(pairs_of((None, 4, 2, 1), ("a", 3, 2, 1), ("b", 1, 0, 0)))
    assert len(two.get_yticklabels()) == 3


# --- days and weeks


def test_a_day_of_four_exercises_is_darker_than_one_of_one() -> None:
    days = {"2026-06-01": "done", "2026-06-02": "done"}
    one = {"2026-06-01": "done", "2026-06-02": "not done"}
    ax = plot_practice_calendar(calendar({"a": days, "b": one, "c": one, "d": one}))
    (cells,) = drawn(ax, "done")
    four, single = (tuple(colour[:3]) for colour in cells.get_facecolors())
    assert sum(four) < sum(single) < 3.0 - 0.3  # and one is not white
    assert legend_words(ax)[:2] == ["1 done", "4 done"]


def test_days_of_one_exercise_all_look_alike() -> None:
    table = calendar({"a": {"2026-06-01": "done", "2026-06-02": "done"}})
    ax = plot_practice_calendar(table, exercise="a")
    (cells,) = drawn(ax, "done")
    assert len({tuple(colour) for colour in cells.get_facecolors()}) == 1
    assert legend_words(ax) == ["done"]


def test_weeks_that_have_not_come_yet_carry_no_0() -> None:
    # rated in the first two weeks of June, looked at on the 14th, shown to the end of August
    scores = daily([5.0] * 14)
    weeks = weekly_scores({"2026-06-01": (7, 5.0), "2026-06-08": (7, 5.0)})
    done = practice({"2026-06-01": {"done": 6, "counted": 6.0}})
    beyond = {"as_of": "2026-06-14", "end": "2026-08-30"}
    _, lower = plot_practice_and_stiffness(done, scores, weeks, None, **beyond)
    assert words(lower, "days rated") == ["7", "7"]
    _, silent = plot_practice_and_stiffness(done, scores, weeks, None, end="2026-06-28")
    assert words(silent, "days rated") == ["7", "7", "0", "0"]  # these have come


# --- two charts beside each other


def _exercises(ax: Axes) -> None:
    table = overall({"Foam Roller with Overpressure": {"done": 9, "prescribed": 12.0},
                     "Bear Rolls": {"done": 55, "prescribed": 78.0}})  # fmt: skip
    plot_adherence_by_exercise(table, table, ax=ax)


def _areas(ax: Axes) -> None:
    table = overall({"general upper-back mobility": {"done": 9, "prescribed": 12.0},
                     "overhead": {"done": 118, "prescribed": 156.0}}, "focus_area")  # fmt: skip
    plot_adherence_by_focus_area(table, table, ax=ax)


def _stiffness(ax: Axes) -> None:
    weeks = weekly_scores({"2026-06-01": (7, 5.0), "2026-06-08": (7, 5.0)})
    plot_stiffness(daily([5.0] * 56), weeks, change(), ax=ax)


def _days(ax: Axes) -> None:
    plot_practice_calendar(calendar({"a": {"2026-06-01": "done", "2026-06-02": "done"}}), ax=ax)


@pytest.mark.parametrize(
    ("left", "right"), list(pairwise([_stiffness, _exercises, _areas, _days, _stiffness]))
)
def test_two_charts_side_by_side_do_not_collide(
    left: Callable[[Axes], None], right: Callable[[Axes], None]
) -> None:
    figure, (one, other) = plt.subplots(1, 2, figsize=(11, 5))
    left(one)
    right(other)
    figure.draw_without_rendering()
    first, second = one.get_tightbbox(), other.get_tightbbox()
    assert first is not None
    assert second is not None
    assert first.x1 <= second.x0
    assert first.x0 >= 0
    assert second.x1 <= figure.bbox.x1
    assert faults(figure) == []


SMALL: dict[str, Callable[[MobilityLog, Axes], object]] = {
    "exercises": lambda log, ax: plot_adherence_by_exercise(
        ma.overall_adherence(log), names=ma.exercise_names(log), ax=ax),
    "areas": lambda log, ax: plot_adherence_by_focus_area(
        ma.overall_adherence(log, by="focus_area"), ax=ax),
    "stiffness": lambda log, ax: plot_stiffness(
        ma.daily_stiffness(log), ma.weekly_stiffness(log), ma.stiffness_change(log), ax=ax),
}  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "size"),
    [
        *((*pair, (6.4, 4.8)) for pair in pairwise([*SMALL, "exercises"])),
        ("exercises", "areas", (6.0, 4.0)),
    ],
)
def test_no_name_and_no_mean_stands_on_another_in_a_small_figure(
    left: str, right: str, size: tuple[float, float]
) -> None:
    """Of the size that matplotlib gives to a figure of which nothing is said, and a smaller one."""
    log = ma.load_log(bundled_sample())["Farid M"]
    figure, (one, other) = plt.subplots(1, 2, figsize=size)
    SMALL[left](log, one)
    SMALL[right](log, other)
    figure.draw_without_rendering()
    for ax in (one, other):
        names = [label for label in ax.get_yticklabels() if label.get_text()]
        means = [text for text in ax.texts if text.get_gid() == "window label"]
        for texts in (names, means):
            boxes = sorted((text.get_window_extent() for text in texts), key=lambda box: box.y0)
            assert all(low.y1 <= high.y0 + 0.5 for low, high in pairwise(boxes))
    assert one.get_tightbbox().x1 <= other.get_tightbbox().x0  # type: ignore[union-attr]


@cache
def _amira() -> MobilityLog:
    return ma.load_log(bundled_sample())["Amira K"]


OTHERS: dict[str, Callable[[MobilityLog, Axes], object]] = {
    "weeks": lambda log, ax: ma.plot_weekly_grid(
        ma.weekly_adherence(log), names=ma.exercise_names(log), ax=ax),
    "run chart": lambda log, ax: ma.plot_run_chart(ma.stiffness_run_chart(log), ax=ax),
    "definitions": lambda log, ax: ma.plot_adherence_definitions(
        ma.adherence_definitions(log), ax=ax),
    "before and after": lambda log, ax: ma.plot_before_after(
        ma.before_after_sessions(log), names=ma.exercise_names(log), ax=ax),
    "strips": lambda log, ax: ma.plot_stiffness_by_practice(
        ma.weekly_practice_and_stiffness(log), ax=ax),
    "own": lambda log, ax: ax.plot(
        "date", "score_mean", "o", data=ma.daily_stiffness(log)),
}  # fmt: skip


@pytest.mark.parametrize(("left", "right"), list(pairwise([*OTHERS, "weeks"])))
def test_a_log_of_many_weeks_does_not_collide_with_what_stands_beside(
    left: str, right: str
) -> None:
    """As README shows it, each chart of one log beside another, or beside one's own."""
    figure, (one, other) = plt.subplots(1, 2, figsize=(14, 5), layout="constrained")
    OTHERS[left](_amira(), one)
    OTHERS[right](_amira(), other)
    figure.draw_without_rendering()
    first, second = one.get_tightbbox(), other.get_tightbbox()
    assert first is not None
    assert second is not None
    assert first.x1 <= second.x0
    assert first.x0 >= 0
    assert second.x1 <= figure.bbox.x1
    assert min(first.width, second.width) > figure.bbox.width / 4


def test_a_layout_and_margins_that_a_user_chose_stay() -> None:
    figure, (one, _) = plt.subplots(1, 2, layout="tight")
    chosen = figure.get_layout_engine()
    _days(one)
    assert figure.get_layout_engine() is chosen
    by_hand, (first, _) = plt.subplots(1, 2, gridspec_kw={"left": 0.3})
    by_hand.subplots_adjust(left=0.3)
    _days(first)
    assert by_hand.get_layout_engine() is None
    placed = plt.figure().add_axes((0.2, 0.2, 0.5, 0.5))
    _days(placed)
    assert placed.get_position().bounds == pytest.approx((0.2, 0.2, 0.5, 0.5))


# --- dark pages


def _contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.1), written again."""

    def light(colour: str) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
                 for c in mpl.colors.to_rgb(colour)]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, bright = sorted((light(one) + 0.05, light(other) + 0.05))
    return bright / dark


def test_words_are_read_on_a_dark_page_and_on_every_shade() -> None:
    with style():
        shades = [shade(n / 40) for n in range(41)]
        for ground in shades:
            assert _contrast(in_the_dark(ground), in_the_dark(words_on(ground))) >= 4.5
        for ink in (COLOUR.ink, COLOUR.quiet, COLOUR.better, COLOUR.worse, COLOUR.unclear):
            assert _contrast(in_the_dark(ink), in_the_dark(COLOUR.paper)) >= 4.5
    lightness = [_contrast(in_the_dark(ground), "#000000") for ground in shades]
    assert lightness == sorted(lightness)  # the more was done, the brighter


@pytest.mark.parametrize("name", ["26 weeks", "no programme"])
def test_every_colour_of_a_chart_has_its_dark_one(name: str) -> None:
    for figure in client_figures(contents_of_variant(name)):
        with drawn_figure(figure) as sheet:
            svg = svg_of(sheet, title="t", alt="a")
        colours = {colour.decode() for colour in re.findall(rb"#[0-9a-f]{6}\b", svg)}
        assert [colour for colour in colours if not in_the_dark(colour)] == [], figure.name
        dark = with_dark_mode(svg)
        assert dark.count(b"<svg") == 1
        assert len(dark) < 1.2 * len(svg) + 2000


def test_a_picture_in_greys_stays_as_it_is() -> None:
    (figure, *_) = client_figures(contents_of_variant("26 weeks"))
    with drawn_figure(figure, greyscale=True) as sheet:
        svg = svg_of(sheet, title="t", alt="a")
    assert with_dark_mode(svg) == svg


def test_a_grid_on_a_slide_says_what_it_leaves_out() -> None:
    contents = contents_of_variant("22 exercises")
    with style(text_pt=14, width_in=12, height_in=6.75):
        ax = plot_weekly_grid(contents.adherence_weekly, as_of=contents.as_of)
    shown = len(ax.get_yticklabels())
    assert f"And {22 - shown} more exercises" in all_words(root_figure(ax))


def test_words_without_a_bar_stand_at_the_right_where_they_would_break() -> None:
    log = ma.load_log(bundled_sample())["Amira K"]
    areas = ma.overall_adherence(log, by="focus_area")
    for text_pt, at_right in ((9, False), (18, True)):
        with style(text_pt=text_pt):
            ax = ma.plot_adherence_by_focus_area(areas)
        said = [t for t in ax.texts if t.get_gid() == "words instead of a bar"]
        assert [t.get_text() for t in said] == ["15 done, as needed", "not prescribed"]
        assert [t.xy[0] for t in said] == [float(at_right)] * 2


def test_a_picture_without_ink_is_dark_on_a_dark_page_and_one_in_greys_is_not() -> None:
    quiet = f'<svg><path style="fill: {COLOUR.paper}"/><path style="fill: {COLOUR.quiet}"/></svg>'
    assert b"fill:#14181d" in with_dark_mode(quiet.encode())
    greys = f'<svg><path style="fill: {GREY.paper}"/><path style="fill: {GREY.quiet}"/></svg>'
    assert with_dark_mode(greys.encode()) == greys.encode()
