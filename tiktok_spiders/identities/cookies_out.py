"""Write cookies in the forms that ``cookies_in`` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.identities.cookies_in import HTTP_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from http.cookiejar import Cookie

_EDITOR_SAME_SITE = {"None": "no_restriction", "Lax": "lax", "Strict": "strict"}


def to_netscape(cookies: Iterable[Cookie]) -> str:
    """Return a ``cookies.txt``."""
    return "\n".join(["# Netscape HTTP Cookie File", *map(_line, cookies), ""])


def to_cookie_editor(cookies: Iterable[Cookie]) -> str:
    """Return the JSON list of the extension Cookie-Editor."""
    return _indented([_editor_row(cookie) for cookie in cookies])


def to_header(cookies: Iterable[Cookie]) -> str:
    """Return ``name=value; name=value``."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)


def to_storage_state(cookies: Iterable[Cookie]) -> str:
    """Return a storage state as Playwright reads and writes it."""
    return _indented({"cookies": playwright_cookies(cookies), "origins": []})


def playwright_cookies(cookies: Iterable[Cookie]) -> list[dict[str, Any]]:
    """Return what a browser context of Playwright takes for ``add_cookies``."""
    return [
        {
            "name": cookie.name,
            "value": cookie.value or "",
            "domain": cookie.domain,
            "path": cookie.path,
            "expires": cookie.expires or -1,
            "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
            "secure": cookie.secure,
            "sameSite": cookie.get_nonstandard_attr("SameSite") or "Lax",
        }
        for cookie in cookies
    ]


WRITERS: dict[str, Callable[[Iterable[Cookie]], str]] = {
    "netscape": to_netscape,
    "json": to_cookie_editor,
    "header": to_header,
    "storage-state": to_storage_state,
}
"""Form to writer."""


def _line(cookie: Cookie) -> str:
    mark = HTTP_ONLY if cookie.has_nonstandard_attr("HttpOnly") else ""
    below, secure = (str(flag).upper() for flag in (cookie.domain.startswith("."), cookie.secure))
    fields = (cookie.domain, below, cookie.path, secure, str(cookie.expires or 0), cookie.name, cookie.value)
    return mark + "\t".join(field or "" for field in fields)


def _editor_row(cookie: Cookie) -> dict[str, Any]:
    ends = {"expirationDate": float(cookie.expires)} if cookie.expires else {}
    return {
        "name": cookie.name,
        "value": cookie.value or "",
        "domain": cookie.domain,
        "path": cookie.path,
        **ends,
        "hostOnly": not cookie.domain.startswith("."),
        "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
        "secure": cookie.secure,
        "sameSite": _EDITOR_SAME_SITE.get(cookie.get_nonstandard_attr("SameSite") or "", "unspecified"),
        "session": not ends,
        "storeId": None,
    }


def _indented(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"
