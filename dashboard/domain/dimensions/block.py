"""The administration's lines of responsibility (decree 3.2)."""

from dashboard.domain.dimension import Dimension

BLOCK = Dimension("block", "block", "Block", "By block", parent=None, vocabulary="blocks")
