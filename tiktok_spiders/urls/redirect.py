"""What the redirect of a short link means."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls.address import FORBIDDEN, split
from tiktok_spiders.urls.origins import DEFAULT, Origins, is_known
from tiktok_spiders.urls.parse import parse_target

if TYPE_CHECKING:
    from tiktok_spiders.urls.target import Target

# "https://www.tiktok.com/?_r=1" has 28 characters; public clients take every shorter end for a dead link.
DEAD_LENGTH = 28


class LinkFate(StrEnum):
    """A redirect that leads to no target."""

    DEAD = "dead"
    """To the home page: the link names nothing any more."""

    FOREIGN = "foreign"
    """Away from TikTok, or malformed: never followed."""

    OTHER = "other"
    """To an address of TikTok that names no target, such as the login page."""


def resolve_location(
    location: str, base: str, origins: Origins = DEFAULT, *, expect: str | None = None
) -> Target | LinkFate:
    """Return what a ``Location`` header, relative to ``base``, leads to. Its query names nothing.

    A short handle makes a short address, so an address that names a target is never dead.
    """
    url = _absolute(location.strip(), base)
    if url is None:
        return LinkFate.FOREIGN
    try:
        return parse_target(url, expect=expect, origins=origins)
    except TargetError:
        return _fate(url, origins)


def _absolute(location: str, base: str) -> str | None:
    if FORBIDDEN.search(location):
        return None
    try:
        return urljoin(base, location)
    except ValueError:
        return None


def _fate(url: str, origins: Origins) -> LinkFate:
    parts = split(url)
    if parts is None or not is_known(parts, origins):
        return LinkFate.FOREIGN
    dead = parts.path in ("", "/") or len(url) <= DEAD_LENGTH
    return LinkFate.DEAD if dead else LinkFate.OTHER
