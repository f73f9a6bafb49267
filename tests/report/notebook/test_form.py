"""The form of 02_check_your_log: what it asks, what answers would read, and what it keeps."""

from __future__ import annotations

import shutil
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from notebook_cells import Place

from mobility_analysis.log import DataError
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook.check import form as forms
from mobility_analysis.report.notebook.check import opened as checks
from mobility_analysis.report.notebook.check.form import Form, Widgets
from mobility_analysis.report.notebook.check.opened import LogCheck, open_check
from mobility_analysis.report.notebook.opening import (
    LogNotOpenedError,
    OtherColumnsError,
    open_log,
)
from mobility_analysis.sample.bundled import bundled_sample

DIARY = """Date,What I did,Stiff (0-10),Paid
2/11/2026,"bear rolls x10, down dog",6,yes
3/11/2026,,6,no
4/11/2026,"down dog, bare rolls",5,yes
6/11/2026,foam roller and swimming,5,yes
"""
MENUS = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "ann" / "diary.csv"
    path.parent.mkdir()
    path.write_text(DIARY, encoding="utf-8")
    return path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    """The places under the cells, in order."""
    found: list[Place] = []

    def show(thing: object) -> Place:
        found.append(Place(thing))
        return found[-1]

    monkeypatch.setattr(places, "show_in_place", show)
    return found


def form_of(check: LogCheck) -> Form:
    assert check.form is not None
    return check.form


def widgets_of(check: LogCheck, shown: list[Place]) -> Any:
    check.show()
    widgets = shown[0].holds[0]
    assert isinstance(widgets, Widgets)
    return widgets


def test_of_a_log_in_our_columns_nothing_is_asked(shown: list[Place]) -> None:
    check = open_check(bundled_sample())
    assert check.form is None
    check.show()
    [found] = shown
    assert "No row has a problem." in str(found.holds[0])
    assert "(the sample log: made-up people)" in str(found.holds[0])
    assert str(check.keep()) == "Nothing is asked about this log."


def test_a_column_beside_our_own_is_asked_about_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / "my sheet.csv"
    path.write_text("Date,Site,Score\n2026-06-01,knee,3\n2026-06-01,upper back,6\n", "utf-8")
    form = form_of(open_check(path))
    assert form.answers == {"site:Site": "upper back"}
    assert form.log().stiffness["score"].tolist() == [6]
    form.choose("site:Site", "knee")
    assert form.log().stiffness["score"].tolist() == [3]
    form.keep()
    assert open_check(path).form is None


def test_the_likely_answers_stand_first_and_others_open_more(diary: Path) -> None:
    form = form_of(open_check(diary))
    assert [question.key.partition(":")[0] for question, _ in form.asked()] == [
        "date order", "status", "exercises"]  # fmt: skip
    assert list(form.answers.values()) == ["dmy", "leave out", "likely"]
    assert str(form.log().as_of.date()) == "2026-11-06"
    order, _, names = form.answers
    form.choose(order, "mdy")
    assert str(form.log().as_of.date()) == "2026-06-11"
    form.choose(order, "dmy")
    form.choose(names, "each")
    assert len(form.asked()) == 5  # one more for each of the two names
    form.choose(names, "no such answer")
    assert form.answers[names] == "likely"


def test_whatever_is_answered_every_row_is_accounted_for(diary: Path) -> None:
    questions = [question for question, _ in form_of(open_check(diary)).asked()]
    n_seen = 0
    for values in product(*([choice.value for choice in q.choices] for q in questions)):
        form = form_of(open_check(diary))
        for question, value in zip(questions, values, strict=True):
            form.choose(question.key, value)
        log = form.log()
        assert log.account["rows_read"].sum() == 4, values
        n_left = int(log.left_out["rows"].sum())
        total = log.account[["rows_used", "rows_set_aside"]].to_numpy().sum()
        assert total + n_left == 4, values
        n_seen += 1
    assert n_seen == 2 * 3 * 4


