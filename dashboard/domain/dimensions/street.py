"""The street of the place."""

from dashboard.domain.dimension import Dimension

STREET = Dimension("street", "street", "Street", "By street", parent="district", vocabulary=None)
