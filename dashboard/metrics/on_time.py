"""The part of what came in that is not late, over all of it."""

from dashboard.metrics.metric import Metric
from dashboard.metrics.shares import PERCENT, Share

SHARE = Share("on_time", "received")
ON_TIME = Metric(
    "on_time", "On time",
    "Of the questions received in the period, the part that is not late: no term, closed within it, or open and the "
    "term not passed.", SHARE.formula, PERCENT, SHARE.measures, SHARE.compute, window=28,
    wall_by={"department": 28},
)
