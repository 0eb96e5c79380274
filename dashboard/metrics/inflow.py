"""What came in, day by day."""

from dashboard.metrics.series import series

INFLOW = series("inflow", "received", "Inflow by day", "Questions received on each day of the period.")
