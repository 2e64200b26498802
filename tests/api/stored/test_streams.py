"""Whole selections as CSV and JSON Lines: the same records as the lists, formulas defused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.store.make import put, video
from tiktok_spiders.api.names import names_of
from tiktok_spiders.api.stored import streams

if TYPE_CHECKING:
    import httpx

    from tests.api.stored.filled import Filled
    from tiktok_spiders.store import Store

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


async def read(client: httpx.AsyncClient, kind: str, **params: Any) -> httpx.Response:
    answer = await client.get(f"/api/v1/{kind}", params=params)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("view", ["short", "record"])
@pytest.mark.parametrize("kind", ["videos", "users", "hashtags", "sounds", "products", "comments"])
async def test_a_stream_is_the_whole_list(
    filled: Filled, lists: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, kind: str, view: str
) -> None:
    monkeypatch.setattr(streams, "CHUNK", 7)
    whole = (await read(lists, kind, limit=100, view=view)).json()[kind]
    streamed = await read(lists, kind, format="jsonl", limit=1, view=view)
    assert [json.loads(text) for text in streamed.text.splitlines()] == whole
    assert len(whole) == len(getattr(filled, kind))
    table = await read(lists, kind, format="csv", view=view)
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    key = "id" if view == "short" else f"{kind[:-1]}_id"
    assert [row[key] for row in rows] == [one[key] for one in whole]


async def test_a_stream_says_what_it_is(filled: Filled, lists: httpx.AsyncClient) -> None:
    answer = await read(lists, "videos", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="videos.csv"'
    assert (await read(lists, "users", format="jsonl")).headers["content-type"] == "application/jsonl"


async def test_a_stream_takes_filters_order_fields_and_a_place(
    filled: Filled, lists: httpx.AsyncClient
) -> None:
    given = {"sort": "views", "order": "asc", "min_likes": 5, "fields": "id,user"}
    expected = [one["id"] for one in (await read(lists, "videos", **given, limit=100)).json()["videos"]]
    table = (await read(lists, "videos", **given, format="csv")).text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert list(rows[0]) == ["id", "user_id", "user_username", "user_display_name", "user_followers"]
    assert [row["id"] for row in rows] == expected
    cursor = (await read(lists, "videos", **given, limit=3)).json()["next_cursor"]
    rest = (await read(lists, "videos", **given, format="jsonl", cursor=cursor)).text.splitlines()
    assert [json.loads(text)["id"] for text in rest] == expected[3:]


async def test_formulas_are_defused(lists: httpx.AsyncClient, both: Store) -> None:
    for at, text in enumerate(FORMULAS):
        put(both, video(str(100 + at), description=text, author_nickname=text, author_id="1", play_count=1))
    for view, name in (("short", "user_display_name"), ("record", "author_nickname")):
        table = (await read(lists, "videos", format="csv", view=view)).text
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        assert {row["description"] for row in rows} == {f"'{text}" for text in FORMULAS}
        assert {row[name] for row in rows} == {f"'{text}" for text in FORMULAS}


async def test_columns_of_csv_are_the_short_names(filled: Filled, lists: httpx.AsyncClient) -> None:
    header = (await read(lists, "users", format="csv")).text.splitlines()[0]
    assert header.split(",") == list(names_of("user"))
