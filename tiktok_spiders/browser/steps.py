"""Steps in a browser: each is bounded, and a page that goes away under one is told apart from all else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from playwright.async_api import Error as PlaywrightError

from tiktok_spiders.browser.errors import page_error

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

_T = TypeVar("_T")


class PageLost(Exception):  # noqa: N818 - an event inside this package
    """Raised when a page, its context or its browser went away under a call, or does not answer."""


async def bounded(step: Coroutine[Any, Any, _T], seconds: float) -> _T:
    """Return what a step returns; raise ``PageLost`` when it fails or takes longer than ``seconds``."""
    try:
        return await asyncio.wait_for(step, seconds)
    except TimeoutError:
        raise PageLost(f"the browser did not answer within {seconds:g} s") from None
    except PlaywrightError as error:
        raise PageLost(str(page_error(error))) from error
