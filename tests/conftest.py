"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
from houses import close_all
from hypothesis import settings
from postgres import postgres_module_url, postgres_store_url, postgres_url

# The same examples on every run, so that what is green here is green there; `make soak` looks for new ones.
# How long an example takes says nothing on a machine that does other work too.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("ROOM_EXAMPLES", "same"))


@pytest.fixture(autouse=True)
def houses_are_closed() -> Iterator[None]:
    """Close what a test has opened before its database goes away."""
    yield
    close_all()


__all__ = ["postgres_module_url", "postgres_store_url", "postgres_url"]
