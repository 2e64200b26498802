"""One scheduler at a time: the others wait until it has gone or died."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.store.crawl import node
from tiktok_spiders.store.journal import schedulers
from tiktok_spiders.store.writing import insert, writing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.store import Store

EXPIRY = timedelta(seconds=30)
"""Without a sign of life for so long a scheduler is taken for dead."""

_NAME = "scheduler"
_LOCK = 0x74_6B_73_63
# A machine that vanishes closes no connection: let PostgreSQL ask after 10 s, then every 5 s, three times.
_KEEPALIVE = {"tcp_keepalives_idle": 10, "tcp_keepalives_interval": 5, "tcp_keepalives_count": 3}


class Holder(NamedTuple):
    """Who works on the schedules."""

    name: str
    last_beat_at: datetime
    expires_at: datetime


class Lock(Protocol):
    """What the worker needs of a lock."""

    def hold(self, now: datetime) -> bool:
        """Take the lock, or show that it is still needed; return whether it is ours."""

    def release(self) -> None:
        """Give it back, if it is ours."""


def lock_for(store: Store) -> Lock:
    """Return PostgreSQL's advisory lock, or a row that expires."""
    return AdvisoryLock(store) if store.engine.dialect.name == "postgresql" else RowLock(store)


def holder_of(store: Store) -> Holder | None:
    """Return who holds the lock, or held it last and died."""
    columns = (schedulers.c.holder, schedulers.c.last_beat_at, schedulers.c.expires_at)
    with store.reading() as connection:
        found = connection.execute(sa.select(*columns)).first()
    return None if found is None else Holder(*found)


class RowLock:
    """A row with its holder's last sign of life."""

    def __init__(self, store: Store, holder: str = "", expiry: timedelta = EXPIRY) -> None:
        self._store, self._expiry = store, expiry
        self.holder = holder or node()

    def hold(self, now: datetime) -> bool:
        """Take the row if nobody has it, or its holder gives no sign of life; renew it if it is ours."""
        free = sa.or_(schedulers.c.holder == self.holder, schedulers.c.expires_at <= now)
        return self._beat(now, free)

    def take(self, now: datetime) -> None:
        """Take the row from whoever has it."""
        self._beat(now, None)

    def release(self) -> None:
        """Remove the row if it is ours."""
        with writing(self._store) as connection:
            connection.execute(sa.delete(schedulers).where(schedulers.c.holder == self.holder))

    def _beat(self, now: datetime, where: sa.ColumnElement[bool] | None) -> bool:
        values = {"holder": self.holder, "last_beat_at": now, "expires_at": now + self._expiry}
        with writing(self._store) as connection:
            row = insert(connection, schedulers).values(name=_NAME, **values)
            row = row.on_conflict_do_update(index_elements=["name"], set_=values, where=where)
            return bool(connection.execute(row.returning(schedulers.c.name)).first())


class AdvisoryLock:
    """A lock of PostgreSQL's that lasts as long as its connection: it is free as soon as its holder dies.

    It needs a connection of its own, so no pooler that shares connections between transactions. The row is
    written as well, to show who has it.
    """

    def __init__(self, store: Store, holder: str = "") -> None:
        self._store, self._row = store, RowLock(store, holder)
        self._connection: Connection | None = None
        self._held = False

    def hold(self, now: datetime) -> bool:
        """Take the lock, or make sure that its connection is still there. Raises ``StoreBusyError``."""
        try:
            self._held = self._ask()
        except DBAPIError as error:
            self._forget()
            raise StoreBusyError("the connection that holds the scheduler's lock is gone") from error
        if self._held:
            self._row.take(now)
        return self._held

    def release(self) -> None:
        """Unlock, and close the connection."""
        if self._held:
            self._row.release()
            self._unlock()
        self._forget()

    def _ask(self) -> bool:
        if self._connection is None:
            self._connection = self._connect()
        ask = sa.literal(True) if self._held else sa.func.pg_try_advisory_lock(_LOCK)  # noqa: FBT003
        return bool(self._connection.execute(sa.select(ask)).scalar())

    def _connect(self) -> Connection:
        connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for name, value in _KEEPALIVE.items():
            connection.execute(sa.text(f"SET {name} = {value}"))
        return connection

    def _unlock(self) -> None:
        # The end of the connection would do it too, but some time later.
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK)))

    def _forget(self) -> None:
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            with suppress(DBAPIError):
                # Not back to the pool: the lock would go on with the connection.
                connection.invalidate()
                connection.close()
