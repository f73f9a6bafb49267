"""Copies of what a notebook shows: figures as files and the numbers behind them, when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from mobility_analysis.log import MobilityLog
from mobility_analysis.log.write.names import PLOT_FORMATS, figure_path, safe_names
from mobility_analysis.report.notebook.cells import Shown, say

if TYPE_CHECKING:
    from mobility_analysis.report.figure_files import Drawing
    from mobility_analysis.report.notebook.pictures import ShownFigure

    Figures = Mapping[str, Shown | ShownFigure]

UNEDITED_KEEP = "../mobility-report"
Tables = Mapping[str, pd.DataFrame]


def keep_copy(
    log: MobilityLog,
    folder: str | Path,
    *,
    figures: Figures | None = None,
    tables: Tables | None = None,
) -> Shown:
    """Write figures (PNG and SVG) and the numbers behind them (CSV) into a client's folder.

    What the user stated, such as a scale of scores, is kept beside them in ``assumptions.csv``.

    Parameters
    ----------
    log : MobilityLog
        The log of one client, or of several.
    folder : str or Path
        Where the folder ``kept`` of that client, or of the caseload, is made.
    figures : mapping of str to ShownFigure
        By name of the file, what ``show_figure`` showed; its words become the alt text. A chart
        that had nothing to draw is left out.
    tables : mapping of str to DataFrame
        By name of the file.

    Returns
    -------
    Shown
        The whole path of the folder, and the files in it.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     programme=[{"client": "Ann", "exercise": "down-dog", "start": "2026-11-02",
    ...                 "times_per_week": "3"}],
    ...     sessions=[{"client": "Ann", "date": f"2026-11-{day:02}", "exercise": "down-dog"}
    ...               for day in (2, 4, 6, 9, 11)],
    ...     as_of="2026-11-15",
    ... )
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     print(ma.keep_copy(log, folder, tables={"weeks": ma.weekly_adherence(log)}))
    ... # doctest: +ELLIPSIS
    Kept in .../Ann/kept: weeks.csv.
    """
    return Copies(log, folder, figures or {}, tables or {}).write()


def offer_copy(
    log: MobilityLog,
    folder: str | Path,
    *,
    figures: Figures | None = None,
    tables: Tables | None = None,
) -> Shown | Copies:
    """Show a button that keeps a copy, as ``keep_copy`` does; nothing is written before.

    Parameters
    ----------
    log, folder, figures, tables
        As in ``keep_copy``.

    Returns
    -------
    Copies, whose ``write`` does what the button does; without ipywidgets the copy is written at
    once, and what ``keep_copy`` returns is returned.

    Examples
    --------
    >>> import mobility_analysis as ma
    >>> log = ma.log_from_tables(
    ...     stiffness=[{"client": "Ann", "date": "2026-11-02", "score": 4}])
    >>> ma.offer_copy(log, "../mobility-report", tables={"days": ma.daily_stiffness(log)})
    A button writes into ../mobility-report/Ann/kept: days.csv. Run this cell to use it.
    """
    copies = Copies(log, folder, figures or {}, tables or {})
    return copies if find_spec("ipywidgets") else copies.write()


class Copies:
    """Figures and tables that can be written into a client's folder, and a button that does it."""

    def __init__(
        self, log: MobilityLog, folder: str | Path, figures: Figures, tables: Tables
    ) -> None:
        is_one = len(log.clients) == 1
        self.owner = safe_names(log.clients)[log.clients[0]] if is_one else "caseload"
        self.folder = Path(folder) / self.owner / "kept"
        self.figures = {
            name: cast("ShownFigure", shown)
            for name, shown in figures.items()
            if not getattr(shown, "is_blank", True)
        }
        self.tables = dict(tables)
        if log.assumptions:
            self.tables["assumptions"] = pd.DataFrame({"assumption": log.assumptions})

    @property
    def files(self) -> list[str]:
        """Names of the files, in the order in which they are named to the reader."""
        plots = [figure_path(Path(name), kind) for name in self.figures for kind in PLOT_FORMATS]
        return [*map(str, plots), *(f"{name}.csv" for name in self.tables)]

    def write(self) -> Shown:
        """Write all files, each whole or not at all, and say where."""
        from mobility_analysis.report.folder.files import write_table

        self.folder.mkdir(parents=True, exist_ok=True)
        # PNGs are made one beside the other, and beside the tables.
        with ThreadPoolExecutor(1) as beside:
            made = [
                beside.submit(self._drawing(name).write, self.folder / name)
                for name in self.figures
            ]
            for name, table in self.tables.items():
                write_table(table, self.folder / f"{name}.csv")
        for one in made:
            one.result()
        return say(f"Kept in {self._in_folder()}.")

    def _drawing(self, name: str) -> Drawing:
        from mobility_analysis.report.figure_files import Drawing
        from mobility_analysis.report.svg import with_words

        shown, title = self.figures[name], f"{name.replace('_', ' ')}, {self.owner}"
        alt = shown.words.text
        return Drawing(title, alt, PLOT_FORMATS, with_words(shown.svg, title, alt))

    def _in_folder(self) -> str:
        return f"{place_words(self.folder)}: {', '.join(self.files)}"

    def __repr__(self) -> str:
        return f"A button writes into {self._in_folder()}. Run this cell to use it."

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        return {**self.box()._repr_mimebundle_(**options), "text/plain": repr(self)}

    def box(self) -> Any:
        """Return the button, and below it the place where it says what it wrote."""
        import ipywidgets as w

        as_usual = w.Layout()  # a widget, too, which a browser must be told of: all share it
        button = w.Button(description="Keep a copy", icon="save", layout=as_usual)
        said = w.HTML(value=say(f"Into {self._in_folder()}.").html, layout=as_usual)

        def keep(_: object) -> None:
            button.disabled, said.value = True, say("Writing ...").html
            try:
                said.value = self.write().html
            except OSError as fault:
                said.value = say(f"Not all was written: {fault}").html
            finally:
                button.disabled = False

        button.on_click(keep)
        return w.VBox([button, said], layout=as_usual)


def place_words(folder: Path) -> str:
    """Write the whole path of a folder; of the one that a notebook nobody edited names, as there.

    So that what such a notebook shows is the same on every computer.
    """
    is_unedited = folder.as_posix().startswith(f"{UNEDITED_KEEP}/")
    return folder.as_posix() if is_unedited else str(folder.resolve())
