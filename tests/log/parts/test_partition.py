"""A log in parts holds the same rows as the log: none lost, none twice, each checked alike."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from pyarrow import parquet

from mobility_analysis.log import DataError, MobilityLog, Scale, load_log, log_from_tables
from mobility_analysis.log.findings import Fault
from mobility_analysis.log.model import PEOPLE_TABLES
from mobility_analysis.log.parts import checked, cutting, decided, partition, tables
from mobility_analysis.log.parts.manifest import read_manifest
from mobility_analysis.log.parts.partition import Prepared, prepared, prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.log.read import parquet as reading
from mobility_analysis.log.read.text import CannotReadError
from mobility_analysis.log.settings import Settings
from mobility_analysis.log.write.saving import save_log
from tests import held_parts
from tests.damaged_logs import write_damaged_logs
from tests.held_parts import (
    assert_asked_alike,
    assert_not_cut,
    assert_refused_alike,
    assert_same,
)
from tests.strategies import Diary, build, diaries, part_of_the_examples

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"


@pytest.fixture
def few_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tables of a few hundred rows take as many pieces as one of millions."""
    monkeypatch.setattr(decided, "ROWS_A_BLOCK", 50)
    monkeypatch.setattr(tables, "ROWS_A_BLOCK", 50)
    monkeypatch.setattr(cutting, "ROWS_HELD", 200)


def rows(log: MobilityLog, name: str) -> pd.DataFrame:
    """A table as it was logged, with plain texts: the categories of a part are fewer."""
    table = log.as_logged(name).astype({"client": "str"})
    return table.astype({"exercise": "str"}) if "exercise" in table else table


