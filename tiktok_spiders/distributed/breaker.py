"""A circuit breaker that all workers share: what fails for one is skipped by all, and one of them probes."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redis import RedisError
from scrapy import signals

from tiktok_spiders.breaker import Breaker, State
from tiktok_spiders.config import Config
from tiktok_spiders.distributed.connection import connect, connect_async

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from tiktok_spiders.breaker import Key

RETRY_S = 0.5
MOST_KEPT = 1000
"""Answers that are kept for a Redis that is gone."""

KEPT_WAITS = 10
"""A circuit is forgotten when nothing was heard of it for so many waits."""

_FAILED = """
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
local opened = redis.call('HGET', KEYS[1], 'opened')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[3] == '1' or (not opened and failures >= tonumber(ARGV[1])) then
  redis.call('HSET', KEYS[1], 'opened', now)
  redis.call('DEL', KEYS[2])
  opened = now
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('SADD', KEYS[3], ARGV[5])
local since = opened and now - tonumber(opened) or -1
redis.call('PUBLISH', KEYS[3], ARGV[5] .. ' ' .. failures .. ' ' .. since)
"""
"""circuit, probe, circuits; failures that open, wait ms, whether it was the probe, expiry ms, field."""

_SUCCEEDED = """
redis.call('SREM', KEYS[3], ARGV[1])
if redis.call('DEL', KEYS[1], KEYS[2]) > 0 then redis.call('PUBLISH', KEYS[3], ARGV[1] .. ' 0 -1') end
"""

_READ = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = {}
for _, field in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local was = redis.call('HMGET', ARGV[1] .. field, 'failures', 'opened')
  if not was[1] then
    redis.call('SREM', KEYS[1], field)
  else
    found[#found + 1] = field .. ' ' .. was[1] .. ' ' .. (was[2] and now - tonumber(was[2]) or -1)
  end
end
return found
"""


@dataclass(slots=True)
class _Circuit:
    """What this worker knows of a circuit."""

    failures: int = 0
    opened_at: float | None = None
    probes: bool = False
    """Whether this worker sent the probe."""

    probed_at: float | None = None
    """When somebody did, as far as this worker has seen."""


