"""Practice in words: what was done of what was prescribed. Counts first, always self-reported.

By exercise, area, week and day; sessions outside the programme; and every definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mobility_analysis.measures.adherence.calendar import OF_A_PROGRAMME
from mobility_analysis.measures.adherence.overall import MET_SHARE
from mobility_analysis.measures.days import ONE_DAY, TOLERANCE, days_in, four_weeks_to
from mobility_analysis.measures.limits import DAYS_A_WEEK, FOUR_WEEKS
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import (
    beside_words,
    beyond,
    counted_noun,
    counted_words,
    days_words,
    done_words,
    held_of,
    held_words,
    is_left_out,
    prescribed_words,
)
from mobility_analysis.words.dose import AS_NEEDED
from mobility_analysis.words.numbers import (
    RECENT_NAME,
    area_words,
    areas_in_words,
    count_words,
    cut_percent,
    how_many_words,
    in_order,
    list_words,
    number_words,
    rows_in_order,
    window_words,
)

NEVER_LOGGED = "sessions were never logged: practice is unknown"
NOT_READ = "no session could be read ({not_read}): practice is unknown"
AREAS_DO_NOT_ADD_UP = (
    "An exercise counts in each of its areas, so the areas do not add up to the whole."
)
NO_PROGRAMME = "No programme is written down for these days"
NO_PRACTICE = f"No practice was logged. {NO_PROGRAMME}."
NO_AREA = "No focus area was prescribed or practised."
#: What each definition of ``adherence_definitions`` is called.
DEFINITION_NAMES = {
    "adherence": "Counted by week",
    "adherence_uncapped": "All sessions, extra ones too",
    "adherence_capped_overall": "All sessions, at most 100 %",
    "weeks_met": "Weeks met",
    "repetitions_adherence": "Repetitions",
    "adherence_weeks_logged": "Only weeks with anything logged",
}
#: Why there is no number to hold sessions against, by band.
_NO_NUMBER = {
    "no programme": NO_PROGRAMME,
    "as needed": "All is prescribed as needed",
}
#: What a day or a week is called that has no entry, where some rows could not be read.
NOTHING_READ = "nothing read"
#: States of a day or a week in which no session was logged.
_WITHOUT_SESSION = ("ratings only", "nothing logged", "paused", "not prescribed", "not done")
MAX_NAMED = 8
Row = pd.Series  # one row of a table

_DAY_STATES = (
    ("done", "with a session done"),
    ("partial", "with one done in part"),
    ("skipped", "with one logged as skipped"),
    ("not done", "without a session"),
    ("nothing logged", "with nothing logged"),
    ("paused", "paused"),
    ("not prescribed", "not prescribed"),
)
_DAYS_NOT_READ = {"nothing logged": f"with {NOTHING_READ}", "not done": "without a session read"}


@takes(
    overall=(
        "overall_adherence by client",
        "overall_adherence by exercise",
        "overall_adherence by focus area",
    ),
    by_exercise="overall_adherence by exercise",
)
def describe_adherence(
    overall: pd.DataFrame,
    *,
    by_exercise: pd.DataFrame | None = None,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    threshold: float = MET_SHARE,
    names: Mapping[str, str] | None = None,
    has_sessions: bool = True,
    not_read: str = "",
) -> str:
    """Say what one client did of what was prescribed.

    Parameters
    ----------
    overall : DataFrame
        A table of ``overall_adherence`` for one client: by client, by exercise or by focus area.
    by_exercise : DataFrame, optional
        The same client's table by exercise, to a table by client: what was done of exercises that
        are prescribed as needed stands in no count of it, and is named beside them.
    as_of, start : Timestamp, optional
        Ends of the window, to be named.
    threshold : float, default 0.8
        The share that makes a week "met" in the table.
    names : mapping of str to str, optional
        Name that people read, by exercise id.
    has_sessions : bool, default True
        Whether the client logged any session, of any status. Where no number is prescribed the
        table does not tell it, and without one the practice is unknown, not 0.
    not_read : str, optional
        What of the rows it is counted from could not be read, such as "32 rows not read".

    Returns
    -------
    str
        Counts, the share counted week by week, and what it rests on.

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
    >>> print(ma.describe_adherence(ma.overall_adherence(log, by="client")))
    5 of 6 prescribed sessions counted: 83 %, self-reported. Of 2 full weeks, 1 had at least 80 % of
    their sessions done.
    """
    if "exercise" in overall:
        return describe_exercises(overall, as_of=as_of, start=start, names=names, not_read=not_read)
    if "focus_area" in overall:
        return describe_focus_areas(overall, as_of=as_of, start=start, not_read=not_read)
    if overall.empty:
        return unless_unread(NO_PRACTICE, not_read)
    row = only_row(overall)
    window = _window(start, as_of)
    is_lost = bool(not_read) and not row[["done", "partial", "skipped"]].any()
    if row["band"] in ("unknown", *(_NO_NUMBER if is_lost else ())) or not has_sessions:
        return unknown_sentence(not_read, window)
    if pd.isna(row["prescribed"]) or row["prescribed"] <= TOLERANCE:
        return with_not_read(_without_share(row, window), not_read)
    share = with_not_read(_share_sentence(row, window), not_read)
    beside = [*beside_words(row), *_as_needed(by_exercise)]
    return " ".join([share, *_what_it_rests_on(row, beside, threshold, not_read)])


def unknown_words(not_read: str) -> str:
    """Say why practice is unknown: never logged, or logged and not read."""
    return NOT_READ.format(not_read=not_read) if not_read else NEVER_LOGGED


def unknown_sentence(not_read: str, window: str = "") -> str:
    """Say that practice is unknown, and why, over a window in brackets."""
    return f"In this log, {unknown_words(not_read)}{window}."


def unless_unread(sentence: str, not_read: str) -> str:
    """Say a sentence that is true where all rows were read; else, that they were not.

    Examples
    --------
    >>> unless_unread("No exercise was logged.", "3 rows not read")
    'In this log, no session could be read (3 rows not read): practice is unknown.'
    """
    return unknown_sentence(not_read) if not_read else sentence


def holds_no_session(states: pd.DataFrame, unprescribed: pd.DataFrame | None = None) -> bool:
    """Whether a table of days or weeks by their state holds no session of any status.

    Nor those outside the programme, where their table is given.
    """
    is_other = states["done"] > 0 if "done" in states else states["is_unprescribed"]
    has_outside = unprescribed is not None and not unprescribed.empty
    return bool(states["state"].isin(_WITHOUT_SESSION).all() and not is_other.any() | has_outside)


def done_outside(days: pd.DataFrame, unprescribed: pd.DataFrame | None) -> set[pd.Timestamp]:
    """Return the days of a calendar whose only session done stands outside the programme.

    Where the table of these sessions is not given, those that the calendar itself marks.
    """
    found = days.loc[days["is_unprescribed"].astype("bool"), "date"]
    if unprescribed is not None:
        done = unprescribed.loc[unprescribed["status"] == "done", "date"].dt.normalize()
        found = done[done.between(days["date"].min(), days["date"].max())]
    return set(found) - set(days.loc[days["state"] == "done", "date"])


def with_not_read(sentence: str, not_read: str) -> str:
    """Say in the sentence itself what of its rows could not be read.

    Examples
    --------
    >>> with_not_read("32 of 48 sessions done.", "32 rows not read")
    '32 of 48 sessions done; 32 rows not read.'
    """
    return f"{sentence.removesuffix('.')}; {not_read}." if not_read else sentence


def only_row(table: pd.DataFrame) -> Row[Any]:
    """Return the row of a table that holds one row, or say whose rows it holds."""
    if len(table) != 1:
        clients = ", ".join(sorted(table["client"].astype("str").unique()))
        raise ValueError(
            f"a table of one client with one row is needed; this one has {len(table)} rows, of "
            f"{clients or 'nobody'}: choose one client first"
        )
    return table.iloc[0]


def _window(start: pd.Timestamp | None, as_of: pd.Timestamp | None) -> str:
    """Return the window in brackets, as far as it is known."""
    if as_of is None:
        return ""
    if start is None:
        return f" (to {window_words(as_of, as_of)})"
    return f" ({window_words(start, as_of)})"


def _without_share(row: Row[Any], window: str) -> str:
    """Say how often something was done where no share of a programme can be given."""
    why = _NO_NUMBER.get(str(row["band"]), "")
    if why and not row[["done", "partial", "skipped"]].any():
        return f"{why} and no session is logged{window}: practice is unknown."
    done = f"{count_words(row['done'], 'session')} done on {count_words(row['days_done'], 'day')}"
    reason = f"{why}, so no share can be given" if why else "Nothing was due in this window"
    return f"{reason}: {done}{window}, self-reported."


def _share_sentence(row: Row[Any], window: str) -> str:
    days = f", done {days_words(row)}" if days_words(row) else ""
    # Of "4 of about 4", 93 % would be the part of a session that nobody can do; and 0 % would call
    # missed what was done in part.
    is_all = row["adherence"] < 1 - TOLERANCE and not is_left_out(row)
    is_in_part_only = row["partial"] > 0 and row["counted"] <= TOLERANCE
    share = "" if is_all or is_in_part_only else f": {cut_percent(row['adherence'])}"
    return f"{counted_words(row)}{window}{share}, self-reported{days}."


def _as_needed(by_exercise: pd.DataFrame | None) -> list[str]:
    """Name the sessions of exercises of which no number was ever prescribed, if there are any."""
    if by_exercise is None:
        return []
    done = int(by_exercise.loc[by_exercise["band"] == AS_NEEDED, "done"].sum())
    return [f"{number_words(done)} done as needed"] if done else []


def _what_it_rests_on(
    row: Row[Any], beside: list[str], threshold: float, not_read: str
) -> list[str]:
    parts = []
    if beside:
        no_making_up = ""
        if beyond(row) and is_left_out(row):
            no_making_up = ". What is beyond a week's share does not make up for a missed week"
        parts.append(f"Beside these: {list_words(beside)}{no_making_up}.")
    if row["weeks_full"] > 0:
        parts.append(_weeks_sentence(row, threshold))
    logged = row["adherence_weeks_logged"]
    if pd.notna(logged) and abs(logged - row["adherence"]) > 0.005:
        entered = "read" if not_read else "logged"
        parts.append(f"Without the weeks in which nothing was {entered}: {cut_percent(logged)}.")
    return parts


def _weeks_sentence(row: Row[Any], threshold: float) -> str:
    """Say in how many full weeks most of what was due was done."""
    noun = counted_noun(row["held_to"])
    share = cut_percent(threshold)
    if row["weeks_full"] == 1:
        side = "at least" if row["weeks_met"] else "under"
        return f"The one full week had {side} {share} of its {noun} done."
    weeks = number_words(row["weeks_full"])
    met = how_many_words(int(row["weeks_met"]), int(row["weeks_full"]))
    return f"Of {weeks} full weeks, {met} had at least {share} of their {noun} done."


@takes(recent="overall_adherence by client", before="overall_adherence by client")
def describe_recent_practice(
    recent: pd.DataFrame,
    before: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    start: pd.Timestamp | None = None,
    first_day: pd.Timestamp | None = None,
    has_sessions: bool = True,
    not_read: str = "",
) -> str:
    """Say what was done in the last 28 days, and in the 28 before.

    Parameters
    ----------
    recent, before : DataFrame
        ``overall_adherence`` by client over either window.
    as_of : Timestamp
        Last day of the later window.
    start : Timestamp, optional
        First day of the later window, where it is cut short.
    first_day : Timestamp, optional
        First day that the log has of the client. Where it lies in the 28 days before, so many
        days are named as there are.
    has_sessions : bool, default True
        Whether the client logged any session, of any status; see ``describe_adherence``.
    not_read : str, optional
        As for ``describe_adherence``.

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
    >>> recent = ma.recent_adherence(log, by="client")
    >>> before = ma.recent_adherence(log, by="client", as_of="2026-10-18")
    >>> print(ma.describe_recent_practice(recent, before, as_of=log.as_of))
    5 of 6 prescribed sessions counted in the last 4 weeks, 19 Oct to 15 Nov 2026; self-reported.
    """
    if recent.empty:
        return unless_unread(NO_PRACTICE, not_read)
    row = only_row(recent)
    if row["band"] == "unknown" or not has_sessions:
        why = unknown_words(not_read)
        return f"{why[:1].upper()}{why[1:]}."
    first = four_weeks_to(as_of)
    is_cut = start is not None and start > first
    name = "from" if is_cut else f"in the {RECENT_NAME},"
    window = (
        window_words(start, as_of) if is_cut and start is not None else window_words(first, as_of)
    )
    earlier = (
        ""
        if is_cut or before.empty
        else _before_words(only_row(before), before_name(as_of, first_day))
    )
    said = f"{_recent_words(row)} {name} {window}{_outside_words(row)}{earlier}; self-reported."
    return with_not_read(said, not_read)


def _recent_words(row: Row[Any]) -> str:
    if pd.isna(row["prescribed"]):
        days = f" {days_words(row)}" if days_words(row) else ""
        return f"{count_words(row['done'], 'session')} done{days}"
    if row["prescribed"] <= TOLERANCE:
        return "Nothing was due"
    if not row["done"] and not row["partial"]:
        prescribed = prescribed_words(row["prescribed"])
        return f"None of {prescribed} {held_words(row)} logged as done"
    return counted_words(row)


def _outside_words(row: Row[Any]) -> str:
    """Return in brackets on how many days it was, and what stands outside the count."""
    if pd.isna(row["prescribed"]) or row["prescribed"] <= TOLERANCE:
        return ""
    days = days_words(row) if row["done"] else ""
    parts = [*([days] if days else []), *beside_words(row)]
    return f" ({', '.join(parts)})" if parts else ""


def before_name(as_of: pd.Timestamp, first_day: pd.Timestamp | None) -> str:
    """Return how the 28 days before the last 28 are called; of fewer, how many there are.

    Examples
    --------
    >>> before_name(pd.Timestamp("2026-11-22"), pd.Timestamp("2026-06-01"))
    'the 4 before'
    >>> before_name(pd.Timestamp("2026-11-22"), pd.Timestamp("2026-10-18"))
    'the 8 days before'
    """
    last = four_weeks_to(as_of) - ONE_DAY
    first = four_weeks_to(last)
    if first_day is None or not first < first_day <= last:
        return f"the {FOUR_WEEKS // DAYS_A_WEEK} before"
    n_days = days_in(first_day, last)
    return "the day before" if n_days == 1 else f"the {n_days} days before"


def _before_words(row: Row[Any], name: str) -> str:
    if row["band"] == "unknown":
        return ""
    if pd.isna(row["prescribed"]):
        return f", {number_words(row['done'])} in {name}" if row["done"] else ""
    if row["prescribed"] <= TOLERANCE:
        return f", nothing due in {name}"
    return f", {done_words(row)} in {name}"


@takes(by_exercise="overall_adherence by exercise")
def describe_exercises(
    by_exercise: pd.DataFrame,
    *,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    names: Mapping[str, str] | None = None,
    not_read: str = "",
) -> str:
    """Say what was done of each exercise; of many, those with the lowest share.

    Parameters
    ----------
    by_exercise : DataFrame
        ``overall_adherence`` by exercise, of one client.
    as_of, start : Timestamp, optional
        Ends of the window, to be named.
    names : mapping of str to str, optional
        Name that people read, by exercise id.
    not_read : str, optional
        As for ``describe_adherence``.

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
    >>> print(ma.describe_exercises(ma.overall_adherence(log), names=ma.exercise_names(log)))
    Sessions counted of prescribed, by exercise, self-reported: Down Dog, 5 of 6.
    """
    if by_exercise.empty:
        return unless_unread("No exercise was logged or prescribed.", not_read)
    is_unknown = by_exercise["band"] == "unknown"
    if is_unknown.all() or (not_read and is_unknown.any()):
        return unknown_sentence(not_read)
    table, rest = _fewer(rows_in_order(by_exercise))
    known = dict(names or {})
    parts = [
        f"{known.get(row['exercise'], row['exercise'])}, {_with_beside(row)}"
        for row in _rows(table)
    ]
    said = f"{_counted(by_exercise, 'exercise', _window(start, as_of))}{'; '.join(parts)}{rest}."
    return with_not_read(said, not_read)


def _counted(table: pd.DataFrame, by: str, window: str) -> str:
    """Return what is counted: of prescribed, of planned, or only done where there is no number."""
    bands = set(table["band"].astype("str"))
    if len(bands) == 1 and bands <= set(_NO_NUMBER):
        why = _NO_NUMBER[bands.pop()]
        return f"{why}. Sessions done, by {by}{window}, self-reported: "
    return f"Sessions counted of {held_of(table['held_to'])}, by {by}{window}, self-reported: "


def _with_beside(row: Row[Any]) -> str:
    """Write counted of prescribed with what stands outside it in brackets."""
    said = done_words(row)
    if pd.isna(row["prescribed"]) or row["prescribed"] <= TOLERANCE:
        return said
    return f"{said} ({', '.join(beside_words(row))})" if beside_words(row) else said


def _rows(table: pd.DataFrame) -> list[Row[Any]]:
    return [row for _, row in table.iterrows()]


def _fewer(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Keep the lowest shares, or where there are none what was done most; say what the rest is."""
    if len(table) <= MAX_NAMED:
        return table, ""
    keys = pd.DataFrame({"share": table["adherence"], "done": -table["done"]})
    kept = table.loc[keys.sort_values(["share", "done"], kind="stable").index[:MAX_NAMED]]
    has_share = table["adherence"].notna()
    how = "done no more often"
    if has_share.any():
        how = "of no lower share" if has_share.all() else "of no lower share or of none"
    n_rest = len(table) - MAX_NAMED
    rest = "the other" if n_rest == 1 else f"the other {number_words(n_rest)}"
    return kept, f"; {rest}, {how}, in the table"


