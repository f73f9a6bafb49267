"""One client's page in HTML: one file, no script, no request to any host, readable anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mobility_analysis.log.write.forms import AS_CSV, TableForm
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.html.templates import page_environment, template_text
from mobility_analysis.report.page.describe import describe_page
from mobility_analysis.words.numbers import count_words

if TYPE_CHECKING:
    from mobility_analysis.report.figure_files import Picture


SHOWN_NOTES = 5


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
