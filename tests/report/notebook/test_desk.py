"""The desk: a choice of file, client or days moves all that stands below, and the button writes."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from notebook_cells import Place
from notebook_plugin import kernel_environment

from mobility_analysis.log import DataError, MobilityLog, load_log, log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.report.contents import ClientContents, client_contents
from mobility_analysis.report.notebook import desk as desks
from mobility_analysis.report.notebook import places
from mobility_analysis.report.notebook import review as reviews
from mobility_analysis.report.notebook.cells import say
from mobility_analysis.report.notebook.desk import Desk, open_desk
from mobility_analysis.report.notebook.opening import open_log
from mobility_analysis.report.notebook.pictures import ShownFigure
from mobility_analysis.report.notebook.review import (
    show_movement,
    show_notes,
    show_overview,
    show_recent,
    show_topics,
    show_weeks,
)
from mobility_analysis.report.notebook.week_menu import NO_WIDTH
from mobility_analysis.sample.bundled import bundled_notebooks, bundled_sample


@pytest.fixture(scope="module")
def log() -> MobilityLog:
    return load_log(bundled_sample())


cached_contents = cache(client_contents)


@pytest.fixture(autouse=True)
def measured_once(log: MobilityLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the sample and measure its clients once for all tests that choose the same."""

    def opened(path: str | Path, **options: str) -> MobilityLog:
        return log if Path(path) == bundled_sample() else open_log(path, **options)

    monkeypatch.setattr(desks, "open_log", opened)

    def measured(log: MobilityLog, client: str, *, review: object, **days: Any) -> ClientContents:
        return cached_contents(log, client, **days)

    monkeypatch.setattr("mobility_analysis.report.contents.client_contents", measured)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    """The places under cells, each with all that it held."""
    made: list[Place] = []

    def show(thing: object) -> Place:
        made.append(Place(thing))
        return made[-1]

    monkeypatch.setattr(places, "show_in_place", show)
    return made


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say only the words of each chart, for tests that look at no chart."""
    monkeypatch.setattr(
        reviews, "_drawn", lambda figure, of, *said, trust="", **_: say(*said, small=trust)
    )


@pytest.fixture
def desk(shown: list[Place]) -> Desk:
    """A desk on the sample log with all that 07 shows below it."""
    desk = open_desk(bundled_sample())
    desk.show_first()
    desk.show(show_topics, show_recent, show_weeks)
    desk.show_week()
    desk.show(show_movement, show_notes)
    return desk


def last(shown: list[Place]) -> str:
    return "\n".join(str(place.holds[-1]) for place in shown)


@pytest.mark.usefixtures("undrawn")
def test_all_that_is_shown_below_follows_the_choice_of_a_client(
    desk: Desk, shown: list[Place]
) -> None:
    assert "Amira K. Self-rated stiffness: 3.1 points lower" in last(shown)
    desk.controls.who.value = "Elin S"
    controls, overview, topics, recent, weeks, menu, opened, movement, notes = shown
    said = [str(place.holds[-1]) for place in shown]
    assert "Amira" not in "".join(said)
    assert str(overview.holds[-1]).startswith("Elin S. Self-rated stiffness: 2.9 points higher")
    assert "Elin S (of 9 clients)" in str(overview.holds[-1])
    assert str(topics.holds[-1]).startswith("Elin S.\nSelf-rated stiffness 2.9 points higher")
    assert str(recent.holds[-1]) == str(show_recent(client_contents(desk.log, "Elin S")))
    assert str(weeks.holds[-1]).startswith("Weeks of 3 exercises")
    # 4 of 12 in the last 4 weeks: Bear Rolls is done least, and not at all from 9 to 15 Nov
    assert str(opened.holds[-1]).startswith(
        "Bear Rolls, week of 9 to 15 Nov 2026. Prescribed: 3 a week on 7 of 7 days, so 3. Done: 0."
    )
    assert str(movement.holds[-1]) == "No movement check was logged."
    assert "Roller leaves me stiffer" in str(notes.holds[-1])
    assert controls.holds == [desk]
    assert menu.holds == [desk.weeks]


def test_both_charts_and_the_checks_are_drawn_of_the_client_chosen(
    desk: Desk, shown: list[Place]
) -> None:
    figures = [place.holds[-1] for place in shown if isinstance(place.holds[-1], ShownFigure)]
    titles = [figure.figure.axes[0].texts[-1].get_text() for figure in figures]
    assert titles[0].replace("\n", " ") == (
        "Practice by week; self-rated stiffness: 3.1 points lower than in the first 4 weeks"
    )
    assert len(figures) == 3  # both panels, the grid of weeks, Amira's movement checks
    desk.controls.who.value = "Elin S"  # whose movement was never checked
    figures = [place.holds[-1] for place in shown if isinstance(place.holds[-1], ShownFigure)]
    assert len(figures) == 2


@pytest.mark.usefixtures("undrawn")
def test_days_are_chosen_on_the_desk(desk: Desk, shown: list[Place]) -> None:
    controls = desk.controls
    controls.first.value = datetime.date(2026, 9, 1)
    controls.last.value = datetime.date(2026, 10, 31)
    assert desk.contents.start == pd.Timestamp("2026-09-01")
    assert desk.contents.as_of == pd.Timestamp("2026-10-31")
    assert "4 to 31 Oct 2026" in str(shown[1].holds[-1])


@pytest.mark.usefixtures("undrawn")
def test_a_first_day_after_the_last_is_said_and_changes_nothing(
    desk: Desk, shown: list[Place]
) -> None:
    before = [place.holds[-1] for place in shown]
    desk.controls.first.value = datetime.date(2027, 1, 1)
    assert desk.controls.said.value == (
        "The first day, 2027-01-01, lies after the last, 2026-11-22. Below still stands: Amira K."
    )
    assert desk.controls.said.layout.display == ""
    assert [place.holds[-1] for place in shown] == before
    assert desk.start is None
    desk.controls.first.value = None
    assert desk.controls.said.layout.display == "none"


@pytest.mark.usefixtures("undrawn")
def test_another_file_is_opened_on_the_desk(desk: Desk, shown: list[Place], tmp_path: Path) -> None:
    text = "client,date,score\nZoe,2026-11-02,3\n"
    (tmp_path / "stiffness.csv").write_text(text, encoding="utf-8")
    desk.controls.file.value = str(tmp_path)
    assert desk.controls.who.options == (("Zoe", "Zoe"),)
    assert desk.controls.last.value == datetime.date(2026, 11, 2)
    assert "Amira" not in last(shown[1:])
    assert str(shown[1].holds[-1]).startswith("Zoe. ")
    assert "There is no week of any exercise to look into." in last(shown)
    desk.controls.file.value = str(tmp_path / "gone")
    assert "found no file or folder there" in desk.controls.said.value
    assert desk.controls.said.value.endswith("Below still stands: Zoe.")
    assert desk.client == "Zoe"


@pytest.mark.usefixtures("undrawn")
def test_a_week_is_picked_on_the_grid_and_by_menu(desk: Desk, shown: list[Place]) -> None:
    picker = desk.weeks.picker
    opened = shown[6]
    row = picker.rows["down-dog"]
    _, week = row.options[-1]
    row.value = week  # a click
    assert str(opened.holds[-1]).startswith("Down Dog, week of 16 to 22 Nov 2026.")
    assert picker.which.value == "down-dog"
    assert picker.when.value == week == pd.Timestamp("2026-11-16")
    picker.when.value = pd.Timestamp("2026-06-01")  # older than the grid
    assert str(opened.holds[-1]).startswith("Down Dog, week of 1 to 7 Jun 2026.")
    assert {other.value for other in picker.rows.values()} == {None}
    picker.which.value = "bear-rolls"
    # of 26 weeks one has none of 3 done: that tells most
    assert str(opened.holds[-1]).startswith("Bear Rolls, week of 27 Jul to 2 Aug 2026.")


@pytest.mark.usefixtures("undrawn")
def test_the_grid_says_of_each_week_what_was_counted(desk: Desk) -> None:
    row = desk.weeks.picker.rows["bear-rolls"]
    own = {week["week_start"]: week for week in desk.weeks.weeks_of("bear-rolls")}
    assert len(row.options) == 12
    assert len({row.layout.model_id for row in desk.weeks.picker.rows.values()}) == 1
    for label, week in row.options:
        assert label.strip(NO_WIDTH) == f"{own[week]['counted']:g}/{own[week]['prescribed']:g}"
    labels = [label for label, _ in row.options]
    assert len({label.strip(NO_WIDTH) for label in labels}) < len(labels) == len(set(labels))
    assert row.tooltips[-1] == "week of 16 Nov 2026: 3 of 3"
    assert not [line for line in desk.weeks.picker.grid.children if "about" in str(line)]
    as_needed = [label.strip(NO_WIDTH) for label, _ in desk.weeks.picker.rows["down-dog"].options]
    assert as_needed[-2:] == ["1", "–"]  # 13 Nov, and none in the newest week
    desk.controls.who.value = "Ben T"  # who wrote nothing from 12 Oct on
    for row in desk.weeks.picker.rows.values():
        assert [label.strip(NO_WIDTH) for label, _ in row.options][-6:] == ["–"] * 6


def test_the_grid_leaves_out_what_these_weeks_know_nothing_of(shown: list[Place]) -> None:
    rows = [{"date": "2026-01-05", "exercise": "bear-rolls"}] * 3
    rows += [{"date": f"2026-11-{day:02}", "exercise": "down-dog"} for day in (2, 4)]
    desk = open_desk(log_from_tables(sessions=rows, as_of="2026-11-22"))
    desk.show_week()
    picker = desk.weeks.picker
    assert list(picker.rows) == ["down-dog"]
    assert picker.grid.children[-1].value.startswith("1 exercise neither done nor prescribed in")
    assert [key for _, key in picker.which.options] == ["bear-rolls", "down-dog"]
    assert picker.which.value == "down-dog"  # done in the last four weeks, the other more before
    picker.which.value = "bear-rolls"
    assert picker.rows["down-dog"].value is None
    assert str(shown[1].holds[-1]).startswith("Bear Rolls, week of 5 to 11 Jan 2026.")


def test_the_grid_says_what_about_is(shown: list[Place]) -> None:
    # 3 a week from a Thursday: 12/7 in that week.
    log = log_from_tables(
        programme=[{"client": "ana", "exercise": "down-dog", "start": "2026-11-12",
                    "times_per_week": "3"}],
        sessions=[{"client": "ana", "date": date, "exercise": "down-dog"}
                  for date in ("2026-11-13", "2026-11-17")],
        as_of="2026-11-22",
    )  # fmt: skip
    desk = open_desk(log)
    desk.show_week()
    row = desk.weeks.picker.rows["down-dog"]
    assert [label.strip(NO_WIDTH) for label, _ in row.options][-2:] == ["1/~2", "1/3"]
    assert row.tooltips[-2] == "week of 9 Nov 2026: 1 of about 2"
    about = "~2 is about 2: of a week with a part of its days prescribed."
    assert desk.weeks.picker.grid.children[-1].value == about


def write_little(contents: ClientContents, folder: Path) -> None:
    for name in ("summary.html", "summary.pdf", "figures/a.png", "tables/b.csv"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(contents.client, encoding="utf-8")


@pytest.mark.usefixtures("undrawn")
def test_the_button_writes_of_the_client_chosen_and_says_the_whole_path(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobility_analysis.report.folder.client.write_client", write_little)
    monkeypatch.chdir(tmp_path)
    desk.show_export("out")
    controls = desk.controls
    controls.who.value = "Ben T"
    controls.write.click()
    assert (tmp_path / "out" / "Ben-T" / "summary.html").read_text(encoding="utf-8") == "Ben T"
    assert controls.written.value.count("<p") == 1
    assert (
        f"Ben T, 25 May to 22 Nov 2026. Written into {tmp_path}/out/Ben-T: summary.html "
        "(html, pdf), figures (1 file), tables (1 file)." in controls.written.value
    )
    assert not controls.write.disabled
    controls.who.value = "Elin S"
    assert controls.written.value == ""  # what was written is not of this client


@pytest.mark.usefixtures("undrawn")
def test_progress_counts_the_plots_that_are_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show_export(tmp_path)
    plots = desks.Plots(desk)
    names = plots.names
    assert "02-stiffness" in names
    folder = tmp_path / "Amira-K" / "figures"
    folder.mkdir(parents=True)
    assert plots.written()[0] == 0
    for name in names[:3]:
        (folder / f"{name}.svg").write_text("", encoding="utf-8")
    n_there, said = plots.written()
    assert n_there == 3
    assert said.startswith(f"Writing Amira K: 3 of {len(names)} plots, ")
    assert desks.Plots(desk).written()[0] == 0  # what an earlier report left does not count


@pytest.mark.usefixtures("undrawn")
def test_a_page_that_cannot_be_written_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(contents: ClientContents, folder: Path) -> None:
        raise PermissionError(f"{folder} may not be written")

    monkeypatch.setattr("mobility_analysis.report.folder.client.write_client", fail)
    desk.show_export(tmp_path)
    desk.controls.write.click()
    assert "Nothing new was written: " in desk.controls.written.value
    assert not desk.controls.write.disabled


@pytest.mark.usefixtures("undrawn")
def test_a_review_lists_clients_in_its_order_with_their_reasons(
    log: MobilityLog, shown: list[Place]
) -> None:
    desk = open_desk(log, review=caseload_review(log))
    labels = [label for label, _ in desk.controls.who.options]
    assert labels[0].startswith("Elin S: stiffness worse")
    assert labels[1].startswith("Ben T: worse when last heard")
    assert labels[2] == "Amira K: no reason to look first"
    assert desk.client == "Elin S"
    desk.show_first()
    desk.controls.who.value = "Ben T"
    assert str(shown[1].holds[-1]).startswith("Ben T. ")


@pytest.mark.usefixtures("undrawn")
def test_tables_are_made_once_a_choice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mobility_analysis.report.contents.client_contents", client_contents)
    before = desk.contents
    assert desk.contents is before
    desk.controls.who.value = "Isla B"
    assert desk.contents is not before


@pytest.mark.usefixtures("undrawn")
def test_without_widgets_the_first_client_is_shown_and_written(
    log: MobilityLog, shown: list[Place], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "find_spec", lambda name: None)
    monkeypatch.setattr("mobility_analysis.report.notebook.week_menu.find_spec", lambda name: None)
    monkeypatch.setattr("mobility_analysis.report.folder.client.write_client", write_little)
    desk = open_desk(log)
    desk.show_first()
    desk.show_week()
    desk.show_export(tmp_path)
    assert desk._repr_mimebundle_() == {
        "text/plain": "No menu, since ipywidgets is not installed: change CLIENT in the open cell "
        "above instead. Shown: Amira K."
    }
    said = last(shown)
    assert "No menu of weeks" in repr(shown[2].holds[0]._repr_mimebundle_())
    assert "Bear Rolls, week of" in said
    assert "Written into" in said


@pytest.mark.usefixtures("undrawn")
def test_what_is_stored_in_a_notebook_names_nobody(desk: Desk) -> None:
    for thing, words in ((desk, "A menu of 9 clients"), (desk.weeks, "A menu of weeks")):
        bundle = thing._repr_mimebundle_()
        assert bundle["text/plain"] == f"{words}: run this cell to use it."
        assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.usefixtures("undrawn")
def test_a_client_that_is_not_there_is_named_with_the_nearest(log: MobilityLog) -> None:
    with pytest.raises(ValueError, match=r"'Ben' is no client of this log\. Did you mean 'Ben T'"):
        open_desk(log, client="Ben")
    with pytest.raises(
        ValueError, match=r"no client of this log\. It has 'Amira K', .* and 4 more"
    ):
        open_desk(log, client="Zoe")


def test_a_log_without_a_client_says_so() -> None:
    with pytest.raises(DataError, match="Nothing can be shown yet, since this log holds no row"):
        open_desk(log_from_tables())


def test_the_desk_offers_logs_that_lie_beside(tmp_path: Path) -> None:
    for name in ("Ann", "Bo"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stiffness.csv").write_text("date,score\n2026-11-02,3\n", "utf-8")
    (tmp_path / "photos").mkdir()
    desk = open_desk(tmp_path / "Ann")
    sample = bundled_sample().as_posix()
    options = [str(tmp_path / "Ann"), str(tmp_path / "Bo"), sample]
    assert list(desk.controls.file.options) == options


def test_the_desk_holds_for_all_below_in_a_kernel(tmp_path: Path) -> None:
    """The notebook itself, run in a kernel, with another client chosen on its desk at the end."""
    notebook = nbformat.read(bundled_notebooks() / "07_client_review.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('"../data/sample"', repr(str(bundled_sample())))
    place = len(notebook.cells)
    notebook.cells += [
        nbformat.v4.new_code_cell('desk.controls.who.value = "Elin S"'),
        nbformat.v4.new_code_cell("desk.contents.client"),
    ]
    resources: dict[str, Any] = {"metadata": {"path": tmp_path}}
    runner = NotebookClient(notebook, kernel_name="python3", timeout=120, resources=resources)
    runner.execute(env=kernel_environment(str(tmp_path / "ipython")))
    assert notebook.cells[place + 1].outputs[0].data["text/plain"] == "'Elin S'"
    outputs = [out for cell in notebook.cells[:place] for out in cell.get("outputs", [])]
    said = "\n".join(out.data["text/plain"] for out in outputs)
    assert "Elin S. Self-rated stiffness: 2.9 points higher than in the first 4 weeks" in said
    assert "Roller leaves me stiffer" in said
    assert "Amira" not in str(outputs)
    assert list(tmp_path.glob("*mobility*")) == []  # nothing is written unasked


def test_the_words_beside_the_grid_are_of_the_weeks_that_it_shows() -> None:
    days = pd.date_range("2025-11-24", "2026-11-22", freq="7D").strftime("%Y-%m-%d")
    rows = [{"client": "Ann", "date": day, "exercise": "down-dog"} for day in days]
    log = log_from_tables(sessions=rows, as_of="2026-11-22")
    assert len(days) == 52
    assert str(show_weeks(client_contents(log, "Ann"))).startswith(
        "1 exercise, from the week of 25 May 2026 to that of 16 Nov 2026, self-reported: 26 "
    )


@pytest.mark.parametrize(
    "view", [show_overview, show_topics, show_recent, show_weeks, show_movement, show_notes]
)
def test_a_view_says_what_it_needs_instead_of_a_log(view: Any) -> None:
    log = log_from_tables(stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}])
    needs = f"{view.__name__} needs the tables of one client, as client_contents returns them; this"
    with pytest.raises(TypeError) as error:
        view(log)
    assert str(error.value) == f"{needs} is a log: pass client_contents(log, 'Ann')"
    with pytest.raises(TypeError) as error:
        view(log.stiffness)
    assert str(error.value) == f"{needs} is a DataFrame"
