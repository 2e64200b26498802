"""The shared queue on a real Redis: leases, what comes of requests, and what is given back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import redis

from tiktok_spiders.distributed.keys import run_keys
from tiktok_spiders.distributed.leases import Child, Held, Leased, LeaseQueue

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = run_keys("tiktok", "user", "nightly")


@pytest.fixture
def server(redis_url: str) -> Iterator[Any]:
    client = redis.Redis.from_url(redis_url)
    yield client
    client.close()


@pytest.fixture
def queue(server: Any) -> LeaseQueue:
    return LeaseQueue(server, KEYS, 30)


def data(name: str) -> bytes:
    return b'{"id":"%s","v":1}' % name.encode()


def popped(queue: LeaseQueue) -> Leased:
    found = queue.pop()
    assert isinstance(found, Leased)
    return found


def expire(server: Any) -> None:
    """Let all leases be over, as time does."""
    for token in server.zrange(KEYS.inflight, 0, -1):
        server.zadd(KEYS.inflight, {token: 1})


def test_names_of_keys() -> None:
    assert KEYS.requests == "tiktok:user:nightly:requests"
    assert KEYS.dupefilter == "tiktok:user:nightly:dupefilter"
    assert KEYS.targets == "tiktok:user:targets"


def test_higher_priorities_come_first_then_older_ones(queue: LeaseQueue) -> None:
    for name, priority in (("b", 0), ("a", 0), ("z", 5)):
        queue.push(Child(data(name), priority))
    assert [popped(queue).data for _ in range(3)] == [data("z"), data("a"), data("b")]
    assert queue.pop() == 3


def test_a_mark_lets_a_request_in_once(queue: LeaseQueue) -> None:
    assert queue.push(Child(data("a"), 0, ("m", "n")))
    assert not queue.push(Child(data("b"), 0, ("n",)))
    assert queue.push(Child(data("c"), 0, ("o",)))


def test_finishing_ends_the_lease_and_adds_children(queue: LeaseQueue, server: Any) -> None:
    queue.push(Child(data("a"), 0, ("m",)))
    lease = popped(queue)
    children = [Child(data("b"), 10), Child(data("c"), 0, ("m",)), Child(data("d"), keep=True)]
    (done,) = queue.finish([(lease.token, children)])
    assert done.mine
    assert done.children == ("1", "0", "d:1")
    assert server.zrange(KEYS.requests, 0, -1) == [data("b")]
    assert server.hkeys(KEYS.deliveries) == [b"d"]
    assert queue.finish([("d:1", [])])[0].mine


def test_an_expired_lease_comes_back_counted_and_its_first_worker_is_too_late(
    queue: LeaseQueue, server: Any
) -> None:
    queue.push(Child(data("a"), 7))
    first = popped(queue)
    expire(server)
    assert queue.beat("w2", []).reaped == 1
    second = popped(queue)
    assert (second.data, second.given, second.reason) == (data("a"), 2, "its worker gave no sign of life")
    (late,) = queue.finish([(first.token, [Child(data("b"))])])
    assert (late.mine, late.children) == (False, ("0",))
    (done,) = queue.finish([(second.token, [Child(data("b"))])])
    assert done.mine
    assert server.zrange(KEYS.requests, 0, -1) == [data("b")]


def test_a_beat_keeps_leases_and_tells_which_are_lost(queue: LeaseQueue, server: Any) -> None:
    queue.push(Child(data("a")))
    lease = popped(queue)
    expire(server)
    told = queue.beat("w1", [lease.token, "gone:1"])
    assert (told.reaped, told.was_known, told.lost) == (0, False, ("gone:1",))
    assert abs(told.stamp - time.time() * 1000) < 5000
    assert server.zscore(KEYS.inflight, lease.token) > told.stamp + 20_000
    assert queue.beat("w1", []).was_known


def test_giving_back_counts_only_with_a_reason(queue: LeaseQueue) -> None:
    queue.push(Child(data("a"), 3))
    assert queue.release(popped(queue).token)
    again = popped(queue)
    assert again.given == 1
    assert queue.release(again.token, "ValueError: x")
    last = popped(queue)
    assert (last.given, last.reason) == (2, "ValueError: x")
    assert not queue.release(again.token)


def held(lease: Leased, *marks: str) -> Held:
    return Held(lease.token, 0, lease.data, marks)


def test_a_redis_that_forgot_is_told_what_is_held(queue: LeaseQueue, server: Any) -> None:
    """Everything is lost; its listing is marked, so that nobody begins it again."""
    for name in "ab":
        queue.push(Child(data(name), marks=(name,)))
    leases = {"a": popped(queue), "b": popped(queue)}
    server.flushall()
    assert queue.reclaim([held(lease, name) for name, lease in leases.items()], "nightly") == []
    assert not queue.push(Child(data("c"), marks=("a",)))
    assert server.get(KEYS.run) == b"nightly"
    assert queue.pop() == 2
    assert all(done.mine for done in queue.finish([(one.token, []) for one in leases.values()]))


def test_what_is_still_leased_stays_with_its_worker(queue: LeaseQueue) -> None:
    queue.push(Child(data("a"), marks=("m",)))
    lease = popped(queue)
    assert queue.reclaim([held(lease, "m")]) == []
    assert queue.finish([(lease.token, [])])[0].mine


def test_what_goes_on_elsewhere_is_not_claimed(queue: LeaseQueue, server: Any) -> None:
    """Redis stands where it stood before this delivery: the listing's earlier request is in the queue."""
    queue.push(Child(data("a"), marks=("m",)))
    lease = popped(queue)
    server.delete(KEYS.leases, KEYS.inflight, KEYS.deliveries)
    queue.push(Child(data("before")))
    assert queue.reclaim([held(lease, "m")]) == [lease.token]
    assert popped(queue).data == data("before")


