"""A client's page on paper: its description as data of a template, its charts as pictures."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mobility_analysis.charts.parts.letters import UNPRINTABLE, printable
from mobility_analysis.charts.parts.text import shortened_in_middle, told_apart, width_mm
from mobility_analysis.charts.parts.theme import Surroundings, style
from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.measures.days import SHOWN_WEEKS
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figures import figure_alt
from mobility_analysis.report.page.describe import Areas, Page, describe_page
from mobility_analysis.report.paper.charts import (
    HISTORY_MM,
    ROW_MM,
    TEXT_PT,
    Entry,
    Grid,
    Panel,
    handed_over,
    history,
    key_data,
    loads,
    panels,
    samples_svg,
    shown_weeks,
)
from mobility_analysis.report.png import dots_of, png_bytes
from mobility_analysis.report.summary import practice_words
from mobility_analysis.report.typeset import LACKING, PAGE_DPI, page_colours, said_by, typeset
from mobility_analysis.words.numbers import number_words, window_words
from mobility_analysis.words.reasons import recent_name

TEMPLATE = "page.typ"
STIFFNESS, MONTHS, WEEKS = "02-stiffness", "03-stiffness-by-month", "06-weeks"
SHARE_OF_PRACTICE = 0.36  # of the height of both plots
MAX_NOTES = 12  # more than the page has room for
MAX_AREAS = 30
LOADS = "load: the first and the newest logged"
WIDTH_MM, LISTS_MM, GUTTER_MM = 186.0, 108.0, 5.0  # of the page, its areas, the notes beside
NOTES_MM = WIDTH_MM - LISTS_MM - GUTTER_MM
AREA_MM, DONE_MM, BAR_MM, COLUMN_MM = 46.0, 26.0, 10.0, 2.0  # at most; between columns
MORE = "more on the HTML page"
IN_FULL = "In full on the HTML page."
HISTORY = "stiffness by month since the start"
HEADINGS = {"topics": "To talk about", "notes": "In their words"}


class PaperPage:
    """One client's page, one sheet of A4.

    Attributes
    ----------
    page : Page
        What it says.
    """

    def __init__(self, contents: ClientContents, *, greyscale: bool = False) -> None:
        self.page = describe_page(contents)
        around = Surroundings(is_drawn=False)  # legends are the page's
        with style(greyscale=greyscale, text_pt=TEXT_PT, around=around):
            drawn = _Drawn(contents)
            data = {
                **_words(self.page),
                **drawn.data(),
                "palette": page_colours(greyscale=greyscale),
                "plan": None,
            }
            plan = said_by(TEMPLATE, "plan", data)
            grid, self._pictures = drawn.planned(plan)
        self._data = {**data, "grid": {**data["grid"], **grid}, "plan": plan}

    def pdf(self) -> bytes:
        """Return the page as a PDF, tagged for those who listen to it."""
        (made,) = typeset(TEMPLATE, self._data, "pdf", pictures=self._pictures)
        return made

    def png(self, dpi: int) -> bytes:
        """Return the page as a picture, with whose it is and what it says inside."""
        (made,) = typeset(TEMPLATE, self._data, "png", pictures=self._pictures, dpi=dpi)
        return png_bytes(dots_of(made), dpi=dpi, title=self.page.title, alt=self.page.lead)

    def write(self, path: Path) -> list[Path]:
        """Write the page as PDF and PNG, whole or not at all; ``path`` is without its ending."""
        files = {path.with_suffix(".pdf"): self.pdf(), path.with_suffix(".png"): self.png(PAGE_DPI)}
        write_whole(files)
        return list(files)


def _words(page: Page) -> dict[str, Any]:
    """Return what the page says, as data."""
    headings = {part.id.replace("-", "_"): part.heading for part in page.sections}
    return {
        "title": page.title,
        "about": page.lead,
        "client": page.client,
        "kind": page.kind,
        "period": page.period,
        "cards": [{**key._asdict(), "label": key.label} for key in (c.key for c in page.cards)],
        "lead": " ".join(filter(None, [page.lead, page.outside])),
        "topics": page.topics,
        "help": [tier._asdict() for tier in page.help],
        "must_carry": " ".join(page.must_carry),
        "headings": headings | HEADINGS,
        "areas": _areas(page),
        "notes": [
            {
                "heading": _on_a_line(note.heading),
                "words": note.words,
                "is_right_to_left": is_right_to_left(note.words),
            }
            for note in page.notes[:MAX_NOTES]
        ],
        "n_notes": len(page.notes),
        "no_notes": page.no_notes,
        "more_notes": [
            f"{number_words(len(page.notes) - shown)} {MORE}"
            for shown in range(min(len(page.notes), MAX_NOTES) + 1)
        ],
        "more": MORE,
        "in_full": IN_FULL,
        "small_print": [line for line in page.small_print if line != page.stated],
        "stated": page.stated,
        "left_out": [*map(_lower, page.left_out), "all rows"],
        "when_dropped": {
            "grid": [_lower(page.section("practice").heading)],
            "lists": [_lower(page.section("trained").heading), _lower(HEADINGS["notes"])],
            "history": [HISTORY],
        },
        "lacking": f"{LACKING}; the HTML page shows it.",
        "to_write": page.to_write,
        "room_mm": {
            "width": WIDTH_MM,
            "lists": LISTS_MM,
            "gutter": GUTTER_MM,
            "area": AREA_MM,
            "done": DONE_MM,
            "bar": BAR_MM,
            "column": COLUMN_MM,
        },
    }


def _on_a_line(heading: str) -> str:
    """Shorten what a note was written beside in its middle, where it has no room for all.

    Letters that another font has are left to the page.
    """
    if UNPRINTABLE in printable(heading):
        return heading
    return shortened_in_middle(heading, width=NOTES_MM, size=TEXT_PT)


def _room_for_only(areas: Areas) -> float:
    """Return how wide the names may be of exercises that alone train an area."""
    wide = [
        min(most, max(width_mm(words, size=TEXT_PT) for words in column))
        for most, column in (
            (AREA_MM, ["area", *(row.name for row in areas.rows)]),
            (DONE_MM, [areas.when, *(row.done for row in areas.rows)]),
        )
    ]
    bar = BAR_MM + COLUMN_MM if any(not math.isnan(row.share) for row in areas.rows) else 0.0
    return LISTS_MM - sum(wide) - bar - 2 * COLUMN_MM


def _areas(page: Page) -> dict[str, Any]:
    """Return the focus areas; exercises that alone train one of them are told apart."""
    (areas,) = page.section("trained").of("areas")
    names = [row.only for row in areas.rows[:MAX_AREAS] if row.only]
    short = told_apart(names, width=_room_for_only(areas), size=TEXT_PT) if names else {}
    rows = [
        {
            **row._asdict(),
            "share": None if math.isnan(row.share) else row.share,
            "only": short.get(row.only, ""),
        }
        for row in areas.rows[:MAX_AREAS]
    ]
    has_share = any(row["share"] is not None for row in rows)
    headers = {"share": has_share, "only exercise": bool(names)}
    return {
        "columns": ("area", areas.when, *(name for name, is_there in headers.items() if is_there)),
        "has_share": has_share,
        "has_only": bool(names),
        "aside": "areas overlap" if rows else "",
        "rows": rows,
        "said": areas.said,
    }


def _lower(heading: str) -> str:
    """Return a heading as a sentence names it."""
    return f"{heading[:1].lower()}{heading[1:]}"


def is_right_to_left(words: str) -> bool:
    """Whether the first letter of words is of a script that is written from right to left.

    Examples
    --------
    >>> is_right_to_left("2 \u05e9\u05dc\u05d5\u05dd"), is_right_to_left("ok")
    (True, False)
    """
    ways = (unicodedata.bidirectional(letter) for letter in words)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)


class _Drawn:
    """The charts of a page, drawn; how high they are is not known yet."""

    def __init__(self, contents: ClientContents) -> None:
        self.contents = contents
        self.weeks = shown_weeks(contents)
        self.panels: tuple[Panel, Panel] | None = None
        self.panels_key: list[Entry] = []
        self.history: Panel | None = None
        self.grid: Grid | None = None
        if self.weeks is not None:
            stiffness, months = (figure_alt(contents, name) for name in (STIFFNESS, MONTHS))
            self.panels = panels(contents, self.weeks, (practice_words(contents), stiffness))
            self.panels_key = handed_over()
            self.history = history(contents, self.weeks, months)
            self.grid = Grid(contents, self.weeks)

    def data(self) -> dict[str, Any]:
        """Return what the template must know to share out its room."""
        key = self.panels_key
        practice, stiffness = self.panels or (None, None)
        grid = self.grid
        return {
            "practice": _panel_data(practice),
            "stiffness": _panel_data(stiffness),
            "history": _panel_data(self.history),
            "practice_share": SHARE_OF_PRACTICE,
            "history_mm": HISTORY_MM,
            "row_mm": ROW_MM,
            "window": self._window(),
            "panels_key": key_data(key, 0),
            "n_samples": len(key) + (len(grid.key) if grid else 0),
            "charts_lack_letters": self._lack_letters(),
            "grid": {
                "n": len(grid.exercises) if grid else 0,
                "key": key_data(grid.key, len(key)) if grid else [],
                "columns": ("exercise", "weeks", recent_name(self.contents), "load"),
                "aside": LOADS if loads(self.contents) else "",
            },
        }

    def _lack_letters(self) -> bool:
        """Whether labels in the charts, which have the one font, hold letters that it lacks."""
        log = self.contents.log
        labels = [*log.events["label"], *log.pauses["reason"]]
        return any(UNPRINTABLE in printable(label) for label in labels)

    def _window(self) -> str:
        if self.weeks is None:
            return ""
        shown = window_words(self.weeks.start, min(self.weeks.end, self.contents.as_of))
        return f"{shown}, the last {SHOWN_WEEKS} weeks" if self.weeks.is_cut else shown

    def planned(self, plan: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Return the rows of the grid, and each chart as high as the plan has room for."""
        if self.panels is None or self.grid is None:
            return {}, {}
        practice, stiffness = self.panels
        tall = SHARE_OF_PRACTICE * plan["plots"]
        pictures = {
            "practice.svg": practice.svg(tall),
            "stiffness.svg": stiffness.svg(plan["plots"] - tall),
            "samples.svg": samples_svg([*self.panels_key, *self.grid.key]),
        }
        if plan["history"] and self.history is not None:
            pictures["history.svg"] = self.history.svg(HISTORY_MM)
        grid: dict[str, Any] = {}
        if plan["rows"]:
            exercises, what = self.grid.chosen(plan["rows"])
            n_left = len(self.grid.exercises) - len(exercises)
            grid = {
                "rows": [row._asdict() for row in self.grid.rows(exercises)],
                "more": f"Shown: {what}. {number_words(n_left)} {MORE}." if n_left else "",
                "alt": figure_alt(self.contents, WEEKS),
            }
            pictures["weeks.svg"] = self.grid.svg(exercises, grid["alt"])
        return grid, pictures


def _panel_data(panel: Panel | None) -> dict[str, Any] | None:
    """Return what the template says of a panel, and the room around its plot."""
    if panel is None:
        return None
    return {
        "title": panel.title,
        "words": panel.words,
        "alt": panel.alt,
        "above": panel.above,
        "around": panel.around,
    }
