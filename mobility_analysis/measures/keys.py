"""Cells that hold several keys, such as reasons or moments: joined last, read back as keys."""

from __future__ import annotations

from collections.abc import Iterable

BETWEEN = "; "  # no key holds it


def joined(keys: Iterable[str]) -> str:
    """Return a cell that holds keys in their order; empty for none."""
    return BETWEEN.join(keys)


def keys_in(cell: object) -> list[str]:
    """Return the keys of a cell in their order; none of a missing one."""
    return [key for key in cell.split(BETWEEN) if key] if isinstance(cell, str) else []
