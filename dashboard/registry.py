"""Discovery: adding a part is adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TypeVar

Part = TypeVar("Part")


def discover(package: str, kind: type[Part]) -> dict[str, Part]:
    """Return every module-level instance of `kind` in `package`, by its `key`, in alphabetical order.

    Raises:
        ValueError: two parts claim one key.
    """
    home = importlib.import_module(package)
    found: dict[str, Part] = {}
    for info in sorted(pkgutil.iter_modules(home.__path__), key=lambda m: m.name):
        for part in vars(importlib.import_module(f"{package}.{info.name}")).values():
            if isinstance(part, kind):
                key = str(part.key)  # type: ignore[attr-defined]
                if found.get(key, part) is not part:
                    raise ValueError(f"two parts of {package} are called {key}")
                found[key] = part
    return dict(sorted(found.items()))
