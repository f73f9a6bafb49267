"""Tables beside others that do not say whose their rows are: nobody's, or the only client's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis.log import DataError, load_log
from tests.held_parts import (
    assert_refused_alike,
    assert_same,
    in_parts,
    pieces_of_a_few_rows,
)
from tests.strategies import part_of_the_examples


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Any:
    """Let files of a few rows take as many pieces as those of millions."""
    with pieces_of_a_few_rows():
        yield


def write(folder: Path, **tables: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]))
    return folder


SCORES = ["client,date,score", "ana,2026-04-03,4", "ben,2026-04-03,5", "ben,2026-04-04,6"]
SESSIONS = ["date,exercise,load_kg", *(f"2026-04-0{n},down-dog,{n}" for n in range(1, 8)),
            "2026-04-03,down-dog,3", '2026-04-09,yoga,"2,5"']  # fmt: skip


def test_rows_of_nobody_beside_those_of_several_are_all_set_aside(tmp_path: Path) -> None:
    source = write(tmp_path, stiffness=SCORES, sessions=SESSIONS)
    told = assert_refused_alike(source)
    # the table as a whole, and the exercise that nobody knows; of its repeat nothing is said
    assert told[["line", "column"]].fillna(0).values.tolist() == [[10, "exercise"], [0, "client"]]
    log = assert_same(source)
    assert log.account["rows_set_aside"].tolist() == [9, 0]
    empty = [f",{line}" for line in SESSIONS]
    empty[0] = f"client{empty[0]}"
    assert_same(write(tmp_path, sessions=empty))  # an empty column is a column left out


def test_rows_of_nobody_beside_those_of_one_are_that_persons(tmp_path: Path) -> None:
    source = write(tmp_path, stiffness=SCORES[:2], sessions=SESSIONS[:-1])
    log = assert_same(source)
    assert len(log.sessions) == 8
    assert set(log.sessions["client"]) == {"ana"}


def test_a_diary_of_nobody_beside_tables_of_several(tmp_path: Path) -> None:
    days = ["date,stiffness,Bear Rolls,note", "2026-04-01,4,x,", "2026-04-02,,,alone",
            "2026-04-03,,,", "2026-04-04,14,x,", "2026-04-05,,,too", "2026-04-06,,,three",
            "2026-04-07,3,,"]  # fmt: skip
    log = assert_same(write(tmp_path, days=days, stiffness=SCORES))
    assert "3 notes stand alone" in " ".join(log.remarks["repair"])
    assert_same(write(tmp_path, stiffness=SCORES[:2]))


def test_where_no_session_and_no_rating_is_anybodys_the_log_is_refused(tmp_path: Path) -> None:
    plan = ["client,exercise,start,times_per_week", "ana,down-dog,2026-04-01,3",
            "ben,down-dog,2026-04-01,3"]  # fmt: skip
    source = write(tmp_path, sessions=SESSIONS, programme=plan)
    assert_refused_alike(source)
    for on_problem in ("raise", "set aside"):
        with pytest.raises(DataError, match="a column 'client', as in the other tables"):
            in_parts(source, on_problem=on_problem)


DAYS = ("2026-04-03", "2026-04-04", "03/04/2026", "14/04/2026", "soon", "")


@given(
    st.lists(st.tuples(st.sampled_from(["ana", "Ana", "ben", ""]), st.sampled_from(DAYS),
                       st.sampled_from(["4", "2,5", "11"])), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(["down dog", "yoga", "rest", ""]),
                       st.sampled_from(["1", "1,250", "2,5", "4 lb", "n/a", "-1"]),
                       st.sampled_from(["x", "✓", "no", "done"])), min_size=1, max_size=9),
    st.lists(st.tuples(st.sampled_from(["down dog", "yoga"]), st.sampled_from(DAYS[:2]),
                       st.sampled_from(["2026-04-03", ""]), st.sampled_from(["3", ""])),
             max_size=4),
)  # fmt: skip
@part_of_the_examples(0.4)
def test_whatever_stands_in_tables_of_nobody(
    tmp_path_factory: pytest.TempPathFactory,
    scores: list[tuple[str, ...]],
    sessions: list[tuple[str, ...]],
    programme: list[tuple[str, ...]],
) -> None:
    own = [["client,date,score"], ["date,exercise,load_kg,status"],
           ["exercise,start,end,times_per_week"]]  # fmt: skip
    for lines, rows in zip(own, (scores, sessions, programme), strict=True):
        lines += [",".join(f'"{cell}"' for cell in row) for row in rows]
    source = write(
        tmp_path_factory.mktemp("log"), stiffness=own[0], sessions=own[1], programme=own[2]
    )
    if not any(row[0] for row in scores):
        return
    try:
        load_log(source, on_problem="set aside")
    except DataError:
        assert_refused_alike(source)
    else:
        assert_same(source)
