"""Sources: one file is one kind of source; `profiles/` holds one mapping per real format."""
