"""A real PostgreSQL cluster on loopback for the tests: made, started, stopped and removed here."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import psycopg

from tests.waiting import until

SUPERUSER = "tiktok"
START_TIMEOUT = 30.0
_UNPRIVILEGED = ("postgres", "nobody")


class PostgresUnavailableError(RuntimeError):
    """PostgreSQL is not installed, or its server does not start."""


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


class PostgresServer:
    """One throw-away cluster: loopback only, no Unix socket, no fsync, trust authentication.

    ``stop`` and ``start`` may be called in between, for tests of a store that goes away; the port stays.
    ``options``: parameters of the server in the place of those here.
    """

    def __init__(self, **options: str) -> None:
        self._options = options
        self._bin = _find_binaries()
        self._account = _account()
        self._home = Path(tempfile.mkdtemp(prefix="tiktok-postgres-"))
        self._data = self._home / "data"
        self._log = self._home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the server and return when it accepts connections."""
        self.port = self.port or _free_port()
        self._process = process = self._popen()
        until(lambda: self._accepts() or process.poll() is not None, START_TIMEOUT, "start of PostgreSQL")
        if process.poll() is not None:
            raise PostgresUnavailableError(f"PostgreSQL did not start:\n{self._log.read_text()}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT ends sessions in order, SIGQUIT at once, as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_TIMEOUT)
            self._process = None

    def close(self) -> None:
        """Stop the server and remove the cluster."""
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

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

    def _initialise(self) -> None:
        if self._account:
            shutil.chown(self._home, user=self._account)
        command = [str(self._bin / "initdb"), "-D", str(self._data), "-U", SUPERUSER, "--auth=trust"]
        command += ["--encoding=UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._as_account())
        if done.returncode:
            raise PostgresUnavailableError(f"initdb failed:\n{done.stderr}")

    def _popen(self) -> subprocess.Popen[bytes]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "50",
            "shared_buffers": "16MB",
            **self._options,
        }
        flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with self._log.open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                [*_ends_with_parent(), self._bin / "postgres", "-D", self._data, *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as_account(),
            )
        return process

    def _as_account(self) -> dict[str, Any]:
        if not self._account:
            return {"cwd": self._home}
        return {"cwd": self._home, "user": self._account, "group": _group(self._account), "extra_groups": []}

    def _connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=SUPERUSER, dbname=name, autocommit=True)

    def _accepts(self) -> bool:
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
    raise PostgresUnavailableError(
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
    raise PostgresUnavailableError(f"PostgreSQL does not run as root and none of {_UNPRIVILEGED} exists")


def _group(account: str) -> int:
    import pwd

    return pwd.getpwnam(account).pw_gid


def _ends_with_parent() -> list[str]:
    """Where util-linux is there, a test run that is killed takes its server along."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
