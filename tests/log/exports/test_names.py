"""What is offered for a name that the catalogue lacks: Enter takes it, so it must be likely."""

from __future__ import annotations

import pytest

from mobility_analysis.log.catalogue import merged_catalogue
from mobility_analysis.log.exports.names import NO_EXERCISE, names_question

CATALOGUE = merged_catalogue([])[0]


def offered(*names: str) -> dict[str, str]:
    """What Enter would make of each name in a text."""
    asked = names_question(dict.fromkeys(names, 1), CATALOGUE)
    assert asked is not None
    return {name: to for own in asked.choices[0].adds.values() for name, to in own.items()}


@pytest.mark.parametrize(
    "written",
    [
        "no bear rolls", "bear rolls - no", "not down dog", "didn't do down dog",
        "missed bear rolls", "skipped bear rolls", "forgot", "no time",
        "keine Bärenrollen", "pas fait", "skipped all", "off sick", "too busy", "felt unwell",
        "lazy day", "gave it a miss", "krank", "alles ausgelassen", "enferma", "salté todo",
        "doente", "pulei tudo", "malade", "tout sauté", "malato", "saltato tutto", "ziek",
        "alles overgeslagen", "done", "x",
    ],
)  # fmt: skip
def test_what_says_that_nothing_was_done_is_offered_as_no_exercise(written: str) -> None:
    assert offered(written, "Cobra") == {written: NO_EXERCISE, "Cobra": "not stated"}
    assert offered(written) == {written: NO_EXERCISE}


@pytest.mark.parametrize(
    "written", ["5 min", "2 x 10 R", "everything", "same as yesterday", "pretty stiff 5"]
)
def test_an_amount_and_a_word_for_many_are_offered_as_no_exercise(written: str) -> None:
    assert offered(written) == {written: NO_EXERCISE}


@pytest.mark.parametrize("written", ["bear rolls 2 of 3", "down dog 2/3 sets", "down dog 2/3",
                                     "bear rolls 50%", "ditto", "as above", '"',
                                     "wie oben"])  # fmt: skip
def test_a_share_of_an_exercise_and_the_line_above_are_offered_as_no_exercise(written: str) -> None:
    assert offered(written) == {written: NO_EXERCISE}


@pytest.mark.parametrize("written", ["4/10", "10 / 10", "3.5/10", "4 out of 10"])
def test_a_score_without_a_word_is_offered_as_no_exercise(written: str) -> None:
    assert offered(written) == {written: NO_EXERCISE}
    assert offered(written, "Cobra") == {written: NO_EXERCISE, "Cobra": "not stated"}


@pytest.mark.parametrize(
    "written",
    [
        "Prone T Raise", "Wall sits", "Standing rotation", "Scapular protraction", "Neck rotation",
        "90/90", "No Money", "Rotation without a band", "Prone Raise",
        "Extension T5/6", "3/4 plank", "Squats 1/2", "Video 2 of 3",
    ],
)  # fmt: skip
def test_another_exercise_with_a_name_alike_is_offered_as_ones_own(written: str) -> None:
    assert offered(written) == {written: "not stated"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bare rolls", "bear-rolls"), ("Dwon Dog", "down-dog"), ("wall angles", "wall-angels"),
        ("Cat cow 10", "cat-cow"), ("bear roll - only", "bear-rolls"),
        ("12 chin tucks", "chin-tuck"),
        ("thread teh needle", "thread-the-needle"), ("ovrhead opener", "overhead-opener"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_offered_as_the_one_it_means(written: str, meant: str) -> None:
    assert offered(written) == {written: meant}


LONG = "Rolling the upper back slowly against the wall with a towel and a band, version 12"


@pytest.mark.parametrize(
    "header",
    [
        "Good mornings", "Shoulder workout", "Side lying arm circles with band", LONG,
        "Stiff-arm row", "Skipping rope", "Med ball twist", "Office chair rotation", "Workout",
        "Pain-free rotation",
        "Étirement du grand dorsal à l’élastique 90/90",
    ],
)  # fmt: skip
def test_a_header_over_ticks_is_an_exercise_whatever_its_words(header: str) -> None:
    asked = names_question({header: 3, "Hip hinge": 3}, CATALOGUE, {header, "Hip hinge"})
    assert asked is not None
    assert asked.choices[0].adds == {"exercises": {header: "not stated", "Hip hinge": "not stated"}}
    alone = names_question({header: 3}, CATALOGUE, {header})
    assert alone is not None
    assert alone.choices[0].adds == {"exercises": {header: "not stated"}}


@pytest.mark.parametrize(
    "header",
    ["Meds", "Took painkillers", "Tired", "Felt good", "Pain today", "Stiff"],
)
def test_a_header_of_something_else_alone_is_no_exercise(header: str) -> None:
    asked = names_question({header: 3}, CATALOGUE, {header})
    assert asked is not None
    assert asked.choices[0].adds == {"names": {header: NO_EXERCISE}}


@pytest.mark.parametrize("written", ["9", "2,5", "07:30", "at 07:30 PM", "7.15 pm", "(3)"])
def test_a_number_or_a_time_is_never_offered_as_an_exercise(written: str) -> None:
    alone = names_question({written: 24}, CATALOGUE, {written})
    beside = names_question({written: 24, "Hip hinge": 3}, CATALOGUE)
    assert alone is not None
    assert beside is not None
    adds = [choice.adds for choice in (*alone.choices, *beside.choices)]
    adds += [choice.adds for own in beside.choices[-1].opens for choice in own.choices]
    assert [own for own in adds if written in own.get("exercises", {})] == []
    assert offered(written) == {written: NO_EXERCISE}


# all words of the one name stand in the other; "stretch" alone is in the names of too many
@pytest.mark.parametrize(
    ("written", "exercise"),
    [
        ("90/90", "90-90-overhead-raises"),
        ("Foam Roller Thoracic", "foam-roller-overpressure"),
        ("Roller", "foam-roller-overpressure"),
        ("stretch", None),
    ],
)
def test_an_exercise_that_shares_all_its_words_is_offered(
    written: str, exercise: str | None
) -> None:
    asked = names_question({written: 3}, CATALOGUE)
    assert asked is not None
    assert asked.choices[0].value == "own"
    assert CATALOGUE.sharing_words(written) == ([exercise] if exercise else [])
    assert exercise is None or asked.choices[1].value == exercise
