"""A large log beside others, cut in pieces: the same as when all of it is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import parquet

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.check.account import OnProblem
from mobility_analysis.log.exports.recognise import sheet as recognised
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.exports.shapes import days_across, header_line
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.parts.by_recipe import drafted, foreign
from mobility_analysis.log.parts.by_recipe.drafted import ByColumns
from mobility_analysis.log.parts.of_many import large
from mobility_analysis.log.parts.of_many import logs as many
from mobility_analysis.log.parts.of_many.large import opened_by_recipe, opened_large
from mobility_analysis.log.parts.partition import prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import workbooks
from mobility_analysis.log.read.files import LogFiles, logs_of
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.read.sheets import FirstRows
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.write.remember import remember
from tests.held_parts import damaged_in, pieces_of_a_few_rows
from tests.strategies import part_of_the_examples

SAID = ("account", "problems", "remarks", "unreadable", "account_by_client", "left_out")
BOTH: Sequence[OnProblem] = ("raise", "set aside")


@pytest.fixture(autouse=True)
def a_few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_ROWS", 2)
    for module in (header_line, drafted, foreign):
        monkeypatch.setattr(module, "ROWS_OF_HEAD", 5)
    monkeypatch.setattr(recognised, "HEAD_ROWS", 4)
    monkeypatch.setattr(recognised, "FIRST_ROWS", 3)
    monkeypatch.setattr(days_across, "MOST_LINES", 4)


@pytest.fixture
def in_pieces() -> Iterator[None]:
    with pieces_of_a_few_rows():
        yield


def put(folder: Path, **texts: str) -> Path:
    """Write the tables of a log as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def with_others(folder: Path) -> Path:
    """Write two small logs, before and after any other by their names."""
    for name in ("aa", "zz"):
        put(folder / name, sessions="date,exercise\n2026-04-02,down-dog\n")
    return folder


def assert_same(
    source: Path,
    cut: int,
    how: Sequence[OnProblem] = ("set aside",),
    said: Sequence[str] = SAID,
) -> MobilityLog:
    """Hold a folder of logs, of which some are cut, to the folder read whole, cell for cell."""
    for on_problem in how:
        log = load_log(source, on_problem=on_problem)
        with pytest.MonkeyPatch.context() as patch:
            n_opened = counted(patch)
            made = prepared(
                Place(source), settings_at(source), on_problem=on_problem, clients_a_part=2
            )
        assert made is not None
        assert cut in (-1, n_opened[-1])
        with made, prepared_of_log(log, clients_a_part=2) as whole:
            assert tables_of(made) == tables_of(whole)
            assert (made.stated, made.unread) == (whole.stated, whole.unread)
        assert (made.log.clients, made.log.settings) == (log.clients, log.settings)
        for name in said:
            found, wanted = getattr(made.log, name), getattr(log, name)
            by = list(wanted.columns)
            pd.testing.assert_frame_equal(
                found.sort_values(by, ignore_index=True), wanted.sort_values(by, ignore_index=True)
            )
    return log


def counted(patch: pytest.MonkeyPatch) -> list[int]:
    """Count the logs that are cut each time the folder is gone through."""
    found: list[int] = []

    def once(*args: Any) -> Any:
        found.append(0)
        return many_logs(*args)

    def by_tables(entry: Path, *args: Any) -> Any:
        opened = opened_large(entry, *args)
        found[-1] += opened is not None
        return opened

    many_logs = many.many_logs

    def by_recipe(*args: Any) -> Any:
        opened = opened_by_recipe(*args)
        found[-1] += opened is not None
        return opened

    patch.setattr(many, "many_logs", once)
    patch.setattr(many, "opened_large", by_tables)
    patch.setattr(many, "opened_by_recipe", by_recipe)
    return found


