"""The ups and downs of a diary: how far two of its windows would usually differ by themselves.

*Our choice*, from an AR(1) model of day values about the means of blocks of days; the factor 2.7
and the shrinkage of the autocorrelation were set by simulation (``tests/benchmarks``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mobility_analysis.measures.days import TOLERANCE, runs
from mobility_analysis.measures.stiffness.days import BoolArray, DayValues, FloatArray, IntArray
from mobility_analysis.measures.stiffness.windows import Windows

BLOCK_DAYS = 14
STANDARD_ERRORS = 2.7
USUAL_AUTOCORRELATION, ITS_PAIRS = 0.5, 20
"""What the autocorrelation is drawn to, and how many pairs of days that is worth."""
MOST_AUTOCORRELATION = 0.85
FIRST_GUESS = (-0.5, 0.95)
LEAST_VARIANCE = 1 / 12
"""Of rounding to whole points."""


class OwnVariation(NamedTuple):
    """Of each client: 2.7 standard errors of the change, and how alike neighbouring days are."""

    points: FloatArray
    autocorrelation: FloatArray


class _Blocks(NamedTuple):
    """Rated days in blocks: of each day its block and client, of each block its client and size."""

    day: IntArray
    mean: FloatArray
    of_day: IntArray
    client_of_day: IntArray
    client: IntArray
    n: IntArray
    n_clients: int

    def by_client(self, values: FloatArray | IntArray) -> FloatArray:
        """Add up a figure of the blocks for each client."""
        return _sums(self.client, values, self.n_clients)


def own_variation(days: DayValues, windows: Windows, is_known: BoolArray) -> OwnVariation:
    """Return how far the means of the two windows would usually differ by themselves.

    Parameters
    ----------
    days : DayValues
        Day values of all clients, of the moments that are compared.
    windows : Windows
        Baseline and recent window of each client.
    is_known : array of bool
        Whose windows can be compared; the others have NaN.
    """
    blocks, is_window = _blocks_of(days, windows, is_known)
    residual = blocks.mean - _block_means(blocks)
    squares = _sums(blocks.client_of_day, residual**2, blocks.n_clients)
    is_pair = (blocks.of_day[1:] == blocks.of_day[:-1]) & (np.diff(blocks.day) == 1)
    r = _autocorrelation(blocks, residual, squares, is_pair)
    load = _loads(blocks, r)
    free = blocks.by_client(blocks.n - load / blocks.n)
    variance = np.divide(squares, free, out=np.zeros_like(squares), where=free > 0)
    of_windows = np.where(is_window, load / blocks.n**2, 0.0)
    error = np.sqrt(np.maximum(variance, LEAST_VARIANCE) * blocks.by_client(of_windows))
    return OwnVariation(
        np.where(is_known, STANDARD_ERRORS * error, np.nan), np.where(is_known, r, np.nan)
    )


def _blocks_of(days: DayValues, windows: Windows, is_known: BoolArray) -> tuple[_Blocks, BoolArray]:
    """Lay the days into the baseline, blocks of 14 days between, and the recent window.

    Return also which blocks are one of the two windows. A last block that would reach into the
    recent window is left out, with its days.
    """
    known = np.flatnonzero(is_known)
    base_last, recent_first = windows.baseline_last[known], windows.recent_first[known]
    n_blocks = 2 + ((recent_first - base_last - 1) // BLOCK_DAYS).astype(np.int64)
    place, step = runs(n_blocks)
    first = base_last[place] + 1 + BLOCK_DAYS * (step - 1)
    last = first + BLOCK_DAYS - 1
    is_baseline, is_recent = step == 0, step == n_blocks[place] - 1
    for is_window, window in zip((is_baseline, is_recent), windows.pairs, strict=True):
        first[is_window], last[is_window] = (edge[known] for edge in window)
    client = known[place]
    begin, end = days.between(first, last, client)
    is_rated = end > begin
    client, begin, n = client[is_rated], begin[is_rated], (end - begin)[is_rated]
    of_day = np.repeat(np.arange(len(n)), n)
    row = np.arange(len(of_day)) + (begin - np.cumsum(n) + n)[of_day]
    blocks = _Blocks(
        days.day[row], days.mean[row], of_day, client[of_day], client, n, days.n_clients
    )
    return blocks, (is_baseline | is_recent)[is_rated]


def _sums(place: IntArray, values: FloatArray | IntArray | BoolArray, n_places: int) -> FloatArray:
    return np.bincount(place, weights=values, minlength=n_places).astype(np.float64)


def _block_means(blocks: _Blocks) -> FloatArray:
    """Return the mean of its block at each day."""
    total = np.bincount(blocks.of_day, weights=blocks.mean, minlength=len(blocks.n))
    means: FloatArray = (total / blocks.n)[blocks.of_day]
    return means


def _autocorrelation(
    blocks: _Blocks, residual: FloatArray, squares: FloatArray, is_pair: BoolArray
) -> FloatArray:
    """Return how alike neighbouring days are, drawn towards 0.5 where there are few pairs."""
    n_clients = blocks.n_clients
    pairs_of_block = _sums(blocks.of_day[1:], is_pair, len(blocks.n))
    pairs, n_days = blocks.by_client(pairs_of_block), blocks.by_client(blocks.n)
    products = residual[1:] * residual[:-1]
    products = _sums(blocks.client_of_day[1:], np.where(is_pair, products, 0.0), n_clients)
    has_both = (pairs > 0) & (squares > TOLERANCE)
    ratio = np.divide(products * n_days, pairs * squares, out=np.zeros(n_clients), where=has_both)
    r0 = np.clip(ratio, *FIRST_GUESS)
    lost = blocks.by_client(pairs_of_block / blocks.n)
    bias = np.divide((1 + 3 * r0) * lost, pairs, out=np.zeros(n_clients), where=pairs > 0)
    drawn = (pairs * (r0 + bias) + ITS_PAIRS * USUAL_AUTOCORRELATION) / (pairs + ITS_PAIRS)
    r: FloatArray = np.clip(drawn, 0, MOST_AUTOCORRELATION)
    return r


def _loads(blocks: _Blocks, r: FloatArray) -> FloatArray:
    """Return the sum of r to the power of the days between, over all pairs of days of a block."""
    days_on = np.maximum(np.diff(blocks.day, prepend=0), 0)
    decay = r[blocks.client_of_day] ** days_on
    # A row for each place in a block: after a block's last day nothing is added.
    of_place = np.zeros((int(blocks.n.max(initial=1)), len(blocks.n)))
    begins = np.cumsum(blocks.n) - blocks.n
    of_place[np.arange(len(decay)) - begins[blocks.of_day], blocks.of_day] = decay
    # Of each day, the sum over the days before it in its block; a step takes it one day on.
    earlier = pairs = np.zeros(len(blocks.n))
    for one_on in of_place[1:]:
        earlier = one_on * (1 + earlier)
        pairs = pairs + earlier
    return np.asarray(blocks.n + 2 * pairs, dtype=np.float64)
