"""The command ``lab``: copies that hold the user's own log, and nothing that outlives it."""

from __future__ import annotations

import ast
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from mobility_analysis.cli import main
from mobility_analysis.lab import _quoted, copy_notebooks
from mobility_analysis.report.notebook.opening import open_log
from tests.heard_signals import heard

TOKEN = "made-for-this-test"
START_S, END_S = 60, 25
# A grammar of all addresses, 4 s of a processor in each start, that the server does without.
LEFT_OUT = "raise ImportError('left out')\n"


def write_log(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "stiffness.csv").write_text("date,score\n2026-11-02,3\n", encoding="utf-8")
    return folder


def cell_of(notebook: Path) -> dict[str, str]:
    """The names and values of the cell of parameters."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    [cell] = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    body = ast.parse("".join(cell["source"])).body
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in body}


@pytest.fixture
def run_without_server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command, with what JupyterLab would be told instead of JupyterLab."""
    told: dict[str, Any] = {}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setattr(
        "mobility_analysis.lab._launched", lambda options: told.update(options=options) or 0
    )
    for name in ("MOBILITY_LOG", "MOBILITY_OPTIONS", "JUPYTER_CONFIG_PATH"):
        monkeypatch.setenv(name, "")

    def run(*arguments: object) -> tuple[Result, dict[str, Any]]:
        done = CliRunner().invoke(main, ["lab", *map(str, arguments)])
        names = ("MOBILITY_LOG", "MOBILITY_OPTIONS")
        return done, told | {name: os.environ.get(name) for name in names}

    return run


NAMES = ["plain", "it's", 'the "good" log', "a\\b", "Zoë 日誌", "two  # blanks", "{braces} %s"]


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_holds_the_path_and_no_outputs(
    run_without_server: Any, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write_log(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    done, told = run_without_server(name, "--notebooks", "nb")  # a path as people type it
    assert done.exit_code == 0, done.output
    assert done.output == f"Your notebooks are in {tmp_path / 'nb'}.\n"
    assert told["MOBILITY_LOG"] == str(log)
    for notebook in sorted((tmp_path / "nb").glob("*.ipynb")):
        assert cell_of(notebook)["LOG"] == str(log)
        text = notebook.read_text(encoding="utf-8")
        assert "Amira" not in text
        for cell in json.loads(text)["cells"]:
            assert cell.get("outputs", []) == []
            assert cell.get("execution_count") is None


def test_a_copy_keeps_the_remark_beside_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("mobility_analysis.lab._require_lab", lambda: None)
    copy_notebooks(tmp_path / "nb", write_log(tmp_path / "my-log"))
    text = (tmp_path / "nb" / "01_start_here.ipynb").read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if "LOG = " in line]
    assert line.strip().startswith(
        f'"LOG = \\"{tmp_path.as_posix()}/my-log\\"  # a log of your own'
    )
    assert line.strip().endswith('\\n",')


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("C:/Users/Ann/log", '"C:/Users/Ann/log"'),
        ("C:\\Users\\new", r"'C:\\Users\\new'"),
        ("it's", '"it\'s"'),
        ('a "b"', "'a \"b\"'"),
        ("broken \udcff byte", r"'broken \udcff byte'"),
    ],
)
def test_a_path_is_written_as_python_reads_it(text: str, written: str) -> None:
    assert _quoted(text) == written
    assert ast.literal_eval(written) == text


