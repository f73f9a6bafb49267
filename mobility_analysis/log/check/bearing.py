"""Columns that may change what a log means: they are used, asked about or refused, not passed over.

A column of yes and no may say that a session was not done, numbers from 0 to 10 may be scores, and
a site may say that a score is about the knee.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from mobility_analysis.log.check.units import (
    is_column_of_units,
    is_unit,
    may_be_meant_as_score,
    unit_place,
)
from mobility_analysis.log.check.values import crosses_among, marks_of, tick_status, word_key
from mobility_analysis.log.findings import shortened
from mobility_analysis.log.languages.answers import (
    HEDGE_WORDS,
    NOT_DONE_WORDS,
    STIFFNESS_WORDS,
    UNIT_WORDS,
)
from mobility_analysis.log.languages.done import (
    NOTHING_SAID,
    Said,
    asks_if_done,
    may_say_if_done,
    meaning_under,
    said_under,
)
from mobility_analysis.log.languages.who import is_of_members, may_say_who
from mobility_analysis.log.read.cells import Coded, RawTable, cell_text, distinct, filled_values
from mobility_analysis.log.read.headers import (
    NO_COLUMN,
    MatchedHeader,
    header_key,
    match_header,
    speaks_of_stiffness,
    table_of_records,
)
from mobility_analysis.log.schema import STATUS_SPELLINGS, STATUSES, TABLES

NOT_SAID = "(empty)"
"""Stands for an empty cell in a column of yes and no: it says neither, and is a problem."""

Kind = Literal["status", "done", "site", "score"]
MOST = 0.8
"""Share of a column's different values that must fit. *Our choice.*"""
SHOWN = 4

_SITES = frozenset(
    {"site", "sites", "body_site", "body_part", "bodypart", "body_area", "body_region", "joint",
     "pain_site", "painful_area", "region_of_body", "part_of_body", "region", "regions",
     "körperstelle", "körperregion", "zona", "région", "zone", "regione", "lichaamsdeel"}
)  # fmt: skip
# Compiled when first asked for: a log in our own columns asks for none.
_BODY = (
    r"(?:(?:left|right|upper|mid|middle|lower|both|front|back|side|of|the|and|l|r)[\s\-/,&+]*)*"
    r"(?:back|neck|shoulders?|shoulder blades?|knees?|hips?|ankles?|wrists?|elbows?|hands?|foot|"
    r"feet|arms?|legs?|head|jaw|chest|ribs?|spine|thoracic|thoracic spine|lumbar|cervical|calf|"
    r"calves|hamstrings?|thighs?|forearms?|fingers?|glutes?)"
)
_DONE = (
    r"done|complete|completed|did it|did you.*|finished|status|performed|practi[sc]ed|ticked|"
    r"checked|completed exercises?|exercises? done|exercises? completed|session done|y n|yes no|"
    r"erledigt|gemacht|hecho|feito|fait|fatto|gedaan|completado|concluído|terminé|voltooid"
)
_NOT_DONE = (
    r"missed|skipped|not done|not completed|skip|session missed|ausgelassen|nicht gemacht|omitido|"
    r"no hecho|não feito|manqué|pas fait|saltato|non fatto|overgeslagen|niet gedaan"
)
_SCORED = (
    r"\b(stiff\w*|steif\w*|rigidez|raideurs?|rigidità|stijf\w*|schmerz\w*|dolor|dor|douleurs?|"
    r"dolore|pijn|score|rating|rated|tight\w*|pain\w*|sore\w*|ache|aches|discomfort|vas|nrs|nprs)\b"
)
_QUANTITY = (
    r"\b(sets?|reps?|repetitions?|holds?|held|s|secs?|seconds?|mins?|minutes?|hours?|hrs?|"
    r"duration|distance|km|miles?|kg|kgs|lbs?|weight|load|steps|rpe|effort|exertion|order|index|"
    r"set|id|no|nr|number|rounds?|(?:start|end)?(?:week|day|month|year)|age|height|temperature|"
    r"calories|totals?|sum|count|gesamt|summe|suma|soma|somme|somma|totaal)\b"
)


