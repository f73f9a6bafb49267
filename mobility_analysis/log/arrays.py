"""Arrays that save time and memory where a table has millions of rows; nothing else is clever.

What takes time there is memory that was not used before: the system hands it out page by page. So
steps over a whole column go block by block, whose intermediate arrays use the same memory again,
and codes and days are held in as few bytes as they need. Columns that no file has take no memory.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Item = TypeVar("Item")
Result = TypeVar("Result")

MICROSECONDS_A_DAY = 86_400_000_000
LARGEST_KEY = 2**62
ROWS_A_BLOCK = 2**18
N_THREADS = 2
MANY_ROWS = 2**21
"""With more, a second thread is worth starting for a single step."""
DENSE = 16
"""A table of all possible keys is used while it has at most this many places a row."""


def blocks(n: int) -> Iterator[slice]:
    """Yield the slices that cut n rows into blocks.

    >>> [len(range(600_000)[block]) for block in blocks(600_000)]
    [262144, 262144, 75712]
    """
    for first in range(0, n, ROWS_A_BLOCK):
        yield slice(first, min(first + ROWS_A_BLOCK, n))


def client_blocks(codes: NDArray[Any]) -> Iterator[slice]:
    """Yield the slices that cut rows in order of their codes into blocks; none cuts a code.

    >>> [(block.start, block.stop) for block in client_blocks(np.array([0, 0, 1]))]
    [(0, 3)]
    """
    first, n = 0, len(codes)
    while first < n:
        last = codes[min(first + ROWS_A_BLOCK, n) - 1]
        after = int(np.searchsorted(codes, last, side="right"))
        yield slice(first, after)
        first = after


def two_at_a_time(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Yield the result of some work on each item, in their order, from two threads.

    Threads help with steps over arrays only: plain Python lets no other thread run.

    >>> list(two_at_a_time(abs, [-3, 2, -1]))
    [3, 2, 1]
    """
    with ThreadPoolExecutor(max_workers=N_THREADS) as pool:
        yield from pool.map(work, items)


def by_blocks(work: Callable[[slice], Result], n: int) -> Iterator[Result]:
    """Yield the result of some work on each block of n rows: of millions from two threads.

    >>> list(by_blocks(lambda block: block.stop - block.start, 300_000))
    [262144, 37856]
    """
    return two_at_a_time(work, blocks(n)) if n > MANY_ROWS else map(work, blocks(n))


def code_dtype(n: int) -> type[np.signedinteger[Any]]:
    """Return the smallest type for the codes of n values: for -1 to n.

    >>> code_dtype(6).__name__, code_dtype(127).__name__, code_dtype(128).__name__
    ('int8', 'int8', 'int16')
    """
    dtypes = (np.int8, np.int16, np.int32)
    return next((dtype for dtype in dtypes if n <= np.iinfo(dtype).max), np.int64)


def taken(values: NDArray[Any], codes: NDArray[Any]) -> NDArray[Any]:
    """Return ``values[codes]``, made block by block.

    >>> taken(np.array([5, 7]), np.array([1, 1, 0], dtype="int8")).tolist()
    [7, 7, 5]
    """
    found = np.empty(len(codes), dtype=values.dtype)

    def fill(block: slice) -> None:
        found[block] = values[codes[block]]

    deque(by_blocks(fill, len(codes)), maxlen=0)
    return found


