"""One figure per part: what a number on a screen is, and how it comes about."""