@takes(by_focus_area="overall_adherence by focus area", coverage="focus_area_coverage")
def describe_focus_areas(
    by_focus_area: pd.DataFrame,
    coverage: pd.DataFrame | None = None,
    *,
    as_of: pd.Timestamp | None = None,
    start: pd.Timestamp | None = None,
    not_read: str = "",
) -> str:
    """Say what was done of each focus area, and what nothing in the programme trains.

    Parameters
    ----------
    by_focus_area : DataFrame
        ``overall_adherence`` by focus area, of one client.
    coverage : DataFrame, optional
        ``focus_area_coverage`` of the same client and window.
    as_of, start : Timestamp, optional
        Ends of the window, to be named.
    not_read : str, optional
        As for ``describe_adherence``.

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
    >>> print(ma.describe_focus_areas(ma.overall_adherence(log, by="focus_area")))
    Sessions counted of prescribed, by focus area, self-reported: spinal length, 5 of 6; thoracic
    flexion, 5 of 6. An exercise counts in each of its areas, so the areas do not add up to the
    whole. Not prescribed: overhead, spinal articulation, thoracic extension, general upper-back
    mobility and thoracic rotation.
    """
    if by_focus_area.empty:
        return unless_unread("No focus area was trained or prescribed.", not_read)
    if (by_focus_area["band"] == "unknown").any():
        return unknown_sentence(not_read)
    is_undone = ~(by_focus_area["done"] > 0)
    is_idle = (by_focus_area["band"] == "not prescribed") & is_undone
    trained = by_focus_area[~is_idle & ~((by_focus_area["band"] == "no programme") & is_undone)]
    if trained.empty and not is_idle.any():
        return with_not_read(f"{NO_PROGRAMME}, and no session is logged as done.", not_read)
    idle = areas_in_words(by_focus_area.loc[is_idle, "focus_area"])
    if coverage is not None and not idle:
        idle = _untrained(coverage)
    table, rest = _fewer(trained)
    parts = [f"{area_words(row['focus_area'])}, {_with_beside(row)}" for row in _rows(table)]
    said = [
        f"{_counted(trained, 'focus area', _window(start, as_of))}{'; '.join(parts)}{rest}."
        if parts
        else NO_AREA,
        AREAS_DO_NOT_ADD_UP,
    ]
    said[0] = with_not_read(said[0], not_read)
    if idle:
        said.append(f"Not prescribed: {list_words(idle)}.")
    return " ".join(said)


