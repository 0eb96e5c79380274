"""The list: exactly the questions that a number counted, a page at a time, sorted by the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import dash_ag_grid as dag

from dashboard.domain.doubts import Doubts
from dashboard.domain.measures import CLOSED_LATE, OVERDUE
from dashboard.domain.moments import Moment, day_number, day_of, instant_of, micros, moment_at
from dashboard.domain.predicates import holds
from dashboard.domain.waiting import clocks_of_row, moment_in
from dashboard.words import NBSP, Words
from layouts.desk.clocks import distance, waiting
from layouts.desk.path import Title

PAGE = 100
COLUMNS = (("external_id", "Number", 150), ("received", "Received on", 156), ("topic", "Topic", 240),
           ("street", "Street", 170), ("department", "Department", 230), ("channel", "Channel", 150),
           ("status", "Status", 140), ("due", "Term", 290), ("waited", "The citizen waits", 150),
           ("closed", "Closed on", 156))
"""Column, its title, its width in px: what a number or a moment needs, and the share of the rest that a text gets."""
MORE = {"list": (("respond", "First response", 190),)}
"""Page → columns that only its list has room for."""
WHOLE = frozenset({"external_id", "received", "due", "waited", "closed", "respond"})
"""Columns that are never cut: half a number is another number."""
LEAST_TEXT = 110
UNSTORED = frozenset({"waited"})
"""Columns that are computed of others: the server cannot sort by them."""
STORED = ("source", "external_id", "question", "received_on", "received_at", "topic", "street", "department", "channel",
          "status", "due_on", "due_at", "due_source", "closed_on", "closed_at",
          "respond_on", "respond_at", "first_response_on", "first_response_at")
"""The stored columns from which a line is written."""
OWN = {"external_id": {"cellRenderer": "CaseLink"}, "due": {"tooltipField": "doubt"}}
"""What a column has of its own: its number is a link, its term says in words what the sign after it means."""
TITLED = ("topic", "department", "channel", "status")
LOCALE = {
    "noRowsToShow": "There are no such questions", "loadingOoo": "Reading…", "loadingError": "Not read",
    "ariaLabelCell": "cell", "ariaSortableColumn": "press Enter to sort", "ariaSkeletonCellLoading": "reading",
    "ariaSkeletonCellLoadingFailed": "not read", "ariaRowSelect": "choose", "ariaChecked": "chosen",
    "ariaUnchecked": "not chosen", "ariaColumn": "column", "sortAscending": "Sort ascending",
    "sortDescending": "Sort descending", "sortUnSort": "Do not sort", "columnMenu": "Column",
    "pageSizeSelectorLabel": "Rows on a page", "ariaPageSizeSelectorLabel": "Rows on a page", "page": "page",
    "of": "of", "to": "to", "more": "more", "firstPage": "First page", "previousPage": "Previous page",
    "nextPage": "Next page", "lastPage": "Last page",
}
Row = Mapping[str, Any]


def grid(page: str, words: Words, height: str) -> Any:
    """Return an empty list that asks the server for its rows."""
    return dag.AgGrid(
        id=f"{page}-grid", rowModelType="infinite", className="ag-theme-quartz desk-grid", style={"height": height},
        columnDefs=[_column(key, words(said), width) for key, said, width in (*COLUMNS, *MORE.get(page, ()))],
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "suppressMovable": True,
                       "suppressHeaderContextMenu": True},
        dashGridOptions={"cacheBlockSize": PAGE, "maxBlocksInCache": 20, "rowHeight": 34, "headerHeight": 36,
                         "localeText": {key: words(said) for key, said in LOCALE.items()}, "animateRows": False,
                         "suppressContextMenu": True, "enableCellTextSelection": True, "suppressCellFocus": False,
                         "loadThemeGoogleFonts": False, "enableBrowserTooltips": True},
    )


def _column(key: str, said: str, width: int) -> dict[str, Any]:
    size = {"width": width, "minWidth": width} if key in WHOLE else {"flex": width, "minWidth": LEAST_TEXT}
    column: dict[str, Any] = {"field": key, "headerName": said, **size}
    if key in UNSTORED:
        return {**column, "sortable": False}
    return column | OWN.get(key, {})


class Lines:
    """Writes stored rows as people read them.

    Args:
        words: of the reader.
        title: (dimension, member) → title.
        at: the moment of judgement.
        back: address of the page on which the list stands.
        doubts: what must be doubted of stored terms.
    """

    def __init__(self, words: Words, title: Title, at: Moment, back: str, doubts: Doubts) -> None:
        self._words, self._title, self._back, self._doubts = words, title, back, doubts
        self._at = at.starts_at(words.zone)
        self._now = {"on": day_number(at.on), "at": micros(at.at) if at.at else 0}

    def line(self, row: Row) -> dict[str, str]:
        """Return the cells of one row and the address of its appeal."""
        found = {key: self._title(key, row[key]) if row[key] else "" for key in TITLED}
        key = {"source": row["source"], "id": row["external_id"], "question": row["question"],
               "back": self._back}
        return {**found, "external_id": self._number(row), "street": row["street"] or "",
                "received": self.day(row, "received"), "closed": self.day(row, "closed"), "due": self._term(row),
                "respond": self._response(row),
                "doubt": self._words("the rule is not confirmed") if self._unconfirmed(row) else "",
                "waited": waiting(clocks_of_row(row, self._at, self._words.zone), self._words),
                "href": f"/case?{urlencode(key)}"}

    def day(self, row: Row, key: str) -> str:
        """Return the day of a moment, with the time where it is known."""
        if row[f"{key}_on"] is None:
            return ""
        at = row[f"{key}_at"]
        day = self._words.day(day_of(row[f"{key}_on"]))
        return day if at is None else f"{day} {self._words.clock(instant_of(at))}"

    def _response(self, row: Row) -> str:
        """Return when the first response was given, or by when it is due; a mark where that is too late."""
        given, due = moment_in(row, "first_response"), moment_in(row, "respond")
        if due is None or (given is None and row["closed_on"] is not None):
            return ""
        said = self._words("given {day}", day=self.day(row, "first_response")) if given else self._words(
            "due {day}", day=self.day(row, "respond"))
        return f"▲ {said}" if (given or moment_at(self._at, self._words.zone)).later_than(due) else said

    def _number(self, row: Row) -> str:
        return str(row["external_id"]) + ("" if row["question"] == "1" else f" · {row['question']}")

    def _unconfirmed(self, row: Row) -> bool:
        return self._doubts.unconfirmed(row["due_on"], row["due_source"])

    def _term(self, row: Row) -> str:
        if row["due_on"] is None:
            return self._words("no term")
        day = self._words.day(day_of(row["due_on"]))
        if self._doubts.provisional(row["due_on"], row["due_source"]):
            day = self._words("{day} (provisional)", day=day)
        day = f"{day}{NBSP}?" if self._unconfirmed(row) else day
        if holds(OVERDUE, row, self._now):
            days = self._now["on"] - int(row["due_on"])
            said = "▲ {day}, overdue by {days}" if days else "▲ {day}, overdue since today"
            return self._words(said, day=day, days=self._words.days(days))
        if holds(CLOSED_LATE, row, self._now):
            return self._words("▲ {day}, late", day=day)
        clocks = clocks_of_row(row, self._at, self._words.zone)
        return day if clocks.closed else f"{day}, {distance(clocks, self._words)}"


def order_of(request: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    """Return (field, descending) pairs of what the grid asks; the newest first when it asks nothing."""
    known = {key for key, _, _ in (*COLUMNS, *MORE["list"])} - UNSTORED
    sorting = [(one["colId"], one["sort"] == "desc") for one in request.get("sortModel") or ()]
    asked = tuple(pair for pair in sorting if pair[0] in known)
    return asked or (("received", True),)


def page_of(request: Mapping[str, Any]) -> tuple[int, int]:
    """Return (offset, limit) of what the grid asks; never more than ten pages at once."""
    start, end = int(request.get("startRow") or 0), int(request.get("endRow") or PAGE)
    return max(start, 0), max(0, min(end - start, 10 * PAGE))
