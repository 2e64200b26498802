"""What of the records and of the run is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class Output(BaseModel):
    """What of the records and of the run is shown."""

    dedupe_keys: Annotated[int, Field(ge=1000)] = Field(
        50_000, description="Record keys that the run's duplicate filter remembers (about 105 bytes each)."
    )
    seen_keys: Annotated[int, Field(ge=1000, le=1_000_000_000)] = Field(
        10_000_000,
        description="Record keys that the workers of a run remember together in Redis, in distributed mode "
        "(about 9 bytes each).",
    )
    csv_safe: bool = Field(
        default=False,
        description="Whether CSV cells that a spreadsheet takes for a formula get a `'` in front.",
    )
    progress: Literal["auto", "on", "off"] = Field(
        "auto",
        description="`auto`: one line on a terminal, a log line every 30 s elsewhere; `on`: log lines "
        "everywhere; `off`: neither.",
    )
