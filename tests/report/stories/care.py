"""Stories in which a note, or a rating after a session, needs a person to read it."""

from __future__ import annotations

from tests.report.stories.diary import CLIENT, Story, noted, paused, prescribed, rated, weeks

NUMB = "both legs numb since Tuesday and I cannot pass water"
NIGHT = "wakes me every night now, have lost 6 kg without trying"
STEADY = {
    "programme": prescribed("3", 55),
    "sessions": weeks([3] * 8),
    "stiffness": rated((56, (5, 4))),
}

CARE = (
    Story(
        "numb legs, in a note of a holiday",
        concludes="Ring this client at once: the note is an emergency, whatever the figures say.",
        by_hand="Paused since 13 Nov: 18 eligible days of 28, 3 x 18 / 7 = 7.7, 8 done. The note "
        "is 3 days old.",
        log={
            "programme": prescribed("3", 55),
            "sessions": weeks([3] * 6, until=2) + weeks([2], until=1),
            "stiffness": rated((46, (5, 4)), until=10) + noted(3, NUMB),
            "pauses": paused(9, None, "holiday in Spain"),
        },
        says=(
            "To talk about: 1 note in the last 14 days: read it",
            f"self-rated 5, evening: {NUMB}",
            "Get emergency help now for changed bladder or bowel control, numbness between the "
            "legs, new weakness or numbness in both legs, chest pain, breathlessness.",
            "8 of about 8 | ",
            "To talk about: Paused since 13 Nov 2026: holiday in Spain",
        ),
        never=("no red flags", "ok thanks"),
    ),
    Story(
        "night pain and weight loss, in a note",
        concludes="Ask about the note before anything else, and send to a doctor.",
        by_hand="A steady diary; one note of yesterday.",
        log={**STEADY, "stiffness": rated((56, (5, 4))) + noted(1, NIGHT)},
        says=(
            "To talk about: 1 note in the last 14 days: read it",
            NIGHT,
            "See a doctor soon, do not wait for this diary for new or worsening night pain, pain "
            "after a "
            "fall or with a history of cancer, fever, unexplained weight loss.",
        ),
    ),
    Story(
        "three notes, one of them old",
        concludes="Two notes to read; the figures are steady.",
        by_hand="Notes 1, 13 and 20 days old: two in the last 14 days.",
        log={
            **STEADY,
            "stiffness": rated((56, (5, 4)))
            + noted(1, "new chair")
            + noted(13, "slept well")
            + noted(20, "fell off the bike"),
        },
        says=("To talk about: 2 notes in the last 14 days: read them", "fell off the bike"),
    ),
    Story(
        "stiffer straight after Bear Rolls",
        concludes="Bear Rolls was followed by two points more in four of five: look at how it is "
        "done.",
        by_hand="Before 4, after 6 on the last four days, after 4 on the one before: 4 of the "
        "last 5 up by 2.",
        log={
            "programme": prescribed("2", 55, exercise="bear-rolls"),
            "sessions": [row | {"time": "08:00"} for row in weeks([2] * 8, exercise="bear-rolls")],
            "stiffness": rated((56, (5, 4)))
            + [
                {
                    "client": CLIENT,
                    "date": row["date"],
                    "exercise": "bear-rolls",
                    "score": score,
                    "moment": moment,
                }
                for place, row in enumerate(weeks([1] * 5, exercise="bear-rolls"))
                for moment, score in (("before", 4), ("after", 6 if place else 4))
            ],
        },
        says=(
            "To talk about: Self-rated 2 points or more stiffer straight after Bear Rolls, 4 of "
            "the last 5 times",
        ),
    ),
)
