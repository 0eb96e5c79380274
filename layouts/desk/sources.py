"""How the sources are, what came in, what could not be used: the sections of the sources page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboard.cache.board import SourceState
from dashboard.errors import RoomError
from dashboard.words import NBSP, Words
from layouts.desk.acts import dropdown_labels
from layouts.desk.evidence import SHAPES, STATES
from layouts.desk.likeness import meant
from layouts.desk.path import Title
from layouts.desk.table import table

Batch = Any
Word = Any
Quarantined = Any
Job = Any
Copies = Any
"""Rows of the room; layouts know their shape, not the store."""
UNDOABLE = "done"
INVENTED, HISTORY = "demo", ":history"
"""The profile of what no file told, and how the name of its beginning ends."""
KILOBYTE = 1024
OURS = {"backup": "Copy of the room", "clock": "The machine's clock", "recompute": "Terms counted anew"}
"""Kinds of jobs that the room does by itself → what they are called; other jobs are called by their files."""
MOST = 200
"""Rejected rows that are shown; the file has them all."""
ASKED = ("Take back import {batch}? What it told is withdrawn by new events; nothing is deleted, and the same file can "
         "be imported again.")


def moment(at: datetime | None, words: Words) -> str:
    """Return day and time in the town's zone, a dash for none."""
    return "—" if at is None else f"{words.day(at.astimezone(words.zone).date())} {words.clock(at)}"


def health(sources: Sequence[SourceState], now: datetime, words: Words, alarm: Sequence[Any] = ()) -> Any:
    """Return the state of every source: shape, words, age against its promised pace; an alarm stands before it."""
    if not sources:
        return [*alarm, html.P(words("No source has spoken yet. Give a first file below."), className="desk-muted")]
    head = [words(said) for said in ("Source", "State", "Data of", "Age", "Promised every", "Part of the inflow",
                                     "What is wrong")]
    return [*alarm, table(head, [_source(source, now, words) for source in sources], frozenset({3, 4, 5}))]


def _source(source: SourceState, now: datetime, words: Words) -> list[Any]:
    sign = html.Span(SHAPES.get(source.state, "○"), className=f"desk-source desk-source-{source.state}")
    age = words.age((now - source.observed_at).total_seconds()) if source.observed_at else "—"
    pace = words.age(source.cadence_s) if source.cadence_s else words("no pace promised")
    wrong = ""
    if source.failing_since is not None:
        wrong = words("since {moment}: {reason}", moment=moment(source.failing_since, words),
                      reason=words(source.error or ""))
    return [source.title, [sign, words(STATES[source.state])], moment(source.observed_at, words), age, pace,
            words.percent(100 * source.share), wrong]


def batches(found: Sequence[Batch], title: Title, words: Words) -> Any:
    """Return the imports, newest first, each with what became of its rows and the way to take it back."""
    if not found:
        return html.P(words("Nothing has been imported yet."), className="desk-muted")
    head = [words(said) for said in ("No.", "When", "Source", "File", "Rows", "Added", "Changed", "Unchanged",
                                     "Rejected", "State")]
    return table([*head, ""], [_batch(batch, title, words) for batch in found], frozenset({0, 4, 5, 6, 7, 8}))


def _batch(batch: Batch, title: Title, words: Words) -> list[Any]:
    counts = [words.number(n) for n in (batch.read, batch.added, batch.changed, batch.unchanged)]
    rejected: Any = words.number(batch.rejected)
    if batch.rejected:
        rejected = html.Button(rejected, id={"type": "rejected-open", "batch": batch.id}, n_clicks=0,
                               className="desk-link desk-broken", type="button", title=words("show the rejected rows"))
    undo = html.Button(words("Take back"), id={"type": "undo-ask", "batch": batch.id}, n_clicks=0,
                       className="desk-button", type="button") if batch.state == UNDOABLE else ""
    name = html.Span(file_name(batch, words), title=f"SHA-256 {batch.sha256}")
    return [batch.id, moment(batch.started_at, words), title("source", batch.source), name, *counts, rejected,
            words(f"batch {batch.state}"), undo]


def file_name(batch: Batch, words: Words) -> str:
    """Return what an import was called: its file; what no file told is said in words."""
    if batch.profile != INVENTED:
        return str(batch.name)
    return words("the demonstration's history") if batch.name.endswith(HISTORY) else words("the demonstration goes on")


def undo_question(batch: int, words: Words) -> Any:
    """Return the question that is asked before an import is taken back."""
    return html.Div([
        html.P(words(ASKED, batch=batch)),
        html.Button(words("Take it back"), id="undo-yes", n_clicks=0, className="desk-button desk-broken",
                    type="button"),
        html.Button(words("Leave it"), id="undo-no", n_clicks=0, className="desk-button", type="button"),
    ], className="desk-ask", role="alertdialog")


