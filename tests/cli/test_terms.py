"""The real commands that count a term and explain one."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from cli.commands import run, told

HEADS = ("Номер", "Дата поступления", "Категория", "Статус", "Фаст-трек", "ФЗ", "Дата планируемого завершения работ")
ROWS = (("100", "06.01.2026", "Дороги", "В работе", "Да", "-", "-"),
        ("101", "30.01.2026", "Дороги", "В работе", "-", "59-ФЗ", "-"),
        ("102", "06.01.2026", "Дороги", "В работе", "Да", "-", "20.01.2026"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


def filled(folder: Path) -> Path:
    """A home with three appeals of ПОС: fast, by 59-ФЗ, and one whose export names another day."""
    with (folder / "pos.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADS, *ROWS))
    done = run(folder, "import", "--profile", "pos", str(folder / "pos.csv"))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(("said", "due_at"), [
    ("2026-01-30 30 calendar_day --roll before", "2026-02-27T23:59:59+03:00"),
    ("2026-01-30T23:59:00+03:00 30 calendar_day --roll none", "2026-03-01T23:59:59+03:00"),
    ("2026-01-30T22:00:00+00:00 30 calendar_day", "2026-03-02T23:59:59+03:00"),
    ("2025-12-29 10 working_day", "2026-01-22T23:59:59+03:00"),
    ("2025-12-29 10 working_day --start event", "2026-01-21T23:59:59+03:00"),
    ("2026-05-08T15:00 9 working_hour", "2026-05-12T18:00:00+03:00"),
    ("2026-11-21T23:45:30 30 minute", "2026-11-22T00:15:30+03:00"),
    ("2026-11-20 9 working_hour", "2026-11-24T23:59:59+03:00"),
])
def test_a_term_is_counted_for_programs(home: Path, said: str, due_at: str) -> None:
    since, amount, unit, *more = said.split()
    found = told(home, "deadline", "--from", since, "--amount", amount, "--unit", unit, *more)
    assert set(found) == {"due_at", "due_date", "provisional", "steps"}
    assert (found["due_at"], found["due_date"], found["provisional"]) == (due_at, due_at[:10], False)
    assert sum(step["amount"] for step in found["steps"]) == pytest.approx(int(amount))
    assert all({"day", "counted", "why", "rule", "citation"} <= set(step) for step in found["steps"])


def test_what_lies_beyond_the_calendar_is_provisional(home: Path) -> None:
    found = told(home, "deadline", "--from", "2026-12-20", "--amount", "10", "--unit", "working_day")
    assert found["provisional"]
    assert found["due_date"] > "2027"


def test_a_list_tells_which_terms_a_rule_counted_that_nobody_confirmed(home: Path) -> None:
    rows = {row["external_id"]: row["unconfirmed"] for row in told(home, "list", "received")}
    assert rows == {"100": False, "101": True, "102": False}
    header, *_ = csv.reader(run(home, "list", "received", "--csv").stdout.splitlines())
    assert "unconfirmed" in header


def test_a_term_is_counted_for_people_day_by_day(home: Path) -> None:
    done = run(home, "deadline", "--from", "2025-12-29", "--amount", "2", "--unit", "working_day")
    said = done.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert said[0] == "Срок: 12.01.2026"
    assert any("вт 30.12.2025" in line and "день 1 из 2" in line for line in said)
    assert sum("не считается" in line for line in said) == 12
    assert said[-1].startswith("[2] ТК РФ")


@pytest.mark.parametrize(("said", "cure"), [
    ("--from 2026-01-30 --amount 3 --unit days", "working_day"),
    ("--from 30.01.2026 --amount 3 --unit hour", "2026-11-24T14:32"),
    ("--from 2026-01-30 --amount 0 --unit hour", "от 1 до"),
    ("--from 9999-12-01 --amount 60 --unit calendar_day", "9999"),
    ("--from 2026-01-30 --amount 3", "--unit"),
])
def test_what_cannot_be_counted_is_refused_with_its_cure(home: Path, said: str, cure: str) -> None:
    done = run(home, "deadline", *said.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert cure in done.stderr


def test_an_appeal_is_explained_with_both_clocks(home: Path) -> None:
    said = run(home, "explain", "101").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "По закону: срок — 27.02.2026" in said
    assert "Для жителя: человек ждёт уже" in said
    assert "30 календарных дней; отсчёт со дня, следующего за регистрацией" in said
    assert "пт 27.02.2026  → последний день нерабочий" in said
    assert "59-ФЗ, ст. 12" in said


def test_another_date_of_the_export_is_told_beside_the_rules(home: Path) -> None:
    assert "источник называет 20.01.2026, по правилу выходит 16.01.2026" in run(home, "explain", "102").stdout
    found = told(home, "explain", "pos/102/1")
    assert (found["source"], found["external_id"], found["question"]) == ("pos", "102", "1")
    answer = found["stages"]["answer"]
    assert (answer["due_date"], answer["rule_due_date"], answer["from"], answer["by_rule"]) == (
        "2026-01-20", "2026-01-16", "export", "pos-fast-answer")
    assert found["elapsed_days"] > 300


def test_a_term_is_explained_as_it_was_known_before_the_rules_were_changed(tmp_path: Path) -> None:
    home, now = filled(tmp_path), datetime.now(UTC)
    rules = yaml.safe_load(run(home, "policy", "show", "rules").stdout)
    [answer] = [rule for rule in rules["rules"] if rule["key"] == "pos-59-fz-answer"]
    answer["amount"] = 20
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    assert run(home, "policy", "apply", "rules", str(tmp_path / "rules.yaml"), "--reason", "tried").returncode == 0
    days = [told(home, "explain", "101", *known)["stages"]["answer"]["due_date"]
            for known in ((), ("--known-at", now.isoformat()))]
    assert days == ["2026-02-19", "2026-02-27"]
    assert told(home, "explain", "101", "--known-at", "2020-01-01")["stages"] == {}, "nobody had heard of it"
    said = run(home, "explain", "101", "--known-at", now.isoformat()).stdout
    assert "Как было известно" in said and "По закону" not in said


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "вчера"])
def test_a_moment_outside_of_the_calendar_of_years_is_refused_with_its_cure(home: Path, moment: str) -> None:
    for typed in (("explain", "101"), ("count", "open")):
        done = run(home, *typed, "--known-at", moment)
        assert done.returncode == 2
        assert "пишите так: 2026-11-24T14:32:00+03:00" in done.stderr


def test_an_appeal_that_is_not_there_is_refused(home: Path) -> None:
    for name in ("999", "pos/999/1"):
        done = run(home, "explain", name)
        assert done.returncode == 2
        assert "999" in done.stderr
