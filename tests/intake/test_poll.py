"""A GeoReport service on a real socket that fails, stalls, asks to wait and lies."""

import json
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from houses import NOW, house, room

from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.errors import SourceError
from dashboard.room import Room
from datasources.calling import Caller, Service, retry_after
from datasources.georeport import SPAN, fetch, windows
from intake.poll import Poll, services


def case(number, **more):
    return {"service_request_id": str(number), "status": "open", "service_code": "heating",
            "service_name": "Heating", "requested_datetime": "2026-11-20T08:00:00+03:00", "lat": 69.4, "long": 32.45,
            **more}


class Server:
    """Answers with what was planned, then with the last plan for ever; remembers what was asked."""

    def __init__(self):
        self.plan = deque()
        self.asked = []
        self.released = threading.Event()
        self.heard = threading.Event()

    def answer(self, query):
        self.asked.append(query)
        self.heard.set()
        step = self.plan.popleft() if len(self.plan) > 1 else self.plan[0]
        return step(query) if callable(step) else step


@pytest.fixture
def server():
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = told.answer({k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()})
            if found == "stall":
                told.released.wait(10)
                return
            if found == "drip":
                self.dripped()
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", headers.get("Lie", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

        def dripped(self):
            """Send a byte every twentieth of a second, until nobody listens."""
            self.send_response(200)
            self.send_header("Content-Length", "9999")
            self.end_headers()
            with suppress(OSError):
                while not told.released.wait(0.05):
                    self.wfile.write(b" ")
                    self.wfile.flush()

        def log_message(self, *_):
            """Keep the test's output quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{http.server_port}/requests.json"
    yield told
    told.released.set()
    http.shutdown()
    http.server_close()
    thread.join()


def good(*rows):
    return 200, {"Content-Type": "application/json"}, json.dumps(list(rows)).encode()


@contextmanager
def polling(place, server, **options):
    settings = {"attempts": 3, "timeout_s": 0.3, **options}
    with httpx.Client() as client:
        yield Poll(place.house, Service("our_north", server.url, **settings), Caller(client))


def count(place):
    return place.count("received", Scope(), View())[""]


def test_what_the_service_tells_is_counted(tmp_path, server):
    place = room(tmp_path)
    server.plan.append(good(case(1), case(2)))
    with polling(place, server) as poll:
        poll.look()
    assert count(place) == 2
    assert [s.key for s in place.source_rows()] == ["our_north"]


def test_a_window_is_never_longer_than_90_days(tmp_path):
    service = Service("s", "http://x")
    asked = list(windows(service, NOW - timedelta(days=200), NOW))
    assert len(asked) == 3
    assert asked[0]["start_date"] == "2026-05-07T09:30:00Z"
    assert asked[-1]["end_date"] == "2026-11-23T09:30:00Z"


def test_updated_after_is_used_where_the_server_has_it():
    asked = list(windows(Service("s", "http://x", updated_after=True), NOW - SPAN, NOW))
    assert asked == [{"updated_after": "2026-08-25T09:30:00Z"}]


def test_a_passing_failure_passes(tmp_path, server):
    place = room(tmp_path)
    server.plan += [(503, {"Retry-After": "0"}, b""), (429, {"Retry-After": "0"}, b""), good(case(1))]
    with polling(place, server) as poll:
        assert poll.look() is not None
    assert (len(server.asked), count(place)) == (3, 1)


def test_a_server_that_stalls_is_not_waited_for_for_ever(tmp_path, server):
    place = room(tmp_path)
    server.plan += ["stall", good(case(1))]
    with polling(place, server) as poll:
        assert poll.look() is not None
    assert count(place) == 1


@pytest.mark.parametrize("lie", [
    (200, {}, b"<html>Welcome</html>"),
    (200, {}, b'{"error": "no"}'),
    (200, {}, b'[1, 2]'),
    (200, {}, b'[{"service_request_id": "1"'),
    (404, {}, b""),
    (500, {"Retry-After": "0"}, b""),
    (200, {"Lie": "9999"}, b"[]"),
    (200, {"Content-Encoding": "gzip"}, b"this is no gzip"),
])
def test_a_lie_is_noted_and_nothing_is_lost(tmp_path, server, lie):
    place = room(tmp_path)
    server.plan.append(good(case(1)))
    with polling(place, server) as poll:
        poll.look()
        server.plan.clear()
        server.plan.append(lie)
        assert poll.look() is None
    source = place.source_rows()[0]
    assert source.failing_since == NOW
    assert count(place) == 1


def test_why_a_service_fails_is_told_in_russian_with_its_number(tmp_path, server):
    place = room(tmp_path)
    server.plan.append((404, {}, b""))
    with polling(place, server) as poll:
        poll.look()
    said = place.board().sources[0].error
    assert said is not None and "404" in said and "HTTP" in said and "refuses" not in said


def test_a_service_that_recovers_is_no_longer_failing(tmp_path, server):
    place = room(tmp_path)
    server.plan += [(404, {}, b""), good(case(1))]
    with polling(place, server) as poll:
        poll.look()
        poll.look()
    assert place.source_rows()[0].failing_since is None


def test_a_case_told_twice_counts_once_with_its_newest_telling(tmp_path, server):
    place = room(tmp_path)
    newer = case(1, status="closed", updated_datetime="2026-11-22T08:00:00Z")
    server.plan.append(good(newer, case(1, updated_datetime="2026-11-21T08:00:00Z")))
    with polling(place, server) as poll:
        poll.look()
    assert (count(place), place.count("closed", Scope(), View())[""]) == (1, 1)


def test_pages_are_followed_to_the_end_even_if_the_server_repeats_itself(server):
    pages = {"1": [case(1), case(2)], "2": [case(3), case(4)], "3": [case(3), case(4)]}
    server.plan.append(lambda query: good(*pages[query["page"]]))
    with httpx.Client() as client:
        found = fetch(Service("s", server.url, page_size=2, updated_after=True), Caller(client), NOW, NOW)
    assert [row["service_request_id"] for row in found] == ["1", "2", "3", "4"]


def test_a_service_is_asked_again_only_when_it_is_due(tmp_path, server):
    server.plan.append(good(case(1)))
    place = room(tmp_path)
    with polling(place, server, cadence_s=600) as poll:
        assert poll.due(NOW)
        poll.look()
        assert not poll.due(NOW + timedelta(seconds=599))
        assert poll.due(NOW + timedelta(seconds=600))


def test_a_service_that_fails_is_left_alone_longer_every_time(tmp_path, server):
    place = room(tmp_path)
    server.plan.append((404, {}, b""))
    with polling(place, server, cadence_s=5) as poll:
        poll.look()
        assert not poll.due(NOW + timedelta(seconds=29)) and poll.due(NOW + timedelta(seconds=30))
        poll.look()
        assert not poll.due(NOW + timedelta(seconds=59)) and poll.due(NOW + timedelta(seconds=60))


def test_a_server_that_asks_for_ten_minutes_gets_them(tmp_path, server):
    place = room(tmp_path)
    server.plan.append((503, {"Retry-After": "600"}, b""))
    with polling(place, server, cadence_s=5) as poll:
        assert poll.look() is None
        assert len(server.asked) == 1
        assert not poll.due(NOW + timedelta(seconds=599)) and poll.due(NOW + timedelta(seconds=600))


def test_an_answer_that_drips_is_not_waited_for_for_ever(tmp_path, server):
    place = room(tmp_path)
    server.plan += ["drip", good(case(1))]
    with polling(place, server, timeout_s=0.1) as poll:
        assert poll.look() is not None
    assert count(place) == 1


def test_a_room_that_stops_waits_for_no_pause(tmp_path, server):
    place = room(tmp_path)
    server.plan.append((503, {"Retry-After": "30"}, b""))
    with httpx.Client() as client, ThreadPoolExecutor(1) as threads:
        caller = Caller(client)
        looking = threads.submit(Poll(place.house, Service("our_north", server.url), caller).look)
        server.heard.wait(5)
        caller.stopping.set()
        assert looking.result(timeout=5) is None
    assert len(server.asked) == 1
    assert place.source_rows() == []


def test_retry_after_is_read_as_seconds_or_against_the_servers_own_clock():
    date = "Mon, 23 Nov 2026 09:30:00 GMT"
    assert retry_after("7") == 7
    assert retry_after("Mon, 23 Nov 2026 09:30:20 GMT", date) == 20
    assert retry_after("soon", date) is None
    assert retry_after(None) is None


def test_the_homes_file_names_its_services(tmp_path):
    text = "open311:\n- {key: north, url: 'http://127.0.0.1:1/r.json', query: {a: 1}}\n"
    (tmp_path / "services.yaml").write_text(text)
    assert services(tmp_path) == [Service("north", "http://127.0.0.1:1/r.json", query=(("a", "1"),))]


def test_a_broken_file_of_services_is_named(tmp_path):
    (tmp_path / "services.yaml").write_text("open311:\n- {nonsense: 1}\n")
    with pytest.raises(SourceError, match=r"services\.yaml"):
        services(tmp_path)


def test_texts_names_and_telephones_of_the_service_stay_in_the_vault(tmp_path, server):
    place = room(tmp_path)
    told = case(1, description="Secret Sentence", extended_attributes={"name": "Secret Person", "phone": "777"})
    server.plan.append(good(told))
    with polling(place, server) as poll:
        poll.look()
    rows = Room(house(tmp_path), Viewer("x", LOCAL)).rows("received", Scope(), View()).rows
    assert "Secret" not in str(rows)
    assert place.case("our_north", "1").private == {"text": "Secret Sentence"}
