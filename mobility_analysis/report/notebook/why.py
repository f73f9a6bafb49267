"""Why this number: the rows behind one week of an exercise, and the days behind two means."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from mobility_analysis.log.catalogue import exercise_names, named_exercise
from mobility_analysis.log.check.dates import read_day
from mobility_analysis.log.check.values import is_span
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.adherence import (
    overall_adherence,
    recent_adherence,
    unprescribed_sessions,
    weekly_adherence,
)
from mobility_analysis.measures.days import ONE_DAY, TOLERANCE, monday_of, sunday_of
from mobility_analysis.measures.limits import DAYS_A_WEEK
from mobility_analysis.measures.stiffness import daily_stiffness
from mobility_analysis.measures.stiffness.windows import days_of_windows
from mobility_analysis.words.counted import Row, counted_of
from mobility_analysis.words.dose import AS_NEEDED, reading_words
from mobility_analysis.words.log import not_read
from mobility_analysis.words.numbers import (
    count_words,
    date_words,
    list_words,
    number_words,
    window_words,
)
from mobility_analysis.words.practice import unless_unread, with_not_read

#: States of a week in which less was counted than was due.
SHORT_STATES = ("none done", "some done")
#: States of a week of which nobody knows what was done, or in which nothing was due.
SILENT_STATES = ("ratings only", "nothing logged", "paused", "not prescribed")
#: "about", where there is room for a sign.
ABOUT = "~"
ROW_COLUMNS = ["date", "status", "sets", "reps", "hold_s", "load_kg", "note"]


def exercise_and_week(
    log: MobilityLog, *, exercise: str = "", week: str = ""
) -> tuple[str, pd.Timestamp]:
    """Return the exercise and week that were asked for, or else those to look at first.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    exercise : str
        Its name, its id or another spelling of it; empty for the exercise with the lowest share
        done, or without a programme for the one done most in the last four weeks (in the whole
        log, where none was done in these).
    week : str
        Any day of the week; empty for the week that tells most: of those that are over on
        ``as_of`` and in which anything was logged, the newest of the lowest share. Without a
        number prescribed, and where nothing was left out, the newest whole week.

    Returns
    -------
    tuple of (str, Timestamp)
        The id and the week's Monday; an empty text and a missing day where nothing was asked for
        and there is no week of any exercise.

    Raises
    ------
    ValueError
        If the client has no such exercise, the message then names those there are, or the week
        can be read as no day or as two.

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
    >>> exercise, week = ma.exercise_and_week(log)
    >>> exercise, str(week.date())
    ('down-dog', '2026-11-09')
    """
    weekly = weekly_adherence(log)
    known = [str(name) for name in weekly["exercise"].drop_duplicates()]
    if not known and not exercise:
        return "", pd.NaT  # type: ignore[return-value]
    chosen = _among(log, exercise, known) if exercise else _lowest(log, known)
    if week:
        day = read_day(week, name="WEEK")
        return chosen, monday_of(day)
    own = weekly[weekly["exercise"].astype("str") == chosen]
    return chosen, _telling(own, log.as_of)


def _among(log: MobilityLog, written: str, known: list[str]) -> str:
    """Return the id of an exercise as people call it, where this client has a week of it."""
    chosen = named_exercise(log, written)
    if isinstance(chosen, str) and chosen in known:
        return chosen
    names = exercise_names(log)
    there = "; ".join(f"{names.get(key, key)} ({key})" for key in known) or "none"
    hint = "" if isinstance(chosen, str) else f" {chosen.repair}"
    raise ValueError(f"this client has no exercise {written!r}; there are {there}.{hint}")


def _telling(own: pd.DataFrame, as_of: pd.Timestamp) -> pd.Timestamp:
    """Return the newest of the weeks with the lowest share, or else the newest whole week."""
    whole = _whole_weeks(own, as_of)
    missed = whole[whole["state"].isin(SHORT_STATES)]
    if len(missed):
        share = missed["counted"] / missed["prescribed"]
        whole = missed[share <= share.min() + TOLERANCE]
    newest: pd.Timestamp = whole["week_start"].max()
    return newest


def _whole_weeks(own: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the weeks that are over, with every day prescribed where there is such a week."""
    over = own[own["week_start"] + 6 * ONE_DAY <= as_of]
    whole = over[~over["is_partial"].fillna(True).astype("bool")]
    return next((weeks for weeks in (whole, over) if len(weeks)), own)


def share_words(week: Row, *, is_brief: bool = False) -> str:
    """Write what was counted of a week, or why there is nothing to count.

    Examples
    --------
    >>> share_words({"prescribed": 3.0, "counted": 1.0, "done": 1, "state": "some done"})
    '1 of 3'
    """
    state = str(week["state"])
    is_open = pd.isna(week["prescribed"])  # as needed, or without a programme
    if state in SILENT_STATES and not (is_open and week["done"]):
        return "–" if is_brief else state
    if is_open:
        return number_words(week["done"]) if is_brief else count_words(week["done"], "session")
    said = counted_of(week["counted"], week["prescribed"])
    return said.replace(" of ", "/").replace("about ", ABOUT) if is_brief else said


