"""Several people in one sheet, workbook or folder are never read as one in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_analysis.log import DataError, load_log
from mobility_analysis.log.exports.road import Looked, look
from mobility_analysis.log.read.many_sheets import are_parts, may_be_people
from mobility_analysis.log.read.settings_file import settings_at
from mobility_analysis.log.write.remember import remember
from tests.lay_sheets import book

FOREIGN = "{},Date,Exercise,Stiffness"
OURS = "{},Date,Exercise,Status"


def sheet(path: Path, header: str, people: list[str], last: str = "4") -> Path:
    """Write a sheet with a row for each of some people, in their order."""
    rows = [f"{who},2026-11-{n:02},Down Dog,{last}" for n, who in enumerate(people, 2)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]))
    return path


def answered(path: Path, value: str) -> Looked:
    seen = look(path, settings_at(path))
    answers = {question.key: value for question in seen.questions({})}
    remember(path.parent, seen.answered(answers))
    return look(path, settings_at(path))


@pytest.mark.parametrize(
    ("form", "word"),
    [(FOREIGN, "Patientin"), (FOREIGN, "Athlete"), (OURS, "Patiënt"), (OURS, "Kunde/Kundin")],
)
def test_a_word_for_a_client_says_whose_each_row_is(tmp_path: Path, form: str, word: str) -> None:
    last = "4" if form == FOREIGN else "done"
    path = sheet(tmp_path / "log.csv", form.format(word), ["Anna", "Bea", "Anna"], last)
    assert load_log(path).clients == ("Anna", "Bea")


@pytest.mark.parametrize(
    ("form", "word", "people"),
    [
        (FOREIGN, "ID", ["K1", "K2", "K1"]),
        (FOREIGN, "Nombre", ["Ana", "Bea", "Ana"]),
        (FOREIGN, "Person", ["Ana", "Bea"]),
        (FOREIGN, "User name", ["ana", "bea", "ana"]),
        (FOREIGN, "Teilnehmer", ["Ana", "Bea", "Ana"]),
        (OURS, "Email address", ["a@x.org", "b@x.org", "a@x.org"]),
        (OURS, "Kürzel", ["AK", "BT", "AK"]),
    ],
)
def test_a_word_that_may_say_who_it_is_is_asked_about(
    tmp_path: Path, form: str, word: str, people: list[str]
) -> None:
    last = "4" if form == FOREIGN else "done"
    path = sheet(tmp_path / "log.csv", form.format(word), people, last)
    with pytest.raises(DataError, match=rf"{word!r} \({people[0]}, {people[1]}\) may say who it"):
        load_log(path)
    assert answered(path, word).questions({}) == []
    assert load_log(path).clients == tuple(sorted({*people}))


@pytest.mark.parametrize("word", ["Code", "ID", "Account", "Kürzel", "Wer", "Person", "Member"])
def test_leaving_it_out_stands_first_under_most_words(tmp_path: Path, word: str) -> None:
    people = ["12A", "14B", "12A"]
    path = sheet(tmp_path / "log.csv", FOREIGN.format(word), people)
    (question,) = look(path, settings_at(path)).questions({})
    assert [choice.value for choice in question.choices] == ["leave out", word]
    answered(path, "leave out")
    assert load_log(path).clients == ("log",)


@pytest.mark.parametrize("word", ["Initials", "E-Mail", "Vorname", "Nom", "Nombre", "Naam"])
def test_what_only_people_have_likely_says_who_it_is(tmp_path: Path, word: str) -> None:
    path = sheet(tmp_path / "log.csv", FOREIGN.format(word), ["AK", "BT", "AK"])
    (question,) = look(path, settings_at(path)).questions({})
    assert [choice.value for choice in question.choices] == [word, "leave out"]


@pytest.mark.parametrize(
    ("word", "people"),
    [
        ("ID", ["R1", "R2", "R3"]),  # it numbers the rows
        ("Email", ["a@x.org"] * 3),
        ("Weather", ["sun", "rain", "sun"]),
        ("Client,Email", ["Ann,a@x.org", "Ann,b@x.org"]),
        ("Name,Code", ["Ann,A1", "Ann,B1", "Ann,A1"]),
        ("Name,Username", ["Ann,a", "Ann,b", "Ann,a"]),
    ],
)
def test_what_says_nothing_of_who_it_is_is_not_asked_about(
    tmp_path: Path, word: str, people: list[str]
) -> None:
    path = sheet(tmp_path / "log.csv", FOREIGN.format(word), people)
    assert len(load_log(path).clients) == 1


@pytest.mark.parametrize("column", ["username", "Sportler"])
def test_a_word_for_a_member_beside_our_columns_is_asked_about(tmp_path: Path, column: str) -> None:
    path = tmp_path / "log.csv"

    def write(people: Sequence[str], client: str = "") -> None:
        rows = [f"2026-11-0{n},Down Dog,{who},3" for n, who in enumerate(people, 2)]
        lines = [f"date,exercise,{column},sets", *rows]
        own = ["client", *["Ann"] * len(rows)]
        lines = [f"{who},{line}" for who, line in zip(own, lines, strict=True)] if client else lines
        path.write_text("\n".join(lines))

    write("aba", client="Ann")
    assert load_log(path).clients == ("Ann",)
    for people in ("aaa", ["12", "14", "12"]):
        write(people)
        assert load_log(path).clients == ("log",)
    write("aba")
    with pytest.raises(DataError, match=rf"{column!r} \(a, b\) may say who it is"):
        load_log(path)
    answered(path, column)
    assert load_log(path).clients == ("a", "b")


def test_what_names_the_client_in_other_columns_does_beside_ours(tmp_path: Path) -> None:
    path = sheet(tmp_path / "log.csv", OURS.format("First name"), ["Anna", "Bea", "Anna"], "done")
    assert load_log(path).clients == ("Anna", "Bea")


def test_who_was_there_is_no_client_beside_our_columns(tmp_path: Path) -> None:
    path = sheet(tmp_path / "log.csv", OURS.format("Who"), ["me", "physio", "with Eva"], "done")
    assert load_log(path).clients == ("log",)


@pytest.mark.parametrize("values", [["yes", "no", "yes"], ["ja", "nein", "ja"], ["12", "14", "12"]])
def test_yes_and_no_and_numbers_under_a_word_for_a_member_name_nobody(
    tmp_path: Path, values: list[str]
) -> None:
    path = sheet(tmp_path / "log.csv", FOREIGN.format("Member"), values)
    questions = look(path, settings_at(path)).questions({})
    assert not any(question.key.startswith("who") for question in questions)


@pytest.mark.parametrize(
    ("form", "names"),
    [(FOREIGN, "First name,Last name"), (FOREIGN, "Prénom,Nom"), (OURS, "Vorname,Nachname")],
)
def test_first_and_last_names_are_whole_names(tmp_path: Path, form: str, names: str) -> None:
    last = "4" if form == FOREIGN else "done"
    people = ["Anna,Kern", "Anna,Berg", "Anna,Kern", "Ben,Tal"]
    path = sheet(tmp_path / "log.csv", form.format(names), people, last)
    expected = ("Anna Berg", "Anna Kern", "Ben Tal")
    assert load_log(path).clients == expected
    answered(path, "")  # with no question
    assert "surname = " in (tmp_path / "mobility.toml").read_text()
    assert load_log(path).clients == expected


def test_a_last_name_before_the_first_name_goes_after_it(tmp_path: Path) -> None:
    path = sheet(tmp_path / "log.csv", FOREIGN.format("Name,Vorname"), ["Kern,Anna", "Kern,Ben"])
    assert load_log(path).clients == ("Anna Kern", "Ben Kern")


@pytest.mark.parametrize(
    ("names", "people", "clients"),
    [
        ("First name,Last name", ["Anna,Kern", "Anna,", "Ben,Tal"], ("Anna", "Ben")),
        ("First name,Name", ["Anna,A Kern", "Anna,A Berg"], ("Anna",)),
        ("Name,First name", ["Anna Kern,Anna", "Ben Tal,Ben"], ("Anna Kern", "Ben Tal")),
    ],
)
def test_names_that_are_no_whole_names_together_are_not_joined(
    tmp_path: Path, names: str, people: list[str], clients: tuple[str, ...]
) -> None:
    path = sheet(tmp_path / "log.csv", FOREIGN.format(names), people)
    assert load_log(path).clients == clients


def test_a_first_name_that_several_have_is_asked_about(tmp_path: Path) -> None:
    people = ["a.kern@x.org,Anna", "a.berg@x.org,Anna", "a.kern@x.org,Anna"]
    path = sheet(tmp_path / "log.csv", FOREIGN.format("Email,First name"), people)
    with pytest.raises(DataError, match=r"'Email' .* may say who it is"):
        load_log(path)
    answered(path, "Email")
    assert load_log(path).clients == ("a.berg@x.org", "a.kern@x.org")


DIARY = [["Date", "Exercise", "Stiffness"], ["2026-11-02", "Down Dog", 4]]
LATER = [DIARY[0], ["2026-11-04", "Down Dog", 5]]


def under(name: str, rows: list[list[object]] = DIARY) -> list[list[object]]:
    more = [["2026-11-05", "Bear Rolls", 3]]
    return [["Patient:", name], [], *rows, *more]


@pytest.mark.parametrize(
    ("names", "is_one", "may_be_many"),
    [
        (["Client 1", "Client 2"], False, False),
        (["Kunde 2 Juni", "Kunde 3 Juni"], False, False),
        (["Athlete 1", "Athlete 2"], False, False),
        (["Patient 1 June", "Patient 1 July"], True, False),
        (["Client 2025", "Client 2026"], True, False),
        (["Client 01-2026", "Client 02-2026"], True, False),
        (["1", "2"], True, True),
        (["P01", "P02"], True, True),
        (["P1 Jan", "P2 Jan"], True, False),
        (["P1 Jan", "P1 Feb"], True, False),
        (["2025", "2026"], True, False),
        *(
            ([f"{word}1{end}", f"{word}2{end}"], True, False)
            for word, end in [
                ("Anna ", ""),
                ("Pt ", ""),
                ("Member ", ""),
                ("Subject ", ""),
                ("Tracker ", ""),
                ("Planilha", ""),
                ("List", ""),
                ("Mappe", ""),
                ("Table ", ""),
                ("download (", ")"),
                ("Fase ", ""),
                ("V", ""),
                ("T", ""),
                ("Visit ", ""),
                ("Back ", ""),
                ("Woche ", ""),
                ("Diary ", ""),
                ("Sheet", ""),
            ]
        ),
    ],
)
def test_names_with_numbers_say_whose_or_are_asked_about(
    names: list[str], is_one: bool, may_be_many: bool
) -> None:
    assert are_parts(names) is is_one
    assert (is_one and may_be_people(names)) is may_be_many


def test_sheets_and_files_of_numbered_clients_are_a_client_each(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    for name in ("Patient 1", "Patient 2"):
        sheet(folder / f"{name}.csv", FOREIGN.format("Weather"), ["sun"])
    assert load_log(folder).clients == ("Patient 1", "Patient 2")
    path = book(tmp_path / "p.xlsx", {"Client 1": DIARY, "Client 2": LATER})
    assert load_log(path).clients == ("Client 1", "Client 2")


def test_whose_numbered_sheets_are_is_asked(tmp_path: Path) -> None:
    for answer, clients in (("one", ("praxis",)), ("each", ("1", "2"))):
        (folder := tmp_path / answer).mkdir()
        path = book(folder / "praxis.xlsx", {"1": DIARY, "2": LATER})
        with pytest.raises(DataError, match=r"'praxis.xlsx' holds '1' and '2'. Whose are they\?"):
            load_log(path)
        assert answered(path, answer).questions({}) == []
        assert load_log(path).clients == clients


def test_whose_numbered_files_are_is_asked(tmp_path: Path) -> None:
    for answer, clients in (("one", ("one",)), ("each", ("P1", "P2"))):
        folder = tmp_path / answer
        for n in (1, 2):
            sheet(folder / f"P{n}.csv", FOREIGN.format("Weather"), ["sun"] * n)
        seen = look(folder, settings_at(folder))
        (question,) = seen.questions({})
        assert question.words == f"{answer!r} holds 'P1' and 'P2'. Whose are they?"
        remember(folder, seen.answered({question.key: answer}))
        assert look(folder, settings_at(folder)).questions({}) == []
        assert load_log(folder).clients == clients


def test_lines_over_the_headers_say_whose_sheets_are(tmp_path: Path) -> None:
    sheets = {"May": under("Anna K"), "June": under("Ben T", LATER)}
    path = book(tmp_path / "praxis.xlsx", sheets)
    assert load_log(path).clients == ("Anna K", "Ben T")
    answered(path, "")  # with no question
    book(path, {**sheets, "July": under("Cleo", LATER), "August": under("Anna K", LATER)})
    log = load_log(path)
    assert log.sessions["client"].value_counts().to_dict() == {"Anna K": 4, "Ben T": 2, "Cleo": 2}


@pytest.mark.parametrize(
    "lines",
    [
        ("Name: Anna Kern  Month: January", "Name: Anna Kern  Month: February"),
        ("Name: Anna Kern (week 1)", "Name: Anna Kern (week 2)"),
        ("Name: Anna", "Name: Anna (cont.)"),
        ("Name: Anna Kern", "Name: A. Kern"),
        ("Name: Ann", "Name: Anna"),
        ("Name: Week 1", "Name: Week 2"),
        ("Name: January", "Name: February"),
        ("Client: 2026-01-05", "Client: 2026-02-05"),
        ("Patient: Anna K", "Patient: Anna K"),
    ],
)
def test_lines_that_may_name_one_person_change_nothing(
    tmp_path: Path, lines: tuple[str, str]
) -> None:
    first, second = ([[line], *under("")[1:]] for line in lines)
    sheets = {"May": first, "June": [*second[:2], *LATER]}
    assert load_log(book(tmp_path / "own.xlsx", sheets)).clients == ("own",)


@pytest.mark.parametrize("names", [("1", "2"), ("Anna 1", "Anna 2"), ("P1", "P2")])
@pytest.mark.parametrize("second", ["Anna K", "anna k", "Anna K (cont.)"])
def test_numbered_sheets_of_one_named_person_are_not_asked_about(
    tmp_path: Path, names: tuple[str, str], second: str
) -> None:
    sheets = dict(zip(names, (under("Anna K"), under(second, LATER)), strict=True))
    assert load_log(book(tmp_path / "own.xlsx", sheets)).clients == ("own",)


def stacked(path: Path, *titles: str) -> Path:
    rows = [f"2026-11-{n:02},Down Dog,{n}" for n in range(2, 6)]
    blocks = [[title, ",".join(DIARY[0]), *rows, ""] for title in titles]
    path.write_text("\n".join(line for block in blocks for line in block))
    return path


def test_people_one_under_the_other_are_asked_about(tmp_path: Path) -> None:
    path = stacked(tmp_path / "group.csv", "Anna Kern", "Ben Tal")
    said = "'Anna Kern', 'Ben Tal' each stand over the same header. Whose are the rows"
    with pytest.raises(DataError, match=said):
        load_log(path)
    answered(path, "each")
    with pytest.raises(DataError, match="write whose each row is into a column 'client'"):
        load_log(path)
    answered(path, "one")
    assert load_log(path).clients == ("group",)
    named = tmp_path / "named.csv"
    text = path.read_text().replace("Dog,", "Dog,Ben,").replace("Stiffness", "client,Stiffness")
    named.write_text(text.replace("Anna Kern\n", "").replace("Ben Tal\n", ""))
    assert load_log(named).clients == ("Ben",)
    other = stacked(tmp_path / "mine.csv", "Anna Kern", "Anna Kern")  # is read by what is kept
    assert load_log(other).clients == ("mine",)


@pytest.mark.parametrize(
    "titles", [("October", "November 2026"), ("Anna", "Anna"), ("Week 1", "Week 2"),
               ("Down Dog", "Bear Rolls")]
)  # fmt: skip
def test_titles_that_are_no_people_are_not_asked_about(
    tmp_path: Path, titles: tuple[str, str]
) -> None:
    assert load_log(stacked(tmp_path / "log.csv", *titles)).clients == ("log",)


@pytest.mark.parametrize("heads", [("Breakfast", "Lunch"), ("Desk", "Bed"), ("Easy", "Hard")])
def test_lines_over_the_same_exercise_of_a_week_are_not_asked_about(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    lines = ["Week of 2026-11-02,Mon,Tue,Wed,Thu"]
    for head in heads:
        lines += [f"{head},,,,", "Down Dog,x,,x,", "Bear Rolls,,x,,"]
    (path := tmp_path / "log.csv").write_text("\n".join(lines))
    assert load_log(path).clients == ("log",)
