"""NAP and its interval, against other software and the equation itself."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.measures.stiffness import estimates, nap_interval, nap_parts


def nap(baseline: list[float], recent: list[float]) -> float:
    lower, equal, _ = nap_parts(baseline, recent)
    return lower + equal / 2


Z = 1.959963984540054
SCORES = st.lists(st.integers(0, 20).map(lambda n: n / 2), min_size=5, max_size=20)


def gap(t: float, share: float, m: int, n: int) -> float:
    """Left less right side of the equation in definitions, as written there."""
    bracket = 1 + ((m + n) / 2 - 1) * ((1 - t) / (2 - t) + t / (1 + t))
    return (share - t) ** 2 * m * n - Z**2 * t * (1 - t) * bracket


def test_of_the_normal_distribution_so_much_lies_above_the_end_of_an_interval() -> None:
    assert NormalDist().inv_cdf(0.975) == estimates.Z


def test_pairs_by_hand() -> None:
    # baseline 5, 6, 4; recent 3, 4: lower in 5-3, 5-4, 6-3, 6-4, 4-3 = 5; equal in 4-4: 5.5 / 6
    assert nap_parts([5, 6, 4], [3, 4]) == (5 / 6, 1 / 6, 0.0)
    assert nap_parts([3], [3]) == (0.0, 1.0, 0.0)
    assert nap_parts([0, 0], [10, 10]) == (0.0, 0.0, 1.0)
    assert nap_parts([10, 10], [0, 0]) == (1.0, 0.0, 0.0)


def test_a_tie_is_a_tie_despite_the_last_bit() -> None:
    assert nap_parts([0.1 + 0.2], [0.3]) == (0.0, 1.0, 0.0)


def test_published_example_of_parker_and_vannest_2009() -> None:
    # An outcome of which more is better, so with its sign changed. Their NAP is 0.9636; interval
    # by the R package SingleCaseES 0.7 (Newcombe's method 5, a search that stops near the root).
    baseline = [4, 3, 4, 3, 4, 7, 5, 2, 3, 2]
    recent = [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9]
    share = nap(np.negative(baseline), np.negative(recent))
    assert share == pytest.approx(0.9636364, abs=1e-7)
    low, high = nap_interval(share, 10, 11)
    assert (float(low), float(high)) == pytest.approx((0.7499741, 0.9950729), abs=3e-5)


def test_second_example_of_singlecasees() -> None:
    share = nap(np.negative([20, 20, 26, 25, 22, 23]), np.negative([28, 25, 24, 27, 30, 30, 29]))
    assert share == pytest.approx(0.9166667, abs=1e-7)
    low, high = nap_interval(share, 6, 7)
    assert (float(low), float(high)) == pytest.approx((0.5973406, 0.9860176), abs=3e-5)


@given(SCORES, SCORES)
def test_it_is_the_mann_whitney_statistic_over_the_pairs(
    first: list[float], last: list[float]
) -> None:
    from scipy.stats import mannwhitneyu

    u = mannwhitneyu(first, last, method="asymptotic").statistic
    assert nap(first, last) == pytest.approx(u / (len(first) * len(last)), abs=1e-12)
    assert nap(first, last) + nap(last, first) == pytest.approx(1.0, abs=1e-12)


@given(st.integers(5, 40), st.integers(5, 40), st.data())
def test_the_equation_holds_at_both_ends(m: int, n: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, 2 * m * n)) / (2 * m * n)
    low, high = (float(end) for end in nap_interval(share, m, n))
    assert 0 <= low <= share <= high <= 1
    assert high - low > 0.05
    for end in (low, high):
        assert gap(end, share, m, n) == pytest.approx(0, abs=1e-9 * m * n)


@pytest.mark.parametrize(("m", "n"), [(5, 5), (14, 14), (5, 14), (200, 300)])
def test_complete_separation_takes_the_root_that_is_not_trivial(m: int, n: int) -> None:
    # With NAP 1 the equation has the factor (1 - t). Without it a cubic is left:
    # (1 - t) mn (2 - t)(1 + t) = z^2 t [(2 - t)(1 + t) + k (1 + 2t - 2t^2)], k = (m + n) / 2 - 1
    t = np.polynomial.Polynomial([0, 1])
    k = (m + n) / 2 - 1
    cubic = (1 - t) * m * n * (2 - t) * (1 + t) - Z**2 * t * (
        (2 - t) * (1 + t) + k * (1 + 2 * t - 2 * t**2)
    )
    roots = cubic.roots()
    inside = [r.real for r in roots if abs(r.imag) < 1e-9 and 0 < r.real < 1]
    low, high = nap_interval(1.0, m, n)
    assert [float(low)] == pytest.approx(inside)
    assert float(high) == 1.0
    mirror = nap_interval(0.0, m, n)
    assert (float(mirror[0]), float(mirror[1])) == (0.0, pytest.approx(1 - inside[0]))


def test_a_missing_share_has_a_missing_interval() -> None:
    low, high = nap_interval([np.nan, 0.5], [np.nan, 14], [np.nan, 14])
    assert np.isnan([low[0], high[0]]).all()
    assert low[1] == pytest.approx(1 - high[1])
