"""What the ``import`` command says of what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobility_analysis.commands.console import Stop, counted, say, say_remarks

if TYPE_CHECKING:
    from mobility_analysis.log.exports.imports import Export, ImportReport


def stop_if_nothing_taken(export: Export, file: Path) -> None:
    """End with exit status 1 where no row of a file could be read; nothing is then added."""
    if len(export.log.sessions) or len(export.log.stiffness):
        return
    n = int(export.account["rows"].sum())
    raise Stop(
        f"{file.name} could not be read: none of its {counted(n, 'row')} could be used, and "
        "nothing was added. Correct what is named above, in the file or in the recipe, and import "
        "it again."
    )


def say_import(report: ImportReport, file: Path, into: Path) -> None:
    """Say what an import took, left out and why, and what it added."""
    account = report.export.account
    say(f"{file.name}: {counted(int(account['rows'].sum()), 'row')} read")
    for reason, n in zip(account["reason"], account["rows"], strict=True):
        say(f"  {n:,} {reason}")
    for remark in report.export.remarks:
        say(f"Note: {remark}")
    say_remarks(report.export.log)
    for table, n_new, n_there, _ in report.tables.itertuples(index=False):
        if n_new or n_there:
            added = counted(int(n_new), "row")
            say(f"{table}.csv: {added} added, {n_there:,} already there")
    for sentence in report.export.log.assumptions:
        say(f"Note: {sentence}")
    if report.rescaled:
        say(
            f"Note: {counted(len(report.rescaled), 'score')} stand in the log as the same figures "
            "read on another scale; the log keeps its own, the first of them on "
            f"{report.rescaled[0]}. If the scale stated now is the right one, delete these rows "
            "from stiffness.csv and import again."
        )
    if report.differing:
        shown = "; ".join(report.differing[:5]) + ("; ..." if len(report.differing) > 5 else "")
        say(
            f"Note: {counted(len(report.differing), 'session')} differ from what the log holds "
            f"for the same day and exercise; the log keeps its own: {shown}"
        )
    say(f'Then: mobility-analysis report "{into}"', bold=True)
