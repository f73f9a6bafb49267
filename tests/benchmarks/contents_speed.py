"""The tables of one client, against what they took in an older commit of this repository.

A side reads the sample, makes a client's tables once, and then those of each client alone: the
processor time of that, without imports and reading.

Run: python -m tests.benchmarks.contents_speed [ROUNDS]
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from mobility_analysis.report.contents import TABLES
from tests.benchmarks.rounds import ROOT, Bound, Reading, in_new_process, in_turn, show

BEFORE = "f8f31e7"
"""The commit before tables were measured for many clients together."""
OURS, OLD = "every table of a client", "the same, before"
AT_MOST = 1 / 3
TIMED = """
import sys, time
root, sample, n_clients, *names = sys.argv[1:]
sys.path.insert(0, root)
import mobility_analysis as ma
log = ma.load_log(sample)
clients = log.clients[: int(n_clients)]

def tables(client):
    made = ma.client_contents(log, client)
    return [getattr(made, name) for name in names if hasattr(type(made), name)]

tables(clients[0])
begin = time.process_time()
for client in clients:
    tables(client)
print((time.process_time() - begin) / len(clients))
"""


def every_table(root: Path, n_clients: int) -> Callable[[], Reading]:
    """Return a side that makes the tables of each client of the sample by the code of a folder."""
    sample = str(ROOT / "data" / "sample")
    run = in_new_process("-c", TIMED, str(root), sample, str(n_clients), *TABLES)

    def timed() -> Reading:
        reading = run()
        seconds = float(reading.answer)
        return reading._replace(seconds=seconds, processor_s=seconds)

    return timed


def main(rounds: int = 5, *, n_clients: int = 9, commit: str = BEFORE) -> None:
    """Print the medians of both sides, in turn, and the ratio of their processor time."""
    with tempfile.TemporaryDirectory() as name:
        packed = subprocess.run(
            ["git", "-C", str(ROOT), "archive", commit, "mobility_analysis"],
            check=True,
            stdout=subprocess.PIPE,
        )
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as older:
            older.extractall(name, filter="data")
        sides = {OLD: every_table(Path(name), n_clients), OURS: every_table(ROOT, n_clients)}
        found = in_turn(sides, rounds, do_agree=False)
    ratio = found[OURS].processor_s / found[OLD].processor_s
    show("Tables in a notebook", found, rounds, [Bound(f"of {commit}", ratio, AT_MOST)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
