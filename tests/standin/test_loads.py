"""Page loads: nonces, keys and signatures, without a browser."""

from __future__ import annotations

import time

import pytest

from tiktok_standin import loads
from tiktok_standin.loads import Load, Loads
from tiktok_standin.mix import base36, mix

ADDRESS = "/api/user/detail/?uniqueId=a"


def signature(load: Load, number: str = "1", *, at: float | None = None, name: str = "X-Bogus") -> str:
    moment = base36(int((time.time() if at is None else at) * 1000))
    path, _, query = ADDRESS.partition("?")
    return f"{load.id}-{moment}-{number}-{mix(load.key, name, moment, number, path, query, load.key)}"


def opened(known: Loads, visitor: str = "me") -> Load:
    load = known.open(known.nonce(visitor, len(known._loads) + 1), visitor)
    assert load is not None
    return load


def test_a_nonce_gives_one_key_to_its_visitor() -> None:
    known = Loads()
    nonce = known.nonce("me", 1)
    assert known.open(nonce, "you") is None
    assert known.open(nonce, "me") is not None
    assert known.open(nonce, "me") is None


@pytest.mark.parametrize("nonce", ["", "a", "1-a-b", "é-é-é"])
def test_what_is_no_nonce_gives_none(nonce: str) -> None:
    assert Loads().open(nonce, "me") is None


def test_a_nonce_gets_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Loads()
    nonce, later = known.nonce("me", 1), time.time() + loads.NONCE_LIFE + 1
    monkeypatch.setattr("tiktok_standin.clock.now", lambda: later)
    assert known.open(nonce, "me") is None


def test_the_oldest_loads_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "_LOADS", 1)
    known = Loads()
    first = known.open(known.nonce("me", 1), "me")
    second = known.open(known.nonce("me", 2), "me")
    assert first is not None
    assert second is not None
    checked = [known.check("X-Bogus", signature(load), "me", ADDRESS, 60) for load in (first, second)]
    assert checked == ["unknown", None]


def test_a_signature_is_good_until_it_is_spent() -> None:
    known = Loads()
    load = opened(known)
    made, other = signature(load), signature(load, "2")
    assert known.check("X-Bogus", made, "me", ADDRESS, 60) is None
    known.spend(made)
    assert known.check("X-Bogus", made, "me", ADDRESS, 60) == "used"
    assert known.check("X-Bogus", other, "me", ADDRESS, 60) is None


def test_what_is_wrong_with_a_signature() -> None:
    known = Loads()
    load = opened(known)
    made = signature(load)
    assert known.check("X-Bogus", made, "you", ADDRESS, 60) == "unknown"
    assert known.check("X-Bogus", "standin", "me", ADDRESS, 60) == "unknown"
    assert known.check("X-Gnarly", made, "me", ADDRESS, 60) == "wrong"
    assert known.check("X-Bogus", made, "me", ADDRESS + "b", 60) == "wrong"
    assert known.check("X-Bogus", made[:-1] + "g", "me", ADDRESS, 60) == "wrong"
    for moment in (time.time() - 61, time.time() + 61):
        assert known.check("X-Bogus", signature(load, at=moment), "me", ADDRESS, 60) == "late"


@pytest.mark.parametrize(
    ("number", "digits"), [(0, "0"), (35, "z"), (36, "10"), (1_790_000_000_000, "mubbs7i8")]
)
def test_base36(number: int, digits: str) -> None:
    assert base36(number) == digits
    assert int(digits, 36) == number