class SharedBreaker:
    """The interface of ``tiktok_spiders.breaker.Breaker``, which answers from what this worker knows.

    Answers are told to Redis by a task, and changes heard on a channel; until then a worker goes by its own.
    Only the claim to probe asks Redis at once, which happens once a wait; without Redis each worker probes.
    Names: ``<prefix>:breaker`` (set of circuits, and the channel), below it ``:<endpoint>/<transport>``
    (``failures`` in a row and ``opened``, ms of Redis' clock) and ``…:probe`` (who probes).
    """

    def __init__(
        self,
        failures: int,
        wait_s: float,
        clock: Callable[[], float],
        on_change: Callable[[Key, State], None] = lambda _key, _state: None,
        *,
        client: Any,
        make_async: Callable[[], Any],
        prefix: str = "tiktok",
    ) -> None:
        self.failures, self.wait_s, self.clock, self.on_change = failures, wait_s, clock, on_change
        self._client, self._make_async = client, make_async
        self._base = f"{prefix}:breaker"
        self._circuits: dict[Key, _Circuit] = {}
        self._to_tell: deque[tuple[Key, bool, bool]] = deque(maxlen=MOST_KEPT)
        self._wake = asyncio.Event()
        self._jobs: list[asyncio.Future[None]] = []
        self._node = f"{socket.gethostname()}/{os.getpid()}"

    def state(self, key: Key) -> State:
        """Return the state of a circuit as this worker knows it."""
        circuit = self._circuits.get(key)
        if circuit is None or circuit.opened_at is None:
            return State.CLOSED
        return State.HALF_OPEN if self.clock() - circuit.opened_at >= self.wait_s else State.OPEN

    def allows(self, key: Key) -> bool:
        """Tell whether a request may go out now. Of all workers one probes a half open circuit."""
        state = self.state(key)
        if state is not State.HALF_OPEN:
            return state is State.CLOSED
        circuit, now = self._circuits[key], self.clock()
        if circuit.probed_at is not None and now - circuit.probed_at < self.wait_s:
            return False
        circuit.probed_at, circuit.probes = now, self._claim(key)
        if circuit.probes:
            self.on_change(key, State.HALF_OPEN)
        return circuit.probes

    def succeeded(self, key: Key) -> None:
        """Note a good answer."""
        circuit = self._circuits.pop(key, None)
        if circuit is None:
            return
        self._tell(key, good=True, probe=circuit.probes)
        if circuit.opened_at is not None:
            self.on_change(key, State.CLOSED)

    def failed(self, key: Key) -> None:
        """Note an answer that was none."""
        circuit = self._circuits.setdefault(key, _Circuit())
        circuit.failures += 1
        probe = circuit.probes
        if probe or (circuit.opened_at is None and circuit.failures >= self.failures):
            self._open(key, circuit, self.clock())
        self._tell(key, good=False, probe=probe)

    def start(self) -> None:
        """Read what other workers know and listen to them. Needs a running event loop."""
        client = self._make_async()
        self._jobs = [
            asyncio.ensure_future(self._listen(client)),
            asyncio.ensure_future(self._report(client)),
        ]
        self._jobs.append(asyncio.ensure_future(self._end(client, self._jobs[:2])))

    async def stop(self) -> None:
        """End the connections."""
        for job in self._jobs[:2]:
            job.cancel()
        if self._jobs:
            await self._jobs[2]
        self._client.close()

    def _open(self, key: Key, circuit: _Circuit, at: float) -> None:
        known = circuit.opened_at is not None and abs(circuit.opened_at - at) < self.wait_s / 2
        circuit.opened_at, circuit.probes = at, False
        if not known:
            circuit.probed_at = None
            self.on_change(key, State.OPEN)

    def _claim(self, key: Key) -> bool:
        try:
            claimed = self._client.set(
                f"{self._name(key)}:probe", self._node, nx=True, px=max(round(self.wait_s * 1000), 1)
            )
        except (RedisError, OSError):
            return True
        return bool(claimed)

    def _tell(self, key: Key, *, good: bool, probe: bool) -> None:
        self._to_tell.append((key, good, probe))
        self._wake.set()

    async def _report(self, client: Any) -> None:
        failed, succeeded = client.register_script(_FAILED), client.register_script(_SUCCEEDED)
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._to_tell:
                key, good, probe = self._to_tell[0]
                names = [self._name(key), f"{self._name(key)}:probe", self._base]
                wait = max(round(self.wait_s * 1000), 1)
                head = [] if good else [self.failures, wait, int(probe), wait * KEPT_WAITS + 60_000]
                try:
                    await (succeeded if good else failed)(keys=names, args=[*head, _field(key)])
                except (RedisError, OSError):
                    await asyncio.sleep(RETRY_S)
                else:
                    self._to_tell.popleft()

    async def _listen(self, client: Any) -> None:
        read = client.register_script(_READ)
        while True:
            pubsub = client.pubsub()
            try:
                await pubsub.subscribe(self._base)
                for line in await read(keys=[self._base], args=[f"{self._base}:"]):
                    self._hear(line)
                async for message in pubsub.listen():
                    if message["type"] == "message":
                        self._hear(message["data"])
            except (RedisError, OSError):
                await asyncio.sleep(RETRY_S)
            finally:
                await pubsub.aclose()

    def _hear(self, line: str | bytes) -> None:
        """Take over what some worker, this one included, has told: circuit, failures, ms since it opened."""
        text = line.decode() if isinstance(line, bytes) else line
        field, failures, since = text.rsplit(" ", 2)
        endpoint, _, transport = field.rpartition("/")
        key = (endpoint, transport)
        if failures == "0":
            circuit = self._circuits.pop(key, None)
            if circuit is not None and circuit.opened_at is not None:
                self.on_change(key, State.CLOSED)
            return
        circuit = self._circuits.setdefault(key, _Circuit())
        circuit.failures = max(circuit.failures, int(failures))
        if int(since) >= 0 and not circuit.probes:
            self._open(key, circuit, self.clock() - int(since) / 1000)

    async def _end(self, client: Any, jobs: list[asyncio.Future[None]]) -> None:
        await asyncio.wait(jobs)
        await client.aclose()

    def _name(self, key: Key) -> str:
        return f"{self._base}:{_field(key)}"


def _field(key: Key) -> str:
    return f"{key[0]}/{key[1]}"


def breaker_for(crawler: Crawler, on_change: Callable[[Key, State], None]) -> Breaker | SharedBreaker:
    """Return the breaker of a crawl: its own, or in distributed mode the one that all workers share."""
    config = Config.from_settings(crawler.settings)
    parts = (config.breaker_failures, config.breaker_seconds, time.monotonic, on_change)
    if not config.distributed or config.redis_url is None:
        return Breaker(*parts)
    shared = SharedBreaker(
        *parts,
        client=connect(config),
        make_async=lambda: connect_async(config),
        prefix=config.redis_prefix,
    )
    crawler.signals.connect(shared.start, signal=signals.engine_started, weak=False)
    crawler.signals.connect(shared.stop, signal=signals.engine_stopped, weak=False)
    return shared
