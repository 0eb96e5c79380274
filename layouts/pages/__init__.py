"""One file is one page."""
