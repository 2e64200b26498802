"""Fixtures that every part of the tests may use."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests import launching, ports
from tests.postgres_server import PostgresServer
from tests.redis_server import RedisServer
from tests.standin_process import DEFAULT_SWITCHES, StandinProcess
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

launching.forks = True


@pytest.fixture
def free_port() -> int:
    """A loopback port that nothing listens on now."""
    return ports.free_port()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server; ``postgres.create_database()`` gives the URL of an empty database."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and no rows, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_url(empty_file: Path, tmp_path: Path) -> str:
    """The URL of a SQLite file of this test's own with the schema and no rows."""
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'store.db')}"


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """A store of this test's own, in a SQLite file."""
    with closing(Store.open(sqlite_url)) as opened:
        yield opened


@pytest.fixture(scope="session")
def _with_schema(postgres: PostgresServer) -> str:
    url = postgres.create_database()
    Store.open(url).close()
    return url


@pytest.fixture
def schema_url(postgres: PostgresServer, _with_schema: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the schema and no rows, which tests have one after the other."""
    yield _with_schema
    postgres.clear_database(_with_schema)


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database of this test's own."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def _redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture
def redis_server(_redis: RedisServer) -> RedisServer:
    """A real Redis server with nothing in it, which tests share: start one of your own to stop it."""
    _redis.flush()
    return _redis


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis, password included."""
    return redis_server.url


@pytest.fixture
def standin() -> Iterator[StandinProcess]:
    """A stand-in of this test's own, as a process; its seeded world is the same each time."""
    with StandinProcess() as process:
        yield process


@pytest.fixture
def start_standin() -> Iterator[Callable[..., StandinProcess]]:
    """Start stand-ins with options: ``start_standin("--bulk", "100", "--users", "5", "--proxies", "2")``."""
    with ExitStack() as stack:
        yield lambda *args: stack.enter_context(StandinProcess(*args))


@pytest.fixture(scope="session")
def _shared_standin() -> Iterator[StandinProcess]:
    with StandinProcess() as process:
        yield process


@pytest.fixture
def shared_standin(_shared_standin: StandinProcess) -> StandinProcess:
    """The stand-in that tests share for speed: no plan, first switches, empty log. Do not ``grow`` it."""
    _shared_standin.set_plan()
    _shared_standin.set_switches(**DEFAULT_SWITCHES)
    _shared_standin.clear_log()
    return _shared_standin
