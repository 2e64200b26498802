"""What a user asks for becomes a post of the queue: checked, before any request, and only once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tiktok_spiders.publish import media, rules
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.files import local_file
from tiktok_spiders.publish.idempotency import check_key
from tiktok_spiders.publish.post import NewPost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.rules import Options


def video_file(
    account: Account,
    path: Path,
    *,
    options: Options,
    caption: str | None = None,
    draft: bool = False,
    due_at: datetime | None = None,
    key: str | None = None,
    probe: Callable[[Path], media.Media] | None = media.probe,
) -> NewPost:
    """Return the post of a file, which is read whole. Raises ``MediaError`` and ``RefusedError``."""
    _check_video(options, caption, draft=draft)
    if probe is not None:
        media.judge(probe(path)).check()
    return NewPost(
        account=account.name,
        open_id=account.open_id,
        kind="video",
        mode="inbox" if draft else "direct",
        file=local_file(path),
        caption=caption,
        options=options,
        due_at=due_at,
        chosen_key=_key(key),
    )


def video_url(
    account: Account,
    url: str,
    *,
    options: Options,
    caption: str | None = None,
    draft: bool = False,
    due_at: datetime | None = None,
    key: str | None = None,
) -> NewPost:
    """Return the post of a video that TikTok fetches by itself. Raises ``RefusedError``."""
    _check_video(options, caption, draft=draft)
    _check_url(url)
    return NewPost(
        account=account.name,
        open_id=account.open_id,
        kind="video",
        mode="inbox" if draft else "direct",
        urls=(url,),
        caption=caption,
        options=options,
        due_at=due_at,
        chosen_key=_key(key),
    )


def photos(
    account: Account,
    urls: Sequence[str],
    *,
    options: Options,
    description: str | None = None,
    draft: bool = False,
    due_at: datetime | None = None,
    key: str | None = None,
) -> NewPost:
    """Return the post of photos that TikTok fetches by itself. Raises ``RefusedError``."""
    rules.check_photos(options, description, urls, draft=draft)
    for url in urls:
        _check_url(url)
    return NewPost(
        account=account.name,
        open_id=account.open_id,
        kind="photos",
        mode="inbox" if draft else "direct",
        urls=tuple(urls),
        caption=description,
        options=options,
        due_at=due_at,
        chosen_key=_key(key),
    )


def _check_video(options: Options, caption: str | None, *, draft: bool) -> None:
    if draft:
        rules.check_draft(options, caption)
    else:
        rules.check_video(options, caption)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    name = parts.hostname or ""
    if parts.scheme == "https" and "." in name and not name.replace(".", "").isdigit() and ":" not in name:
        return
    raise RefusedError(
        f"{url} is no https address of a named host",
        code="url_ownership_unverified",
        remedy="TikTok fetches from addresses whose domain or prefix is verified for the app",
    )


def _key(key: str | None) -> str | None:
    try:
        return None if key is None else check_key(key)
    except ValueError as error:
        raise RefusedError(str(error), code="key", remedy="choose another key") from None
