"""The administrator's page: every command in it is one that the command line understands, every name exists.

A block that begins with ```sh is checked; ```sh soon shows commands that are still being built.
"""

import re
import shlex
import subprocess

import pytest
import typer
from cli.commands import ROOT

from dashboard import clock
from dashboard.cli import build
from dashboard.cli.context import Desk
from dashboard.settings import Settings

PAGE = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
BLOCKS = [re.sub(r"^ +", "", block, flags=re.MULTILINE)
          for block in re.findall(r"^ *```sh\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)]
LINES = [re.sub(r"^(?:[A-Z_]+=\S* )+", "", line) for block in BLOCKS for line in block.splitlines()]
COMMANDS = [line for line in LINES if line.startswith("situation-room ")]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return typer.main.get_command(build(Desk(Settings(home=tmp_path_factory.mktemp("home")), clock.now)))


@pytest.mark.parametrize("line", sorted(set(COMMANDS)))
def test_the_command_line_understands_every_command_of_the_page(root, line):
    words = shlex.split(line)[1:]
    command, context = root, root.make_context("situation-room", list(words), resilient_parsing=True)
    while hasattr(command, "commands"):
        assert words[0] in command.commands
        command, words = command.commands[words[0]], words[1:]
    assert command.make_context(command.name, list(words), parent=context).params


def test_the_page_shows_the_commands_of_every_day():
    assert {line.split()[1] for line in COMMANDS} >= {"backup", "restore", "doctor", "import", "profile"}
    assert len(COMMANDS) > 15


def test_every_setting_unit_file_and_target_that_the_page_names_is_there():
    settings = {f"SITUATION_ROOM_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"SITUATION_ROOM_[A-Z_]+", PAGE)) <= settings
    files = re.findall(r"/opt/situation-room/(deploy/[\w.-]+)", PAGE)
    assert files and [name for name in files if not (ROOT / name).exists()] == []
    units = set(re.findall(r"systemctl (?:\S+ )*?(situation-room\S*)", "\n".join(LINES)))
    names = {path.name for path in (ROOT / "deploy").iterdir()}
    assert units and [unit for unit in units if not {unit, f"{unit}.service"} & names] == []
    targets = re.findall(r"^make (\S+)$", "\n".join(LINES), re.MULTILINE)
    assert targets and all(f"\n{name}:" in (ROOT / "Makefile").read_text() for name in targets)


def test_the_links_of_the_page_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert links and [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_the_shell_understands_every_block():
    for block in [*BLOCKS, (ROOT / "deploy" / "situation-room").read_text()]:
        assert subprocess.run(["/bin/sh", "-n"], input=block, text=True, check=False).returncode == 0, block
