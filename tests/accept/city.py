"""Where the data of ../shared lie, and the real command; without the data these tests fail, as they should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data"


def run(home: Path, *arguments: str) -> str:
    """Return what the command says; it must succeed."""
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "dashboard.cli", *arguments], env=env, cwd=ROOT, check=False,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(home: Path, *arguments: str) -> Any:
    return json.loads(run(home, *arguments, "--json"))
