"""The questions about a sheet: each bears on the meaning of what it holds, and is not certain.

The likely answer stands first. What an answer adds to the recipe is said beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from mobility_analysis.log.catalogue import NO_AREA
from mobility_analysis.log.check.bearing import MAY_SAY_DONE, is_named_as_status
from mobility_analysis.log.check.dates import Moment, Open, moment_words, read_moment
from mobility_analysis.log.exports.questions import Choice, Question
from mobility_analysis.log.languages.answers import STIFFNESS_WORDS
from mobility_analysis.log.languages.counts import counts_stiffness
from mobility_analysis.log.read.headers import (
    rates_stiffness,
    speaks_of_exercises,
    speaks_of_stiffness,
)
from mobility_analysis.log.read.many_sheets import BY_NAME, EACH, ONE_PERSON, clients_of_sheets
from mobility_analysis.log.scales import Scale

LEAVE_OUT = "leave out"
PRACTICE = "practice"
"""The exercise of a sheet that only says whether the exercises were done."""
MOST_CHOICES = 12
ON_TEN = Scale(0, 10)
NONE_TURNED: Mapping[str, Sequence[Scale]] = MappingProxyType({})

Samples = tuple[str, ...]
_PART = re.compile(
    r"\b(upper back|mid(?:dle)? back|lower back|low back|thoracic|chest|spine|neck|shoulders?|"
    r"knees?|hips?|ankles?|wrists?|elbows?|hands?|foot|feet|arms?|legs?|head|jaw|ribs?|lumbar|"
    r"cervical|back)\b",
    re.I,
)
_UPPER_BACK = re.compile(r"upper back|mid(?:dle)? back|thoracic|between .*shoulder", re.I)
_BARE = rf"(?:how )?(?:{'|'.join(STIFFNESS_WORDS)})(?: (?:score|level|today))?(?:\W*0\W+10\W*)?\W*"
_SCORE = re.compile(r"\b(stiff\w*|tight\w*|score|vas|nrs|intensity|severity)\b", re.I)
_ELSE = re.compile(
    r"\b(pain\w*|sore\w*|ache\w*|aching|hurt\w*|discomfort|schmerz\w*|dolor\w*|dor|douleur\w*|pijn|"
    r"mood|sleep\w*|slept|energy|stress\w*|fatigue|tired\w*|effort|exertion|rpe|motivation|"
    r"happ\w*|anxiety|confidence|difficulty|stimmung|schlaf\w*|energie|humeur|sommeil|ánimo|sueño|"
    r"humor|sono|umore|sonno|slaap|stemming|mobil\w*|movilidad|flexib\w*|loose\w*|supple\w*|"
    r"beweglich\w*|beweeglijk\w*|comfort\w*|well-?being|wohlbefinden|"
    r"planned|actual|targets?|goals?)\b",
    re.I,
)
"""What is scored from 0 to 10 and is no stiffness, which Enter must not make of it."""
_RATED = re.compile(
    rf"{_PART.pattern}|/10\b|\b([01]\W*10|of 10|level|scale|(?<!heart )rate|rat(?:ed|ing)|feel\w*|"
    r"felt|body|tension|tense|value|how(?! (?:many|much|often|long))|thorax|dorsal\w*|cervical\w*|"
    r"rücken\w*|nacken|hals|schultern?|bws|(?:brust)?wirbelsäule|spannung|verspann\w*|wert|skala|"
    r"espalda|cuello|hombros?|tensión|nivel|valor|escala|costas|pescoço|ombros?|tensão|nível|"
    r"dos|cou|nuque|épaules?|niveau|valeur|échelle|schiena|collo|spall[ae]|livello|valore|scala|"
    r"rug|nek|schouders?|waarde|schaal)\b",
    re.I,
)
"""A part of the body, how something was, or a scale: what numbers alone may rate. *Ours.*

Numbers under any other word may as well count something, which Enter must not make a score of.
"""


def files_question(folder: str, files: Sequence[str]) -> Question:
    """Ask whether the files of one folder are one person's."""
    choices = (
        Choice("one", f"of one person, {folder!r}", {"client": folder}),
        Choice("each", "of one person each, called as the file is"),
    )
    words = f"The folder {folder!r} holds {_listed(files)}. Whose are they?"
    return Question(f"files:{folder}", words, choices, samples=tuple(files[:3]))