_NEVER = (
    r"paid|(?:meds?|medicine)(?![ -]ball)|medication|tablets?|painkillers?|paracetamol|ibuprofen|"
    r"slept|sleep|alcohol|coffee|period"
)
_SELDOM = (
    r"ill|sick|travel\w*|holiday|work(?!out)\w*|office|tired|fine|ok|good|bad|better|worse|sore|"
    r"hurt\w*|pain\w*|felt|feel\w*|everything|as usual|same as|yesterday"
)
SPEAKS_OF_ELSE = rf"(?i:\b(?:{_NEVER}|{_SELDOM})\b)"
"""Words of a text that is not of an exercise, or of one done as usual."""
_ELSE = rf"(?i:\b(?:{_NEVER})\b)"
_FILLERS = frozenset({
    "a", "and", "any", "at", "back", "day", "had", "i", "in", "it", "my", "of", "on", "so", "the",
    "to", "today", "took", "taken", "too", "very", "was", "well",
})  # fmt: skip
SAYS_NOT_DONE = (
    r"(?i:\b(no(?! money)|not|nothing|never|none|nope|skip\w*|missed|a miss|forg[eo]t\w*|rested|"
    r"lazy day|unwell|busy|"
    rf"(?:did|could|can|was|have)n?[’']?t|cannot|{'|'.join(NOT_DONE_WORDS)})\b)"
)
"""What says that an exercise was not done. No Money is one of shoulder rotation."""
_WORDS_IN = r"[^\W_]+"
_WITH_MORE = (
    r"(?s:(?P<word>[^\W\d_]{2}[^\W\d_ ]*(?: [^\W\d_]+)?)\s*"
    r"(?:[–—:;,(\n]|\s-|-\s)\s*(?P<more>.*\w.*?)\s*)"
)
"""A status and what is said beside it: skipped - too tired; no (ill)."""
_SETS = "|".join(
    (
        "sets?",
        "reps?",
        "repetitions?",
        "rounds?",
        "sätzen",
        *UNIT_WORDS["sets"],
        *UNIT_WORDS["repetitions"],
    )
)
_SHARE = (
    rf"(?P<over>\b(?:sets|reps|rounds)\s*[:=]?\s*)?(?<![\w/])(?<!\d[.,])(?:(?P<n>\d+)\s*"
    r"(?:(?P<slash>/)|(?P<out>out of)|of|von|de|sur|su|di|van)\s*(?P<all>\d+)(?![\d/])|"
    rf"(?P<percent>\d{{1,2}})\s*%)(?P<sets>\s*(?:(?:of|von|de)\s+)?(?:the\s+)?(?:{_SETS})\b)?"
)
_ABOUT = r"(?:\b(?:about|approx\w*|around|roughly|just|circa|ca|etwa|ungefähr|environ)\b)?\W*"
_HEDGES = rf"except|only|half|part\w*|{'|'.join(HEDGE_WORDS)}"
_AGAINST = {
    "done": rf"{SAYS_NOT_DONE}|\b(?:some|almost|nearly|mostly|{_HEDGES})\b",
    "skipped": rf"\b(?:instead|later|yes|done|did(?!n|\s+not\b)|{_HEDGES})\b",
}
"""Words, as patterns, beside a status that may say otherwise."""


class Share(NamedTuple):
    """What a text says of how much was done: 2 of 3, 2/3, 50 %."""

    before: str
    after: str
    is_of_sets: bool
    is_fraction: bool
    """Whether it may be a day, or a name: 2/3."""

    @property
    def is_all_that_is_said(self) -> bool:
        """Whether nothing else is said, or only after a comma or the like."""
        has_no_more = bool(re.fullmatch(r"\W*(?:(?:done|completed?|of it)\W*)?", self.after, re.I))
        is_parted = has_no_more or (not self.is_fraction and self.after.lstrip()[0] in ",;:.!)–—-")
        return bool(re.fullmatch(_ABOUT, self.before, re.I)) and is_parted


