"""Practice and stiffness together, in guarded words: it never shows cause."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mobility_analysis.report.describe_change import MOMENTS_DIFFER, is_mixed
from mobility_analysis.report.describe_practice import only_row
from mobility_analysis.report.words import TOLERANCE, count_words, minus_sign, of_words

__all__ = ["NOT_CAUSE", "describe_practice_and_stiffness"]

NOT_CAUSE = (
    "Both are self-reported. This does not show cause; a good week can also lead to more practice."
)
MIN_WEEKS = 10
MIN_WEEKS_FOR_CHANCE = 21
CHANCE_MARK = 0.05
Row = pd.Series  # one row of a table


def describe_practice_and_stiffness(
    table: pd.DataFrame,
    weeks: pd.DataFrame | None = None,
    change: pd.DataFrame | None = None,
) -> str:
    """Say whether weeks with more practice went with lower stiffness, as far as can be told.

    Parameters
    ----------
    table : DataFrame
        ``practice_and_stiffness`` of one client.
    weeks : DataFrame, optional
        ``weekly_practice_and_stiffness``: how many weeks stand in each of its two groups.
    change : DataFrame, optional
        ``stiffness_change``: where the rated moments differ too much, nothing is compared.

    Returns
    -------
    str
        Always with the words that this does not show cause.
    """
    if table.empty:
        return f"Practice and self-rated stiffness: not enough weeks to compare. {NOT_CAUSE}"
    if change is not None and is_mixed(change):
        return f"Practice and self-rated stiffness are not compared: {MOMENTS_DIFFER}. {NOT_CAUSE}"
    row = only_row(table)
    if row["verdict"] == "nothing prescribed":
        return (
            "Practice and self-rated stiffness are not compared: no number of sessions was "
            "prescribed, so there is no share of it to set beside the ratings."
        )
    pairs = f"{count_words(row['n_weeks'], 'pair')} of weeks ({_lag_words(int(row['lag_weeks']))})"
    said = [f"Practice and self-rated stiffness, {pairs}: {_finding(row)}."]
    if weeks is not None and len(weeks) >= MIN_WEEKS:
        said.append(
            f"In {of_words(int(weeks['is_met'].sum()), len(weeks))} of these weeks 80 % or more of "
            "what was prescribed was done."
        )
    return " ".join([*said, NOT_CAUSE])


def _finding(row: Row[Any]) -> str:
    """Say what the verdict allows to be said, and no more."""
    verdict = str(row["verdict"])
    if verdict == "not enough weeks" or row["n_weeks"] < MIN_WEEKS:
        return f"not enough weeks, {MIN_WEEKS} are needed"
    if verdict.endswith("hardly varied") or pd.isna(row["spearman_rho"]):
        return f"{verdict}, so nothing can be told"
    return _rho_words(row)


def _lag_words(lag_weeks: int) -> str:
    if lag_weeks == 0:
        return "practice and stiffness of the same week"
    if lag_weeks == 1:
        return "practice in a week, stiffness in the next"
    return f"practice in a week, stiffness {lag_weeks} weeks later"


def _rho_words(row: Row[Any]) -> str:
    """Name a direction only where chance alone would seldom give as strong a figure."""
    value = f"{row['spearman_rho']:.2f}"
    rho = f"Spearman's rho {minus_sign(value)}"
    if pd.isna(row["p_value"]):
        return f"{rho}; too few weeks to tell it from chance, {MIN_WEEKS_FOR_CHANCE} are needed"
    n_weeks = int(row["n_weeks"])
    n_strong = round(row["p_value"] * n_weeks)
    counts = (
        f"of all {n_weeks} ways to shift the weeks against each other, this one among them, "
        f"{n_strong} {'is' if n_strong == 1 else 'are'} as strong"
    )
    if row["p_value"] <= CHANCE_MARK + TOLERANCE:
        side = "lower" if row["spearman_rho"] < 0 else "higher"
        return f"weeks with more practice went with {side} scores ({rho}; {counts})"
    return f"{rho}; {counts}, more than 1 in 20: too few weeks to tell it from chance"
