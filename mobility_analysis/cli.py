"""The commands. Each reads a log, calls the library, and says in plain words what came out.

Exit statuses: 0 fine; 1 the log has a problem, or a client's pages could not be made;
2 a wrong call; 3 an error that nobody foresaw (``--debug`` shows its traceback).
"""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    import pandas as pd

    from mobility_analysis.log import DataError, MobilityLog

__all__ = ["main"]

PROBLEMS_SHOWN = 20


class Stop(click.ClickException):
    """End the command with a sentence: the log has a problem."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence on standard error."""
        click.secho(self.message, fg="red", err=True, file=file)


class UnforeseenStop(Stop):
    """End the command with a sentence: an error that nobody foresaw."""

    exit_code = 3


@contextmanager
def plain_errors(debug: bool) -> Iterator[None]:
    """Turn every error into a sentence; show the traceback only when it is asked for."""
    from mobility_analysis.log import DataError

    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except DataError as error:
        show_problems(error)
        raise Stop(str(error)) from error
    except Exception as error:
        if debug:
            traceback.print_exc()
        raise UnforeseenStop(unforeseen(error)) from error


def unforeseen(error: Exception) -> str:
    """Say what went wrong and what to do, for an error that nobody foresaw."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    said = str(error).strip() or "no more is known"
    return (
        f"Something went wrong that should not: {type(error).__name__}: {said}. Your files were "
        "not changed. Run the command again with --debug and send what it prints (it may hold "
        "values of your log)."
    )


def command(**settings: Any) -> Callable[[Callable[..., None]], click.Command]:
    """Declare a command that has ``--debug`` and answers every error with a sentence."""

    def declare(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def guarded(*, debug: bool, **options: Any) -> None:
            with plain_errors(debug):
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
    """  # noqa: D205


def option_yes(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--yes``."""
    return click.option("--yes", is_flag=True, help="Answer every question with yes.")(function)


def option_date_order(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--date-order``."""
    return click.option(
        "--date-order",
        type=click.Choice(["dmy", "mdy"]),
        help="How 03/04/2026 is meant: dmy is 3 April, mdy is 4 March. Needed only where a "
        "column fits both.",
    )(function)


class Day(click.ParamType["pd.Timestamp"]):
    """A day written as 2026-11-22."""

    name = "date"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> pd.Timestamp:
        """Return the day, or say how a day is written."""
        import pandas as pd

        if isinstance(value, pd.Timestamp):
            return value
        try:
            return pd.Timestamp(pd.to_datetime(value, format="%Y-%m-%d"))
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2026-11-22 (year-month-day).")


class Target(click.ParamType[tuple[str, float]]):
    """An exercise and how often a week it is meant, written as down-dog=5."""

    name = "exercise=n"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, float]:
        """Return exercise and times per week, or say how a target is written."""
        exercise, sign, times = str(value).rpartition("=")
        try:
            number = float(times)
        except ValueError:
            number = 0.0
        if not sign or not exercise.strip() or not 0 < number <= 70:
            self.fail(
                f'{value!r} is not a target; write it as "down-dog=5": an exercise, =, and how '
                "many times a week (above 0, at most 70)."
            )
        return exercise.strip(), number


DAY, TARGET = Day(), Target()


