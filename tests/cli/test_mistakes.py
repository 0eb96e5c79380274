"""What goes wrong is one Russian sentence with its cure and the documented exit code; so is every help page."""

import errno
import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cli.commands import run
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, OperationalError

from dashboard import cli
from dashboard.cli.faults import FILES, POSTGRESQL, SQLITE, fault
from dashboard.words import Words

PATHS = ((), ("serve",), ("demo",), ("import",), ("watch",), ("count",), ("list",), ("metrics",), ("clusters",),
         ("export",), ("doctor",), ("profile",), ("profile", "check"), ("retention",), ("backup",), ("restore",),
         ("deadline",), ("explain",), ("backtest",), ("recompute",),
         ("policy",), ("policy", "show"), ("policy", "apply"),
         ("alerts",), *(("alerts", each) for each in ("list", "show", "take", "end", "check", "post", "test-mail")),
         ("login-link",), ("user",), ("user", "add"), ("user", "list"), ("user", "close"), ("user", "open"),
         ("user", "password"), ("wall-link",), ("wall-link", "create"), ("wall-link", "list"), ("wall-link", "revoke"),
         ("roster",), ("roster", "show"), ("roster", "apply"), ("audit",),
         ("alerts",), ("alerts", "post"), ("alerts", "test-mail"),
         *(("audit", each) for each in ("verify", "export", "head", "holders")))
NOWHERE = "postgresql+psycopg://x:y@127.0.0.1:1/z"
NAMES = {"situation", "room", "serve", "demo", "import", "watch", "count", "list", "metrics", "clusters", "export",
         "profile", "check", "doctor", "backup", "restore", "backups",
         "help", "pdf", "png", "xlsx", "csv", "JSON", "CSV", "SITUATION", "ROOM", "PORT",
         "STORE", "ALLOWED", "HOSTS", "PostgreSQL", "received", "json", "leave", "undo", "seed", "by", "port", "bya",
         "nosuch", "nonsense", "user", "add", "close", "open", "password", "login", "link", "wall", "create", "revoke",
         "roster", "show", "apply", "YAML", "Host", "role", "name", "position", "block", "act", "scenes", "network",
         "reason", "audit", "verify", "head", "holders", "SHA", "retention", "recompute", "deadline", "explain",
         "alerts", "post", "test", "mail", "calendar", "working", "hour", "minute", "event", "next", "before",
         "after", "none", "take", "end", "day", "noon", "three", "until", "promise", "on", "backtest", "week", "month",
         "whole", "policy", "rules"}
"""Names of commands, options, formats and settings, and what a test mistyped."""
WORD = re.compile(r"(?<![-/\w])[A-Za-z]{2,}")
WORDS = Words.load("ru", ZoneInfo("UTC"))


