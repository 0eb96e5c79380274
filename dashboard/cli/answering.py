"""`alerts list|show|take|end`: the queue of the shift, one alert with its log, and the two answers that matter."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from callbacks.alerts import shift_of
from callbacks.answering import spoken
from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import Json
from dashboard.domain.alerts.alert import Alert, Stage
from dashboard.domain.alerts.calling import usual_ends
from dashboard.store.alerts import Logged
from dashboard.web import alert_shapes
from layouts.alerted import MARKS, elapsed, what, why_quiet
from layouts.desk.alert import happened, levels
from layouts.desk.queue import LISTS, calling, over
from layouts.shift import Shift

Number = Annotated[int, typer.Argument(help="Number of the alert", metavar="ALERT")]
Why = Annotated[str, typer.Option("--reason", help="Why: whoever opens this later will ask", metavar="REASON")]
Until = Annotated[str, typer.Option("--until", help="Until when: day, noon, three, or a moment such as "
                                    "2026-11-27T18:00", metavar="MOMENT")]
Promised = Annotated[str, typer.Option("--promise-on", help="For which day something is promised", metavar="DAY")]
Promise = Annotated[str, typer.Option("--promise", help="What is promised", metavar="TEXT")]


def register(group: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    @group.command("list", cls=Command, help=words("List the queue of the shift"))
    def list_(json: Json = False) -> None:
        listed(desk, json=json)

    @group.command("show", cls=Command, help=words("Show one alert with its log"))
    def show(number: Number, json: Json = False) -> None:
        shown(desk, *desk.room.alert(number), json=json)

    @group.command("take", cls=Command, help=words("Take an alert"))
    def take(number: Number, reason: Why, until: Until, promise_on: Promised = "", promise: Promise = "") -> None:
        usual = usual_ends(desk.now(), desk.house.calendar(), desk.town.tz)
        end = usual[until].isoformat() if until in usual else until
        done(desk, "acknowledge", alert=number, reason=reason, until=end, promise_on=promise_on, promise=promise)

    @group.command("end", cls=Command, help=words("End an alert"))
    def end(number: Number, reason: Why) -> None:
        done(desk, "resolve_alert", alert=number, reason=reason)


def done(desk: Desk, act: str, **inputs: Any) -> None:
    """Do an act and say what it answers."""
    told, values = desk.room.do(act, **inputs)
    desk.say(spoken(desk.room, told, values))


def listed(desk: Desk, *, json: bool) -> None:
    """Tell the queue, list by list."""
    duty, words = desk.room.duty(), desk.words
    found = [alert for each in duty for alert in each]
    if json:
        desk.give_json(alert_shapes.alerts(duty, desk.room.called(found), desk.town.tz))
        return
    shift = shift_of(desk.room, found)
    for key, title in LISTS:
        if alerts := getattr(duty, key):
            desk.give(f"{words(title)}: {words.number(len(alerts))}")
            for alert in alerts:
                desk.give(f"  {line(alert, shift)}")
    if not found:
        desk.give(words("Nobody needs to be called"))


def line(alert: Alert, shift: Shift) -> str:
    """Return an alert in one line."""
    shape, said = MARKS[alert.severity]
    parts = (f"{alert.id}", f"{shape} {shift.words(said)}", str(what(alert.finding, shift)),
             shift.words("since {moment}", moment=f"{shift.short(alert.fired_at)} ({elapsed(alert, shift)})"),
             *standing(alert, shift))
    return " · ".join(parts)


def standing(alert: Alert, shift: Shift) -> list[str]:
    """Return who has taken it, or why nobody is called, or who is."""
    if not alert.stands:
        return [over(alert, shift)]
    if alert.stage is Stage.ACKNOWLEDGED and alert.answer is not None:
        until = shift.words("until {moment}", moment=shift.short(alert.answer.until_at))
        return [f"{shift.who(alert.answer.owner)}, {until}: «{alert.answer.reason}»"]
    if alert.inhibited:
        return [shift.words("silent: {why}", why=why_quiet(alert.inhibited, shift))]
    return calling(alert, shift)


def shown(desk: Desk, alert: Alert, entries: list[Logged], *, json: bool) -> None:
    """Tell one alert and what happened to it, the newest first."""
    zone = desk.town.tz
    if json:
        called = desk.room.called([alert])[alert.id]
        desk.give_json({**alert_shapes.alert(alert, called, zone), "log": alert_shapes.log(entries, zone)})
        return
    shift = shift_of(desk.room, [alert])
    roles = levels(alert, shift)
    desk.give(line(alert, shift))
    for one in entries:
        at = one.told.at.astimezone(zone)
        desk.give(f"  {at:%d.%m.%Y %H:%M}  {happened(one.told, shift, roles)}")
