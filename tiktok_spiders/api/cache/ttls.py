"""For how long answers of each kind are fresh."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from tiktok_spiders.config import Config

KINDS = ("product", "category", "trending", "search", "user", "video", "hashtag", "sound")


def ttls_of(config: Config) -> dict[str, float]:
    """Return seconds by kind, as far as given. Raises ``ConfigError``."""
    return dict(map(_read, config.cache_ttls))


def _read(text: str) -> tuple[str, float]:
    kind, _, number = (part.strip() for part in text.partition("="))
    try:
        seconds = float(number)
    except ValueError:
        seconds = math.nan
    if kind not in KINDS or not 0 <= seconds < math.inf:
        raise ConfigError(f"TIKTOK_CACHE_TTLS: {text!r} is not KIND=SECONDS; kinds: {', '.join(KINDS)}")
    return kind, seconds
