"""Hashtags and sounds: headers, ranked lists, caps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin import captions, counts, sounds
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

LISTS = {"hashtag": ("challenge", "challengeID"), "sound": ("music", "musicID")}


async def crawl(web: Web, kind: str, key: str, count: int = 30) -> list[dict[str, Any]]:
    """Return the pages of a whole list."""
    name, parameter = LISTS[kind]
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["hasMore"]:
        cursor = pages[-1]["cursor"] if pages else "0"
        pages.append(
            await web.ask(f"/api/{name}/item_list/", **{parameter: key, "count": count, "cursor": cursor})
        )
    return pages


def ids_of(pages: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for page in pages for item in page.get("itemList", [])]


async def test_a_list_gives_what_the_truth_says(web: Web) -> None:
    for key in ("fyp", "桥", "river"):
        truth = await web.truth("hashtag", key)
        found = ids_of(await crawl(web, "hashtag", truth["hashtag_id"]))
        assert list(dict.fromkeys(found)) == truth["ids"]
        assert len(truth["ids"]) == min(truth["cap"], truth["uses"])


async def test_sounds_are_listed_likewise(web: Web) -> None:
    known = await web.json("/_standin/sounds")
    for key in (next(iter(known)), list(known)[20], list(known)[500]):
        truth = await web.truth("sound", key)
        pages = await crawl(web, "sound", key)
        assert list(dict.fromkeys(ids_of(pages))) == truth["ids"]
        assert {item["music"]["id"] for page in pages for item in page["itemList"]} == {key}


async def test_the_world_has_topics_of_every_size(web: Web) -> None:
    for kind in ("hashtags", "sounds"):
        sizes = list((await web.json(f"/_standin/{kind}")).values())
        assert sizes[0] > 1000
        assert sizes[-1] == 0 or kind == "sounds"
        assert any(24 <= size <= 99 for size in sizes)
    truth = await web.truth("hashtag", "fyp")
    assert len({post["handle"] for post in truth["posts"].values()}) > 20


async def test_lists_are_ranked_and_not_by_time(web: Web) -> None:
    truth = await web.truth("hashtag", "fyp")
    times = [truth["posts"][item]["created_at"] for item in truth["ids"]]
    plays = [truth["posts"][item]["plays"] for item in truth["ids"]]
    assert times not in (sorted(times), sorted(times, reverse=True))
    assert plays != sorted(plays, reverse=True)
    assert sum(plays[:50]) > sum(plays[-50:])


async def test_caps_differ_and_headers_count_more(web: Web, serving: Serving) -> None:
    truths = [await web.truth("hashtag", name) for name in ("fyp", "craft", "howto", "weekend")]
    assert len({truth["cap"] for truth in truths}) > 1
    for truth in truths:
        assert 180 <= truth["cap"] <= 1000
        assert truth["capped"]
        assert truth["video_count"] > truth["uses"] > len(truth["ids"])
    async with serving(switches=Switches(signing="placeholder", topic_cap=40)) as other:
        truth = await other.truth("hashtag", "river")
        found = ids_of(await crawl(other, "hashtag", truth["hashtag_id"]))
        assert len(set(found)) == truth["cap"] == 40


async def test_pages_have_at_most_35_and_some_repeat_a_post(web: Web) -> None:
    key = captions.hashtag_id("fyp")
    pages = await crawl(web, "hashtag", key, count=100)
    assert len(pages[0]["itemList"]) == 35
    assert type(pages[0]["cursor"]) is str
    found = ids_of(pages)
    assert len(found) > len(set(found))


async def test_headers_of_page_and_endpoint_agree(web: Web) -> None:
    truth = await web.truth("hashtag", "river")
    page = (await web.scopes("/tag/River"))["webapp.challenge-detail"]["challengeInfo"]
    by_name = await web.ask("/api/challenge/detail/", challengeName="river")
    by_id = await web.ask("/api/challenge/detail/", challengeId=truth["hashtag_id"])
    assert page == by_name["challengeInfo"] == by_id["challengeInfo"]
    assert (by_name["statusCode"], by_name["status_code"]) == (0, 0)
    assert page["challenge"]["id"] == truth["hashtag_id"]
    assert page["challenge"]["desc"] == truth["description"]
    assert page["statsV2"]["viewCount"] == str(truth["view_count"])
    assert page["stats"]["viewCount"] == counts.rounded(truth["view_count"])


async def test_songs_are_elsewhere_with_a_key(web: Web) -> None:
    found = (await web.ask("/api/music/detail/", musicId=sounds.song_id(0)))["musicInfo"]["music"]["tt2dsp"]
    assert ["token" in each for each in found["tt_to_dsp_song_infos"]] == [True, False]


async def test_headers_of_sounds(web: Web) -> None:
    known = await web.json("/_standin/sounds")
    song, own = next(iter(known)), next(key for key in known if key not in sounds.songs())
    for key in (song, own):
        truth = await web.truth("sound", key)
        page = (await web.scopes(f"/music/any-slug-{key}"))["webapp.music-detail"]["musicInfo"]
        assert page == (await web.ask("/api/music/detail/", musicId=key))["musicInfo"]
        for name in ("title", "authorName", "album", "duration", "original"):
            assert page["music"][name] == truth[name]
        assert page["statsV2"]["videoCount"] == str(truth["video_count"])
        elsewhere = page["music"]["tt2dsp"]["tt_to_dsp_song_infos"]
        assert [each["song_id"] for each in elsewhere] == truth["external_ids"]
        assert page.get("author", {}).get("uniqueId") == truth["owner"]
        item = (await crawl(web, "sound", key))[0]["itemList"][0]["music"]
        assert {name: item[name] for name in ("title", "authorName", "original")} == {
            name: truth[name] for name in ("title", "authorName", "original")
        }


@pytest.mark.parametrize(
    ("path", "scope", "code"),
    [
        ("/tag/nosuchtag", "challenge", 10205),
        ("/tag/BlockedWord", "challenge", 10209),
        ("/tag/sensitiveword", "challenge", 10211),
        ("/tag/takendownword", "challenge", 10212),
        ("/music/x-1", "music", 10203),
        (f"/music/x-{sounds.WITHDRAWN}", "music", 10218),
        (f"/music/x-{sounds.NO_RIGHTS}", "music", 10219),
    ],
)
async def test_what_is_not_told(web: Web, path: str, scope: str, code: int) -> None:
    detail = (await web.scopes(path))[f"webapp.{scope}-detail"]
    assert (detail["statusCode"], f"{scope}Info" in detail) == (code, False)
    kind = "hashtag" if scope == "challenge" else "sound"
    assert await web.truth(kind, path.rpartition("/")[2].removeprefix("x-")) == {"status_code": code}


@pytest.mark.parametrize("name", ["𝖒𝖆𝖙𝖍", "math", "Math", "ＭＡＴＨ"])
async def test_compatible_spellings_are_one_hashtag(web: Web, name: str) -> None:
    detail = (await web.scopes(f"/tag/{name}"))["webapp.challenge-detail"]
    assert detail["challengeInfo"]["challenge"]["title"] == "𝖒𝖆𝖙𝖍"


async def test_the_endpoints_refuse_likewise(web: Web) -> None:
    body = await web.ask("/api/challenge/detail/", challengeName="nosuchtag")
    assert (body["statusCode"], body["status_code"], "challengeInfo" in body) == (10205, 10205, False)
    body = await web.ask("/api/challenge/item_list/", challengeID="1")
    assert ("itemList" in body, body["hasMore"]) == (False, False)
    empty = await web.ask("/api/challenge/item_list/", challengeID=captions.hashtag_id("emptyquay"))
    assert ("itemList" in empty, empty["hasMore"]) == (False, False)
    assert (await web.truth("hashtag", "emptyquay"))["video_count"] == 0


@pytest.mark.parametrize(
    "path", ["challenge/detail", "challenge/item_list", "challenge/item_list/newtab", "music/item_list"]
)
async def test_all_of_it_is_signed(web: Web, path: str) -> None:
    assert await web.text(f"/api/{path}/?challengeName=fyp&challengeID=1") == ""


async def test_a_page_may_come_without_its_scope(serving: Serving) -> None:
    async with serving(switches=Switches(tag_scope="absent")) as web:
        scopes, text = await web.scopes("/tag/fyp"), await web.text("/tag/fyp")
        assert "webapp.challenge-detail" not in scopes
        assert scopes["seo.abtest"]["canonical"].endswith("/tag/fyp")
        assert '<h1 data-e2e="challenge-title">#fyp</h1>' in text
        assert " videos</h2>" in text
        assert "challenge-vvcount" not in await web.text("/tag/nosuchtag")


async def test_a_new_post_joins_its_topics(serving: Serving) -> None:
    async with serving(Catalogue.bulk(2, 20)) as web:
        before = (await web.truth("hashtag", "fyp"))["uses"]
        web.catalogue.add_posts("bulk00000", 16)
        assert (await web.truth("hashtag", "fyp"))["uses"] > before


async def test_unknown_kinds_of_truth(web: Web) -> None:
    assert "hashtag" in (await web.json("/_standin/truth/nothing/x"))["kinds"]
