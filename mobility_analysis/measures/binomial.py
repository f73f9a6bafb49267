"""Points of the distribution of heads among n fair coins, in whole numbers."""

from __future__ import annotations

__all__ = ["fair_coin_point"]


def fair_coin_point(n: int, one_in: int) -> int:
    """Return the smallest k for which at most k heads of n come at least once in ``one_in`` times.

    Exact, since it compares whole numbers: of the 2^n rows of n coins, those with at most k heads.
    To import a library for this figure takes longer than all measures of one client together.

    Parameters
    ----------
    n : int
        Coins.
    one_in : int
        20 for the 5 % point, 40 for the 2.5 % point.

    Returns
    -------
    int
        From 0 to n.

    Examples
    --------
    Of the 1,024 rows of ten coins 11 have at most one head, and 56, over a twentieth, at most two.

    >>> fair_coin_point(10, 20)
    2
    """
    with_k_heads = rows = 1
    k = 0
    while one_in * rows < 2**n:
        with_k_heads = with_k_heads * (n - k) // (k + 1)
        rows += with_k_heads
        k += 1
    return k
