"""Does a tree still write the same bytes: ``python -m tests.byte_gate BEFORE_TREE AFTER_TREE``.

Every command runs with the tree before and with the tree after, on the same inputs, in two folders
that are laid out alike. What it writes, prints and answers (the exit status) is compared byte by
byte. For changes that move code and must not change what comes out.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.damaged_logs import write_damaged_logs

ROOT = Path(__file__).resolve().parent.parent
REAL_FILES = os.environ.get("MOBILITY_REAL_FILES", ROOT.parent / "shared" / "real")
SHOWN_LINES = 6
# Of a report's own notes: the fingerprint is made of the names that options have inside the
# program, so it may change with them; the place is that of the inputs, which lie in two folders.
# What they are for, the cases with ``--resume`` and ``--replace`` compare.
NOT_COMPARED = re.compile(rb'"(fingerprint|place)": "[0-9a-f]+"')
TWO_CLIENTS = ("--client", "Amira K", "--client", "Ben T")
REPORTED_WHOLE = (
    "sessions_clients_in_many_spellings",
    "sessions_numbers_that_are_none",
    "stiffness_scores_that_are_none",
    "many_logs",
)


@dataclass(frozen=True)
class Case:
    """One command: the name of its folder, and its arguments."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Sameness:
    """What a comparison found: how much was compared, and what differs."""

    files: int
    size: int
    differences: list[str]


def case(name: str, *arguments: str) -> Case:
    """Name a command; ``OUT`` in its arguments is a folder of its own."""
    return Case(name, tuple(a.replace("OUT", f"out/{name}/written") for a in arguments))


def sample_cases(*, quick: bool) -> Iterator[Case]:
    """Commands on the sample log, which each tree brings with it."""
    yield case("sample_two", "report", *TWO_CLIENTS, "--out", "OUT", "--jobs", "1")
    yield case("sample_tables", "report", "--only", "tables", "--out", "OUT", "--jobs", "1")
    yield case("sample_check", "check", "inputs/sample")
    yield case("new", "new", "OUT")
    yield case("new_excel", "new", "OUT", "--excel")
    yield case("new_paper", "new", "OUT", "--paper")
    yield case("new_paper_sample", "new", "inputs/sample_for_paper", "--paper")
    yield case("convert_csv", "convert", "inputs/sample", "--to", "OUT", "--form", "csv")
    if quick:
        return
    yield case("sample", "report", "--out", "OUT", "--jobs", "2")
    yield case("sample_again", "report", "--out", "out/sample/written", "--resume", "--jobs", "2")
    grey = ("--greyscale", "--figure-size", "slide", "--compared-with", "the last appointment")
    days = ("--as-of", "2026-10-31", "--from", "2026-07-01", "--baseline-start", "2026-06-08")
    yield case("sample_grey", "report", *TWO_CLIENTS, *grey, *days, "--out", "OUT", "--jobs", "1")
    limits = ("--high-mean", "6", "--silent-days", "7", "--low-adherence", "80%")
    yield case("sample_limits", "report", *limits, "--only", "tables", "--out", "OUT")
    yield case("sample_nobody", "report", "--client", "Nobody", "--out", "OUT")
    yield case("sample_pages", "report", *TWO_CLIENTS[:2], "--only", "pages", "--out", "OUT")
    scale = ("--scale", "1-5", "--scale-reversed")
    yield case("sample_scale", "report", "inputs/sample", *scale, "--yes", "--out", "OUT")
    yield case("convert_parquet", "convert", "inputs/sample", "--to", "OUT")
    yield case("convert_back", "check", "out/convert_parquet/written")
    yield case("new_again", "new", "out/new/written")
    yield case("new_checked", "check", "out/new_excel/written")
    for command in ("report", "check", "lab", "import", "convert", "new"):
        yield case(f"help_{command}", command, "--help")


