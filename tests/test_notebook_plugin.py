"""What the plugin of the tests does to every run: no example is lost for the sake of speed."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from _pytest.doctest import DoctestModule
from notebook_plugin import pytest_collect_file


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
