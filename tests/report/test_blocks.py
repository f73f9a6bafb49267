"""Tables measured for many clients together are those of each client's log alone, cell for cell."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from mobility_analysis.log import MobilityLog, load_log, log_from_tables
from mobility_analysis.log.targets import with_targets
from mobility_analysis.log.write.forms import AS_CSV
from mobility_analysis.measures.caseload.options import ReportOptions, options_for
from mobility_analysis.report import contents
from mobility_analysis.report.contents import (
    MADE_OF_THE_LOG,
    TABLES,
    Block,
    ClientContents,
    blocks_of_clients,
)
from mobility_analysis.report.folder.tables import files_of, table_files
from tests.strategies import Diary, build, diaries, part_of_the_examples

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def assert_same(found: ClientContents, wanted: ClientContents) -> None:
    """Compare every table of one client, to the last digit and with all dtypes."""
    for name in ("notes", "review", "areas", *TABLES):
        pd.testing.assert_frame_equal(
            getattr(found, name), getattr(wanted, name), check_exact=True, obj=name
        )
    assert dict(found.names) == dict(wanted.names)
    assert found.stated == wanted.stated


def assert_together_is_alone(log: MobilityLog, options: ReportOptions) -> None:
    """Compare each client of a block with the log that holds this client and nobody else."""
    block = Block(log, log.clients, options)
    files = table_files(block)
    for together in block.contents():
        client = together.client
        [alone] = Block(log[[client]], [client], options).contents()
        assert_same(together, alone)
        assert files[client] == files_of(alone, AS_CSV)


@given(diaries(min_clients=2))
@part_of_the_examples(0.3)
def test_together_is_alone_in_small_logs(diary: Diary) -> None:
    log = build(diary)
    assert_together_is_alone(log, options_for(log))


@given(diaries(min_clients=2))
@part_of_the_examples(0.3)
def test_together_is_alone_with_what_was_planned_and_stated(diary: Diary) -> None:
    log = with_targets(build(diary), per_week=2, per_exercise={"down-dog": 1.5})
    stated: dict[str, Any] = {"start": "2025-12-24", "baseline_start": "2025-12-20"}
    assert_together_is_alone(log, options_for(log, as_of="2026-01-11", **stated))


def test_together_is_alone_in_the_sample() -> None:
    log = load_log(SAMPLE)
    assert_together_is_alone(log, options_for(log))


def test_an_exercise_and_a_test_that_one_client_added_are_nobody_elses() -> None:
    log = log_from_tables(
        sessions=[
            {"client": "ana", "date": "2026-11-02", "exercise": "cat-cow"},
            {"client": "ben", "date": "2026-11-03", "exercise": "down-dog"},
        ],
        exercises=[{"exercise": "cat-cow", "name": "Cat Cow", "focus_areas": "lumbar"}],
        tests=[{"test": "wall-angel", "name": "Wall Angel", "unit": "cm", "better": "higher"}],
        checks=[{"client": "ana", "date": "2026-11-02", "test": "wall-angel", "value": 4}],
    )
    assert_together_is_alone(log, options_for(log))
    ana, ben = Block(log, log.clients, options_for(log)).contents()
    areas = [set(made.adherence_by_focus_area["focus_area"]) for made in (ana, ben)]
    assert areas[0] - areas[1] == {"lumbar"}
    assert "cat-cow" not in ben.names


def test_clients_whose_logs_have_exercises_of_their_own_are_measured_alone() -> None:
    log = load_log(SAMPLE)
    options = options_for(log)
    [together] = blocks_of_clients(log, log.clients, options)
    assert tuple(together.logs) == log.clients
    theirs = dict.fromkeys(log.clients, log.exercises)
    alone = blocks_of_clients(replace(log, exercises_by_client=theirs), log.clients, options)
    assert [tuple(block.logs) for block in alone] == [(client,) for client in log.clients]


def test_blocks_bound_what_is_measured_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "CLIENTS_A_BLOCK", 4)
    log = load_log(SAMPLE)
    blocks = list(blocks_of_clients(log, log.clients, options_for(log)))
    assert [len(block.logs) for block in blocks] == [4, 4, 1]
    assert [client for block in blocks for client in block.logs] == list(log.clients)


def test_each_table_is_measured_once_for_all_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    log = load_log(SAMPLE)
    block = Block(log, log.clients, options_for(log))
    made: list[MobilityLog] = []
    table = TABLES["dose_changes"]
    real = table.make

    def make(log: MobilityLog, options: ReportOptions) -> pd.DataFrame:
        made.append(log)
        return real(log, options)

    monkeypatch.setattr(table, "make", make)
    rows = [len(each.dose_changes) for each in block.contents()]
    assert [each.clients for each in made] == [log.clients]
    assert sum(rows) == len(real(log, options_for(log)))


def test_clients_may_be_asked_for_in_any_order() -> None:
    log = load_log(SAMPLE)
    names = log.clients[3::-1]
    found = Block(log, names, options_for(log)).contents()
    for client, together in zip(names, found, strict=True):
        [alone] = Block(log, [client], options_for(log)).contents()
        assert_same(together, alone)


def test_what_goes_to_another_process_holds_no_other_client() -> None:
    log = load_log(SAMPLE)
    first, other = log.clients[:2]
    here, _ = Block(log, [first, other], options_for(log)).contents()
    sent = pickle.dumps(here)
    there = pickle.loads(sent)  # noqa: S301 (our own)
    assert other.encode() not in sent
    assert first.encode() in sent
    assert_same(there, here)
    assert there.block is None
    assert {*MADE_OF_THE_LOG, *TABLES} <= set(vars(there))
