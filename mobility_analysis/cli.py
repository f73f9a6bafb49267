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
    say_problems,
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
    form_in,
    notebook_options,
    option_compared_with,
    option_csv,
    option_date_order,
    option_form,
    option_recipe,
    option_scale,
    option_thresholds,
    option_yes,
    recipe_names,
)
from mobility_analysis.commands.parts import (
    Location,
    PathHere,
    convert_in_parts,
    path_here,
    report_on_dask,
    stop_if_not_on_dask,
)
from mobility_analysis.commands.report import (
    LookFirst,
    chosen_clients,
    exercises_named,
    n_clients_with_pages,
    say_key,
    say_rows,
    say_where,
    say_who_is_gone,
    stop_if_list_and_pages,
    usual_jobs,
    writing_clients,
)
from mobility_analysis.commands.settings import say_not_copied, say_settings, settings_for
from mobility_analysis.report.rubbish import collect_seldom, leave_rubbish_at_end

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.lab import Copied
    from mobility_analysis.log import Scale
    from mobility_analysis.log.settings import CsvForm, TablesForm
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

    A LOG is a folder with one file a table (days.csv, or sessions.csv and stiffness.csv;
    programme.csv ...), one workbook with one sheet a table, or one file. The codebook says what
    each column holds. What would be typed each time may stand in mobility.toml in that folder.
    """  # noqa: D205
    collect_seldom()
    leave_rubbish_at_end()


DAY, TARGET = Day(), Target()


@command(cls=GroupedCommand)
@click.argument("log", required=False, type=Location())
@click.option(
    "--client", "clients", multiple=True, metavar="ID", help="Only this client; may be repeated."
)
@click.option("--as-of", type=DAY, help="Look at the log as it was on this day (2026-11-22).")
@click.option(
    "--out",
    type=Location(file_okay=False),
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
@option_form
@click.option(
    "--engine",
    type=click.Choice(["dask"]),
    help="Make the list or the tables of a LOG in parts (convert --partition-by client) on Dask: "
    "for more than one computer's memory holds. LOG and --out may be addresses (s3://bucket/log). "
    "Needs the extra scale.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="With --engine dask: the scheduler of a cluster, such as tcp://10.0.0.1:8786; without it, "
    "workers are started on this computer, one for each processor or --jobs.",
)
@option_yes
@option_compared_with
@option_thresholds
def report(
    *,
    log: Path | str | None,
    clients: tuple[str, ...],
    as_of: pd.Timestamp | None,
    out: Path | str,
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
    tables: TablesForm | None,
    csv: CsvForm | None,
    engine: Literal["dask"] | None,
    scheduler: str | None,
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
    if engine is not None:
        stop_if_not_on_dask(log, only, scheduler)
        report_on_dask(
            log or "",
            out,
            only=only or "",
            scheduler=scheduler,
            jobs=jobs,
            targets=targets,
            thresholds=thresholds,
            as_of=as_of,
            start=start,
            baseline_start=baseline_start,
            compared_with=compared_with,
            per_week=target_per_week,
            greyscale=greyscale,
            replace=replace,
        )
        return
    if scheduler is not None:
        raise click.UsageError("--scheduler is the address of Dask's scheduler: add --engine dask.")
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

    path = path_here(log or bundled_sample(), where="--engine dask")
    out = path_here(out, where="--engine dask")
    settings = settings_for(path, date_order=date_order, scale=scale, compared_with=compared_with)
    form = form_in(settings, tables, csv)
    settings = settings.with_typed(tables=tables, csv=csv)
    limits = chosen_thresholds(settings, thresholds)
    settings = settings.marked(f"thresholds.{key_of(name)}" for name in thresholds)
    loaded = open_log(path, settings=settings, as_of=as_of, recipe=recipe, yes=yes)
    stop_if_unlogged(loaded, path)
    chosen = chosen_clients(loaded, clients)
    named = exercises_named(loaded, targets, clients=clients) if targets else {}
    loaded = with_stated_targets(loaded, per_week=target_per_week, per_exercise=named)
    say_settings(loaded.settings)
    writing = (greyscale, only, look_first, figure_size, anonymise, form)
    news = digest_of_log(
        loaded, chosen, start, baseline_start, limits, *writing, loaded.settings.compared_with
    )
    is_old = is_known(news, out)
    n_pages = n_clients_with_pages(len(chosen), only, look_first)
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
            tables=form.tables,
            csv=form.csv,
            thresholds=limits,
            compared_with=compared_with,
            figure_size=figure_size,
            jobs=jobs or usual_jobs(len(chosen) if n_pages is None else n_pages),
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
        n_unread = len(loaded.unreadable)  # which are in the list, too
        n_listed = len(chosen) if is_list else 0
        say_where(out, list(folders.values()), only, n_listed=n_listed, n_unread=n_unread)
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
@click.argument("log", type=PathHere())
@option_date_order
@option_scale
@option_recipe
def check(*, log: Path, date_order: str | None, scale: Scale | None, recipe: str | None) -> None:
    """List every problem of LOG with its line and its repair. Changes nothing in it.

    The exit status is 1 when there is a problem, 0 when there is none.
    """
    from mobility_analysis.commands.open import checked
    from mobility_analysis.log import DataError
    from mobility_analysis.log.findings import (
        account_sentences,
        accounts_together,
        remark_sentences,
    )

    try:
        settings = settings_for(log, date_order=date_order, scale=scale)
        loaded = checked(log, settings=settings, recipe=recipe)
    except DataError as error:
        stop_if_problems(error.problems, log)
        raise
    with enough_read(1 if len(loaded.problems) or len(loaded.unreadable) else 0):
        sentences = account_sentences(loaded.account, loaded.left_out)
        for sentence in accounts_together(loaded.account, sentences):
            say(sentence)
        say_settings(loaded.settings)
        for sentence in remark_sentences(loaded.remarks):
            say(f"Note: {sentence}")
        for sentence in loaded.assumptions:
            say(f"Note: {sentence}")
        if unlogged := nothing_logged(loaded, log):
            say(f"Note: {unlogged}")
        if len(loaded.problems):
            say()
        if len(loaded.unreadable):
            say_problems(loaded.problems)
        stop_if_unreadable(loaded)
        stop_if_problems(loaded.problems, log)
        say("No problems found.", fg="blue")


@command()
@click.argument("log", required=False, type=PathHere(exists=True))
@click.option(
    "--notebooks",
    type=PathHere(file_okay=False),
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
@click.argument("file", type=PathHere())
@click.option(
    "--recipe",
    help=f"What its columns mean: {recipe_names()}, or a TOML file of yours. Without it the "
    "program says what it understands, asks, and remembers.",
)
@click.option(
    "--into",
    required=True,
    type=PathHere(file_okay=False),
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
@click.argument("log", type=Location())
@click.option(
    "--to",
    "folder",
    required=True,
    type=Location(file_okay=False),
    help="The folder to write into; files that are already there are never replaced.",
)
@click.option(
    "--form",
    type=click.Choice(["parquet", "csv", "xlsx"]),
    default="parquet",
    show_default=True,
    help="Parquet is small and fast; CSV opens in a spreadsheet; xlsx is one workbook, log.xlsx.",
)
@option_csv
@click.option(
    "--partition-by",
    type=click.Choice(["client"]),
    help="Write Parquet in parts of some clients each, all tables of a part side by side, for "
    "report --engine dask. A LOG in Parquet or CSV, and a folder of many, may be larger than "
    "memory. LOG and --to may be addresses (s3://bucket/log). Needs the extra scale.",
)
@click.option(
    "--clients-per-part",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    help="With --partition-by client: how many clients a part has.",
)
@option_date_order
@option_scale
@option_yes
def convert(
    *,
    log: Path | str,
    folder: Path | str,
    form: Literal["parquet", "csv", "xlsx"],
    csv: CsvForm | None,
    partition_by: Literal["client"] | None,
    clients_per_part: int,
    date_order: str | None,
    scale: Scale | None,
    yes: bool,
) -> None:
    """Write any LOG as tables of Parquet or CSV, or as a workbook, checked and sorted by client.

    LOG is never changed. Of a folder of many logs, one that cannot be read is named and left out;
    the exit status is then 1, and so it is where nothing of a table could be read.
    """
    if partition_by is not None:
        if form != "parquet":
            raise click.UsageError(
                f"--partition-by client writes Parquet: leave out --form {form}."
            )
        convert_in_parts(
            log,
            folder,
            date_order=date_order,
            scale=scale,
            yes=yes,
            clients_per_part=clients_per_part,
        )
        return
    from mobility_analysis.commands.open import open_log
    from mobility_analysis.log.write.saving import save_log

    log = path_here(log, where="--partition-by client")
    folder = path_here(folder, where="--partition-by client")
    if csv is not None and form != "csv":
        raise click.UsageError(f"--csv is for --form csv, not for {form}.")
    settings = settings_for(log, date_order=date_order, scale=scale)
    loaded = open_log(log, settings=settings, as_of=None, recipe=None, yes=yes)
    say_settings(loaded.settings)
    try:
        written = save_log(loaded, folder, form=form, csv=csv or "plain")
    except FileExistsError as error:
        raise Stop(str(error)) from error
    with enough_read(1 if len(loaded.unreadable) else 0):
        for path in written:
            say(f"  {path}")
        say_rows(loaded)
        say_remarks(loaded)
        for sentence in loaded.assumptions:
            say(f"Note: {sentence}")
        say_not_copied(loaded, folder)
    stop_if_unreadable(loaded)
    stop_if_tables_unread(loaded)


@command()
@click.argument("folder", type=PathHere(file_okay=False))
@click.option("--excel", is_flag=True, help="One workbook with drop-downs, instead of CSV files.")
@click.option("--paper", is_flag=True, help="An A4 tick-sheet of a month, with the same columns.")
@click.option(
    "--start",
    type=Day(),
    metavar="DATE",
    help="The first day: twelve months of days are written in; on paper, its month.",
)
@click.option(
    "--for",
    "source",
    type=PathHere(exists=True),
    metavar="LOG",
    help="A diary for each client of LOG that has a programme, with its exercises.",
)
@click.option(
    "--long", is_flag=True, help="A row a session and a row a rating, with all tables there are."
)
def new(
    *,
    folder: Path,
    excel: bool,
    paper: bool,
    start: pd.Timestamp | None,
    source: Path | None,
    long: bool,
) -> None:
    """Make an empty diary in FOLDER, ready to fill in.

    A row a day, a column for each exercise, one for stiffness and one for a note: as CSV files
    with the tables around it (programme, pauses, events, the catalogue, the codebook) or, with
    --excel, as one workbook that fits a phone, with drop-downs and score limits, and prints a month
    on a page. Beside both: mobility.toml, in which nothing holds before you take away a # in it.

    The exercises are those of the programme: with --for LOG of each client's, or of the log of CSV
    files that FOLDER holds, to which the diary is then added; else the six of the catalogue's
    beginning. With --paper: the same columns to print and tick, alone or beside --excel. Nothing
    that is already there is replaced.
    """
    from mobility_analysis.commands.new import Wanted, write_empty_log

    wanted = Wanted(is_workbook=excel, is_paper=paper, is_long=long, start=start, source=source)
    try:
        written = write_empty_log(folder, wanted)
    except FileExistsError as error:
        raise Stop(str(error)) from error
    for path in written:
        say(f"  {path}")
    if wanted.has_tables:
        say(wanted.how_to_fill_in, bold=True)
        say(f'  mobility-analysis report "{folder}"')


if __name__ == "__main__":
    main()
