"""The truth: the only SQL that writes."""
