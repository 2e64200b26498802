from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from types import SimpleNamespace

import pytest

from tiktok_spiders.doctor import storage
from tiktok_spiders.doctor.finding import Level


def only(url):
    (finding,) = storage.check_database(url)
    return finding


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "tiktok.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    return path


def test_a_database_that_is_not_there_yet(tmp_path):
    path = tmp_path / "new.db"
    finding = only(f"sqlite:///{path}")
    assert finding.level is Level.OK
    assert "will be made" in finding.detail
    assert not path.exists()


def test_a_database_is_not_changed(database):
    before = database.read_bytes()
    finding = only(f"sqlite:///{database}")
    assert finding.level is Level.OK
    assert finding.detail.endswith("readable and writable")
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["tiktok.db"]


def test_a_locked_database(database, monkeypatch):
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    connect = storage.create_engine
    monkeypatch.setattr(
        storage, "create_engine", lambda url, connect_args: connect(url, connect_args={"timeout": 0})
    )
    finding = only(f"sqlite:///{database}")
    holder.close()
    assert finding.level is Level.FAIL
    assert "locked" in finding.detail
    assert "another process" in finding.mend


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("not a database " * 100)
    finding = only(f"sqlite:///{path}")
    assert finding.level is Level.FAIL
    assert "file is not a database" in finding.detail


def test_a_directory_that_is_not_there(tmp_path):
    finding = only(f"sqlite:///{tmp_path}/no/such/tiktok.db")
    assert finding.level is Level.FAIL
    assert finding.mend == f"mkdir -p {tmp_path}/no/such"


def test_a_directory_of_somebody_else(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "cannot write in" in only(f"sqlite:///{tmp_path}/tiktok.db").detail


@pytest.mark.parametrize(("free", "level"), [(500 * 2**20, Level.WARN), (2**20, Level.FAIL)])
def test_little_room(database, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    opened, room = storage.check_database(f"sqlite:///{database}")
    assert opened.level is Level.OK
    assert room.level is level


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_memory(url):
    assert only(url).level is Level.WARN


@pytest.mark.parametrize("url", ["mysql://u:hunter2@host/db", "no address with hunter2", "", "sqlite"])
def test_what_is_not_supported(url):
    finding = only(url)
    assert finding.level is Level.FAIL
    assert "hunter2" not in repr(finding)


def test_a_server_that_is_not_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    finding = only(f"postgresql+psycopg://u:hunter2@127.0.0.1:{port}/db?password=hunter2")
    assert finding.level is Level.FAIL
    assert f"127.0.0.1:{port}/db" in finding.detail
    assert "hunter2" not in repr(finding)


def test_a_password_in_a_drivers_message_is_hidden():
    url = storage.make_url("postgresql+psycopg://u:hunter2@host/db?sslpassword=swordfish")
    reason = storage._reason(ValueError("bad hunter2 and swordfish\x1b[2J"), url)
    assert reason == "bad *** and ***"


def test_postgresql(postgres_url):
    finding = only(postgres_url)
    assert finding.level is Level.OK
    assert "PostgreSQL" in finding.detail
    engine = storage.create_engine(postgres_url)
    with engine.connect() as connection:
        tables = connection.execute(
            storage.text("SELECT count(*) FROM pg_tables WHERE tablename = 'doctor_probe'")
        )
        assert tables.scalar_one() == 0
    engine.dispose()


def test_postgresql_without_that_database(postgres_url):
    finding = only(postgres_url + "_gone")
    assert finding.level is Level.FAIL
    assert "does not exist" in finding.detail
