"""The queue in the background: through restarts, ends and trouble."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.api.publishing.publisher import Publisher
from tests.api.running import running
from tests.waiting import reached
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish.claim import machine
from tiktok_spiders.publish.states import State
from tiktok_spiders.store.publish_tables import publish_posts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from scrapy.settings import Settings

    from tests.publish.open_control import OpenControl

HOUR = timedelta(hours=1)


def later() -> str:
    return (datetime.now(UTC) + HOUR).isoformat()


def change(publisher: Publisher, number: int, **values: Any) -> None:
    with publisher.state.store.engine.begin() as connection:
        connection.execute(sa.update(publish_posts).where(publish_posts.c.id == number).values(**values))


async def queued(publisher: Publisher, **fields: str) -> int:
    await publisher.connect()
    answer = await publisher.upload(scheduled_at=later(), **fields)
    assert answer.status_code == 202, answer.text
    number: int = answer.json()["id"]
    return number


def old(path: Path) -> None:
    os.utime(path, (0, 0))


async def test_what_was_queued_goes_on_after_a_restart(
    settings: Settings, official: OpenControl, one_second: bytes
) -> None:
    async with running(settings) as client:
        first = Publisher(client, official, one_second)
        number = await queued(first)
        upload = next(first.spool.glob("*/*"))
        (first.spool / "orphan").mkdir()
        (first.spool / "orphan" / "x.mp4").write_bytes(b"of an upload that was cut")
        (first.spool / "empty").mkdir()
        for path in first.spool.iterdir():
            old(path)
        change(first, number, due_at=datetime.now(UTC))
        assert upload.exists()
    async with running(settings) as client:
        again = Publisher(client, official, one_second)
        done = await again.until(number, "published")
        assert done["reason"] is None
        await reached(lambda: not list(again.spool.iterdir()), 30, "end of what was left in the folder")


async def test_the_sweep_leaves_what_is_needed(publisher: Publisher) -> None:
    number = await queued(publisher)
    spool, desk = publisher.state.publishing.spool, publisher.state.publishing.desk
    upload = next(publisher.spool.glob("*/*"))
    old(upload.parent)
    assert spool.sweep(desk.posts.paths) == 0
    change(publisher, number, state="unknown")
    assert spool.sweep(desk.posts.paths) == 0
    with spool.begin("coming.mp4") as coming:
        await coming.write(b"abc")
        await coming.flush()
        old(coming.path.parent)
        assert spool.sweep(desk.posts.paths) == 0
        assert coming.path.read_bytes() == b"abc"
    assert spool.sweep(desk.posts.paths) == 1
    change(publisher, number, state="failed")
    assert spool.sweep(desk.posts.paths) == 1
    assert list(publisher.spool.iterdir()) == []
    elsewhere = publisher.state.folder / "other" / "file"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"x")
    spool.remove(elsewhere)
    assert elsewhere.exists()


async def test_a_post_that_fails_leaves_no_file(publisher: Publisher) -> None:
    publisher.official.faults({"kind": "fail", "where": "video.init", "reason": "spam_risk"})
    await publisher.connect()
    number = (await publisher.upload()).json()["id"]
    done = await publisher.until(number, "failed")
    assert "spam_risk" in done["reason"]
    await publisher.emptied()


async def test_nobody_knows_and_the_file_stays(publisher: Publisher) -> None:
    publisher.official.faults({"kind": "lost", "where": "video.init"})
    await publisher.connect()
    number = (await publisher.upload()).json()["id"]
    await publisher.until(number, "unknown")
    assert publisher.spooled() == ["clip.mp4"]


async def test_a_reason_names_no_folder_of_this_machine(publisher: Publisher) -> None:
    number = await queued(publisher)
    next(publisher.spool.glob("*/*")).unlink()
    change(publisher, number, due_at=datetime.now(UTC))
    done = await publisher.until(number, "failed")
    assert done["reason"].startswith("clip.mp4 cannot be read")
    assert str(publisher.state.folder) not in str(done)


async def test_a_file_of_another_machine_is_left_to_it(publisher: Publisher) -> None:
    number = await queued(publisher)
    change(publisher, number, due_at=datetime.now(UTC), machine="elsewhere", path="/nowhere/x.mp4")
    await publisher.state.publishing.ask(publisher.state.publishing._drain._round())
    await asyncio.sleep(0.1)
    assert (await publisher.get(f"/posts/{number}"))["state"] == "queued"
    change(publisher, number, machine=machine())
    await publisher.until(number, "failed")


async def test_the_end_comes_in_seconds_and_the_upload_goes_on_later(
    settings: Settings, official: OpenControl, one_second: bytes
) -> None:
    official.faults({"kind": "slow", "where": "upload", "seconds": 30})
    async with running(settings) as client:
        first = Publisher(client, official, one_second)
        await first.connect()
        number = (await first.upload()).json()["id"]
        await first.until(number, "uploading")
        before = time.monotonic()
    assert time.monotonic() - before < 8
    official.faults()
    async with running(settings) as client:
        again = Publisher(client, official, one_second)
        assert again.spooled() == ["clip.mp4"]
        await again.until(number, "published")
    assert len(official.calls("video.init")) == 1


async def test_an_end_while_tiktok_is_asked_to_begin_waits_for_its_answer(
    settings: Settings, official: OpenControl, one_second: bytes
) -> None:
    official.faults({"kind": "late", "where": "video.init", "seconds": 1})
    async with running(settings) as client:
        first = Publisher(client, official, one_second)
        await first.connect()
        number = (await first.upload()).json()["id"]
        await first.until(number, "starting")
    async with running(settings) as client:
        done = await Publisher(client, official, one_second).until(number, "published", "unknown")
    assert done["state"] == "published"
    assert len(official.calls("video.init")) == 1


async def test_trouble_with_the_store_is_survived(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    number = await queued(publisher)
    posts, real = publisher.state.publishing.desk.posts, type(publisher.state.publishing.desk.posts).due
    left: list[Exception] = [RuntimeError("a fault"), StoreBusyError("locked")]

    def due(now: datetime) -> Any:
        if left:
            raise left.pop()
        return real(posts, now)

    monkeypatch.setattr(posts, "due", due)
    change(publisher, number, due_at=datetime.now(UTC))
    await publisher.until(number, "published")
    assert "cannot be read now" in caplog.text
    assert "a fault" in caplog.text


async def test_a_fault_in_one_post_stops_no_other(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import tiktok_spiders.api.publishing.drain as module

    number, real = await queued(publisher), module.run_post
    failures = [1]

    async def run_post(*given: Any, **options: Any) -> Any:
        if failures:
            failures.pop()
            raise RuntimeError("a fault")
        return await real(*given, **options)

    monkeypatch.setattr(module, "run_post", run_post)
    change(publisher, number, due_at=datetime.now(UTC))
    await publisher.until(number, "published")
    assert f"Post {number} could not be worked on" in caplog.text


async def test_posts_of_one_account_go_one_after_the_other(publisher: Publisher) -> None:
    await publisher.connect()
    ids = [(await publisher.upload(caption=text)).json()["id"] for text in ("a", "b", "c")]
    for number in ids:
        await publisher.until(number, "published")
    await publisher.emptied()
    listed = await publisher.get("/posts", params={"state": "published", "limit": 2})
    assert (listed["total"], listed["has_more"], [post["id"] for post in listed["posts"]]) == (
        3, True, [ids[2], ids[1]],
    )  # fmt: skip
    rest = await publisher.get("/posts", params={"limit": 2, "offset": 2, "account": "main"})
    assert ([post["id"] for post in rest["posts"]], rest["has_more"]) == ([ids[0]], False)
    assert (await publisher.get("/posts", params={"state": State.FAILED}))["total"] == 0
