from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from tests.schedules.conftest import START
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.schedules.lock import EXPIRY, AdvisoryLock, RowLock, holder_of, lock_for
from tiktok_spiders.store import Store

SECOND = timedelta(seconds=1)


@pytest.fixture
def pg(schema_url):
    opened = Store.open(schema_url)
    yield opened
    opened.close()


def test_one_holds_the_others_wait(both):
    make = type(lock_for(both))
    first, second = make(both, "first"), make(both, "second")
    assert [first.hold(START), second.hold(START), first.hold(START)] == [True, False, True]
    assert holder_of(both) == ("first", START, START + EXPIRY)
    first.release()
    assert holder_of(both) is None
    assert [second.hold(START), first.hold(START)] == [True, False]
    first.release()
    assert second.hold(START)
    second.release()


def test_which_lock(store, pg):
    assert isinstance(lock_for(store), RowLock)
    assert isinstance(lock_for(pg), AdvisoryLock)


def test_a_row_expires(store):
    first, second = RowLock(store, "first"), RowLock(store, "second")
    assert first.hold(START)
    assert not second.hold(START + EXPIRY - SECOND)
    assert second.hold(START + EXPIRY)
    assert not first.hold(START + EXPIRY)


def test_an_advisory_lock_does_not_expire(pg):
    first, second = AdvisoryLock(pg, "first"), AdvisoryLock(pg, "second")
    assert first.hold(START)
    assert not second.hold(START + 10 * EXPIRY)
    first.release()
    second.release()


def test_an_advisory_lock_goes_with_its_connection(pg):
    first, second = AdvisoryLock(pg, "first"), AdvisoryLock(pg, "second")
    assert first.hold(START)
    with pg.engine.connect() as connection:
        # The second number, in ms: it returns when the session has ended, and its lock with it.
        held = sa.text("SELECT pg_terminate_backend(pid, 30000) FROM pg_locks WHERE locktype = 'advisory'")
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(held)
    assert second.hold(START)
    with pytest.raises(StoreBusyError, match="is gone"):
        first.hold(START)
    assert not first.hold(START)
    second.release()
    assert first.hold(START)
    first.release()


def test_the_connection_is_watched(pg):
    lock = AdvisoryLock(pg, "first")
    assert lock.hold(START)
    assert lock._connection is not None
    assert lock._connection.execute(sa.text("SHOW tcp_keepalives_idle")).scalar() == "10"
    lock.release()
    with psycopg.connect(pg.url.replace("+psycopg", "")) as other:
        assert other.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)


def test_a_server_that_is_gone_is_no_lock(pg, monkeypatch):
    lock = AdvisoryLock(pg, "first")
    assert lock.hold(START)

    def gone(*_):
        raise StoreBusyError("gone")

    monkeypatch.setattr(lock._row, "take", gone)
    with pytest.raises(StoreBusyError):
        lock.hold(START)
    monkeypatch.undo()
    lock.release()
