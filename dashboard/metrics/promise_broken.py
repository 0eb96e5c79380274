"""Questions whose promised day has passed while they are not done."""

from dashboard.metrics.ahead import ahead, always
from dashboard.metrics.metric import Metric
from dashboard.metrics.totals import QUESTIONS

KEY = "promise_broken"
PROMISE_BROKEN = Metric(
    KEY, "Promise broken",
    "Questions whose promised day has passed and that are not done, whatever the period.",
    f"count({KEY})", QUESTIONS, (KEY,), ahead(KEY, always),
)
