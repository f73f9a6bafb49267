"""Units: amounts in a text or a cell (3x10, 20 reps, 30 s, 1 min, 10 lb), and columns of weights.

Seconds are how long each repetition is held, minutes how long it took, unless the text says hold or
names sets before them (3 x 1 min). *Our choice.* Weights in pounds are told by the header, a column
of units or the cell, and turned into kilograms: a pound is 0.45359237 kg by definition. Nothing is
ever taken for kilograms that says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mobility_analysis.log.check.values import read_number, word_key
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.languages.answers import UNIT_WORDS
from mobility_analysis.log.languages.plans import says_done, says_planned, without_plan
from mobility_analysis.log.read.cells import Coded, cell_text, filled_values, plain_digits
from mobility_analysis.log.read.headers import POUNDS, UNIT_SPELLINGS, header_key, match_header
from mobility_analysis.log.schema import LOAD, SIDE_SPELLINGS, TABLES, Column

POUND_KG = 0.45359237
DECIMALS = 2
"""10 g: finer than any weight that is lifted. *Our choice.*"""

_UNIT_HEADERS = frozenset(
    {"unit", "units", "load_unit", "weight_unit", "weight_units", "weightunit", "load_units"}
)
_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,]+)\s*(?P<unit>[^\d\s.,].*)")


def unit_of(text: str) -> str:
    """Return the unit of weight that a text names, kg or lb; empty for none, or for both.

    >>> unit_of("Set 1 (LB)"), unit_of("Weight_kg"), unit_of("Weight"), unit_of("kg/lb")
    ('lb', 'kg', '', '')
    """
    words = set(header_key(text).split("_"))
    found = [
        unit for unit, known in (("kg", UNIT_SPELLINGS["kg"]), ("lb", POUNDS)) if words & known
    ]
    return found[0] if len(found) == 1 else ""


def unit_place(header: Sequence[str]) -> int | None:
    """Return the place of the column that says in which unit each weight is written.

    >>> unit_place(["Date", "Weight", "Weight Unit"]), unit_place(["Date", "Weight"])
    (2, None)
    """
    keys = [header_key(text) for text in header]
    return next((place for place, key in enumerate(keys) if key in _UNIT_HEADERS), None)


def is_column_of_units(header: str, values: Collection[Any]) -> bool:
    """Tell whether a column says in which unit weights are written."""
    return bool(values) and (unit_place([header]) is not None or all(map(is_unit, values)))


def is_unit(value: Any) -> bool:
    """Tell whether a cell is a unit of weight."""
    return word_key(value) in UNIT_SPELLINGS["kg"] | POUNDS


def is_other_unit(value: Any) -> bool:
    """Tell whether a cell beside a weight says another unit than kilograms."""
    return _unit_name(value) not in ("", "kg")


def loads_in_kg(
    cells: Sequence[Any],
    *,
    units: Sequence[Any] | None = None,
    stated: str = "",
    all_units: Sequence[Any] | None = None,
) -> tuple[list[Any], list[int]]:
    """Return weights in kilograms, and the places of those that were written in pounds.

    A cell may hold its own unit; else that of its row in ``units`` counts, else the ``stated`` one.
    A cell that is not in pounds stays as it is, without its kg. A weight whose unit is not known
    stays with it as text, which is no number, and is named by the checks; so does one without a
    unit beside others than kilograms. ``all_units`` are those of all rows, where these are some.

    >>> loads_in_kg([100, "20 kg", 5], units=["lbs", None, "stone"])
    ([45.36, '20', '5 stone'], [0])
    """
    names = [""] * len(cells) if units is None else [_unit_name(unit) for unit in units]
    beside = units if all_units is None else all_units
    if units is not None and any(map(is_other_unit, beside or ())):
        names = [name or "(no unit)" for name in names]
    in_kg: list[Any] = []
    pounds = []
    for place, (cell, name) in enumerate(zip(cells, names, strict=True)):
        number, unit = _parts(cell, name or stated)
        converted = _converted(number) if unit == "lb" else None
        if converted is not None:
            pounds.append(place)
        in_kg.append(_as_read(number, unit) if converted is None else converted)
    return in_kg, pounds


def _unit_name(unit: Any) -> str:
    return "" if unit is None else unit_of(cell_text(unit)) or cell_text(unit).strip()


def _parts(cell: Any, unit: str) -> tuple[Any, str]:
    """Return a weight and its unit; the cell's own comes first."""
    found = _WITH_UNIT.fullmatch(cell.strip()) if isinstance(cell, str) else None
    own = unit_of(found["unit"]) if found else ""
    return (found["number"], own) if found and own else (cell, unit)


