"""What the plugin of the tests does to every run: no test is lost for the sake of speed."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from _pytest.doctest import DoctestModule
from IPython.core.history import HistoryManager
from notebook_plugin import pytest_collect_file, pytest_xdist_auto_num_workers
from traitlets.config import PyFileConfigLoader


def collected(path: Path, found: list[object]) -> object:
    hook = pytest_collect_file(path)
    next(hook)
    with pytest.raises(StopIteration) as ended:
        hook.send(found)  # type: ignore[attr-defined]
    return ended.value.value


def test_only_modules_without_an_example_are_not_searched_for_one(tmp_path: Path) -> None:
    examples, tests = DoctestModule.__new__(DoctestModule), object()
    for text, kept in [('"""\n>>> 1\n1\n"""', [examples, tests]), ("x = 1 >> 0", [tests])]:
        path = tmp_path / "module.py"
        path.write_text(text, encoding="utf-8")
        assert collected(path, [examples, tests]) == kept


def test_notebooks_are_still_checked_against_their_schema() -> None:
    with pytest.raises(jsonschema.ValidationError, match="'x' is not of type 'integer'"):
        jsonschema.validate("x", {"type": "integer"})


def test_no_kernel_of_the_tests_keeps_a_history() -> None:
    profile = Path(os.environ["IPYTHONDIR"], "profile_default")
    config = PyFileConfigLoader("ipython_kernel_config.py", str(profile)).load_config()
    assert "enabled" in HistoryManager.class_trait_names(config=True)
    assert config.HistoryManager.enabled is False


HERE = __file__
BESIDE = str(Path(__file__).with_name("conftest.py"))
FOLDER = str(Path(__file__).parent)


@pytest.mark.parametrize(
    ("asked", "n_processors", "n_workers"),
    [
        ([FOLDER], 4, 4),
        ([FOLDER, HERE], 4, 4),
        ([HERE, BESIDE], 4, 2),
        ([HERE, BESIDE], 1, 0),
        ([FOLDER], 1, 0),
        ([HERE], 4, 0),
        ([f"{HERE}::test_one"], 4, 0),
        ([FOLDER, f"{HERE}::test_one"], 4, 0),
        ([FOLDER, f"{FOLDER}/gone"], 4, 0),
    ],
)
def test_files_are_shared_out_where_that_helps(
    asked: list[str], n_processors: int, n_workers: int
) -> None:
    hook = pytest_xdist_auto_num_workers(SimpleNamespace(args=asked))  # type: ignore[arg-type]
    next(hook)
    with pytest.raises(StopIteration) as ended:
        hook.send(n_processors)
    assert ended.value.value == n_workers
