"""Until when sessions hold: of the store and of Redis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from tiktok_spiders.api.health.cookies import Cookies, cookies
from tiktok_spiders.config import Config
from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.redis_link import client_of
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity, Source
    from tiktok_spiders.store import Store

KEY = "a-key-of-this-test-0123456789-abcdefgh"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON, LATER, PAST = (NOW + timedelta(days=days) for days in (3, 30, -1))


def config(**settings: Any) -> Config:
    return Config.from_settings(Settings({"TIKTOK_SECRET_KEY": KEY, **settings}))


def session(name: str, ends: datetime | None, source: Source = "given") -> Identity:
    made = invent("-", "en-US", Random(1), born=NOW.timestamp())
    expires_at = None if ends is None else ends.timestamp()
    return replace(made, name=name, source=source, expires_at=expires_at)


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        ([LATER, SOON], Cookies(True, SOON)),
        ([SOON, PAST], Cookies(True, PAST)),
        ([PAST], Cookies(False, PAST)),
        ([None], Cookies(True, None)),
        ([None, PAST], Cookies(True, PAST)),
        ([], Cookies(None, None)),
    ],
)
def test_the_first_end_counts_and_one_that_holds(
    store: Store, ends: list[datetime | None], wanted: Cookies
) -> None:
    shelf = Shelf(store, Vault.from_key(KEY))
    shelf.save([session(f"s{at}", end) for at, end in enumerate(ends)])
    assert cookies(config(), store, NOW) == wanted


def test_a_visitor_without_a_login_is_not_opened(store: Store) -> None:
    Shelf(store, Vault.from_key(KEY)).save([session("one", SOON, source="invented")])
    assert cookies(config(), store, NOW) == Cookies()


def test_a_session_that_was_given_up_does_not_count(store: Store) -> None:
    shelf = Shelf(store, Vault.from_key(KEY))
    shelf.save([session("one", SOON)])
    shelf.retire("one", "captcha")
    assert cookies(config(), store, NOW) == Cookies()


def test_what_no_key_opens_is_not_known(store: Store) -> None:
    Shelf(store, Vault.from_key(KEY[::-1])).save([session("one", SOON)])
    assert cookies(config(), store, NOW) == Cookies()


def test_without_a_key_nothing_is_known(store: Store) -> None:
    Shelf(store, Vault.from_key(KEY)).save([session("one", SOON)])
    assert cookies(config(TIKTOK_SECRET_KEY=None), store, NOW) == Cookies()


def test_sessions_that_workers_share_are_looked_for_in_redis(store: Store, redis_url: str) -> None:
    chosen = config(TIKTOK_IDENTITY_BACKEND="redis", TIKTOK_REDIS_URL=redis_url)
    with client_of(redis_url) as client:
        shelf = RedisShelf(client, chosen.redis_prefix, Vault.from_key(KEY))
        shelf.save([session("one", SOON), session("two", PAST, source="invented")])
    assert cookies(chosen, store, NOW) == Cookies(True, SOON)