def _untrained(coverage: pd.DataFrame) -> list[str]:
    """Return the areas that nothing in the programme trains."""
    if "state" in coverage:
        rows = coverage[coverage["state"].astype("str") == "not prescribed"]
    else:
        rows = coverage[~(coverage["prescribed"] > TOLERANCE)]
    return areas_in_words(rows["focus_area"])


@takes(definitions="adherence_definitions")
def describe_definitions(definitions: pd.DataFrame, *, not_read: str = "") -> str:
    """Say the same log under every definition of adherence, one sentence each.

    Parameters
    ----------
    definitions : DataFrame
        ``adherence_definitions`` of one client.
    not_read : str, optional
        As for ``describe_adherence``.

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
    >>> print(ma.describe_definitions(ma.adherence_definitions(log)))
    The same self-reported sessions under each definition. 83 %: Sessions done of those prescribed,
    where extra sessions in a week do not make up for another week. 83 %: All sessions done by those
    prescribed, extra ones too, so that it may pass 100 %. 83 %: All sessions done by those
    prescribed, at most 100 %, so that a busy week makes up for an empty one. 50 %: Share of full
    weeks in which at least 80 % of the sessions prescribed were done. no figure: Repetitions done
    of those prescribed, in weeks where both were written down, with no making up for another week.
    83 %: Sessions done of those prescribed, only in weeks with anything logged, so that silence
    reads as unknown instead of as not done.
    """
    if definitions["adherence"].isna().all():
        why = "no session could be read" if not_read else "sessions were never logged"
        none = f"No definition of adherence gives a figure: no number was prescribed, or {why}."
        return with_not_read(none, not_read)
    parts = []
    for _, row in definitions.iterrows():
        share = cut_percent(row["adherence"]) or "no figure"
        parts.append(f"{share}: {row['meaning']}")
    first = with_not_read("The same self-reported sessions under each definition.", not_read)
    return " ".join([first, *parts])


