"""The shape of an act: its key, who may do it, what it needs, and how it is applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard.domain.people import Access


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a person.

    Attributes:
        key: its name in the API and the log.
        title: gettext key of what is done.
        access: roles that may do it; there is no default.
        needs: names of the required inputs.
        apply: called with (stage, actor, **inputs); returns what the person is told: (template, values).
        admits: called with (stage, viewer, **inputs): whether this viewer may do it to what the inputs name; None
            where the role alone decides.
    """

    key: str
    title: str
    access: Access
    needs: tuple[str, ...]
    apply: Callable[..., tuple[str, dict[str, Any]]]
    admits: Callable[..., bool] | None = None
