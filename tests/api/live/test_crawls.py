"""What a worker process does, in this one: without Twisted's reactor."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.live.conftest import quick
from tiktok_spiders.api.live import worker
from tiktok_spiders.api.live.crawls import Crawls
from tiktok_spiders.api.live.orders import Orders
from tiktok_spiders.api.live.wire import Ended, Found, Order, Stop, encode, handed_on, read_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess

HANDLE = "many_moths"


@pytest.fixture
def settings(database_url: str, shared_standin: StandinProcess) -> Settings:
    own = {"TIKTOK_DATABASE_URL": database_url, "TWISTED_REACTOR_ENABLED": False}
    return worker.settings_with(quick(shared_standin.url) | own)


@pytest.fixture
def told() -> list[Any]:
    return []


@pytest.fixture
def crawls(settings: Settings, told: list[Any]) -> Crawls:
    return Crawls(settings, lambda line: told.append(read_told(line)))


def ended(told: list[Any]) -> Ended:
    assert isinstance(told[-1], Ended)
    return told[-1]


async def test_records_and_verdicts_are_told_then_the_end(crawls: Crawls, told: list[Any]) -> None:
    await crawls.run(Order(7, "user", {"users": [HANDLE], "include": ""}))
    assert [type(one) for one in told] == [Found, Found, Ended]
    assert b'"record_type":"user"' in bytes(told[0].record)
    assert b'"status":"complete"' in bytes(told[1].record)
    assert (ended(told).number, ended(told).reason, ended(told).crawls) == (7, "finished", 1)
    assert ended(told).resident > 10**7


async def test_the_pace_holds_between_crawls(settings: Settings, told: list[Any]) -> None:
    settings.set("TIKTOK_DOWNLOAD_DELAY", 4, priority=90)
    crawls = Crawls(settings, lambda line: told.append(read_told(line)))
    await crawls.run(Order(1, "user", {"users": [HANDLE], "include": ""}))
    waits = asyncio.ensure_future(crawls.run(Order(2, "user", {"users": [HANDLE], "include": ""})))
    await asyncio.sleep(0.1)
    assert ended(told).number == 1
    await crawls.stop(2)
    await asyncio.wait_for(waits, 20)
    assert (ended(told).number, ended(told).reason) == (2, "shutdown")


async def test_the_next_crawl_has_the_identities_of_the_last(
    crawls: Crawls, told: list[Any], shared_standin: StandinProcess
) -> None:
    for number, handle in enumerate([HANDLE, "older_oak"]):
        await crawls.run(Order(number, "user", {"users": [handle], "include": ""}))
    first, second = shared_standin.log("page.user")
    assert first["visitor"] is None
    assert second["visitor"]
    assert second["user_agent"] == first["user_agent"]


async def test_identities_of_the_store_are_left_to_it(
    settings: Settings, told: list[Any], shared_standin: StandinProcess
) -> None:
    settings.set("TIKTOK_SECRET_KEY", "a-secret-key-of-this-test-0123456789", priority="cmdline")
    crawls = Crawls(settings, lambda line: told.append(read_told(line)))
    for number in range(2):
        await crawls.run(Order(number, "user", {"users": [HANDLE], "include": "", "run": f"r{number}"}))
    assert crawls._identities._kept == []
    first, second = shared_standin.log("page.user")
    assert (first["visitor"], bool(second["visitor"])) == (None, True)


@pytest.mark.parametrize(
    ("spider", "arguments", "refused"),
    [("user", {"users": [HANDLE], "nonsense": "1"}, True), ("no such spider", {}, False)],
)
async def test_what_cannot_begin_is_told(
    crawls: Crawls, told: list[Any], spider: str, arguments: dict[str, Any], refused: bool
) -> None:
    await crawls.run(Order(1, spider, arguments))
    assert ended(told).refused is refused
    assert ended(told).error
    assert ended(told).reason == "start_error"


async def test_a_store_that_cannot_be_opened_is_told(settings: Settings, told: list[Any]) -> None:
    settings.set("TIKTOK_DATABASE_URL", "sqlite:////nowhere/at/all.db", priority="cmdline")
    crawls = Crawls(settings, lambda line: told.append(read_told(line)))
    await crawls.run(Order(1, "user", {"users": [HANDLE]}))
    assert ended(told).error
    assert ended(told).refused is False


async def test_a_crawl_can_be_stopped(crawls: Crawls, told: list[Any]) -> None:
    orders = Orders(crawls, lambda: told.append("left"))
    orders.take(encode(Order(3, "user", {"users": [HANDLE], "include": "videos"})))
    orders.take(encode(Stop(99)))
    orders.take(encode(Stop(3)))
    async with asyncio.timeout(30):
        while not told or not isinstance(told[-1], Ended):
            await asyncio.sleep(0.01)
    assert ended(told).reason == "shutdown"
    orders.end()
    async with asyncio.timeout(10):
        while told[-1] != "left":
            await asyncio.sleep(0.01)


async def test_the_end_of_orders_ends_the_crawl(crawls: Crawls, told: list[Any]) -> None:
    left = asyncio.Event()
    orders = Orders(crawls, left.set)
    orders.take(encode(Order(4, "user", {"users": [HANDLE], "include": "videos"})))
    orders.end()
    await asyncio.wait_for(left.wait(), 30)
    assert ended(told).reason == "shutdown"


async def test_only_settings_that_were_chosen_are_handed_on(settings: Settings) -> None:
    settings.set("TIKTOK_API_KEYS", ("a", "b"), priority="cmdline")
    handed = handed_on(settings)
    assert handed["TIKTOK_WEB_URL"] == settings["TIKTOK_WEB_URL"]
    assert handed["LOG_LEVEL"] == "WARNING"
    assert "LOG_FORMAT" not in handed
    assert "ITEM_PIPELINES" not in handed
    assert encode(handed)


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.filterwarnings("ignore")
def test_the_log_of_a_worker_holds_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    worker.log_to_stderr(
        worker.settings_with({"TIKTOK_MS_TOKENS": "a-token-nobody-may-see", "LOG_LEVEL": "INFO"})
    )
    logging.getLogger("any").warning("it said a-token-nobody-may-see \x1b[31m")
    logging.getLogger("any").info("nothing of this")
    shown = capsys.readouterr().err
    assert "it said" in shown
    assert "nobody-may-see" not in shown
    assert "\x1b" not in shown
    assert "nothing of this" not in shown


def test_a_line_that_nobody_reads_is_dropped(tmp_path: Path) -> None:
    read, write = os.pipe()
    worker.write(write, b"one\n")
    assert os.read(read, 10) == b"one\n"
    os.close(read)
    worker.write(write, b"two\n")
    os.close(write)
