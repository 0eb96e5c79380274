"""The municipality by its OKTMO code."""

from dashboard.domain.dimension import Dimension

MUNICIPALITY = Dimension("municipality", "municipality", "Municipality", "By municipality",
                         vocabulary="municipalities")
