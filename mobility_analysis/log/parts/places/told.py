"""What is told of places elsewhere that cannot be reached: no password, and what can be done."""

from __future__ import annotations

import re
import sys
from ftplib import Error as FtpError
from ftplib import error_perm
from urllib.parse import unquote

from mobility_analysis.log.model import DataError

ABSENT = (404, 410)
"""What a web server answers where nothing is; any other status may hide a file that is there."""
PACKAGES = {
    "abfs": "adlfs", "az": "adlfs", "gcs": "gcsfs", "gs": "gcsfs", "http": "aiohttp",
    "https": "aiohttp", "s3": "s3fs", "s3a": "s3fs", "sftp": "paramiko", "smb": "smbprotocol",
    "ssh": "paramiko", "webdav": "webdav4[fsspec]",
}  # fmt: skip
"""What pip is to install for a protocol where its file system cannot be imported."""
_USER_INFO = re.compile(r"(?<=://)(/*[^:/]*):(.*)@")
"""To the last ``@``, whatever stands between: a password may hold any letter that parts a path."""
_QUERY = re.compile(r"((?:^|&)(?=[^&])(?:[^&=\s]+=)?)([^&]*)")
"""A name of a query string, if any, and its value, such as a token: to the next ``&``."""
_IN_WORDS = re.compile(r"://[^\s'\"]*")
"""An address in a sentence, without its protocol."""
_STATED_APART = re.compile(r"missing .*argument.*: '(\w+)'")


def _how_to_install(package: str) -> str:
    return f'Install it with:\n    "{sys.executable}" -m pip install "{package}"'


class ScaleMissingError(ImportError):
    """The extra ``scale`` is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "Logs in parts and --engine dask need Dask, which is not installed here. "
            f"{_how_to_install('mobility-analysis[scale]')}"
        )


class PlaceError(DataError):
    """A place elsewhere cannot be reached, read or written; another try may find that it can."""


def without_password(text: str) -> str:
    """Return a text with no password and no value of a query string in its addresses, for people.

    >>> without_password("sftp://ana:secret@clinic.example/log cannot be opened")
    'sftp://ana:***@clinic.example/log cannot be opened'
    >>> without_password("https://clinic.example/log?user=ana&sig=secret cannot be opened")
    'https://clinic.example/log?user=***&sig=*** cannot be opened'
    >>> without_password("https://clinic.example/log?secret cannot be opened")
    'https://clinic.example/log?*** cannot be opened'
    """
    return _IN_WORDS.sub(lambda found: _without_values(found[0]), _without_user(text))


def address_words(address: str) -> str:
    """Return an address as it is shown: what follows a blank in it is a part of it, too.

    >>> address_words("s3://clinic/log?token=my secret")
    's3://clinic/log?token=***'
    """
    return _without_values(_without_user(address))


def _without_user(text: str) -> str:
    return _USER_INFO.sub(r"\1:***@", text)


def _without_values(address: str) -> str:
    place, mark, query = address.partition("?")
    return place + mark + _QUERY.sub(r"\1***", query)


def _without_words_of_it(text: str, address: str) -> str:
    """Return an error without words of what is hidden: a part of it may be taken for a port."""
    query = _without_user(address).partition("?")[2]
    values = [own[2] for own in (*_USER_INFO.finditer(address), *_QUERY.finditer(query))]
    words = [word for text in values for word in re.findall(r"\w+", f"{text} {unquote(text)}")]
    return re.sub(rf"\b({'|'.join(words)})\b", "***", text) if words else text


def said_of(error: Exception, address: str) -> str:
    """Say an error of any file system in a line: what it found, and what can be done."""
    protocol = address.split("://", maxsplit=1)[0]
    if isinstance(error, ImportError) and (package := PACKAGES.get(protocol)):
        return f"it needs {package}, which is not installed here. {_how_to_install(package)}"
    text = (isinstance(error, OSError) and error.strerror) or str(error).strip()
    text = without_password(text.split("\n")[0].rstrip(". ")) or type(error).__name__
    text = _without_words_of_it(text, address)
    if isinstance(error, TypeError) and (stated := _STATED_APART.search(text)):
        name = f"fsspec_{protocol}_{stated[1]}".upper()
        return f"it needs a {stated[1]!r}. Set it in the environment as {name}."
    return (
        f"{text}. Check the address, the network, and what its file system asks for, such as a key."
    )


def is_hidden(error: FileNotFoundError) -> bool:
    """Tell whether something was only not reached: some say of that, too, that it is not there."""
    cause = error.__cause__
    if isinstance(cause, FtpError):
        return not (isinstance(cause, error_perm) and str(cause).startswith("550"))
    status = getattr(cause, "status", None)
    is_refused = isinstance(status, int) and status not in ABSENT
    return is_refused or (isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError))