def counts_of(codes: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Return how many rows have each code from 0 to n - 1; code -1 is not counted.

    Where the rows are in order it is enough to look for where each code begins.

    >>> counts_of(np.array([1, -1, 1]), 3).tolist()
    [0, 2, 0]
    """
    if are_sorted([codes]):
        begins = np.searchsorted(codes, np.arange(n + 1).astype(codes.dtype))
        return np.diff(begins)

    def count(block: slice) -> NDArray[np.int64]:
        return np.bincount(codes[block].astype(np.int64) + 1, minlength=n + 1)

    return sum(by_blocks(count, len(codes)), np.zeros(n + 1, dtype=np.int64))[1:]


def day_numbers(dates: NDArray[np.datetime64]) -> NDArray[np.int32]:
    """Return days since 1970-01-01 of dates in microseconds; a missing one lies before any date.

    >>> day_numbers(np.array(["1970-01-05 23:59", "NaT"], dtype="datetime64[us]")).tolist()
    [4, -106751992]
    """
    days = np.empty(len(dates), dtype=np.int32)
    microseconds = dates.view(np.int64)
    for block in blocks(len(dates)):
        days[block] = microseconds[block] // MICROSECONDS_A_DAY
    return days


def are_whole_days(dates: NDArray[np.datetime64]) -> bool:
    """Tell whether no date in microseconds has a time of day; a missing one has none.

    >>> dates = np.array(["1970-01-05 23:59", "NaT"], dtype="datetime64[us]")
    >>> are_whole_days(dates), are_whole_days(dates[1:])
    (False, True)
    """
    microseconds = dates.view(np.int64)

    def has_none(block: slice) -> bool:
        midnight = microseconds[block] // MICROSECONDS_A_DAY
        midnight *= MICROSECONDS_A_DAY
        has_time = midnight != microseconds[block]
        return not (has_time.any() and (has_time & ~np.isnat(dates[block])).any())

    return all(by_blocks(has_none, len(dates)))


def are_sorted(keys: Sequence[NDArray[Any]]) -> bool:
    """Tell whether rows are in the order of their keys in turn; dates are keys, too.

    >>> are_sorted([np.array([0, 0, 1]), np.array([3, 4, 2])])
    True
    """
    plain = [key.view(np.int64) if key.dtype.kind == "M" else key for key in keys]

    def are_so(block: slice) -> bool:
        return _are_sorted([key[block.start : block.stop + 1] for key in plain])

    return all(by_blocks(are_so, len(plain[0])))


def _are_sorted(keys: Sequence[NDArray[Any]]) -> bool:
    is_tied: NDArray[np.bool_] | None = None
    for place, key in enumerate(keys):
        before, after = key[:-1], key[1:]
        is_less = after < before
        if (is_less if is_tied is None else is_less & is_tied).any():
            return False
        if place < len(keys) - 1:
            is_equal = after == before
            is_tied = is_equal if is_tied is None else is_equal & is_tied
    return True


def joint_key(keys: Sequence[NDArray[Any]]) -> NDArray[Any] | None:
    """Return one whole number for each row that sorts as its keys in turn, or None if too large.

    Dates are keys by their day. One number sorts and compares faster than ``numpy.lexsort``.

    >>> joint_key([np.array([1, 0, 1]), np.array([7, 9, 8])]).tolist()
    [3, 2, 4]
    """
    keys = [day_numbers(key) if key.dtype.kind == "M" else key for key in keys]
    lows = [int(key.min()) for key in keys]
    widths = [int(key.max()) - low + 1 for key, low in zip(keys, lows, strict=True)]
    total = math.prod(widths)
    if total > LARGEST_KEY:
        return None
    n = len(keys[0])
    joint = np.empty(n, dtype=np.int32 if total < 2**31 else np.int64)
    for block in blocks(n):
        place = keys[0][block].astype(np.int64)
        place -= lows[0]
        for key, low, width in zip(keys[1:], lows[1:], widths[1:], strict=True):
            place *= width
            place += key[block]
            place -= low
        joint[block] = place
    return joint


def n_different(keys: Sequence[NDArray[Any]]) -> int:
    """Count the different rows of some whole numbers; there must be a row.

    >>> n_different([np.array([1, 0, 1]), np.array([7, 9, 7])])
    2
    """
    key = joint_key(keys)
    if key is None:
        return int(np.unique(np.stack(keys), axis=1).shape[1])
    width = int(key.max()) + 1
    if width > DENSE * len(key) + 1000:
        return len(np.unique(key))
    is_there = np.zeros(width, dtype=bool)
    is_there[key] = True
    return int(np.count_nonzero(is_there))


def order_of(keys: Sequence[NDArray[Any]]) -> NDArray[np.intp] | None:
    """Return the rows in the order of their keys in turn; None where they are in it already.

    >>> order_of([np.array([1, 0, 1]), np.array([7, 9, 7])]).tolist()
    [1, 0, 2]
    """
    if are_sorted(keys):
        return None
    key = joint_key(keys)
    return np.lexsort(keys[::-1]) if key is None else np.argsort(key, kind="stable")


def may_repeat(key: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows have a key that another row has too.

    They are counted in a table of all keys, which is faster than ``pandas.Series.duplicated``; and
    not even that where a first look finds no repeat, as in most logs.

    >>> may_repeat(np.array([4, 7, 4, 0])).tolist()
    [True, False, True, False]
    """
    width = int(key.max()) + 1 if len(key) else 0
    if width > DENSE * len(key) + 1000:
        return np.asarray(pd.Series(key).duplicated(keep=False))
    is_key = np.zeros(width, dtype=bool)
    for block in blocks(len(key)):
        is_key[key[block]] = True
    if np.count_nonzero(is_key) == len(key):
        return np.zeros(len(key), dtype=bool)
    counts: NDArray[np.int32] = np.zeros(width, dtype=np.int32)
    one = np.int32(1)  # of the type of the counts: with any other numpy takes a slow path
    for block in blocks(len(key)):
        np.add.at(counts, key[block].astype(np.intp), one)
    found = np.empty(len(key), dtype=bool)
    for block in blocks(len(key)):
        found[block] = counts[key[block]] > 1
    return found


def ranks(key: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each row how many different keys are smaller: as few numbers as can be.

    Keys of a log stand nearly in order, which a stable sort uses and ``pandas.factorize`` does not.

    >>> ranks(np.array([40, 7, 40, 9])).tolist()
    [2, 0, 2, 1]
    """
    order = np.argsort(key, kind="stable")
    in_order = key[order]
    is_next = np.zeros(len(key), dtype=np.int64)
    is_next[1:] = in_order[1:] != in_order[:-1]
    found = np.empty(len(key), dtype=np.int64)
    found[order] = np.cumsum(is_next)
    return found


def holds(codes: NDArray[Any], code: int) -> bool:
    """Tell whether any row has a code.

    >>> holds(np.array([1, 0]), 0), holds(np.array([1, 0]), 2)
    (True, False)
    """
    return any((codes[block] == code).any() for block in blocks(len(codes)))


def lie_within(values: NDArray[Any], low: Any, high: Any) -> bool:
    """Tell whether no number lies below low or above high, in two quick passes; NaN does neither.

    >>> lie_within(np.array([0.0, np.nan]), 0, 10), lie_within(np.array([0.0, 11.0]), 0, 10)
    (True, False)
    """
    return not len(values) or not (np.fmin.reduce(values) < low or np.fmax.reduce(values) > high)


def absent(dtype: str, n: int) -> Any:
    """Return a column that a file does not have: nothing in every row, and no memory for it.

    >>> pd.Series(absent("str", 2)).tolist(), pd.Series(absent("float64", 2)).tolist()
    (['', ''], [nan, nan])
    """
    if dtype == "str":
        return _empty_texts(n)
    if dtype == "bool":
        return np.broadcast_to(np.False_, n)
    nothing = np.array([math.nan if dtype == "float64" else "NaT"]).astype(dtype)
    return np.broadcast_to(nothing, n)


def _empty_texts(n: int) -> Any:
    """Return empty texts: their offsets are all zero, and such memory is never filled in."""
    import pyarrow as pa

    offsets = pa.py_buffer(np.zeros(n + 1, dtype=np.int64))
    texts = pa.LargeStringArray.from_buffers(n, offsets, pa.py_buffer(b""))
    return pd.array(texts, dtype="str")
