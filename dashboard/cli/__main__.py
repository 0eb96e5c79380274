"""`python -m dashboard.cli` is the `situation-room` command."""

from dashboard.cli import main

main()
