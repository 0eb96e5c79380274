"""How a body of policy changes: a rule from a day on, a row added or ended, days entered into the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.errors import UsageError

Body = Mapping[str, Any]
Row = dict[str, Any]
SINCE = "@"
"""Stands in the key of a row between what the rule was called first and the day from which the row holds."""
DAY_PARTS = ("days_off", "working", "short")
DAY = timedelta(days=1)


def rule_changed(body: Body, key: str, changes: Mapping[str, Any], valid_from: date | None) -> Row:
    """Return the rules with one of them changed.

    With a day the former row ends the day before and a new one, called by the rule and the day, holds from then on:
    what began by the former row stays explained by it. Without a day the row is corrected for all times.

    Raises:
        UsageError: there is no such row, or it does not hold on that day.
    """
    row = _row(body, key)
    if valid_from is None:
        return _with(body, key, [_told({**row, **changes, "key": key})])
    since, until = _day(row.get("valid_from")), _day(row.get("valid_to"))
    if (since and valid_from <= since) or (until and valid_from > until):
        raise UsageError("The rule {key} does not hold on the day before {day}: choose a later day or another row",
                         key=key, day=valid_from.isoformat())
    former = {**row, "valid_to": (valid_from - DAY).isoformat()}
    newer = _told({**row, **changes, "key": f"{key.partition(SINCE)[0]}{SINCE}{valid_from.isoformat()}",
                   "valid_from": valid_from.isoformat()})
    return _with(body, key, [former, newer])


def rule_added(body: Body, row: Mapping[str, Any]) -> Row:
    """Return the rules with a row more.

    Raises:
        UsageError: a row is called so already.
    """
    key = str(row.get("key") or "")
    if any(known["key"] == key for known in body["rules"]):
        raise UsageError("A rule is called {key} already", key=key)
    return {**body, "rules": [*body["rules"], _told(row)]}


def rule_ended(body: Body, key: str, valid_to: date) -> Row:
    """Return the rules with the last day on which a term may begin by one of them.

    Raises:
        UsageError: there is no such row.
    """
    return _with(body, key, [{**_row(body, key), "valid_to": valid_to.isoformat()}])


def calendar_changed(body: Body, changes: Mapping[str, Any]) -> Row:
    """Return the calendar with days entered and other parts replaced.

    A day that is told replaces what was said of it, also among the other kinds of days; `forget` lists days of which
    nothing is to be said any more.
    """
    told = {part: list(changes.get(part, ())) for part in DAY_PARTS}
    forgotten = {str(on) for on in changes.get("forget", ())}
    kept = {part: [row for row in body.get(part, ()) if str(row["day"]) not in forgotten | _replaced(told, part)]
            for part in DAY_PARTS}
    others = {name: value for name, value in changes.items() if name not in (*DAY_PARTS, "forget")}
    return {**body, **others, **{part: [*kept[part], *told[part]] for part in DAY_PARTS}}


def _replaced(told: Mapping[str, Sequence[Row]], part: str) -> set[str]:
    """Return the days of a part that new rows speak of: a short day stays short unless it becomes a day off."""
    parts = {"short": ("short", "days_off")}.get(part, ("days_off", "working"))
    return {str(row["day"]) for one in parts for row in told[one]}


def _row(body: Body, key: str) -> Row:
    for row in body["rules"]:
        if row["key"] == key:
            return dict(row)
    raise UsageError("There is no rule {key}", key=key)


def _with(body: Body, key: str, rows: Sequence[Row]) -> Row:
    """Return the rules with rows in the place of one."""
    return {**body, "rules": [new for row in body["rules"] for new in (rows if row["key"] == key else (row,))]}


def _told(row: Mapping[str, Any]) -> Row:
    """Return a row without what is not said: a selector that is empty fits everything."""
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _day(told: Any) -> date | None:
    return told if told is None or isinstance(told, date) else date.fromisoformat(str(told))
