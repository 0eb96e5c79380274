"""The `situation-room` command. Exit codes: 0 done, 1 general, 2 usage, 3 source, 4 store, 5 access, 6 unavailable."""

from __future__ import annotations

import gc
import logging
import sys

import structlog
import typer

from dashboard import clock
from dashboard.cli import asking, doctor, exporting, importing, profiles, serving
from dashboard.cli.context import Desk
from dashboard.errors import RoomError
from dashboard.settings import Settings
from dashboard.words import Words

ROOMS = (serving, importing, asking, exporting, profiles, doctor)
QUIET_GC = (200_000, 50, 100)
"""An import makes millions of small values that refer to nothing: looking for cycles among them costs a quarter."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*QUIET_GC)
    _log_to_stderr()
    settings = Settings()
    desk = Desk(settings, clock.now)
    try:
        build(desk)(standalone_mode=True)
    except RoomError as wrong:
        sys.stderr.write(desk.words.error(wrong) + "\n")
        sys.exit(wrong.exit_code)


def build(desk: Desk) -> typer.Typer:
    """Return the command line of a room; every command is registered by its own file."""
    words: Words = desk.words
    app = typer.Typer(help=words("The town's situation room"), no_args_is_help=True, add_completion=False,
                      pretty_exceptions_enable=False, rich_markup_mode=None)
    for room in ROOMS:
        room.register(app, desk)
    return app


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper("iso"),
                    structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr), cache_logger_on_first_use=False)
