"""A text file of any size in parts: the same rows, lines and findings as when read whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.parts import cutting, decided, tables, texts
from mobility_analysis.log.parts.partition import Prepared, prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import fast_csv, files
from mobility_analysis.log.read import text as read_text
from mobility_analysis.log.settings import Settings
from tests import held_parts as held
from tests.held_parts import assert_asked_alike, assert_refused_alike

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
NAMES = ("ana", "ben", "Cai", "dee, the 2nd", "eve")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of a few lines take as many pieces as one of millions."""
    for name in ("PIECE_CHARACTERS", "SAMPLE_CHARACTERS"):
        monkeypatch.setattr(texts, name, 300)
    for module in (tables, decided):
        monkeypatch.setattr(module, "ROWS_A_BLOCK", 7)
    monkeypatch.setattr(cutting, "ROWS_HELD", 20)


def in_pieces(source: Path, n: int = 2, **settings: object) -> Prepared | None:
    return prepared(Place(source), Settings(**settings), on_problem="set aside", clients_a_part=n)  # type: ignore[arg-type]


def in_order(found: pd.DataFrame) -> pd.DataFrame:
    return found.sort_values(list(found.columns), ignore_index=True)


def assert_same(made: Prepared | None, log: MobilityLog, n: int = 2) -> None:
    """Hold the parts to those of the log in memory, byte for byte, and all that is said of it."""
    assert made is not None
    with made, prepared_of_log(log, clients_a_part=n) as whole:
        assert made.parts == whole.parts
    pd.testing.assert_frame_equal(made.log.account, log.account)
    for name in ("problems", "remarks"):
        found, wanted = getattr(made.log, name), getattr(log, name)
        pd.testing.assert_frame_equal(in_order(found), in_order(wanted), obj=name)


def lines(n: int = 60) -> list[str]:
    """Sessions of five clients, whose rows stand between one another's."""
    said = ('"easy, short"', "", '"two\nlines"', "stiff", '"a ""mark"""')
    own = [f'"{name}"' if "," in name else name for name in NAMES]
    return [
        f"{own[n % 5]},2026-{1 + n % 11:02}-{1 + n % 27:02},Down Dog,{n % 4},{said[n % 3 - n % 2]}"
        for n in range(n)
    ]


HEADER = "client,date,exercise,sets,note"
WRONG = "eve,,Down Dog,3,"  # of which a problem tells the line


def at(rows: list[str], **lines: str) -> list[str]:
    """The lines of a file, of which some are others: ``_11`` is the row of that number."""
    return [HEADER, *(lines.get(f"_{n}", row) for n, row in enumerate(rows))]


