"""What to talk about, and the key figures: facts with their numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.measures.caseload.reasons import REASONS
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.page.describe import questions
from mobility_analysis.report.page.tables import window_days_table
from mobility_analysis.report.summary import (
    KeyFigure,
    key_figures,
    lead_words,
    period_words,
    practice_sum,
    reason_words,
    small_print,
    topics_to_talk_about,
)
from mobility_analysis.words.caseload import counted_words
from mobility_analysis.words.numbers import MUST_CARRY
from mobility_analysis.words.practice import NEVER_LOGGED
from tests.diaries import has_no_forbidden, practised, prescribed, rated, run_of
from tests.page_logs import with_tables


def contents_of(log: MobilityLog) -> ClientContents:
    return client_contents(log, "ana")


BUSY = contents_of(
    log_from_tables(
        programme=[prescribed(start="2026-09-01"), prescribed("bear-rolls", start="2026-09-01")],
        sessions=[
            *practised([f"2026-11-{d:02}" for d in (2, 4, 6, 9, 11, 13, 16, 18)]),
            {"client": "ana", "date": "2026-11-05", "exercise": "bear-rolls", "note": "a " * 200},
        ],
        stiffness=run_of("2026-09-01", [3] * 14) + run_of("2026-11-09", [6] * 12),
        pauses=[{"client": "ana", "start": "2026-11-20", "reason": "flare"}],
        as_of="2026-11-22",
    )
)


def test_reasons_come_first_then_the_least_done_and_always_the_new_notes() -> None:
    said = topics_to_talk_about(BUSY)
    assert len(said) == 3
    assert said[0].startswith("Self-rated stiffness 3.0 points higher")
    reasons = str(BUSY.review["reasons"].iloc[0]).split("; ")
    assert reasons[:2] == ["stiffness worse", "up from best weeks"]
    # The best weeks are as the first ones, 3.0: that it is up from them is said by the first point.
    assert [reason_words(r, BUSY) for r in (reasons[0], *reasons[2:])][:3] == list(said)
    quiet = with_tables(BUSY, review=BUSY.review.assign(reasons=""))
    # 26 Oct to 19 Nov is 25 eligible days: 3 x 25 / 7 = 10.7 prescribed. The note is of 5 Nov, 17
    # days before: it is not new.
    assert topics_to_talk_about(quiet) == ("Bear Rolls: 1 of about 11, last 4 weeks",)
    noted = with_tables(BUSY, review=BUSY.review.assign(notes_last_14_days=2.0))
    assert topics_to_talk_about(noted) == (*said, "2 notes in the last 14 days: read them")


@pytest.mark.parametrize(
    ("noted", "said"),
    [("2026-11-09", ("1 note in the last 14 days: read it",)), ("2026-11-08", ())],
)
def test_a_note_is_to_be_read_for_fourteen_days_reason_or_not(
    noted: str, said: tuple[str, ...]
) -> None:
    row = {"client": "ana", "date": noted, "exercise": "down-dog", "note": "legs feel numb"}
    log = log_from_tables(sessions=[row, *practised(["2026-11-22"])])
    assert topics_to_talk_about(contents_of(log)) == said


def test_each_reason_is_a_fact_with_numbers() -> None:
    words = {reason: reason_words(reason, BUSY) for reason in REASONS}
    assert all(has_no_forbidden(text) for text in words.values())
    assert words["paused now"] == "Paused since 20 Nov 2026: flare"
    assert words["stopped logging"] == "Newest entry 20 Nov 2026, 2 days before 22 Nov 2026"
    # Down Dog 8 and Bear Rolls 1 of 2 x 10.7.
    assert words["low adherence"] == "9 of about 21 prescribed sessions counted, last 4 weeks"
    assert words["few ratings"] == (
        "Stiffness rated on 12 of 28 days, last 4 weeks; 3 of these days were paused"
    )
    assert words["stiffness worse"] == (
        "Self-rated stiffness 3.0 points higher than in the first 4 weeks, 3.0 to 6.0"
    )
    assert words["log unreadable"] == "Log unreadable"
    assert not [text for text in words.values() if "adherence" in text.lower()]


def test_a_clients_own_page_goes_by_the_thresholds_that_were_stated() -> None:
    rows = run_of("2026-10-10", [4] * 38) + run_of("2026-11-18", [7, 4, 7, 4, 4])
    log = log_from_tables(stiffness=rows, as_of="2026-11-22")
    assert "high scores" not in str(client_contents(log, "ana").review["reasons"].iloc[0])
    stated = client_contents(log, "ana", thresholds=Thresholds(high_worst=7))
    assert topics_to_talk_about(stated)[0] == (
        "High self-rated stiffness: 7 or more on 2 days of the last 7"
    )
    pairs = [
        {"client": "ana", "date": f"2026-11-0{day}", "score": score, "moment": moment,
         "exercise": "down-dog"}
        for day in range(1, 4) for moment, score in (("before", 3), ("after", 4))
    ]  # fmt: skip
    log = log_from_tables(stiffness=pairs, as_of="2026-11-22")
    stated = client_contents(log, "ana", thresholds=Thresholds(straight_after_points=1))
    assert topics_to_talk_about(stated)[0] == (
        "Self-rated 1 point or more stiffer straight after Down Dog, 3 of the last 3 times"
    )


def test_a_clients_own_page_names_the_thresholds_that_were_stated() -> None:
    log = log_from_tables(stiffness=run_of("2026-11-01", [4] * 22))
    said = (
        "Not the usual thresholds: stopped logging: 21 eligible days without an entry (usually 14)."
    )
    stated = client_contents(log, "ana", thresholds=Thresholds(silent_days=21))
    assert said in small_print(stated)
    assert stated.tables["assumptions"].values.tolist() == [["ana", said]]
    usual = client_contents(log, "ana")
    assert not usual.stated
    assert not [words for words in small_print(usual) if "threshold" in words]


def test_high_scores_and_sharp_rises_have_their_means() -> None:
    rows = run_of("2026-10-10", [4] * 30) + run_of("2026-11-18", [9, 9, 9, 8, 9])
    high = contents_of(log_from_tables(stiffness=run_of("2026-09-01", [8.8] * 83)))
    assert reason_words("high scores", high) == (
        "High self-rated stiffness: a mean of 8.8 in the last 4 weeks, usual for this client"
    )
    contents = contents_of(log_from_tables(stiffness=rows, as_of="2026-11-22"))
    assert reason_words("sharp rise", contents) == (
        "Self-rated stiffness 4.7 points higher on the last 3 rated days than in the 4 weeks "
        "before, 4.0 to 8.7"
    )
    assert reason_words("high scores", contents) == (
        "High self-rated stiffness: 9 or 10 on 4 days of the last 7"
    )
    usual = contents.high_scores.assign(is_usual_for_client=True, recent_mean=7.0)
    assert reason_words("high scores", with_tables(contents, high_scores=usual)) == (
        "High self-rated stiffness: 9 or 10 on 4 days of the last 7, usual for this client"
    )


def test_stiffer_straight_after_names_the_exercise() -> None:
    rows = []
    for number, rise in enumerate((0, 2, 3, 0, 2.5), start=1):
        rows += rated(
            [(f"2026-11-1{number}", 4, "before"), (f"2026-11-1{number}", 4 + rise, "after")]
        )
    rows = [{**row, "exercise": "foam-roller-overpressure"} for row in rows]
    contents = contents_of(log_from_tables(stiffness=rows))
    assert reason_words("worse straight after", contents) == (
        "Self-rated 2 points or more stiffer straight after Foam Roller with Overpressure, 3 of "
        "the last 5 times"
    )


def test_a_day_of_another_year_has_its_year() -> None:
    new_year = contents_of(log_from_tables(sessions=practised(["2025-12-28", "2026-01-04"])))
    assert key_figures(new_year)[0].label == "sessions done, since 28 Dec 2025"
    ratings = run_of("2025-11-01", [5] * 14) + run_of("2026-01-01", [4] * 14)
    stated = client_contents(
        log_from_tables(stiffness=ratings), "ana", baseline_start=pd.Timestamp("2025-11-01")
    )
    # 75 days to 14 January: windows of 28.
    assert key_figures(stated)[1].detail == "means of the first 4 weeks and the last 4 weeks"
    later = client_contents(
        log_from_tables(stiffness=ratings), "ana", baseline_start=pd.Timestamp("2025-11-05")
    )
    assert key_figures(later)[1].detail == (
        "means of the 4 weeks from 5 Nov 2025 and the last 4 weeks"
    )


def test_key_figures_are_counts_and_never_bands() -> None:
    practice, stiffness, least = key_figures(BUSY)
    assert practice.figure == "9 of about 21"
    assert practice.label == "prescribed sessions counted"
    assert stiffness.figure == "3.0 → 6.0"
    assert least.figure == "1 of about 11"
    assert "only Bear Rolls" in least.detail
    # The last week ends with the pause: 3 x 4 / 7 = 1.71 prescribed of Down Dog, rounded up to 2; 2
    # done. So 3 + 3 + 2 = 8 of Down Dog and 1 of Bear Rolls are counted of 2 x 3 x 25 / 7 = 21.43.
    assert practice_sum(BUSY)[0].endswith("9 counted; 9 / 21.4 = 42 %.")


@pytest.mark.parametrize(
    ("log", "figures"),
    [
        (log_from_tables(stiffness=run_of("2026-11-14", [5] * 9)),
         ("unknown", "too early", "unknown")),
        (log_from_tables(sessions=practised(["2026-11-14"])), ("1", "not rated", "1 time")),
        (log_from_tables(programme=[prescribed()], stiffness=run_of("2026-10-26", [5] * 28)),
         ("unknown", "5.0 → 5.0", "–")),
    ],
)  # fmt: skip
def test_thin_logs_have_words_in_place_of_figures(
    log: MobilityLog, figures: tuple[str, str, str]
) -> None:
    contents = contents_of(log)
    assert tuple(key.figure for key in key_figures(contents)) == figures
    assert has_no_forbidden(lead_words(contents) + period_words(contents))


@pytest.mark.parametrize("programme", [[], [prescribed(often="as needed")]])
def test_without_a_number_prescribed_never_logged_is_unknown_too(
    programme: list[dict[str, object]],
) -> None:
    rated = run_of("2026-11-14", [5] * 9)
    contents = contents_of(log_from_tables(stiffness=rated, programme=programme))
    box = key_figures(contents)[0]
    assert (box.figure, box.detail) == ("unknown", NEVER_LOGGED)
    assert lead_words(contents).endswith("Sessions were never logged: practice is unknown.")
    assert "sessions done" not in lead_words(contents)


def test_a_client_whose_session_rows_were_all_set_aside_has_not_done_0(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text("date,exercise\n2026-11-20,headstand on the moon\n")
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-11-19,5\n2026-11-20,4\n")
    log = load_log(tmp_path, on_problem="set aside")
    contents = client_contents(log, log.clients[0])
    assert contents.facts.rows.n_set_aside == 1
    assert key_figures(contents)[0].figure == "unknown"
    assert "No session could be read (1 row not read): practice is unknown" in lead_words(contents)


def test_the_page_names_the_moments_that_cannot_be_compared() -> None:
    rows = run_of("2026-09-01", [6] * 10, "waking") + run_of("2026-11-09", [3] * 14, "evening")
    contents = contents_of(log_from_tables(stiffness=rows))
    assert key_figures(contents)[1].figure == "not comparable"
    assert key_figures(contents)[1].detail == "first days waking, last days evening"
    assert "10 rated days: all waking) and the last 4 weeks" in lead_words(contents)
    assert "14: all evening)" in lead_words(contents)
    more = contents_of(log_from_tables(stiffness=rows + run_of("2026-09-11", [6], "before")))
    assert key_figures(more)[1].detail == "rated at other moments of the day"
    assert "11 rated days: 10 ratings waking and 1 before)" in lead_words(more)


def test_ratings_straight_after_sessions_alone_rate_no_day() -> None:
    after = run_of("2026-10-26", [3] * 28, "after")
    contents = contents_of(log_from_tables(stiffness=after))
    assert key_figures(contents)[1][::2] == (
        "no day rated",
        "28 ratings, all straight after sessions",
    )
    said = (
        "Stiffness was rated straight after sessions only, which shows the session and not the day."
    )
    assert lead_words(contents).startswith(said)
    assert topics_to_talk_about(contents) == (
        "Stiffness rated on no day: straight after sessions only",
    )
    # One rating of another moment is a day, and without any rating there was none at all.
    one = contents_of(log_from_tables(stiffness=after + run_of("2026-11-22", [4])))
    assert key_figures(one)[1].detail.startswith("1 day rated, at 4; ")
    none = contents_of(log_from_tables(sessions=practised(["2026-11-22"])))
    assert lead_words(none).startswith("Stiffness was never rated in this log.")


def test_a_relapse_after_good_weeks_is_a_topic_of_its_own() -> None:
    # 28 days at 6, 28 at 2, 28 at 4.7: within 2 points of the first, 2.7 above the best.
    rows = run_of("2026-08-31", [6] * 28 + [2] * 28 + [4.7] * 28)
    contents = contents_of(log_from_tables(stiffness=rows))
    assert topics_to_talk_about(contents) == (
        "Self-rated stiffness 4.7 now, 2.7 points above the best 4 weeks (2.0, 28 Sep to 25 Oct "
        "2026)",
    )
    assert "best" not in lead_words(contents)  # the same fact is not said twice on top


def test_few_days_at_one_end_are_in_the_box_and_in_the_lead() -> None:
    rows = run_of("2026-09-01", [3] * 14) + run_of("2026-11-17", [6] * 6)
    contents = contents_of(log_from_tables(stiffness=rows))
    box = key_figures(contents)[1]
    assert (box.figure, box.detail) == (
        "3.0 → 6.0",
        "too few days for a verdict: rated on 6 of the last 28 days, 14 of the first 28",
    )
    assert "If mostly bad days were rated" in lead_words(contents)
    thin = contents_of(log_from_tables(stiffness=rows[:14] + rows[-3:]))
    assert key_figures(thin)[1].figure == "too few ratings"


def test_done_least_is_only_said_where_something_was_left_out() -> None:
    days = [f"2026-11-{d:02}" for d in (2, 4, 6, 9, 11, 13, 16, 18, 20)]
    log = log_from_tables(
        programme=[prescribed(start="2026-11-02")], sessions=practised(days), as_of="2026-11-22"
    )
    assert key_figures(contents_of(log))[2].figure == "all"
    assert key_figures(contents_of(log))[2].label == "counted in every focus area"
    # The last of nine is done in part: 8 of 9, of both areas of the one exercise: none is least.
    part = [*practised(days[:-1]), *practised(days[-1:], status="partial")]
    less = log_from_tables(
        programme=[prescribed(start="2026-11-02")], sessions=part, as_of="2026-11-22"
    )
    assert key_figures(contents_of(less))[2][:3] == (
        "8 of 9", "counted in every focus area", "since 2 Nov; only Down Dog"
    )  # fmt: skip
    # Beside another exercise that is all done, both of its areas are least.
    both = log_from_tables(
        programme=[prescribed(start="2026-11-02"), prescribed("bear-rolls", start="2026-11-02")],
        sessions=[*part, *practised(days, exercise="bear-rolls")],
        as_of="2026-11-22",
    )
    assert key_figures(contents_of(both))[2][:3] == (
        "8 of 9", "done least: spinal length and thoracic flexion", "since 2 Nov; only Down Dog"
    )  # fmt: skip


def test_areas_of_one_share_and_other_numbers_are_counted_and_no_per_cent() -> None:
    # 3 a week of one exercise and 2 of another over four weeks, none done: 0 of 12 and 0 of 8. Down
    # Dog trains two areas, Bear Rolls two others.
    rows = [prescribed(), prescribed("bear-rolls", often="2")]
    log = log_from_tables(
        programme=rows, sessions=practised(["2026-11-01"], status="skipped"), as_of="2026-11-22"
    )
    assert key_figures(contents_of(log))[2][:3] == (
        "0 of 8 to 12", "sessions counted of each focus area",
        "last 4 weeks; Bear Rolls and Down Dog",
    )  # fmt: skip
    more = log_from_tables(
        programme=[*rows, prescribed("overhead-opener", often="1")],
        sessions=practised(
            ["2026-10-27", "2026-11-03", "2026-11-10", "2026-11-17"], exercise="overhead-opener"
        ),
        as_of="2026-11-22",
    )
    assert key_figures(contents_of(more))[2][:2] == (
        "0 of 8 to 12", "sessions counted of each focus area done least: 4 focus areas"
    )  # fmt: skip


def test_a_plan_of_practice_days_is_counted_in_days_on_the_page() -> None:
    # 3 days a week from Mon 26 Oct, four weeks: 12 planned; 3, 3, 3 and 1 days done.
    days = ["2026-10-26", "2026-10-28", "2026-10-30", "2026-11-02", "2026-11-04", "2026-11-06",
            "2026-11-09", "2026-11-11", "2026-11-13", "2026-11-16"]  # fmt: skip
    log = with_targets(log_from_tables(sessions=practised(days), as_of="2026-11-22"), per_week=3)
    contents = contents_of(log)
    assert key_figures(contents)[0][:2] == ("10 of 12", "planned practice days counted")
    assert "10 of 12 planned practice days counted in the last 4 weeks" in lead_words(contents)
    assert practice_sum(contents) == (
        "26 Oct to 22 Nov 2026: planned 12, done 10. A week counts at most what was planned for "
        "it, rounded up to a whole day, and the weeks together at most all that was planned: 10 "
        "counted; 10 / 12 = 83 %.",
    )
    whole = " ".join((lead_words(contents), *small_print(contents), *practice_sum(contents)))
    assert "prescribed" not in whole


def test_the_days_before_are_those_that_the_diary_has() -> None:
    # The last 4 weeks begin on Mon 26 Oct; the diary on the Sunday 8 days before.
    days = [str(d.date()) for d in pd.date_range("2026-10-18", "2026-11-22")]
    free = contents_of(log_from_tables(sessions=practised(days), as_of="2026-11-22"))
    assert key_figures(free)[0][:3] == (
        "28", "sessions done, last 4 weeks", "no programme written down"
    )  # fmt: skip
    assert "28 sessions done in the last 4 weeks, 26 Oct to 22 Nov 2026, 8 in the 8 days" in (
        lead_words(free)
    )
    # Every second day of it, once a day prescribed: 4 of 8 in these days.
    due = contents_of(
        log_from_tables(
            programme=[prescribed(start="2026-10-18", often="7")],
            sessions=practised(days[::2]),
            as_of="2026-11-22",
        )
    )
    assert key_figures(due)[0][:3] == (
        "14 of 28", "prescribed sessions counted", "last 4 weeks; the 8 days before: 4 of 8"
    )  # fmt: skip
    assert counted_words(due.review.iloc[0], "28_days_before") == "4 of 8 (8 days)"


def test_a_changed_programme_is_in_the_small_print() -> None:
    rows = [
        prescribed(start="2026-06-01", often="5", end="2026-08-02"),
        prescribed(start="2026-08-03", often="2"),
    ]
    contents = contents_of(log_from_tables(programme=rows, sessions=practised(["2026-11-22"])))
    assert (
        "What was prescribed changed: Down Dog 5 a week until 2 Aug, then 2 a week."
        in small_print(contents)
    )


def test_who_logged_a_skipped_session_has_logged() -> None:
    contents = contents_of(log_from_tables(sessions=practised(["2026-11-14"], status="skipped")))
    assert key_figures(contents)[0].figure == "0"
    assert "0 sessions done" in lead_words(contents)


def test_the_small_print_carries_all_that_a_page_must() -> None:
    said = small_print(BUSY)
    assert said[: len(MUST_CARRY)] == MUST_CARRY
    whole = " ".join(said)
    assert "(mark borrowed from pain ratings)" in lead_words(BUSY)
    assert "days rated" in whole
    assert "set aside" in whole
    assert "as of 22 Nov 2026" in period_words(BUSY)
    assert "silence after this day is not counted" in period_words(BUSY)
    assert has_no_forbidden(whole)


def test_a_high_mean_is_the_one_that_the_reason_goes_by() -> None:
    # Waking 6 throughout; of late also 10 in the evening: days of 8, while waking alone stays 6.
    rows = run_of("2026-09-01", [6] * 83)
    rows += [row | {"moment": "evening", "score": 10} for row in rows[-28:]]
    contents = contents_of(log_from_tables(stiffness=rows))
    change = contents.stiffness_change.iloc[0]
    assert (change["recent_mean"], contents.high_scores["recent_mean"].iloc[0]) == (6.0, 8.0)
    assert reason_words("high scores", contents) == (
        "High self-rated stiffness: a mean of 8.0, of all moments of the day, in the last 4 weeks, "
        "usual for this client"
    )


@pytest.mark.parametrize(
    ("pauses", "said"),
    [
        ([("2026-10-26", "2026-11-15")], "; 3 of these weeks were paused"),
        ([("2026-10-01", "2026-10-26"), ("2026-10-26", "2026-11-01")],
         "; 1 of these weeks was paused"),
        ([("2026-11-20", None)], "; 3 of these days were paused"),
        ([("2026-10-01", "2026-10-25")], ""),
    ],
)  # fmt: skip
def test_of_few_ratings_it_is_said_how_many_of_the_days_were_paused(
    pauses: list[tuple[str, str | None]], said: str
) -> None:
    log = log_from_tables(
        programme=[prescribed(start="2026-09-01")],
        stiffness=run_of("2026-09-01", [4.0] * 50) + run_of("2026-11-16", [4.0] * 7),
        pauses=[{"client": "ana", "start": start, "end": end} for start, end in pauses],
        as_of="2026-11-22",
    )
    found = reason_words("few ratings", client_contents(log, "ana"))
    assert found == f"Stiffness rated on 7 of 28 days, last 4 weeks{said}"


def test_a_why_asks_for_a_figure_and_not_for_what_it_lacks() -> None:
    sessions = KeyFigure("none due", "sessions", "last 4 weeks", "2 rows not read")
    areas = KeyFigure("none due", "in any focus area", "last 4 weeks")
    assert (sessions.label, areas.label) == ("sessions; 2 rows not read", "in any focus area")
    assert questions([sessions, areas, KeyFigure("5.8", "stiffness", "")]) == [
        "Why none due, sessions?", "Why none due, in any focus area?", "Why 5.8?",
    ]  # fmt: skip


# two ratings of 4 and 5 on the second day: 4.5, beside which the whole days have a decimal, too
def test_the_values_of_a_list_have_as_many_decimals_each() -> None:
    days = ["2026-11-02", "2026-11-03", "2026-11-03", "2026-11-04"]
    scores = [
        {"client": "ana", "date": d, "score": s} for d, s in zip(days, (4, 4, 5, 3), strict=True)
    ]
    table = window_days_table(contents_of(log_from_tables(stiffness=scores)))
    assert [row[1] for row in table.rows] == ["4.0", "4.5", "3.0"]
