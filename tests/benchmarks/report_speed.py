"""One client's report with all its files, against saving as many blank A4 figures; and its size.

Both are measured from process start, by the time of the processors.

The blank figures have the names and formats of the report's files: PNGs, SVGs and a PDF. They are
saved twice over: with the report's own dots an inch (200 and 100 for a screen), which is the
like-for-like side, and with those that the report had when the bound was set (300 and 150). Blank
dots cost matplotlib more the more there are, so the second ratio is the lower one: part of what it
gained since is that the report makes fewer dots, not that it makes them faster. Both are held
against the bound. The pictures within the HTML page and the tables are not counted.

Run: python -m tests.benchmarks.report_speed [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from mobility_analysis.report.figure_files import PRINT_DPI, SCREEN_DPI
from tests.benchmarks.rounds import Bound, Reading, in_new_process, in_turn, show

REPORT = "one client's report"
BLANK, BLANK_THEN = "as many blank A4 figures", "the same, with the dots of before"
DPI_THEN = (300, 150)
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
dpi, on_screen = map(int, sys.argv[2:4])
for name in sys.argv[4:]:
    figure = Figure(figsize=(8.27, 11.69))
    figure.savefig(folder / name, dpi=on_screen if name.endswith("-screen.png") else dpi)
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
    """Print the median seconds of the sides, in turn, their ratios, and the report's megabytes.

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

        def saved(dpi: tuple[int, int]) -> Reading:
            return in_new_process("-c", SAVE, str(blank), *map(str, dpi), *pictures(out))()

        sides = {  # the report first: its files have the names of the others
            REPORT: in_new_process(*report(out, log)),
            BLANK: partial(saved, (PRINT_DPI, SCREEN_DPI)),
            BLANK_THEN: partial(saved, DPI_THEN),
        }
        found = in_turn(sides, rounds, do_agree=False)
        n_pictures = len(pictures(out))
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    spent = found[REPORT].processor_s
    bounds = [
        *(
            Bound(f"one client's report: {side}", spent / found[side].processor_s, MOST_TIMES)
            for side in (BLANK, BLANK_THEN)
        ),
        Bound("all its files", size / 1e6, MOST_MB, "MB"),
    ]
    show(f"Report, {n_pictures} pictures", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
