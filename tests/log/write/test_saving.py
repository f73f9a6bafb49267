"""A log written and read again is the same log, whatever its texts begin with or hold."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_files import import_export

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.exports.recipes import recipe_from_text
from mobility_analysis.log.read.cells import guarded_text, safe_text, without_guard
from mobility_analysis.log.read.fast_csv import read_plain_csv
from mobility_analysis.log.write.saving import csv_text, save_log

# at most two commas: more in a line of their own would look like a row that a cell swallowed
TEXT = st.text(st.sampled_from("=+-@＝'\",;|#a é1\t\n\r"), max_size=8).filter(
    lambda text: text.count(",") < 3
)
WORD = st.text(st.sampled_from("=+-@＝'\",;b"), min_size=1, max_size=5).map("{}x".format)


def log_of(client: str, notes: list[str]) -> MobilityLog:
    rows = [
        {"client": client, "date": f"2026-11-{n + 2:02}", "exercise": "down-dog", "note": note}
        for n, note in enumerate(notes)
    ]
    scores = [{"client": client, "date": "2026-11-02", "score": "4", "note": notes[-1]}]
    away = [{"client": client, "start": "2026-11-02", "end": "2026-11-03", "reason": notes[0]}]
    return log_from_tables(sessions=rows, stiffness=scores, pauses=away)


def assert_same(one: MobilityLog, other: MobilityLog) -> None:
    assert one.problems.empty, one.problems.to_dict("records")
    assert other.problems.empty, other.problems.to_dict("records")
    assert one.clients == other.clients
    for name in ("sessions", "stiffness", "pauses"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("large_bytes", [0, 2_000_000])
@given(client=WORD, notes=st.lists(TEXT, min_size=1, max_size=4))
def test_csv_tables_read_again_are_the_same_log(
    tmp_path_factory: pytest.TempPathFactory, large_bytes: int, client: str, notes: list[str]
) -> None:
    log = log_of(client, notes)
    folder = tmp_path_factory.mktemp("log")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", large_bytes)
        for step in ("once", "twice"):
            save_log(log, folder / step, form="csv")
            again = load_log(folder / step, as_of=log.as_of)
            assert_same(log, again)
            log = again
    for path in (folder / "once").iterdir():
        assert path.read_bytes() == (folder / "twice" / path.name).read_bytes()


@given(text=st.text(st.sampled_from("=+-@＝'a "), max_size=6))
def test_a_guard_is_taken_off_again_and_nothing_else(text: str) -> None:
    plain = text.strip()
    written = guarded_text(plain)
    assert without_guard(written) == plain
    assert written == safe_text(written)  # no spreadsheet runs it
    if not plain.startswith("'"):
        assert written == safe_text(plain)  # as in the tables of a report


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
@pytest.mark.parametrize("large_bytes", [0, 2_000_000])
def test_one_apostrophe_before_a_formula_is_no_part_of_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, large_bytes: int
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", large_bytes)
    notes = ["'=1+1", "=1+1", "''- stiff", "'quoted'", "it's - fine", " '@ann"]
    mark = {"csv": ",", "tsv": "\t"}[suffix]
    rows = [
        ["client", "date", "exercise", "note"],
        *(["'@ann", f"2026-11-{n + 2:02}", "down-dog", note] for n, note in enumerate(notes)),
        ["@ann", "2026-11-20", "down-dog", ""],
    ]
    text = "".join(f"{mark.join(row)}\n" for row in rows)
    (tmp_path / f"sessions.{suffix}").write_text(text, encoding="utf-8")
    assert read_plain_csv(text.encode(), f"sessions.{suffix}") is not None
    log = load_log(tmp_path)
    assert log.clients == ("@ann",)
    assert log.sessions["note"].tolist() == [
        "=1+1", "=1+1", "'- stiff", "'quoted'", "it's - fine", "@ann", "",
    ]  # fmt: skip


def test_an_apostrophe_in_parquet_is_part_of_the_text(tmp_path: Path) -> None:
    log = log_of("'@ann", ["'=1+1", "=1+1"])
    save_log(log, tmp_path)
    assert_same(log, load_log(tmp_path, as_of=log.as_of))


@pytest.mark.parametrize("mark", ["\n", "\r", "\r\n", ",", '"'])
def test_a_cell_that_would_split_its_row_is_quoted(mark: str) -> None:
    written = csv_text(["note", "reps"], [[f"a{mark}b", "3"], ["c", "4"]])
    assert written == f'note,reps\n"a{mark.replace(chr(34), chr(34) * 2)}b",3\nc,4\n'


def test_an_import_finds_a_row_again_with_or_without_its_apostrophe(tmp_path: Path) -> None:
    recipe = recipe_from_text(
        'date = { column = "When" }\nclient = { column = "Who" }\n'
        '[[ratings]]\nscore = "Stiff"\ncolumns = { note = "Note" }\n',
        "mine.toml",
    )
    form = tmp_path / "form.csv"
    form.write_text("When,Who,Stiff,Note\n2026-11-02,@ann,5,-\n2026-11-03,@ann,4,+1\n")
    (tmp_path / "log").mkdir()
    typed = "client,date,score,note\n@ann,2026-11-02,5,-\n"
    (tmp_path / "log" / "stiffness.csv").write_text(typed)
    for n_new in (1, 0):
        counts = import_export(form, recipe, into=tmp_path / "log").tables.set_index("table")
        assert counts.loc["stiffness", "rows_new"] == n_new
    assert (tmp_path / "log" / "stiffness.csv").read_text() == (f"{typed}'@ann,2026-11-03,4,'+1\n")
    assert load_log(tmp_path / "log").clients == ("@ann",)


@pytest.mark.parametrize("there", ["sessions.csv", "sessions.parquet", "Sessions.tsv"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_second_file_is_put_beside_one_of_the_same_table(
    tmp_path: Path, there: str, form: Literal["csv", "parquet"]
) -> None:
    (tmp_path / there).write_bytes(b"kept")
    (tmp_path / "my notes.csv").write_bytes(b"no table")
    message = (
        f"^{tmp_path.name} already holds {there}; nothing was written. "
        "Name a new folder, or move those files away.$"
    )
    with pytest.raises(FileExistsError, match=message):
        save_log(log_of("ann", ["fine"]), tmp_path, form=form)
    assert {path.name for path in tmp_path.iterdir()} == {there, "my notes.csv"}
    assert (tmp_path / there).read_bytes() == b"kept"
