"""The part of what has a term that is not late."""

from dashboard.metrics.metric import Metric
from dashboard.metrics.shares import PERCENT, Share

SHARE = Share("on_time_with_deadline", "with_deadline")
ON_TIME_WITH_DEADLINE = Metric(
    "on_time_with_deadline", "On time of those with a term",
    "Of the questions received in the period that have a term, the part closed within it, or open and the term not "
    "passed.", SHARE.formula, PERCENT, SHARE.measures, SHARE.compute, window=28, wall_by={"department": 28},
)
