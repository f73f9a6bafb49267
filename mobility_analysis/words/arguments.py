"""What a chart or a sentence is given: another table, or a log, is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.words.numbers import list_words

P = ParamSpec("P")
R = TypeVar("R")

_SUMS = ("prescribed", "done", "counted", "adherence", "band")
_MEANS = ("baseline_mean", "recent_mean")
_WEEK_SUMS = ("prescribed", "done", "counted", "is_partial", "state")

#: The columns by which each table is known, and which charts and sentences read.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "overall_adherence by exercise": ("client", "exercise", *_SUMS),
    "overall_adherence by focus area": ("client", "focus_area", *_SUMS),
    "overall_adherence by client": ("client", *_SUMS),
    "weekly_adherence": ("client", "exercise", "week_start", *_WEEK_SUMS),
    "monthly_adherence": ("client", "exercise", "month_start", *_WEEK_SUMS),
    "weekly_practice": ("client", "week_start", *_WEEK_SUMS),
    "daily_practice": (
        "client",
        "exercise",
        "date",
        "state",
        "is_unprescribed",
        "is_as_needed",
    ),
    "adherence_definitions": ("client", "definition", "adherence", "meaning"),
    "focus_area_coverage": ("client", "focus_area", "state", "n_exercises"),
    "unprescribed_sessions": ("client", "exercise", "date", "status", "reason"),
    "exercise_areas": ("exercise", "focus_area"),
    "daily_stiffness": ("client", "date", "score_mean"),
    "weekly_stiffness": ("client", "week_start", "n_days", "score_mean"),
    "monthly_stiffness": ("client", "month_start", "n_days", "score_mean"),
    "stiffness_change": ("client", "baseline_start", "recent_start", *_MEANS, "verdict"),
    "stiffness_run_chart": ("client", "week_start", "score_mean", "median", "signal"),
    "before_after_sessions": ("client", "exercise", "n_pairs", "n_better", "n_same", "n_worse"),
    "daily_movement": ("client", "test", "activity", "side", "date", "value", "n_values"),
    "movement_checks": ("client", "test", "side", "first_value", "newest_value", "verdict"),
    "dose_changes": ("client", "exercise", "first_start", "last_start", "load_kg_first"),
    "practice_and_stiffness": ("client", "n_weeks", "spearman_rho", "verdict"),
    "weekly_practice_and_stiffness": ("client", "week_start", "n_days", "score_mean", "is_met"),
    "caseload_review": ("client", "reasons", *_MEANS, "thresholds"),
    "sessions of a log": ("client", "exercise", "date", "status"),
    "stiffness of a log": ("client", "date", "score", "moment"),
    "programme of a log": ("client", "exercise", "start", "times_per_week"),
    "pauses of a log": ("client", "start", "end", "reason"),
    "events of a log": ("client", "date", "kind", "label"),
}
PLACES = ("first", "second", "third", "fourth")
MOST_NAMED = 3


def takes(
    *, several_clients: bool = False, **tables: str | tuple[str, ...]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function say which table it needs where an argument is another thing.

    ``tables`` names for each argument the table, or tables, of ``COLUMNS`` that it may be. Unless
    several clients are allowed, all tables must be about the same one: a sentence on the first of
    many would pass for all.
    """

    def checked(function: Callable[P, R]) -> Callable[P, R]:
        names = [*signature(function).parameters]

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            given = dict(zip(names, args, strict=False)) | kwargs
            chosen = {name: given[name] for name in tables if given.get(name) is not None}
            for name, value in chosen.items():
                wanted = tables[name]
                kinds = (wanted,) if isinstance(wanted, str) else wanted
                needs = _needs(function.__name__, kinds, names.index(name), name)
                _check_table(value, kinds, needs)
            if not several_clients:
                _check_clients(function.__name__, chosen.values())
            return function(*args, **kwargs)

        return call

    return checked


def _needs(function: str, kinds: tuple[str, ...], place: int, name: str) -> str:
    """Say which table is needed where, and its columns."""
    where = f"its {PLACES[place]} argument" if place < len(PLACES) else f"the argument {name}"
    table = f"the table of {list_words(kinds, last='or')}"
    return f"{function} needs {table} as {where} (columns {', '.join(COLUMNS[kinds[0]])})"


def _check_table(value: object, kinds: tuple[str, ...], needs: str) -> None:
    """Refuse what is no table, lacks a column, or is the larger table of another measure."""
    if isinstance(value, MobilityLog):
        measure = kinds[0].split()[0]
        raise TypeError(f"{needs}; this is a log: pass {measure}(log)")
    if not isinstance(value, pd.DataFrame):
        raise TypeError(f"{needs}; this is a {type(value).__name__}")
    there = set(value.columns)
    found = _recognised(there)
    missing = min(([c for c in COLUMNS[kind] if c not in there] for kind in kinds), key=len)
    likeness = f"looks like the table of {found}"
    if missing:
        hint = f": it {likeness}" if found else ""
        raise ValueError(f"{needs}; this one lacks {list_words(missing)}{hint}")
    if found not in kinds:
        raise ValueError(f"{needs}; this one {likeness}")


def _recognised(there: set[str]) -> str:
    """Return the table that has the most of its columns there, all of them; empty for none."""
    like = [kind for kind, columns in COLUMNS.items() if there.issuperset(columns)]
    return max(like, key=lambda kind: len(COLUMNS[kind]), default="")


def _check_clients(function: str, tables: Iterable[object]) -> None:
    """Refuse tables of several clients, and name some of them."""
    frames = [table for table in tables if isinstance(table, pd.DataFrame) and "client" in table]
    clients = sorted({str(client) for frame in frames for client in frame["client"].unique()})
    if len(clients) > 1:
        more = len(clients) - MOST_NAMED
        named = [*clients[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
        raise ValueError(
            f"{function} is about one client, but these tables hold {list_words(named)}: "
            f"pass the rows of one of them, such as the tables of log[{clients[0]!r}]"
        )
