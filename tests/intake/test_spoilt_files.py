"""The quick sibling of `tests/soak/test_fuzz.py`: three hundred spoilt files of every format."""

from pathlib import Path

from houses import house
from soak.fuzzing import MOST_MEMORY_KB, SEED, Fuzz

from dashboard.errors import SourceError
from intake.files import OWN, Intake

FILES = 300


def test_a_spoilt_file_is_taken_or_refused_in_russian_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    fuzz = Fuzz(tmp_path / "home", seed=SEED + 9)
    found = fuzz.run(range(FILES))
    assert not found.wrong, "\n\n".join(found.wrong)
    assert fuzz.running() == 0 and found.taken > FILES / 10 and found.refused.total() > FILES / 10
    assert found.memory_kb < 2 * MOST_MEMORY_KB  # of a process that ran other tests before


def test_a_file_is_put_aside_although_a_profile_of_the_home_is_broken(tmp_path: Path) -> None:
    place = house(tmp_path / "home")
    own = place.settings.home / OWN
    own.mkdir()
    (own / "own.yaml").write_text("key: [", encoding="utf-8")
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    Intake(place).quarantine(path, SourceError("The file is empty"), "pos", "tester")
    with place.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM quarantine").scalars().all() == ["x.csv"]
