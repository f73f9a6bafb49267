"""The commands. Each reads a log, calls the library, and says in plain words what came out.

Exit statuses: 0 fine, also where nothing was new; 1 the log has a problem or nothing to report, or
a client's pages could not be made; 2 a wrong call; 3 an error that nobody foresaw (``--debug``
shows its traceback).
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from mobility_analysis.commands.console import (
    Day,
    DaysPerWeek,
    Stop,
    Target,
    broken_off_in_order,
    enough_read,
    nothing_logged,
    plain_errors,
    say,
    say_remarks,
    stop_if_problems,
    stop_if_tables_unread,
    stop_if_unlogged,
    stop_if_unreadable,
)
from mobility_analysis.commands.imports import Typed, import_all, import_by_recipe
from mobility_analysis.commands.options import (
    GroupedCommand,
    chosen_thresholds,
    notebook_options,
    option_compared_with,
    option_date_order,
    option_recipe,
    option_scale,
    option_thresholds,
    option_yes,
    recipe_names,
)
from mobility_analysis.commands.report import (
    LookFirst,
    chosen_clients,
    exercises_named,
    say_key,
    say_rows,
    say_where,
    say_who_is_gone,
    stop_if_list_and_pages,
    usual_jobs,
    writing_clients,
)
from mobility_analysis.commands.settings import say_not_copied, say_settings, settings_for

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.lab import Copied
    from mobility_analysis.log import Scale
    from mobility_analysis.measures.caseload.thresholds import Comparison


def command(**settings: Any) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command that has ``--debug`` and answers every error with a sentence."""

    def declare(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def guarded(*, debug: bool, **options: Any) -> None:
            with broken_off_in_order(), plain_errors(debug):
                function(**options)

        with_debug = click.option("--debug", is_flag=True, help="On an error, show where it arose.")
        return main.command(**settings)(with_debug(guarded))

    return declare


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mobility-analysis")
def main() -> None:
    """Upper-back mobility practice at home: what was done of what was prescribed, and how
    self-rated stiffness moved. Everything runs on this computer; nothing is sent anywhere.

    A LOG is a folder with one file a table (sessions.csv, stiffness.csv, programme.csv ...), one
    workbook with one sheet a table, or one file. The codebook says what each column holds.
    What would be typed each time may stand in mobility.toml in that folder.
    """  # noqa: D205


DAY, TARGET = Day(), Target()


@command(cls=GroupedCommand)
@click.argument("log", required=False, type=click.Path(path_type=Path))
@click.option(
    "--client", "clients", multiple=True, metavar="ID", help="Only this client; may be repeated."
)
@click.option("--as-of", type=DAY, help="Look at the log as it was on this day (2026-11-22).")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("mobility-report"),
    show_default=True,
    help="The folder to write into.",
)
@click.option("--from", "start", type=DAY, help="Adherence sums and charts start on this day.")
@click.option("--baseline-start", type=DAY, help="The stiffness baseline starts on this day.")
@click.option(
    "--target-per-week",
    type=DaysPerWeek(),
    metavar="N",
    help="Plan N practice days a week, for clients without a programme.",
)
@click.option(
    "--target",
    "targets",
    type=TARGET,
    multiple=True,
    metavar="EXERCISE=N",
    help='Plan one exercise N times a week, where none is prescribed: "down-dog=5"; '
    "may be repeated.",
)
@option_date_order
@option_scale
@option_recipe
@click.option(
    "--greyscale", is_flag=True, help="Draw in shades of grey, for a black and white printer."
)
@click.option(
    "--only",
    type=click.Choice(["caseload", "tables", "pages"]),
    help="Write only the list of all clients (index.html, caseload.csv, .png and .pdf), only the "
    "tables, or only the pages and figures.",
)
@click.option(
    "--look-first",
    type=LookFirst(),
    is_flag=False,
    flag_value="reasons",
    metavar="[N]",
    help="List all clients, and write pages and tables only for the first N of the list; without "
    "N, for those who have a reason to look at them first.",
)
@click.option(
    "--figure-size",
    type=click.Choice(["letter", "slide"]),
    default="letter",
    show_default=True,
    help="Size of the plots in figures/: as wide as the text of a letter, or as a slide.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write so many clients at once; one for each processor when not given.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Take up a report that was broken off: clients who are written already, from the same "
    "log with the same options, are left as they are.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Write into a folder that holds the report on another log, over its pages.",
)
@click.option(
    "--anonymise",
    is_flag=True,
    help="Number the clients and leave out their words. The key to the numbers is a file of its "
    "own beside the folder, OUT-key.csv; audit.csv and audit.html hold sums.",
)
@option_yes
@option_compared_with
@option_thresholds
def report(
    *,
    log: Path | None,
    clients: tuple[str, ...],
    as_of: pd.Timestamp | None,
    out: Path,
    start: pd.Timestamp | None,
    baseline_start: pd.Timestamp | None,
    target_per_week: float | None,
    targets: tuple[tuple[str, float], ...],
    date_order: str | None,
    scale: Scale | None,
    recipe: str | None,
    greyscale: bool,
    only: Literal["caseload", "tables", "pages"] | None,
    look_first: int | Literal["reasons"] | None,
    figure_size: Literal["letter", "slide"],
    jobs: int | None,
    resume: bool,
    replace: bool,
    anonymise: bool,
    yes: bool,
    compared_with: Comparison | None,
    thresholds: dict[str, float],
) -> None:
    """Write a page, plots and tables for each client of LOG.

    Without LOG the built-in sample log of nine made-up people is used. The folder named by --out
    gets index.html (several clients), and for each client summary.pdf, .png and .html,
    share.png, figures/ and tables/. A run that finds the log as it was says so.

    The exit status is 0 when all is written, or nothing was new; 1 when the log has a problem or a
    client's pages could not be made; 2 for a wrong call; 3 for an error that nobody foresaw.
    """
    stop_if_list_and_pages(only, look_first, clients)
    from mobility_analysis.commands.open import open_log
    from mobility_analysis.log.settings import key_of
    from mobility_analysis.log.targets import with_stated_targets
    from mobility_analysis.report.folder.news import (
        digest_of_log,
        is_known,
        nothing_new_words,
        remember_digest,
    )
    from mobility_analysis.report.folder.write import write_report
    from mobility_analysis.sample.bundled import bundled_sample

    path = log or bundled_sample()
    settings = settings_for(path, date_order=date_order, scale=scale, compared_with=compared_with)
    limits = chosen_thresholds(settings, thresholds)
    settings = settings.marked(f"thresholds.{key_of(name)}" for name in thresholds)
    loaded = open_log(path, settings=settings, as_of=as_of, recipe=recipe, yes=yes)
    stop_if_unlogged(loaded, path)
    chosen = chosen_clients(loaded, clients)
    named = exercises_named(loaded, targets, clients=clients) if targets else {}
    loaded = with_stated_targets(loaded, per_week=target_per_week, per_exercise=named)
    say_settings(loaded.settings)
    writing = (greyscale, only, look_first, figure_size, anonymise)
    news = digest_of_log(
        loaded, chosen, start, baseline_start, limits, *writing, loaded.settings.compared_with
    )
    is_old = is_known(news, out)
    n_pages = 0 if only == "caseload" else len(chosen)
    with writing_clients(n_pages, out) as say_became:
        folders = write_report(
            loaded,
            out,
            clients=None if look_first else chosen,
            look_first=look_first,
            start=start,
            baseline_start=baseline_start,
            greyscale=greyscale,
            only=only,
            thresholds=limits,
            compared_with=compared_with,
            figure_size=figure_size,
            jobs=jobs or usual_jobs(len(chosen)),
            resume=resume,
            replace=replace,
            anonymise=anonymise,
            progress=say_became,
        )
    remember_digest(news, out)
    is_list = only == "caseload" or look_first is not None
    with enough_read(1 if len(loaded.unreadable) else 0):
        if is_old:
            say(nothing_new_words(loaded), bold=True)
        say_where(out, list(folders.values()), only, n_listed=len(chosen) if is_list else 0)
        say_rows(loaded)
        say_remarks(loaded)
        if anonymise:
            say_key(out)
        else:
            say_who_is_gone(loaded, out)
        for sentence in loaded.assumptions:
            say(f"Note: {sentence}")
    stop_if_unreadable(loaded)
    stop_if_tables_unread(loaded)


