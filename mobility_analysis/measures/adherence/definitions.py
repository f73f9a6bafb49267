"""The same log under every definition of adherence, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mobility_analysis.log.model import MobilityLog, need_log
from mobility_analysis.measures.adherence.overall import MET_SHARE, overall_adherence
from mobility_analysis.measures.adherence.sums import ratio
from mobility_analysis.measures.adherence.targets import PLANNED_DAYS


def adherence_definitions(
    log: MobilityLog,
    *,
    as_of: str | pd.Timestamp | None = None,
    start: str | pd.Timestamp | None = None,
    partial_counts: float = 0.0,
    threshold: float = MET_SHARE,
) -> pd.DataFrame:
    """Give each client's adherence under every definition, all exercises pooled.

    No definition is agreed: 40 % of 86 musculoskeletal studies defined theirs (Bailey 2018). Side
    by side they show how much of a figure is its definition.

    Parameters
    ----------
    log : MobilityLog
        The log.
    as_of : str or Timestamp, optional
        The day on which the log is looked at; the log's own ``as_of`` when not given.
    start : str or Timestamp, optional
        First day that counts.
    partial_counts : float, default 0.0
        What a partial session counts, from 0 to 1.
    threshold : float, default 0.8
        Share of what was prescribed that makes a full week one that was met.

    Returns
    -------
    DataFrame
        Six rows for each client, in this order of definitions:

        client : category
        definition : str
            "adherence" (the default), "adherence_uncapped", "adherence_capped_overall",
            "weeks_met" (of the full weeks), "repetitions_adherence", "adherence_weeks_logged".
        adherence : float64
            The ratio; missing where ``overall_adherence`` has none, where there was no full
            week, and where sessions were never logged.
        meaning : str
            The definition in one plain sentence.

    Raises
    ------
    TypeError
        If ``log`` is no log.
    ValueError
        If ``partial_counts`` or ``threshold`` does not lie between 0 and 1, or a date cannot be
        read.

    References
    ----------
    Bailey 2018, Br J Sports Med 54:326. AdhereR (R package): CMA1 to CMA4.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> log = log_from_tables(
    ...     programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "1"}],
    ...     sessions=[{"client": "ana", "date": f"2026-11-0{day}", "exercise": "down-dog"}
    ...               for day in (2, 3)],
    ... )
    >>> adherence_definitions(log, as_of="2026-11-22").iloc[:4, 1:3]
                     definition  adherence
    0                 adherence   0.333333
    1        adherence_uncapped   0.666667
    2  adherence_capped_overall   0.666667
    3                 weeks_met   0.333333
    """
    need_log(log, "adherence_definitions")
    overall = overall_adherence(
        log,
        by="client",
        as_of=as_of,
        start=start,
        partial_counts=partial_counts,
        threshold=threshold,
    )
    share_met = ratio(overall["weeks_met"].to_numpy(), overall["weeks_full"].to_numpy())
    overall["weeks_met"] = np.where(overall["band"] == "unknown", np.nan, share_met)
    definitions = list(_meanings(threshold, ""))
    meanings = {held: _meanings(threshold, held).values() for held in overall["held_to"].unique()}
    said = [meaning for held in overall["held_to"] for meaning in meanings[held]]
    return pd.DataFrame(
        {
            "client": overall["client"].repeat(len(definitions)).reset_index(drop=True),
            "definition": pd.Series(definitions * len(overall), dtype="str"),
            "adherence": overall[definitions].to_numpy("float64").ravel(),
            "meaning": pd.Series(said, dtype="str"),
        }
    )


def _meanings(threshold: float, held_to: str) -> dict[str, str]:
    """Return one plain sentence for each definition, by column of ``overall_adherence``.

    What the user planned is not called prescribed, and days of a plan are not called sessions.
    """
    is_of_days = held_to == PLANNED_DAYS
    what, held = ("practice days", "planned") if is_of_days else ("sessions", held_to)
    held = held or "prescribed"
    percent = f"{100 * threshold:.10g}"
    return {
        "adherence": (
            f"{what.capitalize()} done of those {held}, where extra {what} in a week do not make "
            "up for another week."
        ),
        "adherence_uncapped": (
            f"All {what} done by those {held}, extra ones too, so that it may pass 100 %."
        ),
        "adherence_capped_overall": (
            f"All {what} done by those {held}, at most 100 %, so that a busy week makes up for an "
            "empty one."
        ),
        "weeks_met": (
            f"Share of full weeks in which at least {percent} % of the {what} {held} were done."
        ),
        "repetitions_adherence": (
            f"Repetitions done of those {held}, in weeks where both were written down, with no "
            "making up for another week."
        ),
        "adherence_weeks_logged": (
            f"{what.capitalize()} done of those {held}, only in weeks with anything logged, so "
            "that silence reads as unknown instead of as not done."
        ),
    }
