"""One client's page described in reading order; a template of HTML and one of paper render it.

What is said of a client is said here once. Blocks that paper has no room for are marked so, and
paper names what it leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figures import figure_alts, figures_of
from mobility_analysis.report.page.movement import (
    dose_table,
    every_check_table,
    movement_table,
)
from mobility_analysis.report.page.tables import (
    SmallTable,
    account_table,
    area_table,
    before_after_table,
    exercise_table,
    has_both_windows,
    marked_days_table,
    problems_table,
    programme_ended,
    programme_table,
    session_rows,
    stiffness_weeks_table,
    window_days_table,
    window_sums,
)
from mobility_analysis.report.summary import (
    KeyFigure,
    definition_words,
    is_all_recent,
    key_figures,
    lead_words,
    period_words,
    practice_sum,
    practice_words,
    small_print,
    stated_words,
    topics_to_talk_about,
)
from mobility_analysis.words.counted import done_words
from mobility_analysis.words.log import describe_facts, no_notes_words
from mobility_analysis.words.movement.checks import (
    MOVEMENT_DEFINITION,
    describe_movement_checks,
    describe_movement_tests,
)
from mobility_analysis.words.movement.doses import describe_dose_changes
from mobility_analysis.words.numbers import (
    GET_HELP,
    KIND_OF_PAGE,
    MUST_CARRY,
    RECENT_NAME,
    Help,
    area_words,
    day_words,
    list_words,
)
from mobility_analysis.words.practice import (
    NO_AREA,
    describe_unprescribed,
    unknown_words,
)
from mobility_analysis.words.reasons import recent_name
from mobility_analysis.words.signals import (
    describe_before_after,
    describe_practice_and_stiffness,
    describe_trend,
)
from mobility_analysis.words.stiffness import describe_stiffness_change, window_moments
from mobility_analysis.words.titles.outside import areas_of_done, outside_areas_words, outside_words

TO_WRITE = ("Agreed today", "Programme", "Next review")
OVER_TIME = "over-time"  # paper has its charts, empty ones too
NO_FIGURE = "–"  # a key figure that cannot be given


class Words(NamedTuple):
    """A paragraph."""

    words: str
    on_paper: bool = False
    on_screen: bool = True
    kind: str = "words"


class Chart(NamedTuple):
    """A chart by its name in the registry, and what it shows in words."""

    name: str
    alt: str
    on_paper: bool = False
    on_screen: bool = True
    kind: str = "chart"


class Rows(NamedTuple):
    """A table."""

    table: SmallTable
    on_paper: bool = False
    on_screen: bool = True
    kind: str = "rows"


class Why(NamedTuple):
    """What a figure opens to: the sum and the rows behind it."""

    summary: str
    lines: tuple[str, ...]
    tables: tuple[SmallTable, ...] = ()
    on_paper: bool = False
    on_screen: bool = True
    kind: str = "why"


class AreaRow(NamedTuple):
    """One focus area: its name, what was done of it, the share, its exercise if it has one only."""

    name: str
    done: str
    share: float
    only: str


class Areas(NamedTuple):
    """The focus areas in use lately, one under the other, and what is said beside or instead."""

    when: str
    rows: tuple[AreaRow, ...]
    said: str
    on_paper: bool = True
    on_screen: bool = False
    kind: str = "areas"


Block = Words | Chart | Rows | Why | Areas


class Card(NamedTuple):
    """A key figure with its why."""

    key: KeyFigure
    why: Why


class Section(NamedTuple):
    """One part of the page."""

    id: str
    heading: str
    blocks: tuple[Block, ...]

    def of(self, kind: str) -> tuple[Any, ...]:
        """Return the blocks of a kind, in their order."""
        return tuple(block for block in self.blocks if block.kind == kind)


class Note(NamedTuple):
    """A note as written, and what it was written beside."""

    heading: str
    words: str


class Page(NamedTuple):
    """One client's page.

    Attributes
    ----------
    client, kind, period : str
        Whose page it is, what it is about, over which days.
    cards : tuple of Card
        The key figures, each with the sum and the rows behind it.
    lead : str
        The paragraph that says it all.
    outside : str
        What stands outside the programme and in no other figure; empty where nothing does.
    topics : tuple of str
        What to talk about.
    help : tuple of Help
        When to get help.
    must_carry : tuple of str
        What no page may leave out.
    sections : tuple of Section
        The parts below, with charts and tables.
    notes : tuple of Note
        In the client's words, the newest first.
    trust : tuple of str
        What the figures rest on.
    account, problems : SmallTable
        The rows read, and those set aside.
    small_print : tuple of str
        What the figures mean, what the user stated, which rows were used.
    stated : str
        What the user stated, as it stands in the small print; it may be long.
    to_write : tuple of str
        What there is room to write down for; on paper alone.
    """

    client: str
    kind: str
    period: str
    cards: tuple[Card, ...]
    lead: str
    outside: str
    topics: tuple[str, ...]
    help: tuple[Help, ...]
    must_carry: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    no_notes: str
    trust: tuple[str, ...]
    account: SmallTable
    problems: SmallTable
    small_print: tuple[str, ...]
    stated: str
    to_write: tuple[str, ...] = TO_WRITE

    @property
    def title(self) -> str:
        """Whose page it is and what it is about, on one line."""
        return f"{self.client}: {self.kind[:1].lower()}{self.kind[1:]}"

    @property
    def left_out(self) -> tuple[str, ...]:
        """The parts of which nothing stands on paper, as their headings name them."""
        return tuple(
            section.heading
            for section in self.sections
            if section.id != OVER_TIME and not any(block.on_paper for block in section.blocks)
        )

    def section(self, name: str) -> Section:
        """Return a part by its id."""
        return next(section for section in self.sections if section.id == name)


@lru_cache(maxsize=1)
def describe_page(contents: ClientContents) -> Page:
    """Describe one client's page: all that its templates say.

    The last one is remembered, since paper and screen ask for it one after the other.
    """
    none = no_notes_words(contents.log)
    return Page(
        client=contents.client,
        kind=KIND_OF_PAGE,
        period=period_words(contents),
        cards=_cards(contents),
        lead=lead_words(contents),
        outside=_outside(contents),
        topics=topics_to_talk_about(contents),
        help=GET_HELP,
        must_carry=MUST_CARRY,
        sections=page_sections(contents),
        notes=_notes(contents),
        no_notes=f"{none[:1].upper()}{none[1:]}.",
        trust=(describe_facts(contents.facts),),
        account=account_table(contents),
        problems=problems_table(contents),
        small_print=small_print(contents)[len(MUST_CARRY) :],
        stated=stated_words(contents),
    )


def _outside(c: ClientContents) -> str:
    return outside_words(c.unprescribed, None if is_all_recent(c) else c.recent_start)


def _notes(contents: ClientContents) -> tuple[Note, ...]:
    columns = contents.notes[["date", "about", "note"]]
    return tuple(
        Note(f"{day_words(day, contents.as_of)} · {about}", note)
        for day, about, note in columns.itertuples(index=False)
    )


def _cards(contents: ClientContents) -> tuple[Card, ...]:
    whys = (_why_practice, _why_stiffness, _why_least, _why_movement)
    keys = key_figures(contents)
    return tuple(
        Card(key, why(contents)._replace(summary=question))
        for key, question, why in zip(keys, questions(keys), whys, strict=False)
    )


def questions(keys: Sequence[KeyFigure]) -> list[str]:
    """Return for each figure the question that opens its why, no two alike.

    A screen reader lists them without what stands around them.
    """
    figures = [key.figure for key in keys]
    return [
        f"Why no number: {key.name}?" if key.figure == NO_FIGURE
        else f"Why {key.figure}, {key.name}?" if figures.count(key.figure) > 1
        else f"Why {key.figure}?"
        for key in keys
    ]  # fmt: skip


def _why_practice(contents: ClientContents) -> Why:
    lines = (*practice_sum(contents), definition_words(contents))
    return Why("", lines, (exercise_table(contents), session_rows(contents)))


def _why_stiffness(contents: ClientContents) -> Why:
    lines = [_change(contents), *window_sums(contents)]
    return Why("", (*lines, definition_words(contents)), (window_days_table(contents),))


def _change(c: ClientContents) -> str:
    moments = window_moments(c.log, c.stiffness_change)
    return describe_stiffness_change(
        c.stiffness_change,
        moments=moments,
        not_read=c.ratings_not_read,
    )


def _why_least(contents: ClientContents) -> Why:
    line = "Sessions done in each focus area; no share can be given."
    if not contents.has_number:
        line = "Sessions done in each focus area; no number was prescribed to hold them against."
    if contents.recent_by_focus_area["adherence"].notna().any():
        line = "Sessions counted in each focus area."
    return Why("", (line,), (area_table(contents),))


def _why_movement(contents: ClientContents) -> Why:
    lines = (MOVEMENT_DEFINITION, describe_movement_tests(contents.movement_checks))
    return Why("", lines, (every_check_table(contents),))


def page_sections(contents: ClientContents) -> tuple[Section, ...]:
    """Return the parts below the key figures; that of movement where it was checked."""
    alts = figure_alts(contents)
    checked = (_movement,) if contents.has_checks else ()
    made = (_over_time, _practice, _trained, _stiffness, *checked, _together)
    return tuple(make(contents, alts) for make in made)


def _charts(alts: dict[str, str], section: str, *on_paper: str) -> tuple[Chart, ...]:
    """Return the charts of a part of the page that this client has."""
    names = (name for name in figures_of(section) if name in alts)
    return tuple(Chart(name, alts[name], name in on_paper) for name in names)


def _over_time(c: ClientContents, alts: dict[str, str]) -> Section:
    why = Why("Why these numbers? The weeks", (definition_words(c),), (stiffness_weeks_table(c),))
    marked = marked_days_table(c)
    charts = _charts(alts, "over-time", "01-practice-and-stiffness")
    return Section(
        OVER_TIME,
        "Practice and stiffness over time" if charts else "Week by week",
        (
            *charts,
            *((Rows(marked),) if marked.rows else ()),
            why,
        ),
    )


def _practice(c: ClientContents, alts: dict[str, str]) -> Section:
    practice = practice_words(c)
    outside = describe_unprescribed(
        c.unprescribed,
        names=c.names,
        not_read=c.programme_not_read,
        has_programme=c.has_programme,
    )
    lines = (practice, outside) if c.has_sessions and outside else (practice,)
    doses = dose_table(c)
    if doses.rows:
        said = describe_dose_changes(c.dose_changes, names=c.names, not_read=c.practice_not_read)
        lines = (*lines, said)
    why = Why(
        f"Why these numbers? Every row of the {RECENT_NAME}",
        (definition_words(c), *practice_sum(c)),
        (session_rows(c),),
    )
    return Section(
        "practice",
        "What was done, exercise by exercise",
        (
            *map(Words, lines),
            *_charts(alts, "practice", "06-weeks"),
            Rows(exercise_table(c)),
            *_programme(c),
            *((Rows(doses),) if doses.rows else ()),
            why,
        ),
    )


def _programme(c: ClientContents) -> tuple[Block, ...]:
    """Return what is prescribed on the day of looking, or since when nothing is."""
    if c.log.programme.empty:
        return ()
    running = programme_table(c)
    return (Rows(running) if running.rows else Words(programme_ended(c)),)


def _trained(c: ClientContents, alts: dict[str, str]) -> Section:
    return Section(
        "trained",
        "What was trained",
        (*_charts(alts, "trained"), Rows(area_table(c)), areas_in_use(c)),
    )


def _stiffness(c: ClientContents, alts: dict[str, str]) -> Section:
    lines = (
        _change(c),
        *((describe_trend(c.stiffness_change),) if len(c.stiffness_daily) else ()),
        describe_before_after(c.before_after, names=c.names),
    )
    why = Why(
        f"Why these numbers? The rated days{' of both windows' if has_both_windows(c) else ''}",
        (*window_sums(c), definition_words(c)),
        (window_days_table(c), stiffness_weeks_table(c)),
    )
    return Section(
        "stiffness",
        "Self-rated stiffness",
        (
            *map(Words, dict.fromkeys(lines)),
            *_charts(alts, "stiffness"),
            *((Rows(before_after_table(c)),) if len(c.before_after) > 1 else ()),
            why,
        ),
    )


def _movement(c: ClientContents, alts: dict[str, str]) -> Section:
    return Section(
        "movement",
        "Movement checks",
        (
            Words(describe_movement_checks(c.movement_checks, not_read=c.checks_not_read)),
            *_charts(alts, "movement"),
            Rows(movement_table(c)),
            _why_movement(c)._replace(summary="How each test is done, and every check"),
        ),
    )


def _together(c: ClientContents, alts: dict[str, str]) -> Section:
    together = describe_practice_and_stiffness(
        c.practice_and_stiffness, c.practice_and_stiffness_weeks, c.stiffness_change
    )
    return Section(
        "together",
        "Practice and stiffness together",
        (Words(together), *_charts(alts, "together")),
    )


def areas_in_use(contents: ClientContents) -> Areas:
    """Return the areas in use in the last 28 days, the lowest share first.

    Where there are no shares, what was done most stands first.
    """
    when = recent_name(contents)
    if not contents.has_sessions:
        why = unknown_words(contents.practice_not_read)
        return Areas("", (), f"{why[:1].upper()}{why[1:]}.")
    table = contents.recent_by_focus_area
    in_use = table[(table["prescribed"] > TOLERANCE) | (table["done"] > 0)]
    keys = pd.DataFrame({"share": in_use["adherence"], "done": -in_use["done"]})
    ordered = in_use.loc[keys.sort_values(["share", "done"], kind="stable").index]
    rows = tuple(_area_row(row, contents) for _, row in ordered.iterrows())
    beside = _beside_the_programme(contents)
    if not rows:
        return Areas("", (), beside if contents.has_programme else NO_AREA)
    return Areas(when, rows, beside)


def _area_row(row: pd.Series[Any], contents: ClientContents) -> AreaRow:
    area = str(row["focus_area"])
    share = float(row["adherence"]) if pd.notna(row["adherence"]) else float("nan")
    return AreaRow(area_words(area), done_words(row), share, _only_exercise(area, contents))


def _only_exercise(area: str, contents: ClientContents) -> str:
    """Name the one exercise that trains an area lately; empty where there are more, or none."""
    recent = contents.recent_by_exercise
    is_in_use = (recent["prescribed"] > TOLERANCE) | (recent["done"] > 0)
    used = set(recent.loc[is_in_use, "exercise"].astype("str"))
    trains = contents.areas.loc[contents.areas["focus_area"] == area, "exercise"].astype("str")
    found = [exercise for exercise in trains if exercise in used]
    return contents.names.get(found[0], found[0]) if len(found) == 1 else ""


def _beside_the_programme(contents: ClientContents) -> str:
    """Name the areas trained lately outside the programme alone, and those not trained at all.

    Without a programme there are none of either.
    """
    if not contents.has_programme:
        return ""
    table, areas, when = contents.recent_by_focus_area, contents.areas, recent_name(contents)
    outside = contents.recent_unprescribed
    trained = areas_of_done(outside, areas)
    is_idle = ~(table["prescribed"] > TOLERANCE) & ~(table["done"] > 0)
    is_idle &= ~table["focus_area"].isin(trained)
    words = outside_areas_words(outside, areas, names=contents.names, when=when)
    said = [words] if words else []
    if is_idle.all():
        said.append(f"{NO_AREA.removesuffix('.')}, {when}.")
    elif is_idle.any():
        idle = [area_words(str(area)) for area in table.loc[is_idle, "focus_area"]]
        said.append(f"Not prescribed, none done, {when}: {list_words(idle)}.")
    return " ".join(said)
