"""Made-up caseloads of any size, for tests and benchmarks. Nobody in them exists."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.schema import MOMENTS, STATUSES
from mobility_analysis.sample.make import bell, drift
from mobility_analysis.sample.people import (
    BEAR,
    BENCH,
    DOG,
    OPENER,
    RAISES,
    ROLLER,
    SAMPLE_END,
)

SEED = 20261122
CATALOGUE = (ROLLER, OPENER, RAISES, DOG, BENCH, BEAR)


def make_caseload(
    n_clients: int,
    n_weeks: int,
    *,
    n_exercises: int = 6,
    n_phases: int = 2,
    first: int = 1,
) -> dict[str, pd.DataFrame]:
    """Make a typed caseload of any size; 20,000 clients over 26 weeks are 9 million sessions.

    They are ``sessions``, ``stiffness``, ``programme`` and ``exercises``: the columns in use,
    with ids as categories and dates as ``datetime64[us]``, ready to be written as Parquet. Sessions
    and ratings are in order of client, then date. Exercises after the six of the catalogue are
    ``made-up-07`` and so on; each is prescribed anew ``n_phases`` times. The weeks end on Sunday
    22 November 2026, and the same numbers give the same tables. The clients are numbered from
    ``first`` on, for a caseload that is made in pieces.
    """
    rng = np.random.default_rng([SEED, n_clients, n_weeks, *([first] if first > 1 else [])])
    monday = pd.Timestamp(SAMPLE_END) + pd.Timedelta(days=1) - pd.Timedelta(weeks=n_weeks)
    days = pd.date_range(monday, periods=7 * n_weeks, unit="us")
    ids = pd.Index([f"client-{i:05d}" for i in range(first, first + n_clients)], dtype="str")
    more = [f"made-up-{i:02d}" for i in range(7, n_exercises + 1)]
    exercises = pd.Index((*CATALOGUE, *more)[:n_exercises], dtype="str")
    kept = 0.45 + 0.54 * rng.random((n_clients, n_exercises))
    often = 3 + np.floor(3 * rng.random((n_clients, n_exercises, n_phases)))
    return {
        "sessions": _caseload_sessions(rng, ids, exercises, days, often=often, kept=kept),
        "stiffness": _caseload_ratings(rng, ids, days),
        "programme": _caseload_programme(ids, exercises, days, often),
        "exercises": pd.DataFrame({"exercise": more, "focus_areas": "thoracic mobility"}),
    }


def make_interruptions(n_clients: int, n_weeks: int) -> dict[str, pd.DataFrame]:
    """Make ``pauses`` and ``events`` of such a caseload.

    Every fifth client is paused once, for one to three weeks, or still; everybody has an
    appointment about every six weeks, and every fourth client a flare.
    """
    rng = np.random.default_rng([SEED, n_clients, n_weeks, 1])
    days = pd.date_range(end=SAMPLE_END, periods=7 * n_weeks, unit="us").to_numpy()
    ids = pd.Index([f"client-{i:05d}" for i in range(1, n_clients + 1)], dtype="str")
    paused = np.arange(0, n_clients, 5)
    first = rng.integers(0, len(days), len(paused))
    last = first + rng.integers(7, 22, len(paused))
    is_over = last < len(days)
    end = pd.Series(days[np.minimum(last, len(days) - 1)]).where(is_over)
    seen, visit = (axis.ravel() for axis in np.indices((n_clients, max(n_weeks // 6, 1))))
    on = np.minimum(42 * visit + rng.integers(0, 42, len(visit)), len(days) - 1)
    flared = np.arange(0, n_clients, 4)
    client = np.concatenate([seen, flared])
    kind = np.repeat(["appointment", "flare"], [len(seen), len(flared)])
    events = pd.DataFrame(
        {
            "client": pd.Categorical.from_codes(client, ids),
            "date": days[np.concatenate([on, rng.integers(0, len(days), len(flared))])],
            "kind": kind,
            "label": np.where(kind == "flare", "woke up stiff", "review"),
        }
    ).drop_duplicates(ignore_index=True)
    return {
        "pauses": pd.DataFrame(
            {
                "client": pd.Categorical.from_codes(paused, ids),
                "start": days[first],
                "end": end,
                "reason": "on holiday",
            }
        ),
        "events": events,
    }


def _phase(days: pd.DatetimeIndex, n_phases: int) -> np.ndarray:
    return np.arange(len(days)) * n_phases // len(days)


def _caseload_sessions(
    rng: np.random.Generator,
    ids: pd.Index,
    exercises: pd.Index,
    days: pd.DatetimeIndex,
    *,
    often: np.ndarray,
    kept: np.ndarray,
) -> pd.DataFrame:
    """Draw each day of each exercise by itself; a thousand clients at a time bounds the memory."""
    phase = _phase(days, often.shape[2])
    clients, dates, practised = [], [], []
    for first in range(0, max(len(ids), 1), 1000):
        share = (often * kept[:, :, None] / 7)[first : first + 1000][:, :, phase]
        is_done = rng.random(share.shape, dtype=np.float32) < share
        client, date, exercise = np.nonzero(is_done.transpose(0, 2, 1))
        clients.append((client + first).astype("int32"))
        dates.append(date.astype("int32"))
        practised.append(exercise.astype("int16"))
    code = np.concatenate(clients)
    status = np.searchsorted([0.92, 0.97], rng.random(len(code)), side="right")
    return pd.DataFrame(
        {
            "client": pd.Categorical.from_codes(code, ids),
            "date": days.to_numpy()[np.concatenate(dates)],
            "exercise": pd.Categorical.from_codes(np.concatenate(practised), exercises),
            "status": pd.Categorical.from_codes(status.astype("int8"), pd.Index(STATUSES)),
            "sets": np.where(status == 2, np.nan, 2.0),
            "reps": np.where(status == 2, np.nan, 8.0),
        }
    )


def _caseload_ratings(
    rng: np.random.Generator, ids: pd.Index, days: pd.DatetimeIndex
) -> pd.DataFrame:
    start, slope = 3 + 4 * rng.random((len(ids), 1)), 4 * rng.random((len(ids), 1)) - 3
    level = start + slope * np.linspace(0, 1, len(days))
    score = np.clip(np.round(2 * (level + drift(bell(rng, len(ids), len(days))))) / 2, 0, 10)
    client, date = np.nonzero(rng.random(score.shape) < 0.75)
    waking = np.zeros(len(client), dtype="int8")
    return pd.DataFrame(
        {
            "client": pd.Categorical.from_codes(client.astype("int32"), ids),
            "date": days.to_numpy()[date],
            "score": score[client, date],
            "moment": pd.Categorical.from_codes(waking, pd.Index(MOMENTS)),
        }
    )


def _caseload_programme(
    ids: pd.Index, exercises: pd.Index, days: pd.DatetimeIndex, often: np.ndarray
) -> pd.DataFrame:
    client, exercise, phase = (axis.ravel() for axis in np.indices(often.shape))
    phases = _phase(days, often.shape[2])
    first = np.searchsorted(phases, phase, side="left")
    last = np.searchsorted(phases, phase, side="right") - 1
    is_running = phase == often.shape[2] - 1
    return pd.DataFrame(
        {
            "client": pd.Categorical.from_codes(client, ids),
            "exercise": pd.Categorical.from_codes(exercise, exercises),
            "start": days.to_numpy()[first],
            "end": pd.Series(days.to_numpy()[last]).mask(is_running),
            "times_per_week": often.ravel(),
            "sets": 2.0,
            "reps": 8.0,
        }
    )
