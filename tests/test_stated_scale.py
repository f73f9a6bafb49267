"""A scale stated on the command line: how it is written, and where it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.log import Scale
from mobility_analysis.log.scales import scale_from_text

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
