"""What a user asks for becomes a post of the queue: checked, before any request, and only once."""

from __future__ import annotations

from dataclasses import replace
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
    from tiktok_spiders.publish.post import Kind
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
    new = _new(account, "video", (), options, caption, draft=draft, due_at=due_at, key=key)
    if probe is not None:
        media.judge(probe(path)).check()
    return replace(new, file=local_file(path))


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
    return _new(account, "video", (url,), options, caption, draft=draft, due_at=due_at, key=key)


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
    return _new(account, "photos", urls, options, description, draft=draft, due_at=due_at, key=key)


def _new(
    account: Account,
    kind: Kind,
    urls: Sequence[str],
    options: Options,
    caption: str | None,
    *,
    draft: bool,
    due_at: datetime | None,
    key: str | None,
) -> NewPost:
    new = NewPost(
        account=account.name,
        open_id=account.open_id,
        kind=kind,
        mode="inbox" if draft else "direct",
        urls=tuple(urls),
        caption=caption,
        options=options,
        due_at=due_at,
        chosen_key=_key(key),
        owner=account.owner,
    )
    rules.check_post(new)
    for url in urls:
        _check_url(url)
    return new


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
