"""PDFs held to PDF/UA-1 by a checker that is not ours; ``.ci/run`` installs it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfWriter

from mobility_analysis.log import load_log
from mobility_analysis.measures.caseload.options import options_for
from mobility_analysis.measures.caseload.review import review_table
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.report.paper.caseload import write_caseload_sheet
from mobility_analysis.report.paper.client import PaperPage
from mobility_analysis.report.paper.tick_sheet import blank_columns, tick_sheet_pdf
from mobility_analysis.sample.bundled import bundled_sample
from tests.page_logs import contents_of_variant

checker: Any = pytest.importorskip("page", reason="pip install page-validation: the extra 'check'")


def failures(pdf: bytes) -> int:
    report = checker.validate_pdf_bytes(pdf, profile=checker.ValidationProfile.PDF_UA_1)
    assert "Rules: " in str(report)
    return 0 if report.is_compliant else 1


@pytest.mark.parametrize("name", ["26 weeks", "all at once", "no programme", "no data"])
def test_a_clients_page_keeps_to_pdf_ua(name: str) -> None:
    assert failures(PaperPage(contents_of_variant(name)).pdf()) == 0


def test_the_caseload_and_the_tick_sheet_keep_to_pdf_ua(tmp_path: Any) -> None:
    log = load_log(bundled_sample())
    options = options_for(log)
    review = review_table(log, options)
    links = {client: f"{client}/summary.html" for client in log.clients}
    page = caseload_page(log, review, links, as_of=options.as_of, thresholds=options.thresholds)
    write_caseload_sheet(page, tmp_path / "caseload", about="In words.")
    assert failures((tmp_path / "caseload.pdf").read_bytes()) == 0
    assert failures(tick_sheet_pdf(blank_columns(), "Ann")) == 0


def test_a_page_without_its_tags_is_found_out() -> None:
    whole = PdfWriter(clone_from=io.BytesIO(PaperPage(contents_of_variant("26 weeks")).pdf()))
    del whole._root_object["/StructTreeRoot"]
    buffer = io.BytesIO()
    whole.write(buffer)
    assert failures(buffer.getvalue()) == 1
