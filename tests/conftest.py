"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from houses import close_all
from postgres import postgres_module_url, postgres_store_url, postgres_url


@pytest.fixture(autouse=True)
def houses_are_closed() -> Iterator[None]:
    """Close what a test has opened before its database goes away."""
    yield
    close_all()


__all__ = ["postgres_module_url", "postgres_store_url", "postgres_url"]
