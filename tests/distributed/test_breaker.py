"""The breaker that workers share, on a real Redis."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from scrapy import signals

from tests.components import crawler_for
from tests.redis_server import RedisServer
from tests.waiting import reached
from tiktok_spiders.breaker import Breaker, State
from tiktok_spiders.distributed.breaker import breaker_for
from tiktok_spiders.distributed.shared_breaker import SharedBreaker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

KEY = ("videos", "http")
WAIT_S = 1.0
"""Long enough that news of an opening come within half of it: later ones are those of another."""

LONGEST_S = 20.0
"""What a test waits for at most."""


@pytest.fixture
async def workers(redis_url: str) -> AsyncIterator[Callable[..., tuple[SharedBreaker, list[State]]]]:
    """Make the breaker of a worker, which listens, and the list of the changes that it tells."""
    async with AsyncExitStack() as stack:

        def _make(url: str = redis_url, wait: float = WAIT_S) -> tuple[SharedBreaker, list[State]]:
            crawler = crawler_for(
                TIKTOK_DISTRIBUTED=True,
                TIKTOK_REDIS_URL=url,
                TIKTOK_BREAKER_FAILURES=4,
                TIKTOK_BREAKER_SECONDS=wait,
            )
            changes: list[State] = []
            made = breaker_for(crawler, lambda _key, state: changes.append(state))
            assert isinstance(made, SharedBreaker)
            crawler.signals.send_catch_log(signals.engine_started)
            stack.push_async_callback(crawler.signals.send_catch_log_async, signals.engine_stopped)
            return made, changes

        yield _make


async def becomes(breaker: SharedBreaker, state: State, key: tuple[str, str] = KEY) -> None:
    await reached(lambda: breaker.state(key) is state, LONGEST_S, f"state {state}")


async def heard(breaker: SharedBreaker, failures: int) -> None:
    def has_heard() -> bool:
        circuit = breaker._circuits.get(KEY)
        return circuit is not None and circuit.failures >= failures

    await reached(has_heard, LONGEST_S, f"news of {failures} failures")


def test_alone_it_is_ones_own() -> None:
    assert type(breaker_for(crawler_for(), lambda *_: None)) is Breaker


async def test_failures_of_all_open_it_for_all(
    workers: Callable[..., tuple[SharedBreaker, list[State]]],
) -> None:
    (one, told), (two, also) = workers(wait=60), workers(wait=60)
    for count in (1, 3):
        one.failed(KEY)
        await heard(two, count)
        two.failed(KEY)
        await heard(one, count + 1)
    await becomes(one, State.OPEN)
    await becomes(two, State.OPEN)
    assert (one.allows(KEY), two.allows(KEY)) == (False, False)
    assert one.allows(("videos", "browser"))
    assert told == also == [State.OPEN]
    late, _ = workers(wait=60)
    await becomes(late, State.OPEN)


async def test_one_of_all_probes_and_its_success_closes(
    workers: Callable[..., tuple[SharedBreaker, list[State]]],
) -> None:
    pairs = [workers() for _ in range(3)]
    breakers = [each for each, _ in pairs]
    for _ in range(4):
        breakers[0].failed(KEY)
    for each in breakers:
        await becomes(each, State.HALF_OPEN)
    allowed = [each.allows(KEY) for each in breakers * 2]
    assert sum(allowed) == 1
    probe = breakers[allowed.index(True)]
    probe.succeeded(KEY)
    for each in breakers:
        await becomes(each, State.CLOSED)
        assert each.allows(KEY)
    assert sum(changes.count(State.HALF_OPEN) for _, changes in pairs) == 1
    assert [changes[-1] for _, changes in pairs] == [State.CLOSED] * 3


async def test_a_probe_that_fails_opens_it_again(
    workers: Callable[..., tuple[SharedBreaker, list[State]]],
) -> None:
    (one, _), (two, changes) = workers(), workers()
    for _ in range(4):
        one.failed(KEY)
    await becomes(two, State.HALF_OPEN)
    await becomes(one, State.HALF_OPEN)
    assert one.allows(KEY)
    one.failed(KEY)
    await reached(lambda: changes == [State.OPEN, State.OPEN], LONGEST_S, "second opening")
    await becomes(two, State.HALF_OPEN)
    assert two.allows(KEY)


async def test_a_probe_that_died_is_made_up_for(
    workers: Callable[..., tuple[SharedBreaker, list[State]]],
) -> None:
    (one, _), (two, _) = workers(), workers()
    for _ in range(4):
        one.failed(KEY)
    for each in (one, two):
        await becomes(each, State.HALF_OPEN)
    assert (one.allows(KEY), two.allows(KEY)) == (True, False)
    await reached(lambda: two.allows(KEY), LONGEST_S, "second probe")


async def test_a_success_between_begins_the_count_anew(
    workers: Callable[..., tuple[SharedBreaker, list[State]]], redis_server: RedisServer
) -> None:
    (one, _), (two, _) = workers(), workers()
    for _ in range(3):
        one.failed(KEY)
    await heard(two, 3)
    two.succeeded(KEY)
    await reached(lambda: not one._circuits, LONGEST_S, "news of the success")
    one.failed(KEY)
    await heard(two, 1)
    assert one.state(KEY) is State.CLOSED
    with redis_server.client() as client:
        assert client.hgetall("tiktok:breaker:videos/http") == {"failures": "1"}
        assert 0 < client.pttl("tiktok:breaker:videos/http") <= WAIT_S * 10_000 + 60_000


async def test_without_redis_each_goes_by_its_own(
    workers: Callable[..., tuple[SharedBreaker, list[State]]],
) -> None:
    with RedisServer() as server:
        one, _ = workers(server.url)
        two, _ = workers(server.url)
        server.stop()
        for _ in range(4):
            one.failed(KEY)
        assert one.state(KEY) is not State.CLOSED
        await becomes(one, State.HALF_OPEN)
        assert one.allows(KEY)
        one.failed(KEY)
        assert two.allows(KEY)
        server.start()
        await becomes(two, State.HALF_OPEN)
        await one.stop()
        await two.stop()