def _lowest(log: MobilityLog, known: list[str]) -> str:
    overall = overall_adherence(log)
    if overall["adherence"].notna().any():
        return str(overall["exercise"].iloc[int(overall["adherence"].argmin())])
    recent = recent_adherence(log)
    for done in (recent, overall):
        if done["done"].sum():
            return str(done["exercise"].iloc[int(done["done"].argmax())])
    return known[0]


def week_rows(log: MobilityLog, exercise: str, week: str | pd.Timestamp) -> pd.DataFrame:
    """Return the rows that were logged of an exercise in a week, of any status.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    exercise : str
        Its name, as people call it, or its id.
    week : str or Timestamp
        Any day of the week.

    Returns
    -------
    DataFrame
        date, status, sets, reps, hold_s, load_kg, note; those numbers that no row has are left
        out.

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
    >>> exercise, week = ma.exercise_and_week(log)
    >>> ma.week_rows(log, exercise, week)[["date", "status"]]
            date status
    0 2026-11-09   done
    1 2026-11-11   done
    """
    exercise, week = _asked(log, exercise, week)
    last = min(sunday_of(week), log.as_of)
    is_asked = (log.sessions["exercise"].astype("str") == exercise) & log.sessions["date"].between(
        week, last
    )
    rows = log.sessions.loc[is_asked, ROW_COLUMNS].dropna(axis="columns", how="all")
    return rows.reset_index(drop=True)


def describe_week(log: MobilityLog, exercise: str, week: str | pd.Timestamp) -> str:
    """Say the sum behind one week of one exercise: prescribed, done, and what is counted.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    exercise : str
        Its name, as people call it, or its id.
    week : str or Timestamp
        Any day of the week.

    Returns
    -------
    str

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     sessions=[{"client": "Ann", "date": "2026-11-16", "exercise": "down-dog"}],
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-16",
    ...                 "times_per_week": "3"}],
    ...     as_of="2026-11-22",
    ... )
    >>> print(describe_week(log, "Down Dog", "2026-11-18"))
    Down Dog, week of 16 to 22 Nov 2026. Prescribed: 3 a week on 7 of 7 days, so 3. Done: 1. \
Counted: 1, the smaller of both.
    """
    exercise, week = _asked(log, exercise, week)
    if pd.isna(week):
        none = "There is no week of any exercise to look into."
        return with_not_read(none, not_read(log, "practice"))
    name = exercise_names(log).get(exercise, exercise)
    until = f", to {date_words(log.as_of)}: this week is not over" if _is_running(log, week) else ""
    head = f"{name}, week of {window_words(week, sunday_of(week))}{until}."
    return " ".join([head, _week_sum(log, exercise, week), *_outside(log, exercise, week)])


def _asked(log: MobilityLog, exercise: str, week: str | pd.Timestamp) -> tuple[str, pd.Timestamp]:
    """Return the id of an exercise as people call it, and the Monday of any day of a week."""
    named = named_exercise(log, exercise)
    found = named if isinstance(named, str) else exercise
    if not isinstance(week, str) and pd.isna(week):
        return found, week
    return found, monday_of(read_day(week, name="week"))


def _week_sum(log: MobilityLog, exercise: str, week: pd.Timestamp) -> str:
    """Say what was prescribed and done of the programme in a week, and what is counted."""
    found, missing = _week_of(log, exercise, week), not_read(log, "practice")
    if found is None:
        held = "planned" if _is_planned(_prescriptions(log, exercise)) else "prescribed"
        return with_not_read(f"Not {held} in this week.", missing)
    if pd.isna(found["prescribed"]):
        n_done = count_words(found["done"], "session")
        return with_not_read(f"Without a number prescribed: {n_done} done.", missing)
    said = [_prescribed(log, exercise, week, float(found["prescribed"]))]
    if missing and log.sessions.empty:
        return " ".join([*said, unless_unread("", missing)])
    beside = [
        f"{number_words(found[column])} {words}"
        for column, words in (("partial", "in part"), ("skipped", "logged as skipped"))
        if found[column] > 0
    ]
    with_beside = f" (beside these {list_words(beside)})" if beside else ""
    said.append(f"Done: {number_words(found['done'])}{with_beside}.")
    said.append(f"Counted: {_exact(float(found['counted']))}, {_smaller(found['prescribed'])}.")
    return with_not_read(" ".join(said), missing)


def _smaller(prescribed: float) -> str:
    """Say what the sessions done are held against: what was prescribed, in whole sessions."""
    whole = math.ceil(prescribed - TOLERANCE)
    if abs(whole - prescribed) <= TOLERANCE:
        return "the smaller of both"
    return f"the smaller of what was done and {whole} ({_exact(prescribed)} rounded up)"


