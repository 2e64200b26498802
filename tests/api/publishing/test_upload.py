"""Uploads: what is taken, what is refused, and that what is refused leaves nothing."""

from __future__ import annotations

import asyncio
import os
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.api.publishing.publisher import PRIVATE
from tiktok_spiders.api.publishing.spool import clean_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from tests.api.publishing.publisher import Publisher

FORM = "multipart/form-data; boundary=xyz"
LATER = "2099-01-01T00:00:00"


def later() -> str:
    return (datetime.now(UTC) + timedelta(days=3)).isoformat()


def part(name: str, value: str | bytes, filename: str | None = None) -> bytes:
    told = f'; filename="{filename}"' if filename is not None else ""
    body = value if isinstance(value, bytes) else value.encode()
    return f'--xyz\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode() + body + b"\r\n"


END = b"--xyz--\r\n"


async def send(publisher: Publisher, body: Any, kind: str = FORM) -> tuple[int, str, str]:
    answer = await publisher.ask("POST", "/upload-video", content=body, headers={"Content-Type": kind})
    error = answer.json().get("error", {})
    return answer.status_code, error.get("code", ""), error.get("message", "")


async def test_fields_come_in_any_order_and_in_any_pieces(publisher: Publisher) -> None:
    await publisher.connect()
    fields = [part("account", "main"), part("scheduled_at", later()), part("privacy_level", "SELF_ONLY")]
    body = part("file", publisher.video, "a.mp4") + b"".join(fields) + part("accept_music_terms", "on") + END

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 61):
            yield body[start : start + 61]

    assert (await send(publisher, pieces()))[0] == 202
    (path,) = publisher.spool.glob("*/*")
    assert path.read_bytes() == publisher.video


async def test_the_folder_is_the_owners_alone(publisher: Publisher) -> None:
    await publisher.connect()
    old = os.umask(0)
    try:
        assert (await publisher.upload(scheduled_at=later())).status_code == 202
    finally:
        os.umask(old)
    (path,) = publisher.spool.glob("*/*")
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (publisher.spool, path.parent, path)]
    assert modes == [0o700, 0o700, 0o600]


async def test_names_of_files_lead_nowhere(publisher: Publisher) -> None:
    await publisher.connect()
    names = (
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/cron.d/x",
        "..",
        ".",
        "",
        "a\x1b[31m\u202eb.mp4",
        "é" * 200,
    )
    for number, name in enumerate(names):
        body = part("file", publisher.video, name) + b"".join(
            part(field, value) for field, value in (PRIVATE | {"account": "main"}).items()
        )
        body += part("scheduled_at", later()) + part("caption", str(number)) + END
        assert (await send(publisher, body))[0] == 202, name
    kept = list(publisher.spool.glob("*/*"))
    assert len(kept) == len(names)
    assert {path.parent.parent for path in kept} == {publisher.spool}
    shown = {post["file_name"] for post in (await publisher.get("/posts"))["posts"]}
    assert {"passwd", "boot.ini", "x", "video"} < shown
    assert all(name.isprintable() and "/" not in name for name in shown)


def test_names_are_cleaned() -> None:
    assert clean_name("C:\\Users\\me\\clip.mp4") == "clip.mp4"
    assert clean_name("a:b.mp4") == "a_b.mp4"
    assert len(clean_name("ü" * 500 + ".mp4").encode()) <= 120
    assert clean_name("ü" * 500 + ".mp4").endswith(".mp4")


