"""The `situation-room` command; its exit codes are listed in `helping.EXIT_CODES` and in docs/commands.md."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
import typer
from typer.exceptions import TyperException

from dashboard import clock
from dashboard.cli.context import Desk
from dashboard.cli.faults import fault
from dashboard.cli.given import settings
from dashboard.cli.helping import Group, mistake
from dashboard.errors import UsageError
from dashboard.words import Words

COMMANDS = {
    "serve": "serving", "demo": "serving", "import": "importing", "watch": "importing", "count": "asking",
    "list": "asking", "metrics": "asking", "clusters": "asking", "deadline": "terms", "explain": "terms",
    "backtest": "backtesting", "export": "exporting", "profile": "profiles", "login-link": "people", "user": "people",
    "wall-link": "people", "roster": "people", "backup": "backing", "restore": "backing", "audit": "auditing",
    "retention": "retention", "alerts": "alerts", "policy": "policies", "recompute": "recomputing", "doctor": "doctor",
}
"""Command → the file of this folder that registers it: only that one is read, so that a command answers sooner."""
PROGRAM = "situation-room"
QUIET_GC = (200_000, 50, 100)
"""An import makes millions of small values that refer to nothing: looking for cycles among them costs a quarter."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*QUIET_GC)
    _log_to_stderr()
    sys.exit(answer(sys.argv[1:]))


def answer(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code; what goes wrong is one sentence, never a traceback."""
    words, home = Words.load("ru", ZoneInfo("UTC")), Path("home")
    try:
        desk = Desk(settings(), clock.now)
        words, home = desk.words, desk.settings.home
        code = build(desk, arguments[:1])(arguments, standalone_mode=False, prog_name=PROGRAM, obj=words)
    except TyperException as wrong:
        sys.stderr.write(mistake(wrong, words) + "\n")
        return UsageError.exit_code
    except Exception as broken:
        found = fault(broken, words, home)
        sys.stderr.write(found.says + "\n")
        return found.code
    return code if isinstance(code, int) else 0


def build(desk: Desk, asked: Sequence[str] = ()) -> typer.Typer:
    """Return the command line of a room with the asked command, or with all where it is none of them."""
    app = typer.Typer(cls=Group, help=desk.words("The town's situation room"), add_completion=False,
                      pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback()(lambda: None)
    files = {COMMANDS[name] for name in asked if name in COMMANDS} or dict.fromkeys(COMMANDS.values())
    for file in files:
        import_module(f"dashboard.cli.{file}").register(app, desk)
    return app


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper("iso"),
                    structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr), cache_logger_on_first_use=False)
