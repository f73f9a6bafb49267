"""Typst called: a template and its data become pages as PDF, SVG or PNG, the same on each machine.

What users wrote goes in as data, never into a template's source, where ``#`` and ``$`` are markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any, Literal

PageFormat = Literal["pdf", "svg", "png"]

PDF_STANDARD: Literal["ua-1"] = (
    "ua-1"  # tagged, with a title, a language and alt texts: readable by screen readers
)
_ONE_AT_A_TIME = Lock()  # pages are typeset beside the drawing of the next


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
    files = {
        "main.typ": _template(template),
        "data.json": json.dumps(data, ensure_ascii=False, sort_keys=True).encode(),
        **(pictures or {}),
    }
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            files,
            format=kind,
            ppi=dpi,
            pdf_standards=PDF_STANDARD if kind == "pdf" else None,
            timestamp=0,
        )
    pages = made if isinstance(made, list) else [made]
    return tuple(page for page in pages if page is not None)


@cache
def _template(name: str) -> bytes:
    return resources.files("mobility_analysis.report").joinpath("templates", name).read_bytes()


@cache
def _compiler() -> Any:  # its stubs do not know files that are not on the disk
    """Return the one compiler of this process: it has read the fonts, those of matplotlib alone."""
    import typst
    from matplotlib import get_data_path

    return typst.Compiler(font_paths=[f"{get_data_path()}/fonts/ttf"], ignore_system_fonts=True)
