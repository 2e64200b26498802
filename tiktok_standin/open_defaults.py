"""The apps and accounts that are there at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin import ids
from tiktok_standin.open_models import OpenAccount, OpenApp, OpenVideo

if TYPE_CHECKING:
    from collections.abc import Iterable

SECRET = "a-client-secret-of-the-stand-in"  # noqa: S105 - a word of the stand-in's own
SCOPES = ("user.info.basic", "user.info.profile", "user.info.stats", "video.list")
POSTING = ("video.upload", "video.publish")
_VERIFIED = ("static.example.com", "https://www.example.com/videos/user/")
_HOUR = 3600
_VIDEOS = 45
_PRIVATE_EVERY = 9


def apps() -> list[OpenApp]:
    """Return a desktop app and a web app, both audited."""
    return [
        _app("sbx-desktop-key", "desktop", "http://127.0.0.1:*/callback/", "http://localhost:*/callback/"),
        _app("sbx-web-key", "web", "https://app.example.com/callback/"),
    ]


def _app(key: str, kind: str, *redirects: str) -> OpenApp:
    return OpenApp(
        client_key=key,
        client_secret=SECRET,
        type="desktop" if kind == "desktop" else "web",
        redirect_uris=list(redirects),
        scopes=[*SCOPES, *POSTING],
        verified=list(_VERIFIED),
    )


def accounts(now: float) -> list[OpenAccount]:
    """Return a public and a private account with videos."""
    return [
        OpenAccount(handle="creator.one", nickname="Creator One", videos=list(_videos("creator.one", now))),
        OpenAccount(
            handle="creator.two",
            nickname="Creator Two ✨",
            private=True,
            videos=list(_videos("creator.two", now)),
        ),
    ]


def _videos(handle: str, now: float) -> Iterable[OpenVideo]:
    """Make videos, newest first; every ninth is private."""
    for number in range(_VIDEOS):
        created = int(now) - (number + 1) * _HOUR
        yield OpenVideo(
            id=ids.item_id(created, ids.number("open", handle, number, below=1 << 32)),
            create_time=created,
            title=f"Video {_VIDEOS - number} of {handle}",
            public=number % _PRIVATE_EVERY != _PRIVATE_EVERY - 1,
        )
