from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from tests.own_server import ServerUnavailableError
from tests.postgres_server import PostgresServer

if TYPE_CHECKING:
    from sqlalchemy import Engine


def engine_of(url: str) -> Engine:
    return create_engine(url)


def tables(url: str) -> int:
    engine = engine_of(url)
    with engine.connect() as connection:
        query = text("select count(*) from information_schema.tables where table_schema = 'public'")
        found = connection.execute(query).scalar_one()
    engine.dispose()
    return int(found)


def test_each_database_starts_empty(postgres: PostgresServer, postgres_url: str) -> None:
    engine = engine_of(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("create table seen (id text)"))
    engine.dispose()
    other = postgres.create_database()
    assert tables(postgres_url) == 1
    assert tables(other) == 0
    postgres.drop_database(other)


def test_server_comes_back_with_its_data_after_a_crash() -> None:
    with PostgresServer() as server:
        url = server.create_database()
        port = server.port
        server.stop(signal.SIGQUIT)
        with pytest.raises(Exception, match="refused"):
            tables(url)
        server.start()
        assert server.port == port
        assert tables(url) == 0
        home = server.home
    assert not home.exists()


def test_missing_server_fails_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(ServerUnavailableError, match="install the server"):
        PostgresServer()
