"""Killed at random instants of every path of writing, a room opens, proves its log, and ends as if nothing had been.

SOAK_KILLS tells how many kills, divided evenly among the paths (default 240; about 1.5 s each).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from soak.deeds import PATHS
from soak.killing import Killer, fresh, left, state
from soak.test_push import said

KILLS = int(os.environ.get("SOAK_KILLS", "240"))
SEED = int(os.environ.get("SOAK_SEED", "20261125"))
EACH = -(-KILLS // len(PATHS))


@pytest.mark.parametrize("name", sorted(PATHS))
def test_a_path_of_writing_that_was_killed_ends_as_if_nothing_had_been(name: str, tmp_path: Path) -> None:
    killer, path = Killer(tmp_path, SEED), PATHS[name]
    (tmp_path / "template").mkdir()
    template = tmp_path / "template" / "home"
    path.prepare(template)
    before = state(template) if (template / "room.db").exists() else {}
    calm = fresh(tmp_path / "calm", template)
    took = killer.run(name, calm).seconds
    if not path.atomic:
        killer.run(name, calm)
    after, files = state(calm), left(calm)
    places: list[str] = []
    strange: set[str] = set()
    while len(places) < EACH:
        home = fresh(tmp_path / "killed", template)
        ran = killer.run(name, home, killer.chance.uniform(0.0, took))
        if not ran.killed:
            took *= 0.9
            continue
        halfway = seen(name, home)
        places.append(f"{ran.seconds * 1000:.0f} ms{'' if halfway in (before, after) else ' (half-way)'}")
        assert not path.atomic or halfway in (before, after), f"{name} is half done after {places[-1]}"
        if not (path.atomic and halfway == after):
            killer.run(name, home)
        assert state(home) == after, f"{name}, killed after {places[-1]}"
        strange |= left(home) - files
    said(f"{name}: undisturbed {took * 1000:.0f} ms, {len(places)} kills after {', '.join(places)}; "
         f"left: {sorted(strange)}")
    assert all(".part" in file or "room-scratch-" in file for file in strange)


def seen(name: str, home: Path) -> dict[str, object]:
    """Return what the killed room holds; half a restore is refused until it is repeated."""
    if name == "restore":
        return {}
    return state(home)
