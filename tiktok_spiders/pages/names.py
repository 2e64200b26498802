"""Names and addresses that are built, not read."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import quote

WEB = "https://www.tiktok.com"
"""Where public addresses point, whatever host was asked."""

_NO_WORD = re.compile(r"\W+")


def hashtag_key(name: str) -> str:
    """Return the key form of a hashtag: no ``#``, NFKC, case-folded."""
    if name.isascii():
        return name.removeprefix("#").lower()
    return normalize("NFKC", name).removeprefix("#").casefold()


def hashtag_url(name: str) -> str:
    """Return the address of a hashtag's page from its key form."""
    return f"{WEB}/tag/{quote(name)}"


def sound_url(sound_id: str, title: str | None) -> str:
    """Return the address of a sound's page; TikTok reads the number alone."""
    slug = _NO_WORD.sub("-", title or "").strip("-") or "sound"
    return f"{WEB}/music/{quote(slug)}-{sound_id}"


def video_url(unique_id: str | None, kind: str, video_id: str) -> str:
    """Return the address of a post; TikTok reads the number alone."""
    handle = unique_id or "_"
    return f"{WEB}/@{handle if handle.isidentifier() else quote(handle)}/{kind}/{video_id}"
