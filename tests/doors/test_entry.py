"""The door for people: passwords, one-time links, sessions that end."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from houses import NOW, house

from dashboard.domain.people import KEEPERS, LOCAL, Role, Viewer
from dashboard.doors import founding
from dashboard.doors.guest import Porter
from dashboard.doors.lifetime import GRACE, TURN, Pass
from dashboard.doors.opening import porter_of
from dashboard.errors import AccessError, UsageError
from dashboard.house import House
from dashboard.room import Room
from dashboard.store.migration import current, newest

GOOD = "the ice of the bay is blue"
ROWS = [("vera", "V", "lead", "block", ("housing",)), ("root", "R", "", "administrator", ())]


class Door:
    """A house whose clock can be moved, and its porter."""

    def __init__(self, home: Path) -> None:
        self.at: datetime = NOW
        self.house: House = house(home)
        self.house.now = lambda: self.at
        founding.found(self.house, ROWS, "paper")
        self.porter: Porter = porter_of(self.house)

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)

    def link(self, login: str = "vera") -> str:
        return founding.link(self.house, login).rsplit("/", 1)[1]

    def by_link(self) -> Pass:
        return self.porter.doors.by_ticket(self.link(), "10.0.0.1")

    def guest(self, entry: Pass):
        return self.porter.guest(entry.cookie, None, "10.0.0.1")

    def do(self, act: str, **inputs):
        return Room(self.house, Viewer("root", LOCAL)).do(act, **inputs)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def first_password(door: Door) -> str:
    return str(door.do("renew_password", login="vera")[1]["password"])


def test_a_one_time_link_opens_once(door: Door) -> None:
    link = door.link()
    assert door.porter.doors.by_ticket(link, "").viewer.roles == {Role.BLOCK}
    with pytest.raises(AccessError):
        door.porter.doors.by_ticket(link, "")


def test_a_one_time_link_lives_ten_minutes(door: Door) -> None:
    link = door.link()
    door.later(minutes=10)
    with pytest.raises(AccessError):
        door.porter.doors.by_ticket(link, "")


def test_a_first_password_opens_and_must_be_changed(door: Door) -> None:
    entry = door.porter.doors.sign_in("Vera", first_password(door), "")
    assert entry.must_change
    door.porter.doors.set_password("vera", GOOD)
    assert door.guest(entry) is None
    assert not door.porter.doors.sign_in("vera", GOOD, "").must_change


def test_a_login_that_no_engine_can_hold_is_just_wrong(postgres_store_url: str, tmp_path: Path) -> None:
    doors = porter_of(house(tmp_path, postgres_store_url)).doors
    with pytest.raises(AccessError, match="wrong"):
        doors.sign_in("ve\0ra", "p\0w", "10.0.0.1")


def test_a_weak_password_is_not_kept(door: Door) -> None:
    with pytest.raises(UsageError):
        door.porter.doors.set_password("vera", "1234567890")


def test_an_unknown_login_and_a_wrong_password_are_told_alike(door: Door) -> None:
    first_password(door)
    said = set()
    for login in ("vera", "nobody"):
        with pytest.raises(AccessError) as refused:
            door.porter.doors.sign_in(login, "wrong", "")
        said.add(refused.value.template)
    assert len(said) == 1


def test_wrong_passwords_shut_the_door_for_a_while_even_for_the_right_one(door: Door) -> None:
    right = first_password(door)
    for _ in range(6):
        with pytest.raises(AccessError):
            door.porter.doors.sign_in("vera", "wrong", "")
    with pytest.raises(AccessError, match="wait"):
        door.porter.doors.sign_in("vera", right, "")
    door.later(hours=1)
    assert door.porter.doors.sign_in("vera", right, "").viewer.name == "vera"


def test_a_session_ends_when_nobody_uses_it(door: Door) -> None:
    entry = door.by_link()
    door.later(minutes=119)
    assert door.guest(entry) is not None
    door.later(minutes=121)
    assert door.guest(entry) is None


def test_a_session_ends_after_its_whole_time_however_busy_it_is(door: Door) -> None:
    cookie = door.by_link().cookie
    for _ in range(12 * 6 + 1):
        guest = door.porter.guest(cookie, None, "")
        if guest is None:
            break
        cookie = guest.cookie or cookie
        door.later(minutes=10)
    assert door.at - NOW <= timedelta(hours=12, minutes=20)
    assert door.porter.guest(cookie, None, "") is None


def test_a_token_turns_and_the_former_one_is_good_for_a_minute_only(door: Door) -> None:
    entry = door.by_link()
    door.later(minutes=TURN / timedelta(minutes=1))
    turned = door.guest(entry)
    assert turned is not None
    assert turned.cookie not in (None, entry.cookie)
    assert door.guest(entry) is not None
    door.later(seconds=GRACE.total_seconds() + 1)
    assert door.guest(entry) is None
    assert door.porter.guest(turned.cookie, None, "") is not None


def test_a_cookie_that_was_not_signed_here_is_nobody(door: Door) -> None:
    cookie = door.by_link().cookie
    assert cookie is not None
    token = cookie.partition(".")[0]
    forged = [token, token + ".", f"{token}.{'0' * 43}", cookie[:-1] + "x", "", "." + cookie.partition(".")[2]]
    assert [door.porter.guest(one, None, "") for one in forged] == [None] * len(forged)


def test_removing_the_key_signs_everybody_out_and_loses_nothing_else(door: Door) -> None:
    entry = door.by_link()
    (door.house.settings.secrets / "session.key").unlink()
    fresh = porter_of(door.house)
    assert fresh.guest(entry.cookie, None, "") is None
    assert fresh.doors.by_ticket(door.link(), "").viewer.name == "vera"


def test_the_key_is_readable_by_its_owner_alone(door: Door) -> None:
    door.by_link()
    assert (door.house.settings.secrets / "session.key").stat().st_mode & 0o077 == 0


def test_a_shut_account_is_out_at_the_next_request(door: Door) -> None:
    entry, spare = door.by_link(), door.link()
    door.do("close_account", login="vera", closed=True)
    assert door.guest(entry) is None
    with pytest.raises(AccessError):
        door.porter.doors.by_ticket(spare, "")


def test_an_appointment_that_ends_takes_the_rights_with_it_at_the_next_request(door: Door) -> None:
    entry = door.by_link()
    text = "people: [{key: vera, name: V}]\nappointments: [{person: vera, role: operator, to: 2026-11-22}]"
    door.do("edit_roster", text=text, reason="left")
    assert door.guest(entry) is None


def test_leaving_shuts_the_session(door: Door) -> None:
    entry = door.by_link()
    door.porter.doors.leave("vera", entry.session)
    assert door.guest(entry) is None


def test_the_first_administrator_comes_in_by_a_code_and_then_never_again(tmp_path: Path) -> None:
    fresh = house(tmp_path)
    path = founding.first_administrator(fresh)
    assert path is not None
    porter = porter_of(fresh)
    entry = porter.doors.by_ticket(path.removeprefix("/in/").partition("?")[0], "")
    assert entry.viewer.may(KEEPERS)
    assert founding.first_administrator(fresh) is not None
    porter.doors.set_password(founding.FIRST, GOOD)
    assert founding.first_administrator(fresh) is None


def test_no_token_and_no_password_lies_in_the_store(door: Door) -> None:
    link, password, entry = door.link(), first_password(door), door.by_link()
    screen = door.do("add_screen", name="hall", scenes="", network="")[1]["path"].rsplit("/", 1)[1]
    whole = b"".join(path.read_bytes() for path in door.house.settings.home.glob("room.db*"))
    assert [word for word in (link, password, entry.token, screen) if word.encode() in whole] == []


def test_a_screen_comes_in_by_its_link_until_it_is_revoked(door: Door) -> None:
    token = door.do("add_screen", name="hall", scenes="map", network="10.0.5.0/24")[1]["path"].rsplit("/", 1)[1]
    door.later(days=60)
    guest = door.porter.guest(None, token, "10.0.5.7")
    assert guest is not None
    assert guest.viewer.roles == {Role.WALL}
    assert door.porter.guest(None, token, "10.0.6.7") is None
    door.do("revoke_screen", name="hall")
    assert door.porter.guest(None, token, "10.0.5.7") is None


def test_a_screen_that_draws_is_seen(door: Door) -> None:
    token = door.do("add_screen", name="hall", scenes="", network="")[1]["path"].rsplit("/", 1)[1]
    door.porter.guest(None, token, "10.0.5.7")
    seen = Room(door.house, Viewer("root", LOCAL)).screens()[0]
    assert (seen.seen_at, seen.seen_from) == (NOW, "10.0.5.7")


def test_a_screens_link_survives_an_upgrade_of_the_store(door: Door) -> None:
    token = door.do("add_screen", name="hall", scenes="", network="")[1]["path"].rsplit("/", 1)[1]
    with door.house.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
        for view in ("wall_questions", "wall_history", "wall_feed"):
            connection.exec_driver_sql(f"DROP VIEW {view}")
    door.house.close()
    newer = house(door.house.settings.home)
    assert current(newer.store.engine) == newest()
    assert porter_of(newer).guest(None, token, "10.0.5.7") is not None
