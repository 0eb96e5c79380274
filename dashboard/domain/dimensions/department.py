"""The body that has to answer."""

from dashboard.domain.dimension import Dimension

DEPARTMENT = Dimension("department", "department", "Department", "By department", parent=None, vocabulary="departments")