def between(rows: list[str], *lines: str) -> list[str]:
    """The lines of a file, with others between them, nine rows apart."""
    after = [[] if n % 9 else [lines[n // 9 % len(lines)]] for n in range(len(rows))]
    return [HEADER, *chain.from_iterable([row, *own] for row, own in zip(rows, after, strict=True))]


NOT_AS_WRITTEN: dict[str, Callable[[list[str]], list[str]]] = {
    "plain": lambda rows: [HEADER, *rows],
    "blank rows": lambda rows: ["", " ", *between(rows, "", ",,,,", " "), "", "", WRONG],
    "pages of blank rows": lambda rows: [*between(rows, "\n" * 400), WRONG],
    "header again": lambda rows: between(rows, HEADER.upper()),
    "example rows": lambda rows: between(rows, "example,2026-01-05,Bear Rolls,3,", "#eve,,,,"),
    "more cells than headers": lambda rows: at(rows, _11=rows[11] + ",6", _48=rows[48] + ",6,7,,"),
    "fewer cells than headers": lambda rows: at(rows, _33="eve,2026-03-04,Down Dog"),
    "a mark never closed": lambda rows: at(rows, _50='ana,2026-03-04,Down Dog,3,"never closed'),
    "marks inside": lambda rows: at(
        rows, _13='ben,2026-03-04,Bear Rolls,3,5" each', _14='ben,2026-03-05,Bear Rolls,3,5" and 6"'
    ),
    "nobody's": lambda rows: at(rows, _0=rows[0].replace("ana", ""), _29=",2026-03-04,Dog,3,"),
    "wrong cells": lambda rows: at(
        rows, _9="ben,2026-02-31,Down Dog,3,", _41="Ana,2026-03-04,Yoga,lots,", _42="eve,,Dog,3,"
    ),
    "a guard": lambda rows: at(rows, _22="eve,2026-03-04,Down Dog,3,'=1+1"),
    "columns of their own": lambda rows: [
        f"{HEADER},session id,#mine,",
        *(f"{row},id-{n},{n % 9 or ''}," for n, row in enumerate(rows)),
    ],
    "semicolons said": lambda rows: ["sep=;", *(row.replace(",", ";") for row in at(rows))],
}  # fmt: skip
BYTES: dict[str, Callable[[str], bytes]] = {
    "UTF-16": lambda text: text.replace("easy", "größer").encode("utf-16"),
    "Windows": lambda text: text.replace("easy", "größer").encode("cp1252"),
    "a mark of the order": lambda text: text.encode("utf-8-sig"),
    "both breaks": lambda text: text.replace("\n", "\r\n").encode(),
    "the other break": lambda text: text.replace("\n", "\r").encode(),
    "no break at the end": lambda text: text.rstrip("\n").encode(),
}


def text_of(kind: str) -> bytes:
    """A file in which something is not as a program writes it."""
    rows = NOT_AS_WRITTEN.get(kind, NOT_AS_WRITTEN["plain"])(lines())
    return BYTES.get(kind, str.encode)("\n".join([*rows, ""]))


@pytest.mark.parametrize("kind", [*NOT_AS_WRITTEN, *BYTES])
def test_whatever_a_text_file_holds_is_read_in_pieces_as_in_one(tmp_path: Path, kind: str) -> None:
    (tmp_path / "sessions.csv").write_bytes(text_of(kind))
    assert_same(in_pieces(tmp_path), load_log(tmp_path, on_problem="set aside"))


def test_the_sample_read_in_pieces_is_the_sample() -> None:
    assert_same(in_pieces(SAMPLE), load_log(SAMPLE))


def test_one_file_is_a_log(tmp_path: Path) -> None:
    file = tmp_path / "sessions.csv"
    file.write_bytes(text_of("plain"))
    assert_same(in_pieces(file), load_log(file))


def test_a_file_larger_than_is_read_whole_is_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sessions.csv").write_bytes(text_of("plain"))
    log = load_log(tmp_path)
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 100)
    with pytest.raises(DataError, match="Split the file"):
        load_log(tmp_path)
    assert_same(in_pieces(tmp_path), log)


def test_a_piece_may_be_read_in_several_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast_csv, "BLOCK_BYTES", 200)
    monkeypatch.setattr(texts, "PIECE_CHARACTERS", 2000)
    rows = [f"ana,2026-04-{1 + n % 28:02},4,a note of row {n}" for n in range(90)]
    (tmp_path / "stiffness.csv").write_text("\n".join(["client,date,score,note", *rows, ""]))
    assert_same(in_pieces(tmp_path), load_log(tmp_path))


def test_a_header_may_stand_far_below(tmp_path: Path) -> None:
    rows = [*lines(), "", HEADER.upper(), *lines(20)]
    (tmp_path / "a.csv").write_text("\n".join([HEADER, *rows, ""]))
    for line in (len(lines()) + 2, len(lines()) + 3):  # the first of which is blank
        made = texts.spooled(Place(tmp_path), "a.csv", tmp_path / "a", header_line=line)
        assert made is not None
        assert made.written == tuple(HEADER.upper().split(","))
        below = pd.read_parquet(made.path)
        assert below[texts.LINE].tolist() == [n + len(lines()) + 4 for n in range(20)]
    assert texts.spooled(Place(tmp_path), "a.csv", tmp_path / "a", header_line=99) is None


def test_times_of_writing_may_be_as_many_as_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decided, "MOST_TEXTS", 10)
    rows = [f"{row},2026-12-01 07:{n % 60:02}:{n // 60:02}" for n, row in enumerate(lines(99))]
    (tmp_path / "sessions.csv").write_text("\n".join([f"{HEADER},logged_at", *rows]))
    assert_same(in_pieces(tmp_path), load_log(tmp_path))


