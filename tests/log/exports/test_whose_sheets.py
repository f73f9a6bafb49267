"""How many people the tabs of a workbook are, or files of a folder, where their names say it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.read.files import copies_of_others
from mobility_analysis.log.read.many_sheets import BY_NAME, clients_of_sheets, may_be_of_fewer
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from tests.held_parts import assert_same
from tests.lay_sheets import book, csv_file

HEADER = ["Date", "Exercise", "Stiffness"]
OURS = ["date", "exercise", "score"]


def month(n: int, header: list[str] = HEADER) -> list[list[object]]:
    """Return a table of two sessions in a month."""
    return [header, [f"2026-{n:02}-02", "Down Dog", 4], [f"2026-{n:02}-04", "Bear Rolls", 5]]


def tabs(path: Path, *names: str) -> Path:
    return book(path / "praxis.xlsx", {name: month(n) for n, name in enumerate(names, 5)})


def answered(path: Path, value: str) -> Looked:
    seen = look(path, settings_at(path))
    answers = {question.key: value for question in seen.questions({})}
    remember(path.parent, seen.answered(answers))
    return look(path, settings_at(path))


@pytest.mark.parametrize(
    ("names", "clients"),
    [
        ("Anna Nov|Anna Dec|Ben Nov", "Anna|Anna|Ben"),
        ("Nov Anna|Dec Anna|Ben_Nov", "Anna|Anna|Ben"),
        ("Anna Kern, Nov 2026|anna kern - Dec 26|Ben", "Anna Kern|Anna Kern|Ben"),
        ("Anna Week 1|Anna KW 2|Anna Q3|Anna weeks 4-5|Ben", "Anna|Anna|Anna|Anna|Ben"),
        ("Anna 2026-11|Anna 12/2026|Ben 2026-11", "Anna|Anna|Ben"),
        ("Client 1 Nov|Client 1 Dec|Client 2 Nov", "Client 1|Client 1|Client 2"),
        ("Anna 1|Anna 2|Ben", "Anna|Anna|Ben"),
        ("Nov|Dec|Anna", "Nov|Dec|Anna"),
        ("Anna Nov|Anna Dec|Anna year|Ben", "Anna|Anna|Anna year|Ben"),  # no day counts twice
    ],
)
def test_tabs_that_differ_in_when_are_one_clients_where_it_is_stated(
    names: str, clients: str
) -> None:
    tabs = names.split("|")
    assert [*clients_of_sheets(tabs, BY_NAME).values()] == clients.split("|")
    assert [*clients_of_sheets(tabs)] == [*clients_of_sheets(tabs).values()]


@pytest.mark.parametrize(
    "names",
    [
        "Anna Kern 1980|Anna Kern 1992|Ben Tal 1975",  # born in
        "Smith 12-05-1956|Smith 03-11-1971|Ben",
        "Anna (1)|Anna (2)|Ben",
        "Anna|Anna (2)|Ben",
        "Anna Montag|Anna Freitag|Ben",
        "Anna|Anna Juni|Ben",
        "Anna|Anna Set|Ben",
        "Anna|Anna Term|Ben",
        "Anna 1|Anna 2|Ben",
        "Anna Nov|Anna year|Ben",
        "Anna W|Anna Q|Ben",
        "May Kern|April Kern|Ben",
    ],
)
def test_tabs_are_a_client_each_where_a_name_may_say_more_than_when(names: str) -> None:
    tabs = names.split("|")
    assert not may_be_of_fewer(tabs)
    assert [*clients_of_sheets(tabs).values()] == tabs


@pytest.mark.parametrize(
    ("header", "last"), [(HEADER, "Anna (2)"), (OURS, "Anna (2)"), (OURS, "Anna Nov")]
)
def test_no_two_people_are_one_and_no_copy_counts_twice(
    tmp_path: Path, header: list[str], last: str
) -> None:
    names = ("Anna", "Anna 1980", "Anna 1992", last, "Ben")
    path = book(tmp_path / "praxis.xlsx", {name: month(5, header) for name in names})
    assert assert_same(path).clients == tuple(sorted(names))


@pytest.mark.parametrize("names", ["Tracker 1|Tracker 2", "Anna 1|Anna 2", "Yoga|Yoga 2"])
def test_tabs_that_a_number_alone_tells_apart_are_not_asked_about(
    tmp_path: Path, names: str
) -> None:
    assert load_log(tabs(tmp_path, *names.split("|"))).clients == ("praxis",)


@pytest.mark.parametrize(
    ("answer", "clients"),
    [("each", ("Anna Dec", "Anna Nov", "Ben")), ("names", ("Anna", "Ben")), ("one", ("praxis",))],
)
def test_whose_a_clients_months_are_is_asked(
    tmp_path: Path, answer: str, clients: tuple[str, ...]
) -> None:
    path = tabs(tmp_path, "Anna Nov", "Anna Dec", "Ben")
    with pytest.raises(DataError, match="holds 'Anna Nov', 'Anna Dec' and 'Ben'"):
        load_log(path)
    assert answered(path, answer).questions({}) == []
    log = assert_same(path) if answer == "names" else load_log(path)
    assert log.clients == clients
    tabs(tmp_path, "Anna Nov", "Anna Dec", "Ben", "Cleo Nov", "Cleo Dec")  # next month
    assert len(load_log(path).clients) == {"each": 5, "names": 3, "one": 1}[answer]


@pytest.mark.parametrize(
    "names", ["Anna KW 1|Anna KW 2|Ben", "Sam May|Sam June 2026|Ben", "Nov|Dec|Extra"]
)
def test_tabs_that_may_be_of_fewer_people_are_asked_about(tmp_path: Path, names: str) -> None:
    path = tabs(tmp_path, *names.split("|"))
    (question,) = look(path, settings_at(path)).questions({})
    assert question.choices[0].value == "each"


def titled(path: Path, *titles: str, names: str = "May|June|July") -> Path:
    sheets = dict(zip(names.split("|"), zip(titles, count(5)), strict=False))
    return book(path / "praxis.xlsx", {n: [[t], [], *month(k)] for n, (t, k) in sheets.items()})


@pytest.mark.parametrize(
    "titles",
    [
        ("Patient: Anna Kern", "Patient: Ben Kern"),
        ("Patient: Anna Kern", "Patient: Anna Berg"),
        ("Patient: Anna Kern", "Patient: Ben Tal", "Patient: A. Kern"),
        ("Patient: Anna Kern", "", "Patient: Ben Tal"),
        ("Patient: Jan", "Patient: Ben"),
        ("Patient: April", "Patient: Jan"),
    ],
)
def test_lines_that_may_name_several_are_asked_about(tmp_path: Path, titles: tuple[str]) -> None:
    path = titled(tmp_path, *titles)
    with pytest.raises(DataError, match=r"Lines over the tables of 'praxis.xlsx' name .* Whose"):
        load_log(path)
    answered(path, "one")
    assert load_log(path).clients == ("praxis",)


def test_those_whom_lines_name_are_a_client_each(tmp_path: Path) -> None:
    path = titled(tmp_path, "Patient: Anna Kern", "Patient: Ben Kern")
    assert answered(path, "each").questions({}) == []
    assert load_log(path).clients == ("Anna Kern", "Ben Kern")
    titled(tmp_path, "Patient: Anna Kern", "Patient: Ben Kern", "")
    clients = load_log(path, on_problem="set aside").stiffness["client"].value_counts()
    assert clients[["Anna Kern", "Ben Kern"]].tolist() == [2, 2]  # and nobody has the others


@pytest.mark.parametrize(
    "titles",
    [
        ("Patient: May", "Patient: June"),  # as the tabs are called
        ("Patient: Anna", "", ""),
        ("Patient: Anna Kern", "Patient: Anna Maria Kern"),
        ("Patient: Anna Kern, May 2026", "Patient: Anna Kern, June 2026"),
    ],
)
def test_lines_that_name_no_two_are_not_asked_about(tmp_path: Path, titles: tuple[str]) -> None:
    assert load_log(titled(tmp_path, *titles)).clients == ("praxis",)


def test_lines_say_whose_tabs_are_that_are_called_otherwise(tmp_path: Path) -> None:
    people = ("Patient: Anna Kern", "Patient: Ben Tal", "Patient: Anna Kern")
    log = assert_same(titled(tmp_path, *people, names="A Nov|B Nov|A old"))
    assert log.stiffness["client"].value_counts().to_dict() == {"Anna Kern": 4, "Ben Tal": 2}
    path = titled(tmp_path, *people[::2], names="Anna|Anna old")
    assert load_log(path).clients == ("Anna Kern",)
    assert load_log(titled(tmp_path, *people[:2], names="Anna|Ben")).clients == ("Anna", "Ben")


def test_names_that_may_be_one_persons_tell_no_two_apart(tmp_path: Path) -> None:
    path = titled(tmp_path, "Patient: Anna Kern", "Patient: A. Kern", "Patient: Anna K")
    assert load_log(path).clients == ("praxis",)


@pytest.mark.parametrize(
    ("titles", "months", "is_asked"),
    [
        (("May", "June"), (5, 6), False),
        (("May", "June"), (9, 10), True),
        (("Jan", "April"), (5, 5), True),
        (("June", "July"), (9, 10), False),
    ],
)
def test_months_over_blocks_of_other_days_may_be_people(
    tmp_path: Path, titles: tuple[str, str], months: tuple[int, int], *, is_asked: bool
) -> None:
    blocks = [[[title], *month(n), []] for title, n in zip(titles, months, strict=True)]
    path = csv_file(tmp_path / "log.csv", [row for block in blocks for row in block])
    questions = look(path, settings_at(path)).questions({})
    assert [q.key for q in questions] == ([f"people:{'|'.join(titles)}"] if is_asked else [])


@pytest.mark.parametrize(
    "copy", ["diary (1)", "diary - Copy", "Copy of diary", "diary copy", "diary - Kopie (2)"]
)
def test_a_copy_is_known_by_its_name(tmp_path: Path, copy: str) -> None:
    names = ("diary", copy, "diary 2")
    files = [csv_file(tmp_path / f"{name}.csv", month(5)) for name in names]
    assert copies_of_others(files) == {files[1]: "diary.csv"}


@pytest.mark.parametrize(("copy", "header"), [("diary (1)", HEADER), ("diary - Copy", OURS)])
def test_a_copy_of_a_file_is_nobody_else(tmp_path: Path, copy: str, header: list[str]) -> None:
    (folder := tmp_path / "clinic").mkdir()
    csv_file(folder / "diary.csv", month(5, header))
    csv_file(folder / f"{copy}.csv", month(5, header))
    log = load_log(folder)
    assert (len(log.clients), len(log.stiffness)) == (1, 2)
    assert any("the same as 'diary.csv', byte for byte" in said for said in log.remarks["repair"])
    csv_file(folder / f"{copy}.csv", [*month(5, header), ["2026-05-09", "Down Dog", 4]])
    csv_file(folder / "Cleo.csv", month(6, header))
    log = assert_same(folder)
    assert log.clients == ("Cleo", "diary")
    (said,) = log.unreadable["reason"]
    assert said.startswith(f"{copy}.csv: found what is by its name a copy of 'diary.csv'")


def test_a_copy_in_the_folder_of_a_client_is_refused(tmp_path: Path) -> None:
    for name in ("Anna", "Ben"):
        (tmp_path / name).mkdir()
        csv_file(tmp_path / name / "diary.csv", month(5))
    csv_file(tmp_path / "Ben" / "diary (1).csv", [*month(5), ["2026-05-09", "Bear", 4]])
    log = load_log(tmp_path, on_problem="set aside")
    assert (log.clients, log.unreadable["client"].tolist()) == (("Anna",), ["Ben"])


@pytest.mark.parametrize(
    "lines",
    [
        ["Date,Exercise,Stiffness", "2026-05-02,Down Dog,4", "2026-05-04,Down Dog,5", ",,"],
        ["Date,Exercise,Stiffness", ",,0-10", "2026-05-02,Down Dog,4", "2026-05-03,Down Dog,4"],
        ["Date,Exercise,Stiffness", "2026-05-02,Down Dog,4", "", "Thanks, 01.12.2026"],
        ["Week of,2026-05-04", "Exercise,Mon,Tue,Wed,Thu,Fri", "Down Dog,x,,x,,", "Cat-cow,,x,,x,"],
    ],
)
def test_files_without_days_that_are_the_same_are_no_copies(
    tmp_path: Path, lines: list[str]
) -> None:
    files = [tmp_path / f"diary{end}.csv" for end in ("", " (1)")]
    files[0].write_text("\n".join(lines))
    files[1].write_text("\n".join(lines).replace("2026-05", "2026-06"))
    assert copies_of_others(files) == {}


def test_two_that_are_called_alike_are_no_copies_by_a_day_in_common(tmp_path: Path) -> None:
    rows = [*month(5)[1:], ["2026-05-09", "Down Dog", 2]]
    others = [*month(5)[1:2], ["2026-05-04", "Down Dog", 1], ["2026-05-09", "Down Dog", 6]]
    files = [
        csv_file(tmp_path / "Anna.csv", [HEADER, *rows]),
        csv_file(tmp_path / "Anna (1).csv", [HEADER, *others]),
    ]
    assert copies_of_others(files) == {}


def test_workbooks_are_copies_where_they_are_the_same_alone(tmp_path: Path) -> None:
    files = [
        book(tmp_path / f"diary{end}.xlsx", {"Diary": month(n)})
        for n, end in enumerate(("", " (1)"), 5)
    ]
    assert copies_of_others(files) == {}


def test_files_without_a_line_that_is_the_same_are_no_copies(tmp_path: Path) -> None:
    (folder := tmp_path / "mine").mkdir()
    csv_file(folder / "download.csv", month(5))
    csv_file(folder / "download (1).csv", month(6))
    assert load_log(folder).stiffness["client"].value_counts().to_dict() == {"mine": 4}
