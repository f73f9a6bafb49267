"""A damaged log gives a log whose account adds up, or a DataError; never anything else."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.read import fast_csv, parquet, workbooks
from mobility_analysis.log.read import workbooks as workbook_size
from mobility_analysis.log.read.fast_csv import read_plain_csv
from mobility_analysis.log.read.workbooks import MAX_CELLS

TABLES = {
    "sessions": "client,date,exercise,status,sets,note\n"
    'A,2026-01-05,bear-rolls,done,2,"felt, ok"\nB,2026-01-06 07:30,Down Dog,,,\n'
    'A,2026-01-07,foam roller,skipped,3,"two\nlines"\n',
    "stiffness": "client,date,score,moment\nA,2026-01-05,4.5,waking\nB,23/01/2026,3,\n",
    "programme": "client,exercise,start,end,times_per_week,weekdays\n"
    "A,bear-rolls,2026-01-01,,3-4,\nB,down-dog,2026-01-01,2026-02-01,,Mon Wed\n",
    "exercises": "exercise,focus_areas\nbridge,back; hips\n",
}
NASTY = st.sampled_from(
    [b"", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b";", b"\t",
    b"nan",
     b"-1", b"1e309", b"99999999999999999999", b"2026-02-30", b"31/12/9999", b"0", b"=1+1",
     b"../..",
     b"<b>", b"date", b"client", b"# example", b"A", "é".encode("cp1252"), "\U0001f600".encode(),
     b"3-4", b"as needed", b"46029", b"T", b"Z", b" " * 50, b"1" * 400, b"\x1b[0m", b"sep=;\n"]
)  # fmt: skip
DAMAGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 12), NASTY), min_size=1, max_size=6
)


def damaged(data: bytes, damages: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, piece in damages:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + length :]
    return data


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def holds(folder: Path) -> None:
    """The promise: a log that adds up, or a DataError with a sentence; and no file touched."""
    before = fingerprint(folder)
    said: list[DataError] = []
    for on_problem in ("raise", "set aside"):
        try:
            log = load_log(folder, on_problem=on_problem)
        except DataError as error:
            said.append(error)
            continue
        counts = log.account
        assert (counts["rows_read"] == counts["rows_used"] + counts["rows_set_aside"]).all()
        assert counts["rows_set_aside"].sum() == len(log.set_aside)
        for row in counts[counts["table"] != "exercises"].itertuples():
            assert row.rows_used == len(getattr(log, row.table))
        own = [part.account for _, part in log.by_client()]
        known = pd.concat([log.account.iloc[:0], *own])
        people = known[known["table"] != "exercises"]
        assert people["rows_used"].sum() == counts.loc[
            counts["table"] != "exercises", "rows_used"
        ].sum()  # fmt: skip
        if on_problem == "raise":
            assert log.account["rows_set_aside"].sum() == len(log.problems)
    for error in said:
        assert str(error)
        assert error.problems["repair"].str.len().gt(0).all()
    assert fingerprint(folder) == before


@given(table=st.sampled_from(sorted(TABLES)), damages=DAMAGES)
def test_damaged_text(tmp_path_factory: pytest.TempPathFactory, table: str, damages: list) -> None:
    folder = tmp_path_factory.mktemp("log")
    for name, text in TABLES.items():
        data = text.encode()
        (folder / f"{name}.csv").write_bytes(damaged(data, damages) if name == table else data)
    holds(folder)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in TABLES.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


BOOK = workbook()
FRAME = pd.DataFrame(
    {"client": pd.Categorical(["A", "B"]), "date": pd.to_datetime(["2026-01-05", "2026-01-06"]),
     "score": [1.5, 9.0], "note": ["x", None]}
)  # fmt: skip


def repacked(data: bytes, part: str, damages: list[tuple[int, int, bytes]]) -> bytes:
    """A workbook whose parts are whole as a zip but damaged as a table."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, damages) if part in name else content)
    return out.getvalue()


