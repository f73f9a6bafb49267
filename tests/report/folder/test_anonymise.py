"""An anonymised report holds no name, word or place of anybody's, in any byte of any file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pypdf
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import mobility_analysis as ma
from mobility_analysis.cli import main
from mobility_analysis.log import load_log, log_from_tables
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.folder.anonymise import Key, anonymised, key_path
from mobility_analysis.report.folder.write import write_report
from tests.quick_pages import few_dots

CLIENTS = ("Qwerthild", "Vexamund", "Zogbert")
SECRETS = (
    *CLIENTS,
    "Wuxnote", "Wuxrated", "Wuxreason", "Wuxlabel", "Wuxlift", "Wuxexercise", "Wuxarea", "Wuxcue",
    "Wuxcaution", "Wuxsource", "Wuxalias", "Wuxtest", "Wuxhow", "Wuxunit", "Wuxactivity",
    "Wuxchecked", "Wuxbad", "Wuxclinic", "Wuxown", "Wuxunread",
)  # fmt: skip
DAYS = [day.strftime("%Y-%m-%d") for day in pd.date_range("2026-10-12", "2026-11-22")]
SETTINGS = 'scale = "0-20"\ncompared-with = "the last appointment"\n[targets]\nwuxlift-1 = 2\n'


def telling_log(folder: Path) -> Path:
    """A log of which every free text is a word that is nowhere else."""
    tables: dict[str, list[str]] = {
        "sessions": ["client,date,exercise,status,note"],
        "stiffness": ["client,date,score,moment,note"],
        "programme": ["client,exercise,start,times_per_week"],
        "pauses": ["client,start,end,reason"],
        "events": ["client,date,kind,label"],
        "exercises": [
            "exercise,name,focus_areas,aliases,key_action,caution,source",
            "down-dog,Wuxown Dog,thoracic flexion; Wuxarea two,Wuxalias,Wuxcue,,",
            "wuxlift-1,Wuxexercise,Wuxarea; overhead,Wuxalias b,Wuxcue,Wuxcaution,Wuxsource",
            "wuxlift-2,Wuxexercise too,overhead,,,,",
        ],
        "checks": ["client,date,test,value,side,activity,note"],
        "tests": [
            "test,name,unit,better,lowest,highest,has_sides,how,detectable_change,source",
            "wuxtest,Wuxtest,Wuxunits,higher,,,no,Wuxhow,3,Wuxsource",
        ],
    }
    for client in CLIENTS[:2]:
        tables["sessions"] += [f"{client},{day},wuxlift-2,done,Wuxnote" for day in DAYS[::2]]
        tables["sessions"] += [f"{client},{day},Wuxlift 1,done," for day in DAYS[::3]]
        tables["sessions"] += [f"{client},{day},down-dog,done," for day in DAYS[::5]]
        tables["sessions"] += [f"{client},2026-11-20,Wuxbad,done,"]
        tables["stiffness"] += [f"{client},{day},9,waking,Wuxrated" for day in DAYS]
        tables["programme"] += [f"{client},wuxlift-2,2026-10-12,4"]
        tables["pauses"] += [f"{client},2026-11-21,,Wuxreason"]
        tables["events"] += [f"{client},2026-11-02,appointment,Wuxlabel"]
        for day, value in ((DAYS[0], 2), (DAYS[-1], 7)):
            tables["checks"] += [
                f"{client},{day},named-activity,{value},,Wuxactivity,Wuxchecked",
                f"{client},{day},wuxtest,{value},,,",
            ]
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / "mobility.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> MobilityLog:
    folder = telling_log(tmp_path_factory.mktemp("log") / "Wuxclinic")
    log = load_log(folder, on_problem="set aside")
    assert len(log.problems) == 2
    unreadable = pd.DataFrame(
        {"client": ["Zogbert"], "file": ["Zogbert.csv"], "reason": "Wuxunread"}
    )
    return replace(log, unreadable=unreadable)


@pytest.fixture(scope="module")
def out(log: MobilityLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "handed-on"
    with few_dots():
        write_report(log, out, anonymise=True)
    return out


def texts_of(path: Path) -> Iterator[str]:
    """All that a file says: its bytes, what a PDF draws and is called, pictures inside a page."""
    content = path.read_bytes()
    yield content.decode("utf-8", "replace")
    yield content.decode("utf-16-be", "replace")
    if path.suffix == ".pdf":
        reader = pypdf.PdfReader(path)
        yield str(reader.metadata)
        yield from (page.extract_text() for page in reader.pages)
    yield unquote(content.decode("utf-8", "replace"))


def traces(folder: Path) -> list[tuple[str, str]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    said = {
        str(path.relative_to(folder)): "\n".join([str(path.relative_to(folder)), *texts_of(path)])
        for path in files
    }
    return [
        (name, secret)
        for name, text in said.items()
        for secret in (*SECRETS, str(folder.parent), "mobility.toml")
        if secret.casefold() in text.casefold()
    ]


def test_a_report_with_names_has_these_words_so_that_the_search_finds_them(
    log: MobilityLog, tmp_path: Path
) -> None:
    write_report(log, tmp_path, only="tables")
    found = {secret for _, secret in traces(tmp_path)}
    assert {*CLIENTS, "Wuxrated", "Wuxlift", "Wuxarea", "Wuxbad", "Wuxclinic"} <= found


def test_no_byte_of_any_file_names_anybody(out: Path) -> None:
    kinds = {path.suffix for path in out.rglob("*") if path.is_file()}
    assert kinds >= {".csv", ".html", ".png", ".pdf", ".svg", ".json"}
    assert traces(out) == []


def test_clients_are_numbered_and_say_so(out: Path) -> None:
    folders = sorted(path.name for path in out.iterdir() if path.is_dir())
    numbers = sorted(shown for kind, shown, _, _ in rows_of(key_path(out)) if kind == "client")
    assert numbers == ["client 001", "client 002", "client 003"]
    assert len([name for name in folders if name.startswith("client-")]) == 2
    assert set(pd.read_csv(out / "caseload.csv")["client"]) == set(numbers)
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "Anonymised: clients are numbered." in text
        assert "names several clients" not in text
        assert "newest note" not in text
    for page in out.glob("client-*/summary.html"):
        assert "<p>Notes are left out here.</p>" in page.read_text(encoding="utf-8")


def test_what_is_counted_is_the_same(log: MobilityLog, out: Path, tmp_path: Path) -> None:
    """But for names, and for notes, of which nothing is said."""
    write_report(log, tmp_path, only="tables")
    numbers = {meant: shown for _, shown, meant, _ in rows_of(key_path(out))}
    named = pd.read_csv(tmp_path / "caseload.csv").replace({"client": numbers})
    hidden = pd.read_csv(out / "caseload.csv")
    assert hidden[["newest_note", "notes_last_14_days"]].isna().all(axis=None)
    assert named["notes_last_14_days"].max() > 0
    assert hidden["unreadable_file"].isna().all()  # names of files are in no file
    notes = ["newest_note", "notes_last_14_days", "pause_reason", "unreadable_file"]
    key = ["client"]
    pd.testing.assert_frame_equal(
        hidden.drop(columns=notes).sort_values(key, ignore_index=True),
        named.drop(columns=notes).sort_values(key, ignore_index=True),
    )
    for client, folder in ((c, c.replace(" ", "-")) for c in numbers.values() if "client" in c):
        own = next((name for name, shown in numbers.items() if shown == client), "")
        if own == "Zogbert":
            continue
        for table in ("adherence_by_exercise", "adherence_by_focus_area", "movement_checks"):
            before = pd.read_csv(tmp_path / own / "tables" / f"{table}.csv").replace(numbers)
            after = pd.read_csv(out / folder / "tables" / f"{table}.csv")
            own_words = ["how", "source", "change_means"]
            before, after = (t.drop(columns=own_words, errors="ignore") for t in (before, after))
            by = list(before.columns[:3])
            pd.testing.assert_frame_equal(
                after.sort_values(by, ignore_index=True),
                before.replace({"Wuxunits": "units", "Wuxtest": "Test 1"}).sort_values(
                    by, ignore_index=True
                ),
            )


def test_problems_say_where_and_quote_nothing(out: Path) -> None:
    problems = pd.read_csv(out / "problems.csv", dtype="str").fillna("")
    assert problems["table"].tolist() == problems["file"].tolist() == ["sessions"] * 2
    assert (problems["line"] != "").all()
    assert problems["column"].tolist() == ["exercise"] * 2
    assert set(problems["value"]) == {""}
    assert problems["client"].str.fullmatch(r"client \d{3}").all()


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


RATING = {"date": "2026-01-05", "score": 4}


def of(*clients: str, source: str = "/a/log") -> MobilityLog:
    log = log_from_tables(stiffness=[{"client": client, **RATING} for client in clients])
    return replace(log, source=source)


class TestTheKey:
    """It lies beside the folder, keeps what it gave, and belongs to one log."""

    def test_lies_beside_the_folder_and_never_in_it(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        write_report(of("Ann", "Ben"), out, anonymise=True, only="tables")
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out-key.csv"]
        assert not list(out.rglob("*key*"))
        assert {tuple(row[:3]) for row in rows_of(tmp_path / "out-key.csv")} == {
            ("client", "client 001", "Ben"),  # in the order of their digests, not the alphabet's
            ("client", "client 002", "Ann"),
        }

    def test_a_number_once_given_stays_when_clients_come_and_go(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        write_report(of("Ann", "Ben"), out, anonymise=True, only="tables")
        write_report(of("Aaron", "Ben", "Zoe"), out, anonymise=True, only="tables")
        shown = {meant: number for _, number, meant, _ in rows_of(tmp_path / "out-key.csv")}
        assert (shown["Ben"], shown["Ann"]) == ("client 001", "client 002")
        assert {shown["Aaron"], shown["Zoe"]} == {"client 003", "client 004"}
        assert set(pd.read_csv(out / "caseload.csv")["client"]) == {
            shown[c] for c in ("Aaron", "Ben", "Zoe")
        }

    def test_the_same_log_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for place in ("a", "b"):
            write_report(of("Zoe", "Ann"), tmp_path / place, anonymise=True, only="tables")
        for path in (p for p in (tmp_path / "a").rglob("*") if p.is_file()):
            other = tmp_path / "b" / path.relative_to(tmp_path / "a")
            assert path.read_bytes() == other.read_bytes()

    def test_that_of_another_log_is_not_replaced(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        write_report(of("Ann"), out, anonymise=True, only="tables")
        before = (tmp_path / "out-key.csv").read_bytes()
        with pytest.raises(FileExistsError, match=r"out-key.csv is the key of the log /a/log"):
            write_report(
                of("Ben", source="/b/log"), out, anonymise=True, only="tables", replace=True
            )
        assert (tmp_path / "out-key.csv").read_bytes() == before

    def test_a_file_that_is_no_key_is_not_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "out-key.csv").write_text("mine\n1\n", encoding="utf-8")
        with pytest.raises(FileExistsError, match="is no key that a report wrote"):
            write_report(of("Ann"), tmp_path / "out", anonymise=True)
        assert not (tmp_path / "out").exists()

    def test_a_folder_with_names_is_not_mixed(self, tmp_path: Path) -> None:
        log = of("Ann", "Ben")
        write_report(log, tmp_path / "out", only="tables")
        with pytest.raises(FileExistsError, match="holds pages that name clients"):
            write_report(log, tmp_path / "out", anonymise=True, only="tables", replace=True)
        assert not (tmp_path / "out-key.csv").exists()

    def test_numbers_without_their_key_are_not_given_anew(self, tmp_path: Path) -> None:
        write_report(of("Ann", "Ben"), tmp_path / "out", anonymise=True, only="tables")
        (tmp_path / "out-key.csv").unlink()
        with pytest.raises(FileExistsError, match="is not beside it any more"):
            write_report(of("Ann", "Ben"), tmp_path / "out", anonymise=True, only="tables")

    @given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.data())
    def test_each_has_a_number_of_its_own_for_good(
        self, ids: list[str], data: st.DataObject
    ) -> None:
        first = data.draw(st.lists(st.sampled_from(ids), unique=True))
        key = Key(Path("x"), "")
        early = key.with_new({"client": first}).shown["client"]
        late = key.with_new({"client": first}).with_new({"client": ids}).shown["client"]
        assert late == {**late, **early}
        assert sorted(late.values()) == [f"client {n:03}" for n in range(1, len(ids) + 1)]

    def test_ids_that_a_spreadsheet_would_run_are_known_again(self, tmp_path: Path) -> None:
        log = of("=1+1", "'quoted", "-x")
        _, key = anonymised(log, tmp_path / "out")
        key.write()
        assert anonymised(log, tmp_path / "out")[1] == key


def test_only_some_clients_keep_their_numbers(tmp_path: Path) -> None:
    log = of("Ann", "Ben", "Cleo")
    folders = write_report(log, tmp_path / "out", anonymise=True, only="tables", clients=["Cleo"])
    shown = {meant: number for _, number, meant, _ in rows_of(tmp_path / "out-key.csv")}
    assert list(folders) == [shown["Cleo"]]
    assert len(shown) == 3


def test_a_folder_of_many_logs(tmp_path: Path) -> None:
    for client, area in (("Qwerthild", "Wuxarea"), ("Vexamund", "Wuxarea b")):
        folder = tmp_path / "Wuxclinic" / client
        folder.mkdir(parents=True)
        (folder / "exercises.csv").write_text(f"exercise,focus_areas\nWuxlift {client},{area}\n")
        (folder / "sessions.csv").write_text(
            f"date,exercise,side\n2026-01-05,Wuxlift {client},left\n"
            f"2026-01-05,Wuxlift {client},right\n2026-01-06,down-dog,\n"
        )
        (folder / "mobility.toml").write_text("target-per-week = 3")
    log = load_log(tmp_path / "Wuxclinic")
    hidden, _ = anonymised(log, tmp_path / "out")
    assert [len(own.sessions) for _, own in hidden.by_client()] == [2, 2]
    assert hidden.planned_days_per_week == {"client 001": 3, "client 002": 3}
    write_report(log, tmp_path / "out", anonymise=True, only="tables")
    assert traces(tmp_path / "out") == []


def test_the_command_says_where_the_key_is(tmp_path: Path) -> None:
    folder = telling_log(tmp_path / "Wuxclinic")
    words = ["report", folder, "--anonymise", "--only", "tables", "--yes", "--out", tmp_path / "o"]
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    assert f"key:        {tmp_path / 'o-key.csv'} (says who is who" in done.output
    assert (tmp_path / "o" / "audit.csv").is_file()
    again = CliRunner().invoke(main, [str(word) for word in words])
    assert again.exit_code == 0, again.output
    assert "not in this log any more" not in again.output


def test_the_sample_keeps_its_figures(tmp_path: Path) -> None:
    log = make_sample()
    hidden, key = anonymised(log, tmp_path / "out")
    numbers = key.shown["client"]
    before = ma.overall_adherence(log, by="focus_area").astype({"client": "str"})
    before["client"] = before["client"].map(numbers)
    after = ma.overall_adherence(hidden, by="focus_area").astype({"client": "str"})
    by = ["client", "focus_area"]
    pd.testing.assert_frame_equal(
        after.sort_values(by, ignore_index=True), before.sort_values(by, ignore_index=True)
    )


def make_sample() -> MobilityLog:
    from mobility_analysis.sample.bundled import bundled_sample

    return load_log(bundled_sample())
