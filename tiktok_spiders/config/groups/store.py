"""The store of records."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Seconds
from tiktok_spiders.config.marks import ADDRESS


class StoreSettings(BaseModel):
    """The store of records."""

    database_url: Annotated[str, ADDRESS] = Field(
        "sqlite:///tiktok.db",
        description="The store: an SQLAlchemy URL of SQLite or PostgreSQL.",
        min_length=1,
    )
    store_enabled: bool = Field(
        default=True,
        description="Whether records are stored. Without a store there is no resuming, no `new_only` "
        "and no history; feeds work.",
    )
    store_wait: Seconds = Field(
        60, description="Seconds that a crawl pauses for a store that is locked, full or gone."
    )
    history_hours: Annotated[float, Field(gt=0)] = Field(
        24, description="A counter row is written when a value changed, or when the last row is this old."
    )
