from .log import DataError as DataError
from .log import MobilityLog as MobilityLog
from .log import log_from_tables as log_from_tables
