"""Object storage as it differs from folders: buckets, listings that are believed, own errors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from ftplib import error_perm, error_temp
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from click.testing import CliRunner
from fsspec.registry import _registry
from fsspec.spec import AbstractFileSystem

from mobility_analysis.cli import main
from mobility_analysis.log import DataError
from mobility_analysis.log.parts.partition import refuse_what_is_there
from mobility_analysis.log.parts.places import Place, PlaceError, address_words, without_password
from mobility_analysis.log.parts.places import place as places
from mobility_analysis.log.parts.texts import head_of_text


class NoKeyError(Exception):
    """What a file system raises is of its own kind."""


class AnsweredError(Exception):
    """What a web server answered in place of a file."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class OneWay(io.BytesIO):
    """A file that does not tell where it is, as that of one SFTP library."""

    def seek(self, offset: int, whence: int = 0) -> None:  # type: ignore[override]
        super().seek(offset, whence)


class Shelf(AbstractFileSystem):  # type: ignore[misc]
    """Objects in buckets; what was listed once is believed until it is told not to."""

    protocol = "shelf"
    objects: ClassVar[dict[str, bytes]] = {}
    buckets: ClassVar[set[str]] = set()
    is_open: ClassVar[bool] = True

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        path = self._strip_protocol(path)
        if not self.is_open:
            raise NoKeyError("no key was given")
        if path not in self.dircache:
            inside = {name: len(content) for name, content in self.objects.items()}
            below = {name[len(path) + 1 :].split("/")[0]: None
                     for name in inside if name.startswith(f"{path}/")}  # fmt: skip
            full = [f"{path}/{name}" for name in below]
            self.dircache[path] = [
                {"name": name, "size": inside.get(name, 0),
                 "type": "file" if name in inside else "directory"} for name in full
            ]  # fmt: skip
        found = self.dircache[path]
        if not found and path not in self.buckets:
            raise FileNotFoundError(path)
        return found if detail else [entry["name"] for entry in found]

    def invalidate_cache(self, path: str | None = None) -> None:
        self.dircache.clear()

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **_: Any) -> None:
        if path.split("/", maxsplit=1)[0] not in self.buckets:
            raise FileNotFoundError(f"there is no bucket for {path}")
        self.objects[path] = value

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        self.buckets.add(path.split("/", maxsplit=1)[0])

    def rm_file(self, path: str) -> None:
        del self.objects[path]

    def _open(self, path: str, mode: str = "rb", **_: Any) -> io.BytesIO:
        return io.BytesIO(self.objects[path][: self.info(path)["size"]])


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Shelf]]:
    fsspec.register_implementation("shelf", Shelf, clobber=True)
    monkeypatch.setattr(Shelf, "objects", {})
    monkeypatch.setattr(Shelf, "buckets", {"clinic"})
    yield Shelf
    Shelf.clear_instance_cache()


def test_no_bucket_is_made_of_a_misspelt_address(shelf: type[Shelf]) -> None:
    Place("shelf://clinic/log").write(b"1", "part-00000", "sessions.parquet")
    assert set(shelf.objects) == {"clinic/log/part-00000/sessions.parquet"}
    with pytest.raises(DataError) as error:
        Place("shelf://clinik/log").write(b"1", "part-00000", "sessions.parquet")
    assert str(error.value) == (
        "shelf://clinik/log cannot be written: there is no 'clinik', and none is made here. Check "
        "the address, or make it first."
    )
    assert shelf.buckets == {"clinic"}


def test_what_others_wrote_since_it_was_listed_is_seen(shelf: type[Shelf], tmp_path: Path) -> None:
    place = Place("shelf://clinic/log")
    place.write(b"short", "part-00000", "a")
    place.copy_to(tmp_path, "part-00000")
    shelf.objects["clinic/log/part-00000/a"] = b"longer than before"
    with place.files.open(place.path("part-00000", "a"), "rb") as file:
        assert file.read() == b"longer than before"
    assert not place.exists("part-00000", "b")
    shelf.objects["clinic/log/part-00000/b"] = b"new"
    assert place.exists("part-00000", "b")


def test_a_place_that_does_not_answer_is_told(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "is_open", False)
    place = Place("shelf://clinic/log")
    said = "shelf://clinic/log cannot be opened: no key was given. Check the address, the network"
    for look in (place.exists, place.sizes):
        with pytest.raises(DataError, match=said):
            look()


@pytest.mark.parametrize("closed", ["/log", "/log/inner"])
def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    def ls(self: Shelf, path: str, detail: bool = True, **_: Any) -> list[Any]:
        if path.endswith(closed):  # which ``find`` and ``walk`` leave out without a word
            raise PermissionError(13, "Permission denied")
        return listed(self, path, detail)

    listed = shelf.ls
    place = Place("shelf://clinic/log")
    place.write(b"1", "inner", "a")
    monkeypatch.setattr(shelf, "ls", ls)
    for look in (place.sizes, lambda: refuse_what_is_there(place)):
        with pytest.raises(PlaceError, match="log cannot be opened: Permission denied"):
            look()


