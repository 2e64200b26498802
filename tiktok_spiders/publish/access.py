"""An account's way in and out: what a redirect brought is redeemed and kept, and given back at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tiktok_spiders.publish import oauth
from tiktok_spiders.publish.display import user_info
from tiktok_spiders.publish.errors import AuthError, PublishConfigError, RefusedError
from tiktok_spiders.publish.patience import insisting
from tiktok_spiders.publish.refresh import fresh_token

if TYPE_CHECKING:
    from tiktok_spiders.publish.accounts import Account, Tokens
    from tiktok_spiders.publish.logins import Login
    from tiktok_spiders.publish.opening import Publishing

FIRST = "main"
"""Name of the first account, unless another is given."""


async def log_in(desk: Publishing, came: str) -> Account:
    """Redeem the address that TikTok sent the user back to, or its query alone; keep what that gives.

    The account has the name that the login was begun with; without one that of the same user's last login,
    or a free one. Raises ``AuthError``, also for a user who said no, and ``PublishConfigError`` for a name
    that is another user's.
    """
    login, tokens = await desk.logins.finish(desk.api, came)
    return await asyncio.to_thread(keep, desk, login, tokens)


def keep(desk: Publishing, login: Login, tokens: Tokens) -> Account:
    """Keep what a login gave; it blocks. Errors as those of ``log_in``.

    A new account is whose who began the login.
    """
    app = desk.settings.client_key
    known = desk.tokens.of_user(app, tokens.open_id)
    name = login.account or (known.name if known else _free_name(desk))
    # The code is used up: without these tokens the user would have to begin anew.
    account = insisting(lambda: desk.tokens.save(name, app, tokens, owner=login.owner))
    desk.caps.clear(name)
    return account


async def ask_user(desk: Publishing, name: str) -> dict[str, Any]:
    """Return what TikTok says of an account's user, and note the name that it shows.

    Raises ``PublishError``, and ``PublishConfigError`` for an account of another app.
    """
    user = await user_info(desk.session(name))
    if shown := user.get("display_name"):
        desk.tokens.show_as(name, str(shown))
    return user


async def log_out(desk: Publishing, name: str) -> Exception | None:
    """Have TikTok end the app's access and forget the tokens; return why TikTok was not told, if it was not.

    Where TikTok cannot be told now, ``PublishError`` is raised and nothing is forgotten.
    """
    untold: Exception | None = None
    try:
        await oauth.revoke(desk.api, await fresh_token(desk.api, desk.tokens, name))
    except (AuthError, PublishConfigError, RefusedError) as error:
        untold = error
    desk.tokens.forget(name)
    return untold


def _free_name(desk: Publishing) -> str:
    taken = {account.name for account in desk.tokens.accounts()}
    names = (FIRST, *(f"account-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