def numbered_question(file: str, names: Sequence[str], one: Mapping[str, Any]) -> Question:
    """Ask whose sheets, or files of one folder, are that differ in a number; ``one`` is for one."""
    words = f"{file!r} holds {_listed(names)}. Whose are they?"
    choices = (
        Choice("one", "of one person", one),
        Choice("each", "of one person each, called so", {"sheets": EACH}),
    )
    return Question(f"numbered:{file}", words, choices, samples=tuple(names[:3]))


def people_question(file: str, people: Sequence[str], own: str, one: Mapping[str, Any]) -> Question:
    """Ask whose sheets are over which lines may name several people.

    ``own`` is who is named over the sheet that it is asked of, ``one`` what holds of one person.
    """
    words = f"Lines over the tables of {file!r} name {_listed(people)}. Whose are they?"
    choices = (
        Choice("each", "of those who are named over each", {"client": own} if own else {}),
        Choice("one", "of one person", one),
    )
    return Question(f"named over:{file}", words, choices, samples=tuple(people[:3]))


def names_of_sheets_question(file: str, names: Sequence[str]) -> Question:
    """Ask whose sheets are that may be of fewer people than there are sheets."""
    people = clients_of_sheets(names, BY_NAME)
    words = f"{file!r} holds {_listed(names)}. Whose are they?"
    each = Choice("each", "of one person each, called so", {"sheets": EACH})
    by_name = Choice(
        "names", f"of {_listed([*dict.fromkeys(people.values())])}", {"sheets": BY_NAME}
    )
    one = Choice("one", "of one person", {"sheets": ONE_PERSON})
    choices = (each, by_name, one) if len({*people.values()}) < len(names) else (each, one)
    return Question(f"names of sheets:{file}", words, choices, samples=tuple(names[:3]))


def who_question(columns: Sequence[tuple[str, Samples]], *, used: str, is_likely: bool) -> Question:
    """Ask which of several columns says whose each row is, the likely one first.

    ``used`` is the column of first names that does where none of them is meant.
    """
    headers = [header for header, _ in columns]
    choices = [
        Choice(
            header,
            f"{header!r} says whose each row is",
            {"client": {"column": header}, **_ignoring([h for h in headers if h != header])},
        )
        for header in headers
    ]
    left = Choice(
        LEAVE_OUT,
        f"{used!r} says it"
        if used
        else f"they are all one person's, and {_listed(headers)} "
        f"{'is' if len(headers) == 1 else 'are'} left out",
        {"ignore": headers},
    )
    shown = "; ".join(f"{header!r} ({', '.join(samples)})" for header, samples in columns)
    words = f"{shown} may say who it is. Whose are the rows?"
    ordered = (*choices, left) if is_likely else (left, *choices)
    return Question(_key("who", columns), words, ordered, headers[0], columns[0][1])


def day_question(columns: Sequence[tuple[str, Samples]]) -> Question:
    """Ask which of several columns of dates holds the day of practice, the likely one first."""
    choices = [
        Choice(header, f"{header!r} ({', '.join(samples)})", {"date": {"column": header}})
        for header, samples in columns
    ]
    names = " and ".join(repr(header) for header, _ in columns)
    words = f"{names} hold dates. Which one is the day of the exercises and scores?"
    if len(columns) == 1:  # with none, the sheet is refused by the column that it lacks
        words = f"{names} holds dates. Are they the days of the exercises and scores?"
        none = "no: the days are yet to be written, into a column 'Date'"
        choices.append(Choice("none", none, {"date": {"column": "Date"}}))
    return Question(_key("day", columns), words, tuple(choices))


def order_question(header: str, samples: Samples, fits: Sequence[str]) -> Question:
    """Ask how dates are meant that can be read in more than one way."""
    choices = tuple(
        Choice(order, f"{_day_in(samples[0], order)} ({words})", {"date_order": order})
        for order in fits
        for words in [_ORDERS[order]]
    )
    said = f"The dates in {header!r} can be read in more than one way. What is {samples[0]}?"
    return Question(f"date order:{header}", said, choices, header, samples)


_ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


def _day_in(sample: str, order: str) -> str:
    found = read_moment(sample, stated=order)
    moment = found.fits.get(order) if isinstance(found, Open) else found
    return moment_words(moment) if isinstance(moment, Moment) else sample


def site_question(header: str, values: Sequence[str]) -> Question:
    """Ask which rows are about the upper back, where a column names parts of the body."""
    sites = list(dict.fromkeys(value.strip() for value in values))
    sites.sort(key=lambda site: not _UPPER_BACK.search(site))  # the upper back first, else as it is
    choices = [
        Choice(
            site,
            f"only the rows with {site!r}",
            {"rows": [{"column": header, "keep": [site], "reason": "another part of the body"}]},
        )
        for site in sites[:MOST_CHOICES]
    ]
    everything = Choice("all", "all rows, as one", {"ignore": [header]})
    shown = ", ".join(sites[:MOST_CHOICES]) + (", ..." if len(sites) > MOST_CHOICES else "")
    words = f"{header!r} names parts of the body ({shown}). Which rows are to be read?"
    key = f"site:{header}:{'|'.join(sorted(sites))}"
    return Question(key, words, (*choices, everything), header, tuple(sites[:3]))


def sites_question(
    ratings: Sequence[tuple[Mapping[str, Any], Samples]], scales: Sequence[Scale]
) -> Question:
    """Ask which of several columns of scores are charted: those of one part of the body.

    Those on several ``scales``, one for each column, are not charted together: a recipe has one.
    """
    is_one_scale = len(set(scales)) == 1
    parts: dict[tuple[str, Scale], list[Mapping[str, Any]]] = {}
    for (rating, _), scale in zip(ratings, scales, strict=True):
        found = _PART.search(str(rating["score"]))
        parts.setdefault((found[0].lower() if found else "", scale), []).append(rating)
    if len(parts) == 1:
        parts = {(str(rating["score"]), scales[0]): [rating] for rating, _ in ratings}
    headers = [str(rating["score"]) for rating, _ in ratings]
    order = sorted(parts, key=lambda part: not (_UPPER_BACK.search(part[0]) or _is_bare(part[0])))
    choices = []
    for part in order:
        own = [str(rating["score"]) for rating in parts[part]]
        others = [header for header in headers if header not in own]
        adds = {"ratings": [dict(rating) for rating in parts[part]], **_ignoring(others)}
        low, high, is_reversed = part[1]
        on = "" if is_one_scale else f", from {low:g} to {high:g}"
        stated = {} if is_one_scale else {"scale": [low, high], "reversed": is_reversed}
        choices.append(Choice(own[0], f"only {_listed(own)}{on}", {**stated, **adds}))
    words = f"{_listed(headers)} hold scores. Which are the stiffness to be charted?"
    if is_one_scale:
        every = [dict(rating) for rating, _ in ratings]
        choices.append(Choice("all", "all of them, as one score of the day", {"ratings": every}))
    else:
        words = f"{_listed(headers)} hold scores on several scales. Which are to be charted?"
    return Question(f"sites:{'|'.join(headers)}", words, tuple(choices), headers[0], ratings[0][1])


def _is_bare(header: str) -> bool:
    """Tell whether a header, if any, names stiffness, perhaps its scale, and nothing else."""
    return header == "" or bool(re.fullmatch(_BARE, header.strip(), re.I))


