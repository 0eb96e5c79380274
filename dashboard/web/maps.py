"""The map's own files: the plan and its style, so that no host is asked for tiles or letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import Response

PLAN = "/map/plan.geojson"
Style = Callable[[str, float, str], Mapping[str, Any]]
LARGEST = 4.0


def map_router(plan: bytes, style: Style, build: str) -> APIRouter:
    """Return `/map/plan.geojson` and `/map/style.json?look=wall&k=2` (letters and lines × k).

    Args:
        plan: the GeoJSON as served.
        style: (look, scale, address of the plan) → a MapLibre style; KeyError for an unknown look.
        build: becomes part of the plan's address, so that a new build is never drawn from an old cache.
    """
    router = APIRouter()
    kept = {"Cache-Control": "private, max-age=3600"}

    async def geojson() -> Response:
        return Response(plan, media_type="application/geo+json", headers=kept)

    async def styled(look: str = "wall", k: float = 1.0) -> Response:
        scale = min(max(k, 0.25), LARGEST)
        try:
            drawn = style(look, scale, f"{PLAN}?build={build}")
        except KeyError:
            return Response(status_code=404)
        return Response(orjson.dumps(drawn), media_type="application/json", headers=kept)

    router.add_api_route(PLAN, geojson, methods=["GET"], include_in_schema=False)
    router.add_api_route("/map/style.json", styled, methods=["GET"], include_in_schema=False)
    return router
