"""The rejected rows of an import as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.domain.formulas import harmless
from dashboard.words import Words
from layouts.desk.sources import said_reason

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def as_csv(rows: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Return row number, reason and cells of every rejected row; formulas are made plain text."""
    names = list(dict.fromkeys(name for row in rows for name in row["cells"]))
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow([words("Row"), words("Why"), *map(harmless, names)])
    lines.writerows([row["row"], said_reason(row, words), *(harmless(row["cells"].get(name) or "") for name in names)]
                    for row in rows)
    return BOM + written.getvalue()