@given(
    part=st.sampled_from(
        ["", "sheet1", "sheet2", "workbook.xml", "sharedStrings", "rels", "styles"]
    ),
    damages=DAMAGES,
)
def test_damaged_workbooks(
    tmp_path_factory: pytest.TempPathFactory, part: str, damages: list
) -> None:
    folder = tmp_path_factory.mktemp("log")
    data = repacked(BOOK, part, damages) if part else damaged(BOOK, damages)
    (folder / "log.xlsx").write_bytes(data)
    holds(folder)


@given(damages=DAMAGES)
def test_damaged_parquet(tmp_path_factory: pytest.TempPathFactory, damages: list) -> None:
    folder = tmp_path_factory.mktemp("log")
    data = io.BytesIO()
    FRAME.to_parquet(data)
    (folder / "stiffness.parquet").write_bytes(damaged(data.getvalue(), damages))
    holds(folder)


@given(seed=st.integers(0, 2**32), n=st.integers(0, 200))
def test_noise(tmp_path_factory: pytest.TempPathFactory, seed: int, n: int) -> None:
    folder = tmp_path_factory.mktemp("log")
    noise = random.Random(seed).randbytes(n)
    for name in ("sessions.csv", "stiffness.parquet", "events.xlsx", "pauses.ods"):
        (folder / name).write_bytes(noise)
    holds(folder)


def zipped(folder: Path, name: str, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as book:
        for part, text in parts.items():
            book.writestr(part, text)
    return folder / name


def with_sheet(folder: Path, xml: str) -> Path:
    """The workbook with another first sheet."""
    path = folder / "log.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return path


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}\
</sheetData></worksheet>'
CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="stiffness">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c x="&gt;" r="XFD1"><v>1</v></c></row><row r="9999"><c><f>1</f></c></row>',
    ],
)
def test_a_cell_bomb_is_refused_before_it_is_read(tmp_path: Path, rows: str) -> None:
    with pytest.raises(DataError, match=rf"expected at most {MAX_CELLS:,} cells"):
        load_log(with_sheet(tmp_path, SHEET.format(rows)))


