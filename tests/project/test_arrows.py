"""Who may import whom: the table of docs/architecture.md §2, and nothing else."""

from __future__ import annotations

import ast
import sys
import tomllib

import pytest
from project.tree import ROOT, code_files, imports_of, module_of, tree_of, where

# The ground under every room but the domain: errors, discovery, words, the facts of the town.
GROUND = {"errors", "registry", "words", "town"}
# Left may import right. A room may always import itself.
ARROWS: dict[str, set[str]] = {
    "domain": {"errors"},
    "metrics": {"domain"},
    # What is looked at by itself: findings for alerts, from one picture of the town.
    "watches": {"domain", "board"},
    "store": {"domain"},
    "cache": {"domain", "metrics"},
    "acts": {"domain", "store"},
    "datasources": {"domain"},
    "collect": {"domain", "store", "cache"},
    "schedule": {"domain", "store", "cache"},
    # The house keeps the parts of one instance together: settings, policy, store, mirror.
    "policy": {"domain", "store"},
    "house": {"domain", "metrics", "store", "cache", "policy", "settings", "backup"},
    # Copies of a whole room: its truth, its home's files, its keys.
    "backup": {"domain", "store", "settings"},
    # Intake is where a source meets the truth: files, the watch folder, services, the demonstration; and where what it
    # brought ends, by the policy of keeping.
    # How alerts leave the room: what is told to whom, and the servers that take it.
    "post": {"domain", "store", "house", "policy", "settings"},
    "intake": {"domain", "store", "policy", "house", "collect", "schedule", "datasources", "board", "backup",
               "watches", "post"},
    "room": {"domain", "metrics", "acts", "store", "cache", "house", "policy", "backup"},
    "exports": {"room", "domain", "metrics"},
    # The doors recognise people and screens; what a viewer may see is the room's matter.
    "doors": {"domain", "store", "house", "policy"},
    "web": {"room", "domain", "metrics", "board", "doors"},
    "layouts": {"domain", "metrics", "board"},
    "callbacks": {"layouts", "room", "domain", "metrics", "board"},
    "words": {"errors"},
    "town": {"errors"},
    "settings": {"errors"},
    "errors": set(),
    "registry": set(),
    "clock": set(),
}
EVERYTHING = {"app", "cli"}
# Longest prefix wins. `board` is the value types of the cache that a screen may read.
ROOMS = {"dashboard.cache.board": "board", "datasources": "datasources", "intake": "intake", "layouts": "layouts",
         "callbacks": "callbacks", "app": "app", "dashboard.edicts": "policy", "dashboard.rulebook": "policy",
         "dashboard.holidays_ru": "policy", "dashboard.vocabularies": "policy", "dashboard.office": "room",
         "dashboard.reckoning": "room", "dashboard.keepership": "room", "dashboard.logbook": "room",
         "dashboard.duty": "room", "dashboard.mailroom": "room", "dashboard.alarms": "house",
         "dashboard.rosterbook": "policy", "dashboard.alertbook": "policy", "dashboard.lawbook": "room",
         "dashboard.soundness": "policy", "dashboard.discretion": "policy", "dashboard.foresight": "policy"}
MATHEMATICS = {"numpy", "scipy", "sklearn", "shapely"}
OUTSIDE_THE_DOMAIN = {"os", "time", "logging", "pathlib", "socket", "subprocess", "sqlite3", "io", "shutil"}
STATEMENTS = {"select", "insert", "update", "delete", "text", "func", "Table", "union_all", "case"}
FILES = [pytest.param(file, id=module_of(file)) for file in code_files()]


def room_of(module: str) -> str | None:
    """Return the room of one of our modules, None for a library."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if room := ROOMS.get(".".join(parts[:length])):
            return room
    return parts[1] if parts[0] == "dashboard" and len(parts) > 1 else None


def allowed(importer: str, imported: str) -> bool:
    if importer in EVERYTHING:
        return imported != "app" or importer == "cli"
    home = "cache" if importer == "board" else importer
    ground = set() if home in {"domain", "datasources"} else GROUND
    open_rooms = ARROWS[home] | {home, "errors"} | ground
    return imported in open_rooms or (imported == "board" and "cache" in open_rooms)


@pytest.mark.parametrize("file", FILES)
def test_a_room_imports_only_what_its_arrows_allow(file) -> None:  # type: ignore[no-untyped-def]
    importer = room_of(module_of(file))
    wrong = [f"{where(file, line)}: {importer} → {imported}" for imported, line in imports_of(file)
             if importer and (room := room_of(imported)) and not allowed(importer, room)]
    assert wrong == []


def test_every_part_of_the_code_belongs_to_a_room() -> None:
    homeless = [module_of(file) for file in code_files()
                if (room := room_of(module_of(file))) and room not in ARROWS.keys() | EVERYTHING | {"board"}]
    assert homeless == []


def test_the_domain_is_pure() -> None:
    wrong = [where(file, line) for file in code_files() if room_of(module_of(file)) == "domain"
             for imported, line in imports_of(file)
             if (top := imported.split(".")[0]) in OUTSIDE_THE_DOMAIN
             or (top not in sys.stdlib_module_names and top not in MATHEMATICS and top != "dashboard")]
    assert wrong == []


def test_the_numbers_know_no_screen() -> None:
    wrong = [where(file, line) for file in code_files() if module_of(file).startswith("dashboard")
             for imported, line in imports_of(file)
             if imported.split(".")[0] in {"dash", "plotly", "dash_ag_grid", "dash_bootstrap_components"}]
    assert wrong == []


def test_sql_is_spoken_only_in_store_cache_and_metrics() -> None:
    # A Connection may pass through other hands; a statement is made in three rooms only.
    wrong = [where(file, node.lineno) for file in code_files()
             if room_of(module_of(file)) not in {"store", "cache", "metrics"}
             for node in ast.walk(tree_of(file)) if isinstance(node, ast.ImportFrom)
             if (node.module or "").split(".")[0] in {"sqlalchemy", "sqlite3", "duckdb", "psycopg"}
             and {alias.name for alias in node.names} & STATEMENTS]
    assert wrong == []


def test_every_imported_library_is_locked_by_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = " ".join(project["dependencies"]).lower().replace("-", "_")
    other_names = {"sklearn": "scikit_learn", "yaml": "pyyaml", "dateutil": "python_dateutil"}
    ours = {"dashboard", "datasources", "intake", "layouts", "callbacks", "app"}
    foreign = {imported.split(".")[0] for file in code_files() for imported, _ in imports_of(file)}
    unnamed = {name for name in foreign - ours - sys.stdlib_module_names if other_names.get(name, name) not in named}
    assert unnamed == set()


def test_the_arrows_are_seen_in_the_code_at_all() -> None:
    # Guards the tests above: a broken reader of imports would find nothing and be content.
    assert any(imported.startswith("dashboard.domain") for file in code_files() for imported, _ in imports_of(file))
    assert tree_of(code_files()[-1]).body
