"""A clock that is moved forward and back: nobody is let in who should not be, and nothing is destroyed wrongly."""

from datetime import datetime, timedelta
from pathlib import Path

from backup.copying import records
from entering import HEAD, OPERATOR
from houses import NOW, OPENED, tell

from dashboard.backup.folder import copies
from dashboard.doors import founding
from dashboard.doors.opening import porter_of
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store.digest import content_digest
from datasources.demo.people import COLLEAGUES, PAPER
from intake.backups import Backups
from intake.retention import Retention

MONTH = timedelta(days=31)
PASSWORD = "a long sentence of my own 7"  # noqa: S105


class Moved:
    """A room whose clock is set by hand."""

    def __init__(self, home: Path) -> None:
        self.at = NOW
        self.place = House(Settings(home=home), self.now)
        OPENED.append(self.place)
        founding.found(self.place, COLLEAGUES, PAPER)

    def now(self) -> datetime:
        return self.at

    def digest(self) -> str:
        with self.place.store.reading() as connection:
            return content_digest(connection)


def test_a_session_ends_when_the_clock_goes_a_month_ahead_and_a_new_one_opens_at_any_time(tmp_path: Path) -> None:
    room = Moved(tmp_path / "home")
    doors = porter_of(room.place).doors
    doors.set_password(OPERATOR, PASSWORD)
    for at in (NOW, NOW + MONTH, NOW - MONTH, NOW):
        room.at = at
        entry = doors.sign_in(OPERATOR, PASSWORD, "127.0.0.1")
        assert entry.cookie is not None and doors.enter(entry.cookie) is not None
        room.at = at + MONTH
        assert doors.enter(entry.cookie) is None


def test_a_one_time_link_still_lets_in_when_the_clock_has_gone_back(tmp_path: Path) -> None:
    room = Moved(tmp_path / "home")
    doors = porter_of(room.place).doors
    ticket = founding.link(room.place, HEAD).rpartition("/")[2]
    room.at = NOW - MONTH
    assert doors.by_ticket(ticket, "127.0.0.1").viewer.name == HEAD


def test_texts_copies_boards_and_imports_survive_a_clock_that_jumps(tmp_path: Path) -> None:
    room = Moved(tmp_path / "home")
    tell(room.place, "first", records(1, 60))
    before, texts = room.digest(), Retention(room.place)
    for step, at in enumerate((NOW, NOW + MONTH, NOW - MONTH, NOW + timedelta(days=1), NOW)):
        room.at = at
        assert texts.apply("tester").empty
        assert Backups(room.place).look() is None or copies(room.place.settings.backup_folder)
        room.place.publish()
        assert room.place.published.version
        assert room.digest() == before
        batch = tell(room.place, f"step {step}", records(1, 60), at)
        assert batch.state == "done" and batch.rejected == 0
        before = room.digest()
    assert copies(room.place.settings.backup_folder)
