"""What routes of publishing answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tiktok_spiders.publish.states import State

AccountName = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f/]{1,50}$")]
"""Of an account that may be there: the command line takes letters of any script."""

NewName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@-]{1,50}$")]


class LoginBegun(BaseModel):
    """Where the user allows the app what it asks for."""

    auth_url: str = Field(description="To be opened in the user's browser.")
    state: str = Field(description="Good once, until `expires_at`, and for who asked.")
    expires_at: datetime


class Redeem(BaseModel):
    """What TikTok's redirect carries, for apps whose redirect leads elsewhere than here."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        description="As the redirect brings it, decoded once."
    )
    state: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class AccountOut(BaseModel):
    """A TikTok account that posts may be made for."""

    name: str
    display_name: str | None = Field(description="What TikTok shows.")
    owner: str | None = Field(description="The key that connected it; null: the command line.")
    scopes: list[str] = Field(description="What the user granted.")
    logged_in: bool
    lost_reason: str | None = Field(description="Why a new login is needed.")
    expires_at: datetime = Field(description="When the login ends unless it is renewed.")
    updated_at: datetime


class AccountsOut(BaseModel):
    """The accounts that are yours to use, by name."""

    accounts: list[AccountOut]


class LoggedOut(BaseModel):
    """An account that is forgotten here."""

    account: str
    revoked: bool = Field(description="Whether TikTok was told; if not, the user may remove the app there.")


class Logout(BaseModel):
    """Which account."""

    model_config = ConfigDict(extra="forbid")

    account: AccountName


class OwnVideoOut(BaseModel):
    """One of the account's public videos, as TikTok's official API tells it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    create_time: int | None = Field(description="Seconds since 1970.")
    cover_image_url: str | None
    share_url: str | None
    video_description: str | None
    title: str | None
    duration: int | None = Field(description="Seconds.")
    height: int | None
    width: int | None
    embed_html: str | None
    embed_link: str | None
    like_count: int | None
    comment_count: int | None
    share_count: int | None
    view_count: int | None
    is_aigc: bool | None


class OwnVideosOut(BaseModel):
    """An account's public videos, the newest first."""

    account: str
    videos: list[OwnVideoOut]


class PostOptions(BaseModel):
    """What was chosen for a post."""

    privacy_level: str | None
    accept_music_terms: bool
    allow_comment: bool
    allow_duet: bool
    allow_stitch: bool
    your_brand: bool
    branded_content: bool
    ai_generated: bool
    cover_ms: int | None


class StepOut(BaseModel):
    """One step of a post."""

    at: datetime
    old: State | None
    new: State
    reason: str | None
    by: Literal["user", "status", "webhook", "queue"]


class PostOut(BaseModel):
    """A post of the queue."""

    id: int
    account: str
    kind: Literal["video", "photos"]
    mode: Literal["direct", "inbox"] = Field(description="`inbox`: a draft for the creator's inbox.")
    state: State
    reason: str | None = Field(description="Why it is in this state, in words.")
    publish_id: str | None = Field(description="TikTok's.")
    video_ids: list[str] = Field(description="Of what is public, once TikTok has looked through it.")
    file_name: str | None
    size: int | None = Field(description="Bytes.")
    uploaded_bytes: int = Field(description="Of the file, at TikTok.")
    urls: list[str] = Field(description="What TikTok fetches by itself.")
    caption: str | None
    options: PostOptions
    key: str = Field(description="What makes the same post asked for twice one post.")
    due_at: datetime
    created_at: datetime
    updated_at: datetime


class PostWithHistory(PostOut):
    """A post and what it went through."""

    history: list[StepOut]


class PostsOut(BaseModel):
    """Posts, the newest first."""

    posts: list[PostOut]
    total: int
    limit: int
    offset: int
    has_more: bool


class Received(BaseModel):
    """A webhook was TikTok's."""

    received: bool
