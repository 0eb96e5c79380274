"""What every test may ask for."""

from postgres import postgres_module_url, postgres_store_url, postgres_url

__all__ = ["postgres_module_url", "postgres_store_url", "postgres_url"]
