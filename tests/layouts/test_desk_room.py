"""The desk on a real room: every number and mark opens exactly its rows, acts act, refusals say why."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from dash import no_update
from houses import NOW, boston_csv, days_ago, record, room, tell

from callbacks.case import back_of, corrected, drawn, linked, read_of
from callbacks.definitions import defined
from callbacks.desk import by_hand, desk_slots, head_of, moment_of
from callbacks.desk_drawing import SLOTS, desk, settled
from callbacks.finding import results
from callbacks.giving import followed, given
from callbacks.listing import heading_of, rows_of
from callbacks.notes import listed
from callbacks.rejects import as_csv
from callbacks.sources import act, sections
from dashboard.backup.making import wanted
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.people import Role, Viewer
from dashboard.domain.scope import UNKNOWN, View
from dashboard.errors import RoomError
from dashboard.registry import discover
from dashboard.room import Room
from intake.backups import Backups
from intake.folder import Folder
from intake.watch import Watch
from layouts.desk.frame import strip
from layouts.desk.glance import glance_of
from layouts.pages.desk import PANELS
from layouts.screens import Panel

DESK = discover("layouts.panels", Panel)
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def town(tmp_path: Path) -> Room:
    """A room with forty questions of three topics, some closed, some overdue, some rated, some nowhere."""
    found = room(tmp_path)
    records = []
    for n in range(1, 41):
        place = {"street": f"ул. {n % 3}", "house": f"ул. {n % 3}, {n % 5}", "lat": 69.4 + n / 1e4, "lon": 32.45,
                 "place": "house"} if n % 4 else {}
        facts: dict[str, object] = {"received": days_ago(n % 20), "topic": ("heating", "roads", "waste")[n % 3],
                                    "block": ("housing", "roads", "waste")[n % 3], "department": f"Служба {n % 4}",
                                    "due": Moment(days_ago(n % 20 - 5).on), **place}
        if n % 2:
            facts |= {"closed": days_ago(n % 20 // 2), "status": "closed", "outcome": "resolved",
                      "first_response": days_ago(n % 20 // 2)}
        if n % 6 == 1:
            facts |= {"rated": days_ago(0), "rating": 1 + n % 5}
        records.append(record(n, **facts))
    tell(found.house, "a", records)
    return found


def packed(part: Any) -> Any:
    return json.loads(orjson.dumps(part, default=lambda each: each.to_plotly_json()))


def addresses(part: Any) -> Iterator[str]:
    """Every address in a drawn page: links of components, and marks of figures."""
    if isinstance(part, list):
        for each in part:
            yield from addresses(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "href" and isinstance(value, str) and "?" in value:
                yield value
            elif key == "customdata" and isinstance(value, list):
                yield from (search for search in value if search)
            else:
                yield from addresses(value)


def texts(part: Any) -> str:
    if isinstance(part, str | int):
        return str(part)
    if isinstance(part, list):
        return " ".join(filter(None, map(texts, part)))
    return texts(part["props"].get("children")) if isinstance(part, dict) and "props" in part else ""


def opened(town: Room, more: str = "") -> dict[str, Any]:
    return desk(town, settled(town, "", "/") + more, DESK)


def test_a_bare_address_stands_still_at_the_last_28_days(town: Room) -> None:
    search = settled(town, "?block=housing", "/")
    glance = glance_of(search)
    assert glance.view.as_of == glance.view.known_at == NOW
    assert (glance.scope.until - glance.scope.since).days == 27  # type: ignore[operator]
    assert settled(town, search, "/") == search
    assert glance_of(settled(town, "?measure=open", "/list")).scope.since is None


def test_every_slot_of_the_page_is_filled(town: Room) -> None:
    assert set(opened(town)) == set(SLOTS) == set(desk_slots())


@pytest.mark.parametrize("more", ["", "&block=housing", "&block=housing&topic=heating", "&street=", "&compare=year"])
def test_every_address_on_the_desk_lists_exactly_as_many_rows_as_it_counts(town: Room, more: str) -> None:
    found = sorted({a for a in addresses(packed(opened(town, more))) if not a.startswith("/case")})
    assert len(found) > 30
    for address in found:
        glance = glance_of(address.partition("?")[2])
        total = town.count(glance.measure, glance.scope, glance.view)[UNKNOWN]
        shown = rows_of(town, glance.search, {"startRow": 0, "endRow": 1000})
        assert shown["rowCount"] == total == len(shown["rowData"])


def told_before(town: Room) -> None:
    """Seven questions of a year ago, and two of the 28 days before; all closed."""
    tell(town.house, "old", [record(n, received=days_ago(ago), closed=days_ago(ago - 5), status="closed")
                             for n, ago in enumerate([*range(365, 372), 40, 41], start=101)])


@pytest.mark.parametrize(("more", "base", "other"), [("", "к предыдущему периоду", "год назад"),
                                                     ("&compare=year", "к тем же дням год назад", "к предыдущему")])
def test_sentence_numbers_and_charts_have_one_base_of_comparison(town: Room, more: str, base: str, other: str) -> None:
    told_before(town)
    slots = packed(opened(town, more))
    for place in ("sentences", "words:desk_drill", "words:desk_channels"):
        assert base in texts(slots[place])
        assert other not in texts(slots[place])
    assert ("год назад" in texts(slots["numbers"])) is bool(more)


def test_with_a_year_before_a_bar_shows_the_change_to_that_year(town: Room) -> None:
    told_before(town)
    labels = packed(opened(town, "&compare=year"))["figure:desk_drill"]["data"][0]["text"]
    assert sorted(label.rpartition("▲ ")[2] for label in labels) == ["13</span>", "14</span>", "6</span>"]


@pytest.mark.parametrize("more", ["", "&compare=year"])
def test_the_former_number_opens_the_rows_that_it_counted(town: Room, more: str) -> None:
    told_before(town)
    cards = packed(opened(town, more))["numbers"]
    received, closed, in_work, overdue = cards[:4]
    for card in (received, closed, in_work, overdue):
        former = next(part for part in links_of(card) if part["className"] == "desk-was")
        glance = glance_of(former["href"].partition("?")[2])
        assert str(town.count(glance.measure, glance.scope, glance.view)[UNKNOWN]) == former["children"]


def links_of(part: Any) -> Iterator[dict[str, Any]]:
    """The properties of every link in a tree of components."""
    if isinstance(part, list):
        for each in part:
            yield from links_of(each)
    elif isinstance(part, dict) and "props" in part:
        if part["props"].get("href"):
            yield part["props"]
        yield from links_of(part["props"].get("children"))


def test_the_sentences_name_what_was_done_and_what_needs_a_decision(town: Room) -> None:
    said = texts(packed(opened(town)["sentences"]))
    assert "Сделано:" in said
    assert "Требует решения:" in said
    cases = [part["href"] for part in links_of(packed(opened(town)["sentences"])) if part["href"].startswith("/case?")]
    assert len(cases) == 3
    for address in cases:
        assert "Закрыто" in texts(packed(drawn(town, address.partition("/case")[2])))


def test_every_bar_is_as_long_as_its_list(town: Room) -> None:
    slots = packed(opened(town))
    for key in ("desk_flow", "desk_drill", "desk_channels", "desk_ratings"):
        for trace in (trace for trace in slots[f"figure:{key}"]["data"] if "customdata" in trace):
            lengths = trace["x"] if trace.get("orientation") == "h" else trace["y"]
            for length, search in zip(lengths, trace["customdata"], strict=True):
                if search:
                    glance = glance_of(search)
                    assert town.count(glance.measure, glance.scope, glance.view)[UNKNOWN] == length


def test_a_share_on_time_says_how_many_terms_have_not_passed_yet(tmp_path: Path) -> None:
    found = room(tmp_path)
    tell(found.house, "a", [record(n, due=Moment(days_ago(-9).on)) for n in range(3)])
    card = packed(opened(found)["numbers"])[5]
    assert "срок ещё не наступил" in texts(card)
    assert "100" not in texts(card)
    tell(found.house, "b", [record(9, due=Moment(days_ago(-9).on), closed=days_ago(0), status="closed")])
    card = packed(opened(found)["numbers"])[5]
    assert "100" in texts(card)
    assert "у 3" in " ".join(texts(card).split())


def test_one_day_is_named_once(town: Room) -> None:
    today = settled(town, "?since=2026-11-23&until=2026-11-23", "/")
    said = texts(packed(desk(town, today, DESK)["sentences"]))
    assert said.startswith("За  23.11  зафиксировано")


def test_the_list_is_sorted_by_the_server_a_page_at_a_time(town: Room) -> None:
    search = settled(town, "", "/")
    sorting = {"sortModel": [{"colId": "external_id", "sort": "desc"}]}
    first = rows_of(town, search, {"startRow": 0, "endRow": 10, **sorting})["rowData"]
    second = rows_of(town, search, {"startRow": 10, "endRow": 20, **sorting})["rowData"]
    numbers = [row["external_id"] for row in [*first, *second]]
    assert numbers == sorted((f"n{n}" for n in range(1, 41)), reverse=True)[:20]


def test_the_list_says_how_late_a_question_is(town: Room) -> None:
    shown = rows_of(town, settled(town, "?measure=overdue_open", "/list"), {})
    assert shown["rowCount"] > 0
    assert all("просрочено на" in row["due"] for row in shown["rowData"])


def test_an_unreadable_address_gives_an_empty_list_and_its_reason(town: Room) -> None:
    assert rows_of(town, "?since=x", {})["rowCount"] == 0
    assert "не читается" in texts(packed(heading_of(town, "?since=x")[1]))
    assert "не читается" in texts(packed(desk(town, "?since=x", DESK)["state"]))


def test_the_head_of_a_list_counts_it(town: Room) -> None:
    head, state = heading_of(town, settled(town, "?measure=open&topic=heating", "/list"))
    said = texts(packed(head))
    assert "В работе" in said
    assert str(len([n for n in range(1, 41) if not n % 2 and n % 3 == 0])) in said
    assert state == []


def test_an_empty_home_says_what_to_do_first(tmp_path: Path) -> None:
    empty = room(tmp_path)
    slots = packed(desk(empty, settled(empty, "", "/"), DESK)["state"])
    assert "Обращений ещё нет." in texts(slots)
    assert "/sources" in json.dumps(slots)


def test_a_scope_without_questions_offers_a_wider_one(town: Room) -> None:
    slots = desk(town, settled(town, "", "/") + "&topic=nothing", DESK)
    assert "ничего не было" in texts(packed(slots["state"]))
    assert [glance_of(a.partition("?")[2]).scope.members for a in addresses(packed(slots["state"]))][0] == {}


def test_an_empty_period_says_where_the_data_are_and_leads_there(tmp_path: Path) -> None:
    found = room(tmp_path)
    tell(found.house, "a", [record(n, received=days_ago(300 + n)) for n in range(3)])
    state = packed(opened(found)["state"])
    assert "есть за 25.01.2026 – 27.01.2026" in texts(state)
    scopes = [glance_of(part["href"].partition("?")[2]).scope for part in links_of(state)]
    assert [found.count("received", scope, View())[UNKNOWN] for scope in scopes] == [3, 3]
    assert (scopes[0].since, scopes[1].until) == (None, days_ago(300).on)
    assert (scopes[1].until - scopes[1].since).days == 27  # type: ignore[operator]
    assert "есть за" not in texts(packed(opened(found, "&since=2026-01-01")["state"]))


def test_the_desk_stands_still_and_only_says_how_much_is_new(town: Room) -> None:
    search = settled(town, "", "/")
    before = packed(opened(town))
    town.house.now = lambda: NOW.replace(hour=10)
    tell(town.house, "b", [record(99, received=moment_at(NOW.replace(hour=10), town.town.tz))], NOW.replace(hour=10))
    assert packed(desk(town, search, DESK))["numbers"] == before["numbers"]
    said = texts(packed(moment_of(town, search)))
    assert "новое: 1" in said
    assert "на 12:30" in said
    newer = next(iter(addresses(packed(moment_of(town, search)))))
    assert packed(desk(town, newer.partition("/")[2], DESK))["numbers"] != before["numbers"]


def test_a_typed_period_is_taken_and_a_wrong_one_explained(town: Room) -> None:
    search = settled(town, "", "/")
    assert "since=2026-11-01&until=2026-11-15" in by_hand(town, "01.11.2026", " 15.11.2026 ", search)[0]
    assert "позже" in by_hand(town, "15.11.2026", "01.11.2026", search)[1]
    assert "24.11.2026" in by_hand(town, "1 ноября", "", search)[1]


def test_search_finds_numbers_streets_and_topics(town: Room) -> None:
    assert "Отопление" in texts(packed(results(town, "отоп", settled(town, "", "/"))))
    assert "n17" in texts(packed(results(town, "n17", "")))
    assert "не найдено" in texts(packed(results(town, "ъъъ", "")))


def test_search_finds_the_end_of_a_number_and_that_very_number_first(tmp_path: Path) -> None:
    found = room(tmp_path)
    told = [replace(record(n), external_id=number) for n, number in enumerate(["39945-53199", "53199-1", "53199"])]
    tell(found.house, "a", told)
    assert [row["external_id"] for row in found.find("53199")] == ["53199", "39945-53199", "53199-1"]
    assert "39945-53199" in texts(packed(results(found, "45-531", "")))
    assert found.find("5_199") == []


def test_a_slip_of_the_finger_still_leads_to_the_topic_or_street(town: Room) -> None:
    tell(town.house, "b", [record(77, street="ул. Флотская")])
    for typed, meant_ in (("отоплние", "Отопление"), ("флоцкая", "ул. Флотская")):
        shown = packed(results(town, typed, settled(town, "", "/")))
        assert texts(shown).startswith(f"Возможно, {meant_}"[:9])
        assert meant_ in texts(shown)
        assert next(iter(links_of(shown)))["href"].startswith("/?since=")


def test_a_note_is_left_on_a_number_and_shown(town: Room) -> None:
    town.do("write_note", subject="open", scope="?since=2026-11-01", text=EVIL)
    assert EVIL in texts(packed(listed(town, "open")))
    assert "1 заметка" in texts(packed(opened(town)["numbers"]))


def test_one_appeal_shows_both_clocks_events_and_escaped_texts(tmp_path: Path) -> None:
    found = room(tmp_path)
    one = record(3, due=Moment(days_ago(2).on))
    tell(found.house, "a", [type(one)(one.external_id, one.facts, private={"text": EVIL, "contact": "+7 900"})])
    sheet = packed(drawn(found, "?source=pos&id=n3&question=1"))
    said = texts(sheet)
    assert "просрочено на 2\N{NO-BREAK SPACE}дня" in said
    assert "человек ждёт уже" in said
    assert EVIL in said
    assert "dangerously" not in json.dumps(sheet)
    assert "Поступило" in said


def test_one_appeal_shows_day_by_day_how_its_terms_were_counted(tmp_path: Path) -> None:
    found = room(tmp_path)
    asked = {"law": "pos", "lane": "fast", "received": Moment(date(2026, 11, 12))}
    tell(found.house, "a", [record(3, **asked), record(4, **asked, due=Moment(date(2026, 11, 25)))])
    said = texts(packed(drawn(found, "?source=pos&id=n3")))
    assert "Как посчитан срок" in said
    assert "день 10 из 10" in said
    assert "вс 22.11.2026" in said
    assert "десятидневный срок" in said
    assert "правило не подтверждено" in said
    assert "источник называет" not in said
    assert "источник называет 25.11.2026, по правилу выходит 22.11.2026" in texts(
        packed(drawn(found, "?source=pos&id=n4")))


def test_who_may_not_read_texts_sees_none(tmp_path: Path) -> None:
    found = room(tmp_path)
    one = record(3)
    tell(found.house, "a", [type(one)(one.external_id, one.facts, private={"text": "Тайна"})])
    keeper = Room(found.house, Viewer("c", frozenset({Role.ADMINISTRATOR})))
    assert "Тайна" in texts(packed(drawn(found, "?source=pos&id=n3")))
    assert "Тайна" not in texts(packed(drawn(keeper, "?source=pos&id=n3")))


def test_an_appeal_leads_back_to_the_list_it_was_opened_from_and_to_no_other_place(town: Room) -> None:
    search = settled(town, "?measure=open", "/list")
    [first, *_] = rows_of(town, search, {}, "/list")["rowData"]
    assert back_of(first["href"].partition("/case")[2]) == f"/list{search}"
    for foreign in ("//evil.example/list", "https://evil.example/", "/wall", "javascript:alert(1)", ""):
        assert back_of(f"?id=1&back={quote(foreign)}") == "/"


def test_an_unknown_appeal_is_explained(town: Room) -> None:
    assert "показать нечего" in texts(packed(drawn(town, "?source=pos&id=none")))


def test_a_correction_needs_a_reason_and_then_changes_the_sheet(town: Room) -> None:
    search = "?source=pos&id=n2&question=1"
    assert "причину" in corrected(town, search, ("topic", "lighting", ""), None)[1]
    done, told = corrected(town, search, ("topic", "lighting", "не та тема"), None)
    assert (done, told) == (1, "Исправлено: Тема")
    assert "не та тема" in texts(packed(drawn(town, search)))


def test_a_link_joins_two_appeals_by_number(town: Room) -> None:
    search = "?source=pos&id=n2&question=1"
    assert "Нет вопроса" in linked(town, search, ("n777", "repeat_of"), None)[1]
    assert linked(town, search, ("n4", "repeat_of"), None) == (1, "Связано")
    assert "повтор к n4" in " ".join(texts(packed(drawn(town, search))).split())


def test_the_sources_page_draws_only_what_has_changed(town: Room) -> None:
    first = sections(town, None)
    assert "Изменено" in texts(packed(first[4]))
    again = sections(town, first[-2])
    assert [part is no_update for part in again[:-2]] == [True] * 8
    assert "отменена" in act(town, "undo_import", batch=1)
    after = sections(town, first[-2])
    assert "отменена" in texts(packed(after[4]))


def test_only_who_imports_may_give_files(town: Room) -> None:
    keeper = Room(town.house, Viewer("k", frozenset({Role.ADMINISTRATOR})))
    assert (sections(town, None)[-1], sections(keeper, None)[-1]) == (False, True)


def test_an_uploaded_file_goes_into_the_watch_folder(tmp_path: Path) -> None:
    found = room(tmp_path)
    content = uploaded(b"a;b\n1;2\n")
    for _ in range(2):
        assert "said" not in given(found, "../../etc/выгрузка.csv", content)
    assert sorted(path.name for path in found.settings.inbox.iterdir()) == ["выгрузка-2.csv", "выгрузка.csv"]
    assert "не целиком" in given(found, "a.csv", "data:text/csv;base64,%%%")["said"]
    curator = Room(found.house, Viewer("c", frozenset({Role.CURATOR})))
    assert "недоступно" in given(curator, "b.csv", content)["said"]
    assert len(list(found.settings.inbox.iterdir())) == 2


def uploaded(content: bytes) -> str:
    """A file as the browser sends it."""
    return "data:text/csv;base64," + b64encode(content).decode()


def test_the_page_follows_a_file_until_it_is_known_what_became_of_it(tmp_path: Path) -> None:
    found = room(tmp_path)
    watch = Watch(found.house, Folder(found.settings.inbox))
    seconds = iter(range(0, 100, 5))

    def fate_of(name: str, content: bytes) -> str:
        one = given(found, name, uploaded(content))
        assert followed(found, one) == one, "it still lies in the folder"
        watch.look(next(seconds))
        watch.look(next(seconds))
        return str(followed(found, one)["said"])

    cases = boston_csv(tmp_path / "boston.csv", 7).read_bytes()
    first = fate_of("cases.csv", cases)
    assert "взят, импорт №\N{NO-BREAK SPACE}1: строк 7, добавлено 7, изменено 0, отклонено 0" in first
    assert "изменений нет" in fate_of("again.csv", cases + b"\n")
    assert "уже загружен" not in fate_of("new.csv", cases.replace(b"Topic 1", b"Topic 2"))
    assert "не принят: Файл пуст" in fate_of("empty.csv", b"")
    assert "не принят: Файл пуст" in fate_of("another.csv", b"")
    assert [paper.name for paper in found.quarantined()] == ["empty.csv"]
    found.house.now = lambda: NOW + timedelta(minutes=1)
    assert "уже загружен 23.11.2026 (импорт №\N{NO-BREAK SPACE}1): изменений нет" in fate_of("cases.csv", cases)


def test_rejected_rows_are_written_without_formulas(town: Room) -> None:
    rows = [{"row": 2, "reason": "The date {text} cannot be read; write it as 2026-11-24", "values": {"text": "вчера"},
             "cells": {"Дата": "вчера", "Текст": "=1+1"}}]
    written = as_csv(rows, town.words)
    assert "'=1+1" in written
    assert "Дата вчера не читается" in written


def test_every_definition_has_a_worked_example_whose_link_counts_the_same(town: Room) -> None:
    metrics, measures, dimensions = packed(defined(town))
    assert len(metrics) == len(town.house.metrics)
    assert len(measures) == len(town.measures)
    for entry in measures:
        address = next(a for a in addresses(entry) if "?" in a)
        glance = glance_of(address.partition("?")[2])
        assert str(town.count(glance.measure, glance.scope, glance.view)[UNKNOWN]) in texts(entry)
    assert all("Сейчас:" in texts(entry) for entry in [*metrics, *dimensions])


def test_the_head_names_the_town_and_the_state_of_its_sources(town: Room) -> None:
    name, signs = head_of(town)
    assert "Заозерск" in texts(packed(name))
    assert "ПОС" in texts(packed(signs))


def test_where_there_is_no_appeal_there_is_nothing_to_act_on(town: Room) -> None:
    assert not read_of(town, "?source=pos&id=none")[1]


def test_a_source_that_is_not_well_stands_first_in_the_head(town: Room) -> None:
    well = town.health()
    ill = replace(well[-1], state="silent", title="Молчун")
    assert texts(packed(strip((*well, ill), town.words))).startswith("◌ Молчун")


def test_the_desk_has_a_place_for_every_one_of_its_panels() -> None:
    assert {key for key, panel in DESK.items() if panel.scene == "desk"} == set(dict(PANELS))


def test_the_sources_page_tells_the_newest_copy_and_why_the_last_one_failed(tmp_path: Path) -> None:
    found = room(tmp_path)
    tell(found.house, "first", [record(1)])
    assert "ещё нет" in texts(packed(sections(found, None)[5]))
    Backups(found.house).make("cli:x", wanted(found.settings))
    assert "Последняя копия: 23.11.2026 12:30, 0 с назад" in texts(packed(sections(found, None)[5]))
    (tmp_path / "file").write_text("")
    with pytest.raises(RoomError):
        Backups(found.house).make("cli:x", wanted(found.settings, tmp_path / "file"))
    drawn = sections(found, None)
    assert "▲" in texts(packed(drawn[5]))
    assert "проверьте, есть ли она" in texts(packed(drawn[3])) and "Not a directory" not in texts(packed(drawn[3]))
