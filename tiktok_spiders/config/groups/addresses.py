"""Where TikTok's sites are asked."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Origin


class Addresses(BaseModel):
    """Where TikTok's sites are asked."""

    web_url: Origin = Field(
        "https://www.tiktok.com", description="Where TikTok's pages and web APIs are asked."
    )
    shop_url: Origin = Field("https://shop.tiktok.com", description="Where TikTok Shop's pages are asked.")
    webcast_url: Origin = Field("https://webcast.tiktok.com", description="Where live rooms are asked.")
