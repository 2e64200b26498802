"""``upload-video``: a form that is written to the spool folder as it comes, and becomes a post."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.publishing.asking import ERRORS, PREFIX, TAGS, Publisher
from tiktok_spiders.api.publishing.fields import UploadFields, documented
from tiktok_spiders.api.publishing.form import FILE, Event, Field, FileBytes, FormReader
from tiktok_spiders.api.publishing.models import PostOut
from tiktok_spiders.api.publishing.owning import account_of
from tiktok_spiders.api.publishing.part import Given, Part
from tiktok_spiders.api.publishing.shown import post_out
from tiktok_spiders.api.publishing.spool import Spool, Upload, too_large
from tiktok_spiders.api.publishing.trouble import answering
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.publish import media, submit
from tiktok_spiders.publish.idempotency import KEY_MAX

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tiktok_spiders.api.access import Principal
    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.post import NewPost
    from tiktok_spiders.publish.posts import Added

logger = logging.getLogger(__name__)

ROUTER = APIRouter(prefix=PREFIX, tags=TAGS, responses=ERRORS)

FORM_BYTES = 1024 * 1024
"""Of a request, beside the file."""


@ROUTER.post(
    "/upload-video",
    status_code=202,
    response_model=PostOut,
    responses=told(404, 409, 413, 415),
    openapi_extra=documented(),
)
async def upload_video(
    request: Request,
    response: Response,
    who: Publisher,
    part: Given,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=KEY_MAX,
            description="The same key and content again are the same post; other content is refused.",
        ),
    ] = None,
) -> PostOut:
    """Queue a video: it is sent to TikTok in the background, now or at its time."""
    with ExitStack() as stack:
        came = _Came(part.spool, stack)
        upload = await _receive(request, came)
        fields = UploadFields.of(came.fields)
        upload.hand_over()
        with answering():
            added = await run_in_threadpool(_add, part, who, fields, upload, idempotency_key)
    part.wake()
    response.headers["Location"] = f"{PREFIX}/posts/{added.post.id}"
    return post_out(added.post, part.spool.folder)


class _Came:
    """What has come of a form."""

    def __init__(self, spool: Spool, stack: ExitStack) -> None:
        self.spool = spool
        self.fields: dict[str, str] = {}
        self.upload: Upload | None = None
        self._stack = stack

    async def take(self, event: Event) -> None:
        """Take the next in; bytes of the file go to the disk."""
        if isinstance(event, Field):
            if event.name in self.fields:
                raise _bad(f"the field {event.name[:60]} is there twice")
            self.fields[event.name] = event.value
        elif isinstance(event, FileBytes):
            if self.upload is not None:
                await self.upload.write(event.data)
        elif self.upload is None:
            self.upload = self._stack.enter_context(self.spool.begin(event.name))
        else:
            raise _bad("one file is taken, not several")


async def _receive(request: Request, came: _Came) -> Upload:
    """Read the form. Whatever ends this early leaves nothing behind."""
    try:
        async for event in _events(request, came.spool.largest + FORM_BYTES):
            await came.take(event)
    except ClientDisconnect:
        logger.info("An upload was cut before its end; nothing of it is kept")
        raise _bad("the upload was cut before its end") from None
    if came.upload is None:
        raise _bad(f"the form has no {FILE}")
    await came.upload.flush()
    return came.upload


async def _events(request: Request, most: int) -> AsyncIterator[Event]:
    reader = FormReader(request.headers.get("content-type", ""))
    left = most
    async for data in request.stream():
        left -= len(data)
        if left < 0:
            raise too_large(most)
        for event in reader.feed(data):
            yield event
    if not reader.ended:
        raise _bad("the form has no end")


def _add(part: Part, who: Principal, fields: UploadFields, upload: Upload, key: str | None) -> Added:
    """Queue it. This goes on where the client has gone: so the file is kept or removed here."""
    try:
        added = part.desk.posts.add(_new(account_of(part.desk, who, fields.account), fields, upload, key))
    except StoreError:
        # Nobody knows whether the post is there; what none needs is swept away later.
        raise
    except Exception:
        upload.drop()
        raise
    if added.post.file is None or added.post.file.path != upload.path:
        upload.drop()
    return added


def _new(account: Account, fields: UploadFields, upload: Upload, key: str | None) -> NewPost:
    return submit.video_file(
        account,
        upload.path,
        options=fields.options,
        caption=fields.caption,
        draft=fields.draft,
        due_at=fields.scheduled_at,
        key=key,
        probe=_probe,
    )


def _probe(path: Path) -> media.Media:
    media.check_container(path)
    return media.probe(path)


def _bad(message: str) -> ApiError:
    return ApiError("INVALID_REQUEST", message)
