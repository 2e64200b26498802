"""Answers carry every key of recorded ones, with the same types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.conftest import Web

FIXTURES = Path(__file__).parents[1] / "fixtures" / "standin"
SIGNED = {"X-Gnarly": "standin"}
MOBILE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"}
KINDS = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    dict: "object",
    list: "array",
    type(None): "null",
}


def paths(value: Any, at: str = "") -> Iterator[str]:
    yield f"{at or '.'}:{KINDS[type(value)]}"
    if isinstance(value, dict):
        for key, member in value.items():
            yield from paths(member, f"{at}.{key}")
    elif isinstance(value, list):
        for member in value:
            yield from paths(member, f"{at}[]")


def recorded(name: str) -> set[str]:
    return set(json.loads((FIXTURES / f"{name}.json").read_text()))


def lacking(name: str, *answers: Any) -> set[str]:
    emitted = {path for answer in answers for path in paths(answer)}
    return recorded(name) - emitted


async def signed(web: Web, path: str, **query: str) -> Any:
    return await web.json(path, params=query | SIGNED, headers={"Cookie": "ttwid=1%7Ca%7C1760000000%7Cb"})


async def test_post_list(web: Web) -> None:
    pinned, many = (
        web.catalogue.truth(handle)["user"]["sec_uid"] for handle in ("pinned_pine", "many_moths")
    )
    pages = [
        await signed(web, "/api/post/item_list/", secUid=sec_uid, needPinnedItemIds="true")
        for sec_uid in (pinned, many)
    ]
    assert lacking("post_item_list", *pages) == set()


async def test_video_page(web: Web) -> None:
    ids = web.catalogue.truth("many_moths")["ids"][:8]
    pages = [await web.scopes(f"/@_/video/{item_id}") for item_id in ids]
    assert lacking("video_page", *pages) == set()


async def test_user_page(web: Web) -> None:
    pages = [await web.scopes(f"/@{handle}") for handle in web.catalogue.handles]
    assert lacking("user_page", *pages) == set()
    assert lacking("user_page_overflow", *pages) == set()


async def test_user_detail(web: Web) -> None:
    pages = [await signed(web, "/api/user/detail/", uniqueId=handle) for handle in web.catalogue.handles]
    assert lacking("user_detail", *pages) == set()


async def test_photo_post(web: Web) -> None:
    photo = web.catalogue.truth("photo_fern")["ids"][0]
    assert lacking("photo_post", await web.scopes(f"/@_/video/{photo}")) == set()


async def test_photo_post_on_a_mobile(web: Web) -> None:
    ids = web.catalogue.truth("photo_fern")["ids"]
    pages = [await web.scopes(f"/@photo_fern/photo/{item_id}", headers=MOBILE) for item_id in ids]
    assert lacking("photo_mobile", *pages) == set()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("oembed_video", "/oembed?url=https://www.tiktok.com/@many_moths/video/{id}"),
        ("oembed_profile", "/oembed?url=https://www.tiktok.com/@many_moths"),
    ],
)
async def test_oembed(web: Web, name: str, path: str) -> None:
    answer = await web.json(path.format(id=web.catalogue.truth("many_moths")["ids"][0]))
    assert lacking(name, answer) == set()
    assert set(answer) == {path.partition(":")[0][1:] for path in recorded(name)} - {""}


async def test_creator_embed(web: Web) -> None:
    text = await web.text("/embed/@many_moths")
    state = json.loads(text.split('type="application/json">')[1].split("</script>")[0])
    assert lacking("embed_creator", state["source"]["data"]["/embed/@many_moths"]) == set()


@pytest.mark.parametrize(
    ("name", "path", "scope"),
    [
        ("user_banned", "/@banned_basil", "webapp.user-detail"),
        ("video_missing", "/@_/video/7000000000000000000", "webapp.video-detail"),
    ],
)
async def test_failures_have_no_more_than_recorded(web: Web, name: str, path: str, scope: str) -> None:
    own = {scope: (await web.scopes(path))[scope]}
    assert set(paths(own)) == recorded(name)