@command()
@click.argument("log", type=click.Path(path_type=Path))
@option_date_order
@option_scale
@option_recipe
def check(*, log: Path, date_order: str | None, scale: Scale | None, recipe: str | None) -> None:
    """List every problem of LOG with its line and its repair. Changes nothing in it.

    The exit status is 1 when there is a problem, 0 when there is none.
    """
    from mobility_analysis.commands.open import checked
    from mobility_analysis.log import DataError
    from mobility_analysis.log.findings import account_sentences, problem_sentence

    try:
        settings = settings_for(log, date_order=date_order, scale=scale)
        loaded = checked(log, settings=settings, recipe=recipe)
    except DataError as error:
        stop_if_problems(error.problems, log)
        raise
    with enough_read(1 if len(loaded.problems) or len(loaded.unreadable) else 0):
        for sentence in account_sentences(loaded.account, loaded.left_out):
            say(sentence)
        say_settings(loaded.settings)
        for _, remark in loaded.remarks.iterrows():
            say(f"Note: {problem_sentence(remark)}")
        for sentence in loaded.assumptions:
            say(f"Note: {sentence}")
        if unlogged := nothing_logged(loaded, log):
            say(f"Note: {unlogged}")
        stop_if_unreadable(loaded)
        if len(loaded.problems):
            say()
        stop_if_problems(loaded.problems, log)
        say("No problems found.", fg="blue")


