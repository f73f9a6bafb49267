"""Two spellings of one client's name are pointed out, as misspelt exercises are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mobility_analysis import cli
from mobility_analysis.log import load_log, log_from_tables, problem_sentence
from mobility_analysis.log.check.like_clients import like_clients

SCORE = {"date": "2026-01-05", "score": 4}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Amira K", "Amirah K"),  # one letter more
        ("Amira K", "Amila K"),  # another letter
        ("Amira K", "Amria K"),  # two exchanged
        ("Zoe B", "Zoë B"),
        ("A Example", "A. Example"),
        ("Jon Smith", "John Smith"),
        ("Mary-Ann", "Mary Ann"),
        ("Amila 07", "Amira 07"),
    ],
)
def test_a_slip_in_a_name(first: str, second: str) -> None:
    assert like_clients([second, "Nobody", first]) == [tuple(sorted((first, second)))]


@pytest.mark.parametrize(
    "clients",
    [
        ("client-01", "client-02"),
        ("Ben T", "Ben P"),
        ("Anna Smith", "Hanna Smyth"),
        ("Bea", "Ben"),
        ("P1", "P11"),
        ("a3f9", "a3f8"),
        ("Amira", "Amira K"),
        ("Amira 07", "Amila 08"),
    ],
)
def test_people_who_are_told_apart(clients: tuple[str, ...]) -> None:
    assert like_clients(clients) == []


NAMES = st.text("abé -.1", min_size=1, max_size=8).filter(str.strip)


@given(names=st.lists(NAMES, unique=True, max_size=6))
def test_the_order_of_clients_does_not_matter(names: list[str]) -> None:
    found = like_clients(names)
    assert found == like_clients(names[::-1])
    assert all(pair == tuple(sorted(pair)) and set(pair) <= set(names) for pair in found)


def test_the_remark_names_both_and_stands_on_no_client_s_page() -> None:
    rows = [{"client": client, **SCORE} for client in ("Amira K", "Amria K", "Ben T")]
    log = log_from_tables(stiffness=rows)
    [remark] = [row for _, row in log.remarks.iterrows()]
    assert problem_sentence(remark) == (
        "stiffness, column client: found 'Amira K, Amria K'; expected one spelling of each "
        "client. They count as two clients. If they are one person, write the name alike in all "
        "rows."
    )
    for client in log.clients:
        assert log.for_client(client).remarks.empty
    rows[1] |= {"client": "Amira K", "date": "2026-01-06"}
    assert log_from_tables(stiffness=rows).remarks.empty


def test_logs_of_one_folder_are_compared_too(tmp_path: Path) -> None:
    for name in ("Amira K", "Amria K"):
        (tmp_path / name).mkdir()
        file = tmp_path / name / "stiffness.csv"
        file.write_text("date,score\n2026-01-05,4\n", encoding="utf-8")
    log = load_log(tmp_path)
    assert log.clients == ("Amira K", "Amria K")
    assert [value for value in log.remarks["value"] if value] == ["Amira K, Amria K"]


def test_many_pairs_are_counted() -> None:
    names = [f"{kind}{letter}" for kind in ("Amira", "Elina", "Chloe", "Maria") for letter in "ks"]
    names += ["Mariak T", "Marias T", "Elinak T", "Elinas T"]
    log = log_from_tables(stiffness=[{"client": name, **SCORE} for name in names])
    assert len(log.remarks) == 5
    assert log.remarks["repair"].iloc[-1].endswith(" More such pairs, not named here: 1.")


def test_report_and_import_say_what_was_pointed_out(tmp_path: Path) -> None:
    rows = "client,date,score\nAmira K,2026-01-05,4\nAmria K,2026-01-06,5\n"
    (tmp_path / "stiffness.csv").write_text(rows, encoding="utf-8")
    words = ["report", str(tmp_path), "--only", "tables", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0
    assert "Note: stiffness.csv, column client: found 'Amira K, Amria K'" in done.output
    form = tmp_path / "form.csv"
    form.write_text("Timestamp,Exercises\n2026-06-01T23:30:00Z,Downward dog\n", encoding="utf-8")
    words = ["import", str(form), "--recipe", "google-form", "--into", str(tmp_path / "log")]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0
    # the log keeps only what was written, so that the import has to say it
    assert done.output.count("These times are in UTC.") == 1
