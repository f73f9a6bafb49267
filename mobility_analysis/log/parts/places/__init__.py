"""Where a log lies: a folder on this computer, or an address that fsspec knows."""

from mobility_analysis.log.parts.places.place import Place, is_address
from mobility_analysis.log.parts.places.told import (
    PlaceError,
    ScaleMissingError,
    address_words,
    without_password,
)

__all__ = [
    "Place",
    "PlaceError",
    "ScaleMissingError",
    "address_words",
    "is_address",
    "without_password",
]
