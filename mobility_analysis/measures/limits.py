"""Numbers that more than one rule goes by, each once, and where they come from.

Nothing is imported here, so that the command line can name them in its options and start at once.
"""

from __future__ import annotations

DAYS_A_WEEK = 7
FOUR_WEEKS = 4 * DAYS_A_WEEK
"""Days that "the last four weeks" are."""

MIN_DAYS_A_WEEK = 4
"""Rated days from which on a week has a mean (Griffiths 2022: 4 of 7)."""

LOW_SHARE = 0.5
"""The share counted below which adherence is low. *Our choice.*"""

HIGH_MEAN = 8.0
HIGH_WORST = 9.0
HIGH_DAYS = 2
"""Scores that are high: the mean of the recent window, or the worst rating on so many days."""

RISE_POINTS = 2.5
"""A sharp rise of the last rated days over the four weeks before. *Our choice.*"""
