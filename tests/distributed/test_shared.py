"""What a spider does with pushed targets, overtaken requests, and what others have begun."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.http import Response

from tests.distributed.rig import Rig
from tests.spiders.made import make
from tiktok_spiders.distributed.codec import LOCAL_URL, local_request
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.items.run import Checkpoint, Verdict
from tiktok_spiders.listing import make_verdict
from tiktok_spiders.spiders import shared
from tiktok_spiders.spiders.arguments import GivenTarget
from tiktok_spiders.spiders.pushed import read_push
from tiktok_spiders.spiders.schemas import UserArguments
from tiktok_spiders.spiders.user import UserSpider
from tiktok_spiders.store import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiktok_spiders.listing import ListingState


@pytest.fixture
def rig(tmp_path: Path, redis_url: str) -> Iterator[Rig]:
    """A worker with a store; its scheduler is not opened."""
    made = Rig(tmp_path, redis_url)
    yield made
    made.spider.session.store.close()
    made.scheduler.server.close()


def outputs(method: Any, **meta: Any) -> list[Any]:
    async def collect() -> list[Any]:
        request = local_request(method, 0, meta)
        return [one async for one in method(Response(LOCAL_URL, request=request))]

    return asyncio.run(collect())


def begun(spider: Any, **changes: Any) -> ListingState:
    """Return the state of a listing of ``ann`` that has begun."""
    state = spider.new_state("ann", "videos", spider.recognise(GivenTarget("users", "ann")))
    state.args, state.pages, state.cursor = {"sec_uid": "MS4w", "user": "ann"}, 2, "1750000000000"
    for name, value in changes.items():
        setattr(state, name, value)
    found: ListingState = state
    return found


def store(spider: Any, state: ListingState) -> None:
    checkpoint = Checkpoint(
        run_id=spider.run_id, target=state.target, resource=state.resource, state=state.dump(), rejected=()
    )
    spider.session.store.write([Page(checkpoint=checkpoint)])


def end(spider: Any, state: ListingState) -> None:
    verdict = make_verdict(state, run_id=spider.run_id, spider="user", now=1.0)
    spider.session.store.write([Page(verdict=verdict)])


def test_a_pushed_text_is_begun(rig: Rig) -> None:
    (request,) = outputs(rig.spider.take_pushed, pushed="@ann")
    assert (request.meta["target"], request.callback.__self__) == ("@ann", rig.spider)
    assert rig.crawler.stats.get_value("tiktok/targets") == 1


def test_a_pushed_object_brings_its_arguments(rig: Rig) -> None:
    (request,) = outputs(rig.spider.take_pushed, pushed='{"target": "ann", "max_videos": 2}')
    view = request.callback.__self__
    assert (view.arguments.max_videos, rig.spider.arguments.max_videos) == (2, None)
    assert view.pushed_with == {"max_videos": 2}


def test_what_cannot_be_begun_gets_a_verdict(rig: Rig) -> None:
    found = outputs(rig.spider.take_pushed, pushed='{"since": "never"}')
    (verdict,) = [one for one in found if isinstance(one, Verdict)]
    assert (verdict.target, verdict.stop_reason) == ('{"since": "never"}', "invalid_target")
    (verdict,) = [
        one
        for one in outputs(rig.spider.refuse_pushed, pushed="ann", poison="set aside")
        if isinstance(one, Verdict)
    ]
    assert (verdict.status, verdict.stop_reason) == ("failed", "error")
    assert outputs(rig.spider.nothing) == []


def test_views_of_a_spider_are_kept_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "VIEWS", 2)
    spider = make(UserSpider, users="ann")
    first = spider.with_arguments({"max_videos": 1})
    assert spider.with_arguments({"max_videos": 1}) is first
    assert spider.with_arguments({}) is spider
    for number in (2, 3):
        spider.with_arguments({"max_videos": number})
    assert spider.with_arguments({"max_videos": 1}) is not first
    with pytest.raises(ArgumentError):
        spider.with_arguments({"max_videos": "many"})


def test_a_listing_goes_on_after_its_checkpoint(rig: Rig) -> None:
    spider, state = rig.spider, begun(rig.spider)
    old = begun(spider, pages=1).dump()
    assert outputs(spider.take_up, listing=old) == []
    store(spider, state)
    (request,) = outputs(spider.take_up, listing=old)
    assert request.meta["listing"]["pages"] == 2
    end(spider, begun(spider, stop_reason="end"))
    assert outputs(spider.take_up, listing=old) == []


def test_a_request_is_overtaken_by_its_listings_checkpoint(rig: Rig) -> None:
    spider = rig.spider

    def is_overtaken(state: ListingState, *, resource: str = "videos", doubtful: bool = True) -> bool:
        meta = {"listing": state.dump(), "resource": resource, "target": state.target}
        found: bool = asyncio.run(spider.is_overtaken(meta, doubtful=doubtful))
        return found

    assert not is_overtaken(begun(spider))
    store(spider, begun(spider, pages=3))
    assert is_overtaken(begun(spider))
    assert not is_overtaken(begun(spider), doubtful=False)
    assert not is_overtaken(begun(spider, pages=4))
    assert is_overtaken(begun(spider, pages=4), resource="profile")
    end(spider, begun(spider, pages=5, stop_reason="end"))
    assert is_overtaken(begun(spider, pages=9))


def test_members_that_this_worker_does_not_know_are_asked_for_after_the_checkpoint(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    spider, state = rig.spider, begun(rig.spider)
    monkeypatch.setattr(spider, "is_at_hand", lambda _state: False)
    meta = {"listing": state.dump(), "resource": "videos", "target": "ann"}
    assert not asyncio.run(spider.is_overtaken(meta, doubtful=False))
    store(spider, state)
    assert asyncio.run(spider.is_overtaken(meta, doubtful=False))


def test_what_another_worker_may_be_about_to_end_is_looked_at_later(rig: Rig) -> None:
    (request,) = rig.spider.take_begun(begun(rig.spider, stop_reason="end"))
    assert (request.url, request.callback) == (LOCAL_URL, rig.spider.take_up)
    (request,) = rig.spider.take_begun(begun(rig.spider))
    assert request.meta["resource"] == "videos"


def test_without_a_store_nothing_was_done() -> None:
    spider = make(UserSpider, users="ann")
    assert asyncio.run(spider._standing("ann")).checkpoints == {}
    assert asyncio.run(spider._done()).verdicts == {}


def test_a_refused_target_is_not_begun_again(tmp_path: Path, redis_url: str) -> None:
    rig = Rig(tmp_path, redis_url, users="ann,https://example.org/x")

    async def collect() -> list[Any]:
        return [one async for one in rig.spider.begin_again()]

    assert [request.meta["target"] for request in asyncio.run(collect())] == ["ann"]
    rig.spider.session.store.close()
    rig.scheduler.server.close()


@pytest.mark.parametrize(
    ("text", "own", "targets"),
    [
        ("ann", {}, ["ann"]),
        ("  {}  ", None, []),
        (json.dumps({"users": ["ann", "bob"], "max_videos": 3}), {"max_videos": 3}, ["ann", "bob"]),
        (json.dumps({"target": "ann", "users_file": "x"}), None, []),
        (json.dumps({"target": "ann", "run": "x"}), None, []),
        ("{nothing", None, []),
    ],
)
def test_what_a_pushed_text_means(text: str, own: dict[str, Any] | None, targets: list[str]) -> None:
    if own is None:
        with pytest.raises(ArgumentError):
            read_push(text, UserArguments)
        return
    found, given = read_push(text, UserArguments)
    assert (found, [one.text for one in given]) == (own, targets)
