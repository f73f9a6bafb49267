"""Each room imports only from the rooms before it, and the package starts light.

The rooms are the folders: ``log -> measures -> words -> charts -> report -> commands``. Inside a
room its own folders stand in an order, too, and no step is reached in a circle.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

NAME = "mobility_analysis"
PACKAGE = Path(__file__).resolve().parent.parent / NAME
BEFORE = {
    "log": set(),
    "measures": {"log"},
    "words": {"log", "measures"},
    "charts": {"log", "measures", "words"},
    "sample": {"log"},
    "report": {"log", "measures", "words", "charts", "sample"},
    "commands": {"log", "measures", "words", "charts", "report"},
    "lab": {"log", "sample"},
    "cli": {"log", "measures", "words", "charts", "report", "commands", "sample", "lab"},
}
# A folder imports only from folders of its room that stand before it.
FOLDERS = {
    "log": ("languages", "read", "check", "write", "exports", "parts"),
    "measures": ("adherence", "stiffness", "caseload"),
    "words": ("movement", "titles"),
    "charts": ("parts", "movement", "share", "caseload"),
    "report": ("page", "html", "paper", "folder", "scale", "notebook"),
}
LARGEST_FOLDER = 12
AT_SCALE = {
    "dask": ("report", "scale"),
    "distributed": ("report", "scale"),
    "fsspec": ("log", "parts"),
}
"""Libraries of the extra ``scale``: the one folder that may import each."""
FORBIDDEN_EVERYWHERE = {"scipy"}  # its import takes longer than all measures of a client
FORBIDDEN_LIBRARIES = {
    "log": {"matplotlib"},
    "measures": {"matplotlib"},
    "words": {"matplotlib"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def place_of(path: Path) -> tuple[str, ...]:
    """Folders and name of a module; of a package its folders."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


PLACES = {place_of(path): path for path in MODULES}


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


def order_of(room: str, folder: str) -> int:
    """How late a folder stands in its room; a file that lies in no folder stands nowhere."""
    folders = FOLDERS.get(room, ())
    return folders.index(folder) if folder in folders else -1


def faults(place: tuple[str, ...], source: str) -> list[str]:
    """What a module at this place imports and may not."""
    room, found = place[0], []
    for name in sorted(imported_names(source)):
        first, *rest = name.split(".")
        if first != NAME:
            is_elsewhere = place[:2] != AT_SCALE.get(first, place[:2])
            if is_elsewhere or first in FORBIDDEN_EVERYWHERE | FORBIDDEN_LIBRARIES.get(room, set()):
                found.append(name)
        elif rest == ["__version__"]:  # stands before all rooms
            continue
        elif not rest or rest[0] not in BEFORE[room] | {room} or is_later(place, rest):
            found.append(name)
    return found


def is_later(place: tuple[str, ...], other: list[str]) -> bool:
    """Whether a module in a folder of a room imports from a folder behind its own."""
    room, folder = place[0], place[1] if len(place) > 1 else ""
    if other[0] != room or order_of(room, folder) < 0 or len(other) < 2:
        return False
    return order_of(room, other[1]) > order_of(room, folder)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_and_folders_before_it(path: Path) -> None:
    if place := place_of(path):
        assert faults(place, path.read_text(encoding="utf-8")) == []


def module_of(name: str) -> tuple[str, ...]:
    """The place of the module that an imported name lies in."""
    parts = tuple(name.split(".")[1:])
    while parts and parts not in PLACES:
        parts = parts[:-1]
    return parts


def steps() -> dict[str, set[str]]:
    """Which step needs which: the steps of a room are its folders, and its files beside them.

    The ``__init__`` of a room gathers what lies in it, and is a step of its own.
    """
    needed: dict[str, set[str]] = {}
    for place, path in PLACES.items():
        names = [n for n in imported_names(path.read_text("utf-8")) if n.startswith(f"{NAME}.")]
        others = {step_of(module_of(name)) for name in names}
        needed.setdefault(step_of(place), set()).update(others - {step_of(place)})
    return needed


def step_of(place: tuple[str, ...]) -> str:
    return "/".join([*place[:2], "__init__"][:2])


def circle(needed: Mapping[str, Iterable[str]]) -> list[str]:
    """The steps of a circle; none where there is none."""
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_step_is_reached_in_a_circle() -> None:
    assert circle(steps()) == []


def test_no_module_imports_itself_in_a_circle() -> None:
    needed = {}
    for place, path in PLACES.items():
        names = [n for n in imported_names(path.read_text("utf-8")) if n.startswith(f"{NAME}.")]
        needed[".".join(place)] = {".".join(module_of(name)) for name in names} - {""}
    assert circle(needed) == []


