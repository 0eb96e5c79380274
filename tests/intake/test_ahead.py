"""A large file is prepared by a process beside; what comes of it is what one process alone makes of it."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from houses import boston_csv, house
from sqlalchemy import select

from dashboard import collect
from dashboard.store.digest import content_digest
from dashboard.store.tables import EVENTS, HISTORY, QUESTIONS, REJECTS, UNKNOWNS
from dashboard.store.vault import private_of
from intake import files
from intake.files import Intake

ROOT = Path(__file__).parent.parent.parent
ROWS = 700
PROFILE = """
key: whole
title: Everything that a file may tell
source: whole
semantics: {semantics}
cadence: 1d
dates: ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"]
zone: Europe/Moscow
midnight: time
due: file_else_rules
defaults: {{channel: pos}}
columns:
  number: {{headers: [number], required: true}}
  question: question
  received: {{headers: [received], required: true}}
  registered: registered
  first_response: answered
  due: due
  closed: closed
  returned: returned
  rated: rated
  rating: rating
  deferred_to: deferred
  status: status
  outcome: outcome
  department: department
  topic: topic
  street: street
  house: house
  lat: lat
  lon: lon
  repeated: {{headers: [repeated], filled: true}}
  text: text
  applicant: applicant
words:
  status: {{map: {{new: new, work: in_work, done: closed, back: returned, spam: spam, later: deferred}}}}
  outcome: {{map: {{ok: resolved, no: refused}}}}
  department: {{mode: open}}
  topic: {{mode: open}}
"""
HEADER = ("number,question,received,registered,answered,due,closed,returned,rated,rating,status,outcome,department,"
          "topic,street,house,lat,lon,repeated,text,applicant,deferred")


def whole_csv(path, seed):
    """A file in which everything occurs: two questions in one appeal, rows that are refused, rows that stand twice."""
    chance = random.Random(seed)
    begun = datetime(2026, 1, 10, 8, tzinfo=UTC)

    def moment(number, likely):
        if chance.random() > likely:
            return ""
        at = begun + timedelta(minutes=97 * number + chance.randrange(-3000, 90000))
        return f"{at:%Y-%m-%d}" if chance.random() < 0.3 else f"{at:%Y-%m-%d %H:%M:%S}"

    def row(number):
        received = "" if number % 97 == 0 else f"{begun + timedelta(minutes=97 * number):%Y-%m-%d %H:%M:%S}"
        some = chance.choice
        return ",".join([
            f"n{number % (ROWS - 40) // 2 + 90 * seed}", f"{number % 2 + 1}", received,
            *(moment(number, likely) for likely in (0.5, 0.4, 0.6, 0.5, 0.2, 0.3)),
            some(["", "3", "5", "9"]), some(["", "new", "work", "done", "back", "spam", "later", "strange"]),
            some(["", "ok", "no"]), some("DEF"), some(["", "roof", "heat"]), some(["", "Lenina", "Mira"]),
            some(["", "5", "7"]), some(["", "69.4"]), some(["", "32.4", "x"]), some(["", "yes"]),
            some(["", f"text {number}"]), some(["", "Ivanova"]), moment(number, 0.2)])

    path.write_text("\n".join([HEADER, *map(row, range(ROWS))]) + "\n", encoding="utf-8")
    return path


def placed(home, store="", semantics="additive"):
    profiles = home / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "whole.yaml").write_text(PROFILE.format(semantics=semantics))
    return house(home, store)


def everything(place):
    """Every row that an import writes, and the private texts, opened.

    Engines find the known questions of a portion in an order of their own, so of the numbers of events and of past
    rectangles only the order within a question is told.
    """
    with place.store.reading() as connection:
        def rows(table, *order):
            return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]

        told = {t.name: rows(t, t.c.question_id, t.c.id) for t in (EVENTS, HISTORY)}
        for row in (*told["events"], *told["questions_history"]):
            row.pop("id")
        told |= {"questions": rows(QUESTIONS, QUESTIONS.c.id), "unknowns": rows(UNKNOWNS, UNKNOWNS.c.id),
                 "reasons": [(row["row"], row["reason"]) for row in rows(REJECTS, REJECTS.c.id)]}
        told["private"] = [private_of(connection, place.store.vault, row["id"]) for row in told["questions"]]
        return told | {"digest": content_digest(connection)}


def took(place, path, beside, monkeypatch, **how):
    monkeypatch.setattr(files, "MANY", 0 if beside else 10**9)
    monkeypatch.setattr(collect.portions, "__defaults__", (150,))
    return Intake(place).take(path, "cli:ann", profile="whole", **how).batch


def children_of(pid):
    """Processes that a process has started and that still run."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_beside_or_alone_the_same_file_makes_the_same_truth(engine, tmp_path, request, monkeypatch):
    url = "" if engine == "sqlite" else request.getfixturevalue("postgres_store_url")
    beside, alone = placed(tmp_path / "beside", url), placed(tmp_path / "alone")
    for seed in (1, 2):  # the second file tells of the same questions, and of others
        file = whole_csv(tmp_path / f"{seed}.csv", seed)
        batch = took(beside, file, True, monkeypatch)
        assert batch == took(alone, file, False, monkeypatch)
        assert batch.added and batch.rejected and (batch.changed or seed == 1)
        assert everything(beside) == everything(alone)