def scores_question(
    ratings: Sequence[tuple[Mapping[str, Any], Samples]],
    *,
    has_ratings: bool,
    turned: Mapping[str, Sequence[Scale]] = NONE_TURNED,
    sure: Collection[str] = (),
    may_turn: bool = True,
    on: Scale = ON_TEN,
) -> Question:
    """Ask whether columns of numbers from 0 to 10 are scores of stiffness; each as a rating.

    ``turned`` holds the scales, the likely one first, of the columns whose header says that the
    high end is the best; ``sure`` are those of them that are surely scores. ``may_turn`` says that
    the sheet has no other scores: a recipe turns round all or none. ``on`` is the sheet's scale.
    """
    columns = [(str(rating["score"]), samples) for rating, samples in ratings]
    own = {str(rating["score"]): dict(rating) for rating, _ in ratings}
    headers = list(own)
    against = [] if may_turn else [header for header in headers if turned.get(header)]
    fit = [header for header in headers if header not in against]
    none = Choice(LEAVE_OUT, _left_out(headers) + _why_not_turned(against), {"ignore": headers})
    each = _all_turned([own[header] for header in fit if turned.get(header)], headers, turned)
    for header in [*sorted(fit, key=_how_unlikely), *against]:
        rated = {"ratings": [own[header]], **_ignoring([h for h in headers if h != header])}
        scales = turned.get(header, ())
        for scale in scales if may_turn else ():
            value = f"{header} reversed" + ("" if scale == scales[0] else f" {scale.text()}")
            words = f"{header!r} is, {_best_of(scale)}: it is turned round"
            each.append(Choice(value, words, {**_turning(scale), **rated}))
        low, high, is_turned = scales[0]._replace(reversed=False) if scales else on
        plain = {} if (low, high) == ON_TEN[:2] else {"scale": [low, high]}
        words = f"{header!r} is, from {low:g} to {high:g}"
        words += f" with {high:g} the {'best' if is_turned else 'worst'}" * bool(
            scales or is_turned
        )
        each.append(Choice(header, words, {**plain, **rated}))
    # beside scores that are said in words
    is_said = any(header in sure or rates_stiffness(header) for header in fit)
    first = headers[0]
    is_other = bool(_ELSE.search(first) or speaks_of_exercises(first) or turned.get(first))
    is_other |= _counts(first)
    may_be_it = bool(_RATED.search(first)) and not is_other
    is_likely = is_said or (
        not has_ratings and (any(map(_is_score, fit)) or (len(headers) == 1 and may_be_it))
    )
    choices = [*each[:1], none, *each[1:]] if is_likely else [none, *each]
    shown = "; ".join(f"{header!r} ({', '.join(samples)})" for header, samples in columns)
    is_one = len(headers) == 1
    spans = [turned.get(header, (ON_TEN,))[0] for header in headers]
    low, high = min(span.low for span in spans), max(span.high for span in spans)
    words = f"{shown} hold{'s' if is_one else ''} numbers from {low:g} to {high:g}."
    it = "it" if is_one else "one of them"
    asked = f"Is {it} {'a score of ' if any(map(_counts, headers)) else ''}stiffness?"
    samples = columns[0][1]
    return Question(_key("score", columns), f"{words} {asked}", tuple(choices), first, samples)


def _all_turned(
    ratings: Sequence[Mapping[str, Any]],
    headers: Sequence[str],
    turned: Mapping[str, Sequence[Scale]],
) -> list[Choice]:
    """Return the choice of several columns that are turned round together.

    They are of one scale, each of another time of the day.
    """
    found = [str(rating["score"]) for rating in ratings]
    moments = {rating.get("moment", "") for rating in ratings}
    scales = {turned[header][0] for header in found}
    if not (len(found) == len(moments) > 1 and len(scales) == 1):
        return []
    (scale,) = scales
    words = f"{_listed(found)} are, {_best_of(scale)}: they are turned round"
    rest = _ignoring([header for header in headers if header not in found])
    rated = {"ratings": [dict(rating) for rating in ratings], **rest}
    return [Choice("all reversed", words, {**_turning(scale), **rated})]


def _best_of(scale: Scale) -> str:
    return f"from {scale.low:g} to {scale.high:g} with {scale.high:g} the best"


def _turning(scale: Scale) -> dict[str, Any]:
    return {"scale": [scale.low, scale.high], "reversed": True}


def _why_not_turned(headers: Sequence[str]) -> str:
    """Say why scores of which the high end is the best cannot be read beside others."""
    if not headers:
        return ""
    said = f"the high end is the best in {_listed(headers)}"
    return f" ({said}, and the sheet's other scores are not so)"


def _how_unlikely(header: str) -> tuple[bool, bool]:
    return not rates_stiffness(header), not _is_score(header)


def _counts(header: str) -> bool:
    return speaks_of_stiffness(header) and counts_stiffness(header)


def _is_score(header: str) -> bool:
    is_else = _ELSE.search(header) or counts_stiffness(header)
    return bool(_SCORE.search(header)) and not is_else


