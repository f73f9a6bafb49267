"""A scheduler and workers that are processes of their own, reached by their address."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import dask
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from distributed import Client

from mobility_analysis.cli import main
from mobility_analysis.log import load_log
from mobility_analysis.log.parts.partition import prepared_of_log
from mobility_analysis.log.parts.places import Place
from mobility_analysis.measures.adherence.overall import overall_adherence
from mobility_analysis.report.folder.write import write_report
from mobility_analysis.report.scale.report import write_report_on_dask

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
PATIENCE_S = 120
WITHOUT_PACKAGE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "mobility_analysis":
            raise ModuleNotFoundError(f"No module named {name!r}")

sys.meta_path.insert(0, Hidden())
"""
WITHOUT_INSTALLING = """
from importlib import metadata

real = metadata.version

def version(name):
    if name == "mobility-analysis":
        raise metadata.PackageNotFoundError(name)
    return real(name)

metadata.version = version
"""


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[None]:
    """A program of Dask's, as on a cluster; it ends with the test."""
    environment = {**os.environ, **environment}
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        running.kill()
        running.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler that has no workers yet."""
    with scheduler_at("127.0.0.1", tmp_path) as address:
        yield address


@contextmanager
def scheduler_at(host: str, folder: Path, **environment: str) -> Iterator[str]:
    file = folder / "scheduler.json"
    words = ("scheduler", "--host", host, "--port", "0", "--scheduler-file", str(file))
    with process(*words, **environment):
        end = time.monotonic() + PATIENCE_S
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]


def worker(scheduler: str, folder: Path, **environment: str) -> AbstractContextManager[None]:
    host = scheduler.rpartition(":")[0]
    return process("worker", scheduler, "--host", host, "--nthreads", "1", "--no-nanny",
                   "--local-directory", str(folder), **environment)  # fmt: skip


def wait_for(n_workers: int, scheduler: str) -> None:
    """Wait until so many are there, and none of those that were ended."""
    with Client(scheduler, timeout=PATIENCE_S) as client:
        end = time.monotonic() + PATIENCE_S
        while len(client.nthreads()) != n_workers and time.monotonic() < end:
            time.sleep(0.05)


def words_typed(parts: Path, out: Path, scheduler: str) -> list[str]:
    return ["report", str(parts), "--engine", "dask", "--only", "caseload", "--out", str(out),
            "--scheduler", scheduler]  # fmt: skip


def typed(parts: Path, out: Path, scheduler: str) -> Result:
    return CliRunner().invoke(main, words_typed(parts, out, scheduler))


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    with prepared_of_log(load_log(SAMPLE), clients_a_part=3) as made:
        made.put(Place(tmp_path / "parts"))
    return tmp_path / "parts"


def test_a_cluster_without_workers_then_without_the_package_then_as_it_should_be(
    tmp_path: Path, parts: Path, scheduler: str
) -> None:
    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}):
        done = typed(parts, tmp_path / "none", scheduler)
    assert done.exit_code == 2
    assert f"no worker has joined the Dask scheduler at {scheduler}" in words_of(done)
    for fault, found in (
        (WITHOUT_PACKAGE, "found none:"),
        (WITHOUT_INSTALLING, "found a copy that lies on the path and is not installed:"),
    ):
        (tmp_path / "sitecustomize.py").write_text(fault)
        with worker(scheduler, tmp_path, PYTHONPATH=str(tmp_path)):
            wait_for(1, scheduler)
            done = typed(parts, tmp_path / "none", scheduler)
        assert done.exit_code == 2
        assert "each of its workers need mobility-analysis" in words_of(done)
        assert found in words_of(done)
        assert not (tmp_path / "none").exists()

    log = load_log(SAMPLE)
    with worker(scheduler, tmp_path), worker(scheduler, tmp_path):
        wait_for(2, scheduler)
        done = typed(parts, tmp_path / "list", scheduler)
        tables = write_report_on_dask(parts, tmp_path / "out", only="tables", scheduler=scheduler)
    assert done.exit_code == 0, done.output
    write_report(log, tmp_path / "memory", only="caseload")
    wanted = (tmp_path / "memory" / "caseload.csv").read_bytes()
    assert (tmp_path / "list" / "caseload.csv").read_bytes() == wanted
    assert (tmp_path / "out" / "caseload.csv").read_bytes() == wanted
    overall = overall_adherence(log, by="client").astype({"client": "str"})
    pd.testing.assert_frame_equal(pd.read_parquet(tables["adherence_overall"]), overall)


def words_of(done: Result) -> str:
    return " ".join(done.output.replace("│", " ").split())


def test_an_address_at_which_nothing_answers_is_told(tmp_path: Path, parts: Path) -> None:
    with socket.socket() as taken:  # and not listening
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
            done = typed(parts, tmp_path / "out", address)
    assert done.exit_code == 2
    assert f"no Dask scheduler answers at {address}" in words_of(done)
    done = typed(parts, tmp_path / "out", "nowhere://10.0.0.1:8786")
    assert done.exit_code == 2
    assert "no Dask scheduler answers at nowhere://10.0.0.1:8786" in words_of(done)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_cluster_may_be_encrypted_as_dask_is_configured(tmp_path: Path, parts: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    command = [*request.split(), "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    configured = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(certificate)}
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        configured[f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT"] = str(certificate)
        configured[f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY"] = str(key)
    with (
        scheduler_at("tls://127.0.0.1", tmp_path, **configured) as scheduler,
        worker(scheduler, tmp_path, **configured),
    ):
        assert scheduler.startswith("tls://")
        without = typed(parts, tmp_path / "without", scheduler)
        command = [sys.executable, "-m", "mobility_analysis.cli"]
        command += words_typed(parts, tmp_path / "out", scheduler)
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **configured})
    assert without.exit_code == 2
    assert f"no Dask scheduler answers at {scheduler}" in words_of(without)
    assert (tmp_path / "out" / "caseload.csv").exists()
