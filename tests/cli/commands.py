"""The real command in a process of its own, as the administrator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(home, *arguments, **settings):
    """Run the command in a home; `settings` are further SITUATION_ROOM_ variables."""
    more = {f"SITUATION_ROOM_{name.upper()}": value for name, value in settings.items()}
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "400", **more}
    return subprocess.run([sys.executable, "-m", "dashboard.cli", *arguments], env=env, cwd=ROOT, check=False,
                          capture_output=True, text=True)


def told(home, *arguments):
    """Return the answer of a command that was asked for JSON."""
    done = run(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
