"""Every notebook in a real JupyterLab: opened, run, saved, and the saved file judged."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest

from mobility_analysis.sample.bundled import bundled_notebooks, bundled_sample
from tests.browser.conftest import unavailable

NOTEBOOKS = sorted(path.name for path in bundled_notebooks().glob("*.ipynb"))
TOKEN = "made-for-this-test"
START_S, RUN_S = 60, 120
SCREEN = {"width": 1366, "height": 768}  # a laptop's

OPEN_CLEARED = """async path => {
    const app = window.jupyterapp;
    const widget = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await widget.context.ready;
    await widget.context.sessionContext.ready;
    await app.commands.execute('notebook:clear-all-cell-outputs');
}"""
RUN_AND_SAVE = """async () => {
    const app = window.jupyterapp;
    const widget = app.shell.currentWidget;
    await app.commands.execute('notebook:run-all-cells');
    const cells = [...widget.content.model.cells].filter(cell => cell.type === 'code');
    const end = Date.now() + 110000;
    const waiting = () => cells.some(
        cell => cell.sharedModel.source.trim() && cell.executionCount === null);
    const kernel = widget.context.sessionContext.session.kernel;
    while ((waiting() || kernel.status !== 'idle') && Date.now() < end) {
        if (cells.some(c => [...Array(c.outputs.length).keys()].some(
            i => c.outputs.get(i).type === 'error'))) break;
        await new Promise(done => setTimeout(done, 200));
    }
    await widget.context.save();
}"""

# Without asking whether to save, which a test that failed would leave open for the next.
CLOSE_ALL = """() => {
    const shell = window.jupyterapp.shell;
    [...shell.widgets('main')].filter(widget => widget.context).forEach(
        widget => widget.dispose());
}"""
N_OPEN = """() => [...window.jupyterapp.shell.widgets('main')].filter(
    widget => widget.context).length"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and its folder of notebooks."""

    url: str
    folder: Path
    server: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Lab]:
    """JupyterLab as ``mobility-analysis lab`` starts it, with folders of its own."""
    if find_spec("jupyterlab") is None:
        unavailable("JupyterLab")
    home = tmp_path_factory.mktemp("lab")
    config = home / "config"
    config.mkdir()
    settings = {
        "ServerApp": {"token": TOKEN, "password": ""},
        "IdentityProvider": {"token": TOKEN},
        "LabApp": {
            "expose_app_in_browser": True,
        },
    }
    for name in ("jupyter_lab_config.json", "jupyter_server_config.json"):
        (config / name).write_text(json.dumps(settings), encoding="utf-8")
    port = free_port()
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    notebooks = home / "notebooks"
    command = [sys.executable, "-m", "mobility_analysis.cli", "lab", str(bundled_sample())]
    command += ["--notebooks", str(notebooks), "--no-browser", "--port", str(port)]
    output = home / "server.log"
    with output.open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, output)
            yield Lab(f"http://127.0.0.1:{port}", notebooks, server)
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def started_page(lab: Lab, browser: Any) -> Iterator[Any]:
    """JupyterLab in a browser, started once."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    page.goto(f"{lab.url}/lab?token={TOKEN}&reset")
    page.wait_for_function("window.jupyterapp !== undefined", timeout=START_S * 1000)
    page.evaluate("async () => { await window.jupyterapp.restored }")
    page.set_default_timeout(RUN_S * 1000)
    yield page
    context.close()


@pytest.fixture
def lab_page(started_page: Any) -> Iterator[Any]:
    """The page of JupyterLab, from which each test's notebook is taken when it is over."""
    yield started_page
    close_all(started_page)


def close_all(page: Any) -> None:
    page.evaluate(CLOSE_ALL)
    assert page.evaluate(N_OPEN) == 0