async def test_what_is_no_such_form_is_refused(publisher: Publisher) -> None:
    await publisher.connect()
    video = part("file", publisher.video, "a.mp4")
    good = [part(field, value) for field, value in (PRIVATE | {"account": "main"}).items()]
    wrong: list[tuple[list[bytes], str]] = [
        ([*good, END], "no file"),
        ([video, *good], "no end"),
        ([video, video, *good, END], "one file"),
        ([video, *good, good[0], END], "twice"),
        ([part("clip", b"x", "a.mp4"), *good, END], "belongs into the field"),
        ([video, *good, part("file_path", "/etc/passwd"), END], "file_path"),
        ([video, *good, part("caption", b"\xff"), END], "UTF-8"),
        ([video, *good, part("caption", "a\0b"), END], "NUL"),
        ([video, *good, part("caption", "x" * 20_000), END], "16384"),
        ([video, *good, part("caption", "😀" * 1101), END], "2202 UTF-16 units"),
        ([video, *good, part("cover_ms", "-1"), END], "cover_ms"),
        ([video, *good, part("scheduled_at", "tomorrow"), END], "scheduled_at"),
        ([video, *good, part("scheduled_at", "2999-01-01"), END], "scheduled_at"),
        ([video, *good, part("scheduled_at", "0001-01-01T00:00:00+14:00"), END], "scheduled_at"),
        ([video, *good, part("draft", "true"), END], "a draft cannot carry privacy"),
        ([video, *good[:1], good[2], END], "declaration"),
        ([video, *good[1:], END], "no privacy level"),
        ([video, *good[:2], END], "account"),
        ([video, part("privacy_level", "EVERYBODY"), *good[1:], END], "privacy_level"),
        ([part("file", b"", "a.mp4"), *good, END], "container"),
        ([part("file", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a.mp4"), *good, END], "container"),
        ([part("file", b"ffconcat version 1.0\nfile /etc/passwd\n", "a.mp4"), *good, END], "container"),
        ([part("file", b"\0\0\0\x18ftypmp42" + bytes(100), "a.mp4"), *good, END], "cannot be read"),
        ([b"--xyz\r\nContent-Type: text/plain\r\n\r\nx\r\n", END], "no name"),
        ([part(f"f{number}", "x") for number in range(41)], "40 parts"),
        ([b"nonsense"], "no sound form"),
    ]  # fmt: skip
    for body, said in wrong:
        status, code, message = await send(publisher, b"".join(body))
        assert (status, code) == (400, "INVALID_REQUEST"), (said, message)
        assert said in message, (said, message)
        assert str(publisher.state.folder) not in message
    assert (await send(publisher, b"{}", "application/json"))[:2] == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert (await send(publisher, b"", "multipart/form-data"))[:2] == (400, "INVALID_REQUEST")
    assert (await send(publisher, b"", f"multipart/form-data; boundary={'x' * 300}"))[0] == 400
    assert publisher.spooled() == []
    assert list(publisher.spool.iterdir()) == []
    assert (await publisher.get("/posts"))["total"] == 0


async def test_a_body_without_end_is_cut_where_it_is_too_large(publisher: Publisher) -> None:
    spool = publisher.state.publishing.spool
    spool.largest = 3_000_000
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield part("file", b"", "a.mp4")[:-2]
        while True:
            sent += 65_536
            yield bytes(65_536)

    assert (await send(publisher, endless()))[:2] == (413, "TOO_LARGE")
    assert sent < 4_200_000
    assert list(publisher.spool.iterdir()) == []
    sent = 0

    async def epilogue() -> AsyncIterator[bytes]:
        nonlocal sent
        yield END
        while True:
            sent += 65_536
            yield bytes(65_536)

    assert (await send(publisher, epilogue()))[0] == 413
    assert sent < 4_200_000


async def test_all_uploads_together_have_a_quota(publisher: Publisher) -> None:
    await publisher.connect()
    spool = publisher.state.publishing.spool
    spool.quota = 2 * len(publisher.video) + 100
    for caption in ("a", "b"):
        assert (await publisher.upload(caption=caption, scheduled_at=later())).status_code == 202
    answer = await publisher.upload(caption="c", scheduled_at=later())
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "API_UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    assert len(publisher.spooled()) == 2
    post = (await publisher.get("/posts"))["posts"][0]["id"]
    assert (await publisher.ask("DELETE", f"/posts/{post}")).status_code == 200
    assert len(publisher.spooled()) == 1
    assert (await publisher.upload(caption="c", scheduled_at=later())).status_code == 202


async def test_a_connection_that_is_cut_leaves_nothing(publisher: Publisher) -> None:
    seen: list[list[str]] = []
    messages = [
        {"type": "http.request", "body": part("file", bytes(2_000_000), "a.mp4"), "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        seen.append(publisher.spooled())
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def nowhere(_message: Any) -> None:
        pass

    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/api/v1/tiktok/upload-video",
        "raw_path": b"/api/v1/tiktok/upload-video", "query_string": b"", "scheme": "http", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000"), (b"content-type", FORM.encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    await publisher.client.app(scope, receive, nowhere)
    assert seen[1] == ["a.mp4"]
    assert list(publisher.spool.iterdir()) == []


async def test_the_same_key_is_the_same_post(publisher: Publisher) -> None:
    await publisher.connect()
    answers = await asyncio.gather(
        *(publisher.upload(key="once", caption="x", scheduled_at=later()) for _ in range(4))
    )
    assert {one.status_code for one in answers} == {202}
    assert len({one.json()["id"] for one in answers}) == 1
    assert len(publisher.spooled()) == 1
    other = await publisher.upload(key="once", caption="y", scheduled_at=later())
    assert (other.status_code, other.json()["error"]["code"]) == (409, "CONFLICT")
    assert len(publisher.spooled()) == 1
    bad = await publisher.upload(key=" ", caption="x")
    assert bad.status_code == 400
    # One that was cancelled may be asked for again.
    number = answers[0].json()["id"]
    assert (await publisher.ask("POST", f"/posts/{number}/cancel")).json()["state"] == "cancelled"
    assert (await publisher.ask("POST", f"/posts/{number}/cancel")).status_code == 409
    await publisher.emptied()
    again = await publisher.upload(key="once", caption="x")
    assert again.json()["id"] == number
    await publisher.until(number, "published")
    await publisher.emptied()


async def test_a_draft_goes_to_the_inbox(publisher: Publisher) -> None:
    await publisher.connect()
    answer = await publisher.upload(draft="true", privacy_level="", accept_music_terms="")
    assert answer.status_code == 202, answer.text
    assert answer.json()["mode"] == "inbox"
    await publisher.until(answer.json()["id"], "inbox")
    await publisher.emptied()


async def test_a_disk_that_is_full_is_told(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tiktok_spiders.api.publishing.spool._write", full)
    answer = await publisher.upload()
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "API_UNAVAILABLE")
    assert list(publisher.spool.iterdir()) == []
