"""Whether a log can be trusted, in words; and the caseload in words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from mobility_analysis.log import MobilityLog, log_from_tables
from mobility_analysis.log.model import StatedTargets
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds, changed_thresholds
from mobility_analysis.measures.keys import keys_in
from mobility_analysis.sample.make import make_sample_log
from mobility_analysis.words.caseload import (
    describe_caseload,
    describe_chance,
    describe_reasons,
    new_notes_words,
)
from mobility_analysis.words.log import client_notes, days_rated_words, describe_log, log_facts
from tests.diaries import day, has_no_forbidden, practised, prescribed, run_of


def with_account(log: MobilityLog, read: int, aside: int) -> MobilityLog:
    row = {"table": "sessions", "file": "sessions.csv", "rows_read": read,
           "rows_used": read - aside, "rows_set_aside": aside}  # fmt: skip
    return replace(log, account=pd.DataFrame([row]), targets=(StatedTargets(3, {}),))


def test_days_rows_and_the_day_of_looking() -> None:
    log = log_from_tables(
        sessions=practised(["2026-11-02", "2026-11-02", "2026-11-04"]),
        stiffness=run_of("2026-11-01", [4, None, 5]),
        programme=[prescribed(start="2026-10-26")],
    )
    text = describe_log(with_account(log, 8, 2))
    assert has_no_forbidden(text)
    # 26 Oct to 4 Nov is 10 days; rated on 2 (1 and 3 Nov), any entry on 4 (1, 2, 3, 4 Nov).
    assert text == (
        "26 Oct to 4 Nov 2026: 2 of 10 days rated, 4 with any entry (self-reported). 3 session "
        "rows and 2 ratings; newest entry 4 Nov 2026. Files: 8 rows read, 6 used, 2 set aside. "
        "Looked at as of 4 Nov 2026, and in a log of one client silence after this day is not "
        "counted. "
        "Plan as stated: 3 practice days a week, for a client without a programme, from "
        "the first logged session."
    )


def test_one_day_is_no_days() -> None:
    facts = log_facts(log_from_tables(stiffness=run_of("2026-11-01", [4])))
    assert days_rated_words(facts) == "1 of 1 day rated"
    assert days_rated_words(facts._replace(n_days=2)) == "1 of 2 days rated"


def test_days_rated_straight_after_sessions_only_are_told_apart() -> None:
    # 1 Nov: after only; 2 Nov: after and waking; 3 Nov: no moment. Two of three have a day value.
    rated = (("01", "after"), ("01", "after"), ("02", "after"), ("02", "waking"), ("03", ""))
    log = log_from_tables(
        stiffness=[
            {"client": "ana", "date": f"2026-11-{day}", "score": 4, "moment": moment}
            for day, moment in rated
        ]
    )
    said = "1 to 3 Nov 2026: 3 of 3 days rated (1 straight after sessions only), 3 with any entry"
    assert describe_log(log).startswith(said)


def test_later_rows_are_used_by_nothing() -> None:
    log = log_from_tables(stiffness=run_of("2026-11-01", [4, 4, 4]), as_of="2026-11-02")
    assert "1 later row, after 2 Nov 2026, is used by nothing here." in describe_log(log)
    earlier = describe_log(log, as_of=day("2026-11-01"))
    assert "2 later rows, after 1 Nov 2026, are used by nothing here." in earlier


def test_the_share_written_within_a_day_is_said() -> None:
    rows = [
        {"client": "ana", "date": "2026-11-01", "score": 4, "logged_at": written}
        for written in ("2026-11-01 21:00", "2026-11-02 23:59", "2026-11-03 00:01", "")
    ]
    log = log_from_tables(stiffness=[{**r, "logged_at": r["logged_at"] or None} for r in rows])
    facts = log_facts(log)
    assert (facts.n_stamped, facts.n_stamped_within_a_day) == (3, 2)
    assert (
        "Of the rows that say when they were written, 2 of 3 (66 %) were written on the day or the "
        "day after; rows written later rest on memory." in describe_log(log)
    )


def test_an_empty_log_holds_no_dated_row() -> None:
    assert describe_log(log_from_tables()) == "This log holds no dated row."


def test_a_log_of_many_says_how_many_and_counts_silence() -> None:
    text = describe_log(log_from_tables(**make_sample_log()))
    assert "entries of 9 clients" in text
    assert "silence after" not in text


def test_notes_are_as_written_and_the_newest_first() -> None:
    log = log_from_tables(
        sessions=[
            {"client": "ana", "date": "2026-11-01", "exercise": "down-dog", "note": "old"},
            {"client": "ana", "date": "2026-11-03", "exercise": "down-dog", "note": "later row"},
            {"client": "ana", "date": "2026-11-03", "exercise": "bear-rolls", "status": "skipped",
             "note": "last row"},
            {"client": "ana", "date": "2026-11-09", "exercise": "down-dog", "note": "to come"},
        ],
        stiffness=[{"client": "ana", "date": "2026-11-02", "score": 4.5, "moment": "waking",
                    "note": "=2+2 <b>"}, {"client": "ana", "date": "2026-11-02", "score": 4,
                    "note": "   "}],
        as_of="2026-11-05",
    )  # fmt: skip
    notes = client_notes(log)
    assert notes["note"].tolist() == ["last row", "later row", "=2+2 <b>", "old"]
    assert notes["about"].tolist() == [
        "skipped: Bear Rolls", "done: Down Dog", "self-rated 4.5, waking", "done: Down Dog",
    ]  # fmt: skip
    assert list(client_notes(log_from_tables()).columns) == ["client", "date", "about", "note"]


def test_the_caseload_counts_first_reasons_and_names_what_is_new() -> None:
    review = caseload_review(log_from_tables(**make_sample_log()))
    text = describe_caseload(review, as_of=day("2026-11-22"))
    assert has_no_forbidden(text + describe_chance(review))
    n_first = int((review["reasons"] != "").sum())
    assert text.startswith(
        f"9 clients as of 22 Nov 2026, all figures self-reported: {n_first} to look at first, "
        f"{9 - n_first} without a reason to."
    )
    assert all(keys_in(cell)[0] in text for cell in review["reasons"] if cell)
    new = describe_caseload(review.assign(new_reasons="paused now").head(2))
    assert "New since a week ago: Elin S (paused now) and Ben T (paused now)." in new
    gone = review.assign(gone_reasons=["low adherence; few ratings", *[""] * (len(review) - 1)])
    assert "2 reasons are gone since a week ago: Elin S (low adherence, few ratings)." in (
        describe_caseload(gone)
    )
    visits = gone.assign(compared_with=["the last appointment", *review["compared_with"][1:]])
    assert "2 reasons are gone since the last appointment or a week ago: Elin S (" in (
        describe_caseload(visits)
    )
    assert (
        "2 to look at first, 7 without a reason to. In this order: Elin S (stiffness worse) and "
        "Ben T (worse when last heard)."
    ) in text
    (one,) = review.head(1)["client"]
    assert describe_caseload(review.head(1)).startswith(
        f"1 client, all figures self-reported: look first: {one} ("
    )
    assert describe_caseload(review.head(1).assign(reasons="")).startswith(
        "1 client, all figures self-reported: no reason to look first."
    )
    assert describe_caseload(review.head(0)) == "No clients in this log."


def review_of(verdicts: list[str]) -> pd.DataFrame:
    clients = [f"c{number}" for number in range(len(verdicts))]
    return pd.DataFrame(
        {"client": clients, "reasons": "", "baseline_mean": 4.0, "recent_mean": 4.0,
         "verdict": verdicts, "thresholds": ""}
    )  # fmt: skip


def test_what_chance_alone_gives_is_a_number() -> None:
    verdicts = ["within own variation"] * 38 + ["lower", "higher"]
    verdicts += ["not enough ratings", "not comparable", ""]
    review = review_of(verdicts)
    # Of 40: 0.05 to 0.6 sharp rises a week, and 0.3 to 1.8 % of 40 = 0.12 to 0.72 false verdicts.
    assert describe_chance(review) == (
        "By chance alone, of 40 clients whose stiffness did not move, 0.1 to 0.6 would show a "
        "sharp rise in a week, and 0.1 to 0.7 would be called lower or higher (simulated "
        "diaries)."
    )
    # The rises were simulated with the usual threshold.
    other = Thresholds(rise_points=3)
    assert "sharp rise" not in describe_chance(review, thresholds=other)
    assert "not move, 0.1 to 0.7 would be called" in describe_chance(review, thresholds=other)
    assert "sharp rise" in describe_chance(review, thresholds=Thresholds(silent_days=21))


def test_rises_by_chance_are_left_out_where_it_is_not_known_which_threshold_was_changed() -> None:
    review = review_of(["lower"] * 40)
    changed = review.assign(thresholds=changed_thresholds(Thresholds(silent_days=21)))
    assert "sharp rise" not in describe_chance(changed)
    assert "sharp rise" in describe_chance(changed, thresholds=Thresholds(silent_days=21))


def test_new_notes_are_counted_beside_a_client() -> None:
    said = [new_notes_words({"notes_last_14_days": n}) for n in (0.0, 1.0, 2.0, float("nan"))]
    assert said == ["", "1 new note: read it", "2 new notes: read them", ""]


def test_each_reason_that_holds_says_from_where_on() -> None:
    reasons = ["low adherence; paused now", "stiffness worse; few ratings", ""]
    review = pd.DataFrame({"reasons": reasons})
    assert describe_reasons(review, Thresholds()) == (
        "Reasons: stiffness worse – higher by more than the diary's own ups and downs, or 2 points "
        "or more above the first weeks; low adherence – under 50 % of the last 28 days, judged "
        "from 14 eligible days of the last 28 on; few ratings – under 4 rated days in a week, in 3 "
        "of the last 4 weeks."
    )
    text = describe_reasons(review, Thresholds(low_adherence=0.6, worse_points=3))
    assert "or 3 points or more above the first weeks (usually 2)" in text
    best = describe_reasons(review.assign(reasons="up from best weeks"), Thresholds())
    assert best == "Reasons: up from best weeks – 2 points or more above the best four weeks."
    assert "low adherence – under 60 % of the last 28 days (usually 50 %), judged from 14" in text
    assert describe_reasons(review.assign(reasons="paused now"), Thresholds()) == ""
