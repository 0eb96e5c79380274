"""Department × channel: where terms are kept and where not; every number opens exactly its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.domain.figures import Figure, Trust
from dashboard.metrics.term_matrix import Cell, TermMatrix
from dashboard.words import NBSP, Words
from layouts.address import address
from layouts.desk.glance import Glance
from layouts.desk.path import Title
from layouts.desk.periods import PRESETS, Week, preset_of
from layouts.panels.rating import apart

PATH = "/matrix"
SIDES = {1: "desk-above", 0: "", -1: "desk-below"}
MARKS = {1: "▲", 0: "", -1: "▼"}


def choices(glance: Glance, today: date, week: Week, words: Words) -> list[Any]:
    """Return the links of the periods, the present one marked, and the table as a file."""
    present = preset_of(glance.scope, today, week)
    links = [dcc.Link(words(preset.title), className="desk-switch" + (" desk-on" if preset is present else ""),
                      href=f"{PATH}{replace(glance, scope=glance.scope.during(*preset.ends(today, week))).search}")
             for preset in PRESETS]
    file = html.A("CSV", href=f"/export/matrix.csv{glance.search}", download="", className="desk-button desk-files")
    return [*links, file]


class Matrix:
    """Draws a matrix.

    Args:
        matrix: what is drawn.
        glance: its clocks.
        title: (dimension, member) → title.
        words: of the reader.
    """

    def __init__(self, matrix: TermMatrix, glance: Glance, title: Title, words: Words) -> None:
        self._matrix, self._view, self._title, self._words = matrix, glance.view, title, words

    def draw(self) -> list[Any]:
        """Return the sentence, the table and its legend."""
        words, matrix = self._words, self._matrix
        if not matrix.whole.share.of:
            return [html.P(words("No question with a term came in these days."))]
        head = html.Tr([html.Th(words("Department")), html.Th(words("In all"), className="desk-total"),
                        *(html.Th(self._named("channel", channel)) for channel in matrix.channels)])
        rows = [self._row(department) for department in matrix.departments]
        foot = self._line(words("In all"), matrix.whole, [matrix.columns[channel] for channel in matrix.channels])
        legend = words("Share on time of the questions received in these days that have a term; n: how many they are, "
                       "beside it the interval of 95 %. ▼ ▲: below or above the whole by more than chance. Under five "
                       "nobody is judged.")
        return [html.P(self._sentence(), className="desk-lead"),
                html.Table([html.Thead(head), html.Tbody([*rows, foot])], className="desk-matrix"),
                html.P(legend, className="desk-muted desk-legend")]

    def _sentence(self) -> str:
        words, whole = self._words, self._matrix.whole
        said = words("On time: {n} of {of}", n=words.number(whole.share.n), of=words.number(whole.share.of or 0))
        if not whole.n_late:
            return words("{said}; nothing is late", said=said)
        worst = self._matrix.departments[0]
        return words("{said}; late: {late}, most of them: {department} ({n})", said=said,
                     late=words.number(whole.n_late), department=self._named("department", worst),
                     n=words.number(self._matrix.rows[worst].n_late))

    def _row(self, department: str) -> Any:
        cells = [self._matrix.cells.get((department, channel)) for channel in self._matrix.channels]
        return self._line(self._named("department", department), self._matrix.rows[department], cells)

    def _line(self, said: str, total: Cell, cells: Sequence[Cell | None]) -> Any:
        return html.Tr([html.Th(said, scope="row"), self._cell(total, "desk-total"),
                        *(self._cell(cell) for cell in cells)])

    def _cell(self, cell: Cell | None, look: str = "") -> Any:
        if cell is None:
            return html.Td("—", className="desk-muted")
        side = apart(cell.share, self._matrix.whole.share)
        late = [html.A(f"▲{NBSP}{self._words('late: {n}', n=self._words.number(cell.n_late))}",
                       href=address(cell.late, self._view), className="desk-late")] if cell.n_late else []
        return html.Td([*self._share(cell.share, MARKS[side]), *late], className=f"{look} {SIDES[side]}".strip())

    def _share(self, share: Figure, mark: str) -> list[Any]:
        words = self._words
        href = address(share.whole, self._view) if share.whole else None
        n = f"n{NBSP}={NBSP}{words.number(share.of or 0)}"
        if share.state is Trust.TOO_FEW or share.value is None:
            return [html.A(words("too few data"), href=href, className="desk-few"), html.Small(n)]
        said = words.percent(share.value) + (f"{NBSP}{mark}" if mark else "")
        low, high = share.low or 0.0, 100.0 if share.high is None else share.high
        return [html.A(said, href=href, className="desk-share"),
                html.Span(html.I(style={"width": f"{share.value:.0f}%"}), className="desk-bar"),
                html.Small(f"{n}, {words.number(low)}–{words.percent(high)}")]

    def _named(self, dimension: str, member: str) -> str:
        return self._title(dimension, member) if member else self._words("not stated")
