"""The hashtag that a page without state shows or links to: the last resort."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tiktok_spiders.containers import parse_html
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.pages.coerce import Misread, identifier, text
from tiktok_spiders.urls import hashtag_key, hashtag_url

if TYPE_CHECKING:
    from parsel import Selector

    from tiktok_spiders.pages.base import Capture

_THIN = 1
_DEEP_LINK = re.compile(r"snssdk[0-9]+://challenge/detail/([0-9]+)")
_COUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?([KMB]?)\s+([a-z]+)")
_STEPS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9}
_COUNTED = {
    "view": "view_count",
    "views": "view_count",
    "video": "video_count",
    "videos": "video_count",
    "post": "video_count",
    "posts": "video_count",
}


def rendered_hashtag(body: bytes, capture: Capture, misread: Misread) -> Hashtag | None:
    """Return the hashtag of the rendered heading or of the link to the app; None for a page with neither.

    The heading's one number counts what the word behind it says. Links to the app stand in the page that
    agents for link previews get, with the hashtag's identifier.
    """
    page = parse_html(body)
    heading = _shown(page, "challenge-title")
    link = _DEEP_LINK.search(body.decode("utf-8", "replace"))
    title = (heading or _named(page)).removeprefix("#")
    name = hashtag_key(title)
    if name is None or not (heading or link):
        return None
    return Hashtag(
        **capture.envelope(detail=_THIN),
        hashtag_id=identifier(link[1], "hashtag/hashtag_id", misread) if link else None,
        name=name,
        title=title,
        description=text(_shown(page, "challenge-desc"), "hashtag/description", misread),
        url=hashtag_url(name),
        **_counted(_shown(page, "challenge-vvcount"), misread),
    )


def _shown(page: Selector, part: str) -> str:
    """Return the text of a part of the page; ``""`` where it is not there."""
    return page.xpath("string(//*[@data-e2e=$part])", part=part).get("").strip()


def _named(page: Selector) -> str:
    """Return the name in the page's own address."""
    path = urlsplit(page.xpath('string(//meta[@property="og:url"]/@content)').get("")).path
    head, _, name = path.rpartition("/tag/")
    return "" if head else unquote(name)


def _counted(words: str, misread: Misread) -> dict[str, Any]:
    """Return the number of ``20.2M videos`` under its name; a shortened one is rounded."""
    if not words:
        return {}
    found = _COUNT.fullmatch(words)
    field = _COUNTED.get(found[3]) if found else None
    if found is None or field is None:
        misread.add("hashtag/rendered_count")
        return {}
    number = Decimal(found[1]) * _STEPS[found[2]]
    return {field: int(number), "rounded_counts": (field,) if found[2] else ()}
