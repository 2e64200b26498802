"""The keys of the API, kept as hashes in the store."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tiktok_spiders.api.access import secret
from tiktok_spiders.api.access.principal import LOCAL, Principal
from tiktok_spiders.api.access.rules import ENV, Rules
from tiktok_spiders.exceptions import ConfigError, StoreBusyError
from tiktok_spiders.store import Store
from tiktok_spiders.store.api_tables import api_keys as table
from tiktok_spiders.store.writing import insert, writing

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
USED_EVERY = timedelta(minutes=1)
"""How old ``last_used_at`` may be: a write for each request would cost more than the request."""

_BY_HASH = sa.select(table).where(table.c.hash == sa.bindparam("hash"), table.c.revoked_at.is_(None))
_BY_NAME = sa.select(table).where(table.c.name == sa.bindparam("name"), table.c.revoked_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key as it may be shown."""

    name: str
    hint: str
    plan: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


class KeyStore:
    """Keys of the table and of the environment. Nothing is kept in memory: a revocation holds at once."""

    def __init__(
        self, store: Store, rules: Rules, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._rules, self._clock = store, rules, clock
        self._noted: dict[str, datetime] = {}

    def add(self, name: str, plan: str, scopes: tuple[str, ...]) -> str:
        """Return a new key, which nobody can see again. Raises ``ConfigError`` for a name that is taken."""
        self._check(name, plan)
        key = secret.new_key()
        row = {
            "name": name,
            "hash": secret.hashed(key),
            "hint": secret.hint(key),
            "plan": plan,
            "scopes": sorted(set(scopes)),
            "created_at": self._clock(),
        }
        with writing(self._store, durable=True) as connection:
            new = insert(connection, table).values(row).on_conflict_do_nothing().returning(table.c.name)
            if connection.scalar(new) is None:
                raise ConfigError(f"there is or was a key {name}: each name is given once")
        return key

    def revoke(self, name: str) -> None:
        """Let a key be nothing from now on. Raises ``ConfigError`` if there is none of that name."""
        with writing(self._store, durable=True) as connection:
            done = connection.execute(
                sa.update(table)
                .where(table.c.name == name, table.c.revoked_at.is_(None))
                .values(revoked_at=self._clock())
            )
        if not done.rowcount:
            raise ConfigError(f"there is no key {name} in force; `scrapy key list` names them")

    def list(self) -> list[KeyRow]:
        """Return all keys of the table, revoked ones too, the oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.created_at, table.c.name)).all()
        return [_shown(row) for row in rows]

    def any(self) -> bool:
        """Tell whether anybody could come in with a key."""
        if self._rules.keys:
            return True
        with self._store.reading() as connection:
            return connection.scalar(sa.select(sa.exists().where(table.c.revoked_at.is_(None)))) is True

    def find(self, key: str) -> Principal | None:
        """Return whom a key stands for; None for one that is unknown or revoked."""
        hash_ = secret.hashed(key)
        if (known := self._rules.principal(hash_)) is not None:
            return known
        return self._principal(_BY_HASH, hash=hash_)

    def named(self, name: str) -> Principal | None:
        """Return whom a name stands for, as long as its key is in force."""
        if name.startswith(ENV):
            return self._rules.named(name)
        return self._principal(_BY_NAME, name=name)

    def _principal(self, select: sa.Select[Any], **values: str) -> Principal | None:
        with self._store.reading() as connection:
            row = connection.execute(select, values).first()
        if row is None:
            return None
        self._note_use(row.name)
        # A plan that settings no longer know is the smallest.
        plan = self._rules.plans.get(row.plan) or self._rules.plans["free"]
        return Principal(row.name, plan, frozenset(row.scopes))

    def _note_use(self, name: str) -> None:
        now = self._clock()
        if name in self._noted and now - self._noted[name] < USED_EVERY:
            return
        self._noted[name] = now
        # Who asks need not wait for a store that a crawl keeps busy.
        with suppress(StoreBusyError), writing(self._store) as connection:
            connection.execute(sa.update(table).where(table.c.name == name).values(last_used_at=now))

    def _check(self, name: str, plan: str) -> None:
        if not NAME.fullmatch(name) or name == LOCAL or name.startswith(ENV):
            raise ConfigError(
                "a key's name has 1 to 40 of a-z, 0-9, _ and -, begins with a letter or digit and is "
                f"neither {LOCAL} nor {ENV}…"
            )
        if plan not in self._rules.plans:
            raise ConfigError(f"there is no plan {plan}; there are {', '.join(self._rules.plans)}")


def _shown(row: sa.Row[Any]) -> KeyRow:
    return KeyRow(
        name=row.name,
        hint=row.hint,
        plan=row.plan,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