@pytest.fixture(scope="module", params=NOTEBOOKS)
def run_notebook(request: pytest.FixtureRequest, lab: Lab, started_page: Any) -> Iterator[Path]:
    """Each notebook in turn, opened, run and saved once for all tests of it."""
    started_page.evaluate(OPEN_CLEARED, request.param)
    started_page.evaluate(RUN_AND_SAVE)
    yield lab.folder / request.param
    close_all(started_page)


def faults_of(path: Path) -> list[str]:
    """What is wrong in a notebook as it was saved: cells not run, errors, warnings."""
    faults = []
    for place, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and cell.execution_count is None:
            faults.append(f"cell {place} was not run")
        for output in cell.outputs:
            is_error = output.output_type == "error"
            if is_error and "raises-exception" not in cell.metadata.get("tags", []):
                faults.append(f"cell {place}: {output.ename}: {output.evalue}")
            if output.output_type == "stream" and output.name == "stderr":
                faults.append(f"cell {place} warns: {output.text}")
    return faults


def test_a_notebook_runs_in_jupyterlab_without_an_error(run_notebook: Path) -> None:
    assert faults_of(run_notebook) == []


# JupyterLab takes cells out of the page that are not in sight: so the model is asked, and what is
# clicked is brought into sight.
GO_TO_CELL = """async code => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const place = notebook.widgets.findIndex(
        cell => cell.model.type === 'code' && cell.model.sharedModel.source.includes(code));
    notebook.activeCellIndex = place;
    await notebook.scrollToItem(place, 'start');
}"""
HOLDS = """text => JSON.stringify(
    window.jupyterapp.shell.currentWidget.content.model.toJSON()).includes(text)"""


def words_of(path: Path) -> str:
    """All words that are stored under the cells of a notebook, errors too."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    said = [out.get("data", {}).get("text/plain", "") + out.get("evalue", "") for out in outputs]
    return "\n".join(said)


TO_THE_TOP = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = 0;
    await notebook.scrollToItem(0, 'start');
}"""
# How much of the first chart, and of the words beside it, is on the screen, from its top.
ON_SCREEN = """() => {
    const widget = window.jupyterapp.shell.currentWidget;
    const area = widget.content.node.getBoundingClientRect();
    const shown = what => {
        if (!what) return null;
        const box = what.getBoundingClientRect();
        return (Math.min(box.bottom, area.bottom) - Math.max(box.top, area.top)) / box.height;
    };
    const output = '.jp-OutputArea-output ';
    const node = widget.content.node;
    return [output + 'img, ' + output + 'table', output + 'p'].map(
        selector => shown(node.querySelector(selector)));
}"""


def test_the_first_screen_of_a_laptop_shows_the_sentence_and_its_chart(
    run_notebook: Path, started_page: Any
) -> None:
    started_page.evaluate(TO_THE_TOP)
    started_page.wait_for_timeout(1000)
    chart, sentence = started_page.evaluate(ON_SCREEN)
    assert sentence == 1
    assert chart > 0.8  # all but the small print
    assert started_page.get_by_text("Jupyter news").count() == 0


# The squares that look picked: one alone, and not another week with the same number in it.
MARKED = """week => {
    const marked = [...document.querySelectorAll('.widget-toggle-button.mod-active')];
    return marked.length === 1 && marked[0].title.split(':')[0] === week;
}"""


