"""First dates that lie far before the next: a slip of the pen there moves a whole baseline."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd

from mobility_analysis.log.arrays import MICROSECONDS_A_DAY, blocks
from mobility_analysis.log.checks import LONGEST_SILENCE_DAYS
from mobility_analysis.log.model import MobilityLog, no_problems

LONGEST_SILENCE = LONGEST_SILENCE_DAYS * MICROSECONDS_A_DAY

__all__ = ["with_early_dates_pointed_out"]


def with_early_dates_pointed_out(log: MobilityLog) -> MobilityLog:
    """Return a log with a remark for each client whose first date lies far before the next.

    It is the counterpart of the rule that a last date far after the others is a problem. It sets
    nothing aside, since a person may well come back after a year.

    Parameters
    ----------
    log : MobilityLog
        A checked log.

    Examples
    --------
    >>> from mobility_analysis.log import log_from_tables
    >>> days = ["2006-01-05", "2026-01-06", "2026-01-07"]
    >>> log = log_from_tables(stiffness=[{"date": day, "score": 4} for day in days])
    >>> log.remarks["repair"].tolist()
    ["This client's next date is 7,306 days later. Was the year meant? It was used as written."]
    """
    found = [remark for name in ("sessions", "stiffness") for remark in _of_table(log, name)]
    if not found:
        return log
    remarks = pd.concat([log.remarks, pd.DataFrame(found)], ignore_index=True)
    return replace(log, remarks=remarks.astype(no_problems().dtypes.to_dict()))


def _of_table(log: MobilityLog, name: str) -> list[dict[str, object]]:
    table = getattr(log, name)
    codes = table["client"].array.codes
    days = table["date"].to_numpy()
    # The table is sorted by client and day: a gap stands between two rows of one client.
    far = [
        block.start + np.flatnonzero(
            (codes[1:][block] == codes[:-1][block])
            & (np.diff(days[block.start : block.stop + 1].view(np.int64)) > LONGEST_SILENCE)
        )
        for block in blocks(max(len(days) - 1, 0))
    ]  # fmt: skip
    records = []
    for place in itertools.chain.from_iterable(far):
        if days[place] == days[np.searchsorted(codes, codes[place])]:  # the client's first day
            account = log.account_by_client.set_index(["table", "client"])["file"]
            client = log.clients[codes[place]]
            file = account.loc[[(name, client)]].iloc[0]
            gap = (days[place + 1] - days[place]) // np.timedelta64(1, "D")
            records.append(_remark(name, file, client, str(days[place])[:10], int(gap)))
    return records


def _remark(table: str, file: str, client: str, day: str, gap: int) -> dict[str, object]:
    return {
        "table": table,
        "file": file,
        "sheet": "",
        "line": pd.NA,
        "column": "date",
        "value": day,
        "expected": f"a first date at most {LONGEST_SILENCE_DAYS} days before the next one",
        "repair": f"This client's next date is {gap:,} days later. Was the year meant? It was used "
        "as written.",
        "client": client,
    }
