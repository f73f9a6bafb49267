"""What every test needs: a repeatable Hypothesis, and the real files where there are any."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import HealthCheck, settings

from tests.quick_pages import made_quickly

mpl.use("Agg")

# "repeatable" tries the same few logs each time; "nightly" many others each night:
# pytest --hypothesis-profile=nightly
COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("repeatable", derandomize=True, max_examples=12, **COMMON)
settings.register_profile("nightly", max_examples=400, print_blob=True, **COMMON)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Folder of files that real people wrote; tests that need it are skipped without it."""
    folder = Path(os.environ.get("MOBILITY_REAL_FILES", ROOT.parent / "shared" / "real"))
    if not folder.is_dir():
        pytest.skip("no folder of real files: set MOBILITY_REAL_FILES to try them")
    return folder


@pytest.fixture
def quick_pages() -> Iterator[None]:
    """Pages without their drawn figures, for tests that do not look at them."""
    with made_quickly():
        yield
