"""The page over several clients in HTML; in a browser it sorts with a little script of its own."""

from __future__ import annotations

import base64
import hashlib

from mobility_analysis.log.write.forms import AS_CSV, TableForm
from mobility_analysis.report.html.templates import page_environment, template_text
from mobility_analysis.report.page.caseload import CaseloadPage

FIRST_SHOWN = 50
"""Of a longer list, how many clients are shown until somebody asks for more."""


def index_html(page: CaseloadPage, *, has_tables: bool = True, form: TableForm = AS_CSV) -> str:
    """Return the page over several clients as one HTML file.

    The table stands beside it where ``has_tables`` says so, in the form that ``form`` says;
    caseload.pdf and caseload.png always do. A list of more than ``FIRST_SHOWN`` is whole in the
    file; its script shows the first, says how many there are, and finds clients by name or reason.
    """
    script = template_text("sort.js") + "\n" + template_text("find.js")
    digest = hashlib.sha256(str(script).encode()).digest()
    template = page_environment().get_template("index.html.jinja")
    return template.render(
        page._asdict(),
        css=template_text("style.css"),
        own_css=template_text("index.css"),
        script=script,
        script_hash=f"sha256-{base64.b64encode(digest).decode('ascii')}",
        n_first_shown=FIRST_SHOWN if len(page.lines) > FIRST_SHOWN else 0,
        has_tables=has_tables,
        form=form,
    )
