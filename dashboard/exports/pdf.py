"""A snapshot on A4: what the head takes into the meeting. Made without a browser, without a citizen's text."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from dashboard.domain.measures import MEASURES
from dashboard.domain.exports import Export
from dashboard.domain.people import STAFF
from dashboard.domain.scope import Scope, View
from dashboard.exports.map import town_map
from dashboard.exports.phrases import phrases
from dashboard.exports.report import Report, Table, report
from dashboard.room import Room

ASSETS = Path(__file__).parent.parent.parent / "assets"
STYLE = Path(__file__).parent / "snapshot.css"
BIG = ("open", "overdue_open", "due_today", "received", "closed")


def _write(room: Room, measure: str, scope: Scope, view: View) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415  (a second to load, and Pango may be missing)
    content = report(room, scope, view)
    pdf: bytes = HTML(string=page(room, content), base_url=str(ASSETS)).write_pdf()
    return pdf


def page(room: Room, content: Report) -> str:
    """Return the snapshot as HTML for paper."""
    words = room.words
    demo = f'<span class="demo">{escape(words("DEMO"))}</span>' if content.demo else ""
    moment = words("As of {moment}", moment=f"{words.day(content.on)} {words.clock(content.at)}")
    parts = [
        f"<header><div class='town'>{escape(content.town)} {demo}</div>"
        f"<h1>{escape(words('Situation snapshot'))}</h1>"
        f"<p class='scope'>{escape(' · '.join(content.scope_words))}</p>"
        f"<p class='moment'>{escape(moment)}</p></header>",
        _big(room, content), _said(room, content), _shares(room, content), _map(room, content),
        *(_table(room, table) for table in content.tables), _signature(room),
    ]
    footer = words("{town} · {moment}", town=content.town, moment=moment)
    style = STYLE.read_text(encoding="utf-8").replace("FOOTER", footer.replace('"', ""))
    return f"<!doctype html><html lang='{words.language}'><meta charset='utf-8'><style>{style}</style>{''.join(parts)}"


def _big(room: Room, content: Report) -> str:
    cells = [f"<div class='big {key}'><b>{room.words.number(content.totals[key])}</b>"
             f"<span>{escape(room.words(MEASURES[key].title))}</span></div>" for key in BIG]
    return f"<section class='bigs'>{''.join(cells)}</section>"


def _said(room: Room, content: Report) -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in phrases(room.words, content.week, content.titles))
    return f"<section class='said'><h2>{escape(room.words('In short'))}</h2>{said}</section>"


def _shares(room: Room, content: Report) -> str:
    words, lines = room.words, []
    for key, value, n, of in content.shares:
        figure = words("not enough data") if value is None else words.percent(value, 1)
        title = escape(words(room.house.metrics[key].title))
        lines.append(f"<tr><td>{title}</td><td>{figure}</td><td>{words.number(n)} / {words.number(of or 0)}</td></tr>")
    return f"<section><table><tbody>{''.join(lines)}</tbody></table></section>"


def _map(room: Room, content: Report) -> str:
    picture = town_map(room, content)
    if picture is None:
        return ""
    plan = room.words("scheme") if room.town.plan.get("scheme") else ""
    coded = base64.b64encode(picture).decode()
    return (f"<section class='map'><h2>{escape(room.words('Where'))} <small>{escape(plan)}</small></h2>"
            f"<img src='data:image/png;base64,{coded}'></section>")


def _table(room: Room, table: Table) -> str:
    words = room.words
    heads = "".join(f"<th>{escape(words(MEASURES[m].title))}</th>" for m in table.measures)
    lines = "".join(
        f"<tr><td>{escape(title or words('unknown'))}</td>{''.join(f'<td>{words.number(n)}</td>' for n in counts)}</tr>"
        for title, counts in table.rows)
    title = escape(words(room.dimensions[table.dimension].title_many))
    rest = f"<p class='rest'>{escape(words('and {n} more', n=table.left_out))}</p>" if table.left_out else ""
    return (f"<section class='table'><h2>{title}</h2><table><thead><tr><th></th>{heads}</tr></thead>"
            f"<tbody>{lines}</tbody></table>{rest}</section>")


def _signature(room: Room) -> str:
    said = escape(room.words("Head of the control centre"))
    return f"<section class='signature'>{said} <span></span> / <span></span> /</section>"


PDF = Export("pdf", "Snapshot (PDF)", "application/pdf", STAFF, _write)
