"""Wrong arguments, settings, stores and files: one line, status 2, nothing started."""

from __future__ import annotations

import socket
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.e2e.refusals import Refusal, crawl, run_all

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = ("user", "-a", "users=somebody")


def store(url: str) -> tuple[str, ...]:
    """Return a crawl with this database."""
    return (*TARGET, "-s", f"TIKTOK_DATABASE_URL={url}", "-s", "TIKTOK_STORE_WAIT=0")


def setting(text: str) -> tuple[str, ...]:
    """Return a crawl with this setting."""
    return (*TARGET, "-s", text)


CASES = [
    crawl("no spider", says="name one spider"),
    crawl("unknown spider", "ghost", "-a", "users=a", says=("unknown spider 'ghost'", "user, video")),
    crawl("no target", "user", "-a", "users= , ", says="no target given: users="),
    crawl("only comments", "user", "-a", "users_file=comments.txt", says="no target given"),
    crawl(
        "unknown argument", *TARGET, "-a", "nonsense=1", says=("unknown argument 'nonsense'", "max_videos")
    ),
    crawl("argument without value", "user", "-a", "users", says="NAME=VALUE"),
    crawl(
        "negative limit",
        *TARGET,
        "-a",
        "max_videos=-1",
        says=("max_videos='-1'", "greater than or equal to 0"),
    ),
    crawl("limit in words", *TARGET, "-a", "max_videos=many", says="max_videos='many'"),
    crawl(
        "since after until",
        *TARGET,
        "-a",
        "since=2026-02-01",
        "-a",
        "until=2026-01-01",
        says="is after until=",
    ),
    crawl("no date", *TARGET, "-a", "since=gestern", says="since='gestern'"),
    crawl("control characters", *TARGET, "-a", "since=\x1b[31m2\x07", says="since="),
    crawl("no such file", "user", "-a", "users_file=nowhere.txt", says=("'nowhere.txt'", "No such file")),
    crawl("directory for a file", "user", "-a", "users_file=folder", says=("'folder'", "Is a directory")),
    crawl(
        "unreadable file",
        "user",
        "-a",
        "users_file=secret.txt",
        says=("'secret.txt'", "Permission denied"),
        needs_permissions=True,
    ),
    crawl("file that is not UTF-8", "user", "-a", "users_file=latin.txt", says=("'latin.txt'", "not UTF-8")),
    crawl("directory as database", *store("sqlite:///folder"), says="folder is a directory"),
    crawl("database in no directory", *store("sqlite:///nowhere/x.db"), says="no directory nowhere"),
    crawl("database that is none", *store("sqlite:///comments.txt"), says="file is not a database"),
    crawl(
        "unknown dialect", *store("mysql://me:geheim@host/x"), says=("mysql://me:***@host/x", "not supported")
    ),
    crawl("malformed address", *store("postgresql://me:geheim@host:port/x"), says="is not a database URL"),
    crawl("no address", *store("geheim@@host"), says=("***@host", "is not a database URL")),
    crawl("password in the query", *store("mysql://host/x?password=geheim"), says="not supported"),
    crawl(
        "no PostgreSQL",
        *store("postgresql://me:geheim@127.0.0.1:1/x"),
        says=("me:***@127.0.0.1", "Connection refused", "TIKTOK_STORE_WAIT"),
    ),
    crawl(
        "read-only database",
        *store("sqlite:///locked/old.db"),
        says=("locked/old.db", "readonly"),
        needs_permissions=True,
    ),
    crawl(
        "read-only directory",
        *store("sqlite:///locked/new.db"),
        says="locked/new.db",
        needs_permissions=True,
    ),
    crawl(
        "address without scheme",
        *setting("TIKTOK_WEB_URL=localhost:80"),
        says=("TIKTOK_WEB_URL", "'localhost:80'"),
    ),
    crawl("delay in words", *setting("TIKTOK_DOWNLOAD_DELAY=abc"), says="TIKTOK_DOWNLOAD_DELAY is 'abc'"),
    crawl("no identities", *setting("TIKTOK_IDENTITIES=0"), says="TIKTOK_IDENTITIES is '0'"),
    crawl("setting without value", *setting("TIKTOK_IDENTITIES"), says="NAME=VALUE"),
    crawl(
        "address of the environment",
        *TARGET,
        says="'ftp://host'",
        environment={"TIKTOK_WEB_URL": "ftp://host"},
    ),
    crawl("delay of the environment", *TARGET, says="'abc'", environment={"TIKTOK_DOWNLOAD_DELAY": "abc"}),
    crawl("identities of the environment", *TARGET, says="'0'", environment={"TIKTOK_IDENTITIES": "0"}),
    crawl(
        "new_only without store",
        *setting("TIKTOK_STORE_ENABLED=false"),
        "-a",
        "new_only=true",
        says="new_only needs the store",
    ),
    crawl(
        "run without store",
        *setting("TIKTOK_STORE_ENABLED=false"),
        "-a",
        "run=name",
        says="run needs the store",
    ),
    crawl("unknown format", *TARGET, "-O", "out.xyz", says="'xyz'"),
    crawl("feed below a file", *TARGET, "-O", "comments.txt/out.jsonl", says="is not a directory"),
    crawl("feed that is a directory", *TARGET, "-O", "folder:jsonl", says="it is a directory"),
    crawl(
        "feed in a read-only directory",
        *TARGET,
        "-O",
        "locked/out.jsonl",
        says="no permission",
        needs_permissions=True,
    ),
    crawl("read-only feed", *TARGET, "-o", "locked/out.csv", says="no permission", needs_permissions=True),
]

PORT_IN_USE = Refusal("port in use", ("tiktok_standin", "--port"), ("cannot listen", "in use"))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, str, str]]]:
    """Status, stdout and stderr of each refusal."""
    directory = tmp_path_factory.mktemp("refusals")
    (directory / "comments.txt").write_text("# nobody\n\n   # nobody\n" * 200)
    (directory / "latin.txt").write_bytes("Müller".encode("latin-1"))
    (directory / "secret.txt").write_text("somebody")
    (directory / "secret.txt").chmod(0)
    locked = directory / "locked"
    for folder in (directory / "folder", locked):
        folder.mkdir()
    (locked / "out.csv").touch(0o400)
    with sqlite3.connect(locked / "old.db") as connection:
        connection.execute("CREATE TABLE something (a)")
    connection.close()
    (locked / "old.db").chmod(0o400)
    locked.chmod(0o500)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        yield run_all([*CASES, replace(PORT_IN_USE, command=(*PORT_IN_USE.command, port))], directory)
    locked.chmod(0o700)


@pytest.mark.parametrize("case", [*CASES, PORT_IN_USE], ids=lambda case: case.name)
def test_it_is_refused_in_one_line(answers: dict[str, tuple[int, str, str]], case: Refusal) -> None:
    if case.name not in answers:
        pytest.skip("root, and no setpriv to bind it by permissions")
    status, out, err = answers[case.name]
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert all(word in err for word in case.words), err
    assert not set("\x1b\x07") & set(err)
    assert "geheim" not in err
