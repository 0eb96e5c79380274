"""What an act works with: the truth, the rules of folding, the instant, and the form that policy must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.store.lives import Teller
from dashboard.store.store import Store

Sound = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""(kind of policy, its body) → the body as it is kept; StoreError when it has another form."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Given to `Act.apply`."""

    store: Store
    teller: Teller
    now: datetime
    sound: Sound
