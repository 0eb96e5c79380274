"""Open questions whose term ends in the calendar month."""

from dashboard.domain.promises import month_of
from dashboard.metrics.ahead import ahead
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

ENDING_MONTH = Metric(
    "ending_month", "Term ends this month",
    "Open questions whose term ends by the last day of the calendar month and has not passed yet; today's are among "
    "them, what is overdue is not.", "count(ending_open) of the calendar month", QUESTIONS, ("ending_open",),
    ahead("ending_open", lambda now: month_of(now.on)),
)
