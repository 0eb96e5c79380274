"""The list of what is inside is valid and tells licences; advisories that lie here are compared with the lock."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from project.tree import ROOT

LOCK = "aiohttp==3.9.1 \\\n    --hash=sha256:{0}\nJinja2[x]==3.1.2 \\\n    --hash=sha256:{0}\n".format("0" * 64)
HASH = {"type": "object", "required": ["alg", "content"], "additionalProperties": False, "properties": {
    "alg": {"const": "SHA-256"}, "content": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}
NAMED_LICENCE = {"type": "object", "oneOf": [{"required": ["id"]}, {"required": ["name"]}],
                 "additionalProperties": False, "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
LICENCE = {"oneOf": [
    {"type": "array", "items": {"type": "object", "required": ["license"], "additionalProperties": False,
     "properties": {"license": NAMED_LICENCE}}},
    {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "object", "required": ["expression"],
     "additionalProperties": False, "properties": {"expression": {"type": "string"}}}}]}
COMPONENT = {"type": "object", "required": ["type", "name"], "additionalProperties": False, "properties": {
    "type": {"enum": ["application", "library"]}, "bom-ref": {"type": "string", "minLength": 1}, "licenses": LICENCE,
    "name": {"type": "string"}, "version": {"type": "string", "maxLength": 1024},
    "purl": {"type": "string", "pattern": "^pkg:pypi/[a-z0-9.-]+@[^@]+$"},
    "externalReferences": {"type": "array", "items": {
        "type": "object", "required": ["url", "type"], "additionalProperties": False, "properties": {
            "url": {"type": "string"}, "type": {"const": "distribution"},
            "hashes": {"type": "array", "items": HASH}}}}}}
BOM = {"type": "object", "required": ["bomFormat", "specVersion"], "additionalProperties": False, "properties": {
    "$schema": {"const": "http://cyclonedx.org/schema/bom-1.6.schema.json"}, "bomFormat": {"const": "CycloneDX"},
    "specVersion": {"const": "1.6"}, "version": {"type": "integer", "minimum": 1},
    "serialNumber": {"type": "string",
                     "pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    "metadata": {"type": "object", "additionalProperties": False, "properties": {"component": COMPONENT}},
    "components": {"type": "array", "uniqueItems": True, "items": COMPONENT}}}
"""The part of CycloneDX 1.6 that the list uses, as strict as the standard is there."""


def listed(out: Path, *packages: str) -> dict[str, Any]:
    script, lock = ROOT / "scripts" / "sbom.py", ROOT / "requirements.lock"
    subprocess.run([sys.executable, script, lock, out, *packages], check=True)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def test_the_list_of_what_is_inside_is_valid_and_tells_most_licences(tmp_path: Path) -> None:
    found = listed(tmp_path / "sbom.json")
    jsonschema.validate(found, BOM)
    refs = [one["bom-ref"] for one in found["components"]]
    assert len(set(refs)) == len(refs)
    licensed = {one["name"]: one["licenses"] for one in found["components"] if "licenses" in one}
    assert len(licensed) > 0.9 * len(refs)
    assert licensed["fastapi"] == [{"expression": "MIT"}]


def test_without_installed_packages_the_list_is_valid_all_the_same(tmp_path: Path) -> None:
    found = listed(tmp_path / "sbom.json", str(tmp_path))
    jsonschema.validate(found, BOM)
    assert [one for one in found["components"] if "licenses" in one] == []


def osv(number: str, package: str, *, more: dict[str, Any] | None = None, **affected: Any) -> dict[str, Any]:
    about = {"package": {"ecosystem": "PyPI", "name": package}, **affected}
    told = {"id": number, "summary": f"about {package}", "aliases": [f"CVE-{number}"], "affected": [about]}
    return {**told, **(more or {})}


def between(*events: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


HIT = osv("P-1", "AioHTTP", ranges=between({"introduced": "0"}, {"fixed": "3.9.2"}))
NAMED = osv("P-2", "jinja2", versions=["3.1.1", "3.1.2"])
MISSES = [
    osv("P-3", "aiohttp", ranges=between({"introduced": "0"}, {"fixed": "3.9.1"})),
    osv("P-4", "aiohttp", ranges=between({"introduced": "3.9.2"})),
    osv("P-5", "aiohttp", ranges=between({"introduced": "0"}, {"last_affected": "3.9.0"})),
    osv("P-6", "jinja2", versions=["3.1.2"], more={"withdrawn": "2024-01-01T00:00:00Z"}),
    osv("P-7", "aiohttp", ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}]),
    osv("P-8", "other", ranges=between({"introduced": "0"})),
]


def told(lock: Path, *places: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "scripts" / "advisories.py", lock, *places], check=False, text=True,
                          capture_output=True)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "x.lock").write_text(LOCK)
    return tmp_path / "x.lock"


@pytest.mark.parametrize("form", ["folder", "zip", "file"])
def test_a_pin_that_an_advisory_names_is_told_with_its_cure(tmp_path: Path, lock: Path, form: str) -> None:
    data = tmp_path / "data"
    (data / "vulns" / "jinja2").mkdir(parents=True)
    (data / "P-1.json").write_text(json.dumps(HIT))
    (data / "vulns" / "jinja2" / "P-2.yaml").write_text(yaml.safe_dump(NAMED))
    (data / "readme.json").write_text("no json")
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
            for path in (path for path in data.rglob("*") if path.is_file()):
                packed.write(path, path.relative_to(data))
        data = tmp_path / "all.zip"
    elif form == "file":
        data = tmp_path / "all.json"
        data.write_text(json.dumps([HIT, NAMED, *MISSES]))
    done = told(lock, data)
    assert done.returncode == 1
    assert "aiohttp 3.9.1: P-1 (CVE-P-1) about AioHTTP; mended in 3.9.2" in done.stdout
    assert "jinja2 3.1.2: P-2 (CVE-P-2) about jinja2; not mended yet" in done.stdout
    assert done.stdout.count(": P-") == 2


def test_advisories_about_other_versions_and_withdrawn_ones_find_nothing(tmp_path: Path, lock: Path) -> None:
    (tmp_path / "all.json").write_text(json.dumps(MISSES))
    done = told(lock, tmp_path / "all.json")
    assert (done.returncode, done.stdout) == (0, "pins 2, advisories about PyPI 6, affected 0\n")


def test_data_that_is_missing_or_empty_is_no_good_news(tmp_path: Path, lock: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [told(lock, *places).returncode for places in ((), (tmp_path / "none",), (tmp_path / "empty",))] == [2, 2, 2]


def test_a_range_that_opens_again_is_understood(tmp_path: Path, lock: Path) -> None:
    again = osv("P-9", "aiohttp", ranges=between({"introduced": "3.9.1"}, {"fixed": "3.8.0"}, {"introduced": "0"}))
    (tmp_path / "all.json").write_text(json.dumps(again))
    assert "P-9" in told(lock, tmp_path / "all.json").stdout
