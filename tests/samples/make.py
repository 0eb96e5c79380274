"""Writes the samples of this folder in the real layouts; content and people are invented.

Run it after a change: `.venv/bin/python tests/samples/make.py`.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import xlsxwriter
import xlwt

HERE = Path(__file__).parent
HEADER = (
    "Номер",
    "Номер ЕПГУ",
    "Источник",
    "Верхнеуровневый ЛКО",
    "Категория",
    "Подкатегория",
    "Факт",
    "Организация, в которую поступило сообщение",
    "Организация, в которой находится сообщение",
    "Дата поступления",
    "Дата планируемого завершения работ",
    "Дата фактического завершения работ",
    "Стадия",
    "Статус",
    "Просрочено",
    "Фаст-трек",
    "ФЗ",
    "Заявитель выбрал подачу по 59-ФЗ",
    "Тип решения",
    "Направлено по email в ФОИВ, не подключенный к ПОС",
    "Оценка ответа заявителем",
    "Повторное рассмотрение",
    "ФИО координатора",
    "ФИО исполнителя",
    "ФИО руководителя",
)
TOWN, YARDS, HEAT = "Администрация ЗАТО Заозерск", "Служба городского хозяйства", "Теплоснабжение"
PEOPLE = ("Кедрова  Анна Ильинична", "Щукин Лев Егорович", "Выдрина Ольга Петровна")
ANSWERED = "Отправлен ответ заявителю"


def _row(number: str, topic: tuple[str, str, str], days: tuple[str, str, str], **more: str) -> list[str]:
    told = {
        "Номер": number,
        "Номер ЕПГУ": f"66{number}",
        "Источник": "EPGU",
        "Верхнеуровневый ЛКО": "Мурманская область",
        "Категория": topic[0],
        "Подкатегория": topic[1],
        "Факт": topic[2],
        HEADER[7]: TOWN,
        HEADER[8]: YARDS,
        HEADER[9]: days[0],
        HEADER[10]: days[1],
        HEADER[11]: days[2],
        "Стадия": "Завершено",
        "Статус": ANSWERED,
        "Просрочено": "Нет",
        "Фаст-трек": "Да",
        "ФЗ": "Обычное сообщение",
        HEADER[17]: "Нет",
        "Тип решения": "Решено",
        HEADER[19]: "-",
        HEADER[20]: "-",
        HEADER[21]: "-",
        HEADER[22]: PEOPLE[0],
        HEADER[23]: PEOPLE[1],
        HEADER[24]: PEOPLE[2],
    }
    assert more.keys() <= set(HEADER), more.keys() - set(HEADER)
    return [{**told, **more}[name] for name in HEADER]


ROWS = (
    _row(
        "327441801",
        ("ЖКХ", "Теплоснабжение", "Нет отопления"),
        ("06.01.2026", "16.01.2026", "07.01.2026"),
        **{HEADER[8]: HEAT, "Оценка ответа заявителем": "5"},
    ),
    _row(
        "327441802",
        ("Дороги", "Уборка снега", "-"),
        ("08.01.2026", "18.01.2026", "20.01.2026"),
        **{"Просрочено": "Да", "Тип решения": "Разъяснено", "Повторное рассмотрение": "Да"},
    ),
    _row(
        "327441803",
        ("ЖКХ", "Подъезд", "Неведомый факт"),
        ("12.01.2026", "11.02.2026", "-"),
        **{
            "Стадия": "В работе",
            "Статус": "Назначен исполнитель",
            "Фаст-трек": "Нет",
            "Тип решения": "-",
            "Заявитель выбрал подачу по 59-ФЗ": "Да",
        },
    ),
    _row(
        "327441804",
        ("Благоустройство", "Освещение", "Не горит фонарь"),
        ("13.01.2026", "23.01.2026", "14.01.2026"),
        **{"Статус": "Отклонено модератором", "Тип решения": "-"},
    ),
    _row(
        "327441805",
        ("Прочее", "-", "-"),
        ("14.01.2026", "24.01.2026", "-"),
        **{HEADER[8]: "ООО «Кто-то новый»", "Статус": "Ждёт чуда", "Стадия": "Неясно", "Тип решения": "Решено"},
    ),
    _row(
        "327441806",
        ("ЖКХ", "Теплоснабжение", "Нет отопления"),
        ("15.01.2026", "25.01.2026", "16.01.2026"),
        **{"Статус": "Передано в вышестоящую организацию", "Тип решения": "Перенаправлено"},
    ),
)
OLDER = tuple(name for name in HEADER if name not in (HEADER[16], HEADER[17], HEADER[19]))
BOSTON = [
    "CASE_ENQUIRY_ID",
    "OPEN_DT",
    "TARGET_DT",
    "CLOSED_DT",
    "OnTime_Status",
    "CASE_STATUS",
    "SUBJECT",
    "REASON",
    "TYPE",
    "QUEUE",
    "Department",
    "Location",
    "fire_district",
    "pwd_district",
    "city_council_district",
    "police_district",
    "neighborhood",
    "neighborhood_services_district",
    "ward",
    "precinct",
    "land_usage",
    "LOCATION_STREET_NAME",
    "LOCATION_ZIPCODE",
    "Property_Type",
    "LATITUDE",
    "LONGITUDE",
    "Source",
]


def _boston(number: str, when: tuple[str, str, str], street: str, point: tuple[str, str]) -> list[str]:
    status = "Closed" if when[2] else "Open"
    told = {
        "CASE_ENQUIRY_ID": number,
        "OPEN_DT": when[0],
        "TARGET_DT": when[1],
        "CLOSED_DT": when[2],
        "OnTime_Status": "ONTIME",
        "CASE_STATUS": status,
        "SUBJECT": "Public Works Department",
        "REASON": "Highway Maintenance",
        "TYPE": "Invented Pothole",
        "Department": "PWDx",
        "Location": street,
        "neighborhood": "Back Bay",
        "LOCATION_STREET_NAME": street,
        "LATITUDE": point[0],
        "LONGITUDE": point[1],
        "Source": "Self Service",
    }
    return [told.get(name, "") for name in BOSTON]


BOSTON_ROWS = (
    _boston(
        "1",
        ("01/01/2015 08:25:52 AM", "01/09/2015 08:30:00 AM", "02/24/2015 08:06:51 AM"),
        "50 Nowhere St",
        ("42.349", "-71.0856"),
    ),
    _boston("2", ("07/01/2015 11:59:59 PM", "", ""), "", ("42.3594", "-71.0587")),
    _boston(
        "3",
        ("07/02/2015 12:00:00 AM", "", "07/01/2015 10:00:00 PM"),
        "INTERSECTION Any Rd & Other St",
        ("42.3595", "-71.0588"),
    ),
)
OPEN311 = [
    {
        "service_request_id": "7001",
        "status": "open",
        "service_name": "Illegal Parking",
        "service_code": "IP:1",
        "description": "A truck stands here, call 555-0100",
        "requested_datetime": "2026-03-11T02:30:00Z",
        "updated_datetime": "2026-03-11T02:31:20Z",
        "address": "52 Nowhere St, Boston, Ma, 02127",
        "lat": 42.33432833,
        "long": -71.0442055,
        "media_url": "https://example.org/1.jpg",
        "token": "t-1",
        "extended_attributes": {
            "x": "779405.2",
            "name": "Ima Invented",
            "first_name": "Ima",
            "last_name": "Invented",
            "email": "ima@example.org",
            "phone": "5550100",
            "photos": [{"media_url": "https://example.org/1.jpg"}],
        },
    },
    {
        "service_request_id": "7002",
        "status": "closed",
        "status_notes": "Done.",
        "service_name": "Pothole",
        "service_code": "PH:1",
        "description": None,
        "requested_datetime": "2026-03-10T23:44:01-05:00",
        "updated_datetime": "2026-03-11T02:29:01+00:00",
        "expected_datetime": "2026-03-12T00:00:00Z",
        "agency_responsible": "Public Works",
        "lat": None,
        "long": None,
        "token": "t-2",
        "extended_attributes": {},
    },
]


def _xlsx() -> None:
    with xlsxwriter.Workbook(HERE / "pos/pos_25.xlsx", {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Отчёт")
        for number, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, row)


def _xls() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet0")
    sheet.write_merge(0, 0, 0, len(OLDER) - 1, "Сообщения за период 01.01.2026 – 31.01.2026")
    for number, row in enumerate((HEADER, *ROWS), 2):
        for column, name in enumerate(OLDER):
            sheet.write(number, column, row[HEADER.index(name)])
    book.save(str(HERE / "pos/pos_older.xls"))


def _text() -> None:
    with (HERE / "pos/pos_cp1251.csv").open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows((HEADER, *ROWS))
    with gzip.GzipFile(HERE / "boston_311/cases.csv.gz", "wb", mtime=0) as packed:
        lines = [",".join(f'"{c}"' if "," in c else c for c in row) for row in (BOSTON, *BOSTON_ROWS)]
        packed.write("\r\n".join(lines).encode())
    (HERE / "open311/requests.json").write_text(json.dumps(OPEN311, indent=1), encoding="utf-8")


if __name__ == "__main__":
    _xlsx()
    _xls()
    _text()