@command()
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
    type=click.FloatRange(0, 70, min_open=True),
    metavar="N",
    help="Assume N times a week for every exercise without a programme.",
)
@click.option(
    "--target",
    "targets",
    type=TARGET,
    multiple=True,
    metavar="EXERCISE=N",
    help='Assume N times a week for one exercise: "down-dog=5"; may be repeated.',
)
@option_date_order
@click.option(
    "--greyscale", is_flag=True, help="Draw in shades of grey, for a black and white printer."
)
@click.option(
    "--only",
    type=click.Choice(["tables", "pages"]),
    help="Write only the tables, or only the pages and figures.",
)
@option_yes
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
    greyscale: bool,
    only: str | None,
    yes: bool,
) -> None:
    """Write a page, plots and tables for each client of LOG.

    Without LOG the built-in sample log of nine made-up people is used. The folder named by --out
    gets index.html (several clients), and for each client summary.pdf, .png, .svg and .html,
    figures/ and tables/.
    """
    from mobility_analysis.bundled import bundled_sample
    from mobility_analysis.measures.periods import with_targets
    from mobility_analysis.report.write import write_report

    loaded = load_or_ask(log or bundled_sample(), as_of=as_of, date_order=date_order, yes=yes)
    if target_per_week is not None or targets:
        loaded = with_targets(loaded, per_week=target_per_week, per_exercise=dict(targets))
    chosen = chosen_clients(loaded, clients)
    with progress(len(chosen), "Writing pages") as advance:
        write_report(
            loaded,
            out,
            clients=chosen,
            start=start,
            baseline_start=baseline_start,
            greyscale=greyscale,
            only=only,
            progress=advance,
        )
    say_where(out, chosen, only)


@command()
@click.argument("log", type=click.Path(path_type=Path))
@option_date_order
def check(log: Path, date_order: str | None) -> None:
    """List every problem of LOG with its line and its repair. Changes nothing.

    The exit status is 1 when there is a problem, 0 when there is none.
    """
    from mobility_analysis.log import load_log

    loaded = load_log(log, on_problem="set aside", date_order=date_order)
    for row in loaded.account.itertuples():
        click.echo(
            f"{row.file}: {row.rows_read:,} rows read = {row.rows_used:,} used "
            f"+ {row.rows_set_aside:,} set aside"
        )
    for _, remark in loaded.remarks.iterrows():
        click.echo(f"Note: {problem_sentence(remark)}")
    if len(loaded.problems):
        click.echo()
        for _, problem in loaded.problems.iterrows():
            click.echo(problem_sentence(problem))
        raise Stop(f"{counted(len(loaded.problems), 'problem')} in {log.name}.")
    click.secho("No problems found.", fg="blue")


@command()
@click.argument("log", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--notebooks",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("mobility-notebooks"),
    show_default=True,
    help="Folder for your own copy of the notebooks.",
)
@click.option("--no-browser", is_flag=True, help="Start without opening a browser window.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only."
)
def lab(log: Path | None, notebooks: Path, no_browser: bool, port: int | None) -> None:
    """Open the notebooks in JupyterLab, pointed at LOG.

    Your own copy of the notebooks is kept in the folder named by --notebooks; notebooks that are
    already there are left as they are. Without LOG they show the built-in sample log.
    """
    from mobility_analysis.bundled import bundled_sample
    from mobility_analysis.lab import LabMissingError, copy_notebooks, run_lab

    try:
        copied = copy_notebooks(notebooks)
        click.echo(f"{counted(copied, 'notebook')} copied into {notebooks}.")
        status = run_lab(notebooks, log or bundled_sample(), open_browser=not no_browser, port=port)
    except LabMissingError as error:
        raise Stop(str(error)) from error
    sys.exit(status)


@command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--excel", is_flag=True, help="One workbook with drop-downs, instead of CSV files.")
def new(folder: Path, excel: bool) -> None:
    """Make an empty log in FOLDER, ready to fill in.

    As CSV files: one a table with its headers, the catalogue of exercises and the codebook. With
    --excel: one workbook with drop-downs, score limits and an example row that is not read.
    Nothing that is already there is replaced.
    """
    from mobility_analysis.log.templates import write_csv_template, write_workbook_template

    try:
        written = (write_workbook_template if excel else write_csv_template)(folder)
    except FileExistsError as error:
        raise Stop(str(error)) from error
    for path in written:
        click.echo(f"  {path}")
    click.secho("Fill in sessions or stiffness; the other tables may stay empty. Then:", bold=True)
    click.echo(f'  mobility-analysis report "{folder}"')