def share_in(text: str) -> Share | None:
    """Return the share of what there was to do that a text says, of sets first; None for none.

    All of it is no share, and 3/10 may as well be a score.

    >>> share_in("2 of 3 sets").is_of_sets, share_in("about 50 %").is_all_that_is_said
    (True, True)
    >>> [share_in(text) for text in ("T5/6 clicked", "ill since 2/3/2026", "3 of 3", "3/10")]
    [None, None, None, None]
    """
    found = []
    for match in re.finditer(_SHARE, text, re.I):
        is_of_sets = bool(match["over"] or match["sets"])
        of = int(match["all"] or 0)
        may_be_score = of == 10 and bool(match["slash"] or match["out"]) and not is_of_sets
        if match["percent"] or (int(match["n"]) < of and not may_be_score):
            before, after = text[: match.start()], text[match.end() :]
            found.append(Share(before, after, is_of_sets, bool(match["slash"])))
    return max(found, key=lambda share: share.is_of_sets, default=None)


class Bearing(NamedTuple):
    """What a column that no rule took may mean for the log."""

    kind: Kind
    header: str
    found: str
    """Some of its values."""
    lines: tuple[str, ...]
    """Ways to go on, each as the lines of a recipe."""
    is_mixed: bool = False
    """Whether some of its values are none of those that its kind is known by."""

    def said(self) -> str:
        """Say what the column holds.

        >>> bearing_of("Site", ["knee", "upper back"]).said()
        "'Site' names body sites (knee, upper back)"
        """
        words = MAY_SAY_DONE if self.is_mixed else _WORDS[self.kind]
        return f"{self.header!r} {words} ({self.found})"

    def repair(self) -> str:
        """Say which lines of a recipe use the column, and which one leaves it out."""
        return f"Add to the recipe {' or '.join(self.lines)}, or at its top {self.ignored()}"

    def ignored(self) -> str:
        """Return the line of a recipe that leaves the column out."""
        return f"ignore = [{_quoted(self.header)}]"


MAY_SAY_DONE = "may say whether it was done"
_WORDS = {
    "status": "holds yes and no",
    "done": MAY_SAY_DONE,
    "site": "names body sites",
    "score": "holds numbers from 0 to 10",
}


@dataclass(frozen=True, eq=False, repr=False)
class Tally:
    """What all different cells of a column tell of it, which need not be held together.

    Some after others are added; none of a word that stands among others.
    """

    header: str
    n_values: int = 0
    n_keys: int = 0
    """How many different words they are."""
    first: tuple[tuple[int, Any], ...] = ()
    """The first cells, each with its place among all."""
    are_statuses: bool = True
    are_binary: bool = True
    are_sites: bool = True
    are_units: bool = True
    has_number: bool = False
    has_digit: bool = False
    n_begun: int = 0
    """Words that are a status or begin with one, where no word is a number."""
    n_said: int = 0
    n_scores: int = 0
    """How many of those that say anything may be scores."""
    words: tuple[tuple[int, str, str], ...] = ()
    """What each word of a status means, with its place, under a header of what was done."""
    has_more: bool = False
    """Whether anything stands beside such a word."""
    marks: frozenset[str] = frozenset()
    """By which a cross is told from a tick."""
    said: Said = NOTHING_SAID
    """What its words say of sessions in other words than those of a status."""
    passed: frozenset[str] = frozenset()
    """Further tests that every cell passes."""

    @classmethod
    def of(
        cls,
        header: str,
        values: Sequence[Any],
        places: Iterable[int] | None = None,
        tests: Mapping[str, Callable[[Any], bool]] = MappingProxyType({}),
    ) -> Tally:
        """Return what some cells tell; ``places`` are theirs among all of the column."""
        keys = {word_key(value) for value in values}
        has_number = any(key.replace(".", "").replace(",", "").isdigit() for key in keys)
        placed = [*zip(range(len(values)) if places is None else places, values, strict=False)]
        score = TABLES["stiffness"]["score"]
        said = [v for v in values if any(map(str.isalnum, cell_text(v)))]  # no question mark
        told = _status_told(header, placed) if is_named_as_status(header) else ((), False)
        return cls(
            header,
            n_values=len(values),
            n_keys=len(keys),
            first=(*placed[: SHOWN + 1],),
            are_statuses=_all_known(keys),
            are_binary=keys <= {"0", "1"},
            are_sites=all(re.fullmatch(_BODY, key) for key in keys),
            are_units=all(map(is_unit, values)),
            has_number=has_number,
            has_digit=any(any(map(str.isdigit, key)) for key in keys),
            n_begun=0 if has_number else sum(map(_begins_with_status, keys)),
            n_said=len(said),
            n_scores=sum(may_be_meant_as_score(value, score) for value in said),
            words=told[0],
            has_more=told[1],
            marks=marks_of(values),
            said=said_under(header, keys, STATUS_SPELLINGS),
            passed=frozenset(name for name, test in tests.items() if all(map(test, values))),
        )

    def __add__(self, other: Tally) -> Tally:
        """Return what both tell."""
        words: dict[str, tuple[int, str, str]] = {}
        for said in sorted(self.words + other.words):
            words.setdefault(said[1], said)
        return Tally(
            self.header,
            n_values=self.n_values + other.n_values,
            n_keys=self.n_keys + other.n_keys,
            first=(*sorted(self.first + other.first, key=_place)[: SHOWN + 1],),
            are_statuses=self.are_statuses and other.are_statuses,
            are_binary=self.are_binary and other.are_binary,
            are_sites=self.are_sites and other.are_sites,
            are_units=self.are_units and other.are_units,
            has_number=self.has_number or other.has_number,
            has_digit=self.has_digit or other.has_digit,
            n_begun=self.n_begun + other.n_begun,
            n_said=self.n_said + other.n_said,
            n_scores=self.n_scores + other.n_scores,
            words=(*words.values(),),
            has_more=self.has_more or other.has_more,
            marks=self.marks | other.marks,
            said=self.said.and_of(other.said),
            passed=self.passed & other.passed,
        )

    @property
    def is_of_units(self) -> bool:
        """Whether the column says in which unit weights are written."""
        is_named = unit_place([self.header]) is not None
        return bool(self.n_values) and (is_named or self.are_units)