def english(text):
    return set(WORD.findall(text)) - NAMES


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """What the command writes when it is called in this process, on a wide terminal, with a home of its own."""
    monkeypatch.setenv("SITUATION_ROOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "400")
    return capsys


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_help_page_is_russian_and_explains_each_part(here, path):
    assert cli.answer([*path, "--help"]) == 0
    said = here.readouterr().out
    assert "Вызов: situation-room" in said and english(said) == set()
    options = [line for line in said.splitlines() if line.startswith(("  --", "  -o"))]
    assert [line for line in options if not re.search(r"\S  +[А-ЯЁ]", line)] == []


def test_the_first_help_page_names_every_command_and_exit_code(here):
    assert cli.answer([]) == 0
    said = here.readouterr().out
    assert [path[0] for path in PATHS[1:] if f"\n  {path[0]} " not in said] == []
    assert [code for code in range(7) if not re.search(rf"^  {code}  \S", said, re.MULTILINE)] == []


@pytest.mark.parametrize("typed", [
    ("nonsense",), ("count",), ("count", "open", "--bya", "x"), ("count", "open", "--by"), ("demo", "--seed", "x"),
    ("count", "open", "nonsense"), ("demo", "--leave=nonsense"), ("profile", "nonsense"), ("profile", "check"),
    ("count", "open", "--json", "--csv"), ("serve", "--port", "99999"),
    ("backtest", "--every", "nonsense"), ("backtest", "--from", "nonsense"),
    ("backtest", "--from", "2026-02-01", "--until", "2026-01-01"),
], ids=" ".join)
def test_a_mistyped_command_is_told_in_russian(here, typed):
    assert cli.answer(typed) == 2
    out, told = here.readouterr()
    assert re.search("[а-яё]{3}", told) and english(told) == set()
    assert (out, told.count("\n")) == ("", 1)


@pytest.mark.parametrize("name, value", [("port", "abc"), ("allowed_hosts", "abc")])
def test_a_setting_that_cannot_be_read_is_named(here, monkeypatch, name, value):
    monkeypatch.setenv(f"SITUATION_ROOM_{name.upper()}", value)
    assert cli.answer(["count", "open"]) == 2
    told = here.readouterr().err
    assert f"SITUATION_ROOM_{name.upper()}" in told and told.count("\n") == 1


def test_a_store_that_does_not_answer_is_one_sentence(tmp_path):
    for command in (("count", "open"), ("serve", "--port", "0")):
        done = run(tmp_path, *command, store=NOWHERE)
        assert (done.returncode, done.stdout) == (4, "")
        assert "запустите PostgreSQL" in done.stderr and done.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_said_so(tmp_path):
    (tmp_path / "room.db").write_text("no database, " * 20)
    done = run(tmp_path, "count", "open")
    assert done.returncode == 4 and "не база данных" in done.stderr and done.stderr.count("\n") == 1


def test_a_home_that_cannot_be_made_is_said_so():
    for command in (("count", "open"), ("serve", "--port", "0")):
        done = run("/proc/x", *command)
        assert done.returncode == 4 and "/proc/x" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("typed, code, says", [
    (("import", "nosuch.csv"), 3, "проверьте имя и путь"), (("import", "/tmp"), 3, "укажите файл"),
    (("profile", "check", "nosuch.csv"), 3, "проверьте имя и путь"),
    (("alerts", "check", "--file", "nosuch.yaml"), 3, "проверьте имя и путь"),
    (("export", "--format", "csv", "-o", "/nosuch/x.csv"), 2, "проверьте имя и путь"),
    (("export", "--format", "csv", "-o", "/"), 2, "укажите файл"),
], ids=str)
def test_a_file_that_cannot_be_used_is_told_with_the_cure(tmp_path, typed, code, says):
    done = run(tmp_path, *typed)
    assert done.returncode == code and says in done.stderr and "Traceback" not in done.stderr
    assert "No such" not in done.stderr


def checks(done):
    return {check["key"]: check for check in json.loads(done.stdout)["checks"]}


@pytest.mark.parametrize("home, settings", [("/proc/x", {}), (None, {"store": NOWHERE})])
def test_the_doctor_goes_on_without_a_store(tmp_path, home, settings):
    done = run(home or tmp_path, "doctor", "--json", **settings)
    found = checks(done)
    assert done.returncode == 1 and len(found) == 12 and found["profiles"]["ok"]
    assert not found["store"]["ok"] and all(check["cure"] for check in found.values() if not check["ok"])
    assert json.loads(done.stdout)["content_digest"] is None


def test_the_doctor_finds_an_inbox_that_is_none_a_broken_profile_and_a_broken_plan(tmp_path):
    (tmp_path / "inbox").write_text("")
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.yaml").write_text("key: [")
    (tmp_path / "plan.geojson").write_text("{}")
    found = checks(run(tmp_path, "doctor", "--json"))
    for key in ("inbox", "profiles", "town"):
        assert not found[key]["ok"] and found[key]["cure"], key


class Stranger(BaseHTTPRequestHandler):
    """Answers everything with a page; a room of another home would answer like ours."""

    body = b"<html>"

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_):
        """Say nothing."""


class Neighbour(Stranger):
    body = b'{"state": "ok"}'


@pytest.mark.parametrize("who, says", [(Stranger, "другая программа"), (Neighbour, "комната из другой")])
def test_the_doctor_tells_a_stranger_at_the_port_from_this_room(tmp_path, who, says):
    server = HTTPServer(("127.0.0.1", 0), who)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = checks(run(tmp_path, "doctor", "--json", port=str(server.server_port)))["port"]
    server.shutdown()
    server.server_close()
    assert not found["ok"] and says in found["says"] and "SITUATION_ROOM_PORT" in found["cure"]


def test_the_doctor_finds_a_free_port(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert checks(run(tmp_path, "doctor", "--json", port=str(free)))["port"]["ok"]


@pytest.mark.parametrize("number", FILES)
def test_a_reason_of_the_system_is_russian(tmp_path, number):
    said = fault(OSError(number, "English", "name"), WORDS, tmp_path).says
    assert english(said) <= {"name"} and errno.errorcode[number] not in said


@pytest.mark.parametrize("orig", [
    *(type("Sqlite", (Exception,), {"sqlite_errorname": name})() for name in (*SQLITE, "SQLITE_READONLY_DBMOVED")),
    *(type("Psycopg", (Exception,), {"sqlstate": f"{state}000" if state else None})() for state in POSTGRESQL),
    Exception(),
])
def test_a_failure_of_the_database_is_a_failure_of_the_store(tmp_path, orig):
    found = fault(OperationalError("SELECT secret", {}, orig), WORDS, tmp_path)
    assert found.code == 4 and found.says.startswith("Хранилище недоступно: ")
    assert english(found.says) <= {"createdb"} and "secret" not in found.says


def test_the_database_names_its_failure_as_the_table_expects(tmp_path):
    (tmp_path / "x.db").write_text("no database, " * 20)
    with pytest.raises(DBAPIError) as broken, create_engine(f"sqlite:///{tmp_path}/x.db").connect() as connection:
        connection.exec_driver_sql("SELECT * FROM x")
    assert broken.value.orig.sqlite_errorname in SQLITE


@pytest.mark.parametrize("refusal, says", [
    ('FATAL:  database "z" does not exist', "createdb"), ('FATAL:  role "x" does not exist', "имя или пароль"),
    ('FATAL:  password authentication failed for user "x"', "имя или пароль"),
    ("connection to server failed: Connection refused", "запустите PostgreSQL"),
])
def test_a_refused_connection_says_what_the_server_refuses(tmp_path, refusal, says):
    told = type("Psycopg", (Exception,), {"sqlstate": None})(refusal)
    assert says in fault(OperationalError("", {}, told), WORDS, tmp_path).says


def test_an_unforeseen_failure_names_its_kind_and_its_log(tmp_path):
    found = fault(ZeroDivisionError("deep inside"), WORDS, tmp_path)
    assert found.code == 1 and "ZeroDivisionError" in found.says and str(tmp_path / "errors.log") in found.says
    assert "deep inside" not in found.says
    assert "deep inside" in json.loads((tmp_path / "errors.log").read_text())["exception"]


def test_an_unforeseen_failure_is_logged_somewhere_when_the_home_cannot_be_written():
    assert "errors.log" in fault(ZeroDivisionError(), WORDS, Path("/proc/x")).says