def test_an_open_document_bomb_is_refused(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    path = zipped(tmp_path, "log.ods", {"content.xml": CONTENT.format(row)})
    with pytest.raises(DataError, match="a sheet of 1,000,000 rows and 16,384 columns"):
        load_log(path)


def test_a_long_text_in_many_cells_is_refused(tmp_path: Path) -> None:
    cells = '<c t="s"><v>0</v></c>' * 100
    rows = SHEET.format(f"<row>{cells}</row>" * 1000)
    strings = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
    path = with_sheet(tmp_path, rows)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", strings)
    assert path.stat().st_size < 100_000
    # 1,000 rows of 100 cells of 30,000 characters are 3,000,000,000
    with pytest.raises(DataError, match="cells with more text than a computer holds"):
        load_log(path)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.workbooks.MAX_UNPACKED_BYTES", 10_000_000)
    path = zipped(tmp_path, "log.xlsx", {"xl/worksheets/sheet1.xml": " " * 20_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(DataError, match="20 MB when unpacked'; expected at most 10 MB"):
        load_log(path)


def test_a_part_that_is_larger_than_it_states_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, "log.xlsx", {"xl/worksheets/sheet1.xml": " " * 5_000_000})
    data = path.read_bytes()
    size = (5_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(DataError, match="a damaged workbook"):
        load_log(path)


def row_of(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}"><table:table-cell '
        f'office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>'
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (row_of('<text:s text:c="2000000000"/>'), "more than 131,072 characters in one cell"),
        (row_of(3 * '<text:s text:c="60000"/>'), "more than 131,072 characters in one cell"),
        (row_of('<text:s text:c="100000"/>', 6000), "cells with more text than a computer holds"),
    ],
)
def test_blanks_that_an_open_document_counts_are_counted(
    tmp_path: Path, rows: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        load_log(zipped(tmp_path, "log.ods", {"content.xml": CONTENT.format(rows)}))


def test_as_many_characters_as_a_cell_may_have_are_read(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{''.join(cells)}</table:table-row>"
        for cells in (
            map('<table:table-cell office:value-type="string"><text:p>{}</text:p>'
                "</table:table-cell>".format, texts)
            for texts in (
                ("date", "score", "note"), ("2026-01-05", "4", f'a<text:s text:c="{131_070}"/>b'),
            )
        )
    )  # fmt: skip
    outside = CONTENT.replace("<office:body>", f"<!-- -->{' ' * 140_000}<office:body>")
    path = zipped(tmp_path, "log.ods", {
        "content.xml": outside.format(rows),
        "META-INF/manifest.xml": "<manifest/>",
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    })  # fmt: skip
    assert load_log(path).stiffness["note"].str.len().tolist() == [131_072]


class Unpacked:
    """Counts the bytes of a workbook that were unpacked and gone through."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.n = 0
        patch.setattr(workbook_size, "chunks", self.chunks)

    def chunks(self, book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
        with book.open(part) as entry:
            while chunk := entry.read(10_000):
                self.n += len(chunk)
                yield chunk


BIG = 2_000_000  # bytes of a bomb in a test; the limits are lowered to its measure


@pytest.mark.parametrize(
    ("xml", "limits", "message"),
    [
        ("<row/>", {"MAX_ROWS": 1000}, "more than 1,000 rows"),
        ("<c/>", {"MAX_CELLS": 1000}, "more than 1,000 cells"),
        ("<x/>", {"MAX_TAGS": 5000}, "more than 5,000 elements"),
        ("y", {"MAX_TAG_BYTES": 30_000}, "more than 30,000 characters in one element"),
    ],
)
def test_a_bomb_is_refused_after_a_small_part_of_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    xml: str,
    limits: dict[str, int],
    message: str,
) -> None:
    many = xml * (BIG // len(xml))
    path = with_sheet(tmp_path, SHEET.format(f'<row a="{many}"/>' if xml == "y" else many))
    for name, limit in limits.items():
        monkeypatch.setattr(workbook_size, name, limit)
    whole = sum(entry.file_size for entry in zipfile.ZipFile(path).infolist())
    unpacked = Unpacked(monkeypatch)
    with pytest.raises(DataError, match=message):
        load_log(path)
    # at most once through to count the tags, and then only as far as the limit
    assert unpacked.n < whole + BIG / 10


def test_what_only_a_trap_is_packed_as_tightly_as_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGE_PART_BYTES", BIG // 2)
    path = with_sheet(tmp_path, SHEET.format("<row/>" * (BIG // 6)))
    unpacked = Unpacked(monkeypatch)
    with pytest.raises(DataError, match=r"found '2 MB packed into 0.0 MB'; .* at most 400 times"):
        load_log(path)
    assert unpacked.n == 0


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_with_a_damaged_byte_is_a_sentence(tmp_path: Path, kind: str) -> None:
    whole = BOOK if kind == "xlsx" else packed_ods(tmp_path)
    path = tmp_path / f"log.{kind}"
    said = set()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        for damage in (b"\0", b"\xff"):
            path.write_bytes(whole[:place] + damage + whole[place + 1 :])
            try:
                load_log(path, on_problem="set aside")
            except DataError as error:
                said.add(str(error))
    assert any("found 'a damaged workbook'; expected an .xlsx or .ods" in text for text in said)


def packed_ods(folder: Path) -> bytes:
    rows = "".join(row_of(f"2026-01-{day:02}") for day in range(1, 29))
    parts = {"content.xml": CONTENT.format(row_of("date") + rows), "styles.xml": "<a>b</a>"}
    return zipped(folder, "whole.ods", parts).read_bytes()


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_workbook_stops_no_other_client(tmp_path: Path, packing: int) -> None:
    ben = tmp_path / "ben.xlsx"
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(ben, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        place = new.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = ben.read_bytes()
    at = place + 30 + len("xl/worksheets/sheet1.xml") + 20
    ben.write_bytes(data[:at] + bytes(b ^ 255 for b in data[at : at + 40]) + data[at + 40 :])
    (tmp_path / "ana").mkdir()
    (tmp_path / "ana" / "stiffness.csv").write_text("date,score\n2026-01-05,4\n")
    log = load_log(tmp_path, on_problem="set aside")
    assert log.clients == ("ana",)
    assert log.unreadable["client"].tolist() == ["ben"]
    assert "found 'a damaged workbook'" in log.unreadable["reason"].item()


@pytest.mark.parametrize("is_dictionary", [True, False])
def test_one_long_note_that_parquet_names_in_every_row_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_dictionary: bool
) -> None:
    monkeypatch.setattr(parquet, "MAX_TEXT_BYTES", 2_000_000)
    (tmp_path / "ana").mkdir()
    (tmp_path / "ana" / "stiffness.csv").write_text("date,score\n2026-01-05,4\n")
    (tmp_path / "ben").mkdir()
    path = tmp_path / "ben" / "stiffness.parquet"
    for n, is_read in ((200, True), (201, False)):  # of 10,000 characters each
        days = pd.to_datetime(["2026-01-05"] * n)
        note = pd.Series(["é" * 5_000] * n, dtype="category" if is_dictionary else "str")
        pd.DataFrame({"date": days, "score": 4.0, "note": note}).to_parquet(path)
        log = load_log(tmp_path, on_problem="set aside")
        assert log.clients == (("ana", "ben") if is_read else ("ana",))
    assert path.stat().st_size < 20_000
    assert (
        "more than 2,000,000 bytes of text in the column 'note'" in log.unreadable["reason"].item()
    )


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + SHEET.format("<row><c><v>&a;</v></c></row>")
    with pytest.raises(DataError, match="a damaged workbook"):
        load_log(with_sheet(tmp_path, xml))


def test_a_table_that_is_a_link_a_folder_or_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_text("date,score\n2026-01-05,4\n")
    log = tmp_path / "log"
    log.mkdir()
    (log / "stiffness.csv").symlink_to(tmp_path / "elsewhere.csv")
    (log / "sessions.csv").mkdir()
    os.mkfifo(log / "events.csv")
    (log / "pauses.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(DataError) as error:
        load_log(log)
    found = error.value.problems.set_index("file")["value"].to_dict()
    assert found == {
        "sessions.csv": "a folder",
        "stiffness.csv": "a link to another place",
        "events.csv": "no ordinary file",
        "pauses.csv": "a link to another place",
    }


def test_a_link_to_a_log_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "stiffness.csv").write_text("date,score\n2026-01-05,4\n")
    (tmp_path / "link").symlink_to(tmp_path / "log")
    assert len(load_log(tmp_path / "link").stiffness) == 1


def test_a_file_that_cannot_be_opened_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-01-05,4\n")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DataError) as error:
        load_log(tmp_path)
    said = str(error.value)
    assert "stiffness.csv cannot be opened (Permission denied). Check its permissions" in said
    assert str(tmp_path) not in said


def test_a_file_too_large_to_read_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.MAX_FILE_BYTES", 10)
    (tmp_path / "stiffness.csv").write_text("date,score\n2026-01-05,4\n")
    with pytest.raises(DataError, match=r"found 'a file of 0.0 GB'; expected at most"):
        load_log(tmp_path)


CELL = st.sampled_from(
    ["2026-01-05", "2026-01-06 07:30", "", "bear-rolls", "Down Dog", "A", "B", " A ", "3", "2.5",
     "nan", "x", "done", "a, b", 'q"q', "two\nlines", "1,5", "é", "date", "2026-1-5", "# example",
     "'=1", "''@A", "=1", " '-2", "'x"]
)  # fmt: skip


def as_csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@example(
    # a time is shown as it was written, without seconds that nobody wrote
    rows=[["A", "2026-01-05", "bear rols", "3", "", "2026-01-06 07:30"]],
    end="\n",
    tail="\n",
)
@given(
    rows=st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    tail=st.sampled_from(["", "\n", "\n\n", '"']),
)
def test_the_fast_road_and_the_slow_one_give_the_same_log(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, tail: str
) -> None:
    header = ["client", "date", "exercise", "sets", "note", "logged_at"]
    text = as_csv([header, *rows]).replace("\n", end) + tail
    folder = tmp_path_factory.mktemp("log")
    (folder / "sessions.csv").write_bytes(text.encode())
    slow = load_log_or_problems(folder)
    if read_plain_csv(text.encode(), "sessions.csv") is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", 0)
        fast = load_log_or_problems(folder)
    for one, other in zip(slow, fast, strict=True):
        pd.testing.assert_frame_equal(one, other)


def load_log_or_problems(folder: Path) -> tuple[pd.DataFrame, ...]:
    log = load_log(folder, on_problem="set aside", as_of="2026-02-01")
    return log.sessions, log.account, log.problems, log.remarks, log.set_aside


def test_the_fast_road_takes_a_clean_file() -> None:
    clean = as_csv([["client", "date", "exercise", "note"], ["A", "2026-01-05", "bear-rolls", "x"]])
    assert read_plain_csv(clean.encode(), "sessions.csv") is not None


PIECES = (
    '"', '"', '"', '"', ",", "\n", "\r", "", "'", " ", "9", "-", "+", ".", "#", '""', "\t", "é",
    "\0", ";", 'x"', '"x', "\n\n", "1e31", ' "', '" ', "nan", "date",
)  # fmt: skip
NOTES = ("", "fine", "felt, ok", "two\nlines", 'said "ok"', 'a "b", c')


def random_sessions(chance: random.Random) -> str:
    rows = [
        [chance.choice("AB"), f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
         "down-dog", str(chance.randint(1, 4)), chance.choice(NOTES)]
        for _ in range(40)
    ]  # fmt: skip
    text = as_csv([["client", "date", "exercise", "sets", "note"], *rows])
    return text.replace("\n", chance.choice(["\n", "\n", "\r\n"]))


def test_a_large_file_with_any_damage_is_read_alike_on_both_roads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sessions.csv"
    n_fast = 0
    for seed in range(60):
        chance = random.Random(seed)
        text = random_sessions(chance)
        for _ in range(seed % 3):
            at = chance.randrange(36, len(text))
            text = text[:at] + chance.choice(PIECES) + text[at + chance.choice([0, 0, 1, 3]) :]
        path.write_bytes(text.encode())
        monkeypatch.setattr(fast_csv, "BLOCK_BYTES", chance.choice([128, 300, 1000]))
        if read_plain_csv(path, path.name) is None:
            continue  # left to the slow road
        n_fast += 1
        slow = load_log_or_problems(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", 0)
            fast = load_log_or_problems(tmp_path)
        for one, other in zip(slow, fast, strict=True):
            pd.testing.assert_frame_equal(one, other, obj=f"file {seed}")
    assert 15 < n_fast < 45  # both roads are tried


@pytest.mark.parametrize("row", [0, 20, 39])
@pytest.mark.parametrize("note", ['"tight', 'tight"', '"', '"tight" today'])
def test_one_mark_too_many_is_left_to_the_slow_road(row: int, note: str) -> None:
    rows = [["2026-01-05", "4", "fine"] for _ in range(40)]
    lines = [",".join(cells) for cells in (["date", "score", "note"], *rows)]
    lines[1 + row] = f"2026-01-05,4,{note}"
    assert read_plain_csv("\n".join(lines).encode(), "stiffness.csv") is None


def test_an_unclosed_mark_in_a_file_of_any_size_names_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobility_analysis.log.read.files.LARGE_BYTES", 0)
    lines = ["date,score,note", *["2026-01-05,4,fine"] * 20_000]
    lines[9_999] = '2026-01-05,4,"tight'
    (tmp_path / "stiffness.csv").write_text("\n".join(lines))
    with pytest.raises(DataError, match="opened and not closed in line 10,000 or a few lines"):
        load_log(tmp_path)


def test_a_cell_as_long_as_no_file_of_text_may_have_is_left_to_the_slow_road() -> None:
    for n, is_plain in ((131_072, True), (131_073, False)):
        text = f"date,score,note\n2026-01-05,4,{'x' * n}\n"
        assert (read_plain_csv(text.encode(), "stiffness.csv") is not None) is is_plain
