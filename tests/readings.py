"""A small town's words and moment, for tests of reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.discretion import masker_of, shipped
from dashboard.domain.appeals import Record
from dashboard.words import Words
from datasources.mapping import Translation, translate
from datasources.profile import Profile
from datasources.rows import Town
from datasources.shelf import shipped_profiles
from datasources.tables import read
from datasources.vocabulary import vocabulary

SAMPLES = Path(__file__).parent / "samples"
ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
WORDS = vocabulary(
    {
        "topic": [
            {
                "key": "heating",
                "title": "Отопление",
                "parent": "housing",
                "synonyms": ["Теплоснабжение", "Нет отопления"],
            },
            {"key": "radiator", "title": "Батареи", "parent": "heating"},
            {"key": "entrance", "title": "Подъезд", "parent": "housing"},
            {"key": "light", "title": "Освещение", "parent": "yards", "codes": ["0005.0001"]},
        ],
        "block": [{"key": "housing", "title": "ЖКХ"}, {"key": "yards", "title": "Благоустройство"}],
        "department": [{"key": "Теплоснабжение", "synonyms": ["ТСО"]}, {"key": "Служба городского хозяйства"}],
        "outcome": [{"key": "refused", "title": "Отказано", "synonyms": ["Отклонено модератором"]}],
        "status": [{"key": "closed", "title": "Закрыто", "synonyms": ["Отклонено модератором"]}],
    }
)
MASK = masker_of(shipped("masking"), Words.load("ru", ZONE))
TOWN = Town(WORDS, ZONE, NOW, MASK)


def made(**told: Any) -> Profile:
    """Return a small valid profile with the given keys changed."""
    columns = {"number": "No", "received": {"headers": "Date", "required": "true"}}
    usual = {"key": "made", "title": "Made", "source": "made", "dates": ["%d.%m.%Y", "%d.%m.%Y %H:%M:%S"]}
    return Profile.model_validate({**usual, **told, "columns": {**columns, **told.get("columns", {})}})


def written(folder: Path, text: str, name: str = "made.csv") -> Path:
    """Write a text file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path, profile: Profile | str, town: Town = TOWN) -> tuple[Translation, list[Record]]:
    """Return the translation of a file and its records."""
    chosen = shipped_profiles()[profile] if isinstance(profile, str) else profile
    with read(path) as sheet:
        translation = translate(sheet, chosen, town)
        return translation, list(translation.records())
