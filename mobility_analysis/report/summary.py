"""The words of a summary page, the same on paper and on screen.

What to talk about is at most three points, each a fact with its numbers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis import __version__
from mobility_analysis.measures.adherence.targets import PLANNED_DAYS
from mobility_analysis.measures.caseload.reasons import next_programme
from mobility_analysis.measures.days import TOLERANCE, four_weeks_to
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.measures.limits import LOW_SHARE
from mobility_analysis.measures.stiffness.change import LEAST_CHANGE_POINTS
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.words.caseload import notes_words
from mobility_analysis.words.counted import (
    are_alike,
    areas_named,
    counted_of,
    describe_changed_programme,
    done_words,
    held_kind,
    held_words,
    is_in_part_only,
    is_left_out,
    least_done,
    most_done,
    share_words,
)
from mobility_analysis.words.dose import describe_readings
from mobility_analysis.words.log import (
    SILENCE_NOT_COUNTED,
    days_rated_words,
    describe_rows,
    set_aside_words,
)
from mobility_analysis.words.movement.checks import MOVEMENT_DEFINITION, box_words
from mobility_analysis.words.numbers import (
    MUST_CARRY,
    NONE_DUE,
    STIFFNESS_DEFINITION,
    count_words,
    cut_percent,
    date_words,
    defined_words,
    list_words,
    number_words,
    window_words,
)
from mobility_analysis.words.practice import (
    before_name,
    describe_adherence,
    describe_recent_practice,
    unknown_words,
)
from mobility_analysis.words.reasons import reason_sentence, recent_name
from mobility_analysis.words.stiffness import (
    brief_stiffness,
    describe_windows,
    is_rated_after_only,
    moment_name,
    window_moments,
)
from mobility_analysis.words.verdict import (
    first_name,
    has_windows,
    last_name,
    means_arrow,
    rated_words,
    written,
)

NOT_MEASURED = "Range of motion and function are not measured."


MAX_NAMES = 75  # letters of names that a box on paper has room for

MAX_TOPICS = 3


class KeyFigure(NamedTuple):
    """One of the figures on top: the figure, what it is, what it is held against."""

    figure: str
    name: str
    detail: str
    not_read: str = ""
    """What of its rows could not be read."""

    @property
    def label(self) -> str:
        """What the figure is, and what it lacks."""
        return f"{self.name}; {self.not_read}" if self.not_read else self.name


def definition_words(contents: ClientContents) -> str:
    """Say what practice and stiffness mean on a client's page.

    Without a programme or a plan, or where all is prescribed as needed, there are no shares to be
    defined.
    """
    held = contents.adherence_overall["held_to"].iloc[0] if len(contents.adherence_overall) else ""
    if held == PLANNED_DAYS:
        return defined_words("days with a session", "planned")
    if contents.has_number:
        return defined_words(held=held or "prescribed")
    why = "all is prescribed as needed" if contents.has_programme else "nothing was prescribed"
    return f"Practice: sessions logged as done; {why}. {STIFFNESS_DEFINITION}"


def period_words(contents: ClientContents) -> str:
    """Say over which days the page looks, from which day, and how new the log is."""
    facts = contents.facts
    if pd.isna(facts.first_day):
        return "no dated entry"
    newest = "no entry"
    if pd.notna(facts.last_entry):
        newest = f"newest entry {date_words(facts.last_entry)}"
    alone = f" · {SILENCE_NOT_COUNTED}" if facts.is_only_client else ""
    return (
        f"{window_words(contents.first_day, contents.as_of)} · as of "
        f"{date_words(contents.as_of)} · {newest}{alone}"
    )


def key_figures(contents: ClientContents) -> tuple[KeyFigure, ...]:
    """Return the figures to see first: practice, stiffness, what was least done; then a check.

    The fourth is there only for a client whose movement was checked.
    """
    checked = [_movement(contents)] if contents.has_checks else []
    return (_practice(contents), _stiffness(contents), _least(contents), *checked)


def _movement(contents: ClientContents) -> KeyFigure:
    figure = KeyFigure(*box_words(contents.movement_checks))
    return figure._replace(not_read=contents.checks_not_read)


def _practice(contents: ClientContents) -> KeyFigure:
    return _practice_figure(contents)._replace(not_read=contents.recent_practice_not_read)


def _practice_figure(contents: ClientContents) -> KeyFigure:
    weeks = recent_name(contents)
    if contents.recent_overall.empty:
        return KeyFigure("–", f"sessions, {weeks}", "none logged, none prescribed")
    row = contents.recent_overall.iloc[0]
    if row["band"] == "unknown" or not contents.has_sessions:
        return KeyFigure("unknown", f"sessions, {weeks}", unknown_words(contents.practice_not_read))
    if pd.isna(row["prescribed"]):
        kind = "as needed" if row["band"] == "as needed" else _no_programme(contents)
        sessions = "session" if row["done"] == 1 else "sessions"
        return KeyFigure(
            number_words(row["done"]),
            f"{sessions} done, {weeks}",
            kind,
        )
    before = _practice_before(contents)
    if row["prescribed"] <= TOLERANCE:
        return KeyFigure(NONE_DUE, "sessions", f"{weeks}{before}")
    figure = counted_of(row["counted"], row["prescribed"])
    return KeyFigure(figure, f"{held_words(row)} counted", f"{_in_part(row)}{weeks}{before}")


def _no_programme(contents: ClientContents) -> str:
    """Say that no programme is written down, or none yet."""
    begins = next_programme(contents.log, contents.as_of)
    if pd.isna(begins):
        is_read = not contents.programme_not_read
        return "no programme written down" if is_read else "the programme could not be read"
    return f"no programme yet: it begins on {date_words(begins)}"


def done_lately(contents: ClientContents) -> dict[str, str]:
    """Return what was done of each exercise in the last 28 days, in words, by its id.

    An exercise of a programme that has no row of these days, or only paused ones, was not due.
    """
    none = NONE_DUE if contents.has_programme else "none"
    said = dict.fromkeys(contents.adherence_by_exercise["exercise"].astype("str"), none)
    for _, row in contents.recent_by_exercise.iterrows():
        is_due = pd.isna(row["prescribed"]) or row["prescribed"] > TOLERANCE
        words = done_words(row, has_sessions=contents.has_sessions)
        said[str(row["exercise"])] = words if is_due or row["band"] == "unknown" else NONE_DUE
    return said


def is_all_recent(contents: ClientContents) -> bool:
    """Whether the last 28 days are the whole time."""
    return contents.recent_start == contents.first_day


def is_one_window(contents: ClientContents) -> bool:
    """Whether they are, with the same figures, so that one column or bar says both.

    Weeks that end on the day of looking and weeks from Monday may count differently.
    """
    recent = done_lately(contents)
    return is_all_recent(contents) and all(
        recent[str(row["exercise"])] == done_words(row, has_sessions=contents.has_sessions)
        for _, row in contents.adherence_by_exercise.iterrows()
    )


def _in_part(row: pd.Series[Any]) -> str:
    """Say that sessions were done in part where none was done in full; else nothing."""
    if row["done"] or not row["partial"]:
        return ""
    if not is_in_part_only(row):  # of a plan of practice days: sessions are no days
        return f"{count_words(row['partial'], 'session')} in part; "
    return f"0 in full, {number_words(row['partial'])} in part; "


def _practice_before(contents: ClientContents) -> str:
    before = contents.before_overall
    is_cut = contents.recent_start > four_weeks_to(contents.as_of)
    if is_cut or before.empty or before.iloc[0]["band"] in ("unknown", "not prescribed"):
        return ", self-reported"
    row = before.iloc[0]
    if pd.isna(row["prescribed"]) and not row["done"]:
        return ", self-reported"
    return f"; {before_name(contents.as_of, contents.first_day)}: {done_words(row)}"


def _stiffness(contents: ClientContents) -> KeyFigure:
    return _stiffness_figure(contents)._replace(not_read=contents.ratings_not_read)


def _stiffness_figure(contents: ClientContents) -> KeyFigure:
    label = "self-rated stiffness, 0 to 10"
    if contents.facts.is_rating_unread:
        return KeyFigure("unknown", label, "scores could not be read")
    if not contents.has_ratings or contents.stiffness_change.empty:
        return KeyFigure("not rated", label, "no rating in this log")
    if is_rated_after_only(contents.stiffness_change):
        ratings = count_words(contents.facts.n_ratings, "rating")
        return KeyFigure("no day rated", label, f"{ratings}, all straight after sessions")
    row = contents.stiffness_change.iloc[0]
    if pd.isna(row["change_points"]):
        return _without_means(row, label, contents)
    means = f"means of the {first_name(row)} and the {last_name(row)}"
    if row["verdict"] == "not enough ratings":
        means = f"too few days for a verdict: {rated_words(row)}"
    return KeyFigure(means_arrow(row), label, means)


def _without_means(row: pd.Series[Any], label: str, contents: ClientContents) -> KeyFigure:
    """Say why there are no two means to show, and what there is."""
    if row["verdict"] == "not comparable":
        return KeyFigure("not comparable", label, _moments_apart(contents))
    if not has_windows(row):
        day = date_words(row["windows_from"])
        said = f"{_rated_so_far(contents)}; no comparison before {day}"
        return KeyFigure("too early", label, said)
    if pd.notna(row["last_heard_mean"]):
        heard = written(row).last_heard
        day = date_words(row["last_heard_end"])
        return KeyFigure(heard, label, f"when last heard, to {day}; {rated_words(row)}")
    return KeyFigure("too few ratings", label, rated_words(row))


def _rated_so_far(contents: ClientContents) -> str:
    """Say on how many days a young diary was rated, and between which scores they lie."""
    scores = contents.stiffness_daily["score_mean"]
    low, high = (number_words(score) for score in (scores.min(), scores.max()))
    between = f"at {low}" if low == high else f"from {low} to {high}"
    return f"{count_words(len(scores), 'day')} rated, {between}"


def _moments_apart(contents: ClientContents) -> str:
    windows = window_moments(contents.log, contents.stiffness_change)
    first, last = ([moment_name(moment) for moment in window] for window in windows)
    if len(first) == len(last) == 1:
        return f"first days {first[0]}, last days {last[0]}"
    return "rated at other moments of the day"


def _least(contents: ClientContents) -> KeyFigure:
    """Name the focus area with the lowest share in the last 4 weeks, and what trains it.

    Without a number prescribed there are no shares: the area done most is named.
    """
    weeks = recent_name(contents)
    if not contents.has_number:
        return _most(contents)
    label = "focus area done least"
    table = contents.recent_by_focus_area
    table = table[table["prescribed"] > TOLERANCE]
    if table.empty and contents.has_sessions:
        return KeyFigure(NONE_DUE, "in any focus area", weeks)
    if table.empty or table["adherence"].isna().all():
        return KeyFigure("–", label, f"{weeks}: no share can be given")
    least = least_done(table)
    row, areas = least.iloc[0], least["focus_area"]
    if not is_left_out(row):
        return KeyFigure("all", "counted in every focus area", weeks)
    recent = contents.recent_by_exercise
    by = _trained_by(areas, recent[recent["prescribed"] > TOLERANCE], contents)
    figure = share_words(least)
    in_part = _in_part(row) if are_alike(least, "partial") else ""
    # Of other numbers the figure goes from the fewest to the most: "6 of 12 to 12 of 24".
    is_one = are_alike(least, "counted", "prescribed")
    each = "" if is_one else "sessions counted of each focus area"
    if len(areas) == len(table):
        same = "counted in every focus area" if len(table) > 1 else f"counted: {areas_named(areas)}"
        return KeyFigure(figure, each or same, f"{in_part}{weeks}; {by}")
    label = f"{each} done least: {areas_named(areas)}".lstrip()
    return KeyFigure(figure, label, f"{in_part}{weeks}; {by}")


def _most(contents: ClientContents) -> KeyFigure:
    """Name the focus area done most often in the last 4 weeks, and what trained it."""
    weeks = recent_name(contents)
    if not contents.has_sessions:
        return KeyFigure("unknown", "focus areas practised", f"{weeks}: no session logged")
    table = contents.recent_by_focus_area
    table = table[table["done"] > 0]
    if table.empty:
        return KeyFigure("none", "focus areas practised", f"{weeks}, self-reported")
    most = most_done(table)
    row, areas = most.iloc[0], most["focus_area"]
    recent = contents.recent_by_exercise
    by = _trained_by(areas, recent[recent["done"] > 0], contents)
    return KeyFigure(done_words(row), f"done most: {areas_named(areas)}", f"{weeks}; {by}")


def _trained_by(areas: pd.Series[str], table: pd.DataFrame, contents: ClientContents) -> str:
    """Name the exercises of a table that train any of some areas; of too many, their number."""
    trained = contents.areas.loc[contents.areas["focus_area"].isin(areas), "exercise"]
    mine = table[table["exercise"].isin(trained.astype("str"))]
    names = [contents.names.get(e, e) for e in mine["exercise"].astype("str")]
    by = f"only {names[0]}" if len(names) == 1 else list_words(names)
    if len(names) > 1 and len(by) > MAX_NAMES:
        by = count_words(len(names), "exercise")
    return by


def practice_sum(contents: ClientContents) -> tuple[str, ...]:
    """Return the sum behind the share of practice of the last 4 weeks."""
    if contents.recent_overall.empty:
        return ()
    row = contents.recent_overall.iloc[0]
    if pd.isna(row["adherence"]):
        return ()
    window = window_words(contents.recent_start, contents.as_of)
    held = held_kind(str(row["held_to"]))
    whose, unit = (
        ("A", "day") if row["held_to"] == PLANNED_DAYS else ("Of each exercise a", "session")
    )
    counted, in_all = number_words(row["counted"]), number_words(row["prescribed"])
    return (
        f"{window}: {held} {in_all}, done {number_words(row['done'])}. {whose} week counts at most "
        f"what was {held} for it, rounded up to a whole {unit}, and the weeks together at most all "
        f"that was {held}: {counted} counted; {counted} / {in_all} = "
        f"{cut_percent(row['adherence'])}.",
    )


def lead_words(contents: ClientContents) -> str:
    """Return the paragraph that says it all: stiffness, then practice.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> print(ma.lead_words(ma.client_contents(log, "Ann")))
    Stiffness was never rated in this log. 5 of 6 prescribed sessions counted from 2 to 15 Nov 2026;
    self-reported.
    """
    practice = describe_recent_practice(
        contents.recent_overall,
        contents.before_overall,
        as_of=contents.as_of,
        start=contents.recent_start,
        first_day=contents.first_day,
        has_sessions=contents.has_sessions,
        not_read=contents.recent_practice_not_read,
    )
    change = contents.stiffness_change
    moments = window_moments(contents.log, change)
    stiffness = brief_stiffness(
        change,
        moments=moments,
        not_read=contents.ratings_not_read,
    )
    return _not_read_once(stiffness, practice, contents)


def _not_read_once(stiffness: str, practice: str, contents: ClientContents) -> str:
    """Join both sentences; rows that both lack, since a row held both, are said once."""
    missing = contents.recent_practice_not_read
    end = f"; {missing}."
    is_same = missing and missing == contents.ratings_not_read == contents.not_read
    if not is_same or end not in stiffness or end not in practice:
        return f"{stiffness} {practice}"
    both = (words.replace(end, ".", 1) for words in (stiffness, practice))
    return f"{' '.join(both)} In neither figure: {missing}."


def practice_words(contents: ClientContents) -> str:
    """Return what was done of what was prescribed over the whole time, and what stands beside."""
    return describe_adherence(
        contents.adherence_overall,
        by_exercise=contents.adherence_by_exercise,
        as_of=contents.as_of,
        start=contents.first_day,
        has_sessions=contents.has_sessions,
        not_read=contents.practice_not_read,
    )


def small_print(contents: ClientContents) -> tuple[str, ...]:
    """Return what every page must carry: limits, definition, windows, what was stated, rows.

    The period stands on top of the page.
    """
    parts = [
        *limits_and_definitions(contents),
        stated_words(contents),
        f"{account_words(contents)}.",
    ]
    return tuple(part for part in parts if part)


def stated_words(contents: ClientContents) -> str:
    """Return what the user stated; it may be long: a target for each of many exercises."""
    return " ".join(contents.stated)


def limits_and_definitions(contents: ClientContents) -> tuple[str, ...]:
    """Return the small print other than what was stated and the rows."""
    parts = [
        *MUST_CARRY,
        f"{definition_words(contents)} "
        f"{MOVEMENT_DEFINITION if contents.has_checks else NOT_MEASURED}",
        describe_windows(contents.stiffness_change),
        describe_changed_programme(
            contents.log.programme, as_of=contents.as_of, names=contents.names
        ),
        _readings(contents),
    ]
    return tuple(part for part in parts if part)


def _readings(contents: ClientContents) -> str:
    """Say what a frequency that is no number of times a week is counted as."""
    programme = contents.log.programme
    known = programme[programme["start"] <= contents.as_of]
    return describe_readings(known.to_dict("records"), contents.names)


def account_words(contents: ClientContents) -> str:
    """Say how many days were rated, which rows were not used, and what made the page."""
    facts = contents.facts
    account = [days_rated_words(facts)]
    if facts.rows.n_set_aside and not facts.rows.left_out:
        aside = set_aside_words(facts.rows)
        account.append(f"{count_words(facts.rows.n_set_aside, 'row')} {aside}")
    else:
        account.append(describe_rows(facts.rows))
    if facts.n_later:
        account.append(f"{count_words(facts.n_later, 'later row')} not used")
    account.append(f"mobility_analysis {__version__}")
    return " · ".join(account)


def topics_to_talk_about(contents: ClientContents) -> tuple[str, ...]:
    """Return at most three points to talk about, and how many new notes there are to read.

    The client's reasons of the caseload in their order, but none that only says again what one
    before it says; then the exercise with the lowest share counted in the last 28 days, if under
    half; and always, where there are any, how many notes
    were written in the last 14 days, since no rule here reads them.

    Parameters
    ----------
    contents : ClientContents
        One client's tables.

    Returns
    -------
    tuple of str
        Facts with their numbers, in that order; never advice.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> ma.topics_to_talk_about(ma.client_contents(log, "Ann"))
    ()
    """
    named = _each_fact_once(reasons(contents), contents)
    points = [reason_words(reason, contents) for reason in named]
    points += [] if "low adherence" in named and _is_of_one(contents) else lowest_exercise(contents)
    return (*points[:MAX_TOPICS], *new_notes(contents))


def _each_fact_once(named: list[str], contents: ClientContents) -> list[str]:
    """Leave out that stiffness is up from its best weeks where it was hardly lower then than first.

    That it is higher than at first says the same.
    """
    change = contents.stiffness_change.iloc[0]
    below_first = change["up_from_best_points"] - change["change_points"]
    if "stiffness worse" in named and below_first < LEAST_CHANGE_POINTS - TOLERANCE:
        return [reason for reason in named if reason != "up from best weeks"]
    return named


def _is_of_one(contents: ClientContents) -> bool:
    """Whether one exercise was prescribed lately, so that its count is that of all."""
    return int((contents.recent_by_exercise["prescribed"] > TOLERANCE).sum()) == 1


def reasons(contents: ClientContents) -> list[str]:
    """Return the client's reasons to be looked at first, in their order."""
    return [] if contents.review.empty else keys_in(contents.review["reasons"].iloc[0])


def reason_words(reason: str, contents: ClientContents) -> str:
    """Say a reason of the caseload as a fact with its numbers.

    It is only named where no more is known.
    """
    return reason_sentence(reason, contents) or f"{reason[:1].upper()}{reason[1:]}"


def lowest_exercise(contents: ClientContents) -> list[str]:
    """Name the exercise with the lowest share counted in the last 28 days, if under half."""
    table = contents.recent_by_exercise
    table = table[(table["prescribed"] > TOLERANCE) & (table["adherence"] < LOW_SHARE - TOLERANCE)]
    if table.empty:
        return []
    row = table.sort_values("adherence", kind="stable").iloc[0]
    name = contents.names.get(str(row["exercise"]), str(row["exercise"]))
    return [f"{name}: {done_words(row)}, {recent_name(contents)}"]


def new_notes(contents: ClientContents) -> list[str]:
    """Say how many notes were written of late, to be read; nothing where there are none."""
    if contents.review.empty:
        return []
    words = notes_words(contents.review.iloc[0])
    return [words] if words else []
