"""Before a store is brought up to date it is copied; the copy is the way back, and the way on."""

import shutil
from pathlib import Path

import pytest
from backup.copying import ENGINES, brought_back, content, copied, lived_in, stores
from houses import house
from sqlalchemy import inspect

from dashboard.backup.archive import checked
from dashboard.backup.folder import copies
from dashboard.backup.making import Made
from dashboard.errors import StoreError
from dashboard.store import migration

NEWER = '''
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{before}"
def upgrade():
    op.add_column("notes", sa.Column("colour", sa.Text(), nullable=False, server_default="grey"))
    op.create_table("later", sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False))
'''


@pytest.fixture
def fresh(postgres_url):
    with stores(postgres_url) as give:
        yield give


@pytest.fixture
def releases(tmp_path, monkeypatch):
    """Return what puts another release's migrations in place of ours: the present or a pretended newer one."""
    ours, before = migration.SCRIPTS, migration.newest()
    newer = tmp_path / "newer"
    shutil.copytree(ours, newer)
    (newer / "versions" / "9999_later.py").write_text(NEWER.format(before=before))
    return lambda name: monkeypatch.setattr(migration, "SCRIPTS", Path(newer if name == "newer" else ours))


def columns(place, table):
    return [column["name"] for column in inspect(place.store.engine).get_columns(table)]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_upgrade_copies_the_store_first_and_that_copy_leads_back_and_on(fresh, tmp_path, releases, engine):
    store, present = fresh(engine), migration.newest()
    before = content(lived_in(tmp_path / "home", store))

    releases("newer")
    upgraded = house(tmp_path / "home", store)
    assert migration.current(upgraded.store.engine) == "9999" and "colour" in columns(upgraded, "notes")
    (copy,) = copies(upgraded.settings.backup_folder)
    manifest = checked(copy.file, None)
    assert (manifest.migration, manifest.content_digest) == (present, before.digest)

    releases("present")
    with pytest.raises(StoreError, match="newer program"):
        house(tmp_path / "home", store)
    back = brought_back(Made(copy.file, copy.size, manifest, []), tmp_path / "back", fresh(engine))
    assert migration.current(back.store.engine) == present and "colour" not in columns(back, "notes")
    assert content(back) == before._replace(text={"text": None})

    releases("newer")
    on = brought_back(Made(copy.file, copy.size, manifest, []), tmp_path / "on", fresh(engine))
    assert migration.current(on.store.engine) == "9999" and "colour" in columns(on, "notes")
    assert content(on).digest == before.digest


def test_a_copy_of_a_newer_program_is_refused_by_this_one(tmp_path, releases):
    releases("newer")
    lived_in(tmp_path / "home")
    made = copied(house(tmp_path / "home"))
    releases("present")
    with pytest.raises(StoreError, match="made by the program"):
        brought_back(made, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_store_that_cannot_be_copied_is_not_upgraded(tmp_path, releases):
    room = lived_in(tmp_path / "home")
    (tmp_path / "home" / "backups").write_text("a file where a folder is needed")
    releases("newer")
    with pytest.raises(StoreError, match="cannot be written"):
        house(tmp_path / "home")
    assert migration.current(room.store.engine) != "9999"


def test_a_new_store_is_not_copied(tmp_path):
    assert copies(house(tmp_path / "home").settings.backup_folder) == []
