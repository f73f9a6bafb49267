"""mobility.toml on the command line: what is typed wins, what is taken is said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import mobility_analysis as ma
from mobility_analysis.cli import main
from mobility_analysis.log import DataError

SESSIONS = "date,exercise\n03/04/26,down dog\n05/04/26,bear rolls\n06/06/26,bear rolls\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic of two clients, whose settings state most that there is."""
    for name in ("ann", "ben"):
        own = tmp_path / "clinic" / name
        own.mkdir(parents=True)
        (own / "sessions.csv").write_text(SESSIONS)
    settings(
        tmp_path / "clinic",
        'date-order = "dmy"\ntarget-per-week = 3\ncompared-with = "the last appointment"\n'
        '[thresholds]\nsilent-days = 90\nlow-adherence = "60%"\n',
    )
    return tmp_path / "clinic"


def settings(folder: Path, text: str) -> None:
    (folder / "mobility.toml").write_text(text, encoding="utf-8")


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, " ".join(done.output.split())


def caseload(folder: Path, out: Path, *words: str) -> pd.DataFrame:
    status, output = run("report", folder, "--only", "tables", "--out", out, *words)
    assert status == 0, output
    return pd.read_csv(out / "caseload.csv", index_col="client")


def test_report_goes_by_the_file_and_says_so(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, output = run("report", folder, "--only", "tables", "--out", out)
    assert status == 0
    assert (
        "Settings from clinic/mobility.toml: date order dmy, 3 practice days a week, compared with "
        "the last appointment, silent-days 90, low-adherence 60%."
    ) in output
    assert "Note: Plan as stated: 3 practice days a week" in output
    table = pd.read_csv(out / "caseload.csv")
    assert set(table["thresholds"]) == {
        "stopped logging: 90 eligible days without an entry (usually 14); "
        "low adherence: under 60 % of the last 28 days (usually 50 %)"
    }
    stated = pd.read_csv(out / "assumptions.csv")["assumption"]
    assert stated.str.contains("3 practice days a week").all()


def test_a_file_gives_the_bytes_of_what_is_typed(folder: Path, tmp_path: Path) -> None:
    by_file = tmp_path / "by-file"
    caseload(folder, by_file)
    (folder / "mobility.toml").unlink()
    words = ["--date-order", "dmy", "--target-per-week", "3", "--silent-days", "90"]
    words += ["--low-adherence", "60%", "--compared-with", "the last appointment"]
    typed = tmp_path / "typed"
    caseload(folder, typed, *words)
    names = sorted(p.relative_to(typed) for p in typed.rglob("*.csv"))
    assert len(names) > 20
    for name in names:
        assert (by_file / name).read_bytes() == (typed / name).read_bytes(), name


def test_what_is_typed_wins_even_where_it_is_the_usual(folder: Path, tmp_path: Path) -> None:
    table = caseload(folder, tmp_path / "out", "--silent-days", "14", "--target-per-week", "2")
    assert set(table["thresholds"]) == {
        "low adherence: under 60 % of the last 28 days (usually 50 %)"
    }
    stated = pd.read_csv(tmp_path / "out" / "assumptions.csv")["assumption"]
    assert stated.str.contains("2 practice days").tolist() == [True]
    _, output = run(
        "report", folder, "--only", "tables", "--out", tmp_path / "o", "--silent-days=9"
    )
    assert "Stated otherwise, so not taken from there: thresholds.silent-days." in output


def test_a_typed_target_goes_before_that_of_the_file(folder: Path, tmp_path: Path) -> None:
    settings(folder, 'date-order = "dmy"\n[targets]\n"Down Dog" = 5\nbear-rolls = 2\n')
    out = tmp_path / "out"
    words = ["report", folder, "--only", "tables", "--out", out, "--target", "down-dog=1"]
    status, output = run(*words)
    assert status == 0
    assert "not taken from there: targets.Down Dog." in output
    stated = pd.read_csv(out / "assumptions.csv")["assumption"].tolist()
    assert [said.split(", ")[0] for said in stated] == [
        "Plan as stated: 2 times a week for bear-rolls",
        "Plan as stated: once a week for down-dog",
    ]


def test_the_library_goes_by_the_same(folder: Path, tmp_path: Path) -> None:
    by_command = caseload(folder, tmp_path / "out")
    by_library = ma.caseload_review(ma.load_log(folder)).set_index("client")
    assert by_library["thresholds"].tolist() == by_command["thresholds"].tolist()
    assert by_library["compared_with"].tolist() == by_command["compared_with"].tolist()
    assert by_library["prescribed_last_28_days"].tolist() == [12, 12]  # 3 days in each of 4 weeks
    usual = ma.caseload_review(ma.load_log(folder), thresholds=ma.Thresholds())
    assert set(usual["thresholds"]) == {""}


WRONG = [
    (
        "[thresholds]\nsilent-day = 3",
        "clinic/mobility.toml, line 2, thresholds.silent-day: expected one of high-mean",
    ),
    ("[thresholds]\nsilent-days = 2.5", "found 2.5; expected a whole number from 1 to 366"),
    ("[thresholds]\nlow-adherence = 0.5", 'found 0.5; expected a percentage, such as "60%"'),
    ("[thresholds]\nstraight-after-pairs = 6", "clinic/mobility.toml: straight-after-pairs is 6"),
    ('compared-with = "last week"', "line 1, compared-with: found 'last week'; expected one of"),
    ("[targets]\nbear-roles = 3", "line 2, targets.bear-roles: expected an exercise"),
    ("targets = 3", "line 1, targets: found 3; expected a line [targets]"),
]


@pytest.mark.parametrize("command", ["report", "check"])
@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_fault_ends_a_command_with_its_line(
    folder: Path, tmp_path: Path, command: str, text: str, said: str
) -> None:
    settings(folder, text)
    words = ["--out", tmp_path / "out"] if command == "report" else []
    status, output = run(command, folder, "--date-order", "dmy", *words)
    assert status == 1
    assert said in output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["lab"], ["convert", "--to", "elsewhere"]])
