"""The exercises that are known: the built-in ones, and those that a log brings."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.built_in import built_in_ids, built_in_rows, further_ids, further_rows
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.schema import TABLES

if TYPE_CHECKING:
    from mobility_analysis.log.model import MobilityLog


COLUMNS = TABLES["exercises"].column_names
ADD_A_ROW = (
    "Or add a row for it to the table exercises (exercises.csv in one folder with sessions.csv, or "
    "a sheet of that name)."
)
ADD_TO_OWN = "Or write it as the table exercises has it, or add a row there."
NO_AREA = "not stated"
"""The focus area of an exercise of which nobody said what it trains."""
_NO_AREA_OF_IMPORTS = "unsorted"
"""The same in files of earlier imports."""
Row = Mapping[str, str]

FEW = 1000
"""Up to this many names are all compared; of more, those that share the rarest pairs of letters."""
MOST_COMPARED = 20
MOST_PLACES = 100_000
LONGEST = 100
MOST_OFFERED = 3
MOST_LISTED = 12
"""Exercises that are offered for a name which is none, and those listed where none is near."""


def load_catalogue(*, further: bool = False) -> pd.DataFrame:
    """Return the built-in exercises, sorted by id; several areas or aliases have ``; `` between.

    ``further``: after them the exercises that are known besides, and that a log has where its rows
    name them.

    >>> list(load_catalogue()["exercise"])[:2]
    ['90-90-overhead-raises', 'bear-rolls']
    >>> len(load_catalogue()), len(load_catalogue(further=True))
    (6, 26)
    """
    return catalogue_frame([*built_in_rows(), *(further_rows() if further else [])])


def exercise_areas(log: MobilityLog) -> pd.DataFrame:
    """Return which focus areas each exercise of a log trains.

    Parameters
    ----------
    log : MobilityLog
        A checked log.

    Returns
    -------
    DataFrame
        exercise (the categories of the log), focus_area: one row for each area of each exercise,
        sorted by exercise, areas in the order of the catalogue.

    Examples
    --------
    >>> from mobility_analysis.log.load import log_from_tables
    >>> areas = exercise_areas(log_from_tables())
    >>> list(areas.loc[areas["exercise"] == "down-dog", "focus_area"])
    ['spinal length', 'thoracic flexion']
    """
    trained = zip(log.exercises["exercise"], log.exercises["focus_areas"], strict=True)
    rows = [
        (exercise, area)
        for exercise, areas in trained
        for area in (areas.split("; ") if isinstance(areas, str) else [])
        if area
    ]
    exercises, areas = ([row[place] for row in rows] for place in (0, 1))
    table = pd.DataFrame({"exercise": exercises, "focus_area": areas}, dtype="str")
    return table.astype({"exercise": log.sessions["exercise"].dtype})


def exercise_names(log: MobilityLog) -> dict[str, str]:
    """Return the name that people read for each exercise id of a log.

    Parameters
    ----------
    log : MobilityLog
        A checked log.

    Returns
    -------
    dict
        From id to name, in order of ids.

    Examples
    --------
    >>> from mobility_analysis.log.load import log_from_tables
    >>> exercise_names(log_from_tables())["down-dog"]
    'Down Dog'
    """
    names = zip(log.exercises["exercise"], log.exercises["name"], strict=True)
    return {str(exercise): str(name) for exercise, name in names}


def named_exercise(log: MobilityLog, written: str) -> str | Fault:
    """Return the id of the exercise of a log that a spelling means, as cells of the log are read.

    What a fault says to do is to choose among the exercises that there are.

    >>> from mobility_analysis.log.load import log_from_tables
    >>> named_exercise(log_from_tables(), "Bear Rolls")
    'bear-rolls'
    """
    catalogue = catalogue_of(log, with_further=False)
    exercise = catalogue.spellings.get(exercise_key(written))
    return exercise or Fault("an exercise of this log", catalogue.near_words(written))


def catalogue_of(log: MobilityLog, *, with_further: bool = True) -> Catalogue:
    """Return the exercises of a log with all their spellings, and with them the further ones."""
    return catalogue_of_rows(log.exercises.astype("str").to_dict("records"), with_further)


def catalogue_of_rows(rows: Iterable[Mapping[Any, Any]], with_further: bool = True) -> Catalogue:
    """Return exercises of a log, given as rows, as ``catalogue_of`` does."""
    own = [{str(k): str(v) for k, v in row.items()} for row in rows]
    catalogue, _ = merged_catalogue(own, with_further=with_further)
    return catalogue


def exercise_key(written: str) -> str:
    """Return a spelling without what does not matter: case, blanks, hyphens, slashes, apostrophes.

    >>> exercise_key("90/90 Overhead-Raises")
    '9090overheadraises'
    """
    folded = unicodedata.normalize("NFKC", written).casefold()
    return _UNIMPORTANT.sub("", folded)


def _words_of(written: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", written).casefold()
    return frozenset(_A_WORD.findall(folded))


_A_WORD = re.compile(r"[^\W_]+")
_UNIMPORTANT = re.compile(r"[\s\-‐‑–—/\\_'’ʼ´`]+")


@dataclass(frozen=True)
class Catalogue:
    """The exercises of one log, and every spelling that means one of them."""

    rows: tuple[Row, ...]
    spellings: Mapping[str, str]
    """From the key of a spelling to an exercise's id."""
    written: Mapping[str, str]
    """From the key of a spelling to how it is written."""
    is_part: bool = False
    """Whether there are more, which are other people's and are not named."""
    further: frozenset[str] = frozenset()
    """Ids of exercises that no row of the log defines and that are not built in for everybody."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all exercises, sorted, the further ones last."""
        ids = [row["exercise"] for row in self.rows]
        return tuple(sorted(ids, key=lambda exercise: (exercise in self.further, exercise)))

    def rows_where(self, used: AbstractSet[str]) -> tuple[Row, ...]:
        """Return the exercises of a log whose rows name these: of the further ones only these."""
        unused = self.further - used
        return tuple(row for row in self.rows if row["exercise"] not in unused)

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(list(self.spellings))

    def read(self, written: str) -> str | Fault:
        """Return the id that a spelling means; a near miss is a fault that names the nearest.

        >>> catalogue, _ = merged_catalogue([])
        >>> catalogue.read("Downward Dog")
        'down-dog'
        >>> catalogue.read("bear roles").repair
        "Did you mean 'Bear Rolls' (bear-rolls)? Or add a row for it to the table exercises
        (exercises.csv in one folder with sessions.csv, or a sheet of that name)."
        """
        exercise = self.spellings.get(exercise_key(written))
        if exercise:
            return exercise
        add = ADD_TO_OWN if self.is_part else ADD_A_ROW
        return Fault("an exercise of the catalogue", f"{self.near_words(written)} {add}")

    @cached_property
    def _words(self) -> list[tuple[frozenset[str], str]]:
        known = self.spellings.items()
        return [(_words_of(self.written.get(key, key)), exercise) for key, exercise in known]

    def sharing_words(self, written: str) -> list[str]:
        """Return the exercises whose name has all words of a text, or all of whose words it has.

        Nothing where they are many: then the words are of no exercise in particular.

        >>> catalogue, _ = merged_catalogue([])
        >>> catalogue.sharing_words("90/90"), catalogue.sharing_words("Foam Roller Thoracic")
        (['90-90-overhead-raises'], ['foam-roller-overpressure'])
        """
        own, found = _words_of(written), dict[str, float]()
        for words, exercise in self._words if len(self.written) <= FEW else ():
            is_whole = own <= words or (words <= own and len(words) > 1)
            if own and words and is_whole:
                share = len(own & words) / len(own | words)
                found[exercise] = max(found.get(exercise, 0), share)
        ordered = sorted(found, key=lambda exercise: (-found[exercise], exercise))
        return ordered if len(ordered) <= MOST_OFFERED else []

    def of_one(self, used: AbstractSet[str]) -> Catalogue:
        """Return the built-in exercises and those used: what one of several people may be told.

        >>> own = dict.fromkeys(COLUMNS, "") | {"exercise": "hip-opener", "name": "Hip Opener"}
        >>> catalogue, _ = merged_catalogue([own])
        >>> "hip-opener" in catalogue.of_one(frozenset()).ids
        False
        """
        mine = built_in_ids() | self.further | used
        spellings = {key: exercise for key, exercise in self.spellings.items() if exercise in mine}
        rows = tuple(row for row in self.rows if row["exercise"] in mine)
        return replace(self, rows=rows, spellings=spellings, is_part=len(rows) < len(self.rows))

    def near_words(self, written: str) -> str:
        """Offer the exercises nearest to a spelling; the first of all where none is near."""
        names = {row["exercise"]: row["name"] or row["exercise"] for row in self.rows}
        first_of_each = {exercise: names[exercise] for exercise in self.sharing_words(written)}
        for key in self._near.nearest(exercise_key(written), n=6):
            first_of_each.setdefault(self.spellings[key], self.written[key])
        offered = [f"{text!r} ({key})" for key, text in list(first_of_each.items())[:MOST_OFFERED]]
        if offered:
            return f"Did you mean {' or '.join(offered)}?"
        left = len(self.ids) - MOST_LISTED
        more = f" and {left:,} more" if left > 0 else ""
        return f"Write one of: {', '.join(self.ids[:MOST_LISTED])}{more}."


