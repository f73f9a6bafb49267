"""What is known of many logs that are read a few at a time, or one large one a part at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.catalogue import catalogue_frame
from mobility_analysis.log.check.like_clients import with_like_clients_pointed_out
from mobility_analysis.log.findings import file_remarks
from mobility_analysis.log.load import Refused, SomeRead, Taken
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.movement_tests import movement_tests_frame
from mobility_analysis.log.read.files import Many
from mobility_analysis.log.schema import empty_table
from mobility_analysis.log.settings import Settings

SAID = ("account", "problems", "remarks", "unreadable", "account_by_client", "left_out")


@dataclass
class Gathered:
    """What is known of the logs so far."""

    said: dict[str, list[pd.DataFrame]] = field(default_factory=lambda: {n: [] for n in SAID})
    clients: list[str] = field(default_factory=list)
    days: list[NDArray[np.int64]] = field(default_factory=list)
    own_settings: list[Settings] = field(default_factory=list)
    exercises: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    tests: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    taken: Taken = field(default_factory=Taken)
    refused: list[Refused] | None = field(default_factory=list)
    """The logs that cannot be used, as long as there is no other."""
    unread: dict[str, Sequence[str]] = field(default_factory=dict)
    """By client, the tables of which all rows were set aside."""

    def add(self, some: SomeRead) -> None:
        """Keep what is to be said of some logs; of the tables for everybody, once."""
        is_first = not self.said["account"]
        for name, kept in self.said.items():
            rows = getattr(some.log, name)
            if not is_first and "sheet" in rows:
                places = zip(rows["file"], rows["sheet"], strict=True)
                rows = rows[[place not in some.shared for place in places]]
            kept.append(rows)
        self.clients += some.log.clients
        self.unread |= some.unread
        self.days.append(some.days)
        is_none = self.refused is not None and len(some.refused) == some.n_read
        self.refused = [*(self.refused or ()), *some.refused] if is_none else None
        self.own_settings += some.log.settings.of_logs
        self.exercises.update((row["exercise"], row) for row in some.exercises)
        self.tests.update((row["test"], row) for row in some.tests)

    def whole(self, many: Many, settings: Settings) -> MobilityLog:
        """Return a log without rows that holds what is to be said of all of them.

        An exercise is as a log has it whose rows name it.
        """
        said = {name: pd.concat(kept, ignore_index=True) for name, kept in self.said.items()}
        left = file_remarks([(file, text, None) for file, text in many.left.remarks])
        said["remarks"] = pd.concat([said["remarks"], left], ignore_index=True)
        exercises = {**self.exercises, **self.taken.exercises}
        tests = {**self.tests, **self.taken.tests}
        clients = pd.CategoricalDtype(pd.Index(sorted(self.clients), dtype="str"))
        log = MobilityLog(
            sessions=empty_table("sessions").astype({"client": clients}),
            exercises=catalogue_frame([exercises[name] for name in sorted(exercises)]),
            tests=movement_tests_frame([tests[name] for name in sorted(tests)]),
            settings=replace(settings, of_logs=tuple(self.own_settings)),
        )
        return with_like_clients_pointed_out(replace(log, **cast("Any", said)))
