"""Whose term ended unkept, day by day."""

from dashboard.metrics.series import series

LAPSING = series(
    "lapsing", "lapsed", "Terms not kept by day",
    "Questions whose term ended on each day of the period before they were closed.",
)
