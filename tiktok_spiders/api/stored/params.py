"""What lists of stored records are asked with."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from tiktok_spiders.api.days import Day, Moment

MOST_OFFSET = 10_000
"""Beyond it a client goes on with ``cursor``: the rows before an offset are counted each time."""

MOST = 2**63 - 1
ID = r"^[A-Za-z0-9_.:-]+$"


def _without_nul(text: str) -> str:
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds a character that no text has")
    return text


Text = Annotated[
    str, AfterValidator(_without_nul), Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")
]
Id = Annotated[str, Field(min_length=1, max_length=100, pattern=ID)]
Count = Annotated[int, Field(ge=0, le=MOST)]
Key = Annotated[str, Path(min_length=1, max_length=100, pattern=ID, description="Identifier.")]
NameKey = Annotated[
    str, AfterValidator(_without_nul), Path(min_length=1, max_length=200, pattern=r"^[^\x00/]+$")
]
View = Annotated[
    Literal["short", "record"],
    Field(description="`short`: names as in similar APIs; `record`: all fields of the field dictionary."),
]
Fields = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=2000,
        pattern=r"^[a-z0-9_]+(,[a-z0-9_]+)*$",
        description="Names of the fields to give, separated by commas; all by default.",
    ),
]
Region = Annotated[str | None, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")]


class ListQuery(BaseModel):
    """What all lists take."""

    model_config = ConfigDict(extra="forbid")

    order: Literal["desc", "asc"] = Field("desc", description="What is not known stands below all else.")
    limit: int = Field(50, ge=1, le=100, description="Records a page.")
    offset: int | None = Field(
        None, ge=0, le=MOST_OFFSET, description=f"Records to skip, {MOST_OFFSET:,} at most; 0 by default."
    )
    cursor: str | None = Field(
        None,
        min_length=1,
        max_length=1000,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="`next_cursor` of the page before, with its `sort` and `order`; instead of `offset`.",
    )
    count: bool | None = Field(
        None,
        description="Whether to tell `total`: by default without `cursor` only. It may be up to 60 s old.",
    )
    view: View = "short"
    fields: Fields = None
    format: Literal["json", "csv", "jsonl"] = Field(
        "json",
        description="`csv` and `jsonl` give the whole selection, whatever the `limit`, as one stream.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> ListQuery:
        if self.offset is not None and self.cursor is not None:
            raise ValueError("offset and cursor exclude each other")
        return self


class Dated(BaseModel):
    """A range of days of publication, UTC, both included."""

    start_date: Day | None = Field(None, description="First day of publication, UTC.")
    end_date: Day | None = Field(None, description="Last day of publication, UTC.")


class Worded(BaseModel):
    """A search for words."""

    text: Text | None = Field(None, description="Words that all have to occur; the last may be cut off.")


class VideoQuery(Worded, Dated, ListQuery):
    """Which videos."""

    sort: Literal["views", "likes", "created_at"] = "created_at"
    user_id: Id | None = Field(None, description="The author.")
    min_views: Count | None = None
    min_likes: Count | None = None
    hashtag: Text | None = Field(None, description="Name of a hashtag, with or without `#`.")
    sound: Id | None = Field(None, description="Identifier of the sound.")


class UserQuery(Worded, ListQuery):
    """Which accounts."""

    sort: Literal["followers", "videos", "username"] = "followers"
    user_id: Id | None = None
    min_followers: Count | None = None


class HashtagQuery(Worded, ListQuery):
    """Which hashtags."""

    sort: Literal["views", "videos"] = "views"
    min_views: Count | None = None


class SoundQuery(Worded, ListQuery):
    """Which sounds."""

    sort: Literal["videos"] = "videos"
    user_id: Id | None = Field(None, description="The account whose sound it is.")


class ProductQuery(Worded, ListQuery):
    """Which products."""

    sort: Literal["sales", "price", "rating"] = "sales"
    seller_id: Id | None = None
    region: Region = None


class CommentQuery(Worded, Dated, ListQuery):
    """Which comments."""

    sort: Literal["likes", "created_at"] = "created_at"
    video_id: Id | None = None
    user_id: Id | None = Field(None, description="Whoever wrote it.")
    min_likes: Count | None = None


class DetailQuery(BaseModel):
    """How one record is given."""

    model_config = ConfigDict(extra="forbid")

    view: View = "short"
    fields: Fields = None


class ProductDetailQuery(DetailQuery):
    """Which of a product's regions."""

    region: Region = None


class HistoryQuery(BaseModel):
    """Which part of a history."""

    model_config = ConfigDict(extra="forbid")

    view: View = "short"
    limit: int = Field(100, ge=1, le=1000, description="Rows of each part.")
    after: Moment | None = Field(None, description="Rows observed at this time or later.")
    before: Moment | None = Field(
        None, description="Rows observed earlier than this: `observed_at` of the last row to go on."
    )


class ProductHistoryQuery(HistoryQuery):
    """Which of a product's regions."""

    region: Region = None
