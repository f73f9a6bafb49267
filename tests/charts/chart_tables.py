"""Small tables made by hand, as the measures give them, and ways to look at what was drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from mobility_analysis.charts.parts.frame import legends_of

NAN = math.nan
STATES = (
    "not prescribed", "paused", "nothing logged", "ratings only", "none done", "some done",
    "all done",
)  # fmt: skip
DAY_STATES = (
    "not prescribed", "paused", "nothing logged", "not done", "skipped", "partial", "done",
)  # fmt: skip


def day(date: str) -> pd.Timestamp:
    return pd.Timestamp(date)


def daily(scores: Mapping[str, float] | Sequence[float], start: str = "2026-06-01") -> pd.DataFrame:
    """Scores by date, or of consecutive days (NaN: not rated)."""
    if not isinstance(scores, Mapping):
        days = pd.date_range(start, periods=len(scores))
        scores = {str(d.date()): s for d, s in zip(days, scores, strict=True) if s == s}  # noqa: PLR0124
    means = [float(score) for score in scores.values()]
    return pd.DataFrame(
        {
            "client": "ana",
            "date": pd.to_datetime([*scores]).astype("datetime64[us]"),
            "n_ratings": 1,
            "score_mean": pd.Series(means, dtype="float64"),
            "score_worst": pd.Series(means, dtype="float64"),
        }
    )


def weekly_scores(
    rows: Mapping[str, tuple[int, float]], moments: Sequence[str] = ()
) -> pd.DataFrame:
    """(n_days, score_mean) by Monday; the moments of each week, unstated unless given."""
    return pd.DataFrame(
        {
            "client": "ana",
            "week_start": pd.to_datetime([*rows]).astype("datetime64[us]"),
            "n_days": pd.Series([n for n, _ in rows.values()], dtype="int64"),
            "score_mean": pd.Series([mean for _, mean in rows.values()], dtype="float64"),
            "score_worst": pd.Series([mean for _, mean in rows.values()], dtype="float64"),
            "moments": pd.Series(moments or ["unstated"] * len(rows), dtype="str"),
        }
    )


def change(**cells: Any) -> pd.DataFrame:
    """One row of ``stiffness_change``: lower, 6.0 to 3.5 over 8 weeks, unless stated otherwise."""
    row = {
        "client": "ana",
        "baseline_start": "2026-06-01", "baseline_end": "2026-06-28",
        "baseline_days": 22, "baseline_mean": 6.0,
        "recent_start": "2026-06-29", "recent_end": "2026-07-26",
        "recent_days": 20, "recent_mean": 3.5, "own_variation_points": 1.25,
        "verdict": "lower", "benchmark": "pain-nrs", "moments": "waking",
        "best_mean": NAN, "up_from_best_points": NAN, "days_for_verdict": 10, "rated_days": 50,
        "is_rated_after_only": False,
        "is_baseline_stated": False,
        "last_heard_start": None, "last_heard_end": None, "last_heard_mean": NAN,
        "is_worse_when_last_heard": pd.NA, "is_held_to_one_moment": False,
    } | cells  # fmt: skip
    row.setdefault("change_points", row["recent_mean"] - row["baseline_mean"])
    for name in [name for name in row if name.endswith(("_start", "_end"))]:
        row[name] = pd.Timestamp(row[name])
    return pd.DataFrame([row]).astype({"is_worse_when_last_heard": "boolean"})


def events(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Date, kind, label."""
    table = pd.DataFrame(
        [("ana", *row) for row in rows], columns=["client", "date", "kind", "label"]
    )
    return table.assign(date=pd.to_datetime(table["date"]))


def pauses(*rows: tuple[str, str | None, str]) -> pd.DataFrame:
    """Start, end, reason."""
    table = pd.DataFrame(
        [("ana", *row) for row in rows], columns=["client", "start", "end", "reason"]
    )
    return table.assign(start=pd.to_datetime(table["start"]), end=pd.to_datetime(table["end"]))


