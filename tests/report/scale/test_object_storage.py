"""A log behind a real server of the S3 protocol or of WebDAV, where one is installed.

That is: s3fs and moto; webdav4, wsgidav and cheroot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from distributed import LocalCluster
from fsspec.config import conf, set_conf_env

from mobility_analysis.cli import main
from mobility_analysis.log.parts.places import Place

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
OF_THE_PLACE = "report.json"
"""Says where the log lies, so it cannot be the same."""


@contextmanager
def s3(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    s3fs = pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "made-up")
    places = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**keys, **places}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem().mkdir("clinic")
    yield "s3://clinic"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@contextmanager
def webdav(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    pytest.importorskip("webdav4.fsspec")
    app = pytest.importorskip("wsgidav.wsgidav_app").WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": True}},
            "logging": {"enable_loggers": []},
        }
    )
    server = pytest.importorskip("cheroot.wsgi").Server(("127.0.0.1", 0), app)
    server.prepare()
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    monkeypatch.setenv("FSSPEC_WEBDAV_BASE_URL", f"http://127.0.0.1:{server.bind_addr[1]}")
    set_conf_env(conf)
    yield "webdav://clinic"
    conf.pop("webdav")
    server.stop()
    thread.join(5)


@pytest.fixture(params=[s3, webdav])
def bucket(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The address of an empty place behind a server on this computer."""
    served = tmp_path / "served"
    served.mkdir()
    with request.param(served, monkeypatch) as address:
        yield address


def typed(*words: object) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output


def test_a_log_in_a_bucket_gives_the_bytes_of_one_in_a_folder(bucket: str, tmp_path: Path) -> None:
    with LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as workers:
        on = ("--engine", "dask", "--scheduler", workers.scheduler_address)
        for base in (bucket, tmp_path):
            log = f"{base}/log"
            by = ("--partition-by", "client", "--clients-per-part", 4)
            typed("convert", SAMPLE, "--to", log, *by)
            for only in ("caseload", "tables"):
                typed("report", log, *on, "--only", only, "--out", f"{base}/{only}")
    for name in ("log", "caseload", "tables"):
        far, near = Place(f"{bucket}/{name}"), Place(tmp_path / name)
        assert far.sizes().keys() == near.sizes().keys()
        differ = [file for file in near.sizes() if far.read(file) != near.read(file)]
        assert set(differ) <= {OF_THE_PLACE}
