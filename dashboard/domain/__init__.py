"""Rules of the town: pure functions and frozen values, without I/O, clock or logging."""
