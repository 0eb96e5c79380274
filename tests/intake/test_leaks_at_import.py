"""Whatever citizens write of themselves comes in through every source and is found in clear nowhere."""

import base64
import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event

import httpx
import pypdf
import pytest
import xlsxwriter
from cli.commands import run
from houses import BOSTON_HEADER, room
from web.servers import Server

from callbacks.giving import given
from dashboard.domain.people import Role, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.room import Room
from datasources.calling import Caller, Service
from intake.folder import Folder
from intake.poll import Poll
from intake.watch import Watch

SECRETS = ("8 921 765-43-21", "765-43-21", "89217654321", "9217654321", "6-54-32", "zhalobshik77", "112-233-445 95",
           "4708 987654", "987654", "кв. 739", "Apt 739", "Сурикатов", "Евграф Тушканчиков", "Тушканчиков",
           "2202 2012 3456 7898")
MOTTO = "фиолетовый бегемот"
"""Words of a citizen's own text: sealed, but found in clear nowhere."""
CONTACTS = ("тел. 8 921 765-43-21 или 89217654321, домашний тел. 6-54-32, zhalobshik77@pochta.example, СНИЛС "
            "112-233-445 95, паспорт 4708 987654, карта 2202 2012 3456 7898, кв. 739, с уважением, Сурикатов И.И.")
LETTER = f"У нас {MOTTO}! {CONTACTS}"
WORD = "Шум, тел. 8 921 765-43-21, zhalobshik77@pochta.example, кв. 739, Сурикатов И.И."
"""What stands where a word is expected: columns shift, people write into the wrong field."""
PLACE = "ул. Мира, д. 5, кв. 739"
DUTY = """
key: duty
title: Журнал
source: edds
dates: ["%d.%m.%Y"]
addresses: ru
defaults: {channel: edds}
columns:
  number: {headers: [№], required: true}
  received: {headers: [Принято], required: true}
  closed: Исполнено
  topic: Что
  address: Где
  text: Текст
  contact: Телефон
  applicant: ФИО
  staff: Диспетчер
  department: Кто
  status: Состояние
  rating: Оценка
"""


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def duty(folder, first=1):
    """A workbook of the town's own profile: two rows that are taken, three that are not."""
    (folder / "profiles").mkdir(exist_ok=True)
    (folder / "profiles" / "duty.yaml").write_text(DUTY, encoding="utf-8")
    head = ["№", "Принято", "Исполнено", "Что", "Где", "Текст", "Телефон", "ФИО", "Диспетчер", "Кто", "Состояние",
            "Оценка", "Лишний столбец"]

    def row(number, received="20.11.2026", closed=""):
        return [number, received, closed, WORD, PLACE, LETTER, "8 921 765-43-21", "Евграф Тушканчиков", "Дежурный",
                WORD, WORD, WORD, CONTACTS]

    return workbook([head, row(str(first)), row(str(first + 1)), row(str(first + 2), closed=WORD), row(""),
                     row(str(first + 3), received=CONTACTS)])


def boston():
    header = BOSTON_HEADER + ",Location,Extra"
    cells = ["1", "11/01/2026 08:00:00 AM", "11/09/2026 08:00:00 AM", "", WORD, WORD, WORD, WORD, WORD, WORD,
             "5 Main St Apt 739", "69.4", "32.4", WORD, "5 Main St Apt 739", CONTACTS]
    broken = [*cells[:1], WORD, *cells[2:]]
    return "\n".join([header, *(",".join(f'"{c}"' for c in row) for row in (cells, broken))]) + "\n"


def pos():
    head = ["Номер", "Номер ЕПГУ", "Источник", "Категория", "Подкатегория", "Факт",
            "Организация, в которой находится сообщение", "Дата поступления", "Дата планируемого завершения работ",
            "Дата фактического завершения работ", "Стадия", "Статус", "Просрочено", "Фаст-трек", "ФЗ", "Тип решения",
            "Оценка ответа заявителем", "Повторное рассмотрение", "ФИО координатора", "Контакты заявителя"]
    cells = ["1", CONTACTS, WORD, WORD, WORD, WORD, WORD, "20.11.2026", "25.11.2026", "", WORD, WORD, WORD, WORD, WORD,
             WORD, WORD, WORD, "Дежурный", CONTACTS]
    broken = [*cells[:7], WORD, *cells[8:]]
    return workbook([head, cells, broken])


def report(number):
    attributes = {"name": "Евграф Тушканчиков", "email": "zhalobshik77@pochta.example", "phone": "8 921 765-43-21"}
    return {"service_request_id": str(number), "status": "open", "service_name": WORD, "service_code": WORD,
            "description": LETTER, "agency_responsible": WORD, "status_notes": LETTER, "address": PLACE, "lat": 69.4,
            "requested_datetime": "2026-11-20T08:00:00+03:00", "long": 32.4, "media_url": f"http://x/{CONTACTS}",
            "extended_attributes": {**attributes, "комментарий": CONTACTS}, "first_name": "Евграф Тушканчиков"}


