"""A log whose clients are numbered and that holds no word of theirs, and the key to the numbers.

Everything that a report writes is made from such a log, so that no page, picture or table has to
be searched for names. The key is a file of its own beside the folder, never inside.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mobility_analysis.log.built_in import built_in_movement_tests, built_in_rows, further_rows
from mobility_analysis.log.catalogue import catalogue_frame
from mobility_analysis.log.model import (
    PEOPLE_TABLES,
    MobilityLog,
    StatedTargets,
    no_problems,
    no_unreadable,
)
from mobility_analysis.log.movement_tests import movement_tests_frame
from mobility_analysis.log.read.cells import without_guard
from mobility_analysis.log.scales import stated_scale_from_text
from mobility_analysis.log.schema import TABLES
from mobility_analysis.log.settings import Settings
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.report.audit import audit_html, audit_table
from mobility_analysis.report.folder.files import write_table, write_text
from mobility_analysis.report.folder.many import log_record
from mobility_analysis.report.folder.options import WriteOptions

ANONYMISED = "an anonymised log"
"""What stands in the place of a file's or folder's name."""
SEE_THE_LOG = "See the log itself; the key says whose row it is."
NOT_READ = "This log could not be read."
LEFT_OUT = "left out by the recipe"

#: What is numbered, with how it is called: those ids must be no one's words.
SHOWN = {
    "client": "client {:03}",
    "exercise": "exercise-{:02}",
    "focus area": "own area {}",
    "test": "test-{:02}",
    "activity": "activity {}",
}
KEY_COLUMNS = ("kind", "shown", "meant", "log")
UNITS = frozenset(("", "degrees", "points", "cm", "mm", "m", "in", "s", "min", "kg", "lb", "%"))


@dataclass(frozen=True)
class Key:
    """Which number stands for whom and what, as the key file beside a report says."""

    path: Path
    log: str
    shown: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By kind and by what is meant."""

    def with_new(self, found: Mapping[str, Iterable[str]]) -> Key:
        """Return the key with what it does not hold yet; a number once given stays.

        New ones are taken in an order that does not tell the alphabet's, the same each time.
        """
        shown = {kind: dict(self.shown.get(kind, {})) for kind in SHOWN}
        for kind, meant in found.items():
            own = shown[kind]
            number = max((_number(name) for name in own.values()), default=0)
            for new in sorted(set(meant) - set(own), key=_scrambled):
                number += 1
                own[new] = SHOWN[kind].format(number)
        return replace(self, shown=shown)

    def write(self) -> None:
        """Write the key file, whole or not at all."""
        rows = [
            (kind, name, meant, self.log)
            for kind, own in self.shown.items()
            for meant, name in sorted(own.items(), key=lambda pair: _number(pair[1]))
        ]
        write_table(pd.DataFrame(rows, columns=list(KEY_COLUMNS), dtype="str"), self.path)


def _as_name(shown: str) -> str:
    """Return an id of ours as people read it: ``exercise-01`` is Exercise 1."""
    return f"{shown.partition('-')[0].capitalize()} {_number(shown)}"


def _number(shown: str) -> int:
    return int(re.findall(r"\d+", shown)[-1])


def _scrambled(text: str) -> tuple[str, str]:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text


def key_path(out: Path) -> Path:
    """Return where the key of a report lies: beside its folder.

    >>> key_path(Path("reports/audit")).name
    'audit-key.csv'
    """
    whole = out.resolve()
    return whole.with_name(f"{whole.name}-key.csv")


def anonymised(log: MobilityLog, out: Path) -> tuple[MobilityLog, Key]:
    """Return a log whose clients are numbered and that holds no word of theirs, and its key.

    Numbers that a key of the same log gave already are kept. The key is not written yet.

    Raises
    ------
    FileExistsError
        If the key of another log, or any other file, stands where the key belongs; if the folder
        holds pages that name clients, or numbers of which the key is gone.
    """
    key = _key_there(log, out).with_new(_found(log))
    return _Masked(log, key.shown).log(), key


def _key_there(log: MobilityLog, out: Path) -> Key:
    path = key_path(out)
    record = log_record(out)
    is_numbered = record is not None and record.name == ANONYMISED
    if record is not None and not is_numbered:
        raise FileExistsError(
            f"{out.resolve()} holds pages that name clients. Nothing was written. Choose another "
            "folder with --out."
        )
    if not path.exists():
        if is_numbered:
            raise FileExistsError(
                f"{out.resolve()} holds numbered clients, and their key {path.name} is not beside "
                "it any more. Nothing was written. Put the key back, or choose another folder with "
                "--out."
            )
        return Key(path, log.source)
    key = _read_key(path)
    if key is None or key.log != log.source:
        whose = "no key that a report wrote" if key is None else f"the key of the log {key.log}"
        raise FileExistsError(
            f"{path} is {whose}. Nothing was written. Move it away, or choose another folder with "
            "--out."
        )
    return key


