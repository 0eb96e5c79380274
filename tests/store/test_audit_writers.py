"""Every deed leaves exactly one entry with its facts, in the transaction of the deed; no text of a citizen is in it."""

import json
from hashlib import sha256

import pytest
from alarms import fire, overdue
from houses import NOW, boston_csv, days_ago, record, room, tell

from dashboard.acts import (
    acknowledge,
    add_rule,
    add_screen,
    add_user,
    change_calendar,
    change_rule,
    close_account,
    comment_alert,
    correct,
    declare_cause,
    edit_alerts,
    edit_calendar,
    edit_roster,
    edit_rules,
    end_cause,
    end_rule,
    issue_link,
    link,
    map_word,
    promise,
    renew_password,
    resolve_alert,
    revoke_screen,
    undo_import,
    write_note,
)
from dashboard.domain.appeals import Unknown
from dashboard.domain.people import Role, Viewer
from dashboard.domain.proof import Entry, Kind, Wanted
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, RoomError, SourceError, UsageError
from dashboard.room import Room
from dashboard.store import policy
from dashboard.store.audit import note
from dashboard.store.batches import Arrival
from dashboard.store.proving import verify
from dashboard.store.store import Checked
from dashboard.store.tables import AUDIT
from intake.demo import Feed, fill
from intake.files import Intake
from intake.folder import Folder
from intake.keeping import Keeping
from intake.watch import Watch

PHONE, TEXT = "+7 921 000-11-22", "Тайна квартиры 17"


@pytest.fixture
def place(tmp_path):
    """A room with ten questions; the third has private texts."""
    found = room(tmp_path)
    told = [record(number, block="housing") for number in range(1, 11)]
    told[2] = type(told[2])(told[2].external_id, told[2].facts, private={"text": TEXT, "contact": PHONE})
    tell(found.house, "a", told)
    return found


def log(room_):
    """Return (kind, actor, subject, facts) of every entry, oldest first."""
    _, found = room_.journal(Wanted(), 1000)
    return [(one.kind, one.actor, one.subject, dict(one.said)) for one in reversed(found)]


class fresh:
    """What a block adds to the log."""

    def __init__(self, room_):
        self._room = room_

    def __enter__(self):
        self._before = len(log(self._room))
        self.found = []
        return self.found

    def __exit__(self, *_):
        self.found += log(self._room)[self._before:]


def test_a_finished_import_is_noted_once_with_what_became_of_its_rows(tmp_path):
    found = room(tmp_path)
    file = boston_csv(tmp_path / "b.csv", 7)
    with fresh(found) as noted:
        Intake(found.house).take(file, "cli:ivanov")
        Intake(found.house).take(file, "cli:ivanov")
    assert noted == [("import", "cli:ivanov", sha256(file.read_bytes()).hexdigest(),
                      {"batch": 1, "source": "boston_311", "profile": "boston_311", "read": 7, "added": 7, "changed": 0,
                       "unchanged": 0, "rejected": 0})]


