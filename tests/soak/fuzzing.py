"""One scratch room that is fed spoilt files, and what must be true after each of them."""

from __future__ import annotations

import random
import re
import resource
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from houses import house
from soak.mutations import Spoilt, seeds, spoilt, spoilt_profile
from sqlalchemy import func, select

from dashboard.errors import RoomError
from dashboard.store.batches import RUNNING
from dashboard.store.digest import content_digest
from dashboard.store.tables import BATCHES, FEED, QUESTIONS
from intake.files import OWN, Intake

SEED = 20261125
LONGEST_S = 5.0
MOST_MEMORY_KB = 1 << 20
RUSSIAN = re.compile("[а-яё]{3}")
OFTEN = 200
PROFILE_PART = 0.06
"""Of so many files the profile is spoilt, not the file."""


@dataclass
class Outcome:
    """What became of all files."""

    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: str = ""

    @property
    def memory_kb(self) -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Fuzz:
    """Feeds one room; `number`th file of a seed is always the same."""

    def __init__(self, home: Path, store: str = "", seed: int = SEED) -> None:
        self.place, self.seed, self.known = house(home, store), seed, seeds()
        self.intake, self.outcome = Intake(self.place), Outcome()
        self.folder = home.parent / "spoilt"
        self.folder.mkdir()
        self.own = home / OWN / "own.yaml"
        self.own.parent.mkdir(parents=True)

    def run(self, numbers: range) -> Outcome:
        """Take these files one after another."""
        for number in numbers:
            self.one(number)
        return self.outcome

    def one(self, number: int) -> None:
        """Take one file and look what it has left behind."""
        chance = random.Random(f"{self.seed}-{number}")
        profile = spoilt_profile(chance) if chance.random() < PROFILE_PART else None
        file = spoilt(chance, self.known)
        if profile is not None:
            self.own.write_bytes(profile)
            file = file._replace(profile="own")
        path = self.folder / file.name
        path.write_bytes(file.body)
        before, thorough = self.counters(), number % OFTEN == 0
        digest = self.digest() if thorough else ""
        begun = time.monotonic()
        refusal = self.taken(number, path, file)
        self.timed(number, file, time.monotonic() - begun)
        if refusal is not None and (self.counters() != before or thorough and self.digest() != digest):
            self.fail(number, file, "was refused and has changed the store")
        if refusal is not None and number % 10 == 0:
            self.quarantined(number, path, file, refusal)
        path.unlink()
        self.own.unlink(missing_ok=True)

    def taken(self, number: int, path: Path, file: Spoilt) -> RoomError | None:
        """Return why the file was refused, None if it was taken."""
        try:
            batch = self.intake.take(path, "fuzz", profile=file.profile).batch
        except RoomError as refused:
            said = self.place.words.error(refused)
            self.outcome.refused[refused.template] += 1
            told = self.place.words(refused.template) != refused.template
            if not told or not RUSSIAN.search(said) or "Traceback" in said:
                self.fail(number, file, f"is refused in no Russian: {said[:200]}")
            return refused
        except Exception:  # noqa: BLE001  (that is what is looked for)
            self.fail(number, file, "\n".join(traceback.format_exc().splitlines()[-7:]))
            return None
        self.outcome.taken += 1
        if batch.state == RUNNING or batch.added + batch.changed + batch.unchanged + batch.rejected != batch.read:
            self.fail(number, file, f"is half stored: {batch}")
        return None

    def quarantined(self, number: int, path: Path, file: Spoilt, refusal: RoomError) -> None:
        try:
            self.intake.quarantine(path, refusal, None, "fuzz")
        except Exception:  # noqa: BLE001
            self.fail(number, file, "cannot be put aside:\n" + traceback.format_exc(limit=-3))

    def timed(self, number: int, file: Spoilt, seconds: float) -> None:
        if seconds > self.outcome.slowest_s:
            self.outcome.slowest_s, self.outcome.slowest = seconds, f"{number}: {file.how}"
        if seconds > LONGEST_S:
            self.fail(number, file, f"took {seconds:.1f} s")

    def fail(self, number: int, file: Spoilt, why: str) -> None:
        self.outcome.wrong.append(f"file {number} of seed {self.seed} ({file.how}, profile {file.profile}): {why}")

    def counters(self) -> tuple[tuple[str, int], ...]:
        with self.place.store.reading() as connection:
            return tuple(sorted((row.name, row.value) for row in connection.execute(select(FEED))))

    def digest(self) -> str:
        with self.place.store.reading() as connection:
            return content_digest(connection)

    def running(self) -> int:
        """Return how many batches have begun and not ended."""
        with self.place.store.reading() as connection:
            return int(connection.execute(select(func.count()).where(BATCHES.c.state == RUNNING)).scalar_one())

    def questions(self) -> int:
        with self.place.store.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(QUESTIONS)).scalar_one())
