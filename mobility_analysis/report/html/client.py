"""One client's page in HTML: one file, no script, no request to any host, readable anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import Picture
from mobility_analysis.report.figures import figures_of
from mobility_analysis.report.html.movement import (
    dose_table,
    every_check_table,
    movement_table,
)
from mobility_analysis.report.html.tables import (
    SmallTable,
    account_table,
    area_table,
    before_after_table,
    exercise_table,
    marked_days_table,
    problems_table,
    programme_table,
    session_rows,
    stiffness_weeks_table,
    window_days_table,
    window_sums,
)
from mobility_analysis.report.summary import (
    KIND_OF_PAGE,
    KeyFigure,
    definition_words,
    key_figures,
    lead_words,
    period_words,
    practice_sum,
    small_print,
    topics_to_talk_about,
)
from mobility_analysis.words.log import describe_facts
from mobility_analysis.words.movement.checks import (
    MOVEMENT_DEFINITION,
    describe_movement_checks,
    describe_movement_tests,
)
from mobility_analysis.words.movement.doses import describe_dose_changes
from mobility_analysis.words.numbers import (
    GET_HELP,
    MUST_CARRY,
    RECENT_NAME,
    count_words,
    date_words,
)
from mobility_analysis.words.practice import describe_adherence, describe_unprescribed
from mobility_analysis.words.signals import (
    describe_before_after,
    describe_practice_and_stiffness,
    describe_trend,
)
from mobility_analysis.words.stiffness import describe_stiffness_change, window_moments

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


SHOWN_NOTES = 5
NO_FIGURE = "–"  # a key figure that cannot be given


class Why(NamedTuple):
    """What a figure opens to: the sum and the rows behind it; a card names its own question."""

    summary: str
    lines: tuple[str, ...]
    tables: tuple[SmallTable, ...] = ()


class Card(NamedTuple):
    """A key figure with its why."""

    key: KeyFigure
    why: Why


class Section(NamedTuple):
    """One part of the page."""

    id: str
    heading: str
    lines: tuple[str, ...] = ()
    figures: tuple[Picture, ...] = ()
    tables: tuple[SmallTable, ...] = ()
    whys: tuple[Why, ...] = ()


class Note(NamedTuple):
    """A note as written, and what it was written beside."""

    heading: str
    words: str


@cache
def page_environment() -> Environment:
    """Return the templates; whatever they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mobility_analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def template_text(name: str) -> Markup:
    """Return a file of our own that stands in a page as it is: style or script."""
    from markupsafe import Markup

    folder = resources.files("mobility_analysis.report").joinpath("templates")
    return Markup(folder.joinpath(name).read_text(encoding="utf-8").strip())  # noqa: S704


def summary_html(
    contents: ClientContents,
    pictures: Mapping[str, Picture] | None = None,
    *,
    has_tables: bool = True,
) -> str:
    """Return one client's page as one self-contained HTML file.

    ``pictures`` are by the names that ``client_figures`` gives them. The tables are linked where
    ``has_tables`` says that they stand beside the page.
    """
    notes = _notes(contents)
    template = page_environment().get_template("summary.html.jinja")
    return template.render(
        css=template_text("style.css"),
        kind=KIND_OF_PAGE,
        name=contents.client,
        period=period_words(contents),
        cards=_cards(contents),
        lead=lead_words(contents),
        topics=topics_to_talk_about(contents),
        help=GET_HELP,
        must_carry=MUST_CARRY,
        sections=_sections(contents, pictures or {}),
        notes=notes,
        older_notes=f"{count_words(len(notes) - SHOWN_NOTES, 'older note')}",
        trust=(describe_facts(contents.facts),),
        account=account_table(contents),
        problems=problems_table(contents),
        small_print=small_print(contents)[len(MUST_CARRY) :],
        has_tables=has_tables,
    )


