"""The breach forecast on a real city: learnt from January–August 2015, asked about the cases of September–December."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from accept.city import DATA, ROOT, run, told

from dashboard.cache.backtesting import Past, base_rate, outcomes
from dashboard.cache.forecasts import history
from dashboard.domain.learning import learnt, scales_of
from dashboard.domain.moments import micros
from dashboard.domain.scope import View
from dashboard.domain.verdicts import Told, scored
from dashboard.house import House
from dashboard.settings import Settings

FILE = DATA / "boston_311" / "sample_2015.csv.gz"
ZONE = ZoneInfo("America/New_York")
SNAPSHOT = datetime(2016, 1, 12, 22, 22, 40, tzinfo=ZONE)
AUTUMN, WINTER = datetime(2015, 9, 1, tzinfo=ZONE), datetime(2016, 1, 1, tzinfo=ZONE)
PERIOD = ("--from", "2015-09-01", "--until", "2016-01-01", "--as-of", SNAPSHOT.isoformat())
BETTER, OFF, STEP_OFF = 0.15, 0.05, 0.12


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Boston: the shipped town with that city's clock."""
    folder = tmp_path_factory.mktemp("boston")
    shipped = (ROOT / "town.yaml").read_text(encoding="utf-8")
    (folder / "town.yaml").write_text(shipped.replace("Europe/Moscow", ZONE.key), encoding="utf-8")
    run(folder, "import", "--profile", "boston_311", str(FILE))
    return folder


def shown(says, n, *figures):
    names = ("Brier", "base", "skill", "ECE", "worst step")
    told_of = ", ".join(f"{name} {figure:.4f}" for name, figure in zip(names, figures, strict=True))
    sys.stdout.write(f"\n{says}: n {n}, {told_of}\n")


def test_cases_received_in_autumn_are_foreseen_by_what_was_known_in_august(home):
    house = House(Settings(home=home), lambda: SNAPSHOT)
    past = Past(house.asking, house.forecaster.bounds(), house.calendar(), ZONE, View(SNAPSHOT))
    came, start = outcomes(past), float(micros(AUTUMN))
    with past.asking(past.at(AUTUMN)) as reading:
        before = history(reading, past.bounds)
    with past.asking(View(SNAPSHOT)) as reading:
        after = history(reading, past.bounds)
    assert before.received.max() < start, "a reading of August knows nothing of September"
    autumn = (after.received >= start) & (after.received < micros(WINTER)) & after.open_at(after.half_way)
    cases = after.where(autumn & np.isin(after.ids, list(came.late)))
    late = np.array([came.late[number] for number in cases.ids.tolist()])
    model = learnt(before, start, scales_of(past.calendar, ZONE, start), past.bounds)
    base = np.full(len(late), base_rate(before, start))
    found = scored(Told(model.late(cases, cases.half_way), base, late, ("",) * len(late)))
    house.close()
    shown("received September–December, learnt once", found.n, found.brier, found.base, found.skill, found.error,
          found.worst)
    assert found.n > 2000
    assert (found.skill >= BETTER, found.error <= OFF, found.worst <= STEP_OFF) == (True, True, True)


@pytest.mark.parametrize("every", ["whole", "month"])
def test_the_command_says_the_same_of_cases_that_are_half_way_in_autumn(home, every):
    found = told(home, "backtest", *PERIOD, "--every", every)
    shown(f"half-way in September–December, learnt every {every}", *(found[key] for key in (
        "n", "brier", "base_brier", "skill", "calibration_error", "worst_step")))
    for step in found["table"]:
        sys.stdout.write(f"  told {step['told']:.2f} came {step['came']:.2f} "
                         f"[{step['came_low']:.2f}–{step['came_high']:.2f}] n {step['n']}\n")
    assert found["skill"] >= BETTER
    assert found["calibration_error"] <= OFF
    if every == "whole":
        assert found["worst_step"] <= STEP_OFF


def test_every_channel_is_told_with_its_number_and_too_few_say_so(home):
    found = told(home, "backtest", *PERIOD, "--every", "whole")
    assert sum(part["n"] for part in found["by_channel"].values()) == found["n"]
    few = [part for part in found["by_channel"].values() if part["n"] < 100]
    assert few and all(part["brier"] is None for part in few)
