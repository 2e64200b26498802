"""``/login`` and ``/logout``."""

from __future__ import annotations

import re

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from tiktok_spiders.api.access.depend import access_of, anyone
from tiktok_spiders.api.access.seen import seen
from tiktok_spiders.api.access.signing import sign_in, sign_out
from tiktok_spiders.api.dashboard.forms import Form, first, form_of
from tiktok_spiders.api.dashboard.page import SEE_OTHER, PageRoute, page
from tiktok_spiders.api.errors import ApiError

HOME = "/"
LONGEST = 2000

_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of ours. A browser takes `//host` and `/\\host` for another host."""

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/login", dependencies=[Depends(anyone)])
def login(request: Request, next: str = Query(HOME, max_length=LONGEST)) -> Response:  # noqa: A002
    """Show the form that asks for a key."""
    return _form(request, local(next))


@router.post("/login")
async def log_in(request: Request, form: Form) -> Response:
    """Log the browser in and go to where it wanted to."""
    wanted = local(first(form, "next"))
    try:
        await sign_in(request, first(form, "key"))
    except ApiError as error:
        if error.status != 401:
            raise
        return _form(request, wanted, problem="This key is unknown or revoked.", code=401)
    return RedirectResponse(wanted, SEE_OTHER)


@router.post("/logout", dependencies=[Depends(form_of)])
async def log_out(request: Request) -> Response:
    """Log the browser out."""
    await sign_out(request)
    return RedirectResponse("/login", SEE_OTHER)


def local(path: str) -> str:
    """Return a path of this server as it was given, else the first page."""
    return path if len(path) <= LONGEST and _LOCAL.fullmatch(path) else HOME


def _form(request: Request, wanted: str, *, problem: str | None = None, code: int = 200) -> Response:
    keyless = seen(request).foreign and access_of(request).rules.keyless
    return page(request, "login.html", code=code, wanted=wanted, problem=problem, keyless=keyless)
