"""A page of TikTok's, open and ready to sign calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from tiktok_spiders.browser.errors import page_error
from tiktok_spiders.browser.script import READY
from tiktok_spiders.pages.app_context import read_app_context

if TYPE_CHECKING:
    from playwright.async_api import Page, Response

    from tiktok_spiders.identities.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of opening a page."""

    ready: bool
    """Whether the page's own script is there."""

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    url: str
    html: bytes = field(repr=False)


async def warm_up(page: Page, url: str, seconds: float) -> Opened:
    """Open an address and wait until the page's script has taken ``fetch`` over; ``seconds`` for each step.

    A page that does not get ready is returned as it is: it may be the one that says why. Raises
    ``BrowserPageError`` for an address that cannot be opened.
    """
    milliseconds = seconds * 1000
    try:
        answer = await page.goto(url, wait_until="commit", timeout=milliseconds)
        ready = await _wait(page, milliseconds)
        html = await page.content()
    except PlaywrightError as error:
        raise page_error(error) from error
    return Opened(
        ready=ready,
        status=answer.status if answer else 0,
        headers=await _headers(answer),
        url=page.url,
        html=html.encode(),
    )


def adopt(identity: Identity, opened: Opened) -> None:
    """Take over what the page says about its visitor."""
    context = read_app_context(opened.html)
    if context is not None:
        identity.adopt_context(context, source="browser")


async def _wait(page: Page, milliseconds: float) -> bool:
    try:
        await page.wait_for_function(READY, timeout=milliseconds)
    except PlaywrightTimeoutError:
        return False
    return True


async def _headers(answer: Response | None) -> list[tuple[str, str]]:
    if answer is None:
        return []
    return [(one["name"], one["value"]) for one in await answer.headers_array()]