def tables_of(made: Any) -> dict[str, str]:
    """Return the rows of all parts, whichever part a client without rows would be in."""
    found: dict[str, list[pd.DataFrame]] = {}
    for path in sorted(Path(made.folder.name, "parts").rglob("*.parquet")):
        rows = pd.read_parquet(path)
        if len(rows):
            found.setdefault(path.stem, []).append(rows.astype("str"))
    return {
        name: pd.concat(rows).drop_duplicates().to_csv() if name in ("exercises", "tests")
        else pd.concat(rows, ignore_index=True).to_csv()
        for name, rows in found.items()
    }  # fmt: skip


OURS = "client,date,exercise\ngil,2026-04-02,down-dog\nhal,2026-04-03,yoga\n"
ROWS = """client,date,exercise,status,load_kg
cai,2026-04-02,down-dog,yes,1.5
dee,03/04/2026,bear rolls,,
cai,2026-04-02,down-dog,yes,1.5
eve,2026-04-05,bare rolls,no,-2
Cai,25/04/2026,down dog,x,"2,5"

,2026-04-06,down-dog,,
fay,2062-04-06,down-dog,,
dee,2026-04-07,,partly,
"""


@pytest.mark.usefixtures("in_pieces")
def test_a_file_and_a_folder_are_cut(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    (source / "big.csv").write_text(ROWS)
    put(
        source / "more",
        sessions=ROWS.replace("ai,", "al,")
        .replace("dee", "don")
        .replace("fay", "flo")
        .replace("eve", "eva"),
    )
    (source / "more" / "scan.pdf").write_text("a page")
    (source / "more" / "tick-sheet.pdf").write_text("a page")
    log = assert_same(source, cut=2)
    assert {"2062-04-06", "bare rolls"} <= {*log.problems["value"]} or len(log.unreadable) == 2


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_parquet_and_workbooks_are_cut(tmp_path: Path, form: str) -> None:
    source = with_others(tmp_path / "clinic")
    header = ["date", "exercise", "client", "note"]
    cells: list[list[Any]] = [
        [date(2026, 4, 2), "Bear Rolls", "cai", "=1+1"],
        [date(2026, 4, 3), "bare rolls", "dee", None],
        [date(2026, 4, 3), "down-dog", "Dee", ""], [date(2026, 4, 4), "down-dog", None, "x"],
    ]  # fmt: skip
    if form == "parquet":
        (source / "big").mkdir()
        pd.DataFrame(cells, columns=header).to_parquet(source / "big" / "sessions.parquet")
        put(source / "big", stiffness="client,date,score\ncai,2026-04-02,4\ndee,2026-04-03,12\n")
        put(source / "big", exercises="exercise,focus_areas\nown-one,lumbar\n,overhead\n")
    else:
        book = Workbook()
        book.worksheets[0].title = "sessions"
        for row in [header, *cells]:
            book.worksheets[0].append(row)
        book.create_sheet("Words").append(["closed in August"])
        book.save(source / "big.xlsx")
    assert_same(source, cut=1)


def test_a_diary_by_the_exercises_of_all_and_its_own(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    (source / "exercises.csv").write_text("exercise,focus_areas\nsauna,lumbar\n")
    days = (
        "client,date,stiffness,sauna,Steam bath,Mood,note\n"
        "cai,2026-04-02,3,1,x,calm,\ndee,2026-04-03,,2,,low,late\ncai,2026-04-04,,,,,\nbob,2026-04-05,,1,,,\n"
    )
    put(source / "big", days=days)
    own = days.replace("cai", "cal").replace("dee", "don").replace("bob", "bo")
    own = own.replace("Steam", "Cold")
    put(source / "own", days=own)
    put(source / "own", exercises="exercise,focus_areas\ncold-bath,overhead\n")
    log = assert_same(source, cut=2)
    assert {"sauna", "Steam bath", "cold-bath"} <= {*log.exercises["exercise"]}


def test_what_its_own_folder_states_holds_for_it(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    scores = "client,date,score\ncai,03/04/2026,4\ndee,04/04/2026,2\n"
    for name, stated in {
        "big": 'date-order = "dmy"\nscale = "1-5"\ntables = "csv"\n',
        "bug": 'date-order = "dmy"\n[targets]\n"yoga" = 3\n',
        "bag": "date-order = 3\n",
    }.items():
        put(source / name, stiffness=scores.replace("cai", f"cai {name}").replace("dee", name))
        (source / name / "mobility.toml").write_text(stated)
    log = assert_same(source, cut=3)
    assert [*log.unreadable["file"]] == ["bag", "bug"]


def test_what_another_log_has_is_seen_before_any_row_is_taken(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    rows = "client,date,exercise\ncai,2026-04-02,sauna\ndee,2026-04-03,down-dog\n"
    put(source / "big", sessions=rows, exercises="exercise,focus_areas\nsauna,lumbar\n")
    put(source / "bug", sessions=rows.replace("dee", "don").replace("cai", "CAI"))
    other = rows.replace("dee", "eve").replace("cai", "fay")
    put(source / "cup", sessions=other, exercises="exercise,focus_areas\nsauna,overhead\n")
    log = assert_same(source, cut=3)
    assert [*log.unreadable["file"]] == ["bug", "cup"]


def test_where_none_can_be_read_the_problems_of_all_are_told(tmp_path: Path) -> None:
    for name, who in (("big", "c"), ("bug", "d")):
        rows = f"client,date,exercise\n{who}1,2026-04-02,sauna\n{who}2,2026-04-03,yoga\n"
        put(tmp_path / name, sessions=rows)
    with pytest.raises(DataError) as whole:
        load_log(tmp_path)
    with pytest.raises(DataError) as parts:
        prepared(Place(tmp_path), settings_at(tmp_path), on_problem="raise", clients_a_part=1)
    assert str(parts.value) == str(whole.value)
    pd.testing.assert_frame_equal(parts.value.problems, whole.value.problems)


def test_a_faulty_table_is_named_with_its_folder(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    for name in ("big", "bug"):
        put(source / name, sessions=OURS.replace("gil", f"gil {name}").replace("hal", name))
    (source / "big" / "stiffness.xlsx").write_bytes(b"PK damaged")
    twice = pa.table([["bug"], [4.0], [5.0]], names=["client", "score", "score"])
    parquet.write_table(twice, source / "bug" / "stiffness.parquet")
    log = assert_same(source, cut=2)
    assert {"big/stiffness.xlsx", "bug/stiffness.parquet"} <= {*log.problems["file"]}


def test_why_one_is_refused_is_said_as_of_the_whole(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    wrong = "exercise,focus_areas\nown-one,lumbar\n,overhead\n"  # which each part has
    fine = OURS.replace("yoga", "down-dog")
    put(source / "big", sessions=f"{fine}ida,2026-04-04,down-dog\n", exercises=wrong)
    rows = "client,date,exercise\n,03/04/2026,down-dog\ndee,04/04/2026,down-dog\n"
    (source / "dated.csv").write_text(f"{rows}eve,05/04/2026,bare rolls\n")
    big, dated = assert_same(source, cut=2, how=["raise"]).unreadable["reason"]
    assert big.startswith("1 problem: big/exercises.csv, line 3")
    assert dated.startswith("3 problems, the first of them: dated.csv, line 2, column client")


def test_one_of_which_a_part_cannot_be_read_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_others(tmp_path / "clinic")
    (source / "big.csv").write_text(OURS)
    (source / "moves.csv").write_text(MOVES)
    (source / "mobility.toml").write_text(RECIPE)

    def never(*_: object) -> None:
        raise CannotReadError("", Fault("", ""))

    monkeypatch.setattr(large, "cut", never)
    assert {"cai", "gil"} <= {*assert_same(source, 2).clients}


def test_one_persons_log_is_one_part_by_nature(tmp_path: Path) -> None:
    source = with_others(tmp_path)
    put(source / "big", sessions="date,exercise\n" + "2026-04-02,down-dog\n" * 9)
    (source / "only.csv").write_text("client,date,exercise\n" + "cai,2026-04-02,down-dog\n" * 9)
    assert_same(source, cut=0)


def test_the_rows_of_a_workbook_are_counted_however_few_bytes_they_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "CHUNK", 101)  # so that some ends are in two of them
    whole = Workbook()
    for sheet in (whole.worksheets[0], whole.create_sheet("more")):
        for _ in range(1500):
            sheet.append(["2026-04-02", "down-dog"])
    path = tmp_path / "log.xlsx"
    whole.save(path)
    assert large.rows_at_most(path) == 3000 > path.stat().st_size // large.BYTES_A_ROW
    row = '<table:table-row table:style-name="ro1"><table:table-cell/></table:table-row>'
    with ZipFile(tmp_path / "log.ods", "w") as book:
        book.writestr("content.xml", f"<table:table-rows>{row * 1500}</table:table-rows>")
    assert large.rows_at_most(tmp_path / "log.ods") == 1500
    for damage in (b"PK damaged", path.read_bytes()[:-9]):
        path.write_bytes(damage)
        assert large.rows_at_most(path) == 0


PAUSES = "client,start,end\ncai,2026-04-02,2026-04-04\ndee,{},2026-04-05\n"


def test_one_without_a_row_of_a_session_or_rating_is_told_of(tmp_path: Path) -> None:
    source = with_others(tmp_path)
    put(source / "big", pauses=PAUSES.format("2026-04-03"))
    put(source / "bug", pauses=PAUSES.format("soon"))
    put(source / "bare", sessions="client,date,exercise\n", pauses=PAUSES.format("2026-04-03"))
    log = assert_same(source, 3, how=BOTH)
    assert log.unreadable["file"].tolist() == ["big", "bug"]
    assert log.unreadable["reason"].str.startswith("There is no table days, sessions or").all()
    assert log.remarks.loc[log.remarks["file"] == "bare", "repair"].str.contains("no row").any()


def test_no_row_of_it_is_read_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_others(tmp_path)
    (source / "big.csv").write_text(OURS)
    seen: list[str] = []
    real = many.log_of_some

    def noted(logs: list[LogFiles], *args: Any, **more: Any) -> Any:
        seen.extend(log.name for log in logs)
        return real(logs, *args, **more)

    monkeypatch.setattr(many, "log_of_some", noted)
    made = prepared(Place(source), settings_at(source), on_problem="set aside", clients_a_part=2)
    assert made is not None
    with made:
        assert {"gil", "hal"} <= {*made.log.clients}
    assert {*seen} == {"aa", "zz"}


RECIPE = """
[[recipe]]
file = ["*moves*", "sub/diary.csv"]
client = { column = "Who" }
date = { column = "When" }
[[recipe.sessions]]
exercise = { column = "Moves" }
[recipe.sessions.columns]
sets = "Sets"
"""
MOVES = """Who,When,Moves,Sets
cai,2026-04-02,Down Dog,2
dee,2026-04-03,bare rolls,
,2026-04-03,Down Dog,
cai,25/04/2026,Down Dog,1
eve,03/04/2026,Bear Rolls,x
dee,2026-04-04,Sauna,1
"""
OF_SHEETS = [name for name in SAID if name != "account_by_client"]


def in_other_columns(folder: Path) -> Path:
    """Write large logs in other columns, two files of which are one log, beside small ones."""
    source = with_others(folder)
    (source / "moves.csv").write_text(MOVES)
    (source / "more moves.csv").write_text(MOVES.replace("dee", "don"))
    (source / "sub").mkdir()
    others = MOVES.replace("cai", "cal").replace("dee", "sub").replace("eve", "eva")
    (source / "sub" / "diary.csv").write_text(others)
    (source / "sub" / "mobility.toml").write_text('date-order = "dmy"\n')
    (source / "sub" / "scan.pdf").write_text("a page")
    (source / "exercises.csv").write_text("exercise,focus_areas\nsauna,lumbar\n")
    (source / "letter.txt").write_text("Dear all\n" + "we are closed in August\n" * 9)
    (source / "scan.csv").write_bytes(b"\x89PNG\r\n\x1a\n" * 9)
    return source


def test_sheets_in_other_columns_are_cut_by_their_recipes(tmp_path: Path) -> None:
    source = in_other_columns(tmp_path / "clinic")
    (source / "mobility.toml").write_text(RECIPE)
    log = assert_same(source, 2, said=OF_SHEETS)
    assert {"cai", "don", "sub"} <= {*log.clients}


def test_of_parts_of_one_diary_those_are_cut_that_are_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days_across, "MOST_LINES", 99)  # so that all rows are looked at
    source = with_others(tmp_path / "clinic")
    paid = [f"{text},{'yes' if n % 2 else 'no'}" for n, text in enumerate(MOVES.splitlines()[1:])]
    (source / "april.csv").write_text(MOVES)
    (source / "may.csv").write_text("\n".join(["Who,When,Moves,Sets,Paid", *paid, ""]))
    (source / "mobility.toml").write_text(RECIPE.replace("*moves*", "april.csv"))
    log = assert_same(source, 1, said=OF_SHEETS)
    assert ("may.csv" in {*log.unreadable["file"]}, "cai" in log.clients) == (True, True)


def test_a_workbook_with_a_sheet_a_client_is_cut_by_its_recipe(tmp_path: Path) -> None:
    source, book = with_others(tmp_path / "clinic"), Workbook()
    for name in ("Cai", "Dee"):
        sheet = book.create_sheet(name)
        for row in MOVES.replace("Who", "Mood").splitlines():
            sheet.append(row.split(","))
    book.save(source / "moves.xlsx")
    (source / "mobility.toml").write_text(RECIPE.replace('client = { column = "Who" }\n', ""))
    assert {"Cai", "Dee"} <= {*assert_same(source, 1, said=OF_SHEETS).clients}


def test_what_is_asked_of_large_ones_is_asked_once_in_the_same_words(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    paid = [f"{text},{'yes' if n % 2 else 'no'}" for n, text in enumerate(MOVES.splitlines()[1:])]
    (source / "moves.csv").write_text("\n".join(["Who,When,Moves,Sets,Paid", *paid, ""]))
    ours = "client,date,exercise,Paid\ncal,2026-04-02,down-dog,yes\ndon,2026-04-03,down-dog,no\n"
    (source / "own.csv").write_text(ours)
    whole = look(source, settings_at(source))
    seen: list[Looked] = []

    def ask(looked: Looked) -> Looked:
        seen.append(looked)
        [moves] = [own.sheet for own in looked.sheets if own.sheet.file == "moves.csv"]
        assert isinstance(moves.rows, FirstRows)
        answers = looked.answered(looked.likely_answers())
        return replace(looked.again(looked.settings.with_answers(answers)), is_shown=True)

    columns = ByColumns(tmp_path, ask=ask)
    for how in BOTH:
        made = prepared(Place(source), settings_at(source), on_problem=how, columns=columns)
        assert made is not None
        with made:
            assert how == "raise" or {"aa", "cal", "don"} <= {*made.log.clients}
    [looked] = seen
    assert (looked.questions({}), looked.lines()) == (whole.questions({}), whole.lines())
    remember(source, whole.answered(whole.likely_answers()))
    assert_same(source, 1, said=OF_SHEETS)


def test_one_in_our_columns_of_which_nothing_is_asked_is_read_whole(tmp_path: Path) -> None:
    source = with_others(tmp_path / "clinic")
    days = ("2026-04-02", "2026-04-03", "2026-04-04", "31/02/2026") * 3  # hence no date for sure
    own = "date,exercise,status,Done?\n" + "".join(f"{day},down-dog,done,no\n" for day in days)
    (source / "own.csv").write_text(own)
    put(source / "sub", diary=own)
    (source / "moves.csv").write_text(
        "Who,When,Moves\ncai,2026-04-02,Down Dog\nfay,2026-04-03,Down Dog\n"
    )
    log = assert_same(source, 1, said=OF_SHEETS)
    assert log.sessions["client"].value_counts()[["own", "sub"]].tolist() == [9, 9]


CELL = st.sampled_from(
    ["", "cai", "Cai", "dee", "2026-04-02", "03/04/2026", "25/04/2026", "2071-01-01", "down-dog",
     "bare rolls", "x", "no", "2,5", "3", "11", "left"]
)  # fmt: skip
LINES = st.lists(
    st.tuples(
        st.sampled_from(["cai", "dee", "eve", "aa", ""]),
        st.sampled_from(["2026-04-02", "03/04/2026", "25/04/2026", "2071-01-01", "soon"]),
        st.sampled_from(["down-dog", "bear rolls", "bare rolls", "sauna", ""]),
        *[CELL] * 2,
    ),
    max_size=8,
)


@given(
    lines=LINES,
    scores=st.lists(st.tuples(*[CELL] * 3), max_size=3),
    header=st.sampled_from(
        [
            "status,note",
            "load_kg,side",
            "sets,Mood",
            "Done?,Site",
            "note,",
            "Sets,Mood",
            "Sets,note",
        ]
    ),
    is_folder=st.booleans(),
    how=st.sampled_from(BOTH),
)
@part_of_the_examples(0.04)
def test_whatever_stands_in_it(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, ...]],
    scores: list[tuple[str, ...]],
    header: str,
    how: OnProblem,
    *,
    is_folder: bool,
) -> None:
    source = with_others(tmp_path_factory.mktemp("any"))
    cells = [["cai", "2026-04-02", "down-dog", "", ""], *lines]
    is_ours = "Sets" not in header
    first = "client,date,exercise" if is_ours else "Who,When,Moves"
    text = "\n".join([f"{first},{header}", *map(line, cells), ""])
    if not is_ours:
        (source / "mobility.toml").write_text(RECIPE)
        (source / "sub").mkdir()
        (source / ("sub/diary.csv" if is_folder else "moves.csv")).write_text(text)
    elif is_folder:
        put(source / "big", sessions=text)
        if scores:
            put(source / "big", stiffness="\n".join(["client,date,score", *map(line, scores), ""]))
    else:
        (source / "big.csv").write_text(text)
    assert_same(source, cut=-1, how=[how], said=SAID if is_ours else OF_SHEETS)


def line(cells: Any) -> str:
    return ",".join(f'"{cell}"' for cell in cells)


def test_one_that_is_damaged_in_its_rows_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_others(tmp_path)
    for name in ("big", "bug", "bag", "bog"):
        rows = {"client": [f"{name} {n}" for n in "ab"], "date": ["2026-04-02"] * 2}
        sessions = pa.table({**rows, "exercise": ["down-dog"] * 2, "note": ["first", "second"]})
        path = put(source / name) / "sessions.parquet"
        parquet.write_table(sessions, path, use_dictionary=False)
        damaged_in(path, "note")
        starts = PAUSES.format("2026-04-03").replace("cai", f"{name} c").replace("dee", name)
        put(source / name, pauses=starts)
    put(source / "big", stiffness="client,date,score\nida,2026-04-02,4\njan,2026-04-03,5\n")
    # and what is left is one person's
    pauses, scores = "start,end\n,2026-04-02", "date,score\n,03/04/2026,4\n,04/05/2026,11\n"
    for name, client in (("bag", ""), ("bog", "client,")):
        own = [text.replace("\n,", f"\n{client and 'kim,'}") for text in (pauses, scores)]
        put(source / name, pauses=client + own[0], stiffness=client + own[1])
        (source / name / "mobility.toml").write_text('date-order = "dmy"\ncsv = "excel"\n')
        (source / name / "left.txt").write_text("what is no table\n")
    read: list[str] = []

    def noted(entry: Path, *args: Any) -> Any:
        read.append(entry.name)
        return logs_of(entry, *args)

    monkeypatch.setattr(large, "logs_of", noted)
    log = assert_same(source, 4, how=BOTH)
    assert log.unreadable["file"].tolist() == ["bug"]
    assert not read
