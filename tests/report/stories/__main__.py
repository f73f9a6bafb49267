"""Print the pages of all stories: ``python -m tests.report.stories``."""

from __future__ import annotations

import sys

from mobility_analysis.words.caseload import describe_caseload, describe_chance
from tests.report.stories.all_stories import STORIES
from tests.report.stories.pages import (
    caseload_line,
    contents_of_stories,
    paper_lines,
    review_of_stories,
    section_lines,
)


def printed() -> str:
    """Return the words of every page, and what a physio should conclude from it."""
    said: list[str] = []
    for number, story in enumerate(STORIES, start=1):
        contents = contents_of_stories()[story.name]
        said += [
            "=" * 100,
            f"{number}. {story.name}",
            f"(A physio should conclude: {story.concludes})",
            "",
            *paper_lines(contents),
            "-- on the page for the screen, besides:",
            *section_lines(contents),
            f"-- in the list of all clients: {caseload_line(contents)}",
            "",
        ]
    review = review_of_stories()
    said += ["=" * 100, describe_caseload(review), describe_chance(review), ""]
    return "\n".join(said)


if __name__ == "__main__":
    sys.stdout.write(printed())