def test_nothing_is_written_before_the_button_and_then_nothing_is_asked_again(
    diary: Path, shown: list[Place]
) -> None:
    check = open_check(diary)
    widgets = widgets_of(check, shown)
    check.offer_copy(diary.parent / "kept")
    _, below, copy = shown
    assert "as soon as the questions above are answered" in str(below.holds[-1])
    assert "Nothing can be kept before" in str(copy.holds[-1])
    menus = widgets.asked.children[1::2]
    assert [menu.value for menu in menus] == ["dmy", "leave out", "likely"]
    assert "newest entry 6 Nov 2026" in widgets.seen.value
    assert "<img" in widgets.seen.value
    menus[0].value = "mdy"
    assert "newest entry 11 Jun 2026" in widgets.seen.value
    widgets.asked.children[1].value = "dmy"
    assert [path.name for path in diary.parent.iterdir()] == ["diary.csv"]
    assert diary.read_text(encoding="utf-8") == DIARY

    widgets.button.click()
    kept = diary.parent / "mobility.toml"
    assert f"Kept in {kept}: nothing of this is asked again." in widgets.said.value
    assert widgets.box.children == (widgets.said,)
    assert '"bare rolls" = "bear-rolls"' in kept.read_text(encoding="utf-8")
    assert "No row has a problem." in str(below.holds[-1])
    assert "02_account.csv" in str(copy.holds[-1])
    assert check.form is None

    again = open_check(diary)
    assert again.form is None
    log = open_log(diary)
    assert log.sessions["exercise"].astype("str").tolist().count("bear-rolls") == 2
    assert diary.read_text(encoding="utf-8") == DIARY


def test_what_stands_in_the_settings_already_stays(diary: Path) -> None:
    kept = diary.with_name("mobility.toml")
    kept.write_text('# ours\ndate-order = "dmy"\n', encoding="utf-8")
    check = open_check(diary)
    assert "date order" not in " ".join(form_of(check).answers)
    check.keep()
    assert kept.read_text(encoding="utf-8").startswith('# ours\ndate-order = "dmy"\n')


