"""The municipality by its OKTMO code: one room may serve several."""

from dashboard.domain.dimension import Dimension

MUNICIPALITY = Dimension("municipality", "municipality", "Municipality", "By municipality", parent=None, vocabulary="municipalities")