def _read_key(path: Path) -> Key | None:
    """Return the key that a file holds; None where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        shown: dict[str, dict[str, str]] = {kind: {} for kind in SHOWN}
        for kind, name, meant, _ in rows:
            _number(name)
            shown[kind][without_guard(meant)] = name
        logs = {without_guard(row[3]) for row in rows}
    except (OSError, ValueError, KeyError, IndexError, csv.Error):
        return None
    return Key(path, logs.pop(), shown) if tuple(header) == KEY_COLUMNS and len(logs) == 1 else None


def _found(log: MobilityLog) -> dict[str, set[str]]:
    """Return what is to be numbered: clients, and all that is not built in."""
    frames = [log.exercises, *log.exercises_by_client.values()]
    exercises = {str(one) for frame in frames for one in frame["exercise"]}
    areas = {area for frame in frames for cell in frame["focus_areas"] for area in keys_in(cell)}
    activities = set(log.checks["activity"].astype("str")) - {""}
    return {
        "client": {*log.clients, *log.unreadable["client"]},
        "exercise": exercises - set(_BUILT_IN),
        "focus area": areas - _AREAS,
        "test": set(log.tests["test"]) - set(_BUILT_IN_TESTS),
        "activity": activities,
    }


_BUILT_IN = {row["exercise"]: row for row in (*built_in_rows(), *further_rows())}
_AREAS = {area for row in _BUILT_IN.values() for area in keys_in(row["focus_areas"])}
_BUILT_IN_TESTS = {row["test"]: row for row in built_in_movement_tests()}


@dataclass(frozen=True)
class _Masked:
    """A log on its way to holding nobody's words."""

    whole: MobilityLog
    shown: Mapping[str, Mapping[str, str]]

    def log(self) -> MobilityLog:
        whole = self.whole
        texts: dict[str, Any] = {
            name: self.of_files(getattr(whole, name))
            for name in ("problems", "set_aside", "account_by_client", "left_out")
        }
        texts |= {name: self.people_table(name, getattr(whole, name)) for name in PEOPLE_TABLES}
        sides = whole.rows_of_sides
        return replace(
            whole,
            rows_of_sides=None if sides is None else self.people_table("sessions", sides),
            exercises=self.exercises(whole.exercises),
            exercises_by_client={
                self.client(client): self.exercises(frame)
                for client, frame in whole.exercises_by_client.items()
            },
            tests=self.tests(whole.tests),
            account=_by_table(whole.account),
            remarks=no_problems(),
            unreadable=self.unreadable(whole.unreadable),
            targets=tuple(map(self.targets, whole.targets)),
            settings=Settings(
                compared_with=whole.settings.compared_with, thresholds=whole.settings.thresholds
            ),
            source=ANONYMISED,
            is_anonymous=True,
            **texts,
        )

    def client(self, client: str) -> str:
        return self.shown["client"][client]

    def name(self, kind: str, meant: str) -> str:
        """Return the number of something, or what is built in as it is."""
        return self.shown[kind].get(meant, meant)

    @cached_property
    def orders(self) -> dict[str, list[str]]:
        """Return the new ids of clients and exercises, sorted."""
        ids = self.whole.exercises["exercise"].astype("str")
        return {
            "client": sorted(map(self.client, self.whole.clients)),
            "exercise": sorted(self.name("exercise", exercise) for exercise in ids),
        }

    def people_table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table of people's rows without their words, sorted anew."""
        columns: dict[str, Any] = {"client": self.recoded("client", table["client"])}
        for text in ("note", "reason", "label"):
            if text in table:
                columns[text] = pd.Series("", index=table.index, dtype="str")
        if "exercise" in table:
            columns["exercise"] = self.recoded("exercise", table["exercise"])
        if "stated_scale" in table:
            columns["stated_scale"] = _each(table["stated_scale"], _scale_of_no_file)
        if "activity" in table:
            columns["activity"] = _each(
                table["activity"], lambda text: self.name("activity", text) if text else ""
            )
            columns["test"] = _each(table["test"], lambda text: self.name("test", text))
        new = table.assign(**columns)
        keys = [new["client"].cat.codes.to_numpy()]
        if "exercise" in TABLES[name].sort_by:
            keys = [new["start"].to_numpy(), new["exercise"].cat.codes.to_numpy(), *keys]
        return new.iloc[np.lexsort(keys)].reset_index(drop=True)

    def recoded(self, kind: str, column: pd.Series[Any]) -> pd.Categorical:
        order = self.orders[kind]
        place = {name: code for code, name in enumerate(order)}
        new = [place[self.name(kind, str(old))] for old in column.cat.categories]
        codes = column.cat.codes.to_numpy()
        lookup = np.array([*new, -1], dtype=np.int64)
        dtype = pd.CategoricalDtype(pd.Index(order, dtype="str"))
        return pd.Categorical.from_codes(lookup[codes], dtype=dtype)

    def exercises(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a catalogue in which what is not built in has a number for a name."""
        rows = []
        for given in frame.astype("str").to_dict("records"):
            own = str(given["exercise"])
            areas = "; ".join(self.name("focus area", a) for a in keys_in(given["focus_areas"]))
            shown = self.name("exercise", own)
            base = _BUILT_IN.get(own) or dict.fromkeys(frame.columns, "") | {
                "exercise": shown,
                "name": _as_name(shown),
            }
            rows.append({str(k): str(v) for k, v in base.items()} | {"focus_areas": areas})
        return catalogue_frame(sorted(rows, key=lambda row: row["exercise"]))

    def tests(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return movement tests with their numbers, and words of nobody's own."""
        rows = []
        for given in frame.to_dict("records"):
            own = str(given["test"])
            shown = self.name("test", own)
            named = ("name", "how", "source", "change_means")
            if own in _BUILT_IN_TESTS:
                words = {name: str(_BUILT_IN_TESTS[own][name]) for name in named}
            else:
                words = dict.fromkeys(named, "") | {"name": _as_name(shown)}
            unit = str(given["unit"])
            kept = {"test": shown, "unit": unit if unit in UNITS else "units"}
            rows.append({str(k): v for k, v in given.items()} | words | kept)
        return movement_tests_frame(sorted(rows, key=lambda row: str(row["test"])))

    def of_files(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return what is told of rows of files, without what stands in them and their names."""
        columns: dict[str, Any] = {
            name: pd.Series("", index=table.index, dtype="str")
            for name in ("sheet", "value", "expected", "row")
            if name in table
        }
        columns["file"] = table["table"] if "table" in table else columns["sheet"]
        columns["client"] = _each(table["client"], self.whose)
        if "repair" in table:
            columns["repair"] = pd.Series(SEE_THE_LOG, index=table.index, dtype="str")
            columns["column"] = _each(
                table["column"], lambda text: text if text in _COLUMNS else ""
            )
        if "reason" in table:
            columns["reason"] = pd.Series(LEFT_OUT, index=table.index, dtype="str")
        return table.assign(**columns)

    def whose(self, client: str) -> str | None:
        """Return the number of a row's client: none for a whole table, missing where not known."""
        return "" if client == "" else self.shown["client"].get(client)

    def unreadable(self, table: pd.DataFrame) -> pd.DataFrame:
        clients = sorted(map(self.client, table["client"]))
        rows = [(client, "", NOT_READ) for client in clients]
        return pd.DataFrame(rows, columns=list(table.columns)).astype(
            no_unreadable().dtypes.to_dict()
        )

    def targets(self, stated: StatedTargets) -> StatedTargets:
        named = {self.name("exercise", e): times for e, times in stated.per_exercise.items()}
        return StatedTargets(stated.per_week, named, frozenset(map(self.client, stated.clients)))


_COLUMNS = frozenset(column.name for table in TABLES.values() for column in table.columns)


def _each(column: pd.Series[Any], masked: Callable[[str], str | None]) -> pd.Series[Any]:
    """Return a column of texts with each of its values masked; a missing one stays missing."""
    new = {value: masked(str(value)) for value in column.dropna().unique()}
    return column.map(new).astype("str").where(column.notna() & column.map(new).notna())


def _scale_of_no_file(text: str) -> str:
    stated = stated_scale_from_text(text)
    return "" if stated is None else stated._replace(file="the log").text()


def _by_table(account: pd.DataFrame) -> pd.DataFrame:
    """Return an account with one row a table, whatever the files were."""
    counts = [name for name in account.columns if name.startswith("rows_")]
    sums = account.groupby("table", sort=False)[counts].sum().reset_index()
    return sums.assign(file=sums["table"], sheet="")[list(account.columns)].astype(
        account.dtypes.to_dict()
    )


def numbers_of(key: Key, clients: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of some clients, in their order."""
    return tuple(sorted(key.shown["client"][client] for client in clients))


def write_audit(
    log: MobilityLog,
    review: pd.DataFrame | None,
    clients: Sequence[str],
    folder: Path,
    *,
    options: ReportOptions,
    writing: WriteOptions,
) -> None:
    """Write the sums over these clients of an anonymised log, as a table and as a small page.

    ``review`` is that of the whole log, where it was made before.
    """
    review = review_table(log, options) if review is None else review
    table = audit_table(log, review[review["client"].isin(clients)], options)
    if writing.has_tables:
        form = writing.form
        write_table(table, folder / f"audit{form.ending}", form)
        (folder / f"audit{form.other_ending}").unlink(missing_ok=True)
    if writing.has_pages:
        html = audit_html(
            table,
            as_of=options.as_of,
            stated=log.assumptions,
            has_tables=writing.has_tables,
            form=writing.form,
        )
        write_text(html, folder / "audit.html")