def assert_same_rows(place: Path, log: MobilityLog) -> None:
    """Hold all parts one after the other to the log, to the last cell."""
    held = read_manifest(Place(place)).parts
    day = None if pd.isna(log.as_of) else log.as_of  # else a part looks at its own days alone
    parts = [load_log(place / part.name, as_of=day) for part in held]
    for name in PEOPLE_TABLES:
        found = pd.concat([rows(part, name) for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(found, rows(log, name), check_exact=True, obj=name)
    those = {c for name in PEOPLE_TABLES for c in rows(log, name)["client"]}
    assert [c for part in parts for c in part.clients] == [c for c in log.clients if c in those]


def put(made: Prepared | None, place: Path) -> Path:
    assert made is not None
    with made:
        made.put(Place(place))
    return place


def cut(source: Path, place: Path, n: int, **settings: object) -> Path:
    """Cut a log of Parquet tables into parts of n clients."""
    made = prepared(Place(source), Settings(**settings), on_problem="raise", clients_a_part=n)  # type: ignore[arg-type]
    return put(made, place)


@pytest.mark.usefixtures("few_rows_at_a_time")
@pytest.mark.parametrize("n", [1, 4, 100])
def test_the_sample_cut_row_by_row_is_the_sample(tmp_path: Path, n: int) -> None:
    log = load_log(SAMPLE)
    save_log(log, tmp_path / "whole")
    assert_same_rows(cut(tmp_path / "whole", tmp_path / "parts", n), log)
    held = read_manifest(Place(tmp_path / "parts"))
    assert [part.n_clients for part in held.parts] == {1: [1] * 9, 4: [4, 4, 1], 100: [9]}[n]
    assert sum(part.rows.get("sessions", 0) for part in held.parts) == len(
        log.as_logged("sessions")
    )


@pytest.mark.usefixtures("few_rows_at_a_time")
def test_rows_in_any_order_come_to_their_part(tmp_path: Path) -> None:
    log = load_log(SAMPLE)
    save_log(log, tmp_path / "whole")
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    order = np.random.default_rng(7)
    for path in (tmp_path / "whole").iterdir():
        table = parquet.read_table(path)
        if path.stem in PEOPLE_TABLES:  # of one client and day the first stays the first
            days = "date" if "date" in table.column_names else "start"
            table = table.take(order.permutation(len(table))).sort_by([(days, "ascending")])
            texts = pa.schema([
                f.with_type(pa.string()) if pa.types.is_dictionary(f.type) else f
                for f in table.schema
            ])  # fmt: skip
            table = table.cast(texts)
        parquet.write_table(table, mixed / path.name, row_group_size=70)
    whole = load_log(mixed)
    assert_same_rows(cut(mixed, tmp_path / "parts", 2), whole)
    assert len(whole.sessions) == len(log.sessions)


@given(diaries())
@part_of_the_examples(0.3)
def test_small_logs_cut_and_in_memory_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, diary: Diary
) -> None:
    log = build(diary)
    folder = tmp_path_factory.mktemp("diary")
    save_log(log, folder / "whole")
    assert_same_rows(cut(folder / "whole", folder / "cut", 1), log)
    assert_same_rows(put(prepared_of_log(log, clients_a_part=1), folder / "split"), log)


DAMAGED = (
    "sessions_dates_day_first", "sessions_clients_in_many_spellings", "sessions_exercises_unknown",
    "sessions_rows_twice", "stiffness_scores_that_are_none", "stiffness_moments_unknown",
    "programme_twice_at_once", "pauses_ends_before_it_starts", "many_logs", "workbook.xlsx",
)  # fmt: skip


def test_damaged_logs_in_parts_hold_what_could_be_read(tmp_path: Path) -> None:
    write_damaged_logs(SAMPLE, tmp_path / "damaged")
    for name in DAMAGED:
        log = load_log(tmp_path / "damaged" / name, on_problem="set aside")
        assert_same_rows(put(prepared_of_log(log, clients_a_part=8), tmp_path / name), log)


def session(client: str | None, date: str, **more: object) -> dict[str, object]:
    return {"client": client, "date": pd.Timestamp(date), "exercise": "down-dog", **more}


def write(folder: Path, **tables: list[dict[str, object]]) -> Path:
    folder.mkdir()
    for name, own in tables.items():
        pd.DataFrame(own).to_parquet(folder / f"{name}.parquet", index=False)
    return folder


@pytest.mark.usefixtures("few_rows_at_a_time")
def test_problems_are_those_of_the_whole_with_its_lines(tmp_path: Path) -> None:
    many = [session(f"c{n:03}", f"2026-11-{1 + n % 20:02}") for n in range(120)]
    many[70]["exercise"] = "yoga"
    many[90]["client"] = None
    many[100]["client"] = "C099"  # c099 in another spelling, which stands in another block
    scores = [{"client": f"c{n:03}", "date": pd.Timestamp("2026-11-02"), "score": 4.0 + n % 9}
              for n in range(120)]  # fmt: skip
    moves = [{"exercise": name, "focus_areas": "lumbar"} for name in ("own-one", None)]
    source = write(tmp_path / "log", sessions=many, stiffness=scores, exercises=moves)
    with pytest.raises(DataError) as whole:
        load_log(source)
    with pytest.raises(DataError) as parts:
        cut(source, tmp_path / "parts", 7)
    order = ["table", "line", "column"]
    told = [error.value.problems.sort_values(order, ignore_index=True) for error in (whole, parts)]
    pd.testing.assert_frame_equal(*told)
    assert {72, 92} <= set(told[0]["line"])
    assert not (tmp_path / "parts").exists()
    made = prepared(Place(source), Settings(), on_problem="set aside", clients_a_part=7)
    log = load_log(source, on_problem="set aside")
    assert made is not None
    pd.testing.assert_frame_equal(made.log.account, log.account)
    assert_same_rows(put(made, tmp_path / "parts"), log)


def test_a_date_far_from_those_of_all_parts_is_a_problem_and_of_one_part_is_none(
    tmp_path: Path,
) -> None:
    days = ["2021-01-04", "2022-01-03", "2023-01-02", "2024-01-01", "2025-01-01", "2026-01-01"]
    rows = [session(name, day) for name, day in zip("abcdef", days, strict=True)]
    rows.append(session("a", "2026-11-02"))
    fine = write(tmp_path / "fine", sessions=rows)
    assert_same_rows(cut(fine, tmp_path / "parts", 1), load_log(fine))
    far = write(tmp_path / "far", sessions=[*rows, session("b", "2062-11-02")])
    with pytest.raises(DataError) as error:
        cut(far, tmp_path / "none", 1)
    assert error.value.problems[["line", "value"]].values.tolist() == [[9, "2062-11-02"]]
    assert "at most 366 days after the next-latest one, 2026-11-02" in str(error.value)


def test_clients_without_any_session_or_rating_keep_their_programme(tmp_path: Path) -> None:
    plan = {"exercise": "down-dog", "start": pd.Timestamp("2026-11-02"), "times_per_week": 3.0}
    programme = [{"client": name, **plan} for name in ("ana", "ben", "cai")]
    source = write(tmp_path / "log", sessions=[session("ana", "2026-11-03")], programme=programme)
    assert_same_rows(cut(source, tmp_path / "parts", 1), load_log(source))


@pytest.mark.parametrize("table", ["pauses", "events", "programme"])
def test_a_log_without_a_table_of_sessions_or_ratings_is_refused_in_parts(
    tmp_path: Path, table: str
) -> None:
    more = {"exercise": "down-dog", "start": "2026-04-02", "kind": "flare", "label": "gardening"}
    more |= {"times_per_week": "3"}
    rows = [session(client, "2026-04-02", **more) for client in ("cai", "dee")]
    source = write(tmp_path / "log", **{table: rows})
    assert "There is no table days, sessions or stiffness" in assert_asked_alike(source)
    dates = ("start", "date")
    wrong = [{**row, **dict.fromkeys(dates, f"2026-02-3{n}")} for n, row in enumerate(rows)]
    assert len(assert_refused_alike(write(tmp_path / "wrong", **{table: wrong}))) == 2


def test_one_file_without_a_session_or_rating_is_refused_in_parts(tmp_path: Path) -> None:
    rows = [{"client": c, "start": "2026-04-02", "end": "2026-04-09"} for c in ("cai", "dee")]
    pauses = pd.DataFrame(rows)
    folder = write(tmp_path / "log", pauses=rows)
    pauses.to_csv(tmp_path / "pauses.csv", index=False)
    pauses.to_excel(tmp_path / "breaks.xlsx", index=False)
    for file in (folder / "pauses.parquet", tmp_path / "pauses.csv", tmp_path / "breaks.xlsx"):
        assert assert_asked_alike(file).startswith(f"{file.stem}: There is no table days")
    pauses.assign(start=["soon", "later"]).to_csv(tmp_path / "pauses.csv", index=False)
    assert len(assert_refused_alike(tmp_path / "pauses.csv")) == 2


def test_a_log_beside_nearly_a_table_is_left_to_who_says_so(tmp_path: Path) -> None:
    source = write(
        tmp_path / "log", sessions=[session("ana", "2026-04-03"), session("ben", "2026-04-25")]
    )
    (source / "sessions.parquet").rename(source / "stifness.parquet")
    (source / "diary.csv").write_text("client,date,exercise\nana,2026-04-03,down-dog\n")
    assert_not_cut(source)
    with pytest.raises(DataError, match="stifness"):
        load_log(source)


def test_columns_beside_those_of_a_parquet_table_are_told_of_all_rows(tmp_path: Path) -> None:
    own = [session("ana", "2026-04-03"), session("ben", "2026-04-25")]
    rows = [{**row, "score": cell} for row, cell in zip(own, ["3", "4"], strict=True)]
    source = write(tmp_path / "score", sessions=rows)
    with pytest.raises(DataError) as whole:
        load_log(source)
    with pytest.raises(DataError) as parts:
        cut(source, tmp_path / "parts", 1)
    pd.testing.assert_frame_equal(parts.value.problems, whole.value.problems)
    rows = [{**row, "completed": cell} for row, cell in zip(own, ["yes", "no"], strict=True)]
    source = write(tmp_path / "completed", sessions=rows)
    log = load_log(source)
    assert list(log.sessions["status"]) == ["done", "skipped"]
    assert_same_rows(cut(source, tmp_path / "parts", 1), log)


@pytest.mark.parametrize("name", ["sessions", "stiffness"])
def test_columns_of_parquet_that_are_called_alike_or_hold_lists_are_only_named(
    tmp_path: Path, name: str
) -> None:
    # two rooms and two of yes and no, of which none is read, and one of lists
    own = {"exercise": "down-dog"} if name == "sessions" else {"score": 4.0}
    days = pd.date_range("2026-04-03", periods=3)
    clients = zip(("ben", "ana", "ben"), days, strict=True)
    rows = [{"client": client, "date": day, **own} for client, day in clients]
    table = pa.Table.from_pylist(rows)
    for header, cells in (("room", [1, 2, None]), ("room", ["a", None, "c"]), ("tags", [["x"]] * 3),
                          ("Paid", ["no", "yes", "no"]), ("Paid", ["no"] * 3)):  # fmt: skip
        table = table.append_column(header, pa.array(cells))
    source = tmp_path / "log"
    source.mkdir()
    parquet.write_table(table, source / f"{name}.parquet")
    log = assert_same(source)
    assert sorted(log.remarks["column"]) == ["Paid", "Paid", "room", "room", "tags"]
    assert len(getattr(log, name)) == 3
    parquet.write_table(table.append_column("date", table["date"]), source / f"{name}.parquet")
    assert assert_refused_alike(source)["value"].tolist() == ["two columns named 'date'"]


def test_a_date_that_a_spreadsheet_marked_as_text_is_read_in_parts_too(tmp_path: Path) -> None:
    rows = "ann,'2026-03-02,bear rolls\nben,'23/03/2026 07:30,bear rolls\n"
    (tmp_path / "sessions.csv").write_text(f"client,date,exercise\n{rows}", "utf-8")
    log = assert_same(tmp_path)
    assert log.sessions["date"].dt.day.tolist() == [2, 23]


def test_days_as_text_are_cut_where_each_says_its_order(tmp_path: Path) -> None:
    own = [session("ana", "2026-04-03"), session("ben", "2026-04-25")]
    for name, days in (
        ("iso", ["2026-04-03", "2026-04-25"]),
        ("dmy", ["03/04/2026", "04/05/2026"]),
    ):
        rows = [{**row, "date": day} for row, day in zip(own, days, strict=True)]
        source = write(tmp_path / name, sessions=rows)
        order = None if name == "iso" else "dmy"
        log = load_log(source, date_order=order)
        assert_same_rows(cut(source, tmp_path / f"{name}-parts", 1, date_order=order), log)


def test_tables_in_text_and_parquet_stand_side_by_side(tmp_path: Path) -> None:
    source = tmp_path / "log"
    source.mkdir()
    for file in SAMPLE.glob("*.csv"):
        (source / file.name.replace("pauses.csv", "pauses.tsv")).write_bytes(
            file.read_bytes().replace(b",", b"\t") if file.stem == "pauses" else file.read_bytes()
        )
    (source / "stiffness.csv").unlink()
    stiffness = load_log(SAMPLE).as_logged("stiffness")
    stiffness["date"] += stiffness["time"].fillna(pd.Timedelta(0))
    kept = stiffness[["client", "date", "score", "moment", "note"]]
    kept.to_parquet(source / "stiffness.parquet", index=False)
    (source / "exercises.csv").write_text("exercise,focus_areas\ncat-cow,lumbar\n")
    (source / "holiday.txt").write_text("closed in August")
    assert_same_rows(cut(source, tmp_path / "parts", 4), load_log(source))


def test_scores_on_another_scale_are_turned_once_and_said(tmp_path: Path) -> None:
    scores = [{"client": n, "date": pd.Timestamp("2026-11-02"), "score": 3.0} for n in "abc"]
    source = write(tmp_path / "log", stiffness=scores)
    log = load_log(source, scale=Scale(1, 5))
    made = prepared(
        Place(source), Settings(scale=Scale(1, 5)), on_problem="raise", clients_a_part=2
    )
    assert made is not None
    assert made.stated == log.assumptions
    assert_same_rows(put(made, tmp_path / "parts"), log)


def test_a_table_larger_than_is_read_at_once_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = load_log(SAMPLE)
    save_log(log, tmp_path / "whole")
    monkeypatch.setattr(reading, "MAX_ROWS", 1000)
    with pytest.raises(DataError, match="Split the file"):
        load_log(tmp_path / "whole")
    cut(tmp_path / "whole", tmp_path / "parts", 4)
    assert_same_rows(tmp_path / "parts", log)


def test_a_log_in_object_storage_is_read_and_written(tmp_path: Path) -> None:
    log = load_log(SAMPLE)
    save_log(log, tmp_path / "whole")
    there = Place("memory://bucket/log")
    for path in (tmp_path / "whole").iterdir():
        there.write(path.read_bytes(), path.name)
    made = prepared(there, Settings(), on_problem="raise", clients_a_part=4)
    assert made is not None
    with made:
        written = made.put(Place("memory://bucket/parts"))
    assert read_manifest(written.place) == written
    written.place.copy_to(tmp_path / "copy")
    assert_same_rows(tmp_path / "copy", log)
    there.remove()
    written.place.remove()


def test_parts_are_put_nowhere_where_anything_is(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine.txt").write_text("mine")
    made = prepared_of_log(load_log(SAMPLE))
    with pytest.raises(FileExistsError, match=r"already holds mine\.txt; nothing was written"):
        put(made, tmp_path / "parts")
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["mine.txt"]


def test_parts_that_were_half_put_are_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Place.write

    def broken(place: Place, content: bytes, *names: str) -> None:
        if names[0] == "part-00002":
            raise OSError(28, "No space left on device")
        real(place, content, *names)

    monkeypatch.setattr(Place, "write", broken)
    with pytest.raises(OSError, match="No space"):
        put(prepared_of_log(load_log(SAMPLE), clients_a_part=2), tmp_path / "parts")
    with pytest.raises(DataError, match=r"found UNFINISHED\.txt, so not all parts are there"):
        read_manifest(Place(tmp_path / "parts"))
    with pytest.raises(DataError, match="so not all parts of this log are there"):
        load_log(tmp_path / "parts")


def test_a_whole_log_in_parts_is_read_in_memory_too(tmp_path: Path) -> None:
    log = load_log(SAMPLE)
    whole = load_log(put(prepared_of_log(log, clients_a_part=4), tmp_path / "parts"))
    for name in PEOPLE_TABLES:
        pd.testing.assert_frame_equal(rows(whole, name), rows(log, name))
    assert not whole.exercises_by_client
    assert not whole.remarks["repair"].str.contains("no table of the log").any()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "there is no parts.json, so this is no log in parts. Make one: mobility-analysis"),
        ("[", "parts.json is damaged"),
        (json.dumps({"form": 2}), "parts.json has the form 2, expected 1"),
        (json.dumps({"form": 1, "parts": [{"name": "x"}]}), "parts.json is damaged"),
    ],
)
def test_a_list_of_parts_that_cannot_be_read_is_told(
    tmp_path: Path, content: str, said: str
) -> None:
    if content:
        (tmp_path / "parts.json").write_text(content)
    with pytest.raises(DataError, match=said):
        read_manifest(Place(tmp_path))


