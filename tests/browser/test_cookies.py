from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Error as PlaywrightError

from tiktok_spiders.browser.cookies import CookieFlow, from_browser, to_browser
from tiktok_spiders.identities.jar import Jar, as_dict, make_cookie

LATER = 4_000_000_000


class Context:
    """A context that keeps cookies and refuses those named ``bad``."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], dict[str, Any]] = {}

    async def add_cookies(self, cookies: list[dict[str, Any]]) -> None:
        if any(each["name"] == "bad" for each in cookies):
            raise PlaywrightError("Invalid cookie fields")
        for each in cookies:
            self.kept[each["domain"], each["path"], each["name"]] = {"sameSite": "Lax", **each}

    async def clear_cookies(self, *, name: str, domain: str, path: str) -> None:
        self.kept.pop((domain, path, name), None)

    async def cookies(self) -> list[dict[str, Any]]:
        return list(self.kept.values())


def flow(*cookies: Any) -> tuple[CookieFlow, Any, Jar]:
    context: Any = Context()
    jar = Jar(cookies)
    return CookieFlow(context, jar), context, jar


@pytest.mark.parametrize(
    "cookie",
    [
        make_cookie("a", "1", ".tiktok.com", expires=LATER, secure=True, http_only=True, same_site="None"),
        make_cookie("a", "1", "www.tiktok.com", path="/x", same_site="Lax"),
        make_cookie("a", "", "127.0.0.1", same_site="Strict"),
        make_cookie("a", "1", "localhost.local", same_site="Lax"),
    ],
)
def test_a_cookie_comes_back_as_it_went(cookie: Any) -> None:
    assert as_dict(from_browser(to_browser(cookie))) == as_dict(cookie)


def test_the_browser_knows_a_host_without_a_dot_by_its_name() -> None:
    assert to_browser(make_cookie("a", "1", "localhost.local"))["domain"] == "localhost"


def test_what_a_browser_would_refuse_is_left_out() -> None:
    insecure = make_cookie("a", "1", ".tiktok.com", same_site="None")
    assert "sameSite" not in to_browser(insecure)


async def test_the_newest_token_wins_on_either_side() -> None:
    carry, context, jar = flow(make_cookie("msToken", "old", ".tiktok.com"))
    await carry.push()
    await context.add_cookies([to_browser(make_cookie("msToken", "page", ".tiktok.com"))])
    assert await carry.pull()
    assert jar.value("msToken") == "page"

    jar.put("msToken", "header", ".tiktok.com")
    await carry.push()
    assert not await carry.pull()
    assert [each["value"] for each in context.kept.values()] == ["header"]


async def test_of_two_new_tokens_the_later_stays_and_is_not_undone() -> None:
    carry, context, jar = flow()
    await context.add_cookies([to_browser(make_cookie("msToken", "b", "www.tiktok.com", expires=LATER + 1))])
    await context.add_cookies([to_browser(make_cookie("msToken", "a", ".tiktok.com", expires=LATER))])
    await carry.pull()
    await carry.push()
    await carry.pull()
    assert jar.value("msToken") == "b"


async def test_what_one_side_forgets_the_other_forgets() -> None:
    carry, context, jar = flow(make_cookie("a", "1", ".tiktok.com"), make_cookie("b", "2", ".tiktok.com"))
    await carry.push()
    jar.drop("a")
    await carry.push()
    assert [each["name"] for each in context.kept.values()] == ["b"]
    context.kept.clear()
    assert await carry.pull()
    assert len(jar) == 0


async def test_one_refused_cookie_does_not_keep_the_others_out() -> None:
    carry, context, _ = flow(make_cookie("bad", "1", ".tiktok.com"), make_cookie("good", "2", ".tiktok.com"))
    await carry.push()
    assert [each["name"] for each in context.kept.values()] == ["good"]


async def test_expired_cookies_stay_behind() -> None:
    carry, context, _ = flow(make_cookie("a", "1", ".tiktok.com", expires=1))
    await carry.push()
    assert context.kept == {}
