"""The fields of an upload, beside the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from tiktok_spiders.api.publishing.form import FILE, TYPE
from tiktok_spiders.api.publishing.models import AccountName
from tiktok_spiders.publish.rules import COVER_MAX_MS, Options

if TYPE_CHECKING:
    from collections.abc import Mapping

LATEST = timedelta(days=366)
_EMPTY = BeforeValidator(lambda value: None if value == "" else value)
Level = Literal["PUBLIC_TO_EVERYONE", "FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]


class UploadFields(BaseModel):
    """What is chosen for a post: nothing is chosen for the user."""

    model_config = ConfigDict(extra="forbid")

    account: AccountName = Field(description="Name of the account.")
    privacy_level: Annotated[Level | None, _EMPTY] = Field(
        None, description="Who may see it; there is no default, and none for a draft."
    )
    accept_music_terms: bool = Field(
        default=False,
        description="Has to be true, drafts aside: agrees to TikTok's Music Usage Confirmation, and with "
        "`branded_content` to its Branded Content Policy.",
    )
    caption: Annotated[str | None, _EMPTY] = Field(None, description="At most 2200 UTF-16 units.")
    draft: bool = Field(default=False, description="Into the creator's inbox instead of posting.")
    allow_comment: bool = False
    allow_duet: bool = False
    allow_stitch: bool = False
    your_brand: bool = Field(default=False, description="It promotes your own business.")
    branded_content: bool = Field(default=False, description="Somebody pays for it.")
    ai_generated: bool = Field(default=False, description="Label it as made by AI.")
    cover_ms: Annotated[Annotated[int, Field(ge=0, le=COVER_MAX_MS)] | None, _EMPTY] = Field(
        None, description="Where in the video the cover is."
    )
    scheduled_at: Annotated[datetime | None, _EMPTY] = Field(
        None, description="Not before; ISO time, UTC without an offset, at most a year ahead."
    )

    @field_validator("scheduled_at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        try:
            at = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except OverflowError:
            raise ValueError("a time within a year is expected") from None
        if at > datetime.now(UTC) + LATEST:
            raise ValueError("a time within a year is expected")
        return at

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """Read the fields of a form. Raises what the framework answers wrong input with."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            wrong = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
            raise RequestValidationError(wrong) from None

    @property
    def options(self) -> Options:
        """Return what was chosen, as the queue keeps it."""
        return Options(
            privacy=self.privacy_level,
            allow_comment=self.allow_comment,
            allow_duet=self.allow_duet,
            allow_stitch=self.allow_stitch,
            your_brand=self.your_brand,
            branded_content=self.branded_content,
            ai_generated=self.ai_generated,
            cover_ms=self.cover_ms,
            music_terms=self.accept_music_terms,
        )


def documented() -> dict[str, Any]:
    """Return the body of the route for the document: it is read piece by piece, so nothing else tells."""
    schema = UploadFields.model_json_schema()
    schema["properties"][FILE] = {"type": "string", "format": "binary", "description": "MP4, WebM or MOV."}
    schema["required"] = [*schema["required"], FILE]
    return {"requestBody": {"required": True, "content": {TYPE: {"schema": schema}}}}
