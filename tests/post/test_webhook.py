"""A real webhook: signed JSON once per happening, tried again when it certainly was not taken, never when it may be."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alerting import FIRED, Desk, escalated, staffed
from hookserver import Posted, hooked

from dashboard.post.outlets import HookPlace

SECRET = b"a key of the town"


@pytest.fixture
def hook() -> Iterator[Posted]:
    with hooked(Posted()) as told:
        yield told


@pytest.fixture
def desk(tmp_path: Path, hook: Posted) -> Desk:
    return Desk(staffed(tmp_path), hook=HookPlace(hook.url, SECRET, patience_s=0.5))


def test_a_happening_is_posted_once_whoever_hears_of_it(desk: Desk, hook: Posted) -> None:
    desk.happens(FIRED, escalated(1), escalated(2))
    desk.rounds()
    desk.rounds()
    told = [json.loads(body) for _, body in hook.calls]
    assert [(one["turn"], one["level"]) for one in told] == [("escalated", 1), ("escalated", 2)]
    assert desk.states() == ["sent", "sent"]


def test_what_is_posted_has_the_documented_keys_and_no_person(desk: Desk, hook: Posted) -> None:
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    headers, body = hook.calls[0]
    told = json.loads(body)
    page = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")
    assert [key for key in told if f"`{key}`" not in page] == []
    assert told["block"] == {"key": "housing", "title": "ЖКХ"} and told["place"] == "Mira street"
    assert (told["n"], told["counts"], told["severity"]) == (7, {"breached": 7, "today": 3}, "breach")
    assert (told["next_role"], told["next_at"]) == ("head", "2026-11-23T14:30:00Z")
    assert told["url"] == "https://room.town.ru/alerts?alert=1" and told["id"] == headers["Idempotency-Key"]
    assert "ann" not in body.decode().casefold()


def test_what_is_posted_is_signed_with_the_key(desk: Desk, hook: Posted) -> None:
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    headers, body = hook.calls[0]
    assert headers["X-Room-Signature"] == f"sha256={hmac.new(SECRET, body, 'sha256').hexdigest()}"


@pytest.mark.parametrize("status", [429, 500, 503, 404, 302])
def test_a_refusal_is_tried_again_with_the_same_key_and_body(desk: Desk, hook: Posted, status: int) -> None:
    hook.status = status
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert desk.states() == ["waiting"] and f"HTTP {status}" in str(desk.rows()[0].error)
    hook.status = 200
    desk.later(timedelta(minutes=1))
    (first, body), (second, again) = hook.calls
    assert desk.states() == ["sent"] and body == again
    assert first["Idempotency-Key"] == second["Idempotency-Key"]


@pytest.mark.parametrize("status", [0, -1, 504])
def test_a_lost_answer_leaves_it_uncertain_and_it_is_posted_once(desk: Desk, hook: Posted, status: int) -> None:
    hook.status = status
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    hook.status = 200
    for _ in range(3):
        desk.later(timedelta(hours=2))
    assert (desk.states(), len(hook.calls)) == (["uncertain"], 1)


def test_a_webhook_that_is_not_there_is_called_again(tmp_path: Path) -> None:
    with hooked(Posted()) as gone:
        pass
    desk = Desk(staffed(tmp_path), hook=HookPlace(gone.url, b""))
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert desk.states() == ["waiting"]


def test_the_address_of_the_webhook_which_may_hold_a_secret_is_kept_nowhere(desk: Desk, tmp_path: Path) -> None:
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert desk.rows()[0].address == "127.0.0.1"
    assert [file.name for file in tmp_path.glob("room.db*") if b"s3cret" in file.read_bytes()] == []


def test_without_a_key_nothing_is_signed(tmp_path: Path, hook: Posted) -> None:
    desk = Desk(staffed(tmp_path), hook=HookPlace(hook.url, b""))
    desk.happens(FIRED, escalated(1))
    desk.rounds()
    assert "X-Room-Signature" not in hook.calls[0][0]
