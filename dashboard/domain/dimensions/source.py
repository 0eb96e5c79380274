"""The system that told us."""

from dashboard.domain.dimension import Dimension

SOURCE = Dimension("source", "source", "Source", "By source", parent=None, vocabulary="sources")
