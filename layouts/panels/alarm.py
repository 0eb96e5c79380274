"""What interrupts every scene once: a term has just been broken, of what, where, and who must move.

The panel draws all that may interrupt, unseen; `assets/31-alarm.js` puts the first that this screen has not shown yet
on the stage, and takes it away when somebody has answered.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from dashboard.cache.board import WallAlert
from dashboard.domain.rules import Stage
from layouts.screens import Panel, Sight
from layouts.tile import DOT, moment

LONGEST_NIGHT = timedelta(hours=12)
"""What broke earlier no screen announces: by day the script takes ten minutes for news, in the morning the night."""
BROKEN = {Stage.ANSWER: "Overdue", Stage.FIRST_RESPONSE: "First response overdue"}
MANY, LETTERS = 100, 44
"""From so many questions, or over so many letters of a topic (two lines), all is written smaller and stays whole."""


def draw(sight: Sight) -> list[Any]:
    """Return the broken terms that nobody has answered, so far back as a night may reach, the gravest first."""
    return [_alarm(sight, alert) for alert in sight.board.alerts
            if alert.calls and sight.board.at - alert.raised_at < LONGEST_NIGHT]


def _alarm(sight: Sight, alert: WallAlert) -> Any:
    told: dict[str, Any] = {"data-alert": f"{alert.id}/{alert.raised_at.isoformat()}",
                            "data-raised": alert.raised_at.isoformat()}
    broken = sight.words(BROKEN[alert.stage])
    count = html.Div([html.B(sight.words.number(alert.n), className="count"),
                      html.Span(f"\N{BLACK UP-POINTING TRIANGLE} {broken}")], className="broken")
    size = "long" if alert.n >= MANY or len(sight.title("topic", alert.topic)) > LETTERS else ""
    return html.Article([count, html.Div(_matter(sight, alert), className="matter")], className=size, **told)


def _matter(sight: Sight, alert: WallAlert) -> list[Any]:
    """Return what it is about, where, whose turn it is, since when; the script counts what came with it."""
    where = [html.P(sight.title("street", alert.street), className="where")] if alert.street else []
    whose = [sight.title("block", alert.block) if alert.block else "", alert.turn]
    since = sight.words("since {day}", day=moment(sight, alert.raised_at))
    return [html.H2(sight.title("topic", alert.topic)), *where,
            html.P(DOT.join(filter(None, whose)), className="whose"),
            html.P(f"{since}{DOT}{sight.words('nobody has answered')}"), html.P(className="rest")]


PANEL = Panel("alarm", "cover", "A term is broken", draw)
