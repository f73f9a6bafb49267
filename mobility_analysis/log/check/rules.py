"""Rules that look at several cells, rows or tables; each puts what it finds into the findings."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_analysis.log.arrays import (
    MICROSECONDS_A_DAY,
    are_sorted,
    blocks,
    client_blocks,
    counts_of,
    day_numbers,
    joint_key,
    may_repeat,
    order_of,
    ranks,
    two_at_a_time,
)
from mobility_analysis.log.check.draft import Draft
from mobility_analysis.log.check.units import COUNTED
from mobility_analysis.log.findings import NO_ROWS, Fault, Finding
from mobility_analysis.log.model import MobilityLog, no_problems
from mobility_analysis.log.read.cells import Coded
from mobility_analysis.log.schema import DATED_TABLES, DIARY

LONGEST_SILENCE_DAYS = 366
FAR_AWAY = np.datetime64("9999-01-01", "us")

PREPARED_ROWS = 3
"""On how many last days nothing but a date and an exercise is no chance. *Our choice.*"""
MOST_SAID = 0.8
"""Share of the rows before these that say how much was done. *Our choice.*"""

LONGEST_SILENCE = LONGEST_SILENCE_DAYS * MICROSECONDS_A_DAY

SHORTEST_SLIP_DAYS = 28
"""A date in the wrong month or year lies at least so far from where it belongs."""
DAYS_OF_A_YEAR = 366
MOST_BETWEEN = 14
"""The days before and after a slip lie at most so far from each other. *Our choice.*"""
LONGEST_USUAL = 31
"""Where days usually lie further from each other, the first or last may be any. *Our choice.*"""
EPOCH = date(1970, 1, 1).toordinal()
FEWEST_IN_ORDER = 4
"""Days in order beside which one that is not is remarked upon. *Our choice.*"""
MOST_RUNS = 60
"""Rows with more such steps between them are in no order of dates. *Our choice.*"""


def check_frequencies(draft: Draft) -> None:
    """Hold each prescription to exactly one of times_per_week and weekdays."""
    times, days = draft.coded("times_per_week").codes, draft.coded("weekdays").codes
    for rows, value, repair in (
        ((times == -1) & (days == -1), "", "Fill in times_per_week, or weekdays."),
        ((times >= 0) & (days >= 0), "both", "Empty one of the two cells."),
    ):
        fault = Fault("exactly one of times_per_week and weekdays", repair)
        draft.findings.rows(
            "times_per_week", np.flatnonzero(rows & ~draft.findings.is_lost), value, fault
        )


def check_ends(draft: Draft) -> None:
    """Hold each end to its start, in rows with another problem too: all are told at once."""
    if "start" not in draft.typed or "end" not in draft.typed:
        return
    start, end = draft.typed["start"], draft.typed["end"]
    rows = np.flatnonzero(end < start)
    starts, ends = np.datetime_as_string(start[rows], "D"), np.datetime_as_string(end[rows], "D")
    expected = np.array([f"a day not before the start, {day}" for day in starts], dtype=object)
    draft.findings.each(
        Finding(
            "end", ends.astype(object), expected,
            "Correct the start or the end; leave the end empty while it runs.", rows,
        )
    )  # fmt: skip


def check_overlaps(draft: Draft) -> None:
    """Hold the prescriptions of one exercise of one client apart; the later start is set aside."""
    if draft.clients is None or draft.exercises is None or "start" not in draft.typed:
        return
    keys = [draft.clients.codes, draft.exercises.codes, draft.typed["start"]]
    rows = np.flatnonzero(~draft.findings.is_lost)
    order = order_of([key[rows] for key in keys]) if len(rows) else None
    rows = rows if order is None else rows[order]
    client, exercise, start = (key[rows] for key in keys)
    end = draft.typed.get("end", np.full(draft.n_rows, FAR_AWAY))[rows]
    end = np.where(np.isnat(end), FAR_AWAY, end)
    is_same = (client[1:] == client[:-1]) & (exercise[1:] == exercise[:-1])
    if not (is_same & (start[1:] <= end[:-1])).any():
        return  # each starts after the one before has ended, so that the ends are in order, too
    frame = pd.DataFrame(
        {"row": rows, "client": client, "exercise": exercise, "start": start, "end": end}
    )
    groups = frame.groupby(["client", "exercise"])
    latest = groups["end"].cummax()
    is_latest = frame["end"] == latest
    running_row = (
        frame["row"].where(is_latest).groupby([frame["client"], frame["exercise"]]).ffill()
    )
    before = latest.groupby([frame["client"], frame["exercise"]]).shift()
    other = running_row.groupby([frame["client"], frame["exercise"]]).shift()
    is_over = (frame["start"] <= before).to_numpy()
    _tell_overlaps(draft, frame[is_over], other[is_over].to_numpy(dtype=np.intp))


def _tell_overlaps(draft: Draft, over: pd.DataFrame, others: NDArray[np.intp]) -> None:
    line = draft.raw.line
    expected = [
        f"no day in two prescriptions of one exercise; line {line(other)} has it "
        f"{_span(draft, other)}"
        for other in others
    ]
    values = [_span(draft, row) for row in over["row"]]
    draft.findings.each(
        Finding(
            "start",
            np.array(values, dtype=object),
            np.array(expected, dtype=object),
            "End the earlier prescription on the day before this one starts, or correct the dates.",
            over["row"].to_numpy(dtype=np.intp),
        )
    )


def _span(draft: Draft, row: int) -> str:
    start = np.datetime_as_string(draft.typed["start"][row], "D")
    ends = draft.typed.get("end")
    if ends is None or np.isnat(ends[row]):
        return f"from {start} on"
    return f"from {start} to {np.datetime_as_string(ends[row], 'D')}"


def check_repeats(draft: Draft) -> None:
    """Set aside exact repeats that have a time of day; keep the others and point them out."""
    if draft.clients is None or "date" not in draft.typed:
        return
    rows, group = _same_days(draft, draft.clients)
    if not len(rows):
        return
    _set_or_point_out(draft, draft.clients, rows, group)
    if draft.table.name == "sessions":
        _point_out_twice_a_day(draft, draft.clients, rows, group)


def _set_or_point_out(
    draft: Draft, clients: Coded, rows: NDArray[np.intp], group: NDArray[np.int64]
) -> None:
    """Set aside, or point out, those of some rows of one day that are alike in all columns."""
    rows, group = _repeated_rows(draft, rows, group)
    if not len(rows):
        return
    first = pd.Series(rows, index=rows).groupby(group).transform("first")
    times = draft.typed.get("time")
    is_timed = np.zeros(len(rows), dtype=bool) if times is None else ~np.isnat(times[rows])
    is_repeat = (first != first.index).to_numpy()
    _set_repeats_aside(draft, first[is_repeat & is_timed])
    _point_out_repeats(draft, clients, first[is_repeat & ~is_timed])


def _same_days(draft: Draft, clients: Coded) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return used rows alike in client, day and exercise, with a number for each set of them."""
    keys = [clients.codes, draft.typed["date"]]
    if draft.exercises is not None:
        keys.append(draft.exercises.codes)
    used = draft.findings.used
    if used is not None:
        keys = [key[used] for key in keys]
    places = alike(keys)
    group = joint_key([key[places] for key in keys]) if len(places) else None
    if group is None:
        return NO_ROWS, NO_ROWS
    return places if used is None else used[places], group.astype(np.int64)


