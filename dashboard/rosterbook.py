"""The policy `roster` as the domain's roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.domain.people import Role
from dashboard.domain.roster import Appointment, Grant, Person, Roster
from dashboard.edicts import checked
from dashboard.errors import FormError

KIND = "roster"
ADDRESS = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
"""An address of mail: nothing in it can begin a new header or a new address."""
Address = Annotated[str, Field(pattern=f"^({ADDRESS})?$", max_length=254)]
Login = Annotated[str, Field(pattern=r"^[a-z][a-z0-9._-]{1,39}$")]
APPOINTABLE = frozenset(Role) - {Role.WALL}


class PersonRow(BaseModel):
    """Somebody who works with the room."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Login
    name: str = Field(min_length=1, max_length=120)
    position: str = Field(default="", max_length=200)
    email: Address = ""


class AppointmentRow(BaseModel):
    """A role held from a day to a day."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    person: Login
    role: Role
    blocks: frozenset[str] = frozenset()
    act: str = Field(default="", max_length=200)
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")
    stands_in_for: Login | None = None

    @model_validator(mode="after")
    def _sound(self) -> AppointmentRow:
        _role_sound(self)
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise FormError("it ends before it begins")
        return self


class GroupRow(BaseModel):
    """What a group of the network gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str = Field(min_length=1, max_length=200)
    role: Role
    blocks: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _sound(self) -> GroupRow:
        return _role_sound(self)


class RosterPolicy(BaseModel):
    """The body of the policy `roster`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: tuple[PersonRow, ...] = ()
    appointments: tuple[AppointmentRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> RosterPolicy:
        keys = [person.key for person in self.people]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise FormError("two rows of {what} are called {name}", what="people", name=twice[0])
        named = {name for a in self.appointments for name in (a.person, a.stands_in_for) if name}
        unknown = sorted(named - set(keys))
        if unknown:
            raise FormError("nobody is called {name}", name=unknown[0])
        return self


def roster_of(body: Mapping[str, Any]) -> Roster:
    """Return the roster that the policy lists.

    Raises:
        StoreError: the policy does not describe a roster.
    """
    found = checked(KIND, RosterPolicy, body)
    return Roster(tuple(Person(p.key, p.name, p.position, p.email) for p in found.people),
                  tuple(Appointment(a.person, a.role, a.blocks, a.act, a.from_on, a.to_on, a.stands_in_for)
                        for a in found.appointments),
                  tuple(Grant(g.group, g.role, g.blocks) for g in found.groups))


def body_of(roster: Roster) -> dict[str, Any]:
    """Return the roster as the policy keeps it."""
    def day(on: date | None) -> str | None:
        return None if on is None else on.isoformat()

    people = [{"key": p.key, "name": p.name, "position": p.position, **({"email": p.email} if p.email else {})}
              for p in roster.people]
    appointments = [{"person": a.person, "role": str(a.role), "blocks": sorted(a.blocks), "act": a.act,
                     "from": day(a.from_on), "to": day(a.to_on), "stands_in_for": a.stands_in_for}
                    for a in roster.appointments]
    groups = [{"group": g.group, "role": str(g.role), "blocks": sorted(g.blocks)} for g in roster.groups]
    return {"people": people, "appointments": appointments, "groups": groups}


def kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new body of the policy as it is kept.

    Raises:
        StoreError: the body has another form; the message names the fault and its place.
    """
    return body_of(roster_of(body))


Held = TypeVar("Held", AppointmentRow, GroupRow)


def _role_sound(row: Held) -> Held:
    if row.role not in APPOINTABLE:
        raise FormError("nobody is appointed as a screen")
    if row.role is Role.BLOCK and not row.blocks:
        raise FormError("who answers for a block needs blocks")
    return row
