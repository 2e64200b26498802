"""Cookies, both ways between a browser context and the identity's jar."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from tiktok_spiders.identities.jar import make_cookie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.cookiejar import Cookie

    from playwright.async_api import BrowserContext
    from scrapy.http.cookies import CookieJar

Key = tuple[str, str, str]
"""Domain, path and name."""

_LOCAL = ".local"
_SAME_SITE = {"strict": "Strict", "lax": "Lax", "none": "None"}


@dataclass(slots=True)
class CookieFlow:
    """Carries over what changed on either side since the last time."""

    context: BrowserContext
    jar: CookieJar
    _in_context: dict[Key, str] = field(default_factory=dict)
    _in_jar: dict[Key, str] = field(default_factory=dict)

    async def push(self) -> None:
        """Bring the jar's changes into the context."""
        here = {key_of(cookie): cookie for cookie in self.jar if not cookie.is_expired(int(time.time()))}
        changed = [each for key, each in here.items() if self._in_jar.get(key) != each.value]
        for domain, path, name in self._in_jar.keys() - here.keys():
            await self.context.clear_cookies(name=name, domain=_shown(domain), path=path)
            self._in_context.pop((domain, path, name), None)
        await _add(self.context, [to_browser(each) for each in changed])
        self._in_context |= {key_of(each): each.value or "" for each in changed}
        self._in_jar = {key: cookie.value or "" for key, cookie in here.items()}

    async def pull(self) -> bool:
        """Bring the context's changes into the jar; return whether there were any."""
        there = [from_browser(each) for each in await self.context.cookies()]
        fresh = [each for each in there if self._in_context.get(key_of(each)) != each.value]
        lost = self._in_context.keys() - {key_of(each) for each in there}
        # The jar keeps one msToken; of several new ones that is the last, so the newest comes last.
        for cookie in sorted(fresh, key=lambda each: each.expires or 0):
            self.jar.set_cookie(cookie)
        for key in lost:
            with suppress(KeyError):
                self.jar.clear(*key)
        self._in_context = {key_of(each): each.value or "" for each in there}
        self._in_jar = {key_of(each): each.value or "" for each in self.jar}
        return bool(fresh or lost)


def key_of(cookie: Cookie) -> Key:
    """Return what makes a cookie this one."""
    return cookie.domain, cookie.path, cookie.name


def to_browser(cookie: Cookie) -> dict[str, Any]:
    """Return the cookie as Playwright takes it."""
    same_site = _SAME_SITE.get(str(cookie.get_nonstandard_attr("SameSite") or "").lower())
    plain = {
        "name": cookie.name,
        "value": cookie.value or "",
        "domain": _shown(cookie.domain),
        "path": cookie.path,
        "expires": cookie.expires if cookie.expires is not None else -1,
        "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
        "secure": cookie.secure,
    }
    # Browsers refuse a cookie for all sites that is not secure.
    refused = same_site is None or (same_site == "None" and not cookie.secure)
    return plain if refused else plain | {"sameSite": same_site}


def from_browser(cookie: Any) -> Cookie:
    """Return Playwright's cookie as the standard library has it."""
    domain = cookie["domain"]
    return make_cookie(
        cookie["name"],
        cookie["value"],
        domain if "." in domain else f"{domain}{_LOCAL}",
        path=cookie["path"],
        expires=int(cookie["expires"]) if cookie["expires"] > 0 else None,
        secure=cookie["secure"],
        http_only=cookie["httpOnly"],
        same_site=cookie.get("sameSite"),
    )


def _shown(domain: str) -> str:
    """Return a browser's name of a host: the standard library files one without a dot under ``.local``."""
    bare = domain.removesuffix(_LOCAL)
    return bare if "." not in bare else domain


async def _add(context: BrowserContext, cookies: Iterable[dict[str, Any]]) -> None:
    batch: list[Any] = list(cookies)
    if not batch:
        return
    try:
        await context.add_cookies(batch)
    except PlaywrightError:  # one that a browser refuses fails them all
        for cookie in batch:
            with suppress(PlaywrightError):
                await context.add_cookies([cookie])
