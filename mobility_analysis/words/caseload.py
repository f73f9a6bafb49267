"""The caseload in words: who to look at first, what is new, and what chance alone gives.

What a row says in a few words is the same for its chart and its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.review import NOTES_DAYS
from mobility_analysis.measures.caseload.thresholds import Thresholds, is_usual
from mobility_analysis.measures.days import TOLERANCE
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.measures.limits import FOUR_WEEKS
from mobility_analysis.words.arguments import takes
from mobility_analysis.words.counted import counted_of
from mobility_analysis.words.log import rows_not_read_words
from mobility_analysis.words.numbers import (
    NONE_DUE,
    count_words,
    date_words,
    is_missing,
    list_words,
    number_words,
    of_words,
)
from mobility_analysis.words.reasons import reason_note, reason_rule
from mobility_analysis.words.verdict import JUDGED

# False sharp rises a week among 40 unchanged clients, and the share of unchanged diaries that are
# called lower or higher, both simulated (scores 0-10, SD 1.0 to 1.6, 8 to 24 weeks, a quarter of
# the days missing) at lag-1 autocorrelation 0 and 0.6.
SHARP_RISES_OF_40 = (0.05, 0.6)
FALSE_VERDICTS = (0.003, 0.018)
#: Of one client no number of clients is to be expected.
LEAST_BY_CHANCE = 2
MAX_NAMED = 12
MAX_UNREADABLE = 4

Row = Mapping[Any, Any] | pd.Series


def caseload_title(n_first: int, n_all: int) -> str:
    """Say how many clients there are to look at first; of one client whether there is a reason.

    Examples
    --------
    >>> caseload_title(2, 9), caseload_title(0, 1)
    ('Look first: 2 of 9 clients', 'No reason to look first')
    """
    if n_all == 1:
        return "A reason to look first" if n_first else "No reason to look first"
    return f"Look first: {of_words(n_first, n_all, 'client')}"


def clinic_only_words(n_all: int) -> str:
    """Say why a list of clients leaves the clinic with nobody.

    Examples
    --------
    >>> clinic_only_words(9), clinic_only_words(1)
    ('Clinic only: names several clients', 'Clinic only: names a client')
    """
    return f"Clinic only: names {'a client' if n_all == 1 else 'several clients'}"


@takes(several_clients=True, review="caseload_review")
def describe_caseload(review: pd.DataFrame, *, as_of: pd.Timestamp | None = None) -> str:
    """Say how many clients there are to look at first, and what is new.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``.
    as_of : Timestamp, optional
        The day on which the log is looked at, to be named.

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> print(ma.describe_caseload(ma.caseload_review(log)))
    9 clients, all figures self-reported: 2 to look at first, 7 without a reason to. In this order:
    Elin S (stiffness worse) and Ben T (worse when last heard).
    """
    if review.empty:
        return "No clients in this log."
    day = "" if as_of is None else f" as of {date_words(as_of)}"
    first = review[review["reasons"] != ""]
    if len(review) == 1:
        found = f"look first: {_in_order(first)}" if len(first) else "no reason to look first"
    else:
        found = (
            f"{number_words(len(first))} to look at first, "
            f"{number_words(len(review) - len(first))} without a reason to"
        )
    said = [f"{count_words(len(review), 'client')}{day}, all figures self-reported: {found}."]
    if len(first) and len(review) > 1:
        said.append(f"In this order: {_in_order(first)}.")
    said += [_not_read(review), describe_comparison(review), describe_thresholds(review)]
    return " ".join(sentence for sentence in said if sentence)


def _not_read(review: pd.DataFrame) -> str:
    """Name the clients of whose figures rows were not read; empty where there are none."""
    sums = review[["practice_rows_not_read", "rating_rows_not_read"]].fillna(0).sum(axis=1)
    lost = [(str(c), n) for c, n in zip(review["client"], sums.astype("int64"), strict=True) if n]
    if not lost:
        return ""
    named = [f"{client} ({number_words(n)})" for client, n in lost[:MAX_NAMED]]
    more = len(lost) - len(named)
    names = list_words([*named, f"{number_words(more)} more"] if more else named)
    return f"Rows not read, so that figures lack them: {names}."


def _in_order(first: pd.DataFrame) -> str:
    """Name those to look at first with their first reason, and count the others."""
    rows = first.head(MAX_NAMED).to_dict("records")
    reasons = [reasons_of(row)[0] for row in rows]
    named = [
        f"{row['client']} ({reason.name}{reason.note})"
        for row, reason in zip(rows, reasons, strict=True)
    ]
    more = len(first) - len(named)
    return list_words([*named, f"{number_words(more)} more"] if more else named)


def describe_comparison(review: pd.DataFrame) -> str:
    """Say whose reasons are new, and whose are gone, since what; empty for none."""
    since = sorted(filter(None, review["compared_with"].unique()), reverse=True)
    new, _ = _whose_reasons(review, "new_reasons")
    gone, n_gone = _whose_reasons(review, "gone_reasons")
    then = " or ".join(since)
    said = [f"New since {then}: {new}."] if new else []
    if gone:
        reasons = f"{count_words(n_gone, 'reason')} {'is' if n_gone == 1 else 'are'}"
        said.append(f"{reasons} gone since {then}: {gone}.")
    return " ".join(said)


def _whose_reasons(review: pd.DataFrame, column: str) -> tuple[str, int]:
    """Name the clients of some reasons with them, and say how many reasons those are."""
    # As lists: to go through a column of texts of thousands of clients takes 20 times as long.
    clients, cells = (review[name].tolist() for name in ("client", column))
    found = [
        (client, keys_in(cell))
        for client, cell in zip(clients, cells, strict=True)
        if cell and keys_in(cell)  # of most clients there is none
    ]
    names = [f"{client} ({', '.join(reasons)})" for client, reasons in found[:MAX_NAMED]]
    more = len(found) - MAX_NAMED
    names += [f"{number_words(more)} more"] if more > 0 else []
    return list_words(names), sum(len(reasons) for _, reasons in found)


def describe_unreadable(unreadable: pd.DataFrame) -> tuple[str, ...]:
    """Say which logs could not be read, each with its file and why; of many, the first.

    Examples
    --------
    >>> row = {"client": "Anna", "file": "Anna.xlsx", "reason": "2 problems."}
    >>> describe_unreadable(pd.DataFrame([row]))
    ('Anna.xlsx could not be read and is in no figure: 2 problems.',)
    """
    named = unreadable[unreadable["file"] != ""]  # in an anonymised list none is
    said = [
        f"{row['file']} could not be read and is in no figure: {' '.join(row['reason'].split())}"
        for row in named.head(MAX_UNREADABLE).to_dict("records")
    ]
    more = len(named) - len(said)
    said += [f"{count_words(more, 'more log')} could not be read."] if more else []
    return tuple(said)


def describe_thresholds(review: pd.DataFrame) -> str:
    """Name the thresholds that are not the usual ones; empty where all are."""
    changed = next(filter(None, review["thresholds"].tolist()), "")
    return " ".join(thresholds_words(changed))


def thresholds_words(changed: str) -> tuple[str, ...]:
    """Name the thresholds that are not the usual ones in a sentence; none where all are."""
    return (f"Not the usual thresholds: {changed}.",) if changed else ()


def describe_reasons(review: pd.DataFrame, thresholds: Thresholds) -> str:
    """State the limits of the reasons that any client has, in their order; empty for none."""
    found = {reason for cell in review["reasons"].unique() for reason in keys_in(cell)}
    rules = {reason: reason_rule(reason, thresholds) for reason in REASONS if reason in found}
    said = "; ".join(f"{reason} – {rule}" for reason, rule in rules.items() if rule)
    return f"Reasons: {said}." if said else ""


@takes(several_clients=True, review="caseload_review")
def describe_chance(review: pd.DataFrame, *, thresholds: Thresholds | None = None) -> str:
    """Say how many sharp rises and verdicts chance alone would give among so many clients.

    Parameters
    ----------
    review : DataFrame
        ``caseload_review``; clients with a verdict are counted. Sharp rises are left out where
        their threshold is not the one that was simulated.
    thresholds : Thresholds, optional
        Those that the review goes by. Unless stated, sharp rises are left out where any threshold
        of the review is not the usual one.

    Returns
    -------
    str

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> from mobility_analysis.sample.bundled import bundled_sample
    >>> log = ma.load_log(bundled_sample())
    >>> print(ma.describe_chance(ma.caseload_review(log)))
    By chance alone, of 6 clients whose stiffness did not move, up to 0.1 would show a sharp rise in
    a week, and up to 0.1 would be called lower or higher (simulated diaries).
    """
    n_clients = int(review["verdict"].isin(JUDGED).sum())
    said = []
    if _is_rise_as_simulated(review, thresholds):
        rises = (n_clients * rises / 40 for rises in SHARP_RISES_OF_40)
        said.append(f"{_by_chance(*rises)} would show a sharp rise in a week")
    verdicts = (n_clients * share for share in FALSE_VERDICTS)
    said.append(f"{_by_chance(*verdicts)} would be called lower or higher")
    if n_clients < LEAST_BY_CHANCE:
        return ""
    return (
        f"By chance alone, of {count_words(n_clients, 'client')} whose stiffness did not move, "
        f"{', and '.join(said)} (simulated diaries)."
    )


def _is_rise_as_simulated(review: pd.DataFrame, thresholds: Thresholds | None) -> bool:
    """Whether a sharp rise holds from the usual points on."""
    if thresholds is None:
        return not review["thresholds"].astype("bool").any()
    return is_usual("sharp rise", thresholds)


def _by_chance(low: float, high: float) -> str:
    """Write from how many to how many; never a 0 that would say that there can be none."""
    if high < 0.05:
        return "fewer than 0.1"
    return f"up to {high:.1f}" if low < 0.05 else f"{low:.1f} to {high:.1f}"


class Reason(NamedTuple):
    """A reason to look first, what is needed to read it, and whether it did not hold before."""

    name: str
    note: str
    is_new: bool

    @property
    def words(self) -> str:
        """The reason with its note, and whether it is new."""
        return f"{self.name}{self.note}{' (new)' if self.is_new else ''}"


def reasons_of(row: Row) -> list[Reason]:
    """Return the reasons of a row, each with what is needed to read it rightly.

    A pause has its reason, high scores say where they are usual for the client, a client who
    stopped logging may never have begun, and few ratings say how long ago a client began who has
    rated for less than 4 weeks.

    Examples
    --------
    >>> row = {"reasons": "paused now; low adherence", "pause_reason": "flu", "new_reasons": ""}
    >>> [reason.words for reason in reasons_of(row)]
    ['paused now: flu', 'low adherence']
    """
    new = keys_in(row["new_reasons"])
    return [Reason(name, reason_note(name, row), name in new) for name in keys_in(row["reasons"])]


def practice_words(row: Row, done: str, prescribed: str) -> str:
    """Say why there is no done of prescribed to show; empty where there is one.

    ``not read``; ``no set number`` (nothing, or only "as needed", was prescribed); ``paused`` or
    ``none due`` (in the whole window); ``never logged`` (practice is unknown; ``not read`` where
    rows were set aside).

    Examples
    --------
    >>> practice_words({"reasons": "", "done": float("nan"), "due": 12.0}, "done", "due")
    'never logged'
    """
    if is_practice_unread(row, done, prescribed):
        return "not read"
    if is_missing(row[prescribed]):
        return "no set number"
    if row[prescribed] <= TOLERANCE:
        return "paused" if isinstance(row["pause_reason"], str) else NONE_DUE
    return "never logged" if is_missing(row[done]) else ""


def without_number_words(row: Row, window: str) -> str:
    """Say how many sessions were done that no number is set for; empty where one is.

    Examples
    --------
    >>> without_number_words({"done_without_number_x": 22.0}, "x")
    '22 sessions'
    """
    done, days = row[f"done_without_number_{window}"], row.get(f"days_{window}", FOUR_WEEKS)
    if is_missing(done) or not days:
        return ""
    return f"{count_words(done, 'session')}{_in_days(days)}"


def is_practice_unread(row: Row, done: str, prescribed: str) -> bool:
    """Whether there is no done of prescribed because rows, or the whole log, were not read."""
    is_unknown = bool(row[prescribed] > TOLERANCE and is_missing(row[done]))
    return _is_unreadable(row) or (is_unknown and _is_missing_rows(row, "practice_rows_not_read"))


def is_stiffness_unread(row: Row) -> bool:
    """Whether there are no two means because rows, or the whole log, were not read."""
    if not is_missing(row["change_points"]):
        return False
    is_unknown = is_missing(row["first_rating"])
    return _is_unreadable(row) or (is_unknown and _is_missing_rows(row, "rating_rows_not_read"))


def _is_unreadable(row: Row) -> bool:
    return keys_in(row["reasons"])[:1] == ["log unreadable"]


def notes_words(row: Row) -> str:
    """Say how many notes were written of late; empty for none.

    Examples
    --------
    >>> notes_words({"notes_last_14_days": 2.0}), notes_words({"notes_last_14_days": 1.0})
    ('2 notes in the last 14 days: read them', '1 note in the last 14 days: read it')
    """
    number = row["notes_last_14_days"]
    if is_missing(number) or not number:
        return ""
    them = "it" if number == 1 else "them"
    return f"{count_words(number, 'note')} in the last {NOTES_DAYS} days: read {them}"


def new_notes_words(row: Row) -> str:
    """Say the same beside a client of a list: "2 new notes: read them"; empty for none."""
    number = row["notes_last_14_days"]
    if is_missing(number) or not number:
        return ""
    return f"{count_words(number, 'new note')}: read {'it' if number == 1 else 'them'}"


def counted_words(row: Row, window: str) -> str:
    """Write counted of prescribed in the "last_28_days" or the "28_days_before"; a dash for none.

    Where the log has but a part of the days before, how many they are.

    Examples
    --------
    >>> counted_words({"counted_x": 31.0, "prescribed_x": 48.0}, "x")
    '31 of 48'
    >>> counted_words({"counted_x": 5.0, "prescribed_x": 8.0, "days_x": 19.0}, "x")
    '5 of 8 (19 days)'
    """
    counted, prescribed = row[f"counted_{window}"], row[f"prescribed_{window}"]
    if is_missing(counted) or is_missing(prescribed) or prescribed <= TOLERANCE:
        return "–"
    return f"{counted_of(counted, prescribed)}{_in_days(row.get(f'days_{window}', FOUR_WEEKS))}"


def _in_days(days: float) -> str:
    """Say how many days the log has of a window, where it has a part."""
    return f" ({count_words(days, 'day')})" if days < FOUR_WEEKS else ""


def not_read_words(row: Row, column: str) -> str:
    """Say how many rows of a figure were not read; nothing where all were.

    Examples
    --------
    >>> not_read_words({"practice_rows_not_read": 32}, "practice_rows_not_read")
    '32 rows not read'
    """
    number = row[column]
    return rows_not_read_words(0 if is_missing(number) else int(number))


def stiffness_words(row: Row) -> str:
    """Say why there are no two means to show; empty where there are.

    Examples
    --------
    >>> stiffness_words({"change_points": 1.0})
    ''
    """
    if not is_missing(row["change_points"]):
        return ""
    if is_stiffness_unread(row):
        return "not read"
    return "no ratings" if is_missing(row["first_rating"]) else str(row["verdict"])


def _is_missing_rows(row: Row, column: str) -> bool:
    number = row.get(column, 0)
    return bool(not is_missing(number) and number > 0)
