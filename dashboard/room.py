"""The one door: everything that screens, API, command line and exports may ask or do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.deadlines import Deadline, Terms
from dashboard.domain.exports import Level
from dashboard.domain.forecast import Outlook
from dashboard.domain.people import CONTACTS, SNAPSHOTS, STAFF, TEXTS, WHOLE_TOWN, Actor
from dashboard.domain.rules import Stage as RuleStage
from dashboard.domain.scope import Scope, View
from dashboard.duty import DutyRoom
from dashboard.errors import AccessError, UsageError
from dashboard.holidays_ru import calendar_of
from dashboard.keepership import Keepership
from dashboard.lawbook import LAWS
from dashboard.reckoning import Page, Reckoning, Row
from dashboard.rulebook import rules_of
from dashboard.soundness import sound
from dashboard.store.cases import Case, find_case
from dashboard.store.finding import found
from dashboard.store.policy import policy
from dashboard.store.rows import flat_row
from dashboard.store.stage import Stage

__all__ = ["Page", "Room", "Row"]
SPOKEN = frozenset({"text"})
"""What somebody who may read texts but no contacts sees of the vault."""


class Room(Reckoning, Keepership, DutyRoom):
    """The room as one viewer sees it; every method checks the viewer's rights, deny by default."""

    def export(self, key: str, measure: str, scope: Scope, view: View, level: Level = Level.STAFF) -> bytes:  # noqa: PLR0913, PLR0917
        """Return a snapshot or a list in a format; for those who see the read model only, a public one.

        Raises:
            UsageError: no such format.
        """
        form = self.house.exports.get(key)
        if form is None:
            known = ", ".join(self.house.exports)
            raise UsageError("There is no export {key}; known are: {known}", key=key, known=known)
        self._admit(form.access)
        self._admit_scope(scope, view)
        self._known(measure, scope, None)
        frozen = View(view.as_of or self.house.now(), view.known_at)
        known_level = level.within(self.viewer.privacy)
        if known_level is not Level.PUBLIC:
            self._admit(SNAPSHOTS)
        content = form.write(self, measure, scope, frozen, known_level)
        return self._given_out(content, (form, known_level), measure, (scope, frozen))

    def find(self, text: str, limit: int = 20) -> Sequence[Row]:
        """Return questions whose number holds the text or whose street or topic is called like it."""
        self._admit(STAFF)
        own, said = None if self.viewer.may(WHOLE_TOWN) else self.viewer.blocks, text.strip()
        known = self.house.vocabularies().members["topic"].values()
        topics = [member.key for member in known if said.casefold() in member.title.casefold()]
        streets = [street for street in self.house.members("street") if said.casefold() in street.casefold()]
        with self.house.store.reading() as connection:
            return found(connection, said, (topics, streets), limit, own) if said else []

    def case(self, source: str, external_id: str, question: str = "1", *, texts: bool = True) -> Case:
        """Return one question with its events; texts and contacts only for those who may read them: that is noted.

        Raises:
            UsageError: there is no such question.
            AccessError: it belongs to a block for which the viewer does not answer.
        """
        self._admit(STAFF)
        with self.house.store.reading() as connection:
            vault = self.house.store.vault if texts and self.viewer.may(TEXTS) else None
            case = find_case(connection, vault, (source, external_id, question))
        if case is None:
            raise UsageError("There is no question {id} of {source}", id=external_id, source=source)
        self._list(frozenset({str(case.state.get("block") or "")}))
        return self._opened(self._discreet(case))

    def terms(self, case: Case, known_at: datetime | None = None) -> dict[RuleStage, Deadline]:
        """Return the deadlines of a question that was opened, by stage, with their derivations.

        Args:
            case: the question.
            known_at: by the rules, the calendar and the events that were known then; None for now.

        Raises:
            AccessError: the question belongs to a block for which the viewer does not answer.
        """
        self._admit(STAFF)
        self._list(frozenset({str(case.state.get("block") or "")}))
        if known_at is None:
            return self.house.terms().explained(case.events)
        with self.house.store.reading() as connection:
            rules, calendar = (policy(connection, kind, known_at) for kind in LAWS)
        law = Terms(rules_of(rules), calendar_of(calendar), self.town.tz)
        return law.explained([event for event in case.events if event.told_at <= known_at])

    def outlook(self, case: Case) -> Outlook | None:
        """Return what is expected of an open question whose term has not passed, and why; None of any other.

        Raises:
            AccessError: the question belongs to a block for which the viewer does not answer.
        """
        self._admit(STAFF)
        self._list(frozenset({str(case.state.get("block") or "")}))
        with self.house.asking(View()) as reading:
            return reading.foreseen.outlook(case.id)

    def _discreet(self, case: Case) -> Case:
        """Return the case without the citizen's name, address and contacts unless the viewer may see them."""
        if case.private is None or self.viewer.may(CONTACTS):
            return case
        return replace(case, private={field: text for field, text in case.private.items() if field in SPOKEN})

    @staticmethod
    def flat(case: Case) -> Row:
        """Return a question's state as a row of a list."""
        return {**flat_row(case.state), **case.key._asdict()}

    def do(self, act: str, **inputs: Any) -> tuple[str, dict[str, Any]]:
        """Do an act and return what the person is told: (gettext template, values).

        Raises:
            UsageError: no such act, or an input is missing.
            AccessError: the viewer may not do it.
        """
        known: Act | None = self.house.acts.get(act)
        if known is None or set(inputs) != set(known.needs):
            raise UsageError("There is no act {act} with these inputs", act=act)
        self._admit(known.access)
        self._touch(inputs.get("question"))
        stage = Stage(self.house.store, self.house.teller(), self.house.now(), sound)
        if known.admits is not None and not known.admits(stage, self.viewer, **inputs):
            raise AccessError("This belongs to another block")
        answer = known.apply(stage, Actor("person", self.viewer.name), **inputs)
        self.house.follow()
        return answer

