"""The snapshot in words: its scope, its moment, and the week's sentences."""

from __future__ import annotations

from datetime import date

from dashboard.domain.exports import Level
from dashboard.domain.figures import Figure
from dashboard.domain.weekly import Named, Week
from dashboard.exports.report import Report, Titles
from dashboard.room import Room
from dashboard.words import NBSP, Words


def period(words: Words, since: date | None, until: date | None) -> str:
    """Return a period with the weekdays of its ends."""
    if since is None and until is None:
        return words("all time")
    if since is None or until is None:
        return words("from {day}", day=_day(words, since)) if since else words("up to {day}", day=_day(words, until))
    return _day(words, since) if since == until else f"{_day(words, since)} – {_day(words, until)}"


def _day(words: Words, on: date | None) -> str:
    return "" if on is None else f"{words.weekday(on)}{NBSP}{words.day(on)}"


def chosen(room: Room, content: Report) -> list[tuple[str, str]]:
    """Return what the scope is narrowed to: (title of the dimension, its members)."""
    said = []
    for key, members in sorted(content.scope.members.items()):
        names = [content.titles(key, m) if m else room.words("unknown") for m in sorted(members)]
        said.append((room.words(room.dimensions[key].title), ", ".join(names)))
    return said


def moment(words: Words, content: Report) -> str:
    """Return «as of …», and the second clock where it was set."""
    at = words("As of {moment}", moment=f"{words.day(content.now.on)}{NBSP}{words.clock(content.now.at)}")
    known = content.view.known_at
    if known is None:
        return at
    told = known.astimezone(words.zone)
    return f"{at}, {words('as known by {moment}', moment=f'{words.day(told.date())}{NBSP}{words.clock(told)}')}"


def mark(words: Words, content: Report) -> str:
    """Return the mark of a snapshot's privacy level; the staff's usual one has none."""
    if content.level is Level.OFFICIAL:
        return words("For official use")
    return words("Public snapshot") if content.level is Level.PUBLIC else ""


def unnamed(words: Words, content: Report) -> str:
    """Return what a public snapshot keeps to itself; of others nothing."""
    return words("Places with fewer than three questions are not named") if content.level is Level.PUBLIC else ""


def trust(words: Words, content: Report) -> str:
    """Return what the numbers rest on: the age of the oldest export, and the sources that are silent."""
    figure = content.figures["received"]
    if figure.observed_at is None:
        return words("No source has been heard yet")
    told = figure.observed_at.astimezone(words.zone)
    said = words("Data of {moment}", moment=f"{words.day(told.date())}{NBSP}{words.clock(told)}")
    silent = ", ".join(content.titles("source", key) for key in figure.missing)
    return f"{said}, {words('without {sources}', sources=silent)}" if silent else said


def change(words: Words, figure: Figure, *, state: bool) -> str:
    """Return how a count changed: a state since yesterday, what happens in a period since the period before."""
    if figure.before is None or figure.value is None:
        return ""
    by = figure.value - figure.before
    if not by:
        return words("as yesterday") if state else words("as in the period before")
    number = f"{'+' if by > 0 else ''}{words.number(by)}"
    return words("{n} to yesterday", n=number) if state else words("{n} to the period before", n=number)


def phrases(words: Words, week: Week, titles: Titles) -> list[str]:
    """Return the sentences of domain.md §3.14 for the week's counts; what has no number is not said."""
    said = [_count(words, week)]
    if week.topics:
        said.append(words("Main topics: {topics}.", topics=_listed(words, week.topics, titles)))
    if week.growing:
        said.append(words("Growth in the blocks: {blocks}.", blocks=_listed(words, week.growing, titles)))
    if week.falling:
        said.append(words("Decline in the blocks: {blocks}.", blocks=_listed(words, week.falling, titles)))
    if week.dealt_with is not None:
        said.append(words("Dealt with: {share} (resolved {a}, explained {b}); in work {c}; overdue in all {d}.",
                          share=words.percent(week.dealt_with), a=words.number(week.resolved),
                          b=words.number(week.explained), c=words.number(week.open), d=words.number(week.overdue)))
    if week.streets:
        said.append(words("Places with most messages: {streets}.", streets=_listed(words, week.streets, titles)))
    return said + _examples(words, week, titles)


def _examples(words: Words, week: Week, titles: Titles) -> list[str]:
    """Return what was put right and what waits for a decision: topics and streets, never a text."""
    done = [f"{titles('topic', one.topic)}, {one.street} ({words.days(one.days)})" for one in week.done]
    wait = [f"{titles('topic', one.topic)}, {one.street} ({words('overdue {n}', n=words.number(one.n))})"
            for one in week.decide]
    said = [words("Done: {examples}.", examples="; ".join(done))] if done else []
    return said + ([words("Needs a decision: {matters}.", matters="; ".join(wait))] if wait else [])


def _count(words: Words, week: Week) -> str:
    scope = week.scope
    n = words.plural("{n} message", "{n} messages", week.received)
    if scope.since is None or scope.until is None:
        return words("Recorded in all: {n}.", n=n)
    between = words.week(scope.since, scope.until)
    if week.change is None:
        return words("In the period {period}: {n}.", period=between, n=n)
    sign = "+" if week.change > 0 else ""
    return words("In the period {period}: {n} ({change} to the previous one).", period=between, n=n,
                 change=f"{sign}{words.percent(week.change)}")


def _listed(words: Words, named: tuple[Named, ...], titles: Titles) -> str:
    """Return members with their counts, as the desk says them."""
    return ", ".join(f"{titles(one.dimension, one.member)}{NBSP}({words.number(one.n)})" for one in named)
