"""A chain of entries: whole it stands, and whatever is done to it is found and named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.domain.chain import Broken, How, Line, first_broken
from dashboard.domain.proof import GENESIS, LONGEST, Content, Entry, Head, canonical, chained, content_of

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def entry(number, **other):
    return replace(Entry("export", "ivanov", f"pos/{number}/1", {"format": "pdf", "size": number}, AT), **other)


def chain(count):
    lines, before = [], GENESIS
    for number in range(1, count + 1):
        content = content_of(entry(number))
        lines.append(Line(number, content, before, chained(before, content)))
        before = lines[-1].hash
    return lines


def head(lines):
    return Head(len(lines), lines[-1].hash)


WHOLE = chain(9)


def numbered(lines):
    return [line._replace(number=number) for number, line in enumerate(lines, 1)]


def forged(before, number=3):
    content = content_of(entry(number, actor="mallory"))
    return Line(number, content, before, chained(before, content))


def test_a_chain_that_nobody_touched_is_whole():
    assert first_broken(WHOLE, head(WHOLE)) is None
    assert first_broken([], None) is None


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("field", Content._fields)
def test_changed_content_is_named_by_its_number(place, field):
    lines = list(WHOLE)
    lines[place] = lines[place]._replace(content=lines[place].content._replace(**{field: "1"}))
    assert first_broken(lines, head(WHOLE)) == Broken(place + 1, How.CHANGED)


@pytest.mark.parametrize("place", range(9))
def test_an_entry_whose_hash_was_made_anew_is_changed_all_the_same(place):
    lines = list(WHOLE)
    lines[place] = forged(lines[place].before, place + 1)
    found = first_broken(lines, head(WHOLE))
    assert found == Broken(place + 1, How.REWRITTEN if place == 8 else How.CHANGED)


@pytest.mark.parametrize("place", range(9))
def test_a_missing_entry_is_named_whether_the_gap_was_closed_or_not(place):
    lines = [line for line in WHOLE if line.number != place + 1]
    assert first_broken(lines, head(WHOLE)) == Broken(place + 1, How.MISSING)
    assert first_broken(numbered(lines), head(WHOLE)) == Broken(place + 1, How.MISSING)


@pytest.mark.parametrize("first, second", [(0, 1), (0, 8), (3, 4), (2, 7), (7, 8)])
def test_two_that_changed_places_are_out_of_order(first, second):
    lines = list(WHOLE)
    lines[first], lines[second] = lines[second], lines[first]
    assert first_broken(numbered(lines), head(WHOLE)) == Broken(first + 1, How.ORDER)


@pytest.mark.parametrize("place", range(10))
def test_an_inserted_entry_is_named_even_with_a_hash_that_fits(place):
    before = WHOLE[place - 1].hash if place else GENESIS
    for stranger in (forged(before), forged(before)._replace(hash="0" * 64)):
        found = first_broken(numbered([*WHOLE[:place], stranger, *WHOLE[place:]]), head(WHOLE))
        last = place == 9 and stranger.hash == "0" * 64
        assert found == Broken(place + 1, How.CHANGED if last else How.INSERTED)


def test_a_chain_that_was_written_anew_from_some_place_on_does_not_end_as_it_was_sealed():
    lines = WHOLE[:4]
    for number in range(5, 10):
        lines = [*lines, forged(lines[-1].hash, number)]
    assert first_broken(lines, None) is None
    assert first_broken(lines, head(WHOLE)) == Broken(9, How.REWRITTEN)


def test_every_content_has_bytes_of_its_own():
    told = [Content("1", "a", "b", "c", "d"), Content("1", "a,b", "", "c", "d"), Content("1", 'a","b', "", "c", "d"),
            Content("1", "a", "b", "c", "\udce9"), Content("1", "a", "b", "c", "�")]
    assert len({canonical(GENESIS, content) for content in told}) == len(told)
    assert canonical("0", told[0]) == b'["0","1","a","b","c","d"]'


def test_an_entry_is_written_in_one_way_only():
    one = content_of(entry(1, facts={"b": 1, "a": "é", "c": None}))
    assert one.facts == '{"a":"é","b":1,"c":null}'
    assert one == content_of(entry(1, facts={"c": None, "a": "é", "b": 1}))
    assert content_of(entry(1, actor="person:ivanov")).actor == "ivanov"


def test_what_a_stranger_types_cannot_fill_the_log_nor_break_its_lines():
    typed = content_of(entry(1, subject="a\x00\n\udce9" + "x" * 10_000))
    assert typed.subject.startswith("a���xxx") and len(typed.subject) == LONGEST
