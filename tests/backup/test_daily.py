"""The room copies itself once a day, tells how it went, and notices a clock that was moved."""

from datetime import UTC, datetime, timedelta

import pytest
from backup.copying import PHRASE, phrase_file, records
from houses import NOW, OPENED, ZONE, room, tell

from dashboard.backup.archive import checked
from dashboard.backup.state import state_of
from dashboard.errors import StoreError
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store import jobs
from intake.backups import Backups
from intake.steadiness import MOVED, Steadiness

NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=ZONE)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    return Clock(NOW)


def kept(home, clock, **settings):
    place = House(Settings(home=home, **settings), clock)
    OPENED.append(place)
    return place


def standing(place):
    with place.store.reading() as connection:
        return state_of(connection, place.settings, place.now())


def test_the_days_copy_is_made_at_its_hour_and_once(tmp_path, clock):
    place = kept(tmp_path, clock)
    tell(place, "first", records(1, 9))
    daily = Backups(place)
    made = []
    for at in (NOW, NIGHT - timedelta(minutes=1), NIGHT, NIGHT + timedelta(hours=5), NIGHT + timedelta(hours=25)):
        clock.at = at
        made.append(daily.look() is not None)
    assert made == [False, False, True, False, True]
    with place.store.reading() as connection:
        assert [(job.kind, job.state) for job in jobs.recent(connection)] == [("backup", "done")] * 2


def test_a_machine_that_is_off_at_night_makes_its_copy_when_it_is_on(tmp_path, clock):
    tell(kept(tmp_path, clock), "first", records(1, 9))
    clock.at = NIGHT + timedelta(hours=7)
    assert Backups(kept(tmp_path, clock)).look() is not None


def test_an_empty_room_is_not_copied_and_nobody_is_warned(tmp_path, clock):
    place = kept(tmp_path, clock)
    clock.at = NIGHT + timedelta(days=9)
    assert Backups(place).look() is None and standing(place).well


def test_the_settings_say_hour_folder_number_and_seal(tmp_path, clock):
    file = phrase_file(tmp_path)
    place = kept(tmp_path / "home", clock, backups=tmp_path / "elsewhere", backup_hour=5, backup_keep=1,
                 backup_passphrase_file=file)
    tell(place, "first", records(1, 9))
    for days in range(3):
        clock.at = NIGHT + timedelta(days=days, hours=2, minutes=59)
        assert Backups(place).look() is None or days
        clock.at = NIGHT + timedelta(days=days, hours=3)
        Backups(place).look()
    (copy,) = [path for path in (tmp_path / "elsewhere").iterdir() if path.name.startswith("room-")]
    assert checked(copy, PHRASE).keys


def test_a_copy_that_fails_is_a_job_with_its_reason_and_tried_again_after_an_hour(tmp_path, clock):
    place = kept(tmp_path, clock, backups=tmp_path / "file")
    (tmp_path / "file").write_text("")
    tell(place, "first", records(1, 9))
    daily = Backups(place)
    clock.at = NIGHT
    with pytest.raises(StoreError):
        daily.look()
    assert not standing(place).well and "cannot be written" in standing(place).failed.result
    clock.at = NIGHT + timedelta(minutes=59)
    assert daily.look() is None
    (tmp_path / "file").unlink()
    clock.at = NIGHT + timedelta(minutes=61)
    assert daily.look() is not None and standing(place).well


def test_a_warning_comes_when_the_newest_copy_is_older_than_two_days(tmp_path, clock):
    place = kept(tmp_path, clock)
    tell(place, "first", records(1, 9))
    clock.at = NIGHT
    Backups(place).look()
    for days, well in ((2, True), (2.01, False)):
        clock.at = NIGHT + timedelta(days=days)
        assert standing(place).well is well and round(standing(place).age_s) == round(days * 86400)


def test_a_room_that_never_was_copied_is_warned_of_after_two_days(tmp_path, clock):
    place = kept(tmp_path, clock)
    tell(place, "first", records(1, 9))
    for days, well in ((1, True), (3, False)):
        clock.at = NOW + timedelta(days=days)
        assert standing(place).well is well


@pytest.mark.parametrize("moved", [-3600, 7200])
def test_a_clock_that_was_moved_is_told_once_and_kept(tmp_path, clock, moved):
    place, passed = kept(tmp_path, clock), [0.0]
    watch = Steadiness(place, lambda: passed[0])
    found = []
    for seconds in (10, 10 + moved, 10):
        clock.at += timedelta(seconds=seconds)
        passed[0] += 10
        found.append(watch.look())
    assert found == [0, moved, 0]
    with place.store.reading() as connection:
        assert str(moved) in jobs.last(connection, MOVED).result


def test_the_page_of_sources_reads_how_it_stands(tmp_path):
    state = room(tmp_path).copies()
    assert (state.newest, state.failed, state.age_s, state.well) == (None, None, None, True)
    assert state.now == NOW == NOW.astimezone(UTC)
