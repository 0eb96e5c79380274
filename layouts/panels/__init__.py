"""One file is one panel."""