def test_a_fault_ends_the_other_commands_too(folder: Path, words: list[str]) -> None:
    settings(folder, "[thresholds]\nsilent-day = 3")
    status, output = run(words[0], folder, *words[1:])
    assert status == 1
    assert "Did you mean silent-days?" in output


def test_a_wrong_threshold_is_an_error_of_the_measure(folder: Path) -> None:
    settings(folder, 'date-order = "dmy"\n[thresholds]\nsilent-days = "ten"')
    log = ma.load_log(folder)
    with pytest.raises(DataError, match=r"line 3, thresholds.silent-days: found 'ten'; expected a"):
        ma.caseload_review(log)


def test_check_says_what_is_taken(folder: Path) -> None:
    status, output = run("check", folder)
    assert status == 0
    assert "Settings from clinic/mobility.toml: date order dmy, 3 practice days a week" in output
    assert "No problems found." in output


def test_convert_writes_no_target_as_a_prescription(folder: Path, tmp_path: Path) -> None:
    settings(folder, 'date-order = "dmy"\n[targets]\nbear-rolls = 3')
    status, output = run("convert", folder, "--to", tmp_path / "tables", "--form", "csv")
    assert status == 0
    assert "Settings from clinic/mobility.toml: date order dmy" in output
    assert "targets and thresholds stay in clinic/mobility.toml" in output
    assert ma.load_log(tmp_path / "tables").programme.empty
    assert ma.load_log(tmp_path / "tables").as_of == pd.Timestamp("2026-06-06")


def test_new_writes_settings_of_which_none_holds_and_keeps_ones_own(tmp_path: Path) -> None:
    status, output = run("new", tmp_path / "log")
    assert status == 0
    assert "mobility.toml" in output
    text = (tmp_path / "log" / "mobility.toml").read_text(encoding="utf-8")
    assert all(line.startswith("#") for line in text.splitlines() if line)
    own = tmp_path / "own"
    own.mkdir()
    settings(own, 'date-order = "dmy"')
    assert run("new", own, "--excel")[0] == 0
    assert (own / "mobility.toml").read_text(encoding="utf-8") == 'date-order = "dmy"'
