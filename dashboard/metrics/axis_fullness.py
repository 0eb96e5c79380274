"""The decree's axis «fullness»."""

from dashboard.metrics.axes import axis
from dashboard.metrics.shares import Share

AXIS_FULLNESS = axis(
    "axis_fullness", Share("resolved", "closed"), "Fullness",
    "Of the questions closed in the period, the part closed because the matter was put right.",
)
