"""Files in, a checked :class:`MobilityLog` out. Only this room reads files."""

from mobility_analysis.log.load import log_from_tables
from mobility_analysis.log.model import DataError, MobilityLog

__all__ = ["DataError", "MobilityLog", "log_from_tables"]