@pytest.mark.parametrize("text", ["date,score\n2026-04-03,4\n", "client,date,score\n"])
def test_what_only_the_whole_file_can_say_is_left_to_who_reads_it_whole(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "stiffness.csv").write_text(text)
    assert in_pieces(tmp_path) is None


def test_a_column_called_as_what_is_known_of_each_row_is_any_column(tmp_path: Path) -> None:
    header = ",".join(texts.OF_ROWS)
    text = f"client,date,score,{header}\nana,2026-04-03,4,a,b,c,d\nben,2026-04-04,5,,,,\n"
    (tmp_path / "stiffness.csv").write_text(text)
    held.assert_same(tmp_path)


@pytest.mark.parametrize("cells", [["a", "b", None, "d", "e"], [40, None, 20, 10, 0]])
def test_a_column_of_parquet_called_so_is_any_column(tmp_path: Path, cells: list[Any]) -> None:
    own = dict.fromkeys(texts.OF_ROWS, cells)
    days = ["03/04/2026", "04/05/2026", "05/06/2026", "06/07/2026", "07/08/2026"]
    of_all = {"client": ["ana", "ben", "ana", "cleo", ""], "date": days} | own
    kept = {"stiffness": ["4", "", "", "14", "5"], "Bear Rolls": ["x", "", None, "done", "2"]}
    pd.DataFrame(of_all | {"score": [4, 3, 2, 1, 0]}).to_parquet(tmp_path / "stiffness.parquet")
    pd.DataFrame(of_all | kept).to_parquet(tmp_path / "days.parquet")
    held.assert_same(tmp_path, date_order="dmy")
    held.assert_refused_alike(tmp_path)  # as the order of the dates is asked for


def test_headers_far_below_another_are_a_row(tmp_path: Path) -> None:
    lines = ["client", *(f"person {n}" for n in range(34)), "date,score"]
    (tmp_path / "stiffness.csv").write_text("\n".join([*lines, ""]))
    told = held.assert_refused_alike(tmp_path)
    assert told["column"].tolist() == ["", "date", "score"]
    (tmp_path / "stiffness.csv").write_text("\n".join([*lines[:9], *lines[-1:], *lines[9:]]))
    assert "line 10" in " ".join(held.assert_refused_alike(tmp_path)["repair"])


SCORES = b"client,date,score\n" + b"".join(
    b"%s,2026-04-%02d,4\n" % (who, day) for day in range(1, 31) for who in (b"ana", b"ben")
)
DAMAGED = {
    "a zero": SCORES[:-20] + b"\0" + SCORES[-20:],
    "no letter": SCORES[:-20] + b"\x81" + SCORES[-20:],
    "a PDF": b"%PDF-1.7\n" + SCORES,
    "a workbook": b"PK\x03\x04" + SCORES + b"xl/workbook.xml",
    "packed": b"PK\x03\x04" + SCORES,
    "nothing": b"",
    "blank rows": b" \n\n" * 400,
    "a wide line": b"client,date,score" + b",x" * 100 + b"\n" + SCORES,
    "a long line": b"client" * 50 + b"\n" + SCORES,
    "a mark never closed": SCORES + b'ana,2026-05-01,"4\n\n' + SCORES,
    "a long cell": b"client,date,score,note\nana,2026-05-02,3,'a\n" + SCORES[18:] + b"x" * 900,
}


