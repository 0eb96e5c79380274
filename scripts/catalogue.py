"""Writes docs/catalogue.md from the registries; `--check` tells whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.domain.acts import Act  # noqa: E402
from dashboard.domain.dimension import Dimension  # noqa: E402
from dashboard.domain.exports import Export  # noqa: E402
from dashboard.domain.fields import FIELDS  # noqa: E402
from dashboard.domain.measures import MEASURES  # noqa: E402
from dashboard.metrics.metric import Metric  # noqa: E402
from dashboard.registry import discover  # noqa: E402
from datasources.shelf import shipped_profiles  # noqa: E402

TARGET = ROOT / "docs" / "catalogue.md"
Row = tuple[str, ...]


def catalogue() -> str:
    """Return the page: every measure, metric, dimension, field, profile, export and act with its definition."""
    dimensions = discover("dashboard.domain.dimensions", Dimension)
    metrics = discover("dashboard.metrics", Metric)
    acts = discover("dashboard.acts", Act)
    parts = [
        "# Catalogue", "", "Generated from the registries by `make docs`; a test compares it.", "",
        *table("Measures", ("key", "title", "definition", "period looks at"),
               ((m.key, m.title, m.explain, m.period or "the state") for m in MEASURES.values())),
        *table("Metrics", ("key", "title", "definition", "formula", "unit"),
               ((m.key, m.title, m.explain, m.formula, m.unit) for m in metrics.values())),
        *table("Dimensions", ("key", "title", "column", "parent"),
               ((d.key, d.title, d.column, d.parent or "—") for d in dimensions.values())),
        *table("Fields", ("key", "kind", "privacy"), ((f.key, f.kind.value, f.privacy.value) for f in FIELDS)),
        *table("Profiles", ("key", "title", "source", "semantics", "cadence"),
               ((p.key, p.title, p.source, p.semantics, p.cadence) for p in shipped_profiles().values())),
        *table("Exports", ("key", "title", "roles"),
               ((e.key, e.title, roles(e.access)) for e in discover("dashboard.exports", Export).values())),
        *table("Acts", ("key", "title", "roles", "needs"),
               ((a.key, a.title, roles(a.access), ", ".join(a.needs)) for a in acts.values())),
    ]
    return "\n".join(parts).rstrip() + "\n"


def table(title: str, heads: Row, rows: Iterable[Row]) -> list[str]:
    """Return a section with a table in Markdown."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return [f"## {title}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines, ""]


def roles(access: Iterable[str]) -> str:
    """Return the names of roles in alphabetical order."""
    return ", ".join(sorted(access))


def main() -> int:
    """Write the page, or compare it."""
    if "--check" in sys.argv:
        return 0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == catalogue() else 1
    TARGET.write_text(catalogue(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
