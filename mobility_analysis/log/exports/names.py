"""What is asked about names of exercises that the catalogue lacks: once, of all together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from mobility_analysis.log.catalogue import MOST_OFFERED, NO_AREA, Catalogue, exercise_key
from mobility_analysis.log.check.bearing import (
    SAYS_NOT_DONE,
    SPEAKS_OF_ELSE,
    share_in,
    speaks_of_else,
)
from mobility_analysis.log.check.units import amounts_in, counted_beside, counted_in, sided
from mobility_analysis.log.check.values import word_key
from mobility_analysis.log.exports.questions import SAMPLES, Choice, Question
from mobility_analysis.log.languages.answers import STIFFNESS_WORDS
from mobility_analysis.log.schema import MOMENT_SPELLINGS, STATUS_SPELLINGS

NO_EXERCISE = "no exercise"
NEAR = 0.8
"""How alike a name must be to that of a known exercise to be likely meant for it. *Our choice.*"""
NEAR_SHORT = 0.7
"""The same for a word of at most five letters, of which one slip is a larger part."""
SHORT = 5
MOST_WORDS = 4
"""Words of the longest piece of a text that is likely an exercise's name. *Our choice.*"""
NAMES_SHOWN = 12

_BESIDE = re.compile(r"^\W*\d+\s+|[\s(–—-]+\d+\W*$|\b(?:only|just|again|today)\b", re.I)
"""A bare number before or after a name, and words that leave it the same exercise."""
_PARTS_OF_DAY = {
    "evening",
    *(w for w, m in MOMENT_SPELLINGS.items() if m not in ("before", "after")),
}
_PART_OF_DAY = "|".join(sorted(map(re.escape, _PARTS_OF_DAY), key=len, reverse=True))
_WHEN_DONE = re.compile(
    rf"^\W*(?:{_PART_OF_DAY})\b\W+(?=\w)|(?<=\w)\W+(?:{_PART_OF_DAY})\W*$", re.I
)
"""The part of the day before or after a name."""
_WORDS = re.compile(r"[^\W_]+")
_NO_NAME = re.compile(
    r"[\W_]*\d+(?:[.,]\d+)?[\W_]*|(?:\w{1,5}\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|h|uhr)?",
    re.I,
)
"""A bare number or a time of the day: never the name of an exercise of one's own."""
_AS_ABOVE = re.compile(
    r"ditto|(?:same )?as (?:above|before|usual)|same(?: again)?|s\.?\s?o\.?|(?:siehe|wie) oben|"
    r"idem|[\"'″”“„〃,]+",
    re.I,
)
"""What stands for the line above it, which no exercise is called."""
MAY_BE_SCORE = re.compile(r"(?:10|\d(?:[.,]\d+)?)\s?(?:/|out of)\s?10", re.I)
"""3/10 without a word that says of what: a score perhaps, a date perhaps, and no exercise."""


class _Likely(NamedTuple):
    """What a name is likely to be."""

    name: str
    adds: Mapping[str, Any]
    words: str
    """``Bear Rolls``, or what several such names are."""


def known_exercise(name: str, catalogue: Catalogue) -> str | None:
    """Return the exercise that a name means, with or without the side or unit beside it.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> [known_exercise(n, merged_catalogue([])[0]) for n in ("Open book", "Open book L", "Plank")]
    ['open-book', 'open-book', None]
    """
    return named(name, catalogue).exercise


class Named(NamedTuple):
    """What a name says: the exercise that is known by it, its side, and what numbers count."""

    exercise: str | None
    side: Mapping[str, str]
    unit: str


def named(name: str, catalogue: Catalogue) -> Named:
    """Return what a name says, with the side and the unit beside it in either order.

    An exercise that the catalogue has by its whole name has no side.

    The part of the day in which it was done is none of its name: AM and PM are two sessions.

    >>> from mobility_analysis.log.catalogue import merged_catalogue
    >>> named("Open book (PM)", merged_catalogue([])[0]).exercise
    'open-book'
    >>> [tuple(named(n, merged_catalogue([])[0])) for n in ("Open book L (min)", "Plank (s) left")]
    [('open-book', {'side': 'left'}, 'duration_min'), (None, {'side': 'left'}, 'hold_s')]
    >>> [tuple(named(n, merged_catalogue([])[0])) for n in ("Down Dog reps", "Plank reps")]
    [('down-dog', {}, 'reps'), (None, {}, '')]
    """
    found, left = _named(name, catalogue), _WHEN_DONE.sub("", name)
    if found.exercise is None and left != name:
        of_left = _named(left, catalogue)
        return of_left if of_left.exercise else found
    return found


