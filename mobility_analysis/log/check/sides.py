"""Left and right of one exercise, logged as two rows, become one session."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import holds
from mobility_analysis.log.schema import SIDES, STATUSES

SMALLER_VALUES = ("sets", "reps", "hold_s", "load_kg")
"""Columns of which a session of two sides has the smaller value."""

LEFT, RIGHT, BOTH = range(len(SIDES))
DONE, PARTIAL, SKIPPED = range(len(STATUSES))

Rows = NDArray[np.intp]


def joined_sides(sessions: pd.DataFrame) -> pd.DataFrame:
    """Return sessions in which left and right of one exercise are one row, where the first stood.

    Rows of one client, exercise and date that name different sides belong together; where both
    have a time of day, only at the same time. The session is done if both sides are, skipped if
    both are, else partial. Of sets, repetitions, hold and load it has the smaller value of those
    that are given (*our choice* where one side has none), the minutes of both, the later of the
    two stamps and the notes of both; its side is empty. A side alone, and two rows of one side,
    stay as they are. The very same frame comes back where nothing belongs together.
    """
    side = cast("pd.Categorical", sessions["side"].array).codes  # those of ``cat`` are a copy
    if not all(holds(side, one) for one in (LEFT, RIGHT)):
        return sessions
    sided = np.flatnonzero(side != BOTH)
    first, second = _pairs(sessions.iloc[sided], side[sided])
    first, second = sided[np.minimum(first, second)], sided[np.maximum(first, second)]
    if not len(first):
        return sessions
    whole = sessions.copy()
    for name, values in _joined(sessions.iloc[first], sessions.iloc[second]).items():
        whole.loc[whole.index[first], name] = values
    return whole.drop(index=whole.index[second]).reset_index(drop=True)


def _pairs(sided: pd.DataFrame, side: NDArray[Any]) -> tuple[Rows, Rows]:
    """Return the places of each left row and of the right one that belongs to it.

    Rows at the same time come first, then those of which one has a time, then those without:
    so that as many as can belong together do, and equals do in the order of their rows.
    """
    same_day = pd.DataFrame(
        {
            "client": sided["client"].cat.codes.to_numpy(),
            "exercise": sided["exercise"].cat.codes.to_numpy(),
            "date": sided["date"].to_numpy(),
        }
    )
    same_time = same_day.assign(time=sided["time"].to_numpy())
    is_timed = sided["time"].notna().to_numpy()
    is_free = np.ones(len(sided), dtype=bool)
    found: list[tuple[Rows, Rows]] = []
    for keys, left_timed, right_timed in (
        (same_time, True, True),
        (same_day, True, False),
        (same_day, False, True),
        (same_day, False, False),
    ):
        left = np.flatnonzero(is_free & (side == LEFT) & (is_timed == left_timed))
        right = np.flatnonzero(is_free & (side == RIGHT) & (is_timed == right_timed))
        pair = _numbered(keys, left).merge(_numbered(keys, right), on=[*keys, "number"])
        found.append((pair["row_x"].to_numpy(dtype=np.intp), pair["row_y"].to_numpy(dtype=np.intp)))
        is_free[np.concatenate(found[-1])] = False
    lefts, rights = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights)


def _numbered(keys: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """Return the keys of some rows, and which of those with the same keys each is."""
    own = keys.iloc[rows]
    return own.assign(number=own.groupby(list(keys)).cumcount(), row=rows)


def _joined(one: pd.DataFrame, other: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of sessions of two sides, of the rows of either."""
    statuses = one["status"].cat.codes.to_numpy(), other["status"].cat.codes.to_numpy()
    status = np.where(statuses[0] == statuses[1], statuses[0], PARTIAL)
    minutes = one["duration_min"].to_numpy(), other["duration_min"].to_numpy()
    columns: dict[str, Any] = {
        name: np.fmin(one[name].to_numpy(), other[name].to_numpy()) for name in SMALLER_VALUES
    }
    return columns | {
        "status": np.array(STATUSES, dtype=object)[status],
        "side": SIDES[BOTH],
        "duration_min": np.where(
            np.isnan(minutes[0]), minutes[1], minutes[0] + np.nan_to_num(minutes[1])
        ),
        "note": [_both_notes(*notes) for notes in zip(one["note"], other["note"], strict=True)],
        "logged_at": np.fmax(one["logged_at"].to_numpy(), other["logged_at"].to_numpy()),
        "time": np.fmin(one["time"].to_numpy(), other["time"].to_numpy()),
    }


def _both_notes(one: str, other: str) -> str:
    return "; ".join(dict.fromkeys(note for note in (one, other) if note))
