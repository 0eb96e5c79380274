"""Marks of cases on the paper map: neighbours that would cover each other become one, its area their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import hypot, sqrt
from typing import NamedTuple

from dashboard.domain.asking import Point
from dashboard.exports.ground import Ground

UNIT = 1.2
"""Radius of one case in millimetres; n cases have UNIT × √n, so that areas compare."""
KEYS = (1, 5, 20, 100, 500)
"""Numbers that the legend may show the size of."""
NEUTRAL, BROKEN = "#1f6fb2", "#c8421c"


class Mark(NamedTuple):
    """One place on the sheet in millimetres: its cases in work, and those of them that are overdue."""

    x: float
    y: float
    n: int
    overdue: int

    @property
    def radius(self) -> float:
        """Return the radius in millimetres."""
        return UNIT * sqrt(self.n)


def marks(ground: Ground, points: Sequence[Point], overdue: Sequence[Point]) -> list[Mark]:
    """Return the marks of the sheet, none covering another."""
    late = Counter((p.lon, p.lat) for p in overdue)
    places = Counter((p.lon, p.lat) for p in points if ground.holds(p.lon, p.lat))
    found: list[Mark] = []
    for (lon, lat), n in sorted(places.items(), key=lambda place: (-place[1], place[0])):
        _lay(found, Mark(*ground.at(lon, lat), n, late[(lon, lat)]))
    return found


def _lay(found: list[Mark], mark: Mark) -> None:
    """Add a mark; one that touches it is taken in, and what has grown may touch a third."""
    while near := next((m for m in found if hypot(m.x - mark.x, m.y - mark.y) < m.radius + mark.radius), None):
        found.remove(near)
        n = near.n + mark.n
        mark = Mark((near.x * near.n + mark.x * mark.n) / n, (near.y * near.n + mark.y * mark.n) / n, n,
                    near.overdue + mark.overdue)
    found.append(mark)


def drawn(found: Sequence[Mark]) -> str:
    """Return the marks as SVG: a ring of all in work, in it a disc of the overdue ones."""
    return "".join(_ring(m.x, m.y, m.radius) + (_disc(m) if m.overdue else "") for m in found)


def _ring(x: float, y: float, radius: float) -> str:
    look = f"fill='{NEUTRAL}' fill-opacity='0.18' stroke='{NEUTRAL}' stroke-width='0.4'"
    return f"<circle cx='{x:.2f}' cy='{y:.2f}' r='{radius:.2f}' {look}/>"


def _disc(mark: Mark) -> str:
    radius = UNIT * sqrt(mark.overdue)
    return f"<circle cx='{mark.x:.2f}' cy='{mark.y:.2f}' r='{radius:.2f}' fill='{BROKEN}'/>"


def sizes(found: Sequence[Mark]) -> list[tuple[str, int]]:
    """Return rings as SVG with the numbers they stand for: from one case up to the largest mark of the sheet."""
    largest = max((m.n for m in found), default=0)
    keys = [n for n in KEYS if n < largest][-2:] + ([largest] if largest else [])
    return [(_sized(UNIT * sqrt(n)), n) for n in keys]


def _sized(radius: float) -> str:
    side = 2 * radius + 0.6
    return (f"<svg class='size' viewBox='0 0 {side:.2f} {side:.2f}' width='{side:.2f}mm' height='{side:.2f}mm'>"
            f"{_ring(side / 2, side / 2, radius)}</svg>")
