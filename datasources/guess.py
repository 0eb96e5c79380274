"""Which profile fits a file: by its header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from datasources.binding import Binding, best_binding
from datasources.profile import Profile
from datasources.tables.sheet import Sheet

LEAST = 0.5
"""Less than half of the profile and of the file's headers in common: another format."""


class Fit(NamedTuple):
    """A profile laid over a file; the score is the mean of two shares, 0–1.

    They are the profile's fields that are there and the file's headers that it knows: a server may add
    attributes of its own, a short file may lack what is not required.
    """

    profile: Profile
    score: float
    binding: Binding


def guess(sheet: Sheet, profiles: Sequence[Profile]) -> list[Fit]:
    """Return the profiles that can read the file, best first."""
    fits = [_fit(sheet, profile) for profile in profiles]
    good = [fit for fit in fits if not fit.binding.missing and fit.score >= LEAST]
    return sorted(good, key=lambda fit: (-fit.score, -fit.binding.known, fit.profile.key))


def _fit(sheet: Sheet, profile: Profile) -> Fit:
    binding = best_binding(sheet, profile)
    filled = sum(1 for cell in binding.header if cell.strip())
    there = len(binding.seats) / len(profile.columns)
    return Fit(profile, (there + (binding.known / filled if filled else 0.0)) / 2, binding)
