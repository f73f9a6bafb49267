"""A real browser for the tests in this folder: Debian's Chromium, driven by Playwright.

Where either is missing the tests are skipped and say so; with ``MOBILITY_BROWSER=required``, as
in ``.ci/run``, they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobility_analysis.cli import main
from tests.quick_pages import few_dots

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def unavailable(what: str) -> None:
    message = f"{what} is missing: install chromium, and the extra 'browser' of this project"
    if os.environ.get("MOBILITY_BROWSER") == "required":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable("Playwright")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        unavailable("Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of two people of the sample log, and the index over them."""
    out = tmp_path_factory.mktemp("report") / "out"
    wanted = ["--client", "Elin S", "--client", "Isla B"]
    with few_dots():
        done = CliRunner().invoke(main, ["report", *wanted, "--only", "pages", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out
