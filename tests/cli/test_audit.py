"""The audit log on the command line, as the administrator and whoever checks them use it."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest
from cli.commands import run, told
from houses import boston_csv


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A home with an import and an export."""
    folder = tmp_path_factory.mktemp("home")
    file = boston_csv(folder / "boston.csv", 30)
    assert run(folder, "import", "--profile", "boston_311", str(file)).returncode == 0
    assert run(folder, "export", "--format", "csv", "--department", "D1", "-o", str(folder / "out.csv")).returncode == 0
    return folder


def test_a_whole_log_is_verified_against_the_hash_on_paper(used):
    paper = run(used, "audit", "head").stdout.strip()
    done = run(used, "audit", "verify", "--head", paper)
    assert done.returncode == 0 and "Журнал цел" in done.stdout
    found = told(used, "audit", "verify")
    assert found["ok"] and found["broken"] is None and len(found["head"]) == 64
    assert told(used, "audit", "head")["entries"] == found["entries"] + 1


def test_a_foreign_hash_is_told(used):
    done = run(used, "audit", "verify", "--head", "f" * 64)
    assert done.returncode == 1 and "сохранённого отдельно" in done.stderr and done.stderr.count("\n") == 1


def test_a_file_names_its_holders(used):
    [held] = told(used, "audit", "holders", str(used / "out.csv"))
    digest = sha256((used / "out.csv").read_bytes()).hexdigest()
    assert (held["sha256"], held["format"], held["privacy"]) == (digest, "csv", "staff")
    assert "department=D1" in held["scope"] and held["size"] == (used / "out.csv").stat().st_size
    assert told(used, "audit", "holders", digest.upper()) == [held]
    assert digest in run(used, "audit", "holders").stdout
    assert "никому" in run(used, "audit", "holders", str(used / "boston.csv")).stdout


def test_anybody_can_verify_an_exported_log_by_the_recipe_of_the_page(used):
    before = "0" * 64
    for line in told(used, "audit", "export"):
        assert line["before"] == before
        parts = [line[name] for name in ("before", "micros", "actor", "kind", "subject", "facts")]
        packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        assert line["hash"] == (before := sha256(packed.encode()).hexdigest())
    rows = list(csv.reader(io.StringIO(run(used, "audit", "export", "--csv").stdout)))
    assert rows[0][0] == "number" and [row[0] for row in rows[1:4]] == ["1", "2", "3"]
    assert told(used, "audit", "export", "--to", "2001-01-01") == []
    assert run(used, "audit", "export", "--from", "yesterday").returncode == 2


def test_a_broken_log_is_named_by_every_command_that_looks(tmp_path):
    file = boston_csv(tmp_path / "b.csv", 3)
    assert run(tmp_path, "import", "--profile", "boston_311", str(file)).returncode == 0
    with closing(sqlite3.connect(tmp_path / "room.db")) as truth:
        truth.execute("UPDATE audit SET actor = 'nobody'")
        truth.commit()
    done = run(tmp_path, "audit", "verify")
    assert done.returncode == 1 and "№\N{NO-BREAK SPACE}1: изменена" in done.stderr
    done = run(tmp_path, "audit", "verify", "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["broken"] == {"number": 1, "how": "changed"}
    [check] = [c for c in json.loads(run(tmp_path, "doctor", "--json").stdout)["checks"] if c["key"] == "audit"]
    assert not check["ok"] and "изменена" in check["says"] and check["cure"]
