"""Clients whose names are a letter apart: most likely one person under two spellings."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from mobility_analysis.log.model import MobilityLog, no_problems

SHORTEST_WORD = 4
"""Letters of a word in which one other letter is a slip: Ben and Bea may well be two people."""
PAIRS_NAMED = 5
_FIGURES = re.compile(r"[\d\n]+")


def with_like_clients_pointed_out(log: MobilityLog) -> MobilityLog:
    """Return a log with a remark for clients whose names are a letter apart.

    It sets nothing aside, and stands on no client's own page, since it names another.
    """
    found = like_clients(log.clients)
    if not found:
        return log
    files = log.account_by_client.drop_duplicates("client").set_index("client")["file"]
    records = [_remark(first, second, str(files[second])) for first, second in found[:PAIRS_NAMED]]
    if len(found) > PAIRS_NAMED:
        left = len(found) - PAIRS_NAMED
        records[-1]["repair"] = (
            f"{records[-1]['repair']} More such pairs, not named here: {left:,}."
        )
    remarks = pd.concat([log.remarks, pd.DataFrame(records)], ignore_index=True)
    return replace(log, remarks=remarks.astype(no_problems().dtypes.to_dict()))


def _remark(first: str, second: str, file: str) -> dict[str, object]:
    said: dict[str, object] = dict.fromkeys(no_problems().columns, "")
    return said | {
        "file": file,
        "line": pd.NA,
        "column": "client",
        "value": f"{first}, {second}",
        "expected": "one spelling of each client",
        "repair": "They count as two clients. If they are one person, write the name alike in all "
        "rows.",
        "client": None,  # for no client's page
    }


def like_clients(clients: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of clients whose names differ by a slip of the pen.

    Either they differ by spaces, stops, hyphens and accents alone, or in one word of at least
    four letters by one letter: another one, one more, or two exchanged. Words with figures are
    ids, which are a figure apart by design.

    >>> like_clients(["A. Example", "A Example", "Jon Smith", "John Smith", "Ben T", "Ben P"])
    [('A Example', 'A. Example'), ('John Smith', 'Jon Smith')]
    >>> like_clients(["client-01", "client-02"])
    []
    """
    if len(clients) < 2:
        return []
    names = sorted(clients)
    figures = "".join(_FIGURES.findall("\n".join(names))).split("\n")  # no name has a line break
    same_figures = _grouped(zip(figures, names, strict=True))
    pairs = {
        pair
        for some in same_figures
        for group in _grouped((key, client) for client in some for key in set(_keys(client)))
        for pair in itertools.combinations(group, 2)
    }
    return sorted(pair for pair in pairs if _are_alike(*pair))


def _grouped(keyed: Iterable[tuple[Hashable, str]]) -> list[list[str]]:
    """Return the names that share a key, of the keys that several names have."""
    keyed = list(keyed)
    if len({key for key, _ in keyed}) == len(keyed):
        return []
    groups: dict[Hashable, list[str]] = {}
    for key, name in keyed:
        groups.setdefault(key, []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _words(client: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", client).casefold()
    marked = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return marked.split()


def _keys(client: str) -> Iterator[tuple[str, ...]]:
    """Yield keys of which two names that are alike share one: a word with a letter left out."""
    words = _words(client)
    yield ("".join(words),)
    for place, word in enumerate(words):
        if word.isalpha() and len(word) >= SHORTEST_WORD - 1:
            for shorter in (word, *(word[:i] + word[i + 1 :] for i in range(len(word)))):
                yield (*words[:place], shorter, *words[place + 1 :], "")


def _are_alike(first: str, second: str) -> bool:
    one, other = _words(first), _words(second)
    if "".join(one) == "".join(other):
        return True
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter, or by two neighbours exchanged."""
    short, long = sorted((one, other), key=len)
    if not (one + other).isalpha() or len(long) < SHORTEST_WORD or len(long) > len(short) + 1:
        return False
    start = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    if len(long) > len(short):
        return short[start:] == long[start + 1 :]
    is_exchanged = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (
        is_exchanged and one[start + 2 :] == other[start + 2 :]
    )
