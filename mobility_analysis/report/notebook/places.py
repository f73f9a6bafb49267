"""Places under a cell that hold something which may change later."""

from __future__ import annotations

from typing import Any


def show_in_place(thing: object) -> Any:
    """Display a thing so that it can be changed later, in the place where it stands."""
    from IPython.display import DisplayHandle

    handle: Any = DisplayHandle  # without types
    handle = handle()
    handle.display(thing)
    return handle
