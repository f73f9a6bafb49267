"""Options that several commands share, each declared once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mobility_analysis.log import Scale

__all__ = ["option_date_order", "option_scale", "option_yes"]

Command = Callable[..., None]

DATE_ORDERS = ("dmy", "mdy", "ymd", "excel-1900", "excel-1904")
"""As in ``log.dates``, which would bring in pandas before the command is known."""


def option_yes(function: Command) -> Command:
    """Add ``--yes``."""
    return click.option("--yes", is_flag=True, help="Answer every question with yes.")(function)


def option_date_order(function: Command) -> Command:
    """Add ``--date-order``."""
    return click.option(
        "--date-order",
        type=click.Choice(DATE_ORDERS),
        help="How 03/04/26 is meant: dmy is 3 April 2026, mdy is 4 March 2026, ymd is 26 April "
        "2003. How a spreadsheet counts days: excel-1900, or excel-1904 (old Excel for Mac). "
        "Needed only where a column fits more than one.",
    )(function)


def option_scale(function: Command) -> Command:
    """Add ``--scale`` and ``--scale-reversed``; the command is given one Scale, or None."""

    @functools.wraps(function)
    def with_scale(*, scale: Scale | None, scale_reversed: bool, **options: Any) -> None:
        if scale is None and scale_reversed:
            raise click.UsageError(
                "--scale-reversed says that the high end of a scale is the best score: state the "
                "scale too, as --scale 1-5 --scale-reversed."
            )
        if scale is not None and scale_reversed:
            scale = scale._replace(reversed=True)
        function(scale=scale, **options)

    with_reversed = click.option(
        "--scale-reversed", is_flag=True, help="The high end of --scale is the best score."
    )(with_scale)
    return click.option(
        "--scale",
        type=ScaleEnds(),
        metavar="LOW-HIGH",
        help="All stiffness scores were given on this scale, such as 1-5, and not from 0 to 10. "
        "Every output names it.",
    )(with_reversed)


class ScaleEnds(click.ParamType["Scale"]):
    """A scale of scores, written as 1-5."""

    name = "scale"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> Scale:
        """Return the scale, or say how one is written."""
        from mobility_analysis.log.scales import Scale, scale_from_text

        if isinstance(value, Scale):
            return value
        try:
            return scale_from_text(value)
        except ValueError as error:
            self.fail(f"{error}")
