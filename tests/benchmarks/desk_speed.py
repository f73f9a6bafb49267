"""A choice on the desk: processor time until all that stands below shows another client.

Run: python -m tests.benchmarks.desk_speed [ROUNDS]
"""

from __future__ import annotations

import sys
import time
from statistics import median
from unittest.mock import patch

from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook import review as views
from mobility_analysis.report.notebook.desk import Desk, open_desk
from mobility_analysis.sample.bundled import bundled_sample

AT_MOST_S = 2.0


class Page:
    """Stands for a place under a cell: makes what a page would show."""

    def __init__(self, thing: object) -> None:
        self.update(thing)

    def update(self, thing: object) -> None:
        write = getattr(thing, "_repr_html_", None)
        if write is not None:
            write()


def opened() -> Desk:
    """Return a desk on the sample log with all that 07_client_review shows below it."""
    desk = open_desk(bundled_sample())
    desk.show_first()
    desk.show(views.show_topics, views.show_recent, views.show_weeks)
    desk.show_week()
    desk.show(views.show_movement, views.show_notes)
    return desk


def main(rounds: int = 5) -> None:
    """Print the median seconds of processor time of a choice of each client, and the bound."""
    with patch.object(places, "show_in_place", Page):
        desk = opened()
        found: dict[str, list[float]] = {client: [] for client in desk.log.clients}
        for _ in range(rounds):
            for client in (*desk.log.clients[1:], desk.log.clients[0]):
                start = time.process_time()
                desk.controls.who.value = client
                found[client].append(time.process_time() - start)
    for client, seconds in found.items():
        print(f"  {client:<12} {median(seconds):.2f} s")
    slowest = max(map(median, found.values()))
    within = "within" if slowest <= AT_MOST_S else "ABOVE"
    print(f"  slowest choice {slowest:.2f} s, {within} the bound of {AT_MOST_S:g} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
