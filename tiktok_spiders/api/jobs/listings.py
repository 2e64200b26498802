"""Which listings a job will have, as far as its arguments tell; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.spiders.arguments import Arguments, GivenTarget

Listing = tuple[str, int | None]
"""Resource, and how many members were asked for; None: all there are."""

_VIDEO_LISTS = frozenset({"videos", "reposts", "liked"})
_SORTED = {"latest": "videos", "popular": "videos_popular", "oldest": "videos_oldest"}
_SEARCHES = {"videos": "search_videos", "users": "search_users", "suggestions": "suggestions"}
_SHOP = {
    "queries": "shop_search",
    "categories": "shop_category",
    "sellers": "shop_store",
    "trending": "shop_trending",
}


def planned(spider: str, arguments: Arguments, target: GivenTarget) -> list[Listing]:
    """Return the listings of a target."""
    plan: Callable[[Any, GivenTarget], list[Listing]] = _PLANS[spider]
    return plan(arguments, target)


def _user(given: Any, _target: GivenTarget) -> list[Listing]:
    found: list[Listing] = []
    for name in given.include:
        if name in {"followers", "following"}:
            found.append((name, given.max_relations))
        elif name in _VIDEO_LISTS and given.max_videos != 0:
            found.append((_SORTED[given.sort] if name == "videos" else name, given.max_videos))
        elif name == "live":
            found.append((name, 1))
        elif name not in _VIDEO_LISTS:
            found.append((name, None))
    return found or [("profile", 1)]


def _video(given: Any, _target: GivenTarget) -> list[Listing]:
    lists = {"comments": given.comments, "related": given.related}
    return [("video", 1), *((name, limit) for name, limit in lists.items() if limit)]


def _hashtag(given: Any, _target: GivenTarget) -> list[Listing]:
    return [("hashtag", 1)] if given.max_videos == 0 else [("hashtag_videos", given.max_videos)]


def _sound(given: Any, _target: GivenTarget) -> list[Listing]:
    return [("sound", 1)] if given.max_videos == 0 else [("sound_videos", given.max_videos)]


def _trending(given: Any, target: GivenTarget) -> list[Listing]:
    return [("explore" if target.argument == "category" else "trending", given.max_videos)]


def _search(given: Any, _target: GivenTarget) -> list[Listing]:
    return [(_SEARCHES[kind], given.max_results) for kind in given.kinds]


def _shop(given: Any, target: GivenTarget) -> list[Listing]:
    if target.argument in _SHOP:
        return [(_SHOP[target.argument], given.max_products)]
    return [("product", 1), *([("reviews", given.reviews)] if given.reviews else [])]


_PLANS: dict[str, Any] = {
    "hashtag": _hashtag,
    "search": _search,
    "shop": _shop,
    "sound": _sound,
    "trending": _trending,
    "user": _user,
    "video": _video,
}
