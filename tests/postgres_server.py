"""A real PostgreSQL cluster on loopback for the tests: made, started, stopped and removed here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.own_server import OwnServer, ServerUnavailableError, with_parent

SUPERUSER = "tiktok"
_UNPRIVILEGED = ("postgres", "nobody")


_CLEAR = """
DO $$
DECLARE each record;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        CONTINUE WHEN each.tablename = 'alembic_version';
        EXECUTE format('DELETE FROM %I', each.tablename);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
# TRUNCATE makes a new file for each table: ten times slower where they hold a few rows.


class PostgresServer(OwnServer):
    """One throw-away cluster: loopback only, no Unix socket, no fsync, trust authentication.

    SIGINT, which ends it, ends sessions in order; SIGQUIT ends them at once, as a crash does.
    ``options``: parameters of the server in the place of those here.
    """

    name = "PostgreSQL"
    ends_by = signal.SIGINT

    def __init__(self, **options: str) -> None:
        self._given = options
        self._bin = _find_binaries()
        self._account = _account()
        super().__init__(Path(tempfile.mkdtemp(prefix="tiktok-postgres-")))
        self._data = self.home / "data"

    def create_database(self, like: str = "") -> str:
        """Make an empty database, or a copy of that of a URL ``like``; return its SQLAlchemy URL."""
        name, template = f"test_{uuid4().hex}", like.rpartition("/")[2] or "template0"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Remove a database, with the sessions that are still open on it."""
        self._execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def clear_database(self, url: str) -> None:
        """Remove all rows but Alembic's, count from 1 again, and end the sessions that are still open."""
        name = url.rpartition("/")[2]
        with self._connect() as connection:
            ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(ended, [name])
        with self._connect(name) as connection:
            connection.execute(_CLEAR)

    def _prepare(self) -> None:
        if self._account:
            shutil.chown(self.home, user=self._account)
        command = [str(self._bin / "initdb"), "-D", str(self._data), "-U", SUPERUSER, "--auth=trust"]
        command += ["--encoding=UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._options())
        if done.returncode:
            raise ServerUnavailableError(f"initdb failed:\n{done.stderr}")

    def _command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "50",
            "shared_buffers": "16MB",
            # Whoever connects while it stops, and then says nothing, holds up its end for so long.
            "authentication_timeout": "10s",
            **self._given,
        }
        flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        program = str(self._bin / "postgres")
        return [*with_parent(signal.SIGINT), program, "-D", str(self._data), *flags]

    def _options(self) -> dict[str, Any]:
        if not self._account:
            return {"cwd": self.home}
        return {"cwd": self.home, "user": self._account, "group": _group(self._account), "extra_groups": []}

    def _connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=SUPERUSER, dbname=name, autocommit=True)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement)


def _find_binaries() -> Path:
    """The folder of initdb and postgres: Debian's newest first, for its PATH holds no server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    raise ServerUnavailableError(
        "PostgreSQL is needed by these tests and neither PATH nor /usr/lib/postgresql has initdb; "
        "install the server (Debian: apt-get install postgresql)"
    )


def _account() -> str | None:
    """The account to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in _UNPRIVILEGED:
        if name in known:
            return name
    raise ServerUnavailableError(f"PostgreSQL does not run as root and none of {_UNPRIVILEGED} exists")


def _group(account: str) -> int:
    import pwd

    return pwd.getpwnam(account).pw_gid
