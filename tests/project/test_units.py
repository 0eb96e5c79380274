"""What systemd reads: verified by its own tool where that is installed, and by its text everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from project.tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
COMMAND = "/opt/situation-room/.venv/bin/situation-room"


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(COMMAND, "/bin/true"))
    told = "" if tool is None else subprocess.run(
        [tool, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)], check=False, capture_output=True,
        text=True).stderr
    assert len(UNITS) == 3
    assert [line for line in told.splitlines() if str(tmp_path) in line or "situation" in line] == []


def test_the_service_is_watched_restarted_and_hardened() -> None:
    said = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "situation-room.service").read_text(), re.MULTILINE))
    wanted = {"Type": "notify", "Restart": "always", "WatchdogSec": "120", "NoNewPrivileges": "yes",
              "ProtectSystem": "strict", "ReadWritePaths": "/var/lib/situation-room", "User": "situation-room",
              "CapabilityBoundingSet": "", "UMask": "0077"}
    assert wanted.items() <= said.items()


def test_a_unit_calls_commands_that_exist() -> None:
    called = [line for unit in UNITS for line in re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)]
    assert [line.split()[1] for line in called] == ["backup", "serve"]
    assert all(line.startswith(f"{COMMAND} ") for line in called)
