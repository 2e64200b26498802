"""What no list answers, and what does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.make import rows

if TYPE_CHECKING:
    import httpx

    from tests.api.stored.filled import Filled
    from tiktok_spiders.store import Store

WRONG = [
    ("videos", {"sort": "nothing"}),
    ("videos", {"order": "up"}),
    ("videos", {"limit": "101"}),
    ("videos", {"limit": "0"}),
    ("videos", {"offset": "10001"}),
    ("videos", {"offset": "0", "cursor": "WyJ2"}),
    ("videos", {"cursor": "WyJ2"}),
    ("videos", {"cursor": "W10"}),
    ("videos", {"text": "a\0b"}),
    ("videos", {"text": ""}),
    ("videos", {"hashtag": "\0"}),
    ("videos", {"user_id": "1'; --"}),
    ("videos", {"min_views": "-1"}),
    ("videos", {"min_views": str(2**63)}),
    ("videos", {"start_date": "yesterday"}),
    ("videos", {"format": "xml"}),
    ("videos", {"view": "all"}),
    ("videos", {"min_viewz": "1"}),
    ("users", {"sort": "views"}),
    ("products", {"region": "us"}),
]


@pytest.mark.parametrize(("kind", "params"), WRONG)
async def test_what_is_not_valid_is_told_in_the_envelope(
    api: httpx.AsyncClient, kind: str, params: dict[str, str]
) -> None:
    answer = await api.get(f"/api/v1/{kind}", params=params)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "INVALID_REQUEST"
    assert error["message"]


@pytest.mark.parametrize("value", ["x", 1.5, 2**70, None, "2026-01-01T00:00:00Z", "a\0b", [1]])
@pytest.mark.parametrize(
    ("kind", "sort", "keys"),
    [("videos", "created_at", 1), ("videos", "views", 1), ("products", "price", 2), ("products", "rating", 2),
     ("users", "username", 1)],
)  # fmt: skip
async def test_a_forged_cursor_never_fails_the_store(
    lists: httpx.AsyncClient, kind: str, sort: str, keys: int, value: object
) -> None:
    import base64
    import json

    told = json.dumps([sort, "desc", value, ["9"] * keys]).encode()
    cursor = base64.urlsafe_b64encode(told).decode().rstrip("=")
    answer = await lists.get(f"/api/v1/{kind}", params={"sort": sort, "cursor": cursor})
    assert answer.status_code in {200, 400}, answer.text


async def test_a_cursor_is_of_one_order(filled: Filled, lists: httpx.AsyncClient) -> None:
    cursor = (await lists.get("/api/v1/videos", params={"limit": 1})).json()["next_cursor"]
    for params in ({"sort": "views"}, {"order": "asc"}):
        answer = await lists.get("/api/v1/videos", params={**params, "cursor": cursor})
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "text",
    ["' OR 1=1 --", '" OR *', "cats' | 'dogs", "cats OR dogs", "NEAR(cats dogs)", "words : cats", "-cats",
     "cats*", "'; DROP TABLE videos; --", "%", "\\", "😀", "(", "cats:*", "!cats", "<->", "%(x)s", ":named"],
)  # fmt: skip
async def test_sql_and_search_syntax_do_nothing_in_filters(
    filled: Filled, lists: httpx.AsyncClient, both: Store, text: str
) -> None:
    before = len(rows(both, "videos"))
    for kind in ("videos", "users", "sounds", "hashtags", "products", "comments"):
        answer = await lists.get(f"/api/v1/{kind}", params={"text": text})
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] < len(getattr(filled, kind))
    answer = await lists.get("/api/v1/videos", params={"hashtag": text})
    assert answer.json()["videos"] == []
    assert len(rows(both, "videos")) == before