def test_pushing_again_what_waits_counts_as_pushed(queue: LeaseQueue) -> None:
    """The answer to the first push may have been lost on its way."""
    child = Child(data("a"), marks=("m",))
    assert [queue.push(child), queue.push(child)] == [True, True]
    popped(queue)
    assert queue.pop() == 1


def test_targets_are_taken_by_priority_into_a_short_queue(queue: LeaseQueue, server: Any) -> None:
    server.zadd(KEYS.targets, {"low": 0, 'q"uote': 0.5, "high": 9})
    found = [popped(queue).data for _ in range(3)]
    assert [b'"pushed":"high"' in found[0], b'"pushed":"q\\"uote"' in found[1]] == [True, True]
    assert server.exists(KEYS.targets) == 0


def test_urgent_targets_are_taken_into_a_full_queue(queue: LeaseQueue, server: Any) -> None:
    for number in range(30):
        queue.push(Child(data(f"r{number}"), 10))
    server.zadd(KEYS.targets, {"low": 0, "high": 99})
    assert b'"pushed":"high"' in popped(queue).data
    assert server.zcard(KEYS.targets) == 1


@pytest.mark.parametrize("kind", ["rpush", "sadd"])
def test_targets_in_a_list_or_set(queue: LeaseQueue, server: Any, kind: str) -> None:
    getattr(server, kind)(KEYS.targets, "one", "two")
    texts = {popped(queue).data.split(b'"pushed":')[1] for _ in range(2)}
    assert texts == {b'"one"}', b'"two"}'}


def test_the_last_worker_cleans_up_after_a_finished_run(queue: LeaseQueue, server: Any) -> None:
    for worker in ("w1", "w2"):
        queue.beat(worker, [])
    server.set(KEYS.run, "nightly")
    assert queue.leave("w1", "nightly", finished=True, sums={"a": 2}) == (False, 0, {"a": 2})
    assert queue.leave("w2", "nightly", finished=True, sums={"a": 3}) == (True, 0, {"a": 5})
    assert server.keys("*") == []


def test_a_run_that_is_not_done_stays(queue: LeaseQueue, server: Any) -> None:
    queue.beat("w1", [])
    queue.push(Child(data("a")))
    assert queue.leave("w1", "nightly", finished=False, sums={}) == (True, 1, {})
    assert server.zcard(KEYS.requests) == 1


def test_an_empty_queue_of_a_run_that_redis_knows_is_empty(queue: LeaseQueue) -> None:
    queue.beat("one", [])
    assert queue.pop() == 0


def test_nobody_takes_a_forgotten_run_for_finished(queue: LeaseQueue, server: Any) -> None:
    queue.beat("one", [])
    server.flushdb()
    assert queue.pop() == -1
