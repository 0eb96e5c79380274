"""What citizens write and leave of themselves: private text, with names, phones and flats planted on purpose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from datasources.demo.habits import Topic, Town
from datasources.demo.plan import House

ABOUT_PLACE = re.compile(r"\[([^]]*)\]")


class Citizen(NamedTuple):
    """An invented author."""

    name: str
    phone: str
    mail: str
    flat: str


def citizens(seed: int, town: Town) -> tuple[Citizen, ...]:
    """Return all authors of a seed: names of people.yaml, phones and addresses drawn once."""
    rng = Random(f"{seed}:citizens")
    return tuple(
        Citizen(name, f"+7 900 {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}",
                f"zhitel{rng.randint(10_000, 99_999)}@{town.people['mail_host']}",
                f"кв. {rng.choice(town.people['flats'])}")
        for name in town.people["names"])


def planted(seed: int, town: Town) -> frozenset[str]:
    """Return every string that must never be seen outside the vault: names, phones, mail addresses, flats."""
    return frozenset(secret for citizen in citizens(seed, town) for secret in citizen)


def letter(rng: Random, town: Town, author: Citizen, asked: Sequence[tuple[Topic, House | None]]) -> Mapping[str, str]:
    """Return the private fields of an appeal: its text over all its questions, applicant, contact and address.

    Who names no house does not name himself either: few invented authors write for a whole town, and each of them
    asking without a place would soon look like one person asking again and again.
    """
    speech = town.speech
    parts = [_phrase(rng, topic, house) for topic, house in asked]
    text = rng.choice(speech["greetings"]) + parts[0]
    text += "".join(rng.choice(speech["also"]) + part for part in parts[1:]) + rng.choice(speech["endings"])
    if rng.random() < town.people["share"]:
        text += " " + rng.choice(town.people["asks"]).format(**author._asdict()) + "."
    contact, house = rng.choice((author.phone, author.mail)), asked[0][1]
    if house is None:
        return {"text": text}
    return {"text": text, "applicant": f"{author.name}, {house.house}", "contact": contact,
            "address": f"{house.house}, {author.flat}"}


def _phrase(rng: Random, topic: Topic, house: House | None) -> str:
    phrase = rng.choice(topic.phrases)
    if house is None:
        said = ABOUT_PLACE.sub("", phrase)
    else:
        said = ABOUT_PLACE.sub(r"\1", phrase).format(house=house.house, street=house.street)
    return said if said.endswith(("?", "!")) else f"{said}."
