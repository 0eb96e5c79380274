"""Our cases in GeoReport v2; the official schemas are asked in tests/accept."""

from datetime import datetime

import pytest
from web.servers import Server

REQUIRED = {"service_request_id", "status", "service_code", "requested_datetime"}
KNOWN = REQUIRED | {
    "status_notes", "service_name", "description", "agency_responsible", "service_notice", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    return Server(tmp_path_factory.mktemp("home"))


def requests(server, query=""):
    answer = server.get(f"/open311/v2/requests.json{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_case_has_the_required_fields_and_none_that_the_format_does_not_know(server):
    found = requests(server)
    assert len(found) == 12
    for request in found:
        assert request.keys() >= REQUIRED
        assert request.keys() <= KNOWN
        assert request["status"] in ("open", "closed")


def test_every_moment_carries_an_offset_even_where_only_a_day_is_known(server):
    for request in requests(server):
        for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
            assert request[name] is None or datetime.fromisoformat(request[name]).tzinfo is not None


def test_no_description_no_coordinates_and_no_house_leave(server):
    for request in requests(server):
        assert (request["description"], request["lat"], request["long"], request["media_url"]) == (None,) * 4
        assert request["address"] in (None, "ул. Флотская")


def test_the_newest_come_first_and_pages_do_not_overlap(server):
    days = [request["requested_datetime"] for request in requests(server)]
    assert days == sorted(days, reverse=True)
    pages = [requests(server, f"?page_size=5&page={page}") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert [r for page in pages for r in page] == requests(server)


@pytest.mark.parametrize("status, n", [("open", 8), ("closed", 4), ("open,closed", 12)])
def test_a_status_chooses(server, status, n):
    assert len(requests(server, f"?status={status}")) == n


def test_numbers_overrule_everything_else(server):
    known = [request["service_request_id"] for request in requests(server)[:2]]
    found = requests(server, f"?status=closed&service_request_id={known[1]},nobody,{known[0]}")
    assert [request["service_request_id"] for request in found] == [known[1], known[0]]


def test_a_service_chooses(server):
    assert {r["service_code"] for r in requests(server, "?service_code=snow")} == {"snow"}
    assert len(requests(server, "?service_code=snow,heating")) == 12


def test_dates_choose_and_the_window_is_ninety_days_at_most(server):
    assert len(requests(server, "?start_date=2026-11-19T00:00:00%2B03:00&end_date=2026-11-19T23:59:59%2B03:00")) == 1
    assert requests(server, "?end_date=2026-08-01") == []
    assert requests(server, "?start_date=2025-01-01") == []


def test_a_case_is_found_by_its_number_whatever_it_is_made_of(server):
    for request in requests(server):
        answer = server.get(f"/open311/v2/requests/{request['service_request_id'].replace('/', '%2F')}.json")
        assert answer.json() == [request]


def test_topics_are_the_services(server):
    services = server.get("/open311/v2/services.json").json()
    assert {"heating", "snow"} <= {service["service_code"] for service in services}
    assert all({"service_code", "service_name", "metadata", "type"} <= service.keys() for service in services)
