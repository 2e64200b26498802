"""Proxies, and how identities get theirs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tiktok_spiders.config.marks import ADDRESS, SECRET


class Proxies(BaseModel):
    """Proxies, and how identities get theirs."""

    proxies: Annotated[str | None, ADDRESS] = Field(
        None,
        description="Proxies, comma-separated, or a file with one a line: `http://user:password@host:port`.",
    )
    proxy_enabled: bool = Field(
        default=True, description="Whether the proxies are used that other settings name."
    )
    proxy_algorithm: Literal["round-robin", "random", "first", "sticky"] = Field(
        "round-robin", description="How a new identity gets its proxy."
    )
    proxy_country: str | None = Field(
        None, description="Only proxies of this country, ISO 3166-1 alpha-2.", pattern="^[A-Za-z]{2}$"
    )
    webshare_api_key: Annotated[str | None, SECRET] = Field(
        None, description="Key of Webshare, whose proxies are then used."
    )
    webshare_url: str | None = Field(None, description="Where Webshare is asked. Default: the real one.")