def damaged_cases(logs: Sequence[str], *, quick: bool) -> Iterator[Case]:
    """Commands on damaged logs: each is checked, and some are reported and converted."""
    for log in logs:
        path = f"inputs/damaged/{log}"
        yield case(f"check_{log}", "check", path)
        if quick:
            continue
        yield case(f"tables_{log}", "report", path, "--yes", "--only", "tables", "--out", "OUT")
        if log in REPORTED_WHOLE:
            yield case(f"report_{log}", "report", path, "--yes", "--out", "OUT", "--jobs", "1")
            yield case(f"convert_{log}", "convert", path, "--to", "OUT", "--form", "csv", "--yes")


def real_cases(*, quick: bool) -> Iterator[Case]:
    """Commands on files that real people wrote."""
    knee = ("report", "inputs/real/knee-diary", "--target", "walk=3", "--out", "OUT")
    yield case("knee", *knee, "--only", "tables") if quick else case("knee", *knee)
    for name, recipe in (
        ("hevy_export", "hevy"),
        ("strong_en_rpe", "strong"),
        ("strong_de_user_en_header", "strong"),
    ):
        path, chosen = f"inputs/real/exports/{name}.csv", ("--recipe", recipe, "--yes")
        yield case(f"import_{name}", "import", path, *chosen, "--into", "OUT", "--client", "me")
        if not quick:
            yield case(f"report_{name}", "report", path, *chosen, "--out", "OUT", "--jobs", "1")
    for name in ("myaiguide_pain", "myaiguide_sport", "myaiguide_person8_pain"):
        yield case(f"check_{name}", "check", f"inputs/real/exports/{name}.csv")
    yield case("check_bookings", "check", "inputs/real/exports/mindbody_yoga_attendance.csv")
    again = ("--recipe", "hevy", "--yes", "--into", "out/import_hevy_export/written")
    yield case("import_again", "import", "inputs/real/exports/hevy_export.csv", *again)
    for name in () if quick else ("newlines_crlf", "quotes_and_newlines", "utf8", "empty"):
        yield case(f"hostile_{name}", "check", f"inputs/real/hostile-csv/{name}.csv")


def write_inputs(folder: Path, sample: Path, real: Path | None) -> list[str]:
    """Put the same inputs into a folder, and return the names of the damaged logs."""
    shutil.copytree(sample, folder / "sample")
    shutil.copytree(sample, folder / "sample_for_paper")
    if real:
        shutil.copytree(real, folder / "real", copy_function=shutil.copyfile)
        for path in (folder / "real").rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
    return write_damaged_logs(sample, folder / "damaged")


def environment(tree: Path) -> dict[str, str]:
    """Return an environment in which Python takes the package from a tree."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MOBILITY", "MPL"))}
    fixed = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "COLUMNS": "100"}
    return kept | fixed | {"PYTHONPATH": str(tree), "PYTHONSAFEPATH": "1"}


def run_case(one: Case, folder: Path, tree: Path) -> None:
    """Run a command in a folder with a tree; keep what it prints and answers beside its files."""
    done = subprocess.run(
        [sys.executable, "-m", "mobility_analysis.cli", *one.arguments],
        cwd=folder,
        env=environment(tree),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    beside = folder / "out" / one.name
    beside.mkdir(parents=True, exist_ok=True)
    for name, content in (("stdout", done.stdout), ("stderr", done.stderr)):
        for path, said in ((tree, b"<TREE>"), (folder, b"<FOLDER>")):
            content = content.replace(bytes(path), said)  # noqa: PLW2901
        (beside / f"{name}.txt").write_bytes(content)
    (beside / "exit_status.txt").write_text(f"{done.returncode}\n", encoding="utf-8")


def run_tree(cases: Sequence[Case], folder: Path, tree: Path) -> None:
    """Run all commands with a tree, one after the other."""
    stop_unless_from(tree)
    for one in cases:
        run_case(one, folder, tree)


def stop_unless_from(tree: Path) -> None:
    """Make sure that Python takes the package from the tree and not from where it is installed."""
    code = "import mobility_analysis; print(mobility_analysis.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tree,
        env=environment(tree),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    if Path(found) != tree / "mobility_analysis" / "__init__.py":
        raise SystemExit(f"The package is read from {found}, and not from {tree}.")


def compare_folders(before: Path, after: Path) -> Sameness:
    """Compare every file under two folders, byte by byte."""
    names = {p: _files_under(p) for p in (before, after)}
    differences = [f"only before: {name}" for name in sorted(names[before] - names[after])]
    differences += [f"only after: {name}" for name in sorted(names[after] - names[before])]
    size, both = 0, sorted(names[before] & names[after])
    for name in both:
        first, second = ((folder / name).read_bytes() for folder in (before, after))
        size += len(first)
        if is_record(name):
            first, second = (NOT_COMPARED.sub(b"", content) for content in (first, second))
        if first != second:
            differences.append(f"differs: {name}\n{first_difference(first, second)}")
    return Sameness(len(both), size, differences)


def is_record(name: str) -> bool:
    """Tell whether a file is a report's own note of what it wrote."""
    return Path(name).parent.name == ".written"