@pytest.mark.parametrize(
    ("cause", "is_absent"),
    [
        (None, True),
        (FileNotFoundError("404"), True),
        (ConnectionRefusedError(111, "refused"), False),
        (error_perm("550 no such file"), True),
        (error_perm("530 log in first"), False),
        (error_temp("421 timed out"), False),
        (AnsweredError(404), True),
        (AnsweredError(403), False),
    ],
)
def test_what_was_not_reached_is_not_said_to_be_absent(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch, cause: Exception | None, is_absent: bool
) -> None:
    def info(self: Shelf, path: str, **_: Any) -> dict[str, Any]:
        raise FileNotFoundError(path) from cause

    monkeypatch.setattr(shelf, "info", info)
    place = Place("shelf://clinic/log")
    if is_absent:
        assert not place.exists("a")
    else:
        with pytest.raises(PlaceError, match=f"cannot be opened: .*{str(cause)[-6:]}"):
            place.exists("a")


def test_a_connection_that_the_server_ended_is_opened_again(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: set[int] = set()

    def cat_file(self: Shelf, path: str, **_: Any) -> bytes:
        if id(self) in ended:
            raise EOFError
        return self.objects[path]

    monkeypatch.setattr(shelf, "cat_file", cat_file)
    place = Place("shelf://clinic/log")
    place.write(b"1", "a")
    ended.add(id(place.files))
    with pytest.raises(PlaceError, match=r"cannot be opened: EOFError\. Check"):
        place.read("a")
    monkeypatch.setattr(places, "KEEP_A_CONNECTION", {"shelf"})
    assert place.read("a") == b"1"


def test_folders_are_made_where_ftp_refuses_and_a_file_is_removed_as_one(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: set[str] = set()

    def pipe_file(self: Shelf, path: str, value: bytes, **_: Any) -> None:
        if path.rsplit("/", 1)[0] not in made:
            raise error_perm("553 could not create file")
        self.objects[path] = value

    def rm(self: Shelf, path: str, recursive: bool = False, **_: Any) -> None:
        raise error_perm("550 not a directory")

    monkeypatch.setattr(shelf, "pipe_file", pipe_file)
    monkeypatch.setattr(shelf, "makedirs", lambda self, path, exist_ok: made.add(path))
    monkeypatch.setattr(shelf, "rm", rm)
    monkeypatch.setattr(shelf, "rm_file", lambda self, path: self.objects.pop(path))
    place = Place("shelf:///clinic/log")
    place.write(b"1", "part-00000", "a")
    assert shelf.objects == {"/clinic/log/part-00000/a": b"1"}
    place.remove("part-00000", "a")
    assert not shelf.objects


@pytest.mark.parametrize(
    "typed",
    ["ana:secret", "ana@clinic.example:secret", "ana:x/secret", "ana:x@secret", "ana:x secret",
     "ana:x@y/secret@z", "/ana:x?secret", ":secret"],
)  # fmt: skip
def test_no_password_is_said(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    def info(self: Shelf, path: str, **_: Any) -> dict[str, Any]:
        raise OSError(f"shelf://{typed}@clinic/log does not answer to 'secret'")

    monkeypatch.setattr(shelf, "info", info)
    place = Place(f"shelf://{typed}@clinic/log")
    with pytest.raises(PlaceError) as error:
        place.exists()
    said = f"{place} cannot be opened: {place} does not answer to '***'. Check the address"
    assert str(place) == f"shelf://{typed.split(':', maxsplit=1)[0]}:***@clinic/log"
    assert str(error.value).startswith(said)
    assert place.folder("a").address == f"shelf://{typed}@clinic/log/a"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("?sig=secret", "?sig=***"), ("?user=ana&password=x/secret", "?user=***&password=***"),
     ("?token=my secret", "?token=***"), ("?sig=a%2Fsecret%3D&", "?sig=***&"),
     ("?secret", "?***"), ("?v=2&secret", "?v=***&***")],
)  # fmt: skip
def test_no_value_of_a_query_string_is_said(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch, typed: str, shown: str
) -> None:
    def info(self: Shelf, path: str, **_: Any) -> dict[str, Any]:
        raise OSError(f"shelf://clinic/log{typed} does not answer to 'secret'")

    monkeypatch.setattr(shelf, "info", info)
    place = Place(f"shelf://ana:secret@clinic/log{typed}")
    assert (str(place), place.name) == (f"shelf://ana:***@clinic/log{shown}", "log")
    assert place.is_masked
    with pytest.raises(PlaceError) as error:
        place.exists()
    assert "secret" not in str(error.value)
    assert str(error.value).startswith(f"{place} cannot be opened: shelf://clinic/log?")


@pytest.mark.parametrize(
    "address",
    [
        "s3://clinic/a@b/log",
        "s3://clinic/a&b=c/log",
        "s3://clinic/12:30@b/log",
        "sftp://ana@clinic:22/log",
        "s3://a:1/log",
    ],
)
def test_an_address_without_a_password_is_said_whole(address: str) -> None:
    assert without_password(address) == address_words(address) == address


@pytest.mark.parametrize("bucket", ["ana:secret@clinic", "clinic"])
def test_a_command_that_is_printed_without_its_password_says_so(
    shelf: type[Shelf], tmp_path: Path, bucket: str
) -> None:
    shelf.buckets.add(bucket)
    log = tmp_path / "stiffness.csv"
    log.write_text("client,date,score\nana,2026-11-02,4\n")
    words = ["convert", str(log), "--to", f"shelf://{bucket}/log", "--partition-by", "client"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    shown = bucket.replace("secret", "***")
    assert f'report "shelf://{shown}/log" --engine dask' in done.output
    assert ("In place of *** put in again what you typed there" in done.output) == ("@" in bucket)


@pytest.mark.parametrize(
    ("address", "module", "package"),
    [
        ("http://clinic.example/log", "fsspec.implementations.http", "aiohttp"),
        ("webdav://clinic.example/log", "webdav4.fsspec", "webdav4[fsspec]"),
    ],
)
def test_a_package_that_is_missing_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, address: str, module: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(_registry, address.split(":", maxsplit=1)[0], raising=False)
    with pytest.raises(PlaceError) as error:
        Place(address).exists()
    assert str(error.value) == (
        f"{address} cannot be opened: it needs {package}, which is not installed here. Install it "
        f'with:\n    "{sys.executable}" -m pip install "{package}"'
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1/log", "are read, never written to"),
        ("shelf://clinic/log[1]", r"has '\['"),
        ("memory://log", "is in the memory of one program, and gone when that ends"),
    ],
)
def test_where_nothing_would_be_kept_nothing_is_begun(
    shelf: type[Shelf], address: str, said: str
) -> None:
    if address.startswith("http"):
        pytest.importorskip("aiohttp")
    place = Place(address)
    refuse = place.refuse_if_of_one_process if "memory" in address else place.refuse_if_not_kept
    with pytest.raises(DataError, match=said):
        refuse()


def test_a_text_is_read_where_files_do_not_tell_where_they_are(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_open", lambda self, path, **_: OneWay(self.objects[path]))
    place = Place("shelf://clinic/log")
    place.write(b"date,exercise\n2026-11-02,Cat Cow\n", "sessions.csv")
    assert head_of_text(place, "sessions.csv", 2).rows[0] == ["date", "exercise"]


def test_names_that_are_listed_without_a_slash_are_whole(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [{"name": "log/checks.csv", "size": 3, "type": "file"}]
    monkeypatch.setattr(shelf, "ls", lambda *_, **__: listed)
    assert Place("shelf:///log").sizes() == {"checks.csv": 3}


def test_a_folder_that_a_web_console_made_is_empty(shelf: type[Shelf]) -> None:
    place = Place("shelf://clinic/log")
    shelf.objects |= {"clinic/log/": b"", "clinic/log/part-00000/": b""}
    assert place.sizes() == {}
    refuse_what_is_there(place)
    place.write(b"", "part-00000", "a")
    assert place.sizes() == {"part-00000/a": 0}
    with pytest.raises(FileExistsError, match="log already holds part-00000/a; nothing"):
        refuse_what_is_there(place)


def test_a_file_is_not_taken_for_a_folder(
    shelf: type[Shelf], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    listed = [{"name": "clinic/log", "size": 3, "type": "file"}]
    monkeypatch.setattr(shelf, "ls", lambda *_, **__: listed)
    (tmp_path / "log").write_text("one")
    for place in (Place("shelf://clinic/log"), Place(tmp_path / "log")):
        with pytest.raises(FileExistsError, match="log is a file; nothing was written"):
            refuse_what_is_there(place)
        assert not Place(tmp_path / "log").exists("a")


@pytest.mark.parametrize(("call", "closed"), [("scandir", "inner"), ("stat", "log")])
def test_a_folder_here_that_may_not_be_opened_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: str, closed: str
) -> None:
    def refusing(path: Any, *args: Any, **options: Any) -> Any:  # whoever runs the tests opens all
        if str(path).endswith(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *args, **options)

    (tmp_path / "log" / "inner").mkdir(parents=True)
    place, usual = Place(tmp_path / "log"), getattr(os, call)
    assert (place.sizes(), Place(tmp_path / "none").sizes()) == ({}, {})
    with monkeypatch.context() as inside:
        inside.setattr(os, call, refusing)
        for look in (place.sizes, place.exists)[: 1 if call == "scandir" else 2]:
            with pytest.raises(PermissionError, match=f"Permission denied: '.*{closed}'"):
                look()
