"""Identities in the store: sealed rows, each worked with by one process at a time."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.store import run_table
from tiktok_spiders.store.crawl import node
from tiktok_spiders.store.journal import identities
from tiktok_spiders.vault import SETTING, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.engine import Connection

    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

logger = logging.getLogger(__name__)

PURPOSE = "identities"
KEPT_RETIRED = timedelta(days=90)
"""How long it is remembered how long a retired identity lasted."""

_LOCK = 0x74_6B_69_64
_serial = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it is; ``identity`` is None where no key of the ring opens it."""

    name: str
    source: str
    node: str | None
    in_use: bool
    identity: Identity | None


class Shelf:
    """The table ``identities``. Synchronous; may be used by several threads."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store, self._vault = store, vault
        self._lock = threading.Lock()
        self._left = False
        self._here = node()
        self.node = f"{self._here}#{next(_serial)}"
        """Names this process, and this shelf in it."""

    def claim(self, most: int) -> list[Identity]:
        """Return at most so many identities that nobody works with; they are this process's now."""
        now = datetime.now(UTC)
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            connection.execute(sa.delete(identities).where(identities.c.retired_at < now - KEPT_RETIRED))
            free = [row for row in self._living(connection) if not self._in_use(row, now)]
            opened = [self._open(row) for row in free]
            claimed = [identity for identity in opened if identity is not None][:most]
            self._hold(connection, [one.name for one in claimed])
        if None in opened:
            logger.warning("%d identities are kept that no key of %s opens", opened.count(None), SETTING)
        return claimed

    def save(self, kept: Iterable[Identity]) -> None:
        """Write identities as they are now; a row that another process works with is left alone."""
        self.write(self.rows_of(kept))

    def rows_of(self, kept: Iterable[Identity]) -> list[dict[str, Any]]:
        """Return what ``write`` takes: the state of this moment, not yet sealed."""
        now = datetime.now(UTC)
        return [
            {
                "name": one.name,
                "slot": one.slot,
                "kind": one.kind,
                "source": one.source,
                "node": self.node,
                "sealed": one.dump(),
                "lived_s": lived(one),
                "blocked_after_s": one.blocked_after,
                "created_at": datetime.fromtimestamp(one.born, UTC),
                "updated_at": now,
                "last_beat_at": now,
            }
            for one in kept
        ]

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Seal and write rows, and give a sign of life."""
        sealed = [
            {**row, "sealed": self._vault.encrypt(PURPOSE, row["sealed"])}
            for row in sorted(rows, key=lambda row: str(row["name"]))
        ]
        beat = sa.update(identities).where(identities.c.node == self.node)
        with self._writing() as connection:
            if self._left:
                return  # a thread that comes late: what it brings is older than what was left
            for row in sealed:
                connection.execute(self._upsert(connection, row))
            connection.execute(beat.values(last_beat_at=datetime.now(UTC)))

    def retire(self, name: str, reason: str) -> bool:
        """Take a row out for good, what is sealed included; return whether there was one."""
        values = {"retired_at": datetime.now(UTC), "reason": reason, "sealed": None, "node": None}
        where = sa.and_(identities.c.name == name, identities.c.retired_at.is_(None))
        with self._writing() as connection:
            return bool(connection.execute(sa.update(identities).where(where).values(**values)).rowcount)

    def forget_retired(self, name: str) -> None:
        """Make room for a session of a name that was retired."""
        gone = sa.and_(identities.c.name == name, identities.c.retired_at.is_not(None))
        with self._writing() as connection:
            connection.execute(sa.delete(identities).where(gone))

    def let_go(self) -> None:
        """Leave all rows of this process to others."""
        with self._writing() as connection:
            self._left = True
            connection.execute(sa.update(identities).where(identities.c.node == self.node).values(node=None))

    def read(self) -> list[Row]:
        """Return all that are not retired, in use or not, the oldest first."""
        now = datetime.now(UTC)
        with self._store.reading() as connection:
            rows = self._living(connection)
        return [
            Row(
                name=row.name,
                source=row.source,
                node=row.node,
                in_use=self._in_use(row, now),
                identity=self._open(row),
            )
            for row in rows
        ]

    def lives(self) -> list[tuple[str, float, float | None]]:
        """Return of all, retired ones included: source, seconds lived, seconds until the first block."""
        columns = (identities.c.source, identities.c.lived_s, identities.c.blocked_after_s)
        with self._store.reading() as connection:
            return [(row[0], row[1] or 0.0, row[2]) for row in connection.execute(sa.select(*columns))]

    def rotate(self) -> tuple[int, int]:
        """Seal all rows with the first key; return how many were, and how many no key opens."""
        done = lost = 0
        with self._writing() as connection:
            for row in self._living(connection):
                try:
                    sealed = self._vault.rotate(PURPOSE, row.sealed)
                except VaultError:
                    lost += 1
                    continue
                same = sa.and_(identities.c.name == row.name, identities.c.sealed == row.sealed)
                connection.execute(sa.update(identities).where(same).values(sealed=sealed))
                done += 1
        return done, lost

    def _living(self, connection: Connection) -> list[Any]:
        kept = sa.select(identities).where(
            identities.c.retired_at.is_(None), identities.c.sealed.is_not(None)
        )
        return list(connection.execute(kept.order_by(identities.c.created_at, identities.c.name)))

    def _open(self, row: Any) -> Identity | None:
        try:
            return Identity.load(self._vault.decrypt(PURPOSE, row.sealed))
        except VaultError:
            return None

    def _in_use(self, row: Any, now: datetime) -> bool:
        if row.node is None or row.node == self.node:
            return False
        return run_table.is_alive(row.node.partition("#")[0], self._here, row.last_beat_at, now)

    def _hold(self, connection: Connection, names: list[str]) -> None:
        mine = sa.update(identities).where(identities.c.name.in_(names))
        connection.execute(mine.values(node=self.node, last_beat_at=datetime.now(UTC)))

    def _upsert(self, connection: Connection, row: dict[str, Any]) -> sa.Insert:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(identities).values(**row)
        changed = {name: insert.excluded[name] for name in row if name not in {"name", "created_at"}}
        ours = sa.or_(identities.c.node == self.node, identities.c.node.is_(None))
        where = sa.and_(ours, identities.c.retired_at.is_(None))
        statement: sa.Insert = insert.on_conflict_do_update(
            index_elements=["name"], set_=changed, where=where
        )
        return statement

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._lock, self._store.engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                yield connection


def lived(identity: Identity) -> float:
    """Return the seconds between an identity's birth and its last use."""
    return max((identity.last_used or identity.born) - identity.born, 0.0)
