"""Sizes of docs/architecture.md §8: a file of at most 200 lines, a function of at most 30."""

from __future__ import annotations

import ast

from project.tree import BESIDE, code_files, functions_of, python_files, tree_of, where

LONGEST_FILE = 200
LONGEST_FUNCTION = 30
FILES = [*code_files(), *python_files(*BESIDE)]


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return its lines without the docstring and without the functions inside it, which count for themselves."""
    inside = {line for inner in ast.walk(node) if inner is not node
              and isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
              for line in range(inner.lineno, (inner.end_lineno or inner.lineno) + 1)}
    told = node.body[0] if ast.get_docstring(node) else None
    words = set(range(told.lineno, (told.end_lineno or told.lineno) + 1)) if told else set()
    return len(set(range(node.lineno, (node.end_lineno or node.lineno) + 1)) - inside - words)


def test_no_file_is_longer_than_200_lines() -> None:
    assert {where(file, lines) for file in FILES
            if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE} == set()


def test_no_function_is_longer_than_30_lines() -> None:
    assert {f"{where(file, node.lineno)} {node.name}: {length_of(node)}" for file in FILES
            for node in functions_of(file) if length_of(node) > LONGEST_FUNCTION} == set()


def test_the_composition_root_is_short() -> None:
    roots = [file for file in FILES if file.name == "app.py"]
    assert [len(file.read_text().splitlines()) <= 80 for file in roots] == [True]


def test_nobody_is_called_helper() -> None:
    wrong = {"utils", "helpers", "helper", "manager", "common", "misc"}
    assert [file for file in FILES if file.stem in wrong] == []


def test_no_except_is_bare() -> None:
    assert [where(file, node.lineno) for file in FILES for node in ast.walk(tree_of(file))
            if isinstance(node, ast.ExceptHandler) and node.type is None] == []
