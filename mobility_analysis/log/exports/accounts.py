"""The account of a log by the rows of the sheets behind it, and its problems in their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mobility_analysis.log.check.values import read_client
from mobility_analysis.log.exports.reshape import Reshaped
from mobility_analysis.log.exports.sheets import ShapedFile, as_in_the_files
from mobility_analysis.log.findings import file_remarks
from mobility_analysis.log.model import MobilityLog, no_account, no_client_account

PARTLY_SET_ASIDE = "set aside, in whole or in part, with a problem"


def with_accounts_of_files(
    log: MobilityLog, shaped: Sequence[ShapedFile], *, is_alone: bool = True
) -> MobilityLog:
    """Return a log whose account counts the rows of the files, and why some were left out.

    ``is_alone``: there is no other log beside it, so that its only client is that of all rows.

    A row that gives several sessions and ratings is counted once; it is set aside where any of
    these is. What is counted of other files stays.
    """
    if not shaped:
        return log
    rows = pd.concat([_fates(log, own, is_alone) for own in shaped], ignore_index=True)
    counted = rows.assign(
        rows_read=1,
        rows_used=(rows["reason"] == "").astype("int64"),
        rows_set_aside=(rows["reason"] == PARTLY_SET_ASIDE).astype("int64"),
        rows_left_out=(~rows["reason"].isin(["", PARTLY_SET_ASIDE])).astype("int64"),
    )
    is_out = counted["rows_left_out"] > 0
    reasons = rows[is_out].groupby(["file", "sheet", "reason", "client"], sort=False, dropna=False)
    left_out = reasons.size().rename("rows").reset_index()
    whole, mine = no_account(), no_client_account()
    keys = ["table", "file", "sheet"]
    sums = list(whole.columns[2:6])
    account = counted.groupby(keys, sort=False)[sums].sum().reset_index()
    own = counted.groupby([*keys, "client"], sort=False)[sums].sum().reset_index()
    said = [
        (one.file, text, _only_client(log, one, is_alone))
        for one in shaped
        for text in one.said_of_sheets
    ]
    files = {one.file for one in shaped}
    return replace(
        log,
        set_aside=_rows_of_the_files(log.set_aside, shaped),
        problems=as_in_the_files(log.problems, shaped),
        remarks=pd.concat(
            [as_in_the_files(log.remarks, shaped), file_remarks(said)], ignore_index=True
        ),
        account=_with(log.account, files, account[list(whole.columns)]),
        account_by_client=_with(log.account_by_client, files, own[list(mine.columns)]),
        left_out=_with(log.left_out, files, left_out[list(log.left_out.columns)]),
    )


def _with(frame: pd.DataFrame, files: set[str], own: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which the rows about some files are replaced."""
    others = frame[~frame["file"].isin(files)]
    whole = own if others.empty else pd.concat([others, own], ignore_index=True)
    return whole.astype(frame.dtypes.to_dict())


def _rows_of_the_files(set_aside: pd.DataFrame, shaped: Sequence[ShapedFile]) -> pd.DataFrame:
    """Return the rows set aside, each row of a file once, however many sessions it held.

    A line of a sheet with a column a day is as many rows as it has boxes.
    """
    lines = {
        (own.file, name): Counter(sheet.row_lines)
        for own in shaped
        for name, sheet in own.sheets.items()
    }
    lost_first = set_aside.sort_values("is_repeat", kind="stable")
    nth = lost_first.groupby(["table", "file", "sheet", "line"]).cumcount()
    places = zip(lost_first["file"], lost_first["sheet"], lost_first["line"], nth, strict=True)
    is_row = [
        n == 0 or (file, sheet) not in lines or n < lines[file, sheet][line]
        for file, sheet, line, n in places
    ]
    return lost_first[np.array(is_row, dtype=bool)].sort_index().reset_index(drop=True)


def _only_client(log: MobilityLog, shaped: ShapedFile, is_alone: bool) -> str | None:
    """Return whose a file is; None where it is several people's."""
    if is_alone and len(log.clients) == 1:
        return log.clients[0]
    is_one = shaped.client in log.clients and not any(
        client for sheet in shaped.sheets.values() for client in sheet.clients
    )
    return shaped.client if is_one else None


def _fates(log: MobilityLog, shaped: ShapedFile, is_alone: bool) -> pd.DataFrame:
    """Return a row for each row of the file: where it stands, whose it is, what became of it."""
    parts = []
    for sheet, own in shaped.sheets.items():
        aside = _lines_set_aside(log, shaped.file, sheet, own)
        tables = ", ".join(name for name in ("sessions", "stiffness") if name in own.tables)
        reasons = []
        for fate, line in zip(own.fates, own.row_lines, strict=True):
            is_aside = not fate and aside[line] > 0
            aside[line] -= is_aside
            reasons.append(PARTLY_SET_ASIDE if is_aside else fate)
        parts.append(
            pd.DataFrame(
                {
                    "table": tables or "nothing",
                    "file": shaped.file,
                    "sheet": sheet,
                    "reason": pd.Series(reasons, dtype="str"),
                    "client": clients_of_rows(log, own.clients, shaped.client, is_alone=is_alone),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _lines_set_aside(log: MobilityLog, file: str, sheet: str, shaped: Reshaped) -> Counter[int]:
    """Count, by line of a sheet, the rows that were set aside: of a turned sheet its boxes."""
    problems = log.set_aside[(log.set_aside["sheet"] == sheet) & (log.set_aside["file"] == file)]
    bad: Counter[int] = Counter()
    for name, groups in shaped.lines.items():
        left = Counter(problems.loc[problems["table"] == name, "line"].astype("int64").tolist())
        for group in groups:
            if left[group[0]] > 0:
                left[group[0]] -= 1
                bad.update(set(group))
    return bad


def clients_of_rows(
    log: MobilityLog, clients: Sequence[str], alone: str, *, is_alone: bool = True
) -> pd.Series[str]:
    """Return the client of each row, as written; missing where it is not known."""
    if is_alone and len(log.clients) == 1:
        return pd.Series([log.clients[0]] * len(clients), dtype="str")
    known = {written: read_client(written) if written else alone for written in set(clients)}
    found = [known[written] for written in clients]
    return pd.Series([name if name in log.clients else None for name in found], dtype="str")
