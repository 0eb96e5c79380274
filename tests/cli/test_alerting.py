"""`alerts check` as the administrator types it: the policy in force and a file, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.commands import run
from entering import people

from dashboard import cli
from dashboard.alertbook import SHIPPED


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demonstration's people."""
    folder = tmp_path_factory.mktemp("home")
    people(folder)
    return folder


@pytest.fixture
def check(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs the command in this process: (arguments) → (exit code, answer, what was said beside it)."""
    monkeypatch.setenv("SITUATION_ROOM_HOME", str(home))

    def checked(*arguments: str) -> tuple[int, str, str]:
        code = cli.answer(["alerts", "check", *arguments])
        return code, *capsys.readouterr()

    return checked


def test_the_shipped_policy_has_no_fault_on_the_demonstrations_roster(check) -> None:  # type: ignore[no-untyped-def]
    code, out, err = check()
    assert (code, err) == (0, "") and "каждое оповещение кто-то получит" in out
    assert json.loads(check("--json")[1]) == {"ok": True, "faults": []}


def test_a_room_without_people_is_told_whom_to_appoint(tmp_path: Path) -> None:
    done = run(tmp_path, "alerts", "check")
    assert done.returncode == 1 and "сегодня нет никого в роли «Руководитель МЦУ»; назначьте" in done.stdout
    assert done.stderr == ""


def test_a_file_is_checked_instead_and_each_fault_is_a_russian_sentence(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "alerts.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    file.write_text(text.replace("watch: surges", "watch: tide").replace("after_hours: 4", "after_hours: 9"), "utf-8")
    code, out, err = check("--file", str(file))
    assert (code, err) == (1, "") and out.count("▲") == 2 == out.count("\n")
    assert "наблюдателя tide нет" in out and "увеличьте after_hours" in out
    told = json.loads(check("--file", str(file), "--json")[1])
    assert told["ok"] is False and len(told["faults"]) == 2


@pytest.mark.parametrize("text", ["", "[", "a: &a [*a]", "- 1", "[" * 20_000, "ladders: 2026-99-99", "\0",
                                  "x" * 2_000_000, "? {a: 1}\n: 2"],
                         ids=["empty", "torn", "itself", "list", "deep", "date", "zero", "huge", "key"])
def test_a_hostile_file_is_one_sentence(check, tmp_path: Path, text: str) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "alerts.yaml"
    file.write_text(text, "utf-8")
    code, out, err = check("--file", str(file))
    assert (code, out) == (3, "") and err.count("\n") == 1
    assert re.search("[а-яё]{3}", err) and "Traceback" not in err and "errors.log" not in err


def test_a_file_that_is_not_there_or_no_text_is_said_so(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert check("--file", str(tmp_path / "none.yaml"))[0] == 3
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xfa")
    assert check("--file", str(tmp_path / "bytes.yaml"))[0] == 3
