"""Scrapyd, on which jobs are scheduled."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Origin
from tiktok_spiders.config.marks import SECRET


class ScrapydSettings(BaseModel):
    """Scrapyd, on which jobs are scheduled."""

    scrapyd_url: Origin = Field(
        "http://127.0.0.1:6800", description="Scrapyd, on which `scrapy worker` schedules jobs."
    )
    scrapyd_username: str = Field("tiktok", description="User name for Scrapyd.", min_length=1)
    scrapyd_password: Annotated[str | None, SECRET] = Field(
        None, description="Password for Scrapyd. Default: it is asked without one."
    )
    scrapyd_project: str = Field(
        "tiktok_spiders", description="Name under which this project is deployed.", pattern=r"^[\w.-]{1,100}$"
    )
