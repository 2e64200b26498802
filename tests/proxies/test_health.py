from __future__ import annotations

import pytest

from tiktok_spiders.proxies.health import COOL_DOWN_MAX_S, FORGIVEN_AFTER, Health


def failed(health: Health, kind: str = "refused", times: int = 1, now: float = 0.0) -> list[bool]:
    return [health.fail(kind, now) for _ in range(times)]


def test_three_failures_in_a_row_are_a_quarantine():
    health = Health()
    assert failed(health, times=2) == [False, False]
    health.succeed()
    assert failed(health, times=3) == [False, False, True]
    assert [health.is_free(now) for now in (0, 29.9, 30)] == [False, False, True]
    assert (health.ok, health.failures, health.last_error) == (1, {"refused": 5}, "refused")


def test_a_refused_password_is_one_at_once():
    health = Health()
    assert failed(health, "auth") == [True]
    assert [health.is_free(now) for now in (299, 300)] == [False, True]


def test_each_failed_probe_doubles_the_rest():
    health, now, rests = Health(), 0.0, []
    failed(health, times=2)
    for _ in range(8):
        assert health.fail("timeout", now) is True
        rests.append(health.resting_until - now)
        now = health.resting_until
    assert rests == [30, 60, 120, 240, 480, 960, COOL_DOWN_MAX_S, COOL_DOWN_MAX_S]


def test_what_was_under_way_when_it_began_does_not_lengthen_it():
    health = Health()
    failed(health, times=3)
    assert failed(health, times=5, now=10) == [False] * 5
    assert health.resting_until == 30
    assert health.failures == {"refused": 8}


def test_an_answer_ends_it_and_several_forgive():
    health = Health()
    failed(health, times=3)
    health.succeed()
    assert health.is_free(1)
    failed(health, times=3, now=1)
    assert health.resting_until == 61, "one answer does not make up for it"
    for _ in range(FORGIVEN_AFTER):
        health.succeed()
    failed(health, times=3, now=100)
    assert health.resting_until == 130


def test_latency_follows_slowly():
    health = Health()
    for latency in (1.0, 1.0, 2.0):
        health.succeed(latency)
    health.succeed()
    assert health.latency == pytest.approx(1.2)