def test_a_snapshot_prepared_beside_makes_the_rest_vanish_too(tmp_path, monkeypatch):
    beside, alone = (placed(tmp_path / name, semantics="snapshot") for name in ("beside", "alone"))
    for seed, part in ((1, 1), (2, 3)):
        file = whole_csv(tmp_path / f"{seed}.csv", seed)
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(lines[:len(lines) // part]))
        took(beside, file, True, monkeypatch)
        took(alone, file, False, monkeypatch)
    found = everything(beside)
    assert found == everything(alone)
    assert any(row["kind"] == "vanished" for row in found["events"])


def test_an_import_whose_process_beside_is_killed_goes_on_alone(tmp_path, monkeypatch):
    broken, calm = placed(tmp_path / "broken"), placed(tmp_path / "calm")
    file, killed = whole_csv(tmp_path / "a.csv", 3), []

    def kill(done, total):
        for child in children_of(os.getpid()) if done == 150 else ():
            os.kill(child, signal.SIGKILL)
            killed.append(child)

    assert took(broken, file, True, monkeypatch, progress=kill).state == "done"
    took(calm, file, False, monkeypatch)
    assert killed and everything(broken) == everything(calm)


def test_a_file_that_is_refused_leaves_no_process_behind(tmp_path, monkeypatch):
    place, file = placed(tmp_path / "home"), whole_csv(tmp_path / "a.csv", 4)
    monkeypatch.setattr(files, "translate", lambda *_: {}["broken"])
    begun, begin = [], files.Ahead.begin

    def watched(*told):
        others = set(children_of(os.getpid()))  # what earlier tests of this worker left running is no affair of ours
        begin(*told)
        begun.extend(set(children_of(os.getpid())) - others)

    monkeypatch.setattr(files.Ahead, "begin", watched)
    with pytest.raises(KeyError):
        took(place, file, True, monkeypatch)
    assert begun and not any(map(runs, begun))


def test_a_large_file_told_again_begins_no_process(tmp_path, monkeypatch):
    place, file = placed(tmp_path / "home"), whole_csv(tmp_path / "a.csv", 5)
    first = took(place, file, True, monkeypatch)
    monkeypatch.setattr("intake.ahead.Ahead.begin", lambda *_: pytest.fail("nobody needs it"))
    assert took(place, file, True, monkeypatch) == first


def test_the_process_beside_does_not_outlive_the_import(tmp_path):
    file = boston_csv(tmp_path / "boston.csv", 60_000)
    code = f"import sys; sys.argv = ['x', 'import', '--profile', 'boston_311', {str(file)!r}]\n" \
           "from dashboard.cli import main; main()"
    env = {**os.environ, "SITUATION_ROOM_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    importing = subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    begun, children = time.monotonic(), []
    while not children and importing.poll() is None and time.monotonic() - begun < 60:
        children = children_of(importing.pid)
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    while any(map(runs, children)) and time.monotonic() - begun < 90:
        pass
    assert children and not any(map(runs, children))
