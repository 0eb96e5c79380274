"""The command line's own words: help pages and mistakes of typing; the library speaks English only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from dashboard.words import Words

MISTAKES = (
    (r"No such option: (?P<name>\S+)", "There is no option {name}"),
    (r"No such command '(?P<name>.*?)'", "There is no command {name}"),
    (r"Missing (argument|option|parameter) '(?P<name>.*?)'", "Name {name}"),
    (r"Missing command(?P<name>)", "Name a command"),
    (r"Option '(?P<name>.*?)' requires", "The option {name} needs a value"),
    (r"Option '(?P<name>.*?)' does not take", "The option {name} takes no value"),
    (r"Got unexpected extra argument\(s\) \((?P<name>.*)\)", "There is one word too many: {name}"),
    (r"Invalid value for '(?P<name>.*?)'", "The value of {name} is not of its kind"),
)
"""What the library says → what a person reads. A test makes every one of these mistakes."""
EXIT_CODES = ((0, "done"), (1, "something is wrong, see the message"), (2, "the command line or a setting is wrong"),
              (3, "a source's file or service cannot be used"), (4, "the store cannot be used"),
              (5, "no permission"), (6, "a figure cannot be computed now"))
"""Code → what it means; the codes of the errors are in `dashboard/errors.py`."""


class Command(TyperCommand):
    """A command that explains itself in the room's words."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _page(self, ctx)


class Group(TyperGroup):
    """A group of commands that explains itself in the room's words; without a command it does so at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        return super().parse_args(ctx, args or ["--help"])

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _page(self, ctx)


def mistake(wrong: Exception, words: Words) -> str:
    """Return what a person mistyped, and where the help is."""
    ctx = getattr(wrong, "ctx", None)
    path = ctx.command_path if ctx else "situation-room"
    return f"{_typed(str(getattr(wrong, 'format_message', wrong.__str__)()), words)}; " + words(
        "help: {command}", command=f"{path} --help")


def _typed(text: str, words: Words) -> str:
    for pattern, says in MISTAKES:
        found = re.match(pattern, text)
        if found:
            name = found["name"]
            return words(says).format(name=words(name) if name.isupper() else name)
    return words("The command line cannot be understood")


def _page(command: Any, ctx: Any) -> str:
    words: Words = ctx.obj
    out = ctx.make_formatter()
    parts = command.get_params(ctx)
    named = [p for p in parts if p.param_type_name == "argument"]
    children = [(name, command.get_command(ctx, name).help) for name in getattr(command, "commands", {})]
    usage = [words("[OPTIONS]"), *(f"[{_name(p, words)}]" if not p.required else _name(p, words) for p in named)]
    out.write_usage(ctx.command_path, " ".join([*usage, *([words("COMMAND") + " …"] if children else [])]),
                    words("Usage") + ": ")
    out.write_paragraph()
    with out.indentation():
        out.write_text(command.help or "")
    _section(out, words("Arguments"), ((_name(p, words), _says(p, words)) for p in named))
    _section(out, words("Options"), ((_name(p, words), _says(p, words)) for p in parts if p not in named))
    _section(out, words("Commands"), children)
    if ctx.parent is None:
        _section(out, words("Exit codes"), ((str(code), words(says)) for code, says in EXIT_CODES))
    return str(out.getvalue()).rstrip("\n")


def _section(out: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    listed = list(rows)
    if listed:
        with out.section(title):
            out.write_dl(listed)


def _name(part: Any, words: Words) -> str:
    metavar = words(part.metavar) if part.metavar else ""
    if part.param_type_name == "argument":
        return metavar + (" …" if part.nargs != 1 else "")
    flags = ", ".join(part.opts)
    return f"{flags} {metavar}" if metavar else flags


def _says(part: Any, words: Words) -> str:
    if "--help" in part.opts:
        return words("Show this help")
    default = "" if part.default in (None, False) else words("; if not given: {value}", value=part.default)
    return words(part.help or "") + default

