"""Each live endpoint gives what is true of the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from tests.api.live.conftest import quick
from tests.api.running import running, settings_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import httpx

    from tests.standin_process import StandinProcess

pytestmark = pytest.mark.asyncio(loop_scope="module")

HANDLE = "many_moths"


@pytest.fixture(scope="module")
def truth(_shared_standin: StandinProcess) -> dict[str, Any]:
    return _shared_standin.truth(HANDLE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live(
    _shared_standin: StandinProcess, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    _shared_standin.set_plan()
    folder: Path = tmp_path_factory.mktemp("live")
    settings = settings_of(f"sqlite:///{folder / 'store.db'}", folder, **quick(_shared_standin.url))
    async with running(settings, timeout=60) as client:
        yield client


async def ask(live: httpx.AsyncClient, path: str, status: int = 200) -> dict[str, Any]:
    answer = await live.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_an_account(live: httpx.AsyncClient, truth: dict[str, Any]) -> None:
    body = await ask(live, f"user/{HANDLE}/info?use_cache=false")
    assert (body["user"]["id"], body["user"]["username"]) == (truth["user"]["id"], HANDLE)
    assert body["user"]["total_videos"] == len(truth["ids"])
    assert (body["cached"], body["scraper_type"]) == (False, "api")
    assert body["cache_ttl"] == 900
    assert (body["verdict"]["status"], body["verdict"]["resource"]) == ("complete", "profile")


async def test_the_second_answer_is_kept(live: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    first = await ask(live, f"user/@{HANDLE.upper()}/info?use_cache=false")
    asked = len(shared_standin.log("page.user"))
    second = await ask(live, f"user/{HANDLE}/info")
    assert (first["cached"], second["cached"]) == (False, True)
    assert second["user"] == first["user"]
    assert 0 < second["cache_ttl"] <= 900
    assert len(shared_standin.log("page.user")) == asked == 1


async def test_a_record_has_the_names_of_the_field_dictionary(
    live: httpx.AsyncClient, truth: dict[str, Any]
) -> None:
    user = (await ask(live, f"user/{HANDLE}/info?view=record"))["user"]
    assert user["unique_id"] == HANDLE
    assert user["sec_uid"] == truth["user"]["sec_uid"]
    assert user["record_type"] == "user"


async def test_pages_of_a_list_follow_each_other(live: httpx.AsyncClient, truth: dict[str, Any]) -> None:
    first = await ask(live, f"user/{HANDLE}/videos?count=3")
    assert [one["id"] for one in first["videos"]] == truth["ids"][:3]
    assert first["has_more"] is True
    second = await ask(live, f"user/{HANDLE}/videos?count=3&cursor={first['cursor']}")
    assert [one["id"] for one in second["videos"]] == truth["ids"][3:6]
    assert second["videos"][0]["user"]["username"] == HANDLE
    assert second["videos"][0]["user"]["followers"] is not None
    assert second["verdict"]["asked"] == 6


async def test_a_list_that_is_all_has_no_more(
    live: httpx.AsyncClient, shared_standin: StandinProcess
) -> None:
    body = await ask(live, "user/single.sparrow/videos?count=100")
    assert [one["id"] for one in body["videos"]] == shared_standin.truth("single.sparrow")["ids"]
    assert (body["has_more"], body["cursor"]) == (False, None)


async def test_nothing_is_an_answer_where_there_is_nothing(live: httpx.AsyncClient) -> None:
    body = await ask(live, "user/empty.elm/videos")
    assert body["videos"] == []
    assert body["verdict"]["status"] == "complete"


@pytest.mark.parametrize("direction", ["followers", "following"])
async def test_relations(live: httpx.AsyncClient, direction: str) -> None:
    body = await ask(live, f"user/{HANDLE}/{direction}?count=4")
    assert len({one["id"] for one in body["users"]}) == 4
    assert all(one["username"] for one in body["users"])
    assert body["verdict"]["resource"] == direction


@pytest.mark.parametrize("form", ["{id}", "https://www.tiktok.com/@{user}/video/{id}?is_from=web&x=a%2Cb"])
async def test_a_video_by_id_or_encoded_address(
    live: httpx.AsyncClient, truth: dict[str, Any], form: str
) -> None:
    number = truth["ids"][0]
    body = await ask(live, f"video/{quote(form.format(id=number, user=HANDLE), safe='')}")
    post = truth["posts"][number]
    assert body["video"]["id"] == number
    assert body["video"]["description"] == post["caption"]
    assert body["video"]["music"]["id"] == post["sound_id"]
    assert body["video"]["music"]["title"]


async def test_a_short_link_is_looked_up(live: httpx.AsyncClient, truth: dict[str, Any]) -> None:
    body = await ask(live, f"video/{quote('https://vm.tiktok.com/ZSvideo001/', safe='')}")
    assert body["video"]["id"] in truth["ids"]


async def test_hashtag_sound_and_category(live: httpx.AsyncClient, truth: dict[str, Any]) -> None:
    tag = await ask(live, "hashtag/fyp/info")
    assert tag["hashtag"]["name"] == "fyp"
    assert (await ask(live, "hashtag/%23FYP/info"))["cached"] is True
    number = truth["posts"][truth["ids"][0]]["sound_id"]
    assert (await ask(live, f"sound/{number}/info"))["sound"]["id"] == number
    explored = await ask(live, "trending/videos?category=comedy&count=3")
    assert len({one["id"] for one in explored["videos"]}) == 3
    assert explored["has_more"] is True


async def test_the_shop(live: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    number = shared_standin.shop("products?region=US")["ids"][0]
    truth = shared_standin.shop(f"products/{number}?region=US")
    body = await ask(live, f"shop/products/{number}?region=us")
    assert (body["product"]["id"], body["product"]["title"]) == (number, truth["title"])
    assert body["product"]["source"] == body["scraper_type"] == "api"
    words = truth["title"].split()[0]
    found = await ask(live, f"shop/search?q={words}&max_results=3")
    assert 0 < len(found["products"]) <= 3
    assert found["cache_ttl"] == 900
    assert len((await ask(live, "shop/trending?max_results=2"))["products"]) == 2


async def test_products_of_a_category(live: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    number = shared_standin.shop("products?region=US")["ids"][0]
    truth = shared_standin.shop(f"products/{number}?region=US")
    category = truth["categories"][0]["category_id"]
    within = await ask(live, f"shop/trending?category={category}&max_results=2")
    assert 0 < len(within["products"]) <= 2
    words = truth["title"].split()[0]
    found = await ask(live, f"shop/search?q={words}&max_results=3&category={category}&view=record")
    assert number in {one["product_id"] for one in found["products"]}
    assert all(category in {each["category_id"] for each in one["categories"]} for one in found["products"])
    elsewhere = await ask(live, f"shop/search?q={words}&max_results=3&category=999999")
    assert elsewhere["products"] == []


@pytest.mark.parametrize(
    "path",
    [
        "user/no spaces/info",
        "user/a%2Fb/info/x",
        "user/x/videos?count=0",
        "user/x/videos?count=101",
        "user/x/videos?cursor=nonsense",
        "user/x/videos?cursor=YXQ6OTk5OTk5",
        "user/x/videos?cursor=eHg6Mw",
        "video/12",
        "video/https%3A%2F%2Fexample.com%2F%40a%2Fvideo%2F7106594312292453675",
        "video/7106594312292453675%00",
        "hashtag/two%20words/info",
        "sound/abc/info",
        "search/videos",
        "search/videos?q=%00",
        "search/videos?q=%20",
        "trending/videos?category=none",
        "shop/search?q=a",
        "shop/search?q=shoes&max_results=101",
        "shop/trending?max_results=51",
        "shop/search?q=shoes&region=GB",
        "shop/trending?region=ZZ",
        "shop/products/1",
    ],
)
async def test_what_makes_no_sense_is_refused(
    live: httpx.AsyncClient, shared_standin: StandinProcess, path: str
) -> None:
    answer = await live.get(f"/api/v1/{path}")
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["code"] in {"INVALID_REQUEST", "NOT_FOUND"}
    assert shared_standin.log() == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("user/private_plum/videos", 403, "TARGET_PRIVATE"),
        ("user/nobody.of.that.name/info", 404, "NOT_FOUND"),
        ("user/banned_basil/info", 404, "NOT_FOUND"),
        ("video/7106594312292453675", 404, "NOT_FOUND"),
        ("hashtag/fyp/videos", 503, "NOT_CONFIGURED"),
    ],
)
async def test_verdicts_become_errors(live: httpx.AsyncClient, path: str, status: int, code: str) -> None:
    body = await ask(live, path, status)
    assert body["error"]["code"] == code
    assert body["error"]["details"]["verdict"]["status"] in {"private", "missing", "failed"}


async def test_what_is_missing_is_remembered_for_a_moment(
    live: httpx.AsyncClient, shared_standin: StandinProcess
) -> None:
    await ask(live, "user/nobody.at.all/info", 404)
    asked = len(shared_standin.log("page.user"))
    await ask(live, "user/nobody.at.all/info", 404)
    assert len(shared_standin.log("page.user")) == asked


async def test_what_failed_is_not_kept(live: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    shared_standin.set_plan({"kind": "http", "status": 503, "where": "page.user"})
    error = (await ask(live, "user/older_oak/info", 503))["error"]
    assert error["code"] in {"API_UNAVAILABLE", "BLOCKED"}
    assert error["details"]["verdict"]["message"] is None
    shared_standin.set_plan()
    assert (await ask(live, "user/older_oak/info"))["cached"] is False


async def test_robots_are_obeyed_and_the_setting_named(
    live: httpx.AsyncClient, shared_standin: StandinProcess
) -> None:
    shared_standin.set_switches(robots="refuse")
    error = (await ask(live, "user/chatty_cedar/info", 403))["error"]
    assert error["code"] == "ROBOTS"
    assert "TIKTOK_ROBOTSTXT_OBEY" in error["message"]


async def test_identities_are_kept_between_questions(
    looking: Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]], shared_standin: StandinProcess
) -> None:
    async with looking() as own:  # none of whose identities rests for what other tests have asked
        await ask(own, f"user/{HANDLE}/info?use_cache=false")
        await ask(own, f"user/{HANDLE}/info?use_cache=false")
        await ask(own, "trending/videos?category=sports&count=3&use_cache=false")
    asked = [entry for entry in shared_standin.log() if entry["endpoint"] != "robots"]
    assert len({entry["user_agent"] for entry in asked}) == 1
    assert len({entry["visitor"] for entry in asked[1:]}) == 1, asked
    assert "page.foryou" not in shared_standin.stats()["by_endpoint"]
