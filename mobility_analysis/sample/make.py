"""The seeded maker of the sample log.

Nobody in it exists. Only uniform draws are used, so that a seed gives the same rows with
every version of numpy.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from mobility_analysis.log.schema import CATALOGUES, LOG_TABLES, MOMENTS, TABLES, WEEKDAYS
from mobility_analysis.sample.people import (
    PEOPLE,
    SAMPLE_END,
    SAMPLE_START,
    Knots,
    Person,
    Prescribed,
)

_N_WEEKS = 26
_START = pd.Timestamp(SAMPLE_START)
_LAST_DAY = 7 * _N_WEEKS - 1
LIKENESS = 0.4
"""How much a day's draw resembles that of the day before."""

Row = dict[str, object]


def _day(date: str) -> int:
    return (pd.Timestamp(date) - _START).days


def _iso(day: int) -> str:
    return str((_START + pd.Timedelta(days=day)).date())


def _at(knots: Knots, day: float) -> float:
    return float(np.interp(day, [_day(d) for d, _ in knots], [value for _, value in knots]))


def _clock(rng: np.random.Generator, hour: int, spread_min: int = 50) -> str:
    minute = 60 * hour + int(rng.random() * spread_min)
    return f"{minute // 60:02d}:{minute % 60:02d}"


def bell(rng: np.random.Generator, *size: int) -> np.ndarray:
    """Return draws with mean 0 and variance 1: the sum of twelve uniform draws, less six."""
    return np.asarray(rng.random((*size, 12)).sum(axis=-1) - 6.0)


def drift(shocks: np.ndarray) -> np.ndarray:
    """Return draws that resemble those of the day before (days last); variance stays 1."""
    found = shocks.copy()
    for day in range(1, shocks.shape[-1]):
        found[..., day] = (
            LIKENESS * found[..., day - 1] + (1 - LIKENESS**2) ** 0.5 * shocks[..., day]
        )
    return found


def _is_paused(person: Person, day: int) -> bool:
    return any(_day(start) <= day <= _day(end) for start, end, _ in person.pauses)


def _practised(
    rng: np.random.Generator, person: Person, item: Prescribed
) -> list[tuple[int, str, str]]:
    """Return (day, exercise, status) of one prescription, week by week."""
    first = max(_day(item.start), _day(person.first))
    last = min(_day(item.end or SAMPLE_END), _day(person.last))
    named = [WEEKDAYS.index(word) for word in item.often.split() if word in WEEKDAYS]
    rows = []
    for monday in range(0, _LAST_DAY, 7):
        days = [d for d in range(monday, monday + 7) if first <= d <= last]
        days = [d for d in days if not _is_paused(person, d) and (not named or d % 7 in named)]
        often = 1.0 if item.often == "as needed" else float(item.often[0]) if not named else 7.0
        due = len(days) if named else often * len(days) / 7
        meant = due * _at(item.kept, monday + 3) * (0.5 + rng.random())  # weeks differ
        n_done = min(int(meant + rng.random()), len(days))
        order = [days[i] for i in np.argsort(rng.random(len(days)))]
        done = [days[-1]] * n_done if person.in_one_burst else order[:n_done]
        rows += [(d, item.exercise, "partial" if rng.random() < 0.06 else "done") for d in done]
        if any(share for _, share in item.kept):
            missed = order[n_done : round(due)]
            rows += [(d, item.exercise, "skipped") for d in missed if rng.random() < 0.15]
    return rows


def _written_at(rng: np.random.Generator, person: Person, day: int) -> str:
    """Return when a row was written down: that evening, days later, on the Sunday, or nothing."""
    if not person.logged:
        return ""
    late = 6 - day % 7 if person.logged == "Sunday" else 2 * (rng.random() < 0.12)
    return f"{_iso(day + late)} {_clock(rng, 21)}"


def _session_rows(rng: np.random.Generator, person: Person) -> list[Row]:
    practised = [row for item in person.prescribed for row in _practised(rng, person, item)]
    practised += [(_day(date), exercise, "done") for date, exercise in person.extra]
    rows: list[Row] = []
    for day, exercise, status in sorted(practised, key=lambda row: row[0]):
        at = [p for p in person.prescribed if p.exercise == exercise and _day(p.start) <= day]
        sets, reps, hold_s, load_kg = at[-1].dose if at and status != "skipped" else (None,) * 4
        if status == "partial" and reps:
            reps = reps // 2
        clock = f" {_clock(rng, 8)}" if person.writes_time and status != "skipped" else ""
        minutes = 4 + int(rng.random() * 9) if person.writes_duration and sets else None
        rows.append(
            {
                "client": person.client, "date": _iso(day) + clock, "exercise": exercise,
                "status": status, "sets": sets, "reps": reps, "hold_s": hold_s,
                "duration_min": minutes, "load_kg": load_kg,
                "logged_at": _written_at(rng, person, day),
            }
        )  # fmt: skip
    return rows


def _score(value: float, step: float) -> float:
    return float(np.clip(np.floor(value / step + 0.5) * step, 0, 10))


