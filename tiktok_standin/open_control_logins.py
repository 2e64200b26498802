"""Control of logins: consents without a browser, tokens without a code, access taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from tiktok_standin.open_authorize import Unfit, deny, grant, wish_of
from tiktok_standin.open_oauth import pair
from tiktok_standin.open_posts import remove_access

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.open_control import Control
    from tiktok_standin.open_state import OpenState


class _Consent(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    handle: str = "creator.one"
    scopes: list[str] | None = None
    deny: bool = False


class _Grant(msgspec.Struct, forbid_unknown_fields=True):
    handle: str = "creator.one"
    client_key: str = "sbx-desktop-key"
    scopes: list[str] | None = None


class _Removal(msgspec.Struct, forbid_unknown_fields=True):
    client_key: str = "sbx-desktop-key"
    reason: int = 1


async def _authorize(state: OpenState, request: web.Request) -> dict[str, str]:
    """Decide on an authorize address as the page would; tell where the browser is sent."""
    consent = msgspec.json.decode(await request.read(), type=_Consent)
    try:
        wish = wish_of(state, dict(parse_qsl(urlsplit(consent.url).query, keep_blank_values=True)))
    except Unfit as unfit:
        raise ValueError(str(unfit)) from None
    if consent.deny:
        return {"redirect": deny(wish)}
    granted = wish.scopes if consent.scopes is None else consent.scopes
    return {"redirect": grant(state, wish, state.accounts[consent.handle].handle, granted)}


async def _grant(state: OpenState, request: web.Request) -> dict[str, Any]:
    """Begin a login and tell its tokens, as the token endpoint would."""
    wanted = msgspec.json.decode(await request.read(), type=_Grant)
    app, account = state.apps[wanted.client_key], state.accounts[wanted.handle]
    scopes = app.scopes if wanted.scopes is None else wanted.scopes
    login = state.tokens.log_in(
        app.client_key, account.handle, list(scopes), state.now(), state.switches.refresh_s
    )
    return pair(state, login)


async def _remove(state: OpenState, request: web.Request) -> dict[str, bool]:
    """Let the user take an app's access away, or TikTok for another reason."""
    removal = msgspec.json.decode(await request.read() or b"{}", type=_Removal)
    account = state.accounts[request.match_info["handle"]]
    remove_access(state, state.apps[removal.client_key].client_key, account.handle, removal.reason)
    return {"ok": True}


async def _logins(state: OpenState, _request: web.Request) -> list[dict[str, Any]]:
    """Tell how many logins there are, without their tokens."""
    return [
        {"client_key": one.client_key, "handle": one.handle, "scopes": one.scopes}
        for one in state.tokens.logins
    ]


ROUTES: tuple[tuple[str, str, Control], ...] = (
    ("POST", "/authorize", _authorize),
    ("POST", "/grant", _grant),
    ("POST", "/accounts/{handle}/remove", _remove),
    ("GET", "/logins", _logins),
)
