"""Colours and measures of the screens: the mirror of `assets/00-tokens.css` (a test compares the two)."""

from __future__ import annotations

from collections.abc import Mapping

WALL: Mapping[str, str] = {
    "background": "#0E1420", "surface": "#161E2E", "line": "#2A3550", "text": "#E8EDF5", "muted": "#9AA8BF",
    "broken": "#F0643C", "soon": "#F2B134", "settled": "#35B8A6", "neutral": "#5AA9E6", "unknown": "#4A566E",
    "water": "#0A1A2B", "land": "#121A28", "street": "#4A5A82", "house": "#2C3B5C",
}
DESK: Mapping[str, str] = {
    "background": "#F6F7F9", "surface": "#FFFFFF", "line": "#D8DEE8", "text": "#1B2432", "muted": "#5C6B82",
    "broken": "#C8421C", "soon": "#A96F00", "settled": "#0F7F70", "neutral": "#1F6FB2", "unknown": "#B8C1CF",
    "water": "#DCE8F2", "land": "#F1F2F0", "street": "#C6CEDA", "house": "#DDE2EA",
}
LOOKS: Mapping[str, Mapping[str, str]] = {"wall": WALL, "desk": DESK}
SERIES: tuple[str, ...] = ("#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7")
"""Okabe–Ito order for categories, at most five; the rest is «other» in grey."""

FONT = "Noto Sans, sans-serif"
DESIGN_HEIGHT = 1080
"""Sizes in figures are px of a screen this high; the wall's script scales them to the real one."""

VH = {"number": 13.0, "heading": 3.4, "sentence": 3.0, "body": 2.4, "evidence": 2.2}
"""Sizes of the wall's letters in percent of the height; nothing is smaller than `evidence`."""


def px(vh: float) -> float:
    """Return a length in px of the design height for a length in vh."""
    return round(vh * DESIGN_HEIGHT / 100, 1)
