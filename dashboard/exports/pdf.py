"""A snapshot on A4: what the head takes into the meeting. Made without a browser, without a citizen's text."""

from __future__ import annotations

from html import escape
from pathlib import Path

from dashboard.domain.exports import Export, Level
from dashboard.domain.figures import Figure
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import TAKERS
from dashboard.domain.scope import Scope, View
from dashboard.exports.map import town_map
from dashboard.exports.phrases import change, chosen, mark, moment, period, phrases, trust, unnamed
from dashboard.exports.report import SHARES, SPEEDS, Report, Table, report
from dashboard.room import Room
from dashboard.words import NBSP, THIN

ASSETS = Path(__file__).parent.parent.parent / "assets"
FACES = {"Noto Sans Latin": "latin", "Noto Sans Cyrillic": "cyrillic"}
"""The shipped letters come in two files per weight; as two families, since WeasyPrint mixes up files of one family."""
WEIGHTS = (400, 600, 700)
STYLE = Path(__file__).parent / "snapshot.css"
BIG = ("open", "overdue_open", "due_today", "received", "closed")
UNBROKEN = 10
"""Letters of a column's title that stay on one line."""
BROKEN = frozenset({"overdue_open", "closed_late"})


def _write(room: Room, measure: str, scope: Scope, view: View, level: Level) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415  (a second to load, and Pango may be missing)
    pdf: bytes = HTML(string=page(room, report(room, scope, view, level)), base_url=ASSETS.as_uri() + "/").write_pdf()
    return pdf


def page(room: Room, content: Report) -> str:
    """Return the snapshot as HTML for paper; the shipped letters have no narrow space, so a usual one stands in."""
    body = "".join((_header(room, content), _big(room, content), _said(room, content), _shares(room, content),
                    _map(room, content), _tables(room, content), _signature(room)))
    title = escape(f"{room.words('Situation snapshot')}: {content.town}")
    return (f"<!doctype html><html lang='{room.words.language}'><meta charset='utf-8'><title>{title}</title>"
            f"<meta name='dcterms.created' content='{content.now.at.isoformat()}'>"
            f"<style>{_style(room, content)}</style>{body}").replace(THIN, NBSP)


def _style(room: Room, content: Report) -> str:
    said = [mark(room.words, content), content.town, moment(room.words, content),
            *([room.words("DEMO")] if content.demo else [])]
    footer = " · ".join(filter(None, said)).replace("\\", "").replace('"', "")
    pages = room.words("page {n} of {all}", n='" counter(page) "', all='" counter(pages) "')
    faces = "".join(f"@font-face{{font-family:'{family}';font-weight:{weight};"
                    f"src:url(fonts/noto-sans-{file}-{weight}-normal.woff2)}}"
                    for family, file in FACES.items() for weight in WEIGHTS)
    return faces + STYLE.read_text(encoding="utf-8").replace("FOOTER", footer).replace("PAGES", pages)


def _header(room: Room, content: Report) -> str:
    words, scope = room.words, content.scope
    demo = f"<span class='demo'>{escape(words('DEMO'))}</span>" if content.demo else ""
    narrowed = " · ".join(f"{escape(title)}: <b>{escape(names)}</b>" for title, names in chosen(room, content))
    marked = mark(words, content)
    told = filter(None, (moment(words, content), trust(words, content), unnamed(words, content)))
    said = f"<div class='mark'>{escape(marked)}</div>" if marked else ""
    return (f"<header>{said}<div class='town'>{escape(content.town)}{demo}</div>"
            f"<h1>{escape(words('Situation snapshot'))}</h1>"
            f"<div class='period'>{escape(period(words, scope.since, scope.until))}</div>"
            + (f"<p class='scope'>{narrowed}</p>" if narrowed else "")
            + f"<p class='moment'>{escape('. '.join(told))}</p></header>")


