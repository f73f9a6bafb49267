"""Columns that may change what a log means: used, asked about or refused, never passed over."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.cli import main
from mobility_analysis.log import DataError, load_log, log_from_tables
from mobility_analysis.log.check.bearing import (
    Tally,
    are_units,
    bearing_of,
    is_named_as_status,
    says_more_than_status,
    status_meanings,
    status_said,
)
from mobility_analysis.log.check.values import word_key
from mobility_analysis.log.exports.imports import read_export
from mobility_analysis.log.exports.recipes import load_recipe, recipe_from_text
from mobility_analysis.log.exports.recognise.sheet import understand
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.read.text import read_delimited
from mobility_analysis.log.settings import Settings
from tests.strategies import part_of_the_examples


def written(folder: Path, text: str, name: str = "my sheet.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def column(header: str, cells: list[str], *, first: str = "Date,Exercise") -> str:
    rows = [f"2026-06-{day:02d},Bear Rolls,{cell}\n" for day, cell in enumerate(cells, start=1)]
    return f"{first},{header}\n" + "".join(rows)


STATUSES = [
    (["yes", "no"], ["done", "skipped"]),
    (["TRUE", "false"], ["done", "skipped"]),
    (["x", "-"], ["done", "skipped"]),
    (["✓", "✗"], ["done", "skipped"]),
    (["1", "0"], ["done", "skipped"]),
    (["done", "missed"], ["done", "skipped"]),
    (["partly", "Yes"], ["partial", "done"]),
    (["half done", "Done partly"], ["partial", "partial"]),
]


@pytest.mark.parametrize("header", ["status", "Completed", "Done?"])
@pytest.mark.parametrize(("cells", "statuses"), STATUSES)
def test_yes_and_no_are_a_status(
    tmp_path: Path, header: str, cells: list[str], statuses: list[str]
) -> None:
    own = load_log(written(tmp_path, column(header, cells)))
    assert own.sessions["status"].tolist() == statuses


@pytest.mark.parametrize(("cells", "statuses"), STATUSES)
def test_yes_and_no_of_a_foreign_sheet_are_a_status(
    tmp_path: Path, cells: list[str], statuses: list[str]
) -> None:
    text = column("Completed", cells, first="When,Activity")
    found = understand(read_delimited(text.encode(), "s.csv"))
    log = load_log(written(tmp_path, text))
    assert log.sessions["status"].tolist() == statuses
    [completed] = [own for own in found.columns if own.header == "Completed"]
    assert completed.meaning.startswith("whether it was done")


def test_under_missed_yes_is_skipped(tmp_path: Path) -> None:
    log = load_log(written(tmp_path, column("Missed", ["yes", "no", "x"])))
    assert log.sessions["status"].tolist() == ["skipped", "done", "skipped"]


def test_an_empty_cell_of_completed_is_no_session_done(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"line 3, column status: found '\(empty\)'"):
        load_log(written(tmp_path, column("Completed", ["yes", ""])))


def test_a_cross_beside_a_tick_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="x beside ✓ may be a tick or a cross"):
        load_log(written(tmp_path, column("status", ["✓", "x"])))
    with pytest.raises(DataError, match="x beside ✓ may be a tick or a cross"):
        read_export(
            written(tmp_path, "Date,Down dog\n2026-06-01,✓\n2026-06-02,x\n"),
            load_recipe("wide-sheet"),
        )


def test_no_value_in_a_status_is_not_done() -> None:
    row = {"date": "2026-06-01", "exercise": "bear-rolls", "status": "n/a"}
    with pytest.raises(DataError, match="column status: found 'n/a'"):
        log_from_tables(sessions=[row])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,score,site\n2026-06-01,2,upper back\n2026-06-01,8,knee\n",
         "column site: found 'upper back, knee'; expected rows of one body site"),
        ("date,exercise,Paid\n2026-06-01,bear rolls,yes\n2026-06-02,bear rolls,no\n",
         "column Paid: found 'yes, no'; expected one column that says what was done"),
        ("date,exercise,Pain\n2026-06-01,bear rolls,3\n2026-06-02,bear rolls,5\n",
         "column Pain: found '3, 5'; expected scores in the column score"),
    ],
)  # fmt: skip
def test_a_column_of_our_own_tables_is_refused_and_with_a_mark_left_out(
    tmp_path: Path, text: str, said: str
) -> None:
    name = "stiffness.csv" if "score" in text else "sessions.csv"
    with pytest.raises(DataError) as error:
        load_log(written(tmp_path, text, name))
    assert said in str(error.value)
    assert "put # before its header" in str(error.value)
    header, rows = text.split("\n", 1)
    first, last = header.rsplit(",", 1)
    log = load_log(written(tmp_path, f"{first},#{last}\n{rows}", name))
    assert len(log.sessions) + len(log.stiffness) == 2


def test_one_site_mixes_nothing(tmp_path: Path) -> None:
    text = "date,score,site\n2026-06-01,2,knee\n2026-06-02,3,knee\n"
    assert load_log(written(tmp_path, text)).stiffness["score"].tolist() == [2, 3]


def test_the_line_that_is_named_for_a_site_works(tmp_path: Path) -> None:
    text = "date,score,site\n2026-06-01,2,upper back\n2026-06-01,8,knee\n"
    path = written(tmp_path, text)
    plain = 'date = { column = "date" }\n[[ratings]]\nscore = "score"\n'
    with pytest.raises(DataError, match=r"'site' names body sites \(upper back, knee\)"):
        read_export(path, recipe_from_text(plain, "r"))
    line = '[[rows]]\ncolumn = "site"\nkeep = ["upper back"]\n'
    assert read_export(path, recipe_from_text(plain + line, "r")).log.stiffness.shape[0] == 1
    ignored = recipe_from_text('ignore = ["site"]\n' + plain, "r")
    assert len(read_export(path, ignored).log.stiffness) == 2


def test_scores_beside_sessions_are_both_taken(tmp_path: Path) -> None:
    text = column("Stiffness", ["5", "4", "0"])
    path, out = written(tmp_path, text), tmp_path / "out"
    done = CliRunner().invoke(
        main, ["report", str(path), "--yes", "--only", "tables", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    [daily] = out.rglob("stiffness_daily.csv")
    assert [row.split(",")[3] for row in daily.read_text().splitlines()[1:]] == [
        "5.0",
        "4.0",
        "0.0",
    ]


SLEEP = column("Stiffness,Sleep", ["5,3", "4,8"], first="When,Activity")


def test_where_nobody_can_be_asked_the_lines_that_are_named_make_it_work(tmp_path: Path) -> None:
    path, out = written(tmp_path, SLEEP), tmp_path / "out"
    command = ["report", str(path), "--only", "tables", "--out", str(out)]
    for more in (["--yes"], []):
        refused = CliRunner().invoke(main, [*command, *more])
        assert refused.exit_code == 1
        assert "'Sleep' (3, 8) holds numbers from 0 to 10. Is it stiffness?" in refused.output
        assert not out.exists()
    _, lines = refused.output.split("mobility.toml:\n\n", 1)
    (tmp_path / "mobility.toml").write_text(lines, encoding="utf-8")
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    [daily] = out.rglob("stiffness_daily.csv")
    assert len(daily.read_text().splitlines()) == 1 + 2


def test_a_built_in_recipe_passes_no_score_over(tmp_path: Path) -> None:
    text = "Date,Down dog,How stiff?\n2026-06-01,x,5\n2026-06-02,x,4\n"
    with pytest.raises(DataError, match="'How stiff\\?' holds numbers from 0 to 10") as error:
        read_export(written(tmp_path, text), load_recipe("wide-sheet"))
    assert "The recipe wide-sheet is built in" in str(error.value)


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("date,exercise,load (lb)\n2026-06-01,bear rolls,100\n2026-06-02,bear rolls,20 kg\n",
         [45.36, 20]),
        ("date,exercise,load_kg,Weight Unit\n2026-06-01,bear rolls,100,lbs\n"
         "2026-06-02,bear rolls,20,kg\n", [45.36, 20]),
        ("date,exercise,load_kg\n2026-06-01,bear rolls,10 lb\n2026-06-02,bear rolls,20\n",
         [4.54, 20]),
    ],
)  # fmt: skip
def test_pounds_become_kilograms(tmp_path: Path, text: str, loads: list[float]) -> None:
    log = load_log(written(tmp_path, text))  # 100 x 0.45359237 = 45.359, 10 x 0.45359237 = 4.536
    assert log.sessions["load_kg"].tolist() == loads
    assert log.remarks["value"].tolist()[0] == "1 weight in pounds"


@pytest.mark.parametrize("cell", ["5 stone", "100,stone", "100,"])
def test_a_weight_of_no_known_unit_is_a_problem(tmp_path: Path, cell: str) -> None:
    text = f"date,exercise,load_kg,unit\n2026-06-01,bear rolls,1,lb\n2026-06-02,bear rolls,{cell}\n"
    with pytest.raises(DataError, match="line 3, column load_kg: found '"):
        load_log(written(tmp_path, text))


@pytest.mark.parametrize(
    ("header", "more", "load"),
    [("Set 1 (LB)", "", 45.36), ("Set 1", 'load_unit = "lb"\n', 45.36), ("Set 1 (kg)", "", 100),
     ("Set 1", "", 100)],
)  # fmt: skip
def test_a_recipe_reads_pounds_by_header_or_as_stated(
    tmp_path: Path, header: str, more: str, load: float
) -> None:
    text = (
        f'date = {{ column = "Date" }}\n[[sessions]]\nexercise = {{ column = "Exercise" }}\n{more}'
    )
    recipe = recipe_from_text(f'{text}columns = {{ load_kg = "{header}" }}\n', "r")
    export = read_export(written(tmp_path, column(header, ["100"])), recipe)
    assert export.log.sessions["load_kg"].tolist() == [load]


def test_an_app_that_says_pounds_is_converted(tmp_path: Path) -> None:
    text = (
        "Date,Workout Name,Exercise Name,Set Order,Weight,Weight Unit,Reps,Seconds\n"
        "2026-11-02 18:30:00,A,Bear Rolls,1,100,lbs,10,0\n"
        "2026-11-02 18:30:00,A,Bear Rolls,2,90,lbs,8,0\n"
    )
    export = read_export(written(tmp_path, text), load_recipe("strong"))
    assert export.log.sessions["load_kg"].tolist() == [45.36]
    assert export.remarks[0].startswith("2 weights in pounds in the column 'Weight' were turned")


NONE = ["nothing", "none", "Rest", "-", "day off"]


def test_days_without_a_session_are_none(tmp_path: Path) -> None:
    cells = ["Bear Rolls", *NONE, '"Bear Rolls, Cobra"', "Plank", "Down Dog"]
    text = "When,Activity,Stiffness\n" + "".join(
        f"2026-06-{day:02d},{cell},4\n" for day, cell in enumerate(cells, start=1)
    )
    path = written(tmp_path, text)
    looked = look(path, Settings())
    assert looked.understandings[0].columns[1].meaning.startswith("the exercises done, 5 named; 5")
    [question] = looked.questions({})
    assert question.words.startswith("Not in the catalogue of exercises: 'Cobra', 'Plank'.")
    log = load_log(path, on_problem="set aside")
    assert log.sessions["exercise"].tolist() == ["bear-rolls", "bear-rolls", "down-dog"]
    assert len(log.stiffness) == len(cells)


@pytest.mark.parametrize("way", ['{ column = "Activity" }', '{ list = "Activity" }'])
def test_a_recipe_that_adds_exercises_adds_no_nothing(tmp_path: Path, way: str) -> None:
    recipe = recipe_from_text(
        'unknown_exercises = "add"\ndate = { column = "When" }\n'
        f"[[sessions]]\nexercise = {way}\n",
        "r",
    )
    text = column("x", ["1"], first="When,Activity")
    text += "".join(f"2026-07-{day:02d},{cell},1\n" for day, cell in enumerate(NONE, start=1))
    export = read_export(written(tmp_path, text), recipe)
    assert export.log.sessions["exercise"].tolist() == ["bear-rolls"]
    assert export.account.values.tolist() == [["taken", 1], ["nothing ticked and no score", 5]]


def test_in_our_own_table_they_are_set_aside_and_nothing_is_amiss(tmp_path: Path) -> None:
    rows = "".join(f"2026-07-{day:02d},{cell}\n" for day, cell in enumerate(NONE, start=1))
    log = load_log(written(tmp_path, f"date,exercise\n2026-06-30,bear rolls\n{rows}"))
    assert log.account[["rows_read", "rows_used", "rows_set_aside"]].values.tolist() == [[6, 1, 5]]
    assert set(log.problems["repair"]) == {
        "Nothing needs doing: it was read as a day without a session."
    }


def test_names_that_no_exercise_has_are_asked_about_together(tmp_path: Path) -> None:
    text = "When,Activity\n" + "".join(f"2026-06-{d:02d},Move {d}\n" for d in range(1, 15))
    [question] = look(written(tmp_path, text), Settings()).questions({})
    assert question.choices[0].adds == {
        "exercises": {f"Move {day}": "not stated" for day in range(1, 15)}
    }


def test_a_foreign_sheet_is_refused_by_its_first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    from mobility_analysis.log.exports.recognise import sheet as recognised
    from mobility_analysis.log.read import sheets

    seen: list[int] = []
    real = sheets.table_of_sheet

    def counting(sheet: object) -> object:
        seen.append(len(sheet.rows))  # type: ignore[attr-defined]
        return real(sheet)  # type: ignore[arg-type]

    monkeypatch.setattr(recognised, "table_of_sheet", counting)
    text = "Day,Song\n" + "".join(f"2026-06-01,song {n}\n" for n in range(5000))
    with pytest.raises(DataError, match="expected a column of an exercise"):
        understand(read_delimited(text.encode(), "s.csv"))
    assert set(seen) == {101}  # the header and a hundred rows


def test_a_cell_that_cannot_be_read_takes_no_meaning_from_another() -> None:
    found = {"yes": "done", "no": "skipped"}
    assert status_meanings("Done?", ["yes", "yes - only half", "no"]) == found
    assert status_meanings("Done?", ["yes - only half", "no", "yes"]) == found


def test_a_stated_word_is_known_however_its_sign_or_its_spaces_are_written() -> None:
    recipe = recipe_from_text(
        'date = {column = "Date"}\n[[sessions]]\nexercise = {column = "Exercise"}\n'
        'status = {column = "Done", meanings = {"✖️" = "skipped", "all  of it" = "done"}}\n',
        "own",
    )
    stated = recipe.sessions[0].statuses
    assert status_said("Done", "✖️", stated) == ("skipped", "")
    assert status_said("Done", "all of it", stated) == ("done", "")


def test_what_stands_beside_a_status_of_our_own_table_is_said_not_to_be_kept() -> None:
    rows = [{"date": "2026-11-02", "exercise": "bear-rolls", "Completed": "no - too tired"},
            {"date": "2026-11-03", "exercise": "bear-rolls", "Completed": "yes"}]  # fmt: skip
    log = log_from_tables(sessions=rows)
    assert log.sessions["status"].tolist() == ["skipped", "done"]
    assert "What stands beside it is not kept." in log.remarks["repair"].str.cat(sep=" ")
    plain = log_from_tables(sessions=[{**row, "Completed": "yes"} for row in rows])
    assert "not kept" not in plain.remarks["repair"].str.cat(sep=" ")


WORDS = ("yes", "Yes", "no (ill)", "no", "x", "✓", "skipped - tired", "knee", "upper back", "kg",
         "LB", "3", 3, 3.5, "4,5", "11", True, "?", "some words", "twice 2")  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9, unique_by=lambda v: (type(v), v)),
    st.sampled_from(["Done?", "Missed", "Site", "unit", "Pain", "Sets", "Remark"]),
    st.randoms(use_true_random=False),
)
@part_of_the_examples(20)
def test_cells_told_some_words_at_a_time_tell_what_all_of_them_do(
    values: list[Any], header: str, dealt: Random
) -> None:
    drawers = {word_key(value): dealt.randrange(3) for value in values}
    told = Tally.of(header, [])
    for drawer in (2, 0, 1):
        own = [(n, v) for n, v in enumerate(values) if drawers[word_key(v)] == drawer]
        told += Tally.of(header, [v for _, v in own], [n for n, _ in own])
    assert bearing_of(header, told) == bearing_of(header, values)
    assert are_units(header, told) == are_units(header, values)
    if is_named_as_status(header):
        found = status_meanings(header, told)
        assert found == status_meanings(header, values)
        assert [*(found or ())] == [*(status_meanings(header, values) or ())]
        assert says_more_than_status(header, told) == says_more_than_status(header, values)
