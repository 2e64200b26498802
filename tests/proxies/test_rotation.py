from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tiktok_spiders.proxies import rotation
from tiktok_spiders.proxies.parse import parse_proxy
from tiktok_spiders.proxies.rotation import Rotation

FOUR = [parse_proxy(f"h:{port}") for port in (1, 2, 3, 4)]


def ports(turns: Rotation, times: int, free=FOUR, key=None) -> list[int]:
    return [turns.choose(free, key).port for _ in range(times)]


def test_round_robin():
    turns = Rotation("round-robin")
    assert ports(turns, 6) == [1, 2, 3, 4, 1, 2]
    assert ports(turns, 3, FOUR[1:3]) == [3, 2, 3]
    assert ports(turns, 4) == [4, 1, 2, 3]


def test_random():
    assert Counter(ports(Rotation("random", Random(7)), 4000)) == pytest.approx(
        {1: 1000, 2: 1000, 3: 1000, 4: 1000}, rel=0.15
    )


def test_first():
    turns = Rotation("first")
    assert ports(turns, 3) == [1, 1, 1]
    assert ports(turns, 2, FOUR[2:]) == [3, 3]


def test_sticky_is_the_same_everywhere_and_moves_only_who_has_to():
    keys = [f"key {number}" for number in range(400)]
    before = {key: Rotation("sticky").choose(FOUR, key).port for key in keys}
    again = {key: Rotation("sticky").choose(FOUR[::-1], key).port for key in keys}
    without = {key: Rotation("sticky").choose(FOUR[1:], key).port for key in keys}
    assert before == again
    assert set(Counter(before.values())) == {1, 2, 3, 4}
    assert {key for key in keys if before[key] != without[key]} == {key for key in keys if before[key] == 1}


def test_sticky_without_a_key_takes_turns():
    assert ports(Rotation("sticky"), 5) == [1, 2, 3, 4, 1]


@pytest.mark.parametrize("algorithm", rotation.ALGORITHMS)
def test_a_key_stays_while_its_proxy_is_free(algorithm):
    turns = Rotation(algorithm)
    mine = turns.choose(FOUR, "me")
    ports(turns, 5)
    assert ports(turns, 3, key="me") == [mine.port] * 3
    others = [one for one in FOUR if one != mine]
    moved = turns.choose(others, "me")
    assert moved != mine
    assert ports(turns, 3, key="me") == [moved.port] * 3


def test_old_keys_are_forgotten(monkeypatch):
    monkeypatch.setattr(rotation, "KEYS_KEPT", 2)
    turns = Rotation("round-robin")
    assert [turns.choose(FOUR, key).port for key in "abc"] == [1, 2, 3]
    assert [turns.choose(FOUR, key).port for key in "bca"] == [2, 3, 4]
