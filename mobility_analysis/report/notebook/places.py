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


class WithWords:
    """A widget as a notebook shows it: itself where a kernel runs, words where none does."""

    def __init__(self, box: Any, words: str) -> None:
        self.box, self.words = box, words

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        return {**self.box._repr_mimebundle_(**options), "text/plain": self.words}
