"""Tokens from TikTok: for a code, for a refresh token; and giving them back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tiktok_spiders.publish.accounts import Tokens
from tiktok_spiders.publish.codes import oauth_error_of
from tiktok_spiders.publish.errors import AuthError
from tiktok_spiders.publish.pkce import METHOD, challenge_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tiktok_spiders.publish.http import OpenApi
    from tiktok_spiders.publish.settings import PublishSettings

AUTHORIZE = "/v2/auth/authorize/"
TOKEN = "/v2/oauth/token/"  # noqa: S105 -- a path
REVOKE = "/v2/oauth/revoke/"


def authorize_url(
    settings: PublishSettings,
    *,
    redirect_uri: str,
    state: str,
    verifier: str | None,
    scopes: Sequence[str],
    choose_account: bool = False,
) -> str:
    """Return the page where the user allows the app what it asks for.

    ``verifier``: of a desktop app. ``choose_account``: show the page also to who has allowed it before.
    """
    asked = {
        "client_key": settings.client_key,
        "response_type": "code",
        "scope": ",".join(scopes),
        "redirect_uri": redirect_uri,
        "state": state,
    }
    if verifier is not None:
        asked |= {"code_challenge": challenge_of(verifier), "code_challenge_method": METHOD}
    if choose_account:
        asked["disable_auto_auth"] = "1"
    return f"{settings.auth_url}{AUTHORIZE}?{urlencode(asked)}"


async def exchange(
    api: OpenApi, code: str, *, redirect_uri: str, verifier: str | None, now: datetime
) -> Tokens:
    """Return the tokens of a code as the redirect brought it, decoded once. Raises ``PublishError``."""
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    if verifier is not None:
        fields["code_verifier"] = verifier
    return read_tokens(await api.form(TOKEN, {**_app(api), **fields}), now)


async def refresh(api: OpenApi, old: Tokens, *, now: datetime) -> Tokens:
    """Return the pair that takes the place of ``old``, whose refresh token is dead then."""
    fields = {"grant_type": "refresh_token", "refresh_token": old.refresh_token}
    return read_tokens(await api.form(TOKEN, {**_app(api), **fields}), now, old)


async def revoke(api: OpenApi, access_token: str) -> None:
    """Take the app's access to the account away. Raises ``PublishError``."""
    await api.form(REVOKE, {**_app(api), "token": access_token})


def _app(api: OpenApi) -> dict[str, str]:
    return {"client_key": api.settings.client_key, "client_secret": api.settings.client_secret}


def read_tokens(answer: dict[str, Any], now: datetime, old: Tokens | None = None) -> Tokens:
    """Return what the token endpoint answered, ``old`` taking the place of what it leaves out."""
    # A pair that was renewed is kept whatever its answer lacks: the one before is dead.
    access, again = answer.get("access_token"), answer.get("refresh_token")
    open_id = answer.get("open_id") or (old and old.open_id)
    if not (isinstance(access, str) and isinstance(again, str) and access and again and open_id):
        raise oauth_error_of("", "the answer holds no tokens")
    if old is not None and open_id != old.open_id:
        raise AuthError("TikTok answered with the tokens of another user", code="other_user")
    scope = answer.get("scope")
    return Tokens(
        open_id=str(open_id),
        scopes=_scopes(scope) if isinstance(scope, str) else old.scopes if old else frozenset(),
        access_token=access,
        refresh_token=again,
        issued_at=now,
        access_expires_at=_after(now, answer.get("expires_in")) or now,
        refresh_expires_at=_after(now, answer.get("refresh_expires_in"))
        or (old.refresh_expires_at if old else now),
    )


def _scopes(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _after(now: datetime, seconds: object) -> datetime | None:
    if isinstance(seconds, (int, float, str)):
        try:
            return now + timedelta(seconds=float(seconds))
        except (ValueError, OverflowError):
            return None
    return None