def _rating_rows(rng: np.random.Generator, person: Person, sessions: list[Row]) -> list[Row]:
    noise = person.spread * drift(bell(rng, _LAST_DAY + 1))
    days = range(_day(person.first), _day(person.last) + 1)
    rows: list[Row] = []

    def rate(day: int, value: float, moment: str, hour: int, exercise: str = "") -> None:
        clock = f" {_clock(rng, hour, 20)}" if person.writes_time else ""
        rows.append(
            {
                "client": person.client, "date": _iso(day) + clock,
                "score": _score(value, person.step), "moment": moment, "exercise": exercise,
                "logged_at": _written_at(rng, person, day),
            }
        )  # fmt: skip

    for day in days:
        level = _at(person.level, day) + noise[day]
        for habit in person.ratings:
            is_rated = rng.random() < habit.share and _day(habit.start) <= day <= _day(habit.end)
            if is_rated:
                rate(day, level + habit.shift, habit.moment, 7 if habit.moment == "waking" else 20)
    if person.pairs is not None:
        exercise, every, change = person.pairs
        done = [r for r in sessions if r["exercise"] == exercise and r["status"] == "done"]
        for row in done[::every]:
            day = _day(str(row["date"])[:10])
            level = _at(person.level, day) + noise[day]
            rate(day, level, "before", 7, exercise)
            rate(day, level + _at(change, day) + 0.7 * float(bell(rng)), "after", 9, exercise)
    return sorted(rows, key=lambda r: (str(r["date"])[:10], MOMENTS.index(str(r["moment"]))))


def _add_notes(person: Person, sessions: list[Row], ratings: list[Row]) -> None:
    """Write each note on the first row on or after its date: a rating, a session, an exercise."""
    for date, about, text in person.notes:
        table = ratings if about == "rating" else sessions
        next(
            row
            for row in table
            if str(row["date"])[:10] >= date
            and "note" not in row
            and about in ("rating", "session", row["exercise"])
        )["note"] = text


def _check_rows(rng: np.random.Generator, person: Person) -> list[Row]:
    """Return the movement checks of a person: the level of the day, as it comes out measured."""
    return [
        {
            "client": person.client, "date": day, "test": checked.test,
            "value": float(round(_at(checked.level, _day(day)) + checked.noise * float(bell(rng)))),
            "side": checked.side, "activity": checked.activity,
        }
        for checked in person.checks
        for day in checked.days
    ]  # fmt: skip


def _programme_row(person: Person, item: Prescribed) -> Row:
    is_by_weekday = item.often[:3] in WEEKDAYS
    sets, reps, hold_s, load_kg = item.dose
    return {
        "client": person.client, "exercise": item.exercise, "start": item.start, "end": item.end,
        "times_per_week": "" if is_by_weekday else item.often,
        "weekdays": item.often if is_by_weekday else "",
        "sets": sets, "reps": reps, "hold_s": hold_s, "load_kg": load_kg,
    }  # fmt: skip


def make_sample_log(*, seed: int = 20261122) -> dict[str, pd.DataFrame]:
    """Make the tables of the sample log: nine made-up people over half a year.

    Parameters
    ----------
    seed : int
        The same seed gives the same tables.

    Returns
    -------
    dict of str to DataFrame
        ``sessions``, ``stiffness``, ``programme``, ``pauses``, ``events`` and ``checks``, each
        with the columns of ``log.schema`` as a person would type them: dates are text, an empty
        cell is ``""`` in a text column and missing in a column of numbers.

    Examples
    --------
    >>> tables = make_sample_log()
    >>> sorted(tables)
    ['checks', 'events', 'pauses', 'programme', 'sessions', 'stiffness']
    >>> tables["pauses"]["reason"].tolist()
    ['flare']
    """
    rows: dict[str, list[Row]] = {name: [] for name in LOG_TABLES if name not in CATALOGUES}
    for number, person in enumerate(PEOPLE):
        # One stream each, so that a change in how somebody practises leaves their scores alone.
        sessions = _session_rows(np.random.default_rng([seed, number, 0]), person)
        ratings = _rating_rows(np.random.default_rng([seed, number, 1]), person, sessions)
        _add_notes(person, sessions, ratings)
        rows["checks"] += _check_rows(np.random.default_rng([seed, number, 2]), person)
        rows["sessions"] += sessions
        rows["stiffness"] += ratings
        rows["programme"] += [_programme_row(person, item) for item in person.prescribed]
        for name, given in (("pauses", person.pauses), ("events", person.events)):
            keys = TABLES[name].column_names
            rows[name] += [
                dict(zip(keys, (person.client, *values), strict=True)) for values in given
            ]
    return {name: _table(name, found) for name, found in rows.items()}


def _table(name: str, rows: list[Row]) -> pd.DataFrame:
    known = TABLES[name].columns_to_fill_in
    # the made-up people write no sides, and a column that nobody fills in is not there
    columns = [c for c in known if not rows or any(c.name in row for row in rows)]
    frame = pd.DataFrame(rows, columns=pd.Index([c.name for c in columns]))
    numbers = [c.name for c in columns if c.kind in ("number", "count")]
    texts = [column for column in frame.columns if column not in numbers]
    return frame.astype(dict.fromkeys(numbers, "float64")).fillna(dict.fromkeys(texts, ""))


def write_sample_log(folder: str | Path, *, seed: int = 20261122) -> None:
    """Write the sample log as CSV files, one a table; the same seed gives the same bytes.

    Parameters
    ----------
    folder : str or Path
        Where the files go; made when it is not there. Files of the same names are replaced.
    seed : int
        As in :func:`make_sample_log`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_sample_log(folder)
    ...     print(sorted(path.name for path in Path(folder).glob("*.csv"))[:3])
    ['checks.csv', 'events.csv', 'pauses.csv']
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, table in make_sample_log(seed=seed).items():
        table.to_csv(
            target / f"{name}.csv",
            index=False, float_format="%g", lineterminator="\n", encoding="utf-8",
        )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m mobility_analysis.sample.make FOLDER")
    write_sample_log(sys.argv[1])
