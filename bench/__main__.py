"""`python -m bench [--rows N] [--home FOLDER]`: prints the figures of one run; 10 thousand and 1 million by default."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.boards import measured
from bench.guarding import SCREENS, guarding, ratio

SIZES = (10_000, 1_000_000)
TIMES = 7
LARGE = 10_000_000


def main() -> None:
    """Measure every size and print each figure as soon as it is known."""
    order = argparse.ArgumentParser(prog="bench")
    order.add_argument("--rows", type=int, nargs="*", default=SIZES)
    order.add_argument("--home", type=Path, help="where the synthetic towns are kept between runs")
    chosen = order.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as fresh:
        for count in chosen.rows:
            say(f"\n{count:,} questions")
            for line in measured(chosen.home or Path(fresh), count, TIMES):
                say(f"  {line.what:<45} {line.value:<36} {line.asked}")
        if max(chosen.rows) < LARGE:
            gate(Path(fresh) / "demo")


def gate(home: Path) -> None:
    """Measure what the guards cost; once, in the demonstration town."""
    say("\nbehind the gate against without it")
    for what, times in zip(("drill-down", f"push to {SCREENS} screens"), guarding(home), strict=True):
        middle, late = ratio(times)
        say(f"  {what:<45} {f'{middle:.2f} × (p95 {late:.2f} ×)':<36} ≤ 1.2 ×")


def say(words: str) -> None:
    """Write a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


main()
