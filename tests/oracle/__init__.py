"""An independent program for every measure: slow, plain, day by day, from the definitions alone.

``diary`` takes a log apart into dicts, dates and exact fractions; ``adherence``, ``stiffness`` and
``together`` make each table by loops over days; ``logs`` makes up logs and ``compare`` holds a
table of the library against the rows made here. Nothing of ``mobility_analysis.measures`` is used.

``movement`` does so for movement checks. Where the definitions allow two readings, the plainer one
is taken. [1] is taken, the others are not:

1.  *Wholly paused week inside a prescription*: [1] a week with days of a prescription (to
    ``as_of``), all of them paused; [2] only where the prescription covers all seven days.
2.  A prescription that starts after ``as_of``: [1] a row after ``as_of``, used by nothing, so the
    exercise is "never prescribed" as yet; [2] known, so an early session is "before it starts".
3.  A week partly scheduled, partly "as needed": [1] one row, prescribed from the scheduled days,
    sessions and eligible days of both; [2] only the scheduled days. A week is "as needed" only
    where none of its eligible days is scheduled.
4.  Exercise, area or client with scheduled and "as needed" weeks: [1] sums, days_done, gaps and
    shares are of the scheduled weeks only; last_done looks at every eligible day; [2] all weeks.
5.  "As needed" and "no programme": [1] counted, extra, weeks_met, weeks_full, gaps and every ratio
    are empty; [2] the counts are 0.
6.  State of an "as needed" week: [1] "not prescribed" (or "paused"), since nothing is due; [2] a
    state from what was done.
7.  Client without programme: [1] a weekly row for each week with a session row of the exercise,
    eligible days 0, state "not prescribed", pauses not looked at; [2] every week from the first.
8.  No programme and no session: [1] band "no programme"; [2] "unknown".
9.  ``partial_counts``: [1] ``done`` and ``days_done`` stay as they are, and done plus that share
    of partial is what counted, extra, every ratio and the state rest on; [2] it is added to done.
    ``repetitions_adherence`` and gaps look at done sessions only.
10. Repetitions: [1] a week is left out where any scheduled prescription of its eligible days lacks
    sets or reps, even if it asks for nothing in that week; [2] only where it asks for something.
11. ``start``: [1] the state of its first week, and "sessions were never logged", are asked of
    the whole log; [2] of the days from ``start`` on.
12. A done session on a day when another exercise of the area is eligible but not its own: [1] it
    is unprescribed and does not end a gap; [2] it ends the gap.
13. ``threshold`` moves weeks_met only; the bands stay.
14. Focus areas that nothing in the programme trains: [1] rows of the sums by area as well as of
    the coverage, for every client, "not prescribed" also where sessions were never logged (and
    "no programme" without one); [2] in the coverage only.
15. Mix of moments: [1] judged where both windows have the 5 rated days of a mean, so that one
    odd rating in an empty window does not take the baseline's mean (and "worse when last heard")
    away; [2] wherever both have a rating; [3] only where both have the days for a verdict.
16. Held to one moment: [1] windows, trend, run chart, NAP, ``lag1_autocorrelation`` and weekly
    means beside practice; the daily and weekly tables, sharp rise, high scores, few ratings and
    last heard keep all moments; D and the best weeks count from the first day value of any.
17. Not comparable: [1] both means, change, own variation, NAP, trend, autocorrelation and what a
    run chart says are missing, with no paired weeks of practice; the run chart keeps its weekly
    means, of all moments; [2] the two means stay. Where a window has 5 rated days, too few for
    a verdict, and the mix differs, those figures are missing too.
18. Last heard: [1] where the recent window has no mean (under 5 rated days), its dates whatever
    the days hold, its mean from 5 rated days of which none is of the baseline; [2] where it has
    too few for a verdict; [3] days of the baseline are left out of the mean.
19. "8 rated days over 14 days": [1] the first and the last rated day and those between are 14 days
    or more; [2] 14 days lie between them.
20. Scores are the decimals as written: 0.1 and 0.2 have the mean 0.15, and equals 0.15 in NAP,
    medians and runs.
21. Run chart: [1] a row a week with a mean, with n under 10 the runs, crossings and signal empty;
    [2] the counts stay and only the signal is empty. What decides the direction is not said.
22. Before and after: [1] within a client's date and exercise (none is its own group) the first
    before goes with the first after, and so on; by time only where all ratings of the group have
    one, and then an after that is earlier than every before left stays alone; [2] by number
    alone. Below 6 pairs median and interval are both empty. A row for all pairs stands for every
    client; a row an exercise that any rating of the client names.
23. Practice and stiffness: every week with something prescribed, the running week and part weeks
    too; none for clients who never logged a session. A week in which nothing was logged: [1] is
    0, as in ``adherence``; [2] is unknown and left out.
24. The definitions do not describe the practice calendar: days run from the first day of any
    exercise in the window; a day on which nothing is due is "not prescribed".
25. Caseload: [1] done, counted and prescribed are of blocks of 7 days to the end of the 28, as
    ``adherence_last_28_days``, by the programme as it is known at ``as_of``; [2] of weeks cut to
    the 28 days; with nothing prescribed in them [1] empty, [2] "0 of 0", which the
    comparison takes for the same; "few ratings" and "low adherence" are
    judged on blocks of 7 days to ``as_of``; "stopped logging" counts eligible days since the last
    entry, also of a programme that has ended; a client without any entry is the longest silent.
26. High scores: the recent mean is [1] of the recent window (so there is none before 28 days),
    of all moments used; [2] ``recent_mean``; "usual" is the same rule (mean of 8 over 5 days, or
    two days of 9 or 10) in the 28 days before the last 7; 9 or 10 is 9 or more.
27. Whole sessions: the rounding up has the tolerance too, so that 7/3 a week on 3 days is 1. A
    pooled week may count more than it prescribes: [1] weeks_met takes the pooled counted as it
    is, practice beside stiffness is cut to 1 after pooling; [2] each exercise is cut first.
28. Sides: the first left goes with the first right of the same time, else with the first of which
    one has no time; of sizes that only one row has, [1] that one stands, [2] it is missing.
29. A plan of practice days: [1] done and days_done are days, partial and skipped are sessions on
    its days that are not paused; those days are the eligible ones of the caseload; a client with
    a target for an exercise has a programme. Gaps are runs of its days without a done session.
30. Windows: a stated baseline start counts D from it; best weeks are looked for from the first
    day value in any case, and by dates: of equals the latest ends latest, even where that is in
    the recent window and all its ratings are before it, and then nothing is "up".
31. "Under 4 rated days in 3 of the last 4 weeks": a block that ends before the first rated day is
    not judged, the block in which it lies is.
32. Notes: of sessions and ratings (each row by itself, also of two sides), not blank, by the
    row's date; of several on the newest day any may be the newest.
33. Movement checks: [1] ``n_checks`` counts days; an activity is the same whatever its case and
    spaces; the side difference is of the newest day of each side, though these may differ; one
    check of a test without a published figure is "one check".
"""
