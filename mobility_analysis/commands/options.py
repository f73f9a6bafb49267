"""Options that several commands share, each declared once, and those on who is looked at first."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.core import ParameterSource

from mobility_analysis.measures.caseload.thresholds import (
    Comparison,
    Limit,
    Thresholds,
    share_in,
    threshold_limits,
    wrong_threshold,
)

if TYPE_CHECKING:
    from mobility_analysis.log import Scale
    from mobility_analysis.log.settings import CsvForm, Settings, TablesForm
    from mobility_analysis.log.write.forms import TableForm


Command = Callable[..., None]

DATE_ORDERS = ("dmy", "mdy", "ymd", "excel-1900", "excel-1904")
"""As in ``log.schema``, which would load pandas before the command is known."""
CSV_FORMS = ("plain", "excel", "excel-de")
"""As in ``log.settings``."""
SECTION = "Who to look at first, and from where on"


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


def recipe_names() -> str:
    """Name the built-in recipes: their files, since importing what reads them takes long."""
    folder = Path(__file__).parent.parent / "log" / "exports"
    return ", ".join(sorted(path.stem for path in folder.glob("*.toml")))


def option_recipe(function: Command) -> Command:
    """Add ``--recipe``, which may be left out."""
    return click.option(
        "--recipe",
        help=f"How to read another program's export: {recipe_names()}, or a file.",
    )(function)


def notebook_options(
    *,
    target_per_week: float | None,
    date_order: str | None,
    scale: Scale | None,
    recipe: str | None,
) -> str:
    """Write options as they stand in a notebook's cell, where they are read as those of a command.

    A recipe that is a file is named by its whole path, since notebooks run in another folder.
    """
    import shlex

    is_file = recipe is not None and recipe not in recipe_names().split(", ")
    words = {
        "--recipe": Path(recipe).resolve().as_posix() if recipe and is_file else recipe,
        "--date-order": date_order,
        "--scale": None if scale is None else f"{scale.low:g}-{scale.high:g}",
        "--target-per-week": None if target_per_week is None else f"{target_per_week:g}",
    }
    said = [word for name, value in words.items() if value for word in (name, value)]
    said += ["--scale-reversed"] if scale is not None and scale.reversed else []
    return shlex.join(said)


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
            return share_in(value)
        except ValueError as error:
            self.fail(f"{error}")


def is_typed(name: str) -> bool:
    """Whether an option of the running command was typed, and is not just what it usually is."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not ParameterSource.DEFAULT


def option_compared_with(function: Command) -> Command:
    """Add ``--compared-with``; the command is given None where it was not typed."""

    @functools.wraps(function)
    def with_typed(*, compared_with: Comparison, **options: Any) -> None:
        function(compared_with=compared_with if is_typed("compared_with") else None, **options)

    return click.option(
        "--compared-with",
        type=click.Choice(get_args(Comparison)),
        default=get_args(Comparison)[0],
        show_default=True,
        cls=CaseloadOption,
        help="What new reasons are compared with. A client without an appointment is compared "
        "with a week ago.",
    )(with_typed)


def option_form(function: Command) -> Command:
    """Add ``--tables`` and ``--csv``; the command is given None for each that was not typed."""

    @functools.wraps(function)
    def with_typed(*, tables: TablesForm, csv: CsvForm | None, **options: Any) -> None:
        if tables == "xlsx" and csv not in (None, "plain"):
            raise click.UsageError("--tables xlsx writes no CSV: leave out --csv, or --tables.")
        function(tables=tables if is_typed("tables") else None, csv=csv, **options)

    return click.option(
        "--tables",
        type=click.Choice(["csv", "xlsx"]),
        default="csv",
        show_default=True,
        help="Tables as files of CSV, or as workbooks of Excel: for each client one with a sheet a "
        "table.",
    )(option_csv(with_typed))


def option_csv(function: Command) -> Command:
    """Add ``--csv``; the command is given None where it was not typed."""

    @functools.wraps(function)
    def with_typed(*, csv: CsvForm, **options: Any) -> None:
        function(csv=csv if is_typed("csv") else None, **options)

    return click.option(
        "--csv",
        type=click.Choice(CSV_FORMS),
        default=CSV_FORMS[0],
        show_default=True,
        help="How CSV is written: plain, with commas; excel, the same as Excel opens it; excel-de, "
        "with semicolons and decimal commas, as Excel in German and its neighbours opens it.",
    )(with_typed)


def form_in(settings: Settings, tables: TablesForm | None, csv: CsvForm | None) -> TableForm:
    """Return the form of tables: what was typed goes before what the settings state.

    >>> from mobility_analysis.log.settings import Settings
    >>> own = Settings(tables="xlsx")
    >>> form_in(own, None, None).ending, form_in(own, None, "excel-de").ending
    ('.xlsx', '.csv')
    """
    from mobility_analysis.log.write.forms import TableForm

    if tables is None and csv is None:
        return TableForm(settings.tables or "csv", settings.csv or "plain")
    if csv is None:
        return TableForm(tables or "csv", (settings.csv or "plain") if tables == "csv" else "plain")
    return TableForm(tables or "csv", csv)


def option_thresholds(function: Command) -> Command:
    """Add an option for each threshold; the command is given those that were typed, by name."""
    limits = threshold_limits()

    @functools.wraps(function)
    def with_thresholds(**options: Any) -> None:
        values = {name: options.pop(name) for name in limits}
        function(thresholds={name: v for name, v in values.items() if is_typed(name)}, **options)

    declared: Command = with_thresholds
    for name, limit in reversed(limits.items()):
        declared = _option(name, limit)(declared)
    return declared


def _option(name: str, limit: Limit) -> Callable[[Command], Command]:
    is_share = limit.is_share
    kind: click.ParamType[Any] = click.FloatRange(limit.least, limit.most)
    if limit.is_whole:
        kind = click.IntRange(int(limit.least), int(limit.most))
    letter = "N%" if is_share else "N"
    words = limit.with_letter(letter)
    return click.option(
        _option_name(name),
        type=Percent() if is_share else kind,
        default=f"{100 * limit.usual:g}%" if is_share else limit.usual,
        show_default=True,
        metavar=letter,
        cls=CaseloadOption,
        help=f"{words[:1].upper()}{words[1:]}.",
    )


def chosen_thresholds(settings: Settings, typed: Mapping[str, float]) -> Thresholds:
    """Return the thresholds that were typed, else those of the settings, else the usual ones.

    What was typed and cannot be is a wrong call that names the options.
    """
    from mobility_analysis.measures.caseload.options import stated_thresholds, threshold_values

    if not typed:
        return stated_thresholds(settings)
    values = {**threshold_values(settings), **typed}
    wrong = wrong_threshold(values, named=_option_name)
    if wrong:
        raise click.UsageError(f"{wrong}.")
    return Thresholds(**values)


def _option_name(name: str) -> str:
    return f"--{name.replace('_', '-')}"
