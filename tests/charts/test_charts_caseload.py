"""The caseload chart: who stands where, what each line says, and what is left out and said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from chart_tables import NAN, drawn, faults, legend_words, words
from matplotlib.axes import Axes

from mobility_analysis.charts import plot_caseload, style
from mobility_analysis.charts.parts.frame import HEADING
from mobility_analysis.charts.parts.layout import POINTS, foot_pt
from mobility_analysis.charts.parts.theme import root_figure

AS_OF = "2026-11-22"
LONG = "Wilhelmina-Alexandrina van den Oever-Featherstonehaugh, no. "  # 60 with its number


def client(name: str, reasons: str = "", **more: Any) -> dict[str, Any]:
    usual = {
        "client": name, "reasons": reasons, "new_reasons": "", "gone_reasons": "",
        "last_entry": pd.Timestamp(AS_OF), "days_since_entry": 0.0,
        "counted_last_28_days": 18.0, "prescribed_last_28_days": 24.0,
        "counted_28_days_before": 12.0, "prescribed_28_days_before": 24.0,
        "adherence_last_28_days": 0.75, "adherence_28_days_before": 0.5,
        "baseline_mean": 4.0, "recent_mean": 5.0, "change_points": 1.0,
        "verdict": "within own variation", "pause_reason": NAN, "is_usually_high": pd.NA,
        "first_rating": pd.Timestamp("2026-06-01"), "compared_with": "a week ago",
        "practice_rows_not_read": 0, "rating_rows_not_read": 0,
        "practice_rows_not_read_last_28_days": 0,
        "notes_last_14_days": 0.0,
        "done_without_number_last_28_days": NAN, "done_without_number_28_days_before": NAN,
        "thresholds": "", "benchmark": "pain-nrs", "own_variation_points": 1.2,
        "best_mean": 4.0, "up_from_best_points": 1.0, "last_heard_mean": NAN, "unreadable_file": "",
    }  # fmt: skip
    return usual | more


def draw(*rows: dict[str, Any], **options: Any) -> Axes:
    return plot_caseload(pd.DataFrame(list(rows)), as_of=AS_OF, **options)


WORSE = client(
    "Elin", "stiffness worse; low adherence", recent_mean=6.5, change_points=2.5, verdict="higher"
)


def test_the_first_stand_on_top_in_their_order_and_the_rest_in_grey() -> None:
    ax = draw(WORSE, client("Ben", "few ratings"), client("Amira"), client("Chloe"))
    assert words(ax, "name to look at first") == ["Elin", "Ben"]
    assert words(ax, "name") == ["Amira", "Chloe"]
    assert words(ax, "group") == ["Look first: 2", "No reason to look first: 2, by name"]
    assert words(ax, "first reason") == ["stiffness worse", "few ratings"]
    assert words(ax, "other reasons") == ["+ low"]
    tops = [text.get_position()[1] for text in drawn(ax, "name to look at first")]
    tops += [text.get_position()[1] for text in drawn(ax, "name")]
    assert tops == sorted(tops)
    assert words(ax, "clinic only") == ["Clinic only: names several clients"]


def test_one_client_is_no_list_of_several() -> None:
    for row, title, group in (
        (client("Amira"), "No reason to look first", "No reason to look first: 1"),
        (WORSE, "A reason to look first", "Look first: 1"),
    ):
        ax = draw(row)
        assert words(ax, "clinic only") == ["Clinic only: names a client"]
        assert words(ax, HEADING)[0] == title
        assert words(ax, "group") == [group]


def test_a_list_that_may_not_pass_a_height_counts_those_who_have_no_room() -> None:
    rows = [WORSE, *(client(f"C{n:03d}") for n in range(100))]
    with style(most_height_in=5):
        long, short = draw(*rows), draw(*rows[:3])
    n_shown = len(words(long, "name"))
    assert 5 < n_shown < 40
    assert any(f"and {n_shown} of the 100 others" in said for said in words(long, HEADING))
    without_small_print = root_figure(long).get_figheight() - foot_pt(root_figure(long)) / POINTS
    assert 4.5 < without_small_print <= 5
    assert len(words(short, "name")) == 2
    assert root_figure(short).get_figheight() < 4


def test_a_bar_is_as_long_as_its_share_and_the_window_before_is_a_tick() -> None:
    ax = draw(WORSE)
    (bar,) = drawn(ax, "bar")
    (tick,) = drawn(ax, "before")
    left, right = sorted(line.get_xdata()[0] for line in drawn(ax, "bar end"))
    assert bar.get_width() / (right - left) == pytest.approx(0.75)
    assert (tick.get_xdata()[0] - left) / (right - left) == pytest.approx(0.5)
    (dashed,) = drawn(ax, "threshold")
    assert (dashed.get_xdata()[0] - left) / (right - left) == pytest.approx(0.8)
    assert words(ax, "now words") == ["18 of 24"]
    assert words(ax, "before words") == ["12 of 24"]


def test_both_means_stand_on_the_whole_scale_and_the_marker_says_the_verdict() -> None:
    better = client("Bo", "paused now", recent_mean=1.0, change_points=-3.0, verdict="lower")
    ax = draw(WORSE, better, client("Cy", "few ratings"))
    ends = sorted({line.get_xdata()[0] for line in drawn(ax, "score")})
    firsts, lasts = drawn(ax, "first window"), drawn(ax, "last window")
    scores = [10 * (p.get_xdata()[0] - ends[0]) / (ends[-1] - ends[0]) for p in (*firsts, *lasts)]
    assert scores == pytest.approx([4, 4, 4, 6.5, 1, 5])
    assert [point.get_marker() for point in lasts] == [">", "<", "o"]
    assert words(ax, "means") == ["4.0 → 6.5", "4.0 → 1.0", "4.0 → 5.0"]
    assert words(ax, "tick") == ["80 %", "0", "5", "10"]


#: Nothing was due in the last 28 days, so that nothing was done of it.
NOTHING = {
    "counted_last_28_days": NAN,
    "prescribed_last_28_days": 0.0,
    "adherence_last_28_days": NAN,
}


@pytest.mark.parametrize(
    ("more", "gid", "said"),
    [
        ({"counted_last_28_days": NAN}, "no practice", "never logged"),
        ({"prescribed_last_28_days": NAN}, "no practice", "no set number"),
        (
            {"prescribed_last_28_days": NAN, "done_without_number_last_28_days": 22.0},
            "no practice",
            "22 sessions",
        ),
        ({"prescribed_last_28_days": 0.0}, "no practice", "none due"),
        ({"prescribed_last_28_days": 0.0, "pause_reason": "flu"}, "no practice", "paused"),
        (NOTHING | {"pause_reason": pd.NA}, "no practice", "none due"),
        (NOTHING | {"pause_reason": "flu"}, "no practice", "paused"),
        ({"change_points": NAN, "verdict": "not comparable"}, "no stiffness", "not comparable"),
        ({"change_points": NAN, "first_rating": pd.NaT}, "no stiffness", "no ratings"),
    ],
)
def test_where_there_is_no_figure_words_say_why(more: dict[str, Any], gid: str, said: str) -> None:
    ax = draw(client("Ann", **more))
    assert words(ax, gid) == [said]
    assert not drawn(ax, "bar" if gid == "no practice" else "last window")


def test_a_log_that_could_not_be_read_stands_without_figures() -> None:
    none = dict.fromkeys(
        ("days_since_entry", "counted_last_28_days", "prescribed_last_28_days", "change_points",
         "counted_28_days_before", "prescribed_28_days_before", "baseline_mean", "recent_mean"), NAN
    )  # fmt: skip
    ax = draw(client("Zoe", "log unreadable", last_entry=pd.NaT, first_rating=pd.NaT, **none))
    assert words(ax, "no practice") == words(ax, "no stiffness") == ["not read"]
    assert words(ax, "days") == ["–"]


def test_reasons_carry_what_is_needed_to_read_them() -> None:
    ax = draw(
        client("Ann", "paused now", pause_reason="flu"),
        client("Bo", "high scores", is_usually_high=True),
        client("Cy", "stopped logging; low adherence", new_reasons="stopped logging"),
        client("Di", "few ratings", first_rating=pd.Timestamp("2026-11-14")),
        client("Ed", "stopped logging", last_entry=pd.NaT, first_rating=pd.NaT),
    )
    assert words(ax, "first reason") == [
        "paused now: flu", "high scores (usual)", "stopped logging (new)",
        "few ratings: began 8 days ago", "stopped logging: no entry yet",
    ]  # fmt: skip


def test_new_notes_stand_beside_every_client_with_a_reason_or_without() -> None:
    ax = draw(
        WORSE | {"notes_last_14_days": 1.0},
        client("Bo", "paused now", notes_last_14_days=2.0),
        client("Cy", notes_last_14_days=3.0),
        client("Di"),
    )
    assert words(ax, "other reasons") == [
        "+ low, 1 new note: read it", "+ 2 new notes: read them", "3 new notes: read them",
    ]  # fmt: skip


def test_none_done_is_an_open_mark() -> None:
    ax = draw(
        WORSE, client("Bo", "low adherence", counted_last_28_days=0.0, adherence_last_28_days=0)
    )
    some, none = drawn(ax, "bar")
    assert some.get_facecolor() == some.get_edgecolor()
    assert none.get_facecolor() != none.get_edgecolor()
    assert 0 < none.get_width() < some.get_width()


def footer_words(ax: Axes) -> str:
    return " ".join(root_figure(ax)._supxlabel.get_text().split())  # type: ignore[attr-defined]


def test_the_small_print_names_the_day_and_what_is_not_usual() -> None:
    assert "As of 22 Nov 2026." in footer_words(draw(WORSE))
    assert "thresholds" not in footer_words(draw(WORSE))
    changed = "stopped logging: 21 eligible days without an entry (usually 14)"
    text = footer_words(draw(client("Ann", "few ratings", thresholds=changed)))
    assert f"Not the usual thresholds: {changed}." in text
    new = client("Ann", "few ratings", new_reasons="few ratings")
    assert "New: since a week ago." in footer_words(draw(new))
    last = client("Bo", compared_with="the last appointment")
    assert "New: since the last appointment or a week ago." in footer_words(draw(new, last))


def test_the_small_print_says_what_a_verdict_is_and_what_is_counted() -> None:
    said = footer_words(draw(WORSE))
    assert (
        "more than the diary's own ups and downs would usually give, and 1 point at least" in said
    )
    assert "in each 7 days at most what was due, rounded up to a whole session" in said
    assert "mark" not in said


def test_too_few_ratings_are_not_drawn_as_if_they_were_a_verdict() -> None:
    thin = client("Cy", "few ratings", verdict="not enough ratings")
    ax = draw(WORSE, client("Bo", "paused now"), thin)
    markers = [point.get_marker() for point in drawn(ax, "last window")]
    assert markers == [">", "o", "x"]
    said = legend_words(ax)
    assert said[-3:] == [
        "last 4: higher", "last 4: within own ups and downs", "last 4: too few ratings to say",
    ]  # fmt: skip


@pytest.mark.parametrize("verdict", ["higher", "within own variation"])
def test_the_rows_are_as_wide_as_the_page_whatever_the_legend(verdict: str) -> None:
    ax = draw(WORSE, client("Bo", verdict=verdict))
    figure = root_figure(ax)
    figure.canvas.draw()
    assert ax.get_window_extent().x1 >= figure.bbox.x1 - 12


def heading_words(ax: Axes) -> str:
    return " ".join(" ".join(words(ax, "heading")).split())


def test_more_than_fit_on_a_page_are_counted() -> None:
    many = [client(f"Client {n:04d}", "low adherence") for n in range(2000)]
    ax = draw(*many)
    n_shown = len(words(ax, "name to look at first"))
    assert 40 <= n_shown <= 60
    assert (
        f"The first {n_shown} of 2,000 to look at; all 2,000 clients stand in the list as a "
        "table (CSV)" in heading_words(ax)
    )
    ax = draw(*many[:10], *[client(f"Other {n:04d}") for n in range(190)])
    n_rest = len(words(ax, "name"))
    assert f"All 10 to look at, and {n_rest} of the 190 others" in heading_words(ax)


def test_forty_clients_fit_on_one_page() -> None:
    ax = draw(*[client(f"Client {n:02d}", "stopped logging; low adherence") for n in range(40)])
    assert len(words(ax, "name to look at first")) == 40
    assert root_figure(ax).get_figheight() <= 10.9


def test_no_clients_are_said_to_be_none() -> None:
    ax = plot_caseload(pd.DataFrame([client("Ann")]).head(0))
    assert "No clients in this log." in [text.get_text() for text in ax.texts]


def test_only_marks_that_are_drawn_are_explained() -> None:
    assert "last 4: lower" not in legend_words(draw(WORSE))
    assert "last 4: higher" in legend_words(draw(WORSE))
    ax = draw(client("Ann", counted_last_28_days=NAN, change_points=NAN))
    assert ax.get_legend() is None


CASES = {
    "two": [client("Ann"), WORSE],
    "all grey": [client(f"Client {n:02d}") for n in range(9)],
    "long names": [client(f"{LONG}{n}", "worse when last heard; stopped logging; low adherence; "
                          "few ratings", new_reasons="few ratings") for n in range(9)],
    "forty": [client(f"Client {n:02d}", "stopped logging; low adherence; few ratings")
              for n in range(40)],
    "wide numbers": [client("Ann", "few ratings", counted_last_28_days=117.0,
                            prescribed_last_28_days=120.5, counted_28_days_before=110.0,
                            prescribed_28_days_before=120.5, days_since_entry=1234.0)],
    "a long pause": [client("Di", "paused now", pause_reason="a long story " * 12)],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("is_grey", [False, True])
def test_nothing_overlaps_or_leaves_the_page(case: str, is_grey: bool) -> None:
    with style(greyscale=is_grey, width_in=7.5):
        ax = draw(*CASES[case])
        assert faults(root_figure(ax)) == []
