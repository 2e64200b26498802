"""What publishing needs of the settings, checked once at start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from tiktok_spiders.config import LOOPBACK, Config
from tiktok_spiders.publish.errors import PublishConfigError
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


DESKTOP_REDIRECT = "http://127.0.0.1:*/callback/"
WHERE = "it is on your app's page at developers.tiktok.com; see docs/publishing.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """App, addresses and waits of publishing."""

    client_key: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    """As registered: with ``*`` as port where any will do."""
    scopes: tuple[str, ...]
    open_api_url: str
    auth_url: str
    connect_s: float = 10
    read_s: float = 60
    wait_s: float = 900
    """Seconds that a post is waited for."""
    chunk_tries: int = 6
    webhook_age_s: float = 300
    breaker_failures: int = 8
    breaker_seconds: float = 60
    redis_url: str | None = field(default=None, repr=False)
    redis_prefix: str = "tiktok"

    @property
    def app_type(self) -> Literal["desktop", "web"]:
        """Tell a desktop app, with a loopback redirect and PKCE, from a web app."""
        return "desktop" if urlsplit(self.redirect_uri).hostname in LOOPBACK else "web"

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Return what ``config`` says. Raises ``PublishConfigError`` for an app that is not named."""
        missing = [name for name in ("client_key", "client_secret") if not getattr(config, name)]
        if missing:
            names = " and ".join(f"TIKTOK_{name.upper()}" for name in missing)
            raise PublishConfigError(f"{names} not set; {WHERE}")
        return cls(
            client_key=str(config.client_key),
            client_secret=str(config.client_secret),
            redirect_uri=config.redirect_uri or DESKTOP_REDIRECT,
            scopes=config.scopes,
            open_api_url=config.open_api_url,
            auth_url=config.auth_url,
            connect_s=config.publish_connect_s,
            read_s=config.publish_read_s,
            wait_s=config.publish_wait_s,
            chunk_tries=config.publish_chunk_tries,
            webhook_age_s=config.publish_webhook_age_s,
            breaker_failures=config.breaker_failures,
            breaker_seconds=config.breaker_seconds,
            redis_url=config.redis_url,
            redis_prefix=config.redis_prefix,
        )

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read and check all settings. Raises ``ConfigError``."""
        return cls.from_config(Config.from_settings(settings))


def vault_of(config: Config) -> Vault:
    """Return the key ring. Raises ``ConfigError``, with the command that makes a key, without a sound one."""
    return Vault.from_key(config.secret_key)
