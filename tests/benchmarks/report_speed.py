"""One client's report with all its files, against saving as many blank A4 figures; and its size.

Both are measured from process start, by the time of the processors.

The blank figures have the names and formats of the report's files, and the dots of the day on which
the bound was set: PNGs of 300 and of 150 an inch, SVGs and a PDF. The report's own have 200 and 100
since. The pictures within the HTML page and the tables are not counted.

Run: python -m tests.benchmarks.report_speed [ROUNDS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.rounds import ROOT, Bound, in_new_process, in_turn, show

REPORT = "one client's report"
BLANK = "as many blank A4 figures"
CLIENT = "Amira K"
MOST_TIMES = 2
MOST_MB = 2
SAVE = """
import sys
from pathlib import Path
import matplotlib
import pandas
from matplotlib.figure import Figure
folder = Path(sys.argv[1])
for name in sys.argv[2:]:
    figure = Figure(figsize=(8.27, 11.69))
    figure.savefig(folder / name, dpi=150 if name.endswith("-screen.png") else 300)
"""


def report(out: Path, log: Path | None) -> tuple[str, ...]:
    """Return the command that writes one client of the sample log, or a log of one client."""
    whose = ("--client", CLIENT) if log is None else (str(log),)
    return ("-m", "mobility_analysis.cli", "report", *whose, "--out", str(out))


def pictures(folder: Path) -> list[str]:
    """Return the names of the pictures that a report wrote, one PDF among them."""
    kinds = {".png", ".svg", ".pdf"}
    return sorted(path.name for path in folder.rglob("*") if path.suffix in kinds)


def main(rounds: int = 5, log: Path | None = None) -> None:
    """Print the median seconds of both sides, in turn, their ratio, and the report's megabytes.

    Parameters
    ----------
    rounds : int
        How often each side is run after the first time.
    log : Path or None
        A log of one client; a client of the sample log when None.
    """
    with tempfile.TemporaryDirectory() as name:
        out, blank = Path(name, "report"), Path(name, "blank")
        blank.mkdir()
        subprocess.run(
            [sys.executable, *report(out, log)], cwd=ROOT, check=True, capture_output=True
        )
        names = pictures(out)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        sides = {
            BLANK: in_new_process("-c", SAVE, str(blank), *names),
            REPORT: in_new_process(*report(out, log)),
        }
        found = in_turn(sides, rounds, do_agree=False)
    ratio = found[REPORT].processor_s / found[BLANK].processor_s
    bounds = [
        Bound("one client's report of blank figures", ratio, MOST_TIMES),
        Bound("all its files", size / 1e6, MOST_MB, "MB"),
    ]
    show(f"Report, {len(names)} pictures", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
