"""Numbers, frequencies, weekdays, scales, ids: what is read, and as what."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, Scale, log_from_tables
from mobility_analysis.log.check.values import (
    LONGEST_ID,
    are_tidy_ids,
    read_client,
    read_frequency,
    read_number,
    read_weekdays,
)
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.schema import TABLES

SCORE = TABLES["stiffness"]["score"]
DURATION = TABLES["sessions"]["duration_min"]
TIMES = TABLES["programme"]["times_per_week"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("5", 5), ("5.5", 5.5), ("5,5", 5.5), (",5", 0.5), ("0,125", 0.125), ("+3", 3), ("1e1", 10),
     (5, 5), (5.5, 5.5), ("0", 0), ("-0", 0)],
)  # fmt: skip
def test_numbers(written: object, number: float) -> None:
    read = read_number(written, SCORE)
    assert read == number
    assert math.copysign(1, float(read)) == 1


@pytest.mark.parametrize("written", ["5 kg", "7/10", "½", "5..5", "1_0", "0x5", "³", True, "5,5,5"])
def test_what_is_no_number(written: object) -> None:
    assert isinstance(read_number(written, SCORE), Fault)


def test_a_comma_before_three_digits_may_be_either() -> None:
    assert isinstance(read_number("1,250", DURATION), Fault)
    assert read_number("1,250", DURATION, has_decimal_comma=True) == 1.25
    assert isinstance(read_number("1.250", DURATION, has_decimal_comma=True), Fault)
    assert read_number("1.250", DURATION) == 1.25


def test_a_clear_decimal_comma_settles_its_column() -> None:
    rows = [
        {"date": "2026-01-05", "exercise": "bear-rolls", "duration_min": text}
        for text in ("12,5", "1,250")
    ]
    assert log_from_tables(sessions=rows).sessions["duration_min"].tolist() == [12.5, 1.25]


@pytest.mark.parametrize(
    ("written", "times", "kept"),
    [("3", 3, "3"), (2.5, 2.5, "2.5"), ("3-4", 3, "3-4"), ("3 – 4", 3, "3 – 4"), ("3 to 4", 3,
    "3 to 4"),
     ("14", 14, "14"), ("every other day", 3.5, "every other day"),
     ("Every 3  days", 7 / 3, "every 3 days"), ("every-3rd-day", 7 / 3, "every 3rd day"),
     ("each day", 7, "each day"), ("Daily", 7, "daily"), ("every two days", 3.5, "every two days"),
     ("alternate days", 3.5, "alternate days")],
)  # fmt: skip
def test_frequencies(written: object, times: float, kept: str) -> None:
    assert read_frequency(written, TIMES) == (times, False, kept)


@pytest.mark.parametrize("written", ["every 0 days", "every week", "every day or so", "other days"])
def test_days_that_are_no_frequency_are_refused(written: str) -> None:
    assert isinstance(read_frequency(written, TIMES), Fault)


@pytest.mark.parametrize("written", ["As needed", "as-needed", " AS  NEEDED "])
def test_as_needed(written: str) -> None:
    read = read_frequency(written, TIMES)
    assert not isinstance(read, Fault)
    assert read.is_as_needed
    assert math.isnan(read.times_per_week)
    assert read.written == "as needed"


def test_a_frequency_that_became_a_date() -> None:
    import datetime

    read = read_frequency(datetime.datetime(2026, 4, 3), TIMES)
    assert isinstance(read, Fault)
    assert "turned this cell into a date" in read.repair


@pytest.mark.parametrize(
    ("written", "days"),
    [("Mon Wed Fri", "Mon Wed Fri"), ("fri,mon", "Mon Fri"), ("Tuesdays & thurs", "Tue Thu"),
     ("Mon; Mon", "Mon"), ("Saturday and Sunday", "Sat Sun"), ("Tues/Weds", "Tue Wed"), ("daily",
     None)],
)  # fmt: skip
def test_weekdays(written: str, days: str | None) -> None:
    read = read_weekdays(written)
    assert read == days if days else isinstance(read, Fault)


def ratings(*scores: object) -> list[dict]:
    return [{"date": f"2026-01-{i:02d}", "score": s} for i, s in enumerate(scores, 1)]


def test_a_stated_scale_is_applied_and_named() -> None:
    log = log_from_tables(stiffness=ratings(1, 3, 5), scale=Scale(1, 5))
    assert log.stiffness["score"].tolist() == [0, 5, 10]
    assert log.assumptions == (
        "3 stiffness scores in stiffness were written on a scale from 1 to 5, as stated; "
        "here they stand from 0 to 10: 1 as 0, 5 as 10.",
    )


def test_a_reversed_scale() -> None:
    log = log_from_tables(stiffness=ratings(1, 4, 5), scale=Scale(1, 5, reversed=True))
    # 4 is three quarters of the way up a scale on which up is better: 10 x (1 - 3/4) = 2.5
    assert log.stiffness["score"].tolist() == [10, 2.5, 0]
    assert log.assumptions[0].endswith("5 as 0, 1 as 10.")


def test_a_score_outside_the_stated_scale_is_a_problem() -> None:
    with pytest.raises(
        DataError, match=r"found .6.; expected a number from 1 to 5\. Correct the score, or the "
    ):
        log_from_tables(stiffness=ratings(1, 6), scale=Scale(1, 5))


def test_a_stated_scale_says_nothing_where_there_are_no_scores() -> None:
    log = log_from_tables(
        sessions=[{"date": "2026-01-05", "exercise": "bear-rolls"}], scale=Scale(1, 5)
    )
    assert log.assumptions == ()


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((0, 1, 1), "only 0 and 1"),
        ((1, 5, 2), "only whole numbers from 1 to 5"),
        ((2, 3), "only whole numbers from 1 to 5"),
        ((0, 5, 2), ""),
        ((1, 2.5), ""),
        ((1, 6), ""),
        ((0, 0), ""),
    ],
)
def test_a_column_that_looks_like_another_scale_is_pointed_out(
    scores: tuple[float, ...], found: str
) -> None:
    log = log_from_tables(stiffness=ratings(*scores))
    assert log.stiffness["score"].tolist() == list(scores)
    assert log.remarks["value"].tolist() == ([found] if found else [])


def test_words_for_no_value_are_empty_and_pointed_out_where_nothing_can_be_lost() -> None:
    rows = [
        {"date": "2026-01-05", "exercise": "bear-rolls", "sets": "N/A", "note": "n/a"},
        {"date": "2026-01-06", "exercise": "bear-rolls", "sets": "3", "note": "-"},
    ]
    log = log_from_tables(sessions=rows)
    assert log.sessions["sets"].isna().tolist() == [True, False]
    assert log.sessions["note"].tolist() == ["n/a", "-"]
    [remark] = log.remarks.to_dict("records")
    assert (remark["line"], remark["value"]) == (1, "N/A")
    assert remark["repair"] == "Read as an empty cell, in 1 row."


def test_a_number_is_an_id_and_a_name_is_one_however_spaced() -> None:
    log = log_from_tables(stiffness=[
        {"client": 12.0, "date": "2026-01-05", "score": 1},
        {"client": " A.  Example ", "date": "2026-01-05", "score": 1},
        {"client": "Zoe\u0308", "date": "2026-01-05", "score": 1},
    ])  # fmt: skip
    assert log.clients == ("12", "A. Example", "Zo\u00eb")


def test_what_no_page_can_show_is_marked_in_notes() -> None:
    note = "fine\x00\x1b[31m \ud800 =1+1 <b>"
    [row] = log_from_tables(
        stiffness=[{"date": "2026-01-05", "score": 1, "note": note}]
    ).stiffness.to_dict("records")
    assert row["note"] == "fine\ufffd\ufffd[31m \ufffd =1+1 <b>"


LETTERS = st.text("a B.é\n\t\x00\u200b", max_size=5) | st.just("x" * (LONGEST_ID + 1))


@given(ids=st.lists(LETTERS | st.integers(0, 9), min_size=1, max_size=3))
def test_ids_that_are_tidy_read_as_they_are(ids: list[object]) -> None:
    assert are_tidy_ids(ids) <= all(read_client(value) == value for value in ids)


@pytest.mark.parametrize("untidy", ["a  b", " a", "a ", "a\x00", "e\u0301", "a\nb", "", 7])
def test_one_id_to_be_tidied_is_seen_among_others(untidy: object) -> None:
    assert not are_tidy_ids(["ana", untidy, "ben"])


def test_plain_ids_of_every_length_are_tidy() -> None:
    assert are_tidy_ids(["ana", "A. Example", "client-01", "x" * LONGEST_ID])
    assert are_tidy_ids(["7"])
