"""The left column: periods, and one filter per registered dimension, with counts; every choice is a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.domain.dimension import Dimension
from dashboard.words import Words
from layouts.desk.glance import Glance
from layouts.desk.path import Title
from layouts.desk.periods import PRESETS, Week, preset_of

SHOWN = 7
ORDER = ("block", "topic", "department", "channel", "source", "district", "street", "house", "status", "outcome")
"""The order in which people ask; dimensions that are added later follow by name."""


@dataclass(frozen=True, slots=True)
class Choices:
    """A filter: the dimension, and member → questions received in the scope without this filter."""

    dimension: Dimension
    counts: Mapping[str, int]


def periods(glance: Glance, today: date, week: Week, words: Words) -> list[Any]:
    """Return the links of the ready-made periods, the present one marked."""
    present = preset_of(glance.scope, today, week)
    return [dcc.Link(_titled(preset.key, preset.title, today, week, words),
                     href=f"/{replace(glance, scope=glance.scope.during(*preset.ends(today, week))).search}",
                     className="desk-period" + (" desk-on" if preset is present else ""))
            for preset in PRESETS]


def _titled(key: str, title: str, today: date, week: Week, words: Words) -> list[Any]:
    ends = next(preset.ends(today, week) for preset in PRESETS if preset.key == key)
    weekly = key in ("week", "former_week") and ends[0] is not None and ends[1] is not None
    small = words.week(ends[0], ends[1]) if weekly and ends[0] and ends[1] else ""
    return [words(title), html.Small(small)] if small else [words(title)]


def filters(glance: Glance, choices: list[Choices], title: Title, words: Words) -> list[Any]:
    """Return the filters in their order; a dimension with one member and no choice has nothing to ask."""
    place = {key: number for number, key in enumerate(ORDER)}
    asked = sorted(choices, key=lambda c: (place.get(c.dimension.key, len(place)), c.dimension.key))
    return [_filter(glance, one, title, words) for one in asked
            if len(one.counts) > 1 or one.dimension.key in glance.scope.members]


def _filter(glance: Glance, choices: Choices, title: Title, words: Words) -> Any:
    key = choices.dimension.key
    chosen = glance.scope.members.get(key, frozenset())
    counts = {**dict.fromkeys(chosen, 0), **choices.counts}
    ranked = sorted(counts, key=lambda member: (member not in chosen, -counts[member], member))
    rows = [_row(glance, key, (member, title(key, member) or words("not stated"), words.number(counts[member])))
            for member in ranked]
    rest = [html.Details([html.Summary(words("{n} more", n=len(rows) - SHOWN)), *rows[SHOWN:]])] if rows[SHOWN:] else []
    head = [words(choices.dimension.title), html.Span(str(len(chosen)), className="desk-badge") if chosen else None]
    return html.Details([html.Summary(head), *rows[:SHOWN], *rest], open=bool(chosen) or key == ORDER[0],
                        className="desk-filter")


def _row(glance: Glance, key: str, said: tuple[str, str, str]) -> Any:
    """Return the link that chooses a member or takes it back; `said` is its key, its title and its count."""
    member, named, n = said
    on = member in glance.scope.members.get(key, frozenset())
    return dcc.Link([html.Span("☑" if on else "☐", className="desk-box"),
                     html.Span(named, className="desk-member"),
                     html.Span(n, className="desk-count")],
                    href=f"/{glance.toggled(key, member).search}", className="desk-row" + (" desk-on" if on else ""))
