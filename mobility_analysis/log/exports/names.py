"""What is asked about names of exercises that the catalogue lacks: once, of all together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mobility_analysis.log.catalogue import Catalogue, exercise_key
from mobility_analysis.log.exports.asked import OWN_AREA
from mobility_analysis.log.exports.questions import SAMPLES, Choice, Question

NO_EXERCISE = "no exercise"
NEAR = 0.8
"""How alike a name must be to that of a known exercise to be likely meant for it. *Our choice.*"""
MOST_WORDS = 4
"""Words of the longest name that is likely one of an exercise. *Our choice.*"""
NAMES_SHOWN = 12

_OTHER = re.compile(
    r"\b(paid|meds?|medication|medicine|tablets?|painkillers?|paracetamol|ibuprofen|slept|sleep|"
    r"alcohol|coffee|period|ill|sick|travel\w*|holiday|work\w*|office|tired|fine|ok|good|bad|"
    r"better|worse|sore|hurt\w*|pain\w*|felt|feel\w*)\b",
    re.I,
)


class _Likely(NamedTuple):
    """What a name is likely to be."""

    name: str
    adds: Mapping[str, Any]
    words: str
    """``Bear Rolls``, or what several such names are."""


def names_question(unknown: Mapping[str, int], catalogue: Catalogue) -> Question | None:
    """Ask what names of exercises are that the catalogue lacks; None where it has all of them.

    ``unknown`` says how often each is written. The likely answer names, for each, the known
    exercise that it is nearly spelled as, or an exercise of one's own.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> asked = names_question({"bare rolls": 3, "Cobra": 9}, merged_catalogue([])[0])
    >>> asked.choices[0].adds
    {'names': {'bare rolls': 'bear-rolls'}, 'exercises': {'Cobra': 'not stated'}}
    """
    names: dict[str, str] = {}
    for name in unknown:
        names.setdefault(exercise_key(name), name)
    found = [name for key, name in names.items() if key and key not in catalogue.spellings]
    if not found:
        return None
    each = tuple(_one_question(name, catalogue) for name in found)
    if len(each) == 1:
        return each[0]
    likely = [_likely(name, catalogue) for name in found]
    choices = [Choice("likely", _said(likely), _together(likely))]
    own = {"exercises": dict.fromkeys(found, OWN_AREA)}
    none = {"names": dict.fromkeys(found, NO_EXERCISE)}
    more = (
        Choice("own", "all are exercises of your own", own),
        Choice("none", "none of them is an exercise", none),
    )
    choices += [choice for choice in more if choice.adds != choices[0].adds]
    choices.append(Choice("each", "decide one by one", opens=each))
    shown = ", ".join(repr(name) for name in found[:NAMES_SHOWN])
    left = len(found) - NAMES_SHOWN
    shown += f" and {left:,} more" if left > 0 else ""
    key = f"exercises:{'|'.join(sorted(names))}"
    samples = tuple(found[:SAMPLES])
    return Question(
        key, f"Not in the catalogue of exercises: {shown}. What are they?", tuple(choices),
        samples=samples,
    )  # fmt: skip


def _likely(name: str, catalogue: Catalogue) -> _Likely:
    near = _near(name, catalogue)
    if near and near[0][0] >= NEAR:
        exercise = near[0][1]
        return _Likely(name, {"names": {name: exercise}}, _name_of(exercise, catalogue))
    if len(name.split()) > MOST_WORDS or _OTHER.search(name):
        return _Likely(name, {"names": {name: NO_EXERCISE}}, "no exercise")
    return _Likely(name, {"exercises": {name: OWN_AREA}}, "an exercise of your own")


def _near(name: str, catalogue: Catalogue) -> list[tuple[float, str]]:
    """Return the exercises whose spellings are near to a name, the nearest first."""
    key = exercise_key(name)
    found: dict[str, float] = {}
    for spelling in difflib.get_close_matches(key, list(catalogue.spellings), n=6, cutoff=0.6):
        alike = difflib.SequenceMatcher(None, key, spelling).ratio()
        exercise = catalogue.spellings[spelling]
        found[exercise] = max(found.get(exercise, 0), alike)
    return sorted(((alike, exercise) for exercise, alike in found.items()), reverse=True)


def _name_of(exercise: str, catalogue: Catalogue) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def _together(likely: Sequence[_Likely]) -> dict[str, Any]:
    whole: dict[str, dict[str, str]] = {}
    for one in likely:
        for table, own in one.adds.items():
            whole.setdefault(table, {}).update(own)
    return whole


def _said(likely: Sequence[_Likely]) -> str:
    """Say what each name is taken for, those of one kind together."""
    kinds: dict[str, list[str]] = {}
    for one in likely:
        kinds.setdefault(one.words, []).append(one.name)
    if len(kinds) == 1:
        return _kind_words(next(iter(kinds)), ["all"])
    return "; ".join(_kind_words(words, names) for words, names in kinds.items())


def _kind_words(words: str, names: Sequence[str]) -> str:
    is_all = list(names) == ["all"]
    shown = "all of them" if is_all else ", ".join(repr(name) for name in names)
    is_one = len(names) == 1 and not is_all
    if words == "an exercise of your own":
        what = f"an exercise of your own (focus area {OWN_AREA})"
        return f"{shown}: {what if is_one else what.replace('an exercise', 'exercises')}"
    return f"{shown}: {words}"


def _one_question(name: str, catalogue: Catalogue) -> Question:
    own = Choice("own", f"an exercise of your own (focus area {OWN_AREA})", _own(name, OWN_AREA))
    known = [
        Choice(exercise, _name_of(exercise, catalogue), {"names": {name: exercise}})
        for _, exercise in _near(name, catalogue)[:3]
    ]
    areas = dict.fromkeys(
        area for row in catalogue.rows for area in row["focus_areas"].split("; ") if area
    )
    trains = [
        Choice(f"own: {area}", f"an exercise of your own that trains {area}", _own(name, area))
        for area in areas
        if area != OWN_AREA
    ]
    none = Choice("none", "not an exercise", {"names": {name: NO_EXERCISE}})
    likely = _likely(name, catalogue).adds
    choices = [own, *known, none, *trains]
    choices.sort(key=lambda choice: choice.adds != likely)
    words = f"{name!r} is not in the catalogue of exercises. What is it?"
    return Question(f"exercise:{exercise_key(name)}", words, tuple(choices), samples=(name,))


def _own(name: str, area: str) -> dict[str, Any]:
    return {"exercises": {name: area}}
