"""Small made-up logs with one fault each, and the same logs mended: for teaching and tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SESSIONS = "client,date,exercise,sets,reps\n"
STIFFNESS = "client,date,score,moment\n"
PROGRAMME = "client,exercise,start,end,times_per_week\n"
DONE = {"sessions.csv": SESSIONS + "Jo,2026-11-03,down-dog,1,5\nJo,2026-11-10,down-dog,1,5\n"}

Files = Mapping[str, str]
_FAULTS: Mapping[str, tuple[Files, Files]] = MappingProxyType(
    {
        "exercise": (
            {
                "sessions.csv": SESSIONS
                + "Jo,2026-11-03,Foam Roller,2,8\n"
                + "Jo,2026-11-03,Overhed Opener,2,10\n"
            },
            {
                "sessions.csv": SESSIONS
                + "Jo,2026-11-03,Foam Roller,2,8\n"
                + "Jo,2026-11-03,Overhead Opener,2,10\n"
            },
        ),
        "score": (
            {"stiffness.csv": STIFFNESS + "Jo,2026-11-03,4,waking\nJo,2026-11-04,14,waking\n"},
            {"stiffness.csv": STIFFNESS + "Jo,2026-11-03,4,waking\nJo,2026-11-04,1.4,waking\n"},
        ),
        "date": (
            {"stiffness.csv": STIFFNESS + "Jo,03/04/2026,4,waking\nJo,05/04/2026,3.5,waking\n"},
            {"stiffness.csv": STIFFNESS + "Jo,2026-04-03,4,waking\nJo,2026-04-05,3.5,waking\n"},
        ),
        "programme": (
            {
                "programme.csv": PROGRAMME
                + "Jo,down-dog,2026-11-02,,3\n"
                + "Jo,down-dog,2026-11-09,,5\n",
                **DONE,
            },
            {
                "programme.csv": PROGRAMME
                + "Jo,down-dog,2026-11-02,2026-11-08,3\n"
                + "Jo,down-dog,2026-11-09,,5\n",
                **DONE,
            },
        ),
    }
)

FAULT_KINDS = tuple(_FAULTS)
"""A misspelt exercise, a score off the scale, a date of two readings, two programmes at once."""


def faulty_files(kind: str) -> dict[str, str]:
    """Return a small log with one fault, as the text of its files.

    Parameters
    ----------
    kind : str
        One of ``FAULT_KINDS``.

    Returns
    -------
    dict of str to str
        Text by name of the file.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> print(faulty_files("score")["stiffness.csv"], end="")
    client,date,score,moment
    Jo,2026-11-03,4,waking
    Jo,2026-11-04,14,waking
    """
    return dict(_fault(kind)[0])


def mended_files(kind: str) -> dict[str, str]:
    """Return the same small log without its fault.

    Parameters
    ----------
    kind : str
        One of ``FAULT_KINDS``.

    Returns
    -------
    dict of str to str
        Text by name of the file.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> mended_files("score")["stiffness.csv"].splitlines()[-1]
    'Jo,2026-11-04,1.4,waking'
    """
    return dict(_fault(kind)[1])


def _fault(kind: str) -> tuple[Files, Files]:
    if kind not in _FAULTS:
        raise ValueError(f"no fault {kind!r}; there are {', '.join(FAULT_KINDS)}")
    return _FAULTS[kind]
