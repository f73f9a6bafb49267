"""The templates of the pages in HTML, and what stands in a page as it is."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_SHARE = re.compile(r"(?<=\d) %(?![0-9A-F]{2})")


def on_one_line(said: object) -> object:
    r"""Keep the sign of a share on the line of its number; what is no words stays as it is.

    A ``%`` that codes a letter, in an address, is no sign of a share.

    Examples
    --------
    >>> on_one_line("47 % of 8")
    '47\xa0% of 8'
    >>> on_one_line("data:image/svg+xml,5 %C3%A9")
    'data:image/svg+xml,5 %C3%A9'
    """
    if type(said) is not str or " %" not in said:
        return said
    return _SHARE.sub("\N{NO-BREAK SPACE}%", said)


@cache
def page_environment() -> Environment:
    """Return the templates; whatever they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mobility_analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=on_one_line,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def template_text(name: str) -> Markup:
    """Return a file of our own that stands in a page as it is: style or script."""
    from markupsafe import Markup

    folder = resources.files("mobility_analysis.report").joinpath("templates")
    return Markup(folder.joinpath(name).read_text(encoding="utf-8").strip())  # noqa: S704
