"""The private PostgreSQL is what the store is promised."""

import os

from sqlalchemy import create_engine, text


def ask(url: str, words: str) -> str:
    engine = create_engine(url)
    with engine.connect() as line:
        said = str(line.execute(text(words)).scalar_one())
    engine.dispose()
    return said


def test_the_cluster_is_version_15(postgres_store_url: str) -> None:
    assert ask(postgres_store_url, "show server_version").startswith("15.")


def test_the_cluster_speaks_utf8_and_sorts_by_code_point(postgres_store_url: str) -> None:
    assert ask(postgres_store_url, "show server_encoding") == "UTF8"
    assert ask(postgres_store_url, "select max(x) from (values ('Z'), ('a')) t(x)") == "a"


def test_every_test_gets_an_empty_database(postgres_store_url: str) -> None:
    assert ask(postgres_store_url, "select count(*) from pg_tables where schemaname = 'public'") == "0"


def test_the_server_is_not_run_by_root(postgres_store_url: str) -> None:
    folder = ask(postgres_store_url, "show data_directory")
    assert os.stat(folder).st_uid != 0  # noqa: PTH116
