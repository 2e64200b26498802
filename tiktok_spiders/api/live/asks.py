"""The questions that the routes ask, each target recognised first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.cache.forgetting import words as folded
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live.question import Question
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import DEFAULT, parse_target

if TYPE_CHECKING:
    from tiktok_spiders.urls import Origins, Target

EVERYBODY = "foryou"
"""Subject of the feed that everybody sees."""

SHOP = "shop"
"""Subject of the Shop's first page."""


def target_of(text: str, kind: str, origins: Origins = DEFAULT) -> Target:
    """Return what a text names. Raises ``ApiError``."""
    try:
        return parse_target(text, expect=kind, origins=origins)
    except TargetError as error:
        raise ApiError("INVALID_REQUEST", str(error)) from None


def user_info(text: str) -> Question:
    """Ask for an account."""
    key = target_of(text, "user").key
    about = Question(spider="user", kind="user", subject=key, wanted="user", resource="profile")
    return about.with_arguments(users=(key,), include="")


def user_videos(text: str, count: int) -> Question:
    """Ask for what an account published, newest first."""
    key = target_of(text, "user").key
    about = Question(spider="user", kind="user", subject=key, wanted="video", resource="videos", is_list=True)
    return about.with_arguments(users=(key,), include="videos", max_videos=count)


def user_relations(text: str, direction: str, count: int) -> Question:
    """Ask for an account's ``followers``, or whom it follows (``following``)."""
    key = target_of(text, "user").key
    about = Question(
        spider="user", kind="user", subject=key, wanted="relation", resource=direction, is_list=True
    )
    return about.with_arguments(users=(key,), include=direction, max_relations=count)


def video(text: str, origins: Origins) -> Question:
    """Ask for a post by its id or address, short links too."""
    subject, target = _video(text, origins)
    about = Question(spider="video", kind="video", subject=subject, wanted="video", resource="video")
    return about.with_arguments(videos=(target,))


def comments(text: str, origins: Origins, count: int) -> Question:
    """Ask for the comments on a post."""
    subject, target = _video(text, origins)
    about = Question(
        spider="video", kind="video", subject=subject, wanted="comment", resource="comments", is_list=True
    )
    return about.with_arguments(videos=(target,), comments=count)


def _video(text: str, origins: Origins) -> tuple[str, str]:
    """Return a post's id, and what to ask for: with its author, whose page it is, where known."""
    found = target_of(text, "video", origins)
    if found.kind == "short" or found.handle:
        return found.key, text.strip()
    return found.key, found.key


def hashtag_info(text: str) -> Question:
    """Ask for a hashtag."""
    key = target_of(text, "hashtag").key
    about = Question(spider="hashtag", kind="hashtag", subject=key, wanted="hashtag", resource="hashtag")
    return about.with_arguments(hashtags=(key,), max_videos=0)


def hashtag_videos(text: str, count: int) -> Question:
    """Ask for a hashtag's ranked list."""
    key = target_of(text, "hashtag").key
    about = Question(
        spider="hashtag", kind="hashtag", subject=key, wanted="video", resource="hashtag_videos", is_list=True
    )
    return about.with_arguments(hashtags=(key,), max_videos=count)


def sound_info(key: str) -> Question:
    """Ask for a sound."""
    about = Question(spider="sound", kind="sound", subject=key, wanted="sound", resource="sound")
    return about.with_arguments(sounds=(key,), max_videos=0)


def sound_videos(key: str, count: int) -> Question:
    """Ask for a sound's ranked list."""
    about = Question(
        spider="sound", kind="sound", subject=key, wanted="video", resource="sound_videos", is_list=True
    )
    return about.with_arguments(sounds=(key,), max_videos=count)


def trending(category: str | None, count: int) -> Question:
    """Ask for the feed that everybody sees, or that of a category."""
    about = Question(
        spider="trending", kind="trending", subject=category or EVERYBODY, wanted="video", is_list=True
    )
    return about.with_arguments(category=(category,) if category else None, max_videos=count)


def search(text: str, kind: str, count: int) -> Question:
    """Search for ``videos`` or ``users``."""
    wanted, resource = kind.removesuffix("s"), f"search_{kind}"
    about = Question(
        spider="search", kind="search", subject=folded(text), wanted=wanted, resource=resource, is_list=True
    )
    return about.with_arguments(queries=(" ".join(text.split()),), kinds=kind, max_results=count)


def shop_search(text: str, region: str | None, count: int, *, details: bool = False) -> Question:
    """Search the Shop; ``details``: with the page of each product."""
    about = Question(
        spider="shop",
        kind="search",
        subject=folded(text),
        wanted="product",
        resource="shop_search",
        is_list=True,
    )
    return about.with_arguments(
        queries=(" ".join(text.split()),), max_products=count, region=region, details=details or None
    )


def shop_trending(region: str | None, count: int) -> Question:
    """Ask for what the Shop's first page shows."""
    about = Question(
        spider="shop", kind="trending", subject=SHOP, wanted="product", resource="shop_trending", is_list=True
    )
    return about.with_arguments(trending="true", max_products=count, region=region)


def shop_category(category: str, region: str | None, count: int) -> Question:
    """Ask for what a category of the Shop shows."""
    about = Question(
        spider="shop",
        kind="category",
        subject=category,
        wanted="product",
        resource="shop_category",
        is_list=True,
    )
    return about.with_arguments(categories=(category,), max_products=count, region=region)


def shop_product(key: str, region: str | None) -> Question:
    """Ask for a product."""
    about = Question(spider="shop", kind="product", subject=key, wanted="product", resource="product")
    return about.with_arguments(products=(key,), region=region)