def scale_question(
    header: str,
    samples: Samples,
    highest: float,
    *,
    more: Mapping[str, Any],
    may_be_turned: bool = False,
    scales: Sequence[Scale] = (),
) -> Question:
    """Ask on which scale the scores of a column are that go beyond 10, or may be on another.

    ``may_be_turned`` says that the high end is the best, by the header; ``scales`` are those that
    it may name.
    """
    ends = [(0, high) for high in (20, 50, 100) if highest <= high] or [(0, int(highest))]
    usual_first = sorted(ends, key=lambda end: end[1] != 100)
    scales = scales or [Scale(*end) for end in usual_first]
    turned = [scale._replace(reversed=True) for scale in scales if may_be_turned]
    rated = {"ratings": [{"score": header, **more}]}
    choices = [
        Choice(
            scale.text(),
            f"stiffness {_best_of(scale)}: it is turned round",
            {**_turning(scale), **rated},
        )
        for scale in turned
    ] + [
        Choice(
            f"{low:g}-{high:g}", f"stiffness from {low:g} to {high:g}",
            {"scale": [low, high], **rated},
        )
        for low, high, _ in scales
    ]  # fmt: skip
    words = f"{header!r} goes up to {highest:g} ({', '.join(samples)}). What is its scale?"
    leave = Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]})
    return Question(f"scale:{header}", words, (*choices, leave), header, samples)


def other_scale_question(header: str, samples: Samples) -> Question:
    """Say that scores on a scale of their own cannot be read beside others: a recipe has one."""
    words = f"{header!r} ({', '.join(samples)}) is not on the scale of the sheet's other scores."
    leave = Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]})
    return Question(f"scale:{header}", f"{words} What is it?", (leave,), header, samples)


def scale_beside_question(
    ratings: Sequence[Mapping[str, Any]],
    file: str,
    scales: Sequence[Scale],
    *,
    span: tuple[float, float] | None,
    may_leave: bool,
) -> Question:
    """Ask on which scale scores are that name none, beside other sheets of ``scales``.

    What one sheet states is said of no other unless somebody says so. The scales that ``span``, the
    lowest and the highest score of all these sheets, fits are likely; ``may_leave`` says that the
    sheets hold something else than scores.
    """
    headers = [str(rating["score"]) for rating in ratings]
    rated = {"ratings": [dict(rating) for rating in ratings]}
    as_there = {
        scale: Choice(
            scale.text(),
            f"{_best_of(scale)}, as there: it is turned round"
            if scale.reversed
            else f"from {scale.low:g} to {scale.high:g}, as there",
            {"scale": [scale.low, scale.high], "reversed": scale.reversed, **rated},
        )
        for scale in scales
    }  # fmt: skip
    fit = [s for s in scales if span is not None and s.low <= span[0] and span[1] <= s.high]
    likely = [as_there[scale] for scale in fit]
    others = [as_there[scale] for scale in scales if scale not in fit]
    plain = [] if Scale(0, 10) in scales else [Choice("0-10", "from 0 (none) to 10 (worst)", rated)]
    leave = Choice(LEAVE_OUT, _left_out(headers), {"ignore": headers})
    words = (
        f"{_listed(headers)} name{'s' if len(headers) == 1 else ''} no scale in some sheets of "
        f"{file}, while in others one is named. On which scale are the scores there? All sheets of "
        "a log have one."
    )
    key = f"scale-beside:{'|'.join(headers)}"
    last = [leave] if may_leave else []
    return Question(key, words, (*likely, *plain, *others, *last), headers[0])


def unit_question(header: str, samples: Samples) -> Question:
    """Ask in which unit weights are that name none."""
    choices = tuple(
        Choice(unit, words, {"sessions": {"columns": {"load_kg": header}, "load_unit": unit}})
        for unit, words in (("kg", "a load in kilograms"), ("lb", "a load in pounds"))
    )
    leave = Choice(LEAVE_OUT, "no load of an exercise: it is left out", {"ignore": [header]})
    words = f"{header!r} ({', '.join(samples)}) names no unit. What is it?"
    return Question(f"unit:{header}", words, (*choices, leave), header, samples)


