"""The real command, as the administrator types it."""

import csv
import io
import json
from zoneinfo import ZoneInfo

import pytest
from cli.commands import run, run_from_nothing, told
from houses import boston_csv

from dashboard.words import Words
from datasources.profile import TARGETS

HEADER = ["source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
          "received_at", "due_at", "closed_at", "lat", "lon"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    file = boston_csv(folder / "boston.csv", 300)
    assert run(folder, "import", "--profile", "boston_311", str(file)).returncode == 0
    return folder


def test_a_count_tells_its_measure_moment_scope_total_and_members(home):
    found = told(home, "count", "received", "--by", "department", "--department", "D1", "--department", "D2")
    assert set(found) == {"measure", "as_of", "scope", "total", "by"}
    assert found["scope"] == {"department": ["D1", "D2"]}
    assert sum(found["by"].values()) == found["total"] > 0


@pytest.mark.parametrize("typed", [("count", "received", "--json"), ("count", "nonsense"), ("cuont",), ("--help",)],
                         ids=" ".join)
def test_a_process_that_has_imported_nothing_answers_the_same(home, typed):
    alone, forked = run_from_nothing(home, *typed), run(home, *typed)
    assert (alone.returncode, alone.stderr) == (forked.returncode, forked.stderr)
    assert len(alone.stdout.splitlines()) == len(forked.stdout.splitlines())


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
    (("import", "/nowhere/at/all.csv"), 3), (("demo",), 2), (("serve", "--host", "203.0.113.9"), 2),
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
    assert keys >= {"store", "migration", "disk", "clock", "calendar", "backup", "pango", "inbox", "port", "profiles",
                    "town"}
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


def test_a_count_of_the_past_says_when_it_was_judged(home):
    known = told(home, "count", "open", "--known-at", "2015-02-01T12:00:00+03:00")
    assert known["as_of"] == "2015-02-01T12:00:00+03:00"


def test_the_unknown_member_is_called_unknown_and_the_whole_is_called_the_whole(tmp_path):
    file = boston_csv(tmp_path / "b.csv", 14)
    file.write_text(file.read_text().replace(",D3,", ",,"))
    assert run(tmp_path / "home", "import", str(file)).returncode == 0
    divided = run(tmp_path / "home", "metrics", "on_time", "--by", "department").stdout
    assert "не указано: " in divided and "всего" not in divided
    assert run(tmp_path / "home", "metrics", "on_time").stdout.startswith("всего: ")
    keys = [row["key"] for row in told(tmp_path / "home", "metrics", "axis_speed", "--by", "department")]
    assert keys.count("") == 1


def table(home, *arguments):
    done = run(home, *arguments, "--csv")
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout)))


def test_every_reading_command_answers_as_a_table_too(home):
    heads, *rows = table(home, "count", "received", "--by", "department")
    counted = told(home, "count", "received", "--by", "department")["by"]
    assert heads == ["department", "n"] and {key: int(n) for key, n in rows} == counted
    heads, *rows = table(home, "metrics", "on_time", "--by", "department")
    figures = told(home, "metrics", "on_time", "--by", "department")
    assert [(row[heads.index("key")], int(row[heads.index("n")])) for row in rows] == [(f["key"], f["n"])
                                                                                      for f in figures]
    assert table(home, "clusters")[0] == ["id", "lat", "lon", "radius_m", "n", "topics"]


def test_no_table_holds_a_formula(tmp_path):
    file = boston_csv(tmp_path / "b.csv", 7)
    file.write_text(file.read_text().replace(",D3,", ",@SUM(1),"))
    assert run(tmp_path / "home", "import", str(file)).returncode == 0
    for asked in (("count", "received", "--by", "department"), ("metrics", "on_time", "--by", "department"),
                  ("list", "received")):
        cells = [cell for row in table(tmp_path / "home", *asked) for cell in row]
        assert "'@SUM(1)" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_one_answer_has_one_form(home):
    assert run(home, "count", "open", "--csv", "--json").returncode == 2


def test_a_checked_file_is_shown_in_russian_with_readable_values(home, tmp_path):
    said = run(home, "profile", "check", str(boston_csv(tmp_path / "c.csv", 3))).stdout
    assert "Поступило ← OPEN_DT" in said
    assert "Пример 1\n" in said and "Поступило: 01.01.2015 16:00" in said
    assert "{" not in said


def test_every_field_of_a_profile_has_a_russian_title(home):
    words = Words.load("ru", ZoneInfo("UTC"))
    assert [field for field in TARGETS if words(f"field {field}") == f"field {field}"] == []


def test_a_file_of_which_no_row_can_be_taken_is_a_failure(tmp_path):
    (tmp_path / "a.csv").write_text("Номер;Дата поступления;Статус\n1;вчера;Новое\n2;;Новое\n", encoding="utf-8")
    done = run(tmp_path / "home", "import", "--profile", "pos", str(tmp_path / "a.csv"))
    assert done.returncode == 3
    assert "ни одной строки" in done.stderr


def test_watching_once_says_what_was_refused_and_fails(tmp_path):
    inbox = tmp_path / "home" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    boston_csv(inbox / "good.csv", 3)
    done = run(tmp_path / "home", "watch", "--once")
    assert done.returncode == 3
    assert "picture.csv: " in done.stderr
    assert told(tmp_path / "home", "count", "received")["total"] == 3
