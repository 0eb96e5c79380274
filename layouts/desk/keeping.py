"""Accounts and screens as the administrator sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboard.words import Words
from layouts.desk.acts import dropdown_labels
from layouts.desk.nav import ROLES
from layouts.desk.sources import moment
from layouts.desk.table import table

AccountRow = Any
Device = Any
"""Rows of the room; layouts know their shape, not the store."""
STATES = {"open": "● open", "first": "◐ no password of their own yet", "shut": "○ shut",
          "provider": "● through the network"}
APPOINTABLE = tuple(role for role in ROLES if role != "wall")
FRESH_S = 60
"""A screen that drew so lately is alive."""


def accounts(rows: Sequence[AccountRow], blocks: Mapping[str, str], words: Words) -> Any:
    """Return the accounts with what each may do today, and the acts on them."""
    head = [words(said) for said in ("Login", "Name", "Position", "What they are today", "State", "Open sessions")]
    return table([*head, ""], [_account(row, blocks, words) for row in rows], frozenset({5}))


def _account(row: AccountRow, blocks: Mapping[str, str], words: Words) -> list[Any]:
    comes = row.state == "provider"
    nothing = words("as their groups say") if comes else words("nothing appointed")
    roles = ", ".join(words(ROLES[role]) for role in row.roles) or nothing
    held = ", ".join(blocks.get(key, key) for key in row.blocks)
    shut = row.state == "shut"
    acts = [_button("link", row.login, words("Sign-in link")), _button("password", row.login, words("New password")),
            _button("open" if shut else "close", row.login, words("Open") if shut else words("Shut"))]
    return [html.Strong(row.login), row.name, row.position, f"{roles}: {held}" if held else roles,
            words(STATES[row.state]), words.number(row.sessions), html.Span(acts[2:] if shut or comes else acts)]


def _button(deed: str, login: str, said: str) -> Any:
    return html.Button(said, id={"type": "account-act", "deed": deed, "login": login}, n_clicks=0,
                       className="desk-button", type="button")


def account_form(words: Words) -> Any:
    """Return the fields of a new account."""
    roles: Any = [{"value": role, "label": words(ROLES[role])} for role in APPOINTABLE]
    picks: Any = {"clearable": True, "labels": dropdown_labels(words)}
    return html.Div([
        _field("account-login", words("Login: small Latin letters"), words),
        _field("account-name", words("Surname, name, patronymic"), words),
        _field("account-position", words("Position"), words),
        dcc.Dropdown(id="account-role", options=roles, placeholder=words("What they are"), **picks),
        dcc.Dropdown(id="account-blocks", options=[], multi=True, placeholder=words("Blocks they answer for"), **picks),
        _field("account-paper", words("By which paper"), words),
        html.Button(words("Make the account"), id="account-add", n_clicks=0, className="desk-button", type="button"),
    ], className="desk-form")


def _field(key: str, said: str, _: Words) -> Any:
    return dcc.Input(id=key, type="text", placeholder=said, autoComplete="off", maxLength=120)


def screens(found: Sequence[Device], now: datetime, words: Words, *, keeper: bool) -> Any:
    """Return the screens: when each drew last; whoever keeps the room may take a link back."""
    if not found:
        return html.P(words("No screen has a link yet."), className="desk-muted")
    head = [words(said) for said in ("Screen", "State", "Its address", "Link made", "Scenes", "Only from")]
    rows = [[*_screen(one, now, words), _revoke(one, words) if keeper else ""] for one in found]
    return table([*head, ""], rows)


def _screen(one: Device, now: datetime, words: Words) -> list[Any]:
    return [html.Strong(one.name), drew(one, now, words), one.seen_from or "—", moment(one.made_at, words),
            one.scenes or words("all"), one.network or words("anywhere")]


def drew(one: Device, now: datetime, words: Words) -> str:
    """Return whether a screen lives, in its own shape and words: «● рисовал 14 с назад»."""
    if one.revoked_at is not None:
        return words("○ taken back {when}", when=moment(one.revoked_at, words))
    if one.seen_at is None:
        return words("◌ has never drawn")
    seconds = (now - one.seen_at).total_seconds()
    sign = "●" if seconds <= FRESH_S else "◐"
    return f"{sign} {words('drew {age} ago', age=words.age(seconds))}"


def _revoke(one: Device, words: Words) -> Any:
    if one.revoked_at is not None:
        return ""
    return html.Button(words("Take the link back"), id={"type": "screen-revoke", "name": one.name}, n_clicks=0,
                       className="desk-button", type="button")


def screen_form(words: Words) -> Any:
    """Return the fields of a new screen."""
    return html.Div([
        _field("screen-name", words("Where it hangs"), words),
        _field("screen-scenes", words("Scenes, divided by commas; empty for all"), words),
        _field("screen-network", words("Only from these addresses, such as 10.0.5.0/24"), words),
        html.Button(words("Give it a link"), id="screen-add", n_clicks=0, className="desk-button", type="button"),
    ], className="desk-form")
