"""`serve` and `demo`."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.importing import shown
from intake.demo import SEED, Feed, demo_town, fill, leave


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    def demo(seed: Annotated[int, typer.Option("--seed")] = SEED,
             leave_: Annotated[bool, typer.Option("--leave")] = False,
             surge: Annotated[bool, typer.Option("--surge")] = False,
             street: Annotated[str | None, typer.Option("--street")] = None) -> None:
        if leave_:
            target = leave(desk.settings.home, desk.now())
            desk.give(words("The demonstration lies in {folder}; the home is empty", folder=target))
            return
        if surge:
            place = street or demo_town(desk.house).plan.streets[0]
            n = Feed(desk.house).surge(place)
            desk.give(words("An outage is staged on {street}: messages {n}", street=place, n=n))
            return
        total = fill(desk.house, seed, shown)
        desk.give(words("The demonstration town is ready: records {n}", n=total))

    app.command("demo", help=words("Fill an empty home with the demonstration town; --leave puts it away"))(demo)
