"""Every command of the README runs, in the order in which it stands there."""

from __future__ import annotations

import pydoc
import re
import shlex
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import openpyxl
import pytest
from click.testing import CliRunner
from test_rooms import BEFORE

import mobility_analysis as ma
from mobility_analysis import cli
from mobility_analysis.cli import main
from mobility_analysis.log import load_log
from mobility_analysis.log.write.saving import save_log

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

CLIENTS = ("Amira K", "Ben T", "Isla B")  # of whom Ben T alone is one to look at first
SHEET = "Date,Foam roller,Morning\n2026-11-02,x,5\n2026-11-03,,4\n"
SETS = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n"
    "2026-11-02 18:30:00,A,Bear Rolls,1,0,10\n"
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def commands() -> list[str]:
    lines = [line for block in blocks("console") for line in block.splitlines() if line.strip()]
    assert all(line.startswith("mobility-analysis ") for line in lines)
    return lines


@pytest.mark.usefixtures("quick_pages")
def test_the_commands_of_the_journeys_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several: list[int] = []
    # Pages of processes beside this one would not be quick ones; test_killed.py starts such.
    monkeypatch.setattr(cli, "usual_jobs", lambda n_clients: several.append(n_clients) or 1)
    monkeypatch.chdir(tmp_path)
    save_log(load_log(ROOT / "data" / "sample")[CLIENTS], tmp_path / "data" / "sample", form="csv")
    (tmp_path / "My sheet.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "strong.csv").write_text(SETS, encoding="utf-8")
    for line in commands():
        words = shlex.split(line)[1:]
        if words[0] == "report" and words[1] == "my-log":
            # an empty diary has nothing to report on: fill in a row, as the reader would
            book = openpyxl.load_workbook(tmp_path / "my-log" / "diary.xlsx")
            book["days"]["C2"] = "✓"
            book.save(tmp_path / "my-log" / "diary.xlsx")
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, f"{line}\n{done.output}"
    assert (tmp_path / "amira" / "Amira-K" / "summary.pdf").is_file()
    assert max(several) == len(CLIENTS)


def test_two_commands_set_everything_up() -> None:
    installs = [block for block in blocks("bash") if "venv .venv" in block]
    assert len(installs) == 2
    assert "mobility-analysis report" in installs[0]
    assert installs[1].rstrip().endswith(".venv/bin/pytest")
    for block in installs:
        assert len(block.splitlines()) == 1


def test_the_lab_command_is_one_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = [block for block in blocks("bash") if "lab" in block]
    assert '".[lab]"' in line
    assert line.rstrip().endswith("mobility-analysis lab")
    assert CliRunner().invoke(main, ["lab", "--help"]).exit_code == 0


def test_the_exercise_of_ones_own_loads(tmp_path: Path) -> None:
    from mobility_analysis import exercise_areas, load_log

    table, _ = blocks("csv")
    (tmp_path / "exercises.csv").write_text(table, encoding="utf-8")
    (tmp_path / "sessions.csv").write_text("date,exercise\n2026-11-02,Table Slides\n")
    log = load_log(tmp_path)
    assert log.sessions["exercise"].tolist() == ["towel-slide"]
    areas = exercise_areas(log)
    own = areas[areas["exercise"] == "towel-slide"]["focus_area"]
    assert sorted(own) == ["overhead", "thoracic extension"]


def test_the_movement_checks_load(tmp_path: Path) -> None:
    from mobility_analysis import load_log, movement_checks

    _, table = blocks("csv")
    (tmp_path / "checks.csv").write_text(table, encoding="utf-8")
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-11-20,4\n")
    assert movement_checks(load_log(tmp_path))["verdict"].tolist() == ["better"]


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    parts = blocks("python")
    assert len(parts) == 4
    for code in parts:
        assert len([line for line in code.splitlines() if line and "import" not in line]) <= 3
        exec(compile(code, "README.md", "exec"), names)  # noqa: S102 (the README's own lines)
    plt.close(names["figure"])
    assert len(names["practice"]) > 20
    assert len(names["change"]) == 9
    assert names["two"]["client"].tolist() == ["Amira K", "Ben T"]
    assert 0 < names["autumn"]["done"].sum() < ma.overall_adherence(names["amira"])["done"].sum()
    assert names["medians"].between(0, 10).all()
    assert len(names["right"].lines[0].get_xdata()) == len(names["weeks"]) > 20


def test_help_answers_with_each_column() -> None:
    text = pydoc.render_doc(ma.weekly_adherence, renderer=pydoc.plaintext)
    for column in ("week_start", "prescribed", "counted", "state"):
        assert column in text


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures == ["data/summary-page.png", "data/caseload.png"]
    for picture in pictures:
        assert (ROOT / picture).stat().st_size > 10_000


def test_every_place_of_the_project_that_is_named_is_there() -> None:
    codebook = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    places = r"(?<![\w/.-])(?:mobility_analysis|tests|data|\.ci)/[\w./-]*\w"
    found = {name for text in (README, codebook) for name in re.findall(places, text)}
    assert len(found) > 20
    assert [name for name in sorted(found) if not (ROOT / name).exists()] == []


def test_the_steps_are_named_in_the_order_that_is_held() -> None:
    [flow] = re.findall(
        r"the folders of `mobility_analysis` are its steps: (.*?)\. A", README, re.S
    )
    folders = {path.parent.name for path in (ROOT / "mobility_analysis").glob("*/__init__.py")}
    order = [room for room in BEFORE if room in folders - {"sample"}]
    assert re.findall(r"`(\w+)`", flow) == order


def test_the_settings_are_read() -> None:
    from mobility_analysis.log.read.settings_file import settings_from_text
    from mobility_analysis.measures.caseload.options import stated_thresholds

    (text,) = blocks("toml")
    settings = settings_from_text(text, "my-log/mobility.toml")
    assert (settings.date_order, settings.target_per_week) == ("dmy", 3)
    assert stated_thresholds(settings).silent_days == 10
