"""Nothing leaves twice, whoever is killed and however many processes there are; and nothing leaves that is off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from alerting import FINDING, FIRED, SUBJECT, Desk, escalated, mailed, roster, staffed
from cli.commands import ROOT, run, told
from houses import NOW, close_all, house
from mailserver import MailServer, listening

from dashboard import clock
from dashboard.domain.alerts.finding import Look
from dashboard.house import House
from dashboard.post.office import couriers_of
from dashboard.post.outbox import Outbox
from dashboard.post.outlets import Outlets, outlets_of
from dashboard.post.sending import Sending
from dashboard.store import alerts, deliveries
from dashboard.store.deliveries import Ended, State, Way
from intake.vigil import Vigil

LISTENER = """
import json, sys
heard = []
sys.addaudithook(lambda name, told: heard.append(str(told[1])) if name in CALLS else None)
from datetime import timedelta
from pathlib import Path
from alerting import FIRED, Desk, escalated, staffed
from dashboard.post.outlets import outlets_of
from intake.keeping import Keeping
place = staffed(Path(sys.argv[1]))
desk = Desk(place)
desk.outlets = outlets_of(place.settings)
keeping = Keeping(place, lambda: None)
keeping.start()
desk.happens(FIRED, escalated(1))
desk.rounds()
keeping.stop()
print(json.dumps([heard, len(desk.rows())]))
place.close()
""".replace("CALLS", "('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'socket.gethostbyname')")


def mail_settings(port: int) -> dict[str, str]:
    return {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none", "smtp_sender": "room@town.ru"}


def environment(**settings: str) -> dict[str, str]:
    named = {f"SITUATION_ROOM_{name.upper()}": value for name, value in settings.items()}
    return {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", **named}


def listened(home: Path, **settings: str) -> tuple[list[str], int]:
    """Let a room live for a moment in which an alert climbs; return whom it called and how many deliveries are."""
    done = subprocess.run([sys.executable, "-c", LISTENER, str(home)], env=environment(**settings), cwd=ROOT,
                          check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    heard, rows = json.loads(done.stdout.splitlines()[-1])
    return heard, rows


def test_with_both_ways_off_nothing_waits_and_no_socket_is_opened(tmp_path: Path) -> None:
    assert listened(tmp_path) == ([], 0)


def test_the_listener_of_the_test_above_hears_a_letter(tmp_path: Path) -> None:
    with listening(MailServer()) as server:
        heard, rows = listened(tmp_path, **mail_settings(server.port))
    assert rows == 1 and any(str(server.port) in one for one in heard)


def serve(home: Path, port: int) -> subprocess.Popen[str]:
    """Start a room with letters on, as the administrator does, and return its process once it serves."""
    env = environment(home=str(home), **mail_settings(port))
    process = subprocess.Popen([sys.executable, "-m", "dashboard.cli", "serve", "--port", "0"], env=env, cwd=ROOT,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline()
    return process


def waiting_now(home: Path) -> None:
    """Let letters to the first two levels wait, told of at this very moment."""
    place = staffed(home)
    place.now = clock.now
    outlets = Outlets(mailed(1), None, "")
    with place.store.writing() as (connection, numbers):
        at = place.now()
        alert, logged = alerts.tell(connection, numbers, None, [FIRED, escalated(1, at), escalated(2, at)])
        Outbox(place, outlets)(connection, numbers, alert, logged)
    close_all()


def test_a_room_killed_while_it_hands_a_letter_over_never_sends_it_again(tmp_path: Path) -> None:
    waiting_now(tmp_path)
    with listening(MailServer()) as server:
        server.fate = "stall"
        with serve(tmp_path, server.port) as first:
            assert server.heard.wait(60)
            first.send_signal(signal.SIGKILL)
        server.released.set()
        server.fate = "take"
        server.heard.clear()
        with serve(tmp_path, server.port) as second:
            assert server.heard.wait(60)  # the letter that waited goes out
            second.terminate()
    found = told(tmp_path, "alerts", "post")
    assert found["uncertain"] == 1
    with house(tmp_path).store.reading() as connection:  # the vigil of the room may have found something of its own
        ours = {one.address: one.state for one in deliveries.deliveries_of(connection, 1)}
    assert (ours["ann@town.ru"], ours["ben@town.ru"]) == (State.UNCERTAIN, State.SENT)
    assert server.to.count("ann@town.ru") == 1, "in the first life, and never again"
    assert "могло дойти" in found["troubles"][0]["error"] and found["troubles"][0]["name"] == "Ann"


def test_two_processes_on_one_postgresql_hand_each_letter_over_once(tmp_path: Path, postgres_store_url: str) -> None:
    with listening(MailServer()) as server:
        desk = Desk(staffed(tmp_path, postgres_store_url), mailed(server.port))
        for _ in range(10):
            desk.happens(FIRED, escalated(1))
        other = house(tmp_path, postgres_store_url)
        both = [(Sending(place), couriers_of(place, desk.outlets)[0]) for place in (desk.place, other)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: one[0].round(one[1]), both))
        assert len(server.to) == 10 and set(server.to) == {"ann@town.ru"}
        assert {desk.rows(number)[0].state for number in range(1, 11)} == {"sent"}


def claimed(place: House) -> deliveries.Delivery:
    with place.store.writing(quiet=True) as (connection, _):
        one = deliveries.due(connection, Way.MAIL, place.now(), 1)[0]
        found = deliveries.claim(connection, one)
        assert found is not None and deliveries.claim(connection, one) is None
    return found


def test_a_start_beside_a_process_that_hands_over_does_not_take_its_word_from_it(tmp_path: Path) -> None:
    desk = Desk(staffed(tmp_path), mailed(1))
    desk.happens(FIRED, escalated(1))
    mine = claimed(desk.place)
    assert Sending(desk.place).begin() == 1
    assert desk.states() == ["uncertain"]
    with desk.place.store.writing(quiet=True) as (connection, _):
        deliveries.settle(connection, mine, Ended(State.SENT, desk.at))
    assert desk.states() == ["sent"]


def test_what_waits_for_a_way_that_was_shut_is_given_up_after_a_day(tmp_path: Path) -> None:
    desk = Desk(staffed(tmp_path), mailed(1))
    desk.happens(FIRED, escalated(1))
    desk.outlets = Outlets(None, None, "")
    desk.later(timedelta(hours=23))
    assert desk.states() == ["waiting"]
    desk.later(timedelta(hours=2))
    assert desk.states() == ["failed"]


def test_handing_over_moves_nothing_that_the_board_follows(tmp_path: Path) -> None:
    with listening(MailServer()) as server:
        desk = Desk(staffed(tmp_path), mailed(server.port))
        desk.happens(FIRED, escalated(1))
        before = desk.place.store.seq()
        desk.rounds()
        assert (desk.states(), desk.place.store.seq()) == (["sent"], before)


def test_what_the_vigil_decides_waits_in_the_post_once(tmp_path: Path) -> None:
    desk = Desk(staffed(tmp_path), mailed(1))
    vigil = Vigil(desk.place, Outbox(desk.place, desk.outlets))
    look = Look(NOW, {SUBJECT: FINDING}, frozenset({SUBJECT.ladder}))
    assert (vigil.decide(look), vigil.decide(look)) == (1, 0)
    assert [(one.address, one.told_at) for one in desk.rows()] == [("ann@town.ru", NOW)]


def test_a_happening_that_does_not_commit_leaves_nothing_to_send(tmp_path: Path) -> None:
    desk = Desk(staffed(tmp_path, body=roster()), mailed(1))
    try:
        with desk.place.store.writing() as (connection, numbers):
            alert, logged = alerts.tell(connection, numbers, None, [FIRED, escalated(1)])
            Outbox(desk.place, desk.outlets)(connection, numbers, alert, logged)
            raise RuntimeError("killed here")
    except RuntimeError:
        assert desk.rows() == []


def test_a_test_letter_tells_what_the_server_said(tmp_path: Path) -> None:
    with listening(MailServer()) as server:
        known = mail_settings(server.port)
        done = run(tmp_path, "alerts", "test-mail", "eve@town.ru", **known)
        assert (done.returncode, server.to) == (0, ["eve@town.ru"]) and "250 2.0.0 queued as 7" in done.stdout
        assert server.read()["Subject"] == "Пробное письмо ситуационного центра"
        server.replies["RCPT"] = "550 no such user"
        refused = run(tmp_path, "alerts", "test-mail", "eve@town.ru", **known)
        assert refused.returncode == 1 and "550 no such user" in refused.stderr and refused.stderr.count("\n") == 1
    assert outlets_of(house(tmp_path).settings) == Outlets(None, None, "")
