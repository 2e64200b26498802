"""What a worker has leased of the places in Redis, and how it leases one."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tiktok_spiders.identities.budget import spend
from tiktok_spiders.identities.protocol import Need, NoSessionError
from tiktok_spiders.identities.redis_known import without_token
from tiktok_spiders.identities.redis_waiting import NotYet
from tiktok_spiders.store.crawl import node

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.redis_known import Known
    from tiktok_spiders.identities.redis_link import Link
    from tiktok_spiders.identities.redis_shelf import RedisShelf
    from tiktok_spiders.identities.redis_terms import Terms

logger = logging.getLogger(__name__)

SHUT_REST_S = 60.0
"""How long a session rests that this worker's keys do not open."""


@dataclass(slots=True)
class Lease:
    """A place that this worker has, and the identity in it."""

    name: str
    slot: str
    token: str
    latency: float | None = None


class Leasing:
    """Leases places, finds who is to hold them, and tells Redis that this worker lives.

    ``make(slot, kind)`` makes an identity for an empty place; ``is_usable`` tells whether one's proxy works;
    ``give_back`` takes a lease of which nothing came.
    """

    def __init__(
        self,
        shelf: RedisShelf,
        known: Known,
        terms: Terms,
        *,
        make: Callable[[str, Kind], Identity],
        is_usable: Callable[[Identity], bool],
        give_back: Callable[[Lease], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._shelf, self._known, self._terms = shelf, known, terms
        self._make, self._is_usable, self._give_back = make, is_usable, give_back
        self._wall, self._offset = clock, 0.0
        self._node = node()
        self._held: dict[str, Lease] = {}
        self._beaten = 0.0

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def now(self) -> float:
        """Return epoch seconds as Redis counts them."""
        return self._wall() + self._offset

    def note_latency(self, name: str, latency: float | None) -> None:
        """Note how long ago a leased identity was used: its answer's time."""
        if name in self._held:
            self._held[name].latency = latency

    def end(self, name: str) -> Lease | None:
        """Return the lease of an identity, which this worker has no longer."""
        return self._held.pop(name, None)

    def end_all(self) -> list[Lease]:
        """Return all leases, which this worker has no longer."""
        held, self._held = list(self._held.values()), {}
        return held

    def next_beat(self) -> float | None:
        """Return the seconds until a sign of life is due; None while nothing is leased."""
        due = self._terms.beat_s - (asyncio.get_running_loop().time() - self._beaten)
        return due if self._held else None

    async def beat(self, link: Link) -> None:
        """Give a sign of life when one is due."""
        now = asyncio.get_running_loop().time()
        if not self._held or now - self._beaten < self._terms.beat_s:
            return
        self._beaten, held = now, list(self._held.values())
        pairs = [part for lease in held for part in (lease.slot, lease.token)]
        lost = (await link.call("beat", [self._terms.lease_ms, *pairs]))[2]
        for lease in held:
            if lease.slot in lost and self._held.get(lease.name) is lease:
                logger.warning("%s went to another worker: this one gave no sign of life", lease.name)

    async def ask(self, link: Link, need: Need) -> Identity | NotYet:
        """Lease an identity that serves a need, if there is one now. Raises ``NoSessionError``."""
        token = uuid4().hex
        asked = [
            "login" if need.logged_in else need.kind, need.kind[0], self._terms.size,
            need.name or "", int(need.fresh), need.country or "",
            token, self._node, self._terms.lease_ms, self._terms.pace_ms(),
        ]  # fmt: skip
        reply = await link.call("lease", asked)
        self._offset = int(reply[1]) / 1000 - self._wall()
        if reply[0] == "none":
            raise NoSessionError("this needs a session that is logged in (TIKTOK_COOKIES_FILE)")
        if reply[0] == "wait":
            return NotYet(reply[2], max(int(reply[3]), 1) / 1000)
        lease = Lease("", reply[2], token)
        try:
            return await self._settle(link, need, lease, reply)
        except BaseException:
            self._give_back(lease)
            raise

    async def _settle(self, link: Link, need: Need, lease: Lease, reply: list[Any]) -> Identity | NotYet:
        """Return who is to hold the leased place: its occupant, one that has rested, or a new one."""
        unfit: list[str] = []
        while reply[0] == "leased":
            identity = self._met(reply)
            if identity is not None and (identity.source == "given" or self._is_usable(identity)):
                return self._take(identity, lease, need)
            if lease.slot.startswith("given-"):
                pause = [lease.slot, lease.token, "", 0, 0, round(SHUT_REST_S * 1000)]
                await link.call("release", pause)
                return NotYet("", SHUT_REST_S)
            unfit.append(reply[3])
            reply = await link.call("exchange", [lease.slot, lease.token, *unfit])
        made = None if reply[0] == "lost" else await self._fill(link, lease, need)
        return NotYet("", 0.0) if made is None else self._take(made, lease, need)

    async def _fill(self, link: Link, lease: Lease, need: Need) -> Identity | None:
        made = self._make(lease.slot, need.kind)
        made.budget = self._terms.budget or None
        while True:
            head = [lease.slot, lease.token, made.name, made.token_digest or ""]
            reply = await link.call("settle", [*head, *self._shelf.fields(made)])
            if reply[0] != "taken":
                break
            without_token(made)
        if reply[0] == "lost":
            return None
        self._known.take_in(made, int(reply[2]))
        return made

    def _take(self, identity: Identity, lease: Lease, need: Need) -> Identity:
        if not self._held:
            self._beaten = asyncio.get_running_loop().time()
        lease.name = identity.name
        self._held[identity.name] = lease
        spend(identity, need)
        return identity

    def _met(self, reply: list[Any]) -> Identity | None:
        """Return a leased identity as the last worker left it; None where no key here opens it."""
        _, _, slot, name, version, sealed = reply
        known = self._known.as_of(name, int(version))
        if known is not None:
            known.slot = slot
            return known
        read = self._shelf.open(sealed)
        if read is None:
            return None
        read.slot = slot
        return self._known.take_in(read, int(version))
