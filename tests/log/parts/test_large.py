"""A large log beside others, cut in pieces: the same as when all of it is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mobility_analysis.log import DataError, MobilityLog, load_log
from mobility_analysis.log.check.account import OnProblem
from mobility_analysis.log.parts.of_many import logs as many
from mobility_analysis.log.parts.of_many.large import opened_large
from mobility_analysis.log.parts.partition import prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read.files import LogFiles
from mobility_analysis.log.read.settings_file import settings_at
from tests.held_parts import pieces_of_a_few_rows
from tests.strategies import part_of_the_examples

SAID = ("account", "problems", "remarks", "unreadable", "account_by_client", "left_out")
BOTH: Sequence[OnProblem] = ("raise", "set aside")


@pytest.fixture(autouse=True)
def a_few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_ROWS", 2)


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
            assert made.stated == whole.stated
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

    def opened(entry: Path, *args: Any) -> Any:
        large = opened_large(entry, *args)
        found[-1] += large is not None
        return large

    many_logs = many.many_logs
    patch.setattr(many, "many_logs", once)
    patch.setattr(many, "opened_large", opened)
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
    log = assert_same(source, cut=2, how=BOTH)
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


def test_one_persons_log_is_one_part_by_nature(tmp_path: Path) -> None:
    source = with_others(tmp_path)
    put(source / "big", sessions="date,exercise\n" + "2026-04-02,down-dog\n" * 9)
    (source / "only.csv").write_text("client,date,exercise\n" + "cai,2026-04-02,down-dog\n" * 9)
    assert_same(source, cut=0)


def test_no_row_of_it_is_read_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_others(tmp_path)
    (source / "big.csv").write_text(ROWS)
    seen: list[str] = []
    real = many.log_of_some

    def noted(logs: list[LogFiles], *args: Any, **more: Any) -> Any:
        seen.extend(log.name for log in logs)
        return real(logs, *args, **more)

    monkeypatch.setattr(many, "log_of_some", noted)
    made = prepared(Place(source), settings_at(source), on_problem="set aside", clients_a_part=2)
    assert made is not None
    with made:
        assert {"cai", "dee"} <= {*made.log.clients}
    assert {*seen} == {"aa", "zz"}


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
    header=st.sampled_from(["status,note", "load_kg,side", "sets,Mood", "Done?,Site", "note,"]),
    is_folder=st.booleans(),
    how=st.sampled_from(BOTH),
)
@part_of_the_examples(0.1)
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
    text = "\n".join([f"client,date,exercise,{header}", *map(line, cells), ""])
    if is_folder:
        put(source / "big", sessions=text)
        if scores:
            put(source / "big", stiffness="\n".join(["client,date,score", *map(line, scores), ""]))
    else:
        (source / "big.csv").write_text(text)
    assert_same(source, cut=-1, how=[how])


def line(cells: Any) -> str:
    return ",".join(f'"{cell}"' for cell in cells)
