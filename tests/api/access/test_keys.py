"""Keys in the store, and what settings say of who is let in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.app import create_app
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.store import Store
from tiktok_spiders.store.api_tables import api_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import Settings


def _rules(**settings: Any) -> Rules:
    return Rules.from_config(Config.from_settings(settings))


@pytest.fixture
def either(both_urls) -> Iterator[Store]:
    """A store on SQLite, and one on PostgreSQL."""
    opened = Store.open(both_urls)
    yield opened
    opened.close()


def test_a_key_is_kept_as_a_hash(either) -> None:
    keys = KeyStore(either, _rules())
    key = keys.add("alice", "pro", ("read", "admin"))
    assert key.startswith("tts_")
    assert len(key) == 4 + 43
    with either.reading() as connection:
        row = connection.execute(sa.select(api_keys)).one()
    assert key[8:] not in str(row)
    found = keys.find(key)
    assert found is not None
    assert (found.name, found.plan.name, found.scopes) == ("alice", "pro", {"read", "admin"})
    assert found.is_admin
    assert keys.find(key + "x") is None
    assert keys.find("\udcff\ud800") is None


def test_a_name_is_given_once_for_ever(either) -> None:
    keys = KeyStore(either, _rules())
    key = keys.add("alice", "free", ("read",))
    keys.revoke("alice")
    assert keys.find(key) is None
    assert keys.named("alice") is None
    with pytest.raises(ConfigError, match="given once"):
        keys.add("alice", "free", ("read",))
    with pytest.raises(ConfigError, match="no key alice in force"):
        keys.revoke("alice")
    assert [row.revoked_at is not None for row in keys.list()] == [True]


@pytest.mark.parametrize(
    "name", ["local", "env-12345678", "", "A", "a b", "../x", "a" * 41, "-a", "a.b", "é"]
)
def test_names_that_mean_something_else(store, name) -> None:
    with pytest.raises(ConfigError, match="key's name"):
        KeyStore(store, _rules()).add(name, "free", ("read",))


def test_a_plan_that_is_not_there(store) -> None:
    with pytest.raises(ConfigError, match="there is no plan gold"):
        KeyStore(store, _rules()).add("a", "gold", ("read",))


def test_use_is_noted_now_and_then(either) -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    keys = KeyStore(either, _rules(), clock=lambda: now[0])
    key = keys.add("alice", "free", ("read",))
    seen = []
    for seconds in (0, 59, 1):
        now[0] += timedelta(seconds=seconds)
        keys.find(key)
        seen.append(keys.list()[0].last_used_at)
    began = now[0] - timedelta(minutes=1)
    assert seen == [began, began, now[0]]


def test_a_store_that_a_crawl_keeps_busy_lets_them_in(database_url, monkeypatch) -> None:
    monkeypatch.setattr("tiktok_spiders.store.engine._PRAGMAS", ("busy_timeout=10",))
    store = Store.open(database_url)
    keys = KeyStore(store, _rules())
    key = keys.add("alice", "free", ("read",))
    with store.engine.connect() as bare, bare.execution_options(writes=True).begin():
        assert keys.find(key) is not None
    assert keys.list()[0].last_used_at is None
    store.close()


def test_whether_anybody_has_a_key(store) -> None:
    keys = KeyStore(store, _rules())
    assert not keys.any()
    keys.add("alice", "free", ("read",))
    assert keys.any()
    keys.revoke("alice")
    assert not keys.any()
    assert KeyStore(store, _rules(TIKTOK_API_KEYS="k" * 16)).any()


@pytest.mark.parametrize("key", ["default-api-key", "fifteen-letters", "a-good-key-of-length,tooLittle"])
def test_weak_keys_are_refused_and_not_shown(settings: Settings, key) -> None:
    settings.set("TIKTOK_API_KEYS", key, priority="cmdline")
    with pytest.raises(ConfigError, match="TIKTOK_API_KEYS") as caught:
        create_app(settings)
    assert not any(part in str(caught.value) for part in key.split(","))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIKTOK_API_KEYS_SCOPES", "read,write"),
        ("TIKTOK_API_PLANS", "gold.per_day=1"),
        ("TIKTOK_API_PLANS", "free.size=1"),
        ("TIKTOK_API_PLANS", "free.per_day=many"),
        ("TIKTOK_API_RATE_LIMITS", "search"),
        ("TIKTOK_API_RATE_LIMITS", "search=0"),
        ("TIKTOK_API_RATE_LIMITS", "other=5"),
        ("TIKTOK_API_RATE_LIMITS", "search=99999999999"),
        ("TIKTOK_API_TRUSTED_PROXIES", "proxy"),
        ("TIKTOK_API_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TIKTOK_API_CORS_ORIGINS", "*"),
        ("TIKTOK_API_CORS_ORIGINS", "https://a.example/path"),
        ("TIKTOK_API_HOSTS", "*"),
        ("TIKTOK_API_HOSTS", "*.example.org"),
    ],
)
def test_settings_that_are_wrong_are_named(settings: Settings, name, value) -> None:
    settings.set(name, value, priority="cmdline")
    with pytest.raises(ConfigError, match=name):
        create_app(settings)


def test_plans_and_limits_by_settings() -> None:
    rules = _rules(
        TIKTOK_API_PLANS="free.per_day=7,pro.per_day=0,pro.clear=0,enterprise.refresh_per_hour=3",
        TIKTOK_API_RATE_LIMITS="search=5,anonymous_hour=9",
        TIKTOK_RATE_LIMIT_PER_MINUTE="11",
    )
    assert rules.plans["free"].per_day == 7
    assert (rules.plans["pro"].per_day, rules.plans["pro"].clear) == (None, False)
    assert rules.plans["enterprise"].refresh_per_hour == 3
    assert (rules.limits["search"], rules.limits["anonymous_hour"], rules.limits["other"]) == (5, 9, 11)


def test_what_nobody_changed() -> None:
    rules = _rules()
    assert {
        name: (plan.per_day, plan.clear, plan.refresh_per_hour) for name, plan in rules.plans.items()
    } == {
        "free": (100, False, 0),
        "pro": (1000, True, 5),
        "enterprise": (None, True, 20),
    }
    assert rules.limits == {
        "trending": 200, "user": 100, "video": 150, "hashtag": 100, "search": 50, "sound": 100,
        "health": 1000, "other": 100, "anonymous": 100, "anonymous_hour": 1000,
    }  # fmt: skip


def test_a_plan_that_settings_forgot_is_the_smallest(store) -> None:
    keys = KeyStore(store, _rules())
    key = keys.add("alice", "pro", ("read",))
    with store.engine.begin() as connection:
        connection.execute(sa.update(api_keys).values(plan="gold"))
    found = keys.find(key)
    assert found is not None
    assert found.plan.name == "free"
