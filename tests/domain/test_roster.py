"""Who is what on which day."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.domain.people import Role
from dashboard.errors import StoreError
from dashboard.rosterbook import body_of, roster_of

PEOPLE = [{"key": "vera", "name": "V", "position": "lead"}, {"key": "oleg", "name": "O", "position": ""}]


def book(*appointments: dict) -> dict:
    return {"people": PEOPLE, "appointments": list(appointments)}


def lead(person: str, **more) -> dict:
    return {"person": person, "role": "block", "blocks": ["housing"], **more}


def test_an_appointment_holds_from_its_first_day_to_its_last() -> None:
    roster = roster_of(book(lead("vera", **{"from": "2026-02-01", "to": "2026-03-31"})))
    held = [bool(roster.viewer("vera", day).roles) for day in
            (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1))]
    assert held == [False, True, True, False]


def test_roles_and_blocks_of_several_appointments_add_up() -> None:
    roster = roster_of(book(lead("vera"), lead("vera", blocks=["roads"]), {"person": "vera", "role": "operator"}))
    viewer = roster.viewer("vera", date(2026, 5, 5))
    assert (viewer.roles, viewer.blocks) == ({Role.BLOCK, Role.OPERATOR}, {"housing", "roads"})


def test_blocks_belong_to_the_role_that_answers_for_them() -> None:
    roster = roster_of(book({"person": "vera", "role": "operator", "blocks": ["housing"]}))
    assert roster.viewer("vera", date(2026, 5, 5)).blocks == frozenset()


def test_a_substitute_answers_first_while_it_lasts() -> None:
    stand_in = lead("oleg", stands_in_for="vera", **{"from": "2026-07-01", "to": "2026-07-28"})
    roster = roster_of(book(lead("vera"), stand_in))
    named = [[p.key for p in roster.responsible("housing", day)] for day in (date(2026, 7, 10), date(2026, 8, 1))]
    assert named == [["oleg", "vera"], ["vera"]]


def test_somebody_without_an_appointment_is_nothing() -> None:
    assert roster_of(book()).viewer("vera", date(2026, 5, 5)).roles == frozenset()


GROUPS = [{"group": "housing", "role": "block", "blocks": ["housing"]}, {"group": "roads", "role": "block",
          "blocks": ["roads"]}, {"group": "desk", "role": "operator"}]


def test_groups_of_the_network_decide_alone() -> None:
    roster = roster_of({**book({"person": "vera", "role": "head"}), "groups": GROUPS})
    viewer = roster.by_groups("vera", frozenset({"housing", "roads", "elsewhere"}))
    assert (viewer.roles, viewer.blocks) == ({Role.BLOCK}, {"housing", "roads"})
    assert roster.by_groups("vera", frozenset({"desk"})).blocks == frozenset()
    assert roster.by_groups("vera", frozenset()).roles == frozenset()
    assert roster.viewer("vera", date(2026, 5, 5)).roles == {Role.HEAD}


def test_the_policy_and_the_roster_are_one() -> None:
    body = body_of(roster_of({**book(lead("vera", act="12", **{"from": "2026-02-01"})), "groups": GROUPS}))
    assert body_of(roster_of(body)) == body


@pytest.mark.parametrize("wrong", [
    {"groups": [{"group": "", "role": "head"}]}, {"groups": [{"group": "g", "role": "wall"}]},
    {"groups": [{"group": "g", "role": "block"}]}, {"groups": [{"group": "g", "role": "king"}]},
    book({"person": "nobody", "role": "head"}), book({"person": "vera", "role": "king"}),
    book({"person": "vera", "role": "wall"}), book({"person": "vera", "role": "block"}),
    book(lead("vera", **{"from": "2026-02-02", "to": "2026-02-01"})),
    {"people": [*PEOPLE, PEOPLE[0]], "appointments": []}, {"people": [{"key": "V E", "name": "x"}]},
])
def test_a_roster_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(StoreError):
        roster_of(wrong)
