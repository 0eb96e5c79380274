"""Open questions whose term ends in the reporting week."""

from dashboard.metrics.ahead import ahead
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

ENDING_WEEK = Metric(
    "ending_week", "Term ends this week",
    "Open questions whose term ends by the last day of the town's reporting week and has not passed yet; today's are "
    "among them, what is overdue is not.",
    "count(ending_open) of the reporting week", QUESTIONS, ("ending_open",), ahead("ending_open", lambda now: now.week),
)
