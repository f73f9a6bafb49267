"""The nine made-up people of the sample log: what was prescribed, how each practises and rates.

Nobody here exists. The rows themselves are drawn in :mod:`mobility_analysis.sample.make`.
"""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_START = "2026-05-25"
SAMPLE_END = "2026-11-22"

ROLLER, OPENER, RAISES = "foam-roller-overpressure", "overhead-opener", "90-90-overhead-raises"
DOG, BENCH, BEAR = "down-dog", "bench-thoracic-spine", "bear-rolls"

Knots = tuple[tuple[str, float], ...]
Dose = tuple[int | None, int | None, int | None, float | None]


@dataclass(frozen=True)
class Prescribed:
    """One prescription, and the share of it that the person keeps (dates and shares, joined)."""

    exercise: str
    often: str
    dose: Dose
    kept: Knots
    start: str = SAMPLE_START
    end: str = ""


@dataclass(frozen=True)
class Rated:
    """One habit of rating: when in the day, on what share of days, how far off the day's level."""

    moment: str
    share: float
    shift: float = 0.0
    start: str = SAMPLE_START
    end: str = SAMPLE_END


@dataclass(frozen=True)
class Checked:
    """One movement that is checked: the test, its side, on which days, and how it went."""

    test: str
    side: str
    days: tuple[str, ...]
    level: Knots
    activity: str = ""
    noise: float = 0.8
    """What measuring alone gives: its standard deviation, in the unit of the test."""


@dataclass(frozen=True)
class Person:
    """One made-up person: what was prescribed, how they practise, rate and write."""

    client: str
    prescribed: tuple[Prescribed, ...]
    level: Knots
    ratings: tuple[Rated, ...]
    spread: float = 0.9
    step: float = 0.5
    first: str = SAMPLE_START
    last: str = SAMPLE_END
    in_one_burst: bool = False
    writes_time: bool = False
    writes_duration: bool = False
    logged: str = ""
    pairs: tuple[str, int, Knots] | None = None
    pauses: tuple[tuple[str, str, str], ...] = ()
    events: tuple[tuple[str, str, str], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str, str], ...] = ()
    checks: tuple[Checked, ...] = ()


def _steady(share: float) -> Knots:
    return ((SAMPLE_START, share),)


ROTATION, ACTIVITY = "seated-rotation", "named-activity"
AMIRAS_CHECKS = ("2026-05-25", "2026-08-31", "2026-11-16")
DEVS_CHECKS = ("2026-06-01", "2026-11-17")
FARIDS_CHECKS = ("2026-06-02", "2026-09-07", "2026-11-18")

