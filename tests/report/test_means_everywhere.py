"""The same two means are written the same on the page, on the picture to share and in the list."""

from __future__ import annotations

import pandas as pd

from mobility_analysis.charts.caseload.picture import plot_caseload, read_row
from mobility_analysis.log import log_from_tables
from mobility_analysis.measures.caseload.review import caseload_review
from mobility_analysis.measures.caseload.thresholds import Thresholds
from mobility_analysis.report.contents import client_contents
from mobility_analysis.report.page.caseload import caseload_page
from mobility_analysis.report.summary import key_figures, lead_words
from tests.diaries import run_of

# 28 days with a sum of 167, then 28 with one of 197: 5.964 and 7.036. With one decimal 6.0 and 7.0
# would lie 1.1 apart; with two the sum is seen to be right: 5.96 and 7.04 lie 1.08 apart.
FIRST = [6] * 27 + [5]
LAST = [7] * 27 + [8]


def test_means_that_need_two_decimals_have_them_in_the_list_too() -> None:
    log = log_from_tables(stiffness=run_of("2026-09-28", [*FIRST, *LAST]), as_of="2026-11-22")
    contents = client_contents(log, "ana")
    assert key_figures(contents)[1].figure == "5.96 → 7.04"
    assert "1.08 points higher than in the first 4 weeks, 5.96 to 7.04" in lead_words(contents)
    page = caseload_page(log, contents.review, {}, as_of=log.as_of, thresholds=Thresholds())
    assert dict(page.lines[0].figures)["stiffness"].text == "5.96 → 7.04"
    row = contents.review.to_dict("records")[0]
    assert read_row(row).means_words == "5.96 → 7.04"


def test_means_of_a_list_have_the_same_decimals() -> None:
    even = [row | {"client": "bo"} for row in run_of("2026-09-28", [*[6] * 28, *[7] * 28])]
    odd = run_of("2026-09-28", [*FIRST, *LAST])

    def listed(*rows: dict[str, object]) -> list[str]:
        log = log_from_tables(stiffness=list(rows), as_of="2026-11-22")
        review = caseload_review(log)
        page = caseload_page(log, review, {}, as_of=log.as_of, thresholds=Thresholds())
        found = [dict(line.figures)["stiffness"].text for line in page.lines]
        (ax,) = plot_caseload(review).figure.axes
        drawn = [text.get_text() for text in ax.texts if text.get_gid() == "means"]
        assert sorted(drawn) == sorted(found)
        return sorted(found)

    assert listed(*odd, *even) == ["5.96 → 7.04", "6.00 → 7.00"]
    assert listed(*even) == ["6.0 → 7.0"]


def test_means_of_which_one_decimal_is_true_have_one() -> None:
    scores = [*[6] * 28, *[7] * 28]
    log = log_from_tables(stiffness=run_of("2026-09-28", scores), as_of="2026-11-22")
    row: pd.Series = client_contents(log, "ana").review.iloc[0]
    assert read_row(row).means_words == "6.0 → 7.0"
