"""The life of one question, from its receipt to the last rating, as its source would tell it record by record."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from dashboard.domain.appeals import Outcome, Record, Status, Value
from dashboard.domain.moments import Moment, moment_at
from datasources.demo.arrivals import Arrival
from datasources.demo.habits import Town, pick
from datasources.demo.offices import at_work, office, work_before

ON_TIME = (0.08, 0.83)
"""From which to which share of its term a question that is not late is closed."""
Facts = dict[str, Value]


class Life:
    """What a source tells of one question; `records` grows in the order of their moments.

    Attributes:
        term: hours within which an answer is expected; `ruled` while rules and not the source give its day.
        told_at: moment of the last record.
    """

    def __init__(self, rng: Random, town: Town, arrival: Arrival) -> None:
        self.rng, self.town, self.arrival, self.way = rng, town, arrival, arrival.way
        self.records: list[Record] = []
        self.told_at = arrival.received
        self.term, self.ruled = arrival.form.term, arrival.form.ruled

    def tell(self, at: datetime, *stamped: str, **facts: Value) -> datetime:
        """Add a record, a little after the last one if `at` is not later; return its instant.

        Args:
            at: when it happens.
            stamped: moment fields that this happening sets.
            facts: what else is told.
        """
        at = at.replace(microsecond=0)
        if self.records and at <= self.told_at:
            at = self.told_at + timedelta(seconds=self.rng.randint(40, 900))
        private = {} if self.records else self.arrival.private
        told = {**facts, **dict.fromkeys(stamped, self.stamp(at))}
        self.records.append(Record(self.arrival.external_id, told, private, self.arrival.question, at))
        self.told_at = at
        return at

    def stamp(self, at: datetime) -> Moment:
        """Return the moment as the source knows it: some know only the date."""
        return Moment(self.town.day_of(at)) if self.way.dated else moment_at(at, self.town.zone)

    def due_after(self, start: datetime, hours: float) -> Moment:
        """Return the source's own term: an instant for those who count hours, else a day."""
        if self.way.due == "hours":
            return moment_at(start + timedelta(hours=hours), self.town.zone)
        return Moment(self.town.day_of(start) + timedelta(hours=hours))

    def receive(self) -> None:
        """The question comes in."""
        came = self.arrival
        facts: Facts = {
            "channel": came.form.channel, "law": came.form.law, "lane": came.form.lane, "topic": came.topic.key,
            "block": came.topic.block, "municipality": self.town.oktmo, "place": came.place, "status": Status.NEW.value,
            "repeated": came.repeated,
        }
        if not self.ruled:
            facts["due"] = self.due_after(came.received, self.term)
        facts |= _whereabouts(self.rng, came)
        told = {field: value for field, value in facts.items() if value is not None}
        self.tell(came.received, "received", **told)

    def route(self, end: datetime) -> None:
        """It is registered and handed to those who answer, sometimes to the wrong ones first."""
        came = self.arrival
        first = self._between(came.received, end, 0.02, 0.12)
        registered = ("registered",) if came.form.law == "59-fz" else ()
        if self.rng.random() < self.town.manners["misrouted"]:
            wrong = pick(self.rng, self.town.manners["front"])
            self.tell(first, *registered, status=Status.ROUTING.value, department=wrong)
            first, registered = self._between(first, end, 0.1, 0.25), ()
        self.tell(first, *registered, status=Status.IN_WORK.value, department=came.department)

    def answer_first(self, end: datetime) -> datetime:
        """Return the end, put off if an interim answer prolongs the term; a quick first word changes nothing."""
        came, draw = self.arrival, self.rng.random()
        if draw < self.way.interim:
            at = self._between(came.received, came.received + timedelta(hours=self.term), 0.4, 0.9)
            self.term, self.ruled = self.way.longer, False
            end = self._end(at, came.received + timedelta(hours=self.term) - at)
            self.tell(at, "first_response", due=self.due_after(came.received, self.term))
        elif not self.way.dated and draw < 0.5:  # noqa: PLR2004 — every second one hears something soon
            at = self._between(self.told_at, end, 0.05, 0.4)
            self.tell(at, "first_response")
        return end

    def approve(self, end: datetime) -> None:
        """The draft of the answer goes to the head, sometimes twice."""
        if self.rng.random() < 0.55:  # noqa: PLR2004
            self.tell(self._between(self.told_at, end, 0.5, 0.8), status=Status.APPROVAL.value)
        if self.rng.random() < 0.1:  # noqa: PLR2004
            self.tell(self._between(self.told_at, end, 0.2, 0.5), status=Status.IN_WORK.value)

    def close(self, end: datetime) -> str:
        """It ends; a promise for later is told first and kept by its day, mostly. Return the outcome."""
        outcome = str(pick(self.rng, self.town.manners["outcomes"]))
        if outcome == Outcome.DEFERRED:
            promised = self.town.day_of(end) + timedelta(days=self.rng.randint(30, 75))
            self.tell(end, *self._answered(), status=Status.DEFERRED.value, outcome=outcome, due=Moment(promised),
                      deferred_to=Moment(promised))
            kept = -self.rng.randint(1, 20) if self.rng.random() < 0.85 else self.rng.randint(4, 25)  # noqa: PLR2004
            end, outcome = self._at_work(office(self.rng, self.town, promised + timedelta(days=kept))), "resolved"
        status = Status.FORWARDED if outcome == Outcome.FORWARDED else Status.CLOSED
        self.tell(end, "closed", *self._answered(), status=status.value, outcome=outcome)
        return outcome

    def _answered(self) -> tuple[str, ...]:
        """Return the moment of the first response if this happening is it."""
        return () if any("first_response" in record.facts for record in self.records) else ("first_response",)

    def rate(self, outcome: str, *, late: bool) -> int | None:
        """Return the author's rating, or None: most do not answer."""
        if self.rng.random() >= self.way.rated:
            return None
        rating = self.rng.choices((1, 2, 3, 4, 5), self.town.manners["ratings"][outcome])[0]
        rating = max(1, rating - late)
        at = self.told_at + timedelta(hours=1 + self.rng.expovariate(1 / 30))
        self.tell(at, "rated", rating=rating)
        return rating

    def reopen(self) -> datetime:
        """The author disagrees. Return when it will be closed again."""
        at = self.told_at + timedelta(hours=self.rng.uniform(0.2, 30))
        renewed = {} if self.ruled else {"due": self.due_after(at, self.term)}
        at = self.tell(at, "returned", status=Status.RETURNED.value, **renewed)
        end = self._end(at, timedelta(hours=self.term))
        self.tell(self._between(at, end, 0.05, 0.3), status=Status.IN_WORK.value)
        return end

    def end(self) -> datetime:
        """Return when it will be closed for the first time."""
        return self._end(self.arrival.received, timedelta(hours=self.term))

    def _end(self, start: datetime, term: timedelta) -> datetime:
        late = self.town.manners["late"]
        if self.rng.random() < late.get(self.arrival.department, late["usual"]):
            stuck = self.rng.uniform(4, 9) if self.rng.random() < self.town.manners["stuck"] / late["usual"] else 0
            return self._at_work(start + term * (1.06 + self.rng.expovariate(1.1) + stuck) + timedelta(hours=3))
        low, high = ON_TIME
        wanted = start + term * (low + (high - low) * self.rng.betavariate(2.4, 1.6))
        end = self._at_work(wanted)
        if not self.way.office or end <= start + term * 0.95:
            return end
        return work_before(self.rng, self.town, wanted, start)

    def _at_work(self, at: datetime) -> datetime:
        return at_work(self.rng, self.town, self.way, at)

    def _between(self, start: datetime, end: datetime, low: float, high: float) -> datetime:
        """Return an instant at such a share of the way from start to end; in office time if that is before the end."""
        at = start + (end - start) * self.rng.uniform(low, high)
        worked = self._at_work(at)
        return worked if worked < end else work_before(self.rng, self.town, at, start)


