"""The API keeps what its description promises: no crash, no status and no form that is not described."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from entering import HEAD, come_in
from houses import boston_csv
from serving import serving

from app import create_app
from dashboard.clock import now
from dashboard.house import House
from dashboard.settings import Settings
from intake.files import Intake

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
PATIENCE_S = 60
EXAMPLES = 60


def test_no_request_that_the_description_allows_or_forbids_meets_a_surprise(tmp_path: Path) -> None:
    house = House(Settings(home=tmp_path), now)
    Intake(house).take(boston_csv(tmp_path / "boston.csv", 500), "cli:tester", profile="boston_311")
    house.close()
    with serving(create_app(Settings(home=tmp_path))) as address, come_in(address, tmp_path, HEAD) as head:
        told = head.get("/api/v1/openapi.json").json()
        (tmp_path / "openapi.json").write_text(json.dumps(told))
        cookies = "; ".join(f"{name}={value}" for name, value in head.cookies.items())
        run = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", str(tmp_path / "openapi.json"), "--url", address,
             "-H", f"Cookie: {cookies}", "-H", f"X-CSRFToken: {head.headers['X-CSRFToken']}", "-c", CHECKS,
             "--max-examples", str(EXAMPLES), "--request-timeout", str(PATIENCE_S), "--no-color"],
            capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 0, run.stdout
    assert int(re.findall(r"(\d+) generated", run.stdout)[0]) > len(told["paths"]) * EXAMPLES / 2
