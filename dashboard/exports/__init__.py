"""What the head takes along, one format a file."""
