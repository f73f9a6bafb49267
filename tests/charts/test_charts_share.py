"""The picture to send, by its artists: what the diary holds, whole at any length, naming nobody."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Text
from PIL import Image

from mobility_analysis.charts.parts.theme import axes_size_pt, root_figure
from mobility_analysis.charts.share.picture import SHAPES, ShareShape
from mobility_analysis.log import MobilityLog, Scale, log_from_tables
from mobility_analysis.report import share
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.figure_files import drawn
from mobility_analysis.report.share import share_drawings, write_share
from mobility_analysis.words.titles.share import NOT_PRACTISED, PRACTISED

CLIENT = "Zebedee Quill"
SHAPE_NAMES: tuple[ShareShape, ...] = ("wide", "phone")


def diary(
    scores: list[float | None], practised: list[str] | None = None, **more: Any
) -> ClientContents:
    """One client's tables: a score a day from Monday 5 January 2026 on, and days of practice."""
    days = pd.date_range("2026-01-05", periods=len(scores))
    ratings = [
        {"client": CLIENT, "date": str(day.date()), "score": score}
        for day, score in zip(days, scores, strict=True)
        if score is not None
    ]
    sessions = [{"client": CLIENT, "date": day, "exercise": "down-dog"} for day in practised or []]
    return only(log_from_tables(stiffness=ratings, sessions=sessions, **more))


def only(log: MobilityLog) -> ClientContents:
    return client_contents(log, log.clients[0])


def fallen(weeks: int = 8) -> list[float | None]:
    """Scores of 6 and 5 in turn, then in the last four weeks 3 and 2."""
    n_days = 7 * weeks
    return [6.0 - day % 2 - 3 * (day >= n_days - 28) for day in range(n_days)]


def picture(contents: ClientContents, shape: ShareShape = "wide") -> Axes:
    """Draw as the report does, for a test to look at the artists."""
    figure, size = share._figure(contents, shape), SHAPES[shape]
    with drawn(figure, text_pt=size.text_pt, width_in=size.width_in) as sheet:
        sheet.draw_without_rendering()
        return sheet.axes[0]


def lines(ax: Axes) -> Mapping[str, Any]:
    return {line.get_gid(): line for line in ax.lines if line.get_gid()}


def said(ax: Axes) -> str:
    figure = root_figure(ax)
    return " ".join(
        " ".join(text.get_text().split()) for text in figure.findobj(Text) if text.get_text()
    )


