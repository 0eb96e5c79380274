"""Copies of a whole room: made while it runs, checked before they count, brought back into an empty home."""
