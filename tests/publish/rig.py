"""The client as a test puts it together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.publish import oauth
from tiktok_spiders.publish.http import OpenApi
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.logins import Logins
from tiktok_spiders.publish.session import Session
from tiktok_spiders.publish.settings import PublishSettings
from tiktok_spiders.publish.tokens import TokenStore

if TYPE_CHECKING:
    from tests.publish.open_control import OpenControl
    from tiktok_spiders.publish.accounts import Account, Tokens
    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
APP = "sbx-desktop-key"
SECRET = "a-client-secret-of-the-stand-in"
REDIRECT = "http://127.0.0.1:45991/callback/"
SCOPES = ("user.info.basic", "video.upload", "video.publish", "video.list")


def settings_for(url: str, **values: Any) -> PublishSettings:
    """Return settings that point at ``url``."""
    made = PublishSettings(
        client_key=APP,
        client_secret=SECRET,
        redirect_uri="http://127.0.0.1:*/callback/",
        scopes=SCOPES,
        open_api_url=url,
        auth_url=url,
    )
    return replace(made, **values)


def tokens_of(answer: dict[str, Any], now: datetime) -> Tokens:
    """Return the tokens of an answer of the token endpoint."""
    return oauth.read_tokens(answer, now)


class Clock:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


class Rig:
    """Client, store and stand-in."""

    def __init__(self, official: OpenControl, store: Store, vault: Vault, **values: Any) -> None:
        self.official, self.store, self.vault = official, store, vault
        self.clock = Clock()
        self.settings = settings_for(official.url, **values)
        self.api = OpenApi(self.settings)
        self.tokens = TokenStore(store, vault, clock=self.clock)
        self.logins = Logins(store, vault, clock=self.clock)
        self.limiter = Limiter()

    def later(self, seconds: float) -> None:
        """Let it be later, here and there."""
        self.clock.offset = timedelta(seconds=seconds)
        self.official.clock(seconds)

    def log_in(self, handle: str = "creator.one", name: str = "me", **values: Any) -> Account:
        """Keep an account whose tokens the stand-in gave without a page."""
        answer = self.official.grant(handle=handle, client_key=self.settings.client_key, **values)
        return self.tokens.save(name, self.settings.client_key, tokens_of(answer, self.clock()))

    def session(self, handle: str = "creator.one", name: str = "me", **values: Any) -> Session:
        """Return the session of a new account."""
        return Session(self.api, self.tokens, self.log_in(handle, name, **values), limiter=self.limiter)

    async def by_page(self, name: str = "me", **consent: Any) -> Account:
        """Log in by the authorize address, the consent and the redirect."""
        address = self.logins.begin(self.settings, redirect_uri=REDIRECT, account=name)
        back = self.official.consent(address, **consent)
        _, tokens = await self.logins.finish(self.api, back)
        return self.tokens.save(name, self.settings.client_key, tokens)
