"""The decree's axis «speed»."""

from dashboard.metrics.axes import axis
from dashboard.metrics.shares import Share

AXIS_SPEED = axis(
    "axis_speed", Share("on_time_with_deadline", "with_deadline"), "Speed",
    "Of the questions received in the period that have a term, the part closed within it, or open and the term not "
    "passed.",
)
