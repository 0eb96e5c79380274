"""Numbers for Prometheus at /metrics, for this machine alone: how the room runs, and nothing about anybody."""

from __future__ import annotations

import asyncio
import hmac
import shutil
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from dashboard.room import Room
from dashboard.web.asked import RoomOf
from dashboard.web.live import Bell
from dashboard.web.pulse import Pulse

TYPE = "text/plain; version=0.0.4; charset=utf-8"
HERE = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
"""Headers by which a proxy tells that the question comes from elsewhere."""


class Family(NamedTuple):
    """One metric: its name without the prefix, what it means, and (labels, value) pairs."""

    name: str
    says: str
    samples: Iterable[tuple[dict[str, str], float]]


def metrics(room_of: RoomOf, bell: Bell, pulse: Pulse, token: str) -> APIRouter:
    """Return the route, for whoever carries the token (`Authorization: Bearer`); others are told to sign in."""
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def told(request: Request) -> Response:
        room = room_of()
        carried = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(carried, f"Bearer {token}".encode()):
            return PlainTextResponse("Unauthorized", 401, {"WWW-Authenticate": "Bearer"})
        if not at_home(request, frozenset(room.settings.metrics_from)):
            return PlainTextResponse("Not found", 404)
        families = await asyncio.to_thread(lambda: [*of_room(room), *of_process(room, bell, pulse)])
        return PlainTextResponse(written(families), media_type=TYPE)

    return router


def at_home(request: Request, others: frozenset[str]) -> bool:
    """Return whether this machine itself asks, or one that may."""
    asks = request.client.host if request.client else ""
    return asks in others or (asks in HERE and not any(name in request.headers for name in FORWARDED))


def of_room(room: Room) -> Iterator[Family]:
    """Yield what the store, the board and the copies say; times are seconds."""
    board, now, counts, copies = room.published(), room.house.now(), room.tallies(), room.copies()
    yield Family("info", "Version of the program", [({"version": room.program}, 1)])
    yield Family("board_age_seconds", "Since the live board was computed", [({}, (now - board.at).total_seconds())])
    yield Family("source_observed_age_seconds", "Since the moment for which a source last spoke",
                 [({"source": s.key}, (now - s.observed_at).total_seconds()) for s in board.sources if s.observed_at])
    yield Family("source_state", "1 for the state that a source is in",
                 [({"source": s.key, "state": s.state}, 1) for s in board.sources])
    yield Family("imports", "Imports by state", [({"state": key}, n) for key, n in counts.imports.items()])
    yield Family("jobs", "Jobs by state", [({"state": key}, n) for key, n in counts.jobs.items()])
    yield Family("rejected_rows", "Rows that imports rejected", [({}, counts.rejected)])
    yield Family("quarantined_files", "Files that could not be used", [({}, counts.quarantined)])
    yield Family("store_bytes", "Size of the store", [({}, counts.bytes)])
    yield Family("backup_age_seconds", "Age of the newest copy; absent while there is none",
                 [] if copies.age_s is None else [({}, copies.age_s)])
    yield Family("backup_well", "1 when nobody needs to care for the copies", [({}, copies.well)])


def of_process(room: Room, bell: Bell, pulse: Pulse) -> Iterator[Family]:
    """Yield what the process and its machine say."""
    yield Family("open_pages", "Screens that listen to the bell", [({}, bell.pages)])
    yield Family("event_loop_lag_seconds", "How late the event loop was last", [({}, pulse.lag_s)])
    yield Family("publisher_silence_seconds", "Since the publisher came round", [({}, pulse.silence())])
    yield Family("disk_free_bytes", "Free on the disk of the home", [({}, shutil.disk_usage(room.settings.home).free)])


def written(families: Iterable[Family]) -> str:
    """Return metrics in the text format of Prometheus; all are gauges."""
    lines = []
    for name, says, samples in families:
        lines += [f"# HELP room_{name} {says}", f"# TYPE room_{name} gauge"]
        for labels, value in samples:
            told = ",".join(f'{key}="{_escaped(word)}"' for key, word in labels.items())
            lines.append(f"room_{name}{{{told}}} {float(value):.15g}" if told else f"room_{name} {float(value):.15g}")
    return "\n".join(lines) + "\n"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
