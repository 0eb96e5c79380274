"""What is prepared without the store is what the store itself would have written."""

import marshal
from datetime import UTC, datetime
from functools import partial

from domain.builders import told_facts
from houses import NOW, ZONE
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.appeals import Record
from dashboard.domain.deadlines import Terms
from dashboard.domain.moments import micros, moment_at
from dashboard.domain.telling import Telling, news
from dashboard.holidays_ru import shipped_calendar
from dashboard.store.lives import Life, Teller, known_by_source
from dashboard.store.preparing import Preparer, columns_of, record_of
from dashboard.store.rows import event_cells, flat_row, hash_of, said_hash

TELLER = Teller(Terms((), shipped_calendar(), ZONE), ZONE, str, 30)
ACTORS = st.sampled_from(["source:pos", "cli:ann", "person:ann"])
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001


def lived(record, told_at, actor):
    """The question as the store itself begins it."""
    life = Life(1, 1, record.external_id, record.question)
    known_by = partial(known_by_source, TELLER, told_at)
    events = news(Telling(record, moment_at(told_at, ZONE), told_at), None, (), known_by)
    life.tell([event._replace(batch=7, actor=actor) for event in events], TELLER)
    return life


def filled(state):
    return {column: cell for column, cell in flat_row(state).items() if cell is not None}


def told(shaped, instants):
    """(instants, column → cell) of a prepared rectangle, without empty cells."""
    shape, cells = shaped
    found = dict(zip(columns_of(shape), cells[instants:], strict=True))
    return cells[:instants], {column: cell for column, cell in found.items() if cell is not None}


@given(told_facts, INSTANTS, ACTORS)
def test_a_prepared_question_is_the_question_that_the_store_would_begin(facts, told_at, actor):
    record = Record("n1", facts)
    life = lived(record, told_at, actor)
    *_, words, _, events, past, current, _ = marshal.loads(marshal.dumps(Preparer(TELLER, told_at, actor)(record)))
    assert list(events) == [event_cells(event) for event in life.fresh]
    ended = [r for r, _ in life.live if r.valid_to is not None]
    assert [told(p, 2) for p in past] == [
        ((micros(r.valid_from), micros(r.valid_to)), filled(r.state)) for r in ended]
    assert told(current, 1) == ((micros(life.current.valid_from),), filled(life.current.state))
    assert {r.known_from for r, _ in life.live} == {e.told_at for e in life.fresh} == {told_at}
    assert hash_of(words) == said_hash(record)


@given(told_facts, st.dictionaries(st.sampled_from(["text", "staff"]), st.text(min_size=1)), st.integers(1, 9))
def test_the_record_can_be_had_back_from_what_was_prepared(facts, private, row):
    record = Record("n1", facts, private, "2", None, row)
    prepared = Preparer(TELLER, NOW, "source:pos")(record)
    assert record_of(marshal.loads(marshal.dumps(prepared))) == record
