"""A score that was turned into 0 to 10 says so in its own row, wherever the row goes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from import_files import import_export

from mobility_analysis.log import DataError, MobilityLog, Scale, load_log, log_from_tables
from mobility_analysis.log.exports.recipes import Recipe, recipe_from_text
from mobility_analysis.log.scales import checked_scale
from mobility_analysis.log.write.saving import save_log

FORM = "When,Stiff\n2026-11-02,5\n2026-11-03,4\n2026-11-04,1\n"
ON_FIVE = (
    "3 stiffness scores in form.csv were written on a scale from 1 to 5, as stated; "
    "here they stand from 0 to 10: 5 as 0, 1 as 10."
)


def recipe(scale: str = "scale = [1, 5]\nreversed = true") -> Recipe:
    text = f'{scale}\ndate = {{ column = "When" }}\n[[ratings]]\nscore = "Stiff"\n'
    return recipe_from_text(text, "mine.toml")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.csv"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def folder(form: Path, tmp_path: Path) -> Path:
    import_export(form, recipe(), into=tmp_path / "log")
    return tmp_path / "log"


def scores(log: MobilityLog) -> list[float]:
    return log.stiffness["score"].tolist()


def test_whole_scores_of_a_scale_stay_whole() -> None:
    for is_reversed in (False, True):
        scale = Scale(0, 10, reversed=is_reversed)
        found = [scale.on_ten(float(score)) for score in range(11)]
        assert found == [*map(float, range(10, -1, -1) if is_reversed else range(11))]
    assert [Scale(1, 7, reversed=True).on_ten(score) for score in (7, 4, 1)] == [0, 5, 10]


def test_a_score_that_was_turned_with_more_decimals_is_not_added_again(tmp_path: Path) -> None:
    own = recipe("scale = [0, 10]\nreversed = true")
    path = tmp_path / "form.csv"
    path.write_text("When,Stiff\n2026-11-02,7\n2026-11-03,4\n", encoding="utf-8")
    import_export(path, own, into=tmp_path / "log")
    there = tmp_path / "log" / "stiffness.csv"
    kept = there.read_text(encoding="utf-8").replace(",3,", ",3.0000000000000004,")
    there.write_text(kept, encoding="utf-8")
    assert "3.0000000000000004" in kept
    import_export(path, own, into=tmp_path / "log")
    assert there.read_text(encoding="utf-8") == kept


def test_an_imported_log_names_the_scale_when_it_is_read_later(folder: Path, form: Path) -> None:
    log = load_log(folder)
    # reversed: 5 is best, so 0; 4 is a quarter of the way down, so 10 / 4; 1 is worst, so 10
    assert scores(log) == [0, 2.5, 10]
    assert log.assumptions == (ON_FIVE,)
    assert (folder / "stiffness.csv").read_text(encoding="utf-8").splitlines()[1] == (
        ',2026-11-02,0,,,,,"from 1 to 5, reversed, in form.csv"'
    )
    assert form.read_text(encoding="utf-8") == FORM


def test_an_import_on_the_usual_scale_writes_no_such_column(form: Path, tmp_path: Path) -> None:
    import_export(form, recipe(""), into=tmp_path / "log")
    assert "stated_scale" not in (tmp_path / "log/stiffness.csv").read_text(encoding="utf-8")
    assert load_log(tmp_path / "log").assumptions == ()


@pytest.mark.parametrize("form_of_tables", ["csv", "parquet"])
def test_a_converted_log_carries_the_statement(
    folder: Path, tmp_path: Path, form_of_tables: str
) -> None:
    save_log(load_log(folder), tmp_path / "other", form=form_of_tables)  # type: ignore[arg-type]
    again = load_log(tmp_path / "other")
    assert scores(again) == [0, 2.5, 10]
    assert again.assumptions == (ON_FIVE,)


@pytest.mark.parametrize("form_of_tables", ["csv", "parquet"])
def test_a_conversion_with_a_stated_scale_carries_it_on(
    form_of_tables: str, tmp_path: Path
) -> None:
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-11-02,40\n", encoding="utf-8")
    log = load_log(tmp_path, scale=Scale(0, 100))
    save_log(log, tmp_path / "other", form=form_of_tables)  # type: ignore[arg-type]
    assert scores(load_log(tmp_path / "other")) == [4]
    assert load_log(tmp_path / "other").assumptions == (
        "1 stiffness score in stiffness.csv was written on a scale from 0 to 100, as stated"
        "; here it stands from 0 to 10: 0 as 0, 100 as 10.",
    )


def test_a_workbook_carries_it(folder: Path, tmp_path: Path) -> None:
    rows = pd.read_csv(folder / "stiffness.csv")
    rows.to_excel(tmp_path / "log.xlsx", sheet_name="stiffness", index=False)
    assert load_log(tmp_path / "log.xlsx").assumptions == (ON_FIVE,)


def test_rows_typed_by_hand_beside_are_not_counted(folder: Path) -> None:
    with (folder / "stiffness.csv").open("a", encoding="utf-8") as file:
        file.write(",2026-11-05,7,,,,,\n")
    log = load_log(folder)
    assert scores(log) == [0, 2.5, 10, 7]
    assert log.assumptions == (ON_FIVE,)


def test_a_scale_stated_for_the_log_leaves_turned_scores_as_they_are(folder: Path) -> None:
    with (folder / "stiffness.csv").open("a", encoding="utf-8") as file:
        file.write(",2026-11-05,3,,,,,\n")
    log = load_log(folder, scale=Scale(1, 5))
    assert scores(log) == [0, 2.5, 10, 5]  # only the row that was typed: (3 - 1) / 4 x 10
    assert log.assumptions == (
        "1 stiffness score in stiffness.csv was written on a scale from 1 to 5, as stated; "
        "here it stands from 0 to 10: 1 as 0, 5 as 10.",
        ON_FIVE,
    )


def test_each_score_is_held_to_its_own_scale(folder: Path) -> None:
    with (folder / "stiffness.csv").open("a", encoding="utf-8") as file:
        file.write(",2026-11-05,0,,,,,\n,2026-11-06,11,,,,,\n")
        file.write(',2026-11-07,10.5,,,,,"from 1 to 5, in form.csv"\n')
    with pytest.raises(DataError) as error:
        load_log(folder, scale=Scale(1, 12))
    problems = error.value.problems
    assert problems[["line", "value", "expected"]].to_numpy().tolist() == [
        [5, "0", "a number from 1 to 12"],
        [7, "10.5", "a number from 0 to 10"],
    ]


def test_imports_on_different_scales_are_told_apart(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "old.csv"
    other.write_text("When,Stiff\n2026-10-02,50\n", encoding="utf-8")
    import_export(other, recipe("scale = [0, 100]"), into=folder)
    assert load_log(folder).assumptions == (
        "1 stiffness score in old.csv was written on a scale from 0 to 100, as stated; "
        "here it stands from 0 to 10: 0 as 0, 100 as 10.",
        ON_FIVE,
    )


def test_a_later_export_under_another_name_adds_only_what_is_new(
    folder: Path, tmp_path: Path
) -> None:
    later = tmp_path / "form (1).csv"
    later.write_text(FORM + "2026-11-05,3\n", encoding="utf-8")
    report = import_export(later, recipe(), into=folder)
    assert report.tables.set_index("table").loc["stiffness"].tolist() == [1, 3, 0]
    assert load_log(folder).assumptions == (
        "4 stiffness scores (1 in form (1).csv and 3 in form.csv) were written on a scale from 1 "
        "to 5, as stated; here they stand from 0 to 10: 5 as 0, 1 as 10.",
    )


def test_the_same_figures_on_another_scale_are_not_added_again(folder: Path, form: Path) -> None:
    before = (folder / "stiffness.csv").read_bytes()
    report = import_export(form, recipe("scale = [0, 5]"), into=folder)
    assert report.rescaled == ("2026-11-02", "2026-11-03", "2026-11-04")
    assert report.tables.set_index("table").loc["stiffness"].tolist() == [0, 0, 3]
    assert (folder / "stiffness.csv").read_bytes() == before


def test_a_client_is_told_of_own_scores_only() -> None:
    rows = [
        {"client": "Ann", "date": "2026-11-02", "score": 1},
        {"client": "Bob", "date": "2026-11-02", "score": 2},
        {"client": "Bob", "date": "2026-11-03", "score": 3},
    ]
    log = log_from_tables(stiffness=rows, scale=Scale(1, 5))
    assert log.assumptions[0].startswith("3 stiffness scores in stiffness were")
    assert log.for_client("Ann").assumptions[0].startswith("1 stiffness score in stiffness was")
    assert [own.assumptions[0][:1] for _, own in log.by_client()] == ["1", "2"]


def test_many_logs_are_named_by_their_files(tmp_path: Path) -> None:
    for client in ("ann", "bob", "cem", "dee", "eve"):
        (tmp_path / client).mkdir()
        path = tmp_path / client / "stiffness.csv"
        path.write_text("date,score\n2026-11-02,3\n", encoding="utf-8")
    (said,) = load_log(tmp_path, scale=Scale(1, 5)).assumptions
    assert said.startswith(
        "5 stiffness scores (1 in ann/stiffness.csv, 1 in bob/stiffness.csv, 1 in "
        "cem/stiffness.csv and 2 in 2 other files) were written on a scale from 1 to 5"
    )


def test_what_a_person_wrote_into_the_column_is_a_problem(tmp_path: Path) -> None:
    text = "date,score,stated_scale\n2026-11-02,3,1-5\n"
    (tmp_path / "stiffness.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_log(tmp_path)
    assert str(error.value) == (
        "1 problem: stiffness.csv, line 2, column stated_scale: found '1-5'; expected empty, or "
        "what the program wrote, such as 'from 1 to 5, in form.csv'. Empty the cell. If the score "
        "is on another scale, state that scale when the log is read (--scale 1-5)."
    )


def test_a_header_may_name_the_stated_scale(tmp_path: Path) -> None:
    text = "date,Score (1-5)\n2026-11-02,3\n"
    (tmp_path / "stiffness.csv").write_text(text, encoding="utf-8")
    assert scores(load_log(tmp_path, scale=Scale(1, 5))) == [5]
    with pytest.raises(DataError, match=r"or state the scale \(--scale 1-5\)"):
        load_log(tmp_path)


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        (Scale(5, 1), "must be below its high end, not 5 to 1"),
        (Scale(1, 1), "must be below its high end, not 1 to 1"),
        (Scale(0, float("inf")), "must lie within a million of 0, not 0 to inf"),
        (Scale(float("nan"), 5), "must lie within a million of 0, not nan to 5"),
    ],
)
def test_what_is_no_scale_is_refused(scale: Scale, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        checked_scale(scale)


def test_an_endless_scale_in_a_recipe_is_a_fault() -> None:
    with pytest.raises(DataError, match=r"scale: expected \[1, 5\]"):
        recipe("scale = [0, inf]")