def practice(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Weeks of ``weekly_practice`` by Monday: 6 of 10, some done, unless stated otherwise."""
    usual = {"prescribed": 10.0, "done": 6, "counted": 6.0, "is_partial": False}
    made = [
        {"client": "ana", "week_start": pd.Timestamp(week), **usual, "state": "some done", **cells}
        for week, cells in rows.items()
    ]
    table = _typed(made, [*usual, "state"], "week_start")
    return table.assign(held_to=pd.Series("prescribed", index=table.index, dtype="str"))


def weekly(rows: Iterable[Mapping[str, Any]], period: str = "week_start") -> pd.DataFrame:
    """Rows of ``weekly_adherence``: 2 of 3, some done, unless stated otherwise."""
    usual = {
        "eligible_days": 7, "prescribed": 3.0, "done": 2, "counted": 2.0, "is_partial": False,
    }  # fmt: skip
    made = [
        {"client": "ana", "exercise": "down-dog", **usual, "state": "some done", **row}
        for row in rows
    ]
    for row in made:
        row[period] = pd.Timestamp(row[period])
    return _typed(made, ["exercise", *usual, "state"], period)


def _typed(made: list[dict[str, Any]], names: list[str], period: str) -> pd.DataFrame:
    table = pd.DataFrame(made, columns=["client", period, *names])
    dtypes = {"prescribed": "float64", "counted": "float64", "is_partial": "bool", "done": "int64"}
    table = table.astype(dtypes | {"state": pd.CategoricalDtype(STATES)})
    return table.astype({period: "datetime64[us]"})


def overall(rows: Mapping[str, Mapping[str, Any]], key: str = "exercise") -> pd.DataFrame:
    """Rows of ``overall_adherence`` by exercise or area: done, prescribed; the rest follows."""
    made = []
    for name, cells in rows.items():
        row = {"done": 0, "prescribed": NAN, "partial": 0, "band": "some", **cells}
        row.setdefault("held_to", "" if math.isnan(row["prescribed"]) else "prescribed")
        row.setdefault("counted", min(row["done"], row["prescribed"]))
        row.setdefault("adherence", row["counted"] / row["prescribed"])
        made.append({"client": "ana", key: name, **row})
    columns = [
        "client", key, "prescribed", "done", "partial", "counted", "adherence", "band", "held_to",
    ]  # fmt: skip
    return pd.DataFrame(made, columns=columns)


def calendar(rows: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """States of ``daily_practice`` by exercise and date; a + is a session outside the programme."""
    made = [
        ("ana", exercise, pd.Timestamp(date), state.rstrip("+"), state.endswith("+"))
        for exercise, days in rows.items()
        for date, state in days.items()
    ]
    columns = ["client", "exercise", "date", "state", "is_unprescribed"]
    table = pd.DataFrame(made, columns=columns).assign(is_as_needed=False)
    return table.astype({"state": pd.CategoricalDtype(DAY_STATES), "is_unprescribed": "bool"})


def drawn(ax: Axes, gid: str) -> list[Any]:
    """Artists of an axes by what they stand for."""
    return [artist for artist in ax.findobj(Artist) if artist.get_gid() == gid]


def shows_the_whole_scale(limits: tuple[float, float]) -> bool:
    """Whether an axis of scores runs from under 0 to over 10, upwards."""
    return limits[0] < 0 and limits[1] > 10


def words(ax: Axes, gid: str) -> list[str]:
    return [artist.get_text() for artist in drawn(ax, gid)]


def all_words(figure: Figure) -> str:
    """Every text of a figure, line breaks as spaces."""
    return " | ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))


def legend_words(ax: Axes) -> list[str]:
    texts = (text for part in legends_of(ax) for text in part.get_texts())
    return [" ".join(text.get_text().split()) for text in texts]


def faults(figure: Figure) -> list[str]:
    """Texts that overlap, leave the figure, or are too small to read on paper."""
    figure.draw_without_rendering()  # lays all out; nobody looks at the dots
    boxes = [
        (text, text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip()
    ]
    found = []
    for place, (text, box) in enumerate(boxes):
        said = text.get_text().replace("\n", " ")[:40]
        edge = figure.bbox
        if min(box.x0, box.y0) < -1 or box.x1 > edge.x1 + 1 or box.y1 > edge.y1 + 1:
            found.append(f"outside: {said}")
        if text.get_fontsize() < 8:
            found.append(f"too small: {said}")
        for other, its_box in boxes[place + 1 :]:
            across = min(box.x1, its_box.x1) - max(box.x0, its_box.x0)
            up = min(box.y1, its_box.y1) - max(box.y0, its_box.y0)
            if across > 1 and up > 1:
                found.append(f"overlap: {said} / {other.get_text()[:40]}")
    return found
