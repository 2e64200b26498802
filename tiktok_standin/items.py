"""Items as JSON text: made once for each place they are shown in, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import captions, categories, counts, ids, media_bytes, shape_user, sounds
from tiktok_standin.binding import unbound
from tiktok_standin.shape_item import Features, item_template
from tiktok_standin.shape_photo import image_post
from tiktok_standin.subtitles import TRACKS

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account, Catalogue
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.people import User
    from tiktok_standin.posts import Post
    from tiktok_standin.template import Template

_encode = msgspec.json.encode
_RICH_EVERY = 7
_SUBTITLES = tuple(track.suffix for track in TRACKS)
_LANDSCAPE_EVERY = 11
_KEPT = 20_000
URL_LIFE = 172_800
"""For how many seconds addresses of media are good."""

_TUNE_SECONDS = 60
_SIDES = (
    {"w576": b"576", "h576": b"1024", "w1080": b"1080", "h1080": b"1920"},
    {"w576": b"1024", "h576": b"576", "w1080": b"1920", "h1080": b"1080"},
)
"""Portrait, landscape."""


class Items:
    """Renders posts of a catalogue. Listed items are cached, at most 20 000 of them (250 MB)."""

    def __init__(self, catalogue: Catalogue, *, url_life: int = URL_LIFE) -> None:
        self._catalogue = catalogue
        self._url_life = url_life
        self._listed: dict[tuple[str, bytes, int], bytes] = {}
        self._templates: dict[tuple[Features, bytes, int], Template] = {}
        self._authors: dict[tuple[str, int, bytes, bool], dict[str, bytes]] = {}

    @property
    def expires(self) -> int:
        """When addresses given out now end, in epoch seconds; the same for an hour."""
        expires = self._catalogue.now + self._url_life
        return expires - expires % 3600

    def listed(self, post: Post, hosts: Hosts) -> bytes:
        """Return the item as lists tell it."""
        key = (post.id, hosts.www, self._catalogue.now)
        text = self._listed.get(key)
        if text is None:
            text = self.render(post, hosts, page=False)
            if len(self._listed) >= _KEPT:
                self._listed.pop(next(iter(self._listed)))
            self._listed[key] = text
        return text

    def render(self, post: Post, hosts: Hosts, *, page: bool) -> bytes:
        """Return the item as a page or a list tells it, made afresh."""
        account = self._catalogue.account(post.handle)
        if account is None:
            raise KeyError(post.handle)
        values = _values(post, page=page)
        values |= self._author(account, hosts, page=page)
        values |= _sound(post)
        values |= _text(post, self._catalogue, page=page)
        if post.kind == "photo":
            values["image_post"] = _encode(image_post(post, hosts, self.expires))
        return self._template(_features(post, account.user, page=page), hosts).fill(values)

    def _template(self, features: Features, hosts: Hosts) -> Template:
        """Return the template with all that is the same for every post now."""
        key = (features, hosts.www, self.expires)
        known = self._templates.get(key)
        if known is None:
            shared = hosts.values() | _signing(self.expires, page=features.page)
            known = self._templates[key] = item_template(features).partly(shared)
        return known

    def _author(self, account: Account, hosts: Hosts, *, page: bool) -> dict[str, bytes]:
        key = (account.user.handle, account.video_count, hosts.www, page)
        known = self._authors.get(key)
        if known is None:
            stats = shape_user.author_stats(account)
            known = self._authors[key] = {
                "author": _encode(shape_user.author(account.user, hosts, page=page)),
                "author_stats": _encode(stats),
                "author_stats_v2": _encode({name: str(count) for name, count in stats.items()}),
                "sound_author": _encode(account.user.nickname)[1:-1],
            }
        return known


def _features(post: Post, user: User, *, page: bool) -> Features:
    return Features(
        page=page,
        photo=post.kind == "photo",
        subtitles=post.subtitles,
        pinned=post.pinned,
        advert=post.advert,
        classified=post.classified,
        rich=is_rich(post),
        old=not user.tells_v2,
    )


def is_rich(post: Post) -> bool:
    """Tell whether a post has what only some have: a place, anchors, more than one subtitle file."""
    return post.serial % _RICH_EVERY == 3


def media_word(post: Post) -> str:
    """Return what the names of a post's files begin with."""
    return ids.hex_word("media", post.id, length=30)


