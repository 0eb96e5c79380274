"""What the desk says when there is nothing to show: always the reason and the next step (design §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.domain.measures import Measure
from dashboard.words import Words
from layouts.desk.glance import Glance
from layouts.desk.path import wider


def first_start(words: Words) -> Any:
    """Return what is said before anything was imported."""
    return _told(words("No appeals have come in yet."), [
        words("Drop a file of appeals into the watch folder, or choose it here; the room reads it and counts at once."),
        [html.A(words("Give the first file"), href="/sources", className="desk-button"),
         html.Span([" ", words("or fill an empty home with the demonstration town:"), " ",
                    html.Code("situation-room demo")], className="desk-muted")],
    ])


def nothing_here(glance: Glance, words: Words) -> Any:
    """Return what is said when a scope has no questions."""
    up = wider(glance)
    steps = [dcc.Link(words("One step up"), href=f"/{up.search}", className="desk-button")] if up else []
    longer = Glance(glance.scope.during(None, None), glance.view, glance.measure, glance.compare)
    steps += [dcc.Link(words("The same for all time"), href=f"/{longer.search}", className="desk-button")] \
        if glance.scope.since or glance.scope.until else []
    return _told(words("There was nothing here in these days."), [
        words("No question of this choice was received in the period, and none is in work."), steps])


def elsewhere(glance: Glance, known: tuple[date, date], words: Words) -> Any:
    """Return what is said when the period is empty and other days are not: where the data lie, and the way there.

    Args:
        glance: what is looked at.
        known: first and last day on which anything came in.
        words: of the reader.
    """
    first, last = known
    all_time = replace(glance, scope=glance.scope.during(None, None))
    said = words("Nothing was received in these days. There are data of {first} – {last}.", first=words.day(first),
                 last=words.day(last))
    links = [dcc.Link(words("Show all time"), href=f"/{all_time.search}", className="desk-button")]
    if ends := latest(glance, last):
        newest = replace(glance, scope=glance.scope.during(*ends))
        links += [dcc.Link(words("The last days with data: {first} – {last}", first=words.day(ends[0]),
                                 last=words.day(ends[1])), href=f"/{newest.search}", className="desk-button")]
    return html.Section([html.P(said), html.P(links)], className="desk-card desk-elsewhere", role="status")


def latest(glance: Glance, last: date) -> tuple[date, date] | None:
    """Return a period as long as the present one that ends with the last day that has data; None for all time."""
    since, until = glance.scope.since, glance.scope.until
    return None if since is None or until is None else (last - (until - since), last)


def refused(said: str, words: Words) -> Any:
    """Return what is said when an address cannot be understood."""
    return _told(words("This address cannot be shown."), [
        said, [html.A(words("To the desk"), href="/", className="desk-button")]])


def _told(said: str, steps: list[Any]) -> Any:
    return html.Section([html.H2(said), *(html.P(step) for step in steps if step)], className="desk-card desk-told")


def defined(measure: Measure, total: int, words: Words) -> Any:
    """Return what a number means, for somebody who may see it but not its cases: never a part of the list."""
    more = html.A(words("The whole definition"), href=f"/definitions#measure-{measure.key}", className="desk-button")
    return _told(f"{words(measure.title)}: {words.number(total)}", [
        words(measure.explain), words("The cases are open to those who answer for their block; choose your own block "
                                      "to see its list."), more])
