"""The pool that all workers share."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from dataclasses import dataclass, fields
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

import redis

from tiktok_spiders.identities import health
from tiktok_spiders.identities.jar import TOKEN
from tiktok_spiders.identities.memory import BUDGET_REST_S
from tiktok_spiders.identities.protocol import Need, NoSessionError, PoolClosed
from tiktok_spiders.identities.redis_link import Link, client_of, or_busy
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.redis_waiting import NotYet, Waiting
from tiktok_spiders.identities.waiting import LOOK_S
from tiktok_spiders.store.crawl import node
from tiktok_spiders.store.opening import patiently

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.vault import Vault

logger = logging.getLogger(__name__)

JITTER = 0.5
"""By how much of itself the pace varies."""

END_S = 0.2
"""How often a job that does not end is told to."""

SHUT_REST_S = 60.0
"""How long a session rests that this worker's keys do not open."""


@dataclass(slots=True)
class _Lease:
    name: str
    slot: str
    token: str
    latency: float | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """Something that Redis is to hear of, in its turn."""

    kind: Literal["release", "save", "adopt", "first", "retire"]
    name: str
    lease: _Lease | None = None
    reason: str = ""


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
        self._size, self._make, self._budget = size, make, budget
        self._lease_s, self._delay = lease_s, delay
        self._wall, self._offset = clock, 0.0
        self._on_retire, self._on_gone = on_retire, on_gone
        self._is_closing, self._is_usable = is_closing, is_usable
        self.look: Callable[[], object] | None = None
        self._random = SystemRandom()
        self._node = node()
        self._known: dict[str, Identity] = {}
        self._versions: dict[str, int] = {}
        self._digests: dict[str, str | None] = {}
        self._leases: dict[str, _Lease] = {}
        self._tasks: deque[_Task] = deque()
        self._waiting = Waiting(self.release)
        self._wake = asyncio.Event()
        self._beaten = 0.0
        self._jobs: list[asyncio.Future[Any]] = []
        self._closed = False
        self._client = client_of(url)
        self._shelf = RedisShelf(self._client, prefix, vault)
        self._make_link: Callable[[], Link] = lambda: Link(
            url, self._shelf.base, wait=wait, say=logger.warning, is_closing=is_closing
        )
        self._link: Link | None = None
        for one, version in patiently(lambda: or_busy(self._shelf.openable, url), wait, logger.warning):
            self._take_in(one, version)

    async def lease(self, need: Need) -> Identity:
        """Wait for an identity that no worker uses. Raises ``PoolClosed``, ``NoSessionError``."""
        if self._closed:
            raise PoolClosed("the crawl is closing")
        if self.look is not None:
            self.look()
        future = self._waiting.add(need)
        self._begin()
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
        health.note(identity, endpoint, outcome, self._clock())
        if outcome == "empty":
            identity.note_empty()
        if retire_s > 0:
            health.rest(identity, retire_s, self._clock())
        if identity_name in self._leases:
            self._leases[identity_name].latency = latency
        self.changed(identity_name)

    def release(self, identity_name: str) -> None:
        """Give an identity back as it is now, for any worker."""
        lease = self._leases.pop(identity_name, None)
        if lease is None:
            return
        identity = self._known.get(identity_name)
        if identity is not None and self._budget and identity.budget == 0:
            health.rest(identity, BUDGET_REST_S, self._clock())
            identity.budget = self._budget
        self._post(_Task("release", identity_name, lease))

    def retire(self, name: str, reason: str) -> None:
        """Take an identity out for good, for all workers."""
        identity = self.get(name)
        if identity is None:
            return
        self._forget(identity.name, reason)
        self._post(_Task("retire", identity.name, reason=reason))

    def adopt(self, identity: Identity) -> None:
        """Take in an identity made elsewhere; one of the same name gives way."""
        self._known[identity.name] = identity
        self._post(_Task("adopt", identity.name))

    def put_first(self, identity: Identity) -> None:
        """Let a new identity hold the place of its slot; who held it becomes its reserve."""
        self._known[identity.name] = identity
        self._post(_Task("first", identity.name))

    def slots(self, kind: Kind) -> list[str]:
        """Return the download slots of the places of a kind."""
        return [f"{kind[0]}{number}" for number in range(self._size)]

    def changed(self, name: str) -> None:
        """Have an identity written: with its release, or now if this worker has not leased it."""
        task = _Task("save", name)
        if name in self._known and name not in self._leases and task not in self._tasks:
            self._post(task)

    def get(self, name: str) -> Identity | None:
        """Return an identity that this worker has met, by its name or session name."""
        named = (one for one in self._known.values() if one.session_name == name)
        return self._known.get(name) or next(named, None)

    def all(self) -> list[Identity]:
        """Return all identities that were there at the start or that this worker has met since."""
        return list(self._known.values())

    def close(self) -> None:
        """Release everybody who waits, write what is left, and leave the identities to other workers."""
        if self._closed:
            return
        self._closed = True
        self._waiting.refuse(PoolClosed("the crawl is closing"))
        for job in self._jobs:
            job.cancel()
        self._tasks.extend(_Task("release", name, lease) for name, lease in self._leases.items())
        self._leases.clear()
        try:
            self._do_now()
        except (redis.RedisError, OSError) as error:
            logger.warning("Identities could not be given back: %s", type(error).__name__)
        self._client.close()

    async def closed(self) -> None:
        """Close, and return when all connections have ended."""
        self.close()
        while running := [job for job in self._jobs if not job.done()]:
            for job in running:
                job.cancel()  # again: a connection that is just being made may swallow it
            await asyncio.wait(running, timeout=END_S)
        if self._link is not None:
            await self._link.close()

    def _clock(self) -> float:
        """Return epoch seconds as Redis counts them."""
        return self._wall() + self._offset

    def _pace_ms(self) -> int:
        return round(1000 * self._delay * self._random.uniform(1 - JITTER, 1 + JITTER))

    def _post(self, task: _Task) -> None:
        if self._closed:
            return
        self._tasks.append(task)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._do_now()
        else:
            self._begin()

    def _begin(self) -> None:
        self._wake.set()
        if self._link is None:
            self._link = self._make_link()
            self._jobs = [asyncio.ensure_future(self._work(self._link))]
            self._jobs.append(asyncio.ensure_future(self._link.listen(self._hear)))

    async def _work(self, link: Link) -> None:
        try:
            while True:
                self._wake.clear()
                await self._hand_over(link)
                await self._beat(link)
                await self._waiting.serve(lambda need: self._ask(link, need))
                await self._pause()
                if len(self._waiting) and self._is_closing is not None and self._is_closing():
                    self.close()
        except PoolClosed:
            self.close()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
            if self._closed:
                return
            logger.error("The identities that the workers share are out of reach: %s", error)
            self._waiting.refuse(PoolClosed(str(error)))
            self._on_gone(error)
            self.close()

    async def _hand_over(self, link: Link) -> None:
        while self._tasks:
            task = self._tasks[0]
            reply = await link.call(*self._script(task))
            if self._closed:
                return  # what was left has been handed over meanwhile
            self._done(task, reply)
            self._tasks.popleft()

    def _do_now(self) -> None:
        while self._tasks:
            task = self._tasks[0]
            self._done(task, self._shelf.call(*self._script(task)))
            self._tasks.popleft()

    async def _beat(self, link: Link) -> None:
        now = asyncio.get_running_loop().time()
        if not self._leases or now - self._beaten < self._lease_s / 3:
            return
        self._beaten, held = now, list(self._leases.values())
        pairs = [part for lease in held for part in (lease.slot, lease.token)]
        lost = (await link.call("beat", [round(self._lease_s * 1000), *pairs]))[2]
        for lease in held:
            if lease.slot in lost and self._leases.get(lease.name) is lease:
                logger.warning("%s went to another worker: this one gave no sign of life", lease.name)

    async def _pause(self) -> None:
        """Wait until somebody wakes this worker, or until asking again may help."""
        loop = asyncio.get_running_loop()
        waits = [self._lease_s / 3 - (loop.time() - self._beaten)] if self._leases else []
        due = self._waiting.next_due()
        if due is not None:
            waits.append(due - loop.time())
            if self._is_closing is not None:
                waits.append(LOOK_S)
        alarm = loop.call_later(max(min(waits), 0), self._wake.set) if waits else None
        try:
            await self._wake.wait()
        finally:
            if alarm is not None:
                alarm.cancel()

    def _hear(self, message: str) -> None:
        """Act on what a worker, this one included, has told all."""
        now = asyncio.get_running_loop().time()
        head, _, rest = message[1:].partition(" ")
        if message.startswith("+"):
            if self._waiting.hear(head, float(rest) / 1000, now):
                self._wake.set()
            return
        if message.startswith("-") and head in self._known:
            self._forget(head, rest)
        self._waiting.hear("", 0, now)
        self._wake.set()

    async def _ask(self, link: Link, need: Need) -> Identity | NotYet:
        token = uuid4().hex
        asked = [
            "login" if need.logged_in else need.kind, need.kind[0], self._size,
            need.name or "", int(need.fresh), need.country or "",
            token, self._node, round(self._lease_s * 1000), self._pace_ms(),
        ]  # fmt: skip
        reply = await link.call("lease", asked)
        self._offset = int(reply[1]) / 1000 - self._wall()
        if reply[0] == "none":
            raise NoSessionError("this needs a session that is logged in (TIKTOK_COOKIES_FILE)")
        if reply[0] == "wait":
            return NotYet(reply[2], max(int(reply[3]), 1) / 1000)
        lease = _Lease("", reply[2], token)
        try:
            return await self._settle(link, need, lease, reply)
        except BaseException:
            self._post(_Task("release", "", lease))
            raise

    async def _settle(self, link: Link, need: Need, lease: _Lease, reply: list[Any]) -> Identity | NotYet:
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

    async def _fill(self, link: Link, lease: _Lease, need: Need) -> Identity | None:
        made = self._make(lease.slot, need.kind)
        made.budget = self._budget or None
        while True:
            head = [lease.slot, lease.token, made.name, made.token_digest or ""]
            reply = await link.call("settle", [*head, *self._shelf.fields(made)])
            if reply[0] != "taken":
                break
            _without_token(made)
        if reply[0] == "lost":
            return None
        self._take_in(made, int(reply[2]))
        return made

    def _take(self, identity: Identity, lease: _Lease, need: Need) -> Identity:
        if not self._leases:
            self._beaten = asyncio.get_running_loop().time()
        lease.name = identity.name
        self._leases[identity.name] = lease
        if need.signed and identity.budget:
            identity.budget -= 1
        return identity

    def _met(self, reply: list[Any]) -> Identity | None:
        """Return a leased identity as the last worker left it; None where no key here opens it."""
        _, _, slot, name, version, sealed = reply
        known = self._known.get(name)
        if known is not None and self._versions.get(name) == int(version):
            known.slot = slot
            return known
        read = self._shelf.open(sealed)
        if read is None:
            return None
        read.slot = slot
        return self._take_in(read, int(version))

    def _take_in(self, read: Identity, version: int) -> Identity:
        """Note what Redis has; whoever has the identity in hand, such as a browser, sees it change."""
        known = self._known.setdefault(read.name, read)
        if known is not read:
            _become(known, read)
        self._versions[read.name] = version
        self._digests[read.name] = read.session_digest
        return known

    def _script(self, task: _Task) -> tuple[str, list[Any]]:
        """Return the script of a task and its arguments, the identity as it is now."""
        one, version = self._known.get(task.name), self._versions.get(task.name, 0)
        if task.kind == "retire":
            return "retire", [task.name, task.reason]
        if task.kind in {"adopt", "first"} and one is not None:
            return "adopt", self._shelf.adoption(one, self._size, first=task.kind == "first")
        if task.kind == "release" and task.lease is not None:
            lease = task.lease
            ago = -1 if lease.latency is None else round(lease.latency * 1000)
            name, sealed = (lease.name, self._shelf.fields(one)) if one is not None else ("", [])
            return "release", [lease.slot, lease.token, name, version, ago, self._pace_ms(), *sealed]
        if one is None:
            return "look", []
        # What the user's file says now goes before what any worker has.
        forced = one.source == "given" and self._digests.get(one.name) != one.session_digest
        return "save", [one.name, version, int(forced), *self._shelf.fields(one)]

    def _done(self, task: _Task, reply: list[Any]) -> None:
        one = self._known.get(task.name)
        if reply[0] == "taken" and one is not None:
            _without_token(one)
            self._tasks.insert(1, task)
        if reply[0] != "ok" or one is None or task.kind == "retire":
            return
        version = int(reply[2]) if not isinstance(reply[2], list) else 0
        if version > 0:
            self._versions[one.name], self._digests[one.name] = version, one.session_digest
        elif version == -1:  # Redis has lost what it had
            self._tasks.insert(1, _Task("adopt", one.name))
        elif version == -2:
            self._forget(one.name, "retired by another worker")
        if task.kind in {"adopt", "first"}:
            one.slot = reply[3]

    def _forget(self, name: str, reason: str) -> None:
        self._known.pop(name, None)
        lease = self._leases.pop(name, None)
        if lease is not None:
            self._post(_Task("release", "", lease))
        self._on_retire(name, reason)


def _become(known: Identity, read: Identity) -> None:
    """Make one object what another is, its jar included, which others hold too."""
    for each in fields(read):
        if each.name not in {"jar", "_cache"}:
            setattr(known, each.name, getattr(read, each.name))
    known.jar.jar.clear()
    for cookie in read.jar:
        known.jar.set_cookie(cookie)


def _without_token(identity: Identity) -> None:
    """Take a given token back that another identity carries."""
    identity.jar.drop(TOKEN)
    identity.token_given, identity.token_digest = False, None
