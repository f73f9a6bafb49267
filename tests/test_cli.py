"""The commands as a physio meets them: what they say, where they write, how they end."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner, Result

from mobility_analysis import cli
from mobility_analysis.sample.bundled import bundled_sample
from tests.lay_sheets import book
from tests.quick_pages import made_quickly

pytestmark = pytest.mark.usefixtures("quick_pages")

SESSIONS = "date,exercise\n2026-11-02,down dog\n2026-11-04,bear rolls\n"


def run(*words: str | Path, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words], input=answer)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text(SESSIONS, encoding="utf-8")
    return folder


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Reported(NamedTuple):
    """A log, what it held before its report was made, and the report."""

    log: Path
    before: dict[str, str]
    out: Path
    result: Result


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """A whole report, made once for the tests that only look at it."""
    folder = tmp_path_factory.mktemp("reported")
    log, out = folder / "log", folder / "out"
    log.mkdir()
    (log / "sessions.csv").write_text(SESSIONS, encoding="utf-8")
    with made_quickly():
        return Reported(log, bytes_of(log), out, run("report", log, "--out", out))


@pytest.mark.parametrize("command", ["report", "check", "lab", "new", "import", "convert"])
def test_help_names_every_option_in_words(command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert "--debug" in shown.output
    for parameter in cli.main.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{command} {parameter.name} has no help"


def test_report_on_one_client_writes_the_page_and_says_where(reported: Reported) -> None:
    out, done = reported.out, reported.result
    assert done.exit_code == 0, done.output
    assert f"open first: {out / 'log' / 'summary.html'}" in done.output
    for name in ("summary.pdf", "summary.png", "summary.html"):
        assert (out / "log" / name).stat().st_size > 1000
    assert (out / "log" / "tables" / "adherence_by_exercise.csv").is_file()
    assert not (out / "index.html").exists()


def test_the_same_command_gives_the_same_bytes(reported: Reported, tmp_path: Path) -> None:
    assert run("report", reported.log, "--out", tmp_path).exit_code == 0
    assert bytes_of(tmp_path) == bytes_of(reported.out)


def test_report_changes_no_input_file(reported: Reported) -> None:
    assert reported.result.exit_code == 0, reported.result.output
    assert bytes_of(reported.log) == reported.before


def test_only_tables_writes_tables_for_the_clients_asked_for(tmp_path: Path) -> None:
    done = run("report", "--client", "Ben T", "--only", "tables", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    made = [path for path in (tmp_path / "out").iterdir() if path.name != ".written"]
    written = {path.suffix for folder in made for path in folder.rglob("*") if path.is_file()}
    assert written == {".csv"}
    assert [path.name for path in made] == ["Ben-T"]


def test_a_stated_target_stands_in_the_tables(small: Path, tmp_path: Path) -> None:
    done = run(
        "report", small, "--target", "Down dog=5", "--only", "tables", "--out", tmp_path / "out"
    )
    assert done.exit_code == 0, done.output
    table = (tmp_path / "out/log/tables/adherence_by_exercise.csv").read_text(encoding="utf-8")
    # from the first session, 2 November, to the latest day, 4 November: 5 x 3 / 7
    assert "log,down-dog,2.142857142857143,1," in table


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "yesterday"], "'yesterday' is not a day; write it as 2026-11-22"),
        *(
            (
                [option, "03/11/2026"],
                f"'{option}': '03/11/2026' can be 3 November 2026 (day/month/year) or 11 March "
                "2026 (month/day/year). Write 2026-11-03 or 2026-03-11.",
            )
            for option in ("--as-of", "--from", "--baseline-start")
        ),
        (["--target", "down-dog"], 'write it as "down-dog=5"'),
        (["--target", "down-dog=0"], "above 0, at most 70"),
        (["--target-per-week", "0"], "is not in the range"),
        *(
            (
                ["--target-per-week", typed],
                f"'--target-per-week': '{typed}' is {what}; write a number of days above 0, "
                "at most 7, such as 3.",
            )
            for typed, what in (
                ("three", "no number"),
                ("nan", "no number"),
                ("0", "not in the range"),
                ("7.5", "not in the range"),
                ("inf", "not in the range"),
            )
        ),
        (["--client", "Log"], "'Log' is no client of this log. Did you mean: log?"),
    ],
)
def test_a_wrong_call_says_how_it_is_written(small: Path, words: list[str], said: str) -> None:
    done = run("report", small, *words)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_an_unknown_client_is_told_which_there_are(small: Path) -> None:
    said = " ".join(run("report", "--client", "Nobody").output.split())
    assert said.endswith(
        "'Nobody' is no client of this log. It has: 'Amira K', 'Ben T', 'Chloe R', 'Dev P', "
        "'Elin S', 'Farid M', 'Grace O', 'Hugh W', 'Isla B'."
    )
    rows = "".join(f"{n},2026-11-02,down dog\n" for n in range(100, 112))
    (small / "sessions.csv").write_text(f"client,date,exercise\n{rows}", encoding="utf-8")
    said = " ".join(run("report", small, "--client", "Nobody").output.split())
    assert said.endswith("'107', '108', '109' and 2 more.")


def test_a_target_for_an_unknown_exercise_names_the_nearest(small: Path) -> None:
    done = run("report", small, "--target", "down dgo=3")
    assert done.exit_code == 2
    assert "Did you mean 'Down Dog' (down-dog)?" in " ".join(done.output.split())


def test_problems_stop_the_report_where_nobody_can_be_asked(small: Path, tmp_path: Path) -> None:
    with (small / "sessions.csv").open("a", encoding="utf-8") as file:
        file.write("2026-11-31,down dog\n")
    done = run("report", small, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "sessions.csv, line 4, column date: found '2026-11-31'" in done.output
    assert "No: there is no terminal to ask at." in done.output
    assert "--yes" in done.output
    assert not (tmp_path / "out").exists()


def test_yes_goes_on_without_the_bad_rows_and_says_how_many(small: Path, tmp_path: Path) -> None:
    with (small / "sessions.csv").open("a", encoding="utf-8") as file:
        file.write("2026-11-31,down dog\n")
    done = run("report", small, "--yes", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "1 row set aside" in done.output
    assert "2026-11-31" in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8")
    assert "1 row set aside" in (tmp_path / "out/log/summary.html").read_text(encoding="utf-8")


def test_check_says_the_account_and_ends_with_1_on_a_problem(small: Path) -> None:
    assert run("check", small).exit_code == 0
    with (small / "sessions.csv").open("a", encoding="utf-8") as file:
        file.write("2026-11-05,bare rolls\n")
    done = run("check", small)
    assert done.exit_code == 1
    assert "sessions.csv: 3 rows read = 2 used + 1 set aside" in done.output
    assert "'bare rolls'" in done.output
    assert "bear-rolls" in done.output
    assert "1 problem in log." in done.output


NOT_READ = (
    "found 'bytes that are no text'; expected text with delimiters. Open it in a spreadsheet and "
    "save it as CSV UTF-8."
)


@pytest.mark.parametrize(("command", "last"), [("check", "in log."), ("report", "found.")])
def test_a_file_that_cannot_be_read_is_said_once(small: Path, command: str, last: str) -> None:
    (small / "sessions.csv").write_bytes(b"date,exercise\n2026-01-05,\0\n")
    done = run(command, small)
    assert done.exit_code == 1
    assert done.output.splitlines() == [f"sessions.csv: {NOT_READ}", f"1 problem {last}"]


def test_check_lists_all_problems_where_the_log_cannot_be_used_at_all(small: Path) -> None:
    (small / "sessions.csv").write_bytes(b"date,exercise\n2026-01-05,\0\n")
    rows = "".join(f"bear rolls,2026-01-{day:02},x{day}\n" for day in range(1, 26))
    (small / "programme.csv").write_text(f"exercise,start,times_per_week\n{rows}", "utf-8")
    done = run("check", small)
    # one for the file, and one for each of the 25 rows
    assert done.output.splitlines()[0] == f"sessions.csv: {NOT_READ}"
    assert done.output.splitlines()[25].startswith("programme.csv, line 26, column times_per_week")
    assert done.output.splitlines()[26:] == ["26 problems in log."]


def test_a_path_that_is_no_log_is_said_once(tmp_path: Path) -> None:
    done = run("check", tmp_path / "gone")
    said = f"{tmp_path / 'gone'}: there is no file or folder of this name. Check its path."
    assert (done.exit_code, done.output.splitlines()) == (1, [said])


def test_the_account_of_a_workbook_names_its_tables(tmp_path: Path) -> None:
    run("new", tmp_path / "log", "--excel")
    lines = run("check", tmp_path / "log").output.splitlines()
    assert lines[0] == "diary.xlsx, table days: 0 rows read = 0 used + 0 set aside"
    assert lines[4] == "diary.xlsx, table exercises: 6 rows read = 6 used + 0 set aside"


def test_a_report_names_the_sheet_of_which_rows_were_left_out(tmp_path: Path) -> None:
    rows = [[f"2026-09-0{day}", "x", day] for day in range(1, 5)]
    header = ["Day", "Down dog", "Stiffness"]
    sheets = {"Anna": [header, *rows], "Bert": [header, *rows, ["2026-09-05", "", ""]]}
    path = book(tmp_path / "clients.xlsx", sheets)
    done = run("report", path, "--yes", "--only", "caseload", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    said = [line for line in done.output.splitlines() if "rows read" in line]
    assert len(said) == 1
    assert said[0].startswith("  clients.xlsx, sheet Bert: 5 rows read = 4 used + 0 set aside + 1")


def test_check_on_the_sample_finds_nothing() -> None:
    done = run("check", bundled_sample())
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "No problems found.")


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    done = run("report", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "nowhere" in done.output
    assert "Traceback" not in done.output


def test_an_unforeseen_error_is_a_sentence_and_a_traceback_only_on_request(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr("mobility_analysis.report.folder.write.write_report", broken)
    plain = run("report", small, "--out", tmp_path / "out")
    assert plain.exit_code == 3
    assert "Something went wrong that should not: ZeroDivisionError" in plain.output
    assert "Your files were not changed" in plain.output
    assert "Traceback" not in plain.output
    shown = run("report", small, "--out", tmp_path / "out", "--debug")
    assert shown.exit_code == 3
    assert "Traceback" in shown.output


def test_new_makes_an_empty_log_and_replaces_nothing(tmp_path: Path) -> None:
    made = run("new", tmp_path / "mine")
    assert made.exit_code == 0, made.output
    names = sorted(p.name for p in (tmp_path / "mine").iterdir())
    tables = ("days", "programme", "pauses", "events", "exercises")
    assert names == sorted(["codebook.md", "mobility.toml", *(f"{t}.csv" for t in tables)])
    before = bytes_of(tmp_path / "mine")
    again = run("new", tmp_path / "mine")
    assert again.exit_code == 1
    assert "already holds" in again.output
    assert bytes_of(tmp_path / "mine") == before


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ([], "days.csv"),
        (["--excel"], "diary.xlsx"),
        (["--long"], "sessions.csv, stiffness.csv"),
        (["--long", "--excel"], "log.xlsx"),
    ],
)
def test_a_report_on_a_log_not_filled_in_yet_says_so_and_writes_nothing(
    tmp_path: Path, words: list[str], files: str
) -> None:
    log, out = tmp_path / "my-log", tmp_path / "out"
    run("new", log, *words)
    said = (
        f"my-log: no session and no rating in {files}: fill in at least one row, then run report "
        "again."
    )
    done = run("report", log, "--client", "me", "--out", out)
    assert (done.exit_code, done.output) == (1, f"{said}\n")
    assert not out.exists()
    checked = run("check", log)
    assert checked.exit_code == 0, checked.output
    assert checked.output.splitlines()[-2:] == [f"Note: {said}", "No problems found."]


def test_a_programme_alone_makes_no_page(tmp_path: Path) -> None:
    run("new", tmp_path / "my-log")
    with (tmp_path / "my-log" / "programme.csv").open("a", encoding="utf-8") as file:
        file.write("bear rolls,2026-11-02,,3,,,,,\n")
    done = run("report", tmp_path / "my-log", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert done.output.startswith("my-log: no session and no rating in days.csv")
    assert not (tmp_path / "out").exists()


def test_a_file_with_only_a_header_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "stiffness.csv").write_text("date,score\n", encoding="utf-8")
    done = run("report", tmp_path / "stiffness.csv", "--out", tmp_path / "out")
    assert (done.exit_code, done.output) == (
        1,
        "stiffness.csv: no session and no rating in it: fill in at least one row, then run report "
        "again.\n",
    )


def test_rows_that_were_all_set_aside_make_no_page_and_end_with_1(tmp_path: Path) -> None:
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-11-02,14\n", encoding="utf-8")
    out = tmp_path / "out"
    done = run("report", tmp_path / "stiffness.csv", "--yes", "--only", "tables", "--out", out)
    assert done.exit_code == 1
    assert "stiffness.csv, line 2, column score: found '14'; expected" in done.output
    assert "stiffness.csv could not be read: none of its 1 row holds a session" in done.output
    assert not out.exists()


def test_logs_that_cannot_be_read_are_named_where_the_others_are_empty(tmp_path: Path) -> None:
    for name, row in (("ann", ""), ("bob", "2026-11-31,down dog\n")):
        (tmp_path / "logs" / name).mkdir(parents=True)
        (tmp_path / "logs" / name / "sessions.csv").write_text(
            f"date,exercise\n{row}", encoding="utf-8"
        )
    done = run("report", tmp_path / "logs", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "bob (bob) could not be read" in done.output
    assert done.output.splitlines()[-1].startswith(
        "logs: no session and no rating in ann/sessions.csv: fill in at least one row"
    )


def test_lab_without_its_extra_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("lab", "--notebooks", tmp_path / "nb")
    assert done.exit_code == 1
    assert 'pip install "mobility-analysis[lab]"' in done.output
    assert not (tmp_path / "nb").exists()


def test_a_log_moved_elsewhere_gives_the_same_bytes(reported: Reported, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "log"
    shutil.copytree(reported.log, other)
    run("report", other, "--out", tmp_path / "two")
    one, two = bytes_of(reported.out), bytes_of(tmp_path / "two")
    # all but the note that tells two logs of one name apart
    assert one.pop(".written/.log.json") != two.pop(".written/.log.json")
    assert one == two


def test_rows_of_the_others_are_told_beside_a_log_that_cannot_be_read(tmp_path: Path) -> None:
    for name in ("ann", "bob"):
        (tmp_path / name).mkdir()
    rows = "date,exercise\n2026-11-02,down dog\nfoo,down dog\n"
    (tmp_path / "ann" / "sessions.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "bob" / "sessions.parquet").write_bytes(b"no Parquet")
    done = run("check", tmp_path)
    assert done.exit_code == 1
    assert "ann/sessions.csv, line 3, column date: found 'foo'" in done.output
    assert "bob (bob) could not be read" in done.output


def test_an_unreadable_log_among_many_is_named_and_stops_none(tmp_path: Path) -> None:
    for name, when in (("ann", "2026-11-02"), ("bob", "2026-11-31"), ("cat", "2026-11-04")):
        (tmp_path / "logs" / name).mkdir(parents=True)
        (tmp_path / "logs" / name / "sessions.csv").write_text(
            f"date,exercise\n{when},down dog\n", encoding="utf-8"
        )
    done = run("report", tmp_path / "logs", "--only", "pages", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "bob" in done.output
    assert "1 log could not be read." in done.output
    assert (tmp_path / "out" / "cat" / "summary.pdf").is_file()
    assert "log unreadable" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_with_yes_a_client_among_many_loses_only_the_rows_with_a_problem(tmp_path: Path) -> None:
    for name, more in (("ann", ""), ("bob", "2026-11-31,down dog\n"), ("cat", "")):
        (tmp_path / "logs" / name).mkdir(parents=True)
        (tmp_path / "logs" / name / "sessions.csv").write_text(
            f"date,exercise\n2026-11-02,down dog\n{more}", encoding="utf-8"
        )
    call = ("report", tmp_path / "logs", "--only", "tables", "--out", tmp_path / "out")
    done = run(*call, "--yes")
    assert done.exit_code == 0, done.output
    assert "bob/sessions.csv, line 3, column date: found '2026-11-31'" in done.output
    assert "Going on without these: 1 row set aside." in done.output
    said = (tmp_path / "out" / "bob" / "tables" / "adherence_overall.csv").read_text("utf-8")
    assert said.splitlines()[1].startswith("bob,")
    assert run(*call, "--replace").exit_code == 1  # without it the whole log is left out, and named


def test_convert_names_a_log_that_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "logs" / "ann").mkdir(parents=True)
    (tmp_path / "logs" / "ann" / "sessions.csv").write_text(SESSIONS, encoding="utf-8")
    (tmp_path / "logs" / "bob.xlsx").write_bytes(b"no workbook")
    done = run("convert", tmp_path / "logs", "--to", tmp_path / "out", "--form", "csv")
    assert done.exit_code == 1
    assert "bob (bob.xlsx) could not be read: 1 problem: bob.xlsx: found " in done.output
    assert "1 log could not be read." in done.output
    written = (tmp_path / "out" / "sessions.csv").read_text(encoding="utf-8")
    assert written.count("ann,") == 2


def test_a_client_that_cannot_be_written_is_named_and_taken_up_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "Ben-T").mkdir(parents=True)
    (out / "Ben-T" / "tables").write_text("in the way", encoding="utf-8")
    done = run("report", "--only", "tables", "--out", out, "--jobs", "1")
    assert done.exit_code == 1
    assert "Ben T: " in done.output
    assert f"1 of 9 clients could not be written: Ben T. All others are, in {out}." in done.output
    assert (out / "Isla-B" / "tables" / "stiffness_daily.csv").exists()
    (out / "Ben-T" / "tables").unlink()
    again = run("report", "--only", "tables", "--out", out, "--jobs", "1", "--resume")
    assert again.exit_code == 0, again.output
    assert "8 clients were there already (--resume)." in again.output
    assert "Done: 9 clients" in again.output


def test_one_client_that_was_there_was_there(tmp_path: Path) -> None:
    words = ("report", "--only", "tables", "--out", tmp_path, "--client", "Ben T", "--client")
    assert run(*words, "Isla B").exit_code == 0
    (tmp_path / "Isla-B" / "tables" / "unprescribed.csv").unlink()
    done = run(*words, "Isla B", "--resume")
    assert "1 client was there already (--resume)." in done.output, done.output


def test_breaking_off_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mobility_analysis.report.folder.many.remember", break_off)
    done = run("report", "--only", "tables", "--out", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 1
    assert "Broken off: 0 of 9 clients are written" in done.output
    assert "--resume goes on from there" in done.output


def test_breaking_off_counts_only_who_is_to_have_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mobility_analysis.report.folder.many.remember", break_off)
    words = ("report", "--look-first", "2", "--jobs", "1", "--out")
    done = run(*words, tmp_path / "first")
    assert "Broken off: 0 of 2 clients are written" in done.output, done.output
    words = ("report", "--look-first", "20", "--jobs", "1", "--out")
    assert "Broken off: 0 of 9 clients are written" in run(*words, tmp_path / "all").output
    words = ("report", "--look-first", "--jobs", "1", "--out")
    assert "0 of those who have a reason are written" in run(*words, tmp_path / "list").output


@pytest.mark.parametrize("what_becomes_of_it", ["dropped", "another error"])
def test_a_stop_that_a_library_swallows_still_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what_becomes_of_it: str
) -> None:
    def swallow(*_: object) -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            if what_becomes_of_it == "another error":
                raise SystemError("a callback failed") from None

    monkeypatch.setattr("mobility_analysis.report.folder.many.remember", swallow)
    done = run("report", "--only", "tables", "--out", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 1
    assert "went wrong" not in done.output
    if what_becomes_of_it == "dropped":
        assert "Broken off: 1 of 9 clients are written" in done.output, done.output
    assert not (tmp_path / "out" / "Ben-T").exists()


def test_a_reader_that_has_enough_is_no_error() -> None:
    command = f'"{sys.executable}" -m mobility_analysis.cli check "{bundled_sample()}" | head -c 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stderr == ""
