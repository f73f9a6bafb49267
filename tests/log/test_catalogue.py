"""Which exercise a spelling means; a log may bring its own."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_analysis.commands.report import exercises_named
from mobility_analysis.log import DataError, catalogue, load_log, log_from_tables
from mobility_analysis.log import catalogue as near_names
from mobility_analysis.log.catalogue import (
    NO_AREA,
    exercise_areas,
    exercise_key,
    exercise_names,
    load_catalogue,
    merged_catalogue,
)
from mobility_analysis.log.model import MobilityLog
from mobility_analysis.log.targets import with_stated_targets
from mobility_analysis.measures.adherence.coverage import focus_area_coverage
from mobility_analysis.words.numbers import area_words

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
        ("Herabschauender Hund", "down-dog"),
        ("Perro boca abajo", "down-dog"),
        ("rolo de espuma", "foam-roller-overpressure"),
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


SEED = sorted(AREAS)
FURTHER = [str(e) for e in load_catalogue(further=True)["exercise"][len(SEED) :]]


def test_twenty_further_exercises_follow_the_built_in_ones_each_with_a_source() -> None:
    table = load_catalogue(further=True)
    assert table["exercise"].tolist()[: len(SEED)] == SEED
    assert len(FURTHER) == 20
    assert sorted(FURTHER) == FURTHER
    rows = table[len(SEED) :]
    for column in ("name", "focus_areas", "aliases", "key_action", "source"):
        assert (rows[column].str.len() > 3).all(), column
    assert (rows["caution"] == "").all()


def test_every_spelling_of_every_known_exercise_means_one_exercise() -> None:
    meant: dict[str, str] = {}
    for row in load_catalogue(further=True).to_dict("records"):
        written = [row["exercise"], row["name"], *row["aliases"].split("; ")]
        keys = [exercise_key(text) for text in dict.fromkeys(written)]
        for key in dict.fromkeys(keys):
            assert meant.setdefault(key, row["exercise"]) == row["exercise"], key
        own_aliases = [exercise_key(text) for text in row["aliases"].split("; ")]
        if row["exercise"] in FURTHER:
            assert len(own_aliases) == len(set(own_aliases)), row["exercise"]
    known, _ = merged_catalogue([])
    assert known.spellings == meant


def test_areas_of_further_exercises_are_the_known_ones_and_few_new() -> None:
    rows = load_catalogue(further=True)
    areas = {area for cell in rows["focus_areas"] for area in cell.split("; ")}
    new = areas - {area for own in AREAS.values() for area in own}
    assert new == {"neck", "chest", "shoulder blades", "thoracic side-bending", "lumbar extension"}


@pytest.mark.parametrize(("written", "exercise"), [
    ("Cat Cow", "cat-cow"),
    ("cat/camel", "cat-cow"),
    ("Katze-Kuh", "cat-cow"),
    ("Libro abierto", "open-book"),
    ("Rétraction cervicale", "chin-tuck"),
    ("postura da criança", "childs-pose-reach"),
    ("Child\N{RIGHT SINGLE QUOTATION MARK}s Pose", "childs-pose-reach"),
    ("childs pose", "childs-pose-reach"),
    ("OPEN BOOK", "open-book"),
    ("overhead openers", "overhead-opener"),
    ("shoulder-blade squeezes", "scapular-squeeze"),
    ("Seated thoracic rotation", "seated-rotation"),
    ("bench thoracic extension", "bench-thoracic-spine"),
])  # fmt: skip
def test_spellings_of_further_exercises(written: str, exercise: str) -> None:
    log = log_from_tables(sessions=[{"date": "2026-01-05", "exercise": written}])
    assert log.sessions["exercise"].tolist() == [exercise]


@pytest.mark.parametrize(("written", "offered"), [
    ("open bok", "'Open Book' (open-book)"),
    ("overhead openner", "'Overhead Opener' (overhead-opener)"),
    ("cat cows", "'Cat-Cow' (cat-cow)"),
    ("bear roles", "'Bear Rolls' (bear-rolls)"),
    ("side bend", "(standing-side-bend)"),
])  # fmt: skip
def test_a_near_miss_names_the_exercise_that_is_meant(written: str, offered: str) -> None:
    with pytest.raises(DataError) as refused:
        log_from_tables(sessions=[{"date": "2026-01-05", "exercise": written}])
    assert offered in refused.value.problems["repair"].iloc[0]


def test_where_nothing_is_near_the_built_in_exercises_are_named_first() -> None:
    known, _ = merged_catalogue([])
    assert known.near_words("§§§").startswith(f"Write one of: {', '.join(SEED)}, band-pull-apart")


def test_a_further_exercise_is_in_a_log_only_where_a_row_names_it() -> None:
    assert log_from_tables().exercises["exercise"].tolist() == SEED
    log = log_from_tables(
        programme=[{"client": "ana", "exercise": "wall slide", "start": "2026-01-05",
                    "times_per_week": "3"}],
        sessions=[{"client": c, "date": "2026-01-05", "exercise": e}
                  for c, e in (("ana", "Wall Slides"), ("ben", "down dog"), ("cleo", "neck tuck"))],
        exercises=[{"exercise": "neck tuck", "focus_areas": "neck"}],
    )  # fmt: skip
    assert log.exercises["exercise"].tolist() == sorted([*SEED, "neck tuck", "wall-slides"])
    for client, own in (("ana", ["wall-slides"]), ("ben", []), ("cleo", ["neck tuck"])):
        alone = log.for_client(client)
        assert alone.exercises["exercise"].tolist() == sorted([*SEED, *own])
        areas = set(focus_area_coverage(alone)["focus_area"])
        assert ("shoulder blades" in areas) == (client == "ana")
        assert ("neck" in areas) == (client == "cleo")


def test_an_own_row_overrides_a_further_exercise_or_takes_its_spelling() -> None:
    log = with_own({"exercise": "Wall Slides", "focus_areas": "hips", "key_action": "Slide."})
    [row] = log.exercises[~log.exercises["exercise"].isin(SEED)].to_dict("records")
    assert (row["exercise"], row["focus_areas"]) == ("wall-slides", "hips")
    assert row["key_action"] == "Slide."
    own = {"exercise": "wall work", "focus_areas": "hips", "aliases": "wall slides"}
    log = with_own(own, sessions=[{"date": "2026-01-05", "exercise": "Wall Slides"}])
    assert log.sessions["exercise"].tolist() == ["wall work"]
    assert log.exercises["exercise"].tolist() == sorted([*SEED, "wall work"])


def test_a_target_may_name_a_further_exercise_that_nobody_did_yet() -> None:
    log = log_from_tables(sessions=[{"date": "2026-01-05", "exercise": "cat cow"}])
    for name in ("cat-cow", "down-dog", "open book"):
        named = exercises_named(log, ((name, 3.0),), clients=[])
        planned = with_stated_targets(log, per_exercise=named)
        assert len(planned.programme) == (name == "cat-cow")
    with pytest.raises(Exception, match="is no exercise of this log"):
        exercises_named(log, (("opn bok", 3.0),), clients=[])


def test_logs_of_a_folder_have_each_their_own_further_exercises(tmp_path: Path) -> None:
    for client, exercise in (("ana", "cat-cow"), ("ben", "down-dog")):
        (tmp_path / client).mkdir()
        (tmp_path / client / "sessions.csv").write_text(f"date,exercise\n2026-01-05,{exercise}\n")
    log = load_log(tmp_path)
    assert log.exercises["exercise"].tolist() == sorted([*SEED, "cat-cow"])
    assert log.for_client("ben").exercises["exercise"].tolist() == SEED
    assert "cat-cow" in log.for_client("ana").exercises["exercise"].tolist()
    own = "exercise,focus_areas\nhip hinge,hips\n"
    (tmp_path / "ana" / "exercises.csv").write_text(own)
    more = "date,exercise\n2026-01-05,cat-cow\n2026-01-06,hip hinge\n"
    (tmp_path / "ana" / "sessions.csv").write_text(more)
    log = load_log(tmp_path)
    found = log.for_client("ana").exercises["exercise"].tolist()
    assert found == sorted([*SEED, "cat-cow", "hip hinge"])
    assert log.for_client("ben").exercises["exercise"].tolist() == SEED


def test_an_area_that_nobody_stated_has_one_word_in_old_files_too() -> None:
    rows = [
        {"exercise": "plank", "focus_areas": "unsorted"},
        {"exercise": "cobra", "focus_areas": "not stated"},
    ]
    log = log_from_tables(
        sessions=[{"date": "2026-01-05", "exercise": row["exercise"]} for row in rows],
        exercises=rows,
    )
    areas = exercise_areas(log).set_index("exercise")["focus_area"].astype("str")
    assert (areas["plank"], areas["cobra"]) == (NO_AREA, NO_AREA)
    assert area_words(NO_AREA) == "an unstated area"
