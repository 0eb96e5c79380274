"""Policy leaves as a file and comes back as a new version; what it cannot mean is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.commands import run


@pytest.mark.parametrize(("kind", "before", "after"), [
    ("alerts", "least_minutes: 15", "least_minutes: 25"), ("rules", "amount: 10\n", "amount: 11\n"),
    ("calendar", "covered_until: '2026-12-31'", "covered_until: '2027-12-31'")])
def test_a_policy_is_taken_along_changed_and_kept(tmp_path: Path, kind: str, before: str, after: str) -> None:
    home, file = tmp_path / "home", tmp_path / "taken.yaml"
    taken = run(home, "policy", "show", kind).stdout
    assert before in taken
    file.write_text(taken.replace(before, after, 1), encoding="utf-8")
    kept = run(home, "policy", "apply", kind, str(file), "--reason", "tried")
    assert (kept.returncode, kept.stderr) == (0, "") and "версия" in kept.stdout
    assert after in run(home, "policy", "show", kind).stdout
    same = run(home, "policy", "apply", kind, str(file), "--reason", "tried")
    assert same.returncode == 0 and same.stdout != kept.stdout, "nothing changes twice"


@pytest.mark.parametrize(("kind", "text", "code"), [
    ("alerts", "ladders: []\nchains: []\n", 4), ("alerts", "- one", 2), ("weather", "a: 1", 2),
    ("rules", "#" * 2_000_000, 3)])
def test_what_is_no_such_policy_is_refused_and_nothing_is_kept(tmp_path: Path, kind: str, text: str,
                                                               code: int) -> None:
    home, file = tmp_path / "home", tmp_path / "broken.yaml"
    file.write_text(text, encoding="utf-8")
    before = run(home, "policy", "show", "alerts").stdout
    refused = run(home, "policy", "apply", kind, str(file), "--reason", "tried")
    assert refused.returncode == code and refused.stdout == "" and len(refused.stderr.strip().splitlines()) == 1
    assert run(home, "policy", "show", "alerts").stdout == before
