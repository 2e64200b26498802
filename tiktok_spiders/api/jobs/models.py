"""What the routes of jobs take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tiktok_spiders.api.jobs.given import COMMENTS, Type
from tiktok_spiders.api.jobs.job import Status
from tiktok_spiders.api.names import VerdictOut
from tiktok_spiders.spiders.arguments import LONGEST_TARGET

Url = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TARGET, pattern=r"^[^\x00]*$")]
SpiderName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,30}$")]
ArgumentName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]{1,40}$")]
Text = Annotated[str, StringConstraints(max_length=1_000_000, pattern=r"^[^\x00]*$")]
Member = Annotated[str, StringConstraints(max_length=LONGEST_TARGET, pattern=r"^[^\x00]*$")]
Value = Annotated[
    bool | Annotated[int, Field(ge=0, le=2**53)] | Text | list[Member], Field(union_mode="left_to_right")
]


class Options(BaseModel):
    """How much a job made of an address collects."""

    model_config = ConfigDict(extra="forbid")

    max_videos: Annotated[int, Field(ge=0, le=100_000_000)] | None = Field(
        None, description="At most so many videos, results or products of a list; none: all there are."
    )
    include_comments: bool = Field(default=False, description=f"Of a video: up to {COMMENTS} comments too.")


class JobIn(BaseModel):
    """A job: either an address, or a spider with its arguments."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Url | None = Field(None, description="Address on TikTok, `@handle` or `#hashtag`.")
    type: Type | None = Field(None, description="What the address names, where it does not tell by itself.")
    options: Options | None = None
    spider: SpiderName | None = Field(None, description="One of `GET /api/v1/spiders`.")
    arguments: dict[ArgumentName, Value] | None = Field(
        None,
        description="The spider's arguments; lists may be comma-separated text.",
        json_schema_extra={"additionalProperties": False},
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        by_url = any(each is not None for each in (self.url, self.type, self.options))
        by_spider = any(each is not None for each in (self.spider, self.arguments))
        if by_url == by_spider or (self.url is None) == (self.spider is None):
            raise ValueError("give either url (with type and options) or spider (with arguments)")
        return self


class JobMade(BaseModel):
    """A job that was queued."""

    job_id: int
    status: Status
    message: str


class JobOut(BaseModel):
    """A job."""

    id: int
    url: str | None
    type: str
    status: Status
    progress: int | None = Field(description="0 to 100; null while the total is unknown.")
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None = Field(description="When it ended, however it did.")
    error: str | None
    videos_scraped: int = Field(description="Videos that its run has stored.")
    total_videos: int | None = Field(description="Videos that there will be; null while that is unknown.")
    options: dict[str, Any]
    spider: str
    arguments: dict[str, str]
    run: str = Field(description="Name of its run: `scrapy store export --run`.")
    attempts: int = Field(description="How often a crawl was begun for it.")
    cancel_requested_at: datetime | None


class JobsOut(BaseModel):
    """A page of jobs."""

    jobs: list[JobOut]
    total: int
    limit: int
    offset: int
    has_more: bool


class LogOut(BaseModel):
    """The end of a job's log."""

    job_id: int
    lines: list[str]


class JobVerdicts(BaseModel):
    """Was that all? One verdict for each target and list."""

    verdicts: list[VerdictOut]
    total: int
    limit: int
    offset: int
    has_more: bool


class SpiderOut(BaseModel):
    """A spider that jobs may run."""

    name: str
    description: str
    arguments: dict[str, Any] = Field(description="JSON schema of its arguments.")


class SpidersOut(BaseModel):
    """The spiders that jobs may run."""

    spiders: list[SpiderOut]
