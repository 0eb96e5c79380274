"""Which English texts the code says to people, found without running it.

A text reaches people through a *mouth*: the first argument of `words(…)`, both forms of `plural(…)`, the template
of a RoomError, the reason of a Rejected. A function whose parameter goes into a mouth is a mouth itself, and so is
the field of a class whose attribute does. A name is followed to the constants it was given.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
SPOKEN_IN = ("dashboard", "datasources", "layouts", "callbacks", "intake", "app.py")
SEEDS = {"words": {(0, "template")}, "self._words": {(0, "template")}, "plural": {(0, "one"), (1, "many")},
         "spoken": {(1, "template")}, "Rejected": {(1, "reason")}, "Refusal": {(0, "reason")},
         "Option": {(-1, "help"), (-1, "metavar")}, "Argument": {(-1, "help"), (-1, "metavar")}}
OTHER_WORDS = ("datasources", "intake")  # there `words` are a source's vocabulary
Slot = tuple[int, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """One file: its tree, and what each name in it was given."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path.relative_to(root)
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.name = ".".join(self.path.with_suffix("").parts)
        self.given: dict[str, list[tuple[ast.expr, int | None]]] = defaultdict(list)
        self.imported: dict[str, str] = {}
        self.calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        for node in ast.walk(self.tree):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._bind(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            self._bind(node.target, node.iter)
        elif isinstance(node, ast.ImportFrom) and node.module:
            self.imported |= {alias.asname or alias.name: node.module for alias in node.names}

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.given[target.id].append((value, None))
        elif isinstance(target, ast.Tuple):
            for place, part in enumerate(target.elts):
                if isinstance(part, ast.Name):
                    self.given[part.id].append((value, place))

LIBRARY_NAMES = frozenset({"register"})
"""Methods of libraries that share their name with a function of ours."""


class Code:
    """The whole code, and its mouths."""

    def __init__(self, root: Path = ROOT) -> None:
        homes = [root / name for name in SPOKEN_IN if (root / name).exists()]
        files = [f for home in homes for f in ([home] if home.is_file() else sorted(home.rglob("*.py")))]
        self.modules = [Module(f, root) for f in files]
        self.by_name = {module.name: module for module in self.modules}
        self.mouths: dict[str, set[Slot]] = defaultdict(set, {k: set(v) for k, v in SEEDS.items()})
        self._errors()
        self._spread()

    def said(self) -> Iterator[tuple[str, str]]:
        """Yield (text, where it stands); a text with `\\0` in it is a pattern, the rest of which is not constant."""
        for module in self.modules:
            for call in module.calls:
                for expression in self._arguments(call, module):
                    for text in self._texts(expression, module, frozenset()):
                        yield text, f"{module.path}:{call.lineno}"

    def _arguments(self, call: ast.Call, module: Module) -> list[ast.expr]:
        slots = self.mouths.get(called(call, module), set())
        placed = [call.args[at] for at, _ in slots if 0 <= at < len(call.args)]
        return placed + [k.value for k in call.keywords if any(k.arg == name for _, name in slots)]

    def _errors(self) -> None:
        """Every heir of RoomError is a mouth."""
        heirs = {"RoomError"}
        classes = [n for m in self.modules for n in ast.walk(m.tree) if isinstance(n, ast.ClassDef)]
        for _ in range(4):
            heirs |= {c.name for c in classes if any(isinstance(b, ast.Name) and b.id in heirs for b in c.bases)}
        for heir in heirs:
            self.mouths[heir].add((0, "template"))

    def _spread(self) -> None:
        """Make mouths of functions and fields that feed mouths, until nothing new is found."""
        before = -1
        while before != (before := sum(map(len, self.mouths.values()))):
            fields = self._spoken_fields()
            for module in self.modules:
                for node in ast.walk(module.tree):
                    if isinstance(node, Function):
                        self._spread_to(node, module)
                    elif isinstance(node, ast.ClassDef):
                        self._spread_to_fields(node, fields)

    def _spread_to(self, function: Function, module: Module) -> None:
        names = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
        bound = 1 if names and names[0] in ("self", "cls") else 0
        places = {name: place - bound for place, name in enumerate(names)} | {
            a.arg: -1 for a in function.args.kwonlyargs}
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            for fed in self._arguments(call, module):
                if isinstance(fed, ast.Name) and fed.id in places:
                    self.mouths[own(function.name, module)].add((places[fed.id], fed.id))

    def _spread_to_fields(self, owner: ast.ClassDef, spoken: frozenset[str]) -> None:
        fields = [n.target.id for n in owner.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
        self.mouths[owner.name] |= {(at, name) for at, name in enumerate(fields) if name in spoken}

    def _spoken_fields(self) -> frozenset[str]:
        """Return names of attributes that are said: `words(measure.title)`."""
        fed = [f for m in self.modules for c in m.calls for f in self._arguments(c, m)]
        return frozenset(f.attr for f in fed if isinstance(f, ast.Attribute))

    def _texts(self, node: ast.expr, module: Module, seen: frozenset[str]) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "\0" for p in node.values)
        elif isinstance(node, ast.IfExp):
            yield from self._texts(node.body, module, seen)
            yield from self._texts(node.orelse, module, seen)
        elif isinstance(node, ast.Subscript):
            yield from self._texts(node.value, module, seen)
        elif isinstance(node, ast.BoolOp | ast.Dict):
            for part in node.values:
                yield from self._texts(part, module, seen)
        elif isinstance(node, ast.Call):
            yield from self._called(node, module, seen)
        elif isinstance(node, ast.Name) and node.id not in seen:
            yield from self._named(node.id, module, seen | {node.id})

    def _called(self, node: ast.Call, module: Module, seen: frozenset[str]) -> Iterator[str]:
        """Yield what `TITLES.get(key, "…")` may be."""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            yield from self._texts(node.func.value, module, seen)
            for part in node.args[1:]:
                yield from self._texts(part, module, seen)

    def _named(self, name: str, module: Module, seen: frozenset[str]) -> Iterator[str]:
        for value, place, home in self._given(name, module):
            if place is None and not isinstance(value, ast.Tuple | ast.List):
                yield from self._texts(value, home, seen)
            else:
                for part in self._parts(value, place, home):
                    yield from self._texts(part, home, seen)

    def _given(self, name: str, module: Module) -> list[tuple[ast.expr, int | None, Module]]:
        """Return what the name was given here, or where it was imported from."""
        home = module if name in module.given else self.by_name.get(module.imported.get(name, ""))
        return [(value, place, home) for value, place in home.given.get(name, [])] if home else []

    def _parts(self, value: ast.expr, place: int | None, module: Module) -> Iterator[ast.expr]:
        """Yield what stands at a place of the tuples that are looped over."""
        if isinstance(value, ast.Name):
            for known, _, home in self._given(value.id, module):
                if not isinstance(known, ast.Name):
                    yield from self._parts(known, place, home)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "items":
            yield from self._pairs(value.func.value, place, module)
        elif isinstance(value, ast.Tuple | ast.List):
            for part in value.elts:
                yield part.elts[place] if isinstance(part, ast.Tuple) and place is not None else part

    def _pairs(self, value: ast.expr, place: int | None, module: Module) -> Iterator[ast.expr]:
        if isinstance(value, ast.Dict):
            yield from (value.values if place == 1 else [k for k in value.keys if k is not None])
        elif isinstance(value, ast.Name):
            for known, _, home in self._given(value.id, module):
                if isinstance(known, ast.Dict):
                    yield from self._pairs(known, place, home)


def called(call: ast.Call, module: Module) -> str:
    """Return the name of what is called."""
    name = call.func.id if isinstance(call.func, ast.Name) else str(getattr(call.func, "attr", ""))
    if name in LIBRARY_NAMES and isinstance(call.func, ast.Attribute):
        return ""
    if name.endswith("words") and module.path.parts[0] in OTHER_WORDS:
        return ""
    return "self._words" if name == "_words" else own(name, module)


def own(name: str, module: Module) -> str:
    """Return the name; a private one belongs to its module."""
    return f"{module.path}:{name}" if name.startswith("_") else name


def translated(text: str, catalogue: Mapping[str, str]) -> bool:
    """Return whether the catalogue has the text, or for a pattern some text that fits it."""
    if "\0" not in text:
        return bool(catalogue.get(text))
    fits = re.compile(".+".join(re.escape(part) for part in text.split("\0")))
    return any(fits.fullmatch(known) for known in catalogue)