def merged_catalogue(
    own: Sequence[Row], *, with_further: bool = True
) -> tuple[Catalogue, dict[int, Fault]]:
    """Return the built-in exercises with a log's own, and the faults of own rows, by their place.

    An own row whose id is an id or name of the built-in catalogue overrides that exercise; a cell
    left empty keeps the built-in value. So it is with the further exercises, which are among them
    unless ``with_further`` is false.
    """
    base = _base(with_further=with_further)
    if not own:
        return base.catalogue, {}
    rows = dict(base.rows)
    faults: dict[int, Fault] = {}
    owned: dict[str, str] = {}
    known = dict(base.known)
    for place, row in enumerate(own):
        exercise = known.get(exercise_key(row["exercise"]), row["exercise"])
        merged = _over(rows.get(exercise, {}), row, exercise)
        clash = _clash(merged, owned)
        if clash:
            faults[place] = clash
            continue
        if exercise in rows:
            known.pop(_name_key(rows[exercise]), None)
        for key, of in _id_and_name(merged, exercise).items():
            known.setdefault(key, of)
        rows[exercise] = merged
        owned |= dict.fromkeys(_keys(merged), merged["exercise"])
    own_ids = set(owned.values())
    theirs = [exercise for exercise in rows if exercise not in own_ids]
    spellings = {key: e for e in theirs for key in base.keys[e]} | owned
    written = {
        key: text
        for exercise, row in rows.items()
        for key, text in (_keys(row) if exercise in own_ids else base.keys[exercise]).items()
    }
    ordered = tuple(_one_spelling_an_area(rows[exercise] for exercise in sorted(rows)))
    further = base.catalogue.further - own_ids
    texts = {key: written[key] for key in spellings}
    return Catalogue(ordered, spellings, texts, further=further), faults