@pytest.fixture
def service():
    """A GeoReport service on loopback."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps([report(77)]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Keep the test's output quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield Service(key="north", url=f"http://127.0.0.1:{http.server_port}/requests.json")
    http.shutdown()
    http.server_close()


@pytest.fixture
def place(tmp_path, service, capfd):
    """A room that everything came into: watch folder, upload, HTTP, a refused file; and what was logged meanwhile."""
    found = room(tmp_path)
    inbox = Folder(found.settings.inbox)
    inbox.prepare()
    files = {"duty.xlsx": duty(tmp_path), "boston.csv": boston().encode(), "pos.xlsx": pos(),
             "open311.json": json.dumps([report(1)], ensure_ascii=False).encode(),
             "strange.csv": f"кто;что\n{LETTER};{LETTER}\n".encode()}
    for name, content in files.items():
        (inbox.root / name).write_bytes(content)
    given(found, "upload.xlsx", "data:;base64," + base64.b64encode(duty(tmp_path, 101)).decode())
    watch = Watch(found.house, inbox)
    watch.look(0)
    watch.look(2)
    client = httpx.Client()
    Poll(found.house, service, Caller(client, Event())).look()
    client.close()
    return found, capfd.readouterr()


def spoken(content):
    """Return which secrets the bytes tell, in any of the ways in which text lies in files."""
    said = (*SECRETS, MOTTO)
    return {word for word in said for form in (word.encode(), word.encode("utf-16-le"), word.encode("cp1251"),
                                               json.dumps(word)[1:-1].encode()) if form in content}


def test_everything_came_in(place):
    found, _ = place
    assert {b.profile for b in found.batches()} == {"duty", "boston_311", "pos", "open311"}
    assert [q.name for q in found.quarantined()] == ["strange.csv"]
    assert found.count("received", Scope(), View(), "source") == {
        "edds": 4, "boston_311": 1, "pos": 1, "open311": 1, "north": 1}
    assert sum(b.rejected for b in found.batches()) >= 5


def test_no_file_of_the_home_tells_anything(place):
    found, _ = place
    found.house.close()
    files = [path for path in found.settings.home.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    assert {path.name for path in files} >= {"room.db", "duty.xlsx", "strange.csv", "upload.xlsx", "open311.json"}
    assert {path.name: told for path in files if (told := spoken(path.read_bytes()))} == {}


def test_no_log_tells_anything(place):
    _, logged = place
    assert "file taken" in logged.out + logged.err
    assert spoken((logged.out + logged.err).encode()) == set()


def test_even_the_vault_holds_no_contacts_and_the_text_itself_is_there(place):
    found, _ = place
    told = [found.case(row["source"], row["external_id"]).private
            for row in found.rows("received", Scope(), View()).rows]
    assert sum(MOTTO in (private.get("text") or "") for private in told) == 6
    assert spoken(json.dumps(told, ensure_ascii=False).replace(MOTTO, "").encode()) == set()
    assert not {"applicant", "contact"} & {field for private in told for field in private}


def test_streets_and_houses_are_known_without_flats(place):
    found, _ = place
    places = {(row["source"], row["street"], row["house"]) for row in found.rows("received", Scope(), View()).rows}
    assert {("edds", "ул. Мира", "ул. Мира, 5"), ("boston_311", "Main St", "Main St, 5")} <= places


def test_no_answer_of_the_api_and_no_export_tells_anything(place):
    found, _ = place
    found.house.close()
    server = Server(found.settings.home)
    addresses = [*(f"/api/v1/{path}" for path in ("list/received", "count/received?by=topic", "sources", "board")),
                 "/api/v1/count/received?by=department", "/open311/v2/requests.json", "/open311/v2/services.json",
                 "/export/csv?measure=received"]
    answers = {address: server.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert {address: told for address, answer in answers.items() if (told := spoken(answer.content))} == {}
    table, page = (server.room().export(key, "received", Scope(), View()) for key in ("xlsx", "pdf"))
    with zipfile.ZipFile(io.BytesIO(table)) as parts:
        assert spoken(b"".join(parts.read(name) for name in parts.namelist())) == set()
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page)).pages)
    assert "Снимок обстановки" in text and spoken(text.encode()) == set()


def test_the_administrator_sees_reasons_of_rejected_rows_and_no_cell(place):
    found, _ = place
    alone = Room(found.house, Viewer("administrator", frozenset({Role.ADMINISTRATOR})))
    rows = [row for batch in alone.batches() for row in alone.rejected(batch.id)]
    assert rows and spoken(json.dumps(rows, ensure_ascii=False).encode()) == set()
    assert {word.value for word in alone.unknown_words()} == {"…"}
    head = Room(found.house, Viewer("head", frozenset({Role.HEAD})))
    words = json.dumps([word.value for word in head.unknown_words()], ensure_ascii=False)
    assert "[телефон]" in words and spoken(words.encode()) == set()


def test_the_check_of_a_profile_counts_what_is_not_taken_and_shows_nothing_private(tmp_path):
    (tmp_path / "duty.xlsx").write_bytes(duty(tmp_path))
    done = run(tmp_path, "profile", "check", str(tmp_path / "duty.xlsx"))
    assert "Не берём: 1 столбец: Лишний столбец" in done.stdout
    assert "Только меткой с ключом, не сохраняя: ФИО, Телефон" in done.stdout
    assert spoken((done.stdout + done.stderr).encode()) == set()