Told = Sequence[Any] | Tally
"""The different cells of a column, or what they tell."""


def _place(found: tuple[int, Any]) -> int:
    return found[0]


def tally_of(header: str, values: Told) -> Tally:
    """Return what the different cells of a column tell."""
    return values if isinstance(values, Tally) else Tally.of(header, values)


def told_by(column: Coded) -> Told:
    """Return the different cells of a column, or what those of the whole column tell."""
    decided = column.decided
    if decided is not None and isinstance(decided.told, Tally):
        return decided.told
    return filled_values(column)


def are_units(header: str, values: Told) -> bool:
    """Tell whether a column says in which unit weights are written."""
    if isinstance(values, Tally):
        return values.is_of_units
    return is_column_of_units(header, values)


def bearing_of(header: str, values: Told) -> Bearing | None:
    """Return what a column may mean for the log, by its header and its different values.

    A site counts where there are two or more, since one site alone mixes nothing; numbers from 0
    to 10 where there are two or more and the header names no other quantity; yes and no where most
    values are one of them, or the header is named for what was done. Other words and shares may say
    whether it was done where one of them says that it was not (``languages.done``).

    >>> bearing_of("Paid", ["yes", "no"]).kind, bearing_of("Sleep", [3, 7.5]).kind
    ('status', 'score')
    >>> bearing_of("Helped", ["yes", "no", "a bit"]).kind, bearing_of("Done", ["all", "two"]).kind
    ('status', 'status')
    >>> bearing_of("Completed", ["100%", "50%"]).kind, bearing_of("Compliance", ["full", "ok"])
    ('done', None)
    >>> bearing_of("Sets", [3, 4]) is None, bearing_of("Site", ["knee"]) is None
    (True, True)
    """
    told = tally_of(header, values)
    kind = _kind(told)
    if kind is None:
        return None
    texts = [shortened(cell_text(value)) for _, value in told.first]
    found = ", ".join(texts[:SHOWN]) + (", ..." if len(texts) > SHOWN else "")
    are_other = not (_are_scores(told) if kind == "done" else told.are_statuses)
    is_mixed = kind in ("status", "done") and are_other
    return Bearing(kind, header, found, _lines(kind, header, texts), is_mixed)


