"""A client's own folder holds no trace of another client: not a name, note, row or label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from pypdf.generic import IndirectObject

from mobility_analysis.log import load_log
from mobility_analysis.report.folder.write import write_report
from tests.pdf_pages import read, said_on, words_on
from tests.quick_pages import few_dots

CLIENTS = ("Qwerthild", "Vexamund")
UNREADABLE = "Zogbert"
#: What is told by a word of its own for each client: nothing else holds these letters.
TOLD = ("sessionnote", "ratingnote", "pausereason", "eventlabel", "ownexercise", "badvalue")


def words_of(client: str) -> list[str]:
    return [client, *(f"{told}{client}" for told in TOLD)]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two clients whose rows hold telling words, and of a log that is not read."""
    folder = tmp_path_factory.mktemp("log")
    days = pd.date_range("2026-10-12", "2026-11-22").strftime("%Y-%m-%d")
    tables: dict[str, list[str]] = {
        "sessions": ["client,date,exercise,status,note"],
        "stiffness": ["client,date,score,moment,note"],
        "programme": ["client,exercise,start,times_per_week"],
        "pauses": ["client,start,end,reason"],
        "events": ["client,date,kind,label"],
        "exercises": ["exercise,name,focus_areas"],
    }
    for number, client in enumerate(CLIENTS):
        own = f"lift-{number}"  # ids of the catalogue are the log's, and stand in its repairs
        tables["sessions"] += [
            f"{client},{day},{own},done,sessionnote{client}" for day in days[::2]
        ]
        tables["sessions"] += [f"{client},2026-11-20,badvalue{client},done,"]
        tables["stiffness"] += [f"{client},{day},4,waking,ratingnote{client}" for day in days]
        tables["programme"] += [f"{client},{own},2026-10-12,4"]
        tables["pauses"] += [f"{client},2026-11-21,,pausereason{client}"]
        tables["events"] += [f"{client},2026-11-02,appointment,eventlabel{client}"]
        tables["exercises"] += [f"{own},ownexercise{client},overhead"]
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    log = load_log(folder, on_problem="set aside")
    assert len(log.problems) == len(CLIENTS)
    unreadable = pd.DataFrame(
        {"client": [UNREADABLE], "file": [f"{UNREADABLE}.csv"], "reason": "x"}
    )
    out = tmp_path_factory.mktemp("report")
    with few_dots():  # what a PNG says of a client are its words
        write_report(replace(log, unreadable=unreadable), out)
    return out


def pdf_words(content: bytes) -> str:
    """The text that a PDF draws, all words in its objects (tags, metadata), and all its bytes."""
    pdf = read(content)
    drawn = [said_on(words_on(page)) for page in pdf.pages]
    return "\n".join([*drawn, *strings_in(pdf.trailer, set()), str(content)])


def strings_in(node: object, seen: set[int]) -> Iterator[str]:
    """Every string of a PDF's objects, each object once."""
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, str):
        yield str(node)
    elif isinstance(node, dict):
        for value in dict.values(node):
            yield from strings_in(value, seen)
    elif isinstance(node, list):
        for value in list.__iter__(node):
            yield from strings_in(value, seen)


def file_words(path: Path) -> str:
    """All that a file says, pictures inside a page included."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return pdf_words(content)
    text = content.decode("utf-8", "replace")
    return f"{text}\n{unquote(text)}"


def files_of(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): file_words(path) for path in files}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_folder_names_its_own_client_in_each_kind_of_file(report: Path, client: str) -> None:
    """The search finds what is there: else it would find nothing in the other test either."""
    files = files_of(report / client)
    for name in ("summary.pdf", "summary.png", "summary.html"):
        assert client in files[name], name
    assert f"sessionnote{client}" in files["summary.html"]
    assert f"ownexercise{client}" in files["summary.pdf"]
    assert client in files["tables/adherence_weekly.csv"]
    said = "\n".join(files.values())
    assert [word for word in words_of(client) if word not in said] == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_folder_holds_no_trace_of_another_client(report: Path, client: str) -> None:
    others = {*CLIENTS, UNREADABLE} - {client}  # every telling word ends in its name
    found = [
        (name, other)
        for name, said in files_of(report / client).items()
        for other in others
        if other.casefold() in f"{name}\n{said}".casefold()
    ]
    assert found == []


def test_only_files_that_are_marked_name_several(report: Path) -> None:
    top = {path.name for path in report.iterdir() if path.is_file()}
    pictures = {"caseload.png", "caseload.pdf"}
    assert top == {"caseload.csv", "index.html", "problems.csv"} | pictures
    for name in ("index.html", *pictures):
        assert "clinic only: names several clients" in file_words(report / name).casefold()


@pytest.mark.parametrize(
    ("client", "own", "other"),
    [(CLIENTS[0], "lift-0", "lift-1"), (CLIENTS[1], "lift-1", "lift-0")],
)
def test_tables_name_the_exercises_of_their_client_alone(
    report: Path, client: str, own: str, other: str
) -> None:
    tables = {n: said for n, said in files_of(report / client).items() if n.endswith(".csv")}
    assert own in tables["tables/own_areas.csv"]
    assert [name for name, said in tables.items() if other in said] == []
