"""Read cookies in the forms that browsers and their extensions give them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.jar import TIKTOK, make_cookie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from http.cookiejar import Cookie

HTTP_ONLY = "#HttpOnly_"
SAME_SITE = {"no_restriction": "None", "none": "None", "lax": "Lax", "strict": "Strict"}
"""What files call it, in small letters, and what Playwright does. All else is ``Lax``."""

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f;]")
_ENDS = re.compile(r"[=\s]")

FORMS = "Netscape cookies.txt, Cookie-Editor JSON, a storage state, or name=value; name=value"


class CookieFormatError(ConfigError):
    """Raised for text that holds no cookies in any of the known forms; never quotes a value."""


def read_cookies(text: str, domain: str = TIKTOK) -> list[Cookie]:
    """Return TikTok's cookies of a text in any known form; those of other sites are left out.

    ``domain``: where cookies belong that are given without one; with another than TikTok's own, TikTok's
    cookies belong there, too. Raises ``CookieFormatError``.
    """
    text = text.removeprefix("\ufeff").strip()
    found = [_checked(cookie) for cookie in _parse(text, domain) if cookie.name]
    if not found:
        raise CookieFormatError(f"no cookies found; known are {FORMS}")
    ours = [_moved(cookie, domain) for cookie in found if _is_ours(cookie, domain)]
    if not ours:
        raise CookieFormatError(f"{len(found)} cookies, none of them TikTok's")
    return ours


def _checked(cookie: Cookie) -> Cookie:
    """Return a cookie that can stand in a header. A line's end in one would begin another header."""
    texts = (cookie.name, cookie.value or "", cookie.domain, cookie.path)
    if any(_FORBIDDEN.search(text) for text in texts) or _ENDS.search(cookie.name):
        raise CookieFormatError("a cookie holds a control character, or a ; or = where none may be")
    return cookie


def _parse(text: str, domain: str) -> Iterator[Cookie]:
    if text.startswith(("{", "[")):
        return _json(text, domain)
    if any(line.count("\t") >= 6 for line in text.splitlines()):
        return _netscape(text)
    return _header(text, domain)


def _netscape(text: str) -> Iterator[Cookie]:
    for number, line in enumerate(text.splitlines(), 1):
        http_only = line.startswith(HTTP_ONLY)
        if not line.strip() or (line.startswith("#") and not http_only):
            continue
        fields = line.removeprefix(HTTP_ONLY).rstrip("\r\n").split("\t")
        if len(fields) != 7:
            raise CookieFormatError(f"line {number}: {len(fields)} fields, a cookie has 7")
        site, below, path, secure, expiry, name, value = fields
        if not _is_number(expiry):
            raise CookieFormatError(f"line {number}: the expiry is no number")
        yield make_cookie(
            name,
            value,
            _dotted(site, below=below.upper() == "TRUE"),
            path=path or "/",
            expires=_moment(float(expiry)),
            secure=secure.upper() == "TRUE",
            http_only=http_only,
        )


def _json(text: str, domain: str) -> Iterator[Cookie]:
    try:
        data = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CookieFormatError("the JSON cannot be read") from None
    rows = data.get("cookies", data) if isinstance(data, dict) else data
    if isinstance(rows, dict):
        rows = [{"name": name, "value": value} for name, value in rows.items() if isinstance(value, str)]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CookieFormatError("the JSON is no list of cookies")
    return (_from_row(number, row, domain) for number, row in enumerate(rows, 1))


def _from_row(number: int, row: dict[str, Any], domain: str) -> Cookie:
    name, value = row.get("name"), row.get("value")
    if not isinstance(name, str) or not isinstance(value, str):
        raise CookieFormatError(f"cookie {number} lacks a name or a value")
    expires = row.get("expirationDate", row.get("expires"))
    if not isinstance(expires, int | float | None):
        raise CookieFormatError(f"cookie {number}: the expiry is no number")
    site = str(row.get("domain") or domain)
    # Cookie-Editor says so apart from the domain; in a storage state the dot alone tells.
    below = site.startswith(".") if row.get("hostOnly") is None else not row["hostOnly"]
    same_site = SAME_SITE.get(str(row.get("sameSite") or "").lower(), "Lax")
    return make_cookie(
        name,
        value,
        _dotted(site, below=below),
        path=str(row.get("path") or "/"),
        expires=None if row.get("session") is True else _moment(expires),
        secure=bool(row.get("secure")),
        http_only=bool(row.get("httpOnly")),
        same_site=same_site,
    )


def _header(text: str, domain: str) -> Iterator[Cookie]:
    bare = " ".join(text.split()).removeprefix("Cookie:").removeprefix("cookie:")
    for part in bare.split(";"):
        name, separator, value = part.strip().partition("=")
        if separator:
            yield make_cookie(name.strip(), value.strip(), domain)
        elif name:
            raise CookieFormatError(f"neither of {FORMS}")


def _moment(seconds: float | None) -> int | None:
    return int(seconds) if seconds and seconds > 0 else None


def _dotted(site: str, *, below: bool) -> str:
    bare = site.lower().lstrip(".")
    return f".{bare}" if below else bare


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_ours(cookie: Cookie, domain: str) -> bool:
    bare = cookie.domain.lstrip(".")
    return bare == TIKTOK[1:] or bare.endswith(TIKTOK) or bare == domain.lstrip(".")


def _moved(cookie: Cookie, domain: str) -> Cookie:
    if domain != TIKTOK:
        cookie.domain, cookie.secure = domain, False
        cookie.domain_specified = cookie.domain_initial_dot = False
    return cookie


def unexpired(cookies: Iterable[Cookie], now: float) -> list[Cookie]:
    """Return the cookies that still hold."""
    return [cookie for cookie in cookies if cookie.expires is None or cookie.expires > now]
