"""A town in which every source tells secrets: names, phones, mail, flats, texts, single houses and numbers."""

from __future__ import annotations

import base64
import csv
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from staging import Staged

from callbacks.giving import given
from dashboard.cache.board import WallCase
from dashboard.clock import now
from dashboard.domain.alerts.finding import Subject
from dashboard.domain.fields import Privacy
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from datasources.calling import Caller, Service
from intake.folder import Folder
from intake.poll import Poll
from intake.watch import Watch

PERSON, INITIALS, LATIN = "Плантова Дарья Ильинична", "Плантов П. П.", "Darya Plantova"
PHONE, MAIL, FLAT, TEXT = "+7 921 555-66-77", "planted.darya@example.org", "кв. 1717", "у меня дома прорвало трубу"
NUMBERS = {"pos": "PLANT-POS-", "boston": "9876543210", "file": "PLANT-FILE-", "service": "PLANT-SERV-"}
HOUSES = ("4077 Lonely", "4078 Lonely", "4079 Lonely")
SAID = ("ПЛАНТ-ПРИЧИНА", "ПЛАНТ-ОБЕЩАНИЕ", "ПЛАНТ-ЗАМЕТКА", "ПЛАНТ-АВАРИЯ")
"""Why an alert waits, what was promised, a comment, a declared cause."""
STREETS = ("Lonelyfile Ave", "Lonelyboston Ave", "Lonelyservice Ave")
PLACES = ("69.407131", "32.457131", "69.408232", "32.458232", "69.409333", "32.459333")
SECRETS = (PERSON, INITIALS, LATIN, "Plantova", PHONE, MAIL, FLAT, TEXT, *SAID, *NUMBERS.values(), *HOUSES,
           *STREETS, *PLACES)
CROWDED, BUSY, TOPIC = "Crowded St", "Busy St", "Planted Topic"
"""Streets of many cases and their topic: these the wall may name, or it would be no test."""
POS = ("Номер", "Дата поступления", "Дата планируемого завершения работ", "Дата фактического завершения работ", "Факт",
       "Подкатегория", "Организация, в которой находится сообщение", "Статус", "Просрочено", "ФИО координатора",
       "ФИО исполнителя", "ФИО руководителя", "Номер ЕПГУ")
BOSTON = ("CASE_ENQUIRY_ID", "OPEN_DT", "TARGET_DT", "CLOSED_DT", "CASE_STATUS", "SUBJECT", "TYPE", "Department",
          "Source", "neighborhood", "LOCATION_STREET_NAME", "Location", "LATITUDE", "LONGITUDE", "REASON")