def _named(name: str, catalogue: Catalogue) -> Named:
    without, unit = counted_in(name)
    plain, side = sided(without)
    if not unit:
        plain, unit = counted_in(plain)
    for text, own in ((name, {}), (without, {}), (plain, side)):
        exercise = catalogue.spellings.get(exercise_key(text))
        if exercise is not None:
            return Named(exercise, own, unit)
    return _counted(plain, side, unit, catalogue) or Named(None, side, unit)


def _counted(name: str, side: Mapping[str, str], unit: str, catalogue: Catalogue) -> Named | None:
    """Return what a name says beside which a plain word counts it, where the rest is known."""
    if (beside := counted_beside(name)) is None:
        return None
    plain, own = sided(beside[0])
    for text in (plain, plain.removesuffix("s")):  # the number of Down Dogs
        exercise = catalogue.spellings.get(exercise_key(text))
        if exercise is not None:
            return Named(exercise, side or own, unit or beside[1])
    return None


def names_question(
    unknown: Mapping[str, int], catalogue: Catalogue, headers: Collection[str] = ()
) -> Question | None:
    """Ask what names of exercises are that the catalogue lacks; None where it has all of them.

    ``unknown`` says how often each is written, ``headers`` which of them stand over or beside
    ticks. The likely answer names, for each, the known exercise that it is nearly spelled as, or an
    exercise of one's own; a header is one unless it speaks of something else alone.

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
    likely = [_likely(name, catalogue, is_header=name in headers) for name in found]
    each = tuple(_one_question(own, catalogue) for own in likely)
    if len(each) == 1:
        return each[0]
    choices = [Choice("likely", _said(likely), _together([one.adds for one in likely]))]
    own = _together([_own(name, NO_AREA) for name in found])
    none = {"names": dict.fromkeys(found, NO_EXERCISE)}
    more = (
        Choice("none", "none of them is an exercise", none),
        Choice("own", "all are exercises of your own", own),
    )
    for choice in more:
        choices[1:1] = [choice] if choice.adds not in [c.adds for c in choices] else []
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


def _likely(name: str, catalogue: Catalogue, *, is_header: bool) -> _Likely:
    amounts = amounts_in(name)
    is_cell = (amounts is not None and not amounts[0]) or word_key(name) in STATUS_SPELLINGS
    no_exercise = _Likely(name, {"names": {name: NO_EXERCISE}}, "no exercise")
    if (
        is_cell
        or is_no_name(name)
        or _AS_ABOVE.fullmatch(name.strip())
        or MAY_BE_SCORE.fullmatch(name)
        or ((re.search(SAYS_NOT_DONE, name) or _is_share(name, catalogue)) and not is_header)
    ):
        return no_exercise
    without = amounts[0] if amounts else name  # what is done each time
    plain = known_exercise(_BESIDE.sub("", name), catalogue) or known_exercise(without, catalogue)
    if plain:
        is_none = name.rsplit(maxsplit=1)[-1] == "0"  # none of it was done
        known = _Likely(name, {"names": {name: plain}}, _name_of(plain, catalogue))
        return no_exercise if is_none else known
    is_stiff = any(word in STIFFNESS_WORDS for word in _WORDS.findall(name.casefold()))
    if is_stiff and not is_header:
        return no_exercise
    for alike, exercise in _near(name, catalogue):
        if alike >= NEAR and _is_misspelt(name, exercise, catalogue):
            return _Likely(name, {"names": {name: exercise}}, _name_of(exercise, catalogue))
    is_else = bool(re.search(SPEAKS_OF_ELSE, name)) or len(name.split()) > MOST_WORDS
    if speaks_of_else(name) if is_header else is_else:
        return no_exercise
    return _Likely(name, {"exercises": {name: NO_AREA}}, "an exercise of your own")


def _is_share(name: str, catalogue: Catalogue) -> bool:
    """Tell whether a text says how much was done: of sets, or of a known exercise at its end.

    Elsewhere it may be part of a name, as in Squats 1/2 or 3/4 plank.
    """
    share = share_in(name)
    if share is None or share.is_of_sets:
        return share is not None
    is_last = not _WORDS.search(share.after)
    return is_last and known_exercise(share.before, catalogue) is not None


def is_no_name(name: str) -> bool:
    """Tell whether a text is a number or a time of the day, which no exercise is called after.

    >>> [is_no_name(text) for text in ("9", "at 07:30 PM", "90/90", "Towel slide 2")]
    [True, True, False, False]
    """
    return _NO_NAME.fullmatch(name.strip()) is not None


def _is_misspelt(name: str, exercise: str, catalogue: Catalogue) -> bool:
    """Tell whether a name is a known one with slips: a prone T raise is no prone Y raise."""
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return any(
        _is_slip(_WORDS.findall(name.casefold()), _WORDS.findall(known.casefold()))
        for known in (exercise, row["name"] or "", *(row["aliases"] or "").split(";"))
    )


def _is_slip(written: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether words are others with slips; a word more or less is another name."""
    if len(written) != len(known):
        is_part = set(written) <= set(known) or set(known) <= set(written)
        is_long = abs(len("".join(written)) - len("".join(known))) > 1
        return not (is_part or is_long) and _alike("".join(written), "".join(known)) >= NEAR
    return all(map(_is_slip_of_word, written, known))