def _converted(number: Any) -> float | None:
    if number is None:
        return None
    pounds = read_number(number, LOAD.between(-np.inf, np.inf))
    return None if isinstance(pounds, Fault) else round(pounds * POUND_KG, DECIMALS)


def _as_read(number: Any, unit: str) -> Any:
    return number if number is None or unit in ("", "kg", "lb") else f"{cell_text(number)} {unit}"


def coded_in_kg(cells: Coded, units: Coded | None, stated: str) -> tuple[Coded, NDArray[np.intp]]:
    """Return a column of weights in kilograms, and the rows written in pounds."""
    values = [*cells.values, None]
    names = None if units is None else [*units.values, None]
    pairs = np.column_stack(
        [cells.codes, np.zeros_like(cells.codes) if units is None else units.codes]
    )
    different, codes = np.unique(pairs, axis=0, return_inverse=True)
    found, pounds = loads_in_kg(
        [values[code] for code, _ in different.tolist()],
        units=None if names is None else [names[code] for _, code in different.tolist()],
        stated=stated,
        all_units=None if units is None else filled_values(units),
    )
    is_empty = np.array([value is None for value in found], dtype=bool)
    codes = codes.reshape(-1)
    rows = np.flatnonzero(np.isin(codes, pounds))
    in_kg = np.where(is_empty[codes], -1, codes).astype(np.int32)
    return Coded(in_kg, found, cells.decided), rows


def plans_of_amounts(header: Sequence[str]) -> set[str]:
    """Return the columns of amounts beside another of the same that says that it was done.

    >>> plans_of_amounts(["Target sets", "Actual sets", "Reps"]), plans_of_amounts(["Target sets"])
    ({'Target sets'}, set())
    >>> plans_of_amounts(["Sets", "Sets completed", "Reps done"])
    {'Sets'}
    """
    alike: dict[str, list[str]] = {}
    for text in header:
        alike.setdefault(amount_named(text), []).append(text)
    alike.pop("", None)
    done = {name: [text for text in own if says_done(text)] for name, own in alike.items()}
    return {
        text
        for name, own in alike.items()
        for text in own
        if len(done[name]) == 1 and text not in done[name]
    }


def amount_named(header: str) -> str:
    """Return the amount of a session that a header names, planned or done or neither.

    >>> [amount_named(text) for text in ("Sets (done)", "Soll Sätze", "Minutes", "Sets left")]
    ['sets', 'sets', 'duration_min', '']
    """
    plain = without_plan(header) if says_planned(header) or says_done(header) else header
    sessions = TABLES["sessions"]
    found = match_header([plain], sessions).places.keys() & {*COUNTED}
    if header_key(plain) in sessions["duration_min"].lookalikes:
        return "duration_min"  # beside exercises nothing else is counted in minutes
    return next(iter(found), "")


COUNTED = ("sets", "reps", "hold_s", "duration_min", "load_kg")
"""What a bare number in a box may count."""
_SECONDS_OF = {"s": 1, "min": 60}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(w.replace("_", " ")) for w in words), key=len, reverse=True))


