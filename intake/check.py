"""How a file would be read: profile, mapping, what would be taken and what not; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from dashboard.domain.appeals import Record, Unknown
from dashboard.domain.applicants import APPLICANT
from dashboard.domain.moments import Moment
from dashboard.house import House
from datasources.guess import guess
from datasources.mapping import translate
from datasources.spelling import fold
from datasources.tables.reading import read
from intake.files import Intake
from intake.raw import plainly

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    Attributes:
        profile: key of the profile that was used.
        others: (profile, part of the headers it knows) of every profile that fits.
        mapping: field → headers that carry it.
        ignored: headers that the profile does not know; `dropped`: those that it names as not to be kept.
        marked: headers that become a keyed mark of the applicant.
        rejected: reason (template) → rows; `examples` has the values of the first one.
        samples: the first records, private texts masked.
    """

    profile: str
    others: tuple[tuple[str, float], ...]
    mapping: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    dropped: tuple[str, ...]
    marked: tuple[str, ...]
    rows: int
    rejected: Mapping[str, int]
    examples: Mapping[str, Mapping[str, str]]
    unknown: tuple[Unknown, ...]
    samples: tuple[Mapping[str, Any], ...]


def check(house: House, path: Path, profile: str | None) -> Checked:
    """Return how a file would be read.

    Raises:
        SourceError: it cannot be read at all.
    """
    intake = Intake(house)
    with plainly(house.store.vault, path) as plain, read(plain) as sheet:
        chosen = intake.profile(sheet, profile)
        fits = guess(sheet, list(intake.profiles().values()))
        told = translate(sheet, chosen, intake.town(chosen, house.now()))
        rejected = Counter(item.reason for item in told.rejected)
        examples = {item.reason: item.values for item in reversed(told.rejected)}
        samples = tuple(_shown(record) for record in islice(told.records(), SAMPLES))
        seats, header = told.binding.seats, told.binding.header
        mapping = {field: tuple(header[p] for seat in chain for p in seat.places) for field, chain in seats.items()}
    return Checked(
        chosen.key, tuple((f.profile.key, round(f.score, 2)) for f in fits), mapping, told.binding.ignored,
        _named(header, chosen.drop), tuple(h for field in APPLICANT for h in mapping.get(field, ())),
        told.total, dict(rejected), examples, told.unknown, samples)


def _named(header: Sequence[str], drop: Sequence[str]) -> tuple[str, ...]:
    wanted = set(map(fold, drop))
    return tuple(cell.strip() for cell in header if fold(cell) in wanted)


def _shown(record: Record) -> dict[str, Any]:
    facts = {k: v.on.isoformat() if isinstance(v, Moment) and v.at is None else
             v.at.isoformat() if isinstance(v, Moment) and v.at else v for k, v in record.facts.items()}
    return {"number": record.external_id, **facts, **dict.fromkeys(record.private, "•••")}
