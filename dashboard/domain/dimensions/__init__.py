"""The registered dimensions, one a file."""
