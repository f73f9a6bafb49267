"""What was answered about sheets, kept in ``mobility.toml``; all that stands there stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from mobility_analysis.log.model import DataError
from mobility_analysis.log.settings import SETTINGS_FILE
from mobility_analysis.log.write.saving import write_whole

LONGEST_LIST = 90
"""Letters of a list that stands in one line."""


def remember(folder: Path, answered: Mapping[str, Any]) -> Path:
    """Add recipes and names of exercises to the ``mobility.toml`` of a folder; return its path.

    What stands there, comments too, stays as it is. The file is written whole or not at all; an
    ``OSError`` says why it could not be.
    """
    path = folder / SETTINGS_FILE
    before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    text = with_answers(before, answered)
    write_whole({path: text.encode("utf-8")})
    return path


def with_answers(text: str, answered: Mapping[str, Any]) -> str:
    r"""Return the text of a settings file with what was answered after what it holds.

    >>> print(with_answers("# ours\nscale = \"1-5\"\n", {"names": {"bare rolls": "bear-rolls"}}))
    # ours
    scale = "1-5"
    <BLANKLINE>
    [names]
    "bare rolls" = "bear-rolls"
    <BLANKLINE>
    """
    whole = tomllib.loads(text)
    entries = list(answered.get("recipe", ()))
    try:
        document = tomlkit.parse(text)
        for name in ("names", "exercises"):
            own = answered.get(name, {})
            if own and isinstance(document.get(name), Table | InlineTable):
                document[name].update(own)
        made = tomlkit.dumps(document)
    except TOMLKitError as error:
        raise DataError(f"{SETTINGS_FILE}: {error}. Nothing was added to it.") from error
    tables = {
        name: answered[name] for name in ("names", "exercises")
        if answered.get(name) and not isinstance(document.get(name), Table | InlineTable)
    }  # fmt: skip
    more = settings_lines({"recipe": entries, **tables})
    made = f"{made.rstrip()}\n\n{more}" if made.strip() else more
    for name in ("names", "exercises"):
        if answered.get(name):
            whole[name] = {**whole.get(name, {}), **answered[name]}
    if entries:
        whole["recipe"] = [*_recipes_of(whole), *entries]
    if _plain(made) != whole:
        raise DataError(f"{SETTINGS_FILE}: it could not be added to. Nothing was changed in it.")
    return made


def _recipes_of(whole: Mapping[str, Any]) -> list[Any]:
    there = whole.get("recipe", [])
    if not isinstance(there, list):
        raise DataError(
            f"{SETTINGS_FILE}: recipe = {there!r} holds for all files, so that none can be added "
            'for one. Write it as [[recipe]] with file = "*" and built-in = '
            f"{str(there)!r} below it."
        )
    return there


def _plain(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def settings_lines(answered: Mapping[str, Any], comments: Sequence[str] = ()) -> str:
    """Return the lines of a settings file that hold what was answered, under comments.

    >>> print(settings_lines({"recipe": [{"file": "a.csv", "date": {"column": "Day"}}]}, ["Ours."]))
    # Ours.
    <BLANKLINE>
    [[recipe]]
    file = "a.csv"
    date = {column = "Day"}
    <BLANKLINE>
    """
    document = tomlkit.document()
    for comment in comments:
        document.add(tomlkit.comment(" ".join(comment.split())))
    entries = answered.get("recipe", ())
    if entries:
        tables: AoT = tomlkit.aot()
        for entry in entries:
            tables.append(_entry(entry))
        document.add("recipe", tables)
    for name in ("names", "exercises"):
        if answered.get(name):
            table = tomlkit.table()
            table.update(answered[name])
            document.add(name, table)
    return tomlkit.dumps(document)


def _entry(entry: Mapping[str, Any]) -> Table:
    """Return one ``[[recipe]]``: its values first, then its own lists of tables."""
    table = tomlkit.table()
    later = {}
    for key, value in entry.items():
        if isinstance(value, list) and value and all(isinstance(part, Mapping) for part in value):
            later[key] = value
        else:
            table.add(key, _value(value))
    for key, parts in later.items():
        tables: AoT = tomlkit.aot()
        for part in parts:
            own = tomlkit.table()
            for name, value in part.items():
                own.add(name, _value(value))
            tables.append(own)
        table.add(key, tables)
    return table


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, own in value.items():
            table.add(key, _value(own))
        return table
    if isinstance(value, list | tuple):
        items = tomlkit.array()
        for own in value:
            items.append(_value(own))
        return items.multiline(len(str(value)) > LONGEST_LIST)
    return value
