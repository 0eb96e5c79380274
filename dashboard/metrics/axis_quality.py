"""The decree's axis «quality»."""

from dashboard.metrics.axes import axis
from dashboard.metrics.shares import Share

AXIS_QUALITY = axis(
    "axis_quality", Share("satisfied", "rated"), "Quality",
    "Of the answers rated in the period, the part rated 4 or 5.",
)
