"""The rows of many logs, table by table, one log after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobility_analysis.log.arrays import ROWS_A_BLOCK
from mobility_analysis.log.model import PEOPLE_TABLES, MobilityLog
from mobility_analysis.log.write.saving import parquet_table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter


class RowsOfLogs:
    """The rows that can be used, in a folder in which no others are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, ParquetWriter] = {}
        for name in PEOPLE_TABLES:  # which may be there from another way
            self._path(name).unlink(missing_ok=True)

    def close(self) -> None:
        """End the tables that were begun."""
        for writer in self._writers.values():
            writer.close()

    def add(self, log: MobilityLog) -> None:
        """Write the rows of a log after those before."""
        for name in PEOPLE_TABLES:
            if len(getattr(log, name)):
                rows = parquet_table(log, name)
                self._writer(name, rows.schema).write_table(rows)

    def add_all(self, folder: Path) -> None:
        """Write all rows that were written so into another folder, a few at a time."""
        from pyarrow.parquet import ParquetFile

        for path in (folder / self._path(name).name for name in PEOPLE_TABLES):
            if path.exists():
                with ParquetFile(path) as opened:
                    for rows in opened.iter_batches(ROWS_A_BLOCK, use_threads=False):
                        self._writer(path.stem, rows.schema).write_batch(rows)

    def _writer(self, name: str, schema: pa.Schema) -> ParquetWriter:
        from pyarrow.parquet import ParquetWriter

        if name not in self._writers:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._writers[name] = ParquetWriter(self._path(name), schema)
        return self._writers[name]

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.parquet"
