"""Accounts, one-time links, the roster and the screens' links: what the administrator does from the shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command, Group
from dashboard.cli.options import Json
from dashboard.cli.ways import base_served
from dashboard.domain.people import Role
from dashboard.errors import SourceError, UsageError
from dashboard.store.devices import Device

Login = Annotated[str, typer.Argument(help="The login of the account", metavar="LOGIN")]
Screen = Annotated[str, typer.Argument(help="What the screen is called", metavar="NAME")]
RoleKey = Annotated[str, typer.Option("--role", help="What the person is; a wrong one lists them all", metavar="ROLE")]
Name = Annotated[str, typer.Option("--name", help="Surname, name and patronymic", metavar="NAME")]
Position = Annotated[str, typer.Option("--position", help="The position, which screens show", metavar="POSITION")]
Blocks = Annotated[list[str] | None, typer.Option("--block", help="A block the person answers for", metavar="BLOCK")]
Paper = Annotated[str, typer.Option("--act", help="The paper that appoints", metavar="PAPER")]
Scenes = Annotated[str, typer.Option("--scenes", help="The scenes it shows, divided by commas; else all",
                                     metavar="SCENES")]
Network = Annotated[str, typer.Option("--network", help="The addresses it may come from, such as 10.0.5.0/24",
                                      metavar="NETWORK")]
Book = Annotated[Path, typer.Argument(help="A YAML file as `roster show` writes it", metavar="FILE")]
Reason = Annotated[str, typer.Option("--reason", help="Why the roster is changed", metavar="REASON")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    users(app, desk)
    screens(app, desk)
    roster(app, desk)

    @app.command("login-link", cls=Command, help=desk.words("Print a one-time sign-in address, good for ten minutes"))
    def login_link(login: Login) -> None:
        told(desk, "issue_link", login=login)


def users(app: typer.Typer, desk: Desk) -> None:
    """Add `user add | list | close | open | password`."""
    words = desk.words
    group = typer.Typer(cls=Group, help=words("Accounts"), rich_markup_mode=None)
    app.add_typer(group, name="user", help=words("Accounts"))
    doors(group, desk)

    @group.command("add", cls=Command, help=words("Make an account; its first password is shown once"))
    def add(login: Login, role: RoleKey, name: Name = "", position: Position = "",  # noqa: PLR0913, PLR0917
            block: Blocks = None, act: Paper = "") -> None:
        if role not in tuple(Role):
            raise UsageError("There is no role {key}; known are: {known}", key=role, known=", ".join(Role))
        told(desk, "add_user", login=login, name=name, position=position, role=role, blocks=block or [], paper=act)

    @group.command("list", cls=Command, help=words("List the accounts with what they may do today"))
    def list_(json: Json = False) -> None:
        rows = [row._asdict() for row in desk.room.accounts()]
        if json:
            desk.give_json(rows)
        for row in () if json else rows:
            desk.give(" ".join([row["login"], ",".join(row["roles"]) or "—", ",".join(row["blocks"]), row["state"]]))


def doors(group: typer.Typer, desk: Desk) -> None:
    """Add `user close | open | password`."""
    words = desk.words

    @group.command("close", cls=Command, help=words("Shut an account and end its sessions"))
    def close(login: Login) -> None:
        told(desk, "close_account", login=login, closed=True)

    @group.command("open", cls=Command, help=words("Open a shut account again"))
    def open_(login: Login) -> None:
        told(desk, "close_account", login=login, closed=False)

    @group.command("password", cls=Command, help=words("Give a new first password for a lost one"))
    def password(login: Login) -> None:
        told(desk, "renew_password", login=login)


def screens(app: typer.Typer, desk: Desk) -> None:
    """Add `wall-link create | list | revoke`."""
    words = desk.words
    group = typer.Typer(cls=Group, help=words("Links of the wall's screens"), rich_markup_mode=None)

    @group.command("create", cls=Command, help=words("Give a screen its link, shown once"))
    def create(name: Screen, scenes: Scenes = "", network: Network = "") -> None:
        told(desk, "add_screen", name=name, scenes=scenes, network=network)

    @group.command("list", cls=Command, help=words("List the screens and when each drew last"))
    def list_(json: Json = False) -> None:
        found = desk.room.screens()
        if json:
            desk.give_json([{"name": d.name, "scenes": d.scenes, "network": d.network, "made_at": d.made_at,
                             "revoked_at": d.revoked_at, "seen_at": d.seen_at, "seen_from": d.seen_from}
                            for d in found])
        for one in () if json else found:
            desk.give(f"{one.name}: {words('taken back') if one.revoked_at else drew(desk, one)}")

    @group.command("revoke", cls=Command, help=words("Take a screen's link back; it goes dark"))
    def revoke(name: Screen) -> None:
        told(desk, "revoke_screen", name=name)

    app.add_typer(group, name="wall-link", help=words("Links of the wall's screens"))


def drew(desk: Desk, screen: Device) -> str:
    """Return when a screen drew last."""
    if screen.seen_at is None:
        return desk.words("has never drawn")
    return desk.words("drew {age} ago", age=desk.words.age((desk.now() - screen.seen_at).total_seconds()))


def roster(app: typer.Typer, desk: Desk) -> None:
    """Add `roster show | apply`."""
    words = desk.words
    group = typer.Typer(cls=Group, help=words("People and their appointments"), rich_markup_mode=None)

    @group.command("show", cls=Command, help=words("Write the roster as YAML"))
    def show() -> None:
        desk.give(yaml.safe_dump(desk.room.roster_body(), allow_unicode=True, sort_keys=False).rstrip())

    @group.command("apply", cls=Command, help=words("Give the roster a new version from a YAML file"))
    def apply(file: Book, reason: Reason) -> None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            raise SourceError("The file {name} cannot be read: {why}", name=file.name, why=type(broken).__name__
                              ) from broken
        told(desk, "edit_roster", text=text, reason=reason)

    app.add_typer(group, name="roster", help=words("People and their appointments"))


def told(desk: Desk, act: str, **inputs: Any) -> None:
    """Do an act and say what came of it; a path becomes an address that can be opened."""
    template, values = desk.room.do(act, **inputs)
    if "path" in values:
        values = {**values, "path": base_served(desk.settings) + values["path"]}
    desk.give(desk.words(template, **values))
