"""The only Dash callbacks; each is a few lines and async."""
