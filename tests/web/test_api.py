"""The JSON API: its shapes, its limits, and what it says when it is asked wrongly."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from houses import NOW, record, tell
from web.servers import SECRETS, Server

KEYS = {"key", "value", "unit", "n", "of", "state", "observed_at"}
FIRST = ["source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
         "received_at", "due_at", "closed_at", "lat", "lon"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    return Server(tmp_path_factory.mktemp("home"))


def told(server, address, status=200):
    answer = server.get(address)
    assert answer.status_code == status, answer.text
    return answer.json()


def russian(text):
    return any("а" <= letter <= "я" for letter in text.lower())


def test_a_count_tells_its_measure_moment_scope_total_and_members(server):
    found = told(server, "/api/v1/count/open?by=topic&block=housing")
    assert set(found) == {"measure", "as_of", "scope", "total", "by"}
    assert (found["measure"], found["scope"]) == ("open", {"block": ["housing"]})
    assert sum(found["by"].values()) == found["total"] == 6
    assert datetime.fromisoformat(found["as_of"]).utcoffset().total_seconds() == 3 * 3600


def test_a_count_without_a_division_has_no_members(server):
    assert told(server, "/api/v1/count/overdue_open")["by"] == {}
    assert told(server, "/api/v1/count/overdue_open")["total"] == 2


def test_a_dimension_given_twice_means_either(server):
    both = told(server, "/api/v1/count/received?topic=heating&topic=snow")
    assert both["total"] == 12
    assert both["scope"] == {"topic": ["heating", "snow"]}


def test_an_empty_member_is_the_unknown_one(server):
    assert told(server, "/api/v1/count/received?street=")["total"] == 4


@pytest.mark.parametrize("ends", [("since", "until"), ("from", "to")])
def test_both_ends_of_a_period_belong_to_it(server, ends):
    found = told(server, f"/api/v1/count/closed?{ends[0]}=2026-11-22&{ends[1]}=2026-11-22")
    assert (found["total"], found["scope"]) == (3, {"from": "2026-11-22", "to": "2026-11-22"})


def test_the_moment_of_judgement_changes_what_is_open(server):
    early = told(server, "/api/v1/count/open?as_of=2026-11-21T12:00:00%2B03:00")
    assert early["as_of"] == "2026-11-21T12:00:00+03:00"
    assert early["total"] != told(server, "/api/v1/count/open")["total"]


def test_a_list_has_exactly_the_rows_that_were_counted_in_the_promised_order_of_columns(server):
    found = told(server, "/api/v1/list/open")
    assert found["total"] == len(found["rows"]) == told(server, "/api/v1/count/open")["total"]
    assert list(found["rows"][0])[:14] == FIRST


def test_a_list_tells_what_must_be_doubted_of_a_term(tmp_path):
    place = Server(tmp_path)
    tell(place.house, "laws", [record(60, law="59-fz"), record(61, law="pos")], NOW + timedelta(hours=1))
    rows = {row["external_id"]: row for row in told(place, "/api/v1/list/received")["rows"]}
    assert [rows[number]["unconfirmed"] for number in ("n60", "n61", "n30")] == [True, False, False]
    assert {row["provisional"] for row in rows.values()} == {False}


def test_pages_of_a_list_are_disjoint_and_whole(server):
    pages = [told(server, f"/api/v1/list/received?limit=5&offset={offset}")["rows"] for offset in (0, 5, 10)]
    ids = [row["external_id"] for page in pages for row in page]
    assert [len(page) for page in pages] == [5, 5, 2]
    assert len(set(ids)) == 12


def test_a_date_stays_a_date_and_an_instant_has_the_towns_offset(server):
    rows = {row["external_id"]: row for row in told(server, "/api/v1/list/received")["rows"]}
    assert rows["П-51/26:7"]["received_at"] == "2026-11-19"
    assert rows["n1"]["received_at"].endswith("+03:00")
    assert rows["n1"]["closed_at"] is None


def test_shares_are_percentage_points_with_their_parts(server):
    whole, = told(server, "/api/v1/metrics/on_time")
    assert set(whole) >= KEYS
    assert (whole["unit"], whole["n"], whole["of"]) == ("percent", 10, 12)
    assert whole["value"] == pytest.approx(100 * 10 / 12)


def test_a_metric_is_divided_by_a_dimension(server):
    found = told(server, "/api/v1/metrics/received?by=department")
    assert {row["key"]: row["n"] for row in found} == {"D": 9, "E": 3}


def test_every_measure_and_metric_is_listed_with_a_russian_definition(server):
    for kind in ("measures", "metrics"):
        listed = told(server, f"/api/v1/{kind}")
        assert len(listed) > 15
        for one in listed:
            assert russian(one["title"]) and russian(one["explain"]), one


def test_the_board_tells_every_metric_and_its_sources(server):
    found = told(server, "/api/v1/board")
    assert {"version", "at", "town", "demo", "scope", "metrics", "sources"} <= set(found)
    assert found["metrics"]["open"][0]["n"] == 8
    assert [source["key"] for source in found["sources"]] == ["pos"]


def test_sources_tell_their_age_and_state(server):
    source, = told(server, "/api/v1/sources")
    assert {"key", "title", "state", "observed_at", "cadence_s"} <= set(source)


@pytest.mark.parametrize("address, status", [
    ("/api/v1/count/nonsense", 404), ("/api/v1/list/nonsense", 404), ("/api/v1/metrics/nonsense", 404),
    ("/api/v1/nonsense", 404), ("/nonsense", 404), ("/export/docx", 404),
    ("/open311/v2/requests/pos:nobody:1.json", 404), ("/open311/v2/requests/nonsense.json", 404),
    ("/api/v1/count/open?by=nonsense", 400), ("/api/v1/count/open?since=yesterday", 400),
    ("/api/v1/count/open?as_of=2026-11-20T10:00:00", 400), ("/api/v1/count/open?departement=D", 400),
    ("/api/v1/list/open?limit=0", 400), ("/api/v1/list/open?limit=10001", 400),
    ("/api/v1/list/open?offset=-1", 400), ("/api/v1/list/open?limit=many", 400),
    ("/api/v1/metrics/inflow?by=topic", 400), ("/export/pdf?since=yesterday", 400), ("/export/csv?measure=x", 400),
    ("/open311/v2/requests.json?page=0", 400), ("/open311/v2/requests.json?status=lost", 400),
    ("/open311/v2/requests.json?start_date=2026-11-20&end_date=2026-11-01", 400),
])
def test_a_wrong_question_is_refused_in_russian(server, address, status):
    found = told(server, address, status)
    assert list(found) == ["error"]
    assert russian(found["error"])


@pytest.mark.parametrize("address", [
    "/api/v1/board", "/api/v1/list/received", "/api/v1/count/received?by=street", "/api/v1/metrics/received?by=street",
    "/api/v1/sources", "/open311/v2/requests.json", "/open311/v2/requests/pos:n1:1.json", "/open311/v2/services.json"])
def test_no_answer_holds_a_text_a_name_a_phone_a_flat_or_a_house(server, address):
    text = json.dumps(told(server, address), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []


def test_the_description_names_every_path_and_the_parameters_of_a_scope(server):
    found = told(server, "/api/v1/openapi.json")
    assert {"/api/v1/board", "/api/v1/metrics", "/api/v1/metrics/{key}", "/api/v1/measures", "/api/v1/count/{measure}",
            "/api/v1/list/{measure}", "/api/v1/sources", "/open311/v2/requests.json", "/healthz",
            "/readyz"} <= set(found["paths"])
    names = {p["name"] for p in found["paths"]["/api/v1/count/{measure}"]["get"]["parameters"]}
    assert {"measure", "by", "since", "until", "as_of", "known_at", "topic", "department"} <= names


def test_the_page_of_the_description_asks_nobody_outside(server):
    page = server.get("/api/v1/docs")
    assert page.status_code == 200
    assert "http://" not in page.text and "https://" not in page.text and "//" not in page.text.replace("://", "")
    assert "<script" not in page.text and russian(page.text)


def test_the_process_is_alive_and_the_room_can_answer(server):
    assert told(server, "/healthz") == {"state": "ok"}
    assert told(server, "/readyz") == {"state": "ok"}


def test_the_audit_log_is_downloaded_whole_or_by_kind_and_day(server):
    first, *rows = csv.reader(io.StringIO(server.get("/audit.csv").text))
    assert first[0] == "number" and [row[0] for row in rows[:2]] == ["1", "2"]
    server.get("/export/csv")
    kinds = [row[4] for row in csv.reader(io.StringIO(server.get("/audit.csv?kind=export").text))]
    assert set(kinds) == {"kind", "export"}
    assert len(list(csv.reader(io.StringIO(server.get("/audit.csv?day=2001-01-01").text)))) == 1
    assert server.get("/audit.csv?day=yesterday").status_code == 400
