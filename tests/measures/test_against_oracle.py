"""Every cell of every table of measures against the day-by-day program in ``tests/oracle``.

The nightly profile (``--hypothesis-profile=nightly``) compares thirty times as many made-up logs
as a usual run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import adherence, caseload, diary, logs, stiffness, together
from oracle.compare import differences, smallest

import mobility_analysis as ma
from mobility_analysis.log import MobilityLog
from mobility_analysis.measures.stiffness import high_scores, sharp_rise

pytestmark = pytest.mark.hypothesis  # with or without Hypothesis, these are made-up logs
LOGS = max(2, settings().max_examples // 6)
"""Of each kind: what a profile of Hypothesis says goes for the logs made by seeds too."""
WEEKLY = (
    "eligible_days", "prescribed", "done", "days_done", "partial", "counted", "extra", "skipped",
    "is_partial", "state",
)  # fmt: skip
OVERALL = (
    "prescribed", "done", "days_done", "partial", "counted", "extra", "skipped", "adherence",
    "adherence_uncapped", "adherence_capped_overall", "adherence_weeks_logged", "weeks_met",
    "weeks_full", "repetitions_adherence", "interruptions", "longest_gap_days", "last_done",
    "adherence_last_7_days", "adherence_last_28_days", "band",
)  # fmt: skip
CHANGE = (
    "baseline_start", "baseline_end", "baseline_days", "baseline_mean", "recent_start",
    "recent_end", "recent_days", "recent_mean", "change_points", "change_percent",
    "own_variation_points", "own_autocorrelation", "verdict", "benchmark", "is_past_mark",
    "best_start", "best_end", "best_mean", "up_from_best_points", "days_high_baseline",
    "days_high_recent", "nap", "nap_low", "nap_high", "nap_lower", "nap_equal", "nap_higher",
    "slope_per_week", "slope_low", "slope_high", "lag1_autocorrelation", "last_heard_start",
    "last_heard_end", "last_heard_mean",
)  # fmt: skip
RUN_CHART = (
    "score_mean", "median", "longest_run", "longest_run_limit", "crossings", "crossings_limit",
    "signal",
)  # fmt: skip
PAIRS = (
    "n_pairs", "n_better", "n_same", "n_worse", "median_change", "change_low", "change_high",
)  # fmt: skip
CASELOAD = (
    "reasons", "new_reasons", "gone_reasons", "last_entry", "days_since_entry",
    "done_last_28_days", "counted_last_28_days", "prescribed_last_28_days",
    "done_28_days_before", "prescribed_28_days_before", "adherence", "baseline_mean",
    "recent_mean", "change_points", "verdict", "newest_note", "notes_last_14_days", "days_logged",
    "days_eligible",
)  # fmt: skip
HIGH = ("is_high_scores", "is_usual_for_client")
OTHER_MOMENTS = ("waking", "before", "after", "evening", "")

Check = Callable[[MobilityLog, dict[str, Any]], list[str]]


def stamp(options: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the options that a measure takes, as timestamps."""
    return {n: None if options[n] is None else pd.Timestamp(options[n]) for n in names}


