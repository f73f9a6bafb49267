"""Charts of one row a name: bars of their length, counts beside them, words for no bar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from chart_tables import NAN, all_words, drawn, legend_words, overall, shows_the_whole_scale, words
from matplotlib.axes import Axes

from mobility_analysis.charts import (
    plot_adherence_by_exercise,
    plot_adherence_by_focus_area,
    plot_adherence_definitions,
    plot_before_after,
    plot_focus_area_matrix,
    plot_stiffness_by_practice,
    style,
)

WHOLE = overall(
    {
        "bear-rolls": {"done": 12, "counted": 9.0, "prescribed": 12.0},  # 6, 0, 3, 3 of 3 a week
        "down-dog": {"done": 40, "prescribed": 48.0},
        "roller": {"done": 0, "prescribed": 24.0, "band": "none"},
        "opener": {"done": 5, "band": "as needed"},
    }
)
RECENT = overall(
    {
        "bear-rolls": {"done": 1, "prescribed": 4.0},
        "down-dog": {"done": 0, "prescribed": 8.0, "band": "none"},
        "opener": {"done": 2, "band": "as needed"},
    }
)
NAMES = {"bear-rolls": "Bear Rolls", "down-dog": "Down Dog"}


def lengths(ax: Axes, gid: str) -> list[float]:
    return [bar.get_width() for bar in drawn(ax, gid)]


def test_a_bar_is_as_long_as_its_share_and_the_counts_stand_beside_it() -> None:
    ax = plot_adherence_by_exercise(WHOLE, RECENT, names=NAMES)
    assert lengths(ax, "whole") == [0.75, 40 / 48, 0.0]
    assert lengths(ax, "recent") == [0.25, 0.0]
    assert words(ax, "words") == [
        "1 of 4", "9 of 12, 3 more", "0 of 8", "40 of 48", "0 of 24",
    ]  # fmt: skip
    assert ax.get_xlim() == (0, 1)
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Bear Rolls", "Down Dog"]


def test_none_done_is_a_mark_on_the_axis_and_not_prescribed_is_words() -> None:
    ax = plot_adherence_by_exercise(WHOLE, RECENT)
    marks = sorted(line.get_ydata()[0] for line in drawn(ax, "none done"))
    assert marks == pytest.approx([1 - 0.21 - 0.18, 2 + 0.21 - 0.18])  # rows 1 (recent) and 2
    assert words(ax, "words instead of a bar") == ["not prescribed", "5 done, as needed"]


def test_the_last_weeks_and_the_whole_are_told_apart_without_colour() -> None:
    ax = plot_adherence_by_exercise(WHOLE, RECENT)
    recent, whole = drawn(ax, "recent")[0], drawn(ax, "whole")[0]
    assert np.mean(recent.get_facecolor()[:3]) < 0.5 < np.mean(whole.get_facecolor()[:3])
    assert recent.get_y() < whole.get_y()
    assert legend_words(ax) == ["last 4 weeks", "whole time"]


def test_the_threshold_is_dashed_and_named() -> None:
    ax = plot_adherence_by_exercise(WHOLE, threshold=0.7)
    (line,) = drawn(ax, "threshold")
    assert line.get_xdata()[0] == 0.7
    assert "70 %" in [label.get_text() for label in ax.get_xticklabels()]


def test_who_never_logged_a_session_has_no_bar_of_nought() -> None:
    unknown = overall({"down-dog": {"done": 0, "prescribed": 24.0, "counted": 0.0,
                                    "adherence": NAN, "band": "unknown"}})  # fmt: skip
    ax = plot_adherence_by_exercise(unknown)
    assert drawn(ax, "none done") == drawn(ax, "whole") == drawn(ax, "threshold") == []
    assert words(ax, "words instead of a bar") == [
        "sessions were never logged: practice is unknown"
    ]


def test_without_a_programme_the_bars_are_sessions_done() -> None:
    free = overall(
        {name: {"done": done, "band": "no programme"} for name, done in (("walk", 20), ("yoga", 5))}
    )
    ax = plot_adherence_by_exercise(free)
    assert lengths(ax, "whole") == [1.0, 0.25]
    assert words(ax, "words") == ["20", "5"]
    assert "Whole time: 25 sessions done" in all_words(ax.figure)
    assert drawn(ax, "threshold") == []
    assert ax.get_xticks().tolist() == []


def test_the_order_of_the_table_is_kept() -> None:
    backwards = WHOLE.iloc[::-1]
    ax = plot_adherence_by_exercise(backwards)
    assert [label.get_text() for label in ax.get_yticklabels()] == [*backwards["exercise"]]


def test_no_exercises_is_a_plain_sentence() -> None:
    ax = plot_adherence_by_exercise(WHOLE.iloc[:0])
    assert "Nothing prescribed and no sessions yet." in all_words(ax.figure)


def test_tables_of_two_people_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="is about one client, but these tables hold ana and ben"):
        plot_adherence_by_exercise(WHOLE, RECENT.assign(client="ben"))


# --- focus areas

AREAS = overall(
    {
        "overhead": {"done": 9, "prescribed": 12.0},
        "neck": {"done": 0, "band": "not prescribed"},
        "thoracic extension": {"done": 20, "prescribed": 24.0},
    },
    key="focus_area",
)
TRAINED_BY = {"overhead": ["Overhead Opener"], "thoracic extension": ["Overhead Opener", "Bench"]}


def test_areas_overlap_and_the_chart_says_so() -> None:
    ax = plot_adherence_by_focus_area(AREAS, exercises=TRAINED_BY)
    assert "Areas overlap" in all_words(ax.figure)
    assert "do not add up" in all_words(ax.figure)


def test_every_area_that_is_trained_has_its_bar_with_its_only_exercise_under_its_name() -> None:
    ax = plot_adherence_by_focus_area(AREAS, AREAS, exercises=TRAINED_BY)
    assert lengths(ax, "whole") == lengths(ax, "recent") == [9 / 12, 20 / 24]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["overhead\nonly Overhead Opener", "thoracic extension", "neck"]
    assert words(ax, "words instead of a bar") == ["not prescribed"]


def test_no_words_cross_the_threshold_where_a_bar_would_be() -> None:
    never = {"done": 0, "band": "not prescribed"}
    free = {"prescribed": NAN, "done": 1234, "band": "as needed"}
    table = overall({"a": {"done": 9, "prescribed": 12.0}, "b": free, "c": never}, "focus_area")
    with style(text_pt=15):
        ax = plot_adherence_by_focus_area(table)
        ax.figure.draw_without_rendering()
        (line,) = drawn(ax, "threshold")
        at = ax.transData.transform((line.get_xdata()[0], 0))[0]
        said = [text for text in ax.texts if text.get_gid() == "words instead of a bar"]
        assert len(said) == 2
        assert all(text.get_window_extent().x1 < at for text in said)


def test_areas_with_a_bar_come_first_and_what_nothing_trains_comes_last() -> None:
    ax = plot_adherence_by_focus_area(AREAS, exercises=TRAINED_BY)
    names = [label.get_text().split("\n")[0] for label in ax.get_yticklabels()]
    assert names == ["overhead", "thoracic extension", "neck"]


# --- exercise by area


def test_the_matrix_has_a_dot_where_an_exercise_trains_an_area() -> None:
    pairs = pd.DataFrame(
        [("bear-rolls", "rotation"), ("down-dog", "length"), ("opener", "length"), ("x", "neck")],
        columns=["exercise", "focus_area"],
    )
    by_area = overall({"length": {"done": 42, "prescribed": 48.0}}, key="focus_area")
    recent = overall({"bear-rolls": {"done": 0, "prescribed": 4.0, "band": "none"},
                      "down-dog": {"done": 3, "prescribed": 4.0}})  # fmt: skip
    ax = plot_focus_area_matrix(pairs, recent, by_area)
    (filled,), (rings,) = drawn(ax, "trains"), drawn(ax, "none done")
    # areas across: length 0, neck 1, rotation 2; exercises down: bear-rolls 0, down-dog 1
    assert list(zip(filled.get_xdata(), filled.get_ydata(), strict=True)) == [(0, 1)]
    assert list(zip(rings.get_xdata(), rings.get_ydata(), strict=True)) == [(2, 0)]
    assert [box.get_x() for box in drawn(ax, "not trained")] == [1 - 0.45]
    assert words(ax, "words") == ["0 of 4", "3 of 4"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["42 of 48", "", ""]
    assert "do not add up" in all_words(ax.figure)


def test_an_empty_matrix_is_a_plain_sentence() -> None:
    pairs = pd.DataFrame({"exercise": pd.Series(dtype="str"), "focus_area": pd.Series(dtype="str")})
    assert "No exercises" in all_words(plot_focus_area_matrix(pairs).figure)


# --- definitions


def definitions(*ratios: float) -> pd.DataFrame:
    names = ["adherence", "adherence_uncapped", "weeks_met"]
    return pd.DataFrame(
        {"client": "ana", "definition": names, "adherence": ratios,
         "meaning": [f"meaning of {name}" for name in names]}
    )  # fmt: skip


def test_each_definition_has_its_bar_its_percentage_and_its_meaning() -> None:
    ax = plot_adherence_definitions(definitions(0.796, 1.25, NAN))
    assert lengths(ax, "definition") == [0.796, 1.25]
    assert words(ax, "percent") == ["79 %", "125 %", "cannot be told from this log"]
    assert words(ax, "meaning")[2] == "meaning of weeks_met"
    assert ax.get_xlim() == (0, 1.25)  # no bar is cut off at 100 %


def test_no_definition_that_can_be_told_is_a_plain_sentence() -> None:
    assert "No adherence to compare" in all_words(
        plot_adherence_definitions(definitions(NAN, NAN, NAN)).figure
    )


# --- before and after


def before_after(**counts: Any) -> pd.DataFrame:
    row = {
        "client": "ana",
        "exercise": None,
        "n_pairs": 6,
        "n_better": 3,
        "n_same": 1,
        "n_worse": 2,
    }
    return pd.DataFrame([row | counts, row | {"exercise": "down-dog", "n_pairs": 2, "n_better": 2,
                                              "n_same": 0, "n_worse": 0}])  # fmt: skip


def test_better_same_and_worse_are_counts_end_to_end() -> None:
    ax = plot_before_after(before_after(), names=NAMES)
    parts = {gid: [(b.get_x(), b.get_width()) for b in drawn(ax, gid)] for gid in
             ("n_better", "n_same", "n_worse")}  # fmt: skip
    assert parts == {"n_better": [(0, 3), (0, 2)], "n_same": [(3, 1)], "n_worse": [(4, 2)]}
    assert words(ax, "counts") == ["3 lower, 1 same, 2 higher", "2 lower, 0 same, 0 higher"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["All pairs", "Down Dog"]


def test_worse_is_hatched_and_better_is_not() -> None:
    ax = plot_before_after(before_after())
    assert drawn(ax, "n_worse")[0].get_hatch()
    assert drawn(ax, "n_better")[0].get_hatch() is None
    assert np.mean(drawn(ax, "n_better")[0].get_facecolor()[:3]) < 0.5


def test_no_pairs_is_a_plain_sentence() -> None:
    empty = before_after(n_pairs=0, n_better=0, n_same=0, n_worse=0).iloc[:1]
    assert "No ratings before and after a session yet." in all_words(
        plot_before_after(empty).figure
    )


# --- two strips of dots


def paired(met: list[float], unmet: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"client": "ana", "week_start": pd.Timestamp("2026-06-01"), "n_days": 4,
         "score_mean": [*met, *unmet],
         "is_met": [True] * len(met) + [False] * len(unmet)}
    )  # fmt: skip


def test_every_week_is_a_dot_at_its_mean_in_its_strip_with_their_number() -> None:
    ax = plot_stiffness_by_practice(paired([4.0, 3.0], [5.0, 6.0, 6.0]))
    (met,), (unmet,) = drawn(ax, "met"), drawn(ax, "not met")
    assert met.get_xdata().tolist() == [3.0, 4.0]
    assert unmet.get_xdata().tolist() == [5.0, 6.0, 6.0]
    assert met.get_marker() != unmet.get_marker()
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "80 % or more done\n2 weeks", "under 80 % done\n3 weeks",
    ]  # fmt: skip
    assert "the week after" in ax.get_xlabel()
    assert "lower is better" in ax.get_xlabel()
    assert shows_the_whole_scale(ax.get_xlim())


def test_equal_means_are_heaped_and_none_leaves_its_strip() -> None:
    ax = plot_stiffness_by_practice(paired([5.0] * 40, [2.0]))
    assert [bar.get_x() for bar in drawn(ax, "met")] == [5.03]  # one bar: half a point from 5
    assert words(ax, "weeks") == ["40", "1"]
    few = plot_stiffness_by_practice(paired([5.0] * 9, [2.0]))
    heights = drawn(few, "met")[0].get_ydata()
    assert len(set(heights.round(6))) == 9
    assert np.abs(heights).max() < 0.5


def test_a_strip_without_weeks_says_so_and_no_weeks_at_all_is_a_plain_sentence() -> None:
    assert "no such week" in all_words(plot_stiffness_by_practice(paired([], [5.0])).figure)
    empty = plot_stiffness_by_practice(paired([], []).astype({"score_mean": "float64"}))
    assert "No week with sessions prescribed has a rated week" in all_words(empty.figure)


def _areas(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["exercise", "focus_area"])


@pytest.mark.parametrize(
    ("cells", "under"),
    [
        ({"done": 1543, "band": "no programme"}, "1,543 done"),
        ({"done": 1543, "band": "as needed"}, "1,543 done"),
        ({"done": 1200, "prescribed": 2400.0, "counted": 1000.0}, "1,000 of 2,400"),
        ({"done": 12, "prescribed": 2400.0}, "12 of 2,400"),
    ],
)
def test_a_count_under_an_area_is_not_cut_at_its_comma(cells: dict[str, Any], under: str) -> None:
    ax = plot_focus_area_matrix(
        _areas([("walk", "legs")]), overall({"walk": cells}), overall({"legs": cells}, "focus_area")
    )
    [label] = [" ".join(text.get_text().split()) for text in ax.get_xticklabels()]
    assert label == under


def test_without_a_programme_only_areas_that_are_practised_have_a_column() -> None:
    free = {"done": 4, "band": "no programme"}
    areas = overall({"legs": free, "hips": {"done": 0, "band": "no programme"}}, "focus_area")
    ax = plot_focus_area_matrix(
        _areas([("walk", "legs"), ("bridge", "hips")]), overall({"walk": free}), areas
    )
    assert words(ax, "area") == ["legs"]
    assert not [entry for entry in legend_words(ax) if entry.startswith("nothing")]
    assert "nothing was prescribed" in all_words(ax.figure)
    assert "of those prescribed" not in all_words(ax.figure)


@pytest.mark.parametrize("band", ["no programme", "as needed"])
def test_without_a_number_prescribed_bars_are_sessions_and_0_is_no_mark(band: str) -> None:
    table = overall({"walk": {"done": 1543, "band": band}, "swim": {"done": 0, "band": band}})
    ax = plot_adherence_by_exercise(table)
    assert "Whole time: 1,543 sessions done" in all_words(ax.figure)
    assert words(ax, "words") == ["1,543", "0"]
    assert not drawn(ax, "none done")  # its mark would be longer than the bar of a few sessions
    assert "of those prescribed" not in all_words(ax.figure)


def test_sessions_of_the_last_weeks_are_not_lost_beside_those_of_years() -> None:
    free = {"band": "no programme"}
    done = {"climb": (0, 380), "swim": (5, 210), "walk": (2, 1382)}
    lately = overall({name: free | {"done": n} for name, (n, _) in done.items()})
    whole = overall({name: free | {"done": n} for name, (_, n) in done.items()})
    ax = plot_adherence_by_exercise(whole, lately)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["swim", "walk", "climb"]
    assert words(ax, "words") == ["5", "210 in all", "2", "1,382 in all", "0", "380 in all"]
    assert [round(bar.get_width(), 6) for bar in drawn(ax, "recent")] == [1.0, 0.4]
    assert not drawn(ax, "whole")
    assert legend_words(ax) == ["last 4 weeks"]


def test_what_was_done_lately_is_not_left_out_for_what_was_done_years_ago() -> None:
    free = {"band": "no programme"}
    whole = overall({f"old {n:02}": free | {"done": 30} for n in range(20)} | {
        "new": free | {"done": 10}})  # fmt: skip
    lately = overall({f"old {n:02}": free | {"done": 0} for n in range(20)} | {
        "new": free | {"done": 10}})  # fmt: skip
    with style(most_height_in=4):
        ax = plot_adherence_by_exercise(whole, lately)
    assert ax.get_yticklabels()[0].get_text() == "new"
    assert len(drawn(ax, "recent")) == 1
    assert "with the fewest sessions done in the last 4 weeks" in all_words(ax.figure)


def test_an_area_of_one_exercise_without_a_programme_is_said_in_sessions() -> None:
    free = {"done": 1543, "band": "no programme"}
    table = overall({"legs": free}, "focus_area")
    ax = plot_adherence_by_focus_area(table, table, exercises={"legs": ["Walk"]})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["legs\nonly Walk"]
    assert words(ax, "words") == ["1,543", "1,543 in all"]
    assert "Counted of" not in all_words(ax.figure)


@pytest.mark.parametrize("held", ["prescribed", "planned"])
def test_what_the_user_planned_is_never_called_prescribed(held: str) -> None:
    table = overall({"walk": {"done": 4, "prescribed": 9.0, "held_to": held}})
    said = all_words(plot_adherence_by_exercise(table).figure)
    assert f"Whole time: 4 of 9 {held} sessions counted" in said
    assert f"Sessions counted of those {held}; in each week no more are counted than were" in said
    matrix = plot_focus_area_matrix(_areas([("walk", "legs")]), table)
    assert f"sessions counted of those {held}" in all_words(matrix.figure)
    if held == "planned":
        assert "prescribed" not in said


def test_a_part_of_a_weeks_share_is_read_as_a_whole_number() -> None:
    table = overall({"walk": {"done": 9, "prescribed": 102 / 7}})  # 14.57
    assert words(plot_adherence_by_exercise(table), "words") == ["9 of about 15"]
    part = overall({"walk": {"done": 0, "partial": 9, "prescribed": 11.0, "band": "none"}})
    assert words(plot_adherence_by_exercise(part), "words") == ["0 in full, 9 in part, of 11"]
