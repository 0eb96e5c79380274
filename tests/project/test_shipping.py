"""What is shipped beside the code: assets without outside addresses, locks with hashes, targets that exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from project.tree import ROOT

TARGET = re.compile(r"^([a-z0-9-]+):(.*)$", re.MULTILINE)
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-engines.lock")
MEGABYTE = 1 << 20


def targets() -> dict[str, str]:
    """Return every target of the Makefile with the rest of its line."""
    return dict(TARGET.findall((ROOT / "Makefile").read_text()))


def assets() -> list[Path]:
    return sorted(file for file in (ROOT / "assets").rglob("*") if file.is_file())


def test_no_asset_names_an_outside_address() -> None:
    # Comments of licences and the namespace of SVG are names, not requests.
    address = re.compile(r"""(?:url\(|\bfetch\(|\bsrc\s*=|WebSocket\()\s*["']?(?:https?:|wss?:)?//""")
    assert [file.name for file in assets() if file.suffix in {".css", ".js"}
            and (address.search(file.read_text()) or "@import" in file.read_text())] == []


def test_every_font_of_the_css_is_there() -> None:
    faces = re.findall(r"url\(([^)]+woff2)\)", (ROOT / "assets" / "01-fonts.css").read_text())
    assert faces and all((ROOT / "assets" / face).exists() for face in faces)


def test_no_asset_is_larger_than_a_megabyte() -> None:
    assert [file.name for file in assets() if file.stat().st_size > MEGABYTE] == []


def test_every_target_says_what_it_does() -> None:
    assert [name for name, rest in targets().items() if "## " not in rest] == []


def test_the_readme_and_the_contributors_page_name_only_real_targets() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    named = set(re.findall(r"`make ([a-z0-9-]+)", text))
    assert named and named <= targets().keys()


def test_the_readme_leads_to_files_that_exist() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / page).read_text())
        assert links and [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[^]]+\])?==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 0
    assert "://" not in text and "--index" not in text


def test_the_test_lock_agrees_with_the_run_lock() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(), re.MULTILINE))
    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_every_named_dependency_is_locked() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text().lower().replace("_", "-")
    wanted = {re.split(r"[\[<>=~! ]", one)[0].lower().replace("_", "-") for one in named}
    assert {name for name in wanted if not re.search(rf"^{re.escape(name)}(\[|==)", locked, re.MULTILINE)} == set()


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_a_script_is_readable_by_the_plain_shell(script: Path) -> None:
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0


def test_the_list_of_what_is_inside_names_every_pin(tmp_path: Path) -> None:
    out = tmp_path / "dist" / "sbom.json"
    subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py", ROOT / "requirements.lock", out], check=True)
    listed, lock = json.loads(out.read_text()), (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)", lock, re.MULTILINE)
    assert {(c["name"], c["version"]) for c in listed["components"]} == {
        (name.lower().replace("_", "-"), version) for name, version in pins}
    assert all(c["externalReferences"][0]["hashes"] for c in listed["components"])
