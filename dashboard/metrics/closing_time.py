"""How long questions stay in work."""

from dashboard.metrics.durations import DAYS, MEDIAN, P90, Duration
from dashboard.metrics.metric import Metric

_MEDIAN, _P90 = (Duration("closed", "closed", which) for which in (MEDIAN, P90))
CLOSING_TIME_MEDIAN = Metric(
    "closing_time_median", "Closing, median",
    "Of the questions closed in the period, half took no longer than this from receipt.",
    _MEDIAN.formula, DAYS, (), _MEDIAN.compute, window=28,
)
CLOSING_TIME_P90 = Metric(
    "closing_time_p90", "Closing, 9 of 10",
    "Of the questions closed in the period, nine of ten took no longer than this from receipt.",
    _P90.formula, DAYS, (), _P90.compute, window=28,
)
