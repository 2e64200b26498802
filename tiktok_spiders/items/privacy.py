"""Records without the names of people: a pseudonym for an identifier, nothing for the rest. Pure.

A pseudonym is made by ``name``, a function of a decimal identifier; it gives None where there is no key.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.handles import hidden_mention, hidden_span, hide_handles, without_handles
from tiktok_spiders.items.playlist import Playlist
from tiktok_spiders.items.product import Product
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.review import Review
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.handles import Name
    from tiktok_spiders.items.parts import Mention
    from tiktok_spiders.items.run import Rejected

    Treatment = Callable[[Any, Collection[str], Name], dict[str, Any]]

BUYER_KEYS = re.compile(r"review_items|review_user|reviewer_.*")
"""Keys of Shop's answers below which buyers are named."""

_ASKED = {
    "user": {"profile", "videos", "video", "live", "playlists", "playlist_videos", "collections"},
    "video": {"video"},
}
"""By spider, the resources whose accounts were asked for; elsewhere accounts are met in passing."""

_CLASS_OF_SECTION = {
    "followers": "members",
    "following": "members",
    "comments": "commenters",
    "replies": "commenters",
    "reviews": "reviewers",
}
_MENTIONS = frozenset({"mentions"})
_HANDLE_IN_LINK = re.compile(r"/@[^/?#]*")
_NOTHING = {"raw": None, "raw_ref": None}


def classes_in(record: Record) -> frozenset[str]:
    """Return the classes of third persons that a record names."""
    known = _CLASSES.get(type(record))
    if known is not None:
        return known
    if isinstance(record, User):
        return _authors(record) | _named_in(record.bio)
    if isinstance(record, Video):
        texts = (record.description, record.title, *(record.sticker_texts or ()))
        return _authors(record) | (_MENTIONS if record.mentions else _named_in(*texts))
    if isinstance(record, Product | Seller) and record.raw is not None:
        return frozenset({"reviewers", "authors"})
    return frozenset({"authors"}) if getattr(record, "related_videos", None) else frozenset()


def people_in(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the class and a name of everybody whom a record names."""
    for kind, fields in _PEOPLE.get(type(record), ()):
        yield from ((kind, value) for field in fields if (value := getattr(record, field)))
    for mention in getattr(record, "mentions", None) or ():
        yield from (("mentions", value) for value in (mention.user_id, mention.sec_uid) if value)


def hide(record: Record, classes: Collection[str], name: Name) -> Record:
    """Return a record in which nobody of these classes is named."""
    changes = _TREATMENTS[type(record)](record, classes, name)
    if hasattr(record, "is_pseudonymous"):
        changes["is_pseudonymous"] = True
    return replace(record, **changes)


def hide_minor(user: User, name: Name) -> User:
    """Return a minor's account with its pseudonym, marks and counts only."""
    return replace(
        user, **{**_user(user, ("authors",), name), "bio": None, "region": None}, is_pseudonymous=True
    )


def is_nobody(record: Record) -> bool:
    """Tell whether hiding has left a record nothing to be known by."""
    if isinstance(record, User):
        return not (record.user_id or record.sec_uid or record.unique_id)
    return any(getattr(record, name) is None for name in record.required)


def hide_rejected(row: Rejected, classes: Collection[str]) -> Rejected:
    """Return a rejected row without the payload, and the identifier, that may name these classes' people."""
    if _REJECTED.get(row.record_type, frozenset()).isdisjoint(classes):
        return row
    if row.record_type in {"product", "seller"} and "authors" not in classes:
        return replace(row, payload=_payload_without_buyers(row.payload))
    record_id = None if row.record_type in {"user", "relation"} else row.record_id
    return replace(row, payload="", record_id=record_id)


def _authors(record: Record) -> frozenset[str]:
    if record.source.section in _ASKED.get(record.source.spider, ()):
        return frozenset()
    return frozenset({_CLASS_OF_SECTION.get(record.source.section, "authors")})


def _named_in(*texts: str | None) -> frozenset[str]:
    return _MENTIONS if any("@" in text for text in texts if text) else frozenset()


def _review(review: Review, _classes: Collection[str], name: Name) -> dict[str, Any]:
    return {
        **_NOTHING,
        "reviewer_id": name(review.reviewer_id),
        **dict.fromkeys(("reviewer_name", "reviewer_sec_uid", "reviewer_avatar_url")),
        "text": without_handles(review.text),
    }


def _comment(comment: Comment, classes: Collection[str], name: Name) -> dict[str, Any]:
    changes = _NOTHING | _text(comment, "text", name)
    if "commenters" in classes:
        changes["user_id"] = name(comment.user_id)
        changes |= dict.fromkeys(("sec_uid", "unique_id", "nickname", "avatar_thumb_url"))
    return changes


def _relation(relation: Relation, classes: Collection[str], name: Name) -> dict[str, Any]:
    changes: dict[str, Any] = {**_NOTHING}
    if "members" in classes:
        changes["member_id"] = name(relation.member_id)
        changes |= dict.fromkeys(("member_sec_uid", "member_unique_id", "member_nickname"))
    if "owners" in classes:
        changes |= {"owner_id": name(relation.owner_id), "owner_unique_id": None}
    return changes


def _user(user: User, classes: Collection[str], name: Name) -> dict[str, Any]:
    if set(classes) == _MENTIONS:
        return {**_NOTHING, "bio": without_handles(user.bio)}
    return {
        **_NOTHING,
        "user_id": name(user.user_id),
        **dict.fromkeys(("sec_uid", "unique_id", "short_id", "nickname", "url", "bio_link", "room_id")),
        **dict.fromkeys(("avatar_thumb_url", "avatar_medium_url", "avatar_url", "avatar_key")),
        "bio": without_handles(user.bio),
    }


def _video(video: Video, classes: Collection[str], name: Name) -> dict[str, Any]:
    changes = _NOTHING | _text(video, "description", name)
    changes["title"] = without_handles(video.title)
    if video.sticker_texts:
        changes["sticker_texts"] = tuple(without_handles(text) for text in video.sticker_texts)
    if "authors" in classes:
        changes |= {"author_id": name(video.author_id), "url": _HANDLE_IN_LINK.sub("/@_", video.url)}
        changes |= dict.fromkeys(("author_sec_uid", "author_unique_id", "author_nickname"))
    return changes


def _sound(sound: Sound, _classes: Collection[str], name: Name) -> dict[str, Any]:
    hidden = ["author_sec_uid", "author_unique_id", "owner_unique_id"]
    if sound.is_original:
        hidden += ["title", "author_name", "url"]  # an original sound is named after its author
    return {**_NOTHING, "author_id": name(sound.author_id), **dict.fromkeys(hidden)}


def _playlist(playlist: Playlist, _classes: Collection[str], name: Name) -> dict[str, Any]:
    gone = dict.fromkeys(("owner_sec_uid", "owner_unique_id"))
    return {**_NOTHING, "owner_id": name(playlist.owner_id), **gone}


def _shop(record: Product | Seller, classes: Collection[str], name: Name) -> dict[str, Any]:
    if "authors" not in classes:
        return {"raw": _without_buyers(record.raw)}
    changes: dict[str, Any] = {**_NOTHING}
    if isinstance(record, Product) and record.related_videos:
        videos = record.related_videos
        changes["related_videos"] = tuple(replace(each, author_id=name(each.author_id)) for each in videos)
    return changes


def _payload_without_buyers(payload: str) -> str:
    try:
        return json.dumps(_without_buyers(json.loads(payload)), ensure_ascii=False)
    except (ValueError, RecursionError):  # cut, or never JSON
        return ""


def _without_buyers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_buyers(each) for key, each in value.items() if not BUYER_KEYS.fullmatch(key)}
    if isinstance(value, list):
        return [_without_buyers(each) for each in value]
    return value


