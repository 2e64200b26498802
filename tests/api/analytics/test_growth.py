"""Points of an account with the gain from one to the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.analytics.filling import put, put_account
from tiktok_spiders.api.analytics.growth import growth
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.store.tables import users

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def ask(store: Store, named: str = "6001", span: Span | None = None, limit: int = 100) -> dict[str, Any]:
    with store.reading() as connection:
        return growth(connection, BEGIN, named, "followers", span or Span(), limit)


def test_points_have_the_gain_since_the_observation_before(either: Store) -> None:
    put_account(either, [100, None, 150, 140], BEGIN)
    found = ask(either)
    days = [BEGIN + timedelta(days=day) for day in (0, 2, 3)]
    assert [(each["date"], each["value"], each["gain"]) for each in found["points"]] == [
        (days[0], 100, None),
        (days[1], 150, 50),
        (days[2], 140, -10),
    ]
    assert (found["first"], found["last"], found["gain"], found["gain_percent"]) == (100, 140, 40, 40.0)
    assert not found["has_more"]


def test_a_span_knows_what_was_before_it(either: Store) -> None:
    put_account(either, [100, 110, 130, 160], BEGIN)
    found = ask(either, span=Span(date(2026, 1, 2), date(2026, 1, 3)))
    assert [(each["value"], each["gain"]) for each in found["points"]] == [(110, 10), (130, 20)]


def test_a_limit_keeps_the_newest(either: Store) -> None:
    put_account(either, [1, 2, 4, 8], BEGIN)
    found = ask(either, limit=2)
    assert [each["value"] for each in found["points"]] == [4, 8]
    assert found["has_more"]


@pytest.mark.parametrize("named", ["6001", "somebody", "@SomeBody"])
def test_an_account_is_found_by_identifier_and_by_handle(either: Store, named: str) -> None:
    put_account(either, [5], BEGIN)
    assert ask(either, named)["user"] == {"id": "6001", "username": "somebody"}


def test_who_has_the_handle_now_comes_first(either: Store) -> None:
    put_account(either, [5], BEGIN, unique_id_is_current=False, last_seen_at=BEGIN + timedelta(days=9))
    now = {"unique_id": "somebody", "unique_id_is_current": True, "last_seen_at": BEGIN}
    put(either, users, [{"user_id": "6002", "detail": 1, **now}])
    assert ask(either, "somebody")["user"]["id"] == "6002"


def test_of_what_was_never_told_there_is_nothing(either: Store) -> None:
    put_account(either, [None], BEGIN)
    found = ask(either)
    assert (found["points"], found["first"], found["gain_percent"]) == ([], None, None)


def test_from_0_there_is_no_percentage(either: Store) -> None:
    put_account(either, [0, 5], BEGIN)
    assert (ask(either)["gain"], ask(either)["gain_percent"]) == (5, None)


def test_a_stub_is_no_account(either: Store) -> None:
    put_account(either, [5], BEGIN, detail=0)
    with pytest.raises(ApiError) as refused:
        ask(either)
    assert refused.value.code == "NOT_FOUND"
