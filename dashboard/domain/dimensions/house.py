"""The house of the place, street included."""

from dashboard.domain.dimension import Dimension

HOUSE = Dimension("house", "house", "House", "By house", parent="street", vocabulary=None)
