"""By which rule the term of the first response is counted; above the rules, whether in days or in hours."""

from dashboard.domain.dimension import Dimension

RESPONSE_RULE = Dimension("response_rule", "respond_source", "Rule of the first response",
                          "By rule of the first response", parent=None, vocabulary="terms")
