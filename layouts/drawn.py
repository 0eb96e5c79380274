"""Lines as pictures: small SVG images without letters, which stretch with their box and cost the page nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

Spot = tuple[float, float]


def picture(body: str, box: tuple[float, float, float, float], *, stretch: bool = True) -> str:
    """Return an SVG as a `data:` address; `box` is its viewBox (left, top, width, height)."""
    aspect = ' preserveAspectRatio="none"' if stretch else ""
    view = " ".join(f"{side:g}" for side in box)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"{aspect}>{body}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"


def line(spots: Iterable[Spot], colour: str, width: float, *, fixed: bool = True) -> str:
    """Return a polyline; a fixed width is in px of the screen, else it grows with the picture."""
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in spots)
    kept = ' vector-effect="non-scaling-stroke"' if fixed else ""
    return (f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-linejoin="round" stroke-linecap="round"{kept}/>')


def sparkline(values: Sequence[float], colour: str) -> str:
    """Return the picture of a series from its least to its greatest value; the box is 180 × 44."""
    low, high = min(values, default=0), max(values, default=0)
    spread = (high - low) or 1
    step = 176 / max(len(values) - 1, 1)
    spots = [(2 + i * step, 40 - 36 * (value - low) / spread) for i, value in enumerate(values)]
    return picture(line(spots, colour, 3, fixed=False), (0, 0, 180, 44), stretch=False)
