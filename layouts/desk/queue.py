"""The queue of the shift: who is to be called for what, in five lists, each alert one row in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.domain.alerts.alert import Alert, Answer, Stage
from dashboard.domain.alerts.duty import Duty
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.alerts.ladder import AlertRules
from dashboard.domain.figures import Drill
from dashboard.domain.scope import View
from dashboard.words import Words
from layouts.address import address
from layouts.alerted import MARKS, counts, elapsed, lower, what, why_quiet
from layouts.desk.nav import ROLES
from layouts.shift import Shift

LISTS = (("mine", "Mine"), ("promised", "Promised for today"), ("unowned", "Nobody has taken"),
         ("taken", "Taken by others"), ("quiet", "Silent, and why"))
SHOWN = 100
"""Rows of a list: nobody reads further, and a city has thousands."""
PAGES = {"calendar_ending": "/calendar"}
"""Watch → the page on which its finding is seen to; others of the room's own are seen to on the sources page."""


def queue(duty: Duty, shift: Shift, chosen: int | None, paths: frozenset[str]) -> Any:
    """Return the five lists, those that hold anything; what is watched where nothing is to be done.

    Args:
        duty: of the viewer.
        shift: what alerts are told with.
        chosen: number of the alert that stands open beside the queue.
        paths: addresses of the pages that the viewer may see.
    """
    if not any(duty):
        return calm(shift.rules, shift.words)
    return [overview(duty, shift.words),
            *(_list(key, title, getattr(duty, key), (shift, chosen, paths)) for key, title in LISTS
              if getattr(duty, key))]


def overview(duty: Duty, words: Words) -> Any:
    """Return how many stand in which list, each a way to it."""
    look: Any = {"aria-label": words("Lists of the queue")}
    return html.Nav([_part(key, title, len(getattr(duty, key)), words) for key, title in LISTS],
                    className="alerts-overview", **look)


def _part(key: str, title: str, n: int, words: Words) -> Any:
    said = [html.Span(words(title)), html.B(words.number(n))]
    return html.A(said, href=f"#alerts-{key}") if n else html.Span(said, className="desk-muted")


def calm(rules: AlertRules, words: Words) -> Any:
    """Return what is said when nobody is to be called: what is being watched meanwhile."""
    watched = [html.Li(ladder.title) for ladder in rules.ladders]
    return html.Section([html.H2(words("Nobody needs to be called")),
                         html.P(words("The room watches by itself and calls as soon as anything of this happens:")),
                         html.Ul(watched)], className="desk-card desk-told")


def _list(key: str, title: str, found: Sequence[Alert], told: tuple[Shift, int | None, frozenset[str]]) -> Any:
    words = told[0].words
    head = html.H2([words(title), " ", html.Span(words.number(len(found)), className="desk-muted")])
    rest = len(found) - SHOWN
    more = [html.P(words("{n} more, milder or later: one common cause may cover many, and a ladder may look by fewer "
                         "parts", n=words.number(rest)), className="desk-muted")] if rest > 0 else []
    return html.Section([head, html.Ol([row(alert, *told) for alert in found[:SHOWN]], className="alerts-rows"), *more],
                        id=f"alerts-{key}", className=f"alerts-list alerts-list-{key}")


def row(alert: Alert, shift: Shift, chosen: int | None, paths: frozenset[str]) -> Any:
    """Return one alert: how grave, what, where, since when, who is called or has taken it."""
    known: Any = {"aria-current": "true"} if alert.id == chosen else {}
    return html.Li([
        mark(alert.severity, shift.words),
        html.Div([sentence(alert, shift, paths), evidence(alert, shift)], className="alerts-what"),
        html.Div([html.Div(shift.words("since {moment}", moment=shift.short(alert.fired_at))),
                  html.Small(elapsed(alert, shift), className="desk-muted")], className="alerts-since"),
        html.Div(standing(alert, shift), className="alerts-who"),
        opening(alert, shift.words),
    ], className=f"alerts-row alerts-{alert.severity.name.lower()}" + (" desk-on" if known else ""), **known)


def mark(severity: Severity, words: Words) -> Any:
    """Return how grave it is: a shape and a word, the colour only beside them."""
    shape, said = MARKS[severity]
    return html.Span([html.Span(shape), " ", words(said)], className=f"alerts-mark alerts-mark-{severity.name.lower()}")


