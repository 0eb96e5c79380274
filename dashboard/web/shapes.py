"""How answers look as JSON: instants in the town's zone, date-only moments as plain dates, shares in points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.cache.board import Board, SourceState, Unavailable
from dashboard.domain.dimension import Dimension
from dashboard.domain.doubts import Doubts
from dashboard.domain.figures import Figure
from dashboard.domain.measures import Measure
from dashboard.domain.moments import day_of, instant_of
from dashboard.domain.scope import Scope
from dashboard.metrics.metric import Metric
from dashboard.words import Words

COLUMNS = ("source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
           "received_at", "due_at", "closed_at", "lat", "lon", "outcome", "street", "first_response_at", "rated_at",
           "rating", "due_source", "place", "law", "lane", "repeated", "marks",
           "respond_at", "respond_source")
"""What the API tells of a question: no text, no name, no contact, no house."""
CLOCKS = {"since": ("First civil day", "date"), "until": ("Last civil day", "date"),
          "as_of": ("The moment at which the town is judged", "date-time"),
          "known_at": ("The moment up to which we had been told", "date-time")}
PLAIN: dict[str, Any] = {"type": "string"}
FORMS: dict[str, Any] = {
    "application/json": {"schema": {"type": "object", "required": ["error"], "properties": {"error": PLAIN}}},
    "text/html": {"schema": PLAIN}}
REFUSALS = {303: "Sign in first", 400: "The request was not understood", 401: "Sign in first",
            403: "This is not for you; ask the head of the centre", 404: "There is nothing at this address",
            405: "This address does not understand this method", 408: "The request was not understood",
            413: "The request was not understood", 421: "The room does not answer to this name",
            429: "Too many files at once; wait a minute", 503: "The room cannot answer now"}
"""Statuses of every path → what they mean: a page for a person who reads pages, `{"error": …}` for a program."""
Json = dict[str, Any]


def instant(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as ISO 8601 with the town's offset."""
    return at.astimezone(zone).isoformat()


def row(stored: Mapping[str, Any], zone: ZoneInfo, doubts: Doubts) -> Json:
    """Return a stored row by the list's columns, and what must be doubted of its term."""
    told = {name: moment(stored, name[:-3], zone) if name.endswith("_at") else stored[name] for name in COLUMNS}
    term = stored["due_on"], stored["due_source"]
    return {**told, "provisional": doubts.provisional(*term), "unconfirmed": doubts.unconfirmed(*term)}


def moment(stored: Mapping[str, Any], key: str, zone: ZoneInfo) -> str | None:
    """Return a moment of a stored row: an instant, a plain date where only that is known, or None."""
    if stored[f"{key}_on"] is None:
        return None
    at = stored[f"{key}_at"]
    return day_of(stored[f"{key}_on"]).isoformat() if at is None else instant(instant_of(at), zone)


def scope(asked: Scope) -> Json:
    """Return a scope: `from`, `to` and the chosen members."""
    found: Json = {key: sorted(chosen) for key, chosen in sorted(asked.members.items())}
    ends = {"from": asked.since, "to": asked.until}
    return found | {name: day.isoformat() for name, day in ends.items() if day}


def figure(told: Figure, zone: ZoneInfo) -> Json:
    """Return a figure; shares are percentage points."""
    observed = None if told.observed_at is None else instant(told.observed_at, zone)
    return {"key": told.key, "value": told.value, "unit": told.unit, "n": told.n, "of": told.of,
            "state": told.state.value, "observed_at": observed, "low": told.low, "high": told.high,
            "before": told.before, "missing": list(told.missing)}


def measure(told: Measure, words: Words) -> Json:
    """Return a measure's definition."""
    return {"key": told.key, "title": words(told.title), "explain": words(told.explain), "period": told.period,
            "population": told.population}


def metric(told: Metric, words: Words) -> Json:
    """Return a metric's definition."""
    return {"key": told.key, "title": words(told.title), "explain": words(told.explain), "unit": told.unit,
            "measures": list(told.measures)}


def source(state: SourceState, zone: ZoneInfo) -> Json:
    """Return a source's health."""
    times = {name: None if at is None else instant(at, zone)
             for name, at in (("observed_at", state.observed_at), ("failing_since", state.failing_since))}
    return {"key": state.key, "title": state.title, "state": state.state, "cadence_s": state.cadence_s,
            "share": state.share, "error": state.error, **times}


def board(told: Board, zone: ZoneInfo) -> Json:
    """Return a board's figures by metric; a metric that could not be computed says why."""
    metrics = {key: {"unavailable": found.reason} if isinstance(found, Unavailable)
               else [figure(f, zone) for f in found] for key, found in told.metrics.items()}
    return {"version": told.version, "at": instant(told.at, zone), "town": told.town, "demo": told.demo,
            "scope": scope(told.scope), "metrics": metrics, "sources": [source(s, zone) for s in told.sources]}


def scope_parameters(dimensions: Iterable[Dimension], words: Words) -> list[Json]:
    """Return the query parameters of a scope, as OpenAPI describes them; a dimension may be given several times."""
    clocks = [_parameter(name, words(says), {"type": "string", "format": kind})
              for name, (says, kind) in CLOCKS.items()]
    many = {"type": "array", "items": {"type": "string"}}
    return clocks + [_parameter(d.key, words(d.title), many) for d in dimensions]


def refusals(words: Words) -> Json:
    """Return status → what it means, as OpenAPI describes it, of every answer that is none; the same on every path."""
    return {str(status): {"description": words(REFUSALS[status]), "content": FORMS} for status in REFUSALS}


def _parameter(name: str, says: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


def docs_page(description: Mapping[str, Any], words: Words) -> str:
    """Return a page that lists the API's paths, without any script."""
    lines = []
    for path, methods in sorted(description["paths"].items()):
        for method, told in methods.items():
            names = ", ".join(p["name"] for p in told.get("parameters", ()))
            lines.append(f"<tr><td>{escape(method.upper())}</td><td><code>{escape(path)}</code></td>"
                         f"<td>{escape(words(told.get('summary', '')))}</td><td>{escape(names)}</td></tr>")
    title = escape(words("The room's API"))
    return (f"<!doctype html><html lang='{words.language}'><meta charset='utf-8'><title>{title}</title>"
            f"<link rel='stylesheet' href='/assets/00-tokens.css'><body class='desk'><h1>{title}</h1>"
            f"<p><a href='/api/v1/openapi.json'>openapi.json</a></p><table>{''.join(lines)}</table></body></html>")
