"""Addresses that lead elsewhere, through each door that takes one: none is looked up, let alone asked."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    import httpx

POST = "/@someone/video/7000000000000000001"
META = "/latest/meta-data/"
ELSEWHERE = (
    f"http://127.0.0.1{POST}",
    f"http://localhost:6379{POST}",
    f"http://[::1]{POST}",
    f"http://[::ffff:127.0.0.1]{POST}",
    f"http://[::ffff:a9fe:a9fe]{META}",
    f"http://2130706433{POST}",
    f"http://0x7f000001{POST}",
    f"http://0177.0.0.1{POST}",
    f"http://0x7f.1{POST}",
    f"http://127.1{POST}",
    f"http://0{POST}",
    f"http://169.254.169.254{META}",
    f"http://2852039166{META}",
    f"http://10.0.0.1{POST}",
    f"http://①②⑦.⓪.⓪.①{POST}",
    f"http://metadata.google.internal{META}",
    f"https://www.tiktok.com.evil.example{POST}",
    f"https://evil.example/www.tiktok.com{POST}",
    f"https://evil.example?https://www.tiktok.com{POST}",
    f"https://evil.example#@www.tiktok.com{POST}",
    f"https://www.tiktok.com@evil.example{POST}",
    f"https://user:pass@www.tiktok.com{POST}",
    f"https://evil.example\\@www.tiktok.com{POST}",
    f"https://www.tiktok.com\\.evil.example{POST}",
    f"https://www.tiktok.com:22{POST}",
    f"https://tiktok.com.{POST}.evil.example/",
    f"https://www.tiktok。com.evil.example{POST}",
    f"https://wwwXtiktok.com{POST}",
    f"https://faketiktok.com{POST}",
    "https://vm.tiktok.com.evil.example/ZSabc123/",
    "https://vm.tiktok.com@127.0.0.1/ZSabc123/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp://www.tiktok.com/@someone",
    "dict://127.0.0.1:11211/stats",
    "jar:https://www.tiktok.com!/@someone",
    "javascript:alert(1)//www.tiktok.com",
    "data:text/html,https://www.tiktok.com",
    "//127.0.0.1/@someone",
    "http://www.tiktok.com\r\nHost: evil.example/@someone",
)


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_up(*given: Any, **_: Any) -> Any:
        raise AssertionError(f"{given} was looked up")

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", looked_up)


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_an_address_elsewhere_is_refused_at_each_door(local: httpx.AsyncClient, url: str) -> None:
    answers = [
        await local.post("/api/v1/video/parse-url", json={"url": url}),
        await local.post("/api/v1/jobs", json={"url": url}),
        await local.post("/api/v1/refresh", json={"kind": "video", "subject": url[:200]}),
        await local.get(f"/api/v1/video/{quote(url, safe='')}"),
        await local.get(f"/api/v1/video/{quote(url, safe='')}/comments"),
    ]
    for answer in answers:
        # A path with the end of a line in it is that of no route.
        refused = {"INVALID_REQUEST", *(["NOT_FOUND"] if "\n" in url else [])}
        assert answer.json()["error"]["code"] in refused, answer.text
    assert (await local.get("/api/v1/jobs")).json()["total"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        {"users_file": "/etc/passwd"},
        {"users": "someone", "users_file": "/etc/passwd"},
        {"Users_File": "/etc/passwd"},
        {"users": "someone", "include": "videos", "raw": "true"},
        {"users": "@/etc/passwd"},
        {"users": "file:///etc/passwd"},
        {"users": "http://127.0.0.1/@someone"},
    ],
)
async def test_no_argument_reaches_a_file_or_another_host(
    local: httpx.AsyncClient, arguments: dict[str, str]
) -> None:
    answer = await local.post("/api/v1/jobs", json={"spider": "user", "arguments": arguments})
    # A target that is none is the job's to tell of, beside others that are; a file's content never comes.
    if answer.status_code == 201:
        assert set(arguments) == {"users"}
    else:
        assert answer.status_code == 400, answer.text
    assert "root:" not in answer.text
