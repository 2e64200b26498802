"""Nobody without the password, nothing without a password, and an end in order."""

from __future__ import annotations

import shutil
import signal
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest
import sqlalchemy as sa

from tests.deploy.checkout import ROOT, clean_environ
from tests.deploy.server import Scrapyd
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres_server import PostgresServer

ENTRYPOINT = ["sh", str(ROOT / "scrapyd/entrypoint.sh")]


@pytest.mark.parametrize("password", ["", "wrong"])
@pytest.mark.parametrize("path", ["daemonstatus.json", "listjobs.json", "logs/", ""])
def test_every_address_wants_the_password(scrapyd: Scrapyd, password: str, path: str) -> None:
    with pytest.raises(HTTPError, match="401") as refused:
        scrapyd.fetch(Request(scrapyd.url + path), password)
    refused.value.close()


def test_it_listens_on_loopback_only(scrapyd: Scrapyd) -> None:
    assert scrapyd.url.startswith("http://127.0.0.1:")
    assert "bind_address = 127.0.0.1\n" in (scrapyd.directory / "scrapyd.conf").read_text()


@pytest.mark.parametrize("command", [["scrapyd", "--pidfile="], ENTRYPOINT])
def test_without_a_password_it_does_not_start(environment: Path, tmp_path: Path, command: list[str]) -> None:
    shutil.copy(ROOT / "scrapyd/scrapyd.conf", tmp_path)
    path = f"{environment / 'bin'}:{clean_environ()['PATH']}"
    environ = clean_environ(PATH=path)
    done = subprocess.run(
        command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=180
    )
    assert done.returncode != 0
    assert "SCRAPYD_PASSWORD" in done.stdout + done.stderr


def test_stopping_the_container_lets_crawls_end(
    scrapyd: Scrapyd, environment: Path, postgres: PostgresServer, tmp_path: Path
) -> None:
    shutil.copytree(scrapyd.directory / "eggs", tmp_path / "eggs")
    database = postgres.create_database()
    with (
        StandinProcess("--bulk", "700", "--users", "1") as standin,
        Scrapyd(environment, tmp_path, ENTRYPOINT, TIKTOK_DATABASE_URL=database) as server,
    ):
        given: dict[str, Any] = {"TIKTOK_WEB_URL": standin.url, "TIKTOK_DOWNLOAD_DELAY": 0.5}
        server.schedule("user", given | {"TIKTOK_BROWSER": "off"}, users=standin.handles()[0], run="stopped")
        server.wait_for(lambda: len(standin.log("creator/item_list")) > 3)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(120) == 0
        assert server.left_of(0) == []
        (log,) = tmp_path.glob("logs/*/user/*.log")
        assert "Spider closed (shutdown)" in log.read_text()
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        query = sa.text('SELECT status, stop_reason, "unique" FROM verdicts')
        ((status, reason, unique),) = connection.execute(query)
        (stored,) = connection.execute(sa.text("SELECT count(*) FROM videos")).one()
    engine.dispose()
    assert (status, reason) == ("failed", "shutdown")
    assert stored == unique > 0
