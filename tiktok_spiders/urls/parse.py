"""From text to a target."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import names, routes
from tiktok_spiders.urls.address import split
from tiktok_spiders.urls.origins import (
    DEFAULT,
    HOSTS,
    SHORT_HOSTS,
    TOKOPEDIA_HOST,
    WEBCAST_HOSTS,
    Origins,
    is_known,
)
from tiktok_spiders.urls.regions import search_region, shop_region
from tiktok_spiders.urls.target import Target

if TYPE_CHECKING:
    from urllib.parse import SplitResult

LONGEST_TEXT = 2048
SHOWN = 200

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_CREDENTIALS = re.compile(r"//[^/?#\s]*@")
_AT_SIGNS, _HASH_SIGNS = ("@", "\N{FULLWIDTH COMMERCIAL AT}"), ("#", "\N{FULLWIDTH NUMBER SIGN}")
_BY_ID = frozenset({"video", "sound", "playlist", "collection", "place", "effect", "category"})
_BY_SHOP_ID = frozenset({"product", "seller"})
_BY_WORDS = frozenset({"search", "discover", "shop_search"})
_TARGET_HOSTS = HOSTS - WEBCAST_HOSTS

_BARE = {
    "user": "a handle, a numeric id or a secUid",
    "live": "a handle or a room id",
    "hashtag": "a hashtag without spaces",
    **dict.fromkeys(_BY_ID, "an id of 5 to 20 digits"),
    **dict.fromkeys(_BY_SHOP_ID, "an id of 17 to 20 digits"),
    **dict.fromkeys(_BY_WORDS, "search words"),
}


def parse_target(text: str, *, expect: str | None = None, origins: Origins = DEFAULT) -> Target:
    """Recognise what ``text`` names.

    ``expect`` is the kind that is wanted: it says what a bare word or number means, and an address of another
    kind is refused, short links aside. Without it a bare text needs its ``@`` or ``#``, or is a secUid.
    Addresses are taken on TikTok's own hosts and on the origins in use.

    Raises ``TargetError``, whose message shows the text and says what is allowed.
    """
    try:
        target = _as_wanted(_recognise(_clean(text), expect, origins), expect)
    except _RefusedError as refused:
        raise TargetError(f"{shown(text)}: {refused}; allowed: {_allowed(expect)}") from None
    return replace(target, text=text)


def shown(text: str) -> str:
    """Return a text quoted for a message: control characters escaped, credentials masked, 200 characters."""
    quoted = repr(_CREDENTIALS.sub("//***@", text)[:SHOWN])
    return quoted if len(quoted) <= SHOWN else f"{quoted[: SHOWN - 1]}…"


class _RefusedError(ValueError):
    """The reason, without the text."""


def _clean(text: str) -> str:
    clean = text.strip().removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").strip()
    if not clean:
        raise _RefusedError("is empty")
    if len(clean) > LONGEST_TEXT:
        raise _RefusedError(f"is longer than {LONGEST_TEXT} characters")
    if any("\ud800" <= char <= "\udfff" for char in clean):
        raise _RefusedError("is not valid text")
    return clean


def _recognise(text: str, expect: str | None, origins: Origins) -> Target:
    url = _as_address(text, expect)
    return _bare(text, expect) if url is None else _address(url, origins)


def _as_address(text: str, expect: str | None) -> str | None:
    """Return the text as an absolute address if it is meant as one, with or without its scheme."""
    if _SCHEME.match(text):
        return text
    if text.startswith("//"):
        return f"https:{text}"
    host, slash, _ = text.partition("/")
    is_host = host.partition(":")[0].lower() in _TARGET_HOSTS
    return f"https://{text}" if is_host and (slash or expect not in _BY_WORDS) else None


def _bare(text: str, expect: str | None) -> Target:
    if expect in _BY_WORDS:
        return _words(expect, text)
    if text.startswith(_AT_SIGNS):
        return _user(text[1:], "live" if expect == "live" else "user")
    if text.startswith(_HASH_SIGNS) or expect == "hashtag":
        return _hashtag(text)
    if names.is_sec_uid(text) or expect in ("user", "live"):
        return _user(text, expect or "user")
    known = (expect in _BY_ID and names.is_id(text)) or (expect in _BY_SHOP_ID and names.is_shop_id(text))
    if expect is not None and known:
        return Target(kind=expect, key=text, id=text)
    raise _RefusedError("names nothing")


def _address(url: str, origins: Origins) -> Target:
    parts = split(url)
    if parts is None:
        raise _RefusedError("is not a well-formed http(s) address without credentials")
    if not is_known(parts, origins) or parts.hostname in WEBCAST_HOSTS:
        raise _RefusedError("is not on a host of TikTok")
    path = _path(parts)
    found = routes.match(path, short_host=parts.hostname in SHORT_HOSTS)
    if found is None or (parts.hostname == TOKOPEDIA_HOST and found[0] != "product"):
        raise _RefusedError(f"is {routes.malformed(path) or 'an address of TikTok that names no target'}")
    return _from_route(*found, parts)


def _path(parts: SplitResult) -> str:
    try:
        segments = [unquote(part, errors="strict") for part in parts.path.split("/") if part]
    except UnicodeDecodeError:
        raise _RefusedError("is not valid UTF-8 after percent-decoding") from None
    if any("/" in segment for segment in segments):
        raise _RefusedError("holds an encoded slash")
    return "/" + "/".join(segments)


def _from_route(kind: str, found: re.Match[str], parts: SplitResult) -> Target:
    groups = {key: value for key, value in found.groupdict().items() if value is not None}
    if kind in ("user", "live") and "user" in groups:
        return _user(groups["user"], kind, room_id=False)
    if kind == "hashtag":
        return _hashtag(groups["name"])
    if kind in _BY_WORDS:
        words = groups.get("words") or _query(parts, "q") or ""
        return _words(kind, words, section=groups.get("section"), region=_region(kind, groups, parts))
    if kind == "short":
        return Target(kind=kind, key=groups["code"], host=_short_host(parts))
    item_id = groups["id"]
    author = _author(groups.get("author"))
    return Target(kind=kind, key=item_id, id=item_id, handle=author, region=_region(kind, groups, parts))


def _user(text: str, kind: str, *, room_id: bool = True) -> Target:
    if kind == "user" and names.is_sec_uid(text):
        return Target(kind=kind, key=text, sec_uid=text)
    if names.is_id(text) and (kind == "user" or room_id):
        return Target(kind=kind, key=text, id=text)
    handle = names.handle_key(text)
    if handle is None or handle in _TARGET_HOSTS:
        raise _RefusedError("is not a handle")
    return Target(kind=kind, key=handle, handle=handle)


def _author(text: str | None) -> str | None:
    return None if not text or text == "_" else names.handle_key(text)


def _hashtag(text: str) -> Target:
    name = names.hashtag_key(text)
    if name is None:
        raise _RefusedError("is not a hashtag")
    return Target(kind="hashtag", key=name)


def _words(kind: str, text: str, *, section: str | None = None, region: str | None = None) -> Target:
    words = names.words_key(text)
    if words is None or (kind == "discover" and not names.is_segment(words)):
        raise _RefusedError(f"holds no search words of 1 to {names.LONGEST_WORDS} printable characters")
    return Target(kind=kind, key=words, section=section, region=region)


def _region(kind: str, groups: dict[str, str], parts: SplitResult) -> str | None:
    """Return the market that an address names; a query's is looked at where TikTok puts one."""
    if parts.hostname == TOKOPEDIA_HOST:
        return "ID"
    code = groups.get("region")
    if code is None and parts.path.startswith(("/view/", "/shop/view/")):
        asked = _query(parts, "region") or ""
        code = asked if re.fullmatch(r"[A-Za-z]{2}", asked) else None
    if code is None:
        return None
    try:
        return (search_region if kind == "shop_search" else shop_region)(code).code
    except TargetError as error:
        raise _RefusedError(f"names a market that cannot be asked: {error}") from None


def _query(parts: SplitResult, key: str) -> str | None:
    try:
        return parse_qs(parts.query, errors="strict").get(key, [None])[0]
    except ValueError:
        return None


def _short_host(parts: SplitResult) -> str | None:
    return parts.hostname if parts.hostname in SHORT_HOSTS else None


def _as_wanted(target: Target, expect: str | None) -> Target:
    if expect in (None, target.kind) or target.kind == "short":
        return target
    if expect == "user" and target.kind == "live" and target.handle:
        return Target(kind="user", key=target.key, handle=target.handle)
    if expect == "live" and target.kind == "user" and target.handle:
        return Target(kind="live", key=target.key, handle=target.handle)
    raise _RefusedError(f"names a {target.kind}, not a {expect}")


def _allowed(expect: str | None) -> str:
    if expect is None:
        return "@handle, #hashtag, a secUid or a TikTok address"
    return f"{_BARE.get(expect, 'a TikTok address')}, or the TikTok address of a {expect}"