_S = _one_of(UNIT_SPELLINGS["s"] | {'"', "″"})
_MIN = _one_of(UNIT_SPELLINGS["min"])
_KG = _one_of(UNIT_SPELLINGS["kg"])
_LB = _one_of(POUNDS)
_REPS = _one_of({"rep", "reps", "repetition", "repetitions", "times", *UNIT_WORDS["repetitions"]})
_SETS = _one_of({"set", "sets", "round", "rounds", *UNIT_WORDS["sets"]})
_UNIT = (
    rf"(?:(?P<s>{_S})|(?P<min>{_MIN})|(?P<kg>{_KG})|(?P<lb>{_LB})|(?P<reps>{_REPS})|(?P<none>))"
    r"\.?(?![^\W\d_])"
)
_N = r"(?<![\d.,/:–-])(?P<n>\d+(?:[.,]\d+)?)(?![\d/:]|[.,]\d)"
_FORMS = (
    rf"(?<![\w.,/])(?P<sets>\d+)\s*(?:[x×*]|(?:{_SETS})\s*(?:of|x|×|de|à|a|von)?)\s*"
    rf"(?P<n>\d+(?:[.,]\d+)?)(?![\d/:]|[.,]\d)\s*{_UNIT}(?!\s*[x×]\s*\d)",
    rf"(?<!\w)(?P<hold>hold(?:ing|s)?|held)(?:\s+for)?\s*{_N}\s*{_UNIT}",
    rf"{_N}\s*{_UNIT.replace('|(?P<none>)', '')}(?P<hold>\s+(?:hold|holds|held)\b)?",
    r"(?<!\w)[x×]\s*(?P<n>\d+)(?![\d/:]|[.,]\d)(?P<times>)(?![^\W\d_])",
    rf"{_N}\s*[x×](?P<times>)(?!\w)",
    rf"(?<![\w.,/])(?P<sets>\d+)\s*(?:{_SETS})\b(?:\s+(?:of|de|von)\b)?",
)
# Each compiled when first asked for, as the forms are.
_WITH = r"(?i:(?:@|\b(?:with|at|for|of|mit|con|com|avec|met|à)\b)\s*$)"
_AND_SIDE = r"\s*(?:[/&+,–-]|\b(?:and|to|or|then)\b)\s*"
_SIDED = (
    r"(?i:(?<!\w)\(?(?:"
    rf"(?P<both>(?:each|per|both|either) (?:sides?|way)|(?:l(?:eft)?{_AND_SIDE}r(?:ight)?|"
    rf"r(?:ight)?{_AND_SIDE}l(?:eft)?)(?: sides?)?)|"
    r"(?:on |the )*(?P<side>left|right)(?: side)?|(?P<letter>[lr])(?= *$|\))"
    r")\)?(?!\w))"
)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms of amounts; compiled when first asked for, as most logs have none."""
    return tuple(re.compile(form, re.I) for form in _FORMS)


def amounts_in(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return what is left of a text without its amounts, and these by column of ``sessions``.

    None where two amounts are of the same column, since one of them means something else.

    >>> amounts_in("Bear rolls 3x10"), amounts_in("plank 3 x 30 s @ 10 lb")
    (('Bear rolls', {'sets': 3.0, 'reps': 10.0}),
     ('plank', {'sets': 3.0, 'hold_s': 30.0, 'load_kg': 4.54}))
    >>> amounts_in("roller 2 min"), amounts_in("x10 x12"), amounts_in("bear rolls 8-10")
    (('roller', {'duration_min': 2.0}), None, ('bear rolls 8-10', {}))
    """
    left = plain_digits(text)
    found: dict[str, Any] = {}
    for form in _forms():
        while match := form.search(left):
            more = _amount(match.groupdict())
            if found.keys() & more.keys():
                return None
            found |= more
            before = re.sub(_WITH, "", left[: match.start()].rstrip())
            left = f"{before} {left[match.end() :]}"
    side = re.search(_SIDED, left)
    if side:
        said = (side["side"] or side["letter"] or "").lower()
        found |= {"side": SIDE_SPELLINGS.get(said, said)} if said else {}
        left = f"{left[: side.start()]} {left[side.end() :]}"
    return _tidy(left), found


