"""Sheets in other columns at a terminal: shown, asked about, remembered; or refused with lines."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.commands import open as opening
from mobility_analysis.commands.open import asked_of_sheets
from mobility_analysis.log.settings import SETTINGS_FILE, Settings
from mobility_analysis.log.write import remember
from tests.commands.terminal import Talk, talk
from tests.lay_sheets import FIVE, csv_file, form

HEADER = ["Day", "Bear rolls", "Stiffness", "Sleep"]
ROWS = [["2026-09-01", "x", 5, 7], ["2026-09-02", "x", 4, 8]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")


def report(path: Path, out: Path, *more: str, answers: tuple[str, ...] = ()) -> Talk:
    words = ("report", path, "--only", "tables", "--jobs", "1", "--out", out)
    return talk(*words, *more, answers=answers)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_five_strangers_are_asked_about_once_and_come_out_the_same(tmp_path: Path) -> None:
    logs = tmp_path / "clients"
    logs.mkdir()
    for make in FIVE:
        make(logs)
    first = report(logs, tmp_path / "first")
    assert (first.exit_code, first.n_questions <= 3) == (0, True), first.output
    assert f"Kept in {logs / SETTINGS_FILE}: nothing of this is asked again." in first.output
    second = report(logs, tmp_path / "second")
    assert (second.exit_code, second.n_questions) == (0, 0), second.output
    said = "How to read Ann.xlsx, Ben.xlsx, Cleo.csv, Dora.xlsx and 1 more is taken from clients/"
    assert said in second.output
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


@pytest.mark.parametrize("command", ["check", "report"])
def test_a_column_beside_our_own_is_asked_about_once(tmp_path: Path, command: str) -> None:
    rows = [["date", "exercise", "Load"], ["2026-09-01", "bear rolls", 5]]
    path = csv_file(tmp_path / "ann.csv", [*rows, ["2026-09-02", "bear rolls", 7.5]])
    more = () if command == "check" else ("--only", "tables", "--out", tmp_path / "out")
    first = talk(command, path, *more)
    assert (first.exit_code, first.n_questions) == (0, 1), first.output
    assert "'Load' (5, 7.5) names no unit. What is it?" in first.output
    assert "  1  a load in kilograms   (Enter)" in first.output
    again = talk(command, path, *more)
    assert (again.exit_code, again.n_questions) == (0, 0), again.output


def test_a_sheet_is_shown_before_it_is_asked_about(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    said = talk("check", path)
    assert said.n_questions == 1
    for line in (
        "  Day         Bear rolls  Stiffness  Sleep",
        "  2026-09-01  x           5          7",
        "  'Stiffness'  = stiffness, self-rated from 0 to 10, 2 scores   (5; 4)",
        "'Sleep' (7, 8) holds numbers from 0 to 10. Is it stiffness?",
        "  1  something else: it is left out   (Enter)",
    ):
        assert line in said.output.splitlines()
    assert said.output.index("2026-09-01  x") < said.output.index("Is it stiffness?")


def test_another_answer_than_the_likely_one_is_taken(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    said = talk("check", path, answers=("2",))
    assert said.exit_code == 0, said.output
    held = tomllib.loads((tmp_path / SETTINGS_FILE).read_text(encoding="utf-8"))
    assert [rating["score"] for rating in held["recipe"][0]["ratings"]] == ["Stiffness", "Sleep"]


def test_what_is_all_certain_is_agreed_to_or_not(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [row[:3] for row in (HEADER, *ROWS)])
    refused = report(path, tmp_path / "out", answers=("n", "4"))  # none of the three columns
    assert (refused.exit_code, refused.n_questions) == (1, 2)
    assert "Nothing was made. Change these lines to how it is meant" in refused.output
    assert not (tmp_path / SETTINGS_FILE).exists()
    assert not (tmp_path / "out").exists()
    agreed = talk("check", path)
    assert (agreed.exit_code, agreed.n_questions) == (0, 1)
    assert talk("check", path).n_questions == 0


def test_a_column_that_was_taken_for_another_thing_is_put_right(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    said = talk("check", path, answers=("c", "3", "16", "2"))  # Stiffness is left out, Sleep is it
    assert said.exit_code == 0, said.output
    held = tomllib.loads((tmp_path / SETTINGS_FILE).read_text(encoding="utf-8"))["recipe"][0]
    assert ([part["score"] for part in held["ratings"]], held["ignore"]) == (
        ["Sleep"],
        ["Stiffness"],
    )


def test_names_can_be_decided_one_by_one(tmp_path: Path) -> None:
    path = form(tmp_path)
    one_by_one = ("3", "", "3", "2", "")  # own, none, an area of its own, own
    said = talk("check", path, answers=one_by_one)
    assert said.exit_code == 0, said.output
    held = tomllib.loads((tmp_path / SETTINGS_FILE).read_text(encoding="utf-8"))
    assert set(held["names"]) | set(held["exercises"]) == {
        "Wall Sit", "Dead Bug", "Couch Stretch", "Bird Dog",
    }  # fmt: skip


def test_breaking_off_keeps_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    said = talk("check", path, answers=("\x03",))
    assert said.exit_code == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ann.csv"]


@pytest.mark.parametrize("command", ["convert", "import"])
def test_other_commands_ask_and_remember_too(tmp_path: Path, command: str) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    more = {"convert": ["--to", tmp_path / "to"], "import": ["--into", tmp_path / "log"]}
    words = [command, path, *more.get(command, [])]
    said = talk(*words)
    assert (said.exit_code, said.n_questions) == (0, 1), said.output
    assert talk("check", path).n_questions == 0
    if command == "import":
        again = talk(*words)
        assert "sessions.csv: 0 rows added, 2 already there" in again.output


def test_a_folder_is_imported_file_by_file(tmp_path: Path) -> None:
    for name in ("ann", "ben"):
        csv_file(tmp_path / f"{name}.csv", [row[:3] for row in (HEADER, *ROWS)])
    csv_file(tmp_path / "odd.csv", [["Song"], ["a"]])
    done = CliRunner().invoke(main, ["import", str(tmp_path), "--into", str(tmp_path / "log")])
    assert done.exit_code == 1
    assert "odd.csv was not added: found the columns 'Song'; expected" in done.output
    rows = (tmp_path / "log" / "sessions.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["ann", "ann", "ben", "ben"]


def test_import_names_the_one_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "ann.csv"
    path.write_bytes(b"date,exercise\n2026-03-02,Bear \x00rolls\n")
    done = CliRunner().invoke(main, ["import", str(path), "--into", str(tmp_path / "log")])
    assert (done.exit_code, done.output.count("ann.csv")) == (1, 1)
    assert "ann.csv: found bytes that are no text; expected text" in done.output


def test_the_lines_that_are_named_for_a_folder_make_it_work(tmp_path: Path) -> None:
    logs = tmp_path / "clients"
    logs.mkdir()
    for make in FIVE:
        make(logs)
    csv_file(logs / "Fay.csv", [HEADER, *ROWS])
    csv_file(logs / "Gus.csv", [HEADER, *ROWS])
    words = ["report", str(logs), "--only", "tables", "--out", str(tmp_path / "out")]
    refused = CliRunner().invoke(main, [*words, "--yes"])
    assert refused.exit_code == 1
    _, lines = refused.output.split("clients/mobility.toml:\n\n", 1)
    kept = lines[: lines.rindex('" = "') + lines[lines.rindex('" = "') :].index("\n")]
    (logs / SETTINGS_FILE).write_text(kept, encoding="utf-8")
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "Done: 7 clients" in done.output


def test_an_order_of_dates_that_was_typed_is_kept(tmp_path: Path) -> None:
    rows = [HEADER, ["03/04/2026", "x", 5, 7], ["05/04/2026", "x", 4, 8]]
    path = csv_file(tmp_path / "ann.csv", rows)
    assert talk("check", path, "--date-order", "dmy").n_questions == 1  # Sleep
    held = tomllib.loads((tmp_path / SETTINGS_FILE).read_text(encoding="utf-8"))["recipe"][0]
    assert held["date_order"] == "dmy"
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == 0


def test_a_recipe_that_is_typed_holds_for_every_file_of_a_folder(tmp_path: Path) -> None:
    for name in ("ann", "ben"):
        csv_file(tmp_path / f"{name}.csv", [row[:3] for row in (HEADER, *ROWS)])
    recipe = tmp_path / "mine.toml"
    recipe.write_text(
        'date = { column = "Day" }\n[[ratings]]\nscore = "Stiffness"\n', encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--recipe", str(recipe)])
    assert done.exit_code == 0, done.output
    assert "ann.csv: 2 rows read = 2 used" in done.output
    assert "ben.csv: 2 rows read = 2 used" in done.output


def test_before_the_notebooks_open_sheets_are_looked_at_and_tables_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    asked_of_sheets(path, Settings())
    assert "'Bear rolls' = Bear Rolls, 2 ticks" in capsys.readouterr().out
    csv_file(tmp_path / "sessions.csv", [["date", "exercise"], ["2026-09-01", "bear rolls"]])
    asked_of_sheets(tmp_path, Settings())
    asked_of_sheets(tmp_path / "gone", Settings())
    said = capsys.readouterr()
    assert (said.out, "there is no file or folder of this name" in said.err) == ("", True)


def test_answers_that_cannot_be_kept_hold_this_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = csv_file(tmp_path / "ann.csv", [HEADER, *ROWS])
    monkeypatch.setattr(remember, "remember", refused)
    monkeypatch.setattr(opening, "is_terminal", lambda _: True)
    monkeypatch.setattr(opening, "answer_to", lambda question, **_: question.choices[0].value)
    looked = opening.asked(path, Settings(), yes=False)
    assert looked.questions({}) == []
    assert [log.fault for log in looked.logs()] == [""]
    assert "could not be kept in" in capsys.readouterr().err
    assert not (tmp_path / SETTINGS_FILE).exists()
