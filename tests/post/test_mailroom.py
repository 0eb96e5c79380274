"""How the post fares is seen: by those who run the room, on the page of sources, and in the log of an alert."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from alerting import FIRED, Desk, escalated, mailed, roster, staffed
from houses import NOW
from mailserver import MailServer, listening

from callbacks.alerts import drawn
from callbacks.sources import sections
from dashboard.domain.people import LOCAL, Role, Viewer
from dashboard.errors import AccessError, RoomError
from dashboard.room import Room
from layouts.desk import roster as people


@pytest.fixture
def server() -> Iterator[MailServer]:
    with listening(MailServer()) as told:
        yield told


@pytest.fixture
def desk(tmp_path: Path, server: MailServer) -> Desk:
    return Desk(staffed(tmp_path), mailed(server.port))


def as_(desk: Desk, *roles: Role, blocks: tuple[str, ...] = ()) -> Room:
    return Room(desk.place, Viewer("viewer", frozenset(roles or LOCAL), frozenset(blocks)))


def words_of(part: Any) -> str:
    """All texts of a drawn part."""
    if isinstance(part, str):
        return part
    found = part if isinstance(part, list | tuple) else [getattr(part, "children", None) or ""]
    return " ".join(words_of(one) for one in found if one)


def section(room: Room) -> str:
    return words_of(sections(room, None)[7])


def test_a_room_from_which_nothing_leaves_says_so(desk: Desk) -> None:
    assert "выключены: оповещения не выходят из комнаты" in section(as_(desk))


def test_what_was_sent_what_failed_and_what_is_uncertain_stands_with_its_reason(
        desk: Desk, server: MailServer) -> None:
    before = desk.happens(FIRED, escalated(1))
    desk.rounds()
    server.replies["RCPT TO:<BEN@TOWN.RU>"] = "550 5.1.1 no such user"
    before = desk.happens(escalated(2), before=before)
    desk.rounds()
    server.fate = "drop"
    desk.happens(escalated(3), before=before)
    desk.rounds()
    found = as_(desk).post()
    assert {state: n for state, n in found.counts.items() if n} == {"sent": 1, "failed": 1, "uncertain": 1}
    assert [(one.name, one.state) for one in found.troubles] == [("Cat", "uncertain"), ("Ben", "failed")]
    assert found.last_sent_at == NOW
    drawn = section(as_(desk))
    for said in ("Ждут: 0, отправлено: 1, не удалось: 1, неясно: 1", "Последняя отправка: 23.11.2026 12:30", "◌ неясно",
                 "▲ не удалось", "550 5.1.1 no such user", "оповещение №\N{NO-BREAK SPACE}1", "спросите человека"):
        assert said in drawn
    assert "@town.ru" not in drawn


def test_who_does_not_run_the_room_does_not_see_its_post(desk: Desk) -> None:
    lead = as_(desk, Role.BLOCK, blocks=("housing",))
    with pytest.raises(AccessError):
        lead.post()
    assert "видят те, кто ведёт комнату" in section(lead)


def test_whoever_sees_an_alert_sees_how_it_was_told_and_whoever_does_not_does_not(desk: Desk) -> None:
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    told = as_(desk, Role.BLOCK, blocks=("housing",)).deliveries_of(1)
    assert [(one.name, one.way, one.state, one.at) for one in told] == [("Ann", "mail", "sent", NOW)]
    with pytest.raises(AccessError):
        as_(desk, Role.BLOCK, blocks=("roads",)).deliveries_of(1)
    with pytest.raises(RoomError):
        as_(desk).deliveries_of(2)


def test_the_log_of_an_alert_tells_what_left_the_room_where_it_happened(desk: Desk, server: MailServer) -> None:
    before = desk.happens(FIRED, escalated(1))
    desk.rounds()
    server.replies["RCPT TO:<BEN@TOWN.RU>"] = "450 4.2.1 try later"
    before = desk.happens(escalated(2), before=before)
    desk.rounds()
    server.fate = "drop"
    desk.happens(escalated(3), before=before)
    desk.rounds()
    cat, ben, ann, fired = (words_of(entry) for entry in drawn(as_(desk), "?alert=1")[1][1].children)
    assert "письмо: Ann — ● отправлено 12:30" in ann and "ответственный за блок" in ann
    assert "письмо: Ben — ◐ ждёт попытки" in ben and "450 4.2.1 try later" in ben
    assert "письмо: Cat — ◌ неясно, дошло ли (12:30): " in cat
    assert "письмо" not in fired and "@town.ru" not in cat + ben + ann


def test_the_log_says_nothing_of_letters_where_none_leave(desk: Desk) -> None:
    Desk(desk.place).happens(FIRED, escalated(1))
    said = words_of(drawn(as_(desk), "?alert=1")[1])
    assert "Позвали" in said and "письмо" not in said and "вебхук" not in said


def test_the_roster_keeps_addresses_and_shows_them(desk: Desk) -> None:
    room = as_(desk)
    body = yaml.safe_load(yaml.safe_dump(room.roster_body()))
    assert [one["email"] for one in body["people"]][:2] == ["ann@town.ru", "ben@town.ru"]
    assert "ann@town.ru" in words_of(people.appointments(room.roster(), {}, NOW.date(), room.words))
    room.do("add_user", login="ann", name="Ann B.", position="lead", role="block", blocks=["housing"], paper="")
    assert {one.name: one.email for one in room.roster().people}["Ann B."] == "ann@town.ru"


@pytest.mark.parametrize("address", ["ann", "ann@", "@town.ru", "ann@town.ru\nBcc: x@y.ru", "a b@town.ru",
                                     "ann@town..ru"])
def test_what_is_no_address_is_not_kept(desk: Desk, address: str) -> None:
    body = roster()
    body["people"][0]["email"] = address
    with pytest.raises(RoomError):
        as_(desk).do("edit_roster", text=yaml.safe_dump(body), reason="a new address")