def _big(room: Room, content: Report) -> str:
    words, cells = room.words, []
    for key in BIG:
        figure = content.figures[key]
        changed = change(words, figure, state=MEASURES[key].period is None)
        cells.append(f"<div class='big {key}'><span class='name'>{escape(words(MEASURES[key].title))}</span>"
                     f"<b>{words.number(figure.n)}</b><span class='change'>{escape(changed)}</span></div>")
    return f"<section class='bigs'>{''.join(cells)}</section>"


def _said(room: Room, content: Report) -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in phrases(room.words, content.week, content.titles))
    return f"<section class='said'><h2>{escape(room.words('In short'))}</h2>{said}</section>"


def _shares(room: Room, content: Report) -> str:
    words, cells = room.words, []
    for key in (*SHARES, *SPEEDS):
        figure = content.figures[key]
        cells.append(f"<div class='share'><span>{escape(words(room.house.metrics[key].title))}</span>"
                     f"<b>{escape(_value(room, figure))}</b>{escape(_evidence(room, figure))}</div>")
    return f"<section class='shares'>{''.join(cells)}</section>"


def _value(room: Room, figure: Figure) -> str:
    if figure.value is None:
        return "—"
    return room.words.percent(figure.value) if figure.unit == "percent" else room.words.days(figure.value)


def _evidence(room: Room, figure: Figure) -> str:
    words = room.words
    if figure.value is None:
        return words("not enough data")
    n = words.number(figure.n)
    return words("{n} of {of}", n=n, of=words.number(figure.of)) if figure.of else words("over {n}", n=n)


def _map(room: Room, content: Report) -> str:
    drawn = town_map(room, content)
    return f"<section class='map'><h2>{escape(room.words('Where'))}</h2>{drawn}</section>" if drawn else ""


def _tables(room: Room, content: Report) -> str:
    """Return the tables: who answers, then two levels of what it is about, the first of them beside the channels."""
    by = {table.dimension: table for table in content.tables}
    first, *more = [_table(room, table) for table in content.levels()] or [""]
    pair = f"<div class='pair'><div>{first}</div><div>{_table(room, by['channel'])}</div></div>"
    return "".join((_table(room, by["department"]), pair, *more))


def _table(room: Room, table: Table) -> str:
    words = room.words
    heads = "".join(f"<th>{_head(words(MEASURES[m].title))}</th>" for m in table.measures)
    lines = [_line(room, title or words("unknown"), table.measures, counts) for title, counts in table.rows]
    if table.left_out or table.unnamed:
        rest = tuple(all_ - sum(row[1][i] for row in table.rows) for i, all_ in enumerate(table.totals))
        said = words("other places") if table.unnamed else words("and {n} more", n=table.left_out)
        lines.append(_line(room, said, table.measures, rest, kind="rest"))
    lines.append(_line(room, words("in all"), table.measures, table.totals, kind="all"))
    title = escape(words(room.dimensions[table.dimension].title_many))
    return (f"<section class='table'><h2>{title}</h2><table><thead><tr><th></th>{heads}</tr></thead>"
            f"<tbody>{''.join(lines)}</tbody></table></section>")


def _head(title: str) -> str:
    """Return a column's title; only a long one may break."""
    return escape(title if len(title) > UNBROKEN else title.replace(" ", NBSP))


def _line(room: Room, title: str, measures: tuple[str, ...], counts: tuple[int, ...], kind: str = "") -> str:
    cells = []
    for measure, n in zip(measures, counts, strict=True):
        look = "zero" if not n else "broken" if measure in BROKEN else ""
        cells.append(f"<td class='{look}'>{room.words.number(n)}</td>")
    return f"<tr class='{kind}'><td>{escape(title)}</td>{''.join(cells)}</tr>"


def _signature(room: Room) -> str:
    words = room.words
    lines = "".join(f"<span>{escape(said)}</span>" for said in (words("signature"), words("initials and name")))
    return f"<section class='signature'>{escape(words('Head of the control centre'))}{lines}</section>"


PDF = Export("pdf", "Snapshot (PDF)", "application/pdf", TAKERS, _write)
