"""The account that a rendered profile page describes to search engines: the last resort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import parse_html
from tiktok_spiders.items.user import User
from tiktok_spiders.pages.coerce import Misread, language, region, text, text_kept, url
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_parts import Wire
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_THIN = 1
_LIKES, _FOLLOWERS = "LikeAction", "FollowAction"


class _Action(Wire):
    type: Any = msgspec.field(default=None, name="@type")


class _Counter(Wire):
    interaction_type: _Action | None = None
    user_interaction_count: Any = None


class _Person(Wire):
    name: Any = None
    alternate_name: Any = None
    description: Any = None
    image: Any = None
    nationality: Any = None
    knows_language: Any = None
    interaction_statistic: list[_Counter] | None = None


class _ProfilePage(Wire):
    type: Any = msgspec.field(default=None, name="@type")
    main_entity: _Person | None = None


_PERSON = Table(
    "user",
    ("unique_id", "alternate_name", handle),
    ("nickname", "name", text),
    ("bio", "description", text_kept),
    ("avatar_url", "image", url),
    ("region", "nationality", region),
    ("language", "knows_language", language),
)


def json_ld_user(body: bytes, capture: Capture, misread: Misread) -> User | None:
    """Return the account of a ``ProfilePage`` in JSON-LD, thin; None for a page without one.

    Its picture is an address of the site that names the account, not the file.
    """
    person = _person(body)
    found = _PERSON.read(person, misread) if person else {}
    if person is None or not found.get("unique_id"):
        return None
    counts: dict[str, Any] = {
        "follower_count": counter((_counted(person, _FOLLOWERS),), "user/follower_count", misread),
        "heart_count": counter((_counted(person, _LIKES),), "user/heart_count", misread),
    }
    return User(
        **capture.envelope(detail=_THIN),
        **found,
        **counts,
        rounded_counts=rounded_names(counts),
        url=user_url(found["unique_id"]),
    )


def _person(body: bytes) -> _Person | None:
    if b"ProfilePage" not in body:
        return None
    for script in parse_html(body).xpath('//script[@type="application/ld+json"]'):
        try:
            page = msgspec.json.decode(script.xpath("string()").get("").encode(), type=_ProfilePage)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if page.type == "ProfilePage":
            return page.main_entity
    return None


def _counted(person: _Person, action: str) -> Any:
    for each in person.interaction_statistic or ():
        kind = each.interaction_type.type if each.interaction_type else None
        if type(kind) is str and kind.endswith(action):
            return each.user_interaction_count
    return None
