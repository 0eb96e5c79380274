"""What a serving process has ready for every screen."""

from __future__ import annotations

from dashboard.cache.board import Board, SourceState
from dashboard.house import House


class Published:
    """The board as every screen sees it, ready without computing: what the bell and the parcels ask."""

    def __init__(self, house: House) -> None:
        self._house = house

    def version(self) -> str:
        """Return the version of the live board."""
        return self._house.published.version

    def board(self) -> Board:
        """Return the live board of the whole town."""
        return self._house.published

    def health(self) -> tuple[SourceState, ...]:
        """Return the state of every source."""
        return self._house.published.sources