def test_the_desk_moves_as_a_whole_and_its_button_writes(lab: Lab, lab_page: Any) -> None:
    name = "07_client_review.ipynb"
    lab_page.evaluate(OPEN_CLEARED, name)
    lab_page.evaluate(RUN_AND_SAVE)
    assert "Amira K. Self-rated stiffness" in words_of(lab.folder / name)
    lab_page.evaluate(GO_TO_CELL, "ma.open_desk(")
    menu = lab_page.locator(".widget-dropdown select").first
    menu.wait_for()
    menu.select_option(label="Elin S")
    lab_page.wait_for_function(HOLDS, arg="Elin S. Self-rated stiffness: 2.9 points higher")
    lab_page.wait_for_function(HOLDS, arg="Bear Rolls, week of 9 to 15 Nov 2026")
    lab_page.evaluate(GO_TO_CELL, "desk.show_week(")
    lab_page.locator(".widget-toggle-button").last.click()  # the newest week on the grid
    lab_page.wait_for_function(HOLDS, arg="week of 16 to 22 Nov 2026. Prescribed")
    lab_page.wait_for_function(MARKED, arg="week of 16 Nov 2026")
    lab_page.evaluate(GO_TO_CELL, "desk.show_export(")
    lab_page.get_by_role("button", name="Write page, plots and tables").click()
    lab_page.get_by_text("of 9 plots").or_(lab_page.get_by_text("plots,")).first.wait_for()
    written = lab.folder / "mobility-report" / "Elin-S"
    lab_page.get_by_text(f"Written into {written}: summary.html").wait_for()
    assert (written / "summary.pdf").is_file()
    lab_page.evaluate("async () => window.jupyterapp.shell.currentWidget.context.save()")
    assert "Amira" not in words_of(lab.folder / name)


EDIT_CELL = """([old, text]) => {
    const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
    const cell = cells.find(cell => cell.sharedModel.source.includes('LOG = '));
    cell.sharedModel.setSource(cell.sharedModel.source.replace(old, () => text));
}"""


def test_what_stands_in_the_cell_wins(lab: Lab, lab_page: Any, tmp_path: Path) -> None:
    """``lab`` was told of the sample; the cell is then edited to another log, and to none."""
    name = "01_start_here.ipynb"
    log = tmp_path / "Zoë's log"
    log.mkdir()
    (log / "stiffness.csv").write_text("client,date,score\nZoe,2026-11-02,3\n", encoding="utf-8")
    lab_page.evaluate(OPEN_CLEARED, name)
    lab_page.evaluate(EDIT_CELL, [bundled_sample().as_posix(), log.as_posix()])
    lab_page.evaluate(RUN_AND_SAVE)
    assert faults_of(lab.folder / name) == []
    said = words_of(lab.folder / name)
    assert f"Log: {log}." in said
    assert "Zoe, the only client" in said
    assert "Amira" not in said
    lab_page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    lab_page.evaluate(EDIT_CELL, [log.as_posix(), (tmp_path / "gone").as_posix()])
    lab_page.evaluate(RUN_AND_SAVE)
    assert f"{tmp_path / 'gone'}: found no file or folder there" in words_of(lab.folder / name)
    lab_page.get_by_text("found no file or folder there").wait_for()
    assert lab_page.get_by_text("Traceback").count() == 0
    lab_page.evaluate(EDIT_CELL, [(tmp_path / "gone").as_posix(), bundled_sample().as_posix()])
    lab_page.evaluate("async () => window.jupyterapp.shell.currentWidget.context.save()")


DIARY = """Date,What I did,Stiff (0-10),Paid
2/11/2026,"bear rolls x10, down dog",6,yes
3/11/2026,,6,no
4/11/2026,"down dog, bare rolls",5,yes
6/11/2026,foam roller and down dog,5,yes
"""


N_MENUS = """n => [...document.querySelectorAll('.widget-dropdown select')].filter(
    menu => menu.checkVisibility()).length === n"""
IS_OPEN = "name => window.jupyterapp.shell.currentWidget.context?.path === name"


def run_with(lab_page: Any, name: str, log: Path) -> None:
    lab_page.evaluate(OPEN_CLEARED, name)
    lab_page.evaluate(EDIT_CELL, [bundled_sample().as_posix(), log.as_posix()])
    lab_page.evaluate(RUN_AND_SAVE)


