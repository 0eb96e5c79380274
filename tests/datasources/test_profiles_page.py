"""The page that teaches strangers to map an export says what is true."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent

from readings import TOWN, told, written

from dashboard.domain.moments import Moment
from datasources.guess import guess
from datasources.profile import TARGETS, Column, Profile
from datasources.shelf import load_profile, shipped_profiles
from datasources.tables import read

PAGE = (Path(__file__).parent.parent.parent / "docs/profiles.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    found = re.search(rf"^ *```{language}\n(.*?)^ *```", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return dedent(found[1])


def test_the_example_of_the_page_is_read_as_the_page_says(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, example("yaml"), "duty.yaml"))
    path = written(tmp_path, example("csv"), "duty.csv")
    with read(path) as sheet:
        assert [fit.profile.key for fit in guess(sheet, [profile, *shipped_profiles().values()])] == ["duty"]
    translation, (first, second) = told(path, profile)
    assert not translation.rejected and translation.binding.at == 1
    assert first.external_id == "17/A", "a look-alike letter becomes Latin"
    assert first.facts["received"] == Moment(date(2026, 1, 6), datetime(2026, 1, 6, 5, 15, tzinfo=UTC))
    assert first.facts["due"] == Moment(date(2026, 1, 7))
    assert (first.facts["status"], first.facts["outcome"]) == ("closed", "resolved")
    assert (first.facts["topic"], first.facts["house"]) == ("heating", "ул. Мира, 5")
    assert first.private == {"address": "ул. Мира, д. 5, кв. 3", "contact": "8-900-000-00-00"}
    assert second.facts["closed"] is None and second.private == {"address": "пер. Школьный, 1"}
    assert [(u.field, u.value) for u in translation.unknown] == [("topic", "Не горит фонарь")]
    assert TOWN.now.year == 2026


def test_the_page_names_every_field_and_every_key() -> None:
    words = set(re.findall(r"`([a-z_0-9]+)[`:]", PAGE))
    for line in PAGE.splitlines():
        words.update(w for told in re.findall(r"`([^`]+)`", line) for w in told.replace(":", " ").split())
    missing = (TARGETS | set(Profile.model_fields) | set(Column.model_fields)) - words - {"columns"}
    assert missing == set()
