"""Object storage as it differs from folders: buckets, listings that are believed, own errors."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.spec import AbstractFileSystem

from mobility_analysis.log import DataError
from mobility_analysis.log.parts.places import Place


class NoKeyError(Exception):
    """What a file system raises is of its own kind."""


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

    def exists(self, path: str, **_: Any) -> bool:
        try:
            return bool(self.info(path))
        except FileNotFoundError:
            return False

    def invalidate_cache(self, path: str | None = None) -> None:
        self.dircache.clear()

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **_: Any) -> None:
        if path.split("/", maxsplit=1)[0] not in self.buckets:
            raise FileNotFoundError(f"there is no bucket for {path}")
        self.objects[path] = value

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        self.buckets.add(path.split("/", maxsplit=1)[0])

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
