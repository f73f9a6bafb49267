"""What a physio should conclude from each story's page in a minute stands on it, and no more."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mobility_analysis
from mobility_analysis.measures.stiffness.days import weekly_stiffness
from mobility_analysis.report.summary import topics_to_talk_about
from mobility_analysis.words.numbers import GET_HELP, MUST_CARRY
from tests.diaries import has_no_forbidden
from tests.report.stories.__main__ import printed
from tests.report.stories.all_stories import STORIES
from tests.report.stories.diary import Story
from tests.report.stories.pages import (
    alone,
    caseload_line,
    contents_of_stories,
    paper_lines,
    screen_text,
    section_lines,
)

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
BY_NAME = {story.name: story for story in STORIES}
#: Sentences that were found wanting in made-up stories of before, as far as a pattern finds them.
WANTING = (
    r"\b80 % or more was done",
    r"In (none|\d+) of \d+",
    r"no verdict",
    r"too many equal ratings to say",
    r"low from the start",
    r"[Aa]utocorrelation",
    r"\d points apart",
    r"better in \d",
    r"A recent day was better",
    r"improved",
    r"no date\b",
    r"\b(nan|NaN|NaT|None\b(?! of))",
    r"counted counted|  |\.\.|, ,",
)


@each_story
def test_the_page_says_what_follows_from_the_diary(story: Story) -> None:
    page = "\n".join(paper_lines(contents_of_stories()[story.name]))
    missing = [words for words in story.says if words not in page]
    assert not missing, f"not said: {missing}\n{page}"
    said = [words for words in story.never if words in page]
    assert not said, f"must not be said: {said}\n{page}"


@each_story
def test_every_page_has_what_a_page_must_carry_and_nothing_twice(story: Story) -> None:
    lines = paper_lines(contents_of_stories()[story.name])
    help_at = [lines.index(part.words) for part in GET_HELP]
    assert help_at == [help_at[0], help_at[0] + 1]
    assert lines[help_at[0]].startswith("Get emergency help now for changed bladder or bowel")
    assert lines[help_at[1]].startswith("See a doctor soon, do not wait for this diary for ")
    # High on the page: after the name, the period, three figures, the lead and what to talk about.
    topics = [line for line in lines if line.startswith("To talk about: ")]
    assert help_at[0] == 6 + len(topics)
    assert set(MUST_CARRY) <= set(lines)
    sentences = re.split(r"(?<=\.) (?=[A-Z])|\n", "\n".join(lines[2:]))
    twice = {words for words in sentences if sentences.count(words) > 1}
    assert not twice
    assert has_no_forbidden("\n".join(lines))


@each_story
def test_sentences_that_were_found_wanting_are_gone(story: Story) -> None:
    contents = contents_of_stories()[story.name]
    said = "\n".join([*paper_lines(contents), *section_lines(contents), caseload_line(contents)])
    found = [match for pattern in WANTING for match in re.findall(pattern, said)]
    assert not found, said


def test_no_module_of_words_can_say_them_any_more() -> None:
    room = Path(mobility_analysis.__file__).parent
    paths = [path for folder in ("words", "report") for path in (room / folder).rglob("*.py")]
    said = "\n".join(words for path in paths for words in _texts_of(path))
    assert "Get emergency help now" in said
    for words in (
        "80 % or more", "no verdict", "low from the start", "equal ratings to say", "points apart",
        "utocorrelation of", "was better than",
    ):  # fmt: skip
        assert words not in said, words


def _texts_of(path: Path) -> list[str]:
    """Return the texts in a module's code, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [node.value for node in texts if isinstance(node.value, str) and id(node) not in notes]


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("numb legs, in a note of a holiday", "1 note in the last 14 days: read it"),
        ("night pain and weight loss, in a note", "1 note in the last 14 days: read it"),
        ("three notes, one of them old", "2 notes in the last 14 days: read them"),
    ],
)
def test_new_notes_end_what_is_to_be_talked_about(name: str, notes: str) -> None:
    assert topics_to_talk_about(contents_of_stories()[name])[-1] == notes


