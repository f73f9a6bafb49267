"""A log of which nothing is counted twice: many tables of one client rest on the same counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cached_property, wraps
from inspect import signature
from typing import Any, TypeVar, cast

import pandas as pd

from mobility_analysis.log.model import MobilityLog

Measure = TypeVar("Measure", bound=Callable[..., Any])


class CountedLog(MobilityLog):
    """A log that keeps what was counted of it, for as long as it is held itself.

    Its tables must not be changed. A log made of it, of some clients say, is another log: it
    begins with nothing kept.
    """

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What each measure made, by the measure and its options."""
        return {}


def counted_log(log: MobilityLog) -> CountedLog:
    """Return the same log as one of which nothing is counted twice."""
    if isinstance(log, CountedLog):
        return log
    return CountedLog(**{each.name: getattr(log, each.name) for each in fields(MobilityLog)})


def counted_once(measure: Measure) -> Measure:
    """Let a measure count a ``CountedLog`` once for the same options; any other log each time."""
    names = signature(measure)

    @wraps(measure)
    def once(*of: Any, **options: Any) -> Any:
        log = of[0] if of else options.get("log")
        if not isinstance(log, CountedLog):
            return measure(*of, **options)
        asked = names.bind(*of, **options)
        asked.apply_defaults()
        key = (measure, *((k, _fixed(v)) for k, v in asked.arguments.items() if k != "log"))
        if key not in log.kept:
            log.kept[key] = measure(*of, **options)
        made = log.kept[key]
        # Who is handed a table may add columns to it: that changes no other one's.
        return made.copy(deep=False) if isinstance(made, pd.DataFrame) else made

    return cast("Measure", once)


def _fixed(value: Any) -> Any:
    """Return an option as part of a key, which a list cannot be."""
    return tuple(value) if isinstance(value, list) else value