def load_or_ask(
    path: Path, *, as_of: pd.Timestamp | None, date_order: str | None, yes: bool
) -> MobilityLog:
    """Load a log; where rows have problems, show them and ask whether to go on without them."""
    from mobility_analysis.log import DataError, load_log

    try:
        return load_log(path, as_of=as_of, date_order=date_order)
    except DataError as error:
        partial = loaded_without_bad_rows(path, as_of=as_of, date_order=date_order)
        if partial is None:
            raise
        show_problems(error)
        aside = counted(int(partial.account["rows_set_aside"].sum()), "row")
        if not agreed(f"Go on without these ({aside} set aside)?", yes=yes):
            raise Stop(
                f"{path.name} was not used. Repair the rows above, or run the command again with "
                "--yes to go on without them."
            ) from error
        return partial


def loaded_without_bad_rows(
    path: Path, *, as_of: pd.Timestamp | None, date_order: str | None
) -> MobilityLog | None:
    """Load a log without its bad rows, or nothing where even that cannot be done."""
    from mobility_analysis.log import DataError, load_log

    try:
        return load_log(path, as_of=as_of, date_order=date_order, on_problem="set aside")
    except DataError:
        return None


def agreed(question: str, *, yes: bool) -> bool:
    """Ask a question; where nobody can answer, take the safe answer, no, and say so."""
    if yes:
        click.echo(f"{question} Yes (--yes).")
        return True
    if not sys.stdin.isatty():
        click.echo(f"{question} No: there is no terminal to ask at.", err=True)
        return False
    return click.confirm(question)


def chosen_clients(log: MobilityLog, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the clients to report on, or say which there are."""
    import difflib

    unknown = [client for client in asked if client not in log.clients]
    if unknown:
        near = difflib.get_close_matches(unknown[0], log.clients, n=3, cutoff=0.5)
        known = near or list(log.clients[:10])
        raise click.BadParameter(
            f"{unknown[0]!r} is no client of this log. "
            f"{'Did you mean' if near else 'It has'}: {', '.join(known)}?",
            param_hint="--client",
        )
    return asked or log.clients


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[], None]]:
    """Show a progress bar on standard error, on a terminal only."""
    with click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield lambda: bar.update(1)


def say_where(out: Path, clients: tuple[str, ...], only: str | None) -> None:
    """Say which files to open first."""
    from mobility_analysis.report.write import safe_name

    click.secho(f"Done: {counted(len(clients), 'client')}, in {out.resolve()}", bold=True)
    if only == "tables":
        click.echo(f"  tables: {out / '<client>' / 'tables'}")
    elif len(clients) > 1:
        click.echo(f"  open first: {out / 'index.html'}")
    else:
        for client in clients:
            click.echo(f"  open first: {out / safe_name(client) / 'summary.html'}")
            click.echo(f"  to print:   {out / safe_name(client) / 'summary.pdf'}")


def show_problems(error: DataError) -> None:
    """List the problems of a log, the first ones in full."""
    problems = error.problems
    for _, problem in problems.head(PROBLEMS_SHOWN).iterrows():
        click.echo(problem_sentence(problem), err=True)
    left = len(problems) - PROBLEMS_SHOWN
    if left > 0:
        click.echo(f"... and {left} more; 'mobility-analysis check' lists all.", err=True)


def problem_sentence(problem: pd.Series[Any]) -> str:
    """Say one problem: where, what was found, what was expected, what to do."""
    import pandas as pd

    sheet = f", sheet {problem['sheet']}" if problem["sheet"] else ""
    line = "" if pd.isna(problem["line"]) else f", line {problem['line']}"
    column = f", column {problem['column']}" if problem["column"] else ""
    found = f"found {problem['value']!r}" if problem["value"] else "found nothing"
    expected = f"expected {problem['expected']}" if problem["expected"] else ""
    facts = "; ".join(part for part in (found, expected) if part)
    return f"{problem['file']}{sheet}{line}{column}: {facts}. {problem['repair']}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 row, 2 rows."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def run() -> NoReturn:
    """Run the commands, as ``python -m mobility_analysis.cli`` does."""
    main()
    raise SystemExit(0)


if __name__ == "__main__":
    run()
