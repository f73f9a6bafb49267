"""Hard cases drawn for real: no text lies on another, leaves the page, or is too small to read."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from chart_tables import (
    all_words,
    calendar,
    change,
    daily,
    drawn,
    events,
    faults,
    overall,
    pauses,
    practice,
    weekly,
    weekly_scores,
)
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mobility_analysis.charts import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
    plot_adherence_definitions,
    plot_before_after,
    plot_focus_area_matrix,
    plot_practice_and_stiffness,
    plot_practice_calendar,
    plot_run_chart,
    plot_stiffness,
    plot_stiffness_by_practice,
    plot_stiffness_history,
    plot_weekly_grid,
    style,
)
from mobility_analysis.charts.parts.frame import legends_of
from mobility_analysis.charts.parts.text import LACKING_ON_PAGE, UNPRINTABLE_NOTE
from mobility_analysis.charts.parts.theme import Surroundings, root_figure

LONG = "Seated rotation over a rolled towel with arms folded, no. "  # 60 with its number
MANY = [f"x{n:02d}" for n in range(22)]
NAMES = {exercise: LONG + exercise[1:] for exercise in MANY}
MONDAYS = pd.date_range("2026-05-25", periods=26, freq="7D")
AREAS = ["thoracic extension", "thoracic flexion", "overhead", "spinal length",
         "spinal articulation", "thoracic rotation", "thoracic mobility"]  # fmt: skip
MARKS = events(
    *[
        (str(MONDAYS[n].date()), "appointment", f"a visit with a long label, number {n}")
        for n in (0, 1, 2, 12, 13, 24, 25)
    ]
)
OFF = pauses(("2026-08-03", "2026-08-16", "a long journey through several countries by train"))


def scores(level: float, n_days: int = 182) -> tuple[pd.DataFrame, pd.DataFrame]:
    days = daily([level] * n_days, start="2026-05-25")
    weeks = {str(monday.date()): (7, level) for monday in MONDAYS[: n_days // 7]}
    return days, weekly_scores(weeks)


def two_windows(level: float) -> pd.DataFrame:
    return change(baseline_start="2026-05-25", baseline_end="2026-06-21", baseline_mean=level,
                  recent_start="2026-10-26", recent_end="2026-11-22", recent_mean=level,
                  verdict="within own variation")  # fmt: skip


def stiffness(level: float) -> Axes:
    days, weeks = scores(level)
    return plot_stiffness(
        days, weeks, two_windows(level), events=MARKS, pauses=OFF, as_of="2026-11-22"
    )


def panels() -> Axes:
    days, weeks = scores(4.0)
    rows = practice({str(monday.date()): {} for monday in MONDAYS})
    return plot_practice_and_stiffness(
        rows, days, weeks, two_windows(4.0), events=MARKS, pauses=OFF, as_of="2026-11-22"
    )[0]


def nine_days() -> Axes:
    return plot_stiffness(daily([5.0] * 9, start="2026-11-14"), weekly_scores({}))


def grid() -> Axes:
    table = weekly({"exercise": e, "week_start": monday} for e in MANY for monday in MONDAYS[:3])
    return plot_weekly_grid(table, names=NAMES, beside=dict.fromkeys(MANY, "10 of 12"))


def exercises() -> Axes:
    table = overall({e: {"done": 180, "counted": 140.0, "prescribed": 200.5} for e in MANY})
    return plot_adherence_by_exercise(table, table, names=NAMES)


def areas() -> Axes:
    table = overall({a: {"done": 180, "prescribed": 200.5} for a in AREAS}, key="focus_area")
    trained = {area: [NAMES["x00"]] for area in AREAS[:3]}
    return plot_adherence_by_focus_area(table, table, exercises=trained)


def matrix() -> Axes:
    pairs = pd.DataFrame({"exercise": MANY[:14], "focus_area": AREAS * 2})
    table = overall({e: {"done": 9, "prescribed": 12.0} for e in MANY[:14]})
    by_area = overall({a: {"done": 180, "counted": 140.0, "prescribed": 200.5} for a in AREAS},
                      key="focus_area")  # fmt: skip
    return plot_focus_area_matrix(pairs, table, by_area, names=NAMES, when="last 4 weeks")


def day_states() -> Axes:
    days = pd.date_range("2026-05-25", "2026-11-22")
    states = ("done", "partial", "skipped", "not done", "nothing logged", "paused+")
    rows = {str(date.date()): states[n % 6] for n, date in enumerate(days)}
    return plot_practice_calendar(calendar({"x00": rows}), names=NAMES)


def definitions() -> Axes:
    meaning = "Sessions done of those prescribed, in weeks where both were written down. " * 2
    names = ["adherence", "adherence_uncapped", "adherence_weeks_logged"]
    return plot_adherence_definitions(
        pd.DataFrame({"client": "ana", "definition": names, "adherence": [0.5, 1.4, 0.0],
                      "meaning": meaning})
    )  # fmt: skip


def runs() -> Axes:
    table = weekly_scores({str(monday.date()): (7, 4.0) for monday in MONDAYS}).assign(
        median=4.0, longest_run=9.0, longest_run_limit=8.0, crossings=1.0, crossings_limit=8.0,
        signal=True, signal_direction="mixed",
    )  # fmt: skip
    return plot_run_chart(table)


def sessions() -> Axes:
    row = {"client": "ana", "exercise": None, "n_pairs": 360, "n_better": 120, "n_same": 120,
           "n_worse": 120}  # fmt: skip
    return plot_before_after(pd.DataFrame([row, row | {"exercise": "x00"}]), names=NAMES)


def strips() -> Axes:
    weeks = pd.date_range("2026-05-25", periods=26, freq="7D")
    table = {"client": "ana", "week_start": weeks, "n_days": 7, "score_mean": 5.0}
    return plot_stiffness_by_practice(pd.DataFrame({**table, "is_met": [True, False] * 13}))


def history() -> Axes:
    months = pd.date_range("2018-11-01", "2026-11-01", freq="MS")
    table = weekly_scores({str(month.date()): (25, 4.0) for month in months})
    return plot_stiffness_history(
        table.rename(columns={"week_start": "month_start"}), window=("2026-05-25", "2026-11-22")
    )


CHARTS: dict[str, Callable[[], Axes]] = {
    "all zeros": lambda: stiffness(0.0), "all tens": lambda: stiffness(10.0), "panels": panels,
    "nine days": nine_days, "grid": grid, "exercises": exercises, "areas": areas, "matrix": matrix,
    "calendar": day_states, "definitions": definitions, "runs": runs, "sessions": sessions,
    "strips": strips, "history": history,
}  # fmt: skip


@pytest.mark.parametrize("text_pt", [9, 15])
@pytest.mark.parametrize("name", [*CHARTS])
def test_no_text_lies_on_another_or_leaves_the_figure(name: str, text_pt: float) -> None:
    with style(text_pt=text_pt):
        assert faults(root_figure(CHARTS[name]())) == []


def test_the_search_for_faults_finds_them() -> None:
    figure = Figure(figsize=(2, 2))
    figure.text(0.5, 0.5, "one upon")
    figure.text(0.52, 0.5, "the other", fontsize=6)
    figure.text(0.9, 0.1, "over the edge of the page")
    found = " ".join(faults(figure))
    assert "overlap: one upon / the other" in found
    assert "too small: the other" in found
    assert "outside: over the edge" in found


def test_the_legend_stands_above_the_data() -> None:
    for make in (panels, exercises, grid):
        ax = make()
        ax.figure.draw_without_rendering()
        parts = legends_of(ax)
        assert parts
        for part in parts:
            assert part.get_window_extent().y0 >= ax.get_window_extent().y1


def test_a_name_is_never_cut() -> None:
    ax = exercises()
    for exercise, label in zip(MANY, ax.get_yticklabels(), strict=True):
        assert " ".join(label.get_text().split()) == NAMES[exercise]


THAI = "\u0e41\u0e21\u0e27"


def test_a_picture_and_its_page_say_that_names_of_rows_hold_letters_that_the_font_lacks() -> None:
    table = overall({e: {"done": 9, "prescribed": 12.0} for e in ("x00", "cat")})
    for name, is_said in ((THAI, True), ("Cat", False)):
        around = Surroundings(is_drawn=True)
        with style(around=around):
            ax = plot_adherence_by_exercise(table, table, names=NAMES | {"cat": name})
        assert (UNPRINTABLE_NOTE in all_words(ax.figure)) == is_said
        assert (LACKING_ON_PAGE in around.small_print) == is_said


def test_what_only_a_page_says_needs_no_stand_in_there() -> None:
    table = overall({"x00": {"done": 9, "prescribed": 12.0}})
    around = Surroundings(is_drawn=True)
    with style(around=around):
        ax = plot_adherence_by_exercise(table, table, names=NAMES, title=f"{THAI} leads")
    assert around.title == f"{THAI} leads"
    assert LACKING_ON_PAGE not in around.small_print
    assert THAI not in all_words(ax.figure)
    assert UNPRINTABLE_NOTE in all_words(ax.figure)


def test_words_in_place_of_a_bar_take_two_lines_beside_short_ones() -> None:
    rows = {"x00": {"done": 9, "prescribed": 12.0}, "x01": {"done": 115, "band": "as needed"}}
    table = overall(rows)
    names = {"x00": "Bench Thoracic Spine", "x01": "Foam Roller with Overpressure"}
    with style(text_pt=18):
        ax = plot_adherence_by_exercise(table, table, names=names)
    (said,) = [text for text in ax.texts if text.get_gid() == "words instead of a bar"]
    assert said.get_text() == "115 done,\nas needed"


def test_a_name_of_two_lines_takes_two_lines_and_one_of_sixty_letters_no_more() -> None:
    table = overall({e: {"done": 9, "prescribed": 12.0} for e in ("x00", "roller")})
    names = NAMES | {"roller": "Foam Roller with Overpressure"}
    ax = plot_adherence_by_exercise(table, names=names)
    assert [label.get_text().count("\n") for label in ax.get_yticklabels()] == [1, 1]


def test_the_same_tables_give_the_same_picture() -> None:
    from io import BytesIO

    pictures = []
    for _ in range(2):
        with style(), BytesIO() as picture:
            root_figure(panels()).savefig(picture, format="svg", metadata={"Date": None})
            pictures.append(picture.getvalue())
    assert pictures[0] == pictures[1]
    assert b"Counted of" in pictures[0]  # text stays text


def test_a_low_panel_of_a_page_keeps_its_scale_with_fewer_ticks() -> None:
    figure = Figure(figsize=(8.27, 11.69))
    low = figure.add_axes((0.3, 0.5, 0.4, 0.06))
    days, weeks = scores(4.0)
    plot_stiffness(days, weeks, ax=low, title="")
    assert low.get_yticks().tolist() == [0, 5, 10]
    assert len(drawn(low, "days rated")) == 26
