"""Parts of the live look-ups by themselves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live import asks, fields, refreshing, shown, verdicts
from tiktok_spiders.api.live.flights import Flights
from tiktok_spiders.api.live.keeping import key_of, tags_of
from tiktok_spiders.api.live.question import Answer, Question
from tiktok_spiders.urls import DEFAULT

ASKED = Question(spider="user", kind="user", subject="a", wanted="video", resource="videos", is_list=True)
VIDEO = {"record_type": "video", "video_id": "1", "transport": "http", "detail": 2}


def answer(stop: str | None, status: str = "failed", *, outcomes: Any = (), **more: Any) -> Answer:
    verdict = {
        "target": "a",
        "resource": "videos",
        "status": status,
        "stop_reason": stop,
        "outcomes": dict.fromkeys(outcomes, 1),
        "message": more.pop("message", None),
        "expected": more.pop("expected", None),
    }
    given = {"records": [], "verdicts": [verdict] if stop else [], "ended": "finished"}
    return Answer(**(given | more))


@pytest.mark.parametrize(
    ("stop", "outcomes", "code", "status"),
    [
        ("private", (), "TARGET_PRIVATE", 403),
        ("missing", (), "NOT_FOUND", 404),
        ("region", (), "TARGET_RESTRICTED", 403),
        ("age", (), "TARGET_RESTRICTED", 403),
        ("login", (), "TARGET_RESTRICTED", 403),
        ("robots", (), "ROBOTS", 403),
        ("invalid_target", (), "INVALID_REQUEST", 400),
        ("blocked", ("empty",), "BLOCKED", 503),
        ("captcha", ("captcha",), "BLOCKED", 503),
        ("blocked", ("rate_limited", "ok"), "API_UNAVAILABLE", 503),
        ("error", ("unreachable",), "API_UNAVAILABLE", 503),
        ("error", ("server_error", "rate_limited"), "API_UNAVAILABLE", 503),
        ("error", ("invalid",), "SCRAPER_ERROR", 500),
        ("error", (), "SCRAPER_ERROR", 500),
        ("shutdown", (), "SCRAPER_ERROR", 500),
        (None, (), "SCRAPER_ERROR", 500),
    ],
)
def test_what_a_verdict_means(stop: str | None, outcomes: Any, code: str, status: int) -> None:
    found = answer(stop, outcomes=outcomes, message="secret text")
    with pytest.raises(ApiError) as error:
        verdicts.check(found, ASKED)
    assert (error.value.code, error.value.status) == (code, status)
    assert ("Retry-After" in error.value.headers) is (status == 503)
    if stop == "error":
        assert "secret" not in str(error.value.details)
    verdicts.check(answer(stop, outcomes=outcomes, records=[VIDEO]), ASKED)


@pytest.mark.parametrize(
    ("more", "code", "status"),
    [
        ({"ended": "deadline"}, "API_UNAVAILABLE", 504),
        ({"ended": "error", "error": "refused: no such thing"}, "INVALID_REQUEST", 400),
        ({"ended": "error", "error": "store"}, "DATABASE_ERROR", 500),
        ({"ended": "error", "error": "anything"}, "SCRAPER_ERROR", 500),
    ],
)
def test_what_an_end_means(more: Any, code: str, status: int) -> None:
    with pytest.raises(ApiError) as error:
        verdicts.check(answer(None, **more), ASKED)
    assert (error.value.code, error.value.status) == (code, status)


def test_a_stub_of_a_post_that_is_gone_is_nothing() -> None:
    with pytest.raises(ApiError, match="no such thing"):
        verdicts.check(answer("missing", "missing", records=[VIDEO | {"detail": 0}]), ASKED)


@pytest.mark.parametrize(
    ("status", "keeps"),
    [("complete", True), ("limited", True), ("capped", True), ("short", True), ("blocked", False)],
)
def test_only_whole_answers_are_kept(status: str, keeps: bool) -> None:
    assert verdicts.is_worth_keeping(answer("end", status), ASKED) is keeps
    assert not verdicts.is_worth_keeping(answer("end", status, ended="deadline"), ASKED)
    assert not verdicts.is_missing(answer("end", status), ASKED)


@pytest.mark.parametrize(
    ("stop", "expected", "more"),
    [("max_items", 100, True), ("max_items", None, True), ("max_items", 30, False), ("end", 100, False)],
)
def test_whether_there_is_more(stop: str, expected: int | None, more: bool) -> None:
    assert shown.has_more(answer(stop, expected=expected), ASKED, 30) is more
    assert shown.has_more(answer(None), ASKED, 30) is False


def test_what_carried_an_answer() -> None:
    kinds = [[], ["http"], ["http", "store"], ["store", "browser"]]
    found = [answer(None, records=[{"transport": one} for one in each]).scraper_type for each in kinds]
    assert found == ["api", "api", "store", "browser"]


def test_cursors() -> None:
    assert fields.offset_of(None, 30) == 0
    assert fields.offset_of(fields.cursor_at(30), 30) == 30
    for wrong in ("!", "x", fields.cursor_at(990), fields.cursor_at(0), "YXQ6LTU", "YXQ6wrI"):
        with pytest.raises(ApiError, match="cursor"):
            fields.offset_of(wrong, 30)


def test_questions_are_the_same_however_they_are_written() -> None:
    assert asks.user_info("@Some.One") == asks.user_info("some.one")
    assert asks.hashtag_videos("#Cats", 3) == asks.hashtag_videos("cats", 3)
    assert key_of(asks.search(" Red  Shoes", "videos", 3)).startswith("search:red shoes:")
    assert key_of(asks.user_videos("a.b", 3)) != key_of(asks.user_videos("a.b", 4))
    assert asks.video("7106594312292453675", DEFAULT).subject == "7106594312292453675"
    assert dict(asks.search("a, b", "users", 5).arguments)["queries"] == ("a, b",)
    with pytest.raises(ApiError):
        asks.user_info("not a handle")


def test_products_and_sellers_are_tags() -> None:
    records = [{"product_id": "1", "seller_id": "9"}, {"product_id": "2", "seller_id": None}]
    assert tags_of(answer(None, records=records)) == {"product:1", "product:2", "seller:9"}


class Fetch:
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.go, self.calls, self.cancelled = asyncio.Event(), 0, 0
        self.error: Exception | None = None

    async def __call__(self, _asked: Question) -> Answer:
        self.calls += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        return answer("end", "complete")


async def test_who_asks_the_same_shares_the_answer() -> None:
    fetch = Fetch()
    flights = Flights(fetch)
    tasks = [asyncio.ensure_future(flights.join(ASKED)) for _ in range(5)]
    await asyncio.sleep(0)
    fetch.go.set()
    answers = await asyncio.gather(*tasks)
    assert fetch.calls == 1
    assert len({id(one) for one in answers}) == 1
    assert flights.count == 0


async def test_an_error_is_everybodys() -> None:
    fetch = Fetch()
    fetch.error = ApiError("BLOCKED", "no")
    fetch.go.set()
    flights = Flights(fetch)
    found = await asyncio.gather(*(flights.join(ASKED) for _ in range(3)), return_exceptions=True)
    assert {type(one) for one in found} == {ApiError}
    assert (fetch.calls, flights.count) == (1, 0)


async def test_only_the_last_to_leave_ends_it() -> None:
    fetch = Fetch()
    flights = Flights(fetch)
    gone = asyncio.Event()
    first = asyncio.ensure_future(flights.join(ASKED, gone.wait()))
    second = asyncio.ensure_future(flights.join(ASKED))
    await asyncio.sleep(0)
    gone.set()
    assert await first is None
    assert fetch.cancelled == 0
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    await asyncio.sleep(0)
    assert (fetch.cancelled, flights.count) == (1, 0)


async def test_closing_gives_all_up() -> None:
    fetch = Fetch()
    flights = Flights(fetch)
    task = asyncio.ensure_future(flights.join(ASKED))
    for _ in range(3):
        await asyncio.sleep(0)
    await flights.close()
    await asyncio.gather(task, return_exceptions=True)
    assert fetch.cancelled == 1


async def test_refreshes_are_done_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    go = asyncio.Event()

    async def fetch(asked: Question) -> None:
        await go.wait()
        done.append(asked.subject)

    queue = refreshing.Refreshing(fetch)
    assert queue.add(asks.user_info("a.a")) == 1
    assert queue.add(asks.user_info("a.a")) == 1
    assert queue.add(asks.user_info("b.b")) == 2
    monkeypatch.setattr(refreshing, "MOST_QUEUED", 2)
    with pytest.raises(ApiError, match="full"):
        queue.check_room()
    go.set()
    async with asyncio.timeout(5):
        while len(done) < 2:
            await asyncio.sleep(0)
    assert done == ["a.a", "b.b"]
    await queue.close()
    await refreshing.Refreshing(fetch).close()
