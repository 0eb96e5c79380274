"""The keeping of the room: accounts, open sessions, screens and the roster, as one viewer may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from dashboard.domain.people import KEEPERS, ROSTER, RUNNERS, STAFF
from dashboard.domain.roster import Roster
from dashboard.lawbook import Lawbook
from dashboard.rosterbook import KIND, body_of, roster_of
from dashboard.store import accounts, devices, policy, sessions
from dashboard.store.accounts import Account
from dashboard.store.devices import Device
from dashboard.store.sessions import Session

LATELY = timedelta(hours=12)


class AccountRow(NamedTuple):
    """An account with what its person may do today.

    `state` is `open`, `first` (no own password yet), `provider` (comes through the network only) or `shut`.
    """

    login: str
    name: str
    position: str
    roles: list[str]
    blocks: list[str]
    state: str
    sessions: int


class Keepership(Lawbook):
    """The part of the room that is about who comes in; `Room` is the whole of it."""

    def accounts(self) -> list[AccountRow]:
        """Return every account, by login."""
        self._admit(KEEPERS)
        today = self.house.moments().on
        with self.house.store.reading() as connection:
            roster = roster_of(policy.policy(connection, KIND))
            known = accounts.accounts(connection)
            opened = [s.login for s in sessions.open_sessions(connection, self.house.now() - LATELY)]
        people = {person.key: person for person in roster.people}
        rows = []
        for one in known:
            viewer, person = roster.viewer(one.login, today), people.get(one.login)
            rows.append(AccountRow(one.login, person.name if person else "", person.position if person else "",
                                   sorted(viewer.roles), sorted(viewer.blocks), _state(one), opened.count(one.login)))
        return rows

    def open_sessions(self) -> list[Session]:
        """Return the sessions that were used lately."""
        self._admit(KEEPERS)
        with self.house.store.reading() as connection:
            return sessions.open_sessions(connection, self.house.now() - LATELY)

    def screens(self) -> list[Device]:
        """Return all screens that were ever given a link."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return devices.devices(connection)

    def roster(self) -> Roster:
        """Return the roster that holds now."""
        self._admit(ROSTER)
        with self.house.store.reading() as connection:
            return roster_of(policy.policy(connection, KIND))

    def roster_body(self) -> dict[str, Any]:
        """Return the roster that holds now, as its YAML file has it."""
        return body_of(self.roster())


def _state(account: Account) -> str:
    if account.disabled:
        return "shut"
    if account.secret is None and account.actor.startswith("provider:"):
        return "provider"
    return "first" if account.must_change else "open"
