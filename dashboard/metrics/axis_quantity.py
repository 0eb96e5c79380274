"""The decree's axis «quantity»."""

from dashboard.metrics.axes import axis
from dashboard.metrics.shares import Share

AXIS_QUANTITY = axis(
    "axis_quantity", Share("settled", "received"), "Quantity",
    "Of the questions received in the period, the part that is closed by now.",
)
