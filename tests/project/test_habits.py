"""Habits that a reader would otherwise have to watch for: words, clock, things made at import."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from project.tree import BESIDE, ROOT, code_files, functions_of, python_files, tree_of, where

CYRILLIC = re.compile("[\u0400-\u04ff]")
# The demonstration speaks Russian because its people do; the look-alike letters are the matter of spelling itself.
RUSSIAN_SPEAKERS = {ROOT / "datasources" / "demo", ROOT / "datasources" / "spelling.py"}
MADE_ONCE = {"create_engine", "FastAPI", "Dash", "BackgroundScheduler", "AsyncIOScheduler", "DataFrame", "connect",
             "read_csv", "read_sql", "sessionmaker", "Client", "AsyncClient"}
NOW = {"now", "utcnow", "today"}


def docstrings_of(tree: ast.Module) -> set[int]:
    """Return the identities of the constants that are docstrings."""
    owners = (n for n in ast.walk(tree)
              if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef))
    return {id(owner.body[0].value) for owner in owners
            if owner.body and isinstance(owner.body[0], ast.Expr)}


def speaks_russian(file: Path) -> bool:
    return bool(RUSSIAN_SPEAKERS & {file, *file.parents})


def test_words_for_people_live_in_the_catalogues() -> None:
    found = []
    for file in (f for f in [*code_files(), *python_files(*BESIDE)] if not speaks_russian(f)):
        tree = tree_of(file)
        told = docstrings_of(tree)
        found += [f"{where(file, node.lineno)}: {node.value}" for node in ast.walk(tree)
                  if isinstance(node, ast.Constant) and isinstance(node.value, str)
                  and id(node) not in told and CYRILLIC.search(node.value)]
    assert found == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = [where(file, node.lineno) for file in code_files() if file.name != "clock.py"
             for node in ast.walk(tree_of(file))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NOW
             and isinstance(node.func.value, ast.Name | ast.Attribute)
             and (node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr)
             in {"datetime", "date", "dt"}]
    assert found == []


def test_nothing_that_lives_is_made_at_import() -> None:
    found = []
    for file in code_files():
        for statement in tree_of(file).body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    found += [where(file, node.lineno)] if name in MADE_ONCE else []
    assert found == []


def test_no_module_is_rebound_by_a_function() -> None:
    assert [where(file, node.lineno) for file in code_files() for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Global)] == []


def test_nothing_is_left_to_do() -> None:
    word = re.compile(r"#\s*(TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert [where(file, number) for file in [*code_files(), *python_files(*BESIDE)]
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if word.search(line)] == []


def test_every_test_can_fail() -> None:
    def proves(node: ast.AST) -> bool:
        called = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
        return isinstance(node, ast.Assert | ast.Raise) or (
            isinstance(node, ast.Call) and (called in {"raises", "fail", "warns"} or called.startswith(
                ("assert_", "check_", "expect", "wait_for", "same_"))))

    toothless = [f"{where(file, test.lineno)} {test.name}" for file in python_files("tests")
                 for test in functions_of(file)
                 if test.name.startswith("test_") and not any(map(proves, ast.walk(test)))]
    assert toothless == []


def test_no_test_sleeps_or_is_passed_over() -> None:
    # A soak is made of time: outages last, memory grows.
    forbidden = {"skip", "skipif", "xfail", "importorskip"}
    quick = [file for file in python_files("tests") if ROOT / "tests" / "soak" not in file.parents]
    found = [where(file, node.lineno) for file in quick for node in ast.walk(tree_of(file))
             if isinstance(node, ast.Attribute) and (
                 (node.attr in forbidden and "pytest" in ast.unparse(node.value))
                 or (node.attr == "sleep" and ast.unparse(node.value) in {"time", "asyncio"}))]
    assert found == []
