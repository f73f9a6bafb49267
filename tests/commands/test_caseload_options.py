"""Thresholds of the caseload on the command line: named, checked, said in what comes out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.commands.options import SECTION
from mobility_analysis.measures.caseload.thresholds import threshold_limits

CLIENTS = ["--client", "Ben T", "--client", "Isla B", "--only", "tables"]


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["report", *words])
    return done.exit_code, " ".join(done.output.split())


def test_every_threshold_is_an_option_in_a_section_of_its_own() -> None:
    done = CliRunner().invoke(main, ["report", "--help"])
    ordinary, own = done.output.split(f"{SECTION}:")
    for name in threshold_limits():
        option = f"--{name.replace('_', '-')} N"
        assert option in own
        assert option not in ordinary
    assert "--compared-with" in own
    assert "--out" in ordinary
    assert "[LOG]" not in done.output.split("Options:")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--silent-days", "0"], "Invalid value for '--silent-days': 0 is not in the range"),
        (["--silent-days", "two"], "Invalid value for '--silent-days': 'two' is not a valid int"),
        (["--low-adherence", "0.5"], "'0.5' is not a percentage; write it as 50%, from 1% to 100%"),
        (["--rise-points", "nan"], "--rise-points is nan; it must be a number from 0.5 to 10"),
        (
            ["--straight-after-pairs", "6"],
            "--straight-after-pairs is 6, of the last 5 pairs (--straight-after-of)",
        ),
        (["--compared-with", "yesterday"], "is not one of 'a week ago', 'the last appointment'"),
    ],
)
def test_a_wrong_threshold_is_a_wrong_call(words: list[str], said: str, tmp_path: Path) -> None:
    status, output = run(*words, "--out", str(tmp_path / "out"))
    assert status == 2
    assert said in output
    assert not (tmp_path / "out").exists()


def test_thresholds_reach_the_table_and_are_named_in_it(tmp_path: Path) -> None:
    assert run(*CLIENTS, "--out", str(tmp_path / "usual"))[0] == 0
    usual = pd.read_csv(tmp_path / "usual" / "caseload.csv", index_col="client")
    assert "stopped logging" in usual.loc["Ben T", "reasons"]
    assert usual["thresholds"].isna().all()
    words = ["--silent-days", "50", "--low-adherence", "40%"]
    assert run(*CLIENTS, *words, "--out", str(tmp_path / "own"))[0] == 0
    own = pd.read_csv(tmp_path / "own" / "caseload.csv", index_col="client")
    assert "stopped logging" not in own.loc["Ben T", "reasons"]  # silent for 42 days
    assert set(own["thresholds"]) == {
        "stopped logging: 50 eligible days without an entry (usually 14); "
        "low adherence: under 40 % of the last 28 days (usually 50 %)"
    }


def test_the_last_appointment_reaches_the_table(tmp_path: Path) -> None:
    words = ["--compared-with", "the last appointment"]
    assert run(*CLIENTS, *words, "--out", str(tmp_path))[0] == 0
    table = pd.read_csv(tmp_path / "caseload.csv")
    assert "the last appointment" in set(table["compared_with"])


@pytest.mark.usefixtures("quick_pages")
def test_thresholds_reach_the_page_of_one_client(tmp_path: Path) -> None:
    def page(*words: str) -> str:
        one = ["--client", "Amira K", "--only", "pages", "--out", str(tmp_path)]
        assert run(*one, *words)[0] == 0
        return (tmp_path / "Amira-K" / "summary.html").read_text(encoding="utf-8")

    assert "High self-rated stiffness" not in page()
    high = page("--high-mean", "2")  # the mean of her day values from 26 Oct to 22 Nov
    assert "High self-rated stiffness: a mean of 2.7 in the last 4 weeks" in high
