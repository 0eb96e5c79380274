"""The project's own files, as the tests of its shape read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("dashboard", "datasources", "intake", "layouts", "callbacks")
BESIDE = ("bench", "scripts")


def python_files(*folders: str) -> list[Path]:
    """Return every .py of the folders; a folder that is not there yet holds none."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def code_files() -> list[Path]:
    """Return what runs: the rooms and the composition root."""
    return [*ROOT.glob("app.py"), *python_files(*CODE)]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def module_of(file: Path) -> str:
    """Return the dotted name under which the file is imported."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(file: Path) -> Iterator[tuple[str, int]]:
    """Yield every imported module with its line; `from a import b` yields `a.b` where b is a file of ours."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                place = ROOT / inner.replace(".", "/")
                yield (inner if place.is_dir() or place.with_suffix(".py").exists() else node.module), node.lineno


def functions_of(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def where(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"