def _repeated_rows(
    draft: Draft, rows: NDArray[np.intp], group: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return those of some rows that are equal to another one, with a number for each set.

    One column after the other is compared among the rows that are still alike: after two or three
    columns hardly any are left.
    """
    for name in sorted(draft.typed, key=lambda name: name not in ("time", "logged_at")):
        if name == "date" or not len(rows):
            continue
        group = _with_another(ranks(group), draft.typed[name][rows])
        is_alike = may_repeat(group)
        rows, group = rows[is_alike], group[is_alike]
    return rows, group


def alike(keys: list[NDArray[Any]]) -> NDArray[np.intp]:
    """Return the rows that are equal to another one in all keys; client by client where in order.

    The keys of some clients fill the same small table again, which is then never a large one.
    """
    parts = client_blocks(keys[0]) if are_sorted(keys[:1]) else [slice(0, len(keys[0]))]
    return np.concatenate([NO_ROWS, *two_at_a_time(lambda part: _alike(keys, part), parts)])


def _alike(keys: list[NDArray[Any]], part: slice) -> NDArray[np.intp]:
    group = joint_key([key[part] for key in keys])
    return NO_ROWS if group is None else part.start + np.flatnonzero(may_repeat(group))


def _with_another(group: NDArray[np.int64], values: Any) -> NDArray[np.int64]:
    """Return a number for each set of rows that are alike in a group and in one more column."""
    joint = joint_key([group, values.view(np.int64)]) if values.dtype.kind in "mM" else None
    if joint is not None:
        return joint.astype(np.int64)
    codes, different = pd.factorize(pd.Series(values))
    return group * (len(different) + 1) + codes + 1


def _set_repeats_aside(draft: Draft, first: pd.Series) -> None:
    """Set aside the rows of an index, each of which repeats an earlier one."""
    rows = first.index.to_numpy(dtype=np.intp)
    moments = draft.typed["date"][rows] + draft.typed["time"][rows] if len(rows) else rows
    draft.findings.each(
        Finding(
            "date",
            np.array([str(m).replace("T", " ")[:16] for m in moments], dtype=object),
            np.array(
                [
                    f"a row that does not repeat line {line}"
                    for line in draft.raw.line(first.to_numpy())
                ],
                dtype=object,
            ),
            "Nothing needs doing: it was counted once. If it was another one, correct its time.",
            rows,
            is_settled=True,
        )
    )


def _point_out_repeats(draft: Draft, clients: Coded, first: pd.Series) -> None:
    """Point out, for each client, the rows that repeat an earlier one and were kept."""
    whose = clients.codes[first.index]
    for code in np.unique(whose):
        own = first[whose == code]
        n = len(own)
        draft.findings.remark(
            "date",
            f"{n} row{' repeats an earlier row' if n == 1 else 's repeat earlier rows'} exactly",
            "",
            f"The first of them repeats line {draft.raw.line(own.iloc[0])}. Without a time of day "
            "they may be separate, so all were kept: delete what was entered twice.",
            rows=own.index.to_numpy(dtype=np.intp),
            client=clients.values[code],
        )


def _point_out_twice_a_day(
    draft: Draft, clients: Coded, rows: NDArray[np.intp], group: NDArray[np.int64]
) -> None:
    """Point out, for each client, the days with one exercise in two rows that name no side."""
    side = draft.typed.get("side")
    is_counted = ~draft.findings.is_lost[rows]
    if side is not None:
        is_counted &= np.asarray(side.codes)[rows] == side.categories.get_loc("")
    rows, group = rows[is_counted], group[is_counted]
    is_another = pd.Series(group).duplicated().to_numpy()
    days = draft.typed["date"][rows[is_another]]
    whose = clients.codes[rows[is_another]]
    for code in np.unique(whose):
        own = rows[is_another][whose == code]
        n = len(np.unique(days[whose == code]))
        draft.findings.remark(
            "exercise",
            f"same exercise twice on {n} day{'' if n == 1 else 's'}",
            "",
            f"The first of them is line {draft.raw.line(own[0])}. Each row was counted as a "
            "session. If two of them are the left and the right side of one, write left and right "
            "into a column 'side'.",
            rows=own,
            client=clients.values[code],
        )


class _Run(NamedTuple):
    """Rows, one after the other, of which each is dated near the one before."""

    rows: NDArray[np.intp]
    days: NDArray[np.int32]

    @property
    def is_of_one_day(self) -> bool:
        """Whether all rows are of one day."""
        return bool((self.days == self.days[0]).all())


def check_slips_of_dates(draft: Draft) -> None:
    """Point out dates whose year or month seems to be a slip, where all other rows are in order.

    They are used as written. The rows of each client are looked at as they stand in a sheet, first
    or last day on top; where they are in no order of dates, nothing is said.
    """
    if draft.clients is None or "date" not in draft.typed:
        return
    rows = np.arange(draft.n_rows) if draft.findings.used is None else draft.findings.used
    whose = _places_in_sheets(draft, draft.clients.codes)[rows]
    dates = draft.typed["date"][rows]
    if not are_sorted([whose]):
        if are_sorted([dates]):
            return
        order = np.argsort(whose, kind="stable")
        rows, whose, dates = rows[order], whose[order], dates[order]
    days = day_numbers(dates)
    far = [
        block.start + np.flatnonzero(
            (np.abs(np.diff(days[block.start : block.stop + 1])) >= SHORTEST_SLIP_DAYS)
            & (np.diff(whose[block.start : block.stop + 1]) == 0)
        )
        for block in blocks(max(len(days) - 1, 0))
    ]  # fmt: skip
    steps = np.concatenate([NO_ROWS, *far])
    for place in _with_slips(whose[steps], days[steps + 1] - days[steps]):
        first, after = np.searchsorted(whose, [place, place + 1])
        own = steps[slice(*np.searchsorted(steps, [first, after]))] - first
        _point_out_slips(draft, rows[first:after], days[first:after], own)


def _with_slips(whose: NDArray[Any], by: NDArray[np.int32]) -> NDArray[Any]:
    """Return whose rows may hold a slip: where far steps go there and back, or one by a year."""
    places, n_steps = np.unique(whose, return_counts=True)
    is_there_and_back = np.isin(places, whose[by > 0]) & np.isin(places, whose[by < 0])
    is_by_a_year = np.isin(places, whose[np.abs(by) >= DAYS_OF_A_YEAR - SHORTEST_SLIP_DAYS])
    return places[(is_there_and_back | is_by_a_year) & (n_steps < MOST_RUNS)]


def _places_in_sheets(draft: Draft, codes: NDArray[Any]) -> NDArray[Any]:
    """Return a code for the rows of each client in each sheet."""
    if draft.raw.sheets is None:
        return codes
    sheets, names = pd.factorize(np.asarray(draft.raw.sheets, dtype=object))
    return codes.astype(np.int64) * len(names) + sheets


def _point_out_slips(
    draft: Draft, rows: NDArray[np.intp], days: NDArray[np.int32], steps: NDArray[np.intp]
) -> None:
    """Point out the slips in the rows of one client, which go up or down in time."""
    if _is_by_exercise(draft, rows):
        return
    near = np.delete(np.diff(days), steps)
    if (near < 0).sum() > (near > 0).sum():
        rows, days, steps = rows[::-1], days[::-1], len(days) - 2 - steps[::-1]
    parts = zip(np.split(rows, steps + 1), np.split(days, steps + 1), strict=True)
    for slip, around in slips_in([_Run(own, part) for own, part in parts]):
        _tell_slip(draft, np.sort(slip.rows), around)


def _is_by_exercise(draft: Draft, rows: NDArray[np.intp]) -> bool:
    """Tell whether rows stand by exercise: the dates of each begin anew."""
    if draft.exercises is None:
        return False
    codes = draft.exercises.codes[rows]
    n_exercises = len(np.unique(codes))
    return n_exercises > 1 and int(np.count_nonzero(np.diff(codes))) < n_exercises


def slips_in(runs: Sequence[_Run]) -> list[tuple[_Run, list[int]]]:
    """Return the runs that are slips of the pen, each with the days before and after it.

    Each is of one day, which falls between its neighbours once its year alone or its month alone is
    another. There are none where the other rows go far back.
    """
    days = np.unique(np.concatenate([run.days for run in runs]))
    usual = float(np.median(np.diff(days))) if len(days) > FEWEST_IN_ORDER else 0
    found = []
    for place, run in enumerate(runs):
        before = [int(other.days[-1]) for other in runs[:place][-1:]]
        after = [int(other.days[0]) for other in runs[place + 1 :][:1]]
        if run.is_of_one_day and _is_slip(int(run.days[0]), before, after, usual):
            found.append((run, [*before, *after]))
    slips = {id(run) for run, _ in found}
    kept = [run for run in runs if id(run) not in slips]
    steps = [int(after.days[0] - before.days[-1]) for before, after in itertools.pairwise(kept)]
    is_in_order = all(step > -SHORTEST_SLIP_DAYS for step in steps)
    return found if is_in_order and len(days) - len(found) >= FEWEST_IN_ORDER else []


def _is_slip(day: int, before: Sequence[int], after: Sequence[int], usual: float) -> bool:
    """Tell whether a day far from those around it is near them in another year or month.

    At an end it is so in the year before or after alone, and as near as days usually are.
    """
    own = date.fromordinal(day + EPOCH)
    if before and after:
        near = [date.fromordinal(other + EPOCH) for other in sorted([*before, *after])]
        changed = [{"year": one.year} for one in near] + [{"month": one.month} for one in near]
        is_near = after[0] - before[0] in range(MOST_BETWEEN + 1)
        return is_near and any(near[0] <= meant <= near[1] for meant in _with(own, changed))
    years = _with(own, [{"year": own.year - 1}, {"year": own.year + 1}])
    off = [
        meant.toordinal() - EPOCH - before[0] if before else after[0] + EPOCH - meant.toordinal()
        for meant in years
    ]
    return usual <= LONGEST_USUAL and any(0 < days <= usual for days in off)


def _with(day: date, changed: Iterable[Mapping[str, int]]) -> list[date]:
    """Return a day with other parts, as far as there is such a day."""
    found = []
    for parts in changed:
        with suppress(ValueError):
            found.append(day.replace(**parts))
    return found


def _tell_slip(draft: Draft, rows: NDArray[np.intp], around: Sequence[int]) -> None:
    """Point out the rows of one slip, with the days of those around them."""
    days = np.datetime_as_string(draft.typed["date"][rows], "D")
    others = " and ".join(str(np.datetime64(day, "D")) for day in sorted(around))
    more = f" and {len(rows) - 1} more row{'' if len(rows) == 2 else 's'}" if len(rows) > 1 else ""
    draft.findings.remark(
        "date", f"{days[0]}{more}", f"a date near that of the rows around it, {others}",
        "Was another month or year meant? If so, correct the date: every figure goes by it, and "
        "all are counted up to the latest date of the log.",
        rows=rows,
    )  # fmt: skip


def check_spellings_of_clients(drafts: Sequence[Draft]) -> None:
    """Hold each client to one spelling; the rows with a rarer one are set aside."""
    names = {name for draft in drafts if draft.clients for name in draft.clients.values}
    if len({name.casefold() for name in names}) == len(names):
        return
    counts: dict[str, int] = {}
    for draft in drafts:
        if draft.clients is not None:
            found = draft.clients.counts.tolist()
            for name, n in zip(draft.clients.values, found, strict=True):
                counts[name] = counts.get(name, 0) + n
    common: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        common.setdefault(name.casefold(), name)
    rare = {name: common[name.casefold()] for name in counts if common[name.casefold()] != name}
    for draft in drafts if rare else ():
        _set_spellings_aside(draft, rare)


def _set_spellings_aside(draft: Draft, rare: dict[str, str]) -> None:
    if draft.clients is None:
        return
    faults = {
        code: Fault(
            "one spelling of each client",
            f"Write {rare[name]!r} if that is the same person, else give one of them another id.",
        )
        for code, name in enumerate(draft.clients.values)
        if name in rare
    }
    codes = draft.clients.codes
    draft.findings.cells("client", codes, draft.clients.values, faults)
    draft.clients = Coded(np.where(np.isin(codes, list(faults)), -1, codes), draft.clients.values)


def check_far_dates(drafts: Iterable[Draft]) -> None:
    """Hold the latest date of the log to the one before it: a slip of the year is a problem."""
    dated = [d for d in drafts if d.table.name in DATED_TABLES and "date" in d.typed]
    if _has_close_dates([draft for draft in dated if not draft.findings.is_lost.all()]):
        return
    latest = far_from_others(days_of(dated))
    if latest is not None:
        set_far_dates_aside(dated, latest)


def days_of(drafts: Iterable[Draft]) -> NDArray[np.int64]:
    """Return the different days of all used rows of sessions and ratings, sorted, as numbers."""
    dated = [d for d in drafts if d.table.name in DATED_TABLES and "date" in d.typed]
    found = [_days_of(draft) for draft in dated]
    return np.unique(np.concatenate([*found, np.empty(0, dtype=np.int64)]))


def far_from_others(days: NDArray[np.int64]) -> np.datetime64 | None:
    """Return the day after which no date of a log should lie; None where none lies too far.

    ``days`` are the different days of all used rows, sorted, as numbers from 1970.

    >>> far_from_others(np.array([20_000, 20_366, 21_000]))
    np.datetime64('2025-10-05')
    >>> far_from_others(np.array([20_000, 20_366])) is None
    True
    """
    last = len(days) - 1
    while last > 0 and days[last] - days[last - 1] > LONGEST_SILENCE_DAYS:
        last -= 1
    return None if last == len(days) - 1 else np.datetime64(int(days[last]), "D")


def set_far_dates_aside(drafts: Iterable[Draft], latest: np.datetime64) -> None:
    """Make each used row of a table of sessions or ratings after a day a problem."""
    dated = [d for d in drafts if d.table.name in DATED_TABLES and "date" in d.typed]
    for draft in dated:
        date = draft.typed["date"]
        rows = np.flatnonzero((date > latest) & ~draft.findings.is_lost)
        fault = Fault(
            f"a date at most {LONGEST_SILENCE_DAYS} days after the next-latest one, {latest}",
            "Correct the year. If the date is right, state the day on which the log is looked at "
            "(--as-of).",
        )
        value = np.datetime_as_string(date[rows], "D").astype(object)
        draft.findings.rows("date", rows, value, fault)


def _has_close_dates(drafts: Sequence[Draft]) -> bool:
    """Tell whether a date lies close before the latest, looking no further than to the first.

    A row set aside may hold either of them, so that only tables without one are looked at.
    """
    if not drafts or any(draft.findings.is_lost.any() for draft in drafts):
        return False
    tables = [draft.typed["date"].view(np.int64) for draft in drafts]
    latest = max(int(dates.max()) for dates in tables)
    early = latest - LONGEST_SILENCE_DAYS * MICROSECONDS_A_DAY
    parts = (dates[block] for dates in tables for block in blocks(len(dates)))
    return any(((early <= part) & (part < latest)).any() for part in parts)


def _days_of(draft: Draft) -> NDArray[np.int64]:
    """Return the different days of the used rows of a table, sorted, as numbers."""
    is_aside, days = draft.findings.is_lost, day_numbers(draft.typed["date"])
    days = days[~is_aside] if is_aside.any() else days
    if not len(days):
        return np.empty(0, dtype=np.int64)
    first, last = int(days.min()), int(days.max())
    return np.flatnonzero(counts_of(days - first, last - first + 1)) + first


def with_dates_pointed_out(log: MobilityLog) -> MobilityLog:
    """Return a log with a remark for each client whose first date lies far before the next.

    And with one where the last rows seem to be prepared in advance. The first is the counterpart of
    the rule that a last date far after the others is a problem. Neither sets anything aside, since
    a person may well come back after a year, or write less.
    """
    found = [remark for name in ("sessions", "stiffness") for remark in _of_table(log, name)]
    found += _prepared_rows(log)
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
            client = log.clients[codes[place]]
            file = _file_of(log, name, client)
            gap = (days[place + 1] - days[place]) // np.timedelta64(1, "D")
            records.append(_remark(name, file, client, str(days[place])[:10], int(gap)))
    return records


def _file_of(log: MobilityLog, name: str, client: str) -> str:
    files = log.account_by_client.drop_duplicates(["table", "client"])
    account = files.set_index(["table", "client"])["file"]
    return str(next(account[key] for key in ((name, client), (DIARY, client)) if key in account))


def _prepared_rows(log: MobilityLog) -> list[dict[str, object]]:
    """Return a remark for each client whose last sessions are a date and an exercise alone.

    Most of those before them say how much was done, so that the last may have been prepared in
    advance. Who stops rating or noting just writes less, and a time shows that a row was not.
    """
    sessions, ratings = log.sessions, log.stiffness
    codes, days = sessions["client"].array.codes, sessions["date"].to_numpy()
    rated, days_rated = ratings["client"].array.codes, ratings["date"].to_numpy()
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    ends = np.append(starts[1:], len(codes))[: len(starts)]
    says_amount = _say_amount(sessions)
    is_bare = ~says_amount & ((sessions["note"] == "") & sessions["time"].isna()).to_numpy()
    is_open = ends - starts > PREPARED_ROWS
    for n in range(1, PREPARED_ROWS + 1):
        is_open &= is_bare[np.maximum(ends - n, starts)]
    records = []
    for place in np.flatnonzero(is_open):
        own = slice(starts[place], ends[place])
        said = days[own][says_amount[own]]
        is_later = days[own] > said[-1] if len(said) else np.zeros(0, dtype=bool)
        n_rated = np.searchsorted(rated, codes[own.start], "right")
        is_rated = n_rated > 0 and rated[n_rated - 1] == codes[own.start]
        if (
            len(said) > MOST_SAID * (~is_later).sum()
            and len(np.unique(days[own][is_later])) >= PREPARED_ROWS
            and is_bare[own][is_later].all()
            and not (is_rated and days_rated[n_rated - 1] > said[-1])
        ):
            client, n = log.clients[codes[own.start]], int(is_later.sum())
            records.append(_remark_on_prepared(log, client, n, str(said[-1])[:10]))
    return records


def _say_amount(sessions: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which sessions say how much was done, or that it was not."""
    has_amount = (sessions["status"] != "done").to_numpy()
    for name in COUNTED:
        has_amount = has_amount | sessions[name].notna().to_numpy()
    return np.asarray(has_amount)


def _remark_on_prepared(log: MobilityLog, client: str, n: int, day: str) -> dict[str, object]:
    return {
        **_remark("sessions", _file_of(log, "sessions", client), client, f"{n:,} rows", 0),
        "expected": f"how much was done, as in most rows until {day}",
        "repair": "They count as done. If they were written in advance, take out those that were "
        "not done, or write skipped.",
    }


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
