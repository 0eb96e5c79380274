"""What was closed late, day by day."""

from dashboard.metrics.series import series

CLOSING_LATE = series(
    "closing_late", "closed_late", "Late closing by day",
    "Questions closed after their term on each day of the period.",
)
