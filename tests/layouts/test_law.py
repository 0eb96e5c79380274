"""The pages of rules and calendar: read by those who may, compared before keeping, kept with a reason."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from dash import no_update
from houses import NOW, ZONE, house, record, room, tell
from plotly.utils import PlotlyJSONEncoder

from callbacks import calendar, lawbook, rules, seeing
from callbacks.finding import results
from callbacks.listing import rows_of
from dashboard.domain.people import Role, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.holidays_ru import calendar_of
from dashboard.room import Room
from dashboard.words import Words
from intake.recomputing import Recompute
from layouts.desk.rules import FIELDS
from layouts.desk.year import OFF, PLAIN, SHORT, WORKED, kind_of
from layouts.pages.rules import PAGE

DECREE = {"source": "ПП РФ № 1", "until": "31.12.2027", "off": "08.01.2027, 31.12.2027", "working": "13.03.2027 пт",
          "short": "30.04.2027", "forget": "", "confirmed": ["yes"],
          **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "")}


@pytest.fixture
def place(tmp_path):
    return room(tmp_path)


def said(parts):
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def form_of(found, name, **changes):
    """What stands in the form when a rule is opened, with changes of a person."""
    [rule] = [rule for rule in found.rules() if rule.key == name]
    return {**dict(zip(rules.FORM, rules.values(rule), strict=True)), **changes}


def held(found):
    return {rule.key: rule for rule in found.rules()}


def test_the_table_says_every_rule_in_words_and_marks_what_nobody_confirmed(place):
    table, channels, topics, _ = rules.drawn(place)
    text = said(table)
    assert "30 календарных дней" in text and "59-ФЗ" in text and "не подтверждено" in text
    assert text.count("Открыть в форме") == len(place.rules())
    assert {"value": "pos", "label": "ПОС"} in channels and topics


def test_whoever_only_reads_is_given_no_form(place):
    curator = Room(place.house, Viewer("k", frozenset({Role.CURATOR})))
    assert "Открыть в форме" not in said(rules.drawn(curator)[0])
    assert lawbook.opened(curator, "rules")[3:] == (True, True, True)
    assert lawbook.opened(place, "rules")[3:] == (False, False, False)


def test_what_a_rule_names_can_be_chosen_even_if_no_vocabulary_knows_it(place):
    offered = {name: {one["value"] for one in options}
               for name, options in zip(("channel", "topic", "law"), rules.drawn(place)[1:], strict=True)}
    for rule in place.rules():
        assert [name for name in offered if getattr(rule, name) not in offered[name] | {None}] == [], rule.key


def test_a_form_that_was_only_opened_changes_nothing(place):
    for key in held(place):
        assert "Ничего не меняется" in said(rules.compared(place, form_of(place, key))), key


def test_only_a_difference_that_was_shown_may_be_kept(place):
    form = form_of(place, "pos-answer", amount=20)
    for changes, may in (({}, True), ({"amount": None}, False), ({"key": ""}, False), ({"amount": 30}, False)):
        values = list({**form, **changes}.values())
        assert seeing.shown(rules.compared(place, {**form, **changes}), values)[1] == (values if may else None)


def test_the_page_begins_with_the_rules_and_its_form_is_folded_and_asks_to_choose():
    page = json.loads(said(PAGE.draw(Words.load("ru", ZONE))))
    box, unit, channel = (part_of(page, key)["props"] for key in ("rule-box", "rule-unit", "rule-channel"))
    assert box["hidden"] and (unit["placeholder"], channel["placeholder"]) == ("выберите", "любой")
    assert all(part_of(page, f"{key}-keep")["props"]["disabled"] for key in ("rule", "rules-whole"))
    assert len(rules.BLANK) == len(rules.FORM)


def part_of(part, key):
    """The component of an id in a packed tree, or None."""
    if isinstance(part, list):
        return next((found for one in part if (found := part_of(one, key))), None)
    if not isinstance(part, dict):
        return None
    return part if part.get("props", {}).get("id") == key else part_of(list(part.values()), key)


def test_the_difference_is_shown_before_a_rule_is_kept_from_a_day_on(place):
    form = form_of(place, "pos-answer", amount=20, **{"from": "01.01.2027"})
    shown = said(rules.compared(place, form))
    assert "pos-answer@2027-01-01" in shown and "valid_to: '2026-12-31'" in shown
    told, done = rules.changed(place, form, "распоряжение", None)
    assert told.startswith("Сохранено: версия") and done == 1
    assert (held(place)["pos-answer"].valid_to, held(place)["pos-answer@2027-01-01"].amount) == (date(2026, 12, 31), 20)


def test_without_a_reason_nothing_is_kept(place):
    before = held(place)
    told, done = rules.changed(place, form_of(place, "pos-answer", amount=20), " ", 3)
    assert "причин" in told and done is no_update
    assert held(place) == before


def test_a_rule_is_added_and_ended(place):
    empty = dict.fromkeys(FIELDS)
    form = {**empty, "deed": "add", "key": "own", "amount": 2, "unit": "working_day", "start": "next_day",
            "roll": "none", "stage": "answer", "channel": "phone", "source": "акт",
            "confirmed": [], "from": "01.12.2026", "to": ""}
    assert rules.changed(place, form, "новый порядок", 0)[1] == 1
    assert held(place)["own"].channel == "phone" and not held(place)["own"].confirmed
    assert "уже есть" in rules.changed(place, form, "ещё раз", 1)[0]
    ended = form_of(place, "own", deed="end", to="31.12.2026")
    assert rules.changed(place, ended, "отменён", 1)[1] == 2
    assert held(place)["own"].valid_to == date(2026, 12, 31)


@pytest.mark.parametrize(("changes", "says"), [
    ({"key": ""}, "Назовите строку"), ({"key": "none"}, "Строки none нет"), ({"from": "завтра"}, "ДД.ММ.ГГГГ"),
    ({"deed": "end"}, "последний день"), ({"amount": 0}, "rules"), ({"amount": None}, "rules"),
    ({"unit": "year"}, "rules"), ({"amount": 999_999}, "rules"),
])
def test_what_is_wrong_with_a_form_is_said_and_nothing_is_kept(place, changes, says):
    before = held(place)
    form = form_of(place, "pos-answer", **changes)
    assert says in said(rules.compared(place, form))
    assert says in rules.changed(place, form, "x", 0)[0]
    assert held(place) == before


def test_a_decree_is_entered_as_it_is_printed(place):
    assert "2027-03-13" in said(calendar.compared(place, DECREE))
    assert calendar.changed(place, DECREE, "вышло постановление", None)[1] == 1
    now = place.working_calendar()
    kinds = {on: kind_of(now, date(2027, *on)) for on in ((1, 8), (3, 13), (4, 30), (4, 29))}
    assert kinds == {(1, 8): OFF, (3, 13): WORKED, (4, 30): SHORT, (4, 29): PLAIN}
    assert (now.working[date(2027, 3, 13)], now.covered_until) == (4, date(2027, 12, 31))
    assert now.source_of(date(2027, 1, 8)) == "ПП РФ № 1"


def test_what_was_entered_by_mistake_is_taken_out_again(place):
    calendar.changed(place, DECREE, "вышло постановление", None)
    empty = dict.fromkeys(DECREE, "")
    calendar.changed(place, {**empty, "forget": "13.03.2027"}, "ошибка", None)
    assert not place.working_calendar().is_working(date(2027, 3, 13))
    assert place.working_calendar().covered(date(2027, 12, 31))


def test_hours_are_changed_day_by_day(place):
    empty = dict.fromkeys(DECREE, "")
    calendar.changed(place, {**empty, "friday": "9:00 – 15:30"}, "новый распорядок", None)
    hours = place.law("calendar")["hours"]
    assert hours["friday"] == [["09:00", "15:30"]] and hours["monday"] == [["09:00", "13:00"], ["14:00", "18:00"]]


@pytest.mark.parametrize(("changes", "says"), [
    ({"off": "08.01.2027 и ещё"}, "ДД.ММ.ГГГГ"), ({"off": "31.02.2027"}, "ДД.ММ.ГГГГ"),
    ({"source": ""}, "по какому акту"), ({"working": "13.03.2027 сб"}, "ДД.ММ.ГГГГ"),
    ({"friday": "с утра"}, "09:00–13:00"),
    ({"friday": "18:00–09:00"}, "calendar"), ({"off": "13.03.2027"}, "calendar"),
])
def test_what_is_wrong_with_a_decree_is_said_and_nothing_is_kept(place, changes, says):
    form = {**DECREE, **changes}
    assert says in said(calendar.compared(place, form))
    assert says in calendar.changed(place, form, "x", 0)[0]
    assert len(place.editions("calendar")) == 1


def test_the_calendar_page_says_how_far_it_reaches_and_shows_the_year(place):
    coverage, entered, hours, years, chosen = calendar.drawn(place, None)
    assert "осталось 38\N{NO-BREAK SPACE}дней" in said(coverage)
    assert "Сокращённый день" in said(entered) and "09:00–13:00" in said(hours)
    assert [one["value"] for one in years] == [2024, 2025, 2026, 2027] and chosen == 2026
    calendar.changed(place, DECREE, "вышло постановление", None)
    assert "✓" in said(calendar.drawn(place, None)[0])


def test_the_whole_goes_out_and_comes_back(place):
    text = place.law_taken("calendar")
    assert "Ничего не меняется" in said(lawbook.compared(place, "calendar", text))
    longer = text.replace("2026-12-31", "2027-12-31")
    assert "2027-12-31" in said(lawbook.compared(place, "calendar", longer))
    told, done = lawbook.kept(place, "edit_calendar", {"text": longer, "reason": "r", "based_on": 0}, None)
    assert done == 1 and place.working_calendar().covered_until == date(2027, 12, 31)
    assert [one.actor for one in place.holders(sha256(text.encode()).hexdigest())] == ["tester"]


def test_former_versions_are_listed_with_their_difference(place):
    rules.changed(place, form_of(place, "pos-answer", amount=20), "распоряжение № 5", None)
    text = said(lawbook.opened(place, "rules")[2])
    assert "распоряжение № 5" in text and "tester" in text and "пришло с программой" in text
    assert "+  amount: 20" in text and "-  amount: 30" in text


def test_no_text_is_taken_for_a_policy(place):
    for text in ("0", ":", "- a", "rules: 5", "{", "rules: [{key: x}]"):
        shown = said(lawbook.compared(place, "rules", text))
        assert "desk-diff" not in shown and shown
    assert lawbook.brought(place, "data:;base64,/////w==")[0] is no_update
    assert lawbook.brought(place, "data:;base64,cnVsZXM6IFtd")[0] == "rules: []"


@pytest.mark.parametrize(("text", "says"), [
    ("rules: 2026-01-99", "день или число"), ("rules: " + "9" * 6000, "день или число"),
    ("rules: " + "[" * 5000, "не прочесть"), ("rules:\n- {", "строку 2"), ("a" * 300_000, "не больше 262"),
    ("rules: []", "rules"),
])
def test_hostile_text_is_refused_in_words_before_and_at_keeping(place, text, says):
    assert says in said(lawbook.compared(place, "rules", text))
    told, done = lawbook.kept(place, "edit_rules", {"text": text, "reason": "r", "based_on": 0}, None)
    assert says in told and done is no_update


def test_a_calendar_in_which_nobody_ever_works_is_refused(place):
    body = dict(place.law("calendar"))
    hours = {**body["hours"], "monday": []}
    with pytest.raises(Exception, match="calendar"):
        calendar_of({**body, "hours": hours})


def test_how_far_terms_have_followed_is_shown(place):
    tell(place.house, "a", [record(n, law="pos") for n in range(5)])
    assert "✓" in said(lawbook.law.followed(*place.recount(), place.words))
    rules.changed(place, form_of(place, "pos-answer", amount=9), "r", None)
    assert "вот-вот" in said(lawbook.law.followed(*place.recount(), place.words))
    Recompute(place.house).look()
    assert "✓" in said(lawbook.law.followed(*place.recount(), place.words))
    assert "Пересчитано 2 из 5" in said(lawbook.law.followed(True, 2, 5, place.words))


def test_a_term_beyond_the_decreed_calendar_is_called_provisional_in_the_list(tmp_path):
    found = Room(house(tmp_path, now=NOW + timedelta(days=40)), Viewer("t", frozenset({Role.HEAD})))
    own = record(2).facts["received"]
    late = type(own)(date(2027, 3, 1), None)
    told = record(1, law="pos", registered=type(own)(date(2026, 12, 20), None))
    tell(found.house, "a", [told, record(2, law="pos", due=late), record(30, law="59-fz")])
    lines = {line["external_id"]: line["due"] for line in rows_of(found, "?measure=received", {})["rowData"]}
    assert "(предварительно)" in lines["n1"]
    assert "предварительно" not in lines["n2"] + lines["n30"]
    exported = found.export("csv", "received", Scope(), View()).decode("utf-8-sig").splitlines()
    heads, *rows_ = (line.split(";") for line in exported)
    unsure = {row[heads.index("Номер")]: row[heads.index("Предварительный срок")] for row in rows_}
    assert unsure == {"n1": "предварительно", "n2": "", "n30": ""}
    assert [("предварительно" in said(results(found, number, ""))) for number in ("n1", "n2", "n30")] == [
        True, False, False]


def test_a_term_beyond_the_decreed_calendar_is_flagged_among_the_cases_of_the_wall(tmp_path):
    found = Room(house(tmp_path, now=NOW + timedelta(days=90)), Viewer("t", frozenset({Role.HEAD})))
    begun = type(record(1).facts["received"])(date(2026, 12, 20), None)
    late = type(begun)(date(2027, 2, 1), None)
    tell(found.house, "a", [record(1, law="pos", registered=begun), record(2, law="pos", due=late)])
    for board in (found.board(), found.house.published):
        assert [(case.due.on.year, case.provisional) for case in board.queues[0].cases] == [(2027, True), (2027, False)]


def test_a_broken_day_is_a_usage_error(place):
    with pytest.raises(UsageError):
        calendar.days("1.1.27", place.words)
    assert calendar.days(None, place.words) == []
    assert NOW.year == 2026
