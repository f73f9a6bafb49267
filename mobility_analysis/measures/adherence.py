"""Every measure of practice, by one name each; the work is done in the modules beside it."""

from mobility_analysis.measures.overall import BANDS, overall_adherence
from mobility_analysis.measures.weekly import STATES, weekly_adherence

__all__ = ["BANDS", "STATES", "overall_adherence", "weekly_adherence"]
