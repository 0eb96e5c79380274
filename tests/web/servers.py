"""A server assembled from the routers alone, over a small town that holds things which must not leak."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from fastapi import FastAPI
from houses import ZONE, days_ago, house, record, tell

from dashboard.domain.appeals import Record
from dashboard.domain.moments import Moment
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.web.api import api, documented
from dashboard.web.export_routes import exports
from dashboard.web.faults import strangers
from dashboard.web.health_routes import health
from dashboard.web.journal_routes import journal
from dashboard.web.open311 import open311

SECRETS = ("Мария Петрова", "прорвало трубу", "+7 921 000-11-22", "кв. 17", "Флотская, 9")
PRIVATE = {"text": "у нас прорвало трубу", "applicant": "Мария Петрова", "contact": "+7 921 000-11-22",
           "address": "ул. Флотская, 9, кв. 17"}


def town() -> list[Record]:
    """Twelve questions: eight open, of them two overdue; four closed; one a bare date, one with a slash and a colon."""
    place = {"street": "ул. Флотская", "house": "ул. Флотская, 9", "lat": 69.4, "lon": 32.45, "place": "exact"}
    told = [record(n, **place) for n in range(1, 7)]
    told += [record(n, **place, due=days_ago(1), topic="snow", block="roads") for n in (30, 31)]
    told += [record(n, status="closed", outcome="resolved", closed=days_ago(1), department="E") for n in (50, 51, 52)]
    told.append(Record("П-51/26:7", {**record(0, received=Moment(days_ago(4).on)).facts, "status": "closed",
                                     "closed": Moment(days_ago(2).on)}))
    return [Record(r.external_id, r.facts, private=PRIVATE) for r in told]


class Server:
    """The routers of one home, and a way to ask them."""

    def __init__(self, home: Path) -> None:
        self.house: House = house(home)
        tell(self.house, "town.csv", town())
        self.app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        for router in (api(self.room), documented(self.app, self.room), exports(self.room), health(self.room),
                       open311(self.room), journal(self.room)):
            self.app.include_router(router)
        strangers(self.app, self.room, {})

    def room(self) -> Room:
        return Room(self.house, Viewer("tester", LOCAL))

    async def _ask(self, address: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address)

    def get(self, address: str) -> httpx.Response:
        return asyncio.run(self._ask(address))


__all__ = ["SECRETS", "ZONE", "Server"]
