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

    signing: Literal["strict", "placeholder", "off"] = "strict"
    """What signed endpoints ask for: a signature of the page script, any word in its place, or nothing."""

    signature_life: float = 60.0
    """Seconds for which a signature is good."""

    ready_ms: int = 100
    """How long after a page's load its script begins to sign."""

    frontier_gnarly: bool = False
    """Whether ``byted_acrawler.frontierSign`` returns ``X-Gnarly`` too, without which lists stay empty."""

    page_lists: bool = True
    """Whether a profile page loads its list by itself, further on scrolling."""

    media_of_session: bool = False
    """Whether the chain token has to be that of the session that asked for the item, as on TikTok."""
