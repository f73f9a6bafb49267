"""A log in a bucket behind a real server of the S3 protocol, where s3fs and moto are installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from mobility_analysis.log.parts.places import Place

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
OF_THE_PLACE = "report.json"
"""Says where the log lies, so it cannot be the same."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket on this computer."""
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


def typed(*words: object) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output


def test_a_log_in_a_bucket_gives_the_bytes_of_one_in_a_folder(bucket: str, tmp_path: Path) -> None:
    for base in (bucket, tmp_path):
        log = f"{base}/log"
        typed("convert", SAMPLE, "--to", log, "--partition-by", "client", "--clients-per-part", 4)
        for only in ("caseload", "tables"):
            out = f"{base}/{only}"
            typed("report", log, "--engine", "dask", "--only", only, "--out", out, "--jobs", 2)
    for name in ("log", "caseload", "tables"):
        far, near = Place(f"{bucket}/{name}"), Place(tmp_path / name)
        assert far.sizes().keys() == near.sizes().keys()
        differ = [file for file in near.sizes() if far.read(file) != near.read(file)]
        assert set(differ) <= {OF_THE_PLACE}