def are_none(amounts: Mapping[str, Any]) -> bool:
    """Tell whether amounts that stand together are of nothing: 0x10, 3x0, 0 min.

    >>> [are_none(amounts_in(text)[1]) for text in ("0x10", "3x0", "0 min", "3x10", "0 kg")]
    [True, True, True, False, False]
    """
    each = [amounts[name] for name in ("reps", "hold_s", "duration_min") if name in amounts]
    return amounts.get("sets") == 0 or (bool(each) and not any(each))


def is_of_none(cell: Any) -> bool:
    """Tell whether a box holds an amount of nothing, and no tick beside it.

    >>> [is_of_none(cell) for cell in ("0x10", "0 reps", "✓ 0x10", "3x10", 0, None)]
    [True, True, False, False, False, False]
    """
    if not isinstance(cell, str) or "0" not in cell:
        return False
    found = amounts_in(cell)
    return found is not None and not found[0] and are_none(found[1])


@lru_cache(maxsize=4096)
def counted_in(name: str) -> tuple[str, str]:
    """Return a name without the unit in brackets behind it, and what numbers beside it count.

    >>> counted_in("Foam roller (min)"), counted_in("Down dog (reps)"), counted_in("Bear rolls (L)")
    (('Foam roller', 'duration_min'), ('Down dog', 'reps'), ('Bear rolls (L)', ''))
    """
    found = re.fullmatch(_IN_BRACKETS, name.strip())
    amount = amounts_in(f"2 {found['unit']}") if found else None
    if found is None or amount is None or amount[0] or len(amount[1]) != 1:
        return name, ""
    (column,) = amount[1]
    return (found["name"], column) if column in COUNTED and column != "load_kg" else (name, "")


_IN_BRACKETS = r"(?P<name>.*[\w)])\s*\((?P<unit>[^\W\d_]+\.?)\)"


@lru_cache(maxsize=4096)
def counted_beside(name: str) -> tuple[str, str] | None:
    """Return a name without the plain word beside it by which it is counted, and what numbers are.

    A number of something may be of sets or of repetitions. None where no such word is.

    >>> counted_beside("Down dog reps"), counted_beside("Sets of bear rolls")
    (('Down dog', 'reps'), ('bear rolls', 'sets'))
    >>> counted_beside("Down dog hold"), counted_beside("No. of down dogs"), counted_beside("Plank")
    (('Down dog', 'hold_s'), ('down dogs', ''), None)
    """
    if found := re.fullmatch(_HOW_MANY, name.strip()):
        return found["name"], ""
    for form in (_WORD_BEHIND, _WORD_BEFORE):
        if found := re.fullmatch(form, name.strip()):
            word = "s" if found["word"].casefold() in _HELD else found["word"]
            if column := counted_in(f"{found['name']} ({word})")[1]:
                return found["name"], column
    return None


_HELD = ("hold", "holds", "held")
_WORD_BEHIND = (
    rf"(?P<name>.*?[\w)])(?:[\W_]+(?i:{'|'.join(_HELD)}))?[\W_]+(?P<word>[sS]|[^\W\d_]{{2,}})\W*"
)
_WORD_BEFORE = r"(?P<word>[^\W\d_]{2,})\W+(?:(?i:of)\s+)?(?P<name>\w.*?)\W*"
_HOW_MANY = r"(?i:(?:number|no\.?|nr\.?|count|#) of|how many|anzahl(?: der)?)\s+(?P<name>\w.*?)\W*"


@lru_cache(maxsize=4096)
def sided(name: str) -> tuple[str, dict[str, str]]:
    """Return a name without the side that it names, and that side as a session has it.

    >>> sided("Open book L"), sided("Open book (rechts)"), sided("Cat-cow (both sides)")
    (('Open book', {'side': 'left'}), ('Open book', {'side': 'right'}), ('Cat-cow', {}))
    >>> sided("Open book 2 min left"), sided("Open book left/right"), sided("Open book L R")
    (('Open book 2 min left', {}), ('Open book', {}), ('Open book L R', {}))
    """
    left, found = _one_sided(name)
    return (name, {}) if _names_side(left) else (left, found)


