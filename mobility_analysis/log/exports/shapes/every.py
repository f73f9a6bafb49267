"""All shapes, in the order in which a sheet is looked at: what turns it first, then its columns."""

from __future__ import annotations

from collections.abc import Callable

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.exports.questions import Detected
from mobility_analysis.log.exports.shapes import (
    boxes,
    dated_lines,
    days_across,
    free_text,
    header_line,
    kinds_of_rows,
    split_dates,
)
from mobility_analysis.log.read.cells import Sheet

Detector = Callable[[Sheet, Catalogue], Detected | None]

DETECTORS: tuple[Detector, ...] = (
    days_across.detect,
    dated_lines.detect,
    header_line.detect,
    kinds_of_rows.detect_sums,
    header_line.detect_fill_down,
    split_dates.detect,
    kinds_of_rows.detect,
    boxes.detect,
    free_text.detect,
    free_text.detect_amounts,
)
