"""Notes typed on a phone: a date, and lines under it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.catalogue import merged_catalogue
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.questions import likely
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.exports.reshape import reshape
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.exports.shapes import dated_lines
from mobility_analysis.log.exports.shapes.dated_lines import DatedLines, turned
from mobility_analysis.log.exports.shapes.free_text import read_text_cell
from mobility_analysis.log.load import read_log
from mobility_analysis.log.read.cells import Sheet
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.read.text import read_delimited
from mobility_analysis.log.write.remember import remember

CATALOGUE, _ = merged_catalogue([])
RECIPE = """
date = { column = "date" }
[dated_lines]
year = 2026
[[sessions]]
exercise = { text = "text" }
[[ratings]]
text = "text"
"""
NOTES = """Mobility

Mon 2 March
bear rolls x10, down dog
3/10 stiff

*Tues 3 March:*
- foam roller 2 min
- stiff 4/10 in the evening
Thu 5 March - bear rolls 3x10 and overhead opener @ 5kg
"""


def notes(text: str) -> Sheet:
    return read_delimited(text.encode(), "phone.txt")


def rows(text: str, year: int | None = 2026, order: str | None = None) -> list[tuple[str, str]]:
    return [
        (str(a), str(b)) for a, b in turned(notes(text), DatedLines(year), order=order).rows[1:]
    ]


def test_notes_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "phone.txt"
    path.write_text(NOTES, encoding="utf-8")
    export = read_export(path, recipe_from_text(RECIPE, "r"))
    sessions = export.log.sessions
    found = list(zip(sessions["date"].dt.day, sessions["exercise"], strict=True))
    assert found == [
        (2, "bear-rolls"), (2, "down-dog"), (3, "foam-roller-overpressure"), (5, "bear-rolls"),
        (5, "overhead-opener"),
    ]  # fmt: skip
    assert sessions["load_kg"].tolist()[-1] == 5
    scores = export.log.stiffness
    assert list(zip(scores["score"], scores["moment"].astype(str), strict=True)) == [
        (3, ""), (4, "evening"),
    ]  # fmt: skip
    # the five lines of text under dates; the title above the first date is no row
    assert export.account["rows"].tolist() == [5]


@pytest.mark.parametrize(
    ("line", "day", "text"),
    [
        ("2 March 2026: down dog", "2026-03-02", "down dog"),
        ("2 March 2026 down dog", "2026-03-02", "down dog"),
        ("2026-03-02 down dog", "2026-03-02", "down dog"),
        ("Monday 2nd March – down dog", "2026-03-02", "down dog"),
        ("## 2 March", "2026-03-02", "x"),
        ("13.3.: down dog", "2026-03-13", "down dog"),
        ("Mo 2. März: down dog", "2026-03-02", "down dog"),
        ("March 2, 2026: down dog", "2026-03-02", "down dog"),
    ],
)
def test_a_date_and_what_follows_it(line: str, day: str, text: str) -> None:
    assert rows(f"{line}\n{'x' if text == 'x' else ''}\n") == [(day, text)]


NAMES = {row["exercise"]: row["name"] for row in CATALOGUE.rows}


@given(
    st.dictionaries(
        st.dates(date(2026, 1, 1), date(2026, 5, 31)),
        st.tuples(st.lists(st.sampled_from(CATALOGUE.ids), unique=True),
                  st.none() | st.integers(0, 10)),
        min_size=1,
    ),
    st.sampled_from(
        ["{0:%A} {0.day} {0:%B}", "{0:%d/%m/%Y}:", "## {0:%d %b %Y}", "{0.day}.{0.month}.:"]
    ),
    st.sampled_from([", ", "\n", " and "]),
)  # fmt: skip
def test_a_log_written_as_notes_is_read_back(
    log: dict[date, tuple[list[str], int | None]], form: str, between: str
) -> None:
    lines: list[str] = []
    for day in sorted(log):
        done, score = log[day]
        lines += [form.format(day), between.join(NAMES[exercise] for exercise in done)]
        lines += [f"{score}/10 stiff"] if score is not None else []
    recipe = recipe_from_text('date_order = "dmy"\n' + RECIPE, "r")
    made = reshape(notes("\n".join(lines)), recipe).tables

    def of(table: str, column: str) -> set[tuple[object, object]]:
        if table not in made:
            return set()
        raw = made[table]
        cells = [raw.columns[raw.header.index(name)] for name in ("date", column)]
        return {tuple(c.values[c.codes[row]] for c in cells) for row in range(raw.n_rows)}  # type: ignore[union-attr,misc]

    assert of("sessions", "exercise") == {
        (day.isoformat(), exercise) for day, (done, _) in log.items() for exercise in done
    }
    assert of("stiffness", "score") == {
        (day.isoformat(), str(score)) for day, (_, score) in log.items() if score is not None
    }


def test_a_score_is_no_date_and_a_date_that_may_be_a_score_is_refused() -> None:
    # 13/3 is a date; 3/10 with words after it stays a line of that day
    assert rows("13/3\n3/10 stiff\n") == [("2026-03-13", "3/10 stiff")]
    with pytest.raises(
        DataError,
        match=r"line 2: found '3/10', which may be a date or a score\. Write 3 Oct.*3/10 stiff",
    ):
        rows("2 March\n3/10\n")
    # beside other days in numbers it is a day like them
    assert rows("30/9\nx\n3/10\ny\n") == [("2026-09-30", "x"), ("2026-10-03", "y")]


def test_a_diary_goes_on_over_new_year() -> None:
    assert rows("30 Dec\na\n2 Jan\nb\n3 Jan\nc\n", 2025) == [
        ("2025-12-30", "a"), ("2026-01-02", "b"), ("2026-01-03", "c"),
    ]  # fmt: skip
    # and backwards, newest first
    assert rows("2 Jan\na\n30 Dec\nb\n", 2026) == [("2026-01-02", "a"), ("2025-12-30", "b")]


def test_a_year_in_the_name_or_title_counts_and_else_it_is_refused() -> None:
    sheet = Sheet("2026 notes.txt", "", [["2 March"], ["down dog"]], delimiter=",")
    assert turned(sheet, DatedLines(), order=None).rows[1] == ["2026-03-02", "down dog"]
    assert rows("Diary 2026\n2 March\ndown dog\n", None) == [("2026-03-02", "down dog")]
    with pytest.raises(DataError, match=r"line 1: found '2 March'; expected a year .* year = 2026"):
        rows("2 March\ndown dog\n", None)


def test_the_order_of_numbers_is_asked_for() -> None:
    with pytest.raises(DataError, match=r"date_order"):
        rows("2/3/2026\ndown dog\n")
    assert rows("2/3/2026\ndown dog\n", order="mdy") == [("2026-02-03", "down dog")]


def test_text_without_dates_and_a_quotation_mark_are_refused() -> None:
    with pytest.raises(DataError, match="expected lines that begin with a date"):
        rows("down dog\n")
    with pytest.raises(DataError, match=r"line 2: found a quotation mark that is opened"):
        rows('2 March\n"tight today\ndown dog\n')


def test_notes_are_seen_and_tables_are_not() -> None:
    found = dated_lines.detect(notes(NOTES), CATALOGUE)
    assert found is not None
    assert found.adds == {
        "dated_lines": True, "date": {"column": "date"},
        "sessions": [{"exercise": {"text": "text"}}], "ratings": [{"text": "text"}],
    }  # fmt: skip
    assert [question.key for question in found.questions] == ["year:dated_lines"]
    table = notes("Date,What I did\n2 March 2026,bear rolls x10\n3 March 2026,down dog\n")
    assert dated_lines.detect(table, CATALOGUE) is None
    assert dated_lines.detect(notes("2 March\nmilk\n3 March\neggs\n"), CATALOGUE) is None
    without_header = notes("2026-03-02,bear rolls,3\n2026-03-03,down dog,4\n")
    assert dated_lines.detect(without_header, CATALOGUE) is None
    in_one_column = Sheet("a.xlsx", "Sheet1", [["2 March 2026"], ["down dog"], ["3 March 2026"]])
    assert dated_lines.detect(in_one_column, CATALOGUE) is not None


def test_a_year_in_the_first_date_is_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Mon 5 Oct 2026\nbear rolls\nTue 6 Oct\ndown dog. 3/10 stiff\n", "utf-8")
    assert look(path, settings_at(path)).questions({}) == []
    log = load_log(path)
    assert [str(day)[:10] for day in log.sessions["date"]] == ["2026-10-05", "2026-10-06"]
    assert log.stiffness["score"].tolist() == [3.0]


def test_a_bare_fraction_is_asked_about_and_costs_no_other_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("2 March 2026\ndown dog\n3/10\n4 March\nbear rolls\n4/10\n", "utf-8")
    [question] = look(path, settings_at(path)).questions({})
    assert question.words == (
        "Line 3 (and 1 more like it) holds '3/10' and nothing else. What is it?"
    )
    assert [choice.value for choice in question.choices] == ["leave out", "stiffness", "date"]
    for choice, scores, n_left_out in (
        ("leave out", [], 2), ("stiffness", [3.0, 4.0], 0), ("date", [], 0),
    ):  # fmt: skip
        looked = look(path, settings_at(path))
        answers = {question.key: choice}
        answers |= likely(looked.questions(answers))
        log = read_log(path, looked.settings.with_answers(looked.answered(answers)), as_of=None,
                       on_problem="raise")  # fmt: skip
        assert log.sessions["exercise"].tolist() == ["down-dog", "bear-rolls"]
        assert log.stiffness["score"].tolist() == scores
        assert log.account["rows_left_out"].sum() == n_left_out


# three sets of ten pounds (4.54 kg) on each of two days: one session a day
@pytest.mark.parametrize("between", [" at ", " ", ", "])
def test_a_table_of_an_app_is_no_notes(tmp_path: Path, between: str) -> None:
    rows = [
        f'"Oct {day}, 2026{between}07:30 PM",Cat Cow,{n},9,10,'
        for day in (11, 12)
        for n in (1, 2, 3)
    ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["Date,Exercise Name,Set,Reps,Weight (lb),Notes", *rows]), "utf-8")
    assert look(path, settings_at(path)).questions({}) == []
    log = load_log(path)
    assert log.sessions[["sets", "reps", "load_kg"]].to_numpy().tolist() == [[3.0, 9.0, 4.54]] * 2
    assert "Not used" not in log.remarks["repair"].str.cat(sep=" ")  # the sets were counted


def test_a_table_with_dates_that_nobody_can_read_is_refused_and_no_notes(tmp_path: Path) -> None:
    rows = [f'"Oct {day}, 2026 towards 07:30 PM",Cat Cow,9' for day in (11, 12, 13)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["Date,Exercise Name,Reps", *rows]), "utf-8")
    with pytest.raises(DataError, match="under 'Date', 3 of its 3 cells; expected a day"):
        load_log(path)


UNSURE = """Mon 2 Nov 2026
bear rolls x10. stiff 6/10
Tue 3 Nov
down dog. 7/10
Wed 4 Nov
down dog. stiffness about 5
Thu 5 Nov
bear rolls. stiff 5-6
Fri 6 Nov
nothing today. 8/10
"""


# five days: one score with its word, two without, two that are no single number
@pytest.mark.parametrize(
    ("choice", "scores", "account"),
    [("stiffness", [6.0, 7.0, 8.0], [5, 3, 2, 0]), ("leave out", [6.0], [5, 2, 2, 1])],
)
def test_scores_without_a_word_are_asked_about_and_unsure_ones_are_named(
    tmp_path: Path, choice: str, scores: list[float], account: list[int]
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(UNSURE, "utf-8")
    looked = look(path, settings_at(path))
    [question] = looked.questions({})
    assert question.words == (
        "'7/10', '8/10' stand there without a word that says of what. What is it?"
    )
    assert [own.value for own in question.choices] == ["stiffness", "leave out"]
    made = looked.settings.with_answers(looked.answered({question.key: choice}))
    log = read_log(path, made, as_of=None, on_problem="set aside")
    assert log.stiffness["score"].tolist() == scores
    assert log.problems[["line", "value"]].to_numpy().tolist() == [[6, "about 5"], [8, "5-6"]]
    assert len(log.sessions) == 4
    assert log.account.iloc[0, 2:6].tolist() == account
    if choice == "leave out":
        assert log.left_out["reason"].tolist() == ["nothing but what was said to be no exercise"]
        assert log.sessions["note"].tolist()[1] == "7/10"
    path.write_text(f"{UNSURE}Sat 7 Nov\ndown dog. 3/10\n", "utf-8")
    again = look(path, made).questions({})
    assert [own.key for own in again] == ([] if choice == "stiffness" else ["exercise:310"])


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("stiff about 5/10", "about 5/10"), ("~4 stiffness", "~4"), ("steif: 5-6", "5-6"),
        ("not stiff 3", None), ("stiff for 2 days", None), ("stiff neck 4-5", None),
        ("stiff 40-50", None),
    ],
)  # fmt: skip
def test_a_score_that_is_no_single_number_is_kept_as_written(text: str, score: str | None) -> None:
    read = read_text_cell(text, CATALOGUE, {})
    assert [rating["score"] for rating in read.ratings] == ([score] if score else [])


def test_the_years_to_that_of_the_file_are_offered_first(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("2 March\ndown dog\n4 March\nbear rolls\n", "utf-8")
    os.utime(path, (1_772_000_000, 1_772_000_000))  # in February 2026
    [question] = look(path, settings_at(path)).questions({})
    *years, other = [choice.value for choice in question.choices]
    assert (years, other) == (["2026", "2025", "2024"], "other")
    [which] = question.choices[-1].opens
    assert [choice.value for choice in which.choices] == [
        *map(str, range(2023, 2014, -1)), *map(str, range(2027, 2036)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Day,Bear rolls\n2/3,x\n4/3,x\n", "2/3\ndown dog\n4/3\ndown dog\n"]
)
def test_days_are_shown_in_the_year_that_is_offered_first(text: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, "utf-8")
    os.utime(path, (1_772_000_000, 1_772_000_000))  # in February 2026
    year, order = look(path, settings_at(path)).questions({})
    assert year.choices[0].value == "2026"
    assert [choice.words.split(" (")[0] for choice in order.choices] == [
        "2 March 2026", "3 February 2026",
    ]  # fmt: skip


ANDROID, IOS = "{day}, 08:15 - {said}", "\u200e[{day}, 08:15:03] {said}"
SAID = (
    ("13/11/2026", "Anna: foam roller, stiffness 4"),
    ("14/11/2026", "Anna: bear rolls x10\ndown dog"),
    ("15/11/2026", "Anna: stiffness 5"),
)


def chat(path: Path, form: str, said: Iterable[tuple[str, str]]) -> Path:
    lines = (form.format(day=day, said=text) for day, text in said)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class TestChats:
    @pytest.mark.parametrize("form", [ANDROID, IOS])
    @pytest.mark.parametrize("of_the_app", [[], [("12/11/2026", "Messages are encrypted.")]])
    def test_who_wrote_is_no_part_of_an_exercise(
        self, tmp_path: Path, form: str, of_the_app: list[tuple[str, str]]
    ) -> None:
        path = chat(tmp_path / "anna.txt", form, [*of_the_app, *SAID])
        looked = look(path, settings_at(path))
        assert not looked.questions({})
        remember(looked.folder, looked.answered({}))
        log = load_log(path)
        done = zip(log.sessions["date"].dt.day, log.sessions["exercise"].astype(str), strict=True)
        assert sorted(done) == [
            (13, "foam-roller-overpressure"), (14, "bear-rolls"), (14, "down-dog"),
        ]  # fmt: skip
        assert log.stiffness["score"].tolist() == [4, 5]

    @pytest.mark.parametrize("form", [ANDROID, IOS])
    def test_messages_of_several_are_refused(self, tmp_path: Path, form: str) -> None:
        path = chat(tmp_path / "chat.txt", form, [*SAID, ("16/11/2026", "Ben: do the down dog")])
        with pytest.raises(DataError, match="messages of 'Anna' and 'Ben'; expected those of one"):
            load_log(path)
        wanted = DatedLines(sender="Anna")  # who came to the chat when it was known already
        with pytest.raises(DataError, match="found messages of 'Anna' and 'Ben'"):
            turned(read_delimited(path.read_bytes(), path.name), wanted, order="dmy")

    def test_an_exercise_before_a_colon_is_no_sender(self, tmp_path: Path) -> None:
        said = [
            (day, f"bear rolls: {n} reps, down dog")
            for n, day in enumerate(["13/11/2026", "14/11/2026"])
        ]
        path = chat(tmp_path / "me.txt", ANDROID, said)
        found = dated_lines.detect(read_delimited(path.read_bytes(), path.name), CATALOGUE)
        assert found is not None
        assert found.adds["dated_lines"] is True


def test_decimal_comma() -> None:
    lines = ("Down Dog. Steifigkeit 4,5", "Bear Rolls, stiff: 6,5/10", "Bear Rolls, stiff 7", "x,y")
    found = rows("".join(f"2 March\n{line}\n" for line in lines))
    assert [text for _, text in found] == [*lines[:3], "x, y"]
    scores = [r["score"] for _, text in found for r in read_text_cell(text, CATALOGUE, {}).ratings]
    assert scores == ["4,5", "6,5", "7"]
    known = rows("2 March\nBear Rolls x10,90/90 Overhead Raises\n3 March: Bear Rolls 10,9:30\n")
    assert [text for _, text in known] == [
        "Bear Rolls x10, 90/90 Overhead Raises", "Bear Rolls 10, 9:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "amount"),
    [("stiff 4,2 sets bear rolls", "2 sets"), ("stiffness 4,10 min bear rolls", "10 min"),
     ("stiff 4,3x10 bear rolls", "3x10"), ("stiff 4,7 hours sleep", "7 hours")],
)  # fmt: skip
def test_an_amount_behind_a_comma_is_no_decimal_of_a_score(line: str, amount: str) -> None:
    (_, text), _ = rows(f"2 March\n{line}\n3 March\nBear Rolls, stiff 4,5\n")
    assert f"4, {amount}" in text