@pytest.fixture
def short_cells(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let files of a few lines be as much too wide or too long as those of millions."""
    monkeypatch.setattr(read_text, "MAX_COLUMNS", 90)
    monkeypatch.setattr(read_text, "MAX_HEADER_CHARACTERS", 250)
    before = csv.field_size_limit(700)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("short_cells")
@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_is_damaged_is_refused_with_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one / "sessions.csv", other / "visits.csv"):
        path.parent.mkdir()
        path.write_bytes(content)
    (one / "stiffness.csv").write_bytes(content)
    whole = [str(assert_refused_alike(one)), assert_asked_alike(other / "visits.csv")]
    (one / "stiffness.csv").write_bytes(SCORES)
    whole.append(str(assert_refused_alike(one)))
    held.assert_same(one)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("read whole")

    monkeypatch.setattr(files, "read_delimited", never)
    for source in (one, other):
        with pytest.raises(DataError) as parts:
            prepared(Place(source), Settings(), on_problem="raise", clients_a_part=1)
        assert str(parts.value) in whole or len(parts.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "client,date,score,pain\nana,2026-04-03,4,3\nben,2026-04-03,4,8\n",
        "client,date,score,site\nana,2026-04-03,4,knee\nben,2026-04-03,4,neck\n",
        "client,date,stiff\nana,2026-04-03,4\nben,2026-04-03,4\n",
    ],
)
def test_columns_that_no_row_can_be_used_for_are_refused_with_the_same_sentence(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "stiffness.csv").write_text(text)
    with pytest.raises(DataError) as whole:
        load_log(tmp_path)
    with pytest.raises(DataError) as parts:
        prepared(Place(tmp_path), Settings(), on_problem="raise", clients_a_part=1)
    assert str(whole.value) == str(parts.value)
    pd.testing.assert_frame_equal(parts.value.problems, whole.value.problems)


def test_a_site_that_all_rows_have_is_only_named(tmp_path: Path) -> None:
    rows = ["client,date,score,site", *(f"{name},2026-04-03,8,knee" for name in "abc"), ""]
    (tmp_path / "stiffness.csv").write_text("\n".join(rows))
    assert_same(in_pieces(tmp_path), load_log(tmp_path))


def test_dates_are_cut_once_their_order_is_stated(tmp_path: Path) -> None:
    (tmp_path / "stiffness.csv").write_text("client;date;score\nana;03/04/2026;4\nben;04/04/26;5\n")
    assert_same(in_pieces(tmp_path, date_order="dmy"), load_log(tmp_path, date_order="dmy"))


def test_what_is_pointed_out_of_a_column_is_said_once_and_of_all_of_it(tmp_path: Path) -> None:
    def write(most: int) -> None:
        rows = (f"{NAMES[n % 2]},2026-03-{n + 1:02}T07:30:00Z,{1 + n % (most if n % 2 else 4)}\n"
                for n in range(20))  # fmt: skip
        (tmp_path / "stiffness.csv").write_text(
            "".join(["client,date,score\n", *rows, "cai,2026-03-01,2\n"])
        )

    write(5)
    log = load_log(tmp_path)
    assert list(log.remarks["column"]) == ["date", "score"]
    assert_same(in_pieces(tmp_path, 1), log, 1)
    write(9)
    assert list(load_log(tmp_path).remarks["column"]) == ["date"]
    assert_same(in_pieces(tmp_path, 1), load_log(tmp_path), 1)


def test_a_row_that_is_amiss_as_a_row_is_told_whole_where_it_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "sessions.csv"
    for wrong in ('"fay,2026-04-08,Down Dog,2,', "fay,31/31/2026,Up Dog,2,a,b"):
        path.write_text("\n".join([HEADER, *lines(20), wrong, ""]))
        log = load_log(tmp_path, on_problem="set aside")
        assert len(log.problems[log.problems["line"] == 22]) == 3
        assert_same(in_pieces(tmp_path, 1), log, 1)
