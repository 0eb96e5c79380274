"""Who may what: every page, act, export, address and question of the room × every role, from the registries."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from houses import NOW, house, record, tell

from dashboard.acts import __path__ as acts_path
from dashboard.domain.acts import Act
from dashboard.domain.appeals import Key, Record
from dashboard.domain.exports import Export
from dashboard.domain.fields import FIELDS, Field, Privacy
from dashboard.domain.people import (
    ALERTED,
    CAUSES,
    CONTACTS,
    EVERYBODY,
    IMPORTERS,
    KEEPERS,
    OUTSIDE,
    PEOPLE,
    PROOF,
    ROSTER,
    RULE_READERS,
    RULES,
    RUNNERS,
    SNAPSHOTS,
    STAFF,
    TAKERS,
    WHOLE_TOWN,
    Access,
    Role,
    Viewer,
)
from dashboard.domain.proof import Wanted
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, RoomError
from dashboard.house import House
from dashboard.registry import discover
from dashboard.room import Room
from dashboard.store.cases import Case
from dashboard.web.admission import Admission
from layouts.screens import Page
from layouts.shell import pages

assert acts_path
VIEW = View()
OPENED = Case(1, Key("pos", "n1"), {"block": "housing"}, (), (), (), (), None)
Ask = Callable[[Room], Any]
QUESTIONS: dict[str, tuple[Access, Ask]] = {
    "version": (EVERYBODY, lambda room: room.version()),
    "health": (EVERYBODY, lambda room: room.health()),
    "board": (STAFF | OUTSIDE, lambda room: room.board()),
    "count": (STAFF, lambda room: room.count("open", Scope(), VIEW)),
    "metric": (STAFF, lambda room: room.metric("open", Scope(), VIEW)),
    "clusters": (STAFF, lambda room: room.clusters(Scope(), VIEW)),
    "matrix": (STAFF, lambda room: room.matrix(Scope(), VIEW)),
    "by_day": (STAFF, lambda room: room.by_day("promised_open", Scope(), VIEW)),
    "week": (STAFF, lambda room: room.week(Scope(date(2026, 11, 14), date(2026, 11, 20)), VIEW)),
    "understood": (STAFF, lambda room: room.understood(Scope())),
    "news": (STAFF, lambda room: room.news(NOW)),
    "members": (STAFF | RUNNERS, lambda room: room.members("topic")),
    "rows": (WHOLE_TOWN, lambda room: room.rows("open", Scope(), VIEW)),
    "find": (STAFF, lambda room: room.find("n1")),
    "case": (STAFF, lambda room: room.case("pos", "n1")),
    "terms": (STAFF, lambda room: room.terms(OPENED)),
    "outlook": (STAFF, lambda room: room.outlook(OPENED)),
    "flat": (EVERYBODY, lambda room: True),
    "ready": (EVERYBODY, lambda room: room.ready()),
    "observed": (EVERYBODY, lambda room: room.observed()),
    "export": (SNAPSHOTS, lambda room: room.export("csv", "open", Scope(), VIEW)),
    "do": (STAFF, lambda room: room.do("write_note", subject="open", scope="", text="seen")),
    "source_rows": (STAFF | RUNNERS, lambda room: room.source_rows()),
    "batches": (STAFF | RUNNERS, lambda room: room.batches()),
    "rejected": (STAFF | RUNNERS, lambda room: room.rejected(1)),
    "unknown_words": (STAFF | RUNNERS, lambda room: room.unknown_words()),
    "quarantined": (STAFF | RUNNERS, lambda room: room.quarantined()),
    "imported": (STAFF | RUNNERS, lambda room: room.imported("x")),
    "refused": (STAFF | RUNNERS, lambda room: room.refused("x")),
    "copies": (STAFF | RUNNERS, lambda room: room.copies()),
    "published": (STAFF | RUNNERS, lambda room: room.published()),
    "tallies": (STAFF | RUNNERS, lambda room: room.tallies()),
    "jobs": (STAFF | RUNNERS, lambda room: room.jobs()),
    "notes": (STAFF, lambda room: room.notes()),
    "accounts": (KEEPERS, lambda room: room.accounts()),
    "open_sessions": (KEEPERS, lambda room: room.open_sessions()),
    "screens": (STAFF | RUNNERS, lambda room: room.screens()),
    "journal": (PROOF, lambda room: room.journal(Wanted())),
    "journal_whole": (PROOF, lambda room: list(room.journal_whole(Wanted(), "csv"))),
    "journal_head": (PROOF, lambda room: room.journal_head()),
    "journal_actors": (PROOF, lambda room: room.journal_actors()),
    "holders": (PROOF, lambda room: room.holders()),
    "proven": (STAFF | RUNNERS, lambda room: room.proven()),
    "roster": (ROSTER, lambda room: room.roster()),
    "duty": (ALERTED, lambda room: room.duty()),
    "ended_alerts": (ALERTED, lambda room: room.ended_alerts()),
    "pledges": (ALERTED, lambda room: room.pledges(date(2026, 11, 1), date(2026, 11, 30))),
    "alert": (ALERTED, lambda room: room.alert(1)),
    "causes": (ALERTED, lambda room: room.causes()),
    "all_causes": (ALERTED, lambda room: room.all_causes()),
    "alert_rules": (ALERTED, lambda room: room.alert_rules()),
    "called": (ALERTED, lambda room: room.called([])),
    "colleagues": (ALERTED, lambda room: room.colleagues()),
    "post": (RUNNERS, lambda room: room.post()),
    "deliveries_of": (ALERTED, lambda room: room.deliveries_of(1)),
    "rules": (RULE_READERS, lambda room: room.rules()),
    "law": (RULE_READERS, lambda room: room.law("rules")),
    "working_calendar": (STAFF | RUNNERS, lambda room: room.working_calendar()),
    "doubts": (STAFF | RUNNERS, lambda room: room.doubts()),
    "editions": (RULE_READERS, lambda room: room.editions("calendar")),
    "law_taken": (RULE_READERS, lambda room: room.law_taken("rules")),
    "proposed": (RULES, lambda room: room.proposed("rules", lambda body: body)),
    "recount": (STAFF | RUNNERS, lambda room: room.recount()),
    "roster_body": (ROSTER, lambda room: room.roster_body()),
}
"""Every public method of the Room → who may call it, and a call. A new method needs a row."""
ACTS: dict[str, Access] = {
    "correct": IMPORTERS, "link": IMPORTERS, "map_word": IMPORTERS, "undo_import": RUNNERS, "write_note": STAFF,
    "promise": STAFF,
    "add_user": KEEPERS, "close_account": KEEPERS, "renew_password": KEEPERS, "issue_link": KEEPERS,
    "add_screen": KEEPERS, "revoke_screen": KEEPERS, "edit_roster": ROSTER,
    "acknowledge": ALERTED, "comment_alert": ALERTED, "resolve_alert": ALERTED, "declare_cause": CAUSES,
    "end_cause": CAUSES,
    **dict.fromkeys(("edit_rules", "edit_calendar", "change_rule", "add_rule", "end_rule", "change_calendar",
                     "edit_alerts"), RULES),
}
PAGES: dict[str, Access] = {
    "/": STAFF, "/list": STAFF, "/case": STAFF, "/definitions": STAFF, "/matrix": STAFF, "/promises": STAFF,
    "/sources": STAFF | RUNNERS,
    "/observer": frozenset({Role.OBSERVER}), "/accounts": KEEPERS, "/roster": ROSTER, "/wall": EVERYBODY,
    "/audit": PROOF, "/alerts": ALERTED, "/rules": RULE_READERS, "/calendar": RULE_READERS,
}
EXPORTS: dict[str, Access] = {**dict.fromkeys(("csv", "matrix.csv"), SNAPSHOTS),
                              **dict.fromkeys(("xlsx", "pdf", "png"), TAKERS)}
PARTS = [*discover("dashboard.acts", Act).values(), *discover("dashboard.exports", Export).values(), *pages().values()]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> House:
    told = house(tmp_path_factory.mktemp("matrix"))
    private = {"text": "words", "applicant": "Maria", "contact": "+7", "address": "Lesnaya 1"}
    tell(told, "town.csv", [Record("n1", record(1).facts, private=private), record(2, block="roads")])
    return told


def room_of(town: House, role: Role, *blocks: str) -> Room:
    return Room(town, Viewer(str(role), frozenset({role}), frozenset(blocks or {"housing"})))


def may(ask: Callable[[], Any]) -> bool:
    """Return whether a call passes the door; what goes wrong behind it is another matter."""
    try:
        ask()
    except AccessError:
        return False
    except RoomError:
        return True
    return True


def test_every_question_of_the_room_has_a_row() -> None:
    public = {name for name, part in inspect.getmembers(Room) if not name.startswith("_") and callable(part)}
    assert public == set(QUESTIONS)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_room_answers_exactly_the_roles_of_its_table(town: House, name: str, role: Role) -> None:
    access, ask = QUESTIONS[name]
    assert may(lambda: ask(room_of(town, role))) == (role in access)


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - {"flat", "ready"}))
def test_nobody_is_answered_nothing(town: House, name: str) -> None:
    assert not may(lambda: QUESTIONS[name][1](Room(town, Viewer("nobody", frozenset()))))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(discover("dashboard.acts", Act).values()), ids=lambda act: act.key)
def test_an_act_is_done_by_exactly_the_roles_of_the_table(town: House, act: Act, role: Role) -> None:
    inputs: dict[str, Any] = dict.fromkeys(act.needs, "0")
    assert may(lambda: room_of(town, role).do(act.key, **inputs)) == (role in ACTS[act.key])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_admits_exactly_the_roles_of_the_table(path: str, role: Role) -> None:
    admission = Admission({one: page.access for one, page in pages().items()})
    assert (role in admission.access(path)) == (role in PAGES[path])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("key", sorted(EXPORTS))
def test_an_export_is_given_to_exactly_the_roles_of_the_table(town: House, key: str, role: Role) -> None:
    assert (role in town.exports[key].access) == (role in EXPORTS[key])


def test_every_part_stands_in_a_table() -> None:
    assert (set(PAGES), set(EXPORTS), set(ACTS)) == (
        set(pages()), set(discover("dashboard.exports", Export)), set(discover("dashboard.acts", Act)))


@pytest.mark.parametrize("kind", [Act, Export, Page])
def test_no_part_has_an_access_by_default(kind: type) -> None:
    field = next(f for f in dataclasses.fields(kind) if f.name == "access")
    assert field.default is dataclasses.MISSING
    assert field.default_factory is dataclasses.MISSING


def test_no_field_has_a_privacy_by_default_and_no_part_is_open_to_nobody() -> None:
    assert "privacy" not in Field._field_defaults
    assert all(isinstance(field.privacy, Privacy) for field in FIELDS)
    assert all(part.access for part in PARTS)


def test_who_answers_for_a_block_lists_it_and_no_other(town: House) -> None:
    room = room_of(town, Role.BLOCK)
    scopes = {"own": Scope(members={"block": frozenset({"housing"})}),
              "other": Scope(members={"block": frozenset({"roads"})}),
              "both": Scope(members={"block": frozenset({"housing", "roads"})}), "all": Scope()}
    assert {name: may(lambda s=scope: room.rows("received", s, VIEW)) for name, scope in scopes.items()} == {
        "own": True, "other": False, "both": False, "all": False}
    assert room.count("received", Scope(), VIEW) == {"": 2}
    assert (may(lambda: room.case("pos", "n1")), may(lambda: room.case("pos", "n2"))) == (True, False)
    assert [row["external_id"] for row in room.find("n")] == ["n1"]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_texts_are_read_by_the_staff_and_contacts_not_by_the_curator(town: House, role: Role) -> None:
    private = room_of(town, role).case("pos", "n1").private
    assert private is not None
    assert set(private) == ({"text", "address"} if role in CONTACTS else {"text"})


def test_every_person_comes_from_a_role_and_a_screen_is_no_person() -> None:
    assert EVERYBODY - {Role.WALL} == PEOPLE