def _kind(told: Tally) -> Kind | None:
    if not told.n_values:
        return None
    if told.n_keys > 1 and (is_named_for_sites(told.header) or told.are_sites):
        return "site"
    is_quantity = _is_quantity(told.header)
    are_statuses = told.are_statuses and not (told.are_binary and (told.n_keys < 2 or is_quantity))
    if are_statuses or _is_mostly_status(told):
        return "status"
    may_say_if_done = _may_say_if_done(told)
    are_scores = told.n_keys > 1 and not is_quantity and _are_scores(told)
    if are_scores and not (may_say_if_done and is_named_as_status(told.header)):
        return "score"
    return "done" if may_say_if_done else None


def _is_mostly_status(told: Tally) -> bool:
    """Tell whether most values say whether it was done, or some or all texts under such a name."""
    if told.n_keys < 2 or told.has_number:
        return False
    if not is_named_as_status(told.header):
        return told.n_begun > told.n_keys / 2
    return bool(told.n_begun) or not told.has_digit


def _may_say_if_done(told: Tally) -> bool:
    is_named = is_named_as_status(told.header)
    if speaks_of_else(told.header) or (told.has_number and not asks_if_done(told.header)):
        return False
    return may_say_if_done(told.header, told.said, told.n_keys, is_named=is_named)


def _begins_with_status(key: str) -> bool:
    return any(map(str.isalpha, _parts_of(key)[0]))


_FURTHER = re.compile(r"exercises?_?\d+|(?:other|further|more|extra|additional|second)_exercises?")
"""A further column of exercises in a table of sessions."""


def may_bear(raw: RawTable) -> bool:
    """Tell whether a table has a column beside its own that may bear on the meaning of its rows.

    A load without a unit is one; a slip of the pen in a header of ours is none: it is refused.
    """
    name = table_of_records(raw.header)
    if not name:
        return False
    matched = match_header(raw.header, TABLES[name])
    if "stated_scale" in matched.places:
        return False  # the program wrote it, and reads it back
    slips = [(c, header) for c, header, _ in matched.faults if not is_named_as_status(header)]
    if slips:
        return all(column == "load_kg" and header for column, header in slips)
    if "status" not in matched.places and _is_named_but_unread(raw, matched):
        return True
    return any(_bears(raw, name, matched, place) for place, _, _ in matched.unknown)


def _bears(raw: RawTable, name: str, matched: MatchedHeader, place: int) -> bool:
    """Tell whether a column that is no part of a table may bear on its rows."""
    header, values = raw.header[place], told_by(distinct(raw.columns[place]))
    if "client" not in matched.places and _may_be_people(header, values):
        return True
    if bool(_FURTHER.fullmatch(header_key(header))) and name == "sessions" and values:
        return True
    is_own = header.strip().startswith(NO_COLUMN) or are_units(header, values)
    return not is_own and bearing_of(header, values) is not None


def places_beside(header: Sequence[str], matched: MatchedHeader) -> set[int]:
    """Return the places of columns that are no part of a table, and may bear on it."""
    named = {place for place, text in enumerate(header) if is_named_as_status(text)}
    return {place for place, _, _ in matched.unknown} | named - {*matched.places.values()}


def _is_named_but_unread(raw: RawTable, matched: MatchedHeader) -> bool:
    """Tell whether a column named for what was done says it in other words than a status does."""
    named = {place for place, text in enumerate(raw.header) if is_named_as_status(text)}
    found = (
        bearing_of(raw.header[place], told_by(distinct(raw.columns[place])))
        for place in named - {*matched.places.values()}
    )
    return any(bearing is not None and bearing.kind == "done" for bearing in found)


def _may_be_people(header: str, values: Told) -> bool:
    """Tell whether a column may say who it is; under a word for members the cells decide it."""
    if not is_of_members(header) or isinstance(values, Tally):
        return may_say_who(header)
    return len(values) > 1 and not all(map(names_nobody, values))


def names_nobody(value: object) -> bool:
    """Tell whether a cell is a number, or a word for yes or no."""
    has_letter = any(map(str.isalpha, cell_text(value)))
    return not has_letter or tick_status(value) in ("", *STATUSES)


def _all_known(keys: set[str]) -> bool:
    return all(key in STATUS_SPELLINGS for key in keys)


def _words_of(header: str) -> str:
    return header_key(header).replace("_", " ")