class _Base(NamedTuple):
    """The exercises that are known without a log's own; made once, however many logs there are."""

    rows: Mapping[str, Row]
    keys: Mapping[str, Mapping[str, str]]
    """All spellings of each exercise, as keys, with how they are written."""
    known: Mapping[str, str]
    """From an id or a name as a key to the id."""
    catalogue: Catalogue


@cache
def _base(*, with_further: bool) -> _Base:
    built_in = [*built_in_rows(), *(further_rows() if with_further else [])]
    rows = {row["exercise"]: row for row in built_in}
    keys = {exercise: _keys(row) for exercise, row in rows.items()}
    known: dict[str, str] = {}
    for exercise, row in rows.items():
        known = _id_and_name(row, exercise) | known
    ordered = tuple(_one_spelling_an_area(rows[exercise] for exercise in sorted(rows)))
    spellings = {key: exercise for exercise, own in keys.items() for key in own}
    written = {key: text for own in keys.values() for key, text in own.items()}
    further = further_ids() if with_further else frozenset[str]()
    return _Base(rows, keys, known, Catalogue(ordered, spellings, written, further=further))


def _clash(row: Row, owned: Mapping[str, str]) -> Fault | None:
    """Return the fault of a row that claims a spelling which an earlier own row has."""
    for key, text in _keys(row).items():
        if key in owned:
            other = owned[key]
            if other == row["exercise"]:
                return Fault("one row for each exercise", f"Keep one of the rows of {other!r}.")
            return Fault(
                "a spelling that means one exercise",
                f"{text!r} also means {other!r}: take it out of one of the two rows.",
            )
    return None


