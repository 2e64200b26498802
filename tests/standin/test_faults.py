"""Every kind of fault, and which requests it strikes."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, get_args

import aiohttp
import msgspec
import pytest

from tests.standin.conftest import DEVICE, Web
from tests.waiting import turns
from tiktok_standin.faults import Fault, FaultPlan, Kind
from tiktok_standin.injector import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

LIST = "creator/item_list"


@pytest.fixture
def with_fault(serving: Serving) -> Callable[..., AbstractAsyncContextManager[Web]]:
    """Serve with one rule."""
    return lambda kind, **rule: serving(plan=FaultPlan.of({"kind": kind, **rule}))


async def listed(web: Web, **options: Any) -> tuple[aiohttp.ClientResponse, bytes]:
    sec_uid = web.catalogue.truth("daily.dune")["user"]["sec_uid"]
    query = {"secUid": sec_uid, "device_id": DEVICE, "cursor": str(web.catalogue.now * 1000)}
    async with web.client.get("/api/creator/item_list/", params=query, **options) as answer:
        return answer, await answer.read()


def test_every_kind_has_an_effect() -> None:
    assert set(EFFECTS) == set(get_args(Kind)) - {"slow"}


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("no_state", 'data-csr="1"'),
        ("downgraded", 'data-downgrade="1"'),
        ("check_page", "Please wait..."),
        ("captcha_page", "Drag the slider"),
        ("html", 'data-csr="1"'),
    ],
)
async def test_pages_without_state(with_fault: Serving, kind: str, sign: str) -> None:
    async with with_fault(kind) as web, web.client.get("/@many_moths") as answer:
        text = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert sign in text
        assert "__UNIVERSAL_DATA_FOR_REHYDRATION__" not in text
        assert "tt_chain_token" in answer.cookies


async def test_the_check_page_has_the_known_elements(with_fault: Serving) -> None:
    async with with_fault("check_page") as web:
        text = await web.text("/@many_moths")
    assert all(f'id="{name}"' in text for name in ("cs", "wci", "rci", "rs"))


async def test_login(with_fault: Serving) -> None:
    async with with_fault("login", where="page.*") as web, web.client.get("/@many_moths") as answer:
        assert answer.url.path == "/login"


async def test_empty(with_fault: Serving) -> None:
    async with with_fault("empty", where=LIST) as web:
        answer, body = await listed(web)
    assert (answer.status, body, answer.headers["tt_orcas_res"]) == (200, b"", "1")
    assert "x-ms-token" in answer.headers


async def test_captcha_json_and_header(with_fault: Serving) -> None:
    async with with_fault("captcha_json") as web:
        _, body = await listed(web)
    assert json.loads(body)["code"] == "10000"
    async with with_fault("captcha_header") as web:
        answer, body = await listed(web)
    assert body == b""
    assert json.loads(answer.headers["bdturing-verify"])["type"] == "verify"


async def test_any_status_code_in_the_body(with_fault: Serving) -> None:
    async with with_fault("code", code=10231) as web:
        _, body = await listed(web)
        profile, item = await web.scopes("/@many_moths"), await web.scopes("/@_/video/1")
    assert json.loads(body)["statusCode"] == 10231
    assert profile["webapp.user-detail"]["statusCode"] == 10231
    assert item["webapp.video-detail"]["statusCode"] == 10231


async def test_a_repeated_page(with_fault: Serving) -> None:
    async with with_fault("repeated_page", where=LIST, after=1) as web:
        first = await web.creator("daily.dune")
        again = await web.creator("daily.dune", first["itemList"][-1]["createTime"] * 1000)
    assert [item["id"] for item in again["itemList"]] == [item["id"] for item in first["itemList"]]


async def test_a_stuck_cursor(with_fault: Serving) -> None:
    async with with_fault("stuck_cursor", where="*/item_list") as web:
        truth = web.catalogue.truth("daily.dune")
        cursor = truth["posts"][truth["ids"][4]]["created_at"] * 1000
        page = await web.creator("daily.dune", cursor)
        query = {"secUid": truth["user"]["sec_uid"], "cursor": "5", "X-Gnarly": "a"}
        posts = await web.json("/api/post/item_list/", params=query, headers={"Cookie": "ttwid=a"})
    assert ([item["id"] for item in page["itemList"]], page["hasMorePrevious"]) == ([truth["ids"][4]], True)
    assert (posts["cursor"], posts["hasMore"]) == ("5", True)


@pytest.mark.parametrize(
    ("kind", "handle", "more"),
    [("has_more_false", "daily.dune", False), ("has_more_true", "single.sparrow", True)],
)
async def test_false_has_more(with_fault: Serving, kind: str, handle: str, more: bool) -> None:
    async with with_fault(kind) as web:
        page = await web.creator(handle)
    assert (page["hasMorePrevious"], bool(page["itemList"])) == (more, True)


async def test_no_item_list(with_fault: Serving) -> None:
    async with with_fault("no_item_list") as web:
        page = await web.creator("daily.dune")
    assert ("itemList" in page, page["hasMorePrevious"]) == (False, True)


async def test_one_bad_item(with_fault: Serving) -> None:
    async with with_fault("bad_item") as web:
        page = await web.creator("daily.dune")
        nobody = await web.creator("nobody")
        assert (await web.scopes("/@many_moths"))["webapp.user-detail"]["statusCode"] == 0
    assert sum(type(item["id"]) is str for item in page["itemList"]) == len(page["itemList"]) - 1
    assert "itemList" not in nobody


async def test_slow_and_another(serving: Serving) -> None:
    plan = FaultPlan.of({"kind": "slow", "ms": 120}, {"kind": "empty"}, {"kind": "html"})
    async with serving(plan=plan) as web:
        began = time.monotonic()
        _, body = await listed(web)
    assert (body, time.monotonic() - began >= 0.12) == (b"", True)
    assert dict(plan.injected) == {"slow": 1, "empty": 1}


async def test_slow_alone_still_answers(with_fault: Serving) -> None:
    async with with_fault("slow", ms=1) as web:
        assert (await web.creator("daily.dune"))["itemList"]


async def test_connection_dropped_before_the_answer(with_fault: Serving) -> None:
    async with with_fault("reset", where=LIST, first=1) as web:
        with pytest.raises(aiohttp.ClientError):
            await listed(web, allow_redirects=False)
        stats = await web.json("/_standin/stats")
    assert stats["by_status"]["0"] >= 1


async def test_connection_dropped_inside_the_body(with_fault: Serving) -> None:
    async with with_fault("reset_body") as web:
        for _ in range(3):
            with pytest.raises(aiohttp.ClientPayloadError):
                await listed(web)


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
async def test_http_statuses(with_fault: Serving, status: int) -> None:
    async with with_fault("http", status=status, retry_after="7") as web:
        answer, body = await listed(web)
    assert (answer.status, answer.headers["Retry-After"]) == (status, "7")
    assert (b"Access Denied" in body) is (status == 403)
    assert (b"url doesn't match" in body) is (status == 400)


async def test_truncated_json(with_fault: Serving) -> None:
    async with with_fault("truncated") as web:
        _, body = await listed(web)
    assert body.startswith(b'{"itemList"')
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


async def test_html_where_json_is_due(with_fault: Serving) -> None:
    async with with_fault("html", where=LIST) as web:
        answer, body = await listed(web)
    assert (answer.content_type, body[:15]) == ("text/html", b"<!DOCTYPE html>")


async def test_a_wrong_charset(with_fault: Serving) -> None:
    async with with_fault("charset") as web:
        answer, body = await listed(web)
    assert answer.charset == "utf-16"
    assert json.loads(body)["statusCode"] == 0


async def test_gzip_that_is_none(with_fault: Serving) -> None:
    async with with_fault("gzip", where=LIST) as web:
        url = web.client.make_url("/api/creator/item_list/")
        async with aiohttp.ClientSession(auto_decompress=False) as plain, plain.get(url) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert (await answer.read())[:1] == b"{"


async def test_a_huge_body(with_fault: Serving) -> None:
    async with with_fault("huge", size=3_500_000) as web:
        _, body = await listed(web)
    assert len(body) == 3_500_000


async def test_a_client_may_leave_in_the_middle(
    with_fault: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    async with with_fault("huge", where="page.*") as web:
        async with web.client.get("/@many_moths") as answer:
            await answer.content.read(1000)
            answer.close()
        async with asyncio.timeout(10):
            while not (stats := await web.json("/_standin/stats"))["by_status"]:
                await turns()
    assert stats["by_status"] == {"0": 1}
    assert not caplog.records


def test_the_huge_body_is_50_mb_if_nothing_is_said() -> None:
    assert Fault(kind="huge").size == 50_000_000


def struck(rule: dict[str, Any], count: int = 40) -> list[int]:
    plan = FaultPlan.of({"kind": "empty", **rule})
    return [number for number in range(1, count + 1) if plan.decide(LIST, "/api/x/", ())]


def test_first_after_and_share() -> None:
    assert struck({"first": 3}, 6) == [1, 2, 3]
    assert struck({"after": 4}, 6) == [5, 6]
    assert struck({"after": 1, "first": 2}, 6) == [2, 3]
    assert struck({"share": 0.0}) == []


def test_a_share_is_about_that_share_and_the_same_each_time() -> None:
    numbers = struck({"share": 0.25, "seed": 9}, 2000)
    assert numbers == struck({"share": 0.25, "seed": 9}, 2000)
    assert numbers != struck({"share": 0.25, "seed": 10}, 2000)
    assert 420 < len(numbers) < 580


@pytest.mark.parametrize(
    ("where", "matches"), [("*", True), (LIST, True), ("page.*", False), ("/api/*", True), ("/@*", False)]
)
def test_where(where: str, matches: bool) -> None:
    plan = FaultPlan.of({"kind": "empty", "where": where})
    assert bool(plan.decide(LIST, "/api/creator/item_list/", ())) is matches


async def test_only_one_target_in_any_of_its_spellings(serving: Serving) -> None:
    plan = FaultPlan.of({"kind": "empty", "only_target": "daily.dune"})
    async with serving(plan=plan) as web:
        truth = web.catalogue.truth("daily.dune")
        for path in ("/@daily.dune", f"/@{truth['user']['id']}", f"/@_/video/{truth['ids'][0]}"):
            assert await web.text(path) == ""
        _, body = await listed(web)
        assert body == b""
        assert (await web.creator("many_moths"))["itemList"]


def test_the_default_plan_strikes_one_page_in_25() -> None:
    plan = FaultPlan.default()
    hits = sum(bool(plan.decide("page.user", "/@a", ())) for _ in range(5000))
    assert 150 < hits < 250
    assert not any(plan.decide(LIST, "/api/", ()) for _ in range(500))


@pytest.mark.parametrize(
    "text", ['[{"kind": "nonsense"}]', '[{"kind": "empty", "wher": "*"}]', "{}", "[", "[1]"]
)
def test_a_plan_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(msgspec.MsgspecError):
        FaultPlan.from_json(text)


async def test_plan_and_counts_over_http(web: Web) -> None:
    async with web.client.put("/_standin/plan", json=[{"kind": "empty", "first": 2}]) as answer:
        assert (await answer.json())[0]["kind"] == "empty"
    await asyncio.gather(*(web.text("/@many_moths") for _ in range(5)))
    assert (await web.json("/_standin/stats"))["faults"] == {"empty": 2}
    async with web.client.put("/_standin/plan", data=b"[{}]") as answer:
        assert answer.status == 400
    assert (await web.json("/_standin/plan"))[0]["first"] == 2
