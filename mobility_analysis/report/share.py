"""The pictures that one client may send: for a screen and for a phone held upright.

They name nobody, since what is sent goes on: whose they are says who sends them.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mobility_analysis.log.write.saving import write_whole
from mobility_analysis.report.contents import ClientContents
from mobility_analysis.report.figure_files import (
    ClientFigure,
    Drawing,
    drawing,
    drawn,
    stated_words,
)
from mobility_analysis.words.titles.share import describe_share, share_finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mobility_analysis.charts.share.picture import ShareShape
    from mobility_analysis.words.titles.share import Finding


SHARE_FILES: dict[ShareShape, str] = {"wide": "share.png", "phone": "share-phone.png"}


def share_drawings(contents: ClientContents, *, greyscale: bool = False) -> dict[str, Drawing]:
    """Return the pictures by the names of their files; none of a log with nothing to show."""
    from mobility_analysis.charts.share.picture import SHAPES

    if not (_has_practice(contents) or contents.has_ratings):
        return {}
    made = {}
    for shape, name in SHARE_FILES.items():
        figure, size = _figure(contents, shape), SHAPES[shape]
        with drawn(
            figure, greyscale=greyscale, text_pt=size.text_pt, width_in=size.width_in
        ) as sheet:
            made[name] = drawing(sheet, title=figure.title, alt=figure.alt, formats=("png",))
    return made


def write_share(pictures: dict[str, Drawing], folder: Path) -> list[Path]:
    """Write the pictures, each whole or not at all, and remove old ones that are no longer made."""
    from mobility_analysis.charts.share.picture import SHARE_DPI

    for name in SHARE_FILES.values():
        if name not in pictures:
            (folder / name).unlink(missing_ok=True)
    files = {folder / name: made.png(SHARE_DPI) for name, made in pictures.items()}
    write_whole(files)
    return list(files)


def _has_practice(contents: ClientContents) -> bool:
    """Whether weeks with and without practice are known."""
    is_known = contents.has_sessions and not contents.facts.is_practice_unread
    has_weeks = len(contents.practice_weekly) or len(contents.weeks_with_practice)
    return is_known and bool(has_weeks)


def _figure(contents: ClientContents, shape: ShareShape) -> ClientFigure:
    finding = share_finding(
        contents.stiffness_change,
        start=contents.first_day,
        as_of=contents.as_of,
        not_read=contents.ratings_not_read,
    )
    return ClientFigure(
        SHARE_FILES[shape],
        finding.title,
        describe_share(finding),
        partial(_draw, contents, finding, shape),
        stated_words(contents.facts.assumptions),
    )


def _draw(contents: ClientContents, finding: Finding, shape: ShareShape) -> Figure:
    from mobility_analysis.charts.parts.theme import root_figure
    from mobility_analysis.charts.share.picture import Diary, plot_share

    diary = Diary(
        contents.stiffness_daily,
        contents.stiffness_weekly,
        contents.stiffness_change,
        contents.practice_weekly if _has_practice(contents) else None,
        contents.weeks_with_practice["week_start"],
    )
    ax = plot_share(diary, finding, start=contents.first_day, as_of=contents.as_of, shape=shape)
    return root_figure(ax)
