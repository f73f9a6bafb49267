"""Texts that a spreadsheet would run as a formula: guarded when written, as they were when read."""

from __future__ import annotations

import re

__all__ = ["GUARDED", "guarded_text", "safe_text", "without_guard"]

FORMULA_FIRST = frozenset("=+-@\t\r\n＝＋－＠")
GUARDED = r"'('*[=+\-@＝＋－＠])"
"""An apostrophe, or the first of several, before what starts a formula; the rest is a group."""
_GUARDED = re.compile(GUARDED)


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: such a cell gets an apostrophe first.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("stiff - better")
    ("'=1+1", 'stiff - better')
    """
    first = text.lstrip(" \u00a0")[:1]
    return f"'{text}" if first in FORMULA_FIRST and first else text


def guarded_text(text: str) -> str:
    """Return a text so that no spreadsheet runs it, and so that ``without_guard`` gives it back.

    Examples
    --------
    >>> guarded_text("=1+1"), guarded_text("'=1+1"), guarded_text("'quoted'")
    ("'=1+1", "''=1+1", "'quoted'")
    """
    return f"'{text}" if _GUARDED.match(text) else safe_text(text)


def without_guard(text: str) -> str:
    """Return a text without the apostrophe that kept a spreadsheet from running it.

    Examples
    --------
    >>> without_guard("'=1+1"), without_guard("''=1+1"), without_guard("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    rest = text.lstrip()
    return rest[1:] if _GUARDED.match(rest) else text