def weight_question(
    header: str, samples: Samples, used: Mapping[str, Any], *, is_likely: bool = True
) -> Question:
    """Ask whether weights are those used in the exercise, and no body's.

    ``used`` is what a recipe says where they are.
    """
    choices = (
        Choice("used", "yes, it was used", used),
        Choice("leave", "no: it is left out", {"ignore": [header]}),
    )
    choices = choices if is_likely else choices[::-1]
    words = f"Is {header!r} ({', '.join(samples)}) the weight that was used in the exercise?"
    return Question(f"weight:{header}", words, choices, header, samples)


def status_question(
    header: str,
    samples: Samples,
    meanings: Mapping[str, str] | None,
    *,
    is_exercise: bool = False,
    is_plain: bool = True,
    is_likely: bool = False,
) -> Question:
    """Ask what a column of yes and no says; ``is_exercise`` where it likely is one by itself.

    ``is_plain`` says that each cell is a yes or a no. Where not, and the header is named for what
    was done, the column is likely that, and the other cells are problems; so is one whose words
    are of practice, such as completed and missed, whatever its header.
    """
    status = {"column": header, **({"meanings": dict(meanings)} if meanings else {})}
    choices = (
        Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]}),
        Choice(
            "status",
            "whether the exercises of the row were done",
            {"sessions": {"status": status}},
        ),
        Choice(
            "exercise",
            f"an exercise of its own, {header!r}, done where it is ticked",
            {
                "sessions": [{"exercise": {"columns": {header: header}}}],
                "exercises": {header: NO_AREA},
            },
        ),
    )
    choices = choices[::-1] if is_exercise else choices
    of_practice = any(is_named_as_status(word.partition("_")[0]) for word in meanings or ())
    if is_likely or of_practice or (not is_plain and is_named_as_status(header)):
        choices = (choices[1], choices[0], choices[2])
    holds = "holds yes and no" if is_plain else MAY_SAY_DONE
    words = f"{header!r} {holds} ({', '.join(samples)}). What does it say?"
    return Question(f"status:{header}", words, choices, header, samples)


def done_question(
    header: str, samples: Samples, meanings: Mapping[str, str], *, is_likely: bool
) -> Question:
    """Ask whether a column says in other words what was done; ``meanings`` are likely those."""
    said = ", ".join(f"{word!r} is {status}" for word, status in meanings.items())
    status = {"column": header, "meanings": dict(meanings)}
    choices = (
        Choice("status", f"whether it was done: {said}", {"sessions": {"status": status}}),
        Choice(LEAVE_OUT, f"{_left_out([header])}, and every row counts as done",
               {"ignore": [header]}),
    )  # fmt: skip
    choices = choices if is_likely else choices[::-1]
    words = f"{header!r} {MAY_SAY_DONE} ({', '.join(samples)}). What does it say?"
    return Question(f"done:{header}", words, choices, header, samples)


def words_question(exercises: Mapping[str, str], written: Sequence[str]) -> Question:
    """Ask what words say in columns of exercises, by header, of which no cell is a tick."""
    headers = [*exercises]
    part = {"exercise": {"columns": dict(exercises)}}
    taken = {"sessions": [part]}
    each = [
        Question(
            f"word:{word}",
            f"What does {word!r} say of whether an exercise was done?",
            (
                Choice("named", "nothing: such cells are set aside, and named"),
                Choice("done", "it was done", {"sessions": {"words": {word: "done"}}}),
                Choice("partial", "in part", {"sessions": {"words": {word: "partial"}}}),
                Choice("skipped", "it was not", {"sessions": {"words": {word: "skipped"}}}),
            ),
        )
        for word in written[:MOST_CHOICES]
    ]
    done = {"sessions": [{**part, "words": dict.fromkeys(written, "done")}]}
    is_few = len(written) <= MOST_CHOICES
    choices = (
        Choice("named", "not whether it was done: each cell is set aside, and named", taken),
        *((Choice("each", "one word after the other", taken, tuple(each)),) if is_few else ()),
        *((Choice("done", "that it was done, whatever the word", done),) if is_few else ()),
        Choice(LEAVE_OUT, _left_out(headers), {"ignore": headers}),
    )
    shown = ", ".join(map(repr, written[:3])) + (", ..." if len(written) > 3 else "")
    are = "is an exercise by its name" if len(headers) == 1 else "are exercises by their names"
    words = f"{_listed(headers)} {are}, without a tick ({shown}). What do the words say?"
    return Question(f"words:{'|'.join(headers)}", words, choices, headers[0], tuple(written[:3]))


