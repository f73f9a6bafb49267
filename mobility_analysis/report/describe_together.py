"""Practice and stiffness together, in guarded words: it never shows cause."""

from __future__ import annotations

import math

import pandas as pd

from mobility_analysis.report.describe_practice import only_row
from mobility_analysis.report.words import TOLERANCE, count_words, minus_sign, number_words

__all__ = ["NOT_CAUSE", "describe_practice_and_stiffness"]

NOT_CAUSE = (
    "Both are self-reported. This does not show cause; a good week can also lead to more practice."
)
MIN_WEEKS = 10
MIN_WEEKS_FOR_CHANCE = 21
CHANCE_MARK = 0.05


def describe_practice_and_stiffness(table: pd.DataFrame) -> str:
    """Say whether weeks with more practice went with lower stiffness, as far as can be told.

    Parameters
    ----------
    table : DataFrame
        ``practice_and_stiffness`` of one client.

    Returns
    -------
    str
        Always with the words that this does not show cause.
    """
    if table.empty:
        return f"Practice and self-rated stiffness: not enough weeks to compare. {NOT_CAUSE}"
    row = only_row(table)
    pairs = f"{count_words(row['n_weeks'], 'pair')} of weeks"
    lag = _lag_words(int(row["lag_weeks"]))
    rho = row["spearman_rho"]
    if row["n_weeks"] < MIN_WEEKS:
        said = f"{pairs} ({lag}): not enough weeks, {MIN_WEEKS} are needed."
    elif pd.isna(rho):
        said = f"{pairs} ({lag}): {_why_none(str(row['verdict']))}."
    else:
        said = (
            f"{pairs} ({lag}): {_rho_words(rho)}; {_chance_words(row['p_value'], row['n_weeks'])}."
        )
    return f"Practice and self-rated stiffness, {said} {NOT_CAUSE}"


def _lag_words(lag_weeks: int) -> str:
    if lag_weeks == 0:
        return "practice and stiffness of the same week"
    if lag_weeks == 1:
        return "practice in a week, stiffness in the next"
    return f"practice in a week, stiffness {lag_weeks} weeks later"


def _why_none(verdict: str) -> str:
    if "practice" in verdict:
        return "practice hardly varied, so nothing can be told"
    return "the weekly figures hardly varied, so nothing can be told"


def _rho_words(rho: float) -> str:
    shown = minus_sign(f"{rho:.2f}")
    if abs(rho) < 0.005:
        return f"Spearman's rho {shown}"
    side = "lower" if rho < 0 else "higher"
    return f"Spearman's rho {shown}, more practice going with {side} scores"


def _chance_words(p_value: float, n_weeks: float) -> str:
    if pd.isna(p_value):
        return f"too few weeks to tell it from chance ({MIN_WEEKS_FOR_CHANCE} are needed)"
    as_strong = round(p_value * n_weeks)
    counts = (
        f"of all {number_words(n_weeks)} ways to shift the weeks against each other "
        f"{number_words(as_strong)} give one as strong"
    )
    if p_value <= CHANCE_MARK + TOLERANCE:
        return f"{counts}, which is rare by chance"
    share = math.ceil(1 / CHANCE_MARK)
    return f"{counts}, more than 1 in {share}: too few weeks to tell it from chance"
