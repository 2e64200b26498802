"""Cookies of browsers, and the token that every form needs."""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection
from starlette.responses import Response

from tiktok_spiders.api.access import secret
from tiktok_spiders.api.access.seen import answer_with, seen
from tiktok_spiders.api.errors import ApiError

SESSION, FORM = "tiktok-session", "tiktok-form"
CSRF_HEADER = "X-CSRF-Token"
LIFE_S = 12 * 3600
"""How long a browser stays logged in."""

_MADE, _CHECKED = "tiktok.form", "tiktok.csrf"


def cookie(request: HTTPConnection, name: str) -> str | None:
    """Return a cookie of ours; over https only one that no other host can have set counts."""
    return request.cookies.get(_name(request, name)) or None


def set_cookie(request: HTTPConnection, name: str, value: str, *, seconds: int) -> None:
    """Let the answer set a cookie of ours; 0 seconds delete it."""
    made = Response()
    made.set_cookie(
        _name(request, name), value,
        max_age=seconds, secure=seen(request).secure, httponly=True, samesite="strict",
    )  # fmt: skip
    answer_with(request, "Set-Cookie", made.headers["set-cookie"])


def csrf_of(request: HTTPConnection) -> str:
    """Return the token for forms of a page, bound to a cookie that is set if there is none yet."""
    return _token(cookie(request, SESSION) or _form(request))


def check_csrf(request: HTTPConnection, token: str | None) -> None:
    """Raise ``ApiError`` (FORBIDDEN) unless a form of our own page was sent by the browser it was shown in.

    ``token``: the form's field; None takes the header ``X-CSRF-Token``.
    """
    held = cookie(request, SESSION) or cookie(request, FORM)
    given = token if token is not None else request.headers.get(CSRF_HEADER, "")
    right = held is not None and hmac.compare_digest(_token(held).encode(), given.encode("utf-8", "replace"))
    if not right or seen(request).foreign:
        raise ApiError("FORBIDDEN", "the form is not of this page, or too old: load the page again")
    request.scope[_CHECKED] = True


def is_checked(request: HTTPConnection) -> bool:
    """Tell whether ``check_csrf`` has let this request pass."""
    return request.scope.get(_CHECKED, False) is True


def _token(held: str) -> str:
    return hmac.new(held.encode("utf-8", "replace"), b"csrf", "sha256").hexdigest()


def _form(request: HTTPConnection) -> str:
    held: str | None = cookie(request, FORM) or request.scope.get(_MADE)
    if held is None:
        request.scope[_MADE] = held = secret.new_token()
        set_cookie(request, FORM, held, seconds=LIFE_S)
    return held


def _name(request: HTTPConnection, name: str) -> str:
    return f"__Host-{name}" if seen(request).secure else name
