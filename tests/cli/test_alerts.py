"""Alerts from the shell: the queue and one alert in words and for programs, taken and ended with a reason."""

import json
from datetime import timedelta

import pytest
from alarms import fire, overdue, silent
from houses import days_ago, house, record, tell

from dashboard import cli
from dashboard.clock import now


@pytest.fixture
def say(tmp_path, monkeypatch, capsys):
    """Carry out a command on a home with two alerts and return (exit code, answer, what the person is told)."""
    monkeypatch.setenv("SITUATION_ROOM_HOME", str(tmp_path))
    told = house(tmp_path)
    tell(told, "a", [record(n, due=days_ago(2), street="ул. Мира") for n in range(1, 5)])
    fire(told, overdue(), at=now())
    fire(told, silent(), at=now())
    told.close()

    def carried(*typed):
        code = cli.answer(typed)
        return code, *capsys.readouterr()

    return carried


def test_the_queue_is_listed_in_words_and_for_programs(say):
    code, out, _ = say("alerts", "list")
    assert code == 0 and "Никто не взял: 2" in out and "1 · ▲ Критично · Просрочено 4 — отопление, ул. Мира" in out
    rows = json.loads(say("alerts", "list", "--json")[1])
    assert [(row["list"], row["id"], row["severity"], row["n"]) for row in rows] == [
        ("unowned", 1, "breach", 4), ("unowned", 2, "warning", 1)]
    assert rows[0]["scope"] == {"block": ["housing"], "street": ["ул. Мира"], "topic": ["heating"]}


def test_an_alert_is_taken_shown_and_ended(say):
    code, out, told = say("alerts", "take", "1", "--reason", "бригада едет", "--until", "three", "--promise", "ответим",
                         "--promise-on", f"{now() + timedelta(days=2):%Y-%m-%d}")
    assert (code, out) == (0, "") and told.startswith("Взято до ")
    out = say("alerts", "show", "1")[1]
    assert "«бригада едет»" in out and "ответим" in out and "Началось: Просрочено 4" in out
    shown = json.loads(say("alerts", "show", "1", "--json")[1])
    assert shown["answer"]["reason"] == "бригада едет" and [one["turn"] for one in shown["log"]] == [
        "acknowledged", "fired"]
    assert say("alerts", "end", "1", "--reason", "сделано")[0] == 0
    assert "завершено" in say("alerts", "show", "1")[1]
    assert json.loads(say("alerts", "show", "1", "--json")[1])["stage"] == "resolved"


@pytest.mark.parametrize("typed, says", [
    (("take", "9", "--reason", "x", "--until", "day"), "нет или оно уже завершено"),
    (("take", "1", "--reason", "x", "--until", "завтра"), "2026-11-27T18:00"),
    (("take", "1", "--reason", " ", "--until", "noon"), "почему можно подождать"),
    (("take", "1", "--reason", "x", "--until", "noon", "--promise-on", "завтра"), "2026-11-24"),
    (("end", "1", "--reason", ""), "Напишите, почему"), (("show", "9"), "нет")], ids=lambda part: part[-1])
def test_what_is_wrong_is_one_sentence(say, typed, says):
    code, out, told = say("alerts", *typed)
    assert (code, out, told.count("\n")) == (2, "", 1) and says in told


def test_an_empty_queue_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SITUATION_ROOM_HOME", str(tmp_path))
    assert cli.answer(("alerts", "list")) == 0
    assert capsys.readouterr().out == "Никого звать не нужно\n"