def names_question(
    header: str, samples: Samples, part: Mapping[str, Any], *, is_likely: bool = False
) -> Question:
    """Ask what a further column that names exercises says: what was done, or something of it.

    ``is_likely`` says that it is likely of what was done.
    """
    done = {"sessions": [dict(part)]}
    where = f", where {part['status']['column']!r} says so" if "status" in part else ""
    choices = (
        Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]}),
        Choice("done", f"exercises that were done, too{where}", done),
    )
    choices = choices[::-1] if is_likely else choices
    words = f"{header!r} names exercises, too ({', '.join(samples)}). What does it say of them?"
    return Question(f"names:{header}", words, choices, header, samples)


SKIPPED = {"values": {"status": "skipped"}}
"""What a part of a recipe says of sessions none of which was done."""


def skipped_question(header: str, samples: Samples, part: Mapping[str, Any]) -> Question:
    """Ask whether a further column names the exercises that were not done."""
    choices = (
        Choice("skipped", "exercises that were not done", {"sessions": [{**part, **SKIPPED}]}),
        Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]}),
    )
    words = f"{header!r} names exercises, too ({', '.join(samples)}). What does it say of them?"
    return Question(f"names:{header}", words, choices, header, samples)


def planned_question(
    said: str,
    parts: Sequence[Mapping[str, Any]],
    headers: Sequence[str],
    samples: Samples = (),
    *,
    is_skipped: bool = False,
    meaning: str = "",
) -> Question:
    """Ask whether exercises were done of which a header, or a title, says otherwise.

    ``said`` is where it says so, ``parts`` are these sessions as a recipe has them, ``headers``
    the columns that are then left out; ``is_skipped`` where it says that they were not done.
    """
    left = Choice(LEAVE_OUT, f"{meaning}: left out, no session", _ignoring(headers))
    done = Choice("done", "exercises that were done", {"sessions": [dict(part) for part in parts]})
    skipped = [{**part, **SKIPPED} for part in parts]
    not_done = Choice("skipped", "exercises that were not done", {"sessions": skipped})
    choices = (not_done, left, done) if is_skipped else (left, done)
    shown = f" ({', '.join(samples)})" if samples else ""
    words = f"{said} may say that the exercises{shown} were {meaning}. What are they?"
    column = headers[0] if len(headers) == 1 else ""
    return Question(f"planned:{said}", words, choices, column, samples)


def practice_question(
    header: str, samples: Samples, meanings: Mapping[str, str], *, is_plain: bool = True
) -> Question:
    """Ask what was done, where a column says whether, and none names an exercise."""
    take = {
        "sessions": [
            {
                "exercise": {"value": PRACTICE},
                "status": {"column": header, "meanings": dict(meanings)},
            }
        ],
        "exercises": {PRACTICE: NO_AREA},
    }
    choices = (
        Choice(PRACTICE, f"whether the exercises were done, all as one: {PRACTICE!r}", take),
        Choice(LEAVE_OUT, _left_out([header]), {"ignore": [header]}),
    )
    holds = "holds yes and no" if is_plain else MAY_SAY_DONE
    words = f"{header!r} {holds} ({', '.join(samples)}), and no column names an exercise."
    return Question(f"practice:{header}", f"{words} What does it say?", choices, header, samples)


def _ignoring(headers: Sequence[str]) -> dict[str, list[str]]:
    return {"ignore": list(headers)} if headers else {}


def _left_out(headers: Sequence[str]) -> str:
    it = "it is" if len(headers) == 1 else "they are"
    return f"something else: {it} left out"


def _listed(headers: Sequence[str]) -> str:
    shown = [repr(header) for header in headers]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _key(kind: str, columns: Sequence[tuple[str, Samples]]) -> str:
    return f"{kind}:{'|'.join(header for header, _ in columns)}"
