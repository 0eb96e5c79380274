"""Dash inside the server: one application, a route per page, nothing else answers (unknown paths are 404)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dash import Dash
from dash.backends._fastapi import FastAPIDashServer, get_current_request, reset_current_request, set_current_request
from dash.exceptions import DependencyException, InvalidResourceError, PreventUpdate
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

import callbacks
from dashboard.room import Room
from dashboard.words import Words
from layouts import shell

DASH: dict[str, tuple[type[Exception], ...]] = {
    "passing": (PreventUpdate,), "missing": (DependencyException, InvalidResourceError)}
"""What Dash raises and answers itself, and what it raises for a file that it does not have."""
FRESH = {"Cache-Control": "no-cache"}


class ShellDash(Dash):
    """Dash whose index document is the shell's: in the reader's words, dark or light from the first pixel."""

    words: Words

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # Dash passes names only
        """Return the index document of the page that is asked for."""
        return shell.index(get_current_request().url.path, self.words, parts)


def mount(server: FastAPI, assets: Path, room_of: Callable[[], Room]) -> Dash:
    """Return the Dash application on `server`, its pages routed and its callbacks registered.

    Dash's own WebSocket stays shut (it opens one on this backend even when unused), and its answer to every unknown
    path is taken away.
    """
    FastAPIDashServer.websocket_capability = False
    words = room_of().words
    settings: Any = {"server": server, "assets_folder": str(assets), "update_title": None}
    app = ShellDash("situation-room", title=words("Situation room"), suppress_callback_exceptions=True,
                    add_log_handler=False, **settings)
    app.words = words
    backend: Any = app.backend
    backend._setup_catchall = lambda: None
    app.layout = shell.layout
    for path in shell.pages():
        server.add_api_route(path, _route(app), methods=["GET"], include_in_schema=False)
    for module in pkgutil.iter_modules(callbacks.__path__):
        register = getattr(importlib.import_module(f"callbacks.{module.name}"), "register", None)
        if register is not None:
            register(app, room_of)
    app._setup_server()  # type: ignore[no-untyped-call]  # else at Dash's own first request, after our first page
    return app


def _route(app: ShellDash) -> Any:
    async def answer(request: Request) -> HTMLResponse:
        token = set_current_request(request)  # type: ignore[no-untyped-call]
        try:
            return HTMLResponse(app.index(), headers=FRESH)  # type: ignore[no-untyped-call]
        finally:
            reset_current_request(token)  # type: ignore[no-untyped-call]
    return answer
