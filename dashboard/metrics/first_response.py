"""How long people wait for the first answer."""

from dashboard.metrics.durations import DAYS, MEDIAN, P90, Duration
from dashboard.metrics.metric import Metric

_MEDIAN, _P90 = (Duration("first_response", "answered", which) for which in (MEDIAN, P90))
FIRST_RESPONSE_MEDIAN = Metric(
    "first_response_median", "First answer, median",
    "Of the questions first answered in the period, half waited no longer than this from receipt.",
    _MEDIAN.formula, DAYS, (), _MEDIAN.compute, window=28,
)
FIRST_RESPONSE_P90 = Metric(
    "first_response_p90", "First answer, 9 of 10",
    "Of the questions first answered in the period, nine of ten waited no longer than this from receipt.",
    _P90.formula, DAYS, (), _P90.compute, window=28,
)
