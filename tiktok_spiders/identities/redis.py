"""The pool that all workers share."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import redis

from tiktok_spiders.identities import health
from tiktok_spiders.identities.budget import renew
from tiktok_spiders.identities.protocol import Need, PoolClosed
from tiktok_spiders.identities.redis_known import Known
from tiktok_spiders.identities.redis_leasing import Leasing
from tiktok_spiders.identities.redis_link import Link, client_of, or_busy
from tiktok_spiders.identities.redis_loop import Loop
from tiktok_spiders.identities.redis_outbox import Outbox, Task
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.redis_terms import Terms
from tiktok_spiders.identities.redis_waiting import Waiting
from tiktok_spiders.store.opening import patiently

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.vault import Vault

logger = logging.getLogger(__name__)


class RedisPool:
    """Identities in Redis, each of which carries one request at a time, whichever worker sends it.

    ``size`` counts the places of each kind that all workers together have. A lease ends with its worker:
    ``lease_s`` seconds after its last sign of life. ``delay`` is the pace of a place in seconds, ± 50 %, kept
    in Redis. Whoever leases an identity has it as the last worker left it, and writes it back with the
    release: a version tells whose writing is late, and that is not taken. ``on_gone`` is called when Redis
    stays away for ``wait`` seconds; everybody who waits is released then.

    What a worker does not await is handed over in its order by one task. Without a running event loop it is
    done at once.
    """

    def __init__(
        self,
        size: int,
        make: Callable[[str, Kind], Identity],
        url: str,
        vault: Vault,
        *,
        prefix: str = "tiktok",
        lease_s: float = 30.0,
        delay: float = 0.0,
        wait: float = 60.0,
        budget: int = 0,
        clock: Callable[[], float] = time.time,
        on_retire: Callable[[str, str], object] = lambda _name, _reason: None,
        on_gone: Callable[[Exception], object] = lambda _error: None,
        is_closing: Callable[[], bool] | None = None,
        is_usable: Callable[[Identity], bool] = lambda _identity: True,
    ) -> None:
        self._terms = terms = Terms(size, lease_s, delay, budget)
        self._on_retire = on_retire
        self.look: Callable[[], object] | None = None
        self._client = client_of(url)
        self._shelf = shelf = RedisShelf(self._client, prefix, vault)
        self._known = known = Known()
        self._outbox = Outbox(shelf, known, terms, self._forget)
        self._leasing = Leasing(
            shelf,
            known,
            terms,
            make=make,
            is_usable=is_usable,
            give_back=lambda lease: self._post(Task("release", "", lease)),
            clock=clock,
        )
        self._waiting = Waiting(self.release)
        self._loop = Loop(
            lambda: Link(url, shelf.base, wait=wait, say=logger.warning, is_closing=is_closing),
            self._outbox,
            self._leasing,
            self._waiting,
            is_closing=is_closing,
            close=self.close,
            on_drop=self._gone,
            on_gone=on_gone,
        )
        self._closed = False
        for one, version in patiently(lambda: or_busy(shelf.openable, url), wait, logger.warning):
            known.take_in(one, version)

    async def lease(self, need: Need) -> Identity:
        """Wait for an identity that no worker uses. Raises ``PoolClosed``, ``NoSessionError``."""
        if self._closed:
            raise PoolClosed("the crawl is closing")
        if self.look is not None:
            self.look()
        future = self._waiting.add(need)
        self._loop.begin()
        try:
            return await future
        except asyncio.CancelledError:
            self._waiting.forget(future)
            raise

    def report(
        self,
        identity_name: str,
        *,
        endpoint: str,
        outcome: str,
        retire_s: float = 0.0,
        latency: float | None = None,
    ) -> None:
        """Note an answer; ``retire_s`` > 0 sends the identity to rest for at least so many seconds."""
        identity = self._known.get(identity_name)
        if identity is None:
            return
        health.answered(identity, endpoint, outcome, retire_s, self._leasing.now())
        self._leasing.note_latency(identity_name, latency)
        self.changed(identity_name)

    def release(self, identity_name: str) -> None:
        """Give an identity back as it is now, for any worker."""
        lease = self._leasing.end(identity_name)
        if lease is None:
            return
        identity = self._known.get(identity_name)
        if identity is not None:
            renew(identity, self._terms.budget, self._leasing.now())
        self._post(Task("release", identity_name, lease))

    def retire(self, name: str, reason: str) -> None:
        """Take an identity out for good, for all workers."""
        identity = self.get(name)
        if identity is None:
            return
        self._forget(identity.name, reason)
        self._post(Task("retire", identity.name, reason=reason))

    def adopt(self, identity: Identity) -> None:
        """Take in an identity made elsewhere; one of the same name gives way."""
        self._known.add(identity)
        self._post(Task("adopt", identity.name))

    def put_first(self, identity: Identity) -> None:
        """Let a new identity hold the place of its slot; who held it becomes its reserve."""
        self._known.add(identity)
        self._post(Task("first", identity.name))

    def slots(self, kind: Kind) -> list[str]:
        """Return the download slots of the places of a kind."""
        return [f"{kind[0]}{number}" for number in range(self._terms.size)]

    def changed(self, name: str) -> None:
        """Have an identity written: with its release, or now if this worker has not leased it."""
        task = Task("save", name)
        if name in self._known and name not in self._leasing and task not in self._outbox:
            self._post(task)

    def get(self, name: str) -> Identity | None:
        """Return an identity that this worker has met, by its name or session name."""
        return self._known.find(name)

    def all(self) -> list[Identity]:
        """Return all identities that were there at the start or that this worker has met since."""
        return self._known.all()

    def close(self) -> None:
        """Release everybody who waits, write what is left, and leave the identities to other workers."""
        if self._closed:
            return
        self._closed = True
        self._waiting.refuse(PoolClosed("the crawl is closing"))
        self._loop.stop()
        try:
            self._outbox.end(self._leasing.end_all())
        except (redis.RedisError, OSError) as error:
            logger.warning("Identities could not be given back: %s", type(error).__name__)
        self._client.close()

    async def closed(self) -> None:
        """Close, and return when all connections have ended."""
        self.close()
        await self._loop.ended()

    def _post(self, task: Task) -> None:
        if self._closed:
            return
        self._outbox.add(task)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._outbox.hand_over_now()
        else:
            self._loop.begin()

    def _gone(self, name: str, reason: str) -> None:
        """Forget an identity that some worker has taken out."""
        if name in self._known:
            self._forget(name, reason)

    def _forget(self, name: str, reason: str) -> None:
        self._known.forget(name)
        lease = self._leasing.end(name)
        if lease is not None:
            self._post(Task("release", "", lease))
        self._on_retire(name, reason)
