"""Which spider an address asks for."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from tiktok_spiders.api.jobs.given import wanted_of
from tiktok_spiders.api.jobs.listings import planned
from tiktok_spiders.api.jobs.spiders import SPIDERS, checked
from tiktok_spiders.config import Config

WEB = "https://www.tiktok.com"
SHORT = "https://vm.tiktok.com/ZM1234567/"
ID = "7000000000000000001"
TEN = {"max_videos": 10}


@pytest.mark.parametrize(
    ("url", "kind", "options", "expected"),
    [
        ("@nasa", None, TEN, ("user", "user", {"users": "@nasa", "max_videos": "10"})),
        ("nasa", "user", {}, ("user", "user", {"users": "nasa"})),
        (f"{WEB}/@nasa/live", None, {}, ("user", "user", {"users": f"{WEB}/@nasa/live", "include": "live"})),
        (f"{WEB}/@nasa/video/{ID}", None, TEN, ("video", "video", {"videos": f"{WEB}/@nasa/video/{ID}"})),
        (SHORT, None, {}, ("video", "video", {"videos": SHORT})),
        (SHORT, "user", {}, ("user", "user", {"users": SHORT})),
        ("#space", None, TEN, ("hashtag", "hashtag", {"hashtags": "#space", "max_videos": "10"})),
        (f"{WEB}/music/a,b-{ID}", None, {}, ("sound", "sound", {"sounds": f"{WEB}/music/a%2Cb-{ID}"})),
        (
            f"{WEB}/search/user?q=a,b",
            None,
            TEN,
            (
                "search",
                "search",
                {"queries": f"{WEB}/search/user?q=a%2Cb", "kinds": "users", "max_results": "10"},
            ),
        ),
        (
            f"{WEB}/discover/cats-dogs",
            None,
            {},
            ("search", "search", {"queries": f"{WEB}/search?q=cats-dogs"}),
        ),
        (f"{WEB}/explore", None, TEN, ("trending", "trending", {"max_videos": "10"})),
        (f"{WEB}/", None, {}, ("trending", "trending", {})),
        (
            f"{WEB}/shop/pdp/x/17000000000000000001",
            None,
            TEN,
            ("product", "shop", {"products": f"{WEB}/shop/pdp/x/17000000000000000001"}),
        ),
        (
            f"{WEB}/shop/c/x/600001",
            None,
            TEN,
            ("category", "shop", {"categories": f"{WEB}/shop/c/x/600001", "max_products": "10"}),
        ),
        (f"{WEB}/shop/store/x/{ID}", None, {}, ("seller", "shop", {"sellers": f"{WEB}/shop/store/x/{ID}"})),
        (
            "red shoes",
            "shop_search",
            TEN,
            ("shop_search", "shop", {"queries": "red shoes", "max_products": "10"}),
        ),
    ],
)
def test_an_address(url: str, kind: Any, options: dict[str, Any], expected: tuple[Any, ...]) -> None:
    wanted = wanted_of(url, kind, options, Config())
    assert (wanted.type, wanted.spider, wanted.arguments) == expected
    checked(wanted.spider, wanted.arguments)


ARGUMENTS = {
    "hashtag": [{"hashtags": "a"}, {"hashtags": "a", "max_videos": "0"}],
    "search": [{"queries": "a"}, {"queries": "a", "kinds": "users,suggestions", "max_results": "3"}],
    "shop": [
        {"queries": "a", "trending": "true"},
        {"products": "1", "reviews": "5"},
        {"categories": "1", "sellers": "1"},
    ],
    "sound": [{"sounds": "1"}, {"sounds": "1", "max_videos": "0"}],
    "trending": [{}, {"category": "comedy"}],
    "user": [
        {"users": "a", "sort": "oldest"},
        {"users": "a", "max_videos": "0"},
        {"users": "a", "include": "videos,liked,followers,playlists,live", "max_videos": "0"},
        {"users": "a", "include": "reposts,following,collections"},
    ],
    "video": [{"videos": "1"}, {"videos": "1", "comments": "3", "related": "2"}],
}


def test_listings_are_those_of_the_spiders() -> None:
    settings = Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"]})
    loader = get_spider_loader(settings)
    assert sorted(SPIDERS) == sorted(set(loader.list()) - {"publish"})
    for name, given in ((name, each) for name, every in ARGUMENTS.items() for each in every):
        spider: Any = loader.load(name)(**given)
        assert SPIDERS[name] is spider.arguments_class
        for target in spider.arguments.targets():
            resources = [resource for resource, _ in planned(name, spider.arguments, target)]
            assert resources == list(spider.resources(target)), given