def test_a_refused_file_is_noted_once_by_its_content_and_reason(tmp_path):
    found = room(tmp_path)
    folder = Folder(tmp_path / "inbox" / "x")
    folder.root.mkdir(parents=True)
    watch = Watch(found.house, folder)
    with fresh(found) as noted:
        for seconds, name in enumerate(("Иванов Иван.csv", "Иванов Иван-2.csv")):
            (folder.root / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
            watch.look(10.0 * seconds)
            assert watch.look(10.0 * seconds + 5) == 1
    [(kind, actor, subject, facts)] = noted
    digest = sha256(b"\x89PNG\r\n\x1a\n" + bytes(64)).hexdigest()
    assert (kind, actor, subject) == ("file_refused", "source:inbox", digest)
    assert facts["size"] == 72 and facts["reason"] and "Иванов" not in str(facts)


def test_an_import_taken_back_is_noted_once(place):
    with fresh(place) as noted:
        place.do("undo_import", batch=1)
    assert noted == [("import_undone", "tester", "sha-a", {"batch": 1, "source": "pos", "questions": 10})]
    with pytest.raises(UsageError), fresh(place) as noted:
        place.do("undo_import", batch=1)
    assert noted == []


def lawful(place):
    """Acts on rules and calendar with their inputs, each of which changes something."""
    with place.house.store.reading() as connection:
        rules, calendar, alerts = (policy.policy(connection, kind) for kind in ("rules", "calendar", "alerts"))
    alerts["holding"]["least_minutes"] += 1
    row = {"key": "own", "amount": 3, "unit": "working_day", "start": "next_day", "roll": "none", "source": TEXT,
           "confirmed": False}
    return {
        add_rule.ADD_RULE.key: {"row": row, "reason": TEXT},
        change_rule.CHANGE_RULE.key: {"key": "own", "changes": {"amount": 4}, "valid_from": "2027-01-01",
                                      "reason": TEXT},
        end_rule.END_RULE.key: {"key": "own@2027-01-01", "valid_to": "2027-06-30", "reason": TEXT},
        edit_rules.EDIT_RULES.key: {"text": json.dumps(rules), "reason": TEXT, "based_on": 0},
        change_calendar.CHANGE_CALENDAR.key: {"changes": {"covered_until": "2027-12-31"}, "reason": TEXT},
        edit_calendar.EDIT_CALENDAR.key: {"text": json.dumps(calendar), "reason": TEXT, "based_on": 0},
        edit_alerts.EDIT_ALERTS.key: {"text": json.dumps(alerts), "reason": TEXT, "based_on": 0},
    }


def test_every_act_leaves_one_entry_of_its_kind(place):
    question = place.case("pos", "n1", texts=False).id
    other = place.case("pos", "n2", texts=False).id
    arrival = Arrival("pos", "pos", "w", "sha-w", NOW, "source:pos")
    place.house.store.begin(arrival, Checked((), (Unknown("topic", "Крыша течёт", 1),)), NOW)
    fire(place.house, overdue())
    done = {
        correct.CORRECT.key: {"question": question, "field": "street", "value": "ул. Тайная", "reason": TEXT},
        link.LINK.key: {"question": question, "other": other, "kind": "repeat_of"},
        promise.PROMISE.key: {"question": question, "day": "2026-12-03", "what": TEXT, "reason": TEXT},
        map_word.MAP_WORD.key: {"word": 1, "member": "heating"},
        write_note.WRITE_NOTE.key: {"subject": PHONE, "scope": TEXT, "text": TEXT},
        undo_import.UNDO_IMPORT.key: {"batch": 1},
        add_user.ADD_USER.key: {"login": "anna", "name": "A", "position": "", "role": "head", "blocks": [],
                                "paper": ""},
        renew_password.RENEW_PASSWORD.key: {"login": "anna"}, issue_link.ISSUE_LINK.key: {"login": "anna"},
        close_account.CLOSE_ACCOUNT.key: {"login": "anna", "closed": True},
        add_screen.ADD_SCREEN.key: {"name": "hall", "scenes": "", "network": ""},
        revoke_screen.REVOKE_SCREEN.key: {"name": "hall"},
        edit_roster.EDIT_ROSTER.key: {"text": "people: []", "reason": TEXT},
        **lawful(place),
        acknowledge.ACKNOWLEDGE.key: {"alert": 1, "reason": TEXT, "until": "2026-11-24T18:00", "promise": TEXT,
                                      "promise_on": "2026-11-24"},
        comment_alert.COMMENT_ALERT.key: {"alert": 1, "text": TEXT},
        resolve_alert.RESOLVE_ALERT.key: {"alert": 1, "reason": TEXT},
        declare_cause.DECLARE_CAUSE.key: {"title": TEXT, "blocks": [], "topics": ["heating"], "places": [],
                                          "until": "2026-11-24T18:00"},
        end_cause.END_CAUSE.key: {"cause": 1},
    }
    assert set(done) == set(place.house.acts), "an act that is not noted here may be noted nowhere"
    with fresh(place) as noted:
        for key, inputs in done.items():
            place.do(key, **inputs)
    accounts = [("made", {"role": "head"}), ("new first password", {}), ("sign-in link", {}), ("shut", {})]
    versions = [entry[3]["version"] for entry in noted if entry[0] == "rule"]
    assert noted[-5:] == [
        *(("alert", "tester", "alert/1", {"turn": turn}) for turn in ("acknowledged", "commented", "resolved")),
        ("cause", "tester", "cause/1", {"turn": "declared"}), ("cause", "tester", "cause/1", {"turn": "ended"}),
    ]
    assert noted[6:-5] == [
        ("rule", "tester", "policy/roster", {"version": versions[0], "origin": "accounts", "confirmed": 1}),
        *(("account", "tester", "anna", {"deed": deed, **more}) for deed, more in accounts),
        ("wall_link", "tester", "hall", {"deed": "link given"}),
        ("wall_link", "tester", "hall", {"deed": "taken back"}),
        *(("rule", "tester", f"policy/{kind}", {"version": version, "origin": "room", "confirmed": 1})
          for kind, version in zip(("roster", *["rules"] * 4, *["calendar"] * 2, "alerts"), versions[1:], strict=True)),
    ]
    assert noted[:6] == [
        ("correction", "tester", "pos/n1/1", {"field": "street"}),
        ("link", "tester", "pos/n1/1", {"kind": "repeat_of", "other": "pos/n2/1"}),
        ("promise", "tester", "pos/n1/1", {"day": "2026-12-03"}),
        ("word_mapped", "tester", "word/1", {"source": "pos", "field": "topic", "version": noted[3][3]["version"],
                                             "questions": 0}),
        ("note", "tester", "note/1", {}),
        ("import_undone", "tester", "sha-a", {"batch": 1, "source": "pos", "questions": 10}),
    ]


def test_opened_texts_are_noted_and_nothing_else_of_a_case_is(place):
    with fresh(place) as noted:
        place.case("pos", "n3")
    assert noted == [("case_viewed", "tester", "pos/n3/1", {})]
    with fresh(place) as noted:
        place.case("pos", "n1")
        place.case("pos", "n3", texts=False)
        with pytest.raises(AccessError):
            Room(place.house, Viewer("c", frozenset({Role.ADMINISTRATOR}))).case("pos", "n3")
    assert noted == []


def test_reading_a_case_makes_no_board_be_counted_anew(place):
    before = place.house.store.seq()
    place.case("pos", "n3")
    assert place.house.store.seq() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_noted_with_scope_privacy_and_the_very_bytes(place, form):
    scope = Scope(days_ago(20).on, days_ago(0).on, {"block": frozenset({"housing"})})
    with fresh(place) as noted:
        content = place.export(form, "received", scope, View())
    facts = {"format": form, "measure": "received", "privacy": "staff", "size": len(content),
             "scope": "since=2026-11-03&until=2026-11-23&block=housing&as_of=2026-11-23T09%3A30%3A00%2B00%3A00"}
    digest = sha256(content).hexdigest()
    assert noted == [("export", "tester", digest, facts)]
    assert [(one.actor, one.subject) for one in place.holders(digest)] == [("tester", digest)]
    assert place.holders("0" * 64) == []


def test_the_log_that_was_taken_along_holds_that_it_was(place):
    rows = list(place.journal_whole(Wanted(kind="export"), "csv"))
    assert [(row["subject"], row["actor"]) for row in rows] == [("audit", "tester")]
    assert rows[0]["facts"] == '{"format":"csv","privacy":"audit","scope":"kind=export"}'


def test_rejected_rows_are_noted_when_their_cells_were_shown(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Номер;Дата поступления;Статус\n1;вчера;Новое\n2;20.11.2026;Новое\n", encoding="utf-8")
    found = room(tmp_path / "home")
    Intake(found.house).take(file, "x", profile="pos")
    with fresh(found) as noted:
        assert found.rejected(1)[0]["cells"]
        Room(found.house, Viewer("a", frozenset({Role.ADMINISTRATOR}))).rejected(1)
    assert noted == [("rejects_viewed", "tester", sha256(file.read_bytes()).hexdigest(), {"batch": 1, "rows": 1})]


def test_a_new_version_of_the_rules_is_noted_and_the_first_one_is_not(tmp_path):
    found = room(tmp_path)
    assert log(found) == []
    with found.house.store.writing() as (connection, numbers):
        body = policy.policy(connection, "rules")
        policy.decree(connection, policy.Edict("rules", body, "page", TEXT, "person:ivanov", True), NOW, numbers)
    [(kind, actor, subject, facts)] = log(found)
    assert (kind, actor, subject) == ("rule", "ivanov", "policy/rules")
    assert (facts["origin"], facts["confirmed"]) == ("page", 1)


def test_a_start_is_noted_and_the_log_verified(place):
    keeping = Keeping(place.house, lambda: None)
    with fresh(place) as noted:
        keeping.start()
        while place.proven() is None:
            pass
        keeping.stop()
    assert [(kind, actor) for kind, actor, *_ in noted] == [("started", "serve"), ("audit_verified", "serve")]
    assert noted[0][3] == {"host": "127.0.0.1", "port": 8050, "open_network": 0}
    assert place.proven().verdict.broken is None


def test_what_could_not_be_noted_was_not_done(place):
    place.house.store.engine.update_execution_options(vault=None)
    place.house.store._writer = place.house.store.engine.execution_options(writes=True)
    with pytest.raises(AttributeError):
        place.do("write_note", subject="open", scope="", text="x")
    with pytest.raises(AttributeError):
        place.case("pos", "n3")
    assert place.notes() == []


def test_only_auditors_read_the_log(place):
    for role in (Role.OPERATOR, Role.BLOCK, Role.WALL, Role.OBSERVER):
        stranger = Room(place.house, Viewer("s", frozenset({role})))
        for ask in (lambda who: who.journal(Wanted()), lambda who: who.journal_whole(Wanted(), "csv"),
                    lambda who: who.journal_head(), lambda who: who.holders(), lambda who: who.journal_actors()):
            with pytest.raises(RoomError):
                ask(stranger)


def test_no_text_of_a_citizen_is_in_the_log_of_a_living_town(tmp_path):
    found = room(tmp_path)
    fill(found.house)
    told = record(1)
    tell(found.house, "z", [type(told)(told.external_id, told.facts, private={
        "text": f"{TEXT} {PHONE}", "author": "Тайный И. И.", "contact": PHONE})])
    rows = found.rows("open", Scope(), View(), (0, 200)).rows
    said = set()
    for row in rows:
        said |= {text for text in (found.case(row["source"], row["external_id"], row["question"]).private or {}
                                   ).values() if text}
    found.case("pos", "n1")
    found.export("csv", "open", Scope(), View())
    Feed(found.house).surge("ул. Мира")
    with pytest.raises(SourceError):
        Intake(found.house).take(tmp_path / "none.csv", "x")
    with found.house.store.reading() as connection:
        written = "\n".join(str(row) for row in connection.execute(AUDIT.select()))
    assert len(said) > 20 and written.count("case_viewed") > 20
    assert [text for text in (*said, TEXT, PHONE, "000-11-22", "Тайный") if text in written] == []
    assert verify(found.house.store).broken is None


def test_an_entry_of_the_lead_is_kept_as_it_was_said(place):
    with fresh(place) as noted, place.house.store.writing() as (connection, numbers):
        note(connection, numbers, Entry(Kind.LOGIN_FAILED, "ivanov", "account/ivanov", {"reason": None, "n": 3}, NOW))
    assert noted == [("login_failed", "ivanov", "account/ivanov", {"reason": None, "n": 3})]
