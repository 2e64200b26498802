"""The last look at a post before TikTok is asked to begin: file, media, rules and creator as they are now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tiktok_spiders.publish import media, rules
from tiktok_spiders.publish.context import Progress
from tiktok_spiders.publish.creator import creator_info
from tiktok_spiders.publish.files import check_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tiktok_spiders.publish.context import PublishContext
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.session import Session


async def prepare(
    context: PublishContext, session: Session, post: Post, tell: Callable[[Progress], None]
) -> None:
    """Raise ``PublishError`` for a post that must not begin. A draft asks nothing of TikTok."""
    found = await _media(context, post)
    if found is not None:
        report = media.judge(found)
        report.check()
        for line in report.warnings:
            tell(Progress(post, "warning", line))
    rules.check_post(post)
    if post.mode == "inbox":
        return
    creator = await creator_info(session)
    tell(Progress(post, "creator", creator.creator_nickname or creator.creator_username or ""))
    rules.check_creator(post.options, creator, photos=post.kind == "photos")
    if found is not None:
        media.judge(found, creator.max_video_post_duration_sec).check()


async def _media(context: PublishContext, post: Post) -> media.Media | None:
    if post.file is None:
        return None
    await asyncio.to_thread(check_file, post.file)
    return await asyncio.to_thread(_probed, context.probe, post.file.path)


def _probed(probe: Callable[[Path], media.Media] | None, path: Path) -> media.Media | None:
    return None if probe is None else probe(path)
