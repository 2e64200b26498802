"""What may be asked for, by whom, and what is refused. These jobs wait and never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.jobs.conftest import ONE, OTHER
from tests.api.jobs.following import made

if TYPE_CHECKING:
    import httpx

JOBS = "/api/v1/jobs"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "either url"),
        ({"url": "@nasa", "spider": "user"}, "either url"),
        ({"arguments": {"users": "nasa"}}, "either url"),
        ({"spider": "publish", "arguments": {}}, "unknown spider 'publish'"),
        ({"spider": "user", "arguments": {"users_file": "/etc/passwd"}}, "unknown argument 'users_file'"),
        ({"spider": "user", "arguments": {"users": "nasa", "raw": True}}, "unknown argument 'raw'"),
        ({"spider": "user", "arguments": {"users": "nasa", "_job": "x"}}, "unknown argument '_job'"),
        ({"spider": "user", "arguments": {"users": "nasa", "setting": "LOG_FILE=x"}}, "unknown argument"),
        ({"spider": "user", "arguments": {"users": "nasa"}, "settings": {"LOG_FILE": "x"}}, "settings"),
        ({"spider": "user", "arguments": {}}, "no target given: users=…"),
        ({"spider": "user", "arguments": {"users": "nasa", "max_videos": "many"}}, "max_videos='many'"),
        ({"spider": "user", "arguments": {"users": "nasa", "run": "a.b"}}, "run"),
        ({"spider": "user", "arguments": {"users": ["a,b"]}}, "comma"),
        ({"spider": "user", "arguments": {"users": "a\0b"}}, "arguments.users"),
        ({"spider": "video", "arguments": {"videos": "9" * 200_000}}, "Scrapyd can pass on"),
        ({"url": "http://127.0.0.1/@nasa"}, "is not on a host of TikTok"),
        ({"url": "https://www.tiktok.com.evil.example/@nasa"}, "is not on a host of TikTok"),
        ({"url": "file:///etc/passwd"}, "well-formed http"),
        ({"url": "https://evil.example/", "type": "trending"}, "is not an address of TikTok"),
        ({"url": "https://www.tiktok.com/@nasa", "type": "video"}, "names a user, not a video"),
        ({"url": "https://www.tiktok.com/@a/playlist/x-7000000000000000001"}, "no spider collects"),
        ({"url": "@nasa", "options": {"include_comments": True}}, "type video"),
        ({"url": "@nasa", "options": {"max_videos": -1}}, "options.max_videos"),
        ({"url": "@nasa", "options": {"cookies": "x"}}, "options.cookies"),
    ],
)
async def test_a_refusal(queue: httpx.AsyncClient, body: dict[str, Any], words: str) -> None:
    answer = await queue.post(JOBS, json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "INVALID_REQUEST")
    assert words in error["message"]
    assert "_file" not in error["message"].replace("'users_file'", "")
    assert (await queue.get(JOBS)).json()["total"] == 0


async def test_forms(queue: httpx.AsyncClient) -> None:
    url = "https://www.tiktok.com/@nasa/video/7000000000000000001"
    answer = await queue.post(JOBS, json={"url": url, "options": {"include_comments": True}})
    job_id = answer.json()["job_id"]
    assert answer.json() == {"job_id": job_id, "status": "pending", "message": f"job {job_id} is pending"}
    assert answer.headers["location"] == f"{JOBS}/{job_id}"
    job = (await queue.get(answer.headers["location"])).json()
    assert {name: job[name] for name in ("spider", "arguments", "type", "url", "status", "progress")} == {
        "spider": "video",
        "arguments": {"videos": url, "comments": "1000"},
        "type": "video",
        "url": url,
        "status": "pending",
        "progress": 0,
    }
    assert (job["options"], job["total_videos"]) == ({"max_videos": None, "include_comments": True}, 1)
    for path in ("log", "verdicts", "result"):
        assert (await queue.get(f"{JOBS}/{job_id}/{path}")).status_code == 200

    arguments = {"queries": ["a b", "c"], "max_results": 5, "new_only": True, "run": "words"}
    job = (await queue.get(f"{JOBS}/{await made(queue, spider='search', arguments=arguments)}")).json()
    assert job["arguments"] == {"queries": "a b,c", "max_results": "5", "new_only": "true"}
    assert (job["run"], job["total_videos"]) == ("local.words", 10)
    same = await queue.post(JOBS, json={"spider": "search", "arguments": arguments})
    assert (same.status_code, same.json()["error"]["details"]) == (409, {"job_id": job["id"]})
    assert (await queue.get(f"{JOBS}/{await made(queue, url='@nasa')}")).json()["progress"] is None


async def test_pages(queue: httpx.AsyncClient) -> None:
    ids = [await made(queue, url=f"@user{number}") for number in range(3)]
    page = (await queue.get(JOBS, params={"limit": 2})).json()
    assert [job["id"] for job in page["jobs"]] == [ids[2], ids[1]]
    assert {name: page[name] for name in ("total", "limit", "offset", "has_more")} == {
        "total": 3,
        "limit": 2,
        "offset": 0,
        "has_more": True,
    }
    assert (await queue.delete(f"{JOBS}/{ids[0]}")).status_code in {200, 202}
    left = (await queue.get(JOBS, params={"status": "pending", "offset": 1})).json()
    assert [job["id"] for job in left["jobs"]][:1] == [ids[1]]
    assert left["has_more"] is False
    for params in ({"limit": 101}, {"offset": -1}, {"status": "done"}):
        assert (await queue.get(JOBS, params=params)).status_code == 400


async def test_an_idempotency_key(queue: httpx.AsyncClient) -> None:
    async def post(key: str, who: str = ONE, **body: Any) -> httpx.Response:
        return await queue.post(JOBS, json=body, headers={"X-API-Key": who, "Idempotency-Key": key})

    first = (await post("k1", url="@nasa")).json()["job_id"]
    assert (await post("k1", url="@nasa")).json()["job_id"] == first
    assert (await post("k1", url="@other")).status_code == 409
    assert (
        len(
            {first, *[(await post(*each, url="@nasa")).json()["job_id"] for each in (("k2",), ("k1", OTHER))]}
        )
        == 3
    )
    assert (await post("k 1", url="@nasa")).status_code == 400
    assert "idempotency" not in (await queue.get(f"{JOBS}/{first}")).text


async def test_a_job_belongs_to_its_key(queue: httpx.AsyncClient) -> None:
    mine, other = {"X-API-Key": ONE}, {"X-API-Key": OTHER}
    body = {"spider": "user", "arguments": {"users": "nasa", "run": "same"}}
    answer = await queue.post(JOBS, json=body, headers=mine)
    path = answer.headers["location"]
    for name in ("", "/log", "/verdicts", "/result"):
        assert (await queue.get(path + name, headers=other)).status_code == 404
        assert (await queue.get(path + name, headers=mine)).status_code == 200
    assert (await queue.delete(path, headers=other)).status_code == 404
    assert (await queue.get(JOBS, headers=other)).json()["jobs"] == []
    runs = [(await queue.get(path, headers=mine)).json()["run"]]
    theirs = await queue.post(JOBS, json=body, headers=other)
    runs.append((await queue.get(theirs.headers["location"], headers=other)).json()["run"])
    assert len(set(runs)) == 2
    assert all(run.endswith(".same") for run in runs)
    assert (await queue.get(JOBS)).json()["total"] == 2, "who is an admin sees all"


async def test_spiders(queue: httpx.AsyncClient) -> None:
    found = {one["name"]: one["arguments"] for one in (await queue.get("/api/v1/spiders")).json()["spiders"]}
    assert sorted(found) == ["hashtag", "search", "shop", "sound", "trending", "user", "video"]
    names = {name for schema in found.values() for name in schema["properties"]}
    assert not [name for name in names if name.endswith("_file") or name == "raw"]
    assert found["user"]["properties"]["sort"]["enum"] == ["latest", "popular", "oldest"]