def test_one_person_without_a_column_of_clients_is_one_part(tmp_path: Path) -> None:
    log = log_from_tables(sessions=[{"date": "2026-11-02", "exercise": "down-dog"}])
    place = put(prepared_of_log(log), tmp_path / "parts")
    assert_same_rows(place, log)
    [part] = read_manifest(Place(place)).parts
    assert part.words() == "part-00000 (1 client, 'me' to 'me': sessions 1 row)"


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    log = load_log(SAMPLE)
    place = tmp_path / "Müller & co::50 %20 #1"
    assert_same_rows(put(prepared_of_log(log), place), log)
    assert str(Place(place)) == str(place)


def test_an_unknown_kind_of_address_is_told() -> None:
    with pytest.raises(DataError, match="nowhere://log cannot be opened"):
        Place("nowhere://log").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("ending", ["problems", "nobody", "cannot be read"])
def test_no_file_is_open_in_a_folder_that_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Elsewhere it could not be deleted, and that would be said in place of what is amiss."""
    deleted: list[str] = []

    class Looking(TemporaryDirectory[str]):
        def cleanup(self) -> None:
            links = [*Path("/proc/self/fd").iterdir()]
            held = [link.readlink() for link in links if link.is_symlink()]
            assert not [path for path in held if path.is_relative_to(self.name)]
            deleted.append(self.name)
            super().cleanup()

    def never(*_: object) -> None:
        raise CannotReadError("", Fault("", ""))

    monkeypatch.setattr(partition, "TemporaryDirectory", Looking)
    rows = {"problems": "a,2026-11-02,14\n", "nobody": "", "cannot be read": "a,2026-11-02,4\n"}
    (tmp_path / "stiffness.csv").write_text(f"client,date,score\n{rows[ending]}")
    make = partial(prepared, Place(tmp_path), Settings(), on_problem="raise")
    if ending == "problems":
        with pytest.raises(DataError):
            make()
    else:
        if ending == "cannot be read":
            monkeypatch.setattr(checked, "cut_tables", never)
        assert make() is None
    assert any("mobility-parts-" in name for name in deleted)


@pytest.mark.parametrize("kind", [pa.string_view(), pa.binary_view()])
def test_texts_are_texts_however_another_engine_writes_them(
    tmp_path: Path, kind: pa.DataType
) -> None:
    texts = {"client": ["ana", "ben", " ana", "cleo", None], "note": ["a", "", None, "b", "c"],
             "date": ["03/04/2026", "14/04/2026", "05/04/2026", "06/04/2026", "soon"]}  # fmt: skip
    of_all = {"score": [4, 3, 2, 11, 0], "mood": ["a", "b", "", "c", "d"]}
    said = []
    for own in (kind, pa.string()):
        rows = {name: pa.array(cells, own) for name, cells in texts.items()}
        parquet.write_table(pa.table(rows | of_all), tmp_path / "stiffness.parquet")
        said.append(assert_same(tmp_path))
    held_parts.assert_said_alike(*said)


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    notes = pa.array([b"a", b"\xff"], pa.binary())
    rows = {"client": ["ana", "ben"], "date": ["2026-04-03"] * 2, "score": [4, 5], "note": notes}
    parquet.write_table(pa.table(rows), tmp_path / "stiffness.parquet")
    assert assert_refused_alike(tmp_path)["value"].tolist() == [reading.damaged().found]
