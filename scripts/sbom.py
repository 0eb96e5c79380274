"""Writes a CycloneDX 1.6 list of what a lock installs: `sbom.py LOCK OUT`. Standard library alone.

The same lock gives the same bytes: the serial number is made from its content, and no time is written.
"""

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from uuid import UUID

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s\\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, object]]:
    """Return one component per pin, with the hashes of every file that may be installed for it."""
    found: list[dict[str, object]] = []
    for block in re.split(r"\n(?=\S)", lock):
        if pin := PIN.match(block):
            name, version = pin[1].lower().replace("_", "-"), pin[2]
            url = f"pkg:pypi/{name}@{version}"
            files = [{"type": "distribution", "url": url, "hashes": [{"alg": "SHA-256", "content": one}]}
                     for one in HASH.findall(block)]
            found.append({"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url,
                          "externalReferences": files})
    return found


def document(lock: str) -> dict[str, object]:
    """Return the whole list as CycloneDX wants it."""
    serial = UUID(bytes=sha256(lock.encode()).digest()[:16], version=4)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "situation-room", "name": "situation-room",
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components(lock),
    }


def main(lock: Path, out: Path) -> None:
    """Read the lock and write the list."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(document(lock.read_text()), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
