"""What could not be read is said at the figure itself, and by the exit status."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import mobility_analysis as ma
from mobility_analysis import cli
from mobility_analysis.log import load_log
from mobility_analysis.log.findings import account_sentences
from mobility_analysis.log.not_read import PRACTICE_TABLES, rows_not_read
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.summary import key_figures, lead_words
from mobility_analysis.words.caseload import describe_caseload
from mobility_analysis.words.log import describe_facts, log_facts
from tests.pdf_pages import read, said_on, words_on

SETS = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Seconds\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def days(n: int, exercise: str, client: str = "A", month: int = 6) -> str:
    return "".join(f"{client},2026-{month:02d}-{day:02d},{exercise}\n" for day in range(1, n + 1))


PLAN = b"client,exercise,start,times_per_week\nann,Down Dog,2026-01-01,7\n"


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """Two clients: of A, 5 of 33 sessions and all 28 scores cannot be read."""
    folder = tmp_path / "half"
    folder.mkdir()
    sessions = days(28, "Down Dog") + days(5, "Down Dox") + days(1, "Down Dog", "B")
    scores = days(28, "many") + days(1, "4", "B")
    (folder / "sessions.csv").write_text("client,date,exercise\n" + sessions, encoding="utf-8")
    (folder / "stiffness.csv").write_text("client,date,score\n" + scores, encoding="utf-8")
    (folder / "programme.csv").write_text(
        "client,exercise,start,times_per_week\nA,Down Dog,2026-06-01,7\n", encoding="utf-8"
    )
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    return folder


def test_the_figure_carries_the_rows_that_it_lacks(half: Path) -> None:
    log = load_log(half, on_problem="set aside")
    contents = client_contents(log, "A")
    practice, stiffness, _ = key_figures(contents)
    assert (practice.figure, practice.label) == (
        "28 of 28", "prescribed sessions counted; 5 rows not read",
    )  # fmt: skip
    assert (stiffness.figure, stiffness.detail) == ("unknown", "scores could not be read")
    lead = lead_words(contents)
    assert "Stiffness scores of this log could not be read (28 rows not read)." in lead
    assert lead.endswith("self-reported; 5 rows not read.")
    assert "never rated" not in lead
    whole = lead_words(client_contents(log, "B"))
    assert "not read" not in whole


def test_rows_that_both_figures_lack_are_said_once_in_a_paragraph(tmp_path: Path) -> None:
    # A day's row holds the tick and the score: 3 of 30 have a date that is none.
    rows = [f"2026-09-{day:02},x,5" for day in range(1, 28)] + ["32 Sep 2026,x,5"] * 3
    (tmp_path / "days.csv").write_text("\n".join(["date,down-dog,stiffness", *rows]), "utf-8")
    log = load_log(tmp_path, on_problem="set aside")
    contents = client_contents(log, log.clients[0])
    lead = lead_words(contents)
    assert lead.endswith("self-reported. In neither figure: 3 rows not read.")
    assert lead.count("not read") == 1
    labels = [figure.label for figure in key_figures(contents)[:2]]
    assert [label.count("3 rows not read") for label in labels] == [1, 1]


def test_the_caseload_carries_them_too(half: Path) -> None:
    review = caseload_review(load_log(half, on_problem="set aside"))
    counts = review.set_index("client")[["practice_rows_not_read", "rating_rows_not_read"]]
    assert counts.loc[["A", "B"]].to_numpy().tolist() == [[5, 28], [0, 0]]
    assert "Rows not read, so that figures lack them: A (33)." in describe_caseload(review)


@pytest.mark.usefixtures("quick_pages")
def test_report_says_so_names_files_and_ends_with_1(half: Path, tmp_path: Path) -> None:
    done = run("report", half, "--yes", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "sessions.csv: 34 rows read = 29 used + 5 set aside" in done.output
    assert "stiffness.csv: 29 rows read = 1 used + 28 set aside" in done.output
    assert "Note: notes.txt: This file is no table of the log and was left out." in done.output
    assert "since every row was set aside: A: stiffness scores." in done.output
    page = (tmp_path / "out" / "A" / "summary.html").read_text(encoding="utf-8")
    assert "never rated" not in page
    assert "28 of 28 prescribed sessions counted" in page
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "28 of 28; 5 rows not read" in index
    assert "28 rows not read" in index
    table = pd.read_csv(tmp_path / "out" / "caseload.csv").set_index("client")
    assert table.loc["A", "rating_rows_not_read"] == 28


@pytest.mark.usefixtures("quick_pages")
def test_sessions_that_could_not_be_read_are_not_never_logged(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    rows = "".join(f"2026-06-{day:02d},Down Dox\n" for day in range(1, 29))
    (folder / "sessions.csv").write_text("date,exercise\n" + rows, encoding="utf-8")
    scores = "".join(f"2026-06-{day:02d},4\n" for day in range(1, 29))
    (folder / "stiffness.csv").write_text("date,score\n" + scores, encoding="utf-8")
    (folder / "programme.csv").write_text(
        "exercise,start,times_per_week\nDown Dog,2026-06-01,7\n", encoding="utf-8"
    )
    done = run("report", folder, "--yes", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "since every row was set aside: log: sessions." in done.output
    said = "no session could be read (28 rows not read): practice is unknown"
    html = (tmp_path / "out" / "log" / "summary.html").read_text(encoding="utf-8")
    (paper,) = read((tmp_path / "out" / "log" / "summary.pdf").read_bytes()).pages
    for page in (html, said_on(words_on(paper))):
        assert "never logged" not in page
        assert said in page


def test_repeats_are_missing_nowhere(tmp_path: Path) -> None:
    rows = "2026-06-01 07:30,4\n" * 3 + "2026-06-02 07:30,14\n"
    (tmp_path / "stiffness.csv").write_text(f"date,score\n{rows}", encoding="utf-8")
    log = load_log(tmp_path / "stiffness.csv", on_problem="set aside")
    assert log.set_aside["is_repeat"].tolist() == [True, True, False]
    assert rows_not_read(log, ["stiffness"]).tolist() == [1]
    assert rows_not_read(log, PRACTICE_TABLES).tolist() == [0]


def test_a_damaged_file_is_not_never_rated(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text("date,exercise\n2026-06-01,Down Dog\n")
    (tmp_path / "stiffness.xlsx").write_bytes(b"PK\x03\x04 damaged")
    log = load_log(tmp_path, on_problem="set aside")
    assert "Stiffness scores of this log could not be read (not read)." in lead_words(
        client_contents(log, log.clients[0])
    )


@pytest.mark.parametrize("table", ["pauses", "programme", "stiffness"])
def test_a_damaged_table_is_named_and_ends_each_command_with_1(tmp_path: Path, table: str) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text("date,exercise\n2026-06-01,Down Dog\n")
    (folder / f"{table}.csv").write_bytes(b"\0\1\2 damaged\n\0")
    for number, command in enumerate(
        [
            ("report", "--only", "caseload", "--out"),
            ("convert", "--to"),
            ("convert", "--partition-by", "client", "--to"),
        ]
    ):
        done = run(command[0], folder, "--yes", *command[1:], tmp_path / str(number))
        assert done.exit_code == 1
        assert done.output.endswith(f"Could not be read at all: {table}.csv.\n")
    index = (tmp_path / "0" / "index.html").read_text(encoding="utf-8")
    assert f"; 1 table could not be read ({table})" in index


def test_a_damaged_table_hides_nobody_of_whom_no_row_can_be_used(half: Path) -> None:
    (half / "pauses.csv").write_bytes(b"\0\1\2 damaged\n\0")
    done = run("report", half, "--yes", "--only", "caseload", "--out", half.parent / "out")
    assert done.exit_code == 1
    assert done.output.endswith(
        "Could not be read at all: pauses.csv. Could not be read at all, since every row was set "
        "aside: A: stiffness scores.\n"
    )


@pytest.mark.parametrize("are_many", [False, True])
@pytest.mark.parametrize("how", [(), ("--partition-by", "client", "--clients-per-part", "1")])
def test_somebody_of_whom_no_row_of_a_table_is_used_ends_convert_with_1(
    half: Path, how: tuple[str, ...], are_many: bool
) -> None:
    if are_many:
        other = half.parent / "many" / "other"
        other.mkdir(parents=True)
        (other / "stiffness.csv").write_text("client,date,score\nC,2026-06-01,4\nD,2026-06-01,x\n")
        half = half.rename(other.with_name("half")).parent
    done = run("convert", half, "--yes", *how, "--to", half.parent / "out")
    assert done.exit_code == 1
    more = "; D: stiffness scores" if are_many else ""
    assert done.output.endswith(f"every row was set aside: A: stiffness scores{more}.\n")
    assert (half.parent / "out").exists()


def test_a_damaged_programme_is_not_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text("date,exercise\n2026-06-01,Down Dog\n")
    for table in ("programme", "pauses"):
        (tmp_path / f"{table}.csv").write_bytes(b"\0\1\2 damaged\n\0")
    log = load_log(tmp_path, on_problem="set aside")
    practice, stiffness, _ = key_figures(client_contents(log, log.clients[0]))
    assert (practice.label, practice.detail) == (
        "session done, since 1 Jun; programme not read; pauses not read",
        "the programme could not be read",
    )
    assert "not read" not in stiffness.label


@pytest.mark.parametrize("how", [(), ("--partition-by", "client", "--clients-per-part", "1")])
@pytest.mark.parametrize("beside", [{}, {"stiffness.csv": b"%PDF-1.4"}, {"programme.csv": PLAN}])
def test_nothing_is_written_where_no_row_of_a_client_can_be_used(
    tmp_path: Path, how: tuple[str, ...], beside: dict[str, bytes]
) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    rows = "client,date,exercise\nann,2026-01-01,yoga\nben,2026-01-01,yoga\n"
    for name, content in {"sessions.csv": rows.encode(), **beside}.items():
        (folder / name).write_bytes(content)
    done = run("convert", folder, "--yes", *how, "--to", tmp_path / "out")
    assert done.exit_code == 1
    n = 3 if "programme.csv" in beside else 2
    assert f"log could not be read: none of its {n} rows holds a session or a" in done.output
    assert not (tmp_path / "out").exists()


def test_what_is_left_to_the_whole_read_is_asked_once(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text("client,date,exercise\n")
    (folder / "stiffness.csv").write_bytes(b"%PDF-1.4")
    to = ("--partition-by", "client", "--to", tmp_path / "out")
    done = run("convert", folder, "--yes", *to)
    assert done.exit_code == 1
    for said in ("Go on without all of stiffness.csv?", "stiffness.csv: found 'a PDF"):
        assert done.output.count(said) == 1
    assert "there is no client in it, so there is no part" in done.output
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["parts.json"]


@pytest.mark.parametrize("command", ["report", "convert"])
def test_a_log_of_which_nothing_can_be_read(tmp_path: Path, command: str) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("date,score\n" + "2026-06-01,many\n" * 30, encoding="utf-8")
    out = tmp_path / "out"
    done = run(command, bad, "--yes", "--to" if command == "convert" else "--out", out)
    assert done.exit_code == 1
    assert "bad.csv could not be read: none of its 30 rows holds a session" in done.output
    assert not out.exists()


def test_an_import_of_faulty_rows_only_adds_nothing(tmp_path: Path) -> None:
    form, mine = tmp_path / "form.csv", tmp_path / "mine.toml"
    form.write_text("Day,Score\n" + "2026-06-01,many\n" * 500, encoding="utf-8")
    mine.write_text("date = { column = 'Day' }\n[[ratings]]\nscore = 'Score'\n", encoding="utf-8")
    done = run("import", form, "--recipe", mine, "--into", tmp_path / "log", "--yes")
    assert done.exit_code == 1
    assert "form.csv could not be read: none of its 500 rows could be used" in done.output
    assert "Then: mobility-analysis report" not in done.output
    assert not (tmp_path / "log").exists()

    form.write_text("Day,Score\n2026-06-01,4\n", encoding="utf-8")  # the advice: correct, again
    again = run("import", form, "--recipe", mine, "--into", tmp_path / "log")
    assert again.exit_code == 0, again.output


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """40 rows of an app: 12 sets, 20 rest timers, 8 warm-ups."""
    kinds = [("1", 12), ("Rest Timer", 20), ("W", 8)]
    rows = "".join(
        f"2026-06-{day % 12 + 1:02d} 07:30:00,A,Down Dog,{kind},0,5,60\n"
        for kind, n in kinds
        for day in range(n)
    )
    path = tmp_path / "strong.csv"
    path.write_text(SETS + rows, encoding="utf-8")
    return path


@pytest.mark.usefixtures("quick_pages")
def test_a_row_with_several_cells_that_cannot_be_read_is_one_row(tmp_path: Path) -> None:
    lines = ["Date,Hip stretch,Wall stretch,Bear rolls,Stiffness"]
    lines += [f"2026-09-{day:02d},x,x,x,{14 if day == 3 else 4}" for day in range(1, 13)]
    lines += [f"2026-09-{day:02d},,,x,4" for day in range(13, 21)]
    path = tmp_path / "ann.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    log = load_log(path, on_problem="set aside")
    counts = log.account[["rows_read", "rows_used", "rows_set_aside"]].sum().tolist()
    assert (counts, len(log.sessions), len(log.stiffness)) == ([20, 8, 12], 20, 19)
    assert [ma.not_read(log, of) for of in ("practice", "stiffness", "both")] == [
        "12 rows not read", "1 row not read", "12 rows not read",
    ]  # fmt: skip
    said = describe_facts(log_facts(log))
    assert "20 rows read, 8 used whole, 12 set aside in whole or in part." in said
    [sentence] = account_sentences(log.account, log.left_out)
    assert sentence.endswith("20 rows read = 8 used + 12 set aside in whole or in part")


def test_a_box_of_a_sheet_of_days_across_is_a_row(tmp_path: Path) -> None:
    text = "Exercise,2 Mar 2026,3 Mar 2026,4 Mar 2026\nBear rolls,x,,x\nHip stretch,x,x,x\n"
    path = tmp_path / "ann.csv"
    path.write_text(text, encoding="utf-8")
    log = load_log(path, on_problem="set aside")
    assert log.account["rows_set_aside"].tolist() == [3]
    assert ma.not_read(log) == "3 rows not read"


def test_rows_read_are_those_of_the_file_through_a_recipe_too(sets: Path, tmp_path: Path) -> None:
    done = run("report", sets, "--recipe", "strong", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    said = "strong.csv: 40 rows read = 12 used + 0 set aside + 28 left out (20: a rest timer"
    assert said in done.output
    assert "8: a warm-up set)" in done.output
    page = (tmp_path / "out" / "strong" / "summary.html").read_text(encoding="utf-8")
    assert "40 rows read, 12 used, 20 left out (a rest timer" in page
    assert "8 left out (a warm-up set), none set aside" in page


@pytest.mark.parametrize("how", [(), ("--partition-by", "client")])
def test_one_table_of_a_log_alone_says_what_lies_beside_it(
    tmp_path: Path, how: tuple[str, ...]
) -> None:
    rows = {"sessions": "client,date,exercise\nA,2026-11-20,down-dog\nB,2026-11-20,down-dog\n"}
    rows["stiffness"] = "client,date,score\nA,2026-11-20,4\n"
    for name, text in rows.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "letter.csv").write_text("to,from\n", encoding="utf-8")
    said = (
        "sessions.csv: Only this file was read. Beside it lie more tables of a log "
        "(stiffness.csv): name the folder to read them all."
    )
    file = tmp_path / "sessions.csv"
    words = ("convert", file, *how, "--to", tmp_path / "out") if how else ("check", file)
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert done.output.count(said) == 1
    assert "Only this file" not in run("check", tmp_path).output
