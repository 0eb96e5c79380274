"""The public snapshot: the read model on paper, without lists, houses, or places of few cases."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from exports.snapshots import NOW, SECRETS, WEEK, record_at, snapshot_room
from houses import tell
from PIL import Image

from dashboard.domain.exports import Level, level_of
from dashboard.domain.people import Role, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, UsageError
from dashboard.exports.report import SHARES, report
from dashboard.room import Room

NBSP = "\N{NO-BREAK SPACE}"
LONELY = "ул. Одинокая"
OWNER = "Иванов И.И."


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    made = snapshot_room(tmp_path_factory.mktemp("home"))
    lonely = {"street": LONELY, "house": f"{LONELY}, 77", "department": OWNER, "topic": "dogs"}
    tell(made.house, "more.csv", [record_at("SECRET-7/1", 4, **lonely),
                                  record_at("SECRET-7/2", 4, **{**lonely, "status": "closed", "outcome": "resolved"})],
         NOW + timedelta(seconds=1))
    return made


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages).replace(NBSP, " ")


def cells_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("key", ["pdf", "xlsx"])
def test_a_public_snapshot_names_no_house_no_number_no_person_and_no_place_of_few(room: Room, key: str) -> None:
    read = text_of if key == "pdf" else cells_of
    staff, public = (read(room.export(key, "received", WEEK, View(), level)) for level in (Level.STAFF, Level.PUBLIC))
    secrets = (*SECRETS, LONELY, "Одинокая, 77", "SECRET-7", OWNER, "Мира, 4")
    assert not [secret for secret in secrets if secret in public]
    assert OWNER in staff
    if key == "xlsx":
        assert LONELY in staff
        assert "ул. Мира" in public


def test_the_totals_of_a_public_snapshot_are_the_staffs(room: Room) -> None:
    staff, public = (report(room, WEEK, View(NOW), level) for level in (Level.STAFF, Level.PUBLIC))
    assert {k: f.n for k, f in staff.figures.items() if f.unit == "questions"} == {
        k: f.n for k, f in public.figures.items() if f.unit == "questions"}
    assert [t.totals for t in staff.tables] == [t.totals for t in public.tables]
    assert [c.n for c in staff.clusters] == [c.n for c in public.clusters]


def test_a_place_that_may_not_be_named_is_among_the_others(room: Room) -> None:
    streets = next(t for t in report(room, WEEK, View(NOW), Level.PUBLIC, whole=True).tables if t.dimension == "street")
    assert streets.unnamed
    assert all(counts[0] >= 3 or counts[0] == 0 for title, counts in streets.rows if title)


def test_a_public_snapshot_has_no_single_cases(room: Room) -> None:
    content = report(room, WEEK, View(NOW), Level.PUBLIC)
    assert content.points == content.overdue == ()
    assert content.week.done == ()
    assert all(group.n >= 3 for group in content.week.decide)
    assert all(not cluster.members for cluster in content.clusters)
    with pytest.raises(UsageError, match="no list"):
        room.export("csv", "received", WEEK, View(), Level.PUBLIC)


def test_a_public_share_of_fewer_than_five_is_not_told(room: Room) -> None:
    content = report(room, WEEK, View(NOW), Level.PUBLIC)
    assert content.figures["satisfaction"].value is None
    assert all((f.of or 0) >= 5 for k in SHARES if (f := content.figures[k]).value is not None)


def test_a_public_snapshot_of_few_cases_or_of_one_street_is_refused(room: Room) -> None:
    with pytest.raises(UsageError, match="would tell of single ones"):
        room.export("pdf", "received", WEEK.within("topic", "dogs"), View(), Level.PUBLIC)
    for place in ("street", "house"):
        with pytest.raises(AccessError):
            room.export("pdf", "received", WEEK.within(place, "ул. Мира"), View(), Level.PUBLIC)


def test_snapshots_say_for_whom_they_are(room: Room) -> None:
    said = {level: text_of(room.export("pdf", "received", WEEK, View(), level)) for level in Level}
    assert "Для служебного пользования" in said[Level.OFFICIAL]
    assert "Открытый снимок" in said[Level.PUBLIC]
    assert not re.search("Для служебного пользования|Открытый снимок", said[Level.STAFF])


def test_whoever_sees_the_read_model_only_gets_the_public_snapshot(room: Room) -> None:
    observer = Room(room.house, Viewer("guest", frozenset({Role.OBSERVER})))
    with pytest.raises(AccessError):
        observer.export("png", "received", WEEK.within("block", "roads"), View())
    observer.export("png", "received", WEEK, View())
    assert room.holders()[0].said["privacy"] == "public"
    assert Level.STAFF.within(observer.viewer.privacy) is Level.PUBLIC
    assert Level.OFFICIAL.within(room.viewer.privacy) is Level.OFFICIAL


def test_a_picture_can_be_public(room: Room) -> None:
    with Image.open(io.BytesIO(room.export("png", "received", WEEK, View(), Level.PUBLIC))) as picture:
        assert picture.width > 1000


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    assert level_of(None) is Level.STAFF
    with pytest.raises(UsageError, match="no privacy level"):
        level_of("secret")


def test_an_observer_asks_numbers_of_the_read_model(room: Room) -> None:
    observer = Room(room.house, Viewer("guest", frozenset({Role.OBSERVER})))
    assert LONELY in room.count("received", Scope(), View(), "street")
    with room.house.asking(View(), observer.viewer.privacy) as read_model:
        assert LONELY not in read_model.count("received", Scope(), "street")
    for ask in (lambda: observer.count("received", Scope(), View(), "street"),
                lambda: observer.metric("open", Scope(), View(), "house"),
                lambda: observer.board(Scope().within("street", LONELY)),
                lambda: observer.clusters(Scope(), View())):
        with pytest.raises(AccessError):
            ask()
    assert observer.board().metrics
    assert all(source.error is None for source in observer.health())
