"""A circuit breaker that all workers share: what fails for one is skipped by all, and one of them probes."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from redis import RedisError

from tiktok_spiders.breaker import Breaker, Circuit, State
from tiktok_spiders.distributed import breaker_scripts as scripts
from tiktok_spiders.identities.ending import ended
from tiktok_spiders.store.crawl import node

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.breaker import Key

RETRY_S = 0.5
MOST_KEPT = 1000
"""Answers that are kept for a Redis that is gone."""

KEPT_WAITS = 10
"""A circuit is forgotten when nothing was heard of it for so many waits."""


class SharedBreaker(Breaker):
    """A breaker that answers from what this worker knows, and tells the others.

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
        super().__init__(failures, wait_s, clock, on_change)
        self._client, self._make_async = client, make_async
        self._base = f"{prefix}:breaker"
        self._to_tell: deque[tuple[Key, bool, bool]] = deque(maxlen=MOST_KEPT)
        self._wake = asyncio.Event()
        self._line: Any = None
        self._jobs: list[asyncio.Future[None]] = []

    def succeeded(self, key: Key) -> None:
        """Note a good answer, and tell it if there was a bad one before."""
        if key in self._circuits:
            super().succeeded(key)
            self._tell(key, good=True)

    def failed(self, key: Key) -> None:
        """Note an answer that was none, and tell it."""
        circuit = self._circuits.get(key)
        probe = circuit is not None and circuit.probes
        super().failed(key)
        self._tell(key, good=False, probe=probe)

    def start(self) -> None:
        """Read what other workers know and listen to them. Needs a running event loop."""
        self._line = self._make_async()
        self._jobs = [
            asyncio.ensure_future(self._listen(self._line)),
            asyncio.ensure_future(self._report(self._line)),
        ]

    async def stop(self) -> None:
        """End the connections."""
        await ended(self._jobs)
        if self._line is not None:
            await self._line.aclose()
        self._client.close()

    def _claim(self, key: Key) -> bool:
        try:
            claimed = self._client.set(f"{self._name(key)}:probe", node(), nx=True, px=self._wait_ms())
        except (RedisError, OSError):
            return True
        return bool(claimed)

    def _tell(self, key: Key, *, good: bool, probe: bool = False) -> None:
        self._to_tell.append((key, good, probe))
        self._wake.set()

    async def _report(self, client: Any) -> None:
        failed, succeeded = client.register_script(scripts.FAILED), client.register_script(scripts.SUCCEEDED)
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._to_tell:
                key, good, probe = self._to_tell[0]
                names = [self._name(key), f"{self._name(key)}:probe", self._base]
                head = [] if good else [self.failures, int(probe), self._wait_ms() * KEPT_WAITS + 60_000]
                try:
                    await (succeeded if good else failed)(keys=names, args=[*head, _field(key)])
                except (RedisError, OSError):
                    await asyncio.sleep(RETRY_S)
                else:
                    self._to_tell.popleft()

    async def _listen(self, client: Any) -> None:
        read = client.register_script(scripts.READ)
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
            super().succeeded(key)
            return
        circuit = self._circuits.setdefault(key, Circuit())
        circuit.failures = max(circuit.failures, int(failures))
        if int(since) >= 0 and not circuit.probes:
            self._hear_open(key, circuit, self.clock() - int(since) / 1000)

    def _hear_open(self, key: Key, circuit: Circuit, at: float) -> None:
        if circuit.opened_at is not None and abs(circuit.opened_at - at) < self.wait_s / 2:
            circuit.opened_at = at  # known already; the others go by this moment
        else:
            self._open(key, circuit, at)

    def _wait_ms(self) -> int:
        return max(round(self.wait_s * 1000), 1)

    def _name(self, key: Key) -> str:
        return f"{self._base}:{_field(key)}"


def _field(key: Key) -> str:
    return f"{key[0]}/{key[1]}"
