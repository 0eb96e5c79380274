"""The way on which the citizen came."""

from dashboard.domain.dimension import Dimension

CHANNEL = Dimension("channel", "channel", "Channel", "By channel", parent=None, vocabulary="channels")
