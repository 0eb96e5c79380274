"""The demonstration town: two invented years of Zaozersk-like life, and its going on."""