def _over(base: Row, own: Row, exercise: str) -> dict[str, str]:
    merged = {name: own.get(name, "") or base.get(name, "") for name in COLUMNS}
    return merged | {"exercise": exercise, "name": merged["name"] or exercise}


def _keys(row: Row) -> dict[str, str]:
    """Return the keys of all spellings of an exercise, with how they are written."""
    written = [row["name"], row["exercise"], *row["aliases"].split("; ")]
    return {key: text for text in reversed(written) if text and (key := exercise_key(text))}


def _id_and_name(row: Row, exercise: str) -> dict[str, str]:
    return dict.fromkeys((exercise_key(exercise), _name_key(row)), exercise)


def _name_key(row: Row) -> str:
    return exercise_key(row["name"])


def _one_spelling_an_area(rows: Iterable[Row]) -> Iterable[Row]:
    """Write each focus area in one way: as the built-in catalogue has it, or else the first row."""
    first = {**_areas(), exercise_key(_NO_AREA_OF_IMPORTS): NO_AREA}
    for row in rows:
        areas = [first.setdefault(exercise_key(a), a) for a in row["focus_areas"].split("; ")]
        yield {**row, "focus_areas": "; ".join(dict.fromkeys(areas))}


@cache
def _areas() -> Mapping[str, str]:
    """Return the focus areas of the known exercises as they are written, by their keys."""
    return {
        exercise_key(area): area
        for row in (*built_in_rows(), *further_rows())
        for area in row["focus_areas"].split("; ")
    }


def catalogue_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Return exercises as the table of a log, in the order given."""
    records = list(rows)
    return pd.DataFrame(
        {name: pd.array([row[name] for row in records], dtype="str") for name in COLUMNS}
    )


class NearNames:
    """Names that a misspelt one may be meant for.

    Candidates are found by their pairs of letters first: comparing each misspelt name with every
    other takes minutes on a large caseload.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def nearest(self, written: str, *, n: int) -> list[str]:
        """Return at most n names that are like the written one, the closest first.

        >>> NearNames(["bearrolls", "downdog"]).nearest("bearroles", n=2)
        ['bearrolls']
        """
        short = written[:LONGEST]
        return difflib.get_close_matches(short, self._candidates(short), n=n, cutoff=0.6)

    def _candidates(self, written: str) -> Sequence[str]:
        """Return the names that share most pairs of letters with the written one."""
        if len(self.names) <= FEW:
            return self.names
        found = sorted(
            (self._places[pair] for pair in _pairs(written) if pair in self._places), key=len
        )
        if not found:
            return []
        places = np.concatenate(found)[:MOST_PLACES]  # the rarest pairs come first, and tell most
        shared = np.bincount(places, minlength=len(self.names))
        likeness = shared / (self._lengths + len(written))
        best = np.argpartition(-likeness, min(MOST_COMPARED, len(likeness) - 1))[:MOST_COMPARED]
        return [self.names[place] for place in sorted(best) if shared[place]]

    @cached_property
    def _lengths(self) -> NDArray[np.int64]:
        return np.array([len(name) for name in self.names])

    @cached_property
    def _places(self) -> dict[str, NDArray[np.int32]]:
        """Return the places of the names that hold each pair of letters."""
        places: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            for pair in _pairs(name[:LONGEST]):
                places.setdefault(pair, []).append(place)
        return {pair: np.array(found, dtype=np.int32) for pair, found in places.items()}


def _pairs(text: str) -> set[str]:
    """Return the pairs of letters of a text, its ends among them."""
    edged = f"\n{text}\n"
    return {edged[place : place + 2] for place in range(len(edged) - 1)}