def _sheet(header: tuple[str, ...], rows: list[tuple[Any, ...]], delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([header, *rows])
    return out.getvalue().encode()


def pos() -> bytes:
    """ПОС: persons in their columns, a letter where the topic should be, a person where the department should."""
    day, due = (f"{now() - timedelta(days=back):%d.%m.%Y}" for back in (20, 5))
    usual = (day, due, "", "Нет отопления", "Теплоснабжение", "Теплоснабжение", "Назначен исполнитель", "Да",
             PERSON, INITIALS, PERSON, "66")
    rows = [(f"{NUMBERS['pos']}{n}", *usual) for n in range(8)]
    letter = (day, due, "", f"{TEXT}, звоните {PHONE}", "", INITIALS, "Назначен исполнитель", "Да", *usual[8:])
    spoken = (day, due, "", TEXT, "", INITIALS, "Назначен исполнитель", "Да", *usual[8:])
    broken = (f"{PERSON}, {MAIL}", *usual[1:])
    told = [(f"{NUMBERS['pos']}{n}", *row) for n, row in ((90, letter), (92, spoken), (91, broken))]
    return _sheet(POS, [*rows, *told], ";")


def boston() -> bytes:
    """Boston's layout: a single house on a street of its own, an owner who is a person."""
    opened, due = (f"{now() - timedelta(days=back):%m/%d/%Y %I:%M:%S %p}" for back in (20, 6))
    usual = (opened, due, "", "Open", "Works", TOPIC)
    crowd = [(f"{NUMBERS['boston']}{n}", *usual, "PWDx", "Phone", "Centre", CROWDED, "", "69.4005", "32.4505", TEXT)
             for n in range(6)]
    lonely = (f"{NUMBERS['boston']}99", *usual, INITIALS, "Phone", "Centre", f"{HOUSES[1]}boston Ave",
              f"{HOUSES[1]}boston Ave apt 3", PLACES[2], PLACES[3], MAIL)
    return _sheet(BOSTON, [*crowd, lonely], ",")


def requests(prefix: str, house: str, place: tuple[str, ...], street: str) -> bytes:
    """GeoReport: a description, a name, a phone and a mail in the attributes, a single house."""
    asked, due = ((now() - timedelta(days=back)).isoformat() for back in (18, 4))
    person = {"first_name": "Darya", "last_name": "Plantova", "name": LATIN, "email": MAIL, "phone": PHONE}
    told = {"status": "open", "service_name": TOPIC, "service_code": "p", "description": f"{TEXT}. {PERSON}, {FLAT}",
            "requested_datetime": asked, "expected_datetime": due, "agency_responsible": INITIALS, "status_notes": TEXT,
            "media_url": f"https://example.org/{MAIL}.jpg", "extended_attributes": person}
    lonely = {**told, "service_request_id": f"{prefix}1", "address": f"{house} Ave", "lat": float(place[0]),
              "long": float(place[1])}
    crowd = [{**told, "service_request_id": f"{prefix}2{n}", "address": f"{n} {street}", "lat": 69.4005 + n / 1e4,
              "long": 32.4505} for n in range(6)]
    return json.dumps([lonely, *crowd], ensure_ascii=False).encode()


@contextmanager
def service(content: bytes) -> Iterator[str]:
    """Yield the address of a GeoReport server on the loopback."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/requests.json"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(staged: Staged, case: WallCase) -> None:
    """Let alerts stand in every state, with words of people in each place that takes them."""
    reason, promise, comment, cause = SAID
    calling = Subject("days", case.block, TOPIC, CROWDED)
    letter = Subject("days", case.block, TEXT, STREETS[0])
    subjects = (calling, letter, calling._replace(place=STREETS[1]), calling._replace(topic="roofs"),
                Subject("days", case.block, case.topic))
    alerts = staged.fire_all(*zip((6, 1, 2, 6, 8), subjects, strict=True))
    staged.comment(alerts[0], f"{comment}, {PERSON}")
    staged.cover(alerts[3], f"{cause}, {FLAT}")
    staged.take(alerts[4], reason=f"{reason}, {PERSON}", promise=f"{promise}, {PHONE}")


def plant(home: Path) -> int:
    """Tell the secrets through every source, and return how many questions the town has."""
    house = House(Settings(home=home), now)
    room, folder = Room(house, Viewer("tester", LOCAL)), Folder(house.settings.inbox)
    folder.prepare()
    told = requests(NUMBERS["file"], f"{HOUSES[0]}file", PLACES[:2], CROWDED)
    for profile, name, content in (("boston_311", "b.csv", boston()), ("open311", "o.json", told)):
        (folder.root / profile).mkdir()
        (folder.root / profile / name).write_bytes(content)
    uploaded = given(room, "p.csv", "data:text/csv;base64," + base64.b64encode(pos()).decode())
    assert "said" not in uploaded, uploaded
    watch = Watch(house, folder)
    watch.look(0.0)
    watch.look(2.0)
    told = requests(NUMBERS["service"], f"{HOUSES[2]}service", PLACES[4:], BUSY)
    with service(told) as address, httpx.Client() as client:
        Poll(house, Service("planted", address, attempts=1), Caller(client)).look()
    late = house.boards.board(Scope(), View(), privacy=Privacy.WALL).queues[0].cases
    answer(Staged(house), next(case for case in late if case.topic not in {TOPIC, UNKNOWN}))
    n = sum(batch.added for batch in house.store.batches())
    house.close()
    return n
