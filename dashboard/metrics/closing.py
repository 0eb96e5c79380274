"""What was closed, day by day."""

from dashboard.metrics.series import series

CLOSING = series("closing", "closed", "Closing by day", "Questions closed on each day of the period.")
