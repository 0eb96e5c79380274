"""Writes a CycloneDX 1.6 list of what a lock installs: `sbom.py LOCK OUT [PACKAGES]`. Standard library alone.

Licences come from the installed packages in PACKAGES, by default those of the .venv beside; without it there are none.
The same lock and packages give the same bytes: the serial number is made from the lock, and no time is written.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path
from uuid import UUID

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s\\;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
BESIDE = Path(__file__).resolve().parent.parent / ".venv"
LONGEST = 80
"""Signs of a licence's name; what is longer is its text."""
Licences = list[dict[str, object]]


def components(lock: str, licences: Mapping[tuple[str, str], Licences]) -> list[dict[str, object]]:
    """Return one component per pin, with the hashes of every file that may be installed for it, and its licences."""
    found: list[dict[str, object]] = []
    for block in re.split(r"\n(?=\S)", lock):
        if pin := PIN.match(block):
            name, version = pin[1].lower().replace("_", "-"), pin[2]
            url = f"pkg:pypi/{name}@{version}"
            files = [{"type": "distribution", "url": url, "hashes": [{"alg": "SHA-256", "content": one}]}
                     for one in HASH.findall(block)]
            found.append({"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url,
                          **({"licenses": known} if (known := licences.get((name, version))) else {}),
                          "externalReferences": files})
    return found


def installed(packages: list[str]) -> dict[tuple[str, str], Licences]:
    """Return (name, version) → licences of every package that is installed in the folders."""
    return {(one.metadata["Name"].lower().replace("_", "-"), one.version): licences_of(one.metadata)
            for one in distributions(path=packages)}


def licences_of(metadata: PackageMetadata) -> Licences:
    """Return what a package says of its licence: an SPDX expression, else a name; nothing it did not say."""
    if expression := metadata.get("License-Expression"):
        return [{"expression": expression}]
    classes = [said.rpartition(" :: ")[2] for said in metadata.get_all("Classifier") or ()
               if said.startswith("License :: ") and said.count(" :: ") > 1]
    text = (metadata.get("License") or "").strip()
    names = classes or ([text] if text and len(text) <= LONGEST and "\n" not in text else [])
    return [{"license": {"name": name}} for name in names]


def document(lock: str, packages: list[str]) -> dict[str, object]:
    """Return the whole list as CycloneDX wants it."""
    serial = UUID(bytes=sha256(lock.encode()).digest()[:16], version=4)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "situation-room", "name": "situation-room",
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components(lock, installed(packages)),
    }


def main(lock: Path, out: Path, *packages: str) -> None:
    """Read the lock and write the list."""
    out.parent.mkdir(parents=True, exist_ok=True)
    found = list(packages) or sorted(map(str, BESIDE.glob("lib/python3*/site-packages")))
    out.write_text(json.dumps(document(lock.read_text(), found), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