def _signing(expires: int, *, page: bool) -> dict[str, bytes]:
    """Return what addresses end with; ``expires`` is in epoch seconds."""
    expiry = str(expires).encode()
    return {
        "expire": expiry,
        "expires": b'"%s"' % expiry if page else expiry,
        "xhex": f"{expires:x}".encode(),
        "sig": unbound(expires),
        "logid": ids.log_id(20261001000000, expires).encode(),
    }


def _values(post: Post, *, page: bool) -> dict[str, bytes]:
    word = media_word(post)
    file, number, shown = word.encode(), b'"%d"' if page else b"%d", counts.rounded
    return {
        "id": post.id.encode(),
        "h": file,
        "hash": file,
        "uri": b"v14044g50000" + file[:20],
        "region": post.region.encode(),
        "language": post.language.encode(),
        "sound": post.sound_id.encode(),
        "duration": b"%d" % post.duration,
        "category": b"%d" % categories.of_post(post.id),
        "comment_status": b"3" if post.comments_off else b"0",
        "plays": b"%d" % shown(post.plays),
        "likes": b"%d" % shown(post.likes),
        "comments": b"%d" % shown(post.comments),
        "shares": b"%d" % shown(post.shares),
        "saves": b"%d" % post.saves,
        "created": number % post.created_at,
        "collect": number % (post.saves if page else shown(post.saves)),
        **{f"size{suffix}": number % media_bytes.size_of(f"o{word}{suffix}") for suffix in "01P"},
        **{f"size{suffix}": number % media_bytes.size_of(word + suffix) for suffix in _SUBTITLES},
        **_SIDES[post.serial % _LANDSCAPE_EVERY == 0],
    }


def _sound(post: Post) -> dict[str, bytes]:
    """Return what is told of the sound; the account's values name the author of an original one."""
    song = sounds.songs().get(post.sound_id)
    length = song.duration if song else post.duration or _TUNE_SECONDS
    known = {
        "tune_duration": b"%d" % length,
        "tune_precise": b"%d.204063" % length,
        "sound_original": b"false" if song else b"true",
        "sound_title": _encode(song.title)[1:-1] if song else b"original sound",
        "sound_album": _encode(song.album)[1:-1] if song else b"",
    }
    return known | ({"sound_author": _encode(song.author)[1:-1]} if song else {})


def _text(post: Post, catalogue: Catalogue, *, page: bool) -> dict[str, bytes]:
    marks = captions.marks(post.caption)
    extra = _encode([_extra(mark, catalogue, page=page) for mark in marks])
    desc = _encode(post.caption)
    tags = dict.fromkeys(mark.name for mark in marks if mark.is_hashtag)
    return {
        "desc": desc,
        "text_extra": extra,
        "contents": b'[{"desc":%s,"textExtra":%s}]' % (desc, extra),
        "challenges": _encode([challenge(name, page=page) for name in tags]),
    }


def _extra(mark: captions.Mark, catalogue: Catalogue, *, page: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "awemeId": "",
        "end": mark.end,
        "start": mark.start,
        "isCommerce": False,
        "subType": 0,
    }
    if mark.is_hashtag:
        shape |= {"hashtagName": mark.name, "type": 1}
        return shape | ({"hashtagId": captions.hashtag_id(mark.name)} if page else {})
    account = catalogue.account(mark.name)
    user_id, sec_uid = (account.user.id, account.user.sec_uid) if account else ("", "")
    return shape | {
        "hashtagName": "",
        "type": 0,
        "userId": user_id,
        "userUniqueId": mark.name,
        "secUid": sec_uid,
    }


def challenge(name: str, *, page: bool) -> dict[str, Any]:
    """Return the small form of a hashtag that items carry."""
    pictures = ("coverLarger", "coverMedium", "coverThumb", "profileLarger", "profileMedium", "profileThumb")
    commerce = {"isCommerce": False} if page else {}
    return {
        "id": captions.hashtag_id(name),
        "title": name,
        "desc": "",
        **dict.fromkeys(pictures, ""),
        **commerce,
    }
