"""Ten thousand spoilt files: each is taken or refused with a Russian sentence, and nothing is left half-done.

SOAK_FILES makes them fewer or more, SOAK_SEED makes them others.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from soak.fuzzing import MOST_MEMORY_KB, SEED, Fuzz
from soak.test_push import said

import intake.files

FILES = int(os.environ.get("SOAK_FILES", "10000"))
CHOSEN = int(os.environ.get("SOAK_SEED", str(SEED)))


def check_fed(fuzz: Fuzz, many: int, what: str) -> None:
    """Feed so many files and look at what became of them."""
    found = fuzz.run(range(many))
    said(f"{what}: {found.taken} taken, {found.refused.total()} refused for {len(found.refused)} reasons, slowest "
         f"{found.slowest_s:.2f} s ({found.slowest}), {fuzz.questions()} questions, {found.memory_kb / 1024:.0f} MB")
    assert not found.wrong, "\n\n".join(found.wrong[:20])
    assert fuzz.running() == 0 and found.memory_kb < MOST_MEMORY_KB
    assert found.taken > many / 10 and found.refused.total() > many / 10


def test_ten_thousand_spoilt_files_change_nothing_but_what_they_are_taken_for(tmp_path: Path) -> None:
    check_fed(Fuzz(tmp_path / "home", seed=CHOSEN), FILES, "spoilt files")


def test_spoilt_files_are_prepared_beside_as_they_are_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake.files, "MANY", 2)  # a process beside for every CSV
    check_fed(Fuzz(tmp_path / "home", seed=CHOSEN + 1), max(FILES // 20, 60), "with a process beside")


@pytest.mark.postgres
def test_spoilt_files_find_postgresql_as_strict(tmp_path: Path, postgres_store_url: str) -> None:
    check_fed(Fuzz(tmp_path / "home", postgres_store_url, CHOSEN + 2), max(FILES // 10, 60), "into PostgreSQL")
