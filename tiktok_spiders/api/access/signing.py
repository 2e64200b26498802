"""Logging a browser in and out, for the dashboard's forms."""

from __future__ import annotations

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from tiktok_spiders.api.access.depend import access_of
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.errors import ApiError


async def sign_in(request: Request, key: str) -> Principal:
    """Log the browser in: the answer sets the cookie. The form is checked by ``check_csrf`` before.

    Raises ``ApiError``: UNAUTHORIZED for a key that is none, RATE_LIMITED after too many tries.
    """
    access = access_of(request)
    await access.count_login(request)
    principal = await run_in_threadpool(access.keys.find, key.strip())
    if principal is None:
        await access.count_stranger(request)
        raise ApiError("UNAUTHORIZED", "the key is unknown or revoked")
    await access.browsers.begin(request, principal)
    return principal


async def sign_out(request: Request) -> None:
    """Log the browser out: the session is deleted, and the answer deletes its cookie."""
    await access_of(request).browsers.end(request)