def rejected_rows(batch: int, rows: Sequence[Mapping[str, Any]], words: Words) -> Any:
    """Return the rows that an import did not take, each with its reason."""
    lines = [[row["row"], said_reason(row, words), "; ".join(f"{name}: {cell}" for name, cell in row["cells"].items()
                                                           if cell)] for row in rows[:MOST]]
    left = len(rows) - MOST
    more = [html.P(words("{n} more in the file", n=left), className="desk-muted")] if left > 0 else []
    return [html.H2(words("Rejected rows of import {batch}", batch=batch)),
            html.Button(words("Download them all (CSV)"), id="rejected-file", n_clicks=0, className="desk-button",
                        type="button"),
            table([words("Row"), words("Why"), words("What stood there")], lines, frozenset({0})), *more]


def said_reason(row: Mapping[str, Any], words: Words) -> str:
    """Return a stored reason in the reader's words."""
    said = words(row["reason"])
    return said.format(**row["values"]) if row["values"] else said


def unknown(found: Sequence[Word], members: Mapping[str, Mapping[str, str]], title: Title, words: Words) -> Any:
    """Return the words that wait for a meaning: each with a list of members and one button."""
    if not found:
        return html.P(words("Every word of the sources is understood."), className="desk-muted")
    head = [words(said) for said in ("Source", "Field", "Word", "Rows", "What it means")]
    rows = [_word(word, members.get(word.field, {}), title, words) for word in found]
    return table([*head, ""], rows, frozenset({3}))


def _word(word: Word, members: Mapping[str, str], title: Title, words: Words) -> list[Any]:
    options: Any = [{"value": key, "label": name} for key, name in members.items() if key]
    pick = dcc.Dropdown(id={"type": "word-member", "word": word.id}, options=options, clearable=False,
                        value=meant(word.value, members), placeholder=words("Choose"),
                        labels=dropdown_labels(words), className="desk-pick")
    button = html.Button(words("Give this meaning"), id={"type": "word-map", "word": word.id}, n_clicks=0,
                         className="desk-button", type="button")
    said = [title("source", word.source), words(f"field {word.field}"), html.Strong(word.value)]
    return [*said, words.number(word.rows), pick, button]


def quarantine(found: Sequence[Quarantined], words: Words) -> Any:
    """Return the files that could not be used, each with its reason."""
    if not found:
        return html.P(words("No file was refused."), className="desk-muted")
    rows = [[item.name, f"{words.number(item.size / KILOBYTE, 1)}{NBSP}{words('kB')}", moment(item.told_at, words),
             words(item.reason).format(**item.values)] for item in found]
    return table([words(said) for said in ("File", "Size", "When", "Why")], rows, frozenset({1}))


def copies(state: Copies, words: Words) -> Any:
    """Return the newest copy of the room with its age, and in words what is wrong with it."""
    return html.Div([html.P(_newest(state, words)),
                     *(html.P(f"▲ {said}", className="desk-broken") for said in _wrong(state, words))])


def _newest(state: Copies, words: Words) -> str:
    if state.newest is None:
        return words("There is no copy of the room yet; the first is made by itself")
    size = f"{words.number(state.newest.size / KILOBYTE ** 2, 1)}{NBSP}{words('MB')}"
    said = words("The newest copy: {moment}, {age} ago, {size}", moment=moment(state.newest.at, words),
                 age=words.age(state.age_s), size=size)
    return said + ("" if state.newest.sealed else f"; {words('not sealed, without the keys of the texts')}")


def _wrong(state: Copies, words: Words) -> list[str]:
    said = []
    if state.failed is not None:
        reason = words.error(RoomError.unpacked(state.failed.result or ""))
        said.append(words("The copy of {moment} failed: {reason}", moment=moment(state.failed.started_at, words),
                          reason=reason))
    elif not state.well:
        said.append(words("There is no copy of the last two days: run situation-room doctor"))
    return said


def jobs(found: Sequence[Job], words: Words) -> Any:
    """Return long works with their progress."""
    if not found:
        return html.P(words("Nothing is under way."), className="desk-muted")
    return html.Div([_job(job, words) for job in found])


def _job(job: Job, words: Words) -> Any:
    said = words("{n} of {of}", n=words.number(job.done), of=words.number(job.total))
    bar = html.Progress(value=str(job.done), max=str(max(job.total, 1)))
    title = words(OURS[job.kind]) if job.kind in OURS else job.title
    why = f": {words.error(RoomError.unpacked(job.result))}" if job.state == "failed" and job.result else ""
    return html.Div([html.Span(title), bar, html.Span(said),
                     html.Span(words(f"job {job.state}") + why, className="desk-muted"),
                     html.Span(moment(job.started_at, words), className="desk-muted")], className="desk-job")
