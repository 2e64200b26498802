from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tiktok_spiders.browser.blocking import block


class Page:
    """A page of another engine."""

    def __init__(self) -> None:
        self.handler: Any = None

    async def route(self, pattern: str, handler: Any) -> None:
        self.handler = handler


class Route:
    def __init__(self, kind: str) -> None:
        self.request, self.done = SimpleNamespace(resource_type=kind), ""

    async def abort(self, reason: str) -> None:
        self.done = "aborted"

    async def continue_(self) -> None:
        self.done = "continued"


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("image", "aborted"),
        ("media", "aborted"),
        ("font", "aborted"),
        ("script", "continued"),
        ("stylesheet", "continued"),
        ("fetch", "continued"),
        ("document", "continued"),
    ],
)
async def test_other_engines_are_routed(kind: str, done: str) -> None:
    page: Any = Page()
    await block(page, chromium=False)
    route = Route(kind)
    await page.handler(route)
    assert route.done == done
