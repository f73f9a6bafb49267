"""Each room imports only from the rooms before it, and the package starts light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "mobility_analysis"
BEFORE = {
    "log": set(),
    "measures": {"log"},
    "charts": {"log", "measures"},
    "report": {"log", "measures", "charts", "bundled"},
    "sample_people": set(),
    "sample_faults": set(),
    "sample": {"log", "sample_people"},
    "bundled": set(),
    "lab": {"bundled", "log"},
    "console": {"log"},
    "options": {"log"},
    "caseload_options": {"measures"},
    "opening": {"log", "console"},
    "reporting": {"log", "report", "console"},
    "importing": {"log", "console"},
    "cli": {
        "log",
        "measures",
        "charts",
        "report",
        "sample",
        "bundled",
        "lab",
        "console",
        "opening",
        "options",
        "caseload_options",
        "importing",
        "reporting",
    },
}
FORBIDDEN_EVERYWHERE = {"scipy"}  # its import takes longer than all measures of a client
FORBIDDEN_LIBRARIES = {"log": {"matplotlib"}, "measures": {"matplotlib"}}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(source: str) -> set[str]:
    """Full dotted names of all that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def faults(room: str, source: str) -> list[str]:
    """What a module of this room imports and may not."""
    found = []
    for name in sorted(imported_names(source)):
        parts = name.split(".")
        if parts[0] == "mobility_analysis":
            other = parts[1] if len(parts) > 1 else "__init__"
            if other not in BEFORE[room] | {room}:
                found.append(name)
        elif parts[0] in FORBIDDEN_EVERYWHERE | FORBIDDEN_LIBRARIES.get(room, set()):
            found.append(name)
    return found


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE or p.stem in BEFORE)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    assert faults(room_of(path), path.read_text(encoding="utf-8")) == []


def test_every_module_stands_in_a_known_room() -> None:
    assert {room_of(p) for p in PACKAGE.rglob("*.py")} == {*BEFORE, "__init__"}


def test_the_rule_sees_a_breach() -> None:
    assert faults("measures", "from mobility_analysis.charts import theme") == [
        "mobility_analysis.charts.theme"
    ]
    assert faults("report", "def f():\n    import scipy.stats") == ["scipy.stats"]
    assert faults("log", "def f():\n    import matplotlib") == ["matplotlib"]
    assert faults("report", "from mobility_analysis.charts import theme") == []


@pytest.mark.parametrize("module", ["mobility_analysis", "mobility_analysis.cli"])
def test_import_loads_neither_matplotlib_nor_scipy(module: str) -> None:
    code = (
        f"import {module}, sys;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'matplotlib', 'scipy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_are_sorted_and_all_there() -> None:
    import mobility_analysis

    names = mobility_analysis.__all__
    assert list(names) == sorted(names)
    assert [n for n in names if not hasattr(mobility_analysis, n)] == []


def test_only_the_log_room_reads_files_and_never_the_clock_is_read() -> None:
    readers = ("read_csv(", "read_excel(", "read_parquet(", "open(")
    clocks = ("datetime.now", "date.today", "time.time(", "Timestamp.now", "Timestamp.today")
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not [c for c in clocks if c in source], path
        if room_of(path) in ("measures", "charts"):
            assert not [r for r in readers if r in source], path
