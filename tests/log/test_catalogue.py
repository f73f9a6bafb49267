"""Which exercise a spelling means; a log may bring its own."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pytest

from mobility_analysis.log import DataError, catalogue, log_from_tables
from mobility_analysis.log import catalogue as near_names
from mobility_analysis.log.catalogue import (
    exercise_areas,
    exercise_names,
    load_catalogue,
    merged_catalogue,
)
from mobility_analysis.log.model import MobilityLog

AREAS = {
    "foam-roller-overpressure": ["thoracic extension", "thoracic flexion"],
    "overhead-opener": ["overhead", "thoracic extension"],
    "90-90-overhead-raises": ["overhead", "thoracic mobility"],
    "down-dog": ["spinal length", "thoracic flexion"],
    "bench-thoracic-spine": ["thoracic extension"],
    "bear-rolls": ["spinal articulation", "thoracic rotation"],
}


def areas_of(log: MobilityLog) -> dict[str, list[str]]:
    table = exercise_areas(log)
    return {
        str(exercise): rows["focus_area"].tolist()
        for exercise, rows in table.groupby("exercise", observed=True)
    }


def with_own(*rows: dict[str, str], **tables: object) -> MobilityLog:
    return log_from_tables(exercises=list(rows), **tables)


def test_the_built_in_exercises_and_their_areas() -> None:
    log = log_from_tables()
    assert areas_of(log) == dict(sorted(AREAS.items()))
    assert exercise_names(log)["90-90-overhead-raises"] == "90/90 Overhead Raises"
    assert load_catalogue()["exercise"].tolist() == sorted(AREAS)
    assert (load_catalogue()["caution"] == "").all()


@pytest.mark.parametrize(
    ("written", "exercise"),
    [
        ("9090 overhead raises", "90-90-overhead-raises"),
        ("90/90 Overhead-Raises", "90-90-overhead-raises"),
        ("FOAM_ROLLER", "foam-roller-overpressure"),
        ("Downward  dog", "down-dog"),
        ("down dog", "down-dog"),
        ("Bench Thoracic Spine", "bench-thoracic-spine"),
        ("bear roll", "bear-rolls"),
    ],
)
def test_spellings(written: str, exercise: str) -> None:
    log = log_from_tables(sessions=[{"date": "2026-01-05", "exercise": written}])
    assert log.sessions["exercise"].tolist() == [exercise]


@pytest.mark.parametrize("written", ["down dogs", "bear", "roller", "90/90", "open"])
def test_a_near_miss_is_never_taken(written: str) -> None:
    with pytest.raises(DataError, match="expected an exercise of the catalogue"):
        log_from_tables(sessions=[{"date": "2026-01-05", "exercise": written}])


def test_an_exercise_of_ones_own_and_its_aliases() -> None:
    own = {
        "exercise": "alpi ski",
        "focus_areas": "strength; Thoracic  Extension;",
        "aliases": "ski",
    }
    log = with_own(own, sessions=[{"date": "2026-01-05", "exercise": "SKI"}])
    assert log.sessions["exercise"].tolist() == ["alpi ski"]
    assert exercise_names(log)["alpi ski"] == "alpi ski"
    # an area is one area however it is written
    assert areas_of(log)["alpi ski"] == ["strength", "thoracic extension"]


def test_an_own_row_overrides_and_an_empty_cell_keeps_the_built_in_value() -> None:
    log = with_own({"exercise": "Down Dog", "focus_areas": "hips", "caution": "slowly"})
    [row] = log.exercises[log.exercises["exercise"] == "down-dog"].to_dict("records")
    assert (row["name"], row["focus_areas"], row["caution"]) == ("Down Dog", "hips", "slowly")
    assert row["aliases"].startswith("downward dog")
    assert len(log.exercises) == 6


def test_an_own_exercise_may_take_a_built_in_alias() -> None:
    own = {"exercise": "foam-roller", "focus_areas": "back"}
    log = with_own(own, sessions=[{"date": "2026-01-05", "exercise": "foam roller"}])
    assert log.sessions["exercise"].tolist() == ["foam-roller"]
    assert len(log.exercises) == 7


def test_a_row_that_clashes_is_set_aside_with_those_that_need_it() -> None:
    log = with_own(
        {"exercise": "bridge", "focus_areas": "back", "aliases": "b"},
        {"exercise": "banana", "focus_areas": "back", "aliases": "b"},
        sessions=[{"date": "2026-01-05", "exercise": e} for e in ("b", "banana")],
        on_problem="set aside",
    )
    assert log.sessions["exercise"].tolist() == ["bridge"]
    assert log.problems["table"].tolist() == ["sessions", "exercises"]


def test_a_stiffness_row_may_name_an_exercise_or_none() -> None:
    rows = [{"date": "2026-01-05", "score": 1.5, "exercise": e} for e in ("bear rolls", "")]
    assert log_from_tables(stiffness=rows).stiffness["exercise"].cat.codes.tolist() == [1, -1]


def drills(n: int) -> list[dict[str, str]]:
    columns = catalogue.COLUMNS
    return [dict.fromkeys(columns, "") | {"exercise": f"mobility drill {i:05}"} for i in range(n)]


def test_the_nearest_of_very_many_names_is_found_with_few_comparisons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(near_names, "MOST_PLACES", 2_000)
    known, _ = merged_catalogue(drills(4_000))
    compared: list[int] = []
    real = difflib.get_close_matches

    def counting(word: str, names: Sequence[str], **options: object) -> list[str]:
        compared.append(len(names))
        return real(word, names, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    for written, name in (
        ("mobility dril 03217", "mobility drill 03217"),
        ("mobilty drill 00009", "mobility drill 00009"),
        ("bear roles", "Bear Rolls"),
    ):
        found = known.read(written)
        assert not isinstance(found, str)
        assert f"Did you mean {name!r}" in found.repair
    assert max(compared) <= near_names.MOST_COMPARED
    far = known.read("§§§")
    assert not isinstance(far, str)
    assert far.repair.startswith("Write one of: 90-90-overhead-raises, ")


def test_few_names_are_all_compared() -> None:
    names = [f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    near = near_names.NearNames(names)
    for written in ("ab", "abc", "xaby", "q"):
        assert near.nearest(written, n=6) == difflib.get_close_matches(written, names, n=6)


def test_keys_are_made_once_a_name_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    n_keys = []
    real = catalogue.exercise_key
    monkeypatch.setattr(catalogue, "exercise_key", lambda text: n_keys.append(1) or real(text))
    counts = []
    for n in (100, 1_000):
        n_keys.clear()
        merged_catalogue(drills(n))
        counts.append(len(n_keys))
    assert counts[1] < 11 * counts[0]
