"""Every public name says what it takes and gives, with an example that runs as a doctest."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import mobility_analysis

STUB = Path(mobility_analysis.__file__).with_suffix(".pyi")
NAMES = sorted(
    name.asname or name.name
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body
    if isinstance(node, ast.ImportFrom)
    for name in node.names
)


def section(doc: str, title: str) -> str:
    """The lines under a heading of a docstring, up to the next heading; empty without it."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+$|\Z)", doc, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def described(text: str) -> set[str]:
    """The names that the entries of a section describe."""
    entries = re.findall(r"^(\*?\w.*?)(?: : .*)?$", text, re.MULTILINE)
    return {name.strip(" *") for entry in entries for name in entry.split(",")}


def faults(thing: Any) -> list[str]:
    """What is missing from the docstring of a function or class."""
    doc = inspect.getdoc(thing) or ""
    said = [] if ">>> " in section(doc, "Examples") else ["no example that runs"]
    if inspect.isclass(thing):
        told = section(doc, "Parameters") + section(doc, "Attributes")
        return said if told else [*said, "neither parameters nor attributes"]
    signature = inspect.signature(thing)
    missing = set(signature.parameters) - described(section(doc, "Parameters"))
    said += [f"nothing about {name}" for name in sorted(missing)]
    gone = described(section(doc, "Parameters")) - set(signature.parameters)
    said += [f"{name} is no parameter" for name in sorted(gone)]
    if signature.return_annotation != "None" and not re.search(r"^(Returns|Yields)$", doc, re.M):
        said.append("nothing about what is returned")
    return said


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_documented_in_full(name: str) -> None:
    assert faults(getattr(mobility_analysis, name)) == []


def no_sections(log: int) -> int:
    """Say nothing of what it takes."""
    return log


def another_parameter(log: int) -> None:
    """Say something else.

    Parameters
    ----------
    lag : int
        Gone.

    Examples
    --------
    >>> another_parameter(1)
    """


def test_what_is_missing_is_named() -> None:
    assert faults(no_sections) == [
        "no example that runs", "nothing about log", "nothing about what is returned",
    ]  # fmt: skip
    assert faults(another_parameter) == ["nothing about log", "lag is no parameter"]
