"""Answers kept in ``mobility.toml``: what stands there stays, the file is whole or as it was."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError
from mobility_analysis.log.settings import SETTINGS_FILE
from mobility_analysis.log.write import remember as module
from mobility_analysis.log.write.remember import remember, settings_lines, with_answers

ENTRY: dict[str, Any] = {
    "file": "ann.csv",
    "header": ["Day", "Done"],
    "date": {"column": "Day"},
    "ignore": ["Paid"],
    "sessions": [{"exercise": {"columns": {"Bear \"rolls\"": "bear-rolls"}}}],
    "ratings": [{"score": "Stiff", "columns": {"note": "Why"}}],
}  # fmt: skip
OURS = (
    '# ours, by hand\ndate-order = "dmy"  # as here\n\n[targets]\ndown-dog = 5\n\n'
    '[names]\n"roller" = "foam-roller-overpressure" # the long one\n'
)


def test_all_that_stands_there_stays() -> None:
    text = with_answers(OURS, {"recipe": [ENTRY], "names": {"bear roles": "bear-rolls"}})
    for line in OURS.strip().splitlines():
        assert line in text
    held = tomllib.loads(text)
    assert held["recipe"] == [ENTRY]
    assert held["names"] == {"roller": "foam-roller-overpressure", "bear roles": "bear-rolls"}
    assert held["targets"] == {"down-dog": 5}


def test_a_second_answer_comes_after_the_first() -> None:
    once = with_answers("", {"recipe": [ENTRY], "exercises": {"Cobra": "not stated"}})
    other = {**ENTRY, "file": ["ben.csv", "cleo.csv"]}
    twice = with_answers(once, {"recipe": [other], "exercises": {"Plank": "not stated"}})
    held = tomllib.loads(twice)
    assert held["recipe"] == [ENTRY, other]
    assert held["exercises"] == {"Cobra": "not stated", "Plank": "not stated"}
    assert tomllib.loads(with_answers(twice, {"recipe": [ENTRY]}))["recipe"][-1] == ENTRY


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_bytes(b'\xef\xbb\xbfdate-order = "dmy"\r\n')
    remember(tmp_path, {"names": {"a": "bear-rolls"}})
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        "date-order": "dmy", "names": {"a": "bear-rolls"},
    }  # fmt: skip


def test_names_in_one_line_are_added_to() -> None:
    text = with_answers('names = { "a" = "bear-rolls" }\n', {"names": {"b": "down-dog"}})
    assert tomllib.loads(text)["names"] == {"a": "bear-rolls", "b": "down-dog"}


def test_one_recipe_for_all_files_is_not_written_over() -> None:
    with pytest.raises(DataError, match="holds for all files, so that none can be added for one"):
        with_answers('recipe = "strong"\n', {"recipe": [ENTRY]})


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / SETTINGS_FILE
    path.write_text(OURS, encoding="utf-8")
    monkeypatch.setattr(module, "settings_lines", lambda _: "[[recipe]]\nfile = 1\n")
    with pytest.raises(DataError, match="Nothing was changed in it"):
        remember(tmp_path, {"recipe": [ENTRY]})
    assert path.read_text(encoding="utf-8") == OURS
    assert [file.name for file in tmp_path.iterdir()] == [SETTINGS_FILE]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(names=st.dictionaries(TEXTS, TEXTS, min_size=1), header=st.lists(TEXTS, min_size=1))
def test_any_text_comes_back(names: dict[str, str], header: list[str]) -> None:
    answered = {"recipe": [{"file": header[0], "header": header}], "names": names}
    assert tomllib.loads(settings_lines(answered, [header[0]])) == answered
    twice = with_answers(with_answers("", answered), {"names": {"x": "y"}})
    assert tomllib.loads(twice)["names"] == {**names, "x": "y"}
