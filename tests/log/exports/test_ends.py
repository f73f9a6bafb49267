"""A header that says which end of its scale is the best: it is asked about, and never turned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.exports.asked import LEAVE_OUT
from mobility_analysis.log.exports.questions import Question
from mobility_analysis.log.exports.road import look
from mobility_analysis.log.languages.ends import high_is_best, scales_by_best, scales_said
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.scales import Scale
from mobility_analysis.log.write.remember import remember
from tests.held_parts import assert_asked_alike
from tests.lay_sheets import csv_file

TEN, FIVE = ((0, 10),), ((1, 5),)
DAYS = ["2026-10-01", "2026-10-02", "2026-10-03"]


def sheet(folder: Path, headers: Sequence[str], *columns: Sequence[object]) -> Path:
    """Write a sheet of three days of an exercise, and some columns beside it."""
    rows = [[day, "x", *cells] for day, *cells in zip(DAYS, *columns, strict=True)]
    return csv_file(folder / "ann.csv", [["Day", "Bear rolls", *headers], *rows])


def asked(path: Path, **roles: str) -> list[Question]:
    return look(path, settings_at(path), roles=roles).questions({})


def read(path: Path) -> MobilityLog:
    """Read a sheet of which every question was answered as is likely."""
    looked = look(path, settings_at(path))
    remember(looked.folder, looked.answered(looked.likely_answers()))
    return load_log(path)


@pytest.mark.parametrize(
    ("said", "scales"),
    [
        ("1-5 (5 = best)", FIVE), ("(1 = worst, 5 = best)", FIVE), ("1-5 (1 = worst)", FIVE),
        ("(1 worst … 7 best)", ((1, 7),)), ("1 to 5, best = 5", FIVE), ("1-5 (5 best)", FIVE),
        ("1-7: 1 very stiff, 7 not stiff at all", ((1, 7),)), ("1-5, 5 is best", FIVE),
        ("(1 bad - 5 good)", FIVE), ("1 (worst) - 5 (best)", FIVE), ("5=best 1=worst", FIVE),
        ("(worst 1, best 7)", ((1, 7),)), ("(5 best, 1 worst)", FIVE), ("1-5 (1 = stiff)", FIVE),
        ("(1 → very stiff, 5 → fine)", FIVE), ("(1=stiffest,5=very agile)", FIVE),
        ("/5 (5 = best)", ((0, 5),)), ("1-10 (10 = best)", ((1, 10),)),
        ("0-100 (100 = best)", ((0, 100),)), ("(0 = worst, 100 = best)", ((0, 100),)),
        ("(0 = very stiff)", TEN), ("(0 = stiff, 10 = loose)", TEN), ("(10 = free)", TEN),
        ("(10 = no stiffness)", TEN), ("10 = perfectly mobile", TEN), ("(0: very stiff)", TEN),
        ("0 (worst) to 10 (best)", TEN), ("(0 stiff – 10 loose)", TEN), ("(low is bad)", TEN),
        ("worst 0 best 10", TEN), ("(0=very stiff / 10=very loose)", TEN), ("best=10", TEN),
        ("(best is high)", TEN), ("(lower = stiffer)", TEN), ("(0 = worst possible)", TEN),
        ("1-5, 5 being best", FIVE), ("1 (stiff) to 5 (loose)", FIVE), ("(10 = none)", TEN),
        ("(10 is no joint stiffness, 0 as stiff as can be)", TEN),
        ("(5 = best)", ((1, 5), (0, 5))), ("(1 = worst)", ((1, 10),)),
        ("(higher = looser)", TEN), ("1-5, higher is better", FIVE), ("(high = loose)", TEN),
        ("(the higher, the better)", TEN), ("(the lower the stiffer)", TEN), ("(good = high)", TEN),
        ("(higher = less stiff)", TEN), ("more is better", TEN), ("(looser = higher)", TEN),
        ("(high scores are good)", TEN),
    ],
)  # fmt: skip
def test_what_says_that_the_high_end_is_the_best(
    said: str, scales: tuple[tuple[int, int], ...]
) -> None:
    assert scales_by_best(f"Stiffness {said}") == scales
    assert scales_by_best(f"7. How stiff is your back? {said}") == scales


@pytest.mark.parametrize(
    ("header", "scales"),
    [
        ("Steifheit (0 = sehr steif)", TEN), ("Steifheit 1-5 (5 = gut)", FIVE),
        ("Steifheit 1 (schlecht) bis 5 (gut)", FIVE), ("Steifheit (10 = nicht steif)", TEN),
        ("Rigidez (0 = muy rígido, 10 = suelto)", TEN), ("Rigidez (1 = pior, 5 = melhor)", FIVE),
        ("Raideur (0 = très raide)", TEN), ("Raideur (1 = pire, 5 = mieux)", FIVE),
        ("Rigidez (10 = ninguna)", TEN), ("Raideur (10 = aucune)", TEN),
        ("Steifheit (hoch = locker)", TEN), ("Steifheit (je höher, desto besser)", TEN),
        ("Steifheit (niedrig = steif)", TEN), ("Rigidez (más alto = mejor)", TEN),
        ("Rigidez (cuanto más alto, mejor)", TEN), ("Rigidez (quanto maior, melhor)", TEN),
        ("Raideur (plus haut = mieux)", TEN), ("Rigidità (più alto = meglio)", TEN),
        ("Raideur (plus c'est haut, mieux c'est)", TEN), ("Stijfheid (hoe hoger hoe beter)", TEN),
        ("Rigidità 1-5 (5 = ottimo)", FIVE), ("Stijfheid (0 = heel stijf, 10 = los)", TEN),
    ],
)  # fmt: skip
def test_it_may_be_said_in_other_languages(
    header: str, scales: tuple[tuple[int, int], ...]
) -> None:
    assert scales_by_best(header) == scales


@pytest.mark.parametrize(
    "said",
    [
        "(not stiff = 0)", "(0 = not stiff)", "(0 = no stiffness)", "(0 = best)", "(10 = worst)",
        "(10 = very stiff)", "Stiff: lower back", "Q10 best stretch", "best of 3", "best: 3",
        "(1 = best, 5 = worst)", "1-5 (1 = best)", "1-5 (5 = worst)", "1-5", "(last best = 3)",
        "(0 none, 10 worst)", "(none 0 worst 10)", "(best 0)", "(worst 10 best 0)", "5/10 best",
        "(0 = stiff-free)", "(0 = stiff free, 10 = locked)", "1: stiff", "1: worst", "12/10 best",
        "2026-10-05 best", "(least stiff = 0)", "(0 least stiff, 10 most stiff)", "day 5 = best",
        "(lower is better)", "(low = good)", "(high = bad)", "week 1 = worst", "10 min after",
        "(1 = loose, 5 = normal, 10 = locked)", "(0-4 = good, 5-10 = bad)", "(<5 = none)",
        "(1 = better, 0 = same, -1 = worse)", "(1 = stiff)", "(1 = yes, 0 = none)", "(5 good)",
        "0:none 10:worst", "(loose=1, stiff=5)", "loose 1 - stiff 5", "1 loose 5 stiff",
        "0=best/10=worst", "5 worst 1 best", "(1 not at all stiff - 5 very stiff)",
        "(no stiffness = 0, worst stiffness = 10)", "(0 means loose, 10 means stiff)",
        "(0 = not that bad, 10 = bad)", "(10 = not good)", "0 to 10 worst", "(worst: 0-10)",
        "(10 reps = better)", "0, 1, 2, 3", "0/1", "= 0-10", "#1 worst side", "0 = never worse",
        "1 (gut) bis 5 (schlecht)", "(0 = gar nicht steif, 10 = sehr steif)",
        "(0 = bien, 10 = mal)", "(0 = nada rígido)", "(0 = pas raide)", "(0 = niet stijf)",
        "1-5, 5 being the worst", "(0 = ninguna, 10 = máxima)", "(0 = aucune)", "(0 = keine)",
        "(0 is no joint stiffness and 10 is joint stiffness as bad as it could be)",
        "(higher = stiffer)", "(higher is worse)", "(the higher the worse)",
        "(the lower the better)", "(lower = better)", "(hoch = steif)",
        "(je niedriger, desto besser)",
        "(más alto = peor)", "(plus haut = pire)", "(hoe hoger hoe stijver)", "(less is better)",
        "(lower: stiff)", "of the lower (stiff)", "(higher reps = better)", "(high = not good)",
        "more is better than nothing", "(low stiffness = good)",
        "(0 = per niente rigido, 10 = rigido)", "(10 = am schlimmsten)",
    ],
)  # fmt: skip
def test_what_says_another_thing(said: str) -> None:
    for name in ("Stiffness", "Stiff", "5. Best stiffness"):
        assert not high_is_best(f"{name} {said}")


def test_a_long_header_is_looked_at_in_no_time() -> None:
    for part in ("very ", " ", "5 = ", "10 best ", "(1 ", "worst 0 ", "the higher "):
        assert len(scales_by_best(part * 3000)) < 2


# by hand: of 1 to 5 with 5 the best, 5 is no stiffness, 1 all of it, and 3 the middle
@pytest.mark.parametrize("said", ["1-5 (5 = best)", "(1 = worst, 5 = best)", "(5 = best)"])
def test_scores_turned_round_keep_the_scale_of_their_header(tmp_path: Path, said: str) -> None:
    path = sheet(tmp_path, [f"Stiffness {said}"], [5, 3, 1])
    (question,) = asked(path)
    assert question.words.endswith("holds numbers from 1 to 5. Is it stiffness?")
    assert question.choices[0].words.endswith("is, from 1 to 5 with 5 the best: it is turned round")
    assert question.choices[-1].words.endswith("is, from 1 to 5 with 5 the worst")
    with pytest.raises(DataError, match=r"scale = \[1, 5\]\nreversed = true"):
        load_log(path)
    assert read(path).stiffness["score"].tolist() == [0, 5, 10]


def test_whole_scores_stay_whole_when_they_are_turned_round(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness (0 = very stiff)"], [9, 7, 4])
    assert read(path).stiffness["score"].tolist() == [1, 3, 6]


def test_one_score_over_and_over_is_of_the_scale_that_the_header_names(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness (10 = no stiffness)"], [9, 9, 9])
    assert read(path).stiffness["score"].tolist() == [1, 1, 1]


def test_scores_of_two_times_of_the_day_are_turned_together(tmp_path: Path) -> None:
    headers = [f"{when} stiffness (1 = worst, 5 = best)" for when in ("Morning", "Evening")]
    path = sheet(tmp_path, headers, [5, 4, 3], [1, 2, 3])
    (question,) = asked(path)
    assert question.choices[0].words.endswith("with 5 the best: they are turned round")
    log = read(path)
    found = log.stiffness.groupby("moment", observed=True)["score"].apply(list)
    assert found.to_dict() == {"waking": [0, 2.5, 5], "evening": [10, 7.5, 5]}


def test_scores_beyond_ten_may_be_turned_round_too(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness (high is best)"], [80, 55, 20])
    (question,) = asked(path)
    assert question.choices[0].adds["reversed"] is True
    assert read(path).stiffness["score"].tolist() == [2, 4.5, 8]


def test_what_somebody_says_is_stiffness_is_asked_about_too(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Mobility (5 = best)"], [5, 4, 3])
    assert asked(path)[0].choices[0].value == LEAVE_OUT
    (question,) = asked(path, **{"Mobility (5 = best)": "stiffness"})
    assert question.choices[0].adds["reversed"] is True


def test_scores_that_were_turned_round_stay_so_when_a_column_is_new(tmp_path: Path) -> None:
    header = "Stiffness 1-5 (5 = best)"
    path = sheet(tmp_path, [header], [5, 3, 1])
    assert read(path).stiffness["score"].tolist() == [0, 5, 10]
    sheet(tmp_path, [header, "Sleep"], [5, 3, 1], [7, 8, 7])
    assert [question.key for question in asked(path)] == ["score:Sleep"]
    assert read(path).stiffness["score"].tolist() == [0, 5, 10]


def test_nothing_is_asked_where_the_scale_is_stated_so(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness (5 = best)"], [5, 3, 1])
    log = load_log(path, scale=Scale(1, 5, reversed=True))
    assert log.stiffness["score"].tolist() == [0, 5, 10]


# in tables of our own, too: it was read with the high end as the worst
@pytest.mark.parametrize(
    ("said", "state"), [("high is best", "0-10"), ("5 = best", "1-5"), ("best is high", "0-10")]
)
def test_our_own_column_may_not_say_so(tmp_path: Path, said: str, state: str) -> None:
    header = f"Score ({said})"
    folder = tmp_path / "log"
    folder.mkdir()
    csv_file(folder / "stiffness.csv", [["client", "date", header], ["ana", DAYS[0], 1]])
    with pytest.raises(DataError) as refused:
        load_log(folder)
    assert refused.value.problems["value"].tolist() == [header]
    assert f"(--scale {state} --scale-reversed)" in refused.value.problems["repair"][0]
    log = load_log(folder, scale=Scale(1, 5, reversed=True))
    assert log.stiffness["score"].tolist() == [10]


def test_a_diary_that_says_so_is_asked_about(tmp_path: Path) -> None:
    rows = [["Date", "Bear rolls", "Stiffness (high is best)"], *[[day, "x", 4] for day in DAYS]]
    path = csv_file(tmp_path / "ann.csv", rows)
    assert asked(path)[0].choices[0].adds["reversed"] is True
    assert read(path).stiffness["score"].tolist() == [6, 6, 6]


@pytest.mark.parametrize(
    ("said", "scales"),
    [
        ("(0=none 3=severe)", ((0, 3),)), ("(1 low - 5 high)", FIVE), ("(min 1, max 5)", FIVE),
        ("1 (none) - 5 (severe)", FIVE), ("(low 1, high 5)", FIVE), ("(0 = none, 10 = worst)", TEN),
        ("(max 5)", ((1, 5), (0, 5))), ("(5 = worst)", ((1, 5), (0, 5))), ("(max. 10)", TEN),
        ("(1=mild, 2=moderate, 3=severe)", ((1, 3), (0, 3))), ("(%)", ((0, 100), (0, 10))),
        ("in percent", ((0, 100), (0, 10))), ("(0-100 %)", ((0, 100),)), ("(max 100)", ((0, 100),)),
        ("after 10 min", ()), ("(1 set, 10 reps)", ()), ("at 80 % effort", ()), ("(max)", ()),
        ("1 hour after waking", ()), ("after 5 high kicks", ()), ("(5 best, 1 worst)", ()),
        ("week 3", ()), ("(10)", ()), ("(0 = no stiffness)", ()),
        ("(1 = gar nicht, 5 = steif)", FIVE),
    ],
)  # fmt: skip
def test_scales_said_in_words(said: str, scales: tuple[tuple[int, int], ...]) -> None:
    assert scales_said(f"Stiffness {said}") == scales


def test_a_scale_said_in_words_counts_as_one_in_numbers(tmp_path: Path) -> None:
    log = load_log(sheet(tmp_path, ["Stiffness (1 low - 5 high)"], [5, 3, 1]))
    assert [*log.stiffness["score"]] == [10, 5, 0]


def test_words_of_one_column_take_no_scale_from_the_numbers_of_another(tmp_path: Path) -> None:
    headers = ["Stiffness AM (1-5)", "Stiffness PM (0 = none, 10 = worst)"]
    log = read(sheet(tmp_path, headers, [5, 3, 1], [5, 4, 3]))
    assert [*log.stiffness["score"]] == [10, 5, 0]


@pytest.mark.parametrize(
    ("header", "choices", "score"),
    [
        ("Stiffness (max 5)", ["1-5", "0-5", LEAVE_OUT], 7.5),
        ("Stiffness AM (%)", ["0-100", "0-10", LEAVE_OUT], 0.4),
    ],
)
def test_a_scale_that_is_not_sure_is_asked_for(
    tmp_path: Path, header: str, choices: list[str], score: float
) -> None:
    path = sheet(tmp_path, [header], [3, 5, 4])
    for roles in ({}, {header: "stiffness"}):
        (question,) = asked(path, **roles)
        assert [choice.value for choice in question.choices] == choices
    with pytest.raises(DataError, match="What is its scale"):
        load_log(path)
    stiffness = read(path).stiffness
    assert [*stiffness["score"]][2] == pytest.approx(score)
    assert {*stiffness["moment"]} == {"waking" if "AM" in header else ""}


def test_another_scale_beside_scores_is_left_out(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness", "Tightness (max 5)"], [6, 5, 4], [3, 5, 4])
    (question,) = asked(path)
    assert [choice.value for choice in question.choices] == [LEAVE_OUT]
    assert [*read(path).stiffness["score"]] == [6, 5, 4]


def tabs(folder: Path, **headers: str) -> Path:
    """Write a workbook of a tab for each client, with three scores under its header."""
    book = Workbook()
    for name, header in headers.items():
        tab = book.create_sheet(name)
        for row in [["Day", header], *zip(DAYS, [4, 3, 2], strict=True)]:
            tab.append(row)
    del book["Sheet"]
    book.save(folder / "log.xlsx")
    return folder / "log.xlsx"


def test_what_one_sheet_states_of_its_scale_is_asked_of_another(tmp_path: Path) -> None:
    path = tabs(tmp_path, Anna="Stiffness 1-5", Ben="Stiffness")
    (question,) = asked(path)
    assert "'Stiffness' names no scale in some sheets of log.xlsx" in question.words
    assert [choice.value for choice in question.choices] == ["1 to 5", "0-10"]
    assert "names no scale" in assert_asked_alike(path)
    looked = look(path, settings_at(path))
    remember(looked.folder, looked.answered({question.key: "1 to 5"}))
    assert load_log(path).stiffness["score"].tolist() == 2 * [7.5, 5, 2.5]


def test_a_scale_turned_round_in_one_sheet_is_asked_of_another(tmp_path: Path) -> None:
    path = tabs(tmp_path, Anna="Stiffness (10 = best)", Ben="Stiffness")
    _, beside = asked(path)
    assert [choice.value for choice in beside.choices] == ["0 to 10, reversed", "0-10"]
    assert read(path).stiffness["score"].tolist() == 2 * [6, 7, 8]


def test_a_log_of_two_scales_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="found scores from 0 to 10 and from 1 to 5; expected one"):
        load_log(tabs(tmp_path, Anna="Stiffness 1-5", Ben="Stiffness 0-10"))
    alike = tabs(tmp_path, Anna="Stiffness 1-5", Ben="Stiffness 1-5")
    assert load_log(alike).stiffness["score"].tolist() == 2 * [7.5, 5, 2.5]


def test_a_scale_stated_for_a_log_is_of_all_its_sheets(tmp_path: Path) -> None:
    path = tabs(tmp_path, Anna="Stiffness", Ben="Stiffness")
    assert load_log(path, scale=Scale(1, 5)).stiffness["score"].tolist() == 2 * [7.5, 5, 2.5]


def test_columns_on_several_scales_are_asked_about_each_with_its_own(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness 0-10", "Neck stiffness 1-5"], [5, 6, 7], [3, 2, 5])
    (question,) = asked(path)
    assert question.words.endswith("hold scores on several scales. Which are to be charted?")
    found = [(choice.words, choice.adds["scale"]) for choice in question.choices]
    assert found == [
        ("only 'Stiffness 0-10', from 0 to 10", [0, 10]),
        ("only 'Neck stiffness 1-5', from 1 to 5", [1, 5]),
    ]
    looked = look(path, settings_at(path))
    remember(looked.folder, looked.answered({question.key: "Neck stiffness 1-5"}))
    assert load_log(path).stiffness["score"].tolist() == [5, 2.5, 10]


def test_scores_of_two_moments_on_several_scales_are_asked_about(tmp_path: Path) -> None:
    headers = ["Morning stiffness 0-10", "Evening stiffness (0 = none, 3 = severe)"]
    path = sheet(tmp_path, headers, [5, 6, 7], [3, 2, 1])
    with pytest.raises(DataError, match="hold scores on several scales"):
        load_log(path)
    assert read(path).stiffness["score"].tolist() == [5, 6, 7]


def test_a_score_beyond_the_scale_in_its_header_is_a_problem_of_its_row(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness 0-3"], [3, 0, 4])
    assert asked(path) == []
    with pytest.raises(DataError, match=r"line 4.*found '4'; expected a number from 0 to 3"):
        load_log(path)


def test_what_is_offered_beside_a_scale_is_what_is_written(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["Stiffness 1-5"], [7, 8, 4])
    (question,) = asked(path)
    assert question.choices[0].words == "'Stiffness 1-5' is, from 1 to 5"


@pytest.mark.parametrize(
    "line", ["Sleep: 10 = best", "Higher is better for sets, lower is better for stiffness"]
)
def test_a_line_over_the_header_turns_no_scores(tmp_path: Path, line: str) -> None:
    rows = [[line], ["Day", "Bear rolls", "Stiffness"], ["2026-03-02", "x", 6],
            ["2026-03-03", "x", 5]]  # fmt: skip
    path = csv_file(tmp_path / "ann.csv", rows)
    assert look(path, settings_at(path)).questions({}) == []
    assert load_log(path).stiffness["score"].tolist() == [6, 5]


def test_a_scale_under_the_header_belongs_to_it(tmp_path: Path) -> None:
    rows = [["2026-09-01", "Down Dog", 3, 3], ["2026-09-02", "Cat-cow", 3, 4]]
    units = [["Day", "Exercise", "Sets", "Stiffness"], ["dd/mm", "name", "number", "10 = best"]]
    with pytest.raises(DataError, match="10 = best"):
        load_log(csv_file(tmp_path / "ann.csv", [*units, *rows]))


def test_what_a_line_below_says_of_0_is_named(tmp_path: Path) -> None:
    days = [[f"2026-03-0{n}", "x", n % 3] for n in range(2, 7)]
    rows = [["Day", "Bear rolls", "Stiffness"], *days, ["0 = not rated", "", ""]]
    path = csv_file(tmp_path / "ann.csv", rows)
    (own,) = look(path, settings_at(path)).understandings
    assert own.columns[-1].meaning.endswith("5 scores; a line says '0 = not rated'")


@pytest.mark.parametrize(("n_beyond", "is_asked"), [(1, False), (2, True)])
def test_scores_beyond_a_scale_said_in_words_are_asked_about(
    tmp_path: Path, n_beyond: int, is_asked: bool
) -> None:
    scores = [*[3, 1, 0, 2, 1, 2, 0, 1, 2, 3][n_beyond:], *[5] * n_beyond]
    rows = [[f"2026-10-{n:02}", score] for n, score in enumerate(scores, 1)]
    path = csv_file(tmp_path / "ann.csv", [["Day", "Stiffness 0=none 1=mild 3=severe"], *rows])
    assert bool(asked(path)) is is_asked


@pytest.mark.parametrize("ends", [("0-10", "1-10"), ("1-10", "0-10")])
def test_scales_to_ten_beside_each_other_are_one(tmp_path: Path, ends: Sequence[str]) -> None:
    headers = [f"Stiffness {when} ({own})" for when, own in zip(["AM", "PM"], ends, strict=True)]
    path = sheet(tmp_path, headers, [5, 6, 7], [1, 2, 10])
    assert asked(path) == []
    assert sorted(load_log(path).stiffness["score"]) == [1, 2, 5, 6, 7, 10]
    (found,) = look(path, settings_at(path)).understandings
    assert all("from 0 to 10" in taken.meaning for taken in found.columns[-2:])


def months(folder: Path, scores: Sequence[object]) -> Path:
    """Write two months of one person, a file each, of which the second names no scale."""
    for month, header, own in ((10, "Stiffness (1-5)", [1, 3, 5]), (11, "Stiffness", scores)):
        rows = [[f"2026-{month}-0{n}", "Bear rolls", score] for n, score in enumerate(own, 1)]
        name = "October" if month == 10 else "November"
        csv_file(folder / f"{name}.csv", [["Day", "Exercise", header], *rows])
    return folder


def test_what_a_file_states_of_its_scale_is_asked_of_the_next_month(tmp_path: Path) -> None:
    path = months(tmp_path, [4, 3, 2])
    (question,) = asked(path)
    assert f"in some sheets of {tmp_path.name}," in question.words
    assert [choice.value for choice in question.choices] == ["1 to 5", "0-10", LEAVE_OUT]
    assert "names no scale" in str(load_log(path).unreadable)
    looked = look(path, settings_at(path))
    remember(looked.folder, looked.answered(looked.likely_answers()))
    assert load_log(path).stiffness["score"].tolist() == [0, 5, 10, 7.5, 5, 2.5]


def test_a_scale_that_the_next_month_does_not_fit_is_not_likely(tmp_path: Path) -> None:
    (question,) = asked(months(tmp_path, [7, 3, 2]))
    assert [choice.value for choice in question.choices] == ["0-10", "1 to 5", LEAVE_OUT]
