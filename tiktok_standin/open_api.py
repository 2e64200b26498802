"""What all JSON calls have in common: the bearer, its scopes, budgets, the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin.open_answers import Refused, bad, envelope, failure
from tiktok_standin.open_calls import Call, answered, begin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from tiktok_standin.open_models import OpenAccount, OpenApp
    from tiktok_standin.open_state import OpenState
    from tiktok_standin.open_tokens import Access

    Handler = Callable[["User"], dict[str, Any] | None]


@dataclass(slots=True)
class User:
    """A call by a user's token."""

    call: Call
    token: str
    access: Access
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> OpenState:
        """Return the API's state."""
        return self.call.state

    @property
    def app(self) -> OpenApp:
        """Return the app that calls."""
        return self.state.apps[self.access.login.client_key]

    @property
    def account(self) -> OpenAccount:
        """Return the user for whom it calls."""
        return self.state.accounts[self.access.login.handle]

    def need_scope(self, *any_of: str) -> None:
        """Raise Refused unless one of the scopes was granted."""
        if not set(any_of) & set(self.access.login.scopes):
            raise Refused(401, "scope_not_authorized", f"The user did not authorize {' or '.join(any_of)}.")

    def need_budget(self, name: str, limit: int, *, whole_app: bool = False) -> None:
        """Raise Refused if the minute's calls are used up."""
        owner = self.app.client_key if whole_app else self.token
        if not self.state.windows.take((name, owner), limit, self.call.now):
            raise Refused(429, "rate_limit_exceeded", "The API rate limit was exceeded.")


def guarded(endpoint: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Let a handler see only calls with a good token; what it returns is the data."""

    async def run(request: web.Request) -> web.Response:
        async def answer(call: Call) -> web.Response:
            user = _user(call)
            user.body = await _body(call)
            return envelope(call.state, handler(user))

        return await answered(begin(request, endpoint), answer, failure)

    return run


def _user(call: Call) -> User:
    word = call.request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if call.fault("unauthorized"):
        call.state.tokens.access.pop(word, None)
    access = call.state.tokens.access.get(word)
    if access is None or access.ends_at <= call.now:
        raise Refused(401, "access_token_invalid", "The access token is invalid or not found in the request.")
    call.entry |= {"client_key": access.login.client_key, "handle": access.login.handle}
    return User(call, word, access)


async def _body(call: Call) -> dict[str, Any]:
    text = await call.request.read()
    if not text:
        return {}
    if call.request.content_type != "application/json":
        raise bad("The request body is not JSON.")
    try:
        body = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError:
        raise bad("The request body is malformed.") from None
    call.entry["body"] = body
    return body
