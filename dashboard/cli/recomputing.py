"""`recompute`: let stored terms follow the rules and the calendar that hold; a serving room does it by itself."""

from __future__ import annotations

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from intake.recomputing import Recompute


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def recompute() -> None:
        counting = Recompute(desk.house, actor=str(desk.actor))
        if not counting.due():
            desk.give(desk.words("All terms are counted by the rules that hold"))
            return

        def shown(done: int, total: int) -> None:
            desk.say(desk.words("counted anew: {n} of {of}", n=desk.words.number(done), of=desk.words.number(total)))

        done = counting.look(shown)
        desk.give(desk.words("Looked at: {looked}; terms that moved: {moved}", looked=desk.words.number(done.looked),
                             moved=desk.words.number(done.moved)))

    says = "Count stored terms anew after rules or calendar have changed"
    app.command("recompute", cls=Command, help=desk.words(says))(recompute)
