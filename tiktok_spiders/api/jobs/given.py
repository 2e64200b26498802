"""From an address to the spider that collects what it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.ladder import origins_of
from tiktok_spiders.urls import is_ours, parse_target, search_url
from tiktok_spiders.urls.parse import shown

if TYPE_CHECKING:
    from tiktok_spiders.config import Config
    from tiktok_spiders.urls import Origins, Target

Type = Literal[
    "user", "video", "hashtag", "sound", "search", "trending", "product", "seller", "category", "shop_search"
]
"""What the address of a job may name."""

COMMENTS = 1000
"""Comments of a video that ``include_comments`` stands for."""

_SPIDERS: dict[str, tuple[str, str, str | None]] = {
    "user": ("user", "users", "max_videos"),
    "live": ("user", "users", "max_videos"),
    "video": ("video", "videos", None),
    "short": ("video", "videos", None),
    "hashtag": ("hashtag", "hashtags", "max_videos"),
    "sound": ("sound", "sounds", "max_videos"),
    "search": ("search", "queries", "max_results"),
    "discover": ("search", "queries", "max_results"),
    "product": ("shop", "products", None),
    "seller": ("shop", "sellers", "max_products"),
    "category": ("shop", "categories", "max_products"),
    "shop_search": ("shop", "queries", "max_products"),
}
"""Kind of target → spider, argument of the target, argument of the limit."""

_TYPES = {"live": "user", "short": "video", "discover": "search"}
_KINDS = {"user": "users", "video": "videos"}
_FEEDS = frozenset({"", "/foryou", "/explore", "/trending"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job made of an address runs."""

    type: str
    spider: str
    arguments: dict[str, str]


def wanted_of(url: str, kind: Type | None, options: dict[str, Any], config: Config) -> Wanted:
    """Return what an address asks for. Raises ``ApiError`` for one that is not TikTok's or names nothing."""
    origins = origins_of(config)
    limit, comments = options.get("max_videos"), bool(options.get("include_comments"))
    if kind == "trending" or (kind is None and _is_feed(url, origins)):
        wanted = _trending(url, limit, origins)
    else:
        wanted = _of_target(url, _target(url, kind, origins), kind, limit, origins)
    if comments and wanted.spider != "video":
        told = "comments are collected by jobs of type video"
        raise _invalid("options.include_comments", f"{told}; this one is of type {wanted.type}")
    if comments:
        wanted.arguments["comments"] = str(COMMENTS)
    return wanted


def _target(url: str, kind: Type | None, origins: Origins) -> Target:
    try:
        return parse_target(url, expect=kind, origins=origins)
    except TargetError as error:
        raise _invalid("url", str(error)) from None


def _of_target(url: str, target: Target, kind: Type | None, limit: int | None, origins: Origins) -> Wanted:
    meant = kind if target.kind == "short" and kind else target.kind
    if meant not in _SPIDERS:
        raise _invalid("url", f"{shown(url)} names a {meant}, which no spider collects by its address")
    spider, argument, limited_by = _SPIDERS[meant]
    text = search_url(target.key, origins=origins) if meant == "discover" else url.strip()
    # A comma would end the target; within an address it can be written otherwise.
    arguments = {argument: text.replace(",", "%2C") if "://" in text else text}
    if "," in arguments[argument]:
        raise _invalid("url", f"{shown(url)} holds a comma; give spider and arguments instead")
    if meant == "live":
        arguments["include"] = "live"
    if meant == "search" and target.section in _KINDS:
        arguments["kinds"] = _KINDS[target.section]
    if limit is not None and limited_by is not None:
        arguments[limited_by] = str(limit)
    return Wanted(_TYPES.get(meant, meant), spider, arguments)


def _trending(url: str, limit: int | None, origins: Origins) -> Wanted:
    if not is_ours(url, origins):
        raise _invalid("url", f"{shown(url)} is not an address of TikTok")
    return Wanted("trending", "trending", {} if limit is None else {"max_videos": str(limit)})


def _is_feed(url: str, origins: Origins) -> bool:
    """Tell whether an address is TikTok's own and of a feed that everybody is shown."""
    if not is_ours(url, origins):
        return False
    path = url.split("://", 1)[-1].partition("/")[2].split("?")[0].split("#")[0].rstrip("/")
    return (f"/{path}" if path else "") in _FEEDS


def _invalid(where: str, problem: str) -> ApiError:
    return ApiError("INVALID_REQUEST", problem, details={"fields": [{"where": where, "problem": problem}]})
