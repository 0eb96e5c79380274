"""What an act works with: the truth, the rules of folding, and the instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboard.store.lives import Teller
from dashboard.store.store import Store


@dataclass(frozen=True, slots=True)
class Stage:
    """Given to `Act.apply`."""

    store: Store
    teller: Teller
    now: datetime
