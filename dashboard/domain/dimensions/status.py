"""Where the question stands."""

from dashboard.domain.dimension import Dimension

STATUS = Dimension("status", "status", "Status", "By status", parent=None, vocabulary="statuses")