def _text(record: Any, field: str, name: Name) -> dict[str, Any]:
    mentions: tuple[Mention, ...] | None = record.mentions
    text: str | None = getattr(record, field)
    hidden = hide_handles(text or "", mentions or (), name)
    changes: dict[str, Any] = {field: None if text is None else hidden.text}
    if mentions is not None:
        changes["mentions"] = tuple(hidden_mention(each, hidden, name) for each in mentions)
    if getattr(record, "text_spans", None) is not None:
        changes["text_spans"] = tuple(hidden_span(each, hidden) for each in record.text_spans)
    return changes


_CLASSES: dict[type[Record], frozenset[str]] = {
    Review: frozenset({"reviewers"}),
    Comment: frozenset({"commenters", "mentions"}),
    Relation: frozenset({"members"}),
    Sound: frozenset({"authors"}),
    Playlist: frozenset({"authors"}),
}

_PEOPLE: dict[type[Record], tuple[tuple[str, tuple[str, ...]], ...]] = {
    Review: (("reviewers", ("reviewer_id", "reviewer_sec_uid")),),
    Comment: (("commenters", ("user_id", "sec_uid", "unique_id")),),
    Relation: (
        ("members", ("member_id", "member_sec_uid", "member_unique_id")),
        ("owners", ("owner_id", "owner_unique_id")),
    ),
    User: (("authors", ("user_id", "sec_uid", "unique_id")),),
    Video: (("authors", ("author_id", "author_sec_uid", "author_unique_id")),),
    Sound: (("authors", ("author_id", "author_sec_uid", "author_unique_id", "owner_unique_id")),),
    Playlist: (("authors", ("owner_id", "owner_sec_uid", "owner_unique_id")),),
}

_REJECTED: dict[str, frozenset[str]] = {
    "review": frozenset({"reviewers"}),
    "comment": frozenset({"commenters", "mentions"}),
    "relation": frozenset({"members"}),
    "user": frozenset({"members", "commenters", "authors"}),
    "video": frozenset({"authors", "mentions"}),
    "sound": frozenset({"authors"}),
    "playlist": frozenset({"authors"}),
    "product": frozenset({"reviewers", "authors"}),
    "seller": frozenset({"reviewers", "authors"}),
}
"""Whom the payload of a rejected row may name."""

_TREATMENTS: dict[type[Record], Treatment] = {
    Review: _review,
    Comment: _comment,
    Relation: _relation,
    User: _user,
    Video: _video,
    Sound: _sound,
    Playlist: _playlist,
    Product: _shop,
    Seller: _shop,
}
