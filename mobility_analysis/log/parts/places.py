"""A folder on this computer or in object storage, by its path or address (``s3://bucket/log``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from mobility_analysis.log.model import DataError
from mobility_analysis.log.write.saving import write_whole


class ScaleMissingError(ImportError):
    """The extra ``scale`` is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "Logs in parts and --engine dask need Dask, which is not installed here. Install it "
            f'with:\n    "{sys.executable}" -m pip install "mobility-analysis[scale]"'
        )


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a place, such as ``s3://bucket/log``.

    >>> is_address("s3://bucket/log"), is_address("my-log")
    (True, False)
    """
    return "://" in text


class Place:
    """A folder, wherever fsspec finds it; only its address goes to another process."""

    def __init__(self, address: str | Path) -> None:
        text = str(address)
        self.address = text if is_address(text) else Path(text).resolve().as_posix()

    def __getstate__(self) -> dict[str, str]:
        return {"address": self.address}

    def __str__(self) -> str:
        return self.address if self.local is None else str(self.local)

    @cached_property
    def _found(self) -> tuple[Any, str]:
        try:
            from fsspec import filesystem
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise ScaleMissingError from error
        if not is_address(self.address):  # in a path no letter means anything else
            return filesystem("file"), self.address.rstrip("/")
        try:
            files, root = url_to_fs(self.address)
        except Exception as error:  # an unknown protocol, a package or a server that is not there
            raise DataError(f"{self.address} cannot be opened: {error}") from error
        return files, root.rstrip("/")

    @property
    def files(self) -> Any:
        """The file system in which it lies; what it listed before may have changed since."""
        files = self._found[0]
        files.invalidate_cache()
        return files

    @property
    def local(self) -> Path | None:
        """The same folder on this computer; None where it is elsewhere."""
        files, root = self._found
        return Path(root) if "file" in files.protocol else None

    @property
    def name(self) -> str:
        """The last part of its address, for people."""
        return self._found[1].rsplit("/", 1)[-1]

    def path(self, *names: str) -> str:
        """Return the path of something in it, as its file system names it."""
        return "/".join((self._found[1], *names))

    def folder(self, *names: str) -> Place:
        """Return a folder in it."""
        return Place("/".join((self.address.rstrip("/"), *names)))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Say of what lies elsewhere that it cannot be reached; each file system raises its own."""
        try:
            yield
        except Exception as error:
            if self.local is not None:
                raise
            raise DataError(
                f"{self.address} cannot be opened: {error}. Check the address, the network, and "
                "what its file system asks for, such as a key."
            ) from error

    def exists(self, *names: str) -> bool:
        """Tell whether something is there."""
        with self._answering():
            return bool(self.files.exists(self.path(*names)))

    def read(self, *names: str) -> bytes:
        """Return the content of a file."""
        content: bytes = self.files.cat_file(self.path(*names))
        return content

    def write(self, content: bytes, *names: str) -> None:
        """Write a file, whole or not at all: object storage shows no half object."""
        if self.local is not None:
            write_whole({self.local.joinpath(*names): content})
            return
        path = self.path(*names)
        try:
            self.files.pipe_file(path, content)
        except FileNotFoundError as error:  # a folder, or a bucket, which is never made here
            bucket = path.split("/", 1)[0]
            if bucket and not self.files.exists(bucket):
                raise DataError(
                    f"{self.address} cannot be written: there is no {bucket!r}, and none is made "
                    "here. Check the address, or make it first."
                ) from error
            self.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self.files.pipe_file(path, content)

    def sizes(self, *names: str) -> dict[str, int]:
        """Return the size of every file in a folder and those below, by its path from there."""
        root = self.path(*names)
        with self._answering():
            found = self.files.find(root, detail=True) if self.files.exists(root) else {}
        start = len(root) + 1
        return {path[start:]: int(facts["size"]) for path, facts in sorted(found.items())}

    def remove(self, *names: str) -> None:
        """Remove a file, or a folder with all in it; what is not there is no error."""
        path = self.path(*names)
        if self.files.exists(path):
            self.files.rm(path, recursive=True)

    def copy_to(self, folder: Path, *names: str) -> None:
        """Copy every file of a folder in it into one on this computer."""
        for name in self.sizes(*names):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self.files.get_file(self.path(*names, name), str(target))
