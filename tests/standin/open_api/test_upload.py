"""Chunks: facts 42 to 51."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.standin.open_api.api import INBOX_INIT, MIB, VIDEO_INIT, Api, direct, sha256, source

CHUNK = 5 * MIB
SIZE = 2 * CHUNK + 123
DATA = bytes(range(256)) * (SIZE // 256 + 1)
FILE = DATA[:SIZE]
FIRST, LAST = FILE[:CHUNK], FILE[CHUNK:]


@pytest.fixture
async def post(api: Api, token: str) -> Any:
    """A post of a file in two chunks."""
    return (await api.call(VIDEO_INIT, token, direct() | {"source_info": source(SIZE, CHUNK, 2)})).data


async def test_fact_42_a_chunk_that_is_not_the_last(api: Api, post: Any) -> None:
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE)
    assert (answer.status, answer.text) == (206, "{}")
    assert answer.headers["Content-Range"] == f"bytes 0-{CHUNK - 1}/{SIZE}"


async def test_fact_42_the_body_is_a_switch(api: Api, post: Any) -> None:
    await api.switch(upload_body="none")
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE)
    assert (answer.status, answer.text) == (206, "")


async def test_fact_42_count_or_last_index_is_a_switch(api: Api, post: Any) -> None:
    await api.switch(content_range="count")
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE)
    assert answer.headers["Content-Range"] == f"bytes 0-{CHUNK}/{SIZE}"


async def test_fact_43_the_last_chunk(api: Api, token: str, post: Any) -> None:
    await api.put(post["upload_url"], 0, FIRST, SIZE)
    status = await api.status(token, post["publish_id"])
    assert (status["status"], status["uploaded_bytes"]) == ("PROCESSING_UPLOAD", CHUNK)
    answer = await api.put(post["upload_url"], CHUNK, LAST, SIZE)
    assert answer.status == 201
    assert answer.headers["Content-Range"] == f"bytes 0-{SIZE - 1}/{SIZE}"
    api.clock.now += 1
    assert (await api.status(token, post["publish_id"]))["status"] == "PUBLISH_COMPLETE"
    truth = await api.truth(post["publish_id"])
    assert (truth["sha256"], truth["received"], truth["puts"]) == (sha256(FILE), SIZE, 2)
    assert truth["chunks"] == [[0, CHUNK - 1], [CHUNK, SIZE - 1]]


@pytest.mark.parametrize(
    ("stored", "first", "data"),
    [(0, CHUNK, LAST), (0, 100, FIRST), (1, CHUNK - 10, LAST), (1, CHUNK + 10, LAST[10:]), (1, 0, FIRST)],
    ids=["out of order", "gap", "overlap", "later gap", "repeat"],
)
async def test_fact_44_only_the_next_byte_is_taken(
    api: Api, post: Any, stored: int, first: int, data: bytes
) -> None:
    if stored:
        await api.put(post["upload_url"], 0, FIRST, SIZE)
    data = data[: SIZE - first]
    answer = await api.put(post["upload_url"], first, data, SIZE)
    assert answer.status == 416
    told = CHUNK - 1 if stored else 0
    assert answer.headers["Content-Range"] == f"bytes 0-{told}/{SIZE}"
    assert (await api.truth(post["publish_id"]))["received"] == CHUNK * stored


async def test_fact_44_a_repeat_of_the_last_chunk(api: Api, post: Any) -> None:
    for first, data in ((0, FIRST), (CHUNK, LAST)):
        await api.put(post["upload_url"], first, data, SIZE)
    answer = await api.put(post["upload_url"], CHUNK, LAST, SIZE)
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes 0-{SIZE - 1}/{SIZE}")


async def test_fact_44_two_at_once(api: Api, post: Any) -> None:
    answers = await asyncio.gather(*(api.put(post["upload_url"], 0, FIRST, SIZE) for _ in range(2)))
    assert sorted(answer.status for answer in answers) == [206, 416]
    truth = await api.truth(post["publish_id"])
    assert (truth["received"], truth["sha256"]) == (CHUNK, sha256(FIRST))


@pytest.mark.parametrize(
    "header",
    [
        {"Content_Range": f"bytes 0-{CHUNK}/{SIZE}"},
        {"Content_Range": f"bytes 0-{CHUNK - 2}/{SIZE}"},
        {"Content_Range": f"bytes 0-{CHUNK - 1}/{SIZE + 1}"},
        {"Content_Range": f"bytes 0-{CHUNK - 1}/*"},
        {"Content_Range": f"0-{CHUNK - 1}/{SIZE}"},
        {"Content_Range": ""},
    ],
    ids=["too long", "too short", "total", "no total", "no unit", "none"],
)
async def test_fact_45_headers_have_to_fit_the_body(api: Api, post: Any, header: Any) -> None:
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE, **header)
    assert answer.status == 400
    assert answer.headers["Content-Range"] == f"bytes 0-0/{SIZE}"
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 206


async def test_fact_45_the_length_has_to_be_told(api: Api, post: Any) -> None:
    async def pieces() -> Any:
        yield FIRST

    headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes 0-{CHUNK - 1}/{SIZE}"}
    assert (await api.ask("PUT", post["upload_url"], data=pieces(), headers=headers)).status == 400


async def test_fact_45_a_range_that_ends_at_the_total(api: Api, post: Any) -> None:
    await api.put(post["upload_url"], 0, FIRST, SIZE)
    answer = await api.put(post["upload_url"], CHUNK, LAST, SIZE, last=SIZE)
    assert answer.status == 400


async def test_fact_45_a_body_that_ends_early_leaves_all_as_it_was(api: Api, post: Any) -> None:
    url = urlsplit(post["upload_url"])
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    head = (
        f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: video/mp4\r\n"
        f"Content-Length: {CHUNK}\r\nContent-Range: bytes 0-{CHUNK - 1}/{SIZE}\r\n\r\n"
    )
    writer.write(head.encode() + FIRST[:1000])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert await reader.read() == b""
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 206


@pytest.mark.parametrize(("switch", "status"), [("strict", 400), ("loose", 206)])
async def test_fact_46_chunks_are_of_the_declared_size(api: Api, post: Any, switch: str, status: int) -> None:
    await api.switch(chunk_boundaries=switch)
    assert (await api.put(post["upload_url"], 0, FIRST[:MIB], SIZE)).status == status


async def test_fact_47_an_upload_address_is_good_for_an_hour(api: Api, token: str, post: Any) -> None:
    api.clock.now += 3599
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 206
    api.clock.now += 1
    answer = await api.put(post["upload_url"], CHUNK, LAST, SIZE)
    assert (answer.status, answer.headers["Content-Range"]) == (403, f"bytes 0-{CHUNK - 1}/{SIZE}")
    assert (await api.status(token, post["publish_id"]))["status"] == "PROCESSING_UPLOAD"


async def test_fact_47_what_becomes_of_a_late_upload_is_a_switch(api: Api, token: str) -> None:
    await api.switch(late_upload="failed")
    post = (await api.call(VIDEO_INIT, token, direct())).data
    api.clock.now += 3600
    status = await api.status(token, post["publish_id"])
    assert (status["status"], status["fail_reason"]) == ("FAILED", "internal")


async def test_fact_47_the_fault_ends_the_address_at_once(api: Api, post: Any) -> None:
    await api.faults({"kind": "expired_upload", "where": "upload"})
    for _ in range(2):
        assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 403


async def test_fact_48_an_altered_token(api: Api, post: Any) -> None:
    url = post["upload_url"]
    for altered in (url[:-1] + "x", url.replace("upload_id=", "upload_id=1"), url.partition("&")[0]):
        assert (await api.put(altered, 0, FIRST, SIZE)).status == 404
    await api.faults({"kind": "unknown_upload", "where": "upload"})
    assert (await api.put(url, 0, FIRST, SIZE)).status == 404
    assert (await api.put(url, 0, FIRST, SIZE)).status == 206


@pytest.mark.parametrize("code", ["internal_error", None])
async def test_fact_49_a_5xx_leaves_all_as_it_was(api: Api, post: Any, code: str | None) -> None:
    await api.faults({"kind": "status", "where": "upload", "status": 502, "code": code, "after": 1})
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 206
    answer = await api.put(post["upload_url"], CHUNK, LAST, SIZE)
    assert (answer.status, "Content-Range" in answer.headers) == (502, code is not None)
    assert (await api.put(post["upload_url"], CHUNK, LAST, SIZE)).status == 201
    assert (await api.truth(post["publish_id"]))["sha256"] == sha256(FILE)


async def test_fact_49_a_reset_in_a_chunk_leaves_all_as_it_was(api: Api, post: Any) -> None:
    await api.faults({"kind": "reset", "where": "upload", "after_bytes": MIB})
    with pytest.raises(aiohttp.ClientError):
        await api.put(post["upload_url"], 0, FIRST, SIZE)
    assert (await api.truth(post["publish_id"]))["received"] == 0
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE)).status == 206
    assert (await api.put(post["upload_url"], CHUNK, LAST, SIZE)).status == 201
    assert (await api.truth(post["publish_id"]))["sha256"] == sha256(FILE)


async def test_fact_50_a_lost_answer_is_told_by_the_next(api: Api, post: Any) -> None:
    await api.faults({"kind": "lost", "where": "upload"})
    with pytest.raises(aiohttp.ClientError):
        await api.put(post["upload_url"], 0, FIRST, SIZE)
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE)
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes 0-{CHUNK - 1}/{SIZE}")
    assert (await api.put(post["upload_url"], CHUNK, LAST, SIZE)).status == 201
    assert (await api.truth(post["publish_id"]))["sha256"] == sha256(FILE)


async def test_fact_51_the_upload_host_is_another(api: Api, token: str, post: Any) -> None:
    assert urlsplit(post["upload_url"]).netloc != urlsplit(api.url).netloc
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE, Content_Type="application/octet-stream")
    assert answer.status == 400
    await api.switch(content_types=False)
    answer = await api.put(post["upload_url"], 0, FIRST, SIZE, Content_Type="application/octet-stream")
    assert answer.status == 206


@pytest.mark.parametrize("kind", ["video/mp4", "video/quicktime", "video/webm"])
async def test_fact_51_three_content_types_are_good(api: Api, token: str, kind: str) -> None:
    post = (await api.call(INBOX_INIT, token, {"source_info": source(3)})).data
    assert (await api.put(post["upload_url"], 0, b"abc", 3, Content_Type=kind)).status == 201


@pytest.mark.parametrize(("switch", "status"), [("ignored", 206), ("refused", 400)])
async def test_a_bearer_at_the_upload_host_is_a_switch(api: Api, post: Any, switch: str, status: int) -> None:
    await api.switch(upload_bearer=switch)
    assert (await api.put(post["upload_url"], 0, FIRST, SIZE, Authorization="Bearer x")).status == status
