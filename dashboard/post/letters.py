"""What a letter says: where, how many, on which step, since when, who knows, what comes next; nothing of a citizen."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dashboard.domain.alerts.alert import Stage, Turn
from dashboard.domain.alerts.ladder import Step
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import Role
from dashboard.house import House
from dashboard.post.news import News, mark_of
from dashboard.store.deliveries import Delivery

ROLES = {Role.CURATOR: "Curator", Role.HEAD: "Head of the centre", Role.BLOCK: "Responsible for a block",
         Role.OPERATOR: "Operator", Role.ADMINISTRATOR: "Administrator", Role.OBSERVER: "Observer",
         Role.WALL: "Screen"}
WHY = {Turn.RAISED: "It has become graver.", Turn.RETURNED: "It has come back.",
       Turn.EXPIRED: "The time for which it was taken is over.",
       Turn.RELEASED: "What covered it is over: it counts again."}
CALLED = "You are called to it first."
CLIMBED = "Nobody has taken it so far."
PLACES = (("Block", "block"), ("Topic", "topic"), ("Street", "place"), ("Source", "source"))


class Letters:
    """Writes the letters of one room.

    Args:
        house: whose words and vocabularies are used.
        sender: the address they come from.
        base: the room's address for links; "" leaves the path alone.
    """

    def __init__(self, house: House, sender: str, base: str) -> None:
        self._house, self._words, self._sender, self._base = house, house.words, sender, base

    def letter(self, one: Delivery, news: News) -> bytes:
        """Return the letter as it travels."""
        return self.packed(one.address, self.subject(news), self.text(news), (mark_of(one), f"alert-{one.alert}"))

    def packed(self, address: str, subject: str, text: str, marks: tuple[str, str]) -> bytes:
        """Return a letter with its marks: its own, which is the same at every attempt, and that of its thread."""
        letter, domain = EmailMessage(policy=SMTP), self._sender.partition("@")[2]
        letter["From"], letter["To"], letter["Subject"] = self._sender, address, subject
        letter["Date"] = format_datetime(self._house.now().astimezone(self._house.town.tz))
        letter["Message-ID"] = f"<{marks[0]}@{domain}>"
        letter["References"] = f"<{marks[1]}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text, charset="utf-8", cte="base64")
        return letter.as_bytes()

    def subject(self, news: News) -> str:
        """Return one line: what, how many, where."""
        where = [title for _, title in self.places(news)]
        return f"{self.what(news)} · {', '.join(where)}" if where else self.what(news)

    def what(self, news: News) -> str:
        """Return the gravest step with its number."""
        finding, ladder = news.alert.finding, news.ladder
        step = ladder.step(finding.step) if ladder else None
        if not finding.measure:
            return ladder.title if ladder else finding.step
        said = self._step(step) or (ladder.title if ladder else finding.step)
        return f"{said}: {self._words.number(finding.n)}"

    def places(self, news: News) -> list[tuple[str, str]]:
        """Return (what it is called, title) of block, topic, street or source, as far as the alert names them."""
        subject, title = news.alert.subject, self._house.vocabularies().title
        found = ((said, getattr(subject, name), name) for said, name in PLACES)
        return [(self._words(said), key if name == "place" else title(name, key)) for said, key, name in found if key]

    def text(self, news: News) -> str:
        """Return the whole letter."""
        words = self._words
        head = [self.what(news), *(f"{said}: {title}" for said, title in self.places(news)), *self._steps(news)]
        told = [words("It stands since {moment}.", moment=self._moment(news.alert.fired_at)), self._why(news),
                *self._earlier(news), *self._since_then(news), self._next(news)]
        foot = [words("Open it: {url}", url=self.url(news)),
                words("There are no personal data of citizens in this letter. It was written by a program; "
                      "nobody reads answers to it.")]
        return "\n".join([*head, "", *told, "", *foot, ""])

    def url(self, news: News) -> str:
        """Return the address of the alert's page."""
        return f"{self._base}/alerts?alert={news.alert.id}"

    def _steps(self, news: News) -> list[str]:
        """Return how many stand on every step, if there are several."""
        counts, ladder = news.alert.finding.counts, news.ladder
        steps = [step for step in reversed(ladder.steps) if counts.get(step.key)] if ladder else []
        said = [f"{self._step(step)} — {self._words.number(counts[step.key])}" for step in steps if self._step(step)]
        return [self._words("By steps: {steps}", steps="; ".join(said))] if len(said) > 1 else []

    def _step(self, step: Step | None) -> str:
        measure = MEASURES.get(step.measure) if step else None
        return self._words(measure.title) if measure else ""

    def _why(self, news: News) -> str:
        told = news.told
        if told.turn is Turn.ESCALATED:
            return self._words(CLIMBED if news.earlier else CALLED)
        return self._words(WHY.get(told.turn, CALLED))

    def _earlier(self, news: News) -> list[str]:
        called = [f"{one.name} ({one.position})" if one.position else one.name for one in news.earlier]
        return [self._words("Called before: {people}.", people=", ".join(called))] if called else []

    def _since_then(self, news: News) -> list[str]:
        """Return what has changed between the happening and the letter."""
        if not news.now.stands:
            return [self._words("It has ended meanwhile.")]
        if news.now.stage is Stage.ACKNOWLEDGED:
            return [self._words("Somebody has taken it meanwhile.")]
        return []

    def _next(self, news: News) -> str:
        if news.next_at is None or news.next_role is None:
            return self._words("Nobody else will be called.")
        return self._words("If nobody takes it, the next to hear of it on {moment}: {role}.",
                           moment=self._moment(news.next_at), role=self._words(ROLES[news.next_role]))

    def _moment(self, at: datetime) -> str:
        return f"{self._words.day(at.astimezone(self._words.zone).date())} {self._words.clock(at)}"
