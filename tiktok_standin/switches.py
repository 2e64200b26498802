"""Behaviour that is not certain of TikTok, or that tests want both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tiktok_standin.items import URL_LIFE


@dataclass(slots=True, kw_only=True)
class Switches:
    """How the stand-in behaves; may be changed while it runs."""

    lookback_days: int | None = 7
    """How far back a page of ``creator/item_list`` looks; None = without bound."""

    has_more: Literal["honest", "always"] = "honest"
    """Whether ``hasMorePrevious`` ends with the posts or stays true for ever."""

    robots: Literal["allow", "refuse"] = "allow"
    latency_ms: int = 0
    url_life: int = URL_LIFE
    """Seconds from the catalogue's ``now`` for which addresses of videos are good; negative: never."""

    media_checks: bool = True
    """Whether video files need a chain token and a Referer."""

    media_of_session: bool = False
    """Whether the chain token has to be that of the session that asked for the item, as on TikTok."""
