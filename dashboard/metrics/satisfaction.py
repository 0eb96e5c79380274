"""How content people are with the answers: the part of ratings that is 4 or 5."""

from dashboard.metrics.metric import Metric
from dashboard.metrics.shares import PERCENT, Share

SHARE = Share("satisfied", "rated")
SATISFACTION = Metric(
    "satisfaction", "Satisfied", "Of the answers rated in the period, the part rated 4 or 5.",
    SHARE.formula, PERCENT, SHARE.measures, SHARE.compute, window=91,
)
