"""Files in, a checked :class:`MobilityLog` out. Only this room reads files."""

from mobility_analysis.log.findings import problem_sentence
from mobility_analysis.log.load import load_log, log_from_tables
from mobility_analysis.log.model import DataError, MobilityLog
from mobility_analysis.log.scales import Scale

__all__ = [
    "DataError", "MobilityLog", "Scale", "load_log", "log_from_tables", "problem_sentence",
]  # fmt: skip
