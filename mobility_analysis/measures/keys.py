"""Cells that hold several keys, such as reasons or moments: joined last, read back as keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

BETWEEN = "; "  # no key holds it


def joined(keys: Iterable[str]) -> str:
    """Return a cell that holds keys in their order; empty for none."""
    return BETWEEN.join(keys)


def keys_in(cell: object) -> list[str]:
    """Return the keys of a cell in their order; none of a missing one."""
    return list(_keys(cell)) if isinstance(cell, str) else []


@lru_cache(maxsize=1024)
def _keys(cell: str) -> tuple[str, ...]:
    """Return the keys of a text: a list of all clients asks for few different ones, often."""
    return tuple(key for key in cell.split(BETWEEN) if key)
