"""What it takes to import the library, and to show the help of the command, from process start.

Run: python -m tests.benchmarks.start_speed [ROUNDS]
"""

from __future__ import annotations

import sys

from tests.benchmarks.rounds import Bound, in_new_process, in_turn, show

SIDES = {
    "import pandas": ("-c", "import pandas"),
    "import pandas, mobility_analysis": ("-c", "import pandas, mobility_analysis"),
    "import click": ("-c", "import click"),
    "mobility-analysis --help": ("-m", "mobility_analysis.cli", "--help"),
}


def main(rounds: int = 15) -> None:
    """Print the median seconds of each side, in turn, and what the bounds are about."""
    sides = {name: in_new_process(*command) for name, command in SIDES.items()}
    found = in_turn(sides, rounds, do_agree=False)
    pandas, ours, click, our_help = (found[name].seconds for name in SIDES)
    bounds = [
        Bound("import mobility_analysis over import pandas", 1000 * (ours - pandas), 40, "ms"),
        Bound("mobility-analysis --help of import click", our_help / click, 2),
    ]
    show("Start", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
