"""By which rule the term is counted; above the rules, whether in days or in hours."""

from dashboard.domain.dimension import Dimension

RULE = Dimension("rule", "due_source", "Rule of the term", "By rule of the term", parent=None, vocabulary="terms")
