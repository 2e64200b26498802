from __future__ import annotations

from tiktok_spiders.breaker import Breaker, State

KEY = ("creator_item_list", "http")


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def make(failures: int = 3) -> tuple[Breaker, Clock, list[State]]:
    clock, heard = Clock(), []
    return Breaker(failures, 60.0, clock, lambda _key, state: heard.append(state)), clock, heard


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker, _, heard = make()
    for _ in range(2):
        breaker.failed(KEY)
    breaker.succeeded(KEY)
    for _ in range(2):
        breaker.failed(KEY)
    assert breaker.allows(KEY)
    breaker.failed(KEY)
    assert not breaker.allows(KEY)
    assert heard == [State.OPEN]


def test_one_probe_goes_out_after_the_wait_and_its_answer_decides() -> None:
    breaker, clock, heard = make(1)
    breaker.failed(KEY)
    clock.now += 60
    assert breaker.state(KEY) is State.HALF_OPEN
    assert breaker.allows(KEY)
    assert not breaker.allows(KEY)
    breaker.failed(KEY)
    assert not breaker.allows(KEY)
    clock.now += 60
    assert breaker.allows(KEY)
    breaker.succeeded(KEY)
    assert breaker.state(KEY) is State.CLOSED
    assert heard == [State.OPEN, State.HALF_OPEN, State.OPEN, State.HALF_OPEN, State.CLOSED]


def test_a_probe_without_an_answer_is_followed_by_another() -> None:
    breaker, clock, _ = make(1)
    breaker.failed(KEY)
    clock.now += 60
    assert breaker.allows(KEY)
    clock.now += 60
    assert breaker.allows(KEY)


def test_late_failures_do_not_postpone_the_probe() -> None:
    breaker, clock, heard = make(1)
    breaker.failed(KEY)
    clock.now += 30
    breaker.failed(KEY)
    assert heard == [State.OPEN]
    clock.now += 30
    assert breaker.allows(KEY)


def test_circuits_are_apart() -> None:
    breaker, _, _ = make(1)
    breaker.failed(KEY)
    assert breaker.allows(("creator_item_list", "browser"))
