"""The arguments of each spider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from tiktok_spiders.endpoints.feeds import CATEGORIES
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.spiders.arguments import Arguments, Count, GivenTarget, Limit, Words, split
from tiktok_spiders.urls import SHOP_REGIONS, shop_region

if TYPE_CHECKING:
    from collections.abc import Iterator


class UserArguments(Arguments):
    """Arguments of the spider ``user``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("users",)

    users: Words = Field((), description="Handles, profile links, numeric ids or secUids, comma-separated.")
    users_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    max_videos: Limit = Field(
        None, description="At most so many videos of each list (of each playlist too); 0 for none."
    )
    max_relations: Limit = Field(None, description="At most so many followers, and so many followed.")
    include: Annotated[
        tuple[
            Literal[
                "videos", "reposts", "liked", "playlists", "collections", "followers", "following", "live"
            ],
            ...,
        ],
        BeforeValidator(split),
    ] = Field(("videos",), description="What to list beside the profile; empty for the profile alone.")
    sort: Literal["latest", "popular", "oldest"] = Field(
        "latest", description="Order of the account's own videos; other than `latest` needs a browser."
    )


class VideoArguments(Arguments):
    """Arguments of the spider ``video``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("videos",)

    videos: Words = Field(
        (), description="Links (short ones too) or ids of videos and photo posts, comma-separated."
    )
    videos_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    comments: Count = Field(0, description="At most so many comments of each video; 0 for none.")
    replies: Count = Field(0, description="At most so many replies to each comment; 0 for none.")
    related: Count = Field(0, description="At most so many related videos of each; TikTok gives up to 16.")
    subtitles: bool = Field(
        default=False, description="Fetch the subtitle files: their text, and the transcript of the video."
    )

    @model_validator(mode="after")
    def _replies_need_comments(self) -> Self:
        if self.replies and not self.comments:
            raise ValueError(f"replies={self.replies} needs comments=N: they are replies to those comments")
        return self


class HashtagArguments(Arguments):
    """Arguments of the spider ``hashtag``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("hashtags",)

    hashtags: Words = Field((), description="Hashtags with or without `#`, or their links, comma-separated.")
    hashtags_file: Path | None = Field(
        None, description="File with one target a line; `# ` (with a space) begins a comment."
    )
    max_videos: Limit = Field(
        None, description="At most so many videos of each hashtag; 0 for its header alone."
    )


class SoundArguments(Arguments):
    """Arguments of the spider ``sound``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("sounds",)

    sounds: Words = Field((), description="Ids or links of sounds, comma-separated.")
    sounds_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    max_videos: Limit = Field(
        None, description="At most so many videos of each sound; 0 for its header alone."
    )


class TrendingArguments(Arguments):
    """Arguments of the spider ``trending``."""

    category: Words = Field(
        (),
        description="Categories of Explore, comma-separated; none: the For You feed. "
        f"One of {', '.join(CATEGORIES)}.",
    )
    max_videos: Limit = Field(
        None,
        description="At most so many videos of each feed; without it a feed ends when it brings nothing new.",
    )

    @field_validator("category")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in CATEGORIES]
        if unknown:
            raise ValueError(f"unknown category {unknown[0]!r}")
        return names

    def targets(self) -> Iterator[GivenTarget]:
        """Yield a target for each feed."""
        for number, name in enumerate(self.category, start=1):
            yield GivenTarget(f"category[{number}]", name, "category")
        if not self.category:
            yield GivenTarget("feed", "foryou", "feed")


class SearchArguments(Arguments):
    """Arguments of the spider ``search``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("queries",)

    queries: Words = Field((), description="Words to search for, comma-separated.")
    queries_file: Path | None = Field(None, description="File with one query a line; `#` begins a comment.")
    kinds: Annotated[
        tuple[Literal["videos", "users", "suggestions"], ...], BeforeValidator(split), Field(min_length=1)
    ] = Field(("videos",), description="What to look for.")
    max_results: Limit = Field(None, description="At most so many results of each kind and query.")


class ShopArguments(Arguments):
    """Arguments of the spider ``shop``."""

    TARGETS: ClassVar[tuple[str, ...]] = ("queries", "products", "categories", "sellers")

    queries: Words = Field((), description="Words to search the Shop for, comma-separated.")
    queries_file: Path | None = Field(None, description="File with one query a line; `#` begins a comment.")
    products: Words = Field((), description="Ids or links of products, comma-separated.")
    products_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    categories: Words = Field((), description="Ids or links of categories, which are walked with all below.")
    categories_file: Path | None = Field(
        None, description="File with one target a line; `#` begins a comment."
    )
    sellers: Words = Field((), description="Ids or links of sellers: their stores are listed.")
    sellers_file: Path | None = Field(None, description="File with one target a line; `#` begins a comment.")
    trending: bool = Field(default=False, description="List what the Shop's first page shows.")
    max_products: Limit = Field(None, description="At most so many products of each list.")
    details: bool = Field(
        default=False,
        description="Open the page of each product of a list as well: its SKUs with stock, shipping, rating.",
    )
    reviews: Count = Field(0, description="At most so many reviews of each product; 0 for none.")
    region: str | None = Field(
        None, description=f"Market, unless a link names one: {', '.join(SHOP_REGIONS)}; else by your exit."
    )

    @field_validator("region")
    @classmethod
    def _market(cls, code: str | None) -> str | None:
        try:
            return None if code is None else shop_region(code).code
        except TargetError as error:
            raise ValueError(str(error)) from None

    def targets(self) -> Iterator[GivenTarget]:
        """Yield all targets, the Shop's first page last."""
        yield from super().targets()
        if self.trending:
            yield GivenTarget("trending", "trending", "trending")
