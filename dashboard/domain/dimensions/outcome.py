"""How the question ended."""

from dashboard.domain.dimension import Dimension

OUTCOME = Dimension("outcome", "outcome", "Outcome", "By outcome", parent=None, vocabulary="outcomes")
