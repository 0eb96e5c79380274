"""The city's own verdict, reproduced through the real command on 20 thousand of its cases."""

import csv
import gzip
import io
from collections import defaultdict

import pytest
from accept.city import DATA, run, told

FILE = DATA / "boston_311" / "sample_2015.csv.gz"
AS_OF = ("--as-of", "2016-01-12T22:22:40-05:00")
AGAINST_ITS_RULE = {"101001431411": "ONTIME"}
"""The one open case whose verdict is late half an hour before its own target (22:53:53 against 22:22:40)."""
DEFAULT_POINT = (42.3594, -71.0587)


@pytest.fixture(scope="module")
def cases():
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("boston")
    run(folder, "import", "--profile", "boston_311", str(FILE))
    return folder


def listed(home, measure):
    return {row["external_id"] for row in csv.DictReader(io.StringIO(run(home, "list", measure, *AS_OF, "--csv")))}


def test_every_case_is_counted_once(home, cases):
    assert told(home, "count", "received", *AS_OF)["total"] == len({case["CASE_ENQUIRY_ID"] for case in cases})


def test_the_verdict_is_the_citys(home, cases):
    late = listed(home, "overdue_open") | listed(home, "closed_late")
    judged = [case for case in cases if case["OnTime_Status"]]
    same = [(case["CASE_ENQUIRY_ID"] in late) == (case["OnTime_Status"] == "OVERDUE") for case in judged]
    assert sum(same) / len(judged) >= 0.9999


@pytest.mark.parametrize("metric, counted", [("on_time", lambda case: True),
                                             ("on_time_with_deadline", lambda case: bool(case["TARGET_DT"]))])
def test_the_share_of_every_department_is_the_citys(home, cases, metric, counted):
    verdicts = defaultdict(list)
    for case in cases:
        if counted(case):
            said = AGAINST_ITS_RULE.get(case["CASE_ENQUIRY_ID"], case["OnTime_Status"])
            verdicts[case["Department"]].append(said == "ONTIME")
    ours = {row["key"]: row for row in told(home, "metrics", metric, "--by", "department", *AS_OF)}
    for department, on_time in verdicts.items():
        assert ours[department]["of"] == len(on_time)
        assert ours[department]["value"] == pytest.approx(100 * sum(on_time) / len(on_time), abs=0.01), department


def test_the_default_point_is_no_cluster(home):
    found = told(home, "clusters", *AS_OF)
    assert not [c for c in found if abs(c["lat"] - DEFAULT_POINT[0]) < 1e-3 and abs(c["lon"] - DEFAULT_POINT[1]) < 1e-3]
