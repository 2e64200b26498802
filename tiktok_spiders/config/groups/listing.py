"""When a list is at its end, and when it is complete."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field


class Listing(BaseModel):
    """When a list is at its end, and when it is complete."""

    lookback_days: Annotated[float, Field(gt=0, le=365)] = Field(
        7, description="How far an empty page of a profile's list is taken to look back, in days."
    )
    empty_windows: Annotated[int, Field(ge=1)] = Field(
        3, description="Empty pages in a row that end a profile's list from which nothing is lacking."
    )
    empty_windows_short: Annotated[int, Field(ge=1)] = Field(
        110,
        description="Empty pages in a row that end a profile's list which is still short of the profile's "
        "own counter. One page is a week.",
    )
    revisits: Annotated[int, Field(ge=0, le=10_000)] = Field(
        20,
        description="Places of a list where posts may have been withheld that are asked once more when it "
        "ends short of the profile's own counter.",
    )
    completeness: Annotated[float, Field(gt=0, le=1)] = Field(
        1.0, description="The coverage from which a listing that ended by itself is called complete."
    )
