"""What a pool of identities does, wherever it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tiktok_spiders.exceptions import TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity


class PoolClosed(TikTokSpidersError):  # noqa: N818 - an event, not a failure
    """Raised to whoever waits for an identity when the crawl closes."""


class NoSessionError(TikTokSpidersError):
    """Raised by ``lease`` for a need that only a session of the user can meet, when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a request needs of its identity."""

    name: str | None = None
    """This one, by name or session name, while it is in use; then the one in its place."""

    fresh: bool = False
    """Another than ``name``."""

    kind: Kind = "desktop"
    country: str | None = None
    """Two capital letters. A wish: without an identity from there any other serves."""

    logged_in: bool = False
    """A session of the user that is logged in. Such a one never serves other needs."""

    signed: bool = False
    """Whether the call counts against the identity's budget."""

    endpoint: str = ""


class Pool(Protocol):
    """Identities, each of which carries one request at a time."""

    async def lease(self, need: Need) -> Identity:
        """Wait for an identity that is free and does not rest; raise ``PoolClosed`` when the crawl closes.

        Whoever leases must ``release``.
        """

    def report(
        self,
        identity_name: str,
        *,
        endpoint: str,
        outcome: str,
        retire_s: float = 0.0,
        latency: float | None = None,
    ) -> None:
        """Note what an answer meant (``Outcome``'s value); it rests for ``retire_s`` seconds or longer."""

    def release(self, identity_name: str) -> None:
        """Give an identity back. A name that is not leased is no error."""

    def retire(self, name: str, reason: str) -> None:
        """Take an identity out for good; another takes its place."""

    def adopt(self, identity: Identity) -> None:
        """Take in an identity made elsewhere: a session of the user, or one that a browser minted."""

    def changed(self, name: str) -> None:
        """Note that cookies, token or context of an identity have changed, so that they are kept."""

    def get(self, name: str) -> Identity | None:
        """Return an identity by name or session name; None for one that is gone."""

    def all(self) -> list[Identity]:
        """Return all identities, resting ones included."""

    def close(self) -> None:
        """Release everybody who waits with ``PoolClosed`` and keep what is to be kept."""


class CrawlPool(Pool, Protocol):
    """What the crawl that owns a pool does besides."""

    look: Callable[[], object] | None
    """Called before each lease."""

    def put_first(self, identity: Identity) -> None:
        """Let a new identity hold the place of its slot; who held it becomes its reserve."""

    def slots(self, kind: Kind) -> list[str]:
        """Return the download slots of the places of a kind."""
