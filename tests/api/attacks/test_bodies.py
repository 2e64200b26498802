"""Bodies that a parser chokes on, and texts that a reader would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.store.make import begin, put, user, video

if TYPE_CHECKING:
    import httpx

    from tiktok_spiders.store import Store

JSON = {"Content-Type": "application/json"}
PATHS = ("jobs", "video/parse-url", "refresh", "cache/clear", "sessions", "tiktok/login", "tiktok/logout")
DEEP = 100_000
CAPTION = '=HYPERLINK("http://evil.example")<script>alert(1)</script>\x1b[31m\u202e\x07\r\n"\''
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", CAPTION)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"spider":"user","arguments":{"users":' + b"[" * 5_000 + b"]" * 5_000 + b"}}",
        b'{"spider":"user","arguments":{"users":' + b"9" * 50_000 + b"}}",
        b'{"spider":"user","arguments":{"max_videos":1e999,"users":"a"}}',
        b'{"spider":"user","arguments":{"max_videos":NaN,"users":"a"}}',
        b'{"spider":"user","arguments":{"users":"\\ud800"}}',
        b'{"spider":"user","arguments":{"users":"a\\u0000b"}}',
        b'{"spider":"\xff\xfe"}',
        b"\xef\xbb\xbf{}",
        b"\x00",
        b"",
        b"null",
        b'"text"',
        b"{" + b",".join(b'"k%d":1' % at for at in range(50_000)) + b"}",
        b'{"spider":"user","__proto__":{"users":"a"}}',
    ],
    ids=range(17),
)
async def test_a_body_that_a_parser_chokes_on(local: httpx.AsyncClient, content: bytes) -> None:
    for path in PATHS:
        answer = await local.post(f"/api/v1/{path}", content=content, headers=JSON)
        code = answer.json()["error"]["code"]
        # Publishing that is not set up says so first.
        assert answer.status_code == 400 or code == "NOT_CONFIGURED", answer.text[:300]
        assert len(answer.content) < 10_000, path


@pytest.mark.parametrize(
    "kind", ["application/xml", "text/plain", "application/x-www-form-urlencoded", "", "x"]
)
async def test_a_form_is_no_json(local: httpx.AsyncClient, kind: str) -> None:
    """What a page elsewhere can send without asking first is not taken for JSON."""
    answer = await local.post(
        "/api/v1/jobs", content=b'{"spider":"trending","arguments":{}}', headers={"Content-Type": kind}
    )
    assert answer.status_code in {400, 415}, answer.text
    assert (await local.get("/api/v1/jobs")).json()["total"] == 0


@pytest.fixture
def hostile(store: Store) -> Store:
    """A store whose texts are what a hostile account would write."""
    run_id = begin(store)
    put(store, user("6001", unique_id="someone", nickname=CAPTION, bio=CAPTION, run_id=run_id))
    for at, text in enumerate(FORMULAS):
        put(store, video(str(7_000_000_000_000_000_001 + at), description=text, author_id="6001",
                         author_nickname=text, run_id=run_id))  # fmt: skip
    return store


@pytest.mark.parametrize("view", ["short", "record"])
@pytest.mark.parametrize("kind", ["videos", "users"])
async def test_no_cell_of_an_export_is_a_formula(
    hostile: Store, local: httpx.AsyncClient, kind: str, view: str
) -> None:
    answer = await local.get(f"/api/v1/{kind}", params={"format": "csv", "view": view})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert len(rows) > 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


async def test_what_is_json_is_never_taken_for_a_page(hostile: Store, local: httpx.AsyncClient) -> None:
    for path in ("videos", "users/someone", "videos?format=jsonl"):
        answer = await local.get(f"/api/v1/{path}")
        assert "html" not in answer.headers["Content-Type"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "alert(1)" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/ui/videos", "/ui/users", "/ui/videos/7000000000000000007", "/ui/users/6001",
             "/ui/videos?text=%3Cscript%3Ealert(1)%3C/script%3E"]
)  # fmt: skip
async def test_no_page_runs_what_a_caption_says(hostile: Store, local: httpx.AsyncClient, path: str) -> None:
    answer = await local.get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "\x1b" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


async def test_what_was_asked_is_not_a_header(local: httpx.AsyncClient) -> None:
    answer = await local.get("/login", params={"next": "/ui\r\nSet-Cookie: a=b"})
    assert "a=b" not in str(answer.headers)
    for next_ in ("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example"):
        answer = await local.get("/login", params={"next": next_})
        assert "evil.example" not in answer.headers.get("Location", "")
