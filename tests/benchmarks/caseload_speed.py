"""Adherence of a whole caseload, from process start: this library, DuckDB and Polars in turn.

Each side reads the same Parquet files and makes ``prescribed``, ``done``, ``counted`` and
``adherence`` by client, exercise and week, and over all weeks. This library also loads and checks
every row, pauses and dates included, and makes all columns of ``overall_adherence``; the other two
do the plain aggregation. Needs duckdb and polars, which the project itself does not use.

Run: python -m tests.benchmarks.caseload_speed [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mobility_analysis.sample import make_caseload

OURS = """
import sys
from mobility_analysis.log import load_log
from mobility_analysis.measures.adherence import overall_adherence, weekly_adherence
log = load_log(sys.argv[1])
weekly = weekly_adherence(log)
table = overall_adherence(log)
print(len(table), round(float(table["counted"].sum()), 3))
"""

DUCKDB = """
import sys, duckdb
folder = sys.argv[1]
duckdb.sql("set threads to 2")
weekly = duckdb.sql(f'''
with last as (select max(date)::date as d from '{folder}/sessions.parquet'),
p as (
  select client, exercise, times_per_week, start::date as s, coalesce("end"::date, d) as e
  from '{folder}/programme.parquet', last
), weeks as (
  select client, exercise, times_per_week, s, e,
    unnest(generate_series(date_trunc('week', s), e::timestamp, interval 7 day))::date as week
  from p
), due as (
  select client, exercise, week,
    sum(times_per_week * (least(e, week + 6) - greatest(s, week) + 1) / 7) as prescribed
  from weeks group by all
), done as (
  select client, exercise, date_trunc('week', date)::date as week, count(*) as done
  from '{folder}/sessions.parquet' where status = 'done' group by all
)
select client, exercise, week, prescribed, coalesce(done, 0) as done,
  least(coalesce(done, 0), prescribed) as counted
from due left join done using (client, exercise, week)
''').df()
table = duckdb.sql('''
select client, exercise, sum(prescribed) as prescribed, sum(done) as done,
  sum(counted) as counted, sum(counted) / sum(prescribed) as adherence
from weekly group by all order by all
''').df()
print(len(table), round(float(table["counted"].sum()), 3))
"""
POLARS = """
import sys
import polars as pl
folder = sys.argv[1]
sessions = pl.scan_parquet(f"{folder}/sessions.parquet")
last = sessions.select(pl.col("date").max()).collect().item()
due = (
    pl.scan_parquet(f"{folder}/programme.parquet")
    .with_columns(e=pl.col("end").fill_null(last).dt.date(), s=pl.col("start").dt.date())
    .with_columns(week=pl.date_ranges(pl.col("s").dt.truncate("1w"), "e", "1w"))
    .explode("week")
    .with_columns(
        prescribed=pl.col("times_per_week").cast(pl.Float64)
        * (
            (
                pl.min_horizontal("e", pl.col("week") + pl.duration(days=6))
                - pl.max_horizontal("s", "week")
            ).dt.total_days()
            + 1
        )
        / 7
    )
    .group_by("client", "exercise", "week")
    .agg(pl.col("prescribed").sum())
)
done = (
    sessions.filter(pl.col("status") == "done")
    .with_columns(week=pl.col("date").dt.truncate("1w").dt.date())
    .group_by("client", "exercise", "week")
    .agg(done=pl.len())
)
weekly = (
    due.join(done, on=["client", "exercise", "week"], how="left")
    .with_columns(pl.col("done").fill_null(0))
    .with_columns(counted=pl.min_horizontal("done", "prescribed"))
    .collect()
)
table = (
    weekly.group_by("client", "exercise")
    .agg(pl.col("prescribed", "done", "counted").sum())
    .with_columns(adherence=pl.col("counted") / pl.col("prescribed"))
    .sort("client", "exercise")
)
print(len(table), round(float(table["counted"].sum()), 3))
"""

SIDES = {"this library": OURS, "DuckDB": DUCKDB, "Polars": POLARS}


def seconds(code: str, folder: Path) -> tuple[float, str]:
    """Run one side in a new process; return its seconds and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, done.stdout.strip().splitlines()[-1].strip()


def main(n_clients: int = 20_000, rounds: int = 5) -> None:
    """Print the median seconds of each side, in turn, and their ratio to DuckDB's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = make_caseload(n_clients, 26)
        for table in ("sessions", "programme"):
            tables[table].to_parquet(folder / f"{table}.parquet", index=False)
        n_sessions = len(tables["sessions"])
        del tables
        times: dict[str, list[float]] = {side: [] for side in SIDES}
        answers: set[str] = set()
        for _ in range(rounds):
            for side, code in SIDES.items():
                taken, answer = seconds(code, folder)
                times[side].append(taken)
                answers.add(answer)
    if len(answers) != 1:
        sys.exit(f"the sides disagree: {sorted(answers)}")
    print(f"{n_clients:,} clients, {n_sessions:,} sessions, medians of {rounds} rounds")
    base = statistics.median(times["DuckDB"])
    for side, values in times.items():
        median = statistics.median(values)
        print(f"{side:14} {median:7.2f} s   {median / base:5.2f} of DuckDB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
