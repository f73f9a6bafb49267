"""Pages made quickly, for tests that look at neither the drawn figures nor the dots of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial

import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from mobility_analysis.report import figure_files
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import ClientFigure
from mobility_analysis.report.folder import pages
from mobility_analysis.report.paper import client as paper

FEW_DPI = 40


@contextmanager
def made_quickly(*drawn_for: str) -> Iterator[None]:
    """Draw a name in place of each figure, and few dots; all for clients that are named.

    All else is as ever: the page itself, each figure's title, words and numbers, and every file.
    Where a client is named, the pages of all have their dots, so that bytes can be compared.
    """
    real = pages.client_figures

    def client_figures(contents: ClientContents) -> tuple[ClientFigure, ...]:
        figures = real(contents)
        if contents.client in drawn_for:
            return figures
        return tuple(figure._replace(draw=partial(named, figure.name)) for figure in figures)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "client_figures", client_figures)
        with nullcontext() if drawn_for else few_dots():
            yield


@contextmanager
def few_dots() -> Iterator[None]:
    """Make PNGs of few dots, for tests that read all but these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure_files, "PRINT_DPI", FEW_DPI)
        patch.setattr(figure_files, "SCREEN_DPI", FEW_DPI // figure_files.SCREEN_SHARE)
        patch.setattr(paper, "PAGE_DPI", FEW_DPI)
        yield


def named(name: str) -> Figure:
    """A figure that says no more than its name."""
    figure = plt.figure(figsize=(2, 1))
    figure.text(0, 0.5, name)
    return figure
