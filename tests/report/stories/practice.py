"""Stories of practice: what was counted of what was prescribed or planned, and what stands "
"beside."""

from __future__ import annotations

from tests.report.stories.diary import CLIENT, Story, ago, paused, prescribed, rated, weeks

BEARS = {"exercise": "bear-rolls"}
BOTH = ({"side": "left"}, {"side": "right"})


def sided(days: int, *statuses: str) -> list[dict[str, object]]:
    """Rows of Bear Rolls on a day: left, then right, each with its status."""
    return [
        {"client": CLIENT, "date": ago(days), "exercise": "bear-rolls", "status": status} | side
        for status, side in zip(statuses, BOTH, strict=False)
    ]


PRACTICE = (
    Story(
        "in part only",
        concludes="Nine of eleven were begun, none finished: ask what stops them, do not call "
        "them missed.",
        by_hand="Mon, Wed, Fri from Wed 28 Oct to 22 Nov: 11 days; 9 sessions done in part.",
        log={
            "programme": prescribed("Mon Wed Fri", 25),
            "sessions": weeks([3, 3, 3], status="partial"),
            "stiffness": rated((26, (5, 4))),
        },
        says=(
            "0 of 11 | prescribed sessions counted | 0 in full, 9 in part; since 28 Oct",
            "0 in full, 9 in part, of 11 prescribed sessions from 28 Oct to 22 Nov 2026; "
            "self-reported.",
            "0 of 11 | counted in every focus area | 0 in full, 9 in part; since 28 Oct",
        ),
        never=("None of", "not done"),
    ),
    Story(
        "a changed programme",
        concludes="Did all that was asked; less was asked from August on.",
        by_hand="5 a week 8 Jun to 2 Aug, then 2: 40 + 32 of 72; in the last 28 days 8 of 8.",
        log={
            "programme": prescribed("5", 167, end=112) + prescribed("2", 111),
            "sessions": weeks([5] * 8 + [2] * 16),
            "stiffness": rated((168, (5, 4))),
        },
        says=(
            "8 of 8 | ",
            "What was prescribed changed: Down Dog 5 a week until 2 Aug, then 2 a week.",
        ),
        never=("To talk about",),
    ),
    Story(
        "left and right",
        concludes="Six of eight with both sides; one with a side left out.",
        by_hand="Bear Rolls twice a week. Two rows left and right are one session: 2, 2, 1 and, "
        "left alone, 1: "
        "6 of 8; one with the right side skipped is in part.",
        log={
            "programme": prescribed("2", 27, exercise="bear-rolls"),
            "sessions": [
                *(row for day in (27, 24, 20, 17, 13) for row in sided(day, "done", "done")),
                *sided(10, "done", "skipped"),
                *sided(6, "done"),
            ],
        },
        says=(
            "6 of 8 | prescribed sessions counted | last 4 weeks, self-reported",
            "6 of 8 prescribed sessions counted in the last 4 weeks, 26 Oct to 22 Nov 2026 (1 in "
            "part); self-reported.",
        ),
        never=("12 of", "11 of", "0 times"),
    ),
    Story(
        "every other day: 4, 3, 4, 3",
        concludes="All done as agreed.",
        by_hand="7 / 2 a week: 14 in 28 days; a week counts up to 4: 4 + 3 + 4 + 3 = 14.",
        log={
            "programme": prescribed("every other day", 55),
            "sessions": weeks([4, 3] * 4),
            "stiffness": rated((56, (5, 4))),
        },
        says=(
            "14 of 14 | prescribed sessions counted | last 4 weeks; the 4 before: 14 of 14",
            "all | counted in every focus area",
        ),
        never=("beyond", "To talk about", "done least"),
    ),
    Story(
        "a plan of practice days",
        concludes="Practised on 12 of the 16 days they planned; no programme was prescribed.",
        by_hand="A plan of 4 days a week for 8 weeks; on 3 days of each, two exercises a day: 12 "
        "of 16, 24 of 32.",
        log={"sessions": weeks([3] * 8) + weeks([3] * 8, exercise="bear-rolls")},
        options={"per_week": 4},
        says=(
            "12 of 16 | planned practice days counted | last 4 weeks; the 4 before: 12 of 16",
            "Plan as stated: 4 practice days a week",
        ),
        never=("prescribed sessions",),
    ),
    Story(
        "a plan for one exercise",
        concludes="Two of three planned a week; a plan of the client's own, not a prescription.",
        by_hand="3 a week planned from the first session, 2 done: 8 of 12.",
        log={"sessions": weeks([2] * 8)},
        options={"per_exercise": {"down-dog": 3}},
        says=(
            "8 of 12 | planned sessions counted",
            "Plan as stated: 3 times a week for down-dog",
        ),
        never=("prescribed sessions",),
    ),
    Story(
        "twelve sessions on four days",
        concludes="All twelve counted, but on Sundays only: four days of practice.",
        by_hand="Three exercises once a week each, all on one day: 12 of 12 on 4 days.",
        log={
            "programme": [
                row
                for name in ("down-dog", "bear-rolls", "bench-thoracic-spine")
                for row in prescribed("1", 55, exercise=name)
            ],
            "sessions": [
                row
                for name in ("down-dog", "bear-rolls", "bench-thoracic-spine")
                for row in weeks([1] * 8, exercise=name)
            ],
        },
        says=(
            "12 of 12 | ",
            "12 of 12 prescribed sessions counted in the last 4 weeks, 26 Oct to 22 Nov 2026 (on "
            "4 days)",
        ),
    ),
    Story(
        "a programme that began in mid-week",
        concludes="Nine of about fifteen since 6 Nov.",
        by_hand="6 a week from Fri 6 Nov: 17 days, 6 x 17 / 7 = 14.6; 1 + 4 + 4 done.",
        log={
            "programme": prescribed("6", 16),
            "sessions": [
                *weeks([4, 4]),
                {"client": CLIENT, "date": ago(16), "exercise": "down-dog"},
            ],
        },
        says=("9 of about 15 | prescribed sessions counted | since 6 Nov, self-reported",),
        never=("14.6",),
    ),
    Story(
        "busy weeks and empty weeks",
        concludes="Half of the weeks were empty; the busy ones do not stand in for them.",
        by_hand="3 a week; 6, 0, 6, 0: 3 + 0 + 3 + 0 = 6 of 12, 6 beyond.",
        log={
            "programme": prescribed("3", 55),
            "sessions": weeks([6, 0] * 4),
            "stiffness": rated((56, (5, 4))),
        },
        says=("6 of 12 | ", "6 more beyond a week's share"),
        never=("12 of 12",),
    ),
    Story(
        "skipped, and said so",
        concludes="A third done, and the rest logged as skipped: an honest diary; ask what gets "
        "in the way.",
        by_hand="3 a week; 1 done and 2 logged as skipped in each: 4 of 12, 8 skipped.",
        log={
            "programme": prescribed("3", 55),
            "sessions": [
                row | {"status": "done" if place % 3 == 0 else "skipped"}
                for place, row in enumerate(weeks([3] * 8))
            ],
            "stiffness": rated((56, (5, 4))),
        },
        says=(
            "4 of 12 | ",
            "8 logged as skipped",
            "To talk about: 4 of 12 prescribed sessions counted, last 4 weeks",
        ),
        never=("not done",),
    ),
    Story(
        "two weeks of flu",
        concludes="All done in the weeks that were not excused.",
        by_hand="Paused 28 Sep to 4 Oct: of the 28 days before the last, 21 are eligible: 9 "
        "prescribed, 9 done.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 3 + [0, 0] + [3] * 7),
            "pauses": paused(62, 49, "flu"),
            "stiffness": rated((84, (5, 4))),
        },
        says=("12 of 12 | prescribed sessions counted | last 4 weeks; the 4 before: 9 of 9",),
        never=("To talk about", "9 of 12"),
    ),
    Story(
        "as needed",
        concludes="Used eight times in four weeks; nothing to hold it against.",
        by_hand="2 a week for 8 weeks, as needed.",
        log={
            "programme": prescribed("as needed", 55),
            "sessions": weeks([2] * 8),
            "stiffness": rated((56, (5, 4))),
        },
        says=("8 | sessions done, last 4 weeks | as needed", "all is prescribed as needed"),
        never=("%", " of 8", "low adherence"),
    ),
    Story(
        "no programme and no plan",
        concludes="Practises nine times in four weeks of their own accord; no share can be given.",
        by_hand="3, 2, 3, 1 in the last four weeks: 9.",
        log={"sessions": weeks([3, 2, 3, 1])},
        says=(
            "9 | sessions done, last 4 weeks | no programme written down",
            "nothing was prescribed",
        ),
        never=("%", "of 12"),
    ),
    Story(
        "the programme has ended",
        concludes="Did all to the end; the programme ended three weeks ago: is there to be a next "
        "one?",
        by_hand="3 a week to 1 Nov; of the last 28 days 7 are eligible, 26 Oct to 1 Nov: 3 of 3.",
        log={
            "programme": prescribed("3", 55, end=21),
            "sessions": weeks([3] * 5, until=3),
            "stiffness": rated((56, (5, 4))),
        },
        says=("3 of 3 | ", "To talk about: The programme ended on 1 Nov 2026"),
        never=("3 of 12", "stopped"),
    ),
    Story(
        "one exercise left out",
        concludes="All Down Dog done, Bear Rolls hardly: ask about Bear Rolls.",
        by_hand="3 a week of each; 12 of 12, and 1 of 12: 13 of 24, 54 %; rotation and "
        "articulation 1 of 12.",
        log={
            "programme": prescribed("3", 55) + prescribed("3", 55, exercise="bear-rolls"),
            "sessions": weeks([3] * 8) + weeks([3, 3, 3, 3, 1, 0, 0, 0], exercise="bear-rolls"),
            "stiffness": rated((56, (5, 4))),
        },
        says=(
            "13 of 24 | ",
            "1 of 12 | done least: spinal articulation and thoracic rotation | last 4 weeks; only "
            "Bear Rolls",
            "only Bear Rolls",
            "To talk about: Bear Rolls: 1 of 12, last 4 weeks",
        ),
    ),
    Story(
        "due on no day of the last weeks",
        concludes="On holiday for the whole time: nothing was due, nothing is missing.",
        by_hand="Paused 20 Oct to 22 Nov: all of the last 28 days.",
        log={
            "programme": prescribed("3", 83),
            "sessions": weeks([3] * 7, until=5),
            "pauses": paused(34, None, "trekking"),
            "stiffness": rated((50, (5, 4)), until=34),
        },
        says=("none due | ", "To talk about: Paused since 19 Oct 2026: trekking"),
        never=("0 of 12", "None of", "stopped"),
    ),
)
