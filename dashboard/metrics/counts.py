"""The plain counts: one figure for every measure that people read by itself."""

from dashboard.metrics.totals import total

MONTH = 28
WEEK = 7
STATE = {"block": None, "topic": None, "department": None, "district": None, "channel": None}

RECEIVED = total("received", MONTH, {"topic": WEEK, "channel": MONTH, "block": MONTH, "district": MONTH,
                                     "department": MONTH})
OPEN = total("open", wall_by=STATE)
OVERDUE_OPEN = total("overdue_open", wall_by=STATE)
DUE_TODAY = total("due_today")
DUE_IN_3_WORKING_DAYS = total("due_in_3_working_days")
CLOSED = total("closed", MONTH)
CLOSED_LATE = total("closed_late", MONTH)
ANSWERED = total("answered", MONTH)
RESOLVED = total("resolved", MONTH)
EXPLAINED = total("explained", MONTH)
REFUSED = total("refused", MONTH)
FORWARDED = total("forwarded", MONTH)
REPEATED = total("repeated", MONTH)
RETURNED = total("returned", MONTH)
RATED = total("rated", MONTH)
NO_ADDRESS = total("no_address", MONTH)
NO_DEADLINE = total("no_deadline", MONTH)
