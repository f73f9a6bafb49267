"""Options of ``report`` on who is looked at first: in ``--help`` they stand by themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, get_args

import click

from mobility_analysis.measures.thresholds import (
    Comparison,
    Limit,
    Thresholds,
    threshold_limits,
)

__all__ = ["GroupedCommand", "option_compared_with", "option_thresholds"]

Command = Callable[..., None]
SECTION = "Who to look at first, and from where on"


class CaseloadOption(click.Option):
    """An option that stands in the section of its own."""


class GroupedCommand(click.Command):
    """A command whose caseload options follow the others in ``--help``."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the ordinary options, then those on the caseload."""
        sections: dict[str, list[tuple[str, str]]] = {"Options": [], SECTION: []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                name = SECTION if isinstance(param, CaseloadOption) else "Options"
                sections[name].append(record)
        for name, records in sections.items():
            with formatter.section(name):
                formatter.write_dl(records)


class Percent(click.ParamType[float]):
    """A share, written as 50% or 50."""

    name = "percent"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> float:
        """Return the share, 0 to 1, or say how a percentage is written."""
        try:
            percent = float(str(value).strip().removesuffix("%"))
        except ValueError:
            percent = 0.0
        if not 1 <= percent <= 100:
            self.fail(f"{value!r} is not a percentage; write it as 50%, from 1% to 100%.")
        return percent / 100


def option_compared_with(function: Command) -> Command:
    """Add ``--compared-with``."""
    return click.option(
        "--compared-with",
        type=click.Choice(get_args(Comparison)),
        default=get_args(Comparison)[0],
        show_default=True,
        cls=CaseloadOption,
        help="What new reasons are compared with. A client without an appointment is compared "
        "with a week ago.",
    )(function)


def option_thresholds(function: Command) -> Command:
    """Add an option for each threshold; the command is given one ``Thresholds``."""
    limits = threshold_limits()

    @functools.wraps(function)
    def with_thresholds(**options: Any) -> None:
        values = {name: options.pop(name) for name in limits}
        function(thresholds=_thresholds(values), **options)

    declared: Command = with_thresholds
    for name, limit in reversed(limits.items()):
        declared = _option(name, limit)(declared)
    return declared


def _option(name: str, limit: Limit) -> Callable[[Command], Command]:
    is_share = limit.most == 1
    kind: click.ParamType[Any] = click.FloatRange(limit.least, limit.most)
    if limit.is_whole:
        kind = click.IntRange(int(limit.least), int(limit.most))
    letter = "N%" if is_share else "N"
    words = limit.words.format(letter)
    return click.option(
        f"--{name.replace('_', '-')}",
        type=Percent() if is_share else kind,
        default=f"{100 * limit.usual:g}%" if is_share else limit.usual,
        show_default=True,
        metavar=letter,
        cls=CaseloadOption,
        help=f"{words[:1].upper()}{words[1:]}.",
    )


def _thresholds(values: dict[str, Any]) -> Thresholds:
    """Return the thresholds; what cannot be is a wrong call that names the options."""
    try:
        return Thresholds(**values)
    except ValueError as error:
        said = str(error)
        for name in values:
            said = said.replace(name, f"--{name.replace('_', '-')}")
        raise click.UsageError(f"{said}.") from error
