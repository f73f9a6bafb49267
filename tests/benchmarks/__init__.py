"""Benchmarks: each runs its sides in turn and prints medians, ratios and the bound of each ratio.

Run one from the checkout, with the environment of the tests; the first and the last argument are
the size and the number of rounds, and both may be left out::

    python -m tests.benchmarks.caseload_speed [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.growth [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.stiffness_speed [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.start_speed [ROUNDS]
    python -m tests.benchmarks.loading [ROWS] [ROUNDS]
    python -m tests.benchmarks.report_speed [ROUNDS]
    python -m tests.benchmarks.notebook_speed [ROUNDS]
    python -m tests.benchmarks.desk_speed [ROUNDS]

=================  ==========================================================  =====================
benchmark          what is held against what                                   bound
=================  ==========================================================  =====================
caseload_speed     from process start, loading and checking included: weekly   1 of DuckDB's time,
                   and overall adherence, all columns                          1 of Polars' time
growth             ten times the clients, all tables of adherence              11 times the time and
                                                                               memory; under 2 GB
stiffness_speed    daily and weekly stiffness and its change, all columns,     3 of its time
                   against a bare loop of ``scipy.stats.theilslopes``
start_speed        ``import mobility_analysis`` against ``import pandas``      40 ms more
                   ``mobility-analysis --help`` against ``import click``       2 of its time
loading            ``load_log`` of a CSV file against pyarrow reading it       2 of its time
report_speed       one client's report, all its files, against saving as many  2 of its time
                   blank A4 figures
notebook_speed     the notebooks under nbval, against as many that only        1.3 of its processor
                   import pandas and matplotlib                                time
desk_speed         a choice on the desk of ``07_client_review``, all that it   2 s of processor time
                   shows below made anew, of the slowest client of the sample
=================  ==========================================================  =====================

As many clients as stand here are those of a region: 20,000, with 240,000 prescriptions, 9,000,000
sessions and 180 ratings each. A made caseload is kept in the folder for temporary files and used
again. DuckDB and Polars are used by nothing else; without them (``pip install duckdb polars``)
their sides are left out. Other programs that run at the same time disturb both sides alike, since
the sides take turns, but large memory and two threads suffer more than the rest: quote the figures
of a quiet machine. ``verdict_simulation`` measures no time: it simulates diaries.
"""
