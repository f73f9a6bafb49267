"""Axes one above the other: nothing cut, nothing wider than it need be, text measured once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from mobility_analysis.charts.parts.frame import finish, heading
from mobility_analysis.charts.parts.layout import PAD_PT, RULER, Column, foot_pt, in_points
from mobility_analysis.charts.parts.theme import new_axes, root_figure, style
from mobility_analysis.report.svg import svg_of

LONG = "a label that is long"
FOOT = "What is counted, and how. As of 22 Nov 2026."


def labelled(ax: Axes, name: str = LONG) -> None:
    ax.set_yticks([0, 1], ["low", name])
    ax.set_xlabel("days")


def whole(ax: Axes) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of an axes with all its labels, in points."""
    figure = root_figure(ax)
    with in_points(figure):
        box = ax.get_tightbbox(RULER)
    assert box is not None
    return (box.x0, box.y0, box.x1, box.y1)


def laid_out(figure: Figure) -> None:
    engine = figure.get_layout_engine()
    assert isinstance(engine, Column)
    engine.execute(figure)


def test_axes_fill_what_their_labels_leave() -> None:
    with style():
        ax = new_axes(120)
        labelled(ax)
        rise = heading(ax, "A finding")
        finish(ax, 120, rise_pt=rise, below_pt=24, text=FOOT)
        figure = root_figure(ax)
        laid_out(figure)
        left, bottom, _, top = whole(ax)
        across, up = figure.get_size_inches() * 72
        assert left == pytest.approx(PAD_PT, abs=0.6)
        assert top == pytest.approx(up - PAD_PT, abs=0.6)
        assert bottom == pytest.approx(foot_pt(figure) + PAD_PT, abs=0.6)
        assert ax.get_position().x1 * across <= across - PAD_PT + 0.1


def test_axes_under_one_another_begin_and_end_alike_and_keep_their_ratio() -> None:
    with style():
        figure = plt.figure(figsize=(7, 5), layout=Column())
        upper, lower = figure.subplots(2, 1, height_ratios=(1, 3))
        labelled(upper, "no")
        labelled(lower)
        laid_out(figure)
        first, second = upper.get_position(), lower.get_position()
        assert (first.x0, first.x1) == pytest.approx((second.x0, second.x1))
        assert second.height / first.height == pytest.approx(3)
        assert whole(upper)[1] >= whole(lower)[3]
        assert min(whole(upper)[0], whole(lower)[0]) >= PAD_PT - 0.6


def test_what_a_slide_has_left_stays_blank_above_the_small_print() -> None:
    with style(width_in=12, text_pt=14, height_in=6.75):
        ax = new_axes(60)
        labelled(ax)
        finish(ax, 60, rise_pt=10, below_pt=30, text=FOOT)
        figure = root_figure(ax)
        laid_out(figure)
        engine = figure.get_layout_engine()
        assert isinstance(engine, Column)
        up = figure.get_figheight() * 72
        assert engine.blank > 0.3
        left_blank = whole(ax)[1] - foot_pt(figure) - PAD_PT
        assert left_blank == pytest.approx(engine.blank * up, abs=1)


def test_axes_placed_by_hand_stay() -> None:
    with style():
        figure = plt.figure(figsize=(4, 3), layout=Column())
        ax = figure.add_axes((0.3, 0.3, 0.2, 0.2))
        labelled(ax)
        laid_out(figure)
        assert ax.get_position().bounds == pytest.approx((0.3, 0.3, 0.2, 0.2))


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("size", [8.0, 17.0])
def test_a_line_is_as_large_as_matplotlib_takes_it_to_be(weight: str, size: float) -> None:
    prop = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    for line in ("10 of 12", "VA fi", "ﬁ ↓ ≥"):
        ours = RULER.get_text_width_height_descent(line, prop, ismath=False)
        assert ours == pytest.approx(text_to_path.get_text_width_height_descent(line, prop, False))


def test_text_of_another_font_is_measured_as_such() -> None:
    prop = FontProperties(family="STIXGeneral", size=9)
    ours = RULER.get_text_width_height_descent("10 of 12", prop, ismath=False)
    assert ours == pytest.approx(
        text_to_path.get_text_width_height_descent("10 of 12", prop, False)
    )


def test_labels_that_many_lines_stand_below_one_another() -> None:
    with style():
        ax = new_axes(100)
        for n in range(3):
            ax.text(0.1, 0.8 - 0.3 * n, f"first {n}\nsecond {n}")
        laid_out(root_figure(ax))
        boxes = [text.get_window_extent(RULER) for text in ax.texts]
        assert all(upper.y0 > lower.y1 for upper, lower in pairwise(boxes))
        assert b"second 2" in svg_of(root_figure(ax), title="a", alt="b")
