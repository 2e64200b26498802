"""Webhooks turned into state, once each: for ``scrapy publish listen`` and whatever else takes requests."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.publish import webhooks
from tiktok_spiders.publish.display import user_info
from tiktok_spiders.publish.errors import AuthError, PublishError
from tiktok_spiders.publish.polling import ASKED_ABOUT, look
from tiktok_spiders.publish.states import MOVES, State
from tiktok_spiders.publish.webhook_rows import Fate, WebhookRows
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.webhooks import Event

logger = logging.getLogger(__name__)

CONFIRM_S = 8.0
"""TikTok waits for the answer: what a question to it does not settle in this time comes again later."""

MOST = 64 * 1024
"""Bytes of the largest body that is looked at."""

OK, FOREIGN, TOO_LARGE, AGAIN = 200, 401, 413, 503

_ACTOR = "webhook"


class Receiver:
    """Takes what was posted to the app's callback address."""

    def __init__(self, desk: Publishing) -> None:
        self._desk = desk
        self._rows = WebhookRows(desk.store, clock=desk.clock)

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Return the HTTP status to answer with; ``body`` as it came, byte by byte.

        200: it was TikTok's, whether it meant something or not; 401: it was not; 413: too large; 503: it
        cannot be worked on now, and TikTok is to send it again.
        """
        if len(body) > MOST:
            return TOO_LARGE
        header = next((value for name, value in headers.items() if name.lower() == _NAME), None)
        settings = self._desk.settings
        try:
            age = webhooks.age_of(header, body, settings.client_secret, self._desk.clock().timestamp())
        except webhooks.SignatureError as error:
            logger.warning("A webhook was refused: %s", error)
            return FOREIGN
        event = webhooks.read(body)
        if event is None or event.client_key != settings.client_key:
            logger.warning("A webhook was ignored: it is no event of this app's")
            return OK
        return await self._take(body, event, is_stale=abs(age) > settings.webhook_age_s)

    async def _take(self, body: bytes, event: Event, *, is_stale: bool) -> int:
        try:
            if not await asyncio.to_thread(self._rows.note, body, event):
                return OK
            async with asyncio.timeout(CONFIRM_S):
                fate, reason = await self._work(event, is_stale=is_stale)
            await asyncio.to_thread(self._rows.settle, body, fate, reason)
        except (PublishError, StoreError, TimeoutError) as error:
            logger.warning("A webhook has to come again: %s", printable(str(error) or type(error).__name__))
            return AGAIN
        logger.info("Webhook %s: %s", printable(event.event, 80), printable(reason))
        return OK

    async def _work(self, event: Event, *, is_stale: bool) -> tuple[Fate, str]:
        if event.event == webhooks.REMOVED:
            return await self._removed(event, is_stale=is_stale)
        meant = webhooks.meaning(event)
        if meant.state is None:
            return Fate.IGNORED, "nothing is known of such events"
        post = await asyncio.to_thread(self._desk.posts.get, event.publish_id) if event.publish_id else None
        if post is None or not await asyncio.to_thread(self._is_owner, post, event):
            return Fate.IGNORED, "no post of the queue has this publish_id"
        if is_stale or post.state is State.UNKNOWN:
            why = "stale" if is_stale else "scrapy publish resolve alone leads on from there"
            return Fate.DONE, await self._confirm(post, why)
        if meant.state is not post.state and meant.state not in MOVES[post.state]:
            return Fate.DONE, await self._confirm(post, f"{meant.state} does not follow {post.state}")
        ids = await asyncio.to_thread(self._post_ids, post, event)
        moved = await asyncio.to_thread(
            self._desk.posts.move,
            post.id,
            meant.state,
            reason=meant.reason,
            actor=_ACTOR,
            post_ids=ids,
        )
        return Fate.DONE, f"post {moved.id} is {moved.state}"

    async def _confirm(self, post: Post, why: str) -> str:
        """Let TikTok's status say what a webhook that is not taken at its word may be right about."""
        if post.publish_id is None or post.state not in ASKED_ABOUT:
            return f"post {post.id} is {post.state} ({why})"
        try:
            found = await look(self._desk.context(), post)
        except AuthError as error:
            return f"post {post.id} is {post.state} ({why}; {error})"
        return f"post {found.id} is {found.state} ({why}; TikTok was asked)"

    def _post_ids(self, post: Post, event: Event) -> list[str]:
        """Return the post's public posts: of two events about one of them the later one counts."""
        known, one = list(post.post_ids), event.post_id
        if one is None or not (event.is_public or event.is_gone):
            return known
        if event.is_public and not self._rows.is_overtaken(event, webhooks.GONE):
            return known if one in known else [*known, one]
        if event.is_gone and not self._rows.is_overtaken(event, webhooks.PUBLIC, by_s=1):
            return [each for each in known if each != one]
        return known

    async def _removed(self, event: Event, *, is_stale: bool) -> tuple[Fate, str]:
        account = await asyncio.to_thread(
            self._desk.tokens.of_user, self._desk.settings.client_key, event.user_openid
        )
        if account is None:
            return Fate.IGNORED, "nobody is logged in as this user"
        if account.lost_reason is not None:
            return Fate.DONE, f"{account.name} was logged out before"
        # The user may have logged in again since it was sent.
        if is_stale or event.create_time <= account.updated_at.timestamp():
            return Fate.DONE, await self._ask_for(account)
        reason = f"access was taken away: {webhooks.removal(event)}"
        await asyncio.to_thread(self._desk.tokens.lose, account.name, reason)
        return Fate.DONE, f"{account.name} is logged out: {reason}"

    async def _ask_for(self, account: Account) -> str:
        try:
            await user_info(self._desk.session(account.name))
        except AuthError as error:
            return f"{account.name}: {error}"
        return f"{account.name} is logged in: TikTok was asked"

    def _is_owner(self, post: Post, event: Event) -> bool:
        accounts = self._desk.tokens.accounts()
        owners = [one.open_id for one in accounts if one.name == post.account]
        return not event.user_openid or owners in ([], [event.user_openid])


_NAME = webhooks.HEADER.lower()