def _files_under(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def first_difference(first: bytes, second: bytes) -> str:
    """Return the first lines that differ, or of a file that is no text the first byte."""
    try:
        pair = [content.decode("utf-8").splitlines() for content in (first, second)]
    except UnicodeDecodeError:
        pair = [[], []]
    changed = [
        line[:300]
        for line in difflib.unified_diff(*pair, "before", "after", n=0, lineterm="")
        if not line.startswith(("---", "+++"))
    ]
    if changed:
        return "\n".join(f"    {line}" for line in changed[:SHOWN_LINES])
    place = next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    return (
        f"    {len(first):,} bytes before, {len(second):,} after; the first that differs: {place:,}"
    )


def compare_trees(
    trees: Mapping[str, Path], work: Path, *, real: Path | None, quick: bool
) -> Sameness:
    """Run every command with both trees side by side, and compare what came out."""
    sample = trees["before"] / "data" / "sample"
    for side in trees:
        logs = write_inputs(work / side / "inputs", sample, real)
    cases = [*sample_cases(quick=quick), *damaged_cases(logs, quick=quick)]
    cases += real_cases(quick=quick) if real else []
    (work / "cases.json").write_text(json.dumps([c.__dict__ for c in cases], indent=1))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda side: run_tree(cases, work / side, trees[side]), trees))
    return compare_folders(work / "before", work / "after")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two trees, say what was found, and return 1 where something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("before", type=Path, help="the checkout before the change")
    parser.add_argument("after", type=Path, help="the checkout after the change")
    parser.add_argument("--work", type=Path, help="a new folder to run in, which is then kept")
    parser.add_argument("--quick", action="store_true", help="fewer commands, for a first look")
    parser.add_argument(
        "--real", type=Path, default=Path(REAL_FILES), help="the folder of real files"
    )
    chosen = parser.parse_args(arguments)
    real = chosen.real.resolve() if chosen.real.is_dir() else None
    if real is None:
        print(f"Skipped: the real files, as there is no folder {chosen.real}.")  # noqa: T201
    trees = {"before": chosen.before.resolve(), "after": chosen.after.resolve()}
    with tempfile.TemporaryDirectory() as passing:
        work = chosen.work.resolve() if chosen.work else Path(passing) / "gate"
        work.mkdir(parents=True)
        found = compare_trees(trees, work, real=real, quick=chosen.quick)
    print(verdict(found))  # noqa: T201
    return 1 if found.differences else 0


def verdict(found: Sameness) -> str:
    """Say what a comparison found."""
    compared = f"{found.files:,} files, {found.size:,} bytes compared"
    if not found.differences:
        return f"same: {compared}"
    return "\n".join([*found.differences, f"{len(found.differences)} differ: {compared}"])


if __name__ == "__main__":
    sys.exit(main())
