"""Who looks and who acts. Roles follow the decree's article 3; the table is in the access registry of every part."""

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
STAFF: Access = frozenset({Role.CURATOR, Role.HEAD, Role.BLOCK, Role.OPERATOR})
OUTSIDE: Access = frozenset({Role.WALL, Role.OBSERVER})
"""Roles that see the read model only; whoever has no role at all too."""
EVERYBODY: Access = frozenset(Role)
TEXTS: Access = frozenset({Role.HEAD, Role.BLOCK, Role.OPERATOR})
RUNNERS: Access = frozenset({Role.HEAD, Role.OPERATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name for the log, the roles, and the blocks if the person answers for some only."""

    name: str
    roles: Access
    blocks: frozenset[str] = field(default_factory=frozenset)

    @property
    def privacy(self) -> Privacy:
        """What the viewer's numbers are computed from: the read model for a wall and an observer, else the truth."""
        return Privacy.WALL if self.roles <= OUTSIDE else Privacy.STAFF

    def may(self, access: Access) -> bool:
        """Return whether one of the viewer's roles is admitted."""
        return bool(self.roles & access)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `source`, `cli` or `person`, and the name; written with every event and act."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


LOCAL = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.OPERATOR, Role.CURATOR})
"""What whoever sits at the machine may do while the room listens on loopback only."""
