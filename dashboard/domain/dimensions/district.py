"""Part of the town."""

from dashboard.domain.dimension import Dimension

DISTRICT = Dimension("district", "district", "District", "By district", parent=None, vocabulary=None)
