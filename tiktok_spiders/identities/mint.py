"""What makes an invented visitor a real one: a first page, its cookies, its context and its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from tiktok_spiders.pages.app_context import read_app_context

if TYPE_CHECKING:
    from scrapy.http import Response

    from tiktok_spiders.identities.identity import Identity, Source

PATH = "/foryou"
"""The page that is asked: every page has the context, this one does not need a target."""


def mint_request(identity: Identity, web_url: str) -> Request:
    """Return the request of a first page; the meta names the identity's cookie jar, slot and proxy."""
    return Request(
        f"{web_url}{PATH}",
        headers={**identity.headers(), "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
        meta={"identity": identity.name, "cookiejar": identity.name, "download_slot": identity.slot},
        dont_filter=True,
    )


def adopt(identity: Identity, response: Response, source: Source = "http") -> bool:
    """Take over token and context of a page; return whether it had a context.

    Its cookies are in the jar already: the cookies middleware has put them there.
    """
    token = response.headers.get("x-ms-token")
    if token:
        identity.take_token(token.decode("latin-1"))
    context = read_app_context(response.body)
    if context is None:
        return False
    identity.adopt_context(context, source)
    return True
