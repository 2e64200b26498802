"""A login under way: its state is good once, for ten minutes, and in any process."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from msgspec import json

from tiktok_spiders.publish import oauth
from tiktok_spiders.publish.codes import LOGIN, oauth_error_of
from tiktok_spiders.publish.errors import AuthError, PublishConfigError
from tiktok_spiders.publish.pkce import new_verifier
from tiktok_spiders.store.publish_tables import publish_logins as table
from tiktok_spiders.store.writing import writing
from tiktok_spiders.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.publish.accounts import Tokens
    from tiktok_spiders.publish.http import OpenApi
    from tiktok_spiders.publish.settings import PublishSettings
    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

PURPOSE = "publish-login"
GOOD_FOR = timedelta(minutes=10)
KEPT_USED = timedelta(days=1)


class Redirect(NamedTuple):
    """What TikTok sent the user back with."""

    state: str
    code: str
    scopes: frozenset[str]
    error: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A login that was begun."""

    account: str | None
    owner: str | None
    """Who began it, for those who serve several people."""
    redirect_uri: str
    scopes: tuple[str, ...]
    """Those that were asked for."""
    verifier: str | None = field(repr=False)
    bound: str | None = field(default=None, repr=False)
    """What else has to come with the redirect, such as the browser's; None: nothing."""


class Logins:
    """The table ``publish_logins``."""

    def __init__(
        self, store: Store, vault: Vault, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._vault, self.clock = store, vault, clock

    def begin(
        self,
        settings: PublishSettings,
        *,
        redirect_uri: str,
        account: str | None = None,
        owner: str | None = None,
        choose_account: bool = False,
        bound: str | None = None,
    ) -> str:
        """Remember a login and return the address where the user allows it.

        ``redirect_uri``: with the port that is listened on. Raises ``PublishConfigError`` for one with ``*``.
        """
        if "*" in redirect_uri:
            raise PublishConfigError(f"{redirect_uri} has no port")
        state = secrets.token_urlsafe(32)
        login = Login(
            account=account,
            owner=owner,
            redirect_uri=redirect_uri,
            scopes=settings.scopes,
            verifier=new_verifier() if settings.app_type == "desktop" else None,
            bound=bound,
        )
        self._remember(state, login)
        return oauth.authorize_url(
            settings,
            redirect_uri=redirect_uri,
            state=state,
            verifier=login.verifier,
            scopes=settings.scopes,
            choose_account=choose_account,
        )

    def take(self, state: str) -> Login:
        """Return the login of a state, once. Raises ``AuthError`` for any other, and the second time."""
        with writing(self._store) as connection:
            used = sa.update(table).where(self._fresh(state)).values(used_at=self.clock())
            row = connection.execute(used.returning(*table.c)).first()
        return self._opened(row)

    def peek(self, state: str) -> Login:
        """Return the login of a state that is still good, which it stays. Raises ``AuthError``."""
        with self._store.reading() as connection:
            row = connection.execute(sa.select(table).where(self._fresh(state))).first()
        return self._opened(row)

    async def finish(self, api: OpenApi, address: str) -> tuple[Login, Tokens]:
        """Redeem what the redirect brought. Raises ``AuthError``, also for a user who said no."""
        redirect = read_redirect(address)
        if redirect.error and not redirect.state:
            raise oauth_error_of(redirect.error, redirect.description)
        login = self.take(redirect.state)
        if redirect.error or not redirect.code:
            raise oauth_error_of(redirect.error, redirect.description)
        tokens = await oauth.exchange(
            api,
            redirect.code,
            redirect_uri=login.redirect_uri,
            verifier=login.verifier,
            now=self.clock(),
        )
        return login, tokens

    def _remember(self, state: str, login: Login) -> None:
        now = self.clock()
        secret = json.encode({"state": state, "verifier": login.verifier, "bound": login.bound})
        values = {
            "state_hash": _hash(state),
            "sealed": self._vault.encrypt(PURPOSE, secret),
            "redirect_uri": login.redirect_uri,
            "scopes": list(login.scopes),
            "account": login.account,
            "owner": login.owner,
            "created_at": now,
            "expires_at": now + GOOD_FOR,
        }
        with writing(self._store) as connection:
            connection.execute(sa.delete(table).where(table.c.expires_at < now - KEPT_USED))
            connection.execute(sa.insert(table).values(values))

    def _fresh(self, state: str) -> sa.ColumnElement[bool]:
        unused = sa.and_(table.c.used_at.is_(None), table.c.expires_at > self.clock())
        return sa.and_(table.c.state_hash == _hash(state), unused)

    def _opened(self, row: sa.Row[Any] | None) -> Login:
        if row is None:
            raise AuthError(
                "the state of the redirect is not that of a login under way",
                code="state_mismatch",
                remedy=f"it is good once and for {GOOD_FOR.seconds // 60} minutes; {LOGIN}",
            )
        try:
            secret = json.decode(self._vault.decrypt(PURPOSE, row.sealed), type=dict[str, str | None])
        except VaultError as error:
            raise AuthError(str(error), code="state_mismatch", remedy=LOGIN) from None
        return Login(
            account=row.account,
            owner=row.owner,
            redirect_uri=row.redirect_uri,
            scopes=tuple(row.scopes),
            verifier=secret["verifier"],
            bound=secret.get("bound"),
        )


def read_redirect(address: str) -> Redirect:
    """Return what a redirected address, or its query alone, carries; each value is decoded once."""
    text = address.strip()
    try:
        query = urlsplit(text).query if "://" in text or text.startswith("/") else text.lstrip("?")
        found = {name: values[0] for name, values in parse_qs(query).items()}
    except ValueError:
        found = {}
    return Redirect(
        state=found.get("state", ""),
        code=found.get("code", ""),
        scopes=frozenset(part for part in found.get("scopes", "").split(",") if part),
        error=found.get("error", ""),
        description=found.get("error_description", "")[:200],
    )


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
