"""Accounts and their tokens in the store: sealed, and renewed by one process at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from msgspec import json

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


class Kept(NamedTuple):
    """A pair as it is kept now."""

    tokens: Tokens
    version: str
    """Changes with every change of the pair."""
    refreshing: bool
    """Whether somebody renews it."""


class TokenStore:
    """The table ``publish_accounts``. Synchronous; every method is one transaction."""

    def __init__(
        self, store: Store, vault: Vault, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.store, self._vault, self.clock = store, vault, clock

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""
        return self._select()

    def get(self, name: str | None = None) -> Account:
        """Return an account; without a name the only one. Raises ``AuthError``."""
        found = self.accounts() if name is None else self._select(table.c.name == name)
        if len(found) == 1:
            return found[0]
        raise _nobody(name, [account.name for account in self.accounts()])

    def of_user(self, client_key: str, open_id: str) -> Account | None:
        """Return the account of a user of TikTok's within an app."""
        found = self._select(table.c.client_key == client_key, table.c.open_id == open_id)
        return found[0] if found else None

    def save(
        self,
        name: str,
        client_key: str,
        tokens: Tokens,
        *,
        display_name: str | None = None,
        owner: str | None = None,
    ) -> Account:
        """Keep what a login gave, under a new name or in place of the last login of the same user.

        ``owner``: whose a new account is; one that is there already stays whose it is.
        Raises ``PublishConfigError`` for a name that another user has, or a user who has another name.
        """
        self._check_name(name, client_key, tokens.open_id)
        now = self.clock()
        values = {"open_id": tokens.open_id, "client_key": client_key, **self._values(tokens)}
        if display_name is not None:
            values["display_name"] = display_name
        with writing(self.store, durable=True) as connection:
            row = insert(connection, table).values(name=name, created_at=now, owner=owner, **values)
            same = sa.and_(table.c.client_key == client_key, table.c.open_id == tokens.open_id)
            kept = row.on_conflict_do_update(index_elements=["name"], set_=values, where=same)
            if connection.execute(kept.returning(table.c.name)).first() is None:
                raise _taken(name)
        return self.get(name)

    def show_as(self, name: str, display_name: str) -> None:
        """Note the name that TikTok shows for an account."""
        with writing(self.store) as connection:
            connection.execute(sa.update(table).where(table.c.name == name).values(display_name=display_name))

    def kept(self, name: str) -> Kept:
        """Return the pair as it is kept now. Raises ``LoginLostError`` where none is."""
        with self.store.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.name == name)).first()
        if row is None:
            raise _nobody(name, [account.name for account in self.accounts()])
        if row.lost_reason is not None or row.sealed is None:
            raise lost(name, row.lost_reason or "no tokens are kept")
        busy = row.refresh_until is not None and row.refresh_until > self.clock()
        return Kept(self._open(row), row.sealed, busy)

    def access_token(self, name: str) -> str:
        """Return the access token as it is kept, fresh or not; ``refresh.fresh_token`` renews it."""
        return self.kept(name).tokens.access_token

    def claim(self, name: str, owner: str, until: datetime, *, version: str) -> bool:
        """Let ``owner`` alone renew the pair until then; False if it has changed, or somebody else does."""
        free = sa.or_(table.c.refresh_until.is_(None), table.c.refresh_until <= self.clock())
        return self._change(
            sa.and_(table.c.name == name, table.c.sealed == version, free),
            {"refresh_owner": owner, "refresh_until": until},
        )

    def renew(self, name: str, tokens: Tokens) -> None:
        """Keep a new pair, and let go of the claim. It is on the disk when this returns."""
        values = self._values(tokens)
        with writing(self.store, durable=True) as connection:
            connection.execute(sa.update(table).where(table.c.name == name).values(values))

    def let_go(self, name: str, owner: str) -> None:
        """Let others renew the pair."""
        mine = sa.and_(table.c.name == name, table.c.refresh_owner == owner)
        self._change(mine, {"refresh_owner": None, "refresh_until": None})

    def lose(self, name: str, reason: str, *, version: str | None = None) -> bool:
        """Note that only a new login helps, and drop the tokens; return whether it was so.

        ``version``: only if the pair is still this one.
        """
        where = table.c.name == name
        if version is not None:
            where = sa.and_(where, table.c.sealed == version)
        values = {
            "sealed": None,
            "lost_reason": reason,
            "refresh_owner": None,
            "refresh_until": None,
            "updated_at": self.clock(),
        }
        return self._change(where, values)

    def forget(self, name: str) -> bool:
        """Remove an account; return whether there was one."""
        with writing(self.store) as connection:
            return bool(connection.execute(sa.delete(table).where(table.c.name == name)).rowcount)

    def _select(self, *where: sa.ColumnElement[bool]) -> list[Account]:
        with self.store.reading() as connection:
            rows = connection.execute(sa.select(table).where(*where).order_by(table.c.name)).all()
        return [_account(row) for row in rows]

    def _change(self, where: sa.ColumnElement[bool], values: dict[str, Any]) -> bool:
        with writing(self.store) as connection:
            return bool(connection.execute(sa.update(table).where(where).values(values)).rowcount)

    def _check_name(self, name: str, client_key: str, open_id: str) -> None:
        for account in self.accounts():
            same = (account.client_key, account.open_id) == (client_key, open_id)
            if account.name == name and not same:
                raise _taken(name)
            if account.name != name and same:
                raise PublishConfigError(f"this user is already there as {account.name}")

    def _values(self, tokens: Tokens) -> dict[str, Any]:
        pair = {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token}
        return {
            "scopes": sorted(tokens.scopes),
            "sealed": self._vault.encrypt(PURPOSE, json.encode(pair)),
            "access_issued_at": tokens.issued_at,
            "access_expires_at": tokens.access_expires_at,
            "refresh_expires_at": tokens.refresh_expires_at,
            "refresh_owner": None,
            "refresh_until": None,
            "lost_reason": None,
            "updated_at": self.clock(),
        }

    def _open(self, row: sa.Row[Any]) -> Tokens:
        try:
            pair = json.decode(self._vault.decrypt(PURPOSE, row.sealed), type=dict[str, str])
        except VaultError as error:
            raise lost(row.name, str(error)) from None
        return Tokens(
            open_id=row.open_id,
            scopes=frozenset(row.scopes or ()),
            issued_at=row.access_issued_at,
            access_expires_at=row.access_expires_at,
            refresh_expires_at=row.refresh_expires_at,
            **pair,
        )


def lost(name: str, reason: str) -> LoginLostError:
    """Return the error of a login that only a new one replaces."""
    return LoginLostError(
        f"the login of {name} is lost ({reason})", code="login_lost", remedy=f"{LOGIN} --account {name}"
    )


def _taken(name: str) -> PublishConfigError:
    return PublishConfigError(f"another user of TikTok's has the name {name}; choose another name")


def _nobody(name: str | None, known: list[str]) -> AuthError:
    if not known:
        return AuthError("nobody is logged in", code="no_account", remedy=LOGIN)
    names = ", ".join(known)
    if name is None:
        return AuthError("there are several accounts", code="no_account", remedy=f"name one of {names}")
    return AuthError(f"there is no account {name}", code="no_account", remedy=f"known: {names}; or {LOGIN}")


def _account(row: sa.Row[Any]) -> Account:
    return Account(
        name=row.name,
        open_id=row.open_id,
        client_key=row.client_key,
        display_name=row.display_name,
        scopes=frozenset(row.scopes or ()),
        access_expires_at=row.access_expires_at,
        refresh_expires_at=row.refresh_expires_at,
        lost_reason=row.lost_reason,
        updated_at=row.updated_at,
        owner=row.owner,
    )
