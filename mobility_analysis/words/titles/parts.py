"""What titles of all charts share, and the alt text made of one."""

from __future__ import annotations

from mobility_analysis.words.numbers import count_words

ALT_LETTERS = 250
"""No alt text is longer: the numbers stand in the file beside the picture."""
MOST_NAMED = 2
SESSIONS_DONE = "sessions done"
SESSIONS_DUE = "sessions prescribed or, of as many, done"


def alt_text(picture: str, finding: str) -> str:
    """Return what a picture is and what it shows, as one sentence that is read aloud.

    Examples
    --------
    >>> alt_text("Bars by exercise", "Last 4 weeks: 9 of 12 prescribed sessions counted")
    'Bars by exercise. Last 4 weeks: 9 of 12 prescribed sessions counted.'
    """
    whole = f"{picture}. {finding}."
    return whole if len(whole) <= ALT_LETTERS else f"{whole[: ALT_LETTERS - 2].rstrip()}…."


def left_out_words(n_left: int, noun: str, fewest: str) -> str:
    """Say how many rows have no room on a figure, which those are, and where to find them.

    Examples
    --------
    >>> left_out_words(12, "exercise", SESSIONS_DONE)
    'And 12 more exercises, those with the fewest sessions done: see the table.'
    """
    which = "the one" if n_left == 1 else "those"
    left = count_words(n_left, f"more {noun}")
    return f"And {left}, {which} with the fewest {fewest}: see the table."


def with_unread(said: str, not_read: str) -> str:
    """Say in a title, too, that some rows could not be read."""
    return f"{said} ({not_read})" if not_read and not_read not in said else said


def capital(words: str) -> str:
    """Return words that begin a title."""
    return f"{words[:1].upper()}{words[1:]}"
