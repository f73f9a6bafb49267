"""A scale stated on the command line: how it is written, and where it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.log import Scale
from mobility_analysis.log.scales import scale_from_text
from tests.pdf_pages import read, said_on, words_on
from tests.quick_pages import made_quickly

SCORES = "client,date,score\nAna,2026-01-05,1\nAna,2026-01-06,3\nAna,2026-01-07,5\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "stiffness.csv").write_text(SCORES, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("1-5", Scale(1, 5)),
        (" 1 to 5 ", Scale(1, 5)),
        ("0-100", Scale(0, 100)),
        ("-3-3", Scale(-3, 3)),
        ("-5 - -1", Scale(-5, -1)),
        ("0.5-4.5", Scale(0.5, 4.5)),
        ("1-5 reversed", Scale(1, 5, reversed=True)),
    ],
)
def test_a_scale_is_read_as_people_type_it(text: str, scale: Scale) -> None:
    assert scale_from_text(text) == scale


@pytest.mark.parametrize("text", ["", "5", "one to five", "1-5-9", "1,5", "1-nan", "0-1e9"])
def test_what_is_no_scale_is_named_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="is not a scale; write its two ends as 1-5"):
        scale_from_text(text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--scale", "5-1"], "Write it as 1-5; where the high score is the best one, state that"),
        (["--scale", "3-3"], "must be below its high end, not 3 to 3"),
        (["--scale", "five"], "'five' is not a scale; write its two ends as 1-5"),
        (["--scale-reversed"], "state the scale too, as --scale 1-5 --scale-reversed"),
    ],
)
@pytest.mark.parametrize("command", ["report", "check", "convert", "import"])
def test_a_wrong_scale_is_a_wrong_call(
    command: str, options: list[str], said: str, log: Path, tmp_path: Path
) -> None:
    needed = {"import": ["--recipe", "strong", "--into", tmp_path], "convert": ["--to", tmp_path]}
    done = run(command, log, *needed.get(command, []), *options)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_a_score_outside_the_stated_scale_is_a_problem(log: Path) -> None:
    done = run("check", log, "--scale", "1-4")
    assert done.exit_code == 1
    assert "line 4, column score: found '5'; expected a number from 1 to 4" in done.output


REVERSED = (
    "stiffness scores in form.csv were written on a scale from 1 to 5, as stated; "
    "here they stand from 0 to 10: 5 as 0, 1 as 10."
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of two clients, imported from a form whose scale the recipe states."""
    folder = tmp_path_factory.mktemp("stated")
    days = pd.date_range("2026-09-01", "2026-11-20").strftime("%Y-%m-%d")
    rows = [
        f"{day},{who},{1 + (place + len(who)) % 5},Down dog"
        for place, day in enumerate(days)
        for who in ("Ana", "Bo")
    ]
    text = "\n".join(["When,Who,Stiff,What", *rows, ""])
    (folder / "form.csv").write_text(text, encoding="utf-8")
    (folder / "mine.toml").write_text(
        'scale = [1, 5]\nreversed = true\nclient = { column = "Who" }\n'
        'date = { column = "When" }\n[[ratings]]\nscore = "Stiff"\n'
        '[[sessions]]\nexercise = { column = "What" }\n',
        encoding="utf-8",
    )
    done = run(
        "import", folder / "form.csv", "--recipe", folder / "mine.toml", "--into", folder / "log"
    )
    assert done.exit_code == 0, done.output
    assert f"Note: 162 {REVERSED}" in done.output
    return folder / "log"


@pytest.fixture(scope="module")
def pages(imported: Path) -> Path:
    out = imported.parent / "out"
    with made_quickly("Ana"):
        done = run("report", imported, "--out", out)
    assert done.exit_code == 0, done.output
    assert f"Note: 162 {REVERSED}" in done.output
    return out


