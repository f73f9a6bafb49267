"""Tables as Parquet files of one part each, whose columns are the same in every part."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from mobility_analysis.log.model import MobilityLog
from mobility_analysis.measures.caseload.options import ReportOptions
from mobility_analysis.report.contents import TABLES, blocks_of_clients

if TYPE_CHECKING:
    import pyarrow as pa

ASSUMPTIONS = "assumptions"
OWN_AREAS = "own_areas"
"""The only table of those that are files which no measure makes."""
ABOUT = b"mobility_analysis"
"""Under this key the metadata of a file say from which run and which part it is."""
_NO_AREAS = pd.DataFrame({"client": [], "exercise": [], "focus_area": []}, dtype="str")
_NO_ASSUMPTIONS = pd.DataFrame({"client": [], "assumption": []}, dtype="str")


def tables_as_parquet(
    log: MobilityLog, options: ReportOptions, review: pd.DataFrame, about: Mapping[str, str]
) -> dict[str, bytes]:
    """Return each table of a report as a Parquet file, a group of rows for each block of clients.

    ``review`` is the caseload review of the same clients, ``about`` goes into the metadata.
    """
    from pyarrow import parquet

    schemas = {name: schema.with_metadata({**(schema.metadata or {}), **_noted(about)})
               for name, schema in table_schemas(options).items()}  # fmt: skip
    files = {name: io.BytesIO() for name in schemas}
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                parquet.ParquetWriter(files[name], schema, compression="zstd")
            )
            for name, schema in schemas.items()
        }
        for name, rows in _rows_by_block(log, options, review):
            if len(rows):
                writers[name].write_table(_as_arrow(rows, schemas[name]))
    return {name: file.getvalue() for name, file in files.items()}


def _rows_by_block(
    log: MobilityLog, options: ReportOptions, review: pd.DataFrame
) -> Iterator[tuple[str, pd.DataFrame]]:
    for block in blocks_of_clients(log, log.clients, options, review=review):
        for name in (name for name, table in TABLES.items() if table.is_file):
            yield name, block.cut(name).table
        yield OWN_AREAS, block.own_areas.table
        stated = [contents.assumptions for contents in block.contents()]
        yield ASSUMPTIONS, pd.concat(stated, ignore_index=True)


@lru_cache(maxsize=1)  # the parts of a run have the same
def table_schemas(options: ReportOptions) -> Mapping[str, pa.Schema]:
    """Return the columns of each table, as a log without rows gives them."""
    nothing = MobilityLog()
    empty = {n: t.make(nothing, options) for n, t in TABLES.items() if t.is_file}
    made_alone = {OWN_AREAS: _NO_AREAS, ASSUMPTIONS: _NO_ASSUMPTIONS}
    return {name: schema_of(rows) for name, rows in {**empty, **made_alone}.items()}


def schema_of(rows: pd.DataFrame) -> pa.Schema:
    """Return the columns of a table in Parquet: ids and other categories as text."""
    import pyarrow as pa

    return pa.Schema.from_pandas(_with_texts(rows), preserve_index=False)


def as_parquet(rows: pd.DataFrame, about: Mapping[str, str]) -> bytes:
    """Return one table as a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    file = io.BytesIO()
    table = pa.Table.from_pandas(_with_texts(rows), preserve_index=False)
    noted = table.replace_schema_metadata({**(table.schema.metadata or {}), **_noted(about)})
    parquet.write_table(noted, file, compression="zstd")
    return file.getvalue()


def _noted(about: Mapping[str, str]) -> dict[bytes, bytes]:
    return {ABOUT: json.dumps(dict(about)).encode()}


def _as_arrow(rows: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return rows with the columns of every part; an error where they are others."""
    import pyarrow as pa

    table = pa.Table.from_pandas(_with_texts(rows), preserve_index=False)
    return table.cast(schema)


def _with_texts(rows: pd.DataFrame) -> pd.DataFrame:
    texts = rows.select_dtypes("category").columns
    return rows.astype(dict.fromkeys(texts, "str")).reset_index(drop=True)
