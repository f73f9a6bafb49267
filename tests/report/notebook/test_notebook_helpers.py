"""What notebook cells call: a log opened, a client chosen, tables in words, copies kept."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from mobility_analysis.log import DataError, log_from_tables
from mobility_analysis.measures.adherence import adherence_definitions
from mobility_analysis.report.notebook.cells import newest, say, show_definitions, show_table
from mobility_analysis.report.notebook.check.view import show_problems
from mobility_analysis.report.notebook.keep import Copies, keep_copy, offer_copy
from mobility_analysis.report.notebook.opening import (
    LOG_VARIABLE,
    OPTIONS_VARIABLE,
    UNEDITED_LOG,
    client_log,
    describe_trust,
    open_log,
    which_log,
)
from mobility_analysis.report.notebook.pictures import ShownFigure, show_figure
from mobility_analysis.sample.bundled import bundled_notebooks, bundled_sample
from mobility_analysis.sample.make import write_sample_log
from mobility_analysis.words.log import describe_log


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    write_sample_log(folder, seed=1)
    return folder


def test_what_stands_in_the_cell_wins(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = bundled_sample()
    monkeypatch.setenv(LOG_VARIABLE, str(other))
    assert len(open_log(mine).stiffness) != len(open_log(other).stiffness)
    assert which_log(mine) == f"Log: {mine.as_posix()} (the sample log: made-up people)."
    assert which_log(other) == f"Log: {other}."


def test_the_environment_is_the_default_of_a_cell_that_nobody_edited(
    other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(other))
    assert len(open_log(UNEDITED_LOG).stiffness) == len(open_log(other).stiffness)
    assert which_log(UNEDITED_LOG) == (
        f"Log: {other} (named by MOBILITY_LOG, since LOG was not changed)."
    )
    monkeypatch.chdir(bundled_notebooks())
    monkeypatch.delenv(LOG_VARIABLE)
    assert which_log(UNEDITED_LOG) == "Log: ../data/sample (the sample log: made-up people)."


@pytest.mark.parametrize("name", ["wrong", "C:\new\table", ""])
def test_a_path_that_is_not_there_is_named_whatever_the_environment_says(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(LOG_VARIABLE, str(other))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as refused:
        open_log(name)
    said = {
        "wrong": f"{tmp_path / 'wrong'}: found no file or folder there; LOG is 'wrong'. Write the "
        f"whole path, or one that starts at the folder {tmp_path}.",
        "C:\new\table": "Write each \\ of the path as /",
        "": "LOG is empty: write the path of a log between its quotation marks",
    }
    assert said[name] in str(refused.value)
    with pytest.raises(DataError, match=r"no file or folder there.*Correct the path"):
        open_log(tmp_path / "wrong")
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(DataError, match="gone: found no file or folder there; MOBILITY_LOG is"):
        open_log(UNEDITED_LOG)


def test_a_path_from_the_home_folder_is_found(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert open_log("~/other").clients == open_log(other).clients


@pytest.mark.parametrize("written", ["03/11/2026", "26-11-03", "0026-11-03", "soon"])
def test_a_day_is_read_as_dates_of_a_log_are(written: str) -> None:
    with pytest.raises(ValueError, match="AS_OF") as refused:
        open_log(bundled_sample(), as_of=written)
    if written == "03/11/2026":
        assert "3 November 2026" in str(refused.value)
        assert "11 March 2026" in str(refused.value)
    for same in ("2026-11-03", "3 Nov 2026", "Tue 3 November 2026"):
        assert open_log(bundled_sample(), as_of=same).as_of == pd.Timestamp("2026-11-03")


def test_the_options_of_the_environment_are_those_of_its_log_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = "date,score\n2026-11-02,3\n"
        (tmp_path / name / "stiffness.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "one"))
    monkeypatch.setenv(OPTIONS_VARIABLE, "--scale 1-5")
    assert open_log(UNEDITED_LOG).stiffness["score"].tolist() == [5]  # (3 - 1) / 4 of 10
    assert open_log(tmp_path / "one").stiffness["score"].tolist() == [5]
    assert open_log(tmp_path / "two").stiffness["score"].tolist() == [3]
    stated = open_log(tmp_path / "one", options="--scale 1-3").stiffness["score"]
    assert stated.tolist() == [10]  # what stands in the cell wins


def test_a_log_is_read_by_the_options_of_the_cell(tmp_path: Path) -> None:
    rows = "date,exercise\n03/11/2026,down-dog\n05/11/2026,down-dog\n"
    (tmp_path / "sessions.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "stiffness.csv").write_text("date,score\n03/11/2026,5\n", encoding="utf-8")
    assert "--date-order" in str(show_problems(open_log(tmp_path)))
    read = '--date-order dmy --scale 1-5 --scale-reversed --target "Down Dog=4"'
    log = open_log(tmp_path, options=read)
    assert log.sessions["date"].dt.day.tolist() == [3, 5]
    assert log.stiffness["score"].tolist() == [0]
    assert log.programme["times_per_week"].tolist() == [4]
    days = open_log(tmp_path, options="--date-order mdy --target-per-week 3")
    assert days.sessions["date"].dt.month.tolist() == [3, 5]
    assert "3 practice days a week" in " ".join(days.assumptions)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--scal 1-5", "OPTIONS: unrecognized arguments: --scal 1-5. It takes what the command"),
        ("--date-order american", "american"),
        ("--scale-reversed", "OPTIONS: --scale-reversed needs the scale too"),
        ("--scale five", "write its two ends as 1-5"),
        ('--target "down-dog', "OPTIONS: a quotation mark is not closed"),
        ("--target down-dog=often", "OPTIONS: --target 'down-dog=often' is not as down-dog=5."),
        ("--target dwn-dog=5", "OPTIONS: --target 'dwn-dog' is no exercise of this log."),
        ("--recipe nowhere.toml", "nowhere.toml"),
    ],
)
def test_options_that_cannot_be_meant_are_said(options: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        open_log(bundled_sample(), options=options)


def test_an_export_is_read_by_its_recipe(tmp_path: Path) -> None:
    export = tmp_path / "strong.csv"
    export.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
        "Workout Notes,RPE\n2026-11-02 18:00:00,Mobility,20m,Down Dog,1,0,8,0,0,,,\n",
        encoding="utf-8",
    )
    log = open_log(export, options="--recipe strong", as_of="2026-11-20")
    assert log.sessions["exercise"].tolist() == ["down-dog"]
    assert log.as_of == pd.Timestamp("2026-11-20")


def test_a_sheet_in_other_columns_leads_to_the_form_and_what_is_none_does_not(
    tmp_path: Path,
) -> None:
    sheet = tmp_path / "My sheet.csv"
    sheet.write_text("When,How stiff,Did you roll?\n2026-11-02,4,yes\n", encoding="utf-8")
    for path in (sheet, tmp_path):
        with pytest.raises(DataError, match="Open 02_check_your_log with the same LOG"):
            open_log(path)
    sheet.write_text("item,price\neggs,three\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        open_log(sheet)
    assert "02_check_your_log" not in str(refused.value)
    # a notebook shows the sentence, and nothing of where in the library it arose
    assert refused.value._render_traceback_() == [str(refused.value)]  # type: ignore[attr-defined]


def test_a_day_to_look_from_is_optional() -> None:
    assert open_log(bundled_sample()).as_of == pd.Timestamp("2026-11-22")
    assert open_log(bundled_sample(), as_of="2026-09-01").as_of == pd.Timestamp("2026-09-01")


def test_bad_rows_are_set_aside_and_said(tmp_path: Path) -> None:
    rows = "client,date,score\nAnn,2026-11-01,3\nAnn,2026-11-02,14\n"
    (tmp_path / "stiffness.csv").write_text(rows, encoding="utf-8")
    log = open_log(tmp_path)
    assert len(log.stiffness) == 1
    assert "2 rows read, 1 used, 1 set aside" in str(describe_trust(log, client_log(log)))


def test_trust_is_one_line_that_names_log_client_days_and_rows() -> None:
    log = open_log(bundled_sample())
    place = f"Log: {bundled_sample().as_posix()} (the sample log: made-up people)."
    assert describe_trust(log, client_log(log, "Ben T"), path=bundled_sample()) == (
        f"{place} Ben T (of 9 clients): 99 of 182 days rated, 121 with any entry, newest "
        "11 Oct 2026; 249 rows read, 249 used, none set aside. In full: 02_check_your_log."
    )
    assert describe_trust(log, log) == (
        "9 clients: entries, newest 22 Nov 2026; 2,663 rows read, 2,663 used, none set aside. "
        "2 things pointed out. In full: 02_check_your_log."
    )
    assert "2 things pointed out." in describe_trust(log, client_log(log, "Chloe R"))


def test_trust_tells_of_logs_of_the_folder_that_could_not_be_read(tmp_path: Path) -> None:
    for name, text in {
        "ann": "date,score\n2026-11-01,3\n2026-11-02,8.5\n",
        "ben": "damaged",
        "cy": "too",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "stiffness.csv").write_text(text, encoding="utf-8")
    log = open_log(tmp_path)
    assert describe_trust(log, client_log(log)) == (
        "ann: 2 of 2 days rated, 2 with any entry, newest 2 Nov 2026; 2 rows read, 2 used, none "
        "set aside. 2 logs could not be read. In full: 02_check_your_log."
    )


def test_charts_of_a_long_log_show_the_last_weeks_and_say_so() -> None:
    days = pd.date_range("2018-11-26", "2026-11-22", freq="7D").strftime("%Y-%m-%d")
    log = log_from_tables(stiffness=[{"client": "Ann", "date": d, "score": 4} for d in days])
    said = describe_trust(log, client_log(log))
    assert "Charts over time show the last 26 weeks." in said
    sample = open_log(bundled_sample())
    assert "Charts over time" not in describe_trust(sample, client_log(sample))


def test_the_first_client_is_shown_unless_one_is_named() -> None:
    log = open_log(bundled_sample())
    assert client_log(log).clients == ("Amira K",)
    assert client_log(log, "Ben T").clients == ("Ben T",)
    with pytest.raises(ValueError, match=r"'Bent' is no client of this log\. Did you mean 'Ben T'"):
        client_log(log, "Bent")


def test_of_many_clients_a_few_are_named(tmp_path: Path) -> None:
    rows = [{"client": f"C{n:04d}", "date": "2026-11-02", "score": 4} for n in range(2000)]
    with pytest.raises(ValueError, match=r"It has 'C0000', .*'C0004' and 1,995 more\.$"):
        client_log(log_from_tables(stiffness=rows), "Zoe")


def test_a_log_without_a_client_says_so_once() -> None:
    with pytest.raises(DataError) as refused:
        client_log(log_from_tables())
    assert str(refused.value) == (
        "Nothing can be shown yet, since this log holds no row of a client that can be used: fill "
        "in sessions or stiffness, or mend what 02_check_your_log shows, then run all again."
    )
    assert str(show_definitions(adherence_definitions(log_from_tables()))).startswith("No defin")


def test_a_chart_stands_beside_its_words_and_is_shown_once() -> None:
    _, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    shown = show_figure(ax, "31 of 48 done, 80 %", trust="All <b>rows</b> were read.")
    assert plt.get_fignums() == []
    html = shown._repr_html_()
    assert html.index("<img") < html.index("31 of 48 done, 80\N{NO-BREAK SPACE}%")
    assert "All &lt;b&gt;rows&lt;/b&gt; were read." in html
    assert str(shown) == "31 of 48 done, 80 %\nAll <b>rows</b> were read."


@pytest.mark.parametrize("kind", ["plot", "scatter"])
def test_a_chart_of_nothing_leaves_the_words_alone(kind: str, tmp_path: Path) -> None:
    log = open_log(bundled_sample())
    _, ax = plt.subplots()
    getattr(ax, kind)([], [])
    shown = show_figure(ax, "Nothing to compare.")
    assert "<img" not in shown._repr_html_()
    kept = str(keep_copy(log["Ben T"], tmp_path, figures={"05_nothing": shown}))
    assert "05_nothing" not in kept


def test_markup_in_words_and_cells_is_shown_and_not_run() -> None:
    assert "<script>" not in say("<script>x</script>")._repr_html_()
    table = show_table(pd.DataFrame({"note": ["<b>stiff</b> & sore"]}))
    assert "&lt;b&gt;stiff&lt;/b&gt; &amp; sore" in table._repr_html_()


def test_a_table_is_shown_whole_and_in_words() -> None:
    long_note = "x" * 300
    frame = pd.DataFrame(
        {
            "week_start": pd.to_datetime(["2026-11-16", None]),
            "exercise": pd.Categorical(["down-dog", None]),
            "focus_area": ["thoracic mobility", "overhead"],
            "adherence": [0.799, float("nan")],
            "done": [3.0, 2.5],
            "is_partial": pd.array([True, None], dtype="boolean"),
            "note": [long_note, ""],
        }
    )
    shown = show_table(frame, names={"down-dog": "Down Dog"})
    head, first, second = str(shown).splitlines()
    assert "week of" in head
    assert "share done" in head
    for words in ("16 Nov 2026", "Down Dog", "general upper-back", "79 %", " 3 ", "yes"):
        assert words in first
    assert long_note in first
    assert long_note in shown._repr_html_()
    assert second.split() == ["overhead", "2.5"]
    many = show_table(pd.DataFrame({"n": range(500)}))
    assert len(str(many).splitlines()) == 501
    assert str(show_table(frame.head(0))) == "No row."
    assert str(show_table(frame.head(0), none="None yet.", not_read="2 rows not read")) == (
        "None yet; 2 rows not read."
    )


def test_newest_rows_come_first_and_the_table_stays_as_it_was() -> None:
    frame = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-08", "2026-11-02"])})
    before = frame.copy()
    assert newest(frame, n=2)["date"].dt.day.tolist() == [8, 2]
    pd.testing.assert_frame_equal(frame, before)


def test_a_copy_is_kept_with_its_words_and_numbers(tmp_path: Path) -> None:
    log = open_log(bundled_sample())
    _, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    table = pd.DataFrame({"done": [3]})
    shown = keep_copy(
        client_log(log, "Ben T"),
        tmp_path,
        figures={"05_stiffness": show_figure(ax, "31 of 48 done")},
        tables={"05_weekly": table},
    )
    folder = tmp_path / "Ben-T" / "kept"
    kept = ["05_stiffness.png", "05_stiffness-screen.png", "05_stiffness.svg", "05_weekly.csv"]
    assert str(shown) == f"Kept in {folder}: {', '.join(kept)}."
    assert sorted(path.name for path in folder.iterdir()) == sorted(kept)
    assert "31 of 48 done" in (folder / "05_stiffness.svg").read_text(encoding="utf-8")
    assert (folder / "05_weekly.csv").read_text(encoding="utf-8") == "done\n3\n"
    of_all = keep_copy(log, tmp_path, tables={"08_caseload": table})
    assert str(of_all) == f"Kept in {tmp_path / 'caseload' / 'kept'}: 08_caseload.csv."


def test_the_whole_path_of_a_copy_is_said_wherever_one_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    log, table = open_log(bundled_sample())["Ben T"], pd.DataFrame({"done": [3]})
    said = str(keep_copy(log, "mobility-report", tables={"x": table}))
    assert said == f"Kept in {tmp_path}/notebooks/mobility-report/Ben-T/kept: x.csv."
    said = str(keep_copy(log, "../mobility-report", tables={"x": table}))  # as nobody edited it
    assert said == "Kept in ../mobility-report/Ben-T/kept: x.csv."


def line_figure(words: str) -> ShownFigure:
    _, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    return show_figure(ax, words)


def test_nothing_is_written_before_the_button_is_pressed(tmp_path: Path) -> None:
    log, table = open_log(bundled_sample())["Ben T"], pd.DataFrame({"done": [3]})
    figures = {"05_line": line_figure("3 of 4"), "05_blank": show_figure(plt.subplots()[1], "0")}
    offered = offer_copy(log, tmp_path, figures=figures, tables={"05_weekly": table})
    assert isinstance(offered, Copies)
    folder, files = tmp_path / "Ben-T" / "kept", [
        "05_line.png", "05_line-screen.png", "05_line.svg", "05_weekly.csv"]  # fmt: skip
    assert str(offered) == (
        f"A button writes into {folder}: {', '.join(files)}. Run this cell to use it."
    )
    shown = offered._repr_mimebundle_()
    assert shown["text/plain"] == str(offered)
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert not folder.exists()
    button, said = offered.box().children
    button.click()
    assert sorted(path.name for path in folder.iterdir()) == sorted(files)
    assert f"Kept in {folder}: {', '.join(files)}." in said.value
    assert not button.disabled


def test_a_copy_that_cannot_be_written_is_said_beside_its_button(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder is wanted", encoding="utf-8")
    log = open_log(bundled_sample())["Ben T"]
    offered = offer_copy(log, tmp_path / "kept", tables={"x": pd.DataFrame({"done": [3]})})
    assert isinstance(offered, Copies)
    button, said = offered.box().children
    button.click()
    assert "Not all was written" in said.value
    assert str(tmp_path / "kept") in said.value
    assert not button.disabled


def test_without_widgets_a_copy_is_kept_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobility_analysis.report.notebook.keep.find_spec", lambda name: None)
    log, table = open_log(bundled_sample())["Ben T"], pd.DataFrame({"done": [3]})
    folder = tmp_path / "Ben-T" / "kept"
    assert str(offer_copy(log, tmp_path, tables={"x": table})) == f"Kept in {folder}: x.csv."
    assert (folder / "x.csv").is_file()


def test_the_copy_is_the_picture_that_is_shown(tmp_path: Path) -> None:
    """The chart goes on after it was shown: page and file still hold the same, drawn once."""
    shown = line_figure("3 of 4")
    html = shown._repr_html_()
    shown.figure.axes[0].set_title("Changed since")
    keep_copy(open_log(bundled_sample())["Ben T"], tmp_path, figures={"05_line": shown})
    kept = (tmp_path / "Ben-T" / "kept" / "05_line.svg").read_text(encoding="utf-8")
    assert "Changed since" not in kept
    [address] = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", html)
    drawn = base64.b64decode(address).decode()
    places = re.findall(r'<path d="[^"]+"', drawn)
    assert len(places) > 3
    assert places == re.findall(r'<path d="[^"]+"', kept)
    assert "3 of 4" in kept  # as alt text; beside the picture they stand already
    assert "3 of 4" not in drawn


def test_a_drawing_of_very_many_marks_is_shown_as_dots() -> None:
    _, ax = plt.subplots()
    ax.scatter(range(30_000), range(30_000))
    html = show_figure(ax, "30,000 marks")._repr_html_()
    assert 'src="data:image/png;base64,' in html
    assert len(html) < 200_000


def test_a_stated_scale_is_applied_and_named_where_trust_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "client,date,score\nAna,2026-11-02,5\nBo,2026-11-02,4\n"
    (tmp_path / "stiffness.csv").write_text(text, encoding="utf-8")
    said = "was written on a scale from 1 to 5, as stated"
    log = open_log(tmp_path, options="--scale 1-5")
    assert log.stiffness["score"].tolist() == [10, 7.5]
    assert f"1 stiffness score in stiffness.csv {said}" in str(
        describe_trust(log, client_log(log, "Ana"))
    )
    kept = keep_copy(client_log(log, "Bo"), tmp_path / "copy")
    assert str(kept).endswith("/Bo/kept: assumptions.csv.")
    text = (tmp_path / "copy/Bo/kept/assumptions.csv").read_text(encoding="utf-8-sig")
    assert text.startswith(f'assumption\n"1 stiffness score in stiffness.csv {said}')
    monkeypatch.setenv("MOBILITY_OPTIONS", "--scale 1-5 --scale-reversed")
    log = open_log(tmp_path)
    assert log.stiffness["score"].tolist() == [0, 2.5]
    monkeypatch.setenv("MOBILITY_OPTIONS", "--scale five")
    with pytest.raises(ValueError, match="write its two ends as 1-5"):
        open_log(tmp_path)


def test_the_date_order_of_the_settings_file_is_said_where_trust_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "stiffness.csv").write_text("date,score\n03/04/2026,5\n", encoding="utf-8")
    (folder / "mobility.toml").write_text('date-order = "dmy"\n', encoding="utf-8")
    said = "Dates read in the order dmy, as stated in ann/mobility.toml."
    log = open_log(folder)
    assert str(log.as_of.date()) == "2026-04-03"
    assert said in describe_trust(log, client_log(log))
    assert said in describe_log(log)
    typed = open_log(folder, options="--date-order mdy")
    assert str(typed.as_of.date()) == "2026-03-04"
    assert "Dates read" not in describe_trust(typed, client_log(typed)) + describe_log(typed)
    (folder / "mobility.toml").unlink()
    (folder / "stiffness.csv").write_text("date,score\n2026-04-03,5\n", encoding="utf-8")
    plain = open_log(folder)
    assert "Dates read" not in describe_trust(plain, client_log(plain)) + describe_log(plain)


def test_of_a_long_list_of_clients_the_first_are_shown_and_the_others_counted() -> None:
    clients = [f"client {n:04}" for n in range(1, 2001)]
    shown = show_table(
        pd.DataFrame({"client": clients, "reasons": "few ratings"}), not_read="1 row"
    )
    assert "client 0050" in shown.html
    assert "client 0051" not in f"{shown.html}{shown}"
    assert str(shown).splitlines()[-2:] == [
        "The first 50 of 2,000 clients are shown, in the order of the list; the table that the "
        "last cell keeps holds all of them.",
        "What could not be read is missing here: 1 row.",
    ]
    assert len(shown.html) < 20_000


@pytest.mark.parametrize("n", [1, 50])
def test_of_a_short_list_every_client_is_shown(n: int) -> None:
    shown = show_table(pd.DataFrame({"client": [f"client {i}" for i in range(n)]}))
    assert f"client {n - 1}" in shown.html
    assert "are shown" not in str(shown)


def test_rows_of_one_client_are_no_list() -> None:
    assert "are shown" not in str(show_table(pd.DataFrame({"client": ["Ann"] * 500})))
