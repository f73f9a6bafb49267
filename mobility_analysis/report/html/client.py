"""One client's page in HTML: one file, no script, no request to any host, readable anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from mobility_analysis.log.write.forms import AS_CSV, TableForm
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import Picture
from mobility_analysis.report.page.describe import describe_page
from mobility_analysis.words.numbers import count_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


SHOWN_NOTES = 5


@cache
def page_environment() -> Environment:
    """Return the templates; whatever they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mobility_analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
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


def summary_html(
    contents: ClientContents,
    pictures: Mapping[str, Picture] | None = None,
    *,
    has_tables: bool = True,
    form: TableForm = AS_CSV,
) -> str:
    """Return one client's page as one self-contained HTML file.

    ``pictures`` are by the names that ``client_figures`` gives them. The tables are linked where
    ``has_tables`` says that they stand beside the page, in the form that ``form`` says.
    """
    page = describe_page(contents)
    template = page_environment().get_template("page.html.jinja")
    return template.render(
        css=template_text("style.css"),
        page=page,
        pictures=pictures or {},
        shown_notes=SHOWN_NOTES,
        older_notes=count_words(len(page.notes) - SHOWN_NOTES, "older note"),
        help=page.help,
        must_carry=page.must_carry,
        has_tables=has_tables,
        form=form,
    )
