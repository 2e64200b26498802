"""The cookie that binds a login under way to the browser it was begun in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

from tiktok_spiders.api.access import answer_with, seen
from tiktok_spiders.api.access.credentials import given_key
from tiktok_spiders.publish.logins import GOOD_FOR

if TYPE_CHECKING:
    from fastapi import Request

NAME = "tiktok-publish"


def bind(request: Request) -> str | None:
    """Return what a login is bound to, and let the answer set the cookie; None for who is no browser.

    A key's login is bound to the key alone: the app that asks and the browser that comes back are two.
    """
    if given_key(request) is not None or "sec-fetch-mode" not in request.headers:
        return None
    token = request.cookies.get(_name(request)) or secrets.token_urlsafe(32)
    cookie = SimpleCookie({_name(request): token})
    # Lax: TikTok's page sends the browser back, and a strict cookie would stay at home.
    about = {"path": "/", "max-age": str(GOOD_FOR.seconds), "samesite": "Lax", "httponly": True}
    for name, value in {**about, "secure": seen(request).secure}.items():
        cookie[_name(request)][name] = value
    answer_with(request, "Set-Cookie", cookie[_name(request)].OutputString())
    return _hash(token)


def is_bound(request: Request, bound: str | None) -> bool:
    """Tell whether the browser is the one, where a login is bound to one."""
    if bound is None:
        return True
    return hmac.compare_digest(_hash(request.cookies.get(_name(request), "")), bound)


def _name(request: Request) -> str:
    return f"__Host-{NAME}" if seen(request).secure else NAME


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
