"""From all alerts known and all that was found at one look to what happens: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from dashboard.domain.alerts.alert import Alert, Happening, after
from dashboard.domain.alerts.finding import Finding, Look, Subject
from dashboard.domain.alerts.judging import Due, begun, judged, next_level_at, same
from dashboard.domain.alerts.ladder import AlertRules


class Decided(NamedTuple):
    """What happens to one alert: it as it was (None: it begins), and what happens, in order."""

    before: Alert | None
    told: tuple[Happening, ...]

    @property
    def after(self) -> Alert:
        """Return the alert as it will be."""
        alert = self.before
        for happening in self.told:
            alert = after(alert, happening)
        assert alert is not None, "something happens"
        return alert


def decided(known: Iterable[Alert], look: Look, rules: AlertRules, due: Due) -> list[Decided]:
    """Return what happens to every alert of which anything changes, and how new ones begin.

    Args:
        known: alerts that stand, and those that ended lately, by number.
        look: what was found.
        rules: the policy.
        due: when levels hear of it.
    """
    newest = {alert.subject: alert for alert in known}
    found = [Decided(alert, judged(alert, look, rules, due)) for alert in newest.values() if alert.stands]
    found += _others(newest, look, rules, due)
    return [one for one in found if one.told]


def _others(newest: dict[Subject, Alert], look: Look, rules: AlertRules, due: Due) -> Iterator[Decided]:
    """Yield what happens to findings without a standing alert."""
    for subject, finding in look.findings.items():
        alert = newest.get(subject)
        if alert is None:
            yield Decided(None, begun(finding, look, rules, due))
        elif not alert.stands and not _settled(alert, finding):
            lately = alert.resolved_at is not None and look.at - alert.resolved_at < rules.holding.again
            yield Decided(alert, judged(alert, look, rules, due)) if lately else Decided(
                None, begun(finding, look, rules, due))


def _settled(alert: Alert, finding: Finding) -> bool:
    """Return whether a person has ended an alert of the room about this very thing; one of questions ends with them."""
    return bool(alert.closed_by) and alert.room_wide and same(alert.finding, finding)


def planned(alert: Alert, rules: AlertRules, due: Due) -> datetime | None:
    """Return when the next level hears of the alert unless somebody takes it; None when nobody is left to call."""
    chain = rules.chain_of(alert.subject.ladder)
    return None if chain is None or not alert.stands else next_level_at(alert, chain, due)
