"""A connection that is just being made may swallow a cancellation: what is closed ends all the same."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tiktok_spiders.distributed.seen import KEY_BYTES, SharedSeen
from tiktok_spiders.distributed.shared_breaker import SharedBreaker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LONGEST_S = 20.0
"""What a test waits for at most."""


class Connecting:
    """A client of Redis that is busy with a connection, and takes the first cancellation for its own."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.is_closed = False

    async def connect(self) -> None:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)

    def register_script(self, _text: str) -> Any:
        async def script(**_given: Any) -> Any:
            if not self.asked.is_set():
                await self.connect()
            return []

        return script

    def pubsub(self) -> Any:
        return Channel(self)

    async def aclose(self) -> None:
        self.is_closed = True

    def close(self) -> None:
        pass


class Channel:
    def __init__(self, client: Connecting) -> None:
        self._client = client

    async def subscribe(self, _name: str) -> None:
        await self._client.connect()

    async def listen(self) -> AsyncIterator[dict[str, Any]]:
        await asyncio.Event().wait()
        yield {}

    async def aclose(self) -> None:
        pass


async def test_the_breaker_ends_while_it_connects() -> None:
    client = Connecting()
    breaker = SharedBreaker(1, 60.0, lambda: 0.0, client=client, make_async=lambda: client)
    breaker.start()
    async with asyncio.timeout(LONGEST_S):
        await client.asked.wait()
        await breaker.stop()
    assert client.is_closed
    await breaker.stop()


async def test_a_breaker_that_was_never_started_ends() -> None:
    client = Connecting()
    await SharedBreaker(1, 60.0, lambda: 0.0, client=client, make_async=lambda: client).stop()


class Refusing(Connecting):
    """It swallows a cancellation once, and then does not answer."""

    def register_script(self, _text: str) -> Any:
        async def script(**_given: Any) -> Any:
            if not self.asked.is_set():
                await self.connect()
            raise ConnectionError("gone")

        return script


async def test_the_keys_of_records_end_while_they_connect() -> None:
    client = Refusing()
    seen = SharedSeen(client, "run", capacity=1000)
    seen.add(bytes(KEY_BYTES), 1)
    async with asyncio.timeout(LONGEST_S):
        await client.asked.wait()
        await seen.close()
    assert client.is_closed