def _whereabouts(rng: Random, came: Arrival) -> Facts:
    if came.house is None or came.place not in ("scheme", "street"):
        return {}
    if came.place == "street":
        return {"street": came.house.street}
    lat, lon = came.house.near(rng)
    return {"district": came.house.district, "street": came.house.street, "house": came.house.house,
            "lat": lat, "lon": lon}


def life(rng: Random, town: Town, arrival: Arrival) -> list[Record]:
    """Return all that will ever be told of a question, in the order of `observed_at`."""
    lived = Life(rng, town, arrival)
    lived.receive()
    fate = rng.random()
    if fate < town.manners["spam"] + town.manners["duplicate"]:
        ended = Status.SPAM if fate < town.manners["spam"] else Status.DUPLICATE
        sorted_out = arrival.received + timedelta(hours=rng.uniform(0.5, 6))
        lived.tell(at_work(rng, town, arrival.way, sorted_out), status=ended.value)
        return lived.records
    end = lived.end()
    lived.route(end)
    end = lived.answer_first(end)
    lived.approve(end)
    rating = lived.rate(lived.close(end), late=end > arrival.received + timedelta(hours=lived.term))
    if rating is not None and rating <= 2 and rng.random() < town.manners["returned"]:  # noqa: PLR2004 — unhappy
        lived.close(lived.reopen())
    return lived.records