def _outside(log: MobilityLog, exercise: str, week: pd.Timestamp) -> list[str]:
    """Say how many sessions of the week stand outside the programme, where there are any."""
    rows = unprescribed_sessions(log)
    rows = rows[(rows["exercise"].astype("str") == exercise)]
    rows = rows[rows["date"].between(week, min(sunday_of(week), log.as_of))]
    counts = rows.groupby("reason", observed=True).size()
    return [
        f"{count_words(n, 'session')} logged outside the programme ({reason}): not counted."
        for reason, n in counts.items()
    ]


def _is_running(log: MobilityLog, week: pd.Timestamp) -> bool:
    return bool(week <= log.as_of < sunday_of(week))


def _week_of(log: MobilityLog, exercise: str, week: pd.Timestamp) -> pd.Series | None:
    weekly = weekly_adherence(log)
    is_asked = (weekly["exercise"].astype("str") == exercise) & (weekly["week_start"] == week)
    return weekly[is_asked].iloc[0] if is_asked.any() else None


def _prescribed(log: MobilityLog, exercise: str, week: pd.Timestamp, total: float) -> str:
    """Say how the number prescribed comes about: the share of each prescription in force."""
    own = _prescriptions(log, exercise)
    lead, what = ("Planned", "plan") if _is_planned(own) else ("Prescribed", "prescription")
    parts = []
    for place in own.index:
        alone = replace(log, programme=own.loc[[place]].reset_index(drop=True))
        found = _week_of(alone, exercise, week)
        if found is not None and found["eligible_days"] > 0:
            parts.append(_part(own.loc[place], found))
    if not parts:
        return f"{lead}: {_exact(total)}, since every day of the {what} was paused."
    return f"{lead}: {' and '.join(parts)}, so {_exact(total)}."


def _prescriptions(log: MobilityLog, exercise: str) -> pd.DataFrame:
    return log.programme[log.programme["exercise"].astype("str") == exercise]


def _is_planned(own: pd.DataFrame) -> bool:
    """Whether an exercise has a target that the user stated, and no prescription."""
    return bool(len(own) and own["is_planned"].all())


def _part(prescription: pd.Series, found: pd.Series) -> str:
    days = f"{number_words(found['eligible_days'])} of {DAYS_A_WEEK} days"
    if prescription["weekdays"]:
        due = _exact(float(found["prescribed"]))
        return f"each {prescription['weekdays']} on {days} ({due} of them due)"
    if prescription["is_as_needed"]:
        return f"{AS_NEEDED} on {days}"
    often = number_words(float(prescription["times_per_week"]))
    ends = _ends_within(prescription, found["week_start"])
    return f"{often} a week{_as_written(prescription)} on {days}{ends}"


def _as_written(prescription: pd.Series) -> str:
    written = str(prescription["times_per_week_written"])
    if is_span(written):
        return f" (written {written}: the lower end counts)"
    return f" (written {written})" if reading_words(prescription) else ""


def _ends_within(prescription: pd.Series, week: pd.Timestamp) -> str:
    """Say which end of the prescription lies within the week."""
    said = []
    if prescription["start"] > week:
        said.append(f"from {date_words(prescription['start'])}")
    if prescription["end"] < sunday_of(week):
        said.append(f"to {date_words(prescription['end'])}")
    return f" ({' '.join(said)})" if said else ""


def _exact(value: float) -> str:
    return number_words(value, decimals=2)


def window_days(log: MobilityLog, change: pd.DataFrame) -> pd.DataFrame:
    """Return the rated days behind the two means of a change: first and last.

    Parameters
    ----------
    log : MobilityLog
        The log of one client.
    change : DataFrame
        ``stiffness_change`` of that client.

    Returns
    -------
    DataFrame
        window ("first days" or "last days"), date, n_ratings, score_mean, score_worst: the days
        of the moments that the change uses. The mean of ``score_mean`` is that of the window.

    Examples
    --------
    Five days at 6 from 1 January, five days at 3 to 31 January:

    >>> import mobility_analysis as ma
    >>> scores = {1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 27: 3, 28: 3, 29: 3, 30: 3, 31: 3}
    >>> log = ma.log_from_tables(stiffness=[
    ...     {"client": "Ann", "date": f"2026-01-{day:02}", "score": score}
    ...     for day, score in scores.items()])
    >>> days = ma.window_days(log, ma.stiffness_change(log))
    >>> days.groupby("window")["score_mean"].agg(["size", "mean"])
                size  mean
    window
    first days     5   6.0
    last days      5   3.0
    """
    columns = ["window", "date", "n_ratings", "score_mean", "score_worst"]
    if change.empty:
        return daily_stiffness(log).head(0).assign(window="")[columns]
    days = days_of_windows(log, change, as_of=log.as_of)
    names = {"baseline": "first days", "recent": "last days"}
    return days.assign(window=days["window"].map(names))[columns]
