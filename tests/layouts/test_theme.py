"""Tokens are one truth, and can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layouts.theme import DESK, VH, WALL

CSS = Path("assets/00-tokens.css").read_text(encoding="utf-8")
WALL_CSS = "".join(path.read_text(encoding="utf-8") for path in sorted(Path("assets").glob("1*-*.css")))


def tokens(look: str) -> dict[str, str]:
    """Name → colour of one look in the style sheet."""
    block = CSS.split(f'[data-look="{look}"] {{')[1].split("}")[0]
    return dict(re.findall(r"--(\w+): (#[0-9A-F]{6});", block))


def light(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio (WCAG 2)."""
    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("look", "theme"), [("wall", WALL), ("desk", DESK)])
def test_the_style_sheet_and_the_theme_have_the_same_colours(look: str, theme: dict[str, str]) -> None:
    assert tokens(look) == dict(theme)


def test_the_style_sheet_and_the_theme_have_the_same_sizes() -> None:
    found = {name: float(size) for name, size in re.findall(r"--size-(\w+): ([\d.]+)vh;", CSS)}
    assert found == VH


@pytest.mark.parametrize("ink", ["text", "muted"])
def test_text_on_the_wall_is_read_from_six_metres(ink: str) -> None:
    assert contrast(WALL[ink], WALL["background"]) >= 7


@pytest.mark.parametrize("mark", ["broken", "soon", "settled", "neutral"])
def test_giant_numbers_and_marks_of_the_wall_are_seen(mark: str) -> None:
    assert contrast(WALL[mark], WALL["background"]) >= 4.5


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("ink", ["text", "muted", "broken", "settled", "neutral"])
def test_text_on_the_desk_is_read_at_arms_length(ink: str, ground: str) -> None:
    assert contrast(DESK[ink], DESK[ground]) >= 4.5


def test_nothing_on_the_wall_is_written_smaller_than_the_evidence() -> None:
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)vh", WALL_CSS)]
    assert sizes and min(sizes) >= VH["evidence"]


def test_nothing_on_the_wall_flashes_or_counts_up() -> None:
    assert "@keyframes" not in WALL_CSS and "animation" not in WALL_CSS
