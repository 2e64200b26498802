"""One claimed post on its way: from where it stands to where nothing more can be done now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.publish import bodies, media, posting, renewal
from tiktok_spiders.publish.chunks import ChunkPlan
from tiktok_spiders.publish.context import Progress, PublishContext
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    PublishError,
    RefusedError,
    Retry,
    ScopeMissingError,
    UnavailableError,
    UnknownOutcomeError,
)
from tiktok_spiders.publish.files import check_file
from tiktok_spiders.publish.polling import follow
from tiktok_spiders.publish.preparing import prepare
from tiktok_spiders.publish.states import State
from tiktok_spiders.publish.upload import AddressGoneError, Upload
from tiktok_spiders.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tiktok_spiders.publish.post import LocalFile, Post
    from tiktok_spiders.publish.posting import Init, PostStatus
    from tiktok_spiders.publish.session import Session

INITS_MAX = 4
"""How often one post may begin, each time after its upload address was gone."""

TRIES_MAX = 50
_LATER = timedelta(seconds=60)
_LOGIN = timedelta(minutes=15)

RESOLVE = "Look at the account, then: scrapy publish resolve ID --posted, or --not-posted"

FOUND_STARTING = (
    "TikTok was asked to begin this post and the process ended before the answer was kept: it may have "
    "begun, so it is not begun again. " + RESOLVE
)


@dataclass(slots=True)
class Worker:
    """Works on one post that its context's owner has claimed."""

    context: PublishContext
    post: Post
    tell: Callable[[Progress], None]
    wait: bool
    _session: Session | None = None

    async def run(self) -> Post:
        """Bring the post as far as it goes. Only faults of the store and of this program are raised."""
        try:
            await self._run()
        except PublishError as error:
            await self._end(error)
        return self.post

    @property
    def session(self) -> Session:
        """Return the account's calls. Raises ``AuthError`` for an account that is not logged in."""
        if self._session is None:
            self._session = self.context.session(self.post.account)
        return self._session

    async def _run(self) -> None:
        if self.post.state is State.STARTING:
            await self._move(State.UNKNOWN, FOUND_STARTING)
        if self.post.state is State.CLAIMED:
            await prepare(self.context, self.session, self.post, self.tell)
            await self._begin()
        while self.post.state is State.UPLOADING:
            await self._upload()
        if self.post.state is State.PROCESSING:
            owner = self.context.owner
            self.post = await follow(self.context, self.session, self.post, owner=owner, wait=self.wait)
            self.tell(Progress(self.post, "state", self.post.state))

    async def _begin(self, reason: str | None = None) -> None:
        # A token to renew and a limit to wait for are no part of what may have begun.
        await self.session.ready(bodies.call_of(self.post))
        # Kept before the request leaves: whoever finds the post so never asks a second time.
        await self._start(reason)
        init = await self._init()
        if init.upload_url is None:
            await self._move(State.PROCESSING, publish_id=init.publish_id)
            return
        plan = ChunkPlan.of(_file(self.post).size)
        await self._move(
            State.UPLOADING,
            publish_id=init.publish_id,
            sealed=self.context.posts.seal(init.upload_url),
            chunk_size=plan.chunk_size,
            uploaded_bytes=0,
        )

    async def _start(self, reason: str | None) -> None:
        now = self.context.clock()
        values = {"inits": self.post.inits + 1, "init_at": now, "publish_id": None}
        kept = asyncio.ensure_future(self._move(State.STARTING, reason, **values))
        try:
            await asyncio.shield(kept)
        except asyncio.CancelledError:
            # Nothing was asked yet; who found the post so would have to think that it was.
            await kept
            await self._move(State.QUEUED, "stopped before TikTok was asked")
            raise

    async def _init(self) -> Init:
        post = self.post
        if post.kind == "photos":
            return await posting.init_photos(self.session, bodies.photos(post))
        source = bodies.source_info(post, ChunkPlan.of(post.file.size) if post.file else None)
        if post.mode == "inbox":
            return await posting.init_inbox(self.session, source)
        return await posting.init_video(self.session, bodies.post_info(post), source)

    async def _upload(self) -> None:
        file = _file(self.post)
        await asyncio.to_thread(check_file, file)
        plan = ChunkPlan.of(file.size)
        try:
            upload = self._sending(file, plan, await self._url())
            await upload.run(plan.boundary_at_or_before(self.post.uploaded_bytes))
        except AddressGoneError as error:
            await self._address_gone(error, plan)
        else:
            await self._move(State.PROCESSING)

    async def _url(self) -> str:
        try:
            return str(await asyncio.to_thread(self.context.posts.upload_url, self.post.id))
        except VaultError as error:
            gone = AddressGoneError(f"the upload address is lost ({error})", code="upload_url")
            gone.position = self.post.uploaded_bytes
            raise gone from None

    def _sending(self, file: LocalFile, plan: ChunkPlan, url: str) -> Upload:
        return Upload(
            put=self.session.api.put,
            url=url,
            path=file.path,
            plan=plan,
            content_type=media.content_type(file.path),
            on_stored=self._stored,
            on_sent=lambda sent: self.tell(Progress(self.post, "bytes", "", sent, plan.size)),
            tries=self.context.chunk_tries,
            sleep=self.context.sleep,
        )

    async def _stored(self, count: int) -> None:
        await self._note(uploaded_bytes=count)

    async def _address_gone(self, error: AddressGoneError, plan: ChunkPlan) -> None:
        verdict = renewal.judge(
            await self._status(),
            size=plan.size,
            sent_whole=(error.position or 0) >= plan.boundary_at_or_before(plan.size - 1),
        )
        reason = f"{error.what}; {verdict.reason}"
        if verdict.state is not None:
            await self._move(verdict.state, reason)
        elif self.post.inits >= INITS_MAX:
            await self._move(State.FAILED, f"{reason}; it has begun {self.post.inits} times")
        else:
            await self._begin(f"begun anew after {self.post.publish_id}: {reason}")

    async def _status(self) -> PostStatus | None:
        try:
            return await posting.status(self.session, str(self.post.publish_id))
        except RefusedError:
            return None

    async def _end(self, error: PublishError) -> None:
        """Leave the post in the state that the error calls for."""
        state, reason = self.post.state, str(error)
        if state is State.STARTING and _is_unknown(error):
            await self._move(State.UNKNOWN, f"{reason}. {RESOLVE}")
        elif not _may_go_on(error) or self.post.tries >= TRIES_MAX:
            await self._move(State.FAILED, reason)
        elif state in {State.CLAIMED, State.STARTING}:
            await self._move(State.QUEUED, reason, due_at=self._later(error), tries=self.post.tries + 1)
        else:
            await self._note(reason=reason, due_at=self._later(error))
            self.post = await self._read()

    def _later(self, error: PublishError) -> datetime:
        wait = timedelta(seconds=error.wait_s) if isinstance(error, LimitedError) else _LATER
        return self.context.clock() + (_LOGIN if isinstance(error, AuthError) else wait)

    async def _read(self) -> Post:
        found = await asyncio.to_thread(self.context.posts.get, self.post.id)
        return found or self.post

    async def _note(self, **columns: Any) -> None:
        await asyncio.to_thread(self.context.posts.note, self.post.id, self.context.owner, **columns)

    async def _move(self, state: State, reason: str | None = None, **columns: Any) -> None:
        self.post = await asyncio.to_thread(
            self.context.posts.move,
            self.post.id,
            state,
            reason=reason,
            owner=self.context.owner,
            **columns,
        )
        self.tell(Progress(self.post, "state", state))


def _file(post: Post) -> LocalFile:
    if post.file is None:
        raise TypeError(f"post {post.id} has no file")
    return post.file


def _is_unknown(error: PublishError) -> bool:
    return isinstance(error, UnknownOutcomeError) or error.retry is Retry.UNKNOWN


def _may_go_on(error: PublishError) -> bool:
    """Tell an error that a later try may be without."""
    if isinstance(error, ScopeMissingError):
        return False
    return isinstance(error, (LimitedError, UnavailableError, AuthError))
