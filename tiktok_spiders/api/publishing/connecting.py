"""A user's way in: a login begun for a key, and what the redirect brings kept as that key's account."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from fastapi.concurrency import run_in_threadpool

from tiktok_spiders.api.access.principal import LOCAL
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.publishing.browsers import is_bound
from tiktok_spiders.api.publishing.models import LoginBegun
from tiktok_spiders.api.publishing.owning import is_mine
from tiktok_spiders.api.publishing.trouble import answering
from tiktok_spiders.api.state import state_of
from tiktok_spiders.exceptions import TikTokSpidersError
from tiktok_spiders.publish import access
from tiktok_spiders.publish.logins import GOOD_FOR, read_redirect

if TYPE_CHECKING:
    from fastapi import Request

    from tiktok_spiders.api.access import Principal
    from tiktok_spiders.api.publishing.part import Part
    from tiktok_spiders.publish.accounts import Account, Tokens
    from tiktok_spiders.publish.logins import Login
    from tiktok_spiders.publish.opening import Publishing


def begin(part: Part, who: Principal, account: str | None, *, choose: bool, bound: str | None) -> LoginBegun:
    """Begin a login; it blocks. Raises ``ApiError`` (CONFLICT) for a name that is another's."""
    desk = part.desk
    if account is not None:
        taken = [one for one in desk.tokens.accounts() if one.name == account]
        if taken and not is_mine(who, taken[0].owner):
            raise ApiError("CONFLICT", f"the name {account} is taken; choose another one")
    url = desk.logins.begin(
        desk.settings,
        redirect_uri=desk.settings.redirect_uri,
        account=account,
        owner=who.name,
        choose_account=choose,
        bound=bound,
    )
    state = parse_qs(urlsplit(url).query)["state"][0]
    return LoginBegun(auth_url=url, state=state, expires_at=desk.clock() + GOOD_FOR)


async def finish(part: Part, request: Request, query: str, who: Principal | None = None) -> Account:
    """Redeem what the redirect brought, for who began the login. Raises ``ApiError``.

    ``who``: somebody who has to be the one; None: the state alone says who it was. A state that comes from
    a wrong place stays good for the right one.
    """
    state = read_redirect(query).state
    with answering():
        if state:
            begun = await run_in_threadpool(part.desk.logins.peek, state)
            _check(request, begun, who)
            who = who or await run_in_threadpool(_beginner, request, begun)
        # Without a state there is nothing but TikTok's error, which this raises.
        login, tokens = await part.ask(part.desk.logins.finish(part.desk.api, query))
        if who is None:
            raise _foreign()
        async with part.keeping:
            account = await run_in_threadpool(_keep, part.desk, who, login, tokens)
        with suppress(TikTokSpidersError):
            await part.ask(access.ask_user(part.desk, account.name))
        return await run_in_threadpool(part.desk.tokens.get, account.name)


def _check(request: Request, login: Login, who: Principal | None) -> None:
    if login.owner is None:
        raise ApiError(
            "CONFLICT", "this login was begun on the command line: paste the address of this page there"
        )
    if not is_bound(request, login.bound) or (who is not None and who.name != login.owner):
        raise _foreign()


def _beginner(request: Request, login: Login) -> Principal:
    entry = state_of(request).access
    who: Principal | None = entry.local if login.owner == LOCAL else entry.keys.named(login.owner)
    if who is None or not who.has("publish"):
        raise ApiError("FORBIDDEN", "the key that began this login may no longer publish")
    return who


def _keep(desk: Publishing, who: Principal, login: Login, tokens: Tokens) -> Account:
    known = desk.tokens.of_user(desk.settings.client_key, tokens.open_id)
    if known is not None and not is_mine(who, known.owner):
        raise ApiError("CONFLICT", "this TikTok user is connected by another key, which stays as it is")
    return access.keep(desk, login, tokens)


def _foreign() -> ApiError:
    minutes = GOOD_FOR.seconds // 60
    return ApiError(
        "INVALID_REQUEST",
        "state: not that of a login under way, or begun by somebody else or in another browser; it is good "
        f"once and for {minutes} minutes",
    )
