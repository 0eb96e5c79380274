"""How a file would be read: profile, mapping, what would be taken and what not; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.domain.appeals import Record, Rejected, Unknown
from dashboard.domain.moments import Moment
from dashboard.house import House
from datasources.guess import guess
from datasources.mapping import Translation
from datasources.tables.reading import read
from intake.files import Intake

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    Attributes:
        profile: key of the profile that was used.
        others: (profile, part of the headers it knows) of every profile that fits.
        mapping: field → headers that carry it.
        ignored: headers that nobody reads.
        rejected: reason (template) → rows.
        samples: the first records, private texts masked.
    """

    profile: str
    others: tuple[tuple[str, float], ...]
    mapping: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    rows: int
    rejected: Mapping[str, int]
    unknown: tuple[Unknown, ...]
    samples: tuple[Mapping[str, Any], ...]


def check(house: House, path: Path, profile: str | None) -> Checked:
    """Return how a file would be read.

    Raises:
        SourceError: it cannot be read at all.
    """
    intake = Intake(house)
    with read(path) as sheet:
        chosen = intake.profile(sheet, profile)
        fits = guess(sheet, list(intake.profiles().values()))
        telling = Translation(sheet, chosen, intake.words(chosen.source), house.town.tz, house.now())
        rejected: Counter[str] = Counter()
        samples: list[Mapping[str, Any]] = []
        rows = 0
        for item in telling:
            if isinstance(item, Rejected):
                rejected[item.reason] += 1
                continue
            rows += 1
            if len(samples) < SAMPLES:
                samples.append(_shown(item))
        seats, header = telling.binding.seats, telling.binding.header
        mapping = {field: tuple(header[p] for seat in chain for p in seat.places) for field, chain in seats.items()}
    return Checked(chosen.key, tuple((f.profile.key, round(f.score, 2)) for f in fits), mapping,
                   telling.binding.ignored, rows, dict(rejected), tuple(telling.unknown()), tuple(samples))


def _shown(record: Record) -> dict[str, Any]:
    facts = {k: v.on.isoformat() if isinstance(v, Moment) and v.at is None else
             v.at.isoformat() if isinstance(v, Moment) and v.at else v for k, v in record.facts.items()}
    return {"number": record.external_id, **facts, **dict.fromkeys(record.private, "•••")}
