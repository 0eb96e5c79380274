"""What follows from several fields of a row together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from dashboard.domain.appeals import CLOSED_STATUSES, Outcome, Value
from dashboard.domain.fields import MOMENTS
from datasources.binding import Binding
from datasources.profile import Profile, Words
from datasources.vocabulary import Vocabulary, root_of

Facts = dict[str, Value]
OUTCOMES = frozenset(Outcome)
Step = Callable[[Facts], None]


def closing_steps(profile: Profile, binding: Binding, words: Vocabulary) -> list[Step]:
    """Return what completes the facts of a row in place, in order; only what the file gives cause for."""
    seats = binding.seats
    steps: list[Step] = []
    if "status" in seats:
        steps.append(_part_status)
    steps += [partial(_only_if_closed, f) for f in seats if f in MOMENTS and seats[f][0].column.if_closed]
    if "status" in seats or "outcome" in seats:
        steps.append(_outcome_of_closed)
    steps += [partial(_stand_in, f, by) for f, by in profile.stand_ins.items() if f not in seats and by in seats]
    topics = words.get("topic", {})
    if topics and "topic" in seats and "block" not in seats and profile.words.get("topic", Words()).mode == "queue":
        steps.append(partial(_block, {m.key: root_of(m, topics) for m in topics.values()}))
    steps += [partial(_default, f, value) for f, value in profile.defaults.items()]
    return steps


def _part_status(facts: Facts) -> None:
    """Part a status from the outcome that it implies."""
    status = facts["status"]
    if isinstance(status, str) and "/" in status:
        known, _, implied = status.partition("/")
        # A word of the source may have a stroke too.
        if implied in OUTCOMES:
            facts["status"] = known
            facts["outcome"] = facts.get("outcome") or implied


def _only_if_closed(field: str, facts: Facts) -> None:
    if facts.get("status") not in CLOSED_STATUSES:
        facts[field] = None


def _outcome_of_closed(facts: Facts) -> None:
    """Tell an outcome of closed questions only: a decision that is still being signed is none."""
    if facts.get("status") not in CLOSED_STATUSES and facts.get("closed") is None:
        facts["outcome"] = None
    else:
        facts.setdefault("outcome", None)


def _stand_in(field: str, by: str, facts: Facts) -> None:
    """Date what the file tells without a date; a rating that nobody gave has none."""
    facts[field] = None if field == "rated" and facts.get("rating") is None else facts[by]


def _block(blocks: Mapping[str, str | None], facts: Facts) -> None:
    facts["block"] = blocks.get(str(facts["topic"]))


def _default(field: str, value: str, facts: Facts) -> None:
    if facts.get(field) is None:
        facts[field] = value
