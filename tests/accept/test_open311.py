"""Open311 both ways: fifty real requests come in, and what goes out passes the official schemas."""

import json
from datetime import date

import pytest
from accept.city import DATA, run, told
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from web.servers import Server

from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.open311 import found

FOLDER = DATA / "open311"


@pytest.fixture(scope="module")
def validator():
    schemas = {name: json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
               for name in ("request", "requests", "service", "services")}
    resources = [(f"{name}.json", Resource.opaque(schema)) for name, schema in schemas.items()]
    registry = Registry().with_resources(resources)
    return lambda name: Draft7Validator(schemas[name], registry=registry, format_checker=FormatChecker())


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("open311")
    run(folder, "import", "--profile", "open311", str(FOLDER / "boston_service_requests.json"))
    return folder


def test_all_fifty_requests_load(home):
    assert told(home, "count", "received")["total"] == 50


def test_they_have_no_term_and_no_department_because_the_city_told_none(home):
    assert told(home, "count", "no_deadline")["total"] == 50
    assert told(home, "count", "received", "--by", "department")["by"] == {"": 50}


def test_our_requests_and_services_pass_the_official_schemas(tmp_path, validator):
    server = Server(tmp_path)
    requests = server.get("/open311/v2/requests.json").json()
    assert len(requests) == 12
    assert [str(e) for e in validator("requests").iter_errors(requests)] == []
    services = server.get("/open311/v2/services.json").json()
    assert services and [str(e) for e in validator("services").iter_errors(services)] == []


def test_the_citys_requests_go_out_again_by_the_official_schema(home, validator):
    room = Room(House(Settings(home=home, store=""), now), Viewer("tester", LOCAL))
    days = [date.fromisoformat(row["received_at"][:10]) for row in told(home, "list", "received")]
    out = found(room, {"end_date": [max(days).isoformat()], "page_size": ["1000"]})
    assert out and [str(e) for e in validator("requests").iter_errors(out)] == []
