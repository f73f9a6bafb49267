"""Which app wrote a sheet, told by its header; each has a built-in recipe of its name."""

from __future__ import annotations

from collections.abc import Collection

_FITNOTES = frozenset(
    ["Date", "Exercise", "Category", "Reps", "Distance", "Distance Unit", "Time"]
)  # fmt: skip
_APPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("hevy", frozenset(["exercise_title", "set_index", "set_type"])),
    ("strong", frozenset(["Workout Name", "Exercise Name", "Set Order"])),
    ("fitnotes", _FITNOTES),
    ("stronglifts", frozenset(["Date (yyyy/mm/dd)", "Workout", "Exercise", "Set 1 (Reps)"])),
    ("gymbook", frozenset(["Datum", "Übung", "Wiederholungen / Zeit", "Ausgelassen"])),
    ("gymbook", frozenset(["Date", "Exercise", "Repetitions / Time", "Skipped"])),
    ("mindbody", frozenset(["Date", "Teacher", "Class Type", "Status", "Payment Method"])),
)
"""The headers that tell an app; one may have several forms."""
_NOTHING_ELSE = {
    "fitnotes": _FITNOTES
    | {"Weight", "Weight Unit", "Comment"}
    | {"Weight (kgs)", "Weight (kg)", "Weight (lbs)", "Weight (lb)"}
}
"""Of an app with everybody's headers all that it has, so that no other sheet is taken for it."""


def app_of(header: Collection[str]) -> str:
    """Return the app whose export has such a header; empty for none.

    >>> app_of(["Workout Name", "Exercise Name", "Set Order"]), app_of(["Date", "Exercise"])
    ('strong', '')
    """
    there = {text.strip() for text in header} - {""}
    for app, needed in _APPS:
        if needed <= there <= _NOTHING_ELSE.get(app, there):
            return app
    return ""
