"""Every text that the code says to people has its Russian words, and they fit."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from msgids import ROOT, Code, translated

from dashboard.domain.steps import Why

FORMS = 3
"""Plural forms of Russian."""


def _messages() -> list[tuple[str, Message]]:
    found = []
    for path in sorted((ROOT / "locale" / "ru").glob("*.po")):
        with path.open("rb") as file:
            found += [(path.name, message) for message in read_po(file, locale="ru") if message.id]
    return found


MESSAGES = _messages()


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (str(message.id),)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _catalogue() -> dict[str, str]:
    whole = [m for _, m in MESSAGES if not m.fuzzy and all(_forms(m))]
    return {text: _forms(message)[0] for message in whole for text in _ids(message)}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_everything_that_the_code_says_has_russian_words() -> None:
    catalogue = _catalogue()
    said = [*Code().said(), *((why.value, "dashboard/domain/steps.py") for why in Why)]
    missing = {f"{place}: {text!r}" for text, place in said if text and not translated(text, catalogue)}
    assert not missing, "\n".join(["add to locale/ru/<room>.po:", *sorted(missing)])


def test_a_translation_has_the_places_of_its_original() -> None:
    wrong = [f"{name}: {m.id}" for name, m in MESSAGES for form in _forms(m)
             if form and _places(form) != set().union(*map(_places, _ids(m)))]
    assert not wrong, "\n".join(wrong)


def test_a_plural_has_three_forms() -> None:
    wrong = [f"{name}: {m.id}" for name, m in MESSAGES if len(_ids(m)) > 1 and len(_forms(m)) != FORMS]
    assert not wrong, "\n".join(wrong)


def test_one_text_is_translated_in_one_way() -> None:
    ways: dict[object, set[object]] = defaultdict(set)
    for _, message in MESSAGES:
        ways[message.id].add(message.string)
    assert not {str(text): ways[text] for text in ways if len(ways[text]) > 1}


def _said(root: Path, **files: str) -> set[str]:
    for name, source in files.items():
        path = root / name.replace("_", "/", 1)
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".py").write_text(source, encoding="utf-8")
    return {text for text, _ in Code(root).said()}


@pytest.mark.parametrize("source", [
    "def f(words): return words('Spoken', n=1)",
    "def f(self): return self._words('Spoken' if self.one else 'Spoken')",
    "class BadError(RoomError): pass\ndef f(): raise BadError('Spoken', n=1)",
    "TITLES = {'a': 'Spoken'}\ndef f(words, key): return words(TITLES[key])",
    "TITLES = {'a': 'Spoken'}\ndef f(words, key): return words(TITLES.get(key, 'Spoken'))",
    "TITLES = {'a': 'Spoken'}\ndef f(words): return {k: words(v) for k, v in TITLES.items()}",
    "ROWS = (('a', 'Spoken'),)\ndef f(words):\n    for key, title in ROWS:\n        words(title)",
    "def head(words, title): return words(title)\ndef f(words): return head(words, 'Spoken')",
    "class Part:\n    key: str\n    title: str\nPART = Part('a', 'Spoken')\ndef f(words, p): return words(p.title)",
])
def test_a_text_is_found_however_it_reaches_the_mouth(tmp_path: Path, source: str) -> None:
    assert _said(tmp_path, layouts_one=source) == {"Spoken"}


def test_a_text_is_found_in_the_file_from_which_it_is_imported(tmp_path: Path) -> None:
    user = "from layouts.two import TITLE\ndef f(words): return words(TITLE)"
    assert _said(tmp_path, layouts_one=user, layouts_two="TITLE = 'Spoken'\nOTHER = 'silent'") == {"Spoken"}


def test_a_text_with_a_hole_fits_a_translation_of_its_kind() -> None:
    assert translated("as many \0", {"as many as yesterday": "x"})
    assert not translated("as many \0", {"as few as yesterday": "x"})
