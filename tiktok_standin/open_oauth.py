"""The token endpoint and revocation."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from tiktok_standin.open_answers import denied, oauth_failure
from tiktok_standin.open_calls import Call, answered, begin
from tiktok_standin.open_posts import remove_access
from tiktok_standin.world import json_answer

if TYPE_CHECKING:
    from tiktok_standin.open_models import OpenApp
    from tiktok_standin.open_state import OpenState
    from tiktok_standin.open_tokens import Code, Login

_FORM = "application/x-www-form-urlencoded"
_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")
_CLIENT_TOKEN_S = 7200
_DEVELOPER_REVOKED = 5
_ENDPOINTS = {"refresh_token": "oauth.refresh", "client_credentials": "oauth.client"}


def routes() -> list[web.RouteDef]:
    """Return the routes of both."""
    return [web.post("/v2/oauth/token/", _token), web.post("/v2/oauth/revoke/", _revoke)]


async def _token(request: web.Request) -> web.Response:
    fields = await _fields(request)
    call = begin(request, _ENDPOINTS.get(fields.get("grant_type", ""), "oauth.token"))
    call.entry["fields"] = sorted(fields)

    async def answer(call: Call) -> web.Response:
        return json_answer(_granted(call, fields))

    return await answered(call, answer, oauth_failure)


async def _fields(request: web.Request) -> dict[str, str]:
    """Read the form; anything that is no form has no fields."""
    return dict(parse_qsl((await request.read()).decode(errors="replace"), keep_blank_values=True))


def _granted(call: Call, fields: dict[str, str]) -> dict[str, Any]:
    app = _client(call, fields)
    kind = _need(fields, "grant_type")
    if kind == "authorization_code":
        return _pair(call, _exchanged(call, app, fields))
    if kind == "refresh_token":
        return _pair(call, _refreshed(call, app, fields))
    if kind == "client_credentials":
        return _client_token(call, app)
    raise denied("unsupported_grant_type", "The grant type is not supported.")


def _client(call: Call, fields: dict[str, str]) -> OpenApp:
    header = call.request.headers.get("Content-Type", "")
    kind, _, parameters = header.partition(";")
    charset_refused = parameters and call.state.switches.form_charset == "refused"
    if kind.strip().lower() != _FORM or charset_refused:
        raise denied("invalid_request", "The request parameters are malformed.")
    app = call.state.apps.get(_need(fields, "client_key"))
    secret = _need(fields, "client_secret")
    if app is None or not secrets.compare_digest(app.client_secret.encode(), secret.encode()):
        raise denied("invalid_client", "Client key or secret is incorrect.")
    call.entry["client_key"] = app.client_key
    return app


def _need(fields: dict[str, str], name: str) -> str:
    if not fields.get(name):
        raise denied("invalid_request", f"The request parameters are malformed: {name} is missing.")
    return fields[name]


def _exchanged(call: Call, app: OpenApp, fields: dict[str, str]) -> Login:
    word, state = _need(fields, "code"), call.state
    code = state.tokens.codes.get(word)
    redirect = _need(fields, "redirect_uri")
    if code is None or code.client_key != app.client_key or code.expires_at <= call.now:
        raise denied("invalid_grant", "Authorization code is invalid or expired.")
    if code.redirect_uri != redirect:
        raise denied("invalid_grant", "Redirect_uri is not matched with the uri when requesting code.")
    _check_verifier(call, code, fields)
    if state.switches.code_uses == "single":
        del state.tokens.codes[word]
    return state.tokens.log_in(app.client_key, code.handle, code.scopes, call.now, state.switches.refresh_s)


def _check_verifier(call: Call, code: Code, fields: dict[str, str]) -> None:
    if code.challenge is None:
        return
    verifier, challenge = _need(fields, "code_verifier"), code.challenge
    if call.state.switches.challenge_case == "any":
        challenge = challenge.lower()
    good = _VERIFIER.fullmatch(verifier) and hashlib.sha256(verifier.encode()).hexdigest() == challenge
    if not good:
        raise denied("invalid_request", "Code verifier or code challenge is invalid.")


def _refreshed(call: Call, app: OpenApp, fields: dict[str, str]) -> Login:
    login = call.state.tokens.login_of(_need(fields, "refresh_token"), app.client_key, call.now)
    if login is None:
        raise denied("invalid_grant", "Refresh token is invalid or expired.")
    call.state.tokens.rotate(login, call.now, call.state.switches)
    return login


def _pair(call: Call, login: Login) -> dict[str, Any]:
    call.entry["handle"] = login.handle
    return pair(call.state, login)


def pair(state: OpenState, login: Login) -> dict[str, Any]:
    """Return a new access token of a login, as the token endpoint tells it."""
    return {
        "access_token": state.tokens.issue(login, state.now(), state.switches.access_s),
        "expires_in": state.switches.access_s,
        "open_id": state.accounts[login.handle].open_id(login.client_key),
        "refresh_expires_in": round(login.refresh_ends_at - state.now()),
        "refresh_token": login.refresh_token,
        "scope": ",".join(login.scopes),
        "token_type": "Bearer",
    }


def _client_token(call: Call, app: OpenApp) -> dict[str, Any]:
    word = f"clt.{secrets.token_urlsafe(32)}"
    call.state.tokens.clients[word] = (app.client_key, call.now + _CLIENT_TOKEN_S)
    return {"access_token": word, "expires_in": _CLIENT_TOKEN_S, "token_type": "Bearer"}


async def _revoke(request: web.Request) -> web.Response:
    fields = await _fields(request)
    call = begin(request, "oauth.revoke")

    async def answer(call: Call) -> web.Response:
        app = _client(call, fields)
        access = call.state.tokens.access.get(_need(fields, "token"))
        if access is None or access.login.client_key != app.client_key:
            raise denied("invalid_grant", "Access token is invalid.")
        _end(call, app, fields["token"])
        return json_answer({})

    return await answered(call, answer, oauth_failure)


def _end(call: Call, app: OpenApp, token: str) -> None:
    login = call.state.tokens.access[token].login
    call.entry["handle"] = login.handle
    if call.state.switches.revoke_ends == "token":
        del call.state.tokens.access[token]
        return
    remove_access(call.state, app.client_key, login.handle, _DEVELOPER_REVOKED)
