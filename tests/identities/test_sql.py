from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from tests.identities.clock import NOW, Clock, identity, maker, session
from tests.waiting import reached
from tiktok_spiders.identities.protocol import Need
from tiktok_spiders.identities.shelf import PURPOSE, Shelf
from tiktok_spiders.identities.sql import SqlPool
from tiktok_spiders.store import Store
from tiktok_spiders.store.journal import identities
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
OTHER = "another-key-of-this-test-long-enough-0123456789"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    in_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/store.db" if in_file else str(request.getfixturevalue("postgres_url"))
    opened = Store.open(url)
    yield opened
    opened.close()


def shelf_of(store: Store, key: str = KEY) -> Shelf:
    return Shelf(store, Vault.from_key(key))


def pool_of(store: Store, clock: Clock, size: int = 2, seed: int = 1) -> SqlPool:
    return SqlPool(size, maker(clock, seed), shelf_of(store), clock=clock, call_later=clock.call_later)


async def use(pool: SqlPool) -> None:
    """Lease, answer, learn a token; have one rest and one session."""
    pool.adopt(session("MARK-session"))
    first, second = [await pool.lease(Need()) for _ in range(2)]
    first.take_token("MARK-token")
    first.jar.put("ttwid", "MARK-ttwid", ".tiktok.com", int(NOW) + 86_400)
    first.source = "http"
    pool.report(first.name, endpoint="videos", outcome="ok")
    pool.report(second.name, endpoint="videos", outcome="captcha", retire_s=900)
    for one in (first, second):
        pool.release(one.name)


async def test_they_come_back_with_health_cookies_and_token(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    await use(pool)
    before = {one.name: one.dump() for one in pool.all()}
    assert len(before) == 3
    pool.close()
    pool.close()
    again = pool_of(store, clock, seed=2)
    assert {one.name: one.dump() for one in again.all()} == before
    leased = await again.lease(Need())
    assert leased.name in before
    assert (leased.ms_token, leased.jar.value("ttwid")) == ("MARK-token", "MARK-ttwid")
    assert leased.is_minted
    assert (await again.lease(Need(logged_in=True))).session_name == "MARK-session"
    assert (await again.lease(Need())).name not in before
    again.close()


async def test_nothing_in_the_database_can_be_read(tmp_path: Path, clock: Clock) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    pool = pool_of(store, clock)
    await use(pool)
    devices = [one.device_id.encode() for one in pool.all()]
    pool.close()
    store.close()
    found = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"identities" in found
    for secret in (b"MARK-token", b"MARK-ttwid", b"secret-MARK", *devices):
        assert secret not in found


async def test_changes_are_written_while_the_crawl_runs(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    leased = await pool.lease(Need())
    await (await reached(lambda: pool._writing, 10, "write that began"))
    leased.take_token("later")
    pool.changed(leased.name)
    pool._begin_write()
    pool.changed(leased.name)
    pool._begin_write()
    await pool._writing
    (row,) = shelf_of(store).read()
    assert row.in_use
    assert row.identity is not None
    assert row.identity.ms_token == "later"
    pool.retire(leased.name, "mixed")
    pool._begin_write()
    await pool._writing
    assert shelf_of(store).read() == []
    pool.close()


async def test_two_processes_never_share_one(store: Store, clock: Clock) -> None:
    first = pool_of(store, clock)
    leased = await first.lease(Need())
    first.close()
    first = pool_of(store, clock)
    second = pool_of(store, clock, seed=3)
    assert [one.name for one in first.all()] == [leased.name]
    assert second.all() == []
    stolen = first.all()[0]
    stolen.uses = 99
    shelf_of(store).save([stolen])
    assert [row.identity.uses for row in shelf_of(store).read() if row.identity] == [0]
    first.close()
    second.close()


async def test_those_of_a_process_that_died_are_taken_over(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    leased = await pool.lease(Need())
    pool._shelf.write(pool._take_rows())
    assert pool_of(store, clock).all() == []
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.update(identities).values(node=f"{socket.gethostname()}/{gone.pid}#1"))
    assert [one.name for one in pool_of(store, clock).all()] == [leased.name]


async def test_a_late_write_changes_nothing_that_was_left(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    leased = await pool.lease(Need())
    rows = pool._take_rows()
    pool.report(leased.name, endpoint="x", outcome="ok")
    pool.close()
    pool._shelf.write(rows)
    (row,) = shelf_of(store).read()
    assert not row.in_use
    assert row.identity is not None
    assert row.identity.uses == 1


async def test_the_retired_leave_how_long_they_lasted(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    leased = await pool.lease(Need())
    for _ in range(2):
        clock.advance(50)
        pool.report(leased.name, endpoint="x", outcome="empty")
    pool._shelf.write(pool._take_rows())
    pool.retire(leased.name, "mixed")
    pool.close()
    shelf = shelf_of(store)
    assert shelf.lives() == [("invented", 100.0, 100.0)]
    assert not shelf.retire(leased.name, "again")
    with store.reading() as connection:
        row = connection.execute(sa.select(identities)).one()
    assert (row.sealed, row.reason, row.node) == (None, "mixed", None)
    shelf.save([leased])
    assert shelf.read() == []


def test_rotation(store: Store) -> None:
    shelf_of(store).save([identity("d0"), identity("d1")])
    shelf_of(store, OTHER).save([identity("d2")])
    assert shelf_of(store, f"{OTHER},{KEY}").rotate() == (3, 0)
    assert [row.identity is not None for row in shelf_of(store, OTHER).read()] == [True] * 3
    assert [row.identity for row in shelf_of(store, KEY).read()] == [None] * 3
    assert shelf_of(store, KEY).rotate() == (0, 3)
    assert shelf_of(store, KEY).claim(9) == []
    with store.reading() as connection:
        sealed = connection.execute(sa.select(identities.c.sealed)).scalars().all()
    assert all(b"device_id" in Vault.from_key(OTHER).decrypt(PURPOSE, one) for one in sealed)


async def test_a_store_that_fails_does_not_stop_the_crawl(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pool = pool_of(store, clock)
    leased = await pool.lease(Need())

    def fail(*_: object) -> None:
        raise OperationalError("SELECT MARK", {}, Exception("locked"))

    with monkeypatch.context() as broken:
        broken.setattr(pool._shelf, "write", fail)
        for _ in range(2):
            pool._begin_write()
            assert pool._writing is not None
            await pool._writing
    assert [record.message for record in caplog.records] == [
        "Identities cannot be written now: OperationalError"
    ]
    pool._begin_write()
    await pool._writing
    assert [row.name for row in shelf_of(store).read()] == [leased.name]
    monkeypatch.setattr(pool._shelf, "write", fail)
    pool.close()


def test_without_a_loop_close_writes(store: Store, clock: Clock) -> None:
    pool = pool_of(store, clock)
    pool.adopt(identity("d0"))
    pool.close()
    assert [row.name for row in shelf_of(store).read()] == [identity("d0").name]


def test_the_node_is_this_process(store: Store) -> None:
    shelf = shelf_of(store)
    assert shelf.node.startswith(f"{socket.gethostname()}/{os.getpid()}#")
