"""What a room writes: each deed runs in a process of its own, which may be killed anywhere, and then once more."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import yaml
from backup.copying import records
from houses import NOW, boston_csv, tell

import intake.files
from dashboard import clock, collect
from dashboard.cli import answer
from dashboard.collect import converse
from dashboard.domain.people import LOCAL, Viewer
from dashboard.doors import founding
from dashboard.doors.opening import porter_of
from dashboard.errors import RoomError
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from datasources.demo.people import COLLEAGUES, PAPER
from intake.demo import delivery
from intake.files import Intake
from intake.folder import Folder
from intake.retention import Retention
from intake.watch import Watch

PASSWORD = "a long sentence of my own 7"
ROWS = 900
Deed = Callable[[Path], object]


class Path_(NamedTuple):
    """One path of writing: what it starts from, what is done, and what tells whether it is done whole or not at all."""

    prepare: Deed
    do: Deed
    atomic: bool = False


def opened(home: Path, now: datetime = NOW) -> House:
    return House(Settings(home=home), lambda: now)


def room(place: House) -> Room:
    return Room(place, Viewer("tester", LOCAL))


def command(home: Path, *words: str) -> int:
    """Run the real command line in this process, whose clock stands still."""
    os.environ["SITUATION_ROOM_HOME"] = str(home)
    clock.now = lambda: NOW
    return answer(words)


def portions(rows: int) -> None:
    """Let transactions be small, so that there are many places to be killed at."""
    collect.PORTION = rows
    collect.portions.__defaults__ = (rows,)  # type: ignore[attr-defined]


def empty(home: Path) -> None:
    opened(home).close()


def lived_in(home: Path) -> None:
    place = opened(home)
    founding.found(place, COLLEAGUES, PAPER)
    tell(place, "first", records(1, 300))
    tell(place, "second", records(1, 150)[::2])
    place.close()


def import_plain(home: Path) -> None:
    portions(60)
    command(home, "import", "--profile", "boston_311", str(boston(home, ROWS)))


def import_ahead(home: Path) -> None:
    portions(60)
    intake.files.MANY = 500
    command(home, "import", "--profile", "boston_311", str(boston(home, ROWS)))


def boston(home: Path, rows: int) -> Path:
    file = home.parent / f"boston-{rows}.csv"
    if not file.exists():
        boston_csv(file.with_suffix(f".{os.getpid()}"), rows).rename(file)
    return file


def with_a_screen(home: Path) -> None:
    lived_in(home)
    place = opened(home)
    room(place).do("add_screen", name="yard", scenes="", network="")
    place.close()


def imported(home: Path) -> None:
    import_plain(home)


def undo(home: Path) -> None:
    command(home, "import", "--undo", "1")


def watch(home: Path) -> None:
    portions(60)
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    place = opened(home)
    folder = Folder(inbox)
    folder.prepare()
    watching = Watch(place, folder)
    watching.look(0.0)
    watching.look(1000.0)
    place.close()


def dropped(home: Path) -> None:
    empty(home)
    (home / "inbox").mkdir()
    boston_csv(home / "inbox" / "b.csv", 300)
    (home / "inbox" / "bad.csv").write_bytes(b"a;b\n\0")


def correct(home: Path) -> None:
    place = opened(home)
    room(place).do("correct", question=3, field="topic", value="light", reason="seen")
    place.close()


def with_unknown_word(home: Path) -> None:
    empty(home)
    place = opened(home)
    head = "Номер;Дата поступления;Статус;Категория"
    file = home.parent / "pos.csv"
    file.write_text("\n".join([head, *(f"{n};01.11.2026;Неведомо;Отопление" for n in range(200))]), encoding="utf-8")
    Intake(place).take(file, "tester", profile="pos")
    place.close()


def map_word(home: Path) -> None:
    place = opened(home)
    words = [w for w in room(place).unknown_words() if w.field == "status"]
    if words:
        room(place).do("map_word", word=words[0].id, member="in_work")
    place.close()


CHANGES: tuple[tuple[str, dict[str, object]], ...] = (
    ("add_user", {"login": "novy", "name": "N", "position": "", "role": "operator", "blocks": [], "paper": ""}),
    ("close_account", {"login": "blok", "closed": True}), ("renew_password", {"login": "kurator"}),
    ("add_screen", {"name": "hall", "scenes": "", "network": ""}), ("revoke_screen", {"name": "yard"}))


def accounts_change(home: Path) -> None:
    place = opened(home)
    for act, told in CHANGES:
        with suppress(RoomError):  # done already, before the kill
            room(place).do(act, **told)
    body = room(place).roster_body()
    body["people"][0]["position"] = "changed"
    room(place).do("edit_roster", text=yaml.safe_dump(body, allow_unicode=True), reason="soak")
    place.close()


def backup(home: Path) -> None:
    command(home, "backup", "--to", str(home / "backups"), "--keep", "3")


def restore(home: Path) -> None:
    (copy,) = (home.parent / "copies").glob("*.sealed")
    command(home, "restore", "--passphrase-file", str(home.parent / "phrase"), str(copy))


def copied(home: Path) -> None:
    if not (home.parent / "copies").exists():
        lived_in(home.parent / "origin")
        (home.parent / "phrase").write_text("correct horse battery\n", encoding="utf-8")
        command(home.parent / "origin", "backup", "--encrypt", "--passphrase-file", str(home.parent / "phrase"),
                "--to", str(home.parent / "copies"))
    home.mkdir(parents=True)


def retention(home: Path) -> None:
    place = opened(home, NOW + timedelta(days=365 * 12))
    Retention(place).apply("soak")
    place.close()


def feed(home: Path) -> None:
    """Pieces of a live conversation of two sources; what is told twice changes nothing."""
    place = opened(home)
    portions(20)
    for source in ("edds", "social"):
        for piece in range(4):
            told = delivery(source, records(50 * piece + 1, 50 * piece + 70), f"live:{source}", NOW)
            converse(place.store, told, place.teller(), NOW)
    place.close()


def login(home: Path) -> None:
    """A password, sign-ins right and wrong, the session turned and ended."""
    place = opened(home)
    porter = porter_of(place)
    porter.doors.set_password("operator", PASSWORD)
    for late in range(4):
        at = NOW + timedelta(hours=late)
        place.now = porter.doors._now = lambda at=at: at  # noqa: SLF001
        entry = porter.doors.sign_in("operator", PASSWORD, "127.0.0.1")
        porter.doors._now = lambda at=at: at + timedelta(minutes=20)  # noqa: SLF001
        assert entry.cookie is not None
        assert porter.doors.enter(entry.cookie) is not None
        porter.doors.leave("operator", entry.session)
    place.close()


PATHS: dict[str, Path_] = {
    "import": Path_(empty, import_plain), "import ahead": Path_(empty, import_ahead), "undo": Path_(imported, undo),
    "watch": Path_(dropped, watch), "correct": Path_(lived_in, correct, atomic=True),
    "map_word": Path_(with_unknown_word, map_word), "accounts": Path_(with_a_screen, accounts_change),
    "backup": Path_(lived_in, backup), "restore": Path_(copied, restore),
    "retention": Path_(lived_in, retention), "live feed": Path_(lived_in, feed), "login": Path_(lived_in, login),
}
