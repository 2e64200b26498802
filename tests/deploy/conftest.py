"""One egg, one environment and one Scrapyd for all tests of deploying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.deploy.checkout import copy_checkout, deploy, make_environment
from tests.deploy.server import PASSWORD, Scrapyd
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres_server import PostgresServer

TOKEN = "token-that-only-the-server-knows-0123456789"
SECRET_KEY = "key-that-only-the-server-knows-0123456789"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment without this project."""
    return make_environment(tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout."""
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="session")
def tiktok() -> Iterator[StandinProcess]:
    """The site that all jobs ask."""
    with StandinProcess("--users", "20", "--videos", "0-60") as standin:
        yield standin


@pytest.fixture(scope="session")
def database_url(postgres: PostgresServer) -> str:
    """The store of all jobs."""
    return postgres.create_database()


@pytest.fixture(scope="session")
def scrapyd(
    environment: Path, checkout: Path, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scrapyd]:
    """Scrapyd with this checkout's egg deployed as version 1000, and the secrets in its environment."""
    secrets = {
        "TIKTOK_DATABASE_URL": database_url,
        "TIKTOK_MS_TOKENS": TOKEN,
        "TIKTOK_SECRET_KEY": SECRET_KEY,
    }
    directory = tmp_path_factory.mktemp("scrapyd")
    with Scrapyd(
        environment, directory, [str(environment / "bin/scrapyd"), "--pidfile="], **secrets
    ) as server:
        done = deploy(checkout, "remote", SCRAPYD_URL=server.url, SCRAPYD_PASSWORD=PASSWORD, VERSION="1000")
        assert done.returncode == 0, done.stdout + done.stderr
        yield server
