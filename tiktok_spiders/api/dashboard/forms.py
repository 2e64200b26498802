"""What a form sends: text fields, from a page of ours."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from tiktok_spiders.api.access.cookies import CSRF_HEADER, check_csrf
from tiktok_spiders.api.errors import ApiError

FIELDS = 100
FIELD = "csrf"
TYPE = "application/x-www-form-urlencoded"

Given = dict[str, list[str]]


async def form_of(request: Request) -> Given:
    """Return the fields of a form. Raises ``ApiError``: FORBIDDEN unless its token is that of the browser."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", f"a form is sent as {TYPE}")
    try:
        sent = await request.form(max_files=0, max_fields=FIELDS)
    except HTTPException:
        raise ApiError("INVALID_REQUEST", "the form cannot be read") from None
    given: Given = {}
    for name, value in sent.multi_items():
        given.setdefault(name, []).append(str(value))
    token = first(given, FIELD)
    check_csrf(request, token)
    # A browser that is logged in is asked for the token once more, before the body can be read.
    request.scope["headers"].append((CSRF_HEADER.lower().encode(), token.encode("latin-1", "replace")))
    return given


def first(given: Given, name: str) -> str:
    """Return a field, empty if it was not sent."""
    return given.get(name, [""])[0]


Form = Annotated[Given, Depends(form_of)]
"""A route's parameter; it stands before whoever asks."""
