"""Ratios of one run: the board on the mirror against bare SQL and against the truth itself (issue 2, §8.5)."""