EVERY_DAY = [str(day.date()) for day in pd.date_range("2026-01-05", "2026-03-01", freq="3D")]
EVERY_WEEK = [str(day.date()) for day in pd.date_range("2026-01-05", periods=400, freq="7D")]
DIARIES = {
    "eight weeks": lambda: diary(fallen(), EVERY_DAY),
    "nine days": lambda: diary([6, 5, 6, 5, 4, 5, 6, 5, 4], EVERY_DAY[:3]),
    "400 weeks": lambda: diary(fallen(400), EVERY_WEEK),
    "nothing rated": lambda: diary([], EVERY_DAY),
    "no practice": lambda: diary(fallen()),
    "too few": lambda: diary([*fallen(), *[None] * 28, 4], EVERY_DAY),
    "one rating": lambda: diary([4]),
    "much stated": lambda: only(
        log_from_tables(
            stiffness=[
                {"client": CLIENT, "date": str(day.date()), "score": 1 + day.day % 5}
                for day in pd.date_range("2026-01-05", periods=70)
            ],
            scale=Scale(1, 5),
        )
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=DIARIES)
def contents(request: pytest.FixtureRequest) -> ClientContents:
    made: ClientContents = DIARIES[request.param]()
    return made


@pytest.mark.parametrize("shape", SHAPE_NAMES)
def test_all_words_stand_in_the_picture_and_none_on_another(
    contents: ClientContents, shape: ShareShape
) -> None:
    ax = picture(contents, shape)
    figure = root_figure(ax)
    whole = figure.bbox
    boxes = {
        text.get_text(): text.get_window_extent()
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    }
    for words, box in boxes.items():
        assert whole.x0 <= box.x0 < box.x1 <= whole.x1, words
        assert whole.y0 <= box.y0 < box.y1 <= whole.y1, words
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.shrunk(0.98, 0.9).overlaps(second.shrunk(0.98, 0.9)), (one, other)
    assert ax.get_window_extent().height > 0.2 * whole.height


def test_the_line_is_the_weekly_means_and_the_bars_are_the_two_windows() -> None:
    contents = diary(fallen(), EVERY_DAY)
    ax = picture(contents)
    # weeks of 6 and 5: 4 x 6 + 3 x 5 = 39, 39 / 7; then 3 x 6 + 4 x 5 = 38; less 3 from the 5th on
    expected = [39 / 7, 38 / 7, 39 / 7, 38 / 7, 18 / 7, 17 / 7, 18 / 7, 17 / 7]
    assert lines(ax)["weeks"].get_ydata() == pytest.approx(expected)
    windows = [line for line in ax.lines if line.get_gid() == "window"]
    assert [line.get_ydata()[0] for line in windows] == pytest.approx([5.5, 2.5])
    assert [np.ptp(line.get_xdata()) for line in windows] == [28, 28]
    assert "3.0 points lower than in the first 4 weeks" in said(ax)
    assert "5.5" in [text.get_text() for text in ax.texts]
    assert "2.5" in [text.get_text() for text in ax.texts]
    assert ax.get_ylim() == pytest.approx((-0.35, 10.35))


def test_a_week_without_a_mean_breaks_the_line() -> None:
    scores = fallen()
    scores[14:21] = [None] * 7
    means = lines(picture(diary(scores)))["weeks"].get_ydata()
    assert np.isnan(means).tolist() == [False, False, True, *[False] * 5]


def test_a_dot_for_each_week_with_practice_a_ring_without_and_nothing_in_a_pause() -> None:
    pauses = [{"client": CLIENT, "start": "2026-01-19", "end": "2026-01-25"}]
    programme = [
        {"client": CLIENT, "exercise": "down-dog", "start": "2026-01-05", "times_per_week": "2"}
    ]
    contents = diary(fallen(), ["2026-01-06", "2026-02-12"], pauses=pauses, programme=programme)
    drawn_lines = lines(picture(contents))
    monday = (pd.Timestamp("2026-01-05") - pd.Timestamp(1970, 1, 1)).days
    with_practice, without = (
        ((drawn_lines[name].get_xdata() - monday - 3.5) / 7).tolist()
        for name in (PRACTISED, NOT_PRACTISED)
    )
    assert with_practice == [0, 5]
    assert without == [1, 3, 4, 6, 7]


def test_weeks_too_many_for_rings_are_a_strip_over_the_whole_span() -> None:
    contents = DIARIES["400 weeks"]()
    ax = picture(contents)
    bars = ax.patches[-400:]
    assert {bar.get_gid() for bar in bars} == {PRACTISED}
    assert [bar.get_x() for bar in bars] == [ax.get_xlim()[0] + 7 * week for week in range(400)]
    assert len(lines(ax)["weeks"].get_xdata()) == 400
    assert NOT_PRACTISED not in said(ax)


def test_a_young_diary_shows_its_days_and_no_means() -> None:
    ax = picture(DIARIES["nine days"]())
    assert lines(ax)["days"].get_ydata().tolist() == [6, 5, 6, 5, 4, 5, 6, 5, 4]
    assert {"weeks", "window"}.isdisjoint(lines(ax))
    assert not ax.patches
    assert "9 days rated so far" in said(ax)


def test_thin_days_get_no_verdict() -> None:
    ax = picture(DIARIES["too few"]())
    assert "Too few days rated to compare" in said(ax)
    assert "lower than" not in said(ax)
    assert "window" not in lines(ax)


def test_what_the_user_stated_stands_in_the_small_print() -> None:
    assert "1 to 5" in said(picture(DIARIES["much stated"]()))


def test_a_log_with_neither_ratings_nor_sessions_has_no_picture(tmp_path: Path) -> None:
    programme = [
        {"client": CLIENT, "exercise": "down-dog", "start": "2026-01-05", "times_per_week": "2"}
    ]
    log = log_from_tables(programme=programme, sessions=[], as_of="2026-02-01")
    (tmp_path / "share.png").write_bytes(b"old")
    assert write_share(share_drawings(only(log)), tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_the_files_have_their_sizes_their_words_and_no_name(tmp_path: Path) -> None:
    contents = diary(fallen(), EVERY_DAY)
    files = write_share(share_drawings(contents), tmp_path)
    assert [path.name for path in files] == ["share.png", "share-phone.png"]
    for path, size in zip(files, ((1200, 675), (1080, 1350)), strict=True):
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as shown:
            assert shown.size == size
            assert shown.info["Title"] == "3.0 points lower than in the first 4 weeks"
            assert "went from 5.5" in shown.info["Description"]
        for name in CLIENT.split():
            assert name.encode() not in content
    again = write_share(share_drawings(contents), tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
    assert not plt.get_fignums()
    assert all(CLIENT not in made.svg.decode() for made in share_drawings(contents).values())


def sessions_on(*days: str, **more: Any) -> list[dict[str, Any]]:
    return [{"client": CLIENT, "date": day, "exercise": "down-dog"} | more for day in days]


def weeks_called(ax: Axes, name: str) -> int:
    return sum(len(line.get_xdata()) for line in ax.lines if line.get_gid() == name)


def test_a_week_in_which_something_was_done_is_one_with_practice_in_the_programme_or_not() -> None:
    """Eight weeks: the programme ends after two; done in the third, skipped in the fourth."""
    programme = [{"client": CLIENT, "exercise": "down-dog", "start": "2026-01-05",
                  "end": "2026-01-18", "times_per_week": "3"}]  # fmt: skip
    sessions = sessions_on("2026-01-06", "2026-01-20")
    sessions += sessions_on("2026-01-27", status="skipped")
    ratings = [{"client": CLIENT, "date": "2026-03-01", "score": 4}]
    tables = {"sessions": sessions, "stiffness": ratings}
    ax = picture(only(log_from_tables(programme=programme, **tables)))
    assert (weeks_called(ax, PRACTISED), weeks_called(ax, NOT_PRACTISED)) == (2, 1)
    paused = [{"client": CLIENT, "start": "2026-01-12"}]
    running = [programme[0] | {"end": ""}]
    ax = picture(only(log_from_tables(programme=running, pauses=paused, **tables)))
    assert (weeks_called(ax, PRACTISED), weeks_called(ax, NOT_PRACTISED)) == (2, 0)
    other = sessions_on("2026-01-13", exercise="bear-rolls")  # as needed, beside a number
    beside = [{**running[0], "exercise": "bear-rolls", "times_per_week": "as needed"}]
    tables["sessions"] = sessions[:1] + other
    ax = picture(only(log_from_tables(programme=running + beside, **tables)))
    assert weeks_called(ax, PRACTISED) == 2


def test_among_years_the_bar_of_the_last_weeks_is_seen_and_its_number_points_to_it() -> None:
    ax = picture(diary(fallen(400)))
    first, last = ax.get_xlim()
    days_a_point = (last - first) / axes_size_pt(ax)[0]
    bars = [line.get_xdata() for line in ax.lines if line.get_gid() == "window"]
    assert [float(right - left) / days_a_point for left, right in bars] == pytest.approx([10, 10])
    assert all(first - 0.01 <= left and right <= last + 0.01 for left, right in bars)
    leaders = [mark for mark in ax.texts if mark.get_gid() == "window leader"]
    numbers = [mark for mark in ax.texts if mark.get_gid() == "window mean"]
    far = [mark for mark in numbers if min(abs(mark.xy[1] - mean) for mean in (5.5, 2.5)) > 0.01]
    assert len(leaders) == len(far) > 0
    assert {round(mark.xy[1], 6) for mark in leaders} <= {5.5, 2.5}
    short = picture(diary(fallen()))
    widths = [line.get_xdata() for line in short.lines if line.get_gid() == "window"]
    assert [right - left for left, right in widths] == [28, 28]
