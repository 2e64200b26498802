"""Pages with state, and how they refuse."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.conftest import REAL_HOST
from tiktok_standin import counts
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from tests.standin.conftest import Web

MOBILE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"}


async def detail(web: Web, path: str) -> Any:
    return (await web.scopes(path))["webapp.video-detail"]


async def test_a_profile_by_handle_id_and_sec_uid(web: Web) -> None:
    user = web.catalogue.truth("giant_gale")["user"]
    pages = [
        await web.scopes(f"/@{name}") for name in (user["handle"], user["id"], user["sec_uid"], "GIANT_GALE")
    ]
    assert len({page["webapp.user-detail"]["userInfo"]["user"]["id"] for page in pages}) == 1
    assert pages[1]["seo.abtest"]["canonical"] == "https://www.tiktok.com/@giant_gale"


async def test_counters_overflow_and_are_rounded(web: Web) -> None:
    info = (await web.scopes("/@giant_gale"))["webapp.user-detail"]["userInfo"]
    assert (info["stats"]["heart"], info["stats"]["heartCount"]) == (2_700_000_000, -1_614_092_016)
    assert info["statsV2"]["heartCount"] == "2680875280"
    assert (info["stats"]["followerCount"], info["statsV2"]["followerCount"]) == (163_000_000, "162986107")
    assert info["itemList"] == []


@pytest.mark.parametrize(
    ("handle", "status", "told"),
    [
        ("private_plum", 10222, True),
        ("banned_basil", 10221, False),
        ("young_yarrow", 10223, False),
        ("nobody.here", 10202, False),
        ("empty.elm", 0, True),
    ],
)
async def test_profiles_that_show_nothing(web: Web, handle: str, status: int, told: bool) -> None:
    own = (await web.scopes(f"/@{handle}"))["webapp.user-detail"]
    assert (own["statusCode"], "userInfo" in own) == (status, told)
    assert not told or own["userInfo"]["user"]["privateAccount"] is (status == 10222)


async def test_older_answers_lack_exact_counters(web: Web) -> None:
    profile = (await web.scopes("/@older_oak/"))["webapp.user-detail"]["userInfo"]
    items = (await web.creator("older_oak"))["itemList"]
    assert "statsV2" not in profile
    assert profile["stats"]["videoCount"] == 20
    assert not any({"statsV2", "authorStatsV2"} & set(item) for item in items)
    assert all(type(item["video"]["bitrateInfo"]) is dict for item in items)


@pytest.mark.parametrize(
    "path", ["/@_/video/{}", "/@/video/{}", "/@somebody/video/{}", "/share/video/{}", "/share/video/{}/"]
)
async def test_the_id_decides_whoever_the_path_names(web: Web, path: str) -> None:
    truth = web.catalogue.truth("many_moths")
    item_id = truth["ids"][0]
    scopes = await web.scopes(path.format(item_id))
    item = scopes["webapp.video-detail"]["itemInfo"]["itemStruct"]
    assert (item["id"], item["author"]["uniqueId"]) == (item_id, "many_moths")
    assert scopes["seo.abtest"]["canonical"] == f"https://www.tiktok.com/@many_moths/video/{item_id}"


async def test_types_of_a_page_differ_from_those_of_a_list(web: Web) -> None:
    truth = web.catalogue.truth("many_moths")
    item = (await detail(web, f"/@_/video/{truth['ids'][0]}"))["itemInfo"]["itemStruct"]
    assert item["createTime"] == str(truth["posts"][truth["ids"][0]]["created_at"])
    assert type(item["stats"]["collectCount"]) is str
    assert type(item["stats"]["playCount"]) is int
    assert type(item["video"]["size"]) is str


@pytest.mark.parametrize("status", [10204, 10213, 10215, 10216, 10217, 10231])
async def test_items_that_are_not_told(web: Web, status: int) -> None:
    hidden = web.catalogue.truth("mixed_marsh")["hidden"]
    item_id = next(item for item, code in hidden.items() if code == status)
    own = await detail(web, f"/@_/video/{item_id}")
    assert (own["statusCode"], own["itemInfo"], bool(own["statusMsg"])) == (status, {}, True)


@pytest.mark.parametrize(("handle", "status"), [("private_plum", 10222), ("banned_basil", 10204)])
async def test_items_of_closed_accounts(web: Web, handle: str, status: int) -> None:
    item_id = web.catalogue.truth(handle)["ids"][0]
    assert (await detail(web, f"/@_/video/{item_id}"))["statusCode"] == status


async def test_a_sensitive_item_has_no_video(web: Web) -> None:
    posts = web.catalogue.truth("mixed_marsh")["posts"]
    item_id = next(item for item, post in posts.items() if post["classified"])
    item = (await detail(web, f"/@_/video/{item_id}"))["itemInfo"]["itemStruct"]
    assert (item["isContentClassified"], "video" in item) == (True, False)


async def test_a_photo_page_on_a_desktop_lacks_the_item(web: Web) -> None:
    item_id = web.catalogue.truth("photo_fern")["ids"][0]
    scopes = await web.scopes(f"/@photo_fern/photo/{item_id}")
    assert "webapp.video-detail" not in scopes
    assert scopes["seo.abtest"]["canonical"].endswith(f"/@photo_fern/photo/{item_id}")
    item = (await detail(web, f"/@_/video/{item_id}"))["itemInfo"]["itemStruct"]
    assert item["imagePost"]["images"]
    assert (item["video"]["duration"], item["video"]["playAddr"]) == (0, "")


@pytest.mark.parametrize("kind", ["photo", "video"])
async def test_a_mobile_gets_the_reflow_scope(web: Web, kind: str) -> None:
    item_id = web.catalogue.truth("photo_fern")["ids"][0]
    scopes = await web.scopes(f"/@photo_fern/{kind}/{item_id}", headers=MOBILE)
    own = scopes["webapp.reflow.video.detail"]
    assert "webapp.video-detail" not in scopes
    assert (own["statusMessage"], own["itemInfo"]["itemStruct"]["id"]) == ("", item_id)
    assert "statsV2" not in own["itemInfo"]["itemStruct"]
    missing = await web.scopes("/@x/video/7000000000000000000", headers=MOBILE)
    assert missing["webapp.reflow.video.detail"]["itemInfo"] == {}


async def test_long_captions_are_cut_on_a_mobile(web: Web) -> None:
    posts = web.catalogue.truth("odd.captions__")["posts"]
    item_id = next(item for item, post in posts.items() if len(post["caption"]) > 500)
    own = (await web.scopes(f"/@_/video/{item_id}", headers=MOBILE))["webapp.reflow.video.detail"]
    assert own["itemInfo"]["itemStruct"]["desc"].endswith("... ")


async def test_odd_captions_arrive_unchanged_in_pages_and_lists(web: Web) -> None:
    truth = web.catalogue.truth("odd.captions__")
    captions = {item: post["caption"] for item, post in truth["posts"].items()}
    page = await web.creator("odd.captions__")
    listed = {item["id"]: item["desc"] for item in page["itemList"]}
    assert listed.items() <= captions.items()
    for item_id in truth["ids"][:26]:
        item = (await detail(web, f"/@_/video/{item_id}"))["itemInfo"]["itemStruct"]
        assert item["desc"] == captions[item_id]
        for mark in item["textExtra"]:
            units = item["desc"].encode("utf-16-le")[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le")
            assert units[1:].lower() == (mark["hashtagName"] or mark["userUniqueId"])


async def test_markup_in_a_caption_does_not_end_the_state(web: Web) -> None:
    posts = web.catalogue.truth("odd.captions__")["posts"]
    item_id = next(item for item, post in posts.items() if "</script>" in post["caption"])
    text = await web.text(f"/@_/video/{item_id}")
    assert text.count("</script>") == text.count("<script ") == 3
    assert "\\u003C/" not in text
    assert "\\u003C\\u002Fscript\\u003E" in text


async def test_page_cookies_are_set_once(web: Web) -> None:
    async with web.client.get("/@many_moths") as first:
        assert set(first.cookies) == {"ttwid", "tt_csrf_token", "tt_chain_token"}
    async with web.client.get("/@many_moths") as second:
        assert not second.cookies


async def test_cookies_on_the_real_host_are_for_the_domain(web: Web) -> None:
    async with web.client.get("/@many_moths", headers=REAL_HOST) as answer:
        assert answer.cookies["tt_chain_token"]["domain"] == ".tiktok.com"
        assert answer.cookies["ttwid"]["max-age"] == "31536000"


async def test_header_pages(web: Web) -> None:
    truth = web.catalogue.truth("many_moths")
    sound_id = truth["posts"][truth["ids"][0]]["sound_id"]
    tag = (await web.scopes("/tag/FYP"))["webapp.challenge-detail"]["challengeInfo"]
    assert tag["challenge"]["title"] == "fyp"
    assert counts.rounded(int(tag["statsV2"]["videoCount"])) == tag["stats"]["videoCount"]
    sound = (await web.scopes(f"/music/any-slug-{sound_id}"))["webapp.music-detail"]["musicInfo"]
    assert (sound["music"]["id"], sound["stats"]["videoCount"] >= 1) == (sound_id, True)
    assert (await web.scopes("/tag/nosuchtag"))["webapp.challenge-detail"]["statusCode"] == 10205
    assert (await web.scopes("/music/x-1"))["webapp.music-detail"]["statusCode"] == 10203


async def test_plain_pages(web: Web, serving: Any) -> None:
    assert "webapp.app-context" in await web.scopes("/")
    assert "__UNIVERSAL_DATA" not in await web.text("/login")
    assert "Allow: /" in await web.text("/robots.txt")
    async with serving(switches=Switches(robots="refuse")) as strict:
        assert "Disallow: /" in await strict.text("/robots.txt")


def embedded(text: str) -> dict[str, Any]:
    found = re.search(r'id="__FRONTITY_CONNECT_STATE__" type="application/json">(.*?)</script>', text)
    assert found
    return json.loads(found[1])["source"]["data"]


async def test_embeds(web: Web) -> None:
    item_id = web.catalogue.truth("many_moths")["ids"][0]
    own = embedded(await web.text(f"/embed/v2/{item_id}"))[f"/embed/v2/{item_id}"]["videoData"]
    assert (own["itemInfos"]["id"], own["authorInfos"]["uniqueId"]) == (item_id, "many_moths")
    assert embedded(await web.text("/embed/v2/7000000000000000000"))["/embed/v2/7000000000000000000"][
        "isError"
    ]
    creator = embedded(await web.text("/embed/@many_moths"))["/embed/@many_moths"]
    assert creator["videoList"][0]["id"] == item_id
    for handle in ("private_plum", "no_embed_newt", "nobody"):
        async with web.client.get(f"/embed/@{handle}") as answer:
            assert answer.status == 400
            assert "videoList" not in embedded(await answer.text())[f"/embed/@{handle}"]


@pytest.mark.parametrize(
    "url",
    ["", "https://www.tiktok.com/@nobody", "https://www.tiktok.com/@_/video/7000000000000000000", "x://y"],
)
async def test_oembed_refuses_with_a_code(web: Web, url: str) -> None:
    async with web.client.get("/oembed", params={"url": url}) as answer:
        body = await answer.json()
        assert (answer.status, body["code"], "title" in body) == (400, 400, False)


async def test_oembed_tells_title_and_sizes(web: Web) -> None:
    truth = web.catalogue.truth("many_moths")
    url = f"https://www.tiktok.com/@many_moths/video/{truth['ids'][0]}"
    body = await web.json("/oembed", params={"url": url})
    assert body["title"] == truth["posts"][truth["ids"][0]]["caption"]
    assert (body["width"], type(body["thumbnail_width"])) == ("100%", int)


async def test_short_links(web: Web) -> None:
    codes = await web.json("/_standin/links")
    for code, target in codes.items():
        async with web.client.get(f"/t/{code}", allow_redirects=False, headers=REAL_HOST) as answer:
            assert (answer.status, answer.headers["Location"]) == (301, target)
    kinds = ("/video/", "/photo/", "/@", "/live", "/music/", "shop.tiktok.com", "example.com", "/?_r=1")
    assert all(any(kind in target for target in codes.values()) for kind in kinds)
    for host in ("vm.tiktok.com", "vt.tiktok.com"):
        options: dict[str, Any] = {"allow_redirects": False, "headers": {"Host": host}}
        async with web.client.head("/ZSvideo001/", **options) as answer:
            assert answer.headers["Location"] == codes["ZSvideo001"]
        async with web.client.get("/ZSnobody", **options) as answer:
            assert answer.status == 404
    async with web.client.get("/ZSvideo001", allow_redirects=False) as answer:
        assert answer.status == 404


async def test_short_links_stay_local_for_local_users(web: Web) -> None:
    async with web.client.get("/t/ZSprofile1", allow_redirects=False) as answer:
        assert answer.headers["Location"].startswith(str(web.client.make_url("/@")))