def test_where_it_cannot_be_kept_that_is_said_and_the_form_stays(
    diary: Path, shown: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    widgets = widgets_of(open_check(diary), shown)
    monkeypatch.setattr(forms, "remember", full)
    widgets.button.click()
    assert "Nothing was written" in widgets.said.value
    assert "No space left on device" in widgets.said.value
    assert len(widgets.box.children) == 7
    assert not diary.with_name("mobility.toml").exists()


def test_answers_by_which_nothing_can_be_read_cannot_be_kept(
    diary: Path, shown: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    widgets = widgets_of(open_check(diary), shown)
    real = Form.log

    def fails(form: Form) -> Any:
        if "mdy" in form.answers.values():
            raise DataError("diary.csv: no row can be used")
        return real(form)

    monkeypatch.setattr(Form, "log", fails)
    widgets.asked.children[1].value = "mdy"
    assert "With these answers nothing can be read. diary.csv: no row" in widgets.seen.value
    assert widgets.button.disabled
    widgets.asked.children[1].value = "dmy"
    assert not widgets.button.disabled


def test_a_column_may_be_another_thing_than_it_was_taken_for(
    diary: Path, shown: list[Place]
) -> None:
    widgets = widgets_of(open_check(diary), shown)
    [rows] = widgets.columns.children
    names = [row.children[0].value for row in rows.children]
    assert names == ["Date", "What I did", "Stiff (0-10)", "Paid"]
    assert widgets.columns.selected_index is None  # closed: most need it not
    paid = rows.children[3].children[1]
    assert paid.options[0] == ("as understood: not used", "")
    asked = len(widgets.asked.children)
    paid.value = "leave out"
    assert len(widgets.asked.children) == asked - 2  # nothing is to be asked about it any more
    paid.value = ""
    assert len(widgets.asked.children) == asked

    date = rows.children[0].children[1]
    date.value = "note"  # without a day there is no diary
    assert date.value == ""
    assert "'Date' stays as it was." in unescape(widgets.refused.value)
    assert len(widgets.asked.children) == asked
    assert "newest entry 6 Nov 2026" in widgets.seen.value

    paid.value = "note"
    assert widgets.refused.value == ""
    widgets.button.click()
    log = open_log(diary)
    assert set(log.sessions["note"].dropna()) >= {"yes"}


@pytest.mark.parametrize("has_widgets", [True, False])
def test_where_no_form_is_shown_its_words_and_lines_are(
    diary: Path, shown: list[Place], monkeypatch: pytest.MonkeyPatch, *, has_widgets: bool
) -> None:
    """As in a plain run, and in the stored file; the lines make the log readable as they stand."""
    if not has_widgets:
        monkeypatch.setattr(checks, "find_spec", lambda name: None)
    check = open_check(diary)
    check.show()
    first = shown[0].holds[0]
    said = first._repr_mimebundle_()["text/plain"] if has_widgets else repr(first)
    assert has_widgets == (has_widgets and MENUS in first._repr_mimebundle_())
    assert "What is 2/11/2026? Likely: 2 November 2026 (day, month, year)." in said
    assert "Or: 11 February 2026 (month, day, year)." in said
    assert "(not used)" in said
    lines = said.partition("These lines in ann/mobility.toml give the likely answers:\n")[2]
    assert not diary.with_name("mobility.toml").exists()
    diary.with_name("mobility.toml").write_text(lines, encoding="utf-8")
    assert str(open_log(diary).as_of.date()) == "2026-11-06"
    assert open_check(diary).form is None


def test_any_other_notebook_leads_to_the_form(diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OtherColumnsError) as raised:
        open_log(diary)
    said = (
        "diary.csv has columns of its own, and 3 things must be asked about them first. Open "
        "02_check_your_log with the same LOG, answer there, and run this notebook again."
    )
    assert str(raised.value) == said
    seen: list[Any] = []
    monkeypatch.setattr("IPython.display.display", seen.append)
    for _ in range(2):  # a notebook asks twice
        [line] = raised.value._render_traceback_()
    assert "wait for the answers" in line
    [sentence] = seen
    assert str(sentence) == said
    assert '<a href="02_check_your_log.ipynb">02_check_your_log</a>' in sentence._repr_html_()


def test_sheets_that_are_alike_are_shown_and_asked_about_once(tmp_path: Path) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    for name in ("ann", "bo", "cy"):
        (folder / f"{name}.csv").write_text(DIARY, encoding="utf-8")
    check = open_check(folder)
    form = form_of(check)
    assert len(form.asked()) == 3
    words = str(form)
    assert words.count("2/11/2026 | bear rolls x10, down dog") == 1
    assert "ann.csv has columns of its own. bo.csv, cy.csv has the same columns." not in words
    assert "The same columns: bo.csv, cy.csv." in words
    check.keep()
    assert open_log(folder).clients == ("ann", "bo", "cy")


def test_a_sheet_that_is_understood_for_certain_is_shown_to_be_kept(
    tmp_path: Path, shown: list[Place]
) -> None:
    path = tmp_path / "diary.csv"
    path.write_text("When,Down dog,Stiff\n2026-11-02,x,6\n2026-11-03,,5\n", encoding="utf-8")
    assert len(open_log(path).stiffness) == 2
    widgets = widgets_of(open_check(path), shown)
    assert widgets.asked.children == ()
    assert "2 rows read, 2 used" in str(shown[1].holds[-1])
    widgets.button.click()
    assert (tmp_path / "mobility.toml").is_file()
    assert open_check(path).form is None


def test_an_export_of_a_known_app_asks_nothing_and_its_rows_add_up(
    tmp_path: Path, shown: list[Place]
) -> None:
    path = tmp_path / "hevy.csv"
    head = (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,"
        "set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
    )
    row = 'Back,"2 Nov 2026, 07:48","2 Nov 2026, 08:13",,Down Dog,,,{},{},,8,,,\n'
    path.write_text(head + row.format(0, "warmup") + row.format(1, "normal"), encoding="utf-8")
    check = open_check(path)
    assert check.form is None
    check.show()
    [found] = shown
    said = " ".join(str(found.holds[0]).split())
    assert "file rows read rows used rows set aside rows left out hevy.csv 2 1 0 1" in said


def test_what_is_no_sheet_of_practice_is_an_error_as_before(tmp_path: Path) -> None:
    path = tmp_path / "shopping.csv"
    path.write_text("item,price\neggs,three\nmilk,two\n", encoding="utf-8")
    with pytest.raises(LogNotOpenedError) as raised:
        open_check(path).show()
    assert not isinstance(raised.value, OtherColumnsError)
    with pytest.raises(LogNotOpenedError):
        open_check(tmp_path / "gone.csv")


def test_markup_in_a_sheet_is_shown_and_not_run(diary: Path) -> None:
    diary.write_text(DIARY.replace("Paid", "<script>x</script>"), encoding="utf-8")
    html = form_of(open_check(diary))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_copy_of_the_sheet_elsewhere_is_asked_about_again(diary: Path, tmp_path: Path) -> None:
    open_check(diary).keep()
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(diary, other)
    assert open_check(other / "diary.csv").form is not None
