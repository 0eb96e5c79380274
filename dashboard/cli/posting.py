"""`alerts post` and `alerts test-mail`: how letters and the webhook fare, and a letter that tries the settings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import Json
from dashboard.errors import RoomError
from dashboard.mailroom import Carried, Post
from dashboard.post.trial import try_mail

Address = Annotated[str, typer.Argument(help="The address the letter goes to", metavar="ADDRESS")]


def register(group: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    @group.command("post", cls=Command, help=words("Tell what waits, what was sent, and what is uncertain"))
    def post(json: Json = False) -> None:
        found = desk.room.post()
        if json:
            desk.give_json({"mail": found.mail, "hook": found.hook, **found.counts, "last_sent_at": found.last_sent_at,
                            "troubles": [{**one._asdict(), "error": reason(desk, one)} for one in found.troubles]})
        else:
            say(desk, found)

    @group.command("test-mail", cls=Command, help=words("Send one test letter and tell what the mail server said"))
    def test_mail(address: Address) -> None:
        said = try_mail(desk.house, address)
        desk.give(words("The mail server took the letter: {said}", said=said))


def say(desk: Desk, found: Post) -> None:
    """Write the state of the post as a person reads it."""
    words, counts = desk.words, found.counts
    desk.give(words("Letters are on") if found.mail else words("Letters are off"))
    desk.give(words("The webhook is on") if found.hook else words("The webhook is off"))
    numbers = {state: words.number(counts[state]) for state in ("waiting", "sent", "failed", "uncertain")}
    desk.give(words("Waiting {waiting}, sent {sent}, failed {failed}, uncertain {uncertain}", **numbers))
    if found.last_sent_at is not None:
        desk.give(words("Last sent {moment}", moment=moment(desk, found.last_sent_at)))
    for one in found.troubles:
        to = one.name or words("webhook")
        desk.give(f"{moment(desk, one.at)}  {words('alert no. {number}', number=one.alert)}  {to}  "
                  f"{words(f'delivery {one.state}')}  {reason(desk, one)}".rstrip())


def reason(desk: Desk, one: Carried) -> str:
    """Return why a delivery is not sent, "" if nothing is known."""
    return desk.words.error(RoomError.unpacked(one.error)) if one.error else ""


def moment(desk: Desk, at: datetime) -> str:
    """Return day and time in the town's zone."""
    return f"{desk.words.day(at.astimezone(desk.town.tz).date())} {desk.words.clock(at)}"
