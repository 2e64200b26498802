"""The path forms of TikTok's addresses, and what each names."""

from __future__ import annotations

import re

from tiktok_spiders.urls.names import ID, SHOP_ID, SHORT_CODE

_AUTHOR = r"/@(?P<author>[^/]*)"
_SLUGGED = rf"(?:[^/]*-)?(?P<id>{ID})"
# Longer than a code, so that a wrong one is called what it is.
_SHOP = r"(?:/shop)?(?:/(?!(?:pdp|view|store)/)(?P<region>[A-Za-z]{2,8}))?"

ROUTES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form))
    for kind, form in (
        ("user", r"(?:/embed)?/@(?P<user>[^/]+)"),
        ("user", rf"/share/user/(?P<user>{ID})"),
        ("user", rf"/h5/share/usr/(?P<user>{ID})(?:\.html)?"),
        ("video", rf"{_AUTHOR}/(?:video|photo)/(?P<id>{ID})"),
        ("video", rf"(?:/i18n)?/share/(?:video|photo|item)/(?P<id>{ID})"),
        ("video", rf"/embed/(?:v[0-9]+/)?(?P<id>{ID})"),
        ("video", rf"/player/v[0-9]+/(?P<id>{ID})"),
        ("video", rf"/v/(?P<id>{ID})(?:\.html)?"),
        ("hashtag", r"/tag/(?P<name>[^/]+)"),
        ("sound", rf"(?:/share)?/music/{_SLUGGED}"),
        ("playlist", rf"{_AUTHOR}/playlist/{_SLUGGED}"),
        ("collection", rf"{_AUTHOR}/collection/{_SLUGGED}"),
        ("place", rf"/place/{_SLUGGED}"),
        ("effect", rf"/sticker/{_SLUGGED}"),
        ("live", r"/@(?P<user>[^/]+)/live"),
        ("live", rf"/share/live/(?P<id>{ID})"),
        ("search", r"/search(?:/(?P<section>video|user|live))?"),
        ("discover", r"/discover/(?P<words>[^/]+)"),
        ("product", rf"{_SHOP}/pdp(?:/[^/]+)?/(?P<id>{SHOP_ID})"),
        ("product", rf"(?:/shop)?/view/product/(?P<id>{SHOP_ID})"),
        ("seller", rf"{_SHOP}/store(?:/[^/]+)?/(?P<id>{SHOP_ID})"),
        ("category", rf"{_SHOP}/c(?:/[^/]+)?/(?P<id>{ID})"),
        ("shop_search", rf"{_SHOP}/s(?:/(?P<words>[^/]+))?"),
        ("short", rf"/t/(?P<code>{SHORT_CODE})"),
    )
)

_MALFORMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a Shop product without its id of 17 to 20 digits",
        re.compile(rf"{_SHOP}/(?:pdp|view/product)(?:/.*)?"),
    ),
    ("a Shop seller without its id of 17 to 20 digits", re.compile(rf"{_SHOP}/store(?:/.*)?")),
    ("a Shop category without its id of 5 to 20 digits", re.compile(rf"{_SHOP}/c(?:/.*)?")),
)

SHORT_ROUTE = re.compile(rf"/(?:t/)?(?P<code>{SHORT_CODE})")


def match(path: str, *, short_host: bool = False) -> tuple[str, re.Match[str]] | None:
    """Return the kind that a decoded path without trailing slash names, and its parts."""
    if short_host:
        found = SHORT_ROUTE.fullmatch(path)
        return ("short", found) if found else None
    for kind, form in ROUTES:
        if found := form.fullmatch(path):
            return kind, found
    return None


def malformed(path: str) -> str | None:
    """Return what a path that names nothing was meant to name, in words; None where that is not clear."""
    return next((words for words, form in _MALFORMED if form.fullmatch(path)), None)