def test_a_sheet_in_other_columns_leads_to_the_form_and_is_read_ever_after(
    lab: Lab, lab_page: Any, tmp_path: Path
) -> None:
    """Any notebook names the form; it asks, shows, and keeps; then every notebook reads it."""
    diary = tmp_path / "my diary" / "diary.csv"
    diary.parent.mkdir()
    diary.write_text(DIARY, encoding="utf-8")
    kept = diary.with_name("mobility.toml")
    run_with(lab_page, "01_start_here.ipynb", diary)
    lab_page.get_by_text("3 things must be asked about them first").wait_for()
    assert lab_page.get_by_text("Traceback").count() == 0
    lab_page.locator(".jp-OutputArea-output a", has_text="02_check_your_log").click()
    lab_page.wait_for_function(IS_OPEN, arg="02_check_your_log.ipynb")

    run_with(lab_page, "02_check_your_log.ipynb", diary)
    assert faults_of(lab.folder / "02_check_your_log.ipynb") == []
    lab_page.evaluate(GO_TO_CELL, "ma.open_check(")
    menus = lab_page.locator(".widget-dropdown select").filter(visible=True)
    menus.first.wait_for()
    assert menus.count() == 3  # and a menu a column, which most need not open
    lab_page.get_by_text("Is a column something else than it was taken for?").click()
    menus.nth(3).select_option(label="something else: it is left out")  # of Paid
    lab_page.wait_for_function(N_MENUS, arg=4 + 2)
    menus.nth(3).select_option(label="as understood: not used")
    lab_page.wait_for_function(N_MENUS, arg=4 + 3)
    lab_page.get_by_text("Is a column something else than it was taken for?").click()
    lab_page.wait_for_function(N_MENUS, arg=3)
    lab_page.get_by_text("newest entry 6 Nov 2026").first.wait_for()  # the likely order of dates
    menus.first.select_option(label="11 February 2026 (month, day, year)")
    lab_page.get_by_text("newest entry 11 Jun 2026").first.wait_for()
    menus.first.select_option(label="2 November 2026 (day, month, year)")
    lab_page.get_by_text("newest entry 6 Nov 2026").first.wait_for()
    assert lab_page.locator(".jupyter-widgets img").count() == 1  # the first chart
    assert not kept.exists()
    lab_page.get_by_role("button", name="Keep these answers").click()
    lab_page.get_by_text(f"Kept in {kept}").wait_for()
    assert '"bare rolls" = "bear-rolls"' in kept.read_text(encoding="utf-8")
    lab_page.wait_for_function(HOLDS, arg="No row has a problem.")
    lab_page.evaluate("async () => window.jupyterapp.shell.currentWidget.context.save()")
    lab_page.evaluate(CLOSE_ALL)

    run_with(lab_page, "02_check_your_log.ipynb", diary)  # edited already: opened and run again
    assert "4 rows read, 4 used" in words_of(lab.folder / "02_check_your_log.ipynb")
    assert lab_page.get_by_role("button", name="Keep these answers").count() == 0
    run_with(lab_page, "01_start_here.ipynb", diary)
    assert faults_of(lab.folder / "01_start_here.ipynb") == []
    assert "diary, the only client: 4 of 5 days rated" in words_of(
        lab.folder / "01_start_here.ipynb"
    )
    for name in ("01_start_here.ipynb", "02_check_your_log.ipynb"):
        lab_page.evaluate(OPEN_CLEARED, name)
        lab_page.evaluate(EDIT_CELL, [diary.as_posix(), bundled_sample().as_posix()])
        lab_page.evaluate("async () => window.jupyterapp.shell.currentWidget.context.save()")


def test_the_lab_ends_when_it_is_stopped_in_the_browser(lab: Lab, lab_page: Any) -> None:
    """The last test of this file: nothing runs afterwards."""
    lab_page.evaluate("""async () => {
        const {serverSettings} = window.jupyterapp.serviceManager;
        const cookie = document.cookie.match(/_xsrf=([^;]*)/);
        await fetch(serverSettings.baseUrl + 'api/shutdown', {
            method: 'POST', headers: {'X-XSRFToken': cookie ? cookie[1] : '',
            Authorization: 'token ' + serverSettings.token}});
    }""")
    lab.server.wait(25)
    assert lab.server.returncode == 0
