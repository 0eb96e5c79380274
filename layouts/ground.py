"""The town's plan as a file becomes what maps are drawn on."""

from __future__ import annotations

from pathlib import Path

import orjson

from layouts.plan import Plan, plan_around, plan_of

NO_PLAN = b'{"type": "FeatureCollection", "features": []}'


def ground(files: tuple[Path | None, ...], centre: tuple[float, float]) -> tuple[bytes, Plan]:
    """Return the first plan that is there, as its file and as a value; without any, the empty ground around a point.

    Args:
        files: GeoJSON files in order of preference.
        centre: WGS84 degrees (lat, lon).
    """
    for path in files:
        if path is not None and path.exists():
            drawn = path.read_bytes()
            return drawn, plan_of(orjson.loads(drawn))
    return NO_PLAN, plan_around(*centre)