def check_weekly(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read, said = diary.read(log, **options), []
    for half in (0.0, 0.5):
        found = ma.weekly_adherence(log, **stamp(options, "as_of", "start"), partial_counts=half)
        expected = adherence.weekly(read, partial_counts=half)
        said += differences(
            found, expected, keys=("client", "exercise", "week_start"), columns=WEEKLY
        )
    return said


def check_targets(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    targets = {"down-dog": 2.5, "bear-rolls": 7.0, logs.OWN: 3.0}
    read = adherence.with_targets(
        diary.read(log, **options), per_exercise={e: str(often) for e, often in targets.items()}
    )
    stated = ma.with_targets(log, per_exercise=targets, **stamp(options, "as_of"))
    return differences(
        ma.weekly_adherence(stated, **stamp(options, "as_of", "start")),
        adherence.weekly(read),
        keys=("client", "exercise", "week_start"),
        columns=WEEKLY,
    )


def check_plan(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read = adherence.with_targets(diary.read(log, **options), per_week="2.5")
    stated = ma.with_targets(log, per_week=2.5, **stamp(options, "as_of"))
    window = stamp(options, "as_of", "start")
    return [
        *differences(
            ma.overall_adherence(stated, by="client", **window),
            adherence.overall(read, by="client"),
            keys=("client",),
            columns=OVERALL,
        ),
        *differences(
            ma.overall_adherence(stated, by="exercise", **window),
            adherence.overall(read),
            keys=("client", "exercise"),
            columns=OVERALL,
        ),
        *differences(
            ma.weekly_practice_and_stiffness(stated, **window),
            together.pairs(read),
            keys=("client", "week_start"),
            columns=("adherence", "score_mean"),
        ),
    ]


def check_overall(by: str) -> Check:
    def check(log: MobilityLog, options: dict[str, Any]) -> list[str]:
        read, said = diary.read(log, **options), []
        keys = ("client",) if by == "client" else ("client", by)
        for more in (
            {},
            {"partial_counts": 0.5, "threshold": 0.7, "permissible_gap_days": 3},
        ):
            found = ma.overall_adherence(log, by=by, **stamp(options, "as_of", "start"), **more)
            expected = adherence.overall(read, by=by, **more)
            said += differences(found, expected, keys=keys, columns=OVERALL)
        return said

    return check


def check_unprescribed(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    columns = ["client", "exercise", "date", "status", "reason"]
    found = ma.unprescribed_sessions(log, **stamp(options, "as_of", "start"))
    expected = adherence.unprescribed(diary.read(log, **options))
    here = sorted(tuple(map(str, row)) for row in found[columns].itertuples(index=False))
    there = sorted(
        tuple(str(pd.Timestamp(r[c]) if c == "date" else r[c]) for c in columns) for r in expected
    )
    return [] if here == there else [f"{set(here) ^ set(there)} differ, {len(here)}, {len(there)}"]


def check_daily(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read, said = diary.read(log, as_of=options["as_of"]), []
    for moments in (stiffness.DEFAULT_MOMENTS, OTHER_MOMENTS, ("evening",)):
        said += differences(
            ma.daily_stiffness(log, **stamp(options, "as_of"), moments=moments),
            stiffness.daily(read, moments),
            keys=("client", "date"),
            columns=("n_ratings", "score_mean", "score_worst"),
        )
        said += differences(
            ma.weekly_stiffness(log, **stamp(options, "as_of"), moments=moments),
            stiffness.weekly(read, moments),
            keys=("client", "week_start"),
            columns=("n_days", "score_mean", "score_worst"),
        )
    return said


def check_change(**more: Any) -> Check:
    def check(log: MobilityLog, options: dict[str, Any]) -> list[str]:
        read = diary.read(log, as_of=options["as_of"])
        wanted = dict(more)
        if "baseline_start" in more and options["start"] is not None:
            wanted["baseline_start"] = options["start"]
        given_to = dict(wanted)
        if given_to.get("baseline_start") is not None:
            given_to["baseline_start"] = pd.Timestamp(given_to["baseline_start"])
        return differences(
            ma.stiffness_change(log, **stamp(options, "as_of"), **given_to),
            stiffness.change(read, **wanted),
            keys=("client",),
            columns=CHANGE,
        )

    return check


def check_run_chart(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    return differences(
        ma.stiffness_run_chart(log, **stamp(options, "as_of")),
        stiffness.run_chart(diary.read(log, as_of=options["as_of"])),
        keys=("client", "week_start"),
        columns=RUN_CHART,
    )


def check_before_after(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    return differences(
        ma.before_after_sessions(log, **stamp(options, "as_of")),
        stiffness.before_after(diary.read(log, as_of=options["as_of"])),
        keys=("client", "exercise"),
        columns=PAIRS,
    )


def check_together(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read, said = diary.read(log, **options), []
    window = stamp(options, "as_of", "start")
    for lag in (1, 0):
        said += differences(
            ma.weekly_practice_and_stiffness(
                log, **stamp(options, "as_of", "start"), lag_weeks=lag
            ),
            together.pairs(read, lag),
            keys=("client", "week_start"),
            columns=("adherence", "score_mean"),
        )
        said += differences(
            ma.practice_and_stiffness(log, **window, lag_weeks=lag),
            together.summary(read, lag),
            keys=("client",),
            columns=("lag_weeks", "n_weeks", "spearman_rho", "p_value"),
        )
    return said


def check_definitions(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read, said = diary.read(log, **options), []
    for more in ({}, {"partial_counts": 0.5, "threshold": 0.7}):
        said += differences(
            ma.adherence_definitions(log, **stamp(options, "as_of", "start"), **more),
            adherence.definitions(read, **more),
            keys=("client", "definition"),
            columns=("adherence",),
        )
    return said


def check_coverage(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    return differences(
        ma.focus_area_coverage(log, **stamp(options, "as_of", "start")),
        adherence.coverage(diary.read(log, **options)),
        keys=("client", "focus_area"),
        columns=("n_exercises", "exercises", "prescribed", "done", "counted", "adherence"),
    )


def check_calendar(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    return differences(
        ma.daily_practice(log, **stamp(options, "as_of", "start")),
        adherence.calendar(diary.read(log, **options)),
        keys=("client", "exercise", "date"),
        columns=("state",),
    )


def check_flags(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read = diary.read(log, as_of=options["as_of"])
    if read["as_of"] is None:
        return []
    high = high_scores(log, **stamp(options, "as_of"))
    for name in HIGH:  # whether "not high" is said of a client without ratings is left open
        high[name] = high[name].fillna(False).astype(bool)
    return differences(
        sharp_rise(log, **stamp(options, "as_of")),
        [stiffness.sharp_rise(read, client) for client in read["clients"]],
        keys=("client",),
        columns=("last_mean", "before_mean", "is_sharp_rise"),
    ) + differences(
        high,
        [stiffness.high_scores(read, client) for client in read["clients"]],
        keys=("client",),
        columns=HIGH,
    )


def without_nothing_due(table: pd.DataFrame) -> pd.DataFrame:
    """Empty a prescribed 0: whether that is written or left empty, the definitions do not say.

    Done is then missing in any case.
    """
    table = table.copy()
    for days in ("last_28_days", "28_days_before"):
        done, prescribed = f"done_{days}", f"prescribed_{days}"
        table.loc[table[done].isna() & (table[prescribed] == 0), prescribed] = float("nan")
    return table


def check_caseload(log: MobilityLog, options: dict[str, Any]) -> list[str]:
    read = diary.read(log, as_of=options["as_of"])
    if read["as_of"] is None:
        return []
    return differences(
        without_nothing_due(ma.caseload_review(log, **stamp(options, "as_of"))),
        caseload.review(read, diary.read(log, as_of=read["as_of"] - timedelta(days=7))),
        keys=("client",),
        columns=CASELOAD,
    )


CHECKS: dict[str, Check] = {
    "weekly adherence": check_weekly,
    "weekly adherence with targets": check_targets,
    "a plan of practice days": check_plan,
    "adherence by exercise": check_overall("exercise"),
    "adherence by focus area": check_overall("focus_area"),
    "adherence by client": check_overall("client"),
    "unprescribed": check_unprescribed,
    "daily and weekly stiffness": check_daily,
    "change, pain-nrs": check_change(),
    "change, asas": check_change(benchmark="asas"),
    "change, stated baseline": check_change(baseline_start=date(2026, 1, 1), moments=OTHER_MOMENTS),
    "run chart": check_run_chart,
    "before and after": check_before_after,
    "practice and stiffness": check_together,
    "definitions": check_definitions,
    "coverage": check_coverage,
    "practice calendar": check_calendar,
    "sharp rise and high scores": check_flags,
    "caseload": check_caseload,
}


RATINGS = ("change, pain-nrs", "change, asas", "run chart", "sharp rise and high scores")


def said_of(check: Check, tables: logs.Tables, options: dict[str, Any]) -> list[str]:
    return check(logs.build(tables), options)


def report(check: Check, tables: logs.Tables, options: dict[str, Any], said: list[str]) -> str:
    """Return the differences of the smallest log that still differs, and that log."""
    options = options | {"as_of": options["as_of"] or logs.build(tables).as_of.date()}

    def differs(fewer: logs.Tables) -> bool:
        try:
            return bool(said_of(check, fewer, options))
        except ValueError:
            return False

    fewer = smallest(tables, differs)
    less = said_of(check, fewer, options) or said
    rows = [f"{name}: {row}" for name, rows in fewer.items() for row in rows]
    return "\n".join([*less[:12], str(options), *rows])


def hold(tables: logs.Tables, options: dict[str, Any], names: Sequence[str] = ()) -> None:
    """Compare every table of one log; a failure shows the smallest log that still differs."""
    log = logs.build(tables)
    for name in names or CHECKS:
        check = CHECKS[name]
        said = check(log, options)
        assert not said, f"{name}:\n" + report(check, tables, options, said)


@pytest.mark.parametrize("seed", range(LOGS))
def test_short_logs_of_several_clients(seed: int) -> None:
    r = Random(f"short {seed}")
    tables = logs.random_tables(r, weeks=r.randint(2, 9), clients=r.randint(2, 3))
    hold(tables, logs.options(r, tables))


@pytest.mark.parametrize("seed", range(max(LOGS // 3, 1)))
def test_long_logs(seed: int) -> None:
    r = Random(f"long {seed}")
    tables = logs.random_tables(r, weeks=r.randint(16, 40), clients=1)
    hold(tables, logs.options(r, tables))


@pytest.mark.parametrize("seed", range(LOGS * 6))
def test_ratings_near_the_floors(seed: int) -> None:
    tables = logs.ratings_near_the_floors(Random(f"floors {seed}"))
    hold(tables, {"as_of": None, "start": None}, RATINGS)


@settings(
    max_examples=LOGS,
    phases=[Phase.generate],  # the smallest log is looked for here, a row at a time
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(r=st.randoms(use_true_random=False))
def test_two_weeks_of_one_client(r: Random) -> None:
    tables = logs.random_tables(r, weeks=2, clients=1)
    hold(tables, logs.options(r, tables))


def test_a_session_outside_the_programme_is_not_done_in_the_caseload() -> None:
    # in unprescribed_sessions as "never prescribed": it "stands in no other column"
    log = logs.build(
        {
            "sessions": [{"client": "ann", "exercise": "bear-rolls", "date": "2025-12-28"}],
            "programme": [
                {
                    "client": "ann",
                    "exercise": "overhead-opener",
                    "start": "2025-12-30",
                    "end": "2026-01-08",
                    "times_per_week": "3",
                }
            ],
        }
    )
    review = ma.caseload_review(log, as_of="2026-01-25")
    assert review["done_28_days_before"].fillna(0).tolist() == [0]


def test_a_target_stands_until_a_prescription_begins() -> None:
    # "rows after as_of are used by nothing": Monday to Wednesday, 7 a week, is 3
    log = logs.build(
        {
            "sessions": [{"client": "bob", "exercise": "down-dog", "date": "2025-12-15"}],
            "programme": [
                {
                    "client": "bob",
                    "exercise": "down-dog",
                    "start": "2025-12-22",
                    "times_per_week": "2",
                }
            ],
        }
    )
    stated = ma.with_targets(log, per_exercise={"down-dog": 7}, as_of="2025-12-17")
    weekly = ma.weekly_adherence(stated, as_of="2025-12-17")
    assert weekly["prescribed"].tolist() == pytest.approx([3])


def test_a_silent_week_is_a_week_without_practice() -> None:
    # `adherence`, the default, is 0 in a week in which 3 were prescribed and nothing was logged
    days = ("2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15")
    log = logs.build(
        {
            "sessions": [{"client": "ann", "exercise": "down-dog", "date": "2026-01-12"}],
            "stiffness": [{"client": "ann", "date": day, "score": 4} for day in days],
            "programme": [
                {
                    "client": "ann",
                    "exercise": "down-dog",
                    "start": "2026-01-05",
                    "times_per_week": "3",
                }
            ],
        }
    )
    assert ma.weekly_practice_and_stiffness(log)["adherence"].tolist() == [0.0]


def test_the_comparison_sees_a_changed_cell_a_lost_row_and_another_order() -> None:
    frame = pd.DataFrame({"client": ["a", "b"], "n": [1.0, float("nan")]})
    rows = [{"client": "a", "n": 1}, {"client": "b", "n": None}]
    told = {"keys": ("client",), "columns": ("n",)}
    assert differences(frame, rows, **told) == []
    assert differences(frame.assign(n=[1.0, 0.0]), rows, **told) == [
        "('b',) n: 0.0 instead of None"
    ]
    assert differences(frame[:1], rows, **told) == ["row missing: ('b',)"]
    assert differences(frame[::-1], rows, **told)[0].startswith("order of rows")
    assert differences(frame[["client"]], rows, **told) == ["columns missing: ['n']"]
