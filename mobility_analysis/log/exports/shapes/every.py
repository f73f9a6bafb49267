"""Every shape of a sheet that is known, in the order in which they look at it."""

from __future__ import annotations

from collections.abc import Callable

from mobility_analysis.log.catalogue import Catalogue
from mobility_analysis.log.exports.questions import Detected
from mobility_analysis.log.exports.shapes import boxes, dated_lines, days_across, free_text
from mobility_analysis.log.read.cells import Sheet

Detector = Callable[[Sheet, Catalogue], Detected | None]

DETECTORS: tuple[Detector, ...] = (
    dated_lines.detect,
    days_across.detect,
    boxes.detect,
    free_text.detect,
)
