"""Upload plans: facts 37 to 41."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.standin.open_api.api import INBOX_INIT, MIB, VIDEO_INIT, Answer, Api, direct, pull, source

GIB = 1 << 30


async def init(api: Api, token: str, size: int, chunk: int, count: int) -> Answer:
    await api.control("DELETE", "/budgets")
    return await api.call(VIDEO_INIT, token, direct() | {"source_info": source(size, chunk, count)})


async def test_fact_37_the_count_is_by_floor(api: Api, token: str) -> None:
    answer = await init(api, token, 50_000_123, 10_000_000, 6)
    assert answer.told == (400, "invalid_params")
    assert "total chunk count" in answer.body["error"]["message"]
    assert (await init(api, token, 50_000_123, 10_000_000, 5)).status == 200


@pytest.mark.parametrize(
    ("size", "chunk"), [(121 * MIB, 64 * MIB), (9 * MIB, 5 * MIB), (70_000_000, 67_000_000)]
)
async def test_fact_38_one_chunk_is_as_large_as_the_file(api: Api, token: str, size: int, chunk: int) -> None:
    answer = await init(api, token, size, chunk, 1)
    assert answer.told == (400, "invalid_params")
    assert "chunk size" in answer.body["error"]["message"]
    await api.switch(single_chunk="floor")
    assert (await init(api, token, size, chunk, 1)).status == 200


@pytest.mark.parametrize(
    ("plan", "status"),
    [
        ((20 * MIB, 5 * MIB - 1, 4), 400),
        ((20 * MIB, 5 * MIB, 4), 200),
        ((4 * MIB, 4 * MIB, 1), 200),
        ((4 * MIB, 2 * MIB, 2), 400),
        ((200 * MIB, 64 * MIB + 1, 3), 400),
        ((200 * MIB, 64 * MIB, 3), 200),
        ((64 * MIB, 64 * MIB, 1), 200),
        ((64 * MIB + 1, 64 * MIB + 1, 1), 400),
        ((10 * MIB, 11 * MIB, 1), 400),
    ],
)
async def test_fact_39_how_large_chunks_are(
    api: Api, token: str, plan: tuple[int, int, int], status: int
) -> None:
    assert (await init(api, token, *plan)).status == status


async def test_fact_39_how_much_fits_in_one_chunk_is_a_switch(api: Api, token: str) -> None:
    await api.switch(single_chunk_max=64_000_000)
    assert (await init(api, token, 64_000_000, 64_000_000, 1)).status == 200
    assert (await init(api, token, 64_000_001, 64_000_001, 1)).status == 400
    assert (await init(api, token, 64 * MIB * 2, 64 * MIB, 2)).status == 200


@pytest.mark.parametrize(
    ("plan", "status"),
    [
        ((4 * GIB, 10_000_000, 429), 200),
        ((4 * GIB + 1, 10_000_000, 429), 400),
        ((1001 * 5 * MIB, 5 * MIB, 1001), 400),
        ((0, 0, 0), 400),
        ((0, 0, 1), 400),
        ((1000, 0, 1), 400),
        ((-1, -1, 1), 400),
        ((1000, 1000, -1), 400),
        (("1000", 1000, 1), 400),
        ((True, 1, 1), 400),
    ],
)
async def test_fact_40_which_numbers_are_good(api: Api, token: str, plan: Any, status: int) -> None:
    answer = await init(api, token, *plan)
    assert answer.told == (status, "ok" if status == 200 else "invalid_params")


async def test_fact_41_what_an_init_tells(api: Api, token: str) -> None:
    for path in (VIDEO_INIT, INBOX_INIT):
        told = (await api.call(path, token, direct())).data
        assert set(told) == {"publish_id", "upload_url"}
        assert len(told["publish_id"]) <= 64
        assert len(told["upload_url"]) <= 256
        pulled = (await api.call(path, token, pull())).data
        assert set(pulled) == {"publish_id"}


async def test_fact_41_on_tiktoks_host_the_upload_is_on_tiktoks_upload_host(api: Api, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Host": "open.tiktokapis.com"}
    answer = await api.ask("POST", VIDEO_INIT, json=direct(3), headers=headers)
    url = urlsplit(answer.data["upload_url"])
    assert (url.scheme, url.netloc) == ("https", "open-upload.tiktokapis.com")
    assert (await api.put(f"{api.url}{url.path}?{url.query}", 0, b"abc", 3)).status == 201


async def test_a_source_has_to_be_known(api: Api, token: str) -> None:
    answer = await api.call(VIDEO_INIT, token, direct() | {"source_info": {"source": "OTHER"}})
    assert answer.told == (400, "invalid_params")