def _is_quantity(header: str) -> bool:
    return bool(re.search(_QUANTITY, _words_of(header))) and not is_of_scores(header)


def is_of_scores(header: str) -> bool:
    """Tell whether a header speaks of stiffness, pain or a score."""
    return bool(re.search(_SCORED, _words_of(header)))


def is_of_sites(header: str, values: Sequence[Any]) -> bool:
    """Tell whether a column names parts of the body."""
    return is_named_for_sites(header) or all(
        re.fullmatch(_BODY, word_key(value)) for value in values
    )


def is_named_for_sites(header: str) -> bool:
    """Tell whether a column names parts of the body by its header."""
    return header_key(header) in _SITES


def is_named_for(bearing: Bearing) -> bool:
    """Tell whether a column bears on a log by its very name: a site, what was done, stiffness."""
    if bearing.kind == "site":
        return is_named_for_sites(bearing.header)
    is_named = is_named_as_status if bearing.kind == "status" else speaks_of_stiffness
    return is_named(bearing.header)


def refusal(file: str, found: Sequence[Bearing], built_in: str = "") -> str:
    """Say why a sheet cannot be read until something is said about some of its columns.

    >>> print(refusal("my.csv", [bearing_of("Site", ["knee", "back"])]))
    my.csv: 'Site' names body sites (knee, back), and nothing says what that means for the log. \
Add to the recipe [[rows]] with column = "Site" and keep = ["knee"], or at its top \
ignore = ["Site"] to leave the column out.
    """
    said = " ".join(
        f"{bearing.said()}, and nothing says what that means for the log. {bearing.repair()} to "
        "leave the column out."
        for bearing in found
    )
    if built_in:
        said += (
            f" The recipe {built_in} is built in: 'mobility-analysis report' on this file, without "
            "--recipe, drafts one of yours to add it to."
        )
    return f"{file}: {said}"


def _are_scores(told: Tally) -> bool:
    """Tell whether most values are scores; under a header of pain half of them are enough."""
    share = 0.5 if is_of_scores(told.header) else MOST
    return told.n_scores > 0 and told.n_scores >= share * told.n_said


def is_named_as_status(header: str) -> bool:
    """Tell whether a header says that the column tells what was done, or what was not.

    >>> [is_named_as_status(header) for header in ("Done?", "Completed", "Missed", "Paid")]
    [True, True, True, False]
    """
    words = _words_of(header)
    return bool(re.fullmatch(_DONE, words)) or _is_of_what_was_not_done(header)


def _is_of_what_was_not_done(header: str) -> bool:
    return bool(re.fullmatch(_NOT_DONE, _words_of(header)))


def speaks_of_else(header: str) -> bool:
    """Tell whether a header over ticks is of medicine, of sleep or of how a day was, in all words.

    >>> [speaks_of_else(text) for text in ("Meds", "Felt good", "Good mornings")]
    [True, True, False]
    """
    words = re.findall(_WORDS_IN, header.casefold())
    left = [word for word in words if word not in _FILLERS]
    is_of_days = all(
        word in STIFFNESS_WORDS or re.fullmatch(rf"{SPEAKS_OF_ELSE}|{SAYS_NOT_DONE}", word)
        for word in left
    )
    return (bool(left) and is_of_days) or bool(re.search(_ELSE, header))


def may_name_an_exercise(header: str) -> bool:
    """Tell whether a header over ticks may be the name of an exercise.

    >>> [may_name_an_exercise(text) for text in ("Towel slide 2", "Meds", "Did it help?", "Done")]
    [True, False, False, False]
    """
    is_question = header.rstrip().endswith("?") or is_named_as_status(header)
    return not (is_question or speaks_of_else(header))


def status_meanings(header: str, values: Told) -> dict[str, str] | None:
    """Return what each word of a column of yes and no means; None where no cell has one.

    A cell that says neither has none of them, and is to be named as a problem.

    >>> status_meanings("Done?", ["Yes", "twice", "no (ill)"]), status_meanings("Missed", ["x"])
    ({'yes': 'done', 'no': 'skipped'}, {'x': 'skipped'})
    >>> status_meanings("Done?", ["twice"]) is None
    True
    """
    if isinstance(values, Tally):
        marks, words = values.marks, values.words
    else:
        marks, words = marks_of(values), _status_told(header, [*enumerate(values)])[0]
    return None if crosses_among(marks) else {word: status for _, word, status in words} or None


