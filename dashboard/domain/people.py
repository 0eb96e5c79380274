"""Who looks and who acts. Roles follow the decree's article 3; docs/roles.md shows who sees and does what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.domain.fields import Privacy


class Role(StrEnum):
    """What a person (or a screen) is in the control centre."""

    CURATOR = "curator"
    HEAD = "head"
    BLOCK = "block"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    WALL = "wall"
    OBSERVER = "observer"


Access = frozenset[Role]
OUTSIDE: Access = frozenset({Role.WALL, Role.OBSERVER})
"""Roles that see the read model only; whoever has no role at all too."""
EVERYBODY: Access = frozenset(Role)
PEOPLE: Access = EVERYBODY - {Role.WALL}
"""Who signs in: everybody but a screen."""
STAFF: Access = frozenset({Role.CURATOR, Role.HEAD, Role.BLOCK, Role.OPERATOR})
"""Who works with cases: aggregates of the whole town, and lists as far as their blocks go."""
TEXTS: Access = STAFF
"""Who reads what citizens wrote; the administrator does not."""
CONTACTS: Access = frozenset({Role.HEAD, Role.BLOCK, Role.OPERATOR})
"""Who sees a citizen's name, address and contacts."""
WHOLE_TOWN: Access = frozenset({Role.CURATOR, Role.HEAD, Role.OPERATOR})
"""Who sees the cases of every block."""
RUNNERS: Access = frozenset({Role.HEAD, Role.OPERATOR, Role.ADMINISTRATOR})
"""Who sees how the room runs, besides the staff."""
IMPORTERS: Access = frozenset({Role.HEAD, Role.OPERATOR})
KEEPERS: Access = frozenset({Role.ADMINISTRATOR})
"""Who keeps accounts, screens and backups."""
ROSTER: Access = frozenset({Role.CURATOR, Role.HEAD, Role.ADMINISTRATOR})
"""Who changes the roster: the curator approves its composition."""
RULES: Access = frozenset({Role.HEAD})
"""Who edits the rules of terms and the working calendar."""
RULE_READERS: Access = RULES | {Role.CURATOR}
"""Who reads them with their former versions."""
PROOF: Access = frozenset({Role.CURATOR, Role.HEAD, Role.ADMINISTRATOR})
"""Who reads the log of acts."""
ALERTED: Access = STAFF | RUNNERS
"""Who sees and answers alerts: those of their blocks, and those of the room for who runs it."""
CAUSES: Access = frozenset({Role.HEAD, Role.OPERATOR})
"""Who declares a cause that covers alerts."""
SNAPSHOTS: Access = frozenset({Role.HEAD})
"""Who takes a snapshot of the staff's numbers out of the room."""
TAKERS: Access = SNAPSHOTS | {Role.CURATOR, Role.OBSERVER}
"""Who takes a public snapshot, drawn from the read model."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name for the log, roles, the blocks that somebody answers for, and how people call them."""

    name: str
    roles: Access
    blocks: frozenset[str] = field(default_factory=frozenset)
    title: str = ""

    @property
    def privacy(self) -> Privacy:
        """What the viewer's numbers are computed from: the read model for a wall and an observer, else the truth."""
        return Privacy.WALL if self.roles <= OUTSIDE else Privacy.STAFF

    def may(self, access: Access) -> bool:
        """Return whether one of the viewer's roles is admitted."""
        return bool(self.roles & access)

    def may_list(self, blocks: frozenset[str]) -> bool:
        """Return whether cases of these blocks may be listed; none named means those of the whole town."""
        if self.may(WHOLE_TOWN):
            return True
        return Role.BLOCK in self.roles and bool(blocks) and blocks <= self.blocks


WATCHER = Viewer("metrics", KEEPERS)
"""A program that watches how the room runs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `source`, `cli` or `person`, and the name; written with every event and act."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


LOCAL = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.OPERATOR, Role.CURATOR})
"""What whoever has the shell may do: the shell has the room."""
