"""What leaves the room: whether letters and the webhook are on, what waits, and what nobody knows the end of."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.errors import RoomError
from dashboard.words import Words
from layouts.desk.sources import moment
from layouts.desk.table import table

Post = Any
Carried = Any
"""Rows of the room; layouts know their shape, not the store."""
SHAPES = {"waiting": "◐", "handing": "◐", "sent": "●", "failed": "▲", "uncertain": "◌"}
SHUT = "Letters and the webhook are off: alerts do not leave the room. Letters are set up by the administrator."
OTHERS = "How letters leave is seen by those who run the room."
UNCERTAIN = "Nobody knows whether an uncertain letter has come; it is not sent again: ask the person."


def post(found: Post | None, words: Words) -> Any:
    """Return the state of the post; None is for viewers who do not run the room."""
    if found is None:
        return html.P(words(OTHERS), className="desk-muted")
    if not (found.mail or found.hook or any(found.counts.values())):
        return html.P(words(SHUT), className="desk-muted")
    on = [words("Letters are on") if found.mail else words("Letters are off"),
          words("The webhook is on") if found.hook else words("The webhook is off")]
    said = [html.P(" · ".join(on)), html.P(_counted(found, words))]
    doubt = [html.P(words(UNCERTAIN), className="desk-muted")] if found.counts["uncertain"] else []
    return html.Div([*said, *doubt, *_troubles(found, words)])


def _counted(found: Post, words: Words) -> str:
    counts = {state: words.number(found.counts[state]) for state in ("waiting", "sent", "failed", "uncertain")}
    said = words("Waiting {waiting}, sent {sent}, failed {failed}, uncertain {uncertain}", **counts)
    if found.last_sent_at is None:
        return said
    return f"{said}. {words('Last sent {moment}', moment=moment(found.last_sent_at, words))}"


def _troubles(found: Post, words: Words) -> list[Any]:
    if not found.troubles:
        return []
    head = [words(said) for said in ("When", "About what", "To whom", "State", "Why")]
    return [table(head, [_row(one, words) for one in found.troubles])]


def _row(one: Carried, words: Words) -> list[Any]:
    link = html.A(words("alert no. {number}", number=one.alert), href=f"/alerts?alert={one.alert}")
    state = f"{SHAPES[one.state]} {words(f'delivery {one.state}')}"
    return [moment(one.at, words), link, one.name or words("webhook"), state,
            words.error(RoomError.unpacked(one.error)) if one.error else ""]