def likely_meanings(header: str, values: Iterable[Any]) -> dict[str, str]:
    """Return what each cell likely says that may say whether it was done, for somebody to confirm.

    >>> likely_meanings("Compliance", ["full", "None", "good"])
    {'full': 'done', 'none': 'skipped'}
    """
    keys = dict.fromkeys(map(word_key, values))
    found = {key: meaning_under(header, key, STATUS_SPELLINGS) for key in keys}
    return {key: status for key, status in found.items() if status}


def says_more_than_status(header: str, values: Told) -> bool:
    """Tell whether anything stands beside the words of a column of yes and no."""
    if isinstance(values, Tally):
        return values.has_more
    return _status_told(header, [*enumerate(values)])[1]


def _status_told(
    header: str, placed: Sequence[tuple[int, Any]]
) -> tuple[tuple[tuple[int, str, str], ...], bool]:
    """Return what each word of a status means, with its first place, and if more stands there."""
    words: dict[str, tuple[int, str, str]] = {}
    has_more = False
    for place, value in placed:
        if (found := status_said(header, value)) is not None:
            word = _parts_of(value)[0]
            words.setdefault(word, (place, word, found[0]))
            has_more |= bool(found[1])
    return (*words.values(),), has_more


NO_WORDS_STATED: Mapping[str, str] = MappingProxyType({})


def status_said(
    header: str, value: Any, stated: Mapping[str, str] = NO_WORDS_STATED
) -> tuple[str, str] | None:
    """Return what a cell of a column of yes and no means, and what it says beside that.

    None where it says neither, or what stands beside it may say otherwise. Under a header such as
    Missed, yes is skipped. ``stated`` is what somebody said that words mean.

    >>> status_said("Status", "Skipped - too tired"), status_said("Missed", "yes (ill)")
    (('skipped', 'too tired'), ('skipped', 'ill'))
    >>> status_said("Done?", "yes, but only half") is None
    True
    """
    word, more = _parts_of(value, stated)
    if not word:
        return None
    turned = {"done": "skipped", "skipped": "done"} if _is_of_what_was_not_done(header) else {}
    plain = {"done", "partial", "skipped", "missed", "not done"}
    own = STATUS_SPELLINGS.get(word, "")
    status = stated.get(word) or (own if word in plain else turned.get(own, own))
    against = _AGAINST.get(status, "") if more else ""
    if against and re.search(against, more, re.I):
        return None
    share = share_in(more) if status == "done" else None
    is_in_part = share is not None and (share.is_of_sets or share.is_all_that_is_said)
    return None if is_in_part else (status, more)


def _parts_of(value: Any, stated: Mapping[str, str] = NO_WORDS_STATED) -> tuple[str, str]:
    """Return the word of a status that a cell is, or begins with, and the rest; empty for none."""
    if (key := word_key(value)) in STATUS_SPELLINGS or key in stated:
        return key, ""
    found = re.fullmatch(_WITH_MORE, cell_text(value).strip())
    word = word_key(found["word"]) if found else ""
    if found is None or not (word in STATUS_SPELLINGS or word in stated):
        return "", ""
    more = found["more"]
    return word, more[:-1].strip() if more.endswith(")") and "(" not in more else more


def _lines(kind: Kind, header: str, texts: Sequence[str]) -> tuple[str, ...]:
    name = _quoted(header)
    if kind == "site":
        return (f"[[rows]] with column = {name} and keep = [{_quoted(texts[0])}]",)
    if kind == "status":
        return (f"status = {{ column = {name} }} under [[sessions]]",)
    if kind == "done":
        said = likely_meanings(header, texts[:SHOWN]).items()
        words = ", ".join(f"{_quoted(word)} = {_quoted(status)}" for word, status in said)
        column = f"column = {name}, meanings = {{ {words} }}"
        return (f"status = {{ {column} }} under [[sessions]]",)
    return (f"[[ratings]] with score = {name}",)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
