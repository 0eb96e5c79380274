"""Open questions whose term ends today."""

from dashboard.metrics.ahead import ahead
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

ENDING_TODAY = Metric(
    "ending_today", "Term ends today",
    "Open questions whose term ends today and has not passed yet; what is overdue is not among them.",
    "count(ending_open) of today", QUESTIONS, ("ending_open",), ahead("ending_open", lambda now: (now.on, now.on)),
)
