from __future__ import annotations

import logging

import pytest

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.parse import parse_proxy
from tiktok_spiders.proxies.pool import ProxyPool
from tiktok_spiders.proxies.sources import FileSource, ListSource

MARK = "s3cr3t-mark"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock):
    def _make(text="h:1,h:2,h:3", algorithm="round-robin", **options):
        return ProxyPool([ListSource(text)], algorithm, clock=clock, **options)

    return _make


def name_of(text: str) -> str:
    return parse_proxy(text).name


def break_down(pool: ProxyPool, text: str) -> list[bool]:
    return [pool.report(name_of(text), ok=False, kind="refused") for _ in range(3)]


def test_an_empty_pool_is_false_and_gives_none():
    pool = ProxyPool()
    assert not pool
    assert pool.next() is None
    assert pool.get(None) is None
    assert pool.status() == []


def test_turns(make):
    pool = make()
    assert [pool.next().port for _ in range(4)] == [1, 2, 3, 1]
    assert pool.get(name_of("h:2")).port == 2
    assert pool.get("p-none") is None


def test_a_broken_one_is_left_out_and_probed_later(make, clock):
    pool = make()
    lost = []
    pool.when_lost.append(lost.append)
    assert break_down(pool, "h:2") == [False, False, True]
    assert lost == [name_of("h:2")]
    assert pool.is_free(name_of("h:2")) is False
    assert {pool.next().port for _ in range(6)} == {1, 3}
    clock.now += 30
    assert {pool.next().port for _ in range(6)} == {1, 2, 3}


def test_a_key_fails_over_and_stays_there(make, clock):
    pool = make()
    assert pool.next(sticky_key="me").port == 1
    assert pool.next().port == 2
    assert pool.next(sticky_key="me").port == 1
    break_down(pool, "h:1")
    moved = pool.next(sticky_key="me").port
    clock.now += 3600
    assert moved != 1
    assert pool.next(sticky_key="me").port == moved


def test_when_all_rest_the_first_to_be_free_is_given_and_it_is_said_once(make, clock, caplog):
    pool = make()
    told = []
    pool.when_exhausted.append(lambda: told.append(clock.now))
    for text in ("h:3", "h:1", "h:2"):
        break_down(pool, text)
        clock.now += 1
    with caplog.at_level(logging.WARNING):
        assert [pool.next().port for _ in range(3)] == [3, 3, 3]
    assert caplog.text.count("All 3 proxies are in quarantine") == len(told) == 1
    pool.report(name_of("h:3"), ok=True, latency=0.1)
    assert pool.next().port == 3
    break_down(pool, "h:3")
    assert pool.next().port == 1
    assert len(told) == 2


def test_country(make):
    pool = make("DE h:1,h:2,de h:3")
    assert [pool.next("de").port for _ in range(3)] == [1, 3, 1]
    assert pool.next("FR") is None


def test_the_crawl_s_country(make):
    assert [one.port for one in make("DE h:1,h:2", country="de").all()] == [1]
    with pytest.raises(ConfigError, match="TIKTOK_PROXY_COUNTRY is 'fr': no proxy is tagged"):
        make("DE h:1,h:2", country="fr")


def test_status_shows_no_secret(make, clock):
    pool = make(f"http://{MARK}:{MARK}@h:1#DE,h:2,h:3,h:4")
    mine = name_of(f"http://{MARK}:{MARK}@h:1")
    pool.report(mine, ok=True, latency=0.25)
    pool.report(mine, ok=False, kind="auth")
    pool.report(name_of("h:2"), ok=True)
    pool.report(name_of("h:3"), ok=False, kind="timeout")
    first, second, third, fourth = pool.status()
    assert MARK not in repr(pool.status())
    assert (first.shown, first.country, first.health) == ("http://***@h:1", "DE", "quarantined")
    assert (first.ok, first.failures, first.last_error) == (1, {"auth": 1}, "auth")
    assert (first.latency, first.quarantined_until) == (0.25, clock.now + 300)
    assert [one.health for one in (second, third, fourth)] == ["ok", "failing", "new"]
    assert fourth.quarantined_until is None


def test_a_name_that_is_not_listed_is_ignored(make):
    pool = make()
    assert pool.report("p-other", ok=False, kind="auth") is False
    assert pool.is_free("p-other") is False
    assert len(pool.status()) == 3


def test_a_changed_file_is_taken_over(tmp_path, clock, caplog):
    path = tmp_path / "p.txt"
    path.write_text("http://u:old@h:1\nh:2\n")
    pool = ProxyPool([FileSource(path)], clock=clock)
    lost = []
    pool.when_lost.append(lost.append)
    pool.report(pool.all()[0].name, ok=True, latency=1.0)
    path.write_text("http://u:newer@h:1\nh:3\n")
    assert pool.next().port == 1, "not looked at in the same instant"
    clock.now += 2
    pool.next()
    assert [(one.port, one.password) for one in pool.all()] == [(1, "newer"), (3, "")]
    assert pool.status()[0].ok == 1, "a new password does not make a new proxy"
    assert lost == [name_of("h:2")]
    path.write_text(f"socks5://u:{MARK}@h:1\n")
    clock.now += 2
    pool.next()
    assert [one.port for one in pool.all()] == [1, 3]
    assert "line 1: socks5 proxies cannot be used" in caplog.text
    assert "the last list is kept" in caplog.text
    assert MARK not in caplog.text


def test_several_sources(clock):
    pool = ProxyPool([ListSource("h:1,h:2"), ListSource("h:2,h:3")], clock=clock)
    assert [one.port for one in pool.all()] == [1, 2, 3]