@takes(unprescribed="unprescribed_sessions")
def describe_unprescribed(
    unprescribed: pd.DataFrame,
    *,
    names: Mapping[str, str] | None = None,
    not_read: str = "",
    has_programme: bool = True,
) -> str:
    """Say how many sessions stand outside the programme, and why.

    Parameters
    ----------
    unprescribed : DataFrame
        ``unprescribed_sessions`` of one client.
    names : mapping of str to str, optional
        Name that people read, by exercise id.
    not_read : str, optional
        What of the programme could not be read: ``not_read(log, "programme")``. What is called
        never prescribed may stand there.
    has_programme : bool, default True
        Whether the client has a programme. Where there is none, nothing can stand outside it, and
        nothing is said: the text is empty.

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "bear-rolls"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> print(ma.describe_unprescribed(ma.unprescribed_sessions(log), names=ma.exercise_names(log)))
    5 logged sessions stand outside the programme and in no other figure: never prescribed 5 (Bear
    Rolls).
    """
    if unprescribed.empty:
        nothing = "No session was logged outside the programme."
        return with_not_read(nothing, not_read) if has_programme else ""
    known = dict(names or {})
    counts = unprescribed["reason"].astype("str").value_counts(sort=False).sort_index()
    reasons = [f"{reason} {number_words(n)}" for reason, n in counts.items()]
    ids = in_order(sorted(unprescribed["exercise"].astype("str").unique()))
    which = [str(known.get(exercise, exercise)) for exercise in ids[:MAX_NAMED]]
    if len(ids) > MAX_NAMED:
        which.append(f"{number_words(len(ids) - MAX_NAMED)} more")
    stand = "stands" if len(unprescribed) == 1 else "stand"
    said = (
        f"{count_words(len(unprescribed), 'logged session')} {stand} outside the programme and "
        f"in no other figure: {', '.join(reasons)} ({list_words(which)})."
    )
    return with_not_read(said, not_read)


