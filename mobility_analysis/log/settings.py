"""What is stated of a log once and for all, in the ``mobility.toml`` of its folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mobility_analysis.log.scales import Scale

SETTINGS_FILE = "mobility.toml"
TablesForm = Literal["csv", "xlsx"]
CsvForm = Literal["plain", "excel", "excel-de"]


@dataclass(frozen=True)
class Settings:
    """The settings of one log: those of its file, or what was typed in their place.

    Attributes
    ----------
    place : str
        The file as messages name it: ``my-log/mobility.toml``; empty where there is none.
    date_order, scale : optional
        As for ``load_log``.
    target_per_week : float or None
        Practice days a week, for clients without a programme.
    targets : mapping of str to float
        Times a week by exercise, as the exercise is written in the file.
    compared_with : str
        What new reasons of the caseload are compared with; empty where not stated.
    tables, csv : str, optional
        In which form a report writes its tables.
    thresholds : mapping of str to object
        Those that are stated, by their keys and as they are written: ``low-adherence`` ``60%``.
    recipes : tuple of mapping
        How sheets in other columns are read, as the file has it: each with the ``file``, and where
        needed the ``sheet``, that it is for. Of two for one sheet the later holds.
    names, exercises : mapping of str to str
        For all these sheets: exercises by the names used there, and the focus areas of exercises
        that the catalogue lacks.
    lines : mapping of str to int
        In which line of the file a key stands, for messages.
    typed : tuple of str
        Keys that were typed, and stand before those of any file.
    clients : tuple of str
        Whose settings they are; empty for everybody's.
    of_logs : tuple of Settings
        In a folder of many logs, what stands in the sub-folders' own files.

    Examples
    --------
    >>> lines = {"date-order": 1, "target-per-week": 2}
    >>> own = Settings("ann/mobility.toml", date_order="dmy", target_per_week=3, lines=lines)
    >>> own.sentences()
    ('Settings from ann/mobility.toml: date order dmy, 3 practice days a week.',)
    >>> print(*own.with_typed(date_order="mdy").sentences())
    Settings from ann/mobility.toml: 3 practice days a week. Stated otherwise, so not taken from \
there: date-order.
    """

    place: str = ""
    date_order: str | None = None
    scale: Scale | None = None
    target_per_week: float | None = None
    targets: Mapping[str, float] = field(default_factory=dict)
    compared_with: str = ""
    tables: TablesForm | None = None
    csv: CsvForm | None = None
    thresholds: Mapping[str, object] = field(default_factory=dict)
    recipes: tuple[Mapping[str, Any], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    of_logs: tuple[Settings, ...] = ()

    @property
    def has_targets(self) -> bool:
        """Whether any target is stated."""
        return bool(self.targets) or self.target_per_week is not None

    def with_typed(self, **typed: Any) -> Settings:
        """Return the settings with what was typed, where anything was, in their place."""
        given = {name: value for name, value in typed.items() if value is not None}
        return replace(self, **given).marked(map(key_of, given))

    def marked(self, keys: Iterable[str]) -> Settings:
        """Return the settings, and those of single logs, with a note that these keys were typed."""
        typed = tuple(keys)
        of_logs = tuple(own.marked(typed) for own in self.of_logs)
        return replace(self, typed=(*self.typed, *typed), of_logs=of_logs)

    def over(self, whole: Settings) -> Settings:
        """Return what holds for one log of many: what is stated for it, else for the folder."""
        names = ("date_order", "scale", "target_per_week")
        own = {name: getattr(self, name) for name in names if key_of(name) not in whole.typed}
        wins = {name: value for name, value in own.items() if value is not None}
        return replace(whole, **wins, targets={**whole.targets, **self.targets})

    def with_answers(self, answered: Mapping[str, Any]) -> Settings:
        """Return the settings with what was answered about sheets, as their file would hold it."""
        return replace(
            self,
            recipes=(*self.recipes, *answered.get("recipe", ())),
            names={**self.names, **answered.get("names", {})},
            exercises={**self.exercises, **answered.get("exercises", {})},
        )

    def of_one_log(self) -> tuple[Settings, tuple[str, ...]]:
        """Return what may hold for one log of many alone, and the keys of what holds for all."""
        of_all = ("compared_with", "tables", "csv")
        keys = [key_of(name) for name in of_all if getattr(self, name)]
        keys += [f"thresholds.{name}" for name in self.thresholds]
        own = replace(self, compared_with="", tables=None, csv=None, thresholds={})
        return own, tuple(keys)

    def sentences(self) -> tuple[str, ...]:
        """Say what is taken from the file, and from those of the logs of a folder."""
        taken = [said for key, said in self._said() if key not in self.typed]
        instead = [key for key in dict.fromkeys(self.typed) if key in self.lines]
        others = tuple(said for own in self.of_logs for said in own.sentences())
        if not taken and not instead:
            return others
        text = f"Settings from {self.place}: {', '.join(taken) or 'none'}."
        if instead:
            text += f" Stated otherwise, so not taken from there: {', '.join(instead)}."
        return (text, *others)

    def _said(self) -> list[tuple[str, str]]:
        """Return each key with its value in words."""
        said = [
            ("date-order", f"date order {self.date_order}" if self.date_order else ""),
            ("scale", f"scale {self.scale.text()}" if self.scale else ""),
            ("target-per-week", _per_week(self.target_per_week)),
            ("compared-with", f"compared with {self.compared_with}" if self.compared_with else ""),
            ("tables", f"tables as {self.tables}" if self.tables else ""),
            ("csv", f"CSV {'for ' if self.csv != 'plain' else ''}{self.csv}" if self.csv else ""),
        ]
        said += [
            (f"targets.{name}", f"{name} {_times(times)}") for name, times in self.targets.items()
        ]
        said += [
            (f"thresholds.{name}", f"{name} {value}") for name, value in self.thresholds.items()
        ]
        return [(key, words) for key, words in said if words]


def key_of(name: str) -> str:
    """Return the key of a setting, which is that of its option.

    >>> key_of("date_order")
    'date-order'
    """
    return name.replace("_", "-")


def _per_week(days: float | None) -> str:
    if days is None:
        return ""
    return "1 practice day a week" if days == 1 else f"{days:g} practice days a week"


def _times(times: float) -> str:
    return "once a week" if times == 1 else f"{times:g} times a week"