PEOPLE = (
    Person(  # a steady improver
        "Amira K",
        (
            Prescribed(ROLLER, "3", (2, 8, 5, None), ((SAMPLE_START, 0.7), ("2026-09-01", 0.9))),
            Prescribed(OPENER, "3", (2, 10, None, 2), _steady(0.85), end="2026-08-30"),
            Prescribed(OPENER, "3", (2, 10, None, 4), _steady(0.85), start="2026-08-31"),
            Prescribed(BEAR, "3", (2, 6, None, None), _steady(0.75)),
            Prescribed(DOG, "as needed", (1, 5, 20, None), _steady(0.8)),
        ),
        ((SAMPLE_START, 6.1), ("2026-06-20", 5.6), ("2026-09-20", 3.4), (SAMPLE_END, 2.4)),
        (Rated("waking", 0.84),),
        writes_time=True,
        logged="same day",
        pairs=(ROLLER, 3, _steady(-0.8)),
        events=(
            ("2026-05-25", "appointment", "first visit"),
            ("2026-08-31", "appointment", "review, more load"),
        ),
        notes=(
            ("2026-06-03", ROLLER, "Roller is uncomfortable but bearable"),
            ("2026-08-12", "session", "Can look over my shoulder in the car again"),
            ("2026-09-02", OPENER, "New weight feels fine"),
            ("2026-11-18", "rating", "Slept badly, not too bad all the same"),
        ),
        checks=(
            Checked(ROTATION, "left", AMIRAS_CHECKS, ((SAMPLE_START, 38), (SAMPLE_END, 47))),
            Checked(ROTATION, "right", AMIRAS_CHECKS, ((SAMPLE_START, 45), (SAMPLE_END, 47))),
            Checked(
                ACTIVITY, "", AMIRAS_CHECKS, ((SAMPLE_START, 4), (SAMPLE_END, 8)),
                "look over my shoulder in the car", noise=0.3,
            ),
        ),
    ),
    Person(  # stopped logging just after getting worse
        "Ben T",
        (
            Prescribed(ROLLER, "3", (2, 8, None, None), _steady(0.75)),
            Prescribed(BENCH, "3", (3, 8, 5, None), _steady(0.7)),
            Prescribed(RAISES, "2", (2, 10, None, 1), _steady(0.7)),
        ),
        (
            (SAMPLE_START, 4.0), ("2026-09-20", 3.8),
            ("2026-09-26", 6.6), ("2026-10-11", 7.2), (SAMPLE_END, 7.2),
        ),
        (Rated("waking", 0.55), Rated("evening", 0.3)),
        last="2026-10-11",
        events=(("2026-05-25", "appointment", "first visit"),),
        notes=(
            ("2026-09-27", "rating", "Stiff all day after helping my brother move house"),
            ("2026-10-09", "rating", "Still bad. Not sure the exercises are doing anything"),
        ),
    ),
    Person(  # everything in one burst a week
        "Chloe R",
        (
            Prescribed(ROLLER, "3", (1, 8, None, None), _steady(0.92)),
            Prescribed(OPENER, "3", (1, 10, None, None), _steady(0.92)),
            Prescribed(BENCH, "3", (1, 8, None, None), _steady(0.9)),
        ),
        ((SAMPLE_START, 4.6), (SAMPLE_END, 4.1)),
        (Rated("evening", 0.42),),
        in_one_burst=True,
        logged="Sunday",
        events=(("2026-07-20", "appointment", "review by phone"),),
        extra=(("2026-07-16", DOG), ("2026-07-23", DOG), ("2026-08-06", DOG)),
        notes=(
            ("2026-06-14", "session", "All in one go again, no time in the week"),
            ("2026-07-23", DOG, "Yoga class with Jo"),
            ("2026-11-15", "session", "Back to back, took an hour"),
        ),
    ),
    Person(  # only the easy ones
        "Dev P",
        (
            Prescribed(DOG, "5", (1, 5, 20, None), _steady(0.92)),
            Prescribed(OPENER, "3", (2, 10, None, None), _steady(1.1)),
            Prescribed(RAISES, "3", (2, 10, None, 2), _steady(0.45)),
            Prescribed(BENCH, "3", (3, 8, 5, None), _steady(0.12)),
            Prescribed(BEAR, "3", (2, 6, None, None), ((SAMPLE_START, 0.2), ("2026-08-01", 0.04))),
        ),
        ((SAMPLE_START, 4.9), ("2026-08-15", 4.4), (SAMPLE_END, 4.3)),
        (Rated("waking", 0.7),),
        step=1.0,
        events=(("2026-06-01", "appointment", "first visit"),),
        notes=(
            ("2026-07-05", DOG, "Down Dog is nice before coffee"),
            ("2026-08-20", BEAR, "Not fond of Bear Rolls, left them out"),
            ("2026-11-11", BENCH, "Bench is too high for me"),
        ),
        checks=(
            Checked(ROTATION, "left", DEVS_CHECKS, _steady(36)),
            Checked(ROTATION, "right", DEVS_CHECKS, _steady(45)),
        ),
    ),
    Person(  # worse after a flare, with a pause, an appointment and notes
        "Elin S",
        (
            Prescribed(ROLLER, "3", (2, 8, 5, None), _steady(0.8), end="2026-09-30"),
            Prescribed(ROLLER, "2", (1, 6, 5, None), _steady(0.85), start="2026-10-15"),
            Prescribed(OPENER, "3-4", (2, 10, None, 2), _steady(0.8), end="2026-10-14"),
            Prescribed(OPENER, "2", (1, 8, None, None), _steady(0.75), start="2026-10-15"),
            Prescribed(BEAR, "3", (2, 6, None, None), ((SAMPLE_START, 0.7), ("2026-10-15", 0.4))),
        ),
        (
            (SAMPLE_START, 3.8), ("2026-09-26", 3.2), ("2026-09-30", 7.6),
            ("2026-10-14", 6.9), (SAMPLE_END, 6.3),
        ),
        (Rated("waking", 0.8), Rated("evening", 0.3, -0.4)),
        spread=0.8,
        pairs=(ROLLER, 2, ((SAMPLE_START, -0.4), ("2026-09-30", -0.4), ("2026-10-15", 2.2))),
        pauses=(("2026-10-01", "2026-10-14", "flare"),),
        events=(
            ("2026-05-25", "appointment", "first visit"),
            ("2026-09-28", "flare", "after decorating"),
            ("2026-10-15", "appointment", "review, less for now"),
        ),
        extra=(("2026-10-07", OPENER),),
        notes=(
            ("2026-09-28", "rating", "Seized up after two days of decorating"),
            ("2026-10-07", OPENER, "Tried a little although I was told to rest"),
            ("2026-10-20", "rating", "Easing a bit, still bad first thing"),
            ("2026-11-11", ROLLER, "Roller leaves me stiffer for an hour or so"),
        ),
    ),
    Person(  # programme changed twice
        "Farid M",
        (
            Prescribed(ROLLER, "Mon Wed Fri", (2, 8, 5, None), _steady(0.85), end="2026-07-19"),
            Prescribed(OPENER, "Mon Wed Fri", (2, 8, None, None), _steady(0.8), end="2026-07-19"),
            Prescribed(ROLLER, "4", (3, 8, 5, None), _steady(0.7), "2026-07-20", "2026-09-27"),
            Prescribed(RAISES, "3", (2, 10, None, 2), _steady(0.75), "2026-07-20", "2026-09-27"),
            Prescribed(RAISES, "3", (3, 10, None, 4), _steady(0.8), "2026-09-28"),
            Prescribed(BENCH, "Tue Thu Sat", (3, 8, 5, None), _steady(0.7), "2026-09-28"),
            Prescribed(BEAR, "2", (2, 6, None, None), _steady(0.8), "2026-09-28"),
        ),
        ((SAMPLE_START, 5.2), ("2026-08-20", 4.6), (SAMPLE_END, 3.9)),
        (Rated("", 0.78),),
        step=1.0,
        writes_duration=True,
        events=(
            ("2026-05-25", "appointment", "first visit"),
            ("2026-07-20", "appointment", "new programme"),
            ("2026-09-28", "appointment", "new programme"),
        ),
        extra=(("2026-09-24", BEAR), ("2026-10-05", ROLLER)),
        notes=(
            ("2026-07-21", "session", "Four times is a lot with the new shifts"),
            ("2026-10-05", ROLLER, "Did the old roller routine, missed it"),
            ("2026-11-10", RAISES, "Raises with 4 kg are hard work"),
        ),
        checks=(
            Checked(ROTATION, "left", FARIDS_CHECKS, ((SAMPLE_START, 43), (SAMPLE_END, 46))),
            Checked(ROTATION, "right", FARIDS_CHECKS, ((SAMPLE_START, 44), (SAMPLE_END, 45))),
        ),
    ),
    Person(  # ratings, but never a session
        "Grace O",
        (
            Prescribed(ROLLER, "3", (2, 8, None, None), _steady(0.0)),
            Prescribed(DOG, "3", (1, 5, 20, None), _steady(0.0)),
            Prescribed(BEAR, "2", (2, 6, None, None), _steady(0.0)),
        ),
        ((SAMPLE_START, 5.4), (SAMPLE_END, 4.8)),
        (Rated("evening", 0.8),),
        events=(("2026-06-08", "appointment", "first visit"),),
        notes=(("2026-09-13", "rating", "Long day in the garden"),),
    ),
    Person(  # from morning to evening ratings
        "Hugh W",
        (
            Prescribed(DOG, "4", (1, 5, 20, None), _steady(0.8)),
            Prescribed(BENCH, "3", (2, 8, 5, None), _steady(0.75)),
            Prescribed(BEAR, "2", (2, 6, None, None), _steady(0.7)),
        ),
        ((SAMPLE_START, 6.2), (SAMPLE_END, 6.0)),
        (
            Rated("waking", 0.85, end="2026-08-23"),
            Rated("evening", 0.85, -2.6, start="2026-08-24"),
        ),
        events=(("2026-06-02", "appointment", "first visit"),),
        notes=(
            ("2026-08-24", "rating", "Early shifts now, so I fill this in at night"),
            ("2026-11-20", "rating", "Always looser by the evening"),
        ),
    ),
    Person(  # a beginner with nine days
        "Isla B",
        (
            Prescribed(ROLLER, "3", (1, 6, None, None), _steady(0.9), start="2026-11-14"),
            Prescribed(OPENER, "4", (1, 8, None, None), _steady(0.95), start="2026-11-14"),
        ),
        ((SAMPLE_START, 5.5), (SAMPLE_END, 5.5)),
        (Rated("waking", 0.9),),
        first="2026-11-14",
        events=(("2026-11-14", "appointment", "first visit"),),
        notes=(("2026-11-16", "session", "Feels odd, but good odd"),),
    ),
)  # fmt: skip
