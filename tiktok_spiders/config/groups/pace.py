"""How fast, and whether robots.txt allows it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Seconds


class Pace(BaseModel):
    """How fast, and whether robots.txt allows it."""

    download_delay: Seconds = Field(
        2,
        description="Seconds between two requests of one identity, ± 50 %. 0 turns delay, jitter and "
        "AutoThrottle off.",
    )
    robotstxt_obey: bool = Field(
        default=True,
        description="Whether robots.txt is honoured. A refusal is a verdict that names it.",
    )