def test_how_a_log_is_read_is_written_into_the_copies(
    run_without_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write_log(tmp_path / "log")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my recipe.toml").write_text("", encoding="utf-8")
    options = ["--scale", "1-5", "--scale-reversed", "--date-order", "dmy"]
    options += ["--target-per-week", "3", "--recipe", "my recipe.toml"]
    done, told = run_without_server(log, *options, "--notebooks", "nb")
    assert done.exit_code == 0, done.output
    stated = (
        f"--recipe '{tmp_path}/my recipe.toml' --date-order dmy --scale 1-5 --target-per-week 3 "
        "--scale-reversed"
    )
    assert told["MOBILITY_OPTIONS"] == stated
    for notebook in (tmp_path / "nb").glob("*.ipynb"):
        assert cell_of(notebook)["OPTIONS"] == stated


def test_options_of_the_command_are_read_back_in_a_notebook(
    run_without_server: Any, tmp_path: Path
) -> None:
    """A diary on a scale of 1 to 5, best high, read by both in the same way."""
    log = write_log(tmp_path / "log")
    options = ["--scale", "1-5", "--scale-reversed", "--target-per-week", "3"]
    run_without_server(log, *options, "--notebooks", tmp_path / "nb")
    cell = cell_of(tmp_path / "nb" / "01_start_here.ipynb")
    opened = open_log(cell["LOG"], options=cell["OPTIONS"])
    assert opened.stiffness["score"].tolist() == [5]  # 3 of 1 to 5 is the middle
    assert "3 practice days a week" in " ".join(opened.assumptions)


def test_copies_keep_what_they_write_inside_the_folder_that_is_shown(
    run_without_server: Any, tmp_path: Path
) -> None:
    _, told = run_without_server(write_log(tmp_path / "log"), "--notebooks", tmp_path / "nb")
    assert f"--ServerApp.root_dir={tmp_path / 'nb'}" in told["options"]
    for notebook in (tmp_path / "nb").glob("*.ipynb"):
        assert r"KEEP = \"mobility-report\"  # the folder" in notebook.read_text(encoding="utf-8")


def test_no_news_are_asked_for(run_without_server: Any, tmp_path: Path) -> None:
    run_without_server(write_log(tmp_path / "log"), "--notebooks", tmp_path / "nb")
    folder = Path(os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    said = json.loads((folder / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert said == {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


def test_copies_that_are_there_are_left_alone_and_said(
    run_without_server: Any, tmp_path: Path
) -> None:
    first, second = write_log(tmp_path / "first"), write_log(tmp_path / "second")
    folder = tmp_path / "nb"
    run_without_server(first, "--notebooks", folder)
    (folder / "01_start_here.ipynb").write_text("mine", encoding="utf-8")
    (folder / "02_check_your_log.ipynb").unlink()
    before = (folder / "03_adherence_by_exercise.ipynb").read_bytes()
    done, _ = run_without_server(second, "--notebooks", folder)
    assert done.exit_code == 0, done.output
    assert (folder / "01_start_here.ipynb").read_text(encoding="utf-8") == "mine"
    assert (folder / "03_adherence_by_exercise.ipynb").read_bytes() == before
    assert cell_of(folder / "02_check_your_log.ipynb")["LOG"] == str(second)
    assert f"Your notebooks are in {folder}." in done.output
    assert "There already, and left as they are: 01_start_here, 03_adherence" in done.output
    assert f"Note: 03_adherence_by_exercise.ipynb reads {first}." in done.output
    assert f"To read {second} there too, write that path into LOG" in done.output
    assert "01_start_here.ipynb reads" not in done.output  # no LOG can be read in it
    again, _ = run_without_server(first, "--notebooks", folder)
    assert "Note: 02_check_your_log.ipynb reads" in again.output
    assert "Note: 03" not in again.output


def test_the_server_listens_on_this_computer_and_ends_with_one_interrupt(
    run_without_server: Any, tmp_path: Path
) -> None:
    options = ["--no-browser", "--port", "8899", "--notebooks", tmp_path / "nb"]
    _, told = run_without_server(write_log(tmp_path / "log"), *options)
    wanted = {"--ServerApp.ip=127.0.0.1", "--ServerApp.port=8899", "--ServerApp.answer_yes=True"}
    assert wanted | {"--no-browser"} <= set(told["options"])
    assert f"--ServerApp.root_dir={tmp_path / 'nb'}" in told["options"]


def test_a_log_that_is_not_there_is_named(run_without_server: Any, tmp_path: Path) -> None:
    done, _ = run_without_server(tmp_path / "gone", "--notebooks", tmp_path / "nb")
    assert done.exit_code == 2
    assert str(tmp_path / "gone") in done.output
    assert not (tmp_path / "nb").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(mark: str) -> dict[int, str]:
    """Processes, but for zombies, whose command or environment holds a text."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            if mark.encode() in words and " Z " not in (folder / "stat").read_text():
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def ask(url: str, data: object = None) -> Any:
    body = None if data is None else json.dumps(data).encode()
    request = Request(url, data=body, headers={"Authorization": f"token {TOKEN}"})
    with urlopen(request, timeout=5) as answer:
        return json.load(answer)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """``mobility-analysis lab`` with one kernel at work, and a text that marks its processes."""
    if not sys.platform.startswith("linux") or find_spec("jupyterlab") is None:
        pytest.skip("needs Linux and the extra 'lab'")
    port, home = free_port(), tmp_path / "home"
    (tmp_path / "left-out").mkdir()
    (tmp_path / "left-out" / "rfc3987_syntax.py").write_text(LEFT_OUT, encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_TOKEN": TOKEN,
        "PYTHONPATH": str(tmp_path / "left-out"),
    }
    command = [sys.executable, "-m", "mobility_analysis.cli", "lab", str(write_log(tmp_path / "l"))]
    command += ["--notebooks", str(tmp_path / "nb"), "--no-browser", "--port", str(port)]
    with (tmp_path / "said").open("wb") as said, heard():
        server = subprocess.Popen(
            command, env=environment, cwd=tmp_path, stdout=said, stderr=said, stdin=said,
            start_new_session=True,
        )  # fmt: skip
    try:
        start_kernel(f"http://127.0.0.1:{port}", server, tmp_path / "said")
        time.sleep(2)  # so that the kernel watches its parent: it looks once a second
        assert sum("ipykernel" in words for words in running(str(home)).values()) == 1
        yield server, str(home)
    finally:
        for process in running(str(home)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        server.wait(END_S)


def start_kernel(url: str, server: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            ask(f"{url}/api/kernels", {"name": "python3"})
            return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{said.read_text(encoding='utf-8')}")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])
def test_nothing_outlives_the_command(lab: tuple[subprocess.Popen[bytes], str], name: str) -> None:
    server, mark = lab
    os.kill(server.pid, getattr(signal, name))
    server.wait(END_S)
    end = time.monotonic() + END_S
    while running(mark) and time.monotonic() < end:
        time.sleep(0.2)
    assert running(mark) == {}


def test_nothing_outlives_a_closed_terminal(tmp_path: Path) -> None:
    """The window is closed: the terminal hangs up, and with it JupyterLab ends."""
    if not sys.platform.startswith("linux") or find_spec("jupyterlab") is None:
        pytest.skip("needs Linux and the extra 'lab'")
    import pty

    child, terminal = pty.fork()
    if child == 0:  # the program of the window, whoever runs the tests with hang-ups ignored
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.environ.update(HOME=str(tmp_path / "home"), JUPYTER_TOKEN=TOKEN)
        log = str(write_log(tmp_path / "l"))
        command = [sys.executable, "-m", "mobility_analysis.cli", "lab", log, "--no-browser"]
        os.execv(sys.executable, [*command, "--notebooks", str(tmp_path / "nb")])  # noqa: S606
    said = b""
    end = time.monotonic() + START_S
    while b"Use Control-C" not in said and time.monotonic() < end:
        said += os.read(terminal, 4096)
    assert b"Your notebooks are in" in said
    os.close(terminal)
    end = time.monotonic() + END_S
    while running(str(tmp_path / "nb")) and time.monotonic() < end:
        time.sleep(0.2)
    os.waitpid(child, os.WNOHANG)
    assert running(str(tmp_path / "nb")) == {}