def test_every_module_stands_in_a_known_room_and_folder() -> None:
    assert {place[0] for place in PLACES if place} == set(BEFORE)
    folders = {p.parent.relative_to(PACKAGE).parts for p in MODULES}
    known = {(room, folder) for room, names in FOLDERS.items() for folder in names}
    inner = {("log", "exports", inside) for inside in ("recognise", "shapes")}
    inner |= {("log", "parts", inside) for inside in ("by_recipe", "of_many", "places")}
    inner |= {("log", "exports", "shapes", "across"), ("report", "notebook", "check")}
    assert {parts for parts in folders if len(parts) > 1} == known | inner


def test_no_folder_holds_more_than_a_dozen_modules() -> None:
    for folder in {path.parent for path in MODULES}:
        modules = [p for p in folder.glob("*.py") if p.name != "__init__.py"]
        assert len(modules) <= LARGEST_FOLDER, folder


def test_the_rule_sees_a_breach() -> None:
    assert faults(("measures", "days"), "from mobility_analysis.charts import theme") == [
        "mobility_analysis.charts.theme"
    ]
    assert faults(("words", "log"), "from mobility_analysis.charts.parts import text") == [
        "mobility_analysis.charts.parts.text"
    ]
    assert faults(("report", "figures"), "def f():\n    import scipy.stats") == ["scipy.stats"]
    assert faults(("log", "load"), "def f():\n    import matplotlib") == ["matplotlib"]
    assert faults(("words", "log"), "import matplotlib.pyplot") == ["matplotlib.pyplot"]
    assert faults(("report", "figures"), "from mobility_analysis.charts.parts import theme") == []
    assert faults(("report", "figures"), "import dask") == ["dask"]
    assert faults(("report", "scale", "cluster"), "import dask") == []


def test_the_rule_sees_a_breach_between_folders() -> None:
    upward = "from mobility_analysis.log.check.dates import ORDER_WORDS"
    assert faults(("log", "read", "files"), upward) == [
        "mobility_analysis.log.check.dates.ORDER_WORDS"
    ]
    assert faults(("log", "exports", "recipes"), upward) == []
    assert faults(("log", "load"), upward) == []


def test_the_rule_sees_a_circle() -> None:
    assert circle({"log/read": {"log/load"}, "log/load": {"log/read"}}) == [
        "log/read", "log/load", "log/read",
    ]  # fmt: skip
    assert circle({"log/load": {"log/read"}, "log/read": {"log/schema"}}) == []
    assert step_of(("log", "read", "files")) == step_of(("log", "read")) == "log/read"
    assert step_of(("log",)) == "log/__init__"


@pytest.mark.parametrize("module", ["mobility_analysis", "mobility_analysis.cli"])
def test_import_loads_neither_matplotlib_nor_scipy_nor_dask(module: str) -> None:
    heavy = {"matplotlib", "scipy", *AT_SCALE}
    code = f"import {module}, sys;print(sorted({{m.split('.')[0] for m in sys.modules}} & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_list_of_all_clients_is_written_without_matplotlib(tmp_path: Path) -> None:
    code = (
        "import mobility_analysis as ma, sys;"
        "from mobility_analysis.sample.bundled import bundled_sample;"
        "ma.write_report(ma.load_log(bundled_sample()), sys.argv[1], only='caseload');"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'matplotlib', 'scipy'}))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert (tmp_path / "caseload.png").stat().st_size


def test_the_command_for_the_list_makes_nothing_ready_for_several_processes(tmp_path: Path) -> None:
    code = (
        "import sys;"
        "from mobility_analysis.cli import main;"
        "main(['report', '--only', 'caseload', '--out', sys.argv[1]], standalone_mode=False);"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'multiprocessing'}))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_log_in_our_columns_is_checked_without_charts_and_what_reads_others() -> None:
    code = (
        "import mobility_analysis as ma, sys;"
        "from mobility_analysis.sample.bundled import bundled_sample;"
        "check = ma.open_check(bundled_sample());"
        "check.show();"
        "ma.show_fault(ma.faulty_files('score'), ma.mended_files('score'));"
        "check.offer_copy('kept');"
        "print(sorted({*sys.modules} & {'matplotlib', 'tomlkit', 'mobility_analysis.log.exports'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_command_line_starts_without_pandas() -> None:
    code = (
        "import mobility_analysis.cli, sys;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'numpy', 'pandas'}))"
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
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        assert not [c for c in clocks if c in source], path
        if place_of(path)[:1] in (("measures",), ("words",), ("charts",)):
            assert not [r for r in readers if r in source], path


def test_only_a_package_lists_its_names() -> None:
    for path in MODULES:
        if path.name != "__init__.py":
            assert "__all__" not in path.read_text(encoding="utf-8"), path
