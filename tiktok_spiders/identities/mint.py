"""What makes an invented visitor a real one: a first page, its cookies, its context and its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from tiktok_spiders.pages.app_context import read_app_context

if TYPE_CHECKING:
    from scrapy.http import Response

    from tiktok_spiders.identities.identity import Identity, Source

PATH = "/explore"
"""The page that is asked: every page has the context, this one does not need a target."""


def mint_request(identity: Identity, web_url: str) -> Request:
    """Return the request of a first page.

    It carries the identity's own cookies, not those of a cookie jar of Scrapy's: ``adopt`` takes those that
    come back.
    """
    request = Request(
        f"{web_url}{PATH}",
        headers={**identity.headers(), "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
        meta={"dont_merge_cookies": True, "download_slot": identity.slot},
        dont_filter=True,
    )
    identity.jar.add_cookie_header(request)
    return request


def adopt(identity: Identity, request: Request, response: Response, source: Source = "http") -> bool:
    """Take over cookies, token and context of a page; return whether it had a context."""
    identity.jar.extract_cookies(response, request)
    token = response.headers.get("x-ms-token")
    identity.take_answer({"x-ms-token": token.decode("latin-1")} if token else {})
    context = read_app_context(response.body)
    if context is None:
        return False
    identity.adopt_context(context, source)
    return True
