"""How large the files of one client are: they are sent, kept for years and backed up."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import pytest

from mobility_analysis.log import load_log
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.report.folder.write import write_report
from mobility_analysis.sample.bundled import bundled_sample
from tests.page_logs import log_of_variant

MEGABYTE = 1_000_000
SAMPLE = "the sample's fullest diary"


def amira() -> tuple[MobilityLog, str]:
    return load_log(bundled_sample()), "Amira K"


# The last two hold a diary each day for eight years, and 22 exercises: more than anybody's here.
@pytest.mark.parametrize("name", [SAMPLE, "22 exercises", "8 years"])
def test_one_clients_report_is_two_megabytes_at_most(name: str, tmp_path: Path) -> None:
    log, client = amira() if name == SAMPLE else log_of_variant(name)
    (folder,) = write_report(log, tmp_path, clients=[client]).values()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"summary.pdf", "summary.html", "01-practice-and-stiffness.png"} <= {
        path.name for path in files
    }
    assert sum(path.stat().st_size for path in files) <= 2 * MEGABYTE
    alike = defaultdict(set)
    for path in files:
        alike[sha256(path.read_bytes()).digest()].add(path.suffix)
        assert path.stat().st_size < MEGABYTE, path.name
    assert len(alike) == len(files)  # nothing is written twice
