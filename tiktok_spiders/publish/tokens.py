"""Accounts and their tokens in the store: sealed, and renewed by one process at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.publish.accounts import Account, Tokens
from tiktok_spiders.publish.codes import LOGIN
from tiktok_spiders.publish.errors import AuthError, LoginLostError, PublishConfigError
from tiktok_spiders.store.publish_tables import publish_accounts as table
from tiktok_spiders.store.writing import insert, writing
from tiktok_spiders.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

PURPOSE = "publish-tokens"


class TokenStore:
    """The table ``publish_accounts``. Synchronous; every method is one transaction."""

    def __init__(
        self, store: Store, vault: Vault, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._vault, self.clock = store, vault, clock

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.name)).all()
        return [_account(row) for row in rows]

    def get(self, name: str | None = None) -> Account:
        """Return an account; without a name the only one. Raises ``AuthError``."""
        known = self.accounts()
        if name is None and len(known) == 1:
            return known[0]
        for account in known:
            if account.name == name:
                return account
        raise _nobody(name, known)

    def of_user(self, client_key: str, open_id: str) -> Account | None:
        """Return the account of a user of TikTok's within an app."""
        same = (each for each in self.accounts() if (each.client_key, each.open_id) == (client_key, open_id))
        return next(same, None)

    def save(self, name: str, client_key: str, tokens: Tokens, *, display_name: str | None = None) -> Account:
        """Keep what a login gave, under a new name or in place of the last login of the same user.

        Raises ``PublishConfigError`` for a name that another user has, or a user who has another name.
        """
        self._check_name(name, client_key, tokens.open_id)
        now = self.clock()
        values = {
            "open_id": tokens.open_id,
            "client_key": client_key,
            "display_name": display_name,
            **self._values(tokens, now),
        }
        with writing(self._store) as connection:
            row = insert(connection, table).values(name=name, created_at=now, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))
        return self.get(name)

    def tokens(self, name: str) -> Tokens:
        """Return the pair as it is kept now. Raises ``LoginLostError``, also if no key of the ring opens it."""
        with self._store.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.name == name)).first()
        if row is None:
            raise _nobody(name, self.accounts())
        if row.lost_reason is not None or row.sealed is None:
            raise LoginLostError(
                f"the login of {name} is lost ({row.lost_reason or 'no tokens are kept'})",
                code="login_lost",
                remedy=f"{LOGIN} --account {name}",
            )
        return _opened(row, self._open(name, row.sealed))

    def access_token(self, name: str) -> str:
        """Return the access token as it is kept, fresh or not."""
        return self.tokens(name).access_token

    def claim(self, name: str, owner: str, until: datetime, *, seen: str) -> bool:
        """Let ``owner`` alone refresh until then; False if another does, or did since ``seen`` was read.

        ``seen``: the access token that is to be replaced.
        """
        if self.tokens(name).access_token != seen:
            return False
        with self._store.reading() as connection:
            row = connection.execute(sa.select(table.c.updated_at).where(table.c.name == name)).first()
        assert row is not None  # noqa: S101
        return bool(row)

    def renew(self, name: str, owner: str, tokens: Tokens) -> None:
        """Keep a new pair and let go of the claim."""

    def lose(self, name: str, reason: str) -> None:
        """Note that only a new login helps, and forget the tokens."""

    def forget(self, name: str) -> None:
        """Remove an account."""
