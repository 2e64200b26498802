"""Authorizing in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from aiohttp import web

from tiktok_standin import open_page
from tiktok_standin.open_redirects import fits
from tiktok_standin.open_state import state_of
from tiktok_standin.open_tokens import BASIC, Code, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiktok_standin.open_models import OpenApp
    from tiktok_standin.open_state import OpenState

PATH = "/v2/auth/authorize/"
_NAMES = (
    "client_key",
    "scope",
    "response_type",
    "redirect_uri",
    "state",
    "code_challenge",
    "code_challenge_method",
)
_COOKIE = "standin_account"


class Unfit(Exception):  # noqa: N818
    """An authorize address that is refused; ``error`` is told in the redirect if there may be one."""

    def __init__(self, reason: str, error: str | None = None) -> None:
        super().__init__(reason)
        self.error = error


@dataclass(frozen=True, slots=True)
class Wish:
    """A good authorize address."""

    app: OpenApp
    scopes: list[str]
    redirect_uri: str
    state: str | None
    challenge: str | None


def routes() -> list[web.RouteDef]:
    """Return the routes of the page and of its form."""
    page = "/v2/auth/authorize{slash:/?}"
    return [web.get(page, _ask, name="open.authorize"), web.post(PATH, _decide, name="open.authorized")]


def wish_of(state: OpenState, query: Mapping[str, str]) -> Wish:
    """Read an authorize address. Raises Unfit."""
    app = state.apps.get(query.get("client_key", ""))
    if app is None:
        raise Unfit("client_key")
    if not fits(query.get("redirect_uri", ""), app.redirect_uris):
        raise Unfit("redirect_uri")
    if query.get("response_type") != "code":
        raise Unfit("response_type", "unsupported_response_type")
    scopes = words(query.get("scope", ""))
    if not scopes or not set(scopes) <= {*app.scopes, BASIC}:
        raise Unfit("scope", "invalid_scope")
    challenge = _challenge(app, query)
    return Wish(app, scopes, query["redirect_uri"], query.get("state"), challenge)


def _challenge(app: OpenApp, query: Mapping[str, str]) -> str | None:
    """Return a desktop app's challenge; a web app's is not used."""
    if app.type == "web":
        return None
    challenge = query.get("code_challenge")
    if not challenge:
        raise Unfit("code_challenge")
    if query.get("code_challenge_method") != "S256":
        raise Unfit("code_challenge_method", "invalid_request")
    return challenge


def grant(state: OpenState, wish: Wish, handle: str, granted: Iterable[str]) -> str:
    """Return the redirect of a consent; the basic scope cannot be left out where it was asked for."""
    account, chosen = state.accounts[handle], {*granted, BASIC}
    scopes = [
        one
        for one in wish.scopes
        if one in chosen and (account.grantable is None or one in {*account.grantable, BASIC})
    ]
    code = Code(
        client_key=wish.app.client_key,
        handle=handle,
        scopes=scopes,
        redirect_uri=wish.redirect_uri,
        challenge=wish.challenge,
        expires_at=state.now() + state.switches.code_s,
    )
    return _redirect(wish.redirect_uri, wish.state, code=state.tokens.add_code(code), scopes=",".join(scopes))


def deny(wish: Wish) -> str:
    """Return the redirect of a refusal by the user."""
    told = {"error": "access_denied", "error_description": "The user denied the request."}
    return _redirect(wish.redirect_uri, wish.state, **told)


def _redirect(address: str, state: str | None, **told: str) -> str:
    if state is not None:
        told["state"] = state
    return f"{address}?{urlencode(told, quote_via=quote, safe='')}"


async def _ask(request: web.Request) -> web.Response:
    state = state_of(request)
    try:
        wish = wish_of(state, request.query)
    except Unfit as unfit:
        return _unfit(state, request.query, unfit)
    known = request.cookies.get(_COOKIE, "")
    if request.query.get("disable_auto_auth") != "1" and _consented(state, wish, known):
        return _sent(grant(state, wish, known, wish.scopes))
    hidden = {name: request.query[name] for name in _NAMES if name in request.query}
    return open_page.consent(hidden, state.accounts, wish.scopes)


def _consented(state: OpenState, wish: Wish, handle: str) -> bool:
    return state.switches.auto_auth and any(
        (login.client_key, login.handle) == (wish.app.client_key, handle)
        and set(wish.scopes) <= set(login.scopes)
        for login in state.tokens.logins
    )


async def _decide(request: web.Request) -> web.Response:
    state, form = state_of(request), await request.post()
    query = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        wish = wish_of(state, query)
    except Unfit as unfit:
        return _unfit(state, query, unfit)
    if query.get("decision") != "authorize":
        return _sent(deny(wish))
    handle = query.get("account", "")
    if handle not in state.accounts:
        return open_page.refusal("account")
    answer = _sent(grant(state, wish, handle, map(str, form.getall("granted", []))))
    answer.set_cookie(_COOKIE, handle, httponly=True, samesite="Lax")
    return answer


def _unfit(state: OpenState, query: Mapping[str, str], unfit: Unfit) -> web.Response:
    if unfit.error is None or state.switches.authorize_refusal == "page":
        return open_page.refusal(str(unfit))
    told = {"error": unfit.error, "error_description": str(unfit)}
    return _sent(_redirect(query["redirect_uri"], query.get("state"), **told))


def _sent(address: str) -> web.Response:
    """Redirect to an address as it is: nothing that is percent-encoded gets decoded on the way."""
    return web.Response(status=302, headers={"Location": address})
