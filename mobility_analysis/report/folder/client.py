"""The files of one client: page, figures with their numbers, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mobility_analysis.log.write.forms import TableForm
from mobility_analysis.log.write.saving import unfinished_in
from mobility_analysis.report.contents import TABLE_FILES, ClientContents
from mobility_analysis.report.folder.files import folder_inside, write_files
from mobility_analysis.report.folder.options import AS_USUAL, WriteOptions
from mobility_analysis.report.folder.tables import WORKBOOK, files_of


def write_client(
    contents: ClientContents,
    folder: Path,
    writing: WriteOptions = AS_USUAL,
    *,
    tables: Mapping[str, bytes] | None = None,
) -> list[str]:
    """Write the pages, figures and tables of one client into its own folder, which must be there.

    ``tables`` are the files of the tables, where they were made before. Returns the files written,
    as paths from the folder with a slash between.
    """
    written = []
    _remove_unfinished(folder)
    if writing.has_tables:
        files = files_of(contents, writing.form) if tables is None else tables
        place = folder_inside(folder, "tables")
        write_files(files, place)
        written += [f"tables/{name}" for name in files]
        _remove_other_form(place, writing.form)
    if writing.has_pages:
        from mobility_analysis.report.folder.pages import write_pages  # which loads matplotlib

        pages = write_pages(contents, folder, writing)
        written += [path.relative_to(folder).as_posix() for path in pages]
    return written


def _remove_other_form(folder: Path, form: TableForm) -> None:
    """Remove the tables that an earlier report wrote in the other form: they would be old."""
    stems = [WORKBOOK.removesuffix(".xlsx")] if not form.is_workbook else TABLE_FILES
    for stem in stems:
        (folder / f"{stem}{form.other_ending}").unlink(missing_ok=True)


def _remove_unfinished(folder: Path) -> None:
    """Remove what an earlier report left: half-written files, and a page that is not made now."""
    for place in (folder, folder / "tables", folder / "figures"):
        for path in unfinished_in(place):
            path.unlink()
    (folder / "summary.svg").unlink(missing_ok=True)  # of a report that still wrote one