def _one_sided(name: str) -> tuple[str, dict[str, str]]:
    left, found = amounts_in(name) or (name, {})
    if left and not found.keys() - {"side"} and re.search(_SIDED, name):
        return left, found
    last = re.fullmatch(_LAST_WORD, name)
    side = SIDE_SPELLINGS.get(word_key(last["word"])) if last and len(last["word"]) > 1 else None
    if last is None or side is None:
        return name, {}
    return last["name"], {"side": side} if side else {}


def _names_side(left: str) -> bool:
    """Tell whether a name without a side names yet another, and so is not of one alone."""
    words = map(word_key, re.findall(r"[^\W\d_]+", left))
    return re.search(_SIDED, left) is not None or any(
        len(word) >= SHORTEST_SIDE and word in SIDE_SPELLINGS for word in words
    )


SHORTEST_SIDE = 4
"""Letters of a word that is surely a side, inside a name: der and dir are other words, too."""
_LAST_WORD = r"(?P<name>.*[\w)])[\W_]+(?P<word>[^\W\d_]+)\W*"


def _amount(parts: dict[str, str | None]) -> dict[str, Any]:
    """Return the amounts of one match by column."""
    found: dict[str, Any] = {}
    if parts.get("sets"):
        found["sets"] = float(parts["sets"] or 0)
    if not parts.get("n"):
        return found
    number = float((parts["n"] or "0").replace(",", "."))
    unit = next((u for u in ("s", "min", "kg", "lb", "reps") if parts.get(u)), "")
    is_held = bool(parts.get("hold")) or bool(parts.get("sets")) or unit == "s"
    if unit == "lb":
        return found | {"load_kg": round(number * POUND_KG, DECIMALS)}
    if unit == "kg":
        return found | {"load_kg": number}
    if unit in _SECONDS_OF and is_held:
        return found | {"hold_s": number * _SECONDS_OF[unit]}
    if unit == "min":
        return found | {"duration_min": number}
    return found | {"hold_s" if parts.get("hold") else "reps": number}


def _tidy(text: str) -> str:
    """Return a text without what stands loose at its ends or between empty brackets."""
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    text = " ".join(text.split()).strip(" .,;:-–—*•·@")
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def with_unit(cell: Any, column: str) -> Any:
    """Return a cell of one column of amounts as a number; as it is where it is not one amount.

    A weight keeps its unit for the rules of weights.

    >>> [with_unit(c, "hold_s") for c in ("30 s", "1 min", "30", "10 reps", None)]
    [30.0, 60.0, '30', '10 reps', None]
    >>> with_unit("20 reps", "reps"), with_unit("1 h 5 min", "duration_min")
    (20.0, 65.0)
    """
    if not isinstance(cell, str) or column not in COUNTED or column == "load_kg":
        return cell
    if column == "duration_min" and (hours := re.fullmatch(_HOURS, cell.strip())):
        return float(hours["h"]) * 60 + float(hours["m"] or 0)
    found = amounts_in(cell)
    if found is None or found[0] or len(found[1]) != 1:
        return cell
    ((name, number),) = found[1].items()
    if {name, column} == {"duration_min", "hold_s"}:
        return number * 60 if column == "hold_s" else number / 60
    return number if name == column else cell


_HOURS = rf"(?i:(?P<h>\d+)\s*h(?:ours?|rs?)?\.?\s*(?:(?P<m>\d+)\s*(?:{_MIN}|m)?)?)"


def of_scale(cell: Any, high: float) -> Any:
    """Return a score without its scale where that is the scale that counts: 3/10 is 3.

    >>> of_scale("3/10", 10), of_scale("3 out of 10", 10), of_scale("3/5", 10), of_scale(4, 10)
    ('3', '3', '3/5', 4)
    """
    found = re.fullmatch(_OF, cell.strip()) if isinstance(cell, str) else None
    return found["n"] if found and float(found["of"]) == high else cell


