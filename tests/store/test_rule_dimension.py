"""«В днях» and «в часах» choose every rule below them, in the room itself and in its mirror."""

from __future__ import annotations

from pathlib import Path

import pytest
from houses import days_ago, house, record, tell

from dashboard.domain.scope import Scope, View
from dashboard.rulebook import shipped_rules


@pytest.mark.parametrize("mirrored", [False, True], ids=["store", "mirror"])
def test_a_member_of_the_rules_stands_for_all_below_it(tmp_path: Path, mirrored: bool) -> None:
    place = house(tmp_path)
    tell(place, "file", [record(1, law="59-fz"), record(2, due=days_ago(-3)),
                         record(3, channel="edds", law="pp-354", topic="hot_water")])
    if mirrored:
        place.open_mirror()
    with place.asking(View()) as reading:
        by_rule = reading.count("open", Scope(), "rule")
        assert by_rule == {"": 1, "export": 1, "pos-59-fz-answer": 1}
        days = reading.rows("open", Scope().within("rule", "days"), columns=("external_id",))
        assert [row["external_id"] for row in days] == ["n1", "n2"]
        assert reading.count("open", Scope().within("rule", "hours"))[""] == 0


def test_every_rule_has_a_title_with_its_act_and_stands_below_days_or_hours(tmp_path: Path) -> None:
    members = house(tmp_path).vocabularies().members["rule"]
    assert set(members) == {"days", "hours", "export"} | {rule.key for rule in shipped_rules()}
    assert members["59-fz-answer"].title == "59-ФЗ, ст. 12 ч. 1"
    assert (members["pos-answer"].parent, members["ads-call"].parent) == ("days", "hours")
    assert members["hours"].title == "в часах" and all(len(m.title) < 110 for m in members.values())
