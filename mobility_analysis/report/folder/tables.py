"""The tables of clients as files: one each, or a workbook of them all."""

from __future__ import annotations

from itertools import pairwise

from mobility_analysis.log.write.forms import AS_CSV, TableForm, workbook_bytes
from mobility_analysis.report.contents import TABLES, Block, ClientContents, stated_table
from mobility_analysis.report.folder.files import (
    file_of_table,
    header_line,
    marked,
    table_bytes,
    table_lines,
    table_text,
)

WORKBOOK = "tables.xlsx"
"""All tables of a client, a sheet each, where they are asked for as a workbook."""


def files_of(contents: ClientContents, form: TableForm) -> dict[str, bytes]:
    """Return the files of the tables of one client, by name."""
    if form.is_workbook:
        return _workbook(contents)
    return {f"{n}.csv": file_of_table(n, table, form) for n, table in contents.tables.items()}


def _workbook(contents: ClientContents) -> dict[str, bytes]:
    """Return all tables of a client in one workbook."""
    return {WORKBOOK: workbook_bytes(contents.tables, title=f"{contents.client}: tables")}


def table_files(block: Block, form: TableForm = AS_CSV) -> dict[str, dict[str, bytes]]:
    """Return the files of the tables of each client of a block, by name; written together."""
    if form.is_workbook:
        return {contents.client: _workbook(contents) for contents in block.contents()}
    files: dict[str, dict[str, bytes]] = {client: {} for client in block.clients}
    dialect = form.dialect
    cuts = {name: block.cut(name) for name, table in TABLES.items() if table.is_file}
    for name, cut in {**cuts, "own_areas": block.own_areas}.items():
        header, lines = header_line(cut.table, dialect), table_lines(cut.table, dialect)
        for client, rows in zip(files, pairwise(cut.begins.tolist()), strict=True):
            files[client][f"{name}.csv"] = marked(header + lines.content(*rows), dialect)
    nothing = table_bytes(table_text(stated_table("", ()), dialect), dialect)
    for client, stated in block.stated.items():
        text = table_text(stated_table(client, stated), dialect) if stated else ""
        files[client]["assumptions.csv"] = table_bytes(text, dialect) if stated else nothing
    return files
