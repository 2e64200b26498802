"""``POST sessions``: take in a session of the user's own."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.sessions.shelves import Admin, shelf_of
from tiktok_spiders.api.state import Given
from tiktok_spiders.identities.adding import InUseError, add
from tiktok_spiders.identities.cookies_in import CookieFormatError
from tiktok_spiders.identities.crawl import cookie_domain
from tiktok_spiders.identities.given import SessionMaker
from tiktok_spiders.identities.identity import Identity

ROUTER = APIRouter(prefix="/api/v1", tags=["identities"])

DAY_S = 86_400
COOKIES = 1000

Text = Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
Rows = Annotated[list[dict[str, Any]], Field(min_length=1, max_length=COOKIES)]
Named = Annotated[dict[str, Any], Field(min_length=1, max_length=COOKIES)]


class SessionGiven(BaseModel):
    """A cookie export of a browser that is logged in, or not."""

    model_config = ConfigDict(extra="forbid")

    account_name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,49}$")] = Field(
        description="Name of the session; one that is there is replaced."
    )
    cookies: Text | Rows | Named = Field(
        description="JSON of a browser's extension, a storage state, `name: value` pairs, the text of a "
        "Netscape `cookies.txt`, or a header `name=value; name=value`. Other sites' cookies are left out.",
    )


class SessionKept(BaseModel):
    """A session that crawls take turns with from now on."""

    account_name: str
    identity: str = Field(description="Its name among the identities.")
    logged_in: bool
    cookies: int = Field(description="Cookies of TikTok's that hold.")
    expires_in_days: float | None = Field(description="Days until the login ends; null: nobody knows.")


@ROUTER.post(
    "/sessions",
    status_code=201,
    response_model=SessionKept,
    responses=told(400, 401, 403, 408, 409, 413, 429, 500, 503),
)
def add_session(state: Given, _who: Admin, given: SessionGiven) -> SessionKept:
    """Keep a session, encrypted. Nothing of its cookies is ever told."""
    maker = SessionMaker(
        accept_language=state.config.accept_language, cookie_domain=cookie_domain(state.config)
    )
    try:
        with shelf_of(state) as shelf:
            made = maker.make(given.account_name, _text(given.cookies))
            add(shelf, made)
    except CookieFormatError as error:
        raise ApiError("INVALID_REQUEST", f"cookies: {error}") from error
    except InUseError as error:
        message = "a crawl works with this session now; send it again when that has ended"
        raise ApiError("CONFLICT", message) from error
    return _kept(given.account_name, made)


def _text(cookies: str | list[dict[str, Any]] | dict[str, Any]) -> str:
    return cookies if isinstance(cookies, str) else json.dumps(cookies)


def _kept(name: str, made: Identity) -> SessionKept:
    ends = made.expires_at
    return SessionKept(
        account_name=name,
        identity=made.name,
        logged_in=made.logged_in,
        cookies=sum(1 for _ in made.jar),
        expires_in_days=None if ends is None else round((ends - time.time()) / DAY_S, 1),
    )
