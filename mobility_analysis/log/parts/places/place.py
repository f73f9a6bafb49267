"""A folder on this computer, in object storage, on SFTP, FTP, WebDAV or the web, by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ftplib import error_perm
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from mobility_analysis.log.model import DataError
from mobility_analysis.log.parts.places.told import (
    PlaceError,
    ScaleMissingError,
    address_words,
    is_hidden,
    said_of,
)
from mobility_analysis.log.write.saving import write_whole

Answer = TypeVar("Answer")

KEEP_A_CONNECTION = {"ftp", "sftp", "ssh", "smb"}
"""Protocols whose servers end a connection on which nothing was asked for some minutes."""
HERE = ("file://", "local://")
READ_ONLY = {"http", "https"}
OF_ONE_PROCESS = {"memory"}


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
        local = self.local
        return address_words(self.address) if local is None else str(local)

    @property
    def is_masked(self) -> bool:
        """Whether a password, or a value after ``?``, is hidden in what is shown of its address."""
        return self.local is None and str(self) != self.address

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
            raise PlaceError(
                f"{address_words(self.address)} cannot be opened: {said_of(error, self.address)}"
            ) from error
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
        if is_address(self.address) and not self.address.startswith(HERE):
            return None
        return Path(self._found[1])

    @property
    def name(self) -> str:
        """The last part of its address, without a query string, for people."""
        path = self._found[1]
        return (path if self.local else path.partition("?")[0]).rstrip("/").rsplit("/", 1)[-1]

    def path(self, *names: str) -> str:
        """Return the path of something in it, as its file system names it."""
        return "/".join((self._found[1], *names))

    def folder(self, *names: str) -> Place:
        """Return a folder in it."""
        return Place("/".join((self.address.rstrip("/"), *names)))

    @contextmanager
    def _answering(self, done: str) -> Iterator[None]:
        """Say of what lies elsewhere that it cannot be reached; each file system raises its own."""
        try:
            yield
        except Exception as error:
            is_absent = isinstance(error, FileNotFoundError) and not is_hidden(error)
            if self.local is not None or is_absent or isinstance(error, DataError):
                raise
            said = error
            if isinstance(error, FileNotFoundError) and isinstance(error.__cause__, Exception):
                said = error.__cause__
            raise PlaceError(f"{self} cannot be {done}: {said_of(said, self.address)}") from error

    def _ask(self, ask: Callable[[Any], Answer], done: str = "opened") -> Answer:
        """Ask its file system; once more, on a new connection, where the server ended that."""
        with self._answering(done):
            files = self.files
            try:
                return ask(files)
            except Exception as error:
                is_absent = isinstance(error, FileNotFoundError) and not is_hidden(error)
                if is_absent or not _protocols(files) & KEEP_A_CONNECTION:
                    raise
            type(files).clear_instance_cache()
            del self._found
            return ask(self.files)

    def refuse_if_not_kept(self) -> None:
        """Refuse, before any work is done, a place in which what is written would not be found.

        Raises
        ------
        DataError
            If it can only be read, or its name stands for others when something is removed.
        """
        if not is_address(self.address) or self.local is not None:
            return
        if _protocols(self.files) & READ_ONLY:
            raise DataError(
                f"{self}: http and https addresses are read, never written to. Choose a folder, or "
                "an address of another kind, such as sftp:// or s3://."
            )
        if found := sorted(set("*?[") & set(self.path())):
            raise DataError(
                f"{self} has {found[0]!r} in it, which stands for other names. Choose an address "
                "without *, ? and [."
            )

    def refuse_if_of_one_process(self) -> None:
        """Refuse the memory of this process, of which other processes see nothing."""
        if is_address(self.address) and _protocols(self.files) & OF_ONE_PROCESS:
            raise DataError(
                f"{self} is in the memory of one program, and gone when that ends. Choose a "
                "folder, or an address of another kind, such as sftp:// or s3://."
            )

    def _is_there(self, path: str) -> bool:
        """Tell whether something is there; ``exists`` of most file systems takes a fault for no."""
        try:
            self._ask(lambda files: files.info(path))
        except FileNotFoundError:
            return False
        return True

    def exists(self, *names: str) -> bool:
        """Tell whether something is there."""
        if self.local is None:
            return self._is_there(self.path(*names))
        try:
            self.local.joinpath(*names).stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def open(self, *names: str) -> Any:
        """Open a file to read bytes from it."""
        path = self.path(*names)
        return self._ask(lambda files: files.open(path, "rb"))

    def read(self, *names: str) -> bytes:
        """Return the content of a file."""
        path = self.path(*names)
        content: bytes = self._ask(lambda files: files.cat_file(path))
        return content

    def write(self, content: bytes, *names: str) -> None:
        """Write a file: here, and in object storage, whole or not at all."""
        if self.local is not None:
            write_whole({self.local.joinpath(*names): content})
            return
        path = self.path(*names)
        with self._answering("written"):
            try:
                self._ask(lambda files: _put(files, path, content), "written")
            except (FileNotFoundError, PlaceError) as error:
                self._refuse_without_bucket(path, error)
                if isinstance(error, PlaceError):
                    raise
                self._ask(lambda files: _put_into_new(files, path, content), "written")

    def _refuse_without_bucket(self, path: str, error: Exception) -> None:
        """Say that a bucket is not there: none is ever made here."""
        bucket = path.split("/", 1)[0]
        if not bucket:
            return
        try:
            is_there = self._is_there(bucket)
        except PlaceError:  # what was found first says more
            return
        if not is_there:
            raise DataError(
                f"{self} cannot be written: there is no {bucket!r}, and none is made here. Check "
                "the address, or make it first."
            ) from error

    def sizes(self, *names: str) -> dict[str, int]:
        """Return the size of every file in a folder and those below, by its path from there."""
        root = self.path(*names)
        try:
            found = self._ask(lambda files: _found_below(files, root))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        start = len(root.lstrip("/")) + 1  # WebDAV names none with a slash before it
        return {path.lstrip("/")[start:]: size for path, size in sorted(found.items())}

    def remove(self, *names: str) -> None:
        """Remove a file, or a folder with all in it; what is not there is no error."""
        path = self.path(*names)
        if self.exists(*names):
            self._ask(lambda files: _remove(files, path), "written")

    def copy_to(self, folder: Path, *names: str) -> None:
        """Copy every file of a folder in it into one on this computer."""
        for name in self.sizes(*names):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self.fetch(target, *names, name)

    def fetch(self, target: Path, *names: str) -> None:
        """Copy a file into one on this computer."""
        path = self.path(*names)
        self._ask(lambda files: files.get_file(path, str(target)))


def _protocols(files: Any) -> set[str]:
    return {files.protocol} if isinstance(files.protocol, str) else {*files.protocol}


def _put(files: Any, path: str, content: bytes) -> None:
    try:
        files.pipe_file(path, content)
    except error_perm:  # FTP has one answer to a folder that is not there and to others
        if files.exists(path.rsplit("/", 1)[0]):
            raise
        raise FileNotFoundError(path) from None


def _put_into_new(files: Any, path: str, content: bytes) -> None:
    files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
    files.pipe_file(path, content)


def _remove(files: Any, path: str) -> None:
    if files.info(path)["type"] == "directory":
        files.rm(path, recursive=True)
    else:  # ``rm`` of FTP takes a file for a folder of itself
        files.rm_file(path)


def _found_below(files: Any, root: str) -> dict[str, int]:
    """Return the sizes of the files below; ``find`` and ``walk`` leave out what is not listed."""
    found: dict[str, int] = {}
    folders = [root]
    for folder in folders:
        try:
            _, below, inside = next(files.walk(folder, maxdepth=1, detail=True, on_error="raise"))
        except FileNotFoundError as error:
            if folder == root or is_hidden(error):
                raise
            continue  # it was removed since
        folders += [facts["name"] for facts in below.values()]
        for name, facts in inside.items():
            if not name and (facts["type"] == "directory" or not facts["size"]):
                continue  # the folder itself, as a web console makes it in object storage
            size = files.size(facts["name"]) if facts["size"] is None else facts["size"]
            found[facts["name"]] = int(size)
    return found
