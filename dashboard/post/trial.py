"""A letter that tries the settings of the mail server; it is kept nowhere."""

from __future__ import annotations

from dashboard.errors import UsageError
from dashboard.house import House
from dashboard.post.letters import Letters
from dashboard.post.mail import Mail
from dashboard.post.outlets import ADDRESS, outlets_of
from dashboard.store.tokens import fresh_token


def try_mail(house: House, address: str) -> str:
    """Send a test letter and return what the mail server said when it had taken it.

    Raises:
        UsageError: letters are off, or the address is none.
        NotTakenError, RefusedError, UnsureError: the server does not take it; the message says what it said.
    """
    place, base = outlets_of(house.settings).mail, outlets_of(house.settings).base
    if place is None:
        raise UsageError("Letters are off: set SITUATION_ROOM_SMTP_HOST and SITUATION_ROOM_SMTP_SENDER")
    if not ADDRESS.fullmatch(address):
        raise UsageError("{text} is no address of mail; write it as ivanova@town.ru", text=address)
    letters, words = Letters(house, place.sender, base), house.words
    text = words("This is a test letter of the situation room {town}: letters about alerts will come like this one.",
                 town=house.town.name)
    letter = letters.packed(address, words("Test letter of the situation room"), text + "\n", (fresh_token(), "test"))
    with Mail(place, letters.letter).open() as hand:
        return hand.hand_over(address, letter)
