"""Compares a lock with advisories that lie on this machine: `advisories.py LOCK DATA [DATA …]`; asks no network.

DATA is a file, a folder or a .zip of OSV records: JSON (osv.dev's PyPI/all.zip) or YAML (PyPA's advisory-database).
Exit code: 0 nothing known, 1 a pin is affected, 2 the data cannot be used (none, or not one record about PyPI in it).
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from packaging.version import InvalidVersion, Version

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s\\;]+)", re.MULTILINE)
ENDINGS = (".json", ".yaml", ".yml")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Advisory = Mapping[str, Any]


class Finding(NamedTuple):
    """A pin that an advisory names."""

    name: str
    version: str
    advisory: str
    aliases: tuple[str, ...]
    fixed: tuple[str, ...]
    summary: str


def pins(lock: str) -> dict[str, str]:
    """Return canonical name → version of every pin."""
    return {canonical(name): version for name, version in PIN.findall(lock)}


def canonical(name: str) -> str:
    """Return a package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def advisories(place: Path) -> Iterator[Advisory]:
    """Yield the OSV records of a file, a folder or an archive; what is no such record is left out."""
    for name, content in contents(place):
        try:
            told = json.loads(content) if name.endswith(".json") else yaml.load(content, Loader=LOADER)
        except (ValueError, yaml.YAMLError):
            continue
        for record in told if isinstance(told, list) else [told]:
            if isinstance(record, dict) and "id" in record and "affected" in record:
                yield record


def contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of every file that may hold records."""
    if place.is_dir():
        for path in sorted(path for path in place.rglob("*") if path.suffix in ENDINGS):
            yield path.name, path.read_bytes()
    elif place.suffix == ".zip":
        with zipfile.ZipFile(place) as packed:
            yield from ((name, packed.read(name)) for name in sorted(packed.namelist()) if name.endswith(ENDINGS))
    else:
        yield place.name, place.read_bytes()


def findings(pinned: Mapping[str, str], known: Iterable[Advisory]) -> tuple[int, list[Finding]]:
    """Return how many records are about PyPI, and the pins that one of them names; withdrawn ones name nothing."""
    read, found = 0, set()
    for advisory in known:
        about = [one for one in advisory["affected"] if one.get("package", {}).get("ecosystem") == "PyPI"]
        read += bool(about)
        for one in about if not advisory.get("withdrawn") else ():
            name = canonical(one["package"]["name"])
            if name in pinned and affects(one, pinned[name]):
                found.add(Finding(name, pinned[name], advisory["id"], tuple(sorted(advisory.get("aliases") or ())),
                                  fixed(one), str(advisory.get("summary") or "").strip()))
    return read, sorted(found)


def affects(affected: Mapping[str, Any], version: str) -> bool:
    """Return whether a version is named, or lies in one of the ranges; what cannot be compared counts as affected."""
    if version in (affected.get("versions") or ()):
        return True
    ranges = [one for one in affected.get("ranges") or () if one.get("type") == "ECOSYSTEM"]
    try:
        return any(within(one.get("events") or (), Version(version)) for one in ranges)
    except InvalidVersion:
        return True


def within(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Return whether a version lies between an `introduced` and the `fixed` or `last_affected` after it."""
    inside = False
    for kind, at in sorted(((kind, at) for event in events for kind, at in event.items() if kind != "limit"),
                           key=lambda pair: (Version(pair[1]), pair[0] == "introduced")):
        if kind == "introduced" and version >= Version(at):
            inside = True
        elif (kind == "fixed" and version >= Version(at)) or (kind == "last_affected" and version > Version(at)):
            inside = False
    return inside


def fixed(affected: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the versions that mend it."""
    return tuple(event["fixed"] for one in affected.get("ranges") or () if one.get("type") == "ECOSYSTEM"
                 for event in one.get("events") or () if "fixed" in event)


def main(lock: Path, places: list[Path]) -> int:
    """Tell what is known of the lock and return the exit code."""
    missing = [place for place in places if not place.exists()]
    if missing or not places:
        print(f"No advisories at {', '.join(map(str, missing)) or 'DATA'}; bring osv.dev's PyPI/all.zip or PyPA's "
              "advisory-database here on a carrier")
        return 2
    pinned = pins(lock.read_text())
    read, found = findings(pinned, (record for place in places for record in advisories(place)))
    for one in found:
        others = f" ({', '.join(one.aliases)})" if one.aliases else ""
        mended = f"; mended in {', '.join(one.fixed)}" if one.fixed else "; not mended yet"
        print(f"{one.name} {one.version}: {one.advisory}{others} {one.summary}{mended}")
    print(f"pins {len(pinned)}, advisories about PyPI {read}, affected {len({one.name for one in found})}")
    return 2 if not read else 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
