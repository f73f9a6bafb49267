"""Movement checks drawn: what the artists show is what the tables say."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pytest
from chart_tables import legend_words
from matplotlib.axes import Axes
from matplotlib.legend import Legend

import mobility_analysis as ma
from mobility_analysis.log import log_from_tables
from mobility_analysis.report.samples import look_of

BOTH = [
    ("2026-05-04", "left", 38), ("2026-05-04", "right", 45),
    ("2026-11-16", "left", 46), ("2026-11-16", "right", 47),
]  # fmt: skip
ROTATION = [
    {"client": "ann", "test": "seated-rotation", "date": day, "side": side, "value": value}
    for day, side, value in BOTH
]
ACTIVITY = [
    {"client": "ann", "test": "named-activity", "date": day, "activity": "look back", "value": v}
    for day, v in (("2026-05-04", 7), ("2026-11-16", 4))
]


@pytest.fixture(autouse=True)
def _close() -> Any:
    yield
    plt.close("all")


def drawn(checks: list[dict[str, Any]], **options: Any) -> tuple[Axes, ...]:
    rated = [{"client": "ann", "date": "2026-11-20", "score": 4}]
    log = log_from_tables(stiffness=rated, checks=checks)
    return ma.plot_movement_checks(
        ma.daily_movement(log), ma.movement_checks(log), as_of=log.as_of, **options
    )


def by_gid(ax: Axes, gid: str) -> list[Any]:
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def test_a_line_a_side_goes_through_its_values_and_the_sides_look_different() -> None:
    (ax,) = drawn(ROTATION)
    (left,), (right,) = by_gid(ax, "left"), by_gid(ax, "right")
    assert left.get_ydata().tolist() == [38, 46]
    assert right.get_ydata().tolist() == [45, 47]
    assert left.get_marker() != right.get_marker()
    assert left.get_linestyle() != right.get_linestyle()


def test_the_band_is_the_detectable_change_around_the_first_value() -> None:
    (ax,) = drawn(ROTATION)
    for side, first in (("left", 38), ("right", 45)):
        (band,) = by_gid(ax, f"detectable change {side}")
        assert band.get_y() == pytest.approx(first - 5.6)
        assert band.get_y() + band.get_height() == pytest.approx(first + 5.6)
    assert legend_words(ax) == [
        "left", "right", "around the first value, left", "around the first value, right",
    ]  # fmt: skip
    (name,) = by_gid(ax, "panel")
    assert " ".join(name.get_text().split()) == (
        "Seated rotation. Bands: around each first value, the 5.6 that measuring alone can give"
    )


def test_the_newest_values_stand_at_the_right_in_words_too() -> None:
    (ax,) = drawn(ROTATION)
    assert sorted(text.get_text() for text in by_gid(ax, "newest")) == [
        "46 left: better",
        "47 right",
    ]


def test_degrees_and_points_never_share_an_axis_and_all_have_the_same_dates() -> None:
    upper, lower = drawn(ROTATION + ACTIVITY)
    assert upper.get_ylim() == (0, 10)
    assert upper.get_ylabel().splitlines()[0] == "points, 0 to 10"
    assert lower.get_ylabel().splitlines()[0] == "degrees"
    low, high = lower.get_ylim()
    assert low <= 38 - 5.6
    assert high >= 47 + 5.6
    assert upper.get_xlim() == lower.get_xlim()


def test_one_legend_explains_all_panels_and_each_panel_its_own_bands() -> None:
    upper, lower = drawn(ROTATION + ACTIVITY)
    assert legend_words(upper) == [
        "a check", "left", "right", "around the first value, left, or of no side",
        "around the first value, right",
    ]  # fmt: skip
    assert legend_words(lower) == []
    assert [" ".join(by_gid(ax, "panel")[0].get_text().split()) for ax in (upper, lower)] == [
        "Named activity: look back. Band: around the first value, the 2.3 that patients call a "
        "medium change",
        "Seated rotation. Bands: around each first value, the 5.6 that measuring alone can give",
    ]  # fmt: skip


def test_no_two_swatches_look_alike_and_each_has_the_edge_of_its_bands() -> None:
    upper, lower = drawn(ROTATION + ACTIVITY)
    (legend,) = [mark for mark in upper.get_children() if isinstance(mark, Legend)]
    swatches = [patch for patch in legend.get_patches() if patch.get_label() != "_nolegend_"]
    looks = [look_of(patch) for patch in swatches]
    assert len(looks) == len(set(looks)) == 2  # on a page, too, which draws them again
    dashes = {str(line.get_linestyle()) for line in by_gid(lower, "detectable change edge")}
    assert dashes == {"-", "--"}
    (only,) = drawn(ACTIVITY)
    assert legend_words(only) == ["a check", "around the first value"]


def test_the_title_has_one_clause_for_each_direction() -> None:
    worse = [row | {"value": 30} if row["date"] > "2026-06" and row["side"] == "right" else row
             for row in ROTATION]  # fmt: skip
    upper, _ = drawn(worse + ACTIVITY)
    said = " ".join(" ".join(text.get_text() for text in upper.texts).split())
    assert (
        "Movement checks. Worse: Named activity (look back); Seated rotation, right. "
        "Better: Seated rotation, left"
    ) in said


def test_the_dates_are_those_stated() -> None:
    (wide,), (narrow,) = drawn(ROTATION, start="2026-01-01"), drawn(ROTATION)
    assert wide.get_xlim()[0] < narrow.get_xlim()[0]
    assert wide.get_xlim()[1] == narrow.get_xlim()[1]


def test_one_check_is_a_mark_without_a_band() -> None:
    (ax,) = drawn(ROTATION[:1])
    assert by_gid(ax, "left")[0].get_ydata().tolist() == [38]
    assert by_gid(ax, "detectable change left") == []


def test_without_a_check_the_picture_says_so() -> None:
    (ax,) = drawn([], not_read="1 row not read")
    assert any("No movement check was logged" in text.get_text() for text in ax.texts)


def test_newest_values_that_are_equal_are_written_apart() -> None:
    same = [row | {"value": 46} for row in ROTATION]
    (ax,) = drawn(same)
    ax.figure.draw_without_rendering()
    one, two = (text.get_window_extent() for text in by_gid(ax, "newest"))
    assert not one.overlaps(two)
