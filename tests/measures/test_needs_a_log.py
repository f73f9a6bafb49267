"""Every public measure says in a sentence that it was given something else than a log."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import mobility_analysis as ma

STUB = Path(ma.__file__).with_name("__init__.pyi").read_text(encoding="utf-8")
NAMES = re.findall(r"from \.(?:measures|log\.targets)\S* import (\w+) as", STUB)
MEASURES = [name for name in NAMES if name != "Thresholds"]


def message_of(name: str, given: object) -> str:
    with pytest.raises(TypeError) as error:
        getattr(ma, name)(given)
    return str(error.value)


@pytest.mark.parametrize("name", MEASURES)
def test_a_table_is_no_log(name: str) -> None:
    assert message_of(name, pd.DataFrame({"client": ["ana"]})) == (
        f"{name} needs a log, as load_log or log_from_tables returns it; this is a DataFrame. "
        "Make a log of a table of sessions by log_from_tables(sessions=table)."
    )


@pytest.mark.parametrize("given", ["data/sample", Path("data/sample")])
def test_the_path_of_a_log_is_to_be_read_first(given: str | Path) -> None:
    kind = type(given).__name__
    said = message_of("weekly_adherence", given)
    assert f"this is a {kind}. Read it first: load_log(" in said
    assert said.endswith(f"load_log({str(given)!r}).")


@pytest.mark.parametrize(
    ("given", "kind"), [(None, "None"), (7, "an int"), ({"sessions": []}, "a dict")]
)
def test_anything_else_is_named_by_its_kind(given: object, kind: str) -> None:
    assert message_of("stiffness_change", given) == (
        f"stiffness_change needs a log, as load_log or log_from_tables returns it; this is {kind}."
    )


def test_the_measures_of_the_stub_were_found() -> None:
    assert {"weekly_adherence", "caseload_review", "with_targets"} <= set(MEASURES)
