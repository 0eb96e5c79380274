"""The roster: people, and who was appointed to what from which day to which; history drives permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.domain.people import Role, Viewer


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with the room: the key is also the login; without an `email` no letter finds them."""

    key: str
    name: str
    position: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role that a person holds from a day to a day, both inclusive, by an act.

    Attributes:
        person: key of the person.
        role: what they are.
        blocks: keys of the blocks they answer for; of no meaning to other roles than `block`.
        act: the paper that appoints («распоряжение № 12 от 01.02.2026»).
        from_on, to_on: first and last day; None is open.
        stands_in_for: key of the person who is substituted, or None.
    """

    person: str
    role: Role
    blocks: frozenset[str]
    act: str
    from_on: date | None
    to_on: date | None
    stands_in_for: str | None

    def holds_on(self, day: date) -> bool:
        """Return whether the appointment holds on a civil day."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Grant:
    """The role that a group of the town's network gives to whoever signs in through its provider of identity."""

    group: str
    role: Role
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roster:
    """All people and appointments, past and future, and what the groups of the network give."""

    people: tuple[Person, ...]
    appointments: tuple[Appointment, ...]
    groups: tuple[Grant, ...] = ()

    def viewer(self, person: str, day: date) -> Viewer:
        """Return what a person is on a day; somebody without an appointment has no roles."""
        held = [a for a in self.appointments if a.person == person and a.holds_on(day)]
        blocks = [a.blocks for a in held if a.role is Role.BLOCK]
        title = next((one.name for one in self.people if one.key == person), "")
        return Viewer(person, frozenset(a.role for a in held), frozenset().union(*blocks), title)

    def by_groups(self, person: str, groups: frozenset[str]) -> Viewer:
        """Return what a person in these groups is: the groups alone decide, appointments add nothing."""
        given = [grant for grant in self.groups if grant.group in groups]
        blocks = [grant.blocks for grant in given if grant.role is Role.BLOCK]
        return Viewer(person, frozenset(grant.role for grant in given), frozenset().union(*blocks))

    def responsible(self, block: str, day: date) -> tuple[Person, ...]:
        """Return who answered for a block on a day, those who stood in first."""
        return self._people(a for a in self.appointments
                            if a.role is Role.BLOCK and block in a.blocks and a.holds_on(day))

    def holders(self, role: Role, day: date) -> tuple[Person, ...]:
        """Return everybody who held a role on a day, those who stood in first."""
        return self._people(a for a in self.appointments if a.role is role and a.holds_on(day))

    def _people(self, held: Iterable[Appointment]) -> tuple[Person, ...]:
        keys = [a.person for a in sorted(held, key=lambda a: (a.stands_in_for is None, a.person))]
        known = {person.key: person for person in self.people}
        return tuple(known[key] for key in dict.fromkeys(keys) if key in known)
