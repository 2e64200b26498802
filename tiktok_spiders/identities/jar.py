"""A cookie jar that knows which of several msTokens is the newest, and that can be written down."""

from __future__ import annotations

from http.cookiejar import Cookie
from http.cookiejar import CookieJar as StandardJar
from typing import TYPE_CHECKING, Any

from scrapy.http.cookies import CookieJar

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = "msToken"  # noqa: S105 - the name of a cookie
LOGIN = frozenset({"sessionid", "sessionid_ss", "sid_tt"})
"""Cookies that only somebody who is logged in has."""

TIKTOK = ".tiktok.com"


class _NewestToken(StandardJar):
    """Holds one msToken: the last that was set, whatever its domain. The query must equal the cookie."""

    def set_cookie(self, cookie: Cookie) -> None:
        if cookie.name == TOKEN:
            drop(self, TOKEN)
        super().set_cookie(cookie)


class Jar(CookieJar):
    """Scrapy's jar, with one msToken at most."""

    def __init__(self, cookies: Iterable[Cookie] = ()) -> None:
        super().__init__()
        lock = self.jar._cookies_lock  # type: ignore[attr-defined]  # noqa: SLF001 - Scrapy's own, none
        self.jar = _NewestToken(self.policy)
        self.jar._cookies_lock = lock  # type: ignore[attr-defined]  # noqa: SLF001
        for cookie in sorted(cookies, key=_age):
            self.set_cookie(cookie)

    def value(self, name: str) -> str | None:
        """Return the value of a cookie by its name, whatever its domain; None without it."""
        return next((cookie.value for cookie in self if cookie.name == name), None)

    def drop(self, name: str) -> None:
        """Forget all cookies of this name."""
        drop(self.jar, name)

    def put(self, name: str, value: str, domain: str, expires: int | None = None) -> None:
        """Set a cookie for all paths of a domain; ``expires`` in epoch seconds, None for a session cookie."""
        self.set_cookie(make_cookie(name, value, domain, expires=expires))

    def dump(self) -> list[dict[str, Any]]:
        """Return all cookies as JSON values."""
        return [as_dict(cookie) for cookie in self]

    @classmethod
    def load(cls, rows: Iterable[dict[str, Any]]) -> Jar:
        """Return the jar of a ``dump``."""
        return cls(make_cookie(**row) for row in rows)


def drop(jar: StandardJar, name: str) -> None:
    """Forget all cookies of this name."""
    for cookie in [each for each in jar if each.name == name]:
        jar.clear(cookie.domain, cookie.path, cookie.name)


def make_cookie(
    name: str,
    value: str,
    domain: str,
    *,
    path: str = "/",
    expires: int | None = None,
    secure: bool = False,
    http_only: bool = False,
    same_site: str | None = None,
) -> Cookie:
    """Return a cookie. A domain with a leading dot holds for its sub-domains, too."""
    rest: dict[str, str] = {}
    if http_only:
        rest["HttpOnly"] = ""
    if same_site:
        rest["SameSite"] = same_site
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=domain.startswith("."),
        domain_initial_dot=domain.startswith("."),
        path=path,
        path_specified=True,
        secure=secure,
        expires=expires,
        discard=expires is None,
        comment=None,
        comment_url=None,
        rest=rest,
    )


def as_dict(cookie: Cookie) -> dict[str, Any]:
    """Return the arguments of ``make_cookie`` that make this cookie again."""
    return {
        "name": cookie.name,
        "value": cookie.value or "",
        "domain": cookie.domain,
        "path": cookie.path,
        "expires": cookie.expires,
        "secure": cookie.secure,
        "http_only": cookie.has_nonstandard_attr("HttpOnly"),
        "same_site": cookie.get_nonstandard_attr("SameSite"),
    }


def domain_for(host: str) -> str:
    """Return the domain of cookies that are set for a host by hand."""
    if host == "tiktok.com" or host.endswith(TIKTOK):
        return TIKTOK
    # The standard library files a name without a dot under this suffix.
    return host if "." in host else f"{host}.local"


def _age(cookie: Cookie) -> float:
    """Order tokens as they were given out: all live equally long, so the newest expires last."""
    return float(cookie.expires or 0)
