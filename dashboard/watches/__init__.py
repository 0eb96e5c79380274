"""One file, one watch: what is looked at by itself so that people need not."""
