"""Media files and what guards them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.standin.conftest import REAL_HOST
from tiktok_standin import media_bytes
from tiktok_standin.hosts import PUBLIC, hosts_for
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.conftest import Web

SITE = {"Referer": "https://www.tiktok.com/"}


def addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from addresses(member)


async def item(web: Web, handle: str, index: int = 0, **options: Any) -> Any:
    item_id = web.catalogue.truth(handle)["ids"][index]
    return (await web.scopes(f"/@_/video/{item_id}", **options))["webapp.video-detail"]["itemInfo"][
        "itemStruct"
    ]


async def captioned(web: Web) -> Any:
    posts = web.catalogue.truth("many_moths")["posts"].values()
    item_id = next(post["id"] for post in posts if post["subtitles"])
    return (await web.scopes(f"/@_/video/{item_id}"))["webapp.video-detail"]["itemInfo"]["itemStruct"]


async def test_every_address_of_an_item_serves_what_it_says(web: Web) -> None:
    kinds: dict[str, int] = {}
    for own in (await captioned(web), await item(web, "photo_fern")):
        for url in set(addresses(own)):
            async with web.client.session.get(url, headers=SITE) as answer:
                assert answer.status == 200, url
                kinds[answer.content_type] = kinds.get(answer.content_type, 0) + 1
    assert set(kinds) == {"video/mp4", "image/jpeg", "audio/mpeg", "text/vtt", "text/html"}


async def test_files_are_as_long_as_announced_and_look_right(web: Web) -> None:
    own = await captioned(web)
    for told in [own["video"]["PlayAddrStruct"], *(part["PlayAddr"] for part in own["video"]["bitrateInfo"])]:
        async with web.client.session.get(told["UrlList"][0], headers=SITE) as answer:
            body = await answer.read()
            assert (len(body), body[4:8]) == (int(told["DataSize"]), b"ftyp")
    subtitle = own["video"]["subtitleInfos"][0]
    body = (await web.text(subtitle["Url"].removeprefix(str(web.client.make_url("")).rstrip("/")))).encode()
    assert (len(body), body[:6]) == (int(subtitle["Size"]), b"WEBVTT")


@pytest.mark.parametrize(("kind", "head"), [("image", b"\xff\xd8\xff"), ("audio", b"\xff\xfb")])
def test_other_files_look_right(kind: str, head: bytes) -> None:
    body = getattr(media_bytes, kind)("name")
    assert body.startswith(head)
    assert body == getattr(media_bytes, kind)("name")
    assert len(body) == media_bytes.size_of("name")


async def test_a_video_needs_cookie_and_referer(web: Web) -> None:
    own = await item(web, "many_moths")
    url = own["video"]["playAddr"]
    async with web.client.session.get(url) as answer:
        assert (answer.status, "Access Denied" in await answer.text()) == (403, True)
    async with web.client.session.get(url, headers={"Referer": "https://example.com/"}) as answer:
        assert answer.status == 403
    web.client.session.cookie_jar.clear()
    async with web.client.session.get(url, headers=SITE) as answer:
        assert answer.status == 403
    unbound = url.replace("tk=tt_chain_token", "tk=0")
    async with web.client.session.get(unbound, headers=SITE) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("source", ["page", "list"])
async def test_a_video_belongs_to_the_session_that_asked(web: Web, source: str) -> None:
    async with web.client.put("/_standin/switches", json={"media_of_session": True}) as answer:
        assert answer.status == 200
    own = await item(web, "many_moths")
    if source == "list":
        own = (await web.creator("many_moths"))["itemList"][0]
    url = own["video"]["playAddr"]
    async with web.client.session.get(url, headers=SITE) as answer:
        assert answer.status == 200
    other = {"Cookie": "tt_chain_token=of-somebody-else"}
    web.client.session.cookie_jar.clear()
    async with web.client.session.get(url, headers=SITE | other) as answer:
        assert answer.status == 403


async def test_an_address_listed_without_a_session_suits_any(web: Web) -> None:
    async with web.client.put("/_standin/switches", json={"media_of_session": True}) as answer:
        assert answer.status == 200
    url = (await web.creator("many_moths"))["itemList"][0]["video"]["playAddr"]
    async with web.client.session.get(url, headers=SITE | {"Cookie": "tt_chain_token=any"}) as answer:
        assert answer.status == 200


async def test_a_video_address_expires(web: Web) -> None:
    statuses = []
    for life in (172_800, -7200):
        async with web.client.put("/_standin/switches", json={"url_life": life}):
            url = (await item(web, "many_moths"))["video"]["playAddr"]
        async with web.client.session.get(url, headers=SITE) as answer:
            statuses.append(answer.status)
    assert statuses == [200, 403]


async def test_the_checks_can_be_switched_off(serving: Any) -> None:
    async with serving(switches=Switches(media_checks=False)) as web:
        url = (await item(web, "many_moths"))["video"]["playAddr"]
        async with web.client.session.get(url) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    ("wanted", "start", "stop"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-5", -5, None)]
)
async def test_ranges(web: Web, wanted: str, start: int, stop: int | None) -> None:
    url = (await item(web, "many_moths"))["video"]["cover"]
    async with web.client.session.get(url) as answer:
        whole = await answer.read()
        assert answer.headers["Accept-Ranges"] == "bytes"
    async with web.client.session.get(url, headers={"Range": wanted}) as answer:
        assert (answer.status, await answer.read()) == (206, whole[start:stop])
        assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=9-1", "lines=1-2"])
async def test_bad_ranges(web: Web, wanted: str) -> None:
    url = (await item(web, "many_moths"))["video"]["cover"]
    async with web.client.session.get(url, headers={"Range": wanted}) as answer:
        assert (answer.status, answer.headers["Content-Range"][:8]) == (416, "bytes */")


async def test_addresses_follow_the_host_asked(web: Web) -> None:
    public = set(addresses(await item(web, "many_moths", headers=REAL_HOST)))
    hosts = {urlsplit(url).hostname for url in public}
    assert hosts >= {"v16-webapp-prime.us.tiktok.com", "p16-common-sign.tiktokcdn-us.com", "www.tiktok.com"}
    local = {urlsplit(url).hostname for url in addresses(await item(web, "many_moths"))}
    assert local == {"127.0.0.1"}


@pytest.mark.parametrize("name", ["127.0.0.1:80", "localhost:8080", "[::1]:9", "localhost"])
def test_loopback_names(name: str) -> None:
    assert hosts_for(name).v16 == f"http://{name}".encode()


@pytest.mark.parametrize("name", ["www.tiktok.com", "www.tiktok.com:443", "", "127.0.0.1.example.com"])
def test_other_names(name: str) -> None:
    assert hosts_for(name) is PUBLIC