@command()
@click.argument("log", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--notebooks",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("mobility-notebooks"),
    show_default=True,
    help="Folder for your own copy of the notebooks.",
)
@click.option(
    "--target-per-week",
    type=DaysPerWeek(),
    metavar="N",
    help="Plan N practice days a week, for clients without a programme.",
)
@option_date_order
@option_scale
@option_recipe
@click.option("--no-browser", is_flag=True, help="Start without opening a browser window.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only."
)
def lab(
    *,
    log: Path | None,
    notebooks: Path,
    target_per_week: float | None,
    date_order: str | None,
    scale: Scale | None,
    recipe: str | None,
    no_browser: bool,
    port: int | None,
) -> None:
    """Open the notebooks in JupyterLab, pointed at LOG.

    Your own copy of the notebooks is kept in the folder named by --notebooks, without outputs and
    with the path of LOG and these options written in; notebooks that are already there are left
    as they are. Without LOG they show the built-in sample log.
    """
    from mobility_analysis.commands.open import asked_of_sheets
    from mobility_analysis.lab import LabMissingError, copy_notebooks, run_lab
    from mobility_analysis.sample.bundled import bundled_sample

    path = log or bundled_sample()
    settings = settings_for(
        path, date_order=date_order, scale=scale, target_per_week=target_per_week
    )
    if log is not None and recipe is None:
        asked_of_sheets(path, settings)
    stated = notebook_options(
        target_per_week=target_per_week, date_order=date_order, scale=scale, recipe=recipe
    )
    try:
        say_settings(settings)
        say_copied(copy_notebooks(notebooks, path, options=stated), notebooks, path)
        status = run_lab(notebooks, path, options=stated, open_browser=not no_browser, port=port)
    except LabMissingError as error:
        raise Stop(str(error)) from error
    sys.exit(status)


def say_copied(copied: Copied, notebooks: Path, log: Path) -> None:
    """Say which notebooks were copied, which stay as they are, and which read another log."""
    say(f"Your notebooks are in {notebooks.resolve()}.")
    if copied.left:
        names = ", ".join(name.removesuffix(".ipynb") for name in copied.left)
        say(f"There already, and left as they are: {names}.")
    for name, other in copied.elsewhere.items():
        say(f"Note: {name} reads {other}.", fg="yellow", err=True)
    if copied.elsewhere:
        say(
            f"To read {log.resolve()} there too, write that path into LOG in the open cell, or "
            "choose another folder for the copies: --notebooks FOLDER.",
            err=True,
        )


