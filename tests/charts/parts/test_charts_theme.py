"""One look: nothing of it stays behind, and it can be read without colour."""

from __future__ import annotations

import colorsys

import matplotlib as mpl
import pytest
from chart_tables import change, daily, drawn, weekly_scores
from matplotlib.colors import to_rgb

from mobility_analysis.charts import plot_stiffness, style
from mobility_analysis.charts.parts.palette import COLOUR, GREY, Palette
from mobility_analysis.charts.parts.theme import look, shade, words_on

WORDS = ("ink", "quiet", "practice", "better", "worse", "unclear")


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("palette", [COLOUR, GREY])
@pytest.mark.parametrize("role", WORDS)
def test_colours_of_words_stand_out_from_the_paper(palette: Palette, role: str) -> None:
    contrast = (luminance(palette.paper) + 0.05) / (luminance(getattr(palette, role)) + 0.05)
    assert contrast >= 4.5  # WCAG 2.1, AA


def test_better_is_blue_worse_is_orange_unclear_is_grey() -> None:
    hues = {role: colorsys.rgb_to_hsv(*to_rgb(getattr(COLOUR, role))) for role in
            ("better", "worse", "unclear")}  # fmt: skip
    assert 0.55 < hues["better"][0] < 0.65
    assert 0.05 < hues["worse"][0] < 0.12
    assert hues["unclear"][1] < 0.2


def test_greyscale_has_only_greys() -> None:
    for role in Palette._fields:
        assert len(set(to_rgb(getattr(GREY, role)))) == 1, role


def test_the_more_is_done_the_darker_the_shade_in_colour_and_grey() -> None:
    for greyscale in (False, True):
        with style(greyscale=greyscale):
            shades = [luminance(shade(share / 10)) for share in range(11)]
        assert shades == sorted(shades, reverse=True)
        assert shades[0] - shades[-1] > 0.4


def test_words_on_a_dark_colour_are_light() -> None:
    assert words_on(shade(1.0)) == COLOUR.paper
    assert words_on(shade(0.3)) == COLOUR.ink


def test_what_was_set_before_comes_back() -> None:
    before = dict(mpl.rcParams)
    with style(greyscale=True, text_pt=12):
        assert look().palette is GREY
        assert mpl.rcParams["font.size"] == 12
        assert mpl.rcParams["pdf.fonttype"] == 42
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert dict(mpl.rcParams) == before
    assert look().palette is COLOUR


def test_a_chart_looks_the_same_whatever_the_user_has_set() -> None:
    scores = daily([5.0] * 9)
    with mpl.rc_context({"font.size": 30, "font.family": "monospace"}):
        ax = plot_stiffness(scores, weekly_scores({}))
        assert mpl.rcParams["font.size"] == 30
    label = ax.yaxis.get_label()
    assert label.get_fontsize() == 8
    assert label.get_fontfamily() == ["DejaVu Sans"]


def test_settings_that_are_not_ours_do_not_reach_a_chart_either() -> None:
    weeks = weekly_scores({"2026-06-01": (7, 5.0), "2026-06-08": (7, 5.0)})
    with mpl.rc_context({"lines.linestyle": ":", "axes.grid": True}):
        ax = plot_stiffness(daily([5.0] * 60), weeks, change())
    assert drawn(ax, "weekly means")[0].get_linestyle() == "-"
    assert not any(line.get_visible() for line in ax.get_xgridlines())


def test_a_dollar_sign_in_a_label_is_a_dollar_sign() -> None:
    ax = plot_stiffness(daily([5.0] * 9), weekly_scores({}), title="$5 and $6")
    ax.figure.canvas.draw()
    assert not any(text.get_parse_math() for text in ax.texts)


def test_text_too_small_to_read_is_refused() -> None:
    with pytest.raises(ValueError, match="text_pt must be at least 8 to be read, not 7"):
        style(text_pt=7).__enter__()


def test_larger_text_makes_a_higher_figure_of_the_width_asked_for() -> None:
    heights = []
    for text_pt in (9, 15):
        with style(text_pt=text_pt, width_in=10):
            ax = plot_stiffness(
                daily([5.0] * 60), weekly_scores({"2026-06-01": (7, 5.0)}), change()
            )
        heights.append(ax.figure.get_figheight())
        assert ax.figure.get_figwidth() == 10
    assert heights[1] > 1.4 * heights[0]