def test_the_list_of_all_clients_sends_to_the_notes_beside_a_pause() -> None:
    line = caseload_line(contents_of_stories()["numb legs, in a note of a holiday"])
    assert line == "paused now: holiday in Spain · 1 new note: read it"
    line = caseload_line(contents_of_stories()["night pain and weight loss, in a note"])
    assert line == "no reason to look first · 1 new note: read it"


def test_evenings_beside_mornings_move_no_other_figure() -> None:
    contents = contents_of_stories()["evenings added to mornings from week 13"]
    # Waking alone is 6.0 or next to it in every week, in those with more practice too.
    assert not contents.run_chart["signal"].fillna(value=False).any()
    means = contents.practice_and_stiffness_weeks["score_mean"]
    assert means.between(5.7, 6.3).all()
    said = "\n".join(section_lines(contents))
    assert "no steady rise or fall" in said
    assert "no pattern can be told from chance" in said
    assert "went with" not in said
    # The line breaks where the evenings begin.
    weeks = weekly_stiffness(contents.log)
    assert weeks["moments"].tolist() == ["waking"] * 12 + ["waking; evening"] * 12


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "three years",
            "260 of 312 prescribed sessions counted (27 Nov 2023 to 22 Nov 2026): 83 %, "
            "self-reported. Of 156 full weeks, 104 had at least 80 % of their sessions done.",
        ),
        (
            "a changed programme",
            "72 of 72 prescribed sessions counted (8 Jun to 22 Nov 2026): 100 %, self-reported. Of "
            "24 full weeks, all had at least 80 % of their sessions done.",
        ),
        (
            # 3 x 10 / 7 = 4.3 prescribed, 4 counted: no whole session is left out.
            "began ten days ago",
            "4 of about 4 prescribed sessions counted (13 to 22 Nov 2026), self-reported. The one "
            "full week had at least 80 % of its sessions done.",
        ),
        (
            "busy weeks and empty weeks",
            "12 of 24 prescribed sessions counted (28 Sep to 22 Nov 2026): 50 %, self-reported. "
            "Beside these: 12 more beyond a week's share. What is beyond a week's share does not "
            "make up for a missed week. Of 8 full weeks, 4 had at least 80 %",
        ),
        (
            # Of 7 and 1, half the pairs with a 4 are lower and half higher.
            "the mean stayed, the bad days went",
            "A recent day was lower than a first one in 50 of 100 comparisons, the same in 0, "
            "higher in 50.",
        ),
        (
            "numb legs, in a note of a holiday",
            "both legs numb since Tuesday and I cannot pass water",
        ),
        (
            "rated straight after sessions only",
            "Stiffness was rated straight after sessions only, which shows the session and not the "
            "day.",
        ),
    ],
)
def test_the_page_on_the_screen_says_so_too(name: str, says: str) -> None:
    text = screen_text(contents_of_stories()[name])
    assert says in text
    assert not [words for words in BY_NAME[name].never if words in text and " | " not in words]
    for part in GET_HELP:
        assert part.how_soon in text
        assert part.signs in text
    first_chart = max(map(text.find, ("Practice and stiffness over time", "Week by week")))
    assert 0 < text.index(GET_HELP[0].how_soon) < first_chart


@pytest.mark.parametrize("name", ["fell from 7 to 2, and now 4.7", "left and right"])
def test_a_client_of_a_log_of_many_has_the_page_of_a_log_of_one(name: str) -> None:
    of_one = alone(BY_NAME[name])
    of_many = contents_of_stories()[name]
    silence = " · silence after this day is not counted"
    mine = [line.replace(silence, "") for line in paper_lines(of_one)[1:]]
    assert mine == list(paper_lines(of_many)[1:])
    assert section_lines(of_one) == section_lines(of_many)


def test_all_stories_can_be_printed_for_readers() -> None:
    text = printed()
    assert len(STORIES) >= 40
    assert len({story.name for story in STORIES}) == len(STORIES)
    for story in STORIES:
        assert story.concludes in text
        assert story.by_hand
