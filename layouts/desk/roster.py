"""The roster as tables, and what a new version would change."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html

from dashboard.domain.roster import Appointment, Roster
from dashboard.words import Words
from layouts.desk.nav import ROLES
from layouts.desk.table import table


def today(roster: Roster, blocks: Mapping[str, str], on: date, words: Words) -> Any:
    """Return who answers for every block on a day; a block without anybody is said."""
    rows = []
    for key, title in blocks.items():
        people = roster.responsible(key, on)
        said = ", ".join(f"{p.name} ({p.position})" if p.position else p.name for p in people)
        rows.append([title, said or words("▲ nobody")])
    return table([words("Block"), words("Responsible")], rows)


def appointments(roster: Roster, blocks: Mapping[str, str], on: date, words: Words) -> Any:
    """Return every appointment, those that hold on a day first."""
    if not roster.appointments:
        return html.P(words("Nobody is appointed yet."), className="desk-muted")
    held = sorted(roster.appointments, key=lambda a: (not a.holds_on(on), str(a.role), a.person))
    head = [words(said) for said in ("Person", "Position", "E-mail", "What they are", "Blocks", "From", "To",
                                     "By which paper", "Stands in for")]
    return table(head, [_row(one, roster, blocks, words) for one in held])


def _row(one: Appointment, roster: Roster, blocks: Mapping[str, str], words: Words) -> list[Any]:
    known = {person.key: person for person in roster.people}
    person, other = known.get(one.person), known.get(one.stands_in_for or "")
    return [person.name if person else one.person, person.position if person else "",
            (person.email if person else "") or "—", words(ROLES[one.role]),
            ", ".join(blocks.get(key, key) for key in sorted(one.blocks)), _day(one.from_on, words),
            _day(one.to_on, words), one.act, other.name if other else ""]


def _day(on: date | None, words: Words) -> str:
    return words.day(on) if on else "—"


def difference(old: str, new: str, words: Words) -> Any:
    """Return the lines that a new version takes away and adds."""
    lines = [line for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
             if not line.startswith(("---", "+++", "@@"))]
    if not lines:
        return html.P(words("Nothing changes."), className="desk-muted")
    looks = {"+": "desk-added", "-": "desk-removed"}
    return html.Pre([html.Div(line, className=looks.get(line[:1], "")) for line in lines], className="desk-diff")