def words(text: str) -> str:
    """Return a text without its markup and line breaks."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_check_names_it(imported: Path) -> None:
    done = run("check", imported)
    assert f"Note: 162 {REVERSED}" in done.output


def test_the_page_over_several_clients_names_it(pages: Path) -> None:
    assert f"162 {REVERSED}" in words((pages / "index.html").read_text(encoding="utf-8"))
    sheets = read((pages / "caseload.pdf").read_bytes()).pages
    assert f"162 {REVERSED}" in " ".join(said_on(words_on(sheet)) for sheet in sheets)


@pytest.mark.parametrize("client", ["Ana", "Bo"])
def test_each_client_s_page_names_it_and_counts_own_scores(pages: Path, client: str) -> None:
    html = words((pages / client / "summary.html").read_text(encoding="utf-8"))
    assert f"81 {REVERSED}" in html
    assert "162 stiffness" not in html
    (page,) = read((pages / client / "summary.pdf").read_bytes()).pages
    assert f"81 {REVERSED}" in said_on(words_on(page))
    table = pd.read_csv(pages / client / "tables" / "assumptions.csv")
    assert table.to_numpy().tolist() == [[client, f"81 {REVERSED}"]]


def test_each_figure_by_itself_names_it(pages: Path) -> None:
    figures = sorted((pages / "Ana" / "figures").glob("*.svg"))
    assert len(figures) > 3
    for figure in figures:
        assert f"81 {REVERSED}" in words(figure.read_text(encoding="utf-8")), figure.name


def test_a_log_without_a_stated_scale_says_nothing_of_it(log: Path, tmp_path: Path) -> None:
    done = run("report", log, "--out", tmp_path / "out", "--only", "tables")
    assert "written on a scale" not in done.output
    assert len(pd.read_csv(tmp_path / "out/Ana/tables/assumptions.csv")) == 0


def test_a_scale_stated_to_report_is_applied_and_named(log: Path, tmp_path: Path) -> None:
    done = run("report", log, "--scale", "1-5", "--out", tmp_path, "--only", "tables")
    assert done.exit_code == 0, done.output
    assert "3 stiffness scores in stiffness.csv were written on a scale from 1 to 5" in done.output
    daily = pd.read_csv(tmp_path / "Ana" / "tables" / "stiffness_daily.csv")
    assert daily["score_mean"].tolist() == [0, 5, 10]


def test_a_conversion_with_a_stated_scale_keeps_the_statement(log: Path, tmp_path: Path) -> None:
    done = run("convert", log, "--scale", "1-5", "--scale-reversed", "--to", tmp_path / "new")
    assert done.exit_code == 0, done.output
    assert "here they stand from 0 to 10: 5 as 0, 1 as 10." in done.output
    checked = run("check", tmp_path / "new")
    assert "Note: 3 stiffness scores in stiffness.csv were written on a scale" in checked.output


def test_an_import_that_states_a_scale_goes_before_its_recipe(
    imported: Path, tmp_path: Path
) -> None:
    folder = imported.parent
    done = run(
        "import", folder / "form.csv", "--recipe", folder / "mine.toml", "--into", tmp_path,
        "--scale", "0-10",
    )  # fmt: skip
    assert "written on a scale" not in done.output  # nothing is turned
    scores = pd.read_csv(tmp_path / "stiffness.csv")
    assert set(scores["stated_scale"]) == {"from 0 to 10, in form.csv"}


def test_an_import_says_which_figures_it_read_on_another_scale_before(imported: Path) -> None:
    folder = imported.parent
    before = (imported / "stiffness.csv").read_bytes()
    done = run(
        "import", folder / "form.csv", "--recipe", folder / "mine.toml", "--into", imported,
        "--scale", "1-6",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert (
        "Note: 162 scores stand in the log as the same figures read on another scale; the log "
        "keeps its own, the first of them on 2026-09-01. If the scale stated now is the right one, "
        "delete these rows from stiffness.csv and import again."
    ) in done.output
    assert (imported / "stiffness.csv").read_bytes() == before


SHEET = "Date,Down dog,Morning\n22/11/2026,x,40\n23/11/2026,,100\n"


def test_a_sheet_of_unknown_shape_is_understood_on_the_stated_scale(tmp_path: Path) -> None:
    sheet = tmp_path / "My sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    call = ["report", sheet, "--scale", "0-100", "--out", tmp_path / "out", "--only", "tables"]
    done = run(*call)
    assert done.exit_code == 0, done.output
    assert "'Morning'  = stiffness on waking, self-rated from 0 to 100, 2 scores" in done.output
    assert "Note: 2 stiffness scores in My sheet.csv were written on a scale" in done.output
    daily = pd.read_csv(tmp_path / "out" / "My-sheet" / "tables" / "stiffness_daily.csv")
    assert daily["score_mean"].tolist() == [4, 10]
