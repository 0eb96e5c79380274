"""The real command, as the administrator types it."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from houses import boston_csv

ROOT = Path(__file__).parent.parent.parent
HEADER = ["source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
          "received_at", "due_at", "closed_at", "lat", "lon"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    file = boston_csv(folder / "boston.csv", 300)
    assert run(folder, "import", "--profile", "boston_311", str(file)).returncode == 0
    return folder


def run(home, *arguments):
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-m", "dashboard.cli", *arguments], env=env, cwd=ROOT, check=False,
                          capture_output=True, text=True)


def told(home, *arguments):
    done = run(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_count_tells_its_measure_moment_scope_total_and_members(home):
    found = told(home, "count", "received", "--by", "department", "--department", "D1", "--department", "D2")
    assert set(found) == {"measure", "as_of", "scope", "total", "by"}
    assert found["scope"] == {"department": ["D1", "D2"]}
    assert sum(found["by"].values()) == found["total"] > 0


def test_the_first_and_last_day_of_a_period_belong_to_it(home):
    days = [told(home, "count", "received", "--from", d, "--to", d)["total"] for d in ("2015-01-01", "2015-01-02")]
    both = told(home, "count", "received", "--from", "2015-01-01", "--to", "2015-01-02")["total"]
    assert sum(days) == both > 0


def test_a_list_has_exactly_the_rows_that_were_counted_and_the_promised_columns(home):
    done = run(home, "list", "overdue_open", "--csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows[0][:14] == HEADER
    assert len(rows) - 1 == told(home, "count", "overdue_open")["total"] > 0


def test_the_moment_of_judgement_changes_what_is_open(home):
    early = told(home, "count", "open", "--as-of", "2015-01-01T12:00:00-05:00")["total"]
    assert early != told(home, "count", "open")["total"]


def test_a_metric_tells_its_figures(home):
    found = told(home, "metrics", "on_time", "--by", "department")
    keys = {"key", "value", "unit", "n", "of", "state", "observed_at"}
    assert all(keys <= set(row) for row in found)
    assert {row["key"] for row in found} >= {"D1", "D2"}


@pytest.mark.parametrize("arguments, code", [
    (("count", "nonsense"), 2), (("count", "received", "--by", "nonsense"), 2), (("metrics", "nonsense"), 2),
    (("count", "received", "--from", "yesterday"), 2), (("import",), 2), (("import", "--undo", "77"), 2),
    (("import", "/nowhere/at/all.csv"), 3), (("demo",), 2), (("serve", "--host", "0.0.0.0"), 2),
])
def test_a_mistake_has_an_exit_code_and_a_russian_word(home, arguments, code):
    done = run(home, *arguments)
    assert done.returncode == code
    assert any("а" <= letter <= "я" for letter in done.stderr.lower())
    assert "Traceback" not in done.stderr


def test_an_import_is_taken_back(home, tmp_path):
    file = boston_csv(tmp_path / "b.csv", 20)
    assert run(tmp_path / "home", "import", str(file)).returncode == 0
    assert run(tmp_path / "home", "import", "--undo", "1").returncode == 0
    assert told(tmp_path / "home", "count", "received")["total"] == 0


def test_one_refused_file_does_not_stop_the_others(tmp_path):
    bad, good = tmp_path / "bad.csv", boston_csv(tmp_path / "good.csv", 5)
    bad.write_bytes(b"")
    assert run(tmp_path / "home", "import", str(bad), str(good)).returncode == 3
    assert told(tmp_path / "home", "count", "received")["total"] == 5


def test_the_doctor_names_every_check_and_the_digest(home):
    found = json.loads(run(home, "doctor", "--json").stdout)
    keys = {check["key"] for check in found["checks"]}
    assert keys >= {"store", "migration", "disk", "clock", "calendar", "pango", "inbox", "port", "profiles", "town"}
    assert len(found["content_digest"]) == 64


def test_two_homes_fed_the_same_file_have_one_digest(home, tmp_path):
    boston_csv(tmp_path / "boston.csv", 300)
    run(tmp_path / "home", "import", str(tmp_path / "boston.csv"))
    digests = [json.loads(run(h, "doctor", "--json").stdout)["content_digest"] for h in (home, tmp_path / "home")]
    assert digests[0] == digests[1]


def test_checking_a_file_shows_the_mapping_and_changes_nothing(home, tmp_path):
    file = boston_csv(tmp_path / "c.csv", 7)
    found = told(home, "profile", "check", str(file))
    assert (found["profile"], found["rows"]) == ("boston_311", 7)
    assert found["mapping"]["received"] == ["OPEN_DT"]
    assert told(home, "count", "received")["total"] == 300


def test_every_command_explains_itself_in_russian(home):
    done = run(home, "--help")
    for command in ("serve", "demo", "import", "watch", "count", "list", "metrics", "clusters", "export", "profile",
                    "doctor"):
        assert command in done.stdout