def sentence(alert: Alert, shift: Shift, paths: frozenset[str]) -> Any:
    """Return what it is about; its number leads to exactly the cases that are counted."""
    said, href = what(alert.finding, shift), way(alert, shift, paths)
    linked = html.A(said.linked, href=href, className="alerts-n") if href else html.B(said.linked)
    return html.P([f"{said.before} " if said.before else "", linked, f" {said.after}" if said.after else ""],
                  className="alerts-said")


def way(alert: Alert, shift: Shift, paths: frozenset[str]) -> str:
    """Return where it is seen to: the list of its cases, or a page of the room; "" where the viewer sees none."""
    if not alert.room_wide:
        return address(Drill(alert.finding.measure, alert.finding.scope), View())
    ladder = shift.rules.ladder(alert.subject.ladder)
    own = PAGES.get(ladder.watch if ladder else "", "")
    return next((path for path in (own, "/sources") if path in paths), "")


def evidence(alert: Alert, shift: Shift) -> Any:
    """Return the block and the steps that its questions stand on."""
    block = shift.title("block", alert.subject.block) if alert.subject.block else ""
    own = shift.words("the room itself") if alert.room_wide else shift.words("block not stated")
    parts = [block or own, counts(alert.finding, shift)]
    return html.Small(" · ".join(part for part in parts if part), className="desk-muted")


def standing(alert: Alert, shift: Shift) -> list[Any]:
    """Return who has taken it, or why nobody is called, or who has heard and hears next."""
    quiet = alert.inhibited and shift.words("silent: {why}", why=why_quiet(alert.inhibited, shift))
    if alert.stage is Stage.ACKNOWLEDGED and alert.answer is not None:
        return [*taken(alert.answer, shift), html.Small(quiet, className="desk-muted")]
    if quiet:
        return [html.Div(quiet)]
    return [html.Div(part) for part in calling(alert, shift)]


def taken(answer: Answer, shift: Shift) -> list[Any]:
    """Return who has taken it, until when, why it may wait, and what was promised."""
    words = shift.words
    promise = []
    if answer.promise or answer.promise_on:
        day = words("promised for {day}", day=shift.day(answer.promise_on)) if answer.promise_on else words("promised")
        promise = [html.Div([html.B(day), f": {answer.promise}" if answer.promise else ""])]
    until = words("until {moment}", moment=shift.short(answer.until_at))
    return [html.Div([html.B(shift.who(answer.owner)), f", {until}"]), html.Div(f"«{answer.reason}»"), *promise]


def calling(alert: Alert, shift: Shift) -> list[str]:
    """Return who has heard of it and who hears next."""
    words, known = shift.words, shift.called.get(alert.id)
    if known is None:
        return []
    heard = ", ".join(lower(words(ROLES[role])) for role in known.heard)
    said = [words("has heard: {roles}", roles=heard) if heard else words("nobody has been called")]
    if known.then is not None and known.at is not None:
        at = shift.when(known.at) if known.at > shift.now else words("right now")
        said.append(words("hears next: {role}, {moment}", role=lower(words(ROLES[known.then])), moment=at))
    elif heard:
        said.append(words("nobody is left to call"))
    return said


def ended(found: Sequence[Alert], shift: Shift) -> Any:
    """Return the alerts that ended lately."""
    if not found:
        return []
    title = shift.words.plural("{n} has ended in seven days", "{n} have ended in seven days", len(found))
    return html.Details([html.Summary(title), html.Ol([_ended(alert, shift) for alert in found],
                                                      className="alerts-rows")])


def _ended(alert: Alert, shift: Shift) -> Any:
    return html.Li([mark(alert.severity, shift.words), html.Span(str(what(alert.finding, shift))),
                    html.Span(over(alert, shift), className="desk-muted"), opening(alert, shift.words)],
                   className="alerts-ended")


def opening(alert: Alert, words: Words) -> Any:
    """Return the way to one alert, beside the queue."""
    return dcc.Link(words("Open"), href=f"/alerts?alert={alert.id}", className="desk-button alerts-open",
                    title=words("Alert {number}: its log, and what can be done", number=alert.id))


def over(alert: Alert, shift: Shift) -> str:
    """Return when it ended and who ended it."""
    at = shift.when(alert.resolved_at or alert.fired_at)
    if not alert.closed_by:
        return shift.words("ended by itself {moment}", moment=at)
    return shift.words("ended by {who} {moment}", who=shift.who(alert.closed_by), moment=at)
