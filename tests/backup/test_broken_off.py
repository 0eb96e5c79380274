"""What a kill leaves half-way is refused, and ended by the next try."""

import os
import time
from pathlib import Path

import pytest
from backup.copying import copied, lived_in, phrase_file
from houses import house

from dashboard.backup.restoring import UNFINISHED, Source, restore
from dashboard.errors import StoreError
from dashboard.settings import Settings
from dashboard.store.vault import Vault
from datasources.tables.scratch import PREFIX, scratch


def test_a_home_with_half_a_copy_is_opened_by_nobody_and_cleared_by_the_next_restore(tmp_path: Path) -> None:
    phrase = phrase_file(tmp_path)
    made = copied(lived_in(tmp_path / "home"), phrase)
    half = tmp_path / "half"
    (half / "secrets").mkdir(parents=True)
    (half / "secrets" / "vault-2026.key").write_bytes(b"x" * 32)
    (half / "room.db").write_bytes(b"")
    (half / UNFINISHED).write_bytes(b"")
    with pytest.raises(StoreError):
        house(half)
    restore(Source(made.file, phrase.read_bytes().strip()), Settings(home=half), lambda *_: None)
    assert not (half / UNFINISHED).exists()
    assert house(half).store.vault.years() == house(tmp_path / "home").store.vault.years()


def test_a_key_that_was_overwritten_and_not_removed_seals_nothing_more(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    sealed = vault.seal(2020, b"text")
    (tmp_path / "vault-2020.key").write_bytes(bytes(32))
    assert vault.open(2020, sealed) is None and vault.years() == []
    assert Vault(tmp_path).seal(2020, b"text") and (tmp_path / "vault-2020.key").read_bytes() != bytes(32)


def test_clear_text_of_a_killed_process_is_swept_away_and_that_of_a_living_one_stays(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    killed = tmp_path / f"{PREFIX}killed"
    killed.mkdir()
    (killed / "unpacked").write_text("a text of a citizen", encoding="utf-8")
    with scratch() as living:
        for folder in (killed, living):
            os.utime(folder, (time.time() - 3600,) * 2)
        with scratch():
            assert living.exists() and not killed.exists()
    assert list(tmp_path.iterdir()) == []
