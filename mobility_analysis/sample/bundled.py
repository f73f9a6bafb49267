"""Folders that travel with the package: the sample log and the notebooks."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _first_folder(*candidates: Path) -> Path:
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"this installation holds no folder {candidates[0].name!r}: install mobility_analysis again"
    )


def bundled_sample() -> Path:
    """Return the folder of the sample log: in the wheel, or in the checkout.

    >>> (bundled_sample() / "sessions.csv").is_file()
    True
    """
    return _first_folder(_PACKAGE / "_sample", _PACKAGE.parent / "data" / "sample")


def bundled_notebooks() -> Path:
    """Return the folder of the notebooks: in the wheel, or in the checkout.

    >>> (bundled_notebooks() / "01_start_here.ipynb").is_file()
    True
    """
    return _first_folder(_PACKAGE / "_notebooks", _PACKAGE.parent / "notebooks")
