"""The short forms, as OpenAPI tells of them. What is not known is null, never 0 or empty."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class MusicOut(BaseModel):
    """The sound of a video."""

    id: str
    title: str | None
    author: str | None = Field(description="Name of the artist or account.")


class PersonOut(BaseModel):
    """Whoever published a video or wrote a comment."""

    id: str | None = Field(description="Identifier, or a pseudonym.")
    username: str | None = Field(description="Handle without `@`.")
    display_name: str | None
    followers: int | None = Field(description="As at the newest visit to the account's own data.")


class VideoOut(BaseModel):
    """A video or photo post."""

    id: str
    url: str | None
    description: str | None = Field(description="Caption; empty text is known to be empty.")
    created_at: datetime | None = Field(description="Publication.")
    views: int | None
    likes: int | None
    shares: int | None
    comments_count: int | None
    hashtags: list[str] | None = Field(description="Names without `#`; an empty list is known to be none.")
    music: MusicOut | None
    user: PersonOut | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class UserOut(BaseModel):
    """An account."""

    id: str | None = Field(description="Identifier, a pseudonym, or null while only other names are known.")
    username: str | None = Field(description="Handle without `@`.")
    display_name: str | None
    bio: str | None
    avatar_url: str | None = Field(description="It expires.")
    followers: int | None
    following: int | None
    total_likes: int | None = Field(description="Likes received on all videos.")
    total_videos: int | None
    verified: bool | None
    created_at: datetime | None = Field(description="Registration.")
    scraped_at: datetime | None = Field(description="Newest visit.")


class HashtagOut(BaseModel):
    """A hashtag."""

    id: str | None = Field(description="Identifier; null while only the name is known.")
    name: str | None = Field(description="Without `#`, case-folded.")
    title: str | None = Field(description="The name as TikTok spells it.")
    description: str | None
    url: str | None
    views: int | None
    total_videos: int | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class SoundOut(BaseModel):
    """A sound."""

    id: str
    title: str | None
    author: str | None = Field(description="Name of the artist or account.")
    album: str | None
    duration: float | None = Field(description="Seconds.")
    is_original: bool | None
    url: str | None
    cover_url: str | None = Field(description="It expires.")
    total_videos: int | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class CommentOut(BaseModel):
    """A comment on a video, or a reply to one."""

    id: str
    video_id: str
    parent_id: str | None = Field(description="The comment that a reply belongs to; null otherwise.")
    text: str | None
    likes: int | None
    replies: int | None
    created_at: datetime | None = Field(description="Publication.")
    user: PersonOut | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class ProductOut(BaseModel):
    """A product of TikTok Shop, as sold in one region."""

    id: str
    title: str | None
    price: str | None = Field(description="Lowest price, a decimal number in the currency of the region.")
    original_price: str | None = Field(description="Lowest price before the discount.")
    discount: int | None = Field(description="Per cent.")
    image_url: str | None = Field(description="First picture; it expires.")
    product_url: str | None
    shop_name: str | None
    sales_count: int | None
    rating: float | None = Field(description="0 to 5.")
    source: str | None = Field(description="What carried the newest answer: `api`, `browser` or `store`.")


class ReviewOut(BaseModel):
    """A buyer's review of a product."""

    id: str
    product_id: str
    rating: int | None = Field(description="1 to 5.")
    text: str | None
    variant: str | None = Field(description="The variant bought, in words.")
    country: str | None = Field(description="ISO 3166-1 alpha-2.")
    verified_purchase: bool | None
    images: list[str] | None = Field(description="Addresses; they expire.")
    created_at: datetime | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class SellerOut(BaseModel):
    """A shop."""

    id: str
    name: str | None
    url: str | None
    logo_url: str | None = Field(description="It expires.")
    rating: float | None = Field(description="0 to 5.")
    followers: int | None
    sales_count: int | None
    total_products: int | None
    location: str | None
    scraped_at: datetime | None = Field(description="Newest visit.")


class VerdictOut(BaseModel):
    """How complete the answer to one target is."""

    target: str
    resource: str
    status: str = Field(
        description="`complete`, `capped` by TikTok, `limited` by us, `blocked`, `private`, `missing`, "
        "`short` or `failed`."
    )
    stop_reason: str | None
    asked: int | None = Field(description="The limit that was asked for.")
    expected: int | None = Field(description="How many there are, as TikTok says.")
    received: int | None
    unique: int | None
    coverage: float | None
    message: str | None
    finished_at: datetime | None