@takes(weekly="weekly_adherence")
def describe_weekly_grid(weekly: pd.DataFrame, *, not_read: str = "") -> str:
    """Say how many exercise-weeks of one client were in which state.

    Parameters
    ----------
    weekly : DataFrame
        ``weekly_adherence`` of one client.
    not_read : str, optional
        What of sessions and ratings could not be read, such as "32 rows not read".

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
    >>> print(ma.describe_weekly_grid(ma.weekly_adherence(log)))
    Weeks of 1 exercise, from the week of 2 Nov 2026 to that of 9 Nov 2026, self-reported: some done
    1, all done 1.
    """
    if weekly.empty:
        return unless_unread("No week was prescribed or logged.", not_read)
    if not_read and holds_no_session(weekly):
        return unknown_sentence(not_read)
    first, last = weekly["week_start"].min(), weekly["week_start"].max()
    if weekly["prescribed"].isna().all():
        return with_not_read(_weeks_without_number(weekly), not_read)
    is_as_needed = weekly["prescribed"].isna() & (weekly["state"] == "not prescribed")
    counts = weekly.loc[~is_as_needed, "state"].value_counts(sort=False)
    called = {"nothing logged": NOTHING_READ} if not_read else {}
    states = [
        f"{called.get(str(state), state)} {number_words(n)}" for state, n in counts.items() if n
    ]
    states += [f"as needed {number_words(is_as_needed.sum())}"] if is_as_needed.any() else []
    n_exercises = weekly["exercise"].nunique()
    unstated = int(weekly["state"].isna().sum())
    if unstated:
        states.append(f"counted without a prescription {number_words(unstated)}")
    said = (
        f"Weeks of {count_words(n_exercises, 'exercise')}, from the week of "
        f"{window_words(first, first)} to that of {window_words(last, last)}, self-reported: "
        f"{', '.join(states)}."
    )
    return with_not_read(said, not_read)


