"""Stories of how a diary was kept: gaps, moments, few days, many years, rows not read."""

from __future__ import annotations

from tests.report.stories.diary import CLIENT, Story, ago, prescribed, rated, weeks

EVENINGS = rated((84, (2, 3, 2, 1)), moment="evening")

KEEPING = (
    Story(
        "evenings added to mornings from week 13",
        concludes="On waking as stiff as ever; the evenings are new and stand by themselves.",
        by_hand="Waking (6, 7, 6, 5) is 6.0 in both windows; evenings are no rating, then half of "
        "all: "
        "50 points apart, so waking alone. r 0.11, load 34.5, s² 84 / 156.8 = 0.536: "
        "2.7 SE 0.59. Practice 1 of 3, then 3.",
        log={
            "programme": prescribed("3", 167),
            "sessions": weeks([1] * 12 + [3] * 12),
            "stiffness": rated((168, (6, 7, 6, 5))) + EVENINGS,
        },
        says=(
            "0 points different from the first 4 weeks, 6.0 to 6.0: within this diary's own ups "
            "and downs (0.6).",
            "Compared by waking ratings alone, since the mix of moments differs.",
        ),
        never=("To talk about",),
    ),
    Story(
        "mornings at first, evenings at last",
        concludes="Two diaries, not one: nothing can be compared.",
        by_hand="28 days of 5.5 on waking, 28 of 2.5 in the evening: no moment is in both windows.",
        log={"stiffness": rated((28, (6, 5)), until=28) + rated((28, (3, 2)), moment="evening")},
        says=(
            "not comparable | self-rated stiffness, 0 to 10 | first days waking, last days evening",
            "Self-rated stiffness is not comparable: the moments of the day that were rated differ "
            "between the first 4 weeks (28 Sep to 25 Oct 2026, 28 rated days: all waking) and the "
            "last "
            "4 weeks (26 Oct to 22 Nov 2026, 28: all evening), and no one moment has 10 rated "
            "days in both.",
        ),
        never=("lower", "5.5", "2.5"),
    ),
    Story(
        "rated on bad days only at first",
        concludes="Six bad days against fourteen of all sorts: no change can be read from that.",
        by_hand="Days 1, 6, 11, 16, 21, 26 with 8 and 7: 7.5. Then every other day 4 and 3: 14 "
        "days, 3.5. A "
        "verdict needs 28 / 3, so 10 days of each.",
        log={
            "stiffness": rated(
                (28, (8, None, None, None, None, 7, None, None, None, None)), until=56
            )
            + rated((56, (4, None, 3, None))),
        },
        says=(
            "7.5 → 3.5 | self-rated stiffness, 0 to 10 | too few days for a verdict: rated on 14 "
            "of "
            "the last 28 days, 6 of the first 28",
            "Not enough ratings of stiffness for a verdict: rated on 14 of the last 28 days, 6 of "
            "the "
            "first 28; at least 10 of each are needed (self-rated). On the days rated: 4.0 points "
            "lower "
            "than in the first 4 weeks, 7.5 to 3.5. If mostly bad days were rated, or mostly good "
            "ones, "
            "the means mislead.",
        ),
        never=("more than this diary's own", "mark"),
    ),
    Story(
        "rated on ten days at first, on all of late",
        concludes="Lower, but the first mean rests on few days, perhaps the bad ones.",
        by_hand="Every third day of the first 28: 10 days, 7 and 6 in turn, 6.5; last 28 days 4 "
        "and 3, 3.5. 10 is "
        "under half of 28. s² (2.5 + 2 x 1.71 + 7) / (52 - 4) = 0.269, SE √(0.269 (1/10 + 1/28)) "
        "= 0.191, 2.7 SE 0.52.",
        log={
            "stiffness": rated(
                (28, (7, None, None, 6, None, None)), (28, (4, None, 3, None)), (28, (4, 3))
            )
        },
        says=(
            "3.0 points lower than in the first 4 weeks, 6.5 to 3.5: more than this diary's own "
            "ups and downs would usually give (0.5), and past the 2-point mark "
            "(mark borrowed from pain ratings).",
            "Rated on 28 of the last 28 days, 10 of the first 28. If mostly bad days were rated, "
            "or "
            "mostly good ones, the means mislead.",
        ),
    ),
    Story(
        "five days old",
        concludes="Too early for anything but a welcome: come back in the middle of December.",
        by_hand="First day 18 Nov; 28 days of diary on 15 Dec. 3 x 5 / 7 = 2.1 prescribed, 2 done.",
        log={
            "programme": prescribed("3", 4),
            "sessions": [
                {"client": CLIENT, "date": ago(day), "exercise": "down-dog"} for day in (4, 1)
            ],
            "stiffness": rated((5, (6, 5))),
        },
        says=(
            "2 of about 2 | prescribed sessions counted",
            "too early | self-rated stiffness, 0 to 10 | 5 days rated, from 5 to 6; no "
            "comparison before 15 Dec 2026",
        ),
        never=("few ratings", "lower"),
    ),
    Story(
        "began ten days ago",
        concludes="A good start of ten days; no comparison before 10 Dec.",
        by_hand="First day Fri 13 Nov, + 27 days is 10 Dec. 3 x 10 / 7 = 4.3; 1 of the part week, "
        "3 of the whole: 4.",
        log={
            "programme": prescribed("3", 9),
            "sessions": [*weeks([3]), {"client": CLIENT, "date": ago(9), "exercise": "down-dog"}],
            "stiffness": rated((10, (6, 5))),
        },
        says=(
            "4 of about 4 | prescribed sessions counted | since 13 Nov, self-reported",
            "too early | self-rated stiffness, 0 to 10 | 10 days rated, from 5 to 6; no "
            "comparison before 10 Dec 2026",
        ),
        never=("few ratings", "To talk about"),
    ),
    Story(
        "one rating",
        concludes="One score of 6: no more than that.",
        by_hand="First and only day 22 Nov; windows from 19 Dec.",
        log={"stiffness": rated((1, (6,)))},
        says=("1 day rated, at 6; no comparison before 19 Dec 2026", "1 of 1 day rated"),
        never=("lower", "higher"),
    ),
    Story(
        "three years",
        concludes="Two points lower than three years ago; practice halved in the last year.",
        by_hand="156 weeks from Mon 27 Nov 2023: 4.5 two years, then 2.5. Two a week of 2, then "
        "1: 208 + 52 "
        "of 312 = 83 %; 104 of 156 weeks met. 2 / 4.5 is 44 %.",
        log={
            "programme": prescribed("2", 1091),
            "sessions": weeks([2] * 104 + [1] * 52),
            "stiffness": rated((728, (5, 4)), (364, (3, 2))),
        },
        says=(
            "4 of 8 | prescribed sessions counted | last 4 weeks; the 4 before: 4 of 8",
            "2.0 points lower than in the first 4 weeks, 4.5 to 2.5",
            "at the 2-point mark (mark borrowed from pain ratings)",
            "1,092 of 1,092 days rated",
        ),
        never=("To talk about",),
    ),
    Story(
        "four hundred weeks",
        concludes="Nearly eight years, even throughout; nothing new.",
        by_hand="2,800 days from 25 Mar 2019; 3.5 in both windows; once a week of 1.",
        log={
            "programme": prescribed("1", 2799),
            "sessions": weeks([1] * 400),
            "stiffness": rated((2800, (4, 3))),
        },
        says=("4 of 4 |", "3.5 to 3.5", "2,800 of 2,800 days rated", "25 Mar 2019 to 22 Nov 2026"),
        never=("To talk about",),
    ),
    Story(
        "rates two days a week",
        concludes="Practises, but rates too seldom for a verdict: ask for four days a week.",
        by_hand="Mondays and Thursdays: 8 of 28 days in each window, 10 are needed; 2 days in "
        "each of 4 weeks.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((84, (5, None, None, 4, None, None, None))),
        },
        says=(
            "rated on 8 of the last 28 days, 8 of the first 28; at least 10 of each are needed",
            "To talk about: Stiffness rated on 8 of 28 days, last 4 weeks",
            "On the days rated: 0 points different from the first 4 weeks, 4.5 to 4.5.",
        ),
    ),
    Story(
        "sessions only",
        concludes="Practice is kept, stiffness never rated: nothing to say of stiffness.",
        by_hand="3 a week, all done.",
        log={"programme": prescribed("3", 55), "sessions": weeks([3] * 8)},
        says=(
            "not rated | self-rated stiffness, 0 to 10 | no rating in this log",
            "Stiffness was never rated in this log.",
            "12 of 12",
        ),
        never=("too few",),
    ),
    Story(
        "ratings only, with a programme",
        concludes="Whether anything was practised is unknown: ask, do not take it for nothing.",
        by_hand="No session row of any status: practice is unknown, not 0.",
        log={"programme": prescribed("3", 55), "stiffness": rated((56, (5, 4)))},
        says=(
            "unknown | sessions, last 4 weeks | sessions were never logged: practice is unknown",
        ),
        never=("0 of 12", "None of", "low adherence"),
    ),
    Story(
        "a programme and nothing else",
        concludes="The diary was never begun: ask whether it reached the client.",
        by_hand="No entry at all; looked at on 22 Nov.",
        log={"programme": prescribed("3", 55)},
        says=(
            "unknown | sessions, last 4 weeks",
            "not rated",
            "To talk about: Nothing was logged to 22 Nov 2026",
        ),
        never=("0 of 12", "None of"),
    ),
    Story(
        "rated straight after sessions only",
        concludes="Scores after sessions show the session, not the day: there is no daily "
        "stiffness.",
        by_hand="All 24 ratings have the moment after: no day value.",
        log={
            "programme": prescribed("3", 55),
            "sessions": weeks([3] * 8),
            "stiffness": [
                {"client": CLIENT, "date": row["date"], "score": 3, "moment": "after"}
                for row in weeks([3] * 8)
            ],
        },
        says=(
            "no day rated | self-rated stiffness, 0 to 10 | 24 ratings, all straight after "
            "sessions",
            "Stiffness was rated straight after sessions only, which shows the session and not "
            "the day.",
            "To talk about: Stiffness rated on no day: straight after sessions only",
        ),
        never=("never rated", "no rating in this log", "no date", "on 0 of"),
    ),
    Story(
        "silent for five weeks, worse when last heard",
        concludes="Stopped writing after a rise of 2.5 points: get in touch.",
        by_hand="2.5 in the first 28 days, 5.0 in the 28 to 18 Oct; then 35 days of silence, seen "
        "since another "
        "client wrote on.",
        log={
            "programme": prescribed("3", 90),
            "sessions": weeks([3] * 8, until=5),
            "stiffness": rated((28, (3, 2)), (28, (5.5, 4.5)), until=35),
        },
        says=(
            "To talk about: Self-rated stiffness when last heard (18 Oct 2026): 2.5 points higher "
            "than in the first 4 weeks, 2.5 to 5.0",
            "5.0 | self-rated stiffness, 0 to 10 | when last heard, to 18 Oct 2026; rated on none "
            "of the last 28 days, 28 of the first 28",
            "To talk about: Newest entry 18 Oct 2026, 35 days before 22 Nov 2026",
            "None of 12 prescribed sessions logged as done",
        ),
    ),
    Story(
        "rows that were not read",
        concludes="Four rows are missing in these figures: they are at least this high; look at "
        "the rows.",
        by_hand="12 done of 12 but one of them on 31 November and two of an unknown exercise: 9 "
        "of 12 read. 56 days, "
        "one score written x.",
        log={
            "programme": prescribed("3", 55),
            "sessions": [
                *weeks([3] * 7, until=1),
                {"client": CLIENT, "date": "2026-11-31", "exercise": "down-dog"},
                {"client": CLIENT, "date": ago(4), "exercise": "headstand on the moon"},
                {"client": CLIENT, "date": ago(2), "exercise": "headstand on the moon"},
            ],
            "stiffness": [
                *rated((55, (5, 4)), until=1),
                {"client": CLIENT, "date": ago(0), "score": "x", "moment": "waking"},
            ],
        },
        says=(
            "9 of 12 | prescribed sessions counted; 3 rows not read",
            "1 row not read",
            "4 rows set aside",
        ),
    ),
)
