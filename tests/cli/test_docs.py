"""The pages about the command line and the sources name what there is."""

import re
from dataclasses import fields

import pytest
import typer
from cli.commands import ROOT

from dashboard import clock
from dashboard.cli import COMMANDS as FILES
from dashboard.cli import build
from dashboard.cli.context import Desk
from dashboard.cli.helping import EXIT_CODES
from dashboard.settings import Settings
from datasources.georeport import Service

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Every command by its path, as the library knows it."""
    root = typer.main.get_command(build(Desk(Settings(home=tmp_path_factory.mktemp("home")), clock.now)))
    found = dict(root.commands)
    groups = {name: found.pop(name) for name, command in root.commands.items() if hasattr(command, "commands")}
    return found | {f"{name} {each}": command for name, group in groups.items()
                    for each, command in group.commands.items()}


def test_the_page_shows_every_command_with_an_example(tree):
    assert [name for name in tree if not re.search(rf"^situation-room {name}\b", COMMANDS, re.MULTILINE)] == []


def test_the_page_names_every_option(tree):
    options = {name for command in tree.values() for part in command.params for name in part.opts if name[0] == "-"}
    assert [name for name in options if f"`{name}" not in COMMANDS] == []


def test_every_option_and_command_that_a_page_shows_is_there(tree):
    options = {name for command in tree.values() for part in command.params for name in part.opts} | {"--help"}
    lines = re.findall(r"situation-room ([a-z].*)", COMMANDS + SOURCES + README)
    for line in lines:
        assert [word for word in re.findall(r"(?<= )--?[a-z-]+", line.partition("  #")[0]) if word not in options] == []
        assert any(line.startswith(name) for name in tree), line


def test_the_page_tells_every_exit_code():
    assert re.findall(r"^\| (\d) \| (.+) \|$", COMMANDS, re.MULTILINE) == [(str(c), says) for c, says in EXIT_CODES]


def test_the_page_tells_every_setting():
    assert [name for name in Settings.model_fields if f"`SITUATION_ROOM_{name.upper()}`" not in COMMANDS] == []


def test_the_page_of_sources_tells_every_key_of_a_service():
    assert [field.name for field in fields(Service) if f"| `{field.name}` |" not in SOURCES] == []


def test_a_command_is_registered_by_the_file_that_the_command_line_reads_for_it(tmp_path):
    desk = Desk(Settings(home=tmp_path), clock.now)
    alone = {name: typer.main.get_command(build(desk, [name])).commands for name in FILES}
    assert [name for name, found in alone.items() if name not in found] == []
    assert set(typer.main.get_command(build(desk)).commands) == set(FILES)