def _is_slip_of_word(a: str, b: str) -> bool:
    least = NEAR_SHORT if len(a) <= SHORT else NEAR
    return a[0] == b[0] and (sorted(a) == sorted(b) or _alike(a, b) >= least)


def _alike(written: str, known: str) -> float:
    return difflib.SequenceMatcher(None, written, known).ratio()


def _near(name: str, catalogue: Catalogue) -> list[tuple[float, str]]:
    """Return the exercises whose spellings are near to a name, the nearest first."""
    key = exercise_key(name)
    found: dict[str, float] = {}
    for spelling in difflib.get_close_matches(key, list(catalogue.spellings), n=6, cutoff=0.6):
        alike = _alike(key, spelling)
        exercise = catalogue.spellings[spelling]
        found[exercise] = max(found.get(exercise, 0), alike)
    return sorted(((alike, exercise) for exercise, alike in found.items()), reverse=True)


def _name_of(exercise: str, catalogue: Catalogue) -> str:
    row = next(row for row in catalogue.rows if row["exercise"] == exercise)
    return row["name"] or exercise


def _together(adds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    whole: dict[str, dict[str, str]] = {}
    for one in adds:
        for table, own in one.items():
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
        what = f"an exercise of your own (focus area {NO_AREA})"
        return f"{shown}: {what if is_one else what.replace('an exercise', 'exercises')}"
    return f"{shown}: {words}"


def _one_question(likely: _Likely, catalogue: Catalogue) -> Question:
    name = likely.name
    own = Choice("own", f"an exercise of your own (focus area {NO_AREA})", _own(name, NO_AREA))
    near = [*catalogue.sharing_words(name), *(exercise for _, exercise in _near(name, catalogue))]
    known = [
        Choice(exercise, _name_of(exercise, catalogue), {"names": {name: exercise}})
        for exercise in list(dict.fromkeys(near))[:MOST_OFFERED]
    ]
    areas = dict.fromkeys(
        area for row in catalogue.rows for area in row["focus_areas"].split("; ") if area
    )
    trains = [
        Choice(f"own: {area}", f"an exercise of your own that trains {area}", _own(name, area))
        for area in areas
        if area != NO_AREA
    ]
    none = Choice("none", "not an exercise", {"names": {name: NO_EXERCISE}})
    choices = [*known, none] if is_no_name(name) else [own, *known, none, *trains]
    choices.sort(key=lambda choice: choice.adds != likely.adds)
    words = f"{name!r} is not in the catalogue of exercises. What is it?"
    return Question(f"exercise:{exercise_key(name)}", words, tuple(choices), samples=(name,))


def _own(name: str, area: str) -> dict[str, Any]:
    return {"names": {name: NO_EXERCISE}} if is_no_name(name) else {"exercises": {name: area}}