def _notes(contents: ClientContents) -> list[Note]:
    return [
        Note(f"{date_words(row['date'])} · {row['about']}", row["note"])
        for _, row in contents.notes.iterrows()
    ]


def _cards(contents: ClientContents) -> list[Card]:
    whys = (_why_practice, _why_stiffness, _why_least, _why_movement)
    keys = key_figures(contents)
    asked = _questions(keys)
    return [
        Card(key, why(contents)._replace(summary=question))
        for key, question, why in zip(keys, asked, whys, strict=False)
    ]


def _questions(keys: Sequence[KeyFigure]) -> list[str]:
    """Return for each figure the question that opens its why, no two alike.

    A screen reader lists them without what stands around them.
    """
    figures = [key.figure for key in keys]
    return [
        f"Why no number: {key.label}?" if key.figure == NO_FIGURE
        else f"Why {key.figure}, {key.label}?" if figures.count(key.figure) > 1
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


def _some(pictures: Mapping[str, Picture], section: str) -> tuple[Picture, ...]:
    """Return the pictures of a part of the page that this client has."""
    return tuple(pictures[name] for name in figures_of(section) if name in pictures)


def _sections(contents: ClientContents, pictures: Mapping[str, Picture]) -> list[Section]:
    checked = (_movement,) if contents.has_checks else ()
    made = (_over_time, _practice, _trained, _stiffness, *checked, _together)
    return [make(contents, pictures) for make in made]


def _over_time(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    why = Why("Why these numbers? The weeks", (definition_words(c),), (stiffness_weeks_table(c),))
    marked = marked_days_table(c)
    return Section(
        "over-time",
        "Practice and stiffness over time",
        figures=_some(pictures, "over-time"),
        tables=(marked,) if marked.rows else (),
        whys=(why,),
    )


def _practice(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    practice = describe_adherence(
        c.adherence_overall,
        as_of=c.as_of,
        start=c.first_day,
        has_sessions=c.has_sessions,
        not_read=c.practice_not_read,
    )
    # Nothing can stand outside a programme where there is none, or where nothing was logged.
    outside = describe_unprescribed(c.unprescribed, names=c.names)
    lines = (practice, outside) if c.has_sessions and c.has_programme else (practice,)
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
        lines,
        _some(pictures, "practice"),
        (
            exercise_table(c),
            *((programme_table(c),) if c.has_programme else ()),
            *((doses,) if doses.rows else ()),
        ),
        (why,),
    )


def _trained(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    return Section(
        "trained",
        "What was trained",
        (),
        _some(pictures, "trained"),
        (area_table(c),),
    )


def _stiffness(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    lines = (
        _change(c),
        *((describe_trend(c.stiffness_change),) if len(c.stiffness_daily) else ()),
        describe_before_after(c.before_after, names=c.names),
    )
    why = Why(
        "Why these numbers? The rated days of both windows",
        (*window_sums(c), definition_words(c)),
        (window_days_table(c), stiffness_weeks_table(c)),
    )
    tables: Sequence[SmallTable] = (before_after_table(c),) if len(c.before_after) > 1 else ()
    return Section(
        "stiffness",
        "Self-rated stiffness",
        tuple(dict.fromkeys(lines)),
        _some(pictures, "stiffness"),
        tuple(tables),
        (why,),
    )


def _movement(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    return Section(
        "movement",
        "Movement checks",
        (describe_movement_checks(c.movement_checks, not_read=c.checks_not_read),),
        _some(pictures, "movement"),
        (movement_table(c),),
        (_why_movement(c)._replace(summary="How each test is done, and every check"),),
    )


def _together(c: ClientContents, pictures: Mapping[str, Picture]) -> Section:
    together = describe_practice_and_stiffness(
        c.practice_and_stiffness, c.practice_and_stiffness_weeks, c.stiffness_change
    )
    return Section(
        "together",
        "Practice and stiffness together",
        (together,),
        _some(pictures, "together"),
    )
