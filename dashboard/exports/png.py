"""The first page of the snapshot as a picture: for a message to the head's telephone."""

from __future__ import annotations

import io

from dashboard.domain.exports import Export, Level
from dashboard.domain.people import TAKERS
from dashboard.domain.scope import Scope, View
from dashboard.exports.pdf import PDF
from dashboard.room import Room

SCALE = 2.0
"""144 dots per inch: legible on a telephone, a quarter of a megabyte."""


def _write(room: Room, measure: str, scope: Scope, view: View, level: Level) -> bytes:
    import pypdfium2  # noqa: PLC0415  (only pictures need the reader of PDF)
    document = pypdfium2.PdfDocument(PDF.write(room, measure, scope, view, level))
    out = io.BytesIO()
    document[0].render(scale=SCALE).to_pil().save(out, format="PNG")
    document.close()
    return out.getvalue()


PNG = Export("png", "Picture (PNG)", "image/png", TAKERS, _write)
