"""Questions with a promised day that is still to come."""

from dashboard.metrics.ahead import ahead, always
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

KEY = "promised_open"
PROMISED_OPEN = Metric(
    KEY, "Promised",
    "Questions whose promised day has not passed and that are not done, whatever the period.",
    f"count({KEY})", QUESTIONS, (KEY,), ahead(KEY, always),
)
