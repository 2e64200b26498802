"""Who is let in, as whom, and how often.

What routes need of it::

    allow(scope, limit="other")     the dependency of a protected route; gives a Principal
    anyone                          the dependency of an open one; counted by address without a valid key
    principal_of(request)           who looks at a page, or None
    csrf_of(request), check_csrf(request, token)
    sign_in(request, key), sign_out(request)
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.access.cookies import CSRF_HEADER, check_csrf, csrf_of
from tiktok_spiders.api.access.depend import allow, anyone, health_checker, principal_of
from tiktok_spiders.api.access.part import Access
from tiktok_spiders.api.access.principal import Plan, Principal
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.access.seen import answer_with, seen
from tiktok_spiders.api.access.signing import sign_in, sign_out

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

__all__ = [
    "CSRF_HEADER",
    "Access",
    "Plan",
    "Principal",
    "allow",
    "answer_with",
    "anyone",
    "check_csrf",
    "csrf_of",
    "health_checker",
    "principal_of",
    "seen",
    "sign_in",
    "sign_out",
]

ROUTERS: tuple[APIRouter, ...] = ()


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Have ``state.access``."""
    state.access = access = Access(state, Rules.from_config(state.config))
    try:
        yield
    finally:
        await access.close()
