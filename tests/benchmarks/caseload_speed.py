"""Adherence of a whole caseload, from process start: this library, DuckDB and Polars in turn.

Each side reads the same Parquet files and makes ``prescribed``, ``done`` and ``counted`` by
client, exercise and week, and with ``adherence`` over all weeks. This library also loads and checks
every row of every column, and makes every column of ``weekly_adherence`` and
``overall_adherence``; the other two do the plain aggregation, with two threads each.

Run: python -m tests.benchmarks.caseload_speed [CLIENTS] [ROUNDS]
"""

from __future__ import annotations

import sys

from tests.benchmarks.rounds import Bound, caseload, in_new_process, in_turn, is_there, show

AT_MOST = 0.8
OURS = """
import sys
import mobility_analysis as ma
log = ma.load_log(sys.argv[1])
weekly, table = ma.weekly_and_overall_adherence(log)
"""
ANSWER = """
sums = [table[name].sum() for name in ("prescribed", "done", "counted", "adherence")]
print(len(weekly), len(table), *(round(float(total), 3) for total in sums))
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
"""
POLARS = """
import os, sys
os.environ["POLARS_MAX_THREADS"] = "2"
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
"""


def main(n_clients: int = 20_000, rounds: int = 5) -> None:
    """Print the median seconds of each side, in turn, and the ratios that are bound."""
    folder = str(caseload(n_clients))
    others = {name: code for name, code in (("DuckDB", DUCKDB), ("Polars", POLARS))
              if is_there(name.lower())}  # fmt: skip
    codes = {"this library": OURS, **others}
    sides = {name: in_new_process("-c", code + ANSWER, folder) for name, code in codes.items()}
    found = in_turn(sides, rounds)
    own = found["this library"].seconds
    faster = min((found[name].seconds for name in others), default=own)
    bounds = [Bound("this library of the faster of the others", own / faster, AT_MOST)]
    show(f"Adherence of {n_clients:,} clients, from process start", found, rounds, bounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
