"""Whose term ends, day by day."""

from dashboard.metrics.series import series

TERMS_ENDING = series(
    "terms_ending", "ending", "Terms ending by day",
    "Questions whose term ends on each day of the period, not closed before that day.",
)
