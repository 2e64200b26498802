"""Answers to a page's own requests, got by opening it and scrolling."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Error as PlaywrightError

from tiktok_spiders.browser.errors import BrowserPageError, page_error
from tiktok_spiders.browser.fetch import Fetched
from tiktok_spiders.browser.refusal import refusal
from tiktok_spiders.browser.steps import PageLost
from tiktok_spiders.browser.warm import Opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.async_api import Page, Response
    from playwright.async_api import Request as PageRequest
    from scrapy import Request

    from tiktok_spiders.browser.visitor import Visitor

KEPT = 20
"""Answers that a page holds for later requests."""

STEPS = 200
"""Times that a request may scroll."""

STEP_SECONDS = 0.3
"""Seconds to wait for an answer after each."""

IDLE_STEPS = 50
"""Steps in a row that bring no answer of the page, after which none is to come."""

SCROLL, BACK = 12_000, 400
"""Pixels a step: onwards, past the 30 cards of a page; back before it where the last one brought nothing."""

OPEN = 8
"""Scrolled pages that a visitor keeps: one that was closed is scrolled from its start again. Each takes about
15 MiB."""


@dataclass  # no slots: Playwright marks the object of a handler
class Scroller:
    """A page that is scrolled, and the answers that it has got so far and nobody has taken."""

    page: Page
    url: str
    path: str
    status: int = 0
    """Status of the page itself."""

    _answers: deque[Response] = field(default_factory=lambda: deque(maxlen=KEPT))
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self, match: Mapping[str, str], steps: int) -> Response | None:
        """Return the next answer whose address carries ``match``; scroll for it; None when none comes."""
        idle = 0
        for _ in range(steps):
            found = self._take(match)
            if found is not None or idle >= IDLE_STEPS:
                return found
            self._arrived.clear()  # before the step: its answer may be here when the wheel has turned
            if idle:
                await self.page.mouse.wheel(0, -BACK)  # a page at its end does not notice a wheel
            await self.page.mouse.wheel(0, SCROLL)
            idle = 0 if await self._wait() else idle + 1
        return self._take(match)

    def _take(self, match: Mapping[str, str]) -> Response | None:
        while self._answers:
            answer = self._answers.popleft()
            sent = sent_with(answer.request)
            if all(sent.get(name) == value for name, value in match.items()):
                return answer
        return None

    async def _wait(self) -> bool:
        try:
            return await asyncio.wait_for(self._arrived.wait(), STEP_SECONDS)
        except TimeoutError:
            return False

    def note(self, answer: Response) -> None:
        """Keep an answer of the page if it is of the path, whatever market stands before it."""
        if urlsplit(answer.url).path.rstrip("/").endswith(self.path):
            self._answers.append(answer)
            self._arrived.set()


def sent_with(request: PageRequest) -> dict[str, str]:
    """Return what a page's request carries: its query, and the members of its JSON body, however deep."""
    sent = {name: values[-1] for name, values in parse_qs(urlsplit(request.url).query).items()}
    _flatten(request.post_data or "", sent)
    return sent


def _flatten(value: Any, into: dict[str, str], name: str = "") -> None:
    if isinstance(value, str) and value[:1] == "{":
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, dict):
        for key, member in value.items():
            _flatten(member, into, key)
    elif name and not isinstance(value, list):
        into[name] = str(value)


async def intercept(visitor: Visitor, request: Request, seconds: float) -> Fetched:
    """Return the answer to the page's own request for ``meta["intercept"]``.

    Later requests for the same page and path go on where this one stops. A page that refuses is the answer
    itself. Raises ``BrowserPageError`` when the page does not ask for it, ``PageLost``.
    """
    try:
        return await asyncio.wait_for(_intercept(visitor, request), seconds)
    except TimeoutError:
        raise BrowserPageError(f"the page did not ask for {request.meta['intercept']} in time") from None
    except PlaywrightError as error:
        raise PageLost(str(page_error(error))) from error


async def _intercept(visitor: Visitor, request: Request) -> Fetched:
    scroller = await _scroller(visitor, request)
    answer = await scroller.next(request.meta.get("intercept_match") or {}, STEPS)
    if answer is None:
        return await _refused(scroller)
    body = await answer.body()
    headers = [(one["name"].lower(), one["value"]) for one in await answer.headers_array()]
    return Fetched(status=answer.status, headers=headers, body=body)


async def _scroller(visitor: Visitor, request: Request) -> Scroller:
    url, path = request.meta["page_url"], str(request.meta["intercept"]).rstrip("/")
    kept = visitor.scrollers.pop((url, path), None)
    if kept is not None and not kept.page.is_closed():
        visitor.scrollers[url, path] = kept
        return kept
    while len(visitor.scrollers) >= OPEN:
        await visitor.scrollers.pop(next(iter(visitor.scrollers))).page.close()
    page = await visitor.new_page()
    visitor.scrollers[url, path] = scroller = Scroller(page, url, path)
    page.on("response", scroller.note)
    try:
        opened = await page.goto(url, wait_until="commit", timeout=visitor.step * 1000)
    except PlaywrightError as error:
        raise page_error(error) from error
    scroller.status = opened.status if opened else 0
    return scroller


async def _refused(scroller: Scroller) -> Fetched:
    html = (await scroller.page.content()).encode()
    opened = Opened(ready=False, status=scroller.status, headers=[], url=scroller.page.url, html=html)
    page = refusal(opened)
    if page is None:
        raise BrowserPageError(f"the page did not ask for {scroller.path} in {STEPS} steps")
    return page
