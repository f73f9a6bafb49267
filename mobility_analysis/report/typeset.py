"""Typst called: a template and its data become pages as PDF, SVG or PNG, the same on each machine.

What users wrote goes in as data, never into a template's source, where ``#`` and ``$`` are markup.
Letters that the one font lacks are set with a font of this machine; those that no font has are
stood in for, and the template is told so: nothing is printed as a box in silence.
"""

from __future__ import annotations

import atexit
import json
import shutil
import unicodedata
from collections.abc import Mapping
from functools import cache, partial
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal

from mobility_analysis.charts.parts.letters import (
    FONT_FILES,
    UNPRINTABLE,
    needs_other_font,
    printable,
)
from mobility_analysis.charts.parts.palette import COLOUR, GREY

PageFormat = Literal["pdf", "svg", "png"]

PDF_STANDARD: Literal["ua-1"] = (
    "ua-1"  # tagged, with a title, a language and alt texts: readable by screen readers
)
_ONE_AT_A_TIME = Lock()  # pages are typeset beside the drawing of the next
LACKING = f"{UNPRINTABLE}: a letter that could not be printed, for want of a font"
METADATA = ("title", "about")  # they need no font
LACKS_LETTERS = "lacks_letters"  # whether a letter of the data is stood in for
PAGE_DPI = 150  # of a page as a picture
COLOURS = ("ink", "quiet", "rule", "paper", "excused", "practice", "better", "worse", "unclear")
_PROBE = b"""#set document(title: "Letters", date: none)
#set text(lang: "en", region: "GB", font: "DejaVu Sans")
#json("/data.json").letters"""
# Fonts that have a box with the name of its script for any letter at all.
_NO_FONT = b"LastResort"


def page_colours(*, greyscale: bool) -> dict[str, str]:
    """Return the colours of a page, those of its charts."""
    palette = GREY if greyscale else COLOUR
    return {name: getattr(palette, name) for name in COLOURS}


def typeset(
    template: str,
    data: Mapping[str, Any],
    kind: PageFormat,
    *,
    pictures: Mapping[str, bytes] | None = None,
    dpi: int = 300,
) -> tuple[bytes, ...]:
    """Set a template of ``report/templates`` with ``data``; return the document's pages.

    The template reads ``/data.json`` and the ``pictures`` by their names. A PDF is one piece that
    holds all pages; SVG and PNG are one piece for each page.
    """
    files, more = _files(template, data, pictures)
    with _ONE_AT_A_TIME:
        made = _compiler(has_system_fonts=more).compile(
            files,
            format=kind,
            ppi=dpi,
            pdf_standards=PDF_STANDARD if kind == "pdf" else None,
            timestamp=0,
        )
    pages = made if isinstance(made, list) else [made]
    return tuple(page for page in pages if page is not None)


def said_by(
    template: str,
    label: str,
    data: Mapping[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
) -> Any:
    """Return what a template says of itself, as metadata with a label, once it is laid out."""
    import typst

    files, more = _files(template, data, pictures)
    query: Any = typst.query  # its stubs do not know files that are not on the disk
    said = query(files, f"<{label}>", field="value", one=True, font_paths=_fonts(more))
    return json.loads(said)


def _files(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None
) -> tuple[dict[str, bytes], bool]:
    """Return all that a template reads, and whether it takes more fonts than the one."""
    words, more = _with_letters_that_print(data)
    files = {
        "main.typ": _template(template),
        "paper.typ": _template("paper.typ"),
        "data.json": json.dumps(words, ensure_ascii=False, sort_keys=True).encode(),
        **(pictures or {}),
    }
    return files, more


@cache
def _template(name: str) -> bytes:
    return resources.files("mobility_analysis.report").joinpath("templates", name).read_bytes()


@cache
def _compiler(*, has_system_fonts: bool) -> Any:  # its stubs do not know files not on the disk
    """Return the one compiler of this process: it has read the fonts."""
    import typst

    return typst.Compiler(font_paths=_fonts(has_system_fonts))


@cache
def _fonts(has_system_fonts: bool) -> Any:
    """Return the one font that matplotlib brings; with those of this machine beside it, if asked.

    Matplotlib's folder is not read itself: it holds a font of boxes for all letters there are.
    """
    import typst

    return typst.Fonts(
        include_system_fonts=has_system_fonts,
        include_embedded_fonts=False,
        font_paths=[_font_folder()],
    )


@cache
def _font_folder() -> str:
    """Return a folder with the one font alone; it goes when the process ends."""
    folder = TemporaryDirectory(prefix="mobility-analysis-fonts-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    for path in FONT_FILES:
        shutil.copyfile(path, Path(folder.name) / path.name)
    return folder.name


def _with_letters_that_print(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return data whose every letter can be set, and whether that takes fonts of this machine."""
    unprinted = {name: data[name] for name in METADATA if name in data}
    printed = {name: value for name, value in data.items() if name not in METADATA}
    letters = frozenset(unicodedata.normalize("NFC", "".join(_strings(printed))))
    foreign = frozenset(filter(needs_other_font, letters))
    more = _of_this_machine(foreign) if foreign else foreign
    words = _mapped(printed, partial(printable, more=more))
    return {**words, **unprinted, LACKS_LETTERS: more != foreign}, bool(more)


@cache
def _of_this_machine(letters: frozenset[str]) -> frozenset[str]:
    """Return those of some letters that a font of this machine has."""
    if _can_set("".join(sorted(letters))):
        return letters
    return frozenset(letter for letter in letters if _can_set(letter))


@cache
def _can_set(letters: str) -> bool:
    """Whether Typst can set some letters: a PDF to be read aloud refuses those without a font."""
    files = {"main.typ": _PROBE, "data.json": json.dumps({"letters": letters}).encode()}
    compiler = _compiler(has_system_fonts=True)
    try:
        with _ONE_AT_A_TIME:
            made = compiler.compile(files, format="pdf", pdf_standards=PDF_STANDARD, timestamp=0)
    except RuntimeError:
        return False
    return _NO_FONT not in made


def _strings(value: Any) -> list[str]:
    """Return all text in data."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value
    if isinstance(parts, (list, tuple)) or isinstance(value, Mapping):
        return [text for part in parts for text in _strings(part)]
    return []


def _mapped(value: Any, change: Any) -> Any:
    """Return data with all text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _mapped(part, change) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mapped(part, change) for part in value]
    return value
