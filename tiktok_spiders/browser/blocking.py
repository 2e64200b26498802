"""Keep pages from loading what nobody looks at."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page, Route

BLOCKED = ("Image", "Media", "Font")
"""Resource types, as the DevTools protocol names them. Scripts and styles are never blocked."""

_running: set[asyncio.Task[None]] = set()


async def block(page: Page, *, chromium: bool) -> None:
    """Refuse images, media and fonts to a page.

    Chromium is asked to stop at these types only: a route stops at each request, the page's calls included.
    """
    if not chromium:
        await page.route("**/*", _route)
        return
    session = await page.context.new_cdp_session(page)
    session.on("Fetch.requestPaused", lambda event: _spawn(_refuse(session, event)))
    await session.send("Fetch.enable", {"patterns": [{"resourceType": kind} for kind in BLOCKED]})


def _spawn(work: Any) -> None:
    task = asyncio.ensure_future(work)
    _running.add(task)
    task.add_done_callback(_running.discard)


async def _refuse(session: CDPSession, event: dict[str, Any]) -> None:
    with suppress(PlaywrightError):  # the page may be gone by now
        await session.send(
            "Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
        )


async def _route(route: Route) -> None:
    if route.request.resource_type.capitalize() in BLOCKED:
        await route.abort("blockedbyclient")
    else:
        await route.continue_()