@command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--recipe",
    help=f"What its columns mean: {recipe_names()}, or a TOML file of yours. Without it the "
    "program says what it understands, asks, and remembers.",
)
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the log; made when it is not there.",
)
@click.option("--client", default="", metavar="ID", help="The client of every row.")
@click.option(
    "--include",
    multiple=True,
    metavar="NAME",
    help="Take rows that the recipe leaves out: warm-ups; may be repeated.",
)
@option_date_order
@option_scale
@option_yes
def import_(
    *,
    file: Path,
    recipe: str | None,
    into: Path,
    client: str,
    include: tuple[str, ...],
    date_order: str | None,
    scale: Scale | None,
    yes: bool,
) -> None:
    """Add what is new in another program's FILE, or a folder of such files, to a log.

    FILE is never changed. A row that the log holds already is not added again, so that a later
    export that overlaps an earlier one adds only what came since.
    """
    typed = Typed(client, date_order, scale, yes)
    if recipe is not None:
        import_by_recipe(file, recipe, into, include=include, typed=typed)
        return
    if include:
        raise click.BadParameter("it needs --recipe, whose rules it names", param_hint="--include")
    import_all(file, into, typed=typed)


@command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into; files that are already there are never replaced.",
)
@click.option(
    "--form",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
    help="Parquet is small and fast; CSV opens in a spreadsheet.",
)
@option_date_order
@option_scale
@option_yes
def convert(
    *,
    log: Path,
    folder: Path,
    form: str,
    date_order: str | None,
    scale: Scale | None,
    yes: bool,
) -> None:
    """Write any LOG as tables of Parquet or CSV, checked and sorted by client.

    LOG is never changed. Of a folder of many logs, one that cannot be read is named and left out;
    the exit status is then 1.
    """
    from mobility_analysis.commands.open import open_log
    from mobility_analysis.log.write.saving import save_log

    settings = settings_for(log, date_order=date_order, scale=scale)
    loaded = open_log(log, settings=settings, as_of=None, recipe=None, yes=yes)
    say_settings(loaded.settings)
    try:
        written = save_log(loaded, folder, form="csv" if form == "csv" else "parquet")
    except FileExistsError as error:
        raise Stop(str(error)) from error
    with enough_read(1 if len(loaded.unreadable) else 0):
        for path in written:
            say(f"  {path}")
        for sentence in loaded.assumptions:
            say(f"Note: {sentence}")
        say_not_copied(loaded, folder)
    stop_if_unreadable(loaded)


@command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--excel", is_flag=True, help="One workbook with drop-downs, instead of CSV files.")
@click.option(
    "--paper",
    is_flag=True,
    help="An A4 tick-sheet for each client of the log in FOLDER, from the programme.",
)
def new(*, folder: Path, excel: bool, paper: bool) -> None:
    """Make an empty log in FOLDER, ready to fill in.

    As CSV files: one a table with its headers, the catalogue of exercises and the codebook. With
    --excel: one workbook with drop-downs, score limits and an example row that is not read. Beside
    both: mobility.toml, in which nothing holds before you take away a # in it. With
    --paper: a tick-sheet to print, from the programme where FOLDER is a log that has one, else
    with the six exercises of the catalogue. Nothing that is already there is replaced.
    """
    from mobility_analysis.log.write.templates import write_csv_template, write_workbook_template

    try:
        if paper:
            written = write_tick_sheets(folder)
        else:
            written = (write_workbook_template if excel else write_csv_template)(folder)
    except FileExistsError as error:
        raise Stop(str(error)) from error
    for path in written:
        say(f"  {path}")
    if paper:
        return
    say("Fill in sessions or stiffness; the other tables may stay empty. Then:", bold=True)
    say(f'  mobility-analysis report "{folder}"')


def write_tick_sheets(folder: Path) -> list[Path]:
    """Write a tick-sheet for each client with a programme, or one with the catalogue."""
    from mobility_analysis.log import load_log
    from mobility_analysis.log.write.templates import write_new
    from mobility_analysis.report.folder.files import safe_names
    from mobility_analysis.report.paper.tick_sheet import (
        blank_rows,
        prescribed_rows,
        tick_sheet_pdf,
    )

    log = load_log(folder) if folder.is_dir() and any(folder.iterdir()) else None
    sheets = {}
    for client, name in safe_names(log.clients).items() if log else ():
        rows = prescribed_rows(log, client) if log else []
        if rows:
            sheets[f"tick-sheet-{name}.pdf"] = tick_sheet_pdf(rows, client)
    return write_new(folder, sheets or {"tick-sheet.pdf": tick_sheet_pdf(blank_rows())})


if __name__ == "__main__":
    main()
