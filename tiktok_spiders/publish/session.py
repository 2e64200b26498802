"""One account's calls: fresh token, limits, breaker, one refresh where the token is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.breaker import PublishBreaker
    from tiktok_spiders.publish.http import OpenApi
    from tiktok_spiders.publish.limits import Caps, Limiter
    from tiktok_spiders.publish.tokens import TokenStore

Call = Literal[
    "user_info",
    "video_list",
    "video_query",
    "creator_info",
    "init_video",
    "init_inbox",
    "init_photos",
    "status",
    "cancel",
]


class Session:
    """Calls of one account."""

    def __init__(
        self,
        api: OpenApi,
        tokens: TokenStore,
        account: Account,
        *,
        limiter: Limiter | None = None,
        caps: Caps | None = None,
        breaker: PublishBreaker | None = None,
    ) -> None:
        self.api, self.tokens, self.account = api, tokens, account

    async def call(
        self, name: Call, body: Mapping[str, Any] | None = None, *, fields: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Return the ``data`` of an answer. Raises ``PublishError``."""
        raise NotImplementedError