def _weeks_without_number(weekly: pd.DataFrame) -> str:
    """Say how often something was done; a client without a programme has no eligible day."""
    first, last = weekly["week_start"].min(), weekly["week_start"].max()
    n_weeks = weekly.loc[weekly["done"] > 0, "week_start"].nunique()
    n_all = days_in(first, last) // DAYS_A_WEEK + 1
    why = "No programme is written down to hold them against."
    if (weekly["eligible_days"] > 0).any():
        why = "All is prescribed as needed."
    return (
        f"{count_words(weekly['exercise'].nunique(), 'exercise')}, from the week of "
        f"{window_words(first, first)} to that of {window_words(last, last)}, self-reported: "
        f"{count_words(weekly['done'].sum(), 'session')} done, in "
        f"{number_words(n_weeks)} of {count_words(n_all, 'week')}. {why}"
    )


@takes(daily_practice="daily_practice", unprescribed="unprescribed_sessions")
def describe_practice_calendar(
    daily_practice: pd.DataFrame,
    *,
    unprescribed: pd.DataFrame | None = None,
    not_read: str = "",
) -> str:
    """Say on how many days one client practised.

    Parameters
    ----------
    daily_practice : DataFrame
        ``daily_practice`` of one client.
    unprescribed : DataFrame, optional
        ``unprescribed_sessions`` of the same client: days on which something was done outside
        the programme alone are then named, too.
    not_read : str, optional
        What of sessions and ratings could not be read, such as "32 rows not read".

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
    >>> print(ma.describe_practice_calendar(ma.daily_practice(log)))
    Days from 2 to 15 Nov 2026 (14 days), each by the most that was done, self-reported: with a
    session done 5, with nothing logged 9.
    """
    if daily_practice.empty:
        return unless_unread("No day was prescribed or logged.", not_read)
    if not_read and holds_no_session(daily_practice, unprescribed):
        return unknown_sentence(not_read)
    days = daily_practice.assign(state=daily_practice["state"].astype("str"))
    first, last = days["date"].min(), days["date"].max()
    is_of_one = (days["state"].isin(OF_A_PROGRAMME) | days["is_unprescribed"]).any()
    outside = set() if unprescribed is None else done_outside(days, unprescribed)
    left, parts = set(days["date"]), []
    for state, words in _DAY_STATES:
        if state == "not prescribed" and not is_of_one:
            words = "without a session"  # noqa: PLW2901
        words = _DAYS_NOT_READ.get(state, words) if not_read else words  # noqa: PLW2901
        found = left & set(days.loc[days["state"] == state, "date"])
        left -= found
        if found:
            parts.append(f"{words} {number_words(len(found))}")
        if state == "done" and outside:
            left -= outside
            parts.append(f"with one done outside the programme only {number_words(len(outside))}")
    n_days = count_words(days_in(first, last), "day")
    said = (
        f"Days from {window_words(first, last)} ({n_days}), each by the most that was done, "
        f"self-reported: {', '.join(parts)}."
    )
    return with_not_read(said, not_read)
