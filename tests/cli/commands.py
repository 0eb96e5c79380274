"""The real command in a process of its own, as the administrator types it.

Its process is the fork of one that has imported the commands already: a second of work for each of hundreds of them is
saved. `test_commands.py` starts the command from nothing too.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TYPED = [sys.executable, "-m", "dashboard.cli"]
READ = ("dashboard.cli", "dashboard.cli.people", "dashboard.cli.asking", "dashboard.cli.terms", "dashboard.cli.doctor",
        "dashboard.cli.alerts", "dashboard.cli.backing", "dashboard.cli.auditing", "dashboard.cli.exporting", "duckdb")


def run(home, *arguments, **settings):
    """Run the command in a home; `settings` are further SITUATION_ROOM_ variables."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(list(READ))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        shared = [multiprocessing.reduction.DupFd(file.fileno()) for file in (out, err)]
        process = forking.Process(target=obey, args=(arguments, environment(home, settings), shared))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        said = [file.seek(0) or file.read().decode() for file in (out, err)]
    return subprocess.CompletedProcess([*TYPED, *arguments], code, *said)


def run_from_nothing(home, *arguments):
    """Run the command in a process that has imported nothing."""
    return subprocess.run([*TYPED, *arguments], env=environment(home, {}), cwd=ROOT, check=False, capture_output=True,
                          text=True)


def environment(home, settings):
    """Return the variables of a command's process."""
    more = {f"SITUATION_ROOM_{name.upper()}": value for name, value in settings.items()}
    return {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "400", **more}


def obey(arguments, variables, files):
    """Be the command: its arguments, its variables, its files for what it says."""
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(ROOT)
    for number, file in enumerate(files, start=1):
        os.dup2(file.detach(), number)
    sys.argv = ["situation-room", *arguments]
    from dashboard.cli import main  # noqa: PLC0415  (not by whoever only reads this file)
    main()


def told(home, *arguments):
    """Return the answer of a command that was asked for JSON."""
    done = run(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
