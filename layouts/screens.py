"""What a page and a panel are, and what they draw from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.clusters import Cluster
from dashboard.domain.figures import Figure, Trust
from dashboard.domain.people import Access
from dashboard.words import Words
from layouts.address import address
from layouts.plan import Plan

Component = Any
"""A Dash component, a text, or a list of them."""
FigureDict = Mapping[str, Any]
SIGNS_OF_LIFE = ("open", "received", "inflow")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a panel draws from: the board, the words of its reader and the plan of the town."""

    board: Board
    words: Words
    plan: Plan

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the town: no source has spoken and nothing was ever counted."""
        told = any(source.observed_at for source in self.board.sources)
        return not told and not any(figure.n for key in SIGNS_OF_LIFE for figure in self.figures(key))

    def figures(self, metric: str) -> tuple[Figure, ...]:
        """Return the figures of a metric; none when it is absent or could not be computed."""
        found = self.board.metrics.get(metric, ())
        return () if isinstance(found, Unavailable) else found

    def whole(self, metric: str) -> Figure:
        """Return the whole of a metric; an unavailable figure when there is none."""
        for figure in self.figures(metric):
            if figure.key == "":
                return figure
        return Figure("", None, "questions", 0, state=Trust.UNAVAILABLE)

    def members(self, metric: str) -> tuple[Figure, ...]:
        """Return the figures of a metric without the whole; an unknown member is a member too."""
        found = self.figures(metric)
        return found[1:] if found and found[0].key == "" else found

    def title(self, dimension: str, member: str) -> str:
        """Return what people call a member; «not stated» for the unknown one."""
        return self.board.titles.get(dimension, {}).get(member, member) or self.words("not stated")

    def department(self, member: str) -> str:
        """Return the short name of a department: its key is what the town calls it, its title the full name."""
        return member or self.words("nobody assigned")

    def place(self, cluster: Cluster) -> str:
        """Return the street where a heap lies, as the wall may say it: its cases' own, else the nearest of the plan."""
        if cluster.street or not self.plan.drawn:
            return cluster.street or self.words("street unknown")
        return self.plan.street_at(cluster.lat, cluster.lon) or self.words("outside of the streets")

    def topics(self, cluster: Cluster) -> str:
        """Return the titles of a heap's topics."""
        return ", ".join(self.title("topic", topic) for topic in cluster.topics)

    def href(self, figure: Figure) -> str | None:
        """Return the address of the rows that a figure counted."""
        return address(figure.drill, self.board.view) if figure.drill else None


@dataclass(frozen=True, slots=True)
class Panel:
    """One tile: a question with its answer.

    Attributes:
        key: unique name; its slots in the page are `{"type": "panel"|"figure", "key": key}`.
        scene: key of the wall's scene that shows it, "" for none.
        title: gettext key, shown when the panel cannot be drawn.
        draw: the words and marks, as Dash components.
        figure: the plotly figure as a plain dict, for panels that have one.
    """

    key: str
    scene: str
    title: str
    draw: Callable[[Sight], Component]
    figure: Callable[[Sight], FigureDict] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the room.

    Attributes:
        key: unique name.
        path: its address, exact; the query carries the rest.
        title: gettext key, shown in the browser's title.
        access: roles that may see it (`dashboard.domain.people`).
        look: `wall` (dark) or `desk` (light): the tokens it is drawn with.
        draw: the page's mounted frame; its content arrives by callbacks or parcels.
    """

    key: str
    path: str
    title: str
    access: Access
    look: str
    draw: Callable[[Words], Component]
