"""Benchmarks: each runs its sides in turn and prints medians, ratios and the bound of each ratio.

Run one from the checkout, with the environment of the tests; the first and the last argument are
the size and the number of rounds, and both may be left out::

    python -m tests.benchmarks.caseload_speed [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.clinic_speed [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.growth [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.stiffness_speed [CLIENTS] [ROUNDS]
    python -m tests.benchmarks.start_speed [ROUNDS]
    python -m tests.benchmarks.loading [ROWS] [ROUNDS]
    python -m tests.benchmarks.report_speed [ROUNDS]
    python -m tests.benchmarks.notebook_speed [ROUNDS]
    python -m tests.benchmarks.desk_speed [ROUNDS]
    python -m tests.benchmarks.scale [CLIENTS] [ROUNDS]

=================  ==========================================================  =====================
benchmark          what is held against what                                   bound
=================  ==========================================================  =====================
caseload_speed     from process start, loading and checking included: weekly   0.8 of the faster of
                   and overall adherence, all columns                          DuckDB and Polars
clinic_speed       ``report --only caseload`` of 2,000 clients, against        2.5 of its time
                   ``check``
                   ``report --only tables`` of the same, against a bare loop   3 of its time and
                   that writes as many files of the same bytes                 that of ``check``
                   a client's tables together with others', against alone      1/3 of its time
growth             ten times the clients, all tables of adherence, and the     11 times the time and
                   list of all clients                                         memory; under 2 GB
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
scale              a million sessions of the list on Dask, of 200,000 clients  1.3 of its time; 3 GB
                   in parts, against the list of 20,000 in memory              for all processes
=================  ==========================================================  =====================

As many clients as stand here are those of a region: 20,000, with 240,000 prescriptions, 9,000,000
sessions and 180 ratings each; the log of ``growth`` and ``clinic_speed`` has ratings, pauses and
events, too. Unless said otherwise there are five rounds, the sides in turn, every other one
backwards; a ratio of processor time, that of all threads, is disturbed less by other programs. A
made caseload is kept in the folder for temporary files and used again. DuckDB and Polars are used
by nothing else; without them (``pip install duckdb polars``) their sides are left out. Other
programs that run at the same time disturb both sides alike, since the sides take turns, but large
memory and two threads suffer more than the rest: quote the figures of a quiet machine.
``verdict_simulation`` measures no time: it simulates diaries.
"""
