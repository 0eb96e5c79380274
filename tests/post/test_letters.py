"""Letters to a real mail server: what they say, who gets them, what becomes of them when it refuses or is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alerting import FINDING, FIRED, Desk, escalated, mailed, roster, staffed, states_of
from cli.rooms import pair
from houses import NOW
from mailserver import MailServer, listening

from dashboard.domain.alerts.alert import Happening, Turn
from dashboard.domain.alerts.finding import Severity
from dashboard.store import alerts

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RAISED = Happening(Turn.RAISED, NOW, "room:alerts", {"finding": FINDING, "said": 1})


@pytest.fixture
def server() -> Iterator[MailServer]:
    with listening(MailServer()) as told:
        yield told


@pytest.fixture
def desk(tmp_path: Path, server: MailServer) -> Desk:
    return Desk(staffed(tmp_path), mailed(server.port))


def test_the_first_level_gets_one_letter_once(desk: Desk, server: MailServer) -> None:
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    desk.rounds()
    assert (server.to, desk.states()) == (["ann@town.ru"], ["sent"])
    assert server.letters[0][0] == "room@town.ru"


def test_a_letter_says_where_how_many_since_when_and_what_comes_next(desk: Desk, server: MailServer) -> None:
    before = desk.happens(FIRED, escalated(1))
    desk.happens(escalated(2), before=before)
    desk.rounds()
    letter, text = server.read(1), server.text(1)
    assert letter["Subject"] == "Просрочено: 7 · ЖКХ, Отопление, Mira street"
    for part in ("Просрочено: 7", "Тема: Отопление", "Улица: Mira street",
                 "По ступеням: Просрочено — 7; Срок сегодня — 3",
                 "Оповещение стоит с 23.11.2026 12:30.", "До сих пор его никто не взял в работу.",
                 "Раньше вызваны: Ann (the block).", "24.11.2026 12:30 узнает следующий: Куратор",
                 "https://room.town.ru/alerts?alert=1", "Персональных данных граждан в письме нет."):
        assert part in text
    assert "Ann" not in server.text(0) and "Вы узнаёте о нём первыми." in server.text(0)


def test_a_letter_is_marked_so_that_programs_know_it(desk: Desk, server: MailServer) -> None:
    before = desk.happens(FIRED, escalated(1))
    desk.happens(escalated(2), before=before)
    desk.rounds()
    first, second = server.read(0), server.read(1)
    assert first["Message-ID"] != second["Message-ID"] and first["References"] == second["References"]
    assert first["Auto-Submitted"] == "auto-generated" and first["Message-ID"].endswith("@town.ru>")
    assert server.words[0] == "ehlo town.ru"  # the name of the machine is nobody's business
    assert all(byte < 128 for byte in server.letters[0][2])


def test_a_letter_that_is_tried_again_keeps_its_mark(desk: Desk, server: MailServer) -> None:
    server.replies["end"] = "451 later"
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert [(one.state, one.next_at) for one in desk.rows()] == [("waiting", NOW + MINUTE)]
    marks = {one.partition(":")[2] for one in server.words if one.startswith("Message-ID")}
    del server.replies["end"]
    desk.later(59 * MINUTE / 60)
    assert server.letters == []
    desk.later(MINUTE)
    assert desk.states() == ["sent"] and len(server.letters) == 1 and marks == set()


def test_what_has_changed_meanwhile_is_said(desk: Desk, server: MailServer) -> None:
    alert = desk.happens(FIRED, escalated(1))
    with desk.place.store.writing() as (connection, numbers):
        alerts.tell(connection, numbers, alert, [Happening(Turn.RESOLVED, NOW, "room:alerts", {"reason": ""})])
    desk.rounds()
    assert "Пока письмо шло, оповещение закончилось." in server.text()


def test_people_without_an_address_are_left_out_and_one_without_a_measure_is_called_by_its_ladder(
        tmp_path: Path, server: MailServer) -> None:
    desk = Desk(staffed(tmp_path, body=roster("ann")), mailed(server.port))
    before = desk.happens(FIRED, escalated(1))
    desk.happens(escalated(2), before=before)
    desk.rounds()
    assert server.to == ["ben@town.ru"]


def test_pauses_grow_to_an_hour_and_after_a_day_it_is_given_up(desk: Desk, server: MailServer) -> None:
    server.replies["MAIL"] = "451 busy"
    desk.happens(FIRED, escalated(1))
    pauses = []
    while desk.states() == ["waiting"]:
        desk.rounds()
        waits = desk.rows()[0].next_at
        if waits is not None:
            pauses.append((waits - desk.at) / MINUTE)
            desk.at = waits
    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert desk.states() == ["failed"] and desk.at - NOW <= 24 * HOUR
    assert "451 busy" in str(desk.rows()[0].error)
    assert server.letters == []


def test_an_address_that_is_refused_fails_alone_and_the_others_go_by_the_same_conversation(
        desk: Desk, server: MailServer) -> None:
    server.replies["RCPT TO:<ANN@TOWN.RU>"] = "550 5.1.1 no such user"
    before = desk.happens(FIRED, escalated(1), escalated(2))
    desk.happens(RAISED, before=before)
    desk.rounds()
    rows = desk.rows()
    assert [(one.address, one.state) for one in rows] == [
        ("ann@town.ru", "failed"), ("ben@town.ru", "sent"), ("ann@town.ru", "failed"), ("ben@town.ru", "sent")]
    assert "no such user" in str(rows[0].error) and server.visits == 1


@pytest.mark.parametrize("fate", ["drop", "stall", "drip", "cut"])
def test_an_answer_lost_after_the_letter_leaves_it_uncertain_and_it_is_sent_once(
        tmp_path: Path, server: MailServer, fate: str) -> None:
    desk = Desk(staffed(tmp_path), mailed(server.port, patience_s=0.3, longest_s=0.6))
    server.fate = fate
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    server.fate = "take"
    for _ in range(5):
        desk.later(3 * HOUR)
    assert (desk.states(), len(server.letters)) == (["uncertain"], 1)


@pytest.mark.parametrize("word", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_hangs_up_before_the_letter_gets_it_later(desk: Desk, server: MailServer, word: str) -> None:
    server.replies[word] = "drop"
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert desk.states() == ["waiting"]
    server.replies.clear()
    desk.later(2 * MINUTE)
    assert (desk.states(), len(server.letters)) == (["sent"], 1)


def test_a_server_that_is_not_there_is_asked_again_and_every_letter_waits(tmp_path: Path) -> None:
    server = MailServer()
    with listening(server):
        pass  # the port is free again, and nobody listens there
    desk = Desk(staffed(tmp_path), mailed(server.port))
    desk.happens(FIRED, escalated(1), escalated(2))
    desk.rounds()
    assert {(one.state, one.attempts, one.next_at) for one in desk.rows()} == {("waiting", 1, NOW + MINUTE)}
    with listening(server):
        desk.later(MINUTE)
    assert (sorted(server.to), server.visits) == (["ann@town.ru", "ben@town.ru"], 1)


def test_nobody_is_called_on_while_nothing_is_due(desk: Desk, server: MailServer) -> None:
    desk.happens(FIRED)
    desk.rounds()
    assert (desk.rows(), server.visits) == ([], 0)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_the_room_signs_in_and_trusts_the_authority_it_was_given(tmp_path: Path, security: str) -> None:
    own = pair(tmp_path / "own")
    with listening(MailServer(own, "open sesame", implicit=security == "tls")) as server:
        known = {"user": "room", "password": "open sesame", "ca": own.certificate}
        desk = Desk(staffed(tmp_path), mailed(server.port, security, **known))
        desk.happens(FIRED, escalated(1))
        desk.rounds()
        assert (desk.states(), server.to) == (["sent"], ["ann@town.ru"])
        assert any(one.startswith("AUTH PLAIN") for one in server.words)


@pytest.mark.parametrize("trusts, password, security, why", [
    (False, "open sesame", "starttls", "certificate"), (True, "wrong", "starttls", "535"),
    (True, "open sesame", "none", "STARTTLS"),
])
def test_a_server_that_is_not_trusted_or_does_not_trust_gets_nothing(
        tmp_path: Path, trusts: bool, password: str, security: str, why: str) -> None:
    own = pair(tmp_path / "own")
    offered = own if security == "starttls" else None
    with listening(MailServer(offered, "open sesame")) as server:
        known = {"user": "room", "password": password, "ca": own.certificate if trusts else None}
        desk = Desk(staffed(tmp_path), mailed(server.port, "starttls", **known))
        desk.happens(FIRED, escalated(1))
        desk.rounds()
        assert desk.states() == ["waiting"] and why in str(desk.rows()[0].error)
        assert server.letters == [] and not any("MAIL" in one.upper().split(":")[0] for one in server.words)


def test_a_step_is_told_even_when_the_policy_knows_it_no_more(desk: Desk, server: MailServer) -> None:
    strange = FINDING.__class__(FINDING.subject._replace(ladder="days"), "gone", Severity.BREACH, 2, "overdue_open")
    desk.happens(Happening(Turn.FIRED, NOW, "room:alerts", {"finding": strange}), escalated(1))
    desk.rounds()
    assert server.read()["Subject"].startswith("Сроки в днях: 2")
    assert states_of(desk.rows()) == {"ann@town.ru": "sent"}
