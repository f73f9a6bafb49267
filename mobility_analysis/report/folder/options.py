"""How the files of a report are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from mobility_analysis.log.write.forms import AS_CSV, TableForm

Only = Literal["caseload", "tables", "pages"] | None
FigureSize = Literal["letter", "slide"]


@dataclass(frozen=True)
class WriteOptions:
    """How the files of a report are written, the same for every client of it.

    Attributes
    ----------
    greyscale : bool
        Draw in greys.
    figure_size : {"letter", "slide"}
        Size of each figure by itself: as wide as the text of a letter, or as a slide.
    only : {"caseload", "tables", "pages"} or None
        Only the list of all clients; only the tables; or only pages and figures.
    form : TableForm
        In which form tables are written.
    """

    greyscale: bool = False
    figure_size: FigureSize = "letter"
    only: Only = None
    form: TableForm = AS_CSV

    def __post_init__(self) -> None:
        """Refuse a size that does not exist."""
        if self.figure_size not in get_args(FigureSize):
            raise ValueError(f"figure_size must be letter or slide, not {self.figure_size!r}")

    @property
    def has_tables(self) -> bool:
        """Whether tables are written."""
        return self.only != "pages"

    @property
    def has_pages(self) -> bool:
        """Whether pages and figures are written."""
        return self.only != "tables"


AS_USUAL = WriteOptions()
