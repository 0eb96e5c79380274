"""`backup` and `restore` as the administrator types them."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from cli.commands import run, told
from houses import boston_csv, house, record, tell


@pytest.fixture
def home(tmp_path):
    assert run(tmp_path / "home", "import", str(boston_csv(tmp_path / "boston.csv", 60))).returncode == 0
    return tmp_path / "home"


def digest(home):
    return json.loads(run(home, "doctor", "--json").stdout)["content_digest"]


def test_a_sealed_copy_comes_back_with_the_same_digest(home, tmp_path):
    phrase = tmp_path / "phrase"
    phrase.write_text("many words that nobody guesses")
    made = run(home, "backup", "--to", str(tmp_path / "to"), "--encrypt", "--passphrase-file", str(phrase))
    (file,) = (tmp_path / "to").glob("room-*")
    assert made.returncode == 0 and str(file) in made.stdout and digest(home) in made.stdout
    back = run(tmp_path / "new", "restore", str(file), "--passphrase-file", str(phrase))
    assert back.returncode == 0 and digest(home) in back.stdout
    assert digest(tmp_path / "new") == digest(home)
    assert told(tmp_path / "new", "count", "received")["total"] == 60


def test_an_open_copy_says_that_the_keys_are_not_in_it(home):
    (home / "secrets").mkdir(exist_ok=True)
    (home / "secrets" / "vault-2026.key").write_bytes(bytes(32))
    made = run(home, "backup")
    assert made.returncode == 0 and "КЛЮЧЕЙ ОТ ТЕКСТОВ В ЭТОЙ КОПИИ НЕТ" in made.stderr
    (file,) = (home / "backups").glob("room-*")
    refused = run(home.parent / "new", "restore", str(file))
    assert refused.returncode == 4 and "vault-2026.key" in refused.stderr and refused.stderr.count("\n") == 1
    knowingly = run(home.parent / "new", "restore", str(file), "--without-keys")
    assert knowingly.returncode == 0 and "ТЕКСТЫ ГРАЖДАН ПРОЧИТАТЬ НЕЛЬЗЯ" in knowingly.stderr


def test_a_room_is_not_restored_over_another(home, tmp_path):
    run(home, "backup", "--to", str(tmp_path / "to"))
    (file,) = (tmp_path / "to").glob("room-*")
    done = run(home, "restore", str(file))
    assert done.returncode == 4 and "не пуста" in done.stderr and told(home, "count", "received")["total"] == 60


def test_sealing_without_a_passphrase_and_a_file_that_is_none_are_said_so(home, tmp_path):
    assert run(home, "backup", "--encrypt").returncode == 2
    for name in ("nosuch", "noise"):
        (tmp_path / "noise").write_bytes(b"noise" * 99)
        done = run(tmp_path / "new", "restore", str(tmp_path / name))
        assert done.returncode == 4 and re.search("[а-яё]{3}", done.stderr) and done.stderr.count("\n") == 1


def test_a_second_copy_is_told_with_how_many_there_are(home):
    said = [run(home, "backup", "--keep", "1").stdout for _ in range(2)]
    assert "Копий в папке: 1" in said[1] and len(list((home / "backups").glob("room-*"))) == 1


def test_the_doctor_knows_the_newest_copy(home):
    run(home, "backup")
    found = {c["key"]: c for c in json.loads(run(home, "doctor", "--json").stdout)["checks"]}["backup"]
    assert found["ok"] and "room-" in found["says"]


def test_the_doctor_finds_a_clock_that_stands_before_the_last_word(home):
    ahead = datetime.now(UTC) + timedelta(hours=3)
    tell(house(home, now=ahead), "ahead", [record(1)], ahead)
    found = {c["key"]: c for c in json.loads(run(home, "doctor", "--json").stdout)["checks"]}["clock"]
    assert not found["ok"] and found["cure"]
