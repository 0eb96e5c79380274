"""What the question is about."""

from dashboard.domain.dimension import Dimension

TOPIC = Dimension("topic", "topic", "Topic", "By topic", parent="block", vocabulary="topics")
