"""Whether a post whose upload address is gone may begin a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tiktok_spiders.publish.posting import FAILED, UPLOADING
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from tiktok_spiders.publish.posting import PostStatus


class Verdict(NamedTuple):
    """What follows. ``state``: what the post is then; None: it begins anew."""

    state: State | None
    reason: str


def judge(found: PostStatus | None, *, size: int, sent_whole: bool) -> Verdict:
    """Return what follows for a post of ``size`` bytes by its status; None: TikTok does not know it.

    ``sent_whole``: whether the last chunk may have arrived. A second beginning needs the certainty that
    the first is neither being processed nor posted.
    """
    if found is None:
        return _lost(sent_whole=sent_whole)
    if found.status == UPLOADING:
        return _unfinished(found.uploaded_bytes, size, sent_whole=sent_whole)
    if found.status == FAILED and found.fail_reason == "internal":
        return Verdict(None, "TikTok gave up on the upload")
    return Verdict(State.PROCESSING, f"TikTok says {found.status} {found.fail_reason}".rstrip())


def _unfinished(stored: int | None, size: int, *, sent_whole: bool) -> Verdict:
    if stored is not None:
        whole = stored >= size
        return Verdict(State.PROCESSING if whole else None, f"TikTok has {stored} of {size} bytes")
    if sent_whole:
        return Verdict(State.UNKNOWN, "TikTok does not tell whether it has the whole file")
    return Verdict(None, "the file was not sent whole")


def _lost(*, sent_whole: bool) -> Verdict:
    if sent_whole:
        return Verdict(State.UNKNOWN, "TikTok may have the whole file and does not know the post any more")
    return Verdict(State.FAILED, "TikTok does not know the post any more, and never had the whole file")
