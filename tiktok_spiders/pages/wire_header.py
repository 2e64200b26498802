"""The wanted keys of the headers of hashtags and sounds, as the camelCase answers send them."""

from __future__ import annotations

from typing import Any

import msgspec

from tiktok_spiders.pages.wire_media import WireMusic  # noqa: TC001 - msgspec resolves annotations at run time
from tiktok_spiders.pages.wire_parts import Wire, WireAuthor, WireChallenge


class WireHeaderStats(Wire):
    """Counters of a header: numbers in ``stats``, texts in ``statsV2``."""

    view_count: Any = None
    video_count: Any = None


class WireHashtagHeader(Wire):
    """``challengeInfo``."""

    challenge: WireChallenge | None = None
    stats: WireHeaderStats | None = None
    stats_v2: WireHeaderStats | None = msgspec.field(default=None, name="statsV2")


class WireSoundHeader(Wire):
    """``musicInfo``."""

    music: WireMusic | None = None
    author: WireAuthor | None = None
    artists: list[WireAuthor] | None = None
    stats: WireHeaderStats | None = None
    stats_v2: WireHeaderStats | None = msgspec.field(default=None, name="statsV2")