def read_amount(cell: Any, column: Column, *, has_decimal_comma: bool = False) -> float | Fault:
    """Read a number that may have its unit, or of a score its scale, beside it.

    >>> score, reps = TABLES["stiffness"]["score"], TABLES["sessions"]["reps"]
    >>> read_amount("3/10", score), read_amount("20 reps", reps), read_amount("5", reps)
    (3.0, 20.0, 5.0)
    """
    read = read_number(cell, column, has_decimal_comma=has_decimal_comma)
    if not isinstance(read, Fault):
        return read
    is_score = column.kind == "score" and column.high is not None
    plain = of_scale(cell, column.high or 0) if is_score else with_unit(cell, column.name)
    return read if plain is cell else read_number(
        plain, column, has_decimal_comma=has_decimal_comma)  # fmt: skip


_OF = r"(?i:(?P<n>\d+(?:[.,]\d+)?)\s*(?:/|out of|von|de|sur|su|van)\s*(?P<of>\d+))"


_ABOUT = (
    r"(?i:(?:~|≈|<|>|about|around|approx\.?|ca\.?|circa|maybe|nearly|almost|etwa|ungefähr|"
    r"unos|cerca de|environ|ongeveer)?\s*(?P<n>\d+(?:[.,]\d+)?)\s*"
    r"(?:(?:-|–|—|/|to|or|bis|oder|a|à|o|ou)\s*(?P<high>\d+(?:[.,]\d+)?))?\s*(?:ish|\+|-|\?|!)?)"
)


def may_be_meant_as_score(cell: Any, score: Column) -> bool:
    """Tell whether a cell is a score, or one that is written as no single number.

    >>> score = TABLES["stiffness"]["score"]
    >>> [may_be_meant_as_score(cell, score) for cell in (5, "6-7", "about 5", "40", "T5")]
    [True, True, True, False, False]
    """
    if not isinstance(read_amount(cell, score), Fault):
        return True
    found = re.fullmatch(_ABOUT, cell.strip()) if isinstance(cell, str) else None
    return found is not None and all(
        not isinstance(read_number(text, score), Fault) for text in found.groups() if text
    )


def marked(cell: Any, numbers: str) -> dict[str, Any] | None:
    """Return the amounts in a box for an exercise, as done; None where it holds no amount.

    A bare number counts what ``numbers`` says, and is no amount where nothing is said.

    >>> marked("x10", ""), marked("✓ 3x10", ""), marked(12, "reps"), marked(12, ""), marked("x", "")
    ({'status': 'done', 'reps': 10.0}, {'status': 'done', 'sets': 3.0, 'reps': 10.0},
     {'status': 'done', 'reps': 12.0}, None, None)
    """
    if numbers and not isinstance(cell, bool):
        number = read_number(cell, TABLES["sessions"][numbers])
        if not isinstance(number, Fault):
            return {"status": "done", numbers: number} if number else None
    if not isinstance(cell, str):
        return None
    found = amounts_in(cell)
    if found is None or not found[1].keys() - {"side"} or word_key(cell) == "1x":
        return None
    rest, amounts = found
    return {"status": "done", **amounts} if word_key(rest) in _TICKS else None


_TICKS = frozenset(["", "x", "✓", "✔", "☑", "✅", "yes", "done"])


def has_bare_number(cell: Any) -> bool:
    """Tell whether a box holds a number that may count sets, repetitions or minutes.

    >>> has_bare_number(12), has_bare_number("1"), has_bare_number("x"), has_bare_number(True)
    (True, False, False, False)
    """
    if isinstance(cell, bool):
        return False
    number = read_number(cell, TABLES["sessions"]["reps"])
    return not isinstance(number, Fault) and cell_text(cell) not in ("0", "1")
