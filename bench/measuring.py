"""How time is taken: medians of repeated runs, in milliseconds."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


def took(work: Callable[[], object]) -> float:
    """Return the milliseconds of one run."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def usual(work: Callable[[], object], times: int) -> float:
    """Return the median milliseconds of several runs after one that warms up."""
    if times > 1:
        work()
    return median(took(work) for _ in range(times))


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(times, n=20)[-1]


def memory() -> tuple[float, float]:
    """Return megabytes in memory now, and at the peak."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
