"""Stories of stiffness: what moved, by how much, and on how much that rests."""

from __future__ import annotations

from tests.report.stories.diary import Story, ago, prescribed, rated, weeks

THREE_A_WEEK = {"programme": prescribed("3", 167), "sessions": weeks([3] * 24)}

STIFFNESS = (
    Story(
        "steady for half a year",
        concludes="As at the start, on a full diary; all practice done. Nothing to look at first.",
        by_hand="Scores 5 and 4 in turn: each mean 4.5. Ten blocks, residuals of a half, r 0: "
        "s² 42 / (168 - 10) = 0.266, SE √(0.266 x 2 / 28) = 0.138, 2.7 SE 0.37.",
        log={**THREE_A_WEEK, "stiffness": rated((168, (5, 4)))},
        says=(
            "12 of 12 | prescribed sessions counted | last 4 weeks; the 4 before: 12 of 12",
            "4.5 → 4.5 | self-rated stiffness, 0 to 10 | means of the first 4 weeks and the last "
            "4 weeks",
            "0 points different from the first 4 weeks, 4.5 to 4.5: within this diary's own ups "
            "and downs (0.4).",
            "168 of 168 days rated",
        ),
        never=("To talk about", "mark borrowed"),
    ),
    Story(
        "lower by three points",
        concludes="Clearly lower than at first. The page cannot say why.",
        by_hand="5.5 to 2.5. Two blocks: s² 14 / (56 - 2) = 0.259, SE 0.136, 2.7 SE 0.37; 3 is "
        "past 2 points, "
        "3 / 5.5 is 54 %, past 30 %.",
        log={
            "programme": prescribed("3", 55),
            "sessions": weeks([3] * 8),
            "stiffness": rated((28, (6, 5)), (28, (3, 2))),
        },
        says=(
            "3.0 points lower than in the first 4 weeks, 5.5 to 2.5: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), and past the 2-point mark (mark borrowed from "
            "pain ratings).",
            "This page cannot tell why stiffness changed",
        ),
        never=("To talk about",),
    ),
    Story(
        "higher in the last four weeks",
        concludes="Two points higher than at first, four weeks in a row: ask what changed.",
        by_hand="3.5 to 5.5. Four blocks: s² 21 / (84 - 4) = 0.2625, 2.7 SE 0.37. The latest of "
        "the "
        "equally good 28 days are 28 Sep to 25 Oct.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((56, (4, 3)), (28, (6, 5))),
        },
        says=(
            "2.0 points higher than in the first 4 weeks, 3.5 to 5.5: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), and at the 2-point mark "
            "(mark borrowed from pain ratings).",
            "To talk about: Self-rated stiffness 2.0 points higher than in the first 4 weeks, 3.5 "
            "to 5.5\nGet",
        ),
        never=("above the best",),
    ),
    Story(
        "zeros on every day",
        concludes="No stiffness to go down; nothing can be told from this diary but that it was "
        "kept.",
        by_hand="All equal: s² is 1/12; 80 pairs, r (3.79 + 10) / 100 = 0.138, load 36.6: 2.7 SE "
        "0.24.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((84, (0,))),
        },
        says=(
            "0.0 → 0.0 |",
            "0 points different from the first 4 weeks, 0.0 to 0.0: within this diary's own ups "
            "and downs (0.2).",
        ),
        never=("7 or more", "To talk about"),
    ),
    Story(
        "nine or ten on every day",
        concludes="Very high, and always was: see the client, whatever the verdict says.",
        by_hand="Mean 9.5 in both windows, and in the 28 days before: usual.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((84, (9, 10))),
        },
        says=(
            "To talk about: High self-rated stiffness: a mean of 9.5 in the last 4 weeks, usual "
            "for this client",
            "0 points different from the first 4 weeks, 9.5 to 9.5",
            "Days with a rating of 7 or more: 28 of 28 rated days in the first 4 weeks, 28 of 28 "
            "rated days "
            "in the last 4 weeks.",
        ),
    ),
    Story(
        "fell from 7 to 2, and now 4.7",
        concludes="Better than at first, but most of what was gained was lost since September.",
        by_hand="7.0, 4.5, 2.0 (eight weeks), 3.5, 4.7. The latest 28 days with a mean of 2.0 are "
        "days "
        "85 to 112, 31 Aug to 27 Sep; 4.7 - 2.0 = 2.7. 2.3 / 7 is 32 %. Own variation as in half a "
        "steady year, 0.37.",
        log={
            **THREE_A_WEEK,
            "stiffness": rated(
                (28, (7.5, 6.5)), (28, (5, 4)), (56, (2.5, 1.5)), (28, (4, 3)), (28, (5.2, 4.2))
            ),
        },
        says=(
            "2.3 points lower than in the first 4 weeks, 7.0 to 4.7: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), and past the 2-point mark (mark borrowed from "
            "pain ratings).",
            "To talk about: Self-rated stiffness 4.7 now, 2.7 points above the best 4 weeks (2.0, "
            "31 "
            "Aug to 27 Sep 2026)",
        ),
    ),
    Story(
        "fell to 2, then rose above the start",
        concludes="Higher than at first, and far above the weeks of September: two things to ask "
        "of.",
        by_hand="4.5 to 6.5, and 2.0 in between (days 57 to 112, the latest 28 of them from 31 "
        "Aug): "
        "2.0 higher than first, 4.5 above the best. Own variation as in half a steady year, 0.37.",
        log={
            **THREE_A_WEEK,
            "stiffness": rated((56, (5, 4)), (56, (2.5, 1.5)), (56, (7, 6))),
        },
        says=(
            "2.0 points higher than in the first 4 weeks, 4.5 to 6.5: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), and at the 2-point mark "
            "(mark borrowed from pain ratings).",
            "To talk about: Self-rated stiffness 2.0 points higher than in the first 4 weeks, 4.5 "
            "to "
            "6.5",
            "To talk about: Self-rated stiffness 6.5 now, 4.5 points above the best 4 weeks (2.0, "
            "31 "
            "Aug to 27 Sep 2026)",
            "Days with a rating of 7 or more: 0 of 28 rated days in the first 4 weeks, 14 of 28 "
            "rated days in "
            "the last 4 weeks.",
        ),
    ),
    Story(
        "low from the start, now 1.7 points higher",
        concludes="Still low, but higher than at first by more than the diary's own ups and downs.",
        by_hand="0.5 to 2.2; own variation 0.37, as in the twelve weeks above; under 2 points.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((56, (1, 0)), (28, (2.7, 1.7))),
        },
        says=(
            "1.7 points higher than in the first 4 weeks, 0.5 to 2.2: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), but less than the 2-point mark "
            "(mark borrowed from pain ratings).",
        ),
        never=("low from the start", "%  higher"),
    ),
    Story(
        "lower, but by less than the borrowed mark",
        concludes="A little lower, more than chance would give; whether it matters is for the "
        "client to say.",
        by_hand="5.5 to 4.3: 1.2 of a mark of 2; twelve weeks in turns, 0.37.",
        log={"stiffness": rated((56, (6, 5)), (28, (4.8, 3.8)))},
        says=(
            "1.2 points lower than in the first 4 weeks, 5.5 to 4.3: more than this diary's own "
            "ups "
            "and downs would usually give (0.4), but less than the 2-point mark "
            "(mark borrowed from pain ratings).",
        ),
    ),
    Story(
        "less than a point, on a very even diary",
        concludes="Too small a difference to make anything of.",
        by_hand="3.5 to 4.3: 0.8, above 0.37 but under the least change of 1 point.",
        log={"stiffness": rated((56, (4, 3)), (28, (4.8, 3.8)))},
        says=(
            "0.8 points higher than in the first 4 weeks, 3.5 to 4.3: under the 1 point from "
            "which a change is told.",
        ),
        never=("mark",),
    ),
    Story(
        "flares that come and go",
        concludes="A lower mean that this diary's flares alone could give: no change to build on.",
        by_hand="A week of 8, a week of 2, with 3 and 7 in the last four: means 5.0 and 3.7. "
        "r0 0.79, r 0.84, load 252, s² 11.7: SE √(11.7 x 2 x 252 / 28²) = 2.74, 2.7 SE 7.4.",
        log={
            "stiffness": rated(
                (7, (8,)),
                (7, (2,)),
                (7, (8,)),
                (7, (2,)),
                (7, (8,)),
                (7, (2,)),
                (7, (6,)),
                (7, (1.4,)),
                (7, (6,)),
                (7, (1.4,)),
            )
        },
        says=(
            "1.3 points lower than in the first 4 weeks, 5.0 to 3.7: this diary's own ups and "
            "downs are too large to tell a change (7.4).",
            "Days with a rating of 7 or more: 14 of 28 rated days in the first 4 weeks, 0 of 28 "
            "rated days "
            "in the last 4 weeks.",
        ),
        never=("more than", "mark"),
    ),
    Story(
        "means with a quarter",
        concludes="A little lower, told with one number of decimals throughout.",
        by_hand="s² (28 / 16 + 28 / 4) / (56 - 2) = 0.162, SE √(0.162 x 2 / 28) = 0.108, 2.7 SE "
        "0.29.",
        log={"stiffness": rated((28, (6, 5.5)), (28, (5, 4)))},
        says=(
            "5.75 → 4.50 | ",
            "1.25 points lower than in the first 4 weeks, 5.75 to 4.50: more than this diary's "
            "own ups and downs would usually give (0.29), but less than the 2-point mark "
            "(mark borrowed from pain ratings).",
        ),
        never=("5.8", "4.5 "),
    ),
    Story(
        "a rise in the last three days",
        concludes="Three days of 6 after weeks of 2 and 3: ask now; the means hide it.",
        by_hand="Last three days 6.0; the 28 days before the last 7 are 2.5: 3.5 higher. Recent "
        "mean "
        "(13 x 3 + 12 x 2 + 18) / 28 = 2.893; r0 0.08, r 0.21, load 42.4, s² 0.676: 2.7 SE 0.73.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 12),
            "stiffness": rated((81, (3, 2)), (3, (6,))),
        },
        says=(
            "To talk about: Self-rated stiffness 3.5 points higher on the last 3 rated days than "
            "in the 4 weeks before, 2.5 to 6.0",
            "0.4 points higher than in the first 4 weeks, 2.5 to 2.9: within this diary's own ups "
            "and downs (0.7).",
        ),
    ),
    Story(
        "the mean stayed, the bad days went",
        concludes="Same mean, but no more days of 7 or more: ask which of the two the client "
        "feels.",
        by_hand="7 and 1 in turn, then 4 and 4: means 4.0 and 4.0; 14 of 28 days at 7, then none. "
        "s² 9 x 56 / (84 - 4) = 6.3, 2.7 SE 1.81.",
        log={"stiffness": rated((56, (7, 1)), (28, (4,)))},
        says=(
            "0 points different from the first 4 weeks, 4.0 to 4.0: within this diary's own ups "
            "and downs (1.8).",
            "Days with a rating of 7 or more: 14 of 28 rated days in the first 4 weeks, 0 of 28 "
            "rated days "
            "in the last 4 weeks.",
        ),
    ),
    Story(
        "a bad first ten days, left out by a stated baseline",
        concludes="Compared from 10 Sep on, as stated, there is no change.",
        by_hand="Ten days of 8, then 4 and 3 in turn; the baseline begins on day 11, 10 Sep 2026: "
        "3.5 to 3.5.",
        log={"stiffness": rated((10, (8,)), (74, (4, 3)))},
        options={"baseline_start": ago(73)},
        says=(
            "0 points different from the 4 weeks from 10 Sep 2026, 3.5 to 3.5: within this "
            "diary's own ups and downs (0.4).",
            "3.5 → 3.5 | self-rated stiffness, 0 to 10 | means of the 4 weeks from 10 Sep 2026 "
            "and the last 4 weeks",
            "First day of the stiffness baseline, as stated: 10 Sep 2026.",
        ),
    ),
    Story(
        "the same rating on every day",
        concludes="Even, or filled in by habit: ask how the ratings were made.",
        by_hand="4.0 in every window; own variation as for zeros, 0.24.",
        log={"stiffness": rated((84, (4,)))},
        says=(
            "0 points different from the first 4 weeks, 4.0 to 4.0: within this diary's own ups "
            "and downs (0.2).",
        ),
        never=("too many equal ratings to say",),
    ),
    Story(
        "up by two points, in a diary that swings more",
        concludes="Two points up, which this diary's own swings may give: look, but do not be "
        "sure.",
        by_hand="Weeks of 1 and 6, at last of 3.5 and 8: 3.5 to 5.75. r 0.85 (the most), load "
        "270.6, s² 9.90: SE √(9.90 x 2 x 270.6 / 28²) = 2.61, 2.7 SE 7.06. The 28 days before the "
        "last 7: 5.25; 2.75 to 8.",
        log={
            "stiffness": rated(
                (7, (1,)),
                (7, (6,)),
                (7, (1,)),
                (7, (6,)),
                (7, (1,)),
                (7, (6,)),
                (7, (1,)),
                (7, (6,)),
                (7, (3.5,)),
                (7, (8,)),
                (7, (3.5,)),
                (7, (8,)),
            )
        },
        says=(
            "2.25 points higher than in the first 4 weeks, 3.50 to 5.75: this diary's own ups "
            "and downs are too large to tell a change (7.06).",
            "To talk about: Self-rated stiffness 2.8 points higher on the last 3 rated days than "
            "in the 4 weeks before, 5.2 to 8.0",
            "To talk about: Self-rated stiffness 2.25 points higher than in the first 4 weeks, "
            "3.50 to 5.75: this diary's own ups and downs are too large to tell a change",
        ),
        never=("above the best", "mark"),
    ),
)
