"""The ups and downs of a diary: how far two of its windows would usually differ by themselves.

*Our choice*, from an AR(1) model of day values about the means of blocks of days; the factor 2.7
and the shrinkage of the autocorrelation were set by simulation (``tests/benchmarks``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mobility_analysis.measures.days import TOLERANCE
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
    """Rated days in blocks: rows of day values with the block of each, and the blocks' own."""

    days: DayValues
    block: IntArray
    client: IntArray
    n: IntArray

    def by_client(self, values: FloatArray) -> FloatArray:
        """Add up a figure of the blocks for each client."""
        return _sums(self.client, values, self.days.n_clients)


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
    blocks, is_baseline, is_recent = _blocks_of(days, windows, is_known)
    residual = blocks.days.mean - _block_means(blocks)
    is_pair = (blocks.block[1:] == blocks.block[:-1]) & (np.diff(blocks.days.day) == 1)
    r = _autocorrelation(blocks, residual, is_pair)
    load = _loads(blocks, r)
    squares = _sums(blocks.days.client, residual**2, len(r))
    free = blocks.by_client(blocks.n - load / blocks.n)
    variance = np.divide(squares, free, out=np.zeros_like(squares), where=free > 0)
    of_windows = np.where(is_baseline | is_recent, load / blocks.n**2, 0.0)
    error = np.sqrt(np.maximum(variance, LEAST_VARIANCE) * blocks.by_client(of_windows))
    return OwnVariation(
        np.where(is_known, STANDARD_ERRORS * error, np.nan), np.where(is_known, r, np.nan)
    )


def _blocks_of(
    days: DayValues, windows: Windows, is_known: BoolArray
) -> tuple[_Blocks, BoolArray, BoolArray]:
    """Lay the days into the baseline, blocks of 14 days between, and the recent window.

    A last block that would reach into the recent window is left out, with its days.
    """
    first, base_last = windows.baseline_first[days.client], windows.baseline_last[days.client]
    recent_first, last = windows.recent_first[days.client], windows.recent_last[days.client]
    place = np.floor((days.day - base_last - 1) / BLOCK_DAYS)
    fits = base_last + BLOCK_DAYS * (place + 1) < recent_first
    in_baseline = (first <= days.day) & (days.day <= base_last)
    in_recent = (recent_first <= days.day) & (days.day <= last)
    between = (base_last < days.day) & (days.day < recent_first) & fits
    is_in = is_known[days.client] & (in_baseline | in_recent | between)
    number = np.select([in_baseline, in_recent], [-1.0, np.inf], place)[is_in]
    kept = days.take(is_in)
    is_first = np.ones(len(number), dtype=bool)
    is_first[1:] = (kept.client[1:] != kept.client[:-1]) | (number[1:] != number[:-1])
    block = np.cumsum(is_first) - 1
    n = np.bincount(block, minlength=int(is_first.sum()))
    blocks = _Blocks(kept, block, kept.client[is_first], n)
    return blocks, number[is_first] == -1, np.isinf(number[is_first])


def _sums(place: IntArray, values: FloatArray, n_places: int) -> FloatArray:
    return np.bincount(place, weights=values, minlength=n_places).astype(np.float64)


def _block_means(blocks: _Blocks) -> FloatArray:
    """Return the mean of its block at each day."""
    total = np.bincount(blocks.block, weights=blocks.days.mean, minlength=len(blocks.n))
    means: FloatArray = (total / blocks.n)[blocks.block]
    return means


def _autocorrelation(blocks: _Blocks, residual: FloatArray, is_pair: BoolArray) -> FloatArray:
    """Return how alike neighbouring days are, drawn towards 0.5 where there are few pairs."""
    n_clients = blocks.days.n_clients
    client = blocks.days.client
    pairs = np.bincount(client[1:][is_pair], minlength=n_clients)
    n_days = np.bincount(client, minlength=n_clients)
    products = _sums(client[1:][is_pair], (residual[1:] * residual[:-1])[is_pair], n_clients)
    squares = _sums(client, residual**2, n_clients)
    has_both = (pairs > 0) & (squares > TOLERANCE)
    ratio = np.divide(products * n_days, pairs * squares, out=np.zeros(n_clients), where=has_both)
    r0 = np.clip(ratio, *FIRST_GUESS)
    pairs_of_block = np.bincount(blocks.block[1:][is_pair], minlength=len(blocks.n))
    lost = blocks.by_client(pairs_of_block / blocks.n)
    bias = np.divide((1 + 3 * r0) * lost, pairs, out=np.zeros(n_clients), where=pairs > 0)
    drawn = (pairs * (r0 + bias) + ITS_PAIRS * USUAL_AUTOCORRELATION) / (pairs + ITS_PAIRS)
    r: FloatArray = np.clip(drawn, 0, MOST_AUTOCORRELATION)
    return r


def _loads(blocks: _Blocks, r: FloatArray) -> FloatArray:
    """Return the sum of r to the power of the days between, over all pairs of days of a block."""
    day, r_of_row = blocks.days.day, r[blocks.days.client]
    begins = np.cumsum(blocks.n) - blocks.n
    # Of each day, the sum over the days before it in its block; a step takes it one day on.
    earlier = np.zeros(len(day))
    for step in range(1, int(blocks.n.max(initial=0))):
        row = begins[blocks.n > step] + step
        earlier[row] = r_of_row[row] ** (day[row] - day[row - 1]) * (1 + earlier[row - 1])
    pairs = np.bincount(blocks.block, weights=earlier, minlength=len(blocks.n))
    return np.asarray(blocks.n + 2 * pairs, dtype=np.float64)
